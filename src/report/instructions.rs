//! Instructions beside a piece of evidence: `explain --app` reads them from the app, a report does not carry them.

use std::collections::BTreeMap;

use crate::evidence::EvidenceId;

/// One instruction as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instruction {
    /// Bytes from the start of the method's instructions, as in the locator.
    pub offset: u32,
    pub text: String,
    /// The one that the evidence names.
    pub cited: bool,
}

/// The instructions round one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instructions {
    pub registers: u16,
    /// The last so many registers hold the parameters.
    pub ins: u16,
    /// Instructions of the method stand before the first one shown.
    pub before: bool,
    pub after: bool,
    pub list: Vec<Instruction>,
}

impl Instructions {
    /// `registers 5, parameters v3 to v4`
    pub fn registers_text(&self) -> String {
        let first = self.registers.saturating_sub(self.ins);
        match self.ins {
            0 => format!("registers {}", self.registers),
            1 => format!("registers {}, parameter v{first}", self.registers),
            _ => format!("registers {}, parameters v{first} to v{}", self.registers, self.registers.saturating_sub(1)),
        }
    }

    /// The lines as they are printed: (cited, arrow and offset, instruction).
    pub fn lines(&self) -> Vec<(bool, String, &str)> {
        let mut out = Vec::with_capacity(self.list.len() + 2);
        if self.before {
            out.push((false, "  ".to_owned(), "⋮"));
        }
        for i in &self.list {
            out.push((i.cited, format!("{} {:04x}  ", if i.cited { "→" } else { " " }, i.offset), &i.text));
        }
        if self.after {
            out.push((false, "  ".to_owned(), "⋮"));
        }
        out
    }
}

/// By the evidence that cites them.
pub type Listings = BTreeMap<EvidenceId, Instructions>;
