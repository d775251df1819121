//! `code_item`: registers, instructions, try blocks.

use super::insn::Instructions;
use crate::bytes::{slice_at, u16_at, u32_at, uleb128_at};

#[derive(Clone, Copy, Debug)]
pub struct CodeItem<'a> {
    pub registers: u16,
    /// Words of parameters; they are the last registers.
    pub ins: u16,
    pub outs: u16,
    pub debug: u32,
    /// The instructions, two bytes a code unit, cut to the bytes that exist.
    pub insns: &'a [u8],
    /// Fewer code units exist than the item states.
    pub cut: bool,
    tries: u16,
    tail: &'a [u8],
}

/// A range of code units and the handlers that catch what is thrown there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Try {
    pub start: u32,
    pub end: u32,
    /// (caught type, or `None` for all; handler's code unit).
    pub handlers: Vec<(Option<u32>, u32)>,
}

impl<'a> CodeItem<'a> {
    pub(super) fn read(data: &'a [u8], at: usize) -> Option<CodeItem<'a>> {
        let u16 = |field: usize| u16_at(data, at.checked_add(field)?);
        let units = u32_at(data, at.checked_add(12)?)? as usize;
        let start = at + 16;
        let available = data.len().saturating_sub(start) / 2;
        let insns = slice_at(data, start, units.min(available) * 2)?;
        let tail = data.get(start + insns.len()..).unwrap_or(&[]);
        Some(CodeItem {
            registers: u16(0)?,
            ins: u16(2)?,
            outs: u16(4)?,
            debug: u32_at(data, at + 8)?,
            insns,
            cut: units > available,
            tries: u16(6)?,
            tail,
        })
    }

    pub fn instructions(&self) -> Instructions<'a> {
        Instructions::new(self.insns)
    }

    /// Length in code units.
    pub fn units(&self) -> u32 {
        u32::try_from(self.insns.len() / 2).unwrap_or(u32::MAX)
    }

    /// The try blocks. Handlers are read where the block says; each block costs at most 256 handlers.
    pub fn tries(&self) -> Vec<Try> {
        if self.tries == 0 || self.cut {
            return Vec::new();
        }
        // Padding to four bytes after an odd number of code units.
        let pad = if (self.insns.len() / 2) % 2 == 1 { 2 } else { 0 };
        let Some(table) = self.tail.get(pad..) else { return Vec::new() };
        let rows = usize::from(self.tries);
        let Some(lists) = table.get(rows * 8..) else { return Vec::new() };
        let mut out = Vec::new();
        for row in 0..rows {
            let at = row * 8;
            let (Some(start), Some(count), Some(handler)) = (u32_at(table, at), u16_at(table, at + 4), u16_at(table, at + 6)) else {
                break;
            };
            if start >= self.units() {
                continue;
            }
            let handlers = handlers(lists, usize::from(handler)).unwrap_or_default();
            out.push(Try { start, end: start.saturating_add(u32::from(count)).min(self.units()), handlers });
        }
        out
    }
}

fn handlers(lists: &[u8], at: usize) -> Option<Vec<(Option<u32>, u32)>> {
    let (size, mut at) = sleb128_at(lists, at)?;
    let mut out = Vec::new();
    for _ in 0..size.unsigned_abs().min(256) {
        let (kind, next) = uleb128_at(lists, at)?;
        let (target, next) = uleb128_at(lists, next)?;
        at = next;
        out.push((Some(kind), target));
    }
    if size <= 0 {
        let (target, _) = uleb128_at(lists, at)?;
        out.push((None, target));
    }
    Some(out)
}

/// A signed LEB128 number of at most five bytes.
pub fn sleb128_at(b: &[u8], at: usize) -> Option<(i32, usize)> {
    let (raw, next) = uleb128_at(b, at)?;
    let bits = 7 * (next - at) as u32;
    let value = if bits < 32 && raw & (1 << (bits - 1)) != 0 { (raw | (u32::MAX << bits)) as i32 } else { raw as i32 };
    Some((value, next))
}

#[cfg(test)]
mod tests {
    #[test]
    fn signed_leb128() {
        for (bytes, value) in [(&[0x00][..], 0), (&[0x01], 1), (&[0x7f], -1), (&[0x80, 0x7f], -128), (&[0xff, 0xff, 0xff, 0xff, 0x0f], -1)]
        {
            assert_eq!(super::sleb128_at(bytes, 0).map(|r| r.0), Some(value), "{bytes:x?}");
        }
    }
}
