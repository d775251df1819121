//! Where collected data goes: the hits are sources, the models of `signatures/flow` say what libraries do, `flow` follows the data.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::api::{Hit, descriptor};
use super::collect::Scene;
use super::observed::{Collection, Flow, FlowPoint, FlowSink, Owner, Tri};
use super::owner::Owners;
use crate::app::App;
use crate::callgraph::EntryKind;
use crate::evidence::EvidenceSet;
use crate::flow::model::{Models, Sink};
use crate::flow::{self, Component, ComponentKind as Kind, Effort, Flows, Limits, Question, Source};
use crate::format::axml::Element;
use crate::gap::{Gap, Hides};
use crate::knowledge::{ApiKind, Knowledge};
use crate::program::{MethodId, Program, TypeId};

/// The models of the set, compiled.
pub fn models(knowledge: &Knowledge) -> Models {
    let mut models = Models::default();
    for m in knowledge.flows.iter().flat_map(|f| &f.method) {
        // A file that does not parse is told when signatures are checked; a private set may hold one all the same.
        let _ = models.add(&m.name, &m.does);
    }
    models
}

/// Evidence of a flow names so many steps; the middle of a longer way is left out.
const MAX_STEPS: usize = 24;

/// Places named of those that were not followed to the end.
const MAX_CUTS: usize = 12;

/// Data types by number, as `flow` compares them.
struct Types {
    names: Vec<String>,
}

impl Types {
    fn number(&mut self, name: &str) -> u32 {
        match self.names.iter().position(|n| n == name) {
            Some(i) => i as u32,
            None => {
                self.names.push(name.to_owned());
                (self.names.len() - 1) as u32
            }
        }
    }
}

/// What the tracing of one app stands on.
pub struct Ground<'g, 'a> {
    pub scene: &'g Scene<'g, 'a>,
    pub app: &'g App,
    pub knowledge: &'g Knowledge,
    pub owners: &'g Owners,
    pub hits: &'g [Hit<'g>],
    pub effort: Effort,
}

/// Follows what the hits read. Gives the flows and sets `leaves_device` of the collections and their sites.
pub fn find(ground: &Ground, collections: &mut [Collection], gaps: &mut Vec<Gap>, out: &mut EvidenceSet) -> Vec<Flow> {
    let Ground { scene, app, knowledge, owners, hits, effort } = *ground;
    let p = scene.program;
    let mut types = Types { names: Vec::new() };
    let mut sources: Vec<Source> = Vec::new();
    let mut shown: Vec<String> = Vec::new();
    for h in hits {
        let parameters = h.pc == 0
            && (h.api.kind == ApiKind::Callback
                || (h.api.kind == ApiKind::Intent && p.names.bytes(p.method(h.method).name) == b"onReceive"));
        // An action leads to data that another app hands over; the intent that carries the action is not it.
        if h.api.handle || (h.api.kind == ApiKind::Intent && !parameters) {
            continue;
        }
        let source = Source { method: h.method, pc: h.pc, parameters, kind: types.number(&h.api.data_type) };
        if !sources.contains(&source) {
            sources.push(source);
            shown.push(h.shown.clone());
        }
    }
    let inputs: FxHashMap<i64, u32> = inputs(app).into_iter().map(|(id, t)| (id, types.number(t))).collect();
    let models = models(knowledge);
    // Rows of the platform's methods without conditions on arguments, for those that an app calls by a name made up at run time.
    let mut by_name: FxHashMap<(&str, &str), u32> = FxHashMap::default();
    for a in knowledge.apis.iter().filter(|a| a.kind == ApiKind::Method && a.arguments.is_empty()) {
        if let Some((class, rest)) = a.signature.split_once("->") {
            by_name.entry((class, rest.split('(').next().unwrap_or(rest))).or_insert(types.number(&a.data_type));
        }
    }
    let components = components(scene, app);
    let flows = flow::trace(&Question {
        program: p,
        graph: scene.graph,
        models: &models,
        sources: &sources,
        inputs: &inputs,
        components: &components,
        library: &|t: TypeId| matches!(owners.of(t), Owner::Library { .. }),
        reached: &|m| scene.moments.all.is_reached(m),
        path: &|m| scene.moments.all.path(scene.graph, m).1.iter().map(|s| s.method).collect(),
        named: &|class, name| by_name.get(&(class, name)).copied(),
        dead: &scene.moments.gates().dead,
        limits: Limits::of(p.dex.iter().map(|d| d.file.data.len() as u64).sum(), effort),
    });
    gaps.extend(cuts(p, &flows));
    leaves(p, &flows, &types, collections);
    report(scene, &flows, &types, &shown, out)
}

