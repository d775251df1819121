//! The call graph by class hierarchy analysis, as compressed adjacency.
//!
//! Nodes: the body of a method; a *dispatch* node per method that is called virtually (its targets are the overrides below the declared
//! class); an *instance* node per class (what happens once an object of it exists: static initialiser, callbacks that the framework makes).
//! Dispatch nodes keep the graph linear: a hundred calls of one method share its targets. petgraph's `DiGraph` is ten times slower at
//! 500,000 methods and its `tarjan_scc` recurses, so this one is our own.

use rustc_hash::{FxHashMap, FxHashSet};

use super::callback::waits_for_input;
use super::handover::{self, is_functional};
use super::message::Messages;
use super::reflect;
use crate::program::{ACC_STATIC, Constants, MethodId, Program, Site, SiteKind, Symbol, TypeId, framework};

/// A node number. Bodies are `0..methods`, dispatch nodes `methods..2*methods`, instances follow, one a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node(pub u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum EdgeKind {
    /// An instruction of the body: `pc` says which.
    Call,
    /// From a declared method to an override; taken only where an object of the override's class can exist.
    Dispatch,
    /// The framework calls back by itself (run, onReceive, onLocationChanged ...).
    Callback,
    /// The framework calls back after user input.
    Input,
    /// The app keeps the object and calls back itself; where no such call is reached, at some later time.
    Kept,
    /// Starts another screen of the app.
    Screen,
    /// Through reflection with a constant name.
    Reflection,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    pub to: Node,
    pub kind: EdgeKind,
    /// Code unit of the instruction in the body the edge starts from; 0 for edges without one.
    pub pc: u32,
}

pub struct CallGraph {
    methods: u32,
    starts: Vec<u32>,
    edges: Vec<Edge>,
    /// Instance node → class.
    instance_class: Vec<TypeId>,
    class_instance: FxHashMap<TypeId, u32>,
    /// Dispatch sets that were cut: (declared method, targets left out).
    pub cut: u32,
}

/// Overrides of one declared method are listed up to this many; no real hierarchy comes near.
const MAX_TARGETS: usize = 4096;

impl CallGraph {
    /// Builds the graph. `screens` are the activities of the manifest: an instance of one starts a screen, not a call. `reflective` are the
    /// look-ups with constant names ([`reflect::calls`]).
    pub fn build(program: &Program, constants: &Constants, screens: &FxHashSet<TypeId>, reflective: &reflect::LookUps) -> CallGraph {
        let n = program.method_count() as u32;
        let instance_class: Vec<TypeId> = program.classes.iter().map(|c| c.id).collect();
        let class_instance: FxHashMap<TypeId, u32> = instance_class.iter().enumerate().map(|(i, t)| (*t, i as u32)).collect();
        let mut b = Builder {
            program,
            n,
            class_instance: &class_instance,
            screens,
            clinits: clinits(program),
            kept: handover::kept(program, constants),
            messages: Messages::find(program),
            declared: FxHashSet::default(),
            bridged: bridged(program),
        };
        let mut edges: Vec<Edge> = Vec::with_capacity(program.all_sites().len());
        let mut starts: Vec<u32> = Vec::with_capacity(2 * n as usize + instance_class.len() + 1);
        let mut row: Vec<Edge> = Vec::new();
        for m in program.method_ids() {
            starts.push(edges.len() as u32);
            row.clear();
            for site in program.sites(m) {
                b.site_edges(site, &mut row);
            }
            for r in reflective.get(&m).into_iter().flatten() {
                b.reflection_edges(r, &mut row);
            }
            // Program order, so that the shortest path takes the first call; two calls of one method stay two: one may stand behind a gate.
            row.sort_by_key(|e| (e.pc, e.to, e.kind));
            row.dedup();
            edges.extend_from_slice(&row);
        }
        let mut cut = 0;
        let by_selector = selectors(program, &b.declared);
        for m in program.method_ids() {
            starts.push(edges.len() as u32);
            if b.declared.contains(&m) {
                cut += b.dispatch_edges(m, &by_selector, &mut edges);
            }
        }
        for t in &instance_class {
            starts.push(edges.len() as u32);
            b.instance_edges(*t, &mut edges);
        }
        starts.push(edges.len() as u32);
        edges.shrink_to_fit();
        CallGraph { methods: n, starts, edges, instance_class, class_instance, cut }
    }

