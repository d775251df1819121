//! The analysis as one value: what it was asked, what it has pooled, what it has found, and what it may still spend.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::heap::Heap;
use super::model::{ModelId, Models, Sink};
use super::taint::{SourceId, StepId, Taint};
use super::value::{Constant, Obj, Origin, Place, Pool, Text, Value};
use crate::callgraph::CallGraph;
use crate::program::{ACC_STATIC, MethodId, Program, Symbol, TypeId};

/// Where data comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub method: MethodId,
    /// Code unit of the instruction whose result it is. With `parameters`, the method's own parameters are it.
    pub pc: u32,
    pub parameters: bool,
    /// Which data: a source met by data of its own kind continues it.
    pub kind: u32,
}

/// A component of the manifest.
#[derive(Clone, Debug)]
pub struct Component {
    pub class: TypeId,
    pub kind: ComponentKind,
    /// Actions of its intent filters.
    pub actions: Vec<String>,
    /// Authorities of a provider.
    pub authorities: Vec<String>,
    /// Methods named by `android:onClick` of a layout.
    pub clicks: Vec<MethodId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ComponentKind {
    Provider,
    Application,
    Activity,
    Receiver,
    Service,
    /// A view or fragment named by a layout.
    View,
}

/// What the analysis is asked.
pub struct Question<'q, 'a> {
    pub program: &'q Program<'a>,
    pub graph: &'q CallGraph,
    pub models: &'q Models,
    pub sources: &'q [Source],
    /// Views whose contents are data, by resource id: what a person types.
    pub inputs: &'q FxHashMap<i64, u32>,
    pub components: &'q [Component],
    /// Code that is not looked into: libraries, by models only.
    pub library: &'q dyn Fn(TypeId) -> bool,
    /// Can the system come to run the method.
    pub reached: &'q dyn Fn(MethodId) -> bool,
    /// The calls on a way from an entry point to the method, itself last.
    pub path: &'q dyn Fn(MethodId) -> Vec<MethodId>,
    /// Data read by the platform's method or field of that class and name, where the app reaches it by name.
    pub named: &'q dyn Fn(&str, &str) -> Option<u32>,
    /// Calls that never run, as (method, code unit).
    pub dead: &'q FxHashSet<(MethodId, u32)>,
    pub limits: Limits,
}

/// How far data is followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Effort {
    Small,
    #[default]
    Normal,
    Large,
}

impl Effort {
    pub fn word(self) -> &'static str {
        match self {
            Effort::Small => "small",
            Effort::Normal => "normal",
            Effort::Large => "large",
        }
    }

    pub fn parse(word: &str) -> Option<Effort> {
        [Effort::Small, Effort::Normal, Effort::Large].into_iter().find(|e| e.word() == word)
    }
}

impl Limits {
    /// In proportion to the bytes of code, so that a store of apps takes a known time; enough for any small app.
    pub fn of(bytes: u64, effort: Effort) -> Limits {
        let (num, den) = match effort {
            Effort::Small => (1, 4),
            Effort::Normal => (1, 1),
            Effort::Large => (10, 1),
        };
        let scaled = |n: u32| n / den * num;
        let app = 1_000_000 + u32::try_from(bytes / 4 * 3).unwrap_or(u32::MAX).min(24_000_000);
        Limits { root: scaled(1_000_000), app: scaled(app), wiring: scaled(200_000) }
    }
}

/// What one root may spend, in instructions interpreted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// One run of one component, or of one source from its callers.
    pub root: u32,
    /// The whole app.
    pub app: u32,
    /// Of these, on code that no source reaches (constructors, accessors, wiring).
    pub wiring: u32,
}

/// The call at which data goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SinkSite {
    pub method: MethodId,
    pub pc: u32,
    pub callee: MethodId,
    pub sink: Sink,
}

/// What became of a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fate {
    /// The analysis came to it.
    pub met: bool,
    /// Its data went where the analysis cannot see: native or loaded code, a call by an unknown name, or past a limit.
    pub lost: bool,
    /// A limit ended the run that held it.
    pub cut: bool,
    /// It is no reading but the order for one: the data comes to a callback.
    pub handed: bool,
}