/// Views that a person types personal data into, by resource id: `android:inputType` (text class 1, phone 3; variations of
/// `android.text.InputType`).
fn inputs(app: &App) -> BTreeMap<i64, &'static str> {
    let mut out = BTreeMap::new();
    for layout in &app.layouts {
        let mut stack: Vec<&Element> = vec![&layout.root];
        while let Some(e) = stack.pop() {
            stack.extend(&e.children);
            let Some(id) = e.android("id").and_then(resource) else { continue };
            let kind = e.android("inputType").and_then(|v| v.as_int()).unwrap_or(0);
            let hidden = e.android("password").and_then(|v| v.as_bool()) == Some(true);
            let data = match (kind & 0xf, kind & 0xff0) {
                _ if hidden => "account-credentials",
                (1, 0x80 | 0x90 | 0xe0) | (2, 0x10) => "account-credentials",
                (1, 0x20 | 0xd0) => "email",
                (1, 0x60) => "name",
                (1, 0x70) => "address",
                (3, _) => "phone-number",
                _ => continue,
            };
            out.insert(i64::from(id), data);
        }
    }
    out
}

fn resource(v: &crate::format::axml::Value) -> Option<u32> {
    if let crate::format::axml::Value::Reference(id) = v { Some(*id) } else { None }
}

fn components(scene: &Scene, app: &App) -> Vec<Component> {
    let p = scene.program;
    let mut out: Vec<Component> = Vec::new();
    let mut clicks: FxHashMap<TypeId, Vec<MethodId>> = FxHashMap::default();
    for e in scene.entries.iter().filter(|e| e.kind == EntryKind::LayoutClick) {
        clicks.entry(e.class).or_default().extend(e.method);
    }
    for e in scene.entries {
        let kind = match e.kind {
            EntryKind::Provider => Kind::Provider,
            EntryKind::Initializer | EntryKind::Application => Kind::Application,
            EntryKind::Launcher | EntryKind::Activity => Kind::Activity,
            EntryKind::Receiver => Kind::Receiver,
            EntryKind::Service => Kind::Service,
            EntryKind::View => Kind::View,
            EntryKind::LayoutClick => continue,
        };
        if out.iter().any(|c| c.class == e.class) {
            continue;
        }
        let of: Vec<_> =
            app.manifest.components.iter().filter(|c| c.enabled && p.type_by_descriptor(&descriptor(&c.target)) == Some(e.class)).collect();
        out.push(Component {
            class: e.class,
            kind,
            actions: of.iter().flat_map(|c| c.filters.iter().flat_map(|f| f.actions.iter().cloned())).collect(),
            authorities: of.iter().flat_map(|c| c.authorities.iter().cloned()).collect(),
            clicks: clicks.remove(&e.class).unwrap_or_default(),
        });
    }
    out.sort_by_key(|c| (c.kind, c.class));
    out
}

/// Sources whose data were not followed to the end: what was found of them stands, `leaves_device: no` is not said.
fn cuts(p: &Program, flows: &Flows) -> Vec<Gap> {
    let mut places: Vec<String> = flows
        .sources
        .iter()
        .zip(&flows.fates)
        .filter(|(_, f)| f.cut || (flows.cut && !f.met))
        .map(|(s, _)| p.signature(s.method))
        .collect();
    places.sort();
    places.dedup();
    let more = places.len().saturating_sub(MAX_CUTS);
    places.truncate(MAX_CUTS);
    let what = "over the budget of the data flow: the data read here were not followed to the end";
    let mut out: Vec<Gap> = places.into_iter().map(|m| Gap::unreadable(what, m, &[Hides::Flows])).collect();
    if more > 0 {
        out.push(Gap::unreadable(format!("{what}; {more} more places"), "code", &[Hides::Flows]));
    }
    out
}

/// Out of the device, or to another app (report contract, `leaves_device`).
fn is_out(sink: Sink) -> bool {
    matches!(sink, Sink::Network | Sink::Sms | Sink::Ipc)
}

