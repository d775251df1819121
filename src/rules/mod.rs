//! Floor 8: where the columns meet. Facts (yes / no / unknown) about subjects become findings by rules that are data.
//!
//! [`fact`] is the closed list of questions; `about_*` answer them; [`disclosure`] compares code with policy on the ontology;
//! [`judge`](mod@judge) applies the rule files; [`title`] fills their words.

mod about_acts;
mod about_app;
mod about_collection;
mod about_permission;
mod about_policy;
mod about_sdk;
mod about_store;
mod about_wording;
mod case;
pub mod deadline;
pub mod disclosure;
mod earlier;
pub mod fact;
pub mod finding;
pub mod form;
mod hearing;
mod judge;
mod law;
mod method;
mod naming;
mod necessity;
mod policy_text;
mod subject;
mod title;
mod told;
pub mod waiver;

#[cfg(test)]
pub(crate) mod tests;

pub use case::run_case;
pub use earlier::Earlier;
pub use fact::{Answer, Fact, SubjectKind};
pub use finding::*;
pub use form::{DataSafety, FormError};
pub use judge::{Outcome, ceiling_of, decide};
pub use necessity::guess;

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
    /// What reading the documents and their statements could not see.
    pub policy_gaps: &'a [Gap],
    pub categories: &'a [CategoryInput],
    pub listing: &'a Listing,
    /// The Data safety form of the store, where one was supplied.
    pub form: Option<&'a DataSafety>,
    /// What an earlier version did, where its report was supplied.
    pub earlier: Option<&'a Earlier>,
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
    judge::judge(case)
}
