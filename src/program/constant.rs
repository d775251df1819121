//! Constants: what registers hold at the calls of one method, and a bounded look through parameters, fields and returns.
//!
//! A forward data-flow analysis over the method's blocks; two different values meeting make `Unknown`. Only methods that hold a site of
//! interest are ever looked at.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::{FieldId, MethodId, Program, SiteKind, TypeId};
use crate::format::dex::insn::op;
use crate::format::dex::{CodeItem, Insn, value};
use crate::program::Dex;

/// What a register holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Value {
    Unknown,
    /// A number; also `null` (0) and booleans.
    Int(i64),
    /// Index into the strings of the method's DEX.
    String(u32),
    Class(TypeId),
    /// A parameter of the method by position; the receiver is 0 in instance methods.
    Param(u16),
    /// An object made at a code unit of the method.
    New(TypeId, u32),
    /// What the call at a code unit returned.
    Result(MethodId, u32),
    /// What was read from a field.
    Field(FieldId),
}

/// A call with the values of its arguments (receiver first).
#[derive(Clone, Debug)]
pub struct Call {
    pub pc: u32,
    pub method: MethodId,
    pub kind: SiteKind,
    pub args: Vec<Value>,
}

/// A conditional branch: `if-eqz` and the like compare with zero, so `right` is `Int(0)`.
#[derive(Clone, Copy, Debug)]
pub struct Branch {
    pub pc: u32,
    pub op: u8,
    pub left: Value,
    pub right: Value,
    /// Code unit where execution goes on when the condition holds.
    pub target: u32,
    /// Code unit after the branch.
    pub next: u32,
}

/// What one method shows.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub calls: Vec<Call>,
    pub branches: Vec<Branch>,
    /// Values returned, in order of code unit.
    pub returns: Vec<Value>,
    /// Values written to static fields.
    pub puts: Vec<(FieldId, Value)>,
    /// The method was too large or too odd; everything is unknown.
    pub cut: bool,
}

impl Facts {
    pub fn call(&self, pc: u32) -> Option<&Call> {
        self.calls.binary_search_by_key(&pc, |c| c.pc).ok().and_then(|i| self.calls.get(i))
    }
}

/// Above these the method is not looked at: no real one with a meaning comes near.
const MAX_UNITS: u32 = 60_000;
const MAX_REGISTERS: u16 = 1024;
const MAX_STEPS: usize = 400_000;

/// Runs the analysis over one method.
pub fn facts(program: &Program, method: MethodId) -> Facts {
    let Some((code, dex)) = program.code(method) else { return Facts::default() };
    if code.units() > MAX_UNITS || code.registers > MAX_REGISTERS {
        return Facts { cut: true, ..Facts::default() };
    }
    Analysis { program, dex, code, work: 0 }.run(program.method(method).flags & super::ACC_STATIC != 0, method)
}

struct Analysis<'p, 'a> {
    program: &'p Program<'a>,
    dex: &'p Dex<'a>,
    code: CodeItem<'a>,
    work: usize,
}

type State = Vec<Value>;

impl Analysis<'_, '_> {
    fn entry(&self, is_static: bool, method: MethodId) -> State {
        let mut regs = vec![Value::Unknown; usize::from(self.code.registers)];
        let proto = self.program.proto(self.program.method(method).proto);
        let mut at = usize::from(self.code.registers.saturating_sub(self.code.ins));
        let mut n = 0u16;
        if !is_static {
            set(&mut regs, at, Value::Param(0));
            at += 1;
            n = 1;
        }
        for p in &proto.params {
            set(&mut regs, at, Value::Param(n));
            n += 1;
            at += if matches!(self.program.descriptor_bytes(*p), b"J" | b"D") { 2 } else { 1 };
        }
        regs
    }

    fn run(mut self, is_static: bool, method: MethodId) -> Facts {
        // States at the code units where paths meet. A unit that is reached by falling through only needs none.
        let mut states: FxHashMap<u32, State> = FxHashMap::default();
        let mut work: BTreeSet<u32> = BTreeSet::new();
        let targets = self.targets();
        states.insert(0, self.entry(is_static, method));
        work.insert(0);
        for t in self.code.tries() {
            for (_, handler) in t.handlers {
                // Any instruction of the block may have thrown: nothing is known at the handler.
                states.insert(handler, vec![Value::Unknown; usize::from(self.code.registers)]);
                work.insert(handler);
            }
        }
        let mut facts = Facts::default();
        while let Some(start) = work.pop_first() {
            let Some(state) = states.get(&start).cloned() else { continue };
            self.block(start, state, &targets, &mut |to, state| {
                if let std::collections::hash_map::Entry::Occupied(mut seen) = states.entry(to) {
                    if merge(seen.get_mut(), state) {
                        work.insert(to);
                    }
                } else {
                    states.insert(to, state.clone());
                    work.insert(to);
                }
            });
            if self.work > MAX_STEPS {
                return Facts { cut: true, ..Facts::default() };
            }
        }
        // The states are final: one more walk writes down what they show.
        let mut starts: Vec<u32> = states.keys().copied().collect();
        starts.sort_unstable();
        for start in starts {
            let state = states.get(&start).cloned().unwrap_or_default();
            self.observe(start, state, &targets, &mut facts);
        }
        facts.calls.sort_by_key(|c| c.pc);
        facts.calls.dedup_by_key(|c| c.pc);
        facts.branches.sort_by_key(|b| b.pc);
        facts.branches.dedup_by_key(|b| b.pc);
        facts
    }

