//! How many screens lie between the launcher and the policy (method of 2019, item 1.3: not more than four taps).
//!
//! An activity leads to those whose class its code names when it opens a screen. Only paths that are there count: screens opened by an action,
//! by a fragment or inside a web page are not seen, so "no path" says nothing, and only a path that is too long is a lead.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Stage;
use crate::app::ComponentKind;
use crate::callgraph::graph::{EdgeKind, Node};
use crate::detect::api::descriptor;
use crate::detect::observed::{Owner, Sign, Tri};
use crate::detect::policy_in_app::is_policy_address;
use crate::detect::terms::Terms;
use crate::evidence::EvidenceSet;
use crate::format::axml::{Element, Value as Attribute};
use crate::program::constant::Value;
use crate::program::{MethodId, TypeId};

/// Screens that may lie between; a tap opens one.
const TAPS: usize = 4;
/// Nodes of the call graph looked at for one screen, and bodies whose constants are looked at in all.
const NODES: usize = 20_000;
const BODIES: usize = 6_000;

/// Yes: the nearest screen that shows or opens the policy is more than four screens away. No: it is nearer. Unknown: no path was seen.
pub fn policy_far(stage: &Stage, out: &mut EvidenceSet) -> Sign {
    let p = stage.program();
    let activities = stage.app.manifest.components.iter().filter(|c| c.kind == ComponentKind::Activity && c.enabled);
    let screens: Vec<TypeId> =
        activities.filter_map(|c| p.type_by_descriptor(&descriptor(&c.target))).filter(|t| p.is_defined(*t)).collect();
    let launchers = stage.app.manifest.launchers().filter_map(|c| p.type_by_descriptor(&descriptor(&c.target)));
    let words = Words::of(stage);
    let mut left = BODIES;
    let mut from: FxHashMap<TypeId, Option<TypeId>> = FxHashMap::default();
    let mut queue: VecDeque<(TypeId, usize)> = VecDeque::new();
    for t in launchers.filter(|t| p.is_defined(*t)) {
        if from.insert(t, None).is_none() {
            queue.push_back((t, 0));
        }
    }
    while let Some((screen, taps)) = queue.pop_front() {
        let seen = look(stage, screen, &screens, &words, &mut left);
        if seen.policy {
            if taps <= TAPS {
                return Sign { answer: Tri::No, evidence: Vec::new() };
            }
            let mut evidence = Vec::new();
            let mut at = Some(screen);
            while let Some(t) = at {
                evidence.push(stage.here.class(p, t, None, out));
                at = from.get(&t).copied().flatten();
            }
            evidence.reverse();
            return Sign { answer: Tri::Yes, evidence };
        }
        for next in seen.opens {
            if let std::collections::hash_map::Entry::Vacant(slot) = from.entry(next) {
                slot.insert(Some(screen));
                queue.push_back((next, taps + 1));
            }
        }
    }
    Sign::default()
}

/// Layouts and string resources that hold policy words, by number; texts are asked one by one.
struct Words {
    terms: Terms,
    resources: FxHashSet<u32>,
}

impl Words {
    fn of(stage: &Stage) -> Words {
        let terms = Terms::new(stage.knowledge, &["policy-words"]);
        let holds = |text: &str| terms.may_hold(text.as_bytes()) || is_policy_address(text);
        let mut resources: FxHashSet<u32> = stage.app.strings.iter().filter(|s| holds(&s.value)).map(|s| s.id).collect();
        let shows = |e: &Element, resources: &FxHashSet<u32>| {
            e.attributes.iter().any(|a| match &a.value {
                Attribute::String(s) => holds(s),
                Attribute::Reference(id) => resources.contains(id),
                _ => false,
            })
        };
        let mut layouts = Vec::new();
        for layout in stage.app.layouts.iter().filter(|l| l.id != 0) {
            let mut stack = vec![&layout.root];
            while let Some(e) = stack.pop() {
                stack.extend(&e.children);
                if shows(e, &resources) {
                    layouts.push(layout.id);
                    break;
                }
            }
        }
        resources.extend(layouts);
        Words { terms, resources }
    }

    fn hold(&self, text: &str) -> bool {
        self.terms.may_hold(text.as_bytes()) || is_policy_address(text)
    }
}

struct Seen {
    policy: bool,
    /// In order of type, each once.
    opens: Vec<TypeId>,
}

/// What one screen's code shows and opens, its click handlers included.
fn look(stage: &Stage, screen: TypeId, screens: &[TypeId], words: &Words, left: &mut usize) -> Seen {
    let p = stage.program();
    let graph = stage.scene.graph;
    let mut queue: VecDeque<Node> = graph.instance(screen).into_iter().collect();
    // `android:onClick` names methods of the screen that no edge leads to.
    if let Some(class) = p.class(screen) {
        queue.extend(p.class_methods(class).iter().map(|m| graph.body(*m)));
    }
    let mut seen: FxHashSet<Node> = FxHashSet::default();
    let (mut policy, mut opens) = (false, Vec::new());
    while let Some(node) = queue.pop_front() {
        if !seen.insert(node) || seen.len() > NODES {
            continue;
        }
        if let Some(m) = graph.method_of(node).filter(|_| graph.is_body(node))
            && *left > 0
            && matches!(stage.owner(m), Owner::App | Owner::Unknown)
        {
            *left -= 1;
            policy |= shows(stage, m, words);
        }
        for e in graph.edges(node) {
            match e.kind {
                EdgeKind::Screen => opens.extend(graph.class_of(e.to).filter(|t| screens.contains(t) && *t != screen)),
                _ => queue.push_back(e.to),
            }
        }
    }
    opens.sort_unstable();
    opens.dedup();
    Seen { policy, opens }
}

/// The body loads a text with policy words, or hands the number of such a text or layout to a call.
fn shows(stage: &Stage, m: MethodId, words: &Words) -> bool {
    let p = stage.program();
    if p.sites(m).iter().filter_map(|s| p.string_at(s)).any(|t| t.len() < 4_000 && words.hold(&t)) {
        return true;
    }
    let names = |i: i64| u32::try_from(i).is_ok_and(|id| words.resources.contains(&id));
    let numbered = |v: &Value| matches!(v, Value::Int(i) if names(*i));
    // Few bodies hold such a number at all: only those are worth the values of their calls.
    let holds = |m| p.code(m).is_some_and(|(code, _)| code.instructions().any(|i| matches!(i.op, 0x12..=0x15) && names(i.literal())));
    !words.resources.is_empty() && holds(m) && stage.constants.facts(m).calls.iter().any(|c| c.args.iter().any(numbered))
}
