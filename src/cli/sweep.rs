//! `apksweep sweep`

use super::args::{Sweep, SweepFormat};
use super::check::Setting;
use super::{Failure, Outcome, output};
use crate::report::sanitize::terminal;
use crate::sweep::{self, Kind, Plan};

pub fn run(a: &Sweep) -> Outcome {
    let knowledge = a.shared.knowledge()?;
    let setting = Setting::new(&a.judging, knowledge)?;
    let apps = sweep::queue::find(&a.apps).map_err(|e| Failure::unreadable(format!("{e:#}")))?;
    for fault in apps.iter().filter_map(|t| t.fault.as_ref()) {
        output::warn(&format!("apksweep: {}", terminal(fault)));
    }
    if apps.is_empty() {
        return Err(Failure::unreadable(format!("{}: no apps here (.apk .xapk .apks .apkm .aab)", a.apps.display())));
    }
    let kind = match a.format {
        SweepFormat::Json => Kind::Json,
        SweepFormat::Html => Kind::Html,
        SweepFormat::Jsonl => Kind::Jsonl,
    };
    let plan = Plan { out: &a.output, jobs: a.jobs, kind, fresh: a.fresh, lang: a.shared.lang(), knowledge };
    let done = sweep::run(
        &plan,
        &apps,
        &|task| setting.check(&task.app, &task.policies, task.listing.as_ref(), knowledge).map_err(|f| f.message),
        &|task, report| setting.answered_by(report, task.listing.as_ref(), knowledge),
    )
    .map_err(|e| Failure::usage(format!("{e:#}")))?;
    output::print(&done.summary(a.shared.lang(), &a.output))
}
