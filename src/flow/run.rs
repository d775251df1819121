//! Interprets one method: states at the places where paths meet, joined until nothing changes.

use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::engine::{Engine, Frame, Outcome};
use super::heap::Heap;
use super::value::{Constant, Value};
use crate::format::dex::insn::op;
use crate::format::dex::{Insn, Instructions};
use crate::program::{ACC_STATIC, MethodId, TypeId};

/// Where paths meet in a method, and what catches.
pub(super) struct Shape {
    targets: Vec<u32>,
    /// From, to, and what catches which class (any where there is none), in order.
    tries: Vec<(u32, u32, Handlers)>,
    pub units: u32,
    pub dex: u32,
    registers: u16,
    ins: u16,
}

type Handlers = Vec<(Option<TypeId>, u32)>;

/// Above these a method is a table, not code that handles a person's data.
const MAX_UNITS: u32 = 20_000;
const MAX_REGISTERS: u16 = 512;
/// A block is run so often at most until its state must stand.
const MAX_VISITS: u8 = 10;

/// What holds at one instruction.
#[derive(Clone)]
pub(super) struct State {
    pub regs: Vec<Value>,
    pub heap: Heap,
    /// What the last call returned.
    pub result: Value,
    /// What the handler caught.
    pub caught: Value,
}

impl State {
    pub fn get(&self, r: u16) -> Value {
        self.regs.get(usize::from(r)).copied().unwrap_or(Value::UNKNOWN)
    }

    pub fn set(&mut self, r: u16, v: Value) {
        if let Some(slot) = self.regs.get_mut(usize::from(r)) {
            *slot = v;
        }
    }
}

/// Where execution goes on after an instruction.
pub(super) enum Next {
    On,
    /// This path ends here (a throw, or a call that never comes back).
    Ends,
}

/// The states of a method while it is interpreted.
pub(super) struct Paths {
    states: FxHashMap<u32, State>,
    work: BTreeSet<u32>,
    visits: FxHashMap<u32, u8>,
    pub out: Option<(Value, Heap)>,
    pub thrown: Option<(Value, Heap)>,
}

impl Engine<'_, '_> {
    pub fn shape(&mut self, method: MethodId) -> Option<Rc<Shape>> {
        if let Some(s) = self.shapes.get(&method) {
            return s.clone();
        }
        let shape = self.read_shape(method).map(Rc::new);
        self.shapes.insert(method, shape.clone());
        shape
    }

    fn read_shape(&self, method: MethodId) -> Option<Shape> {
        let p = self.q.program;
        let (code, _) = p.code(method)?;
        let dex = p.class(p.method(method).class)?.dex;
        if code.units() > MAX_UNITS || code.registers > MAX_REGISTERS {
            return None;
        }
        let mut targets = Vec::new();
        for insn in code.instructions() {
            match insn.op {
                op::GOTO..=op::GOTO_32 | op::IF_EQ..=op::IF_LEZ => targets.extend(insn.target()),
                op::PACKED_SWITCH | op::SPARSE_SWITCH => targets.extend(insn.switch_targets(code.insns)),
                _ => {}
            }
        }
        let class_of = |i: Option<u32>| i.and_then(|i| p.dex.get(dex as usize)?.type_id(i));
        let tries: Vec<(u32, u32, Handlers)> =
            code.tries().into_iter().map(|t| (t.start, t.end, t.handlers.iter().map(|h| (class_of(h.0), h.1)).collect())).collect();
        targets.extend(tries.iter().flat_map(|t| t.2.iter().map(|h| h.1)));
        targets.sort_unstable();
        targets.dedup();
        Some(Shape { targets, tries, units: code.units(), dex, registers: code.registers, ins: code.ins })
    }