/// A call as the memory knows it: method, arguments, hash of the heap, call string.
pub(super) type CallKey = (MethodId, Box<[Value]>, u64, u32);

/// What a method call comes to.
#[derive(Clone)]
pub(super) struct Outcome {
    pub value: Value,
    pub heap: Heap,
    /// Some path comes back.
    pub returns: bool,
    /// What may be thrown to the caller.
    pub thrown: Option<(Value, Heap)>,
}

/// The method being interpreted.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub method: MethodId,
    /// Call string, interned.
    pub context: u32,
}

pub(super) struct Engine<'q, 'a> {
    pub q: &'q Question<'q, 'a>,
    pub pool: Pool,
    /// Sources, with those that views turned out to be.
    pub sources: Vec<Source>,
    pub fates: Vec<Fate>,
    source_at: FxHashMap<(MethodId, u32), Vec<SourceId>>,
    parameter_source: FxHashMap<MethodId, Vec<SourceId>>,
    /// A source that only hands on the data of another.
    pub continues: FxHashSet<(SourceId, SourceId)>,
    /// Methods from which a source, or a place that holds data, can be come to.
    pub relevant: Vec<bool>,
    pub found: FxHashMap<(SourceId, MethodId, u32), (SinkSite, StepId)>,
    /// (source, storage kind) that was read back.
    pub read_back: FxHashSet<SourceId>,
    models: FxHashMap<MethodId, Option<ModelId>>,
    pub memo: FxHashMap<CallKey, Rc<Outcome>>,
    contexts: FxHashMap<(u32, MethodId, u32), u32>,
    /// Context → the number of its last call site.
    last_site: Vec<u32>,
    pub shapes: FxHashMap<MethodId, Option<Rc<super::run::Shape>>>,
    pub stack: Vec<MethodId>,
    /// Left of the limits.
    pub root_left: u32,
    pub app_left: u32,
    pub wiring_left: u32,
    pub was_cut: bool,
    /// Objects whose callbacks the framework may call: (object, method's name or all).
    pub armed: std::collections::BTreeSet<(Obj, Option<Text>)>,
    /// The component whose life is being run.
    pub current: Option<TypeId>,
    /// Components that got an intent with data in it.
    pub woken: std::collections::BTreeSet<TypeId>,
    /// (asking, asked) screens.
    pub asked: std::collections::BTreeSet<(TypeId, TypeId)>,
    /// Answers of screens, by the screen.
    pub answers: FxHashMap<TypeId, Value>,
    /// Receivers registered in code, with the actions they listen to.
    pub listeners: Vec<(Obj, Vec<Text>)>,
    pub component_of: FxHashMap<TypeId, usize>,
    callbacks: FxHashMap<TypeId, Rc<Vec<MethodId>>>,
    library: FxHashMap<TypeId, bool>,
    strings: FxHashMap<(u32, u32), Text>,
    pub init: Option<Symbol>,
    pub callers: Option<super::relevant::Callers>,
    pub readers: Option<super::relevant::Readers>,
    /// Places that hold data.
    pub held: FxHashSet<Place>,
    pub static_places: FxHashMap<crate::program::FieldId, Place>,
    /// More methods matter than before.
    pub grew: bool,
    /// Classes whose objects a page's scripts may call, and the call that lets them.
    pub bridges: FxHashMap<TypeId, SinkSite>,
    /// Static fields that code writes.
    pub written: Option<FxHashSet<crate::program::FieldId>>,
}