    fn targets(&self) -> BTreeSet<u32> {
        let mut out = BTreeSet::new();
        for insn in self.code.instructions() {
            match insn.op {
                op::GOTO..=op::GOTO_32 | op::IF_EQ..=op::IF_LEZ => out.extend(insn.target()),
                op::PACKED_SWITCH | op::SPARSE_SWITCH => out.extend(insn.switch_targets(self.code.insns)),
                _ => {}
            }
        }
        for t in self.code.tries() {
            out.extend(t.handlers.iter().map(|h| h.1));
        }
        out
    }

    /// Executes from `start` to the end of its block, handing the state to each successor.
    fn block(&mut self, start: u32, mut state: State, targets: &BTreeSet<u32>, to: &mut dyn FnMut(u32, &State)) {
        let mut last_call: Option<(MethodId, u32)> = None;
        for insn in crate::format::dex::Instructions::from(self.code.insns, start) {
            self.work += 1;
            if (insn.pc != start && targets.contains(&insn.pc)) || self.work > MAX_STEPS {
                to(insn.pc, &state);
                return;
            }
            self.step(&insn, &mut state, &mut last_call);
            match insn.op {
                op::GOTO..=op::GOTO_32 => {
                    if let Some(t) = insn.target() {
                        to(t, &state);
                    }
                    return;
                }
                op::IF_EQ..=op::IF_LEZ => {
                    if let Some(t) = insn.target() {
                        to(t, &state);
                    }
                    to(insn.pc + insn.width(), &state);
                    return;
                }
                op::PACKED_SWITCH | op::SPARSE_SWITCH => {
                    for t in insn.switch_targets(self.code.insns) {
                        to(t, &state);
                    }
                }
                _ if insn.ends_block() || insn.is_payload() => return,
                _ => {}
            }
        }
    }

    /// The same walk, writing down calls, branches, returns and puts.
    fn observe(&mut self, start: u32, mut state: State, targets: &BTreeSet<u32>, facts: &mut Facts) {
        let mut last_call = None;
        for insn in crate::format::dex::Instructions::from(self.code.insns, start) {
            if insn.pc != start && targets.contains(&insn.pc) {
                return;
            }
            let get = |r: u16| state.get(usize::from(r)).copied().unwrap_or(Value::Unknown);
            match insn.op {
                _ if insn.is_invoke() => {
                    if let Some(method) = self.dex.method_id(insn.index()).filter(|_| insn.invoke_kind() != op::INVOKE_CUSTOM) {
                        let args = self.arguments(&insn, method, &state);
                        let kind = match insn.invoke_kind() {
                            op::INVOKE_STATIC => SiteKind::InvokeStatic,
                            op::INVOKE_DIRECT => SiteKind::InvokeDirect,
                            op::INVOKE_SUPER => SiteKind::InvokeSuper,
                            op::INVOKE_INTERFACE => SiteKind::InvokeInterface,
                            op::INVOKE_POLYMORPHIC => SiteKind::InvokePolymorphic,
                            _ => SiteKind::InvokeVirtual,
                        };
                        facts.calls.push(Call { pc: insn.pc, method, kind, args });
                    }
                }
                op::IF_EQ..=op::IF_LEZ => {
                    let right = if insn.op >= op::IF_EQZ { Value::Int(0) } else { get(insn.b()) };
                    if let Some(target) = insn.target() {
                        facts.branches.push(Branch {
                            pc: insn.pc,
                            op: insn.op,
                            left: get(insn.a()),
                            right,
                            target,
                            next: insn.pc + insn.width(),
                        });
                    }
                }
                op::RETURN..=op::RETURN_OBJECT => facts.returns.push(get(insn.a())),
                op::SPUT..=op::SPUT_SHORT => facts.puts.extend(self.dex.field_id(insn.index()).map(|f| (f, get(insn.a())))),
                _ => {}
            }
            self.step(&insn, &mut state, &mut last_call);
            if insn.ends_block() || insn.is_payload() || matches!(insn.op, op::IF_EQ..=op::IF_LEZ) {
                return;
            }
        }
    }

