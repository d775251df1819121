//! The abstract heap: places of objects and the values in them, cheap to copy at every branch.
//!
//! Objects are numbered, so the heap is a two-level table of shared rows: a copy costs nothing until one side writes, a join looks only at
//! rows that differ. A running sum of the hashes of all entries tells whether two heaps are equal.

use std::hash::{Hash, Hasher};
use std::rc::Rc;

use super::taint::{CLEAN, Taint};
use super::value::{Constant, Obj, Place, Pool, Value};

const CHUNK: usize = 32;

/// The places of one object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    places: Vec<(Place, Value)>,
    /// It stands for several objects: writes do not replace.
    many: bool,
}

type Chunk = [Option<Rc<Row>>; CHUNK];

#[derive(Clone, Default)]
pub struct Heap {
    chunks: Rc<Vec<Option<Rc<Chunk>>>>,
    hash: u64,
    /// Entries that hold data. Where there are none, nothing needs to be looked into.
    tainted: u32,
}

fn entry_hash(o: Obj, p: Place, v: Value) -> u64 {
    let mut h = rustc_hash::FxHasher::default();
    (o, p, v).hash(&mut h);
    // FxHash leaves the high bits weak; a sum of such would collide.
    h.finish().wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
}

impl Heap {
    /// Equal for equal contents.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// Roughly how many objects it has room for.
    pub fn size(&self) -> u32 {
        (self.chunks.len() * CHUNK) as u32
    }

    pub fn row(&self, o: Obj) -> Option<&Row> {
        self.shared_row(o).map(|r| &**r)
    }

    fn shared_row(&self, o: Obj) -> Option<&Rc<Row>> {
        self.chunks.get(o.0 as usize / CHUNK)?.as_ref()?[o.0 as usize % CHUNK].as_ref()
    }

    pub fn places(&self, o: Obj) -> &[(Place, Value)] {
        self.row(o).map_or(&[], |r| &r.places)
    }

    pub fn get(&self, o: Obj, p: Place) -> Option<Value> {
        let row = self.row(o)?;
        row.places.binary_search_by_key(&p, |e| e.0).ok().map(|i| row.places[i].1)
    }

    fn row_mut(&mut self, o: Obj) -> &mut Row {
        let (c, i) = (o.0 as usize / CHUNK, o.0 as usize % CHUNK);
        let chunks = Rc::make_mut(&mut self.chunks);
        if chunks.len() <= c {
            chunks.resize(c + 1, None);
        }
        let chunk = Rc::make_mut(chunks[c].get_or_insert_with(|| Rc::new(Chunk::default())));
        Rc::make_mut(chunk[i].get_or_insert_with(Rc::default))
    }

    fn put(&mut self, o: Obj, p: Place, v: Value) {
        let row = self.row_mut(o);
        let old = match row.places.binary_search_by_key(&p, |e| e.0) {
            Ok(i) => Some(std::mem::replace(&mut row.places[i].1, v)),
            Err(i) => {
                row.places.insert(i, (p, v));
                None
            }
        };
        if let Some(old) = old {
            self.uncount(o, p, old);
        }
        self.count(o, p, v);
    }

    fn count(&mut self, o: Obj, p: Place, v: Value) {
        self.hash = self.hash.wrapping_add(entry_hash(o, p, v));
        self.tainted += u32::from(v.taint != CLEAN);
    }

    fn uncount(&mut self, o: Obj, p: Place, v: Value) {
        self.hash = self.hash.wrapping_sub(entry_hash(o, p, v));
        self.tainted = self.tainted.saturating_sub(u32::from(v.taint != CLEAN));
    }

    /// Takes over a row that this heap has nothing of.
    fn take_over(&mut self, o: Obj, row: &Rc<Row>) {
        for (p, v) in &row.places {
            self.count(o, *p, *v);
        }
        if row.many {
            self.hash = self.hash.wrapping_add(entry_hash(o, Place::Length, Value::UNKNOWN));
        }
        let (c, i) = (o.0 as usize / CHUNK, o.0 as usize % CHUNK);
        let chunks = Rc::make_mut(&mut self.chunks);
        if chunks.len() <= c {
            chunks.resize(c + 1, None);
        }
        Rc::make_mut(chunks[c].get_or_insert_with(|| Rc::new(Chunk::default())))[i] = Some(row.clone());
    }

    pub fn is_many(&self, o: Obj) -> bool {
        self.row(o).is_some_and(|r| r.many)
    }

    /// An instruction makes the object (again): a second one under the same number makes it stand for several.
    pub fn make(&mut self, o: Obj) {
        if self.row(o).is_some() {
            let row = self.row_mut(o);
            if !row.many {
                row.many = true;
                self.hash = self.hash.wrapping_add(entry_hash(o, Place::Length, Value::UNKNOWN));
            }
        } else {
            self.row_mut(o);
        }
    }

    /// Replaces where the object is one, adds where it may be several.
    pub fn write(&mut self, o: Obj, p: Place, v: Value, pool: &mut Pool) {
        if self.is_many(o) { self.add(o, p, v, pool) } else { self.set(o, p, v) }
    }

    pub fn set(&mut self, o: Obj, p: Place, v: Value) {
        if self.get(o, p) != Some(v) {
            self.put(o, p, v);
        }
    }

