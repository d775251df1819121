//! `apksweep explain`

use super::args::Explain;
use super::{Failure, Outcome, output};
use crate::listing::ListingError;
use crate::report::Report;

pub fn run(a: &Explain) -> Outcome {
    let knowledge = a.shared.knowledge()?;
    let text = std::fs::read_to_string(&a.report).map_err(|e| Failure::unreadable(format!("{}: {e}", a.report.display())))?;
    let report = Report::from_json(&text).map_err(|e| Failure::unreadable(format!("{}: {e}", a.report.display())))?;
    let listings = match &a.app {
        Some(app) => crate::listing::listings(app, &report, a.context).map_err(|e| {
            let message = format!("{}: {e}", app.display());
            match e {
                ListingError::App(_) => Failure::unreadable(message),
                ListingError::OtherFile { .. } => Failure::usage(message),
            }
        })?,
        None => Default::default(),
    };
    match crate::report::explain::explain(&report, &a.id, knowledge, &listings, a.shared.lang(), output::style()) {
        Some(text) => output::print(&text),
        None => {
            let near = crate::report::explain::similar(&report, &a.id);
            let hint = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(", ")) };
            Err(Failure::usage(format!("{}: not in this report{hint}", a.id)))
        }
    }
}
