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

/// What the policy says of one kind of data of one owner whose code can read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Told {
    pub data_type: String,
    pub owner: Owner,
    pub disclosure: Disclosure,
    /// The quotes that decide, or the searches without a hit.
    pub evidence: Vec<EvidenceId>,
}

/// How the policy speaks of an SDK that is in the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SdkListing {
    /// An entry, or words, name the product or its company.
    Listed,
    /// Its entry names fewer kinds of data than its code reads.
    ListedWithFewer,
    NotListed,
    /// It may stand on a page that was not supplied.
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SdkTold {
    pub sdk: String,
    pub answer: SdkListing,
    /// Kinds of data that its code reads and its entry lacks.
    pub missing: Vec<String>,
}

/// How an item of the 2019 method was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ItemState {
    /// At least one finding bears on it.
    Found,
    /// No lead within what was examined. Never "compliant".
    NotFound,
    /// It was not, or cannot be, examined here.
    NotExamined,
}

/// One of the 31 items, answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ItemAnswer {
    /// `M2.1`
    pub item: String,
    /// What static analysis can say of the item at best: `decidable`, `indicative`, `not-static`.
    pub level: String,
    pub state: ItemState,
    /// The surest of its findings, never above what the item's level allows.
    pub certainty: Option<Certainty>,
    /// `F-...`, the most serious first. For an item that was not examined, findings on related matters.
    pub findings: Vec<String>,
    /// Codes of the item that could not be asked with what was supplied.
    pub not_asked: Vec<String>,
    /// Gaps that could hide an answer.
    pub gaps: Vec<GapCode>,
    /// What was looked at, or why it was not examined.
    pub reason: Words,
    /// What remains for a person or a run.
    pub left_open: Words,
}

/// Data or a permission of the app against what its category needs. The law's list and ours stand apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NecessityView {
    /// Categories that were looked at, and how they came to be known. A guess is shown and never judged by.
    pub categories: Vec<CategoryInput>,
    /// What the rule names as necessary, in its words.
    pub necessary: Vec<Words>,
    pub rows: Vec<NecessityRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct NecessityRow {
    pub data_type: Option<String>,
    pub permission: Option<String>,
    /// In the necessary information of the 2021 provisions for the category.
    pub necessary: bool,
    /// A function of the category may ask for it: our judgement, apart from the rule.
    pub plausible: bool,
}

/// Findings, in order of severity, certainty, code and subject, and the evidence that judging itself made (absences, policy quotes).
#[derive(Clone, Debug, Default)]
pub struct Judgement {
    pub findings: Vec<Finding>,
    /// Every kind of data that code can read, with what the policy says of it. Empty without a policy.
    pub disclosures: Vec<Told>,
    pub listed: Vec<SdkTold>,
    /// The 31 items of the 2019 method, in order.
    pub method: Vec<ItemAnswer>,
    pub necessity: NecessityView,
    pub evidence: EvidenceSet,
}
