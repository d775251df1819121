//! Handlers run when a message is sent to them, not where they are made.
//!
//! Which handler a message goes to is a matter of values; that it goes to one near by is not: a handler whose class (outermost class first,
//! else package) holds the sends is called from those. One with no sends near by keeps the older reading: it runs once it exists.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::program::{MethodId, Program, TypeId};

/// Calls that send a message, of `Handler` and of `Message`.
const SENDS: [&str; 8] = [
    "sendEmptyMessage",
    "sendEmptyMessageAtTime",
    "sendEmptyMessageDelayed",
    "sendMessage",
    "sendMessageAtFrontOfQueue",
    "sendMessageAtTime",
    "sendMessageDelayed",
    "sendToTarget",
];

/// More handlers in one package are those of renamed code, where the package says nothing.
const NEAR: usize = 32;

/// Handlers by the places that send to them.
#[derive(Default)]
pub struct Messages {
    /// References to the sending methods.
    sends: FxHashSet<MethodId>,
    /// Outermost class → handlers that its sends may reach.
    by_class: FxHashMap<Vec<u8>, Vec<MethodId>>,
    /// `handleMessage` bodies that some send was joined to.
    pub joined: FxHashSet<MethodId>,
}

impl Messages {
    pub fn find(program: &Program) -> Messages {
        let handlers = handlers(program);
        if handlers.is_empty() {
            return Messages::default();
        }
        let names: FxHashSet<_> = SENDS.iter().filter_map(|n| program.names.get(n.as_bytes())).collect();
        let sends: FxHashSet<MethodId> =
            program.method_ids().filter(|m| names.contains(&program.method(*m).name) && is_sender(program, *m)).collect();
        // Outermost classes that send, apart from the handlers' own bodies: a handler that keeps itself going was started by somebody else.
        let own: FxHashSet<MethodId> = handlers.values().flatten().copied().collect();
        let mut senders: FxHashSet<Vec<u8>> = FxHashSet::default();
        for s in &sends {
            senders.extend(program.callers(*s).filter(|x| !own.contains(&x.method)).map(|x| outermost_of(program, x.method)));
        }
        let mut out = Messages { sends, ..Messages::default() };
        let mut by_package: BTreeMap<Vec<u8>, Vec<MethodId>> = BTreeMap::new();
        for (class, bodies) in &handlers {
            if senders.contains(class) {
                out.by_class.entry(class.clone()).or_default().extend(bodies);
                out.joined.extend(bodies);
            } else {
                by_package.entry(package(class).to_vec()).or_default().extend(bodies);
            }
        }
        for (of, bodies) in by_package.into_iter().filter(|(_, b)| b.len() <= NEAR) {
            let near: Vec<Vec<u8>> = senders.iter().filter(|s| package(s) == of.as_slice()).cloned().collect();
            if !near.is_empty() {
                out.joined.extend(&bodies);
            }
            for class in near {
                out.by_class.entry(class).or_default().extend(&bodies);
            }
        }
        for bodies in out.by_class.values_mut() {
            bodies.sort_unstable();
            bodies.dedup();
        }
        out
    }

    /// Handlers that a call to `callee` within `from` may run.
    pub fn reached(&self, program: &Program, from: MethodId, callee: MethodId) -> &[MethodId] {
        if !self.sends.contains(&callee) {
            return &[];
        }
        self.by_class.get(&outermost_of(program, from)).map_or(&[], Vec::as_slice)
    }
}

/// `handleMessage` bodies by the outermost class that holds them.
fn handlers(program: &Program) -> BTreeMap<Vec<u8>, Vec<MethodId>> {
    let mut out: BTreeMap<Vec<u8>, Vec<MethodId>> = BTreeMap::new();
    let Some(name) = program.names.get(b"handleMessage") else { return out };
    for m in program.method_ids().filter(|m| program.method(*m).defined && program.method(*m).name == name) {
        let above = program.ancestors(program.method(m).class);
        let is_handler = |t: &TypeId| matches!(program.descriptor_bytes(*t), b"Landroid/os/Handler;" | b"Landroid/os/Handler$Callback;");
        if above.iter().any(is_handler) {
            out.entry(outermost_of(program, m)).or_default().push(m);
        }
    }
    out
}

fn is_sender(program: &Program, m: MethodId) -> bool {
    let class = program.method(m).class;
    program.ancestors(class).iter().any(|t| matches!(program.descriptor_bytes(*t), b"Landroid/os/Handler;" | b"Landroid/os/Message;"))
}

/// `Lcom/x/A$1;->f` is part of `Lcom/x/A`.
fn outermost_of(program: &Program, m: MethodId) -> Vec<u8> {
    let d = program.descriptor_bytes(program.method(m).class);
    d.split(|b| matches!(b, b'$' | b';')).next().unwrap_or(d).to_vec()
}

fn package(class: &[u8]) -> &[u8] {
    class.iter().rposition(|b| *b == b'/').and_then(|at| class.get(..at)).unwrap_or(class)
}
