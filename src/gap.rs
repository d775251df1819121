//! Something that could not be seen: where it was, and what it may hide. Gaps travel to the report; nothing is dropped in silence.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::evidence::EvidenceId;

/// The LIM codes of the finding codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum GapCode {
    /// Packed or encrypted code: the result covers the loader only.
    #[serde(rename = "LIM-01")]
    Packed,
    /// Dynamic code loading.
    #[serde(rename = "LIM-02")]
    DynamicCode,
    /// Web, script or engine content not analysed.
    #[serde(rename = "LIM-03")]
    Script,
    /// Native code not analysed.
    #[serde(rename = "LIM-04")]
    Native,
    /// Reflection with unknown targets.
    #[serde(rename = "LIM-05")]
    Reflection,
    /// Split APKs missing.
    #[serde(rename = "LIM-06")]
    Splits,
    /// Policy text not obtained or only in part.
    #[serde(rename = "LIM-07")]
    Policy,
    /// Category unknown or guessed.
    #[serde(rename = "LIM-08")]
    Category,
    /// Policy and app version may not belong together.
    #[serde(rename = "LIM-09")]
    Dates,
    /// A part of the input is damaged or over budget and was not read.
    #[serde(rename = "LIM-10")]
    Unreadable,
}

impl GapCode {
    pub fn as_str(self) -> &'static str {
        match self {
            GapCode::Packed => "LIM-01",
            GapCode::DynamicCode => "LIM-02",
            GapCode::Script => "LIM-03",
            GapCode::Native => "LIM-04",
            GapCode::Reflection => "LIM-05",
            GapCode::Splits => "LIM-06",
            GapCode::Policy => "LIM-07",
            GapCode::Category => "LIM-08",
            GapCode::Dates => "LIM-09",
            GapCode::Unreadable => "LIM-10",
        }
    }
}

/// What a gap may hide. A gap counts only against the facts named here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Hides {
    /// Calls of unknown owner: collections, permission use.
    #[serde(rename = "calls of unknown owner")]
    Calls,
    /// Calls of one known SDK only (its own native library, its own second-stage code).
    #[serde(rename = "calls of the SDK named")]
    CallsOfSdk,
    /// Classes, so SDKs.
    #[serde(rename = "embedded SDKs")]
    Sdks,
    /// Manifest facts: components, permissions.
    #[serde(rename = "manifest facts")]
    Manifest,
    /// Texts and screens: policy words, layouts, strings.
    #[serde(rename = "resources and screens")]
    Resources,
    /// Data flows.
    #[serde(rename = "data flows")]
    Flows,
    /// What the policy says.
    #[serde(rename = "statements of the policy")]
    Statements,
    /// SDKs that the policy lists on a page that was not supplied.
    #[serde(rename = "SDK list of the policy")]
    SdkList,
    /// The necessary information that applies.
    #[serde(rename = "category")]
    Category,
    /// Whether policy and app belong together.
    #[serde(rename = "versions")]
    Versions,
}

/// One thing that was not seen. `what` is English with the facts in it; the report prints the words of the code in both languages beside it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Gap {
    pub code: GapCode,
    pub what: String,
    /// Artefact path, class or component: where it was met.
    #[serde(rename = "where")]
    pub place: String,
    pub hides: Vec<Hides>,
    pub evidence: Vec<EvidenceId>,
}

impl Gap {
    pub fn new(code: GapCode, what: impl Into<String>, place: impl Into<String>, hides: &[Hides]) -> Gap {
        Gap { code, what: what.into(), place: place.into(), hides: hides.to_vec(), evidence: Vec::new() }
    }

    /// A damaged or over-budget part.
    pub fn unreadable(what: impl Into<String>, place: impl Into<String>, hides: &[Hides]) -> Gap {
        Gap::new(GapCode::Unreadable, what, place, hides)
    }

    pub fn with_evidence(mut self, id: EvidenceId) -> Gap {
        self.evidence.push(id);
        self
    }
}

/// What every parser returns: the value as far as it could be read, and what could not.
#[derive(Clone, Debug, Default)]
pub struct Read<T> {
    pub value: T,
    pub gaps: Vec<Gap>,
}

impl<T> Read<T> {
    pub fn whole(value: T) -> Read<T> {
        Read { value, gaps: Vec::new() }
    }

    /// Takes the value and moves the gaps to `into`.
    pub fn unpack(self, into: &mut Vec<Gap>) -> T {
        into.extend(self.gaps);
        self.value
    }
}