fn answer_of(flows: &Flows, source: usize) -> Tri {
    let own = |s: usize| flows.flows.iter().any(|f| f.source == s && is_out(f.sink.sink));
    let mut handed: Vec<usize> = vec![source];
    let mut i = 0;
    while let Some(s) = handed.get(i).copied() {
        for (_, to) in flows.continues.iter().filter(|(a, _)| *a == s) {
            if !handed.contains(to) {
                handed.push(*to);
            }
        }
        i += 1;
    }
    if handed.iter().any(|s| own(*s)) {
        return Tri::Yes;
    }
    let ended = |s: usize| flows.fates.get(s).is_some_and(|f| f.met && !f.lost && !f.cut);
    if !flows.cut && handed.iter().all(|s| ended(*s)) { Tri::No } else { Tri::Unknown }
}

fn leaves(p: &Program, flows: &Flows, types: &Types, collections: &mut [Collection]) {
    let mut at: FxHashMap<(String, String, u32, u32), Vec<usize>> = FxHashMap::default();
    for (i, s) in flows.sources.iter().enumerate() {
        let class = p.descriptor(p.method(s.method).class).into_owned();
        at.entry((class, p.method_text(s.method), s.pc.saturating_mul(2), s.kind)).or_default().push(i);
    }
    for c in collections {
        let Some(kind) = types.names.iter().position(|n| *n == c.data_type) else { continue };
        for site in &mut c.sites {
            let key = (site.class.clone(), site.method.clone(), site.offset, kind as u32);
            let answers: Vec<Tri> = at.get(&key).into_iter().flatten().map(|s| answer_of(flows, *s)).collect();
            site.leaves_device = fold(answers.into_iter());
        }
        c.leaves_device = fold(c.sites.iter().map(|s| s.leaves_device));
    }
}

/// Yes if any is; no if all are.
fn fold(answers: impl Iterator<Item = Tri>) -> Tri {
    let all: Vec<Tri> = answers.collect();
    if all.contains(&Tri::Yes) {
        Tri::Yes
    } else if all.is_empty() || all.contains(&Tri::Unknown) {
        Tri::Unknown
    } else {
        Tri::No
    }
}

fn report(scene: &Scene, flows: &Flows, types: &Types, shown: &[String], out: &mut EvidenceSet) -> Vec<Flow> {
    let p = scene.program;
    let point = |method: MethodId, pc: u32, api: String| FlowPoint {
        api,
        class: p.descriptor(p.method(method).class).into_owned(),
        method: p.method_text(method),
        offset: pc.saturating_mul(2),
    };
    let mut list = Vec::new();
    for f in &flows.flows {
        let Some(source) = flows.sources.get(f.source) else { continue };
        let callee = p.signature(f.sink.callee);
        let callee = callee.split('(').next().unwrap_or_default().to_owned();
        let mut evidence = Vec::new();
        let n = f.steps.len();
        for (i, s) in f.steps.iter().enumerate() {
            if n > MAX_STEPS && i >= MAX_STEPS / 2 && i + MAX_STEPS / 2 < n {
                continue;
            }
            let excerpt = match i {
                0 => "the data is read".to_owned(),
                _ if i + 1 == n => format!("the data goes out: {callee}"),
                _ => "the data passes".to_owned(),
            };
            evidence.push(scene.site(s.method, s.pc, excerpt, None, out));
        }
        list.push(Flow {
            data_type: types.names.get(source.kind as usize).cloned().unwrap_or_default(),
            source: point(source.method, source.pc, shown.get(f.source).cloned().unwrap_or_else(|| "android:inputType".to_owned())),
            sink: FlowSink { kind: f.sink.sink, point: point(f.sink.method, f.sink.pc, callee) },
            steps: n as u32,
            evidence,
        });
    }
    list.sort_by(|a, b| {
        let key = |f: &Flow| {
            (
                f.data_type.clone(),
                f.source.class.clone(),
                f.source.method.clone(),
                f.source.offset,
                f.sink.point.class.clone(),
                f.sink.point.method.clone(),
                f.sink.point.offset,
            )
        };
        key(a).cmp(&key(b))
    });
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_of_the_set_is_understood() {
        let mut models = Models::default();
        let bad: Vec<String> = Knowledge::builtin()
            .flows
            .iter()
            .flat_map(|f| f.method.iter().map(move |m| (f, m)))
            .filter_map(|(f, m)| models.add(&m.name, &m.does).err().map(|e| format!("flow/{}.toml: {}: {e}", f.id, m.name)))
            .collect();
        assert!(bad.is_empty(), "{}", bad.join("\n"));
    }
}
