//! What one run may spend, in deterministic units: never a clock, never shared between threads.
//!
//! Running out is a [`crate::gap::Gap`], never an error and never a hang. Time and memory limits exist only in the sweep's worker.

/// A countable thing that a loop over input spends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Bytes produced by decompression.
    Inflated,
    /// Archive entries looked at.
    Entries,
    /// Binary XML or resource items visited.
    Nodes,
    /// Dalvik code units walked.
    CodeUnits,
    /// Characters of policy text.
    Text,
}

/// The limits of one run. `take` spends from them.
#[derive(Clone, Debug)]
pub struct Budget {
    inflated: u64,
    entries: u64,
    nodes: u64,
    code_units: u64,
    text: u64,
}

impl Default for Budget {
    /// Large enough for the biggest store apps (about 200 MB of DEX), small enough for a bomb.
    fn default() -> Budget {
        Budget { inflated: 2 << 30, entries: 2_000_000, nodes: 20_000_000, code_units: 1 << 30, text: 32 << 20 }
    }
}

impl Budget {
    fn slot(&mut self, unit: Unit) -> &mut u64 {
        match unit {
            Unit::Inflated => &mut self.inflated,
            Unit::Entries => &mut self.entries,
            Unit::Nodes => &mut self.nodes,
            Unit::CodeUnits => &mut self.code_units,
            Unit::Text => &mut self.text,
        }
    }

    /// A budget with another limit for one unit.
    pub fn with(mut self, unit: Unit, limit: u64) -> Budget {
        *self.slot(unit) = limit;
        self
    }

    /// What is left of a unit.
    pub fn left(&self, unit: Unit) -> u64 {
        *self.clone().slot(unit)
    }

    /// Spends `n` units; `false` when that many are not left (then nothing more is left).
    pub fn take(&mut self, unit: Unit, n: u64) -> bool {
        let slot = self.slot(unit);
        if *slot >= n {
            *slot -= n;
            true
        } else {
            *slot = 0;
            false
        }
    }
}
