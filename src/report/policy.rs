//! What `apksweep policy` prints: one document's reading, without an app.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::gap::Gap;
use crate::policy::{Declared, Readability, Statement, contradictions};

pub const POLICY_SCHEMA: &str = "apksweep.policy/1";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyReport {
    pub schema: String,
    pub text_sha256: String,
    pub language: String,
    pub declared: Declared,
    pub gaps: Vec<Gap>,
    /// Pairs of places in `declared.statements`: the first says what the second denies.
    #[serde(default)]
    pub contradictions: Vec<(usize, usize)>,
    #[serde(default)]
    pub readability: Readability,
    /// With `--with-text`: the text that all offsets refer to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl PolicyReport {
    pub fn new(document: &Document, declared: Declared, gaps: Vec<Gap>, with_text: bool) -> PolicyReport {
        let breaks: Vec<usize> = document.text.chars().enumerate().filter(|(_, c)| *c == '\n').map(|(n, _)| n).collect();
        let pairs = contradictions(&declared.statements, |s| breaks.partition_point(|b| *b < s.start));
        let place = |s: &Statement| declared.statements.iter().position(|t| std::ptr::eq(t, s));
        let contradictions = pairs.into_iter().filter_map(|(a, b)| Some((place(a)?, place(b)?))).collect();
        PolicyReport {
            contradictions,
            readability: Readability::of(document),
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
