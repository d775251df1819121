//! Arrays of texts: which constants an array holds when it is handed to a call.
//!
//! [`Constants`](crate::program::Constants) follows single values; a request for permissions takes an array. One walk over the instructions
//! in order, without branches, is enough: compilers write an array's elements right where they make it.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::format::dex::insn::op;
use crate::program::{ACC_STATIC, FieldId, MethodId, Program};

/// `new-array`, `filled-new-array`, `aput-object`, the object moves and the object field accesses.
const NEW_ARRAY: u8 = 0x23;
const FILLED: [u8; 2] = [0x24, 0x25];
const APUT_OBJECT: u8 = 0x4d;
const IGET_OBJECT: u8 = 0x54;
const IPUT_OBJECT: u8 = 0x5b;
const SGET_OBJECT: u8 = 0x62;
const SPUT_OBJECT: u8 = 0x69;

/// Larger bodies build no array of permissions by hand.
const MAX_UNITS: u32 = 20_000;

/// What an argument was seen to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    Texts(BTreeSet<String>),
    Param(u16),
    Field(FieldId),
    Unknown,
}

#[derive(Clone, Copy)]
enum Slot {
    Text(u32),
    Array(usize),
    Param(u16),
    Field(FieldId),
}

/// Arrays of one method: what each call was given, and what went into fields.
#[derive(Default)]
pub struct Arrays {
    slots: FxHashMap<(u32, usize), Slot>,
    fields: FxHashMap<FieldId, usize>,
    arrays: Vec<BTreeSet<String>>,
    texts: FxHashMap<u32, String>,
}

impl Arrays {
    pub fn of(program: &Program, method: MethodId) -> Arrays {
        let mut out = Arrays::default();
        let Some((code, dex)) = program.code(method) else { return out };
        if code.units() > MAX_UNITS {
            return out;
        }
        let mut regs: FxHashMap<u16, Slot> = FxHashMap::default();
        out.parameters(program, method, code.registers.saturating_sub(code.ins), &mut regs);
        let mut filled: Option<usize> = None;
        for insn in code.instructions() {
            if insn.is_invoke() {
                for (n, r) in insn.arguments().enumerate() {
                    if let Some(slot) = regs.get(&r) {
                        out.slots.insert((insn.pc, n), *slot);
                    }
                }
                filled = None;
                continue;
            }
            match insn.op {
                op::CONST_STRING | op::CONST_STRING_JUMBO => {
                    if let Some(text) = dex.file.string(insn.index()) {
                        out.texts.entry(insn.index()).or_insert_with(|| text.into_owned());
                    }
                    regs.insert(insn.a(), Slot::Text(insn.index()));
                }
                NEW_ARRAY => {
                    out.arrays.push(BTreeSet::new());
                    regs.insert(insn.a(), Slot::Array(out.arrays.len() - 1));
                }
                _ if FILLED.contains(&insn.op) => {
                    let texts = insn.arguments().filter_map(|r| match regs.get(&r) {
                        Some(Slot::Text(i)) => out.texts.get(i).cloned(),
                        _ => None,
                    });
                    let set: BTreeSet<String> = texts.collect();
                    out.arrays.push(set);
                    filled = Some(out.arrays.len() - 1);
                }
                op::MOVE_RESULT_OBJECT => match filled.take() {
                    Some(array) => {
                        regs.insert(insn.a(), Slot::Array(array));
                    }
                    None => {
                        regs.remove(&insn.a());
                    }
                },
                APUT_OBJECT => {
                    if let (Some(Slot::Text(i)), Some(Slot::Array(array))) = (regs.get(&insn.a()), regs.get(&insn.b()))
                        && let (Some(text), Some(set)) = (out.texts.get(i), out.arrays.get_mut(*array))
                    {
                        set.insert(text.clone());
                    }
                }
                IGET_OBJECT | SGET_OBJECT => match dex.field_id(insn.index()) {
                    Some(f) => {
                        regs.insert(insn.a(), Slot::Field(f));
                    }
                    None => {
                        regs.remove(&insn.a());
                    }
                },
                IPUT_OBJECT | SPUT_OBJECT => {
                    if let (Some(f), Some(Slot::Array(array))) = (dex.field_id(insn.index()), regs.get(&insn.a())) {
                        out.fields.insert(f, *array);
                    }
                }
                // The moves of objects, and a cast, which keeps the value.
                0x07..=0x09 => match regs.get(&insn.b()).copied() {
                    Some(slot) => {
                        regs.insert(insn.a(), slot);
                    }
                    None => {
                        regs.remove(&insn.a());
                    }
                },
                0x1f => {}
                _ => {
                    if let Some((to, _)) = insn.writes() {
                        regs.remove(&to);
                    }
                }
            }
        }
        out
    }

    fn parameters(&self, program: &Program, method: MethodId, first: u16, regs: &mut FxHashMap<u16, Slot>) {
        let m = program.method(method);
        let (mut at, mut n) = (first, 0u16);
        if m.flags & ACC_STATIC == 0 {
            regs.insert(at, Slot::Param(0));
            (at, n) = (at.saturating_add(1), 1);
        }
        for p in &program.proto(m.proto).params {
            regs.insert(at, Slot::Param(n));
            n = n.saturating_add(1);
            at = at.saturating_add(if matches!(program.descriptor_bytes(*p), b"J" | b"D") { 2 } else { 1 });
        }
    }

    /// What the register in position `n` of the call at `pc` held. Positions count registers, receiver first.
    pub fn given(&self, pc: u32, n: usize) -> Held {
        match self.slots.get(&(pc, n)) {
            Some(Slot::Array(i)) => Held::Texts(self.arrays.get(*i).cloned().unwrap_or_default()),
            Some(Slot::Text(i)) => Held::Texts(self.texts.get(i).cloned().into_iter().collect()),
            Some(Slot::Param(n)) => Held::Param(*n),
            Some(Slot::Field(f)) => Held::Field(*f),
            None => Held::Unknown,
        }
    }

    /// The texts of an array that the method stores in a field.
    pub fn stored(&self, field: FieldId) -> Option<&BTreeSet<String>> {
        self.fields.get(&field).and_then(|i| self.arrays.get(*i))
    }
}

/// The texts that a field's class stores in it when it is made.
pub fn of_field(program: &Program, field: FieldId) -> BTreeSet<String> {
    let Some(class) = program.class(program.field(field).class) else { return BTreeSet::new() };
    let makers =
        program.class_methods(class).iter().filter(|m| matches!(program.names.bytes(program.method(**m).name), b"<clinit>" | b"<init>"));
    makers.filter_map(|m| Arrays::of(program, *m).stored(field).cloned()).flatten().collect()
}
