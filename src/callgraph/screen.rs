//! Screens: the activities, what each shows, and which it can open.
//!
//! A screen's code is what the call graph reaches from its activity without opening another one. What that code names opens: an activity by its
//! class, or by the action of an intent filter. Shared code counts for every screen that reaches it, so the graph has too many edges rather
//! than too few: "cannot be reached" is safe to say, "can be reached" is not.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::dijkstra;
use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::FxHashMap;

use super::entry::descriptor;
use super::graph::{CallGraph, EdgeKind, Node};
use crate::app::{App, ComponentKind};
use crate::format::axml::{Element, Value};
use crate::program::constant::Constant;
use crate::program::{ACC_STATIC, Constants, MethodId, Program, SiteKind, TypeId};

/// An activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Class name with dots.
    pub name: String,
    /// `None` where the app does not define the class.
    pub class: Option<TypeId>,
    pub launcher: bool,
    /// Indices into `App::layouts` of what its code sets or inflates.
    pub layouts: BTreeSet<usize>,
    /// Some text of its layouts or of its code is of the kind that was asked for.
    pub speaks: bool,
}

/// How one screen names another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    Class,
    Action,
}

/// The graph of an app's screens.
#[derive(Clone, Debug, Default)]
pub struct Screens {
    pub graph: DiGraph<Screen, Way>,
    /// The walk was cut: edges and layouts are missing.
    pub cut: bool,
}

/// Edges of the call graph followed for all screens together; a big app has a few million.
const EDGES: u64 = 20_000_000;
/// Calls looked at that set or inflate a layout.
const SETS: usize = 20_000;

impl Screens {
    /// `words` says of a text whether it is of the kind looked for.
    pub fn build(app: &App, program: &Program, constants: &Constants, calls: &CallGraph, words: &dyn Fn(&str) -> bool) -> Screens {
        let mut screens = Screens::default();
        let mut nodes: BTreeMap<&str, NodeIndex> = BTreeMap::new();
        for c in app.manifest.components.iter().filter(|c| c.kind == ComponentKind::Activity && c.enabled) {
            let class = program.type_by_descriptor(&descriptor(&c.target)).filter(|t| program.is_defined(*t));
            let node = *nodes.entry(&c.target).or_insert_with(|| {
                screens.graph.add_node(Screen { name: c.target.clone(), class, launcher: false, layouts: BTreeSet::new(), speaks: false })
            });
            if let Some(screen) = screens.graph.node_weight_mut(node) {
                screen.launcher |= c.is_launcher();
            }
        }
        let by_class: FxHashMap<TypeId, NodeIndex> =
            screens.graph.node_indices().filter_map(|n| Some((screens.graph.node_weight(n)?.class?, n))).collect();
        let mut walk = Walk {
            app,
            program,
            calls,
            shown: shown(app, program, constants),
            actions: actions(app, &nodes),
            by_class,
            seen: vec![0; calls.node_count()],
            round: 0,
            left: EDGES,
            words,
        };
        for from in screens.graph.node_indices() {
            let Some(class) = screens.graph.node_weight(from).and_then(|s| s.class) else { continue };
            let found = walk.from(class);
            for ((to, way), ()) in found.opens {
                if to != from {
                    screens.graph.update_edge(from, to, way);
                }
            }
            if let Some(screen) = screens.graph.node_weight_mut(from) {
                screen.layouts = found.layouts;
                screen.speaks = found.speaks;
            }
        }
        screens.cut = walk.left == 0;
        screens
    }

    /// How many screens further than the launcher each one is; a screen that is not there cannot be reached from it.
    pub fn steps(&self) -> BTreeMap<NodeIndex, u32> {
        let mut out = BTreeMap::new();
        let launchers = self.graph.node_indices().filter(|n| self.graph.node_weight(*n).is_some_and(|s| s.launcher));
        for launcher in launchers {
            for (node, steps) in dijkstra(&self.graph, launcher, None, |_| 1u32) {
                let least = out.entry(node).or_insert(steps);
                *least = steps.min(*least);
            }
        }
        out
    }
}

/// Layouts that a method sets or inflates, by method.
fn shown(app: &App, program: &Program, constants: &Constants) -> FxHashMap<MethodId, BTreeSet<usize>> {
    let ids: BTreeMap<i64, Vec<usize>> =
        app.layouts.iter().enumerate().filter(|(_, l)| l.id != 0).fold(BTreeMap::new(), |mut all, (i, l)| {
            all.entry(i64::from(l.id)).or_default().push(i);
            all
        });
    let mut out: FxHashMap<MethodId, BTreeSet<usize>> = FxHashMap::default();
    let mut left = SETS;
    for m in program.method_ids() {
        let method = program.method(m);
        let sets = match program.names.bytes(method.name) {
            b"setContentView" | b"inflate" => true,
            // `super(R.layout.x)` of fragments and activities.
            b"<init>" => [&b"Fragment;"[..], b"Activity;"].iter().any(|end| program.descriptor_bytes(method.class).ends_with(end)),
            _ => false,
        };
        if !sets || ids.is_empty() {
            continue;
        }
        let first = usize::from(method.flags & ACC_STATIC == 0);
        let numbers: Vec<usize> = program
            .proto(method.proto)
            .params
            .iter()
            .enumerate()
            .filter(|(_, t)| program.descriptor_bytes(**t) == b"I")
            .map(|(i, _)| i)
            .collect();
        for site in program.callers(m) {
            if numbers.is_empty() || left == 0 {
                break;
            }
            left -= 1;
            // Methods of the framework carry no flags here: the call says whether there is a receiver.
            let first = if method.defined { first } else { usize::from(site.kind() != SiteKind::InvokeStatic) };
            for n in &numbers {
                for constant in constants.argument(site.method, site.pc(), n + first).constants {
                    if let Constant::Int(id) = constant
                        && let Some(layouts) = ids.get(&(id & 0xffff_ffff))
                    {
                        out.entry(site.method).or_default().extend(layouts);
                    }
                }
            }
        }
    }
    out
}

