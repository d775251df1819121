//! What calls into libraries do: the effects of a model, or, without one, what the signature lets one expect: data that goes in comes out
//! again, and stays in the object it was given to.

use super::call::{DEEP, is_plain};
use super::engine::{ComponentKind, Engine, Frame, SinkSite};
use super::heap::Heap;
use super::model::{Effect, Sink};
use super::taint::Taint;
use super::value::{Constant, Obj, Origin, Place, Text, Value};
use crate::program::{ACC_STATIC, MethodId};

/// A call into a library, while its effects are applied.
pub(super) struct Call<'c> {
    pub callee: MethodId,
    pub args: &'c [Value],
    pub frame: Frame,
    pub pc: u32,
}

impl Call<'_> {
    pub fn arg(&self, n: u8) -> Value {
        self.args.get(usize::from(n)).copied().unwrap_or(Value::UNKNOWN)
    }
}

impl Engine<'_, '_> {
    pub fn library_call(&mut self, callee: MethodId, args: &[Value], heap: &mut Heap, frame: Frame, pc: u32) -> Value {
        let c = Call { callee, args, frame, pc };
        let q = self.q;
        if let Some(id) = self.model(callee) {
            let mut result = None;
            let mut clean = false;
            for e in q.models.effects(id) {
                clean |= *e == Effect::Clean;
                if let Some(v) = self.apply(e, &c, heap) {
                    result = Some(match result {
                        Some(r) => self.pool.join(r, v),
                        None => v,
                    });
                }
            }
            self.arm_all(&c);
            return match result {
                Some(v) => v,
                None if clean => self.returned(callee, frame, pc),
                None => self.guess(&c, heap, false),
            };
        }
        self.arm_all(&c);
        self.guess(&c, heap, true)
    }

    /// Objects with callbacks that are handed to a library may be called back.
    fn arm_all(&mut self, c: &Call) {
        let is_static = self.q.program.method(c.callee).flags & ACC_STATIC != 0;
        for (i, v) in c.args.iter().enumerate() {
            // A receiver is not handed over by calling it.
            if i == 0 && !is_static && c.args.len() > 1 {
                continue;
            }
            if i == 0 && !is_static {
                continue;
            }
            for o in self.pool.members(v.objs).to_vec() {
                self.arm(o, None);
            }
        }
    }

    /// A method without a model.
    fn guess(&mut self, c: &Call, heap: &mut Heap, stays: bool) -> Value {
        let p = self.q.program;
        let m = p.method(c.callee);
        let ret = p.proto(m.proto).ret;
        let d = p.descriptor_bytes(ret);
        let is_static = m.flags & ACC_STATIC != 0 || c.args.len() == p.proto(m.proto).params.len();
        let mut all: Taint = Default::default();
        let mut given: Taint = Default::default();
        for (i, v) in c.args.iter().enumerate() {
            let t = heap.deep(*v, DEEP, &mut self.pool);
            all = self.pool.taints.union(all, t);
            if i > 0 || is_static {
                given = self.pool.taints.union(given, t);
            }
        }
        let receiver = if is_static { Value::UNKNOWN } else { c.arg(0) };
        let objs = self.pool.members(receiver.objs).to_vec();
        if stays && !given.is_clean() {
            let at = self.pool.taints.moved(given, c.frame.method, c.pc);
            for o in &objs {
                // A component or another object of the app does not keep what its inherited methods are told.
                if self.pool.info(*o).class.is_none_or(|t| !p.is_defined(t) || self.library_class(t)) {
                    heap.add(*o, Place::Inner, Value::tainted(at), &mut self.pool);
                }
            }
        }
        if !is_static && !all.is_clean() {
            // An array that is handed over to be filled.
            let held = heap.deep(receiver, DEEP, &mut self.pool);
            for (v, t) in c.args.iter().skip(1).zip(&p.proto(m.proto).params) {
                if !held.is_clean() && p.descriptor_bytes(*t).starts_with(b"[") {
                    let at = self.pool.taints.moved(held, c.frame.method, c.pc);
                    for o in self.pool.members(v.objs).to_vec() {
                        heap.add(o, Place::Element, Value::tainted(at), &mut self.pool);
                    }
                }
            }
        }
        if matches!(d, b"V" | b"Z") {
            return Value::UNKNOWN;
        }
        let name = p.method_name(c.callee);
        if matches!(d, b"I" | b"J")
            && matches!(
                &*name,
                "length"
                    | "size"
                    | "hashCode"
                    | "indexOf"
                    | "lastIndexOf"
                    | "compareTo"
                    | "compareToIgnoreCase"
                    | "getCount"
                    | "available"
                    | "capacity"
                    | "describeContents"
                    | "getColumnIndex"
                    | "getColumnIndexOrThrow"
                    | "getColumnCount"
                    | "getPosition"
            )
        {
            return Value::UNKNOWN;
        }
        let taint = self.pool.taints.moved(all, c.frame.method, c.pc);
        if is_plain(d) || !(d.starts_with(b"L") || d.starts_with(b"[")) {
            return Value::tainted(taint);
        }
        // Builders hand themselves back.
        if !is_static && !objs.is_empty() && p.is_subtype(m.class, ret) && d != b"Ljava/lang/Object;" {
            return Value { taint: receiver.taint, ..receiver };
        }
        let v = self.returned(c.callee, c.frame, c.pc);
        Value { taint, ..v }
    }

