//! The verdicts themselves: what the policy says of each kind of data that code can read, and of each SDK in the app.

use super::about_sdk;
use super::fact::Fact;
use super::hearing::Hearing;
use super::{Finding, SdkListing, SdkTold, Told};
use crate::detect::Tri;

/// Kinds of data that reachable code reads, on signs that count. Without a policy there is nothing to say.
pub fn collections(h: &Hearing) -> Vec<Told> {
    let counted = h.groups.iter().filter(|c| c.telling().next().is_some());
    counted
        .filter_map(|c| {
            let verdict = h.verdict(c);
            Some(Told {
                data_type: c.data_type.clone(),
                owner: c.owner.clone(),
                disclosure: verdict.disclosure?,
                evidence: verdict.evidence,
            })
        })
        .collect()
}

/// SDKs that are in the app and can run: listed, listed with less than they read, not listed.
pub fn sdks(h: &Hearing, findings: &[Finding]) -> Vec<SdkTold> {
    if !h.policy_readable() {
        return Vec::new();
    }
    let embedded = h.case.observed.sdks.iter().filter(|s| about_sdk::answer(h, Fact::SdkEmbedded, s).tri == Tri::Yes);
    embedded
        .map(|s| {
            let fewer = findings
                .iter()
                .filter(|f| f.code == "DIS-10" && matches!(&f.subject.owner, Some(crate::detect::Owner::Sdk { id }) if *id == s.id));
            let missing: Vec<String> = fewer.filter_map(|f| f.subject.data_type.clone()).collect();
            let answer = match about_sdk::answer(h, Fact::SdkNamed, s).tri {
                Tri::Yes if missing.is_empty() => SdkListing::Listed,
                Tri::Yes => SdkListing::ListedWithFewer,
                Tri::No => SdkListing::NotListed,
                Tri::Unknown => SdkListing::Unknown,
            };
            SdkTold { sdk: s.id.clone(), answer, missing }
        })
        .collect()
}
