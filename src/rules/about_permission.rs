//! Answers about one permission of the manifest.

use super::about_acts;
use super::fact::{Answer, Fact};
use super::hearing::Hearing;
use super::necessity::short;
use crate::detect::{PermissionKind, PermissionUse, Tri};
use crate::evidence::{Evidence, EvidenceKind};
use crate::gap::{GapCode, Hides};
use crate::knowledge::PermissionInfo;

pub fn info<'a>(h: &Hearing<'a>, name: &str) -> Option<&'a PermissionInfo> {
    h.case.knowledge.permission(name)
}

fn data_types<'a>(h: &Hearing<'a>, p: &'a PermissionUse) -> &'a [String] {
    if p.data_types.is_empty() { info(h, &p.name).map_or(&[], |i| i.data_types.as_slice()) } else { &p.data_types }
}

pub fn answer(h: &Hearing, fact: Fact, p: &PermissionUse) -> Answer {
    let evidence = || p.evidence.clone();
    match fact {
        // A permission that ends before the app's own minimum is never asked for.
        Fact::PermissionDeclared => {
            let effective = p.max_sdk.is_none_or(|max| max >= h.case.observed.app.min_sdk);
            Answer::of(p.declared && effective, evidence())
        }
        Fact::PermissionGuarded => Answer::of(matches!(p.kind, PermissionKind::Runtime | PermissionKind::Special), Vec::new()),
        Fact::PermissionCollects => Answer::of(!data_types(h, p).is_empty(), Vec::new()),
        Fact::PermissionUsed => match p.used {
            Tri::Yes => Answer::yes(evidence()),
            Tri::Unknown => Answer::unknown(evidence(), h.hiding(fact.hidden_by())),
            Tri::No => Answer::no(vec![unused(h, p)]),
        },
        Fact::UseMayHide => {
            let undecidable = info(h, &p.name).is_some_and(|i| i.use_not_decidable);
            // Reflection (LIM-05) lowers the finding; code that was not seen at all silences it.
            let hidden = h.gaps.iter().any(|g| g.code != GapCode::Reflection && g.hides.contains(&Hides::Calls));
            Answer::of(p.used == Tri::Unknown || undecidable || hidden, Vec::new())
        }
        Fact::PermissionMentioned => mentioned(h, p),
        Fact::PermissionNecessary => Answer::of(h.necessity.necessary.contains(short(&p.name)), Vec::new()),
        Fact::AskedBeforeConsent => about_acts::asked_before_consent(h, &p.name),
        Fact::AskedWithoutReason => about_acts::asked_without_reason(h, &p.name),
        Fact::RestrictedByStore => {
            let store = h.case.knowledge.laws.iter().filter(|l| l.jurisdiction == "PLAY");
            Answer::of(store.flat_map(|l| &l.article).any(|a| a.permissions.contains(&p.name)), evidence())
        }
        Fact::PermissionPlausible => Answer::of(h.necessity.plausible.contains(short(&p.name)), Vec::new()),
        _ => Answer::unknown(Vec::new(), Vec::new()),
    }
}

fn unused(h: &Hearing, p: &PermissionUse) -> crate::evidence::EvidenceId {
    let known = p.evidence.first().and_then(|id| h.case.observed.evidence.get(id));
    h.evidence.borrow_mut().add(Evidence {
        kind: EvidenceKind::Absence,
        artefact: known.map(|e| e.artefact.clone()).unwrap_or_default(),
        path: known.map(|e| e.path.clone()).unwrap_or_default(),
        locator: format!("search:use of {}", p.name),
        excerpt: "no call, content address, intent, component or SDK that needs it in the code read".into(),
        signature: None,
    })
}

/// The name, the words people use for it, its data as a statement, in an SDK's entry, or just the word for the data anywhere in the text.
/// Generous on purpose: the finding is that nothing points at the permission.
fn mentioned(h: &Hearing, p: &PermissionUse) -> Answer {
    if !h.policy_readable() {
        return Answer::unknown(Vec::new(), Vec::new());
    }
    let types = data_types(h, p);
    let counts = |said: &str| {
        let said = h.ontology.leaf_of(said).map_or(said, |leaf| leaf.id.as_str());
        types
            .iter()
            .any(|t| h.ontology.satisfied_by(t).iter().any(|s| s.id == said) || h.ontology.satisfied_by(said).iter().any(|s| s.id == *t))
    };
    let declared = h.case.declared;
    if let Some(s) = declared.statements.iter().find(|s| counts(&s.data_type)) {
        return Answer::yes(h.quote(s).into_iter().collect());
    }
    if let Some(row) = declared.sdk_list.iter().find(|row| row.data_types.iter().any(|t| counts(t))) {
        return Answer::yes(super::disclosure::entry_quote(h, row).into_iter().collect());
    }
    let own = short(&p.name);
    let mut words: Vec<(&str, &[String])> = vec![(&p.name, &[]), (own, &[])];
    if let Some(info) = info(h, &p.name) {
        words.extend(info.words_zh.iter().chain(&info.words_en).map(|w| (w.as_str(), &[][..])));
    }
    for t in types {
        words.extend(h.terms(t));
    }
    if h.texts.iter().any(|text| words.iter().any(|(word, longer)| text.find_outside(word, longer))) {
        return Answer::yes(Vec::new());
    }
    let shown: Vec<&str> = words.iter().map(|(w, _)| *w).take(16).collect();
    Answer::no(h.absences(own, &format!("words searched for: {}", shown.join(", "))))
}
