//! `apksweep statistics`

use super::args_campaign::Statistics as Args;
use super::notice::read_review;
use super::{Outcome, paper, reports};
use crate::campaign::Record;
use crate::campaign::statistics::Statistics;

pub fn run(a: &Args) -> Outcome {
    let knowledge = a.shared.knowledge()?;
    paper::wanted(&a.out)?;
    let review = a.review.as_deref().map(read_review).transpose()?;
    let mut figures = Statistics::default();
    let failed = reports::each(&a.sweep, &mut |r| {
        figures.add(&Record::of(&r), review.as_ref());
        Ok(())
    })?;
    (0..failed).for_each(|_| figures.failed());
    paper::put(&figures.paper(knowledge, a.shared.lang()), &a.out)
}
