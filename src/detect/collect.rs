//! Hits become collections: one entry per (data type, owner, API), with its sites, its moment and the path that leads there.

use std::collections::BTreeMap;

use super::api::{Hit, descriptor};
use super::moment::{Moment, Moments};
use super::observed::{Collection, Consent, Owner, Site, Strength, Tri, When};
use crate::bytes::short_id;
use crate::callgraph::graph::EdgeKind;
use crate::callgraph::{CallGraph, Entry, EntryKind};
use crate::evidence::{Evidence, EvidenceId, EvidenceKind, EvidenceSet};
use crate::program::{MethodId, Program};

/// What every piece of evidence of one app shares.
pub struct Scene<'s, 'a> {
    pub program: &'s Program<'a>,
    pub graph: &'s CallGraph,
    pub entries: &'s [Entry],
    pub moments: &'s Moments,
    /// `sha256:...` of the file received.
    pub artefact: &'s str,
}

/// Steps of a path that a report prints; the middle of a longer one is left out, and the excerpt says so.
const MAX_STEPS: usize = 24;

impl Scene<'_, '_> {
    /// Evidence for an instruction.
    pub fn site(&self, method: MethodId, pc: u32, excerpt: String, signature: Option<String>, out: &mut EvidenceSet) -> EvidenceId {
        let p = self.program;
        out.add(Evidence {
            kind: EvidenceKind::Code,
            artefact: self.artefact.to_owned(),
            path: p.dex_of(method).map(|d| d.path.to_owned()).unwrap_or_default(),
            locator: format!("{} @{:#x}", p.signature(method), pc.saturating_mul(2)),
            excerpt,
            signature,
        })
    }

    /// Evidence for the way from an entry point to a method: the manifest's line, then each call.
    pub fn path(&self, method: MethodId, moment: Moment, out: &mut EvidenceSet) -> Vec<EvidenceId> {
        let p = self.program;
        let (entry, steps) = self.moments.path(self.graph, method, moment);
        let mut ids = Vec::new();
        if let Some(e) = entry.and_then(|i| self.entries.get(i)) {
            let kind =
                if matches!(e.kind, EntryKind::View | EntryKind::LayoutClick) { EvidenceKind::Resource } else { EvidenceKind::Manifest };
            let class = p.descriptor(e.class).into_owned();
            let excerpt = match e.method {
                Some(m) => format!("android:onClick=\"{}\"", p.method_name(m)),
                None => format!("{}: {class}", entry_word(e.kind)),
            };
            ids.push(out.add(Evidence {
                kind,
                artefact: self.artefact.to_owned(),
                path: e.path.clone(),
                locator: e.locator.clone(),
                excerpt,
                signature: None,
            }));
        }
        for (i, pair) in steps.windows(2).enumerate() {
            let [from, to] = pair else { continue };
            if steps.len() > MAX_STEPS && i >= MAX_STEPS / 2 && i + MAX_STEPS / 2 < steps.len() {
                continue;
            }
            let how = match to.kind {
                EdgeKind::Callback | EdgeKind::Input | EdgeKind::Kept => "the framework calls",
                EdgeKind::Reflection => "by name",
                EdgeKind::Screen => "opens",
                _ => "calls",
            };
            ids.push(self.site(from.method, to.from_pc, format!("{how} {}", p.signature(to.method)), None, out));
        }
        ids
    }
}

fn entry_word(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Provider => "content provider",
        EntryKind::Initializer => "startup initialiser",
        EntryKind::Application => "Application",
        EntryKind::Launcher => "launcher activity",
        EntryKind::Activity => "activity",
        EntryKind::Receiver => "broadcast receiver",
        EntryKind::Service => "service",
        EntryKind::View => "view in a layout",
        EntryKind::LayoutClick => "click handler in a layout",
    }
}

