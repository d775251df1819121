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

impl Waivers {
    pub fn parse(text: &str) -> Result<Waivers, toml::de::Error> {
        toml::from_str(text)
    }

    /// Writes the reason into the findings that are waived on `as_of`. Gives back the waivers that no finding needs any more.
    pub fn apply(&self, package: &str, findings: &mut [Finding], as_of: &str) -> Vec<&Waiver> {
        let mut idle = Vec::new();
        for waiver in self.waiver.iter().filter(|w| w.package == package) {
            match findings.iter_mut().find(|f| f.id == waiver.finding) {
                Some(finding) if as_of <= waiver.until.as_str() => finding.waived = Some(waiver.reason.clone()),
                Some(_) => {}
                None => idle.push(waiver),
            }
        }
        idle
    }
}
