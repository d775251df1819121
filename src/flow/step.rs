//! One instruction: moves, constants, fields, arrays, arithmetic. Calls are in `call.rs`.

use super::engine::{Engine, Frame};
use super::run::{Next, Paths, Shape, State};
use super::value::{Constant, NOTHING, Obj, Origin, Place, Value};
use crate::format::dex::{Insn, value};
use crate::program::{FieldId, TypeId};

impl Engine<'_, '_> {
    pub fn step(&mut self, insn: &Insn, state: &mut State, frame: Frame, shape: &Shape, paths: &mut Paths) -> Next {
        if insn.is_invoke() {
            return self.invoke(insn, state, frame, shape, paths);
        }
        let a = insn.a();
        match insn.op {
            0x01..=0x09 => state.set(a, state.get(insn.b())),
            0x0a..=0x0c => {
                let v = std::mem::replace(&mut state.result, Value::UNKNOWN);
                state.set(a, v);
            }
            0x0d => state.set(a, state.caught),
            0x12..=0x19 => state.set(a, Value::int(insn.literal())),
            0x1a | 0x1b => {
                let text = self.string(shape.dex, insn.index());
                let v = Value::of(text.map_or(Constant::Object, Constant::Text));
                let v = self.with_source(v, frame, insn.pc);
                state.set(a, v);
            }
            0x1c => {
                let class = self.type_at(shape, insn.index());
                state.set(a, Value::of(class.map_or(Constant::Object, Constant::Class)));
            }
            0x1f => {
                if let Some(class) = self.type_at(shape, insn.index()) {
                    self.cast(state.get(a), class);
                }
            }
            0x20 => {
                let v = self.instance_of(state.get(insn.b()), self.type_at(shape, insn.index()));
                state.set(a, v);
            }
            0x21 => {
                let objs = self.pool.members(state.get(insn.b()).objs).to_vec();
                let v = self.read(&state.heap, &objs, Place::Length).unwrap_or(Value::UNKNOWN);
                state.set(a, Value { taint: Default::default(), ..v });
            }
            0x22 | 0x23 => {
                let class = self.type_at(shape, insn.index());
                if insn.op == 0x22
                    && let Some(c) = class
                {
                    self.initialise(c, state, frame);
                }
                let o = self.pool.object(Origin::New(frame.method, insn.pc, frame.context), class);
                state.heap.make(o);
                if insn.op == 0x23 {
                    let n = state.get(insn.b());
                    state.heap.write(o, Place::Length, n, &mut self.pool);
                }
                let v = self.pool.one(o);
                state.set(a, v);
            }
            0x24 | 0x25 => {
                let o = self.pool.object(Origin::New(frame.method, insn.pc, frame.context), self.type_at(shape, insn.index()));
                state.heap.make(o);
                for (i, r) in insn.arguments().enumerate() {
                    let v = state.get(r);
                    state.heap.write(o, Place::Index(i as u32), v, &mut self.pool);
                }
                let n = insn.arguments().count() as i64;
                state.heap.write(o, Place::Length, Value::int(n), &mut self.pool);
                state.result = self.pool.one(o);
            }
            0x2d..=0x31 => {
                let taint = self.pool.taints.union(state.get(insn.b()).taint, state.get(insn.c()).taint);
                state.set(a, Value::tainted(taint));
            }
            0x44..=0x4a => {
                let v = self.array_get(state.get(insn.b()), state.get(insn.c()), state);
                state.set(a, v);
            }
            0x4b..=0x51 => self.array_put(state.get(insn.b()), state.get(insn.c()), state.get(a), state),
            0x52..=0x58 => {
                let v = match self.field_at(shape, insn.index()) {
                    Some(f) => self.instance_get(state.get(insn.b()), f, state),
                    None => Value::UNKNOWN,
                };
                let v = self.with_source(v, frame, insn.pc);
                state.set(a, v);
            }
            0x59..=0x5f => {
                if let Some(f) = self.field_at(shape, insn.index()) {
                    self.instance_put(state.get(insn.b()), f, state.get(a), insn.pc, state, frame);
                }
            }
            0x60..=0x66 => {
                let v = match self.field_at(shape, insn.index()) {
                    Some(f) => {
                        self.initialise(self.q.program.field(f).class, state, frame);
                        self.static_get(f, state)
                    }
                    None => Value::UNKNOWN,
                };
                let v = self.with_source(v, frame, insn.pc);
                state.set(a, v);
            }
            0x67..=0x6d => {
                if let Some(f) = self.field_at(shape, insn.index()) {
                    self.initialise(self.q.program.field(f).class, state, frame);
                    let mut v = state.get(a);
                    v.taint = self.pool.taints.moved(v.taint, frame.method, insn.pc);
                    let place = self.static_place(f);
                    if !state.heap.deep(v, 3, &mut self.pool).is_clean() {
                        self.holds(place);
                    }
                    let holder = self.static_holder(place);
                    state.heap.set(holder, place, v);
                }
            }
            0x7b..=0xe2 => {
                let v = self.arithmetic(insn, state);
                state.set(a, v);
            }
            _ => {
                if let Some((to, _)) = insn.writes() {
                    state.set(to, Value::UNKNOWN);
                }
            }
        }
        Next::On
    }

