//! Many apps: in parallel, resumable, in a fixed order. One bad app is a row, never the end.

pub mod index;
pub mod queue;
pub mod resume;

use std::io::IsTerminal;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};

use crate::check::Checked;
use crate::knowledge::Knowledge;
use crate::report::{Report, html};
use crate::words::Lang;
pub use index::{Done, Row};
pub use queue::Task;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Json,
    Html,
    Jsonl,
}

pub struct Plan<'p> {
    pub out: &'p Path,
    pub jobs: Option<usize>,
    pub kind: Kind,
    pub fresh: bool,
    pub lang: Lang,
    pub knowledge: &'p Knowledge,
}

/// How one app is checked.
pub type Check<'c> = dyn Fn(&Task) -> Result<Checked, String> + Sync + 'c;
/// Whether a report answers what is asked of a task now.
pub type Answered<'c> = dyn Fn(&Task, &Report) -> bool + Sync + 'c;

/// Runs `check` over all tasks. Results are written as they come and indexed in order of (package, version code, SHA-256, name).
/// `answered` says whether a report of an earlier run answers the same question.
pub fn run(plan: &Plan, tasks: &[Task], check: &Check, answered: &Answered) -> Result<Done> {
    let to_folder = plan.kind != Kind::Jsonl;
    if to_folder {
        std::fs::create_dir_all(plan.out.join("apps")).with_context(|| plan.out.display().to_string())?;
    }
    let jobs =
        plan.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, |n| n.get())).clamp(1, 256).min(tasks.len().max(1));
    let bar = progress(tasks.len());
    let next = AtomicUsize::new(0);
    let rows: Mutex<Vec<Row>> = Mutex::new(Vec::with_capacity(tasks.len()));
    let failed: Mutex<Option<anyhow::Error>> = Mutex::new(None);
    // Large files first: the last one to start should not be the longest.
    let mut order: Vec<&Task> = tasks.iter().collect();
    order.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.app.cmp(&b.app)));
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                while let Some(task) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
                    match one(plan, task, check, answered) {
                        Ok(row) => rows.lock().unwrap_or_else(|e| e.into_inner()).push(row),
                        Err(e) => *failed.lock().unwrap_or_else(|e| e.into_inner()) = Some(e),
                    }
                    bar.inc(1);
                }
            });
        }
    });
    bar.finish_and_clear();
    // Only the output folder failing (disk full, no right to write) ends a sweep; what was written stays for the next run.
    if let Some(e) = failed.into_inner().unwrap_or_else(|e| e.into_inner()) {
        return Err(e);
    }
    let mut rows = rows.into_inner().unwrap_or_else(|e| e.into_inner());
    rows.sort();
    index::write(plan, &rows)?;
    Ok(Done { rows })
}

fn one(plan: &Plan, task: &Task, check: &Check, answered: &Answered) -> Result<Row> {
    if plan.kind != Kind::Jsonl
        && !plan.fresh
        && let Some(report) = resume::earlier(plan, task, answered)
    {
        return Ok(Row::of(task, &report, None));
    }
    // A panic is a fault of ours; it costs this app and no other.
    let outcome =
        catch_unwind(AssertUnwindSafe(|| check(task))).unwrap_or_else(|_| Err("apksweep failed on this file: please report it".into()));
    match outcome {
        Ok(checked) => {
            let report = &checked.report;
            let line = (plan.kind == Kind::Jsonl).then(|| report.to_line());
            if plan.kind != Kind::Jsonl {
                let base = plan.out.join("apps").join(&report.inputs.app.sha256);
                put(&base.with_extension("json"), &report.to_json())?;
                if plan.kind == Kind::Html {
                    put(&base.with_extension("html"), &html(report, &checked.documents, plan.knowledge, plan.lang))?;
                }
            }
            Ok(Row::of(task, report, line))
        }
        Err(message) => Ok(Row::failed(task, message)),
    }
}

fn put(path: &Path, text: &str) -> Result<()> {
    let part = path.with_extension("part");
    std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, path)).with_context(|| path.display().to_string())
}

fn progress(total: usize) -> ProgressBar {
    if total < 2 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(total as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} apps  {per_sec}  {eta} left") {
        bar.set_style(style);
    }
    bar
}
