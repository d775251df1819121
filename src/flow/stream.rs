//! Storages of the device and the streams that lead there, or out of it.

use super::effect::Call;
use super::engine::Engine;
use super::heap::Heap;
use super::model::Sink;
use super::taint::Taint;
use super::value::{Obj, Origin, Place, Value};

/// Streams wrap streams so deep.
const MAX_WRAPS: usize = 8;

impl Engine<'_, '_> {
    pub fn storage(&mut self, kind: &str, n: Option<u8>, c: &Call, heap: &Heap) -> Obj {
        let name = n.and_then(|n| self.content(c.arg(n), heap)).and_then(|v| self.text_of(v)).unwrap_or_default();
        // `/data/data/x/files/out.txt` and `out.txt` are taken for the same file.
        let name = name.rsplit('/').next().unwrap_or_default().to_owned();
        let (kind, name) = (self.pool.text(kind), self.pool.text(&name));
        self.pool.object(Origin::Store(kind, name), None)
    }

    /// What the object held before it got its channel goes there, too: a recorder is told first what to record, then where to.
    pub fn flush(&mut self, o: Obj, c: &Call, heap: &mut Heap) {
        if let Some(v) = heap.get(o, Place::Inner).filter(|v| !v.taint.is_clean()) {
            self.write(&[o], v.taint, c, heap);
        }
    }

    /// Writes into streams, and what they wrap.
    pub fn write(&mut self, objs: &[Obj], taint: Taint, c: &Call, heap: &mut Heap) {
        if taint.is_clean() {
            return;
        }
        let at = self.pool.taints.moved(taint, c.frame.method, c.pc);
        let channel = Place::Slot(self.pool.text("channel"));
        let mut level = objs.to_vec();
        let mut seen: Vec<Obj> = Vec::new();
        for _ in 0..MAX_WRAPS {
            let mut next = Vec::new();
            for o in level {
                if seen.contains(&o) {
                    continue;
                }
                seen.push(o);
                if self.pool.info(o).class.is_none_or(|t| !self.q.program.is_defined(t) || self.library_class(t)) {
                    heap.add(o, Place::Inner, Value::tainted(at), &mut self.pool);
                }
                let number = heap.get(o, channel).and_then(|v| v.as_int()).and_then(|i| usize::try_from(i).ok());
                if let Some(s) = number.and_then(|i| Sink::ALL.get(i)) {
                    self.out(*s, taint, c);
                }
                if let Origin::Store(kind, name) = self.pool.info(o).origin {
                    self.holds(Place::Key(name));
                    if let Some(s) = Sink::parse(self.pool.str(kind)) {
                        self.out(s, taint, c);
                    }
                }
                if let Some(v) = heap.get(o, Place::Wrapped) {
                    next.extend_from_slice(self.pool.members(v.objs));
                }
            }
            level = next;
        }
    }
}
