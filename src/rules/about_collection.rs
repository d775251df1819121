//! Answers about one kind of data of one owner.

use super::Disclosure;
use super::fact::{Answer, Fact};
use super::hearing::Hearing;
use super::subject::Collected;
use crate::detect::{Collection, Tri, When};
use crate::evidence::EvidenceId;
use crate::gap::{GapCode, Hides};

/// Rows shown as evidence of one answer: enough to check, not every call of a large app.
const SHOWN: usize = 6;

fn evidence_of<'a>(rows: impl IntoIterator<Item = &'a Collection>) -> Vec<EvidenceId> {
    let mut out: Vec<EvidenceId> = Vec::new();
    for id in rows.into_iter().flat_map(|c| &c.evidence) {
        if !out.contains(id) && out.len() < SHOWN {
            out.push(id.clone());
        }
    }
    out
}

pub fn answer(h: &Hearing, fact: Fact, c: &Collected) -> Answer {
    let rows = |when: When| {
        let rows = c.ungated_at(when);
        Answer::of(!rows.is_empty(), evidence_of(rows.iter().copied()))
    };
    match fact {
        Fact::Reachable => Answer::of(c.reachable().next().is_some(), Vec::new()),
        Fact::Personal => Answer::of(c.telling().next().is_some(), evidence_of(c.telling().copied())),
        Fact::UngatedAtAppStart => rows(When::AppStart),
        Fact::UngatedAtLaunch => rows(When::Launch),
        Fact::GrantFree => {
            let at_install = (1..23).contains(&h.case.observed.app.target_sdk);
            let early: Vec<&Collection> = [When::AppStart, When::Launch].into_iter().flat_map(|w| c.ungated_at(w)).collect();
            let free: Vec<&Collection> = early.iter().copied().filter(|row| at_install || !granted_at_run_time(h, row)).collect();
            Answer::of(!free.is_empty(), evidence_of(free))
        }
        Fact::LeavesDevice => {
            let sent: Vec<&Collection> = c.telling().copied().filter(|row| row.leaves_device == Tri::Yes).collect();
            if !sent.is_empty() {
                Answer::yes(evidence_of(sent))
            } else if c.telling().any(|row| row.leaves_device == Tri::Unknown) {
                Answer::unknown(Vec::new(), h.hiding(fact.hidden_by()))
            } else {
                Answer::no(Vec::new())
            }
        }
        Fact::StaysOnDevice => {
            let all = c.telling().next().is_some() && c.telling().all(|row| row.leaves_device == Tri::No);
            Answer::of(all, Vec::new())
        }
        Fact::Disclosed => {
            let verdict = h.verdict(c);
            match verdict.disclosure {
                None => Answer::unknown(Vec::new(), Vec::new()),
                Some(Disclosure::Clear) => Answer::yes(verdict.evidence),
                // What its own entry lacks cannot be told where the entry's words were not understood.
                _ if verdict.entry_unread => Answer::unknown(verdict.evidence, Vec::new()),
                // The kind may stand in the annex, as far as SDKs go.
                Some(_) if h.annex_missing() && matches!(c.owner, crate::detect::Owner::Sdk { .. } | crate::detect::Owner::Unknown) => {
                    Answer::unknown(verdict.evidence, vec![GapCode::Policy])
                }
                Some(_) => Answer::no(verdict.evidence),
            }
        }
        Fact::VagueData => is(h, c, Disclosure::VagueData),
        Fact::VagueParty => is(h, c, Disclosure::VagueParty),
        Fact::Ambiguous => is(h, c, Disclosure::Ambiguous),
        Fact::Contradicted => is(h, c, Disclosure::Contradicted),
        Fact::Redundant => is(h, c, Disclosure::Redundant),
        Fact::SaidLocal => {
            let verdict = h.verdict(c);
            Answer::of(verdict.said_local, verdict.evidence)
        }
        Fact::CodeHidden => Answer::of(!h.hiding(&[Hides::Calls, Hides::CallsOfSdk, Hides::Sdks, Hides::Manifest]).is_empty(), Vec::new()),
        Fact::UnchangeableId => {
            let fixed: Vec<&Collection> = c.telling().copied().filter(|row| unchangeable(row)).collect();
            Answer::of(!fixed.is_empty(), evidence_of(fixed))
        }
        Fact::NecessaryForCategory => Answer::of(h.necessity.data_types.contains(&c.data_type), Vec::new()),
        Fact::NeedsGrant => {
            let mut rows = c.telling().peekable();
            let all = rows.peek().is_some() && rows.all(|row| granted_at_run_time(h, row));
            Answer::of(all && h.case.observed.app.target_sdk >= 23, Vec::new())
        }
        Fact::SensitiveData => Answer::of(sensitive(h, &c.data_type), Vec::new()),
        Fact::SpecialCategory => Answer::of(h.ontology.get(&c.data_type).is_some_and(|t| t.gdpr.starts_with("special")), Vec::new()),
        Fact::ReadsPeriodically => super::about_acts::reads_periodically(h, &c.data_type, &c.owner),
        Fact::HandedToOtherApp => handed(h, c),
        Fact::OwnerTracks => Answer::of(tracks(h, c), Vec::new()),
        Fact::Identifier => Answer::of(h.ontology.is_ancestor("device-identifiers", &c.data_type), Vec::new()),
        Fact::LocationData => Answer::of(h.ontology.is_ancestor("location", &c.data_type), Vec::new()),
        Fact::FixedIdentifier => {
            Answer::of(c.data_type == "android-id" || c.data_type == "phone" || c.telling().any(|row| unchangeable(row)), Vec::new())
        }
        Fact::InForm => super::about_store::in_form(h, c),
        Fact::NewSinceEarlier => super::about_store::new_collection(h, c),
        Fact::MissingFromSdkEntry => {
            let verdict = h.verdict(c);
            Answer::of(verdict.missing_from_entry, verdict.evidence)
        }
        _ => Answer::unknown(Vec::new(), Vec::new()),
    }
}