    pub fn node_count(&self) -> usize {
        self.starts.len() - 1
    }

    pub fn edges(&self, node: Node) -> &[Edge] {
        match (self.starts.get(node.0 as usize), self.starts.get(node.0 as usize + 1)) {
            (Some(a), Some(b)) => &self.edges[*a as usize..*b as usize],
            _ => &[],
        }
    }

    pub fn body(&self, method: MethodId) -> Node {
        Node(method.0)
    }

    pub fn instance(&self, class: TypeId) -> Option<Node> {
        self.class_instance.get(&class).map(|i| Node(2 * self.methods + i))
    }

    /// The method whose body or dispatch node this is.
    pub fn method_of(&self, node: Node) -> Option<MethodId> {
        (node.0 < 2 * self.methods).then(|| MethodId(node.0 % self.methods.max(1)))
    }

    pub fn is_body(&self, node: Node) -> bool {
        node.0 < self.methods
    }

    /// The class whose instance node this is.
    pub fn class_of(&self, node: Node) -> Option<TypeId> {
        self.instance_class.get((node.0.checked_sub(2 * self.methods)?) as usize).copied()
    }

    pub fn edge_count(&self) -> usize {
        self.edges.len()
    }
}

/// Static initialisers by class.
fn clinits(program: &Program) -> FxHashMap<TypeId, MethodId> {
    let name = program.names.get(b"<clinit>");
    program
        .classes
        .iter()
        .filter_map(|c| Some((c.id, program.class_methods(c).iter().copied().find(|m| Some(program.method(*m).name) == name)?)))
        .collect()
}

/// Defined virtual methods by (name, prototype), for the selectors that are called virtually.
fn selectors(program: &Program, declared: &FxHashSet<MethodId>) -> FxHashMap<(Symbol, crate::program::ProtoId), Vec<MethodId>> {
    let wanted: FxHashSet<_> = declared.iter().map(|m| (program.method(*m).name, program.method(*m).proto)).collect();
    let mut out: FxHashMap<_, Vec<MethodId>> = FxHashMap::default();
    for class in &program.classes {
        for m in program.class_methods(class) {
            let method = program.method(*m);
            if method.is_virtual && wanted.contains(&(method.name, method.proto)) {
                out.entry((method.name, method.proto)).or_default().push(*m);
            }
        }
    }
    out
}

struct Builder<'p, 'a> {
    program: &'p Program<'a>,
    n: u32,
    class_instance: &'p FxHashMap<TypeId, u32>,
    screens: &'p FxHashSet<TypeId>,
    clinits: FxHashMap<TypeId, MethodId>,
    /// Classes whose objects the app keeps for itself.
    kept: FxHashSet<TypeId>,
    /// Which handlers a sent message runs.
    messages: Messages,
    /// Methods called virtually.
    declared: FxHashSet<MethodId>,
    /// Some web view is given an object for its scripts.
    bridged: bool,
}

/// `addJavascriptInterface` is called: on the platform's web view or on one that an SDK brings.
fn bridged(program: &Program) -> bool {
    let Some(name) = program.names.get(b"addJavascriptInterface") else { return false };
    program.method_ids().any(|m| program.method(m).name == name && program.callers(m).next().is_some())
}

impl Builder<'_, '_> {
    fn instance(&self, class: TypeId) -> Option<Node> {
        self.class_instance.get(&class).map(|i| Node(2 * self.n + i))
    }

