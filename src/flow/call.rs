//! Calls: which methods an invoke may run, whether they are worth running, and what comes back.

use super::effect::Call;
use super::engine::{Engine, Frame};
use super::heap::Heap;
use super::run::{Next, Paths, Shape, State};
use super::taint::{SourceId, Taint};
use super::value::{Constant, NOTHING, Obj, Origin, Place, Value};
use crate::format::dex::Insn;
use crate::format::dex::insn::op;
use crate::program::{ACC_STATIC, MethodId, TypeId, framework};

/// Deepest stack of interpreted methods.
pub(super) const MAX_DEPTH: usize = 32;
/// An open call is followed into so many methods.
const MAX_TARGETS: usize = 8;
/// How deep arguments are looked into for data.
pub(super) const DEEP: u8 = 5;

/// What a call may throw, with the heap it leaves then.
pub(super) type Thrown = Option<(Value, Heap)>;

/// Where a call may lead.
#[derive(Default)]
pub(super) struct Targets {
    /// The app's methods, with the receivers each takes.
    pub own: Vec<(MethodId, Vec<Obj>)>,
    /// It may run code that is not looked into.
    pub library: bool,
    /// Receivers of the library's part.
    pub others: Vec<Obj>,
    /// Methods without code in the app: native.
    pub native: bool,
}

impl Engine<'_, '_> {
    pub fn invoke(&mut self, insn: &Insn, state: &mut State, frame: Frame, shape: &Shape, paths: &mut Paths) -> Next {
        state.result = Value::UNKNOWN;
        let kind = insn.invoke_kind();
        if kind == op::INVOKE_CUSTOM || self.q.dead.contains(&(frame.method, insn.pc)) {
            return Next::On;
        }
        let Some(callee) = self.q.program.dex.get(shape.dex as usize).and_then(|d| d.method_id(insn.index())) else {
            return Next::On;
        };
        let args = self.arguments(insn, callee, kind == op::INVOKE_STATIC, state);
        if kind == op::INVOKE_STATIC {
            self.initialise(self.q.program.method(callee).class, state, frame);
        }
        let (value, thrown, returns) = self.call(callee, kind, &args, &mut state.heap, frame, insn.pc);
        if let Some((v, heap)) = thrown {
            let mut there = state.clone();
            there.heap = heap.clone();
            if !self.reach_handlers(shape, insn.pc, &there, v, paths) {
                self.leave(v, &heap, paths, true);
            }
        }
        let given = args.iter().fold(Default::default(), |t, v| self.pool.taints.union(t, v.taint));
        let mut value = value;
        let sources = self.sources_at(frame.method, insn.pc).to_vec();
        if !sources.is_empty() {
            for s in &sources {
                let before = self.pool.taints.union(value.taint, given);
                value.taint = self.draw(*s, before);
            }
            let c = Call { callee, args: &args, frame, pc: insn.pc };
            self.without_result(&c, value.taint, &sources, &mut state.heap);
        }
        state.result = value;
        if returns { Next::On } else { Next::Ends }
    }

    /// A reading whose data does not come back as its result: it comes to the callbacks of a listener that is handed over, or stays in the
    /// object that was told to read (a recorder, and the file it writes).
    fn without_result(&mut self, c: &Call, taint: Taint, sources: &[SourceId], heap: &mut Heap) {
        let p = self.q.program;
        let m = *p.method(c.callee);
        let proto = p.proto(m.proto);
        let first = c.args.len().saturating_sub(proto.params.len());
        let mut registered = false;
        for (i, t) in proto.params.iter().enumerate() {
            let Some(listener) = framework::by_descriptor(&p.descriptor(*t)) else { continue };
            for o in c.args.get(first + i).map_or(&[][..], |v| self.pool.members(v.objs)).to_vec() {
                let Some(class) = self.pool.info(o).class.filter(|t| p.is_defined(*t)) else { continue };
                for m in self.callbacks(class).to_vec() {
                    let name = p.method_name(m);
                    if !listener.calls_back(&name) {
                        continue;
                    }
                    registered = true;
                    let hook = self.pool.text(&name);
                    for (n, t) in p.proto(p.method(m).proto).params.iter().enumerate() {
                        if says_what(p.descriptor_bytes(*t)) {
                            heap.add(o, Place::Hook(hook, n as u8 + 1), Value::tainted(taint), &mut self.pool);
                        }
                    }
                    // A screen that listens itself is called back in its own life.
                    self.mark(std::iter::once(m));
                    self.arm(o, None);
                }
            }
        }
        if registered {
            for s in sources {
                if let Some(f) = self.fates.get_mut(*s as usize) {
                    f.handed = true;
                }
            }
            return;
        }
        if p.descriptor_bytes(proto.ret) != b"V" {
            return;
        }
        let receiver = if first > 0 { self.pool.members(c.arg(0).objs).to_vec() } else { Vec::new() };
        self.write(&receiver, taint, c, heap);
        if Some(m.name) != self.init && !p.names.bytes(m.name).starts_with(b"set") {
            // Started, and what comes of it is not seen here. (What is only set up has read nothing yet: see the effect `begin`.)
            self.lose(taint);
        }
    }