    pub fn library_class(&mut self, t: crate::program::TypeId) -> bool {
        self.is_library(t)
    }

    fn apply(&mut self, effect: &Effect, c: &Call, heap: &mut Heap) -> Option<Value> {
        let objs = self.pool.members(c.arg(0).objs).to_vec();
        match effect {
            Effect::Sink(sink, which) => {
                let which: Vec<u8> = if which.is_empty() { (0..c.args.len() as u8).collect() } else { which.clone() };
                let taint = self.deep_of(c, &which, heap);
                self.out(*sink, taint, c);
                None
            }
            Effect::Copy(from, to) => {
                let taint = heap.deep(c.arg(*from), DEEP, &mut self.pool);
                let taint = self.pool.taints.moved(taint, c.frame.method, c.pc);
                match to {
                    Some(n) => {
                        if !taint.is_clean() {
                            for o in self.pool.members(c.arg(*n).objs).to_vec() {
                                heap.add(o, Place::Element, Value::tainted(taint), &mut self.pool);
                            }
                        }
                        None
                    }
                    None => {
                        let v = self.returned(c.callee, c.frame, c.pc);
                        Some(Value { taint, ..v })
                    }
                }
            }
            Effect::Alias(n) => Some(c.arg(*n)),
            Effect::Put(k, v) => {
                let place = self.key(c.arg(*k), heap);
                let keys = heap.deep(c.arg(*k), DEEP, &mut self.pool);
                if !keys.is_clean() {
                    let slot = Place::Slot(self.pool.text("keys"));
                    for o in &objs {
                        heap.add(*o, slot, Value::tainted(keys), &mut self.pool);
                    }
                }
                self.put_in(&objs, place, c.arg(*v), c, heap);
                None
            }
            Effect::Get(k) => Some(self.get_from(&objs, c.arg(*k), c, heap)),
            Effect::Add(v) => {
                for o in &objs {
                    let length = match heap.get(*o, Place::Length) {
                        Some(n) => n.as_int(),
                        None if matches!(self.pool.info(*o).origin, Origin::New(..)) => Some(0),
                        None => None,
                    };
                    match length.and_then(|n| u32::try_from(n).ok()).filter(|_| objs.len() == 1 && !heap.is_many(*o)) {
                        Some(n) => {
                            self.put_in(&[*o], Place::Index(n), c.arg(*v), c, heap);
                            heap.set(*o, Place::Length, Value::int(i64::from(n) + 1));
                        }
                        None => {
                            self.put_in(&[*o], Place::Element, c.arg(*v), c, heap);
                            heap.set(*o, Place::Length, Value::UNKNOWN);
                        }
                    }
                }
                None
            }
            Effect::Insert(_, v) => {
                // Everything behind moves: the order is no longer known.
                for o in &objs {
                    self.unorder(*o, heap);
                    self.put_in(&[*o], Place::Element, c.arg(*v), c, heap);
                }
                None
            }
            Effect::At(i) => {
                let index = c.arg(*i).as_int().and_then(|i| u32::try_from(i).ok());
                Some(self.elements(&objs, index, c.arg(0).taint, heap))
            }
            Effect::Each => Some(self.elements(&objs, None, c.arg(0).taint, heap)),
            Effect::Clear => {
                for o in objs.iter().filter(|o| objs.len() == 1 && !heap.is_many(**o)).copied().collect::<Vec<_>>() {
                    heap.clear(o);
                    heap.make(o);
                }
                None
            }
            Effect::Merge(n) => {
                let from = c.arg(*n);
                for o in &objs {
                    for f in self.pool.members(from.objs).to_vec() {
                        for (p, v) in heap.places(f).to_vec() {
                            if matches!(p, Place::Key(_) | Place::Element | Place::Index(_) | Place::Inner | Place::Slot(_) | Place::Length)
                            {
                                heap.add(*o, p, v, &mut self.pool);
                            }
                        }
                    }
                    if !from.taint.is_clean() {
                        heap.add(*o, Place::Inner, Value::tainted(from.taint), &mut self.pool);
                    }
                }
                None
            }
            Effect::Set(name, n) => {
                let place = Place::Slot(self.pool.text(name));
                self.put_in(&objs, place, c.arg(*n), c, heap);
                None
            }
            Effect::Slot(name) => {
                let place = Place::Slot(self.pool.text(name));
                let v = self.read(heap, &objs, place);
                Some(match v {
                    Some(v) => v,
                    None => Value { taint: c.arg(0).taint, ..self.returned(c.callee, c.frame, c.pc) },
                })
            }
            Effect::Store(kind, n) => {
                let o = self.storage(kind, *n, c, heap);
                Some(self.pool.one(o))
            }
            Effect::Channel(kind, n) => {
                let store = self.storage(kind, *n, c, heap);
                let v = self.pool.one(store);
                for o in &objs {
                    heap.write(*o, Place::Wrapped, v, &mut self.pool);
                    self.flush(*o, c, heap);
                }
                None
            }
            Effect::Open(sink) => {
                let v = self.returned(c.callee, c.frame, c.pc);
                let place = Place::Slot(self.pool.text("channel"));
                let word = Value::int(*sink as i64);
                for o in self.pool.members(v.objs).to_vec() {
                    heap.write(o, place, word, &mut self.pool);
                }
                Some(v)
            }
            Effect::Wrap(n) => {
                for o in &objs {
                    heap.write(*o, Place::Wrapped, c.arg(*n), &mut self.pool);
                }
                None
            }
            Effect::Write(which) => {
                let taint = self.deep_of(c, which, heap);
                self.write(&objs, taint, c, heap);
                None
            }
            Effect::Call(n, method, params) => {
                self.call_later(c, *n, method, params, heap);
                None
            }
            Effect::Start(kind, n) => self.start(*kind, *n, c, heap),
            Effect::Listen(n, m) => {
                self.listen(c.arg(*n), c.arg(*m), heap);
                None
            }
            Effect::Provider(n) => self.provider(*n, c, heap),
            Effect::Text(t) => self.text_operation(*t, c, heap),
            Effect::Class(n) => {
                let name = self.content(c.arg(*n), heap).and_then(|v| self.text_of(v))?;
                let class = self.q.program.type_by_descriptor(&crate::callgraph::entry::descriptor(&name));
                match class {
                    Some(t) => Some(Value { constant: Constant::Class(t), ..Value::default() }),
                    None => Some(Value::of(Constant::Object)),
                }
            }
            Effect::Instance(n) => {
                let Constant::Class(t) = c.arg(*n).constant else { return None };
                let o = self.pool.object(Origin::New(c.frame.method, c.pc, c.frame.context), Some(t));
                heap.make(o);
                let v = self.pool.one(o);
                // `Constructor.newInstance(arguments)`, `Class.newInstance()`
                let given = if c.args.len() > 1 { self.given(c.arg(1), heap) } else { Vec::new() };
                self.construct(t, v, &given, heap, c);
                Some(v)
            }
            Effect::Member(n, name) => {
                let Constant::Class(t) = c.arg(*n).constant else { return None };
                let name = self.content(c.arg(*name), heap)?.as_text()?;
                let o = self.pool.object(Origin::Member(t, name), None);
                Some(self.pool.one(o))
            }
            Effect::Reflect => self.reflect(c, heap),
            Effect::View(n) => {
                let id = c.arg(*n).as_int()?;
                let ret = self.q.program.proto(self.q.program.method(c.callee).proto).ret;
                let o = self.pool.object(Origin::View(id), Some(ret));
                Some(self.pool.one(o))
            }
            Effect::Input => {
                let mut v = self.guess(c, heap, false);
                for o in objs {
                    if let Origin::View(id) = self.pool.info(o).origin
                        && let Some(kind) = self.q.inputs.get(&id).copied()
                    {
                        let s = self.input_source(c.frame.method, c.pc, kind);
                        v.taint = self.draw(s, v.taint);
                    }
                }
                Some(v)
            }
            Effect::Intent => {
                let mut all = Vec::new();
                let ret = self.q.program.proto(self.q.program.method(c.callee).proto).ret;
                for o in objs {
                    if let Origin::Component(t) = self.pool.info(o).origin {
                        all.push(self.pool.object(Origin::Intent(t), Some(ret)));
                    }
                }
                if all.is_empty() {
                    return None;
                }
                Some(Value { objs: self.pool.set(all), taint: Default::default(), constant: Constant::Object })
            }
            Effect::Field => {
                let members: Vec<Text> =
                    objs.iter().filter_map(|o| if let Origin::Member(_, n) = self.pool.info(*o).origin { Some(n) } else { None }).collect();
                let holders = self.pool.members(c.arg(1).objs).to_vec();
                let mut out: Option<Value> = None;
                for name in members {
                    let Some(symbol) = self.q.program.names.get(self.pool.str(name).to_owned().as_bytes()) else { continue };
                    let place = Place::Field(symbol);
                    if c.args.len() > 2 {
                        self.put_in(&holders, place, c.arg(2), c, heap);
                    } else if let Some(v) = self.read(heap, &holders, place) {
                        out = Some(match out {
                            Some(w) => self.pool.join(w, v),
                            None => v,
                        });
                    }
                }
                out
            }
            Effect::Application => {
                let class = self.q.components.iter().find(|c| c.kind == ComponentKind::Application && self.is_application(c.class))?.class;
                let o = self.component_object(class);
                Some(self.pool.one(o))
            }
            Effect::Screen => {
                let class = self.current.filter(|t| {
                    self.component_of.get(t).and_then(|i| self.q.components.get(*i)).is_some_and(|c| c.kind == ComponentKind::Activity)
                })?;
                let o = self.component_object(class);
                Some(Value { constant: Constant::Unknown, ..self.pool.one(o) })
            }
            Effect::Send(n) => {
                // The messenger's own handler, or that of the messenger on the other side.
                let (binder, handler) = (Place::Slot(self.pool.text("binder")), Place::Slot(self.pool.text("handler")));
                let mut ends = objs.clone();
                if let Some(v) = self.read(heap, &objs, binder) {
                    ends.extend_from_slice(self.pool.members(v.objs));
                }
                let to = self.read(heap, &ends, handler)?;
                let name = self.pool.text("handleMessage");
                for o in self.pool.members(to.objs).to_vec() {
                    heap.add(o, Place::Hook(name, 1), c.arg(*n), &mut self.pool);
                    self.arm(o, Some(name));
                }
                None
            }
            Effect::Keys => {
                let slot = Place::Slot(self.pool.text("keys"));
                let taint = self.read(heap, &objs, slot).map(|v| v.taint).unwrap_or_default();
                let taint = self.pool.taints.union(taint, c.arg(0).taint);
                let v = self.returned(c.callee, c.frame, c.pc);
                Some(Value { taint, ..v })
            }
            Effect::ClassOf => {
                let classes: Vec<_> = objs.iter().filter_map(|o| self.pool.info(*o).class).collect();
                match (classes.first(), c.arg(0).constant) {
                    (Some(t), _) if classes.iter().all(|o| o == t) => Some(Value::of(Constant::Class(*t))),
                    (None, Constant::Text(_)) => {
                        self.q.program.type_by_descriptor("Ljava/lang/String;").map(|t| Value::of(Constant::Class(t)))
                    }
                    _ => None,
                }
            }
            Effect::Below(n) => Some(match c.arg(*n).as_int() {
                Some(n) if n > 0 => Value::of(Constant::Below(n)),
                _ => Value::UNKNOWN,
            }),
            Effect::Now(n, method, params) => {
                self.call_later(c, *n, method, params, heap);
                let name = self.pool.text(method);
                if self.stack.len() < super::call::MAX_DEPTH / 2 {
                    for o in self.called(c.arg(*n), heap) {
                        self.call_back_object(o, Some(name), heap);
                    }
                }
                None
            }
            Effect::Clean => None,
            Effect::Bridge(n) => {
                let site = SinkSite { method: c.frame.method, pc: c.pc, callee: c.callee, sink: Sink::Network };
                for o in self.pool.members(c.arg(*n).objs).to_vec() {
                    if let Some(t) = self.pool.info(o).class {
                        self.bridges.entry(t).or_insert(site);
                    }
                }
                None
            }
            Effect::Begin => {
                let channel = Place::Slot(self.pool.text("channel"));
                for o in objs {
                    if heap.get(o, Place::Wrapped).is_none() && heap.get(o, channel).is_none() {
                        let one = self.pool.one(o);
                        let taint = heap.deep(one, DEEP, &mut self.pool);
                        self.lose(taint);
                    }
                }
                None
            }
            Effect::Members(n) => {
                let Constant::Class(t) = c.arg(*n).constant else { return None };
                let p = self.q.program;
                let names: Vec<_> =
                    p.class(t).map(|k| p.class_methods(k)).unwrap_or(&[]).iter().take(64).map(|m| p.method_name(*m)).collect();
                let mut all = Vec::new();
                for name in names {
                    let name = self.pool.text(&name);
                    all.push(self.pool.object(Origin::Member(t, name), None));
                }
                let v = self.returned(c.callee, c.frame, c.pc);
                let any = Value { objs: self.pool.set(all), ..Value::UNKNOWN };
                for o in self.pool.members(v.objs).to_vec() {
                    heap.add(o, Place::Element, any, &mut self.pool);
                }
                Some(v)
            }
            Effect::Make => {
                let ret = self.q.program.proto(self.q.program.method(c.callee).proto).ret;
                let o = self.pool.object(Origin::New(c.frame.method, c.pc, c.frame.context), Some(ret));
                heap.make(o);
                Some(self.pool.one(o))
            }
        }
    }

