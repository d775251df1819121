//! `apksweep bundle`

use super::args_campaign::Bundle;
use super::{Failure, Outcome, output, reports, verify};
use crate::campaign::bundle::{self, Content};
use crate::report::sanitize::terminal;

pub fn run(a: &Bundle) -> Outcome {
    let knowledge = a.shared.knowledge()?;
    let stated = verify::stated(&reports::report_text(&a.report)?, &a.report)?;
    // What does not verify is not worth packing.
    let inputs = verify::Inputs::given(Some(&a.app), &a.policy, &stated.report)?;
    let checked = verify::derive(&stated, &inputs, knowledge, a.shared.lang())?;
    let outcome = crate::campaign::verify::compare(&stated, &checked.report);
    if !outcome.agrees() {
        output::print(&crate::campaign::verify::summary(&outcome, a.shared.lang()))?;
        return Ok(super::FOUND);
    }
    let keep = !a.without_inputs && !a.app.is_dir();
    if a.app.is_dir() && !a.without_inputs {
        eprintln!("apksweep: {}", terminal("a directory of splits is not packed; its SHA-256 stands in the manifest"));
    }
    let (app, policies) = inputs.into_bytes();
    let bytes = bundle::write(Content {
        report: &stated.report,
        app: app.filter(|_| keep),
        policies: (!a.without_inputs).then_some(policies),
        documents: &checked.documents,
        knowledge,
        lang: a.shared.lang(),
    })
    .map_err(Failure::unreadable)?;
    output::write_bytes(&a.output, &bytes)?;
    Ok(0)
}