    /// Runs a method on arguments (receiver first).
    pub fn execute(&mut self, method: MethodId, args: &[Value], heap: &Heap, context: u32) -> Rc<Outcome> {
        let key = (method, args.to_vec().into_boxed_slice(), heap.hash(), context);
        if let Some(o) = self.memo.get(&key) {
            return o.clone();
        }
        let cut_before = std::mem::replace(&mut self.was_cut, false);
        let outcome = Rc::new(self.interpret(method, args, heap, Frame { method, context }));
        // What a limit cut short is no answer for another time.
        if !self.was_cut && self.memo.len() < 100_000 {
            self.memo.insert(key, outcome.clone());
        }
        self.was_cut |= cut_before;
        outcome
    }

    fn interpret(&mut self, method: MethodId, args: &[Value], heap: &Heap, frame: Frame) -> Outcome {
        let unknown = |heap: &Heap| Outcome { value: Value::UNKNOWN, heap: heap.clone(), returns: true, thrown: None };
        let Some(shape) = self.shape(method) else { return unknown(heap) };
        let Some((code, _)) = self.q.program.code(method) else { return unknown(heap) };
        let mut paths =
            Paths { states: FxHashMap::default(), work: BTreeSet::from([0]), visits: FxHashMap::default(), out: None, thrown: None };
        let entry = self.entry(method, args, heap, &shape);
        paths.states.insert(0, entry);
        self.stack.push(method);
        'work: while let Some(start) = paths.work.pop_first() {
            let visits = paths.visits.entry(start).or_insert(0);
            *visits += 1;
            if *visits > MAX_VISITS {
                continue;
            }
            let Some(mut state) = paths.states.get(&start).cloned() else { continue };
            for insn in Instructions::from(code.insns, start) {
                if insn.pc != start && shape.targets.binary_search(&insn.pc).is_ok() {
                    self.flow(insn.pc, &state, &mut paths);
                    continue 'work;
                }
                if insn.is_payload() {
                    continue 'work;
                }
                if !self.spend(1) {
                    break 'work;
                }
                if throws(&insn)
                    && !self.makes_throwable(&insn, &shape)
                    && !self.reach_handlers(&shape, insn.pc, &state, Value::of(Constant::Object), &mut paths)
                    && !insn.is_invoke()
                {
                    // Nobody here catches it; a caller may.
                    self.leave(Value::of(Constant::Object), &state.heap, &mut paths, true);
                }
                match insn.op {
                    op::GOTO..=op::GOTO_32 => {
                        if let Some(t) = insn.target() {
                            self.flow(t, &state, &mut paths);
                        }
                        continue 'work;
                    }
                    op::IF_EQ..=op::IF_LEZ => {
                        let (yes, no) = self.branch(&insn, &state);
                        let next = insn.pc + insn.width();
                        if let Some(t) = insn.target().filter(|_| yes) {
                            self.flow(t, &state, &mut paths);
                        }
                        if no {
                            self.flow(next, &state, &mut paths);
                        }
                        continue 'work;
                    }
                    op::PACKED_SWITCH | op::SPARSE_SWITCH => {
                        let on = state.get(insn.a());
                        let mut sure = false;
                        for (key, t) in insn.switch_cases(code.insns) {
                            let possible = match on.constant {
                                Constant::Int(i) if on.as_int().is_some() => i == i64::from(key),
                                Constant::Below(n) => (0..n).contains(&i64::from(key)),
                                _ => true,
                            };
                            if possible {
                                sure |= on.as_int().is_some();
                                self.flow(t, &state, &mut paths);
                            }
                        }
                        if sure {
                            continue 'work;
                        }
                    }
                    op::RETURN_VOID..=op::RETURN_OBJECT => {
                        let v = if insn.op == op::RETURN_VOID { Value::UNKNOWN } else { state.get(insn.a()) };
                        self.leave(v, &state.heap, &mut paths, false);
                        continue 'work;
                    }
                    op::THROW => {
                        let v = state.get(insn.a());
                        if !self.reach_handlers(&shape, insn.pc, &state, v, &mut paths) {
                            self.leave(v, &state.heap, &mut paths, true);
                        }
                        continue 'work;
                    }
                    _ => {
                        if let Next::Ends = self.step(&insn, &mut state, frame, &shape, &mut paths) {
                            continue 'work;
                        }
                    }
                }
            }
        }
        self.stack.pop();
        let returns = paths.out.is_some() || paths.thrown.is_none() || self.was_cut;
        let (value, out) = paths.out.unwrap_or_else(|| (Value::UNKNOWN, heap.clone()));
        Outcome { value, heap: out, returns, thrown: paths.thrown }
    }

    fn entry(&mut self, method: MethodId, args: &[Value], heap: &Heap, shape: &Shape) -> State {
        let mut regs = vec![Value::default(); usize::from(shape.registers)];
        let p = self.q.program;
        let m = p.method(method);
        let mut at = usize::from(shape.registers.saturating_sub(shape.ins));
        let mut n = 0;
        let mut place = |regs: &mut Vec<Value>, wide: bool| {
            if let (Some(slot), Some(v)) = (regs.get_mut(at), args.get(n)) {
                *slot = *v;
            }
            at += if wide { 2 } else { 1 };
            n += 1;
        };
        if m.flags & ACC_STATIC == 0 {
            place(&mut regs, false);
        }
        for t in &p.proto(m.proto).params {
            place(&mut regs, matches!(p.descriptor_bytes(*t), b"J" | b"D"));
        }
        let mut state = State { regs, heap: heap.clone(), result: Value::UNKNOWN, caught: Value::UNKNOWN };
        self.parameters(method, &mut state, shape);
        state
    }

    /// Parameters that are data: what the framework hands to a callback.
    fn parameters(&mut self, method: MethodId, state: &mut State, shape: &Shape) {
        let sources = self.parameter_sources(method).to_vec();
        if sources.is_empty() {
            return;
        }
        let p = self.q.program;
        let m = p.method(method);
        let mut at = shape.registers.saturating_sub(shape.ins) + u16::from(m.flags & ACC_STATIC == 0);
        for t in &p.proto(m.proto).params {
            let d = p.descriptor_bytes(*t);
            if super::call::says_what(d) {
                let mut v = state.get(at);
                for s in &sources {
                    v.taint = self.draw(*s, v.taint);
                }
                state.set(at, v);
            }
            at += if matches!(d, b"J" | b"D") { 2 } else { 1 };
        }
    }

    fn flow(&mut self, to: u32, state: &State, paths: &mut Paths) {
        match paths.states.get_mut(&to) {
            Some(seen) => {
                // What a join costs is spent as well: large heaps must not make few instructions dear.
                let cost = seen.heap.size() / 16;
                self.root_left = self.root_left.saturating_sub(cost);
                self.app_left = self.app_left.saturating_sub(cost);
                let mut changed = seen.heap.join(&state.heap, &mut self.pool);
                for (a, b) in seen.regs.iter_mut().zip(&state.regs) {
                    let j = self.pool.join(*a, *b);
                    changed |= j != *a;
                    *a = j;
                }
                for (a, b) in [(&mut seen.result, state.result), (&mut seen.caught, state.caught)] {
                    let j = self.pool.join(*a, b);
                    changed |= j != *a;
                    *a = j;
                }
                if changed {
                    paths.work.insert(to);
                }
            }
            None => {
                paths.states.insert(to, state.clone());
                paths.work.insert(to);
            }
        }
    }

    /// The constructor of something to throw: it fails only where memory ends, and what it makes has a `throw` of its own.
    fn makes_throwable(&self, insn: &Insn, shape: &Shape) -> bool {
        let p = self.q.program;
        insn.op == op::INVOKE_DIRECT
            && p.dex.get(shape.dex as usize).and_then(|d| d.method_id(insn.index())).is_some_and(|m| {
                let method = p.method(m);
                Some(method.name) == self.init
                    && !p.is_defined(method.class)
                    && p.ancestors(method.class).iter().any(|t| p.descriptor_bytes(*t) == b"Ljava/lang/Throwable;")
            })
    }

    /// Control may go to what catches here; `false` where something may get past it. Handlers are asked in order (Dalvik bytecode, `throw`);
    /// what is known of the object thrown decides which of them can be the one.
    pub fn reach_handlers(&mut self, shape: &Shape, pc: u32, state: &State, caught: Value, paths: &mut Paths) -> bool {
        let objs = self.pool.members(caught.objs).to_vec();
        let mut any = false;
        for (_, _, handlers) in shape.tries.iter().filter(|t| (t.0..t.1).contains(&pc)) {
            for (class, h) in handlers {
                let fits: Vec<Option<bool>> = objs.iter().map(|o| class.map_or(Some(true), |t| self.catches(t, *o))).collect();
                if !fits.is_empty() && fits.iter().all(|f| *f == Some(false)) {
                    continue;
                }
                any = true;
                let mut there = state.clone();
                there.caught = caught;
                self.flow(*h, &there, paths);
                if !fits.is_empty() && fits.iter().all(|f| *f == Some(true)) {
                    return true;
                }
            }
        }
        any && objs.is_empty()
    }

    /// Does a handler of the class catch the object; `None` where that is not known.
    fn catches(&self, handler: TypeId, o: super::value::Obj) -> Option<bool> {
        let p = self.q.program;
        let info = self.pool.info(o);
        let class = info.class?;
        if p.is_subtype(class, handler) {
            return Some(true);
        }
        let known = p.ancestors(class).iter().any(|t| p.descriptor_bytes(*t) == b"Ljava/lang/Throwable;");
        (info.is_exact() && known).then_some(false)
    }

    pub fn leave(&mut self, v: Value, heap: &Heap, paths: &mut Paths, thrown: bool) {
        let slot = if thrown { &mut paths.thrown } else { &mut paths.out };
        match slot {
            Some((old, h)) => {
                *old = self.pool.join(*old, v);
                h.join(heap, &mut self.pool);
            }
            None => *slot = Some((v, heap.clone())),
        }
    }

    /// Which sides of a branch can be taken.
    fn branch(&self, insn: &Insn, state: &State) -> (bool, bool) {
        let zero = insn.op >= op::IF_EQZ;
        let (a, b) = (state.get(insn.a()), if zero { Value::int(0) } else { state.get(insn.b()) });
        if let (Some(x), Some(y)) = (a.as_int(), b.as_int()) {
            let holds = match insn.op {
                0x32 | 0x38 => x == y,
                0x33 | 0x39 => x != y,
                0x34 | 0x3a => x < y,
                0x35 | 0x3b => x >= y,
                0x36 | 0x3c => x > y,
                _ => x <= y,
            };
            return (holds, !holds);
        }
        if let (Constant::Below(n), Some(y)) = (a.constant, b.as_int()) {
            // 0 <= a < n
            return match insn.op {
                0x32 | 0x38 => ((0..n).contains(&y), n != 1 || y != 0),
                0x33 | 0x39 => (n != 1 || y != 0, (0..n).contains(&y)),
                0x34 | 0x3a => (y > 0, n > y),
                0x35 | 0x3b => (n > y, y > 0),
                0x36 | 0x3c => (n - 1 > y, y >= 0),
                _ => (y >= 0, n - 1 > y),
            };
        }
        // Something is not null.
        if zero && matches!(a.constant, Constant::Object | Constant::Text(_) | Constant::Class(_)) {
            match insn.op {
                0x38 => return (false, true),
                0x39 => return (true, false),
                _ => {}
            }
        }
        (true, true)
    }

    /// The class of a type index of the method's DEX.
    pub fn type_at(&self, shape: &Shape, index: u32) -> Option<TypeId> {
        self.q.program.dex.get(shape.dex as usize)?.type_id(index)
    }
}

/// May throw something that a handler of the same method catches, and the state there matters.
fn throws(insn: &Insn) -> bool {
    insn.is_invoke() || matches!(insn.op, 0x44..=0x6d | 0x1f | 0x21 | 0x23 | 0x93 | 0x94 | 0xb3 | 0xb4 | 0xdb | 0xdc)
}