    fn site_edges(&mut self, site: &Site, out: &mut Vec<Edge>) {
        let pc = site.pc();
        let p = self.program;
        match site.kind() {
            SiteKind::InvokeVirtual | SiteKind::InvokeInterface => {
                let m = MethodId(site.target());
                let handled = self.messages.reached(p, site.method, m).iter();
                out.extend(handled.map(|h| Edge { to: Node(h.0), kind: EdgeKind::Callback, pc }));
                // Calls declared by the framework lead to app code only through objects; those are reached where they are made
                // (`instance_edges`), which tells the moment better than "some Runnable runs somewhere".
                if self.is_open(p.method(m).class) && (self.kept.is_empty() || !is_functional(&p.method_name(m))) {
                    return;
                }
                self.declared.insert(m);
                out.push(Edge { to: Node(self.n + m.0), kind: EdgeKind::Call, pc });
            }
            SiteKind::InvokeSuper
            | SiteKind::InvokeDirect
            | SiteKind::InvokeStatic
            | SiteKind::InvokePolymorphic
            | SiteKind::InvokeCustom => {
                let m = MethodId(site.target());
                let method = p.method(m);
                if let Some(t) = p.resolve(method.class, method.name, method.proto) {
                    out.push(Edge { to: Node(t.0), kind: EdgeKind::Call, pc });
                    if site.kind() == SiteKind::InvokeStatic {
                        self.initialise(p.method(t).class, pc, out);
                    }
                    // A lambda's body runs when its object is used; it is made here.
                }
            }
            SiteKind::NewInstance => {
                if let Some(i) = self.instance(TypeId(site.target())) {
                    out.push(Edge { to: i, kind: EdgeKind::Call, pc });
                }
            }
            SiteKind::ConstClass => {
                let t = TypeId(site.target());
                if let Some(i) = self.instance(t) {
                    // A class constant may be turned into an object (workers, fragments, services, dependency injection).
                    let kind = if self.screens.contains(&t) { EdgeKind::Screen } else { EdgeKind::Reflection };
                    out.push(Edge { to: i, kind, pc });
                }
            }
            SiteKind::StaticGet | SiteKind::StaticPut => {
                let field = p.field(crate::program::FieldId(site.target()));
                self.initialise(field.class, pc, out);
            }
            _ => {}
        }
    }

    fn initialise(&self, class: TypeId, pc: u32, out: &mut Vec<Edge>) {
        if let Some(c) = self.clinits.get(&class) {
            out.push(Edge { to: Node(c.0), kind: EdgeKind::Call, pc });
        }
    }

    fn reflection_edges(&self, r: &reflect::Reflective, out: &mut Vec<Edge>) {
        let Some(t) = r.class else { return };
        if let Some(i) = self.instance(t) {
            let kind = if self.screens.contains(&t) { EdgeKind::Screen } else { EdgeKind::Reflection };
            out.push(Edge { to: i, kind, pc: r.pc });
        }
        let (Some(name), Some(class)) = (&r.method, self.program.class(t)) else { return };
        for m in self.program.class_methods(class) {
            if self.program.method_name(*m) == name.as_str() {
                out.push(Edge { to: Node(m.0), kind: EdgeKind::Reflection, pc: r.pc });
            }
        }
    }

    /// Neither the class nor anything above the declaration is the app's: the framework's own.
    fn is_open(&self, class: TypeId) -> bool {
        !self.program.is_defined(class)
    }

