//! Dalvik instructions (source.android.com, "Dalvik bytecode" and "Dalvik executable instruction formats").

use crate::bytes::{u16_at, u32_at, u64_at};

/// Instruction formats: the digits are code units and registers, the letter says what else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    F10x,
    F12x,
    F11n,
    F11x,
    F10t,
    F20t,
    F22x,
    F21t,
    F21s,
    F21h,
    F21c,
    F23x,
    F22b,
    F22t,
    F22s,
    F22c,
    F32x,
    F30t,
    F31i,
    F31t,
    F31c,
    F35c,
    F3rc,
    F45cc,
    F4rcc,
    F51l,
}

use Format::*;

/// Opcodes that other floors name.
pub mod op {
    pub const MOVE_RESULT: u8 = 0x0a;
    pub const MOVE_RESULT_WIDE: u8 = 0x0b;
    pub const MOVE_RESULT_OBJECT: u8 = 0x0c;
    pub const RETURN_VOID: u8 = 0x0e;
    pub const RETURN: u8 = 0x0f;
    pub const RETURN_OBJECT: u8 = 0x11;
    pub const CONST_STRING: u8 = 0x1a;
    pub const CONST_STRING_JUMBO: u8 = 0x1b;
    pub const CONST_CLASS: u8 = 0x1c;
    pub const NEW_INSTANCE: u8 = 0x22;
    pub const THROW: u8 = 0x27;
    pub const GOTO: u8 = 0x28;
    pub const GOTO_32: u8 = 0x2a;
    pub const PACKED_SWITCH: u8 = 0x2b;
    pub const SPARSE_SWITCH: u8 = 0x2c;
    pub const IF_EQ: u8 = 0x32;
    pub const IF_EQZ: u8 = 0x38;
    pub const IF_NEZ: u8 = 0x39;
    pub const IF_LEZ: u8 = 0x3d;
    pub const IGET: u8 = 0x52;
    pub const IPUT: u8 = 0x59;
    pub const SGET: u8 = 0x60;
    pub const SPUT: u8 = 0x67;
    pub const SPUT_SHORT: u8 = 0x6d;
    pub const INVOKE_VIRTUAL: u8 = 0x6e;
    pub const INVOKE_SUPER: u8 = 0x6f;
    pub const INVOKE_DIRECT: u8 = 0x70;
    pub const INVOKE_STATIC: u8 = 0x71;
    pub const INVOKE_INTERFACE: u8 = 0x72;
    pub const INVOKE_POLYMORPHIC: u8 = 0xfa;
    pub const INVOKE_CUSTOM: u8 = 0xfc;
}

/// The format of each opcode. Opcodes never defined count one unit, as the runtime's verifier walks them.
pub const fn format(op: u8) -> Format {
    match op {
        0x01 | 0x04 | 0x07 | 0x21 | 0x7b..=0x8f | 0xb0..=0xcf => F12x,
        0x02 | 0x05 | 0x08 => F22x,
        0x03 | 0x06 | 0x09 => F32x,
        0x0a..=0x0d | 0x0f..=0x11 | 0x1d | 0x1e | 0x27 => F11x,
        0x12 => F11n,
        0x13 | 0x16 => F21s,
        0x14 | 0x17 => F31i,
        0x15 | 0x19 => F21h,
        0x18 => F51l,
        0x1a | 0x1c | 0x1f | 0x22 | 0x60..=0x6d | 0xfe | 0xff => F21c,
        0x1b => F31c,
        0x20 | 0x23 | 0x52..=0x5f => F22c,
        0x24 | 0x6e..=0x72 | 0xfc => F35c,
        0x25 | 0x74..=0x78 | 0xfd => F3rc,
        0x26 | 0x2b | 0x2c => F31t,
        0x28 => F10t,
        0x29 => F20t,
        0x2a => F30t,
        0x2d..=0x31 | 0x44..=0x51 | 0x90..=0xaf => F23x,
        0x32..=0x37 => F22t,
        0x38..=0x3d => F21t,
        0xd0..=0xd7 => F22s,
        0xd8..=0xe2 => F22b,
        0xfa => F45cc,
        0xfb => F4rcc,
        _ => F10x,
    }
}

const fn units(f: Format) -> u8 {
    match f {
        F10x | F12x | F11n | F11x | F10t => 1,
        F20t | F22x | F21t | F21s | F21h | F21c | F23x | F22b | F22t | F22s | F22c => 2,
        F32x | F30t | F31i | F31t | F31c | F35c | F3rc => 3,
        F45cc | F4rcc => 4,
        F51l => 5,
    }
}

/// Code units of each opcode.
pub static WIDTH: [u8; 256] = {
    let mut table = [1u8; 256];
    let mut i = 0;
    while i < 256 {
        table[i] = units(format(i as u8));
        i += 1;
    }
    table
};