    /// One value per declared parameter (receiver first): the second register of a wide one is left out.
    fn arguments(&self, insn: &Insn, method: MethodId, state: &State) -> Vec<Value> {
        let mut regs = insn.arguments();
        let mut out = Vec::new();
        let next = |regs: &mut crate::format::dex::insn::Arguments| {
            regs.next().map(|r| state.get(usize::from(r)).copied().unwrap_or(Value::Unknown))
        };
        if insn.invoke_kind() != op::INVOKE_STATIC {
            out.extend(next(&mut regs));
        }
        for p in &self.program.proto(self.program.method(method).proto).params {
            out.extend(next(&mut regs));
            if matches!(self.program.descriptor_bytes(*p), b"J" | b"D") {
                regs.next();
            }
        }
        out
    }

    fn step(&self, insn: &Insn, state: &mut State, last_call: &mut Option<(MethodId, u32)>) {
        if insn.is_invoke() {
            *last_call = self.dex.method_id(insn.index()).map(|m| (m, insn.pc));
            return;
        }
        let Some((to, wide)) = insn.writes() else { return };
        let get = |r: u16, state: &State| state.get(usize::from(r)).copied().unwrap_or(Value::Unknown);
        let value = match insn.op {
            0x01..=0x09 => get(insn.b(), state),
            op::MOVE_RESULT..=op::MOVE_RESULT_OBJECT => match last_call.take() {
                Some((m, pc)) => Value::Result(m, pc),
                None => Value::Unknown,
            },
            0x12..=0x19 => Value::Int(insn.literal()),
            op::CONST_STRING | op::CONST_STRING_JUMBO => Value::String(insn.index()),
            op::CONST_CLASS => self.dex.type_id(insn.index()).map_or(Value::Unknown, Value::Class),
            op::NEW_INSTANCE => self.dex.type_id(insn.index()).map_or(Value::Unknown, |t| Value::New(t, insn.pc)),
            op::IGET..=0x58 | op::SGET..=0x66 => self.dex.field_id(insn.index()).map_or(Value::Unknown, Value::Field),
            // or-int, or-int/2addr, or-int/lit: flags put together.
            0x96 => both(get(insn.b(), state), get(insn.c(), state), |a, b| a | b),
            0xb6 => both(get(insn.a(), state), get(insn.b(), state), |a, b| a | b),
            0xd6 | 0xde => both(get(insn.b(), state), Value::Int(insn.literal()), |a, b| a | b),
            0xd0 | 0xd8 => both(get(insn.b(), state), Value::Int(insn.literal()), |a, b| a.wrapping_add(b)),
            _ => Value::Unknown,
        };
        set(state, usize::from(to), value);
        if wide {
            set(state, usize::from(to) + 1, Value::Unknown);
        }
    }
}

fn both(a: Value, b: Value, f: impl Fn(i64, i64) -> i64) -> Value {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Value::Int(f(a, b)),
        _ => Value::Unknown,
    }
}

fn set(state: &mut State, at: usize, value: Value) {
    if let Some(slot) = state.get_mut(at) {
        *slot = value;
    }
}

/// `true` when something was lost.
fn merge(into: &mut State, from: &State) -> bool {
    let mut changed = false;
    for (a, b) in into.iter_mut().zip(from) {
        if *a != *b && *a != Value::Unknown {
            *a = Value::Unknown;
            changed = true;
        }
    }
    changed
}

/// A constant that was settled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Constant {
    Int(i64),
    Text(String),
    Class(TypeId),
}

/// The constants that a value may be, and whether there may be others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Possible {
    pub constants: BTreeSet<Constant>,
    pub open: bool,
}

impl Possible {
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.constants.iter().filter_map(|c| if let Constant::Text(t) = c { Some(t.as_str()) } else { None })
    }

    /// The only constant it can be.
    pub fn only(&self) -> Option<&Constant> {
        (!self.open && self.constants.len() == 1).then(|| self.constants.first()).flatten()
    }
}

/// Looks at methods on demand and keeps what it saw.
pub struct Constants<'p, 'a> {
    pub program: &'p Program<'a>,
    seen: RefCell<FxHashMap<MethodId, Rc<Facts>>>,
}

impl<'p, 'a> Constants<'p, 'a> {
    pub fn new(program: &'p Program<'a>) -> Constants<'p, 'a> {
        Constants { program, seen: RefCell::default() }
    }

    pub fn facts(&self, method: MethodId) -> Rc<Facts> {
        if let Some(f) = self.seen.borrow().get(&method) {
            return f.clone();
        }
        let f = Rc::new(facts(self.program, method));
        self.seen.borrow_mut().insert(method, f.clone());
        f
    }

