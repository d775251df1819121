//! Collecting oddities of the file structure without letting a hostile file fill the report with them.
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;

use super::package::Anomaly;

/// How many places of one kind of oddity are listed; the rest is counted.
const LISTED: u64 = 20;

/// Oddities of one archive.
#[derive(Clone, Debug, Default)]
pub(super) struct Oddities {
    label: String,
    list: Vec<Anomaly>,
    counts: BTreeMap<&'static str, (u64, bool, bool)>,
}

/// What an oddity means, beside its id.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// Android refuses the file.
    Refused,
    /// Android takes it; ordinary tools do not write it.
    Odd,
    /// Android takes it; ordinary build tools leave it behind too.
    Common,
}

impl Oddities {
    pub fn new(label: &str) -> Oddities {
        Oddities { label: label.into(), ..Oddities::default() }
    }

    /// Notes one oddity of the archive, or of the entry named.
    pub fn note(&mut self, id: &'static str, weight: Weight, entry: Option<&str>, offset: impl Into<Option<u64>>, what: impl Into<String>) {
        let (refused, common) = (weight == Weight::Refused, weight == Weight::Common);
        let count = self.counts.entry(id).or_insert((0, false, true));
        count.0 = count.0.saturating_add(1);
        count.1 |= refused;
        count.2 &= common;
        if count.0 > LISTED {
            return;
        }
        let place = match entry {
            Some(e) => format!("{}!{}", self.label, short(e)),
            None => self.label.clone(),
        };
        let anomaly = Anomaly { id: id.into(), what: what.into(), place, offset: offset.into(), refused, common };
        if !self.list.contains(&anomaly) {
            self.list.push(anomaly);
        }
    }

    pub fn list(&self) -> Vec<Anomaly> {
        let mut out = self.list.clone();
        for (id, &(n, refused, common)) in &self.counts {
            if n > LISTED {
                let what = format!("{} more places of this oddity", n.saturating_sub(LISTED));
                out.push(Anomaly { id: (*id).into(), what, place: self.label.clone(), offset: None, refused, common });
            }
        }
        out
    }
}

/// A name of up to 65,535 bytes is cut for printing.
pub(super) fn short(name: &str) -> String {
    const MOST: usize = 200;
    if name.chars().nth(MOST).is_none() {
        return name.to_string();
    }
    let mut s: String = name.chars().take(MOST).collect();
    s.push('…');
    s
}
