//! Messages between components: intents with their targets, broadcasts, results of screens, bound services, content providers.

use super::call::DEEP;
use super::effect::Call;
use super::engine::{ComponentKind, Engine};
use super::heap::Heap;
use super::model::{Sink, Start};
use super::value::{Constant, Obj, Origin, Place, Text, Value};
use crate::callgraph::entry::descriptor;
use crate::program::TypeId;

/// Where an intent goes.
#[derive(Default)]
struct Address {
    /// Components of the app.
    own: Vec<TypeId>,
    /// It names a class of the app that is no component: the system starts nothing.
    nobody: bool,
}

impl Engine<'_, '_> {
    pub fn start(&mut self, kind: Start, n: u8, c: &Call, heap: &mut Heap) -> Option<Value> {
        let intent = c.arg(n);
        let taint = heap.deep(intent, DEEP, &mut self.pool);
        if kind == Start::Result {
            if let Some(screen) = self.current {
                let v = Value { taint: self.pool.taints.moved(intent.taint, c.frame.method, c.pc), ..intent };
                let v = match self.answers.get(&screen).copied() {
                    Some(old) => self.pool.join(old, v),
                    None => v,
                };
                self.answers.insert(screen, v);
                if self.asked.iter().any(|(_, to)| *to == screen) {
                    return None;
                }
            }
            self.out(Sink::Reply, taint, c);
            return None;
        }
        let wanted: &[ComponentKind] = match kind {
            Start::Activity | Start::Asking => &[ComponentKind::Activity],
            Start::Service | Start::Bound => &[ComponentKind::Service],
            _ => &[ComponentKind::Receiver],
        };
        let address = self.address(intent, heap, wanted);
        let mut heard = false;
        if kind == Start::Broadcast {
            heard = self.broadcast(intent, heap, c);
        }
        for target in &address.own {
            self.deliver(intent, taint, *target, heap, c);
            if kind == Start::Asking
                && let Some(from) = self.current
            {
                self.asked.insert((from, *target));
            }
            if kind == Start::Bound {
                self.bind(*target, intent, c, heap);
            }
        }
        if address.own.is_empty() && !address.nobody && !heard {
            self.out(Sink::Ipc, taint, c);
        }
        None
    }

    fn slot(&mut self, objs: &[Obj], name: &str, heap: &Heap) -> Option<Value> {
        let place = Place::Slot(self.pool.text(name));
        self.read(heap, objs, place)
    }

    fn address(&mut self, intent: Value, heap: &Heap, wanted: &[ComponentKind]) -> Address {
        let mut objs = self.pool.members(intent.objs).to_vec();
        let mut out = Address::default();
        if let Some(v) = self.slot(&objs, "component", heap) {
            objs.extend_from_slice(self.pool.members(v.objs));
        }
        let q = self.q;
        let mut classes: Vec<TypeId> = Vec::new();
        let mut explicit = false;
        if let Some(v) = self.slot(&objs, "class", heap) {
            let v = self.content(v, heap).unwrap_or(v);
            match v.constant {
                Constant::Class(t) => {
                    explicit = true;
                    classes.push(t);
                }
                Constant::Text(t) => {
                    let name = self.pool.str(t).to_owned();
                    if let Some(t) = q.program.type_by_descriptor(&descriptor(&name)).filter(|t| q.program.is_defined(*t)) {
                        explicit = true;
                        classes.push(t);
                    }
                }
                // Some class, not known which.
                _ => return out,
            }
        }
        if explicit {
            let own: Vec<TypeId> = classes.into_iter().filter(|t| self.component_of.contains_key(t)).collect();
            out.nobody = own.is_empty();
            out.own = own;
            return out;
        }
        if let Some(action) = self.slot(&objs, "action", heap).and_then(|v| self.content(v, heap)).and_then(|v| self.text_of(v)) {
            out.own = q.components.iter().filter(|c| wanted.contains(&c.kind) && c.actions.contains(&action)).map(|c| c.class).collect();
        }
        out
    }

    /// The intent as the started component gets it.
    fn deliver(&mut self, intent: Value, taint: super::taint::Taint, target: TypeId, heap: &mut Heap, c: &Call) {
        let received =
            self.pool.object(Origin::Intent(target), self.pool.members(intent.objs).first().and_then(|o| self.pool.info(*o).class));
        for o in self.pool.members(intent.objs).to_vec() {
            if o == received {
                continue;
            }
            for (p, mut v) in heap.places(o).to_vec() {
                v.taint = self.pool.taints.moved(v.taint, c.frame.method, c.pc);
                heap.add(received, p, v, &mut self.pool);
            }
        }
        if !intent.taint.is_clean() {
            heap.add(received, Place::Inner, Value::tainted(intent.taint), &mut self.pool);
        }
        if !taint.is_clean() {
            self.woken.insert(target);
        }
    }