    /// What argument `n` (receiver first) of the call at `pc` may be: looks through parameters to callers, through static fields to their
    /// values and through the app's own methods to what they return, three steps deep.
    pub fn argument(&self, method: MethodId, pc: u32, n: usize) -> Possible {
        let mut out = Possible::default();
        match self.facts(method).call(pc).and_then(|c| c.args.get(n).copied()) {
            Some(v) => self.settle(method, v, 3, &mut out),
            None => out.open = true,
        }
        out
    }

    /// What a value of a method may be.
    pub fn possible(&self, method: MethodId, value: Value) -> Possible {
        let mut out = Possible::default();
        self.settle(method, value, 3, &mut out);
        out
    }

    fn text(&self, method: MethodId, string: u32) -> Option<Cow<'a, str>> {
        self.program.dex_of(method)?.file.string(string)
    }

    fn settle(&self, method: MethodId, v: Value, depth: u8, out: &mut Possible) {
        const FAN: usize = 24;
        match v {
            Value::Int(i) => {
                out.constants.insert(Constant::Int(i));
            }
            Value::Class(t) => {
                out.constants.insert(Constant::Class(t));
            }
            Value::String(s) => match self.text(method, s) {
                Some(t) => {
                    out.constants.insert(Constant::Text(t.into_owned()));
                }
                None => out.open = true,
            },
            Value::Param(n) if depth > 0 => {
                let mut any = false;
                for (i, site) in self.program.callers(method).enumerate() {
                    if i == FAN {
                        out.open = true;
                        break;
                    }
                    any = true;
                    match self.facts(site.method).call(site.pc()).and_then(|c| c.args.get(usize::from(n)).copied()) {
                        Some(v) => self.settle(site.method, v, depth - 1, out),
                        None => out.open = true,
                    }
                }
                // Nobody calls it by this name: the framework or an overridden declaration may.
                out.open |= !any;
            }
            Value::Field(f) if depth > 0 => self.settle_field(f, depth, out),
            Value::Result(callee, pc) if depth > 0 => {
                let m = self.program.method(callee);
                // Texts that pass through unchanged.
                let class = self.program.descriptor_bytes(m.class);
                let name = self.program.method_name(callee);
                if matches!(
                    (class, &*name),
                    (b"Ljava/lang/String;", "toString" | "intern" | "trim" | "valueOf") | (b"Landroid/net/Uri;", "parse")
                ) {
                    match self.facts(method).call(pc).and_then(|c| c.args.first().copied()) {
                        Some(v) => self.settle(method, v, depth - 1, out),
                        None => out.open = true,
                    }
                    return;
                }
                let target = self.program.resolve(m.class, m.name, m.proto);
                match target.filter(|t| self.program.code(*t).is_some()) {
                    Some(t) => {
                        let facts = self.facts(t);
                        out.open |= facts.returns.is_empty() || facts.cut;
                        for v in facts.returns.iter().take(FAN) {
                            match v {
                                // A parameter handed back: the argument here.
                                Value::Param(n) => match self.facts(method).call(pc).and_then(|c| c.args.get(usize::from(*n)).copied()) {
                                    Some(v) => self.settle(method, v, depth - 1, out),
                                    None => out.open = true,
                                },
                                v => self.settle(t, *v, depth - 1, out),
                            }
                        }
                    }
                    None => out.open = true,
                }
            }
            _ => out.open = true,
        }
    }

    fn settle_field(&self, f: FieldId, depth: u8, out: &mut Possible) {
        let field = *self.program.field(f);
        let Some(class) = self.program.class(field.class) else {
            out.open = true;
            return;
        };
        let dex_of_class = class.dex;
        match self.program.static_value(f) {
            Some(value::Value::String(s)) => {
                if let Some(t) = self.program.dex.get(dex_of_class as usize).and_then(|d| d.file.string(s)) {
                    out.constants.insert(Constant::Text(t.into_owned()));
                    return;
                }
                out.open = true;
            }
            Some(value::Value::Int(i)) => {
                out.constants.insert(Constant::Int(i));
            }
            _ => {
                // Set in <clinit>, which is where a compiler puts what is no constant of the language.
                let clinit = self
                    .program
                    .class_methods(class)
                    .iter()
                    .copied()
                    .find(|m| self.program.names.bytes(self.program.method(*m).name) == b"<clinit>");
                let facts = clinit.map(|c| (c, self.facts(c)));
                match facts {
                    Some((c, facts)) if facts.puts.iter().any(|(g, _)| *g == f) => {
                        for (_, v) in facts.puts.iter().filter(|(g, _)| *g == f) {
                            self.settle(c, *v, depth - 1, out);
                        }
                    }
                    _ => out.open = true,
                }
            }
        }
    }
}
