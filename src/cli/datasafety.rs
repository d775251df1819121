//! `apksweep datasafety`

use super::args::DataSafety as Args;
use super::{Failure, Outcome, output};
use crate::report::{Report, datasafety};
use crate::rules::DataSafety;

pub fn run(a: &Args) -> Outcome {
    let knowledge = a.shared.knowledge()?;
    let lang = a.shared.lang();
    let read = |path: &std::path::Path| std::fs::read_to_string(path).map_err(|e| Failure::unreadable(format!("{}: {e}", path.display())));
    let report = Report::from_json(&read(&a.report)?).map_err(|e| Failure::unreadable(format!("{}: {e}", a.report.display())))?;
    let base = a.compare.as_deref().map(read).transpose()?;
    let refused = |e| Failure::usage(format!("{}: {e}", a.compare.as_deref().unwrap_or(&a.report).display()));
    let form = base.as_deref().map(DataSafety::parse).transpose().map_err(refused)?;
    let draft = datasafety::draft(&report, knowledge, base.as_deref()).map_err(refused)?;
    let notes: String = datasafety::notes(&report, knowledge, form.as_ref())
        .iter()
        .map(|n| format!("{}\n", crate::report::sanitize::terminal(n.get(lang))))
        .collect();
    match &a.output {
        Some(path) => {
            output::write(path, &draft)?;
            output::print(&notes)
        }
        // Compared, the differences are what was asked for; else the draft, which a console can import as it is.
        None if form.is_some() => output::print(&notes),
        None => {
            eprint!("{notes}");
            output::print(&draft)
        }
    }
}
