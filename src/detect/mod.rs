//! Floor 7: what the app does. [`Observed`] holds no opinion; its element types are those of the report contract.

pub mod act;
pub mod api;
pub mod artefact;
pub mod bundle;
pub mod collect;
pub mod coordinates;
pub mod dynamic;
pub mod endpoint;
pub mod fingerprint;
pub mod gaps;
pub mod moment;
pub mod native;
pub mod observed;
pub mod owner;
pub mod packer;
pub mod permission;
pub mod policy_in_app;
pub mod reflection;
pub mod script;
pub mod sdk;
pub mod signs;
mod terms;
pub mod trace;
pub mod version;
pub use crate::flow::Effort;
pub use observed::*;

use rustc_hash::FxHashSet;

use crate::app::App;
use crate::budget::Budget;
use crate::callgraph::{self, CallGraph, reflect};
use crate::container::Package;
use crate::evidence::{EvidenceKind, EvidenceSet};
use crate::flow::gate;
use crate::gap::{Gap, GapCode, Hides};
use crate::knowledge::{Knowledge, SdkIndex};
use crate::program::{Constants, Program};
use artefact::Artefact;
use collect::Scene;
use moment::{Moments, consent_words};
use owner::Owners;

/// Everything found in an app. `gaps` are those of the floors below.
pub fn observe(
    package: &Package,
    app: &App,
    program: &Program,
    mut gaps: Vec<Gap>,
    knowledge: &Knowledge,
    follow: Option<Effort>,
    budget: &mut Budget,
) -> Observed {
    let constants = Constants::new(program);
    let screens: FxHashSet<_> = app
        .manifest
        .components
        .iter()
        .filter(|c| c.kind == ComponentKind::Activity)
        .filter_map(|c| program.type_by_descriptor(&api::descriptor(&c.target)))
        .collect();
    let reflective = reflect::calls(program, &constants);
    let graph = CallGraph::build(program, &constants, &screens, &reflective);
    let entries = callgraph::entries(app, program);
    let gates = gate::find(program, &constants, &consent_words(&knowledge.consent));
    let moments = Moments::new(program, &graph, &entries, gates);
    let artefact = format!("sha256:{}", package.sha256);
    let scene = Scene { program, graph: &graph, entries: &entries, moments: &moments, artefact: &artefact };
    let mut evidence = EvidenceSet::default();

    let filters = collect::receiver_filters(program, app);
    let hits = api::find(program, &constants, &knowledge.apis, &reflective, &filters);
    let index = SdkIndex::new(&knowledge.sdks);
    let mut owners = Owners::new(program, &app.manifest, &index);
    let prints = fingerprint::Fingerprints::new(&knowledge.fingerprints);
    let renamed = fingerprint::find(program, &prints, &owners).unpack(&mut gaps);
    for met in &renamed {
        if let Some(owner) = knowledge.sdk(&met.id).map(owner::of_sdk) {
            owners.assign(&met.classes, &owner);
        }
    }
    let owners = owners;
    let owner = |m| owners.of_method(program, m).clone();
    let mut collections = collect::collections(&scene, &hits, &owner, &mut evidence);
    let flows = match follow {
        Some(effort) => {
            let ground = trace::Ground { scene: &scene, app, knowledge, owners: &owners, hits: &hits, effort };
            trace::find(&ground, &mut collections, &mut gaps, &mut evidence)
        }
        None => Vec::new(),
    };
    let here = Artefact { artefact: &artefact };
    let endpoints = endpoint::find(program, app, &owners, here, &mut evidence);
    let coordinates = coordinates::read(package, app, budget);
    let ground = sdk::Ground {
        program,
        app,
        collections: &collections,
        renamed: &renamed,
        knowledge,
        index: &index,
        owners: &owners,
        coordinates: &coordinates,
        artefact: here,
    };
    let moment = |m, pc| Some(moments.at(m, pc)).filter(|x| x.reachable).map(|x| (x.when, x.consent));
    let sdks = sdk::find(&ground, &endpoints, &|m| moments.all.is_reached(m), &moment, &mut evidence);
    let unseen = gaps::Ground {
        package,
        app,
        program,
        knowledge,
        index: &index,
        owners: &owners,
        constants: &constants,
        moments: &moments,
        artefact: here,
    };
    let more = gaps::find(&unseen, &gaps, &mut evidence, budget);
    gaps.extend(more);
    if gaps.iter().any(|g| g.code == GapCode::Script) {
        collections.extend(bundle::collections(package, app, knowledge, here, &mut evidence, budget, &mut gaps));
        collections.sort_by(|a, b| (&a.data_type, &a.owner, &a.api).cmp(&(&b.data_type, &b.owner, &b.api)));
    }
    let reached = |m| moments.all.is_reached(m);
    let policies = policy_in_app::find(package, app, program, knowledge, &owners, &reached, here, &mut evidence, budget);

    let manifest = &app.manifest;
    let anomalies: Vec<Anomaly> = package.all_anomalies().into_iter().chain(app.anomalies.iter().cloned()).collect();
    let anomaly_evidence = anomalies
        .iter()
        .map(|a| {
            let locator = a.offset.map_or_else(|| a.id.clone(), |o| format!("{} @{o:#x}", a.id));
            here.add(&mut evidence, EvidenceKind::Archive, &a.place, locator, a.what.clone(), None)
        })
        .collect();
    let code_hidden = gaps.iter().any(|g| g.code != GapCode::Reflection && g.hides.contains(&Hides::Calls));
    let search = permission::Search { program, app, knowledge, owners: &owners, hits: &hits, artefact: here, hidden: code_hidden };
    let permissions = permission::find(&search, &mut evidence);
    let hidden = gaps.iter().any(|g| g.hides.contains(&Hides::Resources) || g.code == GapCode::Script);
    let signs = signs::find(&signs::Screens { program, app, knowledge, owners: &owners, reached: &reached, hidden, here }, &mut evidence);
    let stage = act::Stage { scene: &scene, app, constants: &constants, owners: &owners, index: &index, knowledge, hits: &hits, here };
    let acts = act::find(&stage, &mut evidence);
    let signs = Signs { policy_far: act::policy_far(&stage, &mut evidence), ..signs };
    gaps.sort();
    gaps.dedup();
    Observed {
        version: 1,
        app: AppFacts {
            package: manifest.package.clone(),
            label: LabelFacts { default: manifest.label.default.clone(), zh: manifest.label.zh.clone() },
            version_name: manifest.version_name.clone(),
            version_code: manifest.version_code,
            min_sdk: manifest.min_sdk,
            target_sdk: manifest.target_sdk,
            debuggable: manifest.debuggable,
            signers: package.signers.clone(),
            installable: package.installable(),
        },
        components: manifest
            .components
            .iter()
            .map(|c| ComponentFact {
                kind: c.kind,
                name: c.name.clone(),
                exported: c.exported,
                permission: c.permission.clone(),
                owner: owners.of_name(program, &c.target, &index),
            })
            .collect(),
        permissions,
        sdks,
        collections,
        endpoints,
        flows,
        policies,
        signs,
        acts,
        anomalies,
        anomaly_evidence,
        gaps,
        evidence,
    }
}