/// One instruction, decoded on demand.
#[derive(Clone, Copy, Debug)]
pub struct Insn<'a> {
    /// Code unit of the instruction within the method.
    pub pc: u32,
    pub op: u8,
    /// The bytes of this instruction.
    bytes: &'a [u8],
}

impl<'a> Insn<'a> {
    fn unit(&self, i: usize) -> u16 {
        u16_at(self.bytes, i * 2).unwrap_or(0)
    }

    /// Offset in bytes from the start of the method's instructions, as evidence prints it.
    pub fn offset(&self) -> u32 {
        self.pc.saturating_mul(2)
    }

    /// Code units, payloads with their data.
    pub fn width(&self) -> u32 {
        (self.bytes.len() / 2) as u32
    }

    /// A switch or array payload, never executed.
    pub fn is_payload(&self) -> bool {
        self.op == 0 && self.unit(0) != 0
    }

    pub fn format(&self) -> Format {
        format(self.op)
    }

    /// First register.
    pub fn a(&self) -> u16 {
        match self.format() {
            F12x | F11n | F22t | F22s | F22c => self.unit(0) >> 8 & 0xf,
            F32x => self.unit(1),
            _ => self.unit(0) >> 8,
        }
    }

    /// Second register.
    pub fn b(&self) -> u16 {
        match self.format() {
            F12x | F22t | F22s | F22c => self.unit(0) >> 12,
            F22x => self.unit(1),
            F32x => self.unit(2),
            F23x | F22b => self.unit(1) & 0xff,
            _ => 0,
        }
    }

    /// Third register (`23x`).
    pub fn c(&self) -> u16 {
        self.unit(1) >> 8
    }

    /// Index of a string, type, field, method or call site.
    pub fn index(&self) -> u32 {
        match self.format() {
            F31c => u32_at(self.bytes, 2).unwrap_or(u32::MAX),
            _ => u32::from(self.unit(1)),
        }
    }

    /// Prototype index of `invoke-polymorphic`.
    pub fn proto_index(&self) -> u32 {
        u32::from(self.unit(3))
    }

    /// The literal of a constant or of a literal arithmetic instruction.
    pub fn literal(&self) -> i64 {
        match self.format() {
            F11n => i64::from((self.unit(0) as i16) >> 12),
            F21s | F22s => i64::from(self.unit(1) as i16),
            F21h if self.op == 0x15 => i64::from(i32::from(self.unit(1) as i16) << 16),
            F21h => i64::from(self.unit(1) as i16) << 48,
            F22b => i64::from((self.unit(1) >> 8) as u8 as i8),
            F31i => i64::from(u32_at(self.bytes, 2).unwrap_or(0) as i32),
            F51l => u64_at(self.bytes, 2).unwrap_or(0) as i64,
            _ => 0,
        }
    }

    /// Target of a branch, or place of a payload, as a code unit of the method. `None` when it leaves the 32-bit range.
    pub fn target(&self) -> Option<u32> {
        let delta = match self.format() {
            F10t => i64::from((self.unit(0) >> 8) as u8 as i8),
            F20t | F21t | F22t => i64::from(self.unit(1) as i16),
            F30t | F31t => i64::from(u32_at(self.bytes, 2).unwrap_or(0) as i32),
            _ => return None,
        };
        u32::try_from(i64::from(self.pc) + delta).ok()
    }

    pub fn is_invoke(&self) -> bool {
        matches!(self.op, 0x6e..=0x72 | 0x74..=0x78 | 0xfa..=0xfd)
    }

    /// The invoke opcode without its range form.
    pub fn invoke_kind(&self) -> u8 {
        match self.op {
            0x74..=0x78 => self.op - 6,
            0xfb => op::INVOKE_POLYMORPHIC,
            0xfd => op::INVOKE_CUSTOM,
            other => other,
        }
    }

    /// The argument registers of an invoke (receiver first), in order.
    pub fn arguments(&self) -> Arguments {
        match self.format() {
            F35c | F45cc => {
                let g = self.unit(0) >> 8 & 0xf;
                let n = (self.unit(0) >> 12).min(5);
                let w = self.unit(2);
                Arguments { few: [w & 0xf, w >> 4 & 0xf, w >> 8 & 0xf, w >> 12, g], first: None, len: n, at: 0 }
            }
            F3rc | F4rcc => Arguments { few: [0; 5], first: Some(self.unit(2)), len: self.unit(0) >> 8, at: 0 },
            _ => Arguments { few: [0; 5], first: None, len: 0, at: 0 },
        }
    }

