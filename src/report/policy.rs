//! What `apksweep policy` prints: one document's reading, without an app.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::gap::Gap;
use crate::policy::Declared;

pub const POLICY_SCHEMA: &str = "apksweep.policy/1";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyReport {
    pub schema: String,
    pub text_sha256: String,
    pub language: String,
    pub declared: Declared,
    pub gaps: Vec<Gap>,
    /// With `--with-text`: the text that all offsets refer to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl PolicyReport {
    pub fn new(document: &Document, declared: Declared, gaps: Vec<Gap>, with_text: bool) -> PolicyReport {
        PolicyReport {
            schema: POLICY_SCHEMA.into(),
            text_sha256: document.text_sha256(),
            language: document.language.as_str().into(),
            declared,
            gaps,
            text: with_text.then(|| document.text.clone()),
        }
    }
}

impl PolicyReport {
    pub fn to_json(&self) -> String {
        let mut s = serde_json::to_string_pretty(self).unwrap_or_default();
        s.push('\n');
        s
    }
}
