//! What `apksweep policy` prints: one document's statements, SDK list and facts (report contract, `policy`).

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::Document;
use crate::gap::Gap;
use crate::policy::Declared;

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PolicyReport {
    pub schema: String,
    pub text_sha256: String,
    pub language: String,
    pub declared: Declared,
    pub gaps: Vec<Gap>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

pub fn policy_report(document: &Document, declared: &Declared, gaps: &[Gap], with_text: bool) -> PolicyReport {
    PolicyReport {
        schema: "apksweep.policy/1".into(),
        text_sha256: document.text_sha256(),
        language: document.language.as_str().into(),
        declared: declared.clone(),
        gaps: gaps.to_vec(),
        text: with_text.then(|| document.text.clone()),
    }
}

impl PolicyReport {
    pub fn to_json(&self) -> String {
        let mut s = serde_json::to_string_pretty(self).unwrap_or_default();
        s.push('\n');
        s
    }
}