    /// Register that an instruction writes, if any; `move-result*` included. Wide values also write the next one.
    pub fn writes(&self) -> Option<(u16, bool)> {
        let wide = matches!(
            self.op,
            0x04..=0x06 | 0x0b | 0x16..=0x19 | 0x45 | 0x53 | 0x61 | 0x7d | 0x7e | 0x80 | 0x81 | 0x83 | 0x86 | 0x88 | 0x89 | 0x8b | 0x9b..=0xa5 | 0xab..=0xaf | 0xbb..=0xc5 | 0xcb..=0xcf
        );
        match self.op {
            0x01..=0x0d | 0x12..=0x1c | 0x20..=0x23 | 0x2d..=0x31 | 0x44..=0x4a | 0x52..=0x58 | 0x60..=0x66 | 0x7b..=0xe2 | 0xfe | 0xff => {
                Some((self.a(), wide))
            }
            _ => None,
        }
    }

    /// Execution never goes on to the next instruction.
    pub fn ends_block(&self) -> bool {
        matches!(self.op, 0x0e..=0x11 | op::THROW | op::GOTO..=op::GOTO_32)
    }

    /// Cases of a switch with their targets, read from its payload in `insns`. Never more than the payload holds.
    pub fn switch_cases(&self, insns: &'a [u8]) -> Vec<(i32, u32)> {
        let Some(at) = self.target().map(|t| (t as usize).saturating_mul(2)) else { return Vec::new() };
        let keys = at.saturating_add(4);
        let first = u32_at(insns, keys).unwrap_or(0) as i32;
        let packed = u16_at(insns, at) == Some(0x0100);
        self.switch_targets(insns)
            .into_iter()
            .enumerate()
            .map(|(i, to)| {
                let key = if packed {
                    first.wrapping_add(i32::try_from(i).unwrap_or(i32::MAX))
                } else {
                    u32_at(insns, keys.saturating_add(i.saturating_mul(4))).unwrap_or(0) as i32
                };
                (key, to)
            })
            .collect()
    }

    /// Targets of a switch, relative to the switch instruction, read from its payload in `insns`. Never more than the payload holds.
    pub fn switch_targets(&self, insns: &'a [u8]) -> Vec<u32> {
        let Some(at) = self.target().map(|t| t as usize * 2) else { return Vec::new() };
        let (Some(ident), Some(size)) = (u16_at(insns, at), u16_at(insns, at.saturating_add(2))) else { return Vec::new() };
        let first = match ident {
            0x0100 => at + 8,
            0x0200 => at + 4 + usize::from(size) * 4,
            _ => return Vec::new(),
        };
        (0..usize::from(size))
            .map_while(|i| u32_at(insns, first + i * 4))
            .filter_map(|delta| u32::try_from(i64::from(self.pc) + i64::from(delta as i32)).ok())
            .collect()
    }
}

/// Registers of an invoke.
#[derive(Clone, Copy, Debug)]
pub struct Arguments {
    few: [u16; 5],
    first: Option<u16>,
    len: u16,
    at: u16,
}

impl Iterator for Arguments {
    type Item = u16;

    fn next(&mut self) -> Option<u16> {
        if self.at >= self.len {
            return None;
        }
        let i = self.at;
        self.at += 1;
        match self.first {
            Some(first) => Some(first.wrapping_add(i)),
            None => self.few.get(usize::from(i)).copied(),
        }
    }
}

/// Walks the instructions of a method in address order, payloads included.
#[derive(Clone, Debug)]
pub struct Instructions<'a> {
    insns: &'a [u8],
    at: usize,
}

impl<'a> Instructions<'a> {
    pub fn new(insns: &'a [u8]) -> Instructions<'a> {
        Instructions { insns, at: 0 }
    }

    /// Starts at a code unit.
    pub fn from(insns: &'a [u8], pc: u32) -> Instructions<'a> {
        Instructions { insns, at: (pc as usize).saturating_mul(2) }
    }
}

impl<'a> Iterator for Instructions<'a> {
    type Item = Insn<'a>;

    #[inline]
    fn next(&mut self) -> Option<Insn<'a>> {
        let rest = self.insns.get(self.at..)?;
        let first = u16_at(rest, 0)?;
        let op = first as u8;
        let width = if op == 0 && first != 0 { payload_units(first, rest) } else { usize::from(WIDTH[usize::from(op)]) };
        // An instruction that runs past the end is not one.
        let bytes = rest.get(..width.checked_mul(2)?)?;
        let pc = (self.at / 2) as u32;
        self.at += bytes.len();
        Some(Insn { pc, op, bytes })
    }
}

/// Code units of a payload (packed-switch, sparse-switch, fill-array-data); another `nop` form is one unit.
fn payload_units(ident: u16, bytes: &[u8]) -> usize {
    let size = usize::from(u16_at(bytes, 2).unwrap_or(0));
    match ident {
        0x0100 => size * 2 + 4,
        0x0200 => size * 4 + 2,
        0x0300 => {
            let count = u32_at(bytes, 4).unwrap_or(0) as usize;
            count.saturating_mul(size).div_ceil(2).saturating_add(4)
        }
        _ => 1,
    }
}