    /// Receivers registered in code that listen to the action.
    fn broadcast(&mut self, intent: Value, heap: &mut Heap, c: &Call) -> bool {
        let objs = self.pool.members(intent.objs).to_vec();
        let action = self.slot(&objs, "action", heap).and_then(|v| self.content(v, heap)).and_then(|v| v.as_text());
        let hook = Place::Hook(self.pool.text("onReceive"), 2);
        let mut heard = false;
        for (receiver, actions) in self.listeners.clone() {
            if action.is_some_and(|a| actions.contains(&a)) {
                heard = true;
                let v = Value { taint: self.pool.taints.moved(intent.taint, c.frame.method, c.pc), ..intent };
                heap.add(receiver, hook, v, &mut self.pool);
                self.arm(receiver, None);
            }
        }
        heard
    }

    pub fn listen(&mut self, receiver: Value, filter: Value, heap: &Heap) {
        let mut actions: Vec<Text> = Vec::new();
        for o in self.pool.members(filter.objs).to_vec() {
            for (p, v) in heap.places(o).to_vec() {
                if matches!(p, Place::Index(_) | Place::Element | Place::Slot(_)) {
                    actions.extend(self.content(v, heap).and_then(|v| v.as_text()));
                }
            }
        }
        for o in self.pool.members(receiver.objs).to_vec() {
            if !self.listeners.iter().any(|(r, a)| *r == o && *a == actions) {
                self.listeners.push((o, actions.clone()));
            }
        }
    }

    /// `bindService`: the service's `onBind` answers, and the connection is told.
    fn bind(&mut self, target: TypeId, intent: Value, c: &Call, heap: &mut Heap) {
        let service = self.component_object(target);
        let this = self.pool.one(service);
        for name in ["<init>", "onCreate"] {
            if let Some(m) = self.method_named(target, name).filter(|_| name != "<init>" || heap.row(service).is_none()) {
                self.enter(m, vec![this], heap, c.frame, c.pc);
            }
        }
        let Some(m) = self.method_named(target, "onBind") else { return };
        let binder = self.enter(m, vec![this, intent], heap, c.frame, c.pc);
        let hook = Place::Hook(self.pool.text("onServiceConnected"), 2);
        for o in c.args.iter().skip(2).flat_map(|v| self.pool.members(v.objs).to_vec()).collect::<Vec<_>>() {
            heap.add(o, hook, binder, &mut self.pool);
            self.arm(o, None);
        }
    }

    /// Of the entries that run before any component, the application object itself.
    pub fn is_application(&self, class: TypeId) -> bool {
        let p = self.q.program;
        p.type_by_descriptor("Landroid/app/Application;").is_some_and(|t| p.is_subtype(class, t))
    }

    /// The instance that the system makes of a component.
    pub fn component_object(&mut self, class: TypeId) -> Obj {
        self.pool.object(Origin::Component(class), Some(class))
    }

    /// `query`, `insert` ... of a content provider: the app's own, where the address names one.
    pub fn provider(&mut self, n: u8, c: &Call, heap: &mut Heap) -> Option<Value> {
        let address = self.content(c.arg(n), heap).and_then(|v| self.text_of(v));
        let q = self.q;
        let name = q.program.method_name(c.callee).into_owned();
        let own =
            address.as_deref().and_then(|a| a.strip_prefix("content://")).map(|a| a.split('/').next().unwrap_or(a)).and_then(|authority| {
                q.components
                    .iter()
                    .find(|p| p.kind == ComponentKind::Provider && p.authorities.iter().any(|x| x == authority))
                    .map(|p| p.class)
            });
        if let Some(class) = own {
            let this = self.component_object(class);
            let mut args = vec![self.pool.one(this)];
            args.extend(c.args.iter().skip(1).copied());
            let m = self.method_named(class, &name)?;
            return Some(self.enter(m, args, heap, c.frame, c.pc));
        }
        if matches!(&*name, "insert" | "update" | "bulkInsert" | "applyBatch" | "call") {
            let taint = c.args.iter().skip(1).fold(Default::default(), |t, v| {
                let deep = heap.deep(*v, DEEP, &mut self.pool);
                self.pool.taints.union(t, deep)
            });
            // A store of the device that other apps read.
            self.out(Sink::Db, taint, c);
        }
        None
    }
}