/// The call needs a permission that the user grants while the app runs. One that is granted at install (`ACCESS_WIFI_STATE`, `INTERNET`) holds
/// nothing back.
fn granted_at_run_time(h: &Hearing, row: &Collection) -> bool {
    let asked = |p: &String| h.case.knowledge.permission(p).is_none_or(|i| i.kind != "install");
    !row.permissions.is_empty() && row.permissions.iter().all(asked)
}

fn is(h: &Hearing, c: &Collected, which: Disclosure) -> Answer {
    let verdict = h.verdict(c);
    Answer::of(verdict.disclosure == Some(which), verdict.evidence)
}

/// GB/T 45574-2025 took the place of annex B of GB/T 35273-2020 on 2025-11-01. Kinds that are sensitive on a condition are not taken for it.
fn sensitive(h: &Hearing, data_type: &str) -> bool {
    let class = h.ontology.get(data_type).map(|t| if h.case.as_of < "2025-11-01" { &t.gbt35273 } else { &t.gbt45574 });
    class.is_some_and(|c| c == "sensitive")
}

/// A flow from one of the calls ends in a component outside this package.
fn handed(h: &Hearing, c: &Collected) -> Answer {
    use crate::detect::Sink;
    let from_here = |f: &&crate::detect::Flow| {
        f.sink.kind == Sink::Ipc
            && f.data_type == c.data_type
            && c.telling()
                .flat_map(|row| &row.sites)
                .any(|s| s.class == f.source.class && s.method == f.source.method && s.offset == f.source.offset)
    };
    let evidence: Vec<EvidenceId> =
        h.case.observed.flows.iter().filter(from_here).flat_map(|f| f.evidence.iter().cloned()).take(SHOWN).collect();
    Answer::of(h.case.observed.flows.iter().any(|f| from_here(&f)), evidence)
}

fn tracks(h: &Hearing, c: &Collected) -> bool {
    let crate::detect::Owner::Sdk { id } = &c.owner else { return false };
    let of = |categories: &[String]| categories.iter().any(|c| matches!(c.as_str(), "advertising" | "analytics" | "attribution"));
    h.case.knowledge.sdk(id).is_some_and(|s| of(&s.categories)) || h.case.observed.sdks.iter().any(|s| s.id == *id && of(&s.categories))
}

/// Operator names, group ids and build prints describe a network or a model and are no identifiers of one device.
fn unchangeable(row: &Collection) -> bool {
    const NOT_FIXED: [&str; 6] = ["operator", "country", "group", "installation", "fingerprint", "user-agent"];
    let node = row.node.as_deref().unwrap_or_default();
    matches!(row.data_type.as_str(), "device-id" | "sim-imsi" | "mac-address") && !NOT_FIXED.iter().any(|n| node.contains(n))
}
