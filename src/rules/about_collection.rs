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
            let free: Vec<&Collection> = early.iter().copied().filter(|row| at_install || row.permissions.is_empty()).collect();
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
        Fact::MissingFromSdkEntry => {
            let verdict = h.verdict(c);
            Answer::of(verdict.missing_from_entry, verdict.evidence)
        }
        _ => Answer::unknown(Vec::new(), Vec::new()),
    }
}

fn is(h: &Hearing, c: &Collected, which: Disclosure) -> Answer {
    let verdict = h.verdict(c);
    Answer::of(verdict.disclosure == Some(which), verdict.evidence)
}

/// Operator names, group ids and build prints describe a network or a model and are no identifiers of one device.
fn unchangeable(row: &Collection) -> bool {
    const NOT_FIXED: [&str; 6] = ["operator", "country", "group", "installation", "fingerprint", "user-agent"];
    let node = row.node.as_deref().unwrap_or_default();
    matches!(row.data_type.as_str(), "device-id" | "sim-imsi" | "mac-address") && !NOT_FIXED.iter().any(|n| node.contains(n))
}
