//! `apksweep graph`

use super::args::Graph;
use super::{Failure, Outcome, output};

pub fn run(a: &Graph) -> Outcome {
    let dot = crate::screens::dot(&a.app, a.shared.knowledge()?).map_err(Failure::unreadable)?;
    match &a.output {
        Some(path) => output::write(path, &dot).map(|()| 0),
        None => output::print(&dot),
    }
}
