//! The case file: what persons made of findings. A finding is suspected until somebody confirms it, and a confirmation holds for exactly
//! the bytes it was given for: (app, policies, signatures, finding). For another version it shows as "confirmed earlier" and counts for nothing.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::record::Record;
use crate::words::Words;

pub const SCHEMA: &str = "apksweep.review/1";
/// Bytes of a case file.
pub const MAX_FILE: u64 = 64 << 20;
const MAX_TEXT: usize = 20_000;
const MAX_STEPS: usize = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Suspected,
    Confirmed,
    Rejected,
    /// The operator was told (责令整改).
    Notified,
    /// The operator answered; the statement (陈述申辩) is kept.
    Answered,
    Rectified,
    /// Named in a public notice. Two persons.
    Published,
}

impl State {
    pub const ALL: [State; 7] =
        [State::Suspected, State::Confirmed, State::Rejected, State::Notified, State::Answered, State::Rectified, State::Published];

    pub fn words(self) -> Words {
        match self {
            State::Suspected => Words::new("疑似（待核实）", "suspected"),
            State::Confirmed => Words::new("已确认", "confirmed"),
            State::Rejected => Words::new("不成立", "rejected"),
            State::Notified => Words::new("已责令整改", "notified"),
            State::Answered => Words::new("已陈述申辩", "answered"),
            State::Rectified => Words::new("已整改", "rectified"),
            State::Published => Words::new("已通报", "published"),
        }
    }

    /// Chinese or English, as a person types it into a sheet.
    pub fn parse(word: &str) -> Option<State> {
        let word = word.trim();
        State::ALL.into_iter().find(|s| {
            let w = s.words();
            word.eq_ignore_ascii_case(&w.en) || word == w.zh || (*s == State::Suspected && word == "疑似")
        })
    }

    /// A person has confirmed it and nobody has taken that back: it may enter a notice.
    pub fn stands(self) -> bool {
        matches!(self, State::Confirmed | State::Notified | State::Answered | State::Published)
    }

    /// What may follow.
    pub fn leads_to(self, next: State) -> bool {
        use State::*;
        matches!(
            (self, next),
            (Suspected, Confirmed | Rejected)
                | (Confirmed, Notified | Published | Rejected | Rectified)
                | (Notified, Answered | Published | Rejected | Rectified)
                | (Answered, Confirmed | Notified | Published | Rejected | Rectified)
                | (Published, Answered | Rejected | Rectified)
                | (Rejected, Confirmed)
        )
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub state: State,
    pub person: String,
    /// The second person, whom publishing needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<String>,
    pub unit: String,
    /// `YYYY-MM-DD`
    pub date: String,
    pub reason: String,
    /// What the operator said (陈述申辩), word for word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

/// One finding of one app in the version examined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseFile {
    pub package: String,
    pub finding: String,
    /// For the reader of the file.
    #[serde(default)]
    pub code: String,
    /// SHA-256 of the app.
    pub app: String,
    /// SHA-256 of every policy, sorted.
    pub policies: Vec<String>,
    /// Digest of the signatures.
    pub signatures: String,
    pub step: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    pub schema: String,
    #[serde(default, rename = "case")]
    pub cases: Vec<CaseFile>,
}

/// How a finding stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    pub state: State,
    pub steps: &'a [Step],
    /// The last state of the same finding for other bytes, and its day. Shown, never counted.
    pub earlier: Option<(State, &'a str)>,
}

impl Review {
    /// An empty case file.
    #[expect(clippy::new_without_default, reason = "a default of serde's kind would have no schema")]
    pub fn new() -> Review {
        Review { schema: SCHEMA.into(), cases: Vec::new() }
    }

    /// Reads and checks a case file: hostile until every step is in order.
    pub fn parse(text: &str) -> Result<Review, String> {
        let review: Review = toml::from_str(text).map_err(|e| match e.span() {
            Some(span) => format!("line {}: {}", 1 + text.bytes().take(span.start).filter(|b| *b == b'\n').count(), e.message()),
            None => e.message().to_owned(),
        })?;
        if review.schema != SCHEMA {
            return Err(format!("schema is \"{}\", expected \"{SCHEMA}\"", review.schema));
        }
        let mut seen = std::collections::BTreeSet::new();
        for case in &review.cases {
            let place = format!("case {} {}", case.package, case.finding);
            case.check().map_err(|e| format!("{place}: {e}"))?;
            if !seen.insert((&case.app, &case.policies, &case.signatures, &case.finding)) {
                return Err(format!("{place}: twice for the same app, policies and signatures"));
            }
        }
        Ok(review)
    }

    pub fn to_toml(&self) -> String {
        toml::to_string_pretty(self).unwrap_or_default()
    }

    pub fn standing(&self, record: &Record, finding: &str) -> Standing<'_> {
        let own = self.cases.iter().find(|c| c.finding == finding && c.is_for(record));
        let earlier = self
            .cases
            .iter()
            .filter(|c| c.finding == finding && c.package == record.package && !c.is_for(record))
            .filter_map(|c| c.step.last())
            .max_by(|a, b| a.date.cmp(&b.date))
            .map(|s| (s.state, s.date.as_str()));
        let steps = own.map(|c| c.step.as_slice()).unwrap_or_default();
        Standing { state: steps.last().map_or(State::Suspected, |s| s.state), steps, earlier }
    }