/// Groups the hits.
pub fn collections(scene: &Scene, hits: &[Hit], owner: &dyn Fn(MethodId) -> Owner, out: &mut EvidenceSet) -> Vec<Collection> {
    type Met<'h, 'k> = (&'h Hit<'k>, Moment);
    let mut groups: BTreeMap<(String, Owner, String), Vec<Met>> = BTreeMap::new();
    for hit in hits {
        let moment = scene.moments.at(hit.method, hit.pc);
        groups.entry((hit.api.data_type.clone(), owner(hit.method), hit.shown.clone())).or_default().push((hit, moment));
    }
    let p = scene.program;
    let mut list: Vec<Collection> = groups
        .into_iter()
        .filter_map(|((data_type, owner, api), mut sites)| {
            // What can run first, then the earliest.
            sites.sort_by_key(|(h, m)| (!m.reachable, m.consent, m.when, h.method, h.pc));
            let (first, moment) = *sites.first()?;
            let reached: Vec<&(&Hit, Moment)> = sites.iter().filter(|(_, m)| m.reachable).collect();
            let mut evidence = Vec::new();
            for (h, _) in sites.iter().take(8) {
                let excerpt = if h.pc == 0 && h.api.kind == crate::knowledge::ApiKind::Callback {
                    format!("overrides {api}")
                } else {
                    format!("uses {api}")
                };
                evidence.push(scene.site(h.method, h.pc, excerpt, Some(format!("api/{}", h.api.id)), out));
            }
            if moment.reachable {
                evidence.extend(scene.path(first.method, moment, out));
            }
            let mut seen = std::collections::BTreeSet::new();
            evidence.retain(|e| seen.insert(e.clone()));
            let reachable = if reached.is_empty() { Tri::No } else { Tri::Yes };
            let when = reached.iter().map(|(_, m)| m.when).min().unwrap_or(When::Unknown);
            let consent = reached.iter().map(|(_, m)| m.consent).min_by_key(|c| match c {
                Consent::Ungated => 0,
                Consent::Unknown => 1,
                Consent::Gated => 2,
            });
            Some(Collection {
                id: short_id("C", &[&data_type, &owner.key(), &api]),
                node: first.api.node.clone(),
                strength: sites.iter().map(|(h, _)| h.strength).min().unwrap_or(Strength::Weak),
                user_mediated: sites.iter().all(|(h, _)| h.user_mediated),
                blocked_from_api: first.api.blocked_from_api,
                permissions: first.api.permissions.clone(),
                reachable,
                when,
                consent: consent.unwrap_or(Consent::Unknown),
                leaves_device: Tri::Unknown,
                sites: sites
                    .iter()
                    .map(|(h, m)| Site {
                        class: p.descriptor(p.method(h.method).class).into_owned(),
                        method: p.method_text(h.method),
                        dex: p.dex_of(h.method).map(|d| d.name.to_owned()).unwrap_or_default(),
                        offset: h.pc.saturating_mul(2),
                        when: m.when,
                        consent: m.consent,
                        leaves_device: Tri::Unknown,
                    })
                    .collect(),
                evidence,
                data_type,
                owner,
                api,
            })
        })
        .collect();
    list.sort_by(|a, b| (&a.data_type, &a.owner, &a.api).cmp(&(&b.data_type, &b.owner, &b.api)));
    list
}

/// Actions of manifest receivers with the method that receives them.
pub fn receiver_filters(program: &Program, app: &crate::app::App) -> Vec<(String, MethodId)> {
    let mut out = Vec::new();
    for c in app.manifest.components.iter().filter(|c| c.kind == crate::app::ComponentKind::Receiver) {
        let Some(class) = program.type_by_descriptor(&descriptor(&c.target)) else { continue };
        let on_receive = program
            .ancestors(class)
            .into_iter()
            .filter_map(|t| program.class(t))
            .flat_map(|c| program.class_methods(c).iter().copied())
            .find(|m| program.names.bytes(program.method(*m).name) == b"onReceive");
        if let Some(m) = on_receive {
            out.extend(c.filters.iter().flat_map(|f| f.actions.iter().map(|a| (a.clone(), m))));
        }
    }
    out
}
