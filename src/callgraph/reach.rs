//! What an entry point can reach, when, and by which shortest path.
//!
//! One walk in the order the system runs things: app start, launch, background, interaction. A node belongs to the first phase that
//! reaches it. Overrides wait until an object of their class can exist (rapid type analysis).

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use super::callback::waits_for_input;
use super::entry::{Entry, EntryKind};
use super::graph::{CallGraph, Edge, EdgeKind, Node};
use crate::program::{MethodId, Program, TypeId};

/// The earliest phase in which something can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Phase {
    AppStart,
    Launch,
    Background,
    Interaction,
    Never,
}

/// One step of a path: the method, and the code unit in the method before that leads here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub method: MethodId,
    pub from_pc: u32,
    pub kind: EdgeKind,
}

/// Edges that a walk must not take, as (body, code unit of the call): calls behind a gate.
pub type Closed = FxHashSet<(MethodId, u32)>;

pub struct Reach {
    phase: Vec<Phase>,
    parent: Vec<(u32, Edge)>,
    roots: FxHashMap<Node, usize>,
}

const NONE: u32 = u32::MAX;

impl Reach {
    /// Walks from all entries. Calls in `closed` are not taken.
    pub fn walk(program: &Program, graph: &CallGraph, entries: &[Entry], closed: &Closed) -> Reach {
        let no_edge = Edge { to: Node(NONE), kind: EdgeKind::Call, pc: 0 };
        let mut w = Walk {
            program,
            graph,
            closed,
            phase: vec![Phase::Never; graph.node_count()],
            parent: vec![(NONE, no_edge); graph.node_count()],
            alive: FxHashSet::default(),
            waiting: FxHashMap::default(),
            later: Vec::new(),
            kept: Vec::new(),
            queue: VecDeque::new(),
            roots: FxHashMap::default(),
        };
        for phase in [Phase::AppStart, Phase::Launch, Phase::Background, Phase::Interaction] {
            for (i, e) in entries.iter().enumerate() {
                w.root(i, e, phase);
            }
            if phase == Phase::Interaction {
                for (from, edge) in std::mem::take(&mut w.later) {
                    w.arrive(from, edge, phase);
                }
            }
            w.run(phase);
        }
        // Kept objects that nothing was seen to call: some later time.
        for (from, edge) in std::mem::take(&mut w.kept) {
            w.arrive(from, edge, Phase::Interaction);
        }
        w.run(Phase::Interaction);
        Reach { phase: w.phase, parent: w.parent, roots: w.roots }
    }

    pub fn phase(&self, method: MethodId) -> Phase {
        self.phase.get(method.0 as usize).copied().unwrap_or(Phase::Never)
    }

    pub fn is_reached(&self, method: MethodId) -> bool {
        self.phase(method) != Phase::Never
    }

    /// Shortest path from an entry to the method, as method bodies; and the index of the entry.
    pub fn path(&self, graph: &CallGraph, method: MethodId) -> (Option<usize>, Vec<Step>) {
        let mut out = Vec::new();
        let mut node = graph.body(method);
        let mut entry = None;
        // A path of ten thousand steps says nothing to a reader; the tree is finite anyway.
        for _ in 0..10_000 {
            let (from, edge) = self.parent.get(node.0 as usize).copied().unwrap_or((NONE, Edge { to: node, kind: EdgeKind::Call, pc: 0 }));
            if graph.is_body(node)
                && let Some(m) = graph.method_of(node)
            {
                out.push(Step { method: m, from_pc: edge.pc, kind: edge.kind });
            } else if let Some(last) = out.last_mut() {
                // Dispatch and instance nodes in between: the call's place is the edge into them.
                last.from_pc = edge.pc;
                if matches!(edge.kind, EdgeKind::Screen | EdgeKind::Reflection) {
                    last.kind = edge.kind;
                }
            }
            if let Some(i) = self.roots.get(&node) {
                entry = Some(*i);
            }
            if from == NONE {
                break;
            }
            node = Node(from);
        }
        out.reverse();
        (entry, out)
    }
}

