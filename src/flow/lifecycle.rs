//! The lives of components: what the system calls, in which order, on one instance; and what it calls back in between.
//!
//! The order is that of the developer documentation ("The activity lifecycle", "Services overview"). Callbacks that may or may not come
//! leave the state before them standing beside the state after.

use super::engine::{ComponentKind, Engine, Frame};
use super::heap::Heap;
use super::value::{Constant, Obj, Origin, Place, Text, Value};
use crate::program::{ACC_STATIC, MethodId, TypeId};

/// Called once, in this order, whatever the component is.
const BIRTH: [&str; 16] = [
    "<init>",
    "attachBaseContext",
    "attachInfo",
    "onAttach",
    "onCreate",
    "create",
    "onCreateView",
    "onViewCreated",
    "onActivityCreated",
    "onStart",
    "onRestoreInstanceState",
    "onPostCreate",
    "onResume",
    "onPostResume",
    "onAttachedToWindow",
    "onFinishInflate",
];
/// Again and again, after whatever else is called back.
/// (`onRestoreInstanceState` belongs to a later instance; what it reads of the saved state is the same.)
const ROUND: [&str; 8] =
    ["onPause", "onSaveInstanceState", "onStop", "onRestart", "onStart", "onRestoreInstanceState", "onResume", "onPostResume"];
/// Last.
const DEATH: [&str; 5] = ["onDestroyView", "onDestroy", "onDetach", "onTerminate", "onTaskRemoved"];
/// Rounds of callbacks until nothing new is seen.
const MAX_ROUNDS: usize = 4;

