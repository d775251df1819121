//! Instructions as text: mnemonic, registers, resolved references, targets. One line an instruction, in the form of smali and `dexdump`.
//!
//! Branch targets and case targets are byte offsets within the method's instructions, the unit in which evidence names a place.

use std::fmt::Write;

use super::code::CodeItem;
use super::header::DexFile;
use super::insn::{Format, Insn, op};
use super::mnemonic::{mnemonic, payload};
use super::string::decode;
use crate::bytes::{u16_at, u32_at};

/// One instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Bytes from the start of the method's instructions.
    pub offset: u32,
    pub mnemonic: &'static str,
    /// `{v0, v1}, Lcom/x/A;->f(I)V`
    pub operands: String,
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.operands.is_empty() { f.write_str(self.mnemonic) } else { write!(f, "{} {}", self.mnemonic, self.operands) }
    }
}

/// Characters of a string constant that are shown.
const STRING: usize = 120;
/// Cases of a switch, or elements of an array, that are shown.
const CASES: usize = 32;

/// All instructions of a method, in order.
pub fn lines<'a>(dex: &DexFile<'a>, code: CodeItem<'a>) -> impl Iterator<Item = Line> {
    let dex = *dex;
    code.instructions().map(move |insn| line(&dex, code.insns, &insn))
}

/// One instruction. `insns` are the method's, for the payload that a switch names.
pub fn line<'a>(dex: &DexFile<'a>, insns: &'a [u8], insn: &Insn<'a>) -> Line {
    let offset = insn.offset();
    if insn.is_payload() {
        let at = insn.pc as usize * 2;
        let ident = u16_at(insns, at).unwrap_or(0);
        return match payload(ident) {
            Some(name) => Line { offset, mnemonic: name, operands: format!("({} units)", insn.width()) },
            None => Line { offset, mnemonic: mnemonic(insn.op), operands: String::new() },
        };
    }
    let (a, b, c) = (insn.a(), insn.b(), insn.c());
    use Format::*;
    let operands = match insn.format() {
        F10x => String::new(),
        F11x => format!("v{a}"),
        F12x | F22x | F32x => format!("v{a}, v{b}"),
        F23x => format!("v{a}, v{b}, v{c}"),
        F11n | F21s | F31i | F51l | F21h => format!("v{a}, {}", literal(insn.literal())),
        F22b | F22s => format!("v{a}, v{b}, {}", literal(insn.literal())),
        F10t | F20t | F30t => target(insn),
        F21t => format!("v{a}, {}", target(insn)),
        F22t => format!("v{a}, v{b}, {}", target(insn)),
        F31t => format!("v{a}, {}{}", target(insn), cases(insns, insn)),
        F21c | F31c => format!("v{a}, {}", reference(dex, insn)),
        F22c => format!("v{a}, v{b}, {}", reference(dex, insn)),
        F35c | F3rc => format!("{{{}}}, {}", registers(insn), reference(dex, insn)),
        F45cc | F4rcc => format!("{{{}}}, {}, {}", registers(insn), method(dex, insn.index()), proto(dex, insn.proto_index())),
    };
    Line { offset, mnemonic: mnemonic(insn.op), operands }
}

/// Small numbers as people write them, large ones (resource ids, flags, bits of a float) in hexadecimal.
fn literal(n: i64) -> String {
    match n {
        -65_536..=65_535 => n.to_string(),
        _ if i32::try_from(n).is_ok() => format!("{:#x}", n as i32),
        _ => format!("{n:#x}"),
    }
}

fn target(insn: &Insn) -> String {
    // A branch out of the method: the verifier refuses it, a reader should see that something is wrong.
    insn.target().map_or_else(|| "?".to_owned(), |t| format!("{:#x}", t.saturating_mul(2)))
}

fn registers(insn: &Insn) -> String {
    let list: Vec<String> = insn.arguments().map(|r| format!("v{r}")).collect();
    list.join(", ")
}

