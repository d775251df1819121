//! Readings that repeat: a timer, an executor, a worker or a location request with a constant period.

use std::collections::{BTreeMap, BTreeSet};

use super::{Act, ActKind, Stage};
use crate::detect::observed::{Owner, Strength, Tri};
use crate::evidence::EvidenceSet;
use crate::program::constant::{Call, Constant, Value};
use crate::program::{MethodId, SiteKind, TypeId};

/// Longer periods are no matter of frequency: an hour, in milliseconds.
const LONGEST: i64 = 3_600_000;

const REPEATS: [&str; 6] = ["schedule", "scheduleAtFixedRate", "scheduleWithFixedDelay", "<init>", "requestLocationUpdates", "postDelayed"];

/// Classes whose calls `task` reads.
const CLASSES: [&[u8]; 7] = [
    b"Ljava/util/Timer;",
    b"Ljava/util/concurrent/ScheduledExecutorService;",
    b"Ljava/util/concurrent/ScheduledThreadPoolExecutor;",
    b"Landroidx/work/PeriodicWorkRequest$Builder;",
    b"Landroid/location/LocationManager;",
    b"Landroid/os/Handler;",
    b"Landroid/view/View;",
];

pub fn find(stage: &Stage, out: &mut EvidenceSet) -> Vec<Act> {
    let p = stage.program();
    // Where each kind of data is read.
    let mut reads: BTreeMap<MethodId, BTreeSet<&str>> = BTreeMap::new();
    for hit in stage.hits.iter().filter(|h| h.strength != Strength::Weak && !h.user_mediated) {
        reads.entry(hit.method).or_default().insert(&hit.api.data_type);
    }
    let mut acts = Vec::new();
    for (method, pc, _) in stage.calls_in(&REPEATS, |class| CLASSES.contains(&class)) {
        let facts = stage.constants.facts(method);
        let Some(call) = facts.call(pc) else { continue };
        let Some((task, period)) = task(stage, method, call) else { continue };
        if !(1..=LONGEST).contains(&period) {
            continue;
        }
        let types: BTreeSet<&str> = match task {
            Task::Reads(t) => BTreeSet::from([t]),
            Task::Runs(class) => read_by(stage, class, &reads),
        };
        for data_type in types {
            let what = vec![data_type.to_owned(), seconds(period)];
            let excerpt = format!("repeats every {} s: {}", seconds(period), p.signature(call.method));
            let act = stage.at(ActKind::ReadsPeriodically, what, (method, pc), excerpt, out);
            acts.extend(Some(act).filter(|a| a.reachable == Tri::Yes && !matches!(a.owner, Owner::Library { .. })));
        }
    }
    acts
}

/// Milliseconds as seconds, one digit where they are not whole.
fn seconds(ms: i64) -> String {
    if ms % 1000 == 0 { (ms / 1000).to_string() } else { format!("{}.{}", ms / 1000, ms % 1000 / 100) }
}

enum Task<'k> {
    /// The call itself reads this.
    Reads(&'k str),
    /// Objects of this class are run.
    Runs(TypeId),
}

/// What a call repeats, and every how many milliseconds. `None`: it repeats nothing, or not at a constant period.
fn task(stage: &Stage, method: MethodId, call: &Call) -> Option<(Task<'static>, i64)> {
    let p = stage.program();
    let m = p.method(call.method);
    let class = p.descriptor_bytes(m.class);
    let params: Vec<&[u8]> = p.proto(m.proto).params.iter().map(|t| p.descriptor_bytes(*t)).collect();
    let number = |n: usize| match stage.constants.possible(method, call.args.get(n).copied()?).only() {
        Some(Constant::Int(i)) => Some(*i),
        _ => None,
    };
    let made = |n: usize| match call.args.get(n) {
        Some(Value::New(t, _) | Value::Class(t)) => Some(*t),
        _ => None,
    };
    match (class, p.names.bytes(m.name)) {
        (b"Ljava/util/Timer;", b"schedule" | b"scheduleAtFixedRate") if params.len() == 3 && params[2] == b"J" => {
            Some((Task::Runs(made(1)?), number(3)?))
        }
        (
            b"Ljava/util/concurrent/ScheduledExecutorService;" | b"Ljava/util/concurrent/ScheduledThreadPoolExecutor;",
            b"scheduleAtFixedRate" | b"scheduleWithFixedDelay",
        ) => {
            let unit = unit(stage, method, *call.args.get(4)?)?;
            Some((Task::Runs(made(1)?), number(3)?.checked_mul(unit)?))
        }
        (b"Landroidx/work/PeriodicWorkRequest$Builder;", b"<init>") => {
            let unit = unit(stage, method, *call.args.get(3)?)?;
            Some((Task::Runs(made(1)?), number(2)?.checked_mul(unit)?))
        }
        (b"Landroid/location/LocationManager;", b"requestLocationUpdates") => {
            let at = params.iter().position(|t| *t == b"J")?;
            Some((Task::Reads("location-precise"), number(at + 1)?))
        }
        // A task that posts itself again: `handler.postDelayed(this, 5000)` within `run`.
        (b"Landroid/os/Handler;" | b"Landroid/view/View;", b"postDelayed") => {
            let own = matches!(call.args.get(1), Some(Value::Param(0))) && p.names.bytes(p.method(method).name) == b"run";
            own.then_some((Task::Runs(p.method(method).class), number(2)?))
        }
        _ => None,
    }
}

/// `TimeUnit.SECONDS` as milliseconds.
fn unit(stage: &Stage, method: MethodId, value: Value) -> Option<i64> {
    let _ = method;
    let Value::Field(f) = value else { return None };
    match &*stage.program().field_name(f) {
        "MILLISECONDS" => Some(1),
        "SECONDS" => Some(1_000),
        "MINUTES" => Some(60_000),
        "HOURS" => Some(3_600_000),
        "DAYS" => Some(86_400_000),
        _ => None,
    }
}

/// Kinds of data that running an object of the class reads.
fn read_by<'r>(stage: &Stage, class: TypeId, reads: &BTreeMap<MethodId, BTreeSet<&'r str>>) -> BTreeSet<&'r str> {
    let p = stage.program();
    let mut types = BTreeSet::new();
    let Some(defined) = p.class(class) else { return types };
    let runs = |m: &&MethodId| matches!(p.names.bytes(p.method(**m).name), b"run" | b"doWork" | b"call");
    for m in p.class_methods(defined).iter().filter(runs) {
        stage.ahead(*m, &mut |body| {
            types.extend(reads.get(&body).into_iter().flatten().copied());
            false
        });
        // A static helper is an edge of the graph like any other; a lambda's body hangs on its call.
        for site in p.sites(*m).iter().filter(|s| s.kind() == SiteKind::InvokeStatic) {
            types.extend(site.callee().and_then(|c| reads.get(&c)).into_iter().flatten().copied());
        }
    }
    types
}

#[cfg(test)]
mod tests {
    #[test]
    fn periods_read_as_seconds() {
        for (ms, want) in [(5_000, "5"), (1_500, "1.5"), (900_000, "900"), (20, "0.0")] {
            assert_eq!(super::seconds(ms), want);
        }
    }
}