    /// One value per declared parameter, receiver first.
    fn arguments(&self, insn: &Insn, callee: MethodId, is_static: bool, state: &State) -> Vec<Value> {
        let p = self.q.program;
        let mut regs = insn.arguments();
        let mut out = Vec::with_capacity(6);
        if !is_static {
            out.push(regs.next().map_or(Value::UNKNOWN, |r| state.get(r)));
        }
        for t in &p.proto(p.method(callee).proto).params {
            out.push(regs.next().map_or(Value::UNKNOWN, |r| state.get(r)));
            if matches!(p.descriptor_bytes(*t), b"J" | b"D") {
                regs.next();
            }
        }
        out
    }

    /// Calls a method reference on arguments. Gives the result, what may be thrown, and whether it comes back at all.
    pub fn call(&mut self, callee: MethodId, kind: u8, args: &[Value], heap: &mut Heap, frame: Frame, pc: u32) -> (Value, Thrown, bool) {
        let targets = self.targets(callee, kind, args);
        let mut after: Option<(Value, Heap)> = None;
        let mut thrown: Option<(Value, Heap)> = None;
        let before = heap.clone();
        let mut any = false;
        for (target, receivers) in &targets.own {
            let mut own = args.to_vec();
            if let (Some(first), false) = (own.first_mut(), receivers.is_empty()) {
                *first = Value { objs: self.pool.set(receivers.clone()), ..*first };
            }
            if !self.worth(*target, &own, &before) {
                continue;
            }
            any = true;
            for v in &mut own {
                v.taint = self.pool.taints.moved(v.taint, frame.method, pc);
            }
            let context = self.context(frame, pc);
            let outcome = self.execute(*target, &own, &before, context);
            if outcome.returns {
                self.merge(&mut after, outcome.value, &outcome.heap);
            }
            if let Some((v, h)) = &outcome.thrown {
                self.merge(&mut thrown, *v, h);
            }
        }
        if targets.native {
            let taint = args.iter().fold(Default::default(), |t, v| {
                let deep = before.deep(*v, DEEP, &mut self.pool);
                self.pool.taints.union(t, deep)
            });
            self.lose(taint);
        }
        // Nothing of the app was run: the library's model, or a guess from the signature.
        if targets.library || !any {
            let mut h = before.clone();
            let mut own = args.to_vec();
            if !targets.own.is_empty()
                && let (Some(first), false) = (own.first_mut(), targets.others.is_empty())
            {
                *first = Value { objs: self.pool.set(targets.others.clone()), ..*first };
            }
            let skipped = !targets.own.is_empty() && !targets.library;
            let v = if skipped { self.skipped(callee, args, frame, pc) } else { self.library_call(callee, &own, &mut h, frame, pc) };
            self.merge(&mut after, v, &h);
        }
        match after {
            Some((v, h)) => {
                *heap = h;
                (v, thrown, true)
            }
            None => (Value::UNKNOWN, thrown, false),
        }
    }

    fn merge(&mut self, into: &mut Option<(Value, Heap)>, v: Value, h: &Heap) {
        match into {
            Some((old, heap)) => {
                *old = self.pool.join(*old, v);
                heap.join(h, &mut self.pool);
            }
            None => *into = Some((v, h.clone())),
        }
    }

