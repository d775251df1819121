//! Statements, SDK list and facts of a policy, each with its exact quote. Element types are those of the report contract.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    Collects,
    DoesNotCollect,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Party {
    First,
    Third,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Granularity {
    Precise,
    Coarse,
    Unspecified,
}

/// One claim of the policy. Offsets are Unicode scalar values of the document's text; `quote == text[start..end)`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Statement {
    pub policy: usize,
    /// A leaf of the ontology, or an inner node where only that is said.
    pub data_type: String,
    pub node: Option<String>,
    /// For locations; `unspecified` elsewhere.
    pub granularity: Granularity,
    pub polarity: Polarity,
    pub party: Party,
    pub third_party_name: Option<String>,
    pub purpose: Option<String>,
    pub condition: Option<String>,
    pub local_only: bool,
    pub quote: String,
    pub start: usize,
    pub end: usize,
}

/// One row of the policy's list of SDKs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct SdkListed {
    pub policy: usize,
    /// Ids of `signatures/sdk` are joined where the name is unambiguous.
    pub sdk: Option<String>,
    /// Where several SDKs fit the words, all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<String>,
    pub name: String,
    pub company: Option<String>,
    pub purpose: Option<String>,
    pub data: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<String>,
    pub data_types: Vec<String>,
    pub link: Option<String>,
    pub start: usize,
    pub end: usize,
}

/// A list that the policy keeps on another page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Annex {
    pub policy: usize,
    pub title: String,
    pub link: Option<String>,
    pub supplied: bool,
}

/// A yes/no matter of the policy with the words that settle it. `stated: false` has no place.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct PolicyFact {
    pub stated: bool,
    pub value: Option<String>,
    pub policy: Option<usize>,
    pub start: Option<usize>,
    pub end: Option<usize>,
}

/// The facts of the report contract.
pub const FACT_NAMES: [&str; 12] = [
    "operator_named",
    "contact_channel",
    "account_deletion",
    "third_party_sdk_list",
    "children_clause",
    "retention_period",
    "cross_border",
    "update_or_effective_date",
    "complaint_channel",
    "reply_days",
    "blanket_no_collection",
    "third_parties_denied",
];

/// Facts beyond the contract's.
pub const OWN_FACT_NAMES: [&str; 8] = [
    "user_rights",
    "separate_consent",
    "recommendation_switch",
    "withdraw_consent",
    "copy_of_information",
    "template_placeholder",
    "hidden_text",
    "identifiers_not_personal",
];

/// What a set of policy documents says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Declared {
    pub statements: Vec<Statement>,
    pub sdk_list: Vec<SdkListed>,
    pub annexes: Vec<Annex>,
    pub facts: BTreeMap<String, PolicyFact>,
}

impl Declared {
    /// Folds the next document in; a fact stated anywhere is stated.
    pub fn fold(&mut self, next: Declared) {
        self.statements.extend(next.statements);
        self.sdk_list.extend(next.sdk_list);
        self.annexes.extend(next.annexes);
        for (name, fact) in next.facts {
            let slot = self.facts.entry(name).or_default();
            if !slot.stated {
                *slot = fact;
            }
        }
    }
}