    pub fn field_at(&self, shape: &Shape, index: u32) -> Option<FieldId> {
        self.q.program.dex.get(shape.dex as usize)?.field_id(index)
    }

    /// The value with the data of sources that stand at this instruction.
    pub fn with_source(&mut self, mut v: Value, frame: Frame, pc: u32) -> Value {
        for s in self.sources_at(frame.method, pc).to_vec() {
            v.taint = self.draw(s, v.taint);
        }
        v
    }

    fn cast(&mut self, v: Value, class: TypeId) {
        for o in self.pool.members(v.objs).to_vec() {
            let info = self.pool.info(o);
            // Narrower only: a cast up to an interface says less than is known.
            let narrower = match info.class {
                None => true,
                Some(c) => c != class && (self.q.program.is_subtype(class, c) || !self.q.program.is_defined(c)),
            };
            if !info.is_exact() && narrower {
                self.pool.refine(o, class);
            }
        }
    }

    fn instance_of(&self, v: Value, class: Option<TypeId>) -> Value {
        let Some(class) = class else { return Value::UNKNOWN };
        let objs = self.pool.members(v.objs);
        if objs.is_empty() || v.constant != Constant::Object {
            return Value::UNKNOWN;
        }
        let answers: Vec<Option<bool>> = objs
            .iter()
            .map(|o| {
                let info = self.pool.info(*o);
                info.class.filter(|_| info.is_exact()).map(|c| self.q.program.is_subtype(c, class))
            })
            .collect();
        match answers.first() {
            Some(Some(first)) if answers.iter().all(|a| a == &Some(*first)) => Value::int(i64::from(*first)),
            _ => Value::UNKNOWN,
        }
    }

    fn array_get(&mut self, array: Value, index: Value, state: &State) -> Value {
        let objs = self.pool.members(array.objs).to_vec();
        let mut out: Option<Value> = None;
        let mut add = |e: &mut Self, v: Value| {
            out = Some(match out {
                Some(o) => e.pool.join(o, v),
                None => v,
            })
        };
        for o in objs {
            let exact = index.as_int().and_then(|i| u32::try_from(i).ok()).map(Place::Index);
            for (p, v) in state.heap.places(o) {
                let hit = match p {
                    Place::Index(_) => exact.is_none() || exact == Some(*p),
                    Place::Element | Place::Inner => true,
                    _ => false,
                };
                if hit {
                    add(self, *v);
                }
            }
        }
        let mut v = match out {
            Some(v) => v,
            None => self.missing_element(array),
        };
        v.taint = self.pool.taints.union(v.taint, array.taint);
        v
    }

    /// An element of an array that was not seen filled: some object of the element type, the same at each reading.
    fn missing_element(&mut self, array: Value) -> Value {
        let p = self.q.program;
        let mut all = Vec::new();
        for o in self.pool.members(array.objs).to_vec() {
            let info = self.pool.info(o);
            let element =
                info.class.and_then(|c| p.descriptor(c).strip_prefix('[').map(str::to_owned)).and_then(|d| p.type_by_descriptor(&d));
            if !info.is_exact()
                && let Some(e) = element
            {
                let v = self.missing(o, Place::Element, e);
                all.extend_from_slice(self.pool.members(v.objs));
            }
        }
        if all.is_empty() { Value::UNKNOWN } else { Value { objs: self.pool.set(all), ..Value::UNKNOWN } }
    }

    fn array_put(&mut self, array: Value, index: Value, v: Value, state: &mut State) {
        let place = index.as_int().and_then(|i| u32::try_from(i).ok()).map_or(Place::Element, Place::Index);
        let objs = self.pool.members(array.objs).to_vec();
        let one = objs.len() == 1 && place != Place::Element;
        for o in objs {
            if one { state.heap.write(o, place, v, &mut self.pool) } else { state.heap.add(o, place, v, &mut self.pool) }
        }
    }

    fn instance_get(&mut self, receiver: Value, f: FieldId, state: &mut State) -> Value {
        let field = *self.q.program.field(f);
        let place = Place::Field(field.name);
        let mut out: Option<Value> = None;
        for o in self.pool.members(receiver.objs).to_vec() {
            let v = match state.heap.get(o, place) {
                Some(v) => v,
                // A public field of a library object shows what its methods were given.
                None => match state.heap.get(o, Place::Inner).filter(|_| !self.q.program.is_defined(field.class)) {
                    Some(v) => Value::tainted(v.taint),
                    None => self.missing(o, place, field.kind),
                },
            };
            out = Some(match out {
                Some(w) => self.pool.join(w, v),
                None => v,
            });
        }
        let mut v = out.unwrap_or(Value::UNKNOWN);
        // A field of something that is data itself.
        v.taint = self.pool.taints.union(v.taint, receiver.taint);
        v
    }