    pub fn out(&mut self, sink: Sink, taint: Taint, c: &Call) {
        self.sink(taint, SinkSite { method: c.frame.method, pc: c.pc, callee: c.callee, sink });
    }

    pub fn deep_of(&mut self, c: &Call, which: &[u8], heap: &Heap) -> Taint {
        which.iter().fold(Default::default(), |t, n| {
            let deep = heap.deep(c.arg(*n), DEEP, &mut self.pool);
            self.pool.taints.union(t, deep)
        })
    }

    /// The place for a key: its own where it is a constant, else any.
    fn key(&mut self, k: Value, heap: &Heap) -> Place {
        match self.content(k, heap).map(|v| v.constant).unwrap_or(k.constant) {
            Constant::Text(t) => Place::Key(t),
            Constant::Int(i) => {
                let t = self.pool.text(&format!("#{i}"));
                Place::Key(t)
            }
            _ => Place::Element,
        }
    }

    fn put_in(&mut self, objs: &[Obj], place: Place, mut v: Value, c: &Call, heap: &mut Heap) {
        v.taint = self.pool.taints.moved(v.taint, c.frame.method, c.pc);
        if !v.taint.is_clean() && objs.iter().any(|o| matches!(self.pool.info(*o).origin, Origin::Store(..))) {
            self.holds(place);
        }
        for o in objs {
            if objs.len() == 1 && place != Place::Element {
                heap.write(*o, place, v, &mut self.pool);
            } else {
                heap.add(*o, place, v, &mut self.pool);
            }
        }
    }