impl<'q, 'a> Engine<'q, 'a> {
    pub fn new(q: &'q Question<'q, 'a>) -> Engine<'q, 'a> {
        let mut e = Engine {
            q,
            pool: Pool::default(),
            sources: q.sources.to_vec(),
            fates: vec![Fate::default(); q.sources.len()],
            source_at: FxHashMap::default(),
            parameter_source: FxHashMap::default(),
            continues: FxHashSet::default(),
            relevant: vec![false; q.program.method_count()],
            found: FxHashMap::default(),
            read_back: FxHashSet::default(),
            models: FxHashMap::default(),
            memo: FxHashMap::default(),
            contexts: FxHashMap::default(),
            last_site: vec![0],
            shapes: FxHashMap::default(),
            stack: Vec::new(),
            root_left: 0,
            app_left: q.limits.app,
            wiring_left: 0,
            was_cut: false,
            armed: Default::default(),
            current: None,
            woken: Default::default(),
            asked: Default::default(),
            answers: FxHashMap::default(),
            bridges: FxHashMap::default(),
            listeners: Vec::new(),
            component_of: q.components.iter().enumerate().map(|(i, c)| (c.class, i)).collect(),
            callbacks: FxHashMap::default(),
            library: FxHashMap::default(),
            strings: FxHashMap::default(),
            init: q.program.names.get(b"<init>"),
            callers: None,
            readers: None,
            held: FxHashSet::default(),
            static_places: FxHashMap::default(),
            grew: false,
            written: None,
        };
        for (i, s) in q.sources.iter().enumerate() {
            if s.parameters {
                e.parameter_source.entry(s.method).or_default().push(i as SourceId);
            } else {
                e.source_at.entry((s.method, s.pc)).or_default().push(i as SourceId);
            }
        }
        e
    }

    /// Spends one instruction; `false` ends the run.
    pub fn spend(&mut self, n: u32) -> bool {
        if self.root_left < n || self.app_left < n {
            self.was_cut = true;
            return false;
        }
        self.root_left -= n;
        self.app_left -= n;
        true
    }

    pub fn is_library(&mut self, class: TypeId) -> bool {
        let q = self.q;
        *self.library.entry(class).or_insert_with(|| (q.library)(class))
    }

    /// The text of a string constant of a DEX.
    pub fn string(&mut self, dex: u32, index: u32) -> Option<Text> {
        if let Some(t) = self.strings.get(&(dex, index)) {
            return Some(*t);
        }
        let s = self.q.program.dex.get(dex as usize)?.file.string(index)?;
        // A long text is no key and no name.
        let t = if s.len() > 4096 { return None } else { self.pool.text(&s) };
        self.strings.insert((dex, index), t);
        Some(t)
    }

    /// The call string of a call: its own site and the one before. Two deep is what factories and wrappers need; longer ones multiply
    /// objects without telling more apart.
    pub fn context(&mut self, frame: Frame, pc: u32) -> u32 {
        let own = self.site_number(0, frame.method, pc);
        let before = self.last_site.get(frame.context as usize).copied().unwrap_or(0);
        let context = self.site_number(before, frame.method, pc);
        if let Some(last) = self.last_site.get_mut(context as usize) {
            *last = own;
        }
        context
    }

    fn site_number(&mut self, before: u32, method: MethodId, pc: u32) -> u32 {
        let next = self.last_site.len() as u32;
        let id = *self.contexts.entry((before, method, pc)).or_insert(next);
        if id == next {
            self.last_site.push(0);
        }
        id
    }

    pub fn model(&mut self, method: MethodId) -> Option<ModelId> {
        let q = self.q;
        *self.models.entry(method).or_insert_with(|| q.models.find(q.program, method))
    }

    /// Sources whose data the instruction hands out.
    pub fn sources_at(&self, method: MethodId, pc: u32) -> &[SourceId] {
        self.source_at.get(&(method, pc)).map_or(&[], |s| s)
    }

    pub fn parameter_sources(&self, method: MethodId) -> &[SourceId] {
        self.parameter_source.get(&method).map_or(&[], |s| s)
    }

    /// Data of a source where it stands: new, unless what goes in is already data of the kind.
    pub fn draw(&mut self, source: SourceId, given: Taint) -> Taint {
        let Some(s) = self.sources.get(source as usize).cloned() else { return given };
        if let Some(f) = self.fates.get_mut(source as usize) {
            f.met = true;
        }
        let same: Vec<SourceId> = self
            .pool
            .taints
            .of(given)
            .iter()
            .map(|(g, _)| *g)
            .filter(|g| *g != source && self.sources.get(*g as usize).is_some_and(|o| o.kind == s.kind))
            .collect();
        if same.is_empty() {
            let own = self.pool.taints.source(source, s.method, s.pc);
            return self.pool.taints.union(own, given);
        }
        let handed = |e: &Self, g: SourceId| {
            e.sources.get(g as usize).is_some_and(|o| o.parameters) || e.fates.get(g as usize).is_some_and(|f| f.handed)
        };
        if same.iter().all(|g| handed(self, *g)) && !s.parameters {
            // What a callback is handed is read by its accessors: each is a reading of its own.
            self.continues.extend(same.iter().map(|g| (*g, source)));
            let own = self.pool.taints.source(source, s.method, s.pc);
            let rest = self.pool.taints.without(given, &same);
            return self.pool.taints.union(own, rest);
        }
        self.continues.extend(same.into_iter().map(|g| (source, g)));
        given
    }

