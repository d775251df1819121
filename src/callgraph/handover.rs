//! Objects that the app hands to itself: a `Runnable` given to a helper that keeps it for a click runs at the click, not where it was made.
//!
//! An object with a single functional callback (`run`, `call`, `accept` ...) is *kept* when every place that makes it only passes it to
//! methods of the app that store or invoke it. Its callback then hangs on the app's own invocations; one that no invocation reaches runs
//! at some later time, which the walk takes as after input. Everything else is handed to the framework where it is made.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::program::constant::Value;
use crate::program::{Constants, MethodId, Program, SiteKind, TypeId};

/// Names of functional callbacks.
pub fn is_functional(name: &str) -> bool {
    matches!(name, "run" | "call" | "accept" | "apply" | "invoke" | "get" | "test" | "compare")
}

/// Looks at most at so many places that make objects; beyond, objects count as handed over where they are made.
const MAX_SITES: usize = 4_000;

/// Classes whose objects the app keeps for itself.
pub fn kept(program: &Program, constants: &Constants) -> FxHashSet<TypeId> {
    let mut makers: FxHashMap<TypeId, Vec<(MethodId, u32)>> = FxHashMap::default();
    let functional: FxHashSet<TypeId> = program.classes.iter().map(|c| c.id).filter(|t| only_functional(program, *t)).collect();
    let mut sites = 0;
    for s in program.all_sites().iter().filter(|s| s.kind() == SiteKind::NewInstance) {
        let t = TypeId(s.target());
        if functional.contains(&t) {
            sites += 1;
            makers.entry(t).or_default().push((s.method, s.pc()));
        }
    }
    if sites > MAX_SITES {
        return FxHashSet::default();
    }
    makers.into_iter().filter(|(t, made)| made.iter().all(|(m, pc)| stays(program, constants, *m, *t, *pc))).map(|(t, _)| t).collect()
}

/// The framework knows the class only through functional callbacks.
fn only_functional(program: &Program, class: TypeId) -> bool {
    let above = program.ancestors(class);
    let mut any = false;
    for m in program.class(class).map(|c| program.class_methods(c)).unwrap_or(&[]) {
        if program.is_callback(*m, &above) {
            any = true;
            if !is_functional(&program.method_name(*m)) {
                return false;
            }
        }
    }
    any && program.superclass(class).is_some_and(|s| program.descriptor_bytes(s) == b"Ljava/lang/Object;")
}

/// The object made at a code unit goes to methods of the app only, at least to one.
fn stays(program: &Program, constants: &Constants, method: MethodId, class: TypeId, pc: u32) -> bool {
    let made = Value::New(class, pc);
    let facts = constants.facts(method);
    let mut passed = false;
    for call in &facts.calls {
        for (n, _) in call.args.iter().enumerate().filter(|(_, v)| **v == made) {
            if n == 0 && program.names.bytes(program.method(call.method).name) == b"<init>" {
                continue;
            }
            passed = true;
            if !stays_in(program, constants, call.method, n, 3) {
                return false;
            }
        }
    }
    passed && !facts.cut && !facts.returns.contains(&made)
}

/// A method of the app keeps or invokes what it is given as parameter `n`, and hands it to no one else.
fn stays_in(program: &Program, constants: &Constants, callee: MethodId, n: usize, depth: u8) -> bool {
    let m = program.method(callee);
    let Some(target) = program.resolve(m.class, m.name, m.proto) else {
        // The framework's own: invoking the callback is use, anything else hands it over.
        return n == 0 && is_functional(&program.method_name(callee));
    };
    let Some(left) = depth.checked_sub(1) else { return false };
    let (Ok(param), facts) = (u16::try_from(n), constants.facts(target)) else { return false };
    // An abstract or native method may do anything; so may a call through an interface of the app, whose body is elsewhere.
    if program.code(target).is_none() || facts.cut {
        return false;
    }
    facts.calls.iter().all(|c| {
        c.args.iter().enumerate().filter(|(_, v)| **v == Value::Param(param)).all(|(i, _)| stays_in(program, constants, c.method, i, left))
    })
}
