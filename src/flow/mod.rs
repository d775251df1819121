//! Floor 6: what decides whether code runs, and where data goes. Knows no signature and no law: which texts speak of consent, which calls
//! are sources and sinks, and what library methods do is told by the caller.
//!
//! `trace` follows data by abstract interpretation: values are sets of objects, of sources and constants; the heap is kept per path, so that
//! a field that is overwritten is clean again and two objects of one class stay apart. Components are run through their lives, with what
//! they hand to the framework called back. Only methods from which a source, or a place that holds its data, can be come to are run, with
//! some room for constructors and accessors; everything is bounded in instructions interpreted, never in time.

mod call;
mod effect;
mod engine;
pub mod gate;
mod heap;
mod intent;
mod lifecycle;
pub mod model;
mod reflection;
mod relevant;
mod run;
mod step;
mod stream;
mod taint;
mod text;
mod value;

use std::collections::{BTreeMap, BTreeSet};

pub use engine::{Component, ComponentKind, Effort, Fate, Limits, Question, SinkSite, Source};
use engine::{Engine, Frame};
use heap::Heap;
use model::Sink;
pub use taint::Step;

use crate::program::MethodId;

/// Data of a source that reaches a sink.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Index into `Flows::sources`.
    pub source: usize,
    pub sink: SinkSite,
    /// The instructions it passed, the source first, the sink last.
    pub steps: Vec<Step>,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Flows {
    /// The sources asked for, in order, and after them those that views turned out to be.
    pub sources: Vec<Source>,
    pub fates: Vec<Fate>,
    /// (source, the one whose data it only hands on).
    pub continues: Vec<(usize, usize)>,
    /// In order of source and sink.
    pub flows: Vec<Flow>,
    /// Instructions interpreted.
    pub work: u32,
    /// The whole app's limit was reached.
    pub cut: bool,
}

/// Outcomes of calls that one run leaves to the next.
const MAX_MEMORY: usize = 2_000;
/// Instructions that every component gets before any gets more.
const SHARE: u32 = 40_000;
/// Runs of one component until its world stands.
const MAX_LIVES: u8 = 4;
/// A source that no component comes to is run from its callers, so far up.
const UP: usize = 4;

/// Follows the data of all sources.
pub fn trace(q: &Question) -> Flows {
    let mut e = Engine::new(q);
    let reached: Vec<MethodId> = q.sources.iter().map(|s| s.method).filter(|m| (q.reached)(*m)).collect();
    e.mark(reached.into_iter());
    e.mark_inputs();
    let mut world = Heap::default();
    let mut lives: BTreeMap<usize, u8> = BTreeMap::new();
    let mut due: BTreeSet<usize> = (0..q.components.len()).filter(|i| q.components.get(*i).is_some_and(|c| e.matters(c.class))).collect();
    // A share for everyone first: one component that never comes to an end must not leave nothing for the others. What a share ended is
    // run again with all that is left.
    let mut share = (q.limits.app / (2 * due.len().max(1) as u32)).clamp(SHARE.min(q.limits.root), q.limits.root);
    let mut later: BTreeSet<usize> = BTreeSet::new();
    loop {
        let Some(i) = due.pop_first() else {
            if later.is_empty() {
                break;
            }
            share = q.limits.root;
            due = std::mem::take(&mut later);
            continue;
        };
        let n = lives.entry(i).or_insert(0);
        if *n >= MAX_LIVES || e.app_left == 0 {
            continue;
        }
        *n += 1;
        e.fresh();
        e.root_left = share;
        let asked = e.asked.len();
        let after = e.live(i, &world);
        let lasting = e.lasting(&after);
        let data_before = e.data(&world);
        world.join(&lasting, &mut e.pool);
        if e.was_cut && share < q.limits.root {
            later.insert(i);
            lives.insert(i, 0);
        } else {
            e.settle_cuts();
        }
        let woken: Vec<usize> = std::mem::take(&mut e.woken).into_iter().filter_map(|t| e.component_of.get(&t).copied()).collect();
        due.extend(woken);
        if e.data(&world) != data_before || std::mem::take(&mut e.grew) || e.asked.len() != asked {
            let more: Vec<usize> = (0..q.components.len()).filter(|i| q.components.get(*i).is_some_and(|c| e.matters(c.class))).collect();
            due.extend(more);
        }
    }
    // Sources that no life came to: from their callers, parameters unknown.
    for s in 0..q.sources.len() {
        let Some(source) = q.sources.get(s) else { continue };
        if e.fates.get(s).is_some_and(|f| f.met) || !(q.reached)(source.method) || e.is_library(q.program.method(source.method).class) {
            continue;
        }
        let path = (q.path)(source.method);
        let from = path.len().saturating_sub(UP);
        for m in path.get(from..).unwrap_or(&[]).iter().copied() {
            if e.fates.get(s).is_some_and(|f| f.met) {
                break;
            }
            e.fresh();
            e.armed.clear();
            let mut heap = world.clone();
            e.enter(m, Vec::new(), &mut heap, Frame { method: m, context: 0 }, 0);
            e.serve(&mut heap);
            e.settle_cuts();
        }
    }
    e.finish()
}

impl Engine<'_, '_> {
    fn fresh(&mut self) {
        self.root_left = self.q.limits.root;
        self.wiring_left = self.q.limits.wiring;
        self.was_cut = false;
        // Answers for other states of the world are seldom asked again, and each holds a heap.
        if self.memo.len() > MAX_MEMORY {
            self.memo.clear();
        }
    }

    /// A run that a limit ended leaves every source met so far unsure.
    fn settle_cuts(&mut self) {
        if self.was_cut {
            for f in &mut self.fates {
                f.cut |= f.met;
            }
        }
    }

    /// A number that changes when data lies in other places.
    fn data(&self, heap: &Heap) -> u64 {
        heap.objects().flat_map(|o| heap.places(o).iter().filter(|(_, v)| !v.taint.is_clean()).map(move |(p, v)| (o, *p, *v))).fold(
            0u64,
            |h, (o, p, v)| {
                use std::hash::{Hash, Hasher};
                let mut hasher = rustc_hash::FxHasher::default();
                (o, p, v.taint).hash(&mut hasher);
                h.wrapping_add(hasher.finish().rotate_left(17))
            },
        )
    }

    fn finish(self) -> Flows {
        let mut found: Vec<_> = self.found.iter().collect();
        found.sort_by_key(|((s, m, pc), _)| (*s, *m, *pc));
        let goes_on: BTreeSet<u32> = found.iter().filter(|(_, (site, _))| !is_storage(site.sink)).map(|((s, _, _), _)| *s).collect();
        let flows = found
            .into_iter()
            // Data that was stored, read again and went on: the storing is a step on the way, not its end.
            .filter(|((s, _, _), (site, _))| !(is_storage(site.sink) && self.read_back.contains(s) && goes_on.contains(s)))
            .map(|((s, _, _), (site, step))| Flow { source: *s as usize, sink: *site, steps: self.pool.taints.way(*step) })
            .collect();
        let mut continues: Vec<(usize, usize)> = self.continues.iter().map(|(a, b)| (*a as usize, *b as usize)).collect();
        continues.sort_unstable();
        Flows {
            sources: self.sources,
            fates: self.fates,
            continues,
            flows,
            work: self.q.limits.app - self.app_left,
            cut: self.app_left == 0,
        }
    }
}

fn is_storage(sink: Sink) -> bool {
    matches!(sink, Sink::Prefs)
}
