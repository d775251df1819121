//! Findings that somebody has looked at and accepted, with a reason and a last day. A waived finding stays in the report.

use serde::{Deserialize, Serialize};

use super::Finding;

/// `[[waiver]]` of a waiver file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// Package it holds for: finding ids are unique within one app only.
    pub package: String,
    /// `F-...`
    pub finding: String,
    pub reason: String,
    /// Last day, `YYYY-MM-DD`. A waiver without an end is forgotten, so there is none.
    pub until: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Waivers {
    pub waiver: Vec<Waiver>,
}

/// A waiver that waives nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idle<'a> {
    pub waiver: &'a Waiver,
    pub why: IdleWhy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdleWhy {
    /// Its last day has passed: the finding counts again.
    Expired,
    /// No such finding any more: the entry can go.
    NoFinding,
}

impl Waivers {
    /// Every entry needs a reason and an end.
    pub fn parse(text: &str) -> Result<Waivers, String> {
        let waivers: Waivers = toml::from_str(text).map_err(|e| e.message().to_owned())?;
        for w in &waivers.waiver {
            if w.reason.trim().is_empty() {
                return Err(format!("{}: a waiver needs a reason", w.finding));
            }
            let shape = |(i, b): (usize, u8)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() };
            if w.until.len() != 10 || !w.until.bytes().enumerate().all(shape) {
                return Err(format!("{}: until = \"{}\" is not a date of the form YYYY-MM-DD", w.finding, w.until));
            }
        }
        Ok(waivers)
    }

    /// Writes the reason into the findings that are waived on `as_of`. Gives back the package's waivers that waive nothing.
    pub fn apply(&self, package: &str, findings: &mut [Finding], as_of: &str) -> Vec<Idle<'_>> {
        let mut idle = Vec::new();
        for waiver in self.waiver.iter().filter(|w| w.package == package) {
            match findings.iter_mut().find(|f| f.id == waiver.finding) {
                Some(finding) if as_of <= waiver.until.as_str() => finding.waived = Some(waiver.reason.clone()),
                Some(_) => idle.push(Idle { waiver, why: IdleWhy::Expired }),
                None => idle.push(Idle { waiver, why: IdleWhy::NoFinding }),
            }
        }
        idle
    }
}