    fn get_from(&mut self, objs: &[Obj], k: Value, c: &Call, heap: &Heap) -> Value {
        let place = self.key(k, heap);
        let mut out: Option<Value> = None;
        let mut taint = c.arg(0).taint;
        for o in objs {
            for (p, v) in heap.places(*o).to_vec() {
                let hit = match p {
                    Place::Key(_) => place == Place::Element || p == place,
                    Place::Element => true,
                    // What came in without a key.
                    Place::Inner => {
                        taint = self.pool.taints.union(taint, v.taint);
                        false
                    }
                    _ => false,
                };
                if hit {
                    out = Some(match out {
                        Some(w) => self.pool.join(w, v),
                        None => v,
                    });
                }
            }
        }
        if objs.iter().any(|o| matches!(self.pool.info(*o).origin, Origin::Store(..)))
            && let Some(v) = out
        {
            let all: Vec<u32> = self.pool.taints.of(v.taint).iter().map(|s| s.0).collect();
            self.read_back.extend(all);
        }
        let mut v = out.unwrap_or_else(|| self.returned(c.callee, c.frame, c.pc));
        if out.is_some() {
            v.constant = match v.constant {
                Constant::Int(_) | Constant::None => Constant::Unknown,
                other => other,
            };
        }
        v.taint = self.pool.taints.union(v.taint, taint);
        v
    }