    /// A method of the app that was not run: its result is some object.
    fn skipped(&mut self, callee: MethodId, args: &[Value], frame: Frame, pc: u32) -> Value {
        let taint = args.iter().fold(Default::default(), |t, v| self.pool.taints.union(t, v.taint));
        self.lose(taint);
        let v = self.returned(callee, frame, pc);
        Value { taint, ..v }
    }

    /// Some result of the declared type.
    pub fn returned(&mut self, callee: MethodId, frame: Frame, pc: u32) -> Value {
        let p = self.q.program;
        let ret = p.proto(p.method(callee).proto).ret;
        let d = p.descriptor_bytes(ret);
        if !(d.starts_with(b"L") || d.starts_with(b"[")) || is_plain(d) {
            return Value::UNKNOWN;
        }
        let o = self.pool.object(Origin::Returned(frame.method, pc, frame.context), Some(ret));
        Value { constant: Constant::Unknown, ..self.pool.one(o) }
    }

    /// The methods that a call may run.
    pub fn targets(&mut self, callee: MethodId, kind: u8, args: &[Value]) -> Targets {
        let p = self.q.program;
        let m = *p.method(callee);
        let mut out = Targets::default();
        if !matches!(kind, op::INVOKE_VIRTUAL | op::INVOKE_INTERFACE) {
            match p.resolve(m.class, m.name, m.proto) {
                Some(t) => self.target(t, Vec::new(), &mut out),
                None => out.library = true,
            }
            return out;
        }
        let receivers = args.first().map_or(&[][..], |v| self.pool.members(v.objs)).to_vec();
        if receivers.is_empty() {
            self.open_targets(m.class, &m, Vec::new(), &mut out);
            return out;
        }
        for o in receivers {
            let info = self.pool.info(o);
            let class = match info.class {
                // What is known of the object says less than the call itself.
                Some(c) if !info.is_exact() && c != m.class && p.is_subtype(m.class, c) => m.class,
                Some(c) => c,
                None => m.class,
            };
            if info.is_exact() {
                match p.resolve(class, m.name, m.proto) {
                    Some(t) => self.target(t, vec![o], &mut out),
                    None => {
                        out.library = true;
                        out.others.push(o);
                    }
                }
            } else {
                self.open_targets(class, &m, vec![o], &mut out);
            }
        }
        out
    }

    /// Targets of a call on an object whose class is only bounded.
    fn open_targets(&mut self, class: TypeId, m: &crate::program::Method, receivers: Vec<Obj>, out: &mut Targets) {
        let p = self.q.program;
        let class = if p.is_defined(class) || !p.is_defined(m.class) { class } else { m.class };
        let before = out.own.len() + usize::from(out.library) + usize::from(out.native);
        if let Some(t) = p.resolve(class, m.name, m.proto) {
            self.target(t, receivers.clone(), out);
        }
        if p.is_defined(class) && !self.is_library(class) {
            for t in p.descendants(class, 256).into_iter().skip(1) {
                if out.own.len() >= MAX_TARGETS {
                    break;
                }
                if let Some(t) = p.find_method(t, m.name, m.proto).filter(|t| p.method(*t).defined) {
                    self.target(t, receivers.clone(), out);
                }
            }
        }
        if out.own.len() + usize::from(out.library) + usize::from(out.native) == before {
            out.library = true;
            out.others.extend(receivers);
        }
    }

    fn target(&mut self, t: MethodId, receivers: Vec<Obj>, out: &mut Targets) {
        let p = self.q.program;
        let class = p.method(t).class;
        if self.is_library(class) {
            out.library = true;
            out.others.extend(receivers);
        } else if p.method(t).flags & crate::program::ACC_NATIVE != 0 {
            out.native = true;
            out.library = true;
            out.others.extend(receivers);
        } else if p.code(t).is_some() {
            match out.own.iter_mut().find(|(m, _)| *m == t) {
                Some((_, r)) => r.extend(receivers),
                None => out.own.push((t, receivers)),
            }
        }
    }