impl Engine<'_, '_> {
    /// A method of a class, its own or inherited from the app's classes.
    pub fn method_named(&mut self, class: TypeId, name: &str) -> Option<MethodId> {
        let p = self.q.program;
        for t in p.ancestors(class) {
            if self.is_library(t) {
                continue;
            }
            let Some(c) = p.class(t) else { continue };
            let found =
                p.class_methods(c).iter().copied().find(|m| p.names.bytes(p.method(*m).name) == name.as_bytes() && p.code(*m).is_some());
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Runs the life of a component from the state of the world; gives the state it leaves.
    pub fn live(&mut self, index: usize, world: &Heap) -> Heap {
        let q = self.q;
        let Some(component) = q.components.get(index) else { return world.clone() };
        self.current = Some(component.class);
        self.armed.clear();
        let this = self.component_object(component.class);
        let mut heap = world.clone();
        if component.kind == ComponentKind::Activity || component.kind == ComponentKind::View {
            // A new screen is a new object; what its last instance held is gone.
            heap.clear(this);
        }
        self.life(this, component.class, &component.clicks, &mut heap);
        self.current = None;
        heap
    }

    fn life(&mut self, this: Obj, class: TypeId, clicks: &[MethodId], heap: &mut Heap) {
        let callbacks = self.callbacks(class);
        let p = self.q.program;
        let named = |wanted: &str| callbacks.iter().copied().find(|m| p.names.bytes(p.method(*m).name) == wanted.as_bytes());
        for name in BIRTH {
            let m = if name == "<init>" { self.method_named(class, name) } else { named(name) };
            if let Some(m) = m {
                self.call_back(this, m, heap);
                self.serve(heap);
            }
        }
        let others: Vec<MethodId> = callbacks
            .iter()
            .copied()
            .filter(|m| {
                let name = p.method_name(*m);
                !BIRTH.contains(&&*name) && !ROUND.contains(&&*name) && !DEATH.contains(&&*name)
            })
            .chain(clicks.iter().copied())
            .collect();
        for _ in 0..MAX_ROUNDS {
            let before = heap.hash();
            let armed = self.armed.len();
            for m in &others {
                self.maybe_call_back(this, *m, heap);
            }
            self.serve(heap);
            for name in ROUND {
                if let Some(m) = named(name) {
                    self.maybe_call_back(this, m, heap);
                    self.serve(heap);
                }
            }
            if heap.hash() == before && self.armed.len() == armed {
                break;
            }
        }
        for name in DEATH {
            if let Some(m) = named(name) {
                self.maybe_call_back(this, m, heap);
            }
        }
        self.serve(heap);
    }

    /// Calls back what was handed to the framework, until nothing new comes.
    pub fn serve(&mut self, heap: &mut Heap) {
        for _ in 0..MAX_ROUNDS {
            let before = heap.hash();
            let armed: Vec<(Obj, Option<Text>)> = self.armed.iter().copied().collect();
            for (o, name) in &armed {
                self.call_back_object(*o, *name, heap);
            }
            if heap.hash() == before && self.armed.len() == armed.len() {
                break;
            }
        }
    }

    pub fn call_back_object(&mut self, o: Obj, only: Option<Text>, heap: &mut Heap) {
        let Some(class) = self.pool.info(o).class else { return };
        let p = self.q.program;
        let callbacks = self.callbacks(class);
        let rank = |m: &MethodId| {
            let name = p.method_name(*m);
            BIRTH.iter().position(|b| *b == name).unwrap_or(if DEATH.contains(&&*name) { 99 } else { 50 })
        };
        let mut order: Vec<MethodId> =
            callbacks.iter().copied().filter(|m| only.is_none_or(|n| *p.method_name(*m) == *self.pool.str(n))).collect();
        order.sort_by_key(rank);
        for m in order {
            let v = self.maybe_call_back(o, m, heap);
            self.hand_on(o, m, v, heap);
        }
    }

    /// What one callback returns, the framework gives to the next: `AsyncTask`'s result, a loader's data.
    /// A script gets what its bridge answers; a future, what its task gives.
    fn hand_on(&mut self, o: Obj, m: MethodId, v: Value, heap: &mut Heap) {
        if self.q.program.is_scripted(m) {
            let taint = heap.deep(v, super::call::DEEP, &mut self.pool);
            if let Some(site) = self.pool.info(o).class.and_then(|t| self.bridges.get(&t).copied()) {
                self.sink(taint, site);
            }
            return;
        }
        let next = match &*self.q.program.method_name(m) {
            "doInBackground" => "onPostExecute",
            "loadInBackground" => "deliverResult",
            "call" | "get" => {
                let value = Place::Slot(self.pool.text("value"));
                heap.add(o, value, v, &mut self.pool);
                return;
            }
            _ => return,
        };
        let name = self.pool.text(next);
        if v.objs != Default::default() || !v.taint.is_clean() {
            heap.add(o, Place::Hook(name, 1), v, &mut self.pool);
            self.arm(o, Some(name));
        }
    }

    fn maybe_call_back(&mut self, this: Obj, m: MethodId, heap: &mut Heap) -> Value {
        let mut after = heap.clone();
        let v = self.call_back(this, m, &mut after);
        heap.join(&after, &mut self.pool);
        v
    }

    /// The framework calls a method of an object.
    fn call_back(&mut self, this: Obj, m: MethodId, heap: &mut Heap) -> Value {
        let p = self.q.program;
        let method = *p.method(m);
        let class = self.pool.info(this).class.unwrap_or(method.class);
        let name = p.method_name(m).into_owned();
        let hook = self.pool.text(&name);
        let mut args = Vec::new();
        if method.flags & ACC_STATIC == 0 {
            args.push(self.pool.one(this));
        }
        for (i, t) in p.proto(method.proto).params.iter().enumerate() {
            let hooked = heap.get(this, Place::Hook(hook, i as u8 + 1));
            let v = match (hooked, p.descriptor_bytes(*t)) {
                (Some(v), _) => Value { constant: Constant::Unknown, ..v },
                (None, b"Landroid/content/Intent;") if name == "onActivityResult" => self.answer(class),
                (None, b"Landroid/content/Intent;") if self.component_of.contains_key(&class) => {
                    let o = self.pool.object(Origin::Intent(class), Some(*t));
                    self.pool.one(o)
                }
                (None, b"Landroid/os/Bundle;")
                    if matches!(&*name, "onCreate" | "onSaveInstanceState" | "onRestoreInstanceState" | "onPostCreate") =>
                {
                    let o = self.pool.object(Origin::SavedState(class), Some(*t));
                    Value { constant: Constant::Unknown, ..self.pool.one(o) }
                }
                // The same storage that the app writes to.
                (None, b"Landroid/content/SharedPreferences;") => {
                    let stores: Vec<Obj> = heap.objects().filter(|o| matches!(self.pool.info(*o).origin, Origin::Store(..))).collect();
                    Value { objs: self.pool.set(stores), taint: Default::default(), constant: Constant::Unknown }
                }
                _ => Value::default(),
            };
            args.push(v);
        }
        let frame = Frame { method: m, context: 0 };
        if !self.worth(m, &args, heap) && !self.component_of.contains_key(&class) {
            return Value::UNKNOWN;
        }
        self.enter(m, args, heap, frame, 0)
    }

    /// What screens that this one asked have answered.
    fn answer(&mut self, class: TypeId) -> Value {
        let asked: Vec<TypeId> = self.asked.iter().filter(|(from, _)| *from == class).map(|(_, to)| *to).collect();
        let mut out = Value::default();
        for to in asked {
            if let Some(v) = self.answers.get(&to).copied() {
                out = self.pool.join(out, v);
            }
        }
        Value { constant: if out == Value::default() { Constant::None } else { Constant::Unknown }, ..out }
    }

    /// What outlives the component that left it: static fields, storages, intents under way, services and the application.
    pub fn lasting(&mut self, heap: &Heap) -> Heap {
        let kept: Vec<Obj> = heap
            .objects()
            .filter(|o| match self.pool.info(*o).origin {
                Origin::Statics(_) | Origin::Store(..) | Origin::Intent(_) | Origin::SavedState(_) | Origin::View(_) => true,
                Origin::Component(t) => self
                    .component_of
                    .get(&t)
                    .and_then(|i| self.q.components.get(*i))
                    .is_some_and(|c| !matches!(c.kind, ComponentKind::Activity | ComponentKind::View)),
                _ => false,
            })
            .chain(self.listeners.iter().map(|l| l.0))
            .chain(self.answers.values().flat_map(|v| self.pool.members(v.objs).to_vec()))
            .collect();
        heap.reachable(kept.into_iter(), &self.pool)
    }
}
