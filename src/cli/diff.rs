//! `apksweep diff`

use super::args_campaign::Diff;
use super::{Failure, Outcome, output, paper, reports};
use crate::campaign::{diff, retest};

pub fn run(a: &Diff) -> Outcome {
    paper::wanted(&a.out)?;
    let (old, new) = (reports::report(&a.old)?, reports::report(&a.new)?);
    let Some(x) = diff::diff(&old, &new) else {
        return Err(Failure::usage(format!("two different apps: {} and {}", old.app.package, new.app.package)));
    };
    if a.json {
        let mut text = serde_json::to_string_pretty(&x).map_err(Failure::unreadable)?;
        text.push('\n');
        return output::print(&text);
    }
    paper::put(&retest::paper(&x, a.shared.lang()), &a.out)
}