    /// Is a method worth running: data goes in, data can come out of it, or there is room left for wiring.
    pub fn worth(&mut self, target: MethodId, args: &[Value], heap: &Heap) -> bool {
        if self.stack.len() >= MAX_DEPTH || self.stack.iter().filter(|m| **m == target).count() >= 2 {
            return false;
        }
        let Some(shape) = self.shape(target) else { return false };
        if self.relevant.get(target.0 as usize).copied().unwrap_or(false)
            || args.iter().any(|v| !heap.deep(*v, 3, &mut self.pool).is_clean())
        {
            return true;
        }
        // Constructors, accessors, factories: small, and not too many.
        let cost = shape.units.min(4096);
        if self.wiring_left < cost {
            return false;
        }
        self.wiring_left -= cost;
        true
    }

    /// Runs the static initialiser of a class once.
    pub fn initialise(&mut self, class: TypeId, state: &mut State, frame: Frame) {
        let p = self.q.program;
        if !p.is_defined(class) || self.is_library(class) {
            return;
        }
        let holder = self.pool.statics(class);
        if state.heap.get(holder, Place::Initialised).is_some() {
            return;
        }
        state.heap.set(holder, Place::Initialised, Value::UNKNOWN);
        let Some(c) = p.class(class) else { return };
        let name = p.names.get(b"<clinit>");
        let Some(m) = p.class_methods(c).iter().copied().find(|m| Some(p.method(*m).name) == name) else { return };
        if self.worth(m, &[], &state.heap.clone()) {
            let context = self.context(frame, u32::MAX);
            let outcome = self.execute(m, &[], &state.heap.clone(), context);
            state.heap = outcome.heap.clone();
        }
    }

    /// Calls a method of the app by itself (from the framework, by reflection): parameters not given are some object.
    pub fn enter(&mut self, method: MethodId, mut args: Vec<Value>, heap: &mut Heap, frame: Frame, pc: u32) -> Value {
        let p = self.q.program;
        let m = p.method(method);
        let first = usize::from(m.flags & ACC_STATIC == 0);
        for (n, t) in p.proto(m.proto).params.iter().enumerate() {
            let n = n + first;
            while args.len() <= n {
                args.push(Value::default());
            }
            let missing = args[n].constant == Constant::None && args[n].objs == NOTHING;
            if missing {
                let d = p.descriptor_bytes(*t);
                let v = if (d.starts_with(b"L") || d.starts_with(b"[")) && !is_plain(d) {
                    let o = self.pool.object(Origin::Parameter(method, n as u16), Some(*t));
                    Value { constant: Constant::Unknown, ..self.pool.one(o) }
                } else {
                    Value::UNKNOWN
                };
                args[n] = Value { taint: args[n].taint, ..v };
            }
        }
        if p.code(method).is_none() || self.stack.len() >= MAX_DEPTH || self.stack.iter().filter(|x| **x == method).count() >= 2 {
            return Value::UNKNOWN;
        }
        for v in &mut args {
            v.taint = self.pool.taints.moved(v.taint, method, pc);
        }
        let context = self.context(frame, pc);
        let outcome = self.execute(method, &args, &heap.clone(), context);
        if outcome.returns {
            *heap = outcome.heap.clone();
        } else if let Some((_, h)) = &outcome.thrown {
            *heap = h.clone();
        }
        outcome.value
    }
}

/// A parameter of a callback that can be data: a context or a view says who is told, not what.
pub(super) fn says_what(descriptor: &[u8]) -> bool {
    !matches!(descriptor, b"Landroid/content/Context;" | b"Landroid/view/View;" | b"Z" | b"Landroid/webkit/WebView;")
}

/// Types whose values are taken whole: text and boxed numbers have no inside that a call could change.
pub(super) fn is_plain(descriptor: &[u8]) -> bool {
    matches!(
        descriptor,
        b"Ljava/lang/String;"
            | b"Ljava/lang/CharSequence;"
            | b"Ljava/lang/Integer;"
            | b"Ljava/lang/Long;"
            | b"Ljava/lang/Double;"
            | b"Ljava/lang/Float;"
            | b"Ljava/lang/Boolean;"
            | b"Ljava/lang/Character;"
            | b"Ljava/lang/Byte;"
            | b"Ljava/lang/Short;"
            | b"Ljava/lang/Number;"
    )
}