    /// From a declared method to what a call on it may run.
    fn dispatch_edges(
        &self,
        m: MethodId,
        by_selector: &FxHashMap<(Symbol, crate::program::ProtoId), Vec<MethodId>>,
        out: &mut Vec<Edge>,
    ) -> u32 {
        let p = self.program;
        let method = p.method(m);
        if self.is_open(method.class) {
            for t in self.kept_sorted() {
                if let Some(d) =
                    p.find_method(t, method.name, method.proto).filter(|d| p.method(*d).defined && p.is_subtype(t, method.class))
                {
                    out.push(Edge { to: Node(d.0), kind: EdgeKind::Dispatch, pc: 0 });
                }
            }
            return 0;
        }
        let first = out.len();
        let push = |to: MethodId, out: &mut Vec<Edge>| out.push(Edge { to: Node(to.0), kind: EdgeKind::Dispatch, pc: 0 });
        if let Some(t) = p.resolve(method.class, method.name, method.proto) {
            push(t, out);
        }
        let Some(defs) = by_selector.get(&(method.name, method.proto)) else { return 0 };
        let mut cut = 0;
        // Whichever set is smaller is walked: the overrides, or the classes below.
        if defs.len() <= 64 {
            for d in defs {
                let class = p.method(*d).class;
                if class != method.class && p.is_subtype(class, method.class) {
                    push(*d, out);
                }
            }
        } else {
            let below = p.descendants(method.class, MAX_TARGETS);
            cut = u32::from(below.len() >= MAX_TARGETS);
            for class in below.into_iter().skip(1) {
                if let Some(d) = p.find_method(class, method.name, method.proto).filter(|d| p.method(*d).defined) {
                    push(d, out);
                }
            }
        }
        // A class below may inherit the implementation from beside (class C extends B implements I: B.run serves I.run).
        if method.flags & crate::program::ACC_ABSTRACT != 0 || out.len() == first {
            for class in p.descendants(method.class, 256).into_iter().skip(1) {
                if let Some(d) = p.resolve(class, method.name, method.proto) {
                    push(d, out);
                }
            }
        }
        let mut seen = FxHashSet::default();
        let mut kept = first;
        for i in first..out.len() {
            if seen.insert(out[i].to) {
                out[kept] = out[i];
                kept += 1;
            }
        }
        out.truncate(kept);
        cut
    }

    fn kept_sorted(&self) -> Vec<TypeId> {
        let mut all: Vec<TypeId> = self.kept.iter().copied().collect();
        all.sort_unstable();
        all
    }

    /// What follows once an object exists: static initialisers of the class and those above, and the framework's callbacks.
    fn instance_edges(&self, class: TypeId, out: &mut Vec<Edge>) {
        let p = self.program;
        let above = p.ancestors(class);
        let mut taken: FxHashSet<(Symbol, crate::program::ProtoId)> = FxHashSet::default();
        let provider = above.iter().any(|t| p.descriptor_bytes(*t) == b"Landroid/content/ContentProvider;");
        let has_open = above.iter().any(|t| !p.is_defined(*t) && p.descriptor_bytes(*t) != b"Ljava/lang/Object;");
        for t in &above {
            if let Some(c) = self.clinits.get(t) {
                out.push(Edge { to: Node(c.0), kind: EdgeKind::Call, pc: 0 });
            }
            if !has_open {
                continue;
            }
            let Some(defined) = p.class(*t) else { continue };
            for m in p.class_methods(defined) {
                let method = p.method(*m);
                if !method.is_virtual || method.flags & ACC_STATIC != 0 || !taken.insert((method.name, method.proto)) {
                    continue;
                }
                if p.is_callback(*m, &above) {
                    let name = p.method_name(*m);
                    // A provider is created at app start; its queries come when somebody asks.
                    let later = waits_for_input(&name) || (provider && name != "onCreate" && name != "attachInfo");
                    let kind = match later {
                        true => EdgeKind::Input,
                        false if self.kept.contains(&class) || self.messages.joined.contains(m) => EdgeKind::Kept,
                        false => EdgeKind::Callback,
                    };
                    out.push(Edge { to: Node(m.0), kind, pc: 0 });
                }
            }
        }
        // What a page calls, and when, is written in the page: as late as input.
        if self.bridged {
            let methods = above.iter().filter_map(|t| p.class(*t)).flat_map(|c| p.class_methods(c));
            out.extend(methods.filter(|m| p.is_scripted(**m)).map(|m| Edge { to: Node(m.0), kind: EdgeKind::Input, pc: 0 }));
        }
    }
}

/// Is the class part of the platform.
pub fn is_platform(program: &Program, class: TypeId) -> bool {
    framework::is_platform(program.descriptor_bytes(class))
}
