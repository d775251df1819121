//! Answers about what was supplied beside app and policy: the listing, the Data safety form, the report of an earlier version.

use super::fact::{Answer, Fact};
use super::hearing::Hearing;
use super::subject::Collected;
use crate::detect::Owner;

pub fn answer(h: &Hearing, fact: Fact) -> Answer {
    let (listing, form, earlier) = (h.case.listing, h.case.form, h.case.earlier);
    match fact {
        Fact::ListingWithoutPolicy => Answer::of(listing.policy_published == Some(false), Vec::new()),
        Fact::ListingGiven => Answer::of(*listing != super::Listing::default(), Vec::new()),
        Fact::ListingIncomplete => {
            // A field that was not supplied says nothing about the page of the store; one that was supplied blank does.
            let blank = |field: &Option<String>| field.as_deref().is_some_and(|s| s.trim().is_empty());
            let no_policy = listing.policy_published != Some(true) && blank(&listing.policy_url);
            Answer::of(blank(&listing.developer) || no_policy || listing.policy_published == Some(false), Vec::new())
        }
        Fact::FormGiven => Answer::of(form.is_some(), Vec::new()),
        Fact::FormSaysEncrypted => Answer::of(form.is_some_and(|f| f.encrypted == Some(true)), Vec::new()),
        Fact::FormDeletionLink => Answer::of(form.is_some_and(|f| f.deletion_link), Vec::new()),
        Fact::EarlierGiven => Answer::of(earlier.is_some(), Vec::new()),
        Fact::PolicyUnchanged => {
            let now: Vec<String> = h.case.documents.iter().map(|d| d.document.text_sha256()).collect();
            Answer::of(!now.is_empty() && earlier.is_some_and(|e| now.iter().all(|text| e.policies.contains(text))), Vec::new())
        }
        _ => Answer::unknown(Vec::new(), Vec::new()),
    }
}

/// A type of the form covers the kind. A kind that the form has no type for cannot be missing from it.
pub fn in_form(h: &Hearing, c: &Collected) -> Answer {
    let Some(form) = h.case.form else { return Answer::no(Vec::new()) };
    let types = h.ontology.get(&c.data_type).map_or(&[][..], |t| t.play.as_slice());
    Answer::of(types.is_empty() || types.iter().any(|t| form.types.contains(t)), Vec::new())
}

pub fn new_collection(h: &Hearing, c: &Collected) -> Answer {
    let key = (c.data_type.clone(), c.owner.key());
    Answer::of(h.case.earlier.is_some_and(|e| !e.collections.contains(&key) && c.owner != Owner::Unknown), Vec::new())
}

pub fn new_sdk(h: &Hearing, sdk: &str) -> Answer {
    Answer::of(h.case.earlier.is_some_and(|e| !e.sdks.contains(sdk)), Vec::new())
}
