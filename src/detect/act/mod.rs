//! What the app does besides reading data: asks for permissions, starts itself or others, hides, repeats a reading, ticks a consent.

mod held;
mod period;
mod refusal;
mod request;
mod screens;
mod start;
mod tick;

pub use screens::policy_far;

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::api::Hit;
use super::artefact::Artefact;
use super::collect::Scene;
use super::observed::{Act, ActKind, Consent, Owner, Tri, When};
use super::owner::Owners;
use crate::app::App;
use crate::evidence::{EvidenceId, EvidenceSet};
use crate::knowledge::{Knowledge, SdkIndex};
use crate::program::{Constants, MethodId, Program, SiteKind, TypeId};

/// Everything the searches look at.
pub struct Stage<'s, 'a, 'k> {
    pub scene: &'s Scene<'s, 'a>,
    pub app: &'s App,
    pub constants: &'s Constants<'s, 'a>,
    pub owners: &'s Owners,
    pub index: &'s SdkIndex<'k>,
    pub knowledge: &'k Knowledge,
    pub hits: &'s [Hit<'k>],
    pub here: Artefact<'s>,
}

/// Bodies that one look ahead from a place in the code visits: enough for an SDK's own chain, few enough to look often.
const AHEAD: usize = 2_000;

/// Every act found, in order of kind, owner and what it is about; the earliest place of each speaks.
pub fn find(stage: &Stage, out: &mut EvidenceSet) -> Vec<Act> {
    let mut found = request::find(stage, out);
    found.extend(refusal::find(stage, out));
    found.extend(start::find(stage, out));
    found.extend(period::find(stage, out));
    found.extend(tick::find(stage, out));
    let mut acts: BTreeMap<(ActKind, Owner, Vec<String>), Act> = BTreeMap::new();
    for act in found {
        let key = (act.kind, act.owner.clone(), act.what.clone());
        match acts.entry(key) {
            std::collections::btree_map::Entry::Vacant(slot) => {
                slot.insert(act);
            }
            std::collections::btree_map::Entry::Occupied(mut slot) => earlier(slot.get_mut(), act),
        }
    }
    acts.into_values().collect()
}

/// What can run comes first, then the ungated, then the early.
fn earlier(kept: &mut Act, other: Act) {
    let rank = |a: &Act| {
        let gate = match a.consent {
            Consent::Ungated => 0,
            Consent::Unknown => 1,
            Consent::Gated => 2,
        };
        (a.reachable != Tri::Yes, gate, a.when)
    };
    let mut other = other;
    if rank(&other) < rank(kept) {
        std::mem::swap(kept, &mut other);
    }
    for id in other.evidence.into_iter().take(2) {
        if !kept.evidence.contains(&id) && kept.evidence.len() < 16 {
            kept.evidence.push(id);
        }
    }
}

impl<'s, 'a, 'k> Stage<'s, 'a, 'k> {
    fn program(&self) -> &'s Program<'a> {
        self.scene.program
    }

    fn owner(&self, method: MethodId) -> Owner {
        self.owners.of_method(self.program(), method).clone()
    }

    /// An act at an instruction, with the way that leads there.
    fn at(&self, kind: ActKind, what: Vec<String>, place: (MethodId, u32), excerpt: String, out: &mut EvidenceSet) -> Act {
        let (method, pc) = place;
        let moment = self.scene.moments.at(method, pc);
        let mut evidence = vec![self.scene.site(method, pc, excerpt, None, out)];
        if moment.reachable {
            evidence.extend(self.scene.path(method, moment, out));
        }
        let reachable = if moment.reachable { Tri::Yes } else { Tri::No };
        Act { kind, owner: self.owner(method), what, reachable, when: moment.when, consent: moment.consent, evidence }
    }

    /// An act that the manifest or a screen shows.
    fn shown(&self, kind: ActKind, owner: Owner, what: Vec<String>, when: When, evidence: Vec<EvidenceId>) -> Act {
        Act { kind, owner, what, reachable: Tri::Yes, when, consent: Consent::Unknown, evidence }
    }

    /// Places that call a method of this name (any class), in order of method.
    fn calls_of(&self, names: &[&str]) -> Vec<(MethodId, u32, MethodId)> {
        self.calls_in(names, |_| true)
    }

    /// The same, of classes with these descriptors only: what a constructor makes is asked before its callers are looked at.
    fn calls_in(&self, names: &[&str], class: impl Fn(&[u8]) -> bool) -> Vec<(MethodId, u32, MethodId)> {
        let p = self.program();
        let wanted: Vec<_> = names.iter().filter_map(|n| p.names.get(n.as_bytes())).collect();
        let mut out = Vec::new();
        let fits = |m: &MethodId| wanted.contains(&p.method(*m).name) && class(p.descriptor_bytes(p.method(*m).class));
        for callee in p.method_ids().filter(fits) {
            out.extend(p.callers(callee).map(|s| (s.method, s.pc(), callee)));
        }
        out.sort_unstable();
        out
    }

    /// Visits what the app's own bodies called from `start` run, breadth first, until `see` says stop. The framework's callbacks of objects
    /// made on the way are followed, screens and input are not: those are another moment.
    fn ahead(&self, start: MethodId, see: &mut dyn FnMut(MethodId) -> bool) {
        use crate::callgraph::graph::EdgeKind;
        let graph = self.scene.graph;
        let mut seen: FxHashSet<_> = FxHashSet::default();
        let mut queue = std::collections::VecDeque::from([graph.body(start)]);
        let mut bodies = 0;
        while let Some(node) = queue.pop_front() {
            if !seen.insert(node) {
                continue;
            }
            if let Some(m) = graph.method_of(node).filter(|_| graph.is_body(node)) {
                bodies += 1;
                if bodies > AHEAD || see(m) {
                    return;
                }
            }
            let edges = graph.edges(node).iter().filter(|e| !matches!(e.kind, EdgeKind::Input | EdgeKind::Screen | EdgeKind::Kept));
            queue.extend(edges.map(|e| e.to));
        }
    }

    /// A class stands below another, whoever defines that one.
    fn is_a(&self, class: TypeId, descriptor: &str) -> bool {
        let p = self.program();
        p.ancestors(class).iter().any(|t| p.descriptor_bytes(*t) == descriptor.as_bytes())
    }

    /// Texts of one meaning in `signatures/phrase`, as written there.
    fn terms(&self, means: &str) -> Vec<&'k str> {
        let files = self.knowledge.phrases.iter().filter(|f| f.kind == "sign" && f.means == means);
        files.flat_map(|f| f.terms.iter().map(String::as_str)).collect()
    }
}

/// Calls of one body: where, and what is named.
fn invoked<'p>(program: &'p Program, method: MethodId) -> impl Iterator<Item = (u32, MethodId)> + 'p {
    let sites = program.sites(method).iter().filter(|s| s.kind().is_invoke() && s.kind() != SiteKind::InvokeCustom);
    sites.filter_map(|s| Some((s.pc(), s.callee()?)))
}
