//! Which methods matter: those from which a source can be come to, and those that read a place where data lies.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::engine::Engine;
use super::value::Place;
use crate::callgraph::graph::Node;
use crate::format::dex::class::MemberKind;
use crate::program::{FieldId, MethodId, SiteKind, Symbol, TypeId};

/// The call graph backwards, made once.
pub(super) struct Callers {
    starts: Vec<u32>,
    from: Vec<u32>,
    /// Nodes already marked.
    marked: Vec<bool>,
}

/// Who reads which field, made when data first lies in one.
#[derive(Default)]
pub(super) struct Readers {
    statics: FxHashMap<Place, Vec<MethodId>>,
    fields: FxHashMap<Symbol, Vec<MethodId>>,
}

impl Engine<'_, '_> {
    fn build_callers(&self) -> Callers {
        let g = self.q.graph;
        let n = g.node_count();
        let mut starts = vec![0u32; n + 1];
        for node in 0..n {
            for e in g.edges(Node(node as u32)) {
                if let Some(s) = starts.get_mut(e.to.0 as usize + 1) {
                    *s += 1;
                }
            }
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut next = starts.clone();
        let mut from = vec![0u32; starts.last().copied().unwrap_or(0) as usize];
        for node in 0..n {
            for e in g.edges(Node(node as u32)) {
                if let Some(at) = next.get_mut(e.to.0 as usize) {
                    from[*at as usize] = node as u32;
                    *at += 1;
                }
            }
        }
        Callers { starts, from, marked: vec![false; n] }
    }

    /// Marks methods and all that can come to them. `true` when any is new.
    pub fn mark(&mut self, methods: impl Iterator<Item = MethodId>) -> bool {
        let mut callers = match self.callers.take() {
            Some(c) => c,
            None => self.build_callers(),
        };
        let mut work: Vec<u32> = Vec::new();
        for m in methods {
            let node = self.q.graph.body(m);
            if let Some(seen) = callers.marked.get_mut(node.0 as usize).filter(|s| !**s) {
                *seen = true;
                work.push(node.0);
            }
        }
        let any = !work.is_empty();
        while let Some(n) = work.pop() {
            let node = Node(n);
            if self.q.graph.is_body(node)
                && let Some(m) = self.q.graph.method_of(node)
                && let Some(r) = self.relevant.get_mut(m.0 as usize)
            {
                *r = true;
            }
            let (Some(a), Some(b)) = (callers.starts.get(n as usize), callers.starts.get(n as usize + 1)) else { continue };
            for f in callers.from[*a as usize..*b as usize].iter().copied() {
                if let Some(seen) = callers.marked.get_mut(f as usize).filter(|s| !**s) {
                    *seen = true;
                    work.push(f);
                }
            }
        }
        self.callers = Some(callers);
        any
    }

    /// Marks the calls that read what a person typed, and those whose method only the run time names: the analysis may learn which it is.
    pub fn mark_inputs(&mut self) {
        let p = self.q.program;
        let models = self.q.models;
        let mut methods = Vec::new();
        for m in p.method_ids() {
            if let Some(id) = self.model(m)
                && models.effects(id).iter().any(|e| matches!(e, super::model::Effect::Input | super::model::Effect::Reflect))
            {
                methods.extend(p.callers(m).map(|s| s.method));
            }
        }
        methods.retain(|m| (self.q.reached)(*m) && !self.is_library(p.method(*m).class));
        // Reflection all over is a framework's own business, not a hidden reading here and there.
        methods.truncate(64);
        self.mark(methods.into_iter());
    }

    /// Can a component come to anything that matters.
    pub fn matters(&mut self, class: TypeId) -> bool {
        let instance = self
            .q
            .graph
            .instance(class)
            .is_some_and(|n| self.callers.as_ref().is_some_and(|c| c.marked.get(n.0 as usize).copied().unwrap_or(false)));
        instance
            || self.method_named(class, "<init>").is_some_and(|m| self.relevant.get(m.0 as usize).copied().unwrap_or(false))
            || self
                .component_of
                .get(&class)
                .and_then(|i| self.q.components.get(*i))
                .is_some_and(|c| c.clicks.iter().any(|m| self.relevant.get(m.0 as usize).copied().unwrap_or(false)))
            || self.callbacks(class).iter().any(|m| self.relevant.get(m.0 as usize).copied().unwrap_or(false))
    }

    /// Data lies in a place: whoever reads it matters from now on.
    pub fn holds(&mut self, place: Place) {
        if !self.held.insert(place) {
            return;
        }
        if self.readers.is_none() && !matches!(place, Place::Key(_)) {
            self.readers = Some(self.build_readers());
        }
        let methods: Vec<MethodId> = match (&self.readers, place) {
            (Some(r), Place::Static(..)) => r.statics.get(&place).cloned().unwrap_or_default(),
            (_, Place::Key(key)) => self.loading(key),
            (Some(r), Place::Field(n)) => r.fields.get(&n).cloned().unwrap_or_default(),
            _ => Vec::new(),
        };
        if self.mark(methods.into_iter()) {
            // Calls that were not worth running may be now.
            self.memo.clear();
            self.grew = true;
        }
    }

    /// Methods that load a text: the keys of storages and names of files are constants nearly always.
    fn loading(&self, text: super::value::Text) -> Vec<MethodId> {
        let wanted = self.pool.str(text).as_bytes();
        let p = self.q.program;
        let mut out = Vec::new();
        for (n, dex) in p.dex.iter().enumerate() {
            for s in 0..dex.file.strings.len {
                if dex.file.string_bytes(s) == Some(wanted) {
                    out.extend(p.string_sites(n, s).map(|site| site.method));
                }
            }
        }
        out
    }

    fn build_readers(&mut self) -> Readers {
        let p = self.q.program;
        let mut out = Readers::default();
        for s in p.all_sites() {
            if s.kind() == SiteKind::StaticGet
                && let Some(f) = s.field()
            {
                let place = self.static_place(f);
                out.statics.entry(place).or_default().push(s.method);
            }
        }
        // Most fields are read in their own class or its nest; the code of libraries is not looked into.
        for class in &p.classes {
            if self.is_library(class.id) {
                continue;
            }
            let Some(dex) = p.dex.get(class.dex as usize) else { continue };
            for m in p.class_methods(class) {
                let Some((code, _)) = p.code(*m) else { continue };
                let mut seen: BTreeSet<Symbol> = BTreeSet::new();
                for insn in code.instructions() {
                    if (0x52..=0x58).contains(&insn.op)
                        && let Some(f) = dex.field_id(insn.index())
                    {
                        let field = p.field(f);
                        if p.is_defined(field.class) {
                            seen.insert(field.name);
                        }
                    }
                }
                for name in seen {
                    out.fields.entry(name).or_default().push(*m);
                }
            }
        }
        out
    }

    /// The place of a static field: a reference through a subclass means the field of the class above that declares it (JVMS 5.4.3.2).
    pub fn static_place(&mut self, f: FieldId) -> Place {
        if let Some(place) = self.static_places.get(&f) {
            return *place;
        }
        let p = self.q.program;
        let field = *p.field(f);
        let mut class = field.class;
        for _ in 0..64 {
            if !p.is_defined(class) || self.declares_static(class, field.name) {
                break;
            }
            match p.superclass(class) {
                Some(s) => class = s,
                None => break,
            }
        }
        // Declared nowhere that is seen: as it is written.
        let class = if p.is_defined(class) { class } else { field.class };
        let place = Place::Static(class, field.name);
        self.static_places.insert(f, place);
        place
    }

    /// The object that holds a static field.
    pub fn static_holder(&mut self, place: Place) -> super::value::Obj {
        match place {
            Place::Static(class, _) => self.pool.statics(class),
            _ => super::value::Obj(0),
        }
    }

    fn declares_static(&self, class: TypeId, name: Symbol) -> bool {
        let p = self.q.program;
        let Some((c, dex)) = p.class(class).and_then(|c| Some((c, p.dex.get(c.dex as usize)?))) else { return false };
        p.class_def(c).is_some_and(|d| {
            d.members(&dex.file)
                .take_while(|m| m.kind == MemberKind::StaticField)
                .any(|m| dex.field_id(m.index).is_some_and(|f| p.field(f).name == name))
        })
    }

    /// No code writes it but its class's initialiser: its first value stands.
    pub fn is_final(&mut self, f: FieldId) -> bool {
        let p = self.q.program;
        self.written
            .get_or_insert_with(|| {
                p.all_sites().iter().filter(|s| s.kind() == SiteKind::StaticPut).filter_map(|s| s.field()).collect::<FxHashSet<_>>()
            })
            .contains(&f)
            .eq(&false)
    }
}
