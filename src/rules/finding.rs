//! What judging yields. Element types are those of the report contract.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::detect::Owner;
use crate::evidence::{EvidenceId, EvidenceSet};
use crate::gap::GapCode;
use crate::words::Words;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    Indicative,
    Strong,
    Established,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Low,
    Medium,
    High,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Disclosure {
    Omitted,
    VagueData,
    VagueParty,
    Ambiguous,
    Contradicted,
    Redundant,
    Clear,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Subject {
    pub data_type: Option<String>,
    pub owner: Option<Owner>,
    pub permission: Option<String>,
    pub sdk: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct LawRef {
    pub law: String,
    pub item: String,
    /// Wording of the item is from memory: 条文待核.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unverified: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// `F-` and 16 hex digits over (code, data_type, owner, permission, sdk).
    pub id: String,
    pub code: String,
    pub certainty: Certainty,
    pub severity: Severity,
    pub subject: Subject,
    pub disclosure: Option<Disclosure>,
    pub title: Words,
    pub why: Words,
    pub remedy: Words,
    pub to_check: Words,
    pub rules: Vec<LawRef>,
    pub evidence: Vec<EvidenceId>,
    /// Gaps that lowered it.
    pub gaps: Vec<GapCode>,
    pub waived: Option<String>,
    /// Which rule file made it.
    pub rule: String,
    /// The facts that held, as the rule names them: the shape of the proof.
    pub facts: Vec<FactAnswer>,
}

/// One answered fact of a finding's proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FactAnswer {
    pub fact: String,
    /// `yes`, `no` or `unknown`.
    pub answer: String,
    pub evidence: Vec<EvidenceId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PolicyOrigin {
    Given,
    Asset,
    Resource,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CategoryOrigin {
    Given,
    Store,
    Guessed,
    None,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CategoryInput {
    pub id: String,
    pub origin: CategoryOrigin,
}

/// What the store says, from `--store-meta`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Listing {
    pub store: Option<String>,
    pub developer: Option<String>,
    pub version: Option<String>,
    pub category: Option<String>,
    pub policy_url: Option<String>,
    /// `false`: the listing publishes no policy.
    pub policy_published: Option<bool>,
    /// `YYYY-MM-DD`
    pub obtained_at: Option<String>,
}

/// Findings, in order of severity, certainty, code and subject, and the evidence that judging itself made (absences, policy quotes).
#[derive(Clone, Debug, Default)]
pub struct Judgement {
    pub findings: Vec<Finding>,
    pub evidence: EvidenceSet,
}
