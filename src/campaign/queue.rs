//! The review queue: what a person should look at first.

use super::complaint::Joined;
use super::record::Record;
use super::review::{Review, Standing, State};
use crate::rules::{Certainty, Finding, Severity};

pub struct Item<'a> {
    pub record: &'a Record,
    pub finding: &'a Finding,
    pub standing: Standing<'a>,
    pub complaints: usize,
    pub priority: usize,
}

/// 100 a step of severity, 30 a step of certainty, 5 a complaint up to 30 complaints. Complaints order the queue; they change no finding.
fn priority(f: &Finding, complaints: usize) -> usize {
    let severity = match f.severity {
        Severity::High => 300,
        Severity::Medium => 200,
        Severity::Low => 100,
    };
    let certainty = match f.certainty {
        Certainty::Established => 90,
        Certainty::Strong => 60,
        Certainty::Indicative => 30,
    };
    severity + certainty + complaints.min(30) * 5
}

/// Open matters first, by priority; then what is decided.
pub fn queue<'a>(records: &'a [Record], review: &'a Review, complaints: Option<&Joined>) -> Vec<Item<'a>> {
    let mut items: Vec<Item> = records
        .iter()
        .flat_map(|r| r.findings.iter().map(move |f| (r, f)))
        .map(|(record, finding)| {
            let behind = complaints.map_or(0, |c| c.behind(record, &finding.id));
            let standing = review.standing(record, &finding.id);
            Item { record, finding, standing, complaints: behind, priority: priority(finding, behind) }
        })
        .collect();
    items.sort_by(|a, b| {
        let open = |i: &Item| i.standing.state != State::Suspected || i.finding.waived.is_some();
        open(a).cmp(&open(b)).then(b.priority.cmp(&a.priority)).then_with(|| {
            (&a.record.package, &a.record.app_sha256, &a.finding.id).cmp(&(&b.record.package, &b.record.app_sha256, &b.finding.id))
        })
    });
    items
}