    /// The source that a view with a person's input is, at the call that reads it.
    pub fn input_source(&mut self, method: MethodId, pc: u32, kind: u32) -> SourceId {
        if let Some(i) = self.sources.iter().position(|s| s.method == method && s.pc == pc && s.kind == kind) {
            return i as SourceId;
        }
        self.sources.push(Source { method, pc, parameters: false, kind });
        self.fates.push(Fate::default());
        (self.sources.len() - 1) as SourceId
    }

    /// Data went where nobody sees.
    pub fn lose(&mut self, taint: Taint) {
        let lost: Vec<SourceId> = self.pool.taints.of(taint).iter().map(|s| s.0).collect();
        for s in lost {
            if let Some(f) = self.fates.get_mut(s as usize) {
                f.lost = true;
            }
        }
    }

    /// Data went out.
    pub fn sink(&mut self, taint: Taint, site: SinkSite) {
        if taint.is_clean() {
            return;
        }
        let at = self.pool.taints.moved(taint, site.method, site.pc);
        let all: Vec<(SourceId, StepId)> = self.pool.taints.of(at).to_vec();
        for (source, step) in all {
            self.found.entry((source, site.method, site.pc)).or_insert((site, step));
        }
    }

    /// The methods of a class that the framework calls: overrides of the platform's and of libraries' methods, the lowest override of each.
    pub fn callbacks(&mut self, class: TypeId) -> Rc<Vec<MethodId>> {
        if let Some(c) = self.callbacks.get(&class) {
            return c.clone();
        }
        let p = self.q.program;
        let above = p.ancestors(class);
        let mut seen = FxHashSet::default();
        let mut out = Vec::new();
        for t in &above {
            if self.is_library(*t) {
                continue;
            }
            let Some(c) = p.class(*t) else { continue };
            for m in p.class_methods(c) {
                let method = p.method(*m);
                if !method.is_virtual || method.flags & ACC_STATIC != 0 || !seen.insert((method.name, method.proto)) {
                    continue;
                }
                let of_library = above.iter().any(|a| {
                    p.is_defined(*a)
                        && self.library.get(a).copied().unwrap_or(false)
                        && p.find_method(*a, method.name, method.proto).is_some()
                });
                if of_library || p.is_scripted(*m) || p.is_callback(*m, &above) {
                    out.push(*m);
                }
            }
        }
        let out = Rc::new(out);
        self.callbacks.insert(class, out.clone());
        out
    }

    /// Hands an object to the framework: it may call back.
    pub fn arm(&mut self, o: Obj, name: Option<Text>) {
        let info = self.pool.info(o);
        let Some(class) = info.class else { return };
        // An instance of a component is called back anyway, by its own life.
        if matches!(info.origin, Origin::Component(_)) && Some(class) == self.current {
            return;
        }
        if self.q.program.is_defined(class) && !self.is_library(class) && !self.callbacks(class).is_empty() {
            self.armed.insert((o, name));
        }
    }

    /// Reads what a place may hold; `None` where nothing was seen written.
    pub fn read(&mut self, heap: &Heap, objs: &[Obj], place: Place) -> Option<Value> {
        let mut out: Option<Value> = None;
        for o in objs {
            if let Some(v) = heap.get(*o, place) {
                out = Some(match out {
                    Some(w) => self.pool.join(w, v),
                    None => v,
                });
            }
        }
        out
    }

    pub fn text_of(&self, v: Value) -> Option<String> {
        if let Constant::Text(t) = v.constant { Some(self.pool.str(t).to_owned()) } else { None }
    }
}
