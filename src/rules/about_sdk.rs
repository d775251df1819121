//! Answers about one SDK found in the app.

use super::fact::{Answer, Fact};
use super::hearing::Hearing;
use super::subject::Collected;
use crate::detect::{Consent, Owner, SdkConfidence, SdkMatch, SdkRole, Tri, When};
use crate::evidence::EvidenceId;
use crate::gap::GapCode;

pub fn answer(h: &Hearing, fact: Fact, sdk: &SdkMatch) -> Answer {
    match fact {
        Fact::SdkEmbedded => {
            let sure = matches!(sdk.confidence, SdkConfidence::Certain | SdkConfidence::Likely);
            Answer::of(sdk.role == SdkRole::Sdk && sure && sdk.reachable == Tri::Yes, sdk.evidence.iter().take(6).cloned().collect())
        }
        Fact::SdkNamed => named(h, sdk),
        Fact::SdkEntryBare => bare(h, sdk),
        Fact::SdkCollects => {
            let rows: Vec<EvidenceId> =
                own(h, sdk).iter().flat_map(|c| c.telling()).flat_map(|row| row.evidence.iter().take(2).cloned()).take(8).collect();
            Answer::of(own(h, sdk).iter().any(|c| c.telling().next().is_some()), rows)
        }
        Fact::SdkStartedBeforeConsent => started(h, sdk, When::AppStart),
        Fact::SdkStartedAtLaunch => started(h, sdk, When::Launch),
        Fact::SdkForeign => {
            let country = h.case.knowledge.sdk(&sdk.id).map(|s| s.country.as_str()).unwrap_or_default();
            Answer::of(!country.is_empty() && country != "CN", Vec::new())
        }
        Fact::SdkShakeJump => super::about_acts::shake_jump(h, &sdk.id),
        Fact::SdkNewSinceEarlier => super::about_store::new_sdk(h, &sdk.id),
        _ => Answer::unknown(Vec::new(), Vec::new()),
    }
}

fn own<'h>(h: &'h Hearing, sdk: &SdkMatch) -> Vec<&'h Collected<'h>> {
    h.groups.iter().filter(|c| matches!(&c.owner, Owner::Sdk { id } if *id == sdk.id)).collect()
}

/// Started there by a call, provider or flag, or its code reads personal data there: either way it runs before consent.
fn started(h: &Hearing, sdk: &SdkMatch, when: When) -> Answer {
    let mut evidence: Vec<EvidenceId> = Vec::new();
    let by_call = sdk.started.as_ref().filter(|s| s.when == when && s.consent == Consent::Ungated);
    if let Some(start) = by_call {
        evidence.extend(start.evidence.iter().cloned());
    }
    let mut reads = false;
    for row in own(h, sdk).iter().flat_map(|c| c.ungated_at(when)) {
        reads = true;
        evidence.extend(row.evidence.iter().take(2).cloned());
    }
    evidence.truncate(8);
    Answer::of(by_call.is_some() || reads, evidence)
}

fn named(h: &Hearing, sdk: &SdkMatch) -> Answer {
    if !h.policy_readable() {
        return Answer::unknown(Vec::new(), Vec::new());
    }
    let names = h.names(&sdk.id);
    if h.is_named(&sdk.id) || part_of_named(h, sdk) {
        return Answer::yes(Vec::new());
    }
    let words: Vec<&str> = names.products.iter().chain(&names.companies).map(String::as_str).take(20).collect();
    let searched = h.absences(&format!("sdk {}", sdk.id), &format!("names searched for: {}", words.join(", ")));
    if h.annex_missing() { Answer::unknown(searched, vec![GapCode::Policy]) } else { Answer::no(searched) }
}

/// The common base of a family of SDKs (`jiguang-core` under `jpush`) is named with any product of its vendor.
fn part_of_named(h: &Hearing, sdk: &SdkMatch) -> bool {
    let base = ["-core", "-common", "-base", "-gms-base"].iter().any(|end| sdk.id.ends_with(end));
    base && h
        .case
        .observed
        .sdks
        .iter()
        .filter(|other| other.id != sdk.id && !other.vendor.is_empty() && other.vendor == sdk.vendor)
        .any(|other| h.is_named(&other.id))
}

/// Listed, and the entry states neither purpose nor kinds of data, nor does any sentence about it.
fn bare(h: &Hearing, sdk: &SdkMatch) -> Answer {
    let names = h.names(&sdk.id);
    let rows: Vec<_> = h.case.declared.sdk_list.iter().filter(|row| names.is_row(row)).collect();
    let says = rows.iter().any(|row| row.purpose.is_some() || row.data.is_some() || !row.data_types.is_empty());
    let sentence = h.case.declared.statements.iter().any(|s| s.third_party_name.as_deref().is_some_and(|n| names.fit(n)));
    if rows.is_empty() || says || sentence {
        return Answer::no(Vec::new());
    }
    let quotes = rows.iter().filter_map(|row| super::disclosure::entry_quote(h, row)).take(3).collect();
    if h.annex_missing() { Answer::unknown(quotes, vec![GapCode::Policy]) } else { Answer::yes(quotes) }
}
