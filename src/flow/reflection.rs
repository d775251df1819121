//! Classes, methods and objects by name.

use super::effect::Call;
use super::engine::Engine;
use super::heap::Heap;
use super::value::{Origin, Place, Text, Value};
use crate::format::dex::insn::op;
use crate::program::{ACC_STATIC, MethodId, TypeId};

impl Engine<'_, '_> {
    /// `Method.invoke(receiver, arguments)` on a method that is known.
    pub fn reflect(&mut self, c: &Call, heap: &mut Heap) -> Option<Value> {
        let taint = self.deep_of(c, &(0..c.args.len() as u8).collect::<Vec<_>>(), heap);
        let members: Vec<(TypeId, Text)> = self
            .pool
            .members(c.arg(0).objs)
            .iter()
            .filter_map(|o| if let Origin::Member(t, n) = self.pool.info(*o).origin { Some((t, n)) } else { None })
            .collect();
        if members.is_empty() {
            self.lose(taint);
            return None;
        }
        let p = self.q.program;
        let mut out: Option<Value> = None;
        let given = self.given(c.arg(2), heap);
        for (t, name) in members {
            let wanted = self.pool.str(name).to_owned();
            let mut known = false;
            for a in p.ancestors(t) {
                let Some(class) = p.class(a) else { continue };
                for m in p.class_methods(class).to_vec() {
                    let method = p.method(m);
                    if p.method_name(m) != wanted.as_str() || p.proto(method.proto).params.len() != given.len() {
                        continue;
                    }
                    known = true;
                    let mut args = Vec::new();
                    if method.flags & ACC_STATIC == 0 {
                        args.push(c.arg(1));
                    }
                    args.extend(given.iter().copied());
                    let v = self.enter(m, args, heap, c.frame, c.pc);
                    out = Some(match out {
                        Some(w) => self.pool.join(w, v),
                        None => v,
                    });
                }
                if known {
                    break;
                }
            }
            if !known && let Some(kind) = (self.q.named)(&p.descriptor(t), &wanted) {
                let s = self.input_source(c.frame.method, c.pc, kind);
                let v = self.returned(c.callee, c.frame, c.pc);
                out = Some(Value { taint: self.draw(s, taint), ..v });
            } else if !known {
                // A method of the platform: by its model, where one is called anywhere by name.
                match self.platform_method(t, &wanted, given.len()) {
                    Some(m) => {
                        let mut args = vec![c.arg(1)];
                        if p.method(m).flags & ACC_STATIC != 0 {
                            args.clear();
                        }
                        args.extend(given.iter().copied());
                        let (v, _, _) = self.call(m, op::INVOKE_VIRTUAL, &args, heap, c.frame, c.pc);
                        out = Some(v);
                    }
                    None => {
                        let v = self.returned(c.callee, c.frame, c.pc);
                        out = Some(Value { taint: self.pool.taints.moved(taint, c.frame.method, c.pc), ..v });
                    }
                }
            }
        }
        out
    }

    /// The arguments of a call by name: what an array holds.
    pub fn given(&self, array: Value, heap: &Heap) -> Vec<Value> {
        let mut given = Vec::new();
        for o in self.pool.members(array.objs) {
            let length = heap.get(*o, Place::Length).and_then(|v| v.as_int()).unwrap_or(0).clamp(0, 16) as usize;
            given.resize(length, Value::UNKNOWN);
            for (place, v) in heap.places(*o) {
                if let Place::Index(i) = place
                    && let Some(slot) = given.get_mut(*i as usize)
                {
                    *slot = *v;
                }
            }
        }
        given
    }

    pub fn platform_method(&self, class: TypeId, name: &str, params: usize) -> Option<MethodId> {
        let p = self.q.program;
        let symbol = p.names.get(name.as_bytes())?;
        p.method_ids().find(|m| {
            let method = p.method(*m);
            method.class == class && method.name == symbol && p.proto(method.proto).params.len() == params
        })
    }

    /// Runs the constructors with so many parameters.
    pub fn construct(&mut self, class: TypeId, v: Value, given: &[Value], heap: &mut Heap, c: &Call) {
        let p = self.q.program;
        let Some(d) = p.class(class) else { return };
        let wanted = |m: &MethodId| {
            let method = p.method(*m);
            Some(method.name) == self.init && p.proto(method.proto).params.len() == given.len()
        };
        let inits: Vec<MethodId> = p.class_methods(d).iter().copied().filter(wanted).collect();
        for m in inits {
            let args = std::iter::once(v).chain(given.iter().copied()).collect();
            self.enter(m, args, heap, c.frame, c.pc);
        }
    }
}
