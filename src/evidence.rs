//! One re-checkable observation: an artefact, a place in it, and what stands there.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::bytes::short_id;

/// `E-` and 16 hex digits over (artefact path, locator).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct EvidenceId(pub String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EvidenceKind {
    Code,
    Manifest,
    Resource,
    Archive,
    Policy,
    /// What was searched without a hit.
    Absence,
    Signature,
}

/// Evidence as the report prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    pub kind: EvidenceKind,
    /// `sha256:` of the file given by the user that holds it.
    pub artefact: String,
    /// Where in the artefact: `base.apk!classes2.dex`, `base.apk!AndroidManifest.xml`, the policy's file name.
    pub path: String,
    /// Position in a form that a person and a program can find again:
    /// code `Lcom/x/A;->f(I)V @0x1a` (offset in code units × 2 from the start of the method's instructions),
    /// manifest `/manifest/uses-permission[3]`, policy `120..160` (Unicode scalar values of the text), archive `@0x1234`.
    pub locator: String,
    pub excerpt: String,
    /// Path-like id of the signature that recognised it, such as `api/API001`; absent for plain facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
}

impl Evidence {
    pub fn id(&self) -> EvidenceId {
        EvidenceId(short_id("E", &[&self.path, &self.locator]))
    }
}

/// All evidence of one value, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct EvidenceSet(pub BTreeMap<EvidenceId, Evidence>);

impl EvidenceSet {
    /// Adds one observation and gives its id. The first excerpt for a place stays.
    pub fn add(&mut self, evidence: Evidence) -> EvidenceId {
        let id = evidence.id();
        self.0.entry(id.clone()).or_insert(evidence);
        id
    }

    pub fn get(&self, id: &EvidenceId) -> Option<&Evidence> {
        self.0.get(id)
    }

    pub fn extend(&mut self, other: EvidenceSet) {
        for (id, e) in other.0 {
            self.0.entry(id).or_insert(e);
        }
    }
}