    /// Adds to what may stand there.
    pub fn add(&mut self, o: Obj, p: Place, v: Value, pool: &mut Pool) {
        let v = match self.get(o, p) {
            Some(old) => pool.join(old, v),
            None => v,
        };
        self.set(o, p, v);
    }

    /// Forgets the places of an object.
    pub fn clear(&mut self, o: Obj) {
        if self.row(o).is_none() {
            return;
        }
        let row = std::mem::take(self.row_mut(o));
        for (p, v) in row.places {
            self.uncount(o, p, v);
        }
        if row.many {
            self.hash = self.hash.wrapping_sub(entry_hash(o, Place::Length, Value::UNKNOWN));
        }
    }

    /// Joins another heap into this one; `true` when something was added. What only one side has written may or may not stand there.
    pub fn join(&mut self, other: &Heap, pool: &mut Pool) -> bool {
        if self.hash == other.hash || Rc::ptr_eq(&self.chunks, &other.chunks) {
            return false;
        }
        let before = self.hash;
        let theirs = other.chunks.clone();
        for (c, chunk) in theirs.iter().enumerate() {
            let Some(chunk) = chunk else { continue };
            let mine = self.chunks.get(c).and_then(|m| m.as_ref());
            if mine.is_some_and(|m| Rc::ptr_eq(m, chunk)) {
                continue;
            }
            for (i, row) in chunk.iter().enumerate() {
                let Some(row) = row else { continue };
                let o = Obj((c * CHUNK + i) as u32);
                match self.row(o) {
                    Some(m) if std::ptr::eq(m, Rc::as_ptr(row)) || *m == **row => {}
                    Some(_) => self.join_row(o, row, pool),
                    None => self.take_over(o, row),
                }
            }
        }
        self.hash != before
    }

    /// Joins the places of one object in one pass over both sorted lists.
    fn join_row(&mut self, o: Obj, theirs: &Row, pool: &mut Pool) {
        let mine = std::mem::take(self.row_mut(o));
        let mut places = Vec::with_capacity(mine.places.len().max(theirs.places.len()));
        let (mut a, mut b) = (mine.places.iter().peekable(), theirs.places.iter().peekable());
        loop {
            let order = match (a.peek(), b.peek()) {
                (Some(x), Some(y)) => x.0.cmp(&y.0),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (None, None) => break,
            };
            let left = if order.is_le() { a.next().copied() } else { None };
            let right = if order.is_ge() { b.next().copied() } else { None };
            let (p, new) = match (left, right) {
                (Some((p, x)), Some((_, y))) => (p, pool.join(x, y)),
                (Some((p, x)), None) => (p, maybe(x)),
                (None, Some((p, y))) => (p, maybe(y)),
                (None, None) => break,
            };
            let old = left.map(|l| l.1);
            if old != Some(new) {
                if let Some(v) = old {
                    self.uncount(o, p, v);
                }
                self.count(o, p, new);
            }
            places.push((p, new));
        }
        if theirs.many && !mine.many {
            self.hash = self.hash.wrapping_add(entry_hash(o, Place::Length, Value::UNKNOWN));
        }
        *self.row_mut(o) = Row { places, many: mine.many || theirs.many };
    }

    /// Everything that data inside the object or inside what it holds comes from. Instances of components are not looked into: a context
    /// goes everywhere and stands for nothing.
    pub fn deep(&self, v: Value, depth: u8, pool: &mut Pool) -> Taint {
        let mut taint = v.taint;
        if self.tainted == 0 {
            return taint;
        }
        let mut seen: Vec<Obj> = Vec::new();
        let mut level: Vec<Obj> = pool.members(v.objs).to_vec();
        for _ in 0..depth {
            let mut next = Vec::new();
            for o in level {
                if seen.contains(&o) || seen.len() > 256 || matches!(pool.info(o).origin, super::value::Origin::Component(_)) {
                    continue;
                }
                seen.push(o);
                for (p, v) in self.places(o) {
                    if matches!(p, Place::Hook(..) | Place::Initialised) {
                        continue;
                    }
                    if v.taint != CLEAN {
                        taint = pool.taints.union(taint, v.taint);
                    }
                    next.extend_from_slice(pool.members(v.objs));
                }
            }
            level = next;
        }
        taint
    }

    /// All objects with a row.
    pub fn objects(&self) -> impl Iterator<Item = Obj> + '_ {
        self.chunks
            .iter()
            .enumerate()
            .filter_map(|(c, chunk)| chunk.as_ref().map(|k| (c, k)))
            .flat_map(|(c, chunk)| (0..CHUNK).filter(move |i| chunk[*i].is_some()).map(move |i| Obj((c * CHUNK + i) as u32)))
    }

    /// The part that the given objects lead to.
    pub fn reachable(&self, roots: impl Iterator<Item = Obj>, pool: &Pool) -> Heap {
        let mut out = Heap::default();
        let mut seen = rustc_hash::FxHashSet::default();
        let mut work: Vec<Obj> = roots.collect();
        while let Some(o) = work.pop() {
            if !seen.insert(o) {
                continue;
            }
            let Some(row) = self.shared_row(o) else { continue };
            out.take_over(o, row);
            for (_, v) in &row.places {
                work.extend_from_slice(pool.members(v.objs));
            }
        }
        out
    }
}

/// A value that only one of two paths wrote: what it points to and comes from stands, the constant may be another.
fn maybe(v: Value) -> Value {
    let constant = if v.constant == Constant::None { Constant::None } else { Constant::Unknown };
    Value { constant, ..v }
}
