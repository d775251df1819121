//! `encoded_value` and `encoded_array`: static values and the arguments of call sites.

use super::header::DexFile;
use crate::bytes::{slice_at, uleb128_at};

/// A scalar; arrays and annotations are walked over, not kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    Int(i64),
    Bool(bool),
    /// Bits of a float or double, right-filled as the format says.
    Float(u64),
    Proto(u32),
    MethodHandle(u32),
    String(u32),
    Type(u32),
    Field(u32),
    Method(u32),
    Enum(u32),
    Null,
    /// An array or annotation stood here.
    Nested,
}

/// Values of the array at an offset, as far as they can be read. `limit` bounds the number of values walked, nested ones included.
pub fn array(dex: &DexFile, offset: u32, limit: &mut u32) -> Vec<Value> {
    let mut out = Vec::new();
    if offset == 0 {
        return out;
    }
    let Some((count, mut at)) = uleb128_at(dex.data, offset as usize) else { return out };
    for _ in 0..count {
        match value(dex.data, at, limit) {
            Some((v, next)) => {
                out.push(v);
                at = next;
            }
            None => break,
        }
    }
    out
}

/// One value and the offset after it. Nested arrays and annotations are skipped with an explicit count of what is still to be read.
pub fn value(data: &[u8], at: usize, limit: &mut u32) -> Option<(Value, usize)> {
    let (first, mut at) = scalar(data, at, limit)?;
    let Scalar::Open(mut pending) = first else {
        let Scalar::Value(v) = first else { return None };
        return Some((v, at));
    };
    // `pending` counts values still to come over all open levels; an annotation element's name precedes its value.
    let mut stack: Vec<Pending> = Vec::new();
    loop {
        while pending.count == 0 {
            match stack.pop() {
                Some(outer) => pending = outer,
                None => return Some((Value::Nested, at)),
            }
        }
        pending.count -= 1;
        if pending.named {
            at = uleb128_at(data, at)?.1;
        }
        let (inner, next) = scalar(data, at, limit)?;
        at = next;
        if let Scalar::Open(p) = inner {
            stack.push(pending);
            pending = p;
        }
    }
}

#[derive(Clone, Copy)]
struct Pending {
    count: u32,
    named: bool,
}

enum Scalar {
    Value(Value),
    Open(Pending),
}

fn scalar(data: &[u8], at: usize, limit: &mut u32) -> Option<(Scalar, usize)> {
    *limit = limit.checked_sub(1)?;
    let head = *data.get(at)?;
    let (kind, arg) = (head & 0x1f, usize::from(head >> 5));
    let at = at + 1;
    let sized = |signed: bool| -> Option<(u64, usize)> {
        let bytes = slice_at(data, at, arg + 1)?;
        let mut raw = [0u8; 8];
        raw.get_mut(..bytes.len())?.copy_from_slice(bytes);
        let mut v = u64::from_le_bytes(raw);
        let bits = 8 * bytes.len() as u32;
        if signed && bits < 64 && v & (1 << (bits - 1)) != 0 {
            v |= u64::MAX << bits;
        }
        Some((v, at + bytes.len()))
    };
    let index = || -> Option<(u32, usize)> { sized(false).map(|(v, next)| (v as u32, next)) };
    let scalar = |v: Value, next: usize| Some((Scalar::Value(v), next));
    match kind {
        0x00 | 0x02 | 0x04 | 0x06 => sized(true).and_then(|(v, n)| scalar(Value::Int(v as i64), n)),
        0x03 => sized(false).and_then(|(v, n)| scalar(Value::Int(v as i64), n)),
        0x10 | 0x11 => {
            let (v, n) = sized(false)?;
            let width = if kind == 0x10 { 32 } else { 64 };
            scalar(Value::Float(v.checked_shl(width - 8 * (arg as u32 + 1).min(width / 8)).unwrap_or(0)), n)
        }
        0x15 => index().and_then(|(v, n)| scalar(Value::Proto(v), n)),
        0x16 => index().and_then(|(v, n)| scalar(Value::MethodHandle(v), n)),
        0x17 => index().and_then(|(v, n)| scalar(Value::String(v), n)),
        0x18 => index().and_then(|(v, n)| scalar(Value::Type(v), n)),
        0x19 => index().and_then(|(v, n)| scalar(Value::Field(v), n)),
        0x1a => index().and_then(|(v, n)| scalar(Value::Method(v), n)),
        0x1b => index().and_then(|(v, n)| scalar(Value::Enum(v), n)),
        0x1c => {
            let (count, next) = uleb128_at(data, at)?;
            Some((Scalar::Open(Pending { count, named: false }), next))
        }
        0x1d => {
            let (_, next) = uleb128_at(data, at)?;
            let (count, next) = uleb128_at(data, next)?;
            Some((Scalar::Open(Pending { count, named: true }), next))
        }
        0x1e => scalar(Value::Null, at),
        0x1f => scalar(Value::Bool(arg != 0), at),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        for (bytes, want, used) in [
            (&[0x00u8, 0xff][..], Value::Int(-1), 2),
            (&[0x24, 0x34, 0x12], Value::Int(0x1234), 3),
            (&[0x23, 0xff, 0xff], Value::Int(0xffff), 3),
            (&[0x17, 0x05], Value::String(5), 2),
            (&[0x1e], Value::Null, 1),
            (&[0x3f], Value::Bool(true), 1),
            (&[0x1c, 0x02, 0x1e, 0x1c, 0x01, 0x3f], Value::Nested, 6),
            (&[0x1d, 0x01, 0x01, 0x02, 0x17, 0x03], Value::Nested, 6),
        ] {
            assert_eq!(value(bytes, 0, &mut 100), Some((want, used)), "{bytes:x?}");
        }
        let deep = [0x1c, 0x01].repeat(100_000);
        assert_eq!(value(&deep, 0, &mut 1_000_000), None, "ends with the bytes, not with the stack");
        assert_eq!(value(&deep, 0, &mut 50), None, "ends with the limit");
    }
}