/// Activities by the actions of their filters. The system's own actions name no screen.
fn actions<'a>(app: &'a App, nodes: &BTreeMap<&str, NodeIndex>) -> BTreeMap<&'a str, Vec<NodeIndex>> {
    let mut out: BTreeMap<&str, Vec<NodeIndex>> = BTreeMap::new();
    for c in app.manifest.components.iter().filter(|c| c.kind == ComponentKind::Activity && c.enabled) {
        let own = c.filters.iter().flat_map(|f| &f.actions).filter(|a| !a.starts_with("android."));
        for action in own {
            out.entry(action).or_default().extend(nodes.get(c.target.as_str()));
        }
    }
    out
}

struct Walk<'w, 'a> {
    app: &'w App,
    program: &'w Program<'a>,
    calls: &'w CallGraph,
    shown: FxHashMap<MethodId, BTreeSet<usize>>,
    actions: BTreeMap<&'w str, Vec<NodeIndex>>,
    by_class: FxHashMap<TypeId, NodeIndex>,
    /// The round in which a node was seen last.
    seen: Vec<u32>,
    round: u32,
    left: u64,
    words: &'w dyn Fn(&str) -> bool,
}

#[derive(Default)]
struct Found {
    opens: BTreeMap<(NodeIndex, Way), ()>,
    layouts: BTreeSet<usize>,
    speaks: bool,
}

impl Walk<'_, '_> {
    fn from(&mut self, class: TypeId) -> Found {
        let mut found = Found::default();
        self.round += 1;
        let mut open: Vec<Node> = self.calls.instance(class).into_iter().collect();
        open.extend(self.named(class, &["<init>"]));
        while let Some(node) = open.pop() {
            let Some(seen) = self.seen.get_mut(node.0 as usize) else { continue };
            if *seen == self.round {
                continue;
            }
            *seen = self.round;
            if self.calls.is_body(node)
                && let Some(m) = self.calls.method_of(node)
            {
                self.body(m, class, &mut found, &mut open);
            }
            for edge in self.calls.edges(node) {
                let Some(left) = self.left.checked_sub(1) else { return found };
                self.left = left;
                let screen = self.calls.class_of(edge.to).and_then(|c| self.by_class.get(&c));
                match screen {
                    Some(to) => drop(found.opens.insert((*to, Way::Class), ())),
                    None if edge.kind != EdgeKind::Screen => open.push(edge.to),
                    None => {}
                }
            }
        }
        found
    }

    fn body(&self, m: MethodId, class: TypeId, found: &mut Found, open: &mut Vec<Node>) {
        for layout in self.shown.get(&m).into_iter().flatten() {
            if found.layouts.insert(*layout)
                && let Some(l) = self.app.layouts.get(*layout)
            {
                let (handlers, texts) = read(&l.root);
                found.speaks |= texts.iter().any(|t| self.speaks(t));
                open.extend(self.named(class, &handlers));
            }
        }
        for text in self.program.sites(m).iter().filter_map(|s| self.program.string_at(s)) {
            found.speaks = found.speaks || (self.words)(&text);
            for to in self.actions.get(&*text).into_iter().flatten() {
                found.opens.insert((*to, Way::Action), ());
            }
        }
    }

    /// A text of a layout, in any of the languages of the string table.
    fn speaks(&self, text: &Value) -> bool {
        match text {
            Value::String(s) => (self.words)(s),
            Value::Reference(id) => {
                let all = &self.app.strings;
                let from = all.partition_point(|s| s.id < *id);
                all.iter().skip(from).take_while(|s| s.id == *id).any(|s| (self.words)(&s.value))
            }
            _ => false,
        }
    }

    /// Methods of a class, or of those above it, by name.
    fn named(&self, class: TypeId, names: &[&str]) -> Vec<Node> {
        if names.is_empty() {
            return Vec::new();
        }
        let p = self.program;
        let classes = p.ancestors(class).into_iter().filter_map(|t| p.class(t));
        let methods = classes.flat_map(|c| p.class_methods(c).iter().copied());
        methods.filter(|m| names.contains(&&*p.method_name(*m))).map(|m| self.calls.body(m)).collect()
    }
}

/// Names that `android:onClick` gives in a layout, and the texts that a person reads there.
fn read(root: &Element) -> (Vec<&str>, Vec<&Value>) {
    let (mut handlers, mut texts) = (Vec::new(), Vec::new());
    let mut open = vec![root];
    while let Some(e) = open.pop() {
        open.extend(&e.children);
        handlers.extend(e.android("onClick").and_then(|v| v.as_str()));
        texts.extend(["text", "hint", "title"].iter().filter_map(|a| e.android(a)));
    }
    (handlers, texts)
}