    fn elements(&mut self, objs: &[Obj], index: Option<u32>, taint: Taint, heap: &Heap) -> Value {
        let mut out: Option<Value> = None;
        for o in objs {
            let ordered = heap.get(*o, Place::Length).is_some_and(|n| n.as_int().is_some());
            for (p, v) in heap.places(*o).to_vec() {
                let hit = match p {
                    Place::Index(i) => !ordered || index.is_none() || index == Some(i),
                    Place::Element | Place::Inner | Place::Key(_) => true,
                    _ => false,
                };
                if hit {
                    out = Some(match out {
                        Some(w) => self.pool.join(w, v),
                        None => v,
                    });
                }
            }
        }
        let mut v = out.unwrap_or(Value::UNKNOWN);
        if !matches!(v.constant, Constant::Text(_) | Constant::Class(_)) {
            v.constant = Constant::Unknown;
        }
        v.taint = self.pool.taints.union(v.taint, taint);
        v
    }

    fn unorder(&mut self, o: Obj, heap: &mut Heap) {
        for (p, v) in heap.places(o).to_vec() {
            if matches!(p, Place::Index(_)) {
                heap.add(o, Place::Element, v, &mut self.pool);
            }
        }
        heap.set(o, Place::Length, Value::UNKNOWN);
    }

    /// The argument itself, and what it was made to call: the callback of a handler.
    fn called(&mut self, v: Value, heap: &Heap) -> Vec<Obj> {
        let mut out = self.pool.members(v.objs).to_vec();
        let callback = Place::Slot(self.pool.text("callback"));
        if let Some(c) = self.read(heap, &out, callback) {
            out.extend_from_slice(self.pool.members(c.objs));
        }
        out
    }

    fn call_later(&mut self, c: &Call, n: u8, method: &str, params: &[u8], heap: &mut Heap) {
        let name = self.pool.text(method);
        for o in self.called(c.arg(n), heap) {
            for (i, p) in params.iter().enumerate() {
                let mut v = c.arg(*p);
                v.taint = self.pool.taints.moved(v.taint, c.frame.method, c.pc);
                heap.add(o, Place::Hook(name, i as u8 + 1), v, &mut self.pool);
            }
            self.arm(o, Some(name));
        }
    }
}
