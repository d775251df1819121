//! Notices and complaints: the closed lists of wordings that an authority's style has, and what complaints speak of.

use serde::{Deserialize, Serialize};

use super::*;

/// How one kind of authority writes its notices: a layout and a closed list of wordings. What has no wording here enters no notice of this style.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeStyle {
    pub id: String,
    pub status: Status,
    pub source: String,
    pub name: Words,
    /// `table` (a row an app), `by-breach` (numbered sentences, apps behind each), `by-issue` (headings, apps below), `indicators` (an answer an app).
    pub layout: String,
    /// Title where the campaign file gives none.
    pub title: Words,
    /// First paragraph: `{authority} {basis} {apps} {found}` are filled in; `{found}` is the number of apps and, where there are any, of SDKs.
    pub opening: Words,
    /// Last paragraph: `{deadline}` is filled in.
    pub closing: Words,
    /// The same where no deadline is given.
    #[serde(default)]
    pub closing_without_deadline: Words,
    /// Laws that the opening names, by id; those from memory are left out of a notice.
    #[serde(default)]
    pub basis: Vec<String>,
    /// Heads of the table of apps, in the order of the layout.
    #[serde(default)]
    pub columns: Vec<Words>,
    /// Heads of the table of SDKs.
    #[serde(default)]
    pub sdk_columns: Vec<Words>,
    /// Between several issues in one cell.
    #[serde(default)]
    pub join: Words,
    #[serde(default)]
    pub wording: Vec<Wording>,
    #[serde(default, rename = "case")]
    pub cases: Vec<WordingCase>,
}

/// One entry of a closed list. A code stands in one wording of a style at most: one act is not held against anybody twice.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    pub id: String,
    pub words: Words,
    /// Codes that the operator of the app answers for.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Codes that are an SDK's own act (SDK自行收集); never held against the app.
    #[serde(default)]
    pub sdk_codes: Vec<String>,
    /// Where the wording was met.
    #[serde(default)]
    pub seen: String,
    /// The words themselves are from memory or ours: kept out of notices like a law from memory.
    #[serde(default)]
    pub from_memory: bool,
}

/// What a finding of this code becomes in the style.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordingCase {
    pub code: String,
    /// The act of an SDK itself.
    #[serde(default)]
    pub sdk: bool,
    /// Id of the wording; empty: the style has none.
    pub expect: String,
}

/// Words of complaints. A complaint is never evidence; it says where to look first.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComplaintFile {
    pub id: String,
    pub status: Status,
    pub source: String,
    pub name: Words,
    /// Any of these in the text.
    pub terms: Vec<String>,
    /// Findings that would bear it out.
    pub codes: Vec<String>,
    /// Only where the finding is about one of these data types; empty: any.
    #[serde(default)]
    pub data_types: Vec<String>,
    #[serde(default, rename = "case")]
    pub cases: Vec<PhraseCase>,
}

impl NoticeStyle {
    /// The wording of a code, for the app's operator or for the act of an SDK itself.
    pub fn wording_of(&self, code: &str, sdk: bool) -> Option<&Wording> {
        self.wording.iter().find(|w| if sdk { &w.sdk_codes } else { &w.codes }.iter().any(|c| c == code))
    }
}

impl ComplaintFile {
    /// Whether a complaint's text, in lower case or not, is about this.
    pub fn speaks_of(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.terms.iter().any(|t| text.contains(&t.to_lowercase()))
    }
}
