//! Taint: which sources a value comes from, and the steps it took.
//!
//! A taint is an interned set of (source, last step). Steps form a tree that is shared by all values: each knows the one before it, so that
//! a flow can be told backwards from its sink. Of two ways to the same place the one found first stands, which bounds their number by
//! sources times instructions.

use rustc_hash::FxHashMap;

use crate::program::MethodId;

/// A set of sources. `CLEAN` is the empty one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Taint(u32);

pub const CLEAN: Taint = Taint(0);

impl Taint {
    pub fn is_clean(self) -> bool {
        self == CLEAN
    }
}

/// Index of a source in the caller's list.
pub type SourceId = u32;
/// Index of a step.
pub type StepId = u32;

/// A place that tainted data passed: an instruction, and the step before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub source: SourceId,
    pub before: Option<StepId>,
    pub method: MethodId,
    pub pc: u32,
}

/// All taints and steps of one analysis.
pub struct Taints {
    sets: Vec<Box<[(SourceId, StepId)]>>,
    ids: FxHashMap<Box<[(SourceId, StepId)]>, Taint>,
    unions: FxHashMap<(Taint, Taint), Taint>,
    steps: Vec<Step>,
    step_ids: FxHashMap<(SourceId, MethodId, u32), StepId>,
    moved: FxHashMap<(Taint, MethodId, u32), Taint>,
}

/// A set above this keeps its lowest sources; no real value comes from so many places.
const MAX_SOURCES: usize = 256;

impl Default for Taints {
    fn default() -> Taints {
        let empty: Box<[(SourceId, StepId)]> = Box::new([]);
        Taints {
            ids: [(empty.clone(), CLEAN)].into_iter().collect(),
            sets: vec![empty],
            unions: FxHashMap::default(),
            steps: Vec::new(),
            step_ids: FxHashMap::default(),
            moved: FxHashMap::default(),
        }
    }
}

impl Taints {
    pub fn of(&self, t: Taint) -> &[(SourceId, StepId)] {
        self.sets.get(t.0 as usize).map_or(&[], |s| s)
    }

    pub fn step(&self, id: StepId) -> Option<&Step> {
        self.steps.get(id as usize)
    }

    fn intern(&mut self, set: Vec<(SourceId, StepId)>) -> Taint {
        let set = set.into_boxed_slice();
        if let Some(t) = self.ids.get(&set) {
            return *t;
        }
        let t = Taint(self.sets.len() as u32);
        self.sets.push(set.clone());
        self.ids.insert(set, t);
        t
    }

    /// Both, one step for each source: the earlier found one.
    pub fn union(&mut self, a: Taint, b: Taint) -> Taint {
        if a == b || b.is_clean() {
            return a;
        }
        if a.is_clean() {
            return b;
        }
        let key = (a.min(b), a.max(b));
        if let Some(t) = self.unions.get(&key) {
            return *t;
        }
        let mut all: Vec<(SourceId, StepId)> = self.of(a).iter().chain(self.of(b)).copied().collect();
        all.sort_unstable();
        all.dedup_by_key(|s| s.0);
        all.truncate(MAX_SOURCES);
        let t = self.intern(all);
        self.unions.insert(key, t);
        t
    }

    fn step_at(&mut self, source: SourceId, before: Option<StepId>, method: MethodId, pc: u32) -> StepId {
        *self.step_ids.entry((source, method, pc)).or_insert_with(|| {
            self.steps.push(Step { source, before, method, pc });
            (self.steps.len() - 1) as StepId
        })
    }

    /// What a source hands out where it stands.
    pub fn source(&mut self, source: SourceId, method: MethodId, pc: u32) -> Taint {
        let step = self.step_at(source, None, method, pc);
        self.intern(vec![(source, step)])
    }

    /// The same sources, one step on.
    pub fn moved(&mut self, t: Taint, method: MethodId, pc: u32) -> Taint {
        if t.is_clean() {
            return t;
        }
        if let Some(m) = self.moved.get(&(t, method, pc)) {
            return *m;
        }
        let set: Vec<(SourceId, StepId)> = self.of(t).to_vec();
        let set = set.into_iter().map(|(s, before)| (s, self.step_at(s, Some(before), method, pc))).collect();
        let m = self.intern(set);
        self.moved.insert((t, method, pc), m);
        m
    }

    /// All but some sources.
    pub fn without(&mut self, t: Taint, sources: &[SourceId]) -> Taint {
        let rest: Vec<(SourceId, StepId)> = self.of(t).iter().filter(|s| !sources.contains(&s.0)).copied().collect();
        self.intern(rest)
    }

    /// The way from the source to a step, in order. Steps point to earlier ones only, so it ends.
    pub fn way(&self, last: StepId) -> Vec<Step> {
        let mut out = Vec::new();
        let mut at = Some(last);
        while let Some(step) = at.and_then(|s| self.step(s)) {
            out.push(*step);
            at = step.before;
        }
        out.reverse();
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unions_and_ways() {
        let mut t = Taints::default();
        let (m, n) = (MethodId(1), MethodId(2));
        let a = t.source(0, m, 4);
        let b = t.source(1, m, 8);
        let ab = t.union(a, b);
        assert_eq!(t.union(b, a), ab);
        assert_eq!(t.union(ab, a), ab);
        let on = t.moved(a, n, 2);
        assert_eq!(t.of(on).len(), 1);
        let way: Vec<(u32, u32)> = t.way(t.of(on)[0].1).iter().map(|s| (s.method.0, s.pc)).collect();
        assert_eq!(way, [(1, 4), (2, 2)]);
        // The same place again is the same step, however it is come to.
        assert_eq!(t.moved(on, m, 4), a);
    }
}