    /// Adds a step for a finding of the record. The same step once more is no step.
    pub fn add(&mut self, record: &Record, finding: &str, step: Step) -> Result<bool, String> {
        let Some(f) = record.findings.iter().find(|f| f.id == finding) else {
            return Err(format!("{finding}: no such finding in the report of {}", record.package));
        };
        let at = self.cases.iter().position(|c| c.finding == finding && c.is_for(record));
        let mut case = match at.and_then(|i| self.cases.get(i)) {
            Some(case) => case.clone(),
            None => CaseFile {
                package: record.package.clone(),
                finding: finding.into(),
                code: f.code.clone(),
                app: record.app_sha256.clone(),
                policies: record.policy_sha256.clone(),
                signatures: record.signatures.clone(),
                step: Vec::new(),
            },
        };
        if case.step.last() == Some(&step) {
            return Ok(false);
        }
        case.step.push(step);
        case.check()?;
        match at.and_then(|i| self.cases.get_mut(i)) {
            Some(slot) => *slot = case,
            None => self.cases.push(case),
        }
        self.cases.sort_by(|a, b| (&a.package, &a.finding, &a.app).cmp(&(&b.package, &b.finding, &b.app)));
        Ok(true)
    }

    /// Cases that none of the records has: another version, another policy, other signatures, or a finding that is gone.
    pub fn stale<'a>(&'a self, records: &[Record]) -> Vec<&'a CaseFile> {
        self.cases.iter().filter(|c| !records.iter().any(|r| c.is_for(r) && r.findings.iter().any(|f| f.id == c.finding))).collect()
    }
}

impl CaseFile {
    pub fn is_for(&self, record: &Record) -> bool {
        self.app == record.app_sha256
            && self.policies == record.policy_sha256
            && self.signatures == record.signatures
            && self.package == record.package
    }

    fn check(&self) -> Result<(), String> {
        let hash = |s: &str| s.len() == 64 && s.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if !hash(&self.app) || !self.policies.iter().all(|p| hash(p)) {
            return Err("app and policies are SHA-256 in 64 lower-case hex digits".into());
        }
        if !self.policies.is_sorted() {
            return Err("policies are not sorted".into());
        }
        if self.step.is_empty() || self.step.len() > MAX_STEPS {
            return Err(format!("1 to {MAX_STEPS} steps, here {}", self.step.len()));
        }
        let mut state = State::Suspected;
        let mut day = "";
        for (i, step) in self.step.iter().enumerate() {
            step.check().map_err(|e| format!("step {}: {e}", i + 1))?;
            if !state.leads_to(step.state) {
                return Err(format!("step {}: {} cannot follow {}", i + 1, step.state.words().en, state.words().en));
            }
            if step.date.as_str() < day {
                return Err(format!("step {}: {} lies before the step in front of it", i + 1, step.date));
            }
            (state, day) = (step.state, &step.date);
        }
        Ok(())
    }
}

impl Step {
    fn check(&self) -> Result<(), String> {
        for (name, text) in [("person", &self.person), ("unit", &self.unit), ("reason", &self.reason)] {
            if text.trim().is_empty() {
                return Err(format!("{name} is empty"));
            }
        }
        let texts = [Some(&self.person), Some(&self.unit), Some(&self.reason), self.second.as_ref(), self.answer.as_ref()];
        if texts.into_iter().flatten().any(|t| t.len() > MAX_TEXT) {
            return Err(format!("a text is longer than {MAX_TEXT} bytes"));
        }
        if !is_date(&self.date) {
            return Err(format!("\"{}\" is not a date of the form YYYY-MM-DD", self.date));
        }
        match (&self.second, self.state) {
            (Some(second), State::Published) if same_person(second, &self.person) || second.trim().is_empty() => {
                return Err("publishing needs two different persons".into());
            }
            (None, State::Published) => return Err("publishing needs a second person".into()),
            _ => {}
        }
        if self.state == State::Answered && self.answer.as_ref().is_none_or(|a| a.trim().is_empty()) {
            return Err("answered, but the operator's statement is missing".into());
        }
        Ok(())
    }
}

/// The same name behind other widths, cases and spaces is the same person.
fn same_person(a: &str, b: &str) -> bool {
    let key = |s: &str| {
        s.nfkc().filter(|c| !c.is_whitespace() && !crate::report::sanitize::is_unseen(*c)).flat_map(char::to_lowercase).collect::<String>()
    };
    key(a) == key(b)
}

/// A day of the calendar, `YYYY-MM-DD`.
pub fn is_date(s: &str) -> bool {
    let b = s.as_bytes();
    if b.len() != 10 || !b.iter().enumerate().all(|(i, c)| if i == 4 || i == 7 { *c == b'-' } else { c.is_ascii_digit() }) {
        return false;
    }
    let part = |from: usize, to: usize| s.get(from..to).and_then(|p| p.parse::<u32>().ok()).unwrap_or(0);
    let (year, month, day) = (part(0, 4), part(5, 7), part(8, 10));
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    year > 0 && (1..=last).contains(&day)
}