    /// What stands in a place that nothing was seen to write: the default in an object made here, else something.
    pub fn missing(&mut self, o: Obj, place: Place, class: TypeId) -> Value {
        let d = self.q.program.descriptor_bytes(class);
        let reference = d.first() == Some(&b'L') || d.first() == Some(&b'[');
        match self.pool.info(o).origin {
            Origin::New(..) => Value { constant: Constant::Unknown, ..Value::int(0) },
            _ if !reference || d == b"Ljava/lang/String;" => Value::UNKNOWN,
            origin => {
                // A part of a part of a part says nothing more.
                let deep = matches!(origin, Origin::Part(b, _) if matches!(self.pool.info(b).origin, Origin::Part(c, _) if matches!(self.pool.info(c).origin, Origin::Part(..))));
                if deep {
                    return Value::UNKNOWN;
                }
                let part = self.pool.object(Origin::Part(o, place), Some(class));
                Value { constant: Constant::Unknown, ..self.pool.one(part) }
            }
        }
    }

    fn instance_put(&mut self, receiver: Value, f: FieldId, mut v: Value, pc: u32, state: &mut State, frame: Frame) {
        let field = *self.q.program.field(f);
        v.taint = self.pool.taints.moved(v.taint, frame.method, pc);
        let place = Place::Field(field.name);
        let objs = self.pool.members(receiver.objs).to_vec();
        let one = objs.len() == 1;
        let data = !state.heap.deep(v, 3, &mut self.pool).is_clean();
        for o in objs {
            if data {
                self.holds(place);
            }
            if one { state.heap.write(o, place, v, &mut self.pool) } else { state.heap.add(o, place, v, &mut self.pool) }
        }
    }

    fn static_get(&mut self, f: FieldId, state: &mut State) -> Value {
        let place = self.static_place(f);
        let holder = self.static_holder(place);
        if let Some(v) = state.heap.get(holder, place) {
            return v;
        }
        let p = self.q.program;
        let dex = p.class(p.field(f).class).map(|c| c.dex);
        match (p.static_value(f), dex) {
            (Some(value::Value::String(s)), Some(dex)) => Value::of(self.string(dex, s).map_or(Constant::Object, Constant::Text)),
            // A number that code may write elsewhere is not settled by its first value.
            (Some(value::Value::Int(i)), _) if self.is_final(f) => Value::int(i),
            (Some(value::Value::Bool(b)), _) if self.is_final(f) => Value::int(i64::from(b)),
            _ => self.missing(holder, place, p.field(f).kind),
        }
    }

    fn arithmetic(&mut self, insn: &Insn, state: &State) -> Value {
        let (a, b) = (state.get(insn.a()), state.get(insn.b()));
        let (left, right, operation) = match insn.op {
            0x7b..=0x8f => {
                let constant = match (insn.op, b.as_int()) {
                    (0x7b | 0x7d, Some(i)) => Constant::Int(i.wrapping_neg()),
                    (0x81 | 0x84 | 0x8d | 0x8e | 0x8f, Some(i)) => Constant::Int(i),
                    _ => Constant::Unknown,
                };
                return Value { objs: NOTHING, taint: b.taint, constant };
            }
            0x90..=0xaf => (b, state.get(insn.c()), insn.op - 0x90),
            0xb0..=0xcf => (a, b, insn.op - 0xb0),
            0xd0..=0xd7 => (b, Value::int(insn.literal()), [0, 11, 2, 3, 4, 5, 6, 7][usize::from(insn.op - 0xd0)]),
            _ => (b, Value::int(insn.literal()), [0, 11, 2, 3, 4, 5, 6, 7, 8, 9, 10][usize::from((insn.op - 0xd8).min(10))]),
        };
        let taint = self.pool.taints.union(left.taint, right.taint);
        // 0..=10 are of int; the same order follows for long, float and double, which no key or index is made of.
        let constant = match (left.as_int(), right.as_int()) {
            (Some(x), Some(y)) => fold(operation, x as i32, y as i32).map_or(Constant::Unknown, |i| Constant::Int(i64::from(i))),
            _ => Constant::Unknown,
        };
        Value { objs: NOTHING, taint, constant }
    }
}

/// `add sub mul div rem and or xor shl shr ushr`, and 11 for `rsub`.
fn fold(operation: u8, x: i32, y: i32) -> Option<i32> {
    Some(match operation {
        0 => x.wrapping_add(y),
        1 => x.wrapping_sub(y),
        2 => x.wrapping_mul(y),
        3 => x.checked_div(y)?,
        4 => x.checked_rem(y)?,
        5 => x & y,
        6 => x | y,
        7 => x ^ y,
        8 => x.wrapping_shl(y as u32),
        9 => x.wrapping_shr(y as u32),
        10 => ((x as u32).wrapping_shr(y as u32)) as i32,
        11 => y.wrapping_sub(x),
        _ => return None,
    })
}