struct Walk<'p, 'a> {
    program: &'p Program<'a>,
    graph: &'p CallGraph,
    closed: &'p Closed,
    phase: Vec<Phase>,
    parent: Vec<(u32, Edge)>,
    /// Classes of which an object, or one of a subclass, can exist.
    alive: FxHashSet<TypeId>,
    /// Overrides that wait for an object of their class.
    waiting: FxHashMap<TypeId, Vec<(Node, Edge)>>,
    /// Input and screen edges met in earlier phases.
    later: Vec<(Node, Edge)>,
    /// Callbacks of objects that the app keeps for itself.
    kept: Vec<(Node, Edge)>,
    queue: VecDeque<Node>,
    roots: FxHashMap<Node, usize>,
}

impl Walk<'_, '_> {
    fn root(&mut self, index: usize, entry: &Entry, phase: Phase) {
        let at = match entry.kind {
            EntryKind::Provider | EntryKind::Initializer | EntryKind::Application => Phase::AppStart,
            EntryKind::Launcher => Phase::Launch,
            EntryKind::Receiver | EntryKind::Service => Phase::Background,
            EntryKind::Activity | EntryKind::View | EntryKind::LayoutClick => Phase::Interaction,
        };
        if at != phase {
            return;
        }
        if let Some(method) = entry.method {
            self.start(self.graph.body(method), index, phase);
            return;
        }
        if let Some(node) = self.graph.instance(entry.class) {
            self.start(node, index, phase);
        }
        // Constructors run as well.
        if let Some(class) = self.program.class(entry.class) {
            for m in self.program.class_methods(class) {
                if self.program.names.bytes(self.program.method(*m).name) == b"<init>" {
                    self.start(self.graph.body(*m), index, phase);
                }
            }
        }
    }

    fn start(&mut self, node: Node, index: usize, phase: Phase) {
        self.roots.entry(node).or_insert(index);
        self.visit(NONE, Edge { to: node, kind: EdgeKind::Callback, pc: 0 }, phase);
    }

    fn arrive(&mut self, from: Node, edge: Edge, phase: Phase) {
        if edge.kind == EdgeKind::Dispatch
            && let Some(m) = self.graph.method_of(edge.to)
        {
            let class = self.program.method(m).class;
            if !self.alive.contains(&class) {
                self.waiting.entry(class).or_default().push((from, edge));
                return;
            }
        }
        self.visit(from.0, edge, phase);
    }

    fn visit(&mut self, from: u32, edge: Edge, phase: Phase) {
        let at = edge.to.0 as usize;
        if self.phase.get(at).copied() != Some(Phase::Never) {
            return;
        }
        self.phase[at] = phase;
        self.parent[at] = (from, edge);
        self.queue.push_back(edge.to);
        if let Some(class) = self.graph.class_of(edge.to) {
            for t in self.program.ancestors(class) {
                if self.alive.insert(t) {
                    for (from, edge) in self.waiting.remove(&t).unwrap_or_default() {
                        self.visit(from.0, edge, phase);
                    }
                }
            }
        }
    }

    fn run(&mut self, phase: Phase) {
        while let Some(node) = self.queue.pop_front() {
            let body = self.graph.is_body(node).then(|| self.graph.method_of(node)).flatten();
            for edge in self.graph.edges(node) {
                if let Some(m) = body
                    && self.closed.contains(&(m, edge.pc))
                {
                    continue;
                }
                if edge.kind == EdgeKind::Kept {
                    self.kept.push((node, *edge));
                    continue;
                }
                let input = matches!(edge.kind, EdgeKind::Input | EdgeKind::Screen);
                if input && phase != Phase::Interaction {
                    self.later.push((node, *edge));
                } else {
                    self.arrive(node, *edge, phase);
                }
            }
        }
    }
}

/// Is the method only called after user input.
pub fn is_input_handler(program: &Program, method: MethodId) -> bool {
    waits_for_input(&program.method_name(method))
}
