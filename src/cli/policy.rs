//! `apksweep policy`

use super::args::{Format, Policy};
use super::{Failure, Outcome, output};
use crate::budget::Budget;
use crate::policy::Lexicon;
use crate::report::PolicyReport;
use crate::report::policy_view::{policy_html, policy_text};
use crate::report::sanitize::terminal;

pub fn run(a: &Policy) -> Outcome {
    if a.format == Format::Sarif {
        return Err(Failure::usage("--format sarif: a policy alone has no findings; use text, json or html"));
    }
    let mut budget = Budget::default();
    let read = crate::read_policies(std::slice::from_ref(&a.file), &mut budget, super::isolate::read_pdf).map_err(Failure::unreadable)?;
    let Some(read) = read.into_iter().next() else { return Ok(0) };
    let mut gaps = Vec::new();
    let document = read.unpack(&mut gaps);
    // Reading needs the phrases alone; the rest of the built-in set is opened only to print names.
    let lexicon = if a.shared.signatures.is_some() { Lexicon::new(a.shared.knowledge()?) } else { Lexicon::builtin() };
    let declared = crate::policy::read(&document, 0, &lexicon).unpack(&mut gaps);
    if a.format != Format::Text {
        for g in gaps.iter().filter(|g| g.code.as_str() == "LIM-07") {
            output::warn(&terminal(&format!("apksweep: {}: {}", document.name, g.what)));
        }
    }
    let report = PolicyReport::new(&document, declared, gaps, a.with_text);
    output::print(&match a.format {
        Format::Json => report.to_json(),
        Format::Text | Format::Sarif => policy_text(&report, &document, a.shared.knowledge()?, a.shared.lang(), output::style()),
        Format::Html => policy_html(&report, &document, a.shared.knowledge()?, a.shared.lang()),
    })
}