/// ` {1: 0x20, 2: 0x34}` of a switch, ` {4 x 12 bytes}` of an array.
fn cases(insns: &[u8], insn: &Insn) -> String {
    let Some(at) = insn.target().and_then(|t| (t as usize).checked_mul(2)) else { return String::new() };
    let size = usize::from(u16_at(insns, at.saturating_add(2)).unwrap_or(0));
    let ident = u16_at(insns, at);
    if insn.op == 0x26 {
        let count = u32_at(insns, at.saturating_add(4)).unwrap_or(0);
        return if ident == Some(0x0300) { format!(" {{{count} x {size} bytes}}") } else { String::new() };
    }
    let key = |i: usize| -> Option<i32> {
        let first = at.checked_add(4)?;
        match ident? {
            0x0100 => Some((u32_at(insns, first)? as i32).wrapping_add(i32::try_from(i).ok()?)),
            0x0200 => u32_at(insns, first.checked_add(i.checked_mul(4)?)?).map(|k| k as i32),
            _ => None,
        }
    };
    let targets = insn.switch_targets(insns);
    let mut out = String::from(" {");
    for (i, to) in targets.iter().take(CASES).enumerate() {
        let Some(key) = key(i) else { break };
        let comma = if i == 0 { "" } else { ", " };
        let _ = write!(out, "{comma}{}: {:#x}", literal(key.into()), to.saturating_mul(2));
    }
    if targets.len() > CASES {
        let _ = write!(out, ", … {} more", targets.len() - CASES);
    }
    out.push('}');
    out
}

fn reference(dex: &DexFile, insn: &Insn) -> String {
    let index = insn.index();
    match insn.op {
        op::CONST_STRING | op::CONST_STRING_JUMBO => string(dex, index),
        0x52..=0x6d => field(dex, index),
        0x6e..=0x78 => method(dex, index),
        0xfc | 0xfd => call_site(dex, index),
        0xfe => handle(dex, index),
        0xff => proto(dex, index),
        _ => kind(dex, index),
    }
}

/// Bytes of a name that are shown: the file may state one of a megabyte, and a prototype may repeat it 255 times.
const NAME: usize = 1024;

fn short(bytes: &[u8]) -> String {
    decode(bytes.get(..NAME).unwrap_or(bytes)).into_owned()
}

/// A name from the file; a hole is told by its number.
fn name(dex: &DexFile, index: u32) -> String {
    dex.string_bytes(index).map_or_else(|| format!("<string@{index}>"), short)
}

fn string(dex: &DexFile, index: u32) -> String {
    let Some(text) = dex.string(index) else { return format!("<string@{index}>") };
    let shown: String = text.chars().take(STRING).collect();
    let more = if shown.len() < text.len() { "…" } else { "" };
    format!("{shown:?}{more}")
}

fn kind(dex: &DexFile, index: u32) -> String {
    dex.type_bytes(index).map_or_else(|| format!("<type@{index}>"), short)
}

fn field(dex: &DexFile, index: u32) -> String {
    match dex.field(index) {
        Some((class, of, n)) => format!("{}->{}:{}", kind(dex, class), name(dex, n), kind(dex, of)),
        None => format!("<field@{index}>"),
    }
}

fn method(dex: &DexFile, index: u32) -> String {
    match dex.method(index) {
        Some(m) => format!("{}->{}{}", kind(dex, m.class), name(dex, m.name), proto(dex, m.proto)),
        None => format!("<method@{index}>"),
    }
}

fn proto(dex: &DexFile, index: u32) -> String {
    let Some((ret, params)) = dex.proto(index) else { return format!("<proto@{index}>") };
    let mut out = String::from("(");
    for p in params.iter().take(255) {
        out.push_str(&kind(dex, p));
    }
    out.push(')');
    out.push_str(&kind(dex, ret));
    out
}

fn handle(dex: &DexFile, index: u32) -> String {
    match dex.method_handle(index) {
        // 0 to 3 read and write fields (DEX format, "Method handle type codes").
        Some((0..=3, row)) => field(dex, row),
        Some((_, row)) => method(dex, row),
        None => format!("<method_handle@{index}>"),
    }
}

fn call_site(dex: &DexFile, index: u32) -> String {
    use super::value::{Value, array};
    let Some(at) = dex.call_site(index) else { return format!("<call_site@{index}>") };
    // Bootstrap handle, name, type, then what the bootstrap method is given.
    let values = array(dex, at, &mut 64);
    let mut out = format!("call_site@{index}");
    if let Some(Value::String(s)) = values.get(1) {
        let _ = write!(out, " {}", name(dex, *s));
    }
    for value in values.iter().skip(3) {
        if let Value::MethodHandle(h) = value {
            let _ = write!(out, ", {}", handle(dex, *h));
        }
    }
    out
}
