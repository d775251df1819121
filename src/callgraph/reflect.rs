//! Reflection with constant names: `Class.forName("x")`, `loadClass`, `getMethod("m")`. What stays open is told as a count, for the gap.

use rustc_hash::FxHashMap;

use crate::program::constant::Value;
use crate::program::{Constants, MethodId, Program, TypeId};

/// One reflective look-up with a constant name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reflective {
    /// Code unit of the `getMethod` or `forName` call.
    pub pc: u32,
    /// The class, where the app defines or names it.
    pub class: Option<TypeId>,
    /// Class name with dots, also of classes that the app does not name elsewhere.
    pub class_name: String,
    /// The method looked up, if one is.
    pub method: Option<String>,
}

/// The look-ups that are calls of reflection.
fn methods_named(program: &Program, wanted: &[(&str, &str)]) -> Vec<MethodId> {
    program
        .method_ids()
        .filter(|m| {
            let method = program.method(*m);
            !method.defined
                && wanted.iter().any(|(c, n)| {
                    program.descriptor_bytes(method.class) == c.as_bytes() && program.names.bytes(method.name) == n.as_bytes()
                })
        })
        .collect()
}

const LOADS: [(&str, &str); 5] = [
    ("Ljava/lang/Class;", "forName"),
    ("Ljava/lang/ClassLoader;", "loadClass"),
    ("Ldalvik/system/DexClassLoader;", "loadClass"),
    ("Ldalvik/system/PathClassLoader;", "loadClass"),
    ("Ldalvik/system/DexFile;", "loadClass"),
];
const MEMBERS: [(&str, &str); 2] = [("Ljava/lang/Class;", "getMethod"), ("Ljava/lang/Class;", "getDeclaredMethod")];

/// Look-ups by the method that makes them.
pub type LookUps = FxHashMap<MethodId, Vec<Reflective>>;

/// All look-ups, with their names where those are constants.
pub fn calls(program: &Program, constants: &Constants) -> LookUps {
    let mut out = LookUps::default();
    // A bound for hostile files: real apps hold a few hundred such sites.
    let mut left = 20_000u32;
    for target in methods_named(program, &LOADS) {
        for site in program.callers(target) {
            let Some(next) = left.checked_sub(1) else { return out };
            left = next;
            let n = usize::from(program.descriptor_bytes(program.method(target).class) != b"Ljava/lang/Class;");
            for name in constants.argument(site.method, site.pc(), n).texts() {
                out.entry(site.method).or_default().push(Reflective {
                    pc: site.pc(),
                    class: class_named(program, name),
                    class_name: name.replace('/', "."),
                    method: None,
                });
            }
        }
    }
    for target in methods_named(program, &MEMBERS) {
        for site in program.callers(target) {
            let Some(next) = left.checked_sub(1) else { return out };
            left = next;
            let facts = constants.facts(site.method);
            let Some(call) = facts.call(site.pc()) else { continue };
            let (Some(receiver), Some(name)) = (call.args.first().copied(), call.args.get(1).copied()) else { continue };
            let names: Vec<String> = constants.possible(site.method, name).texts().map(str::to_owned).collect();
            for class_name in classes_of(program, constants, site.method, receiver) {
                for name in &names {
                    out.entry(site.method).or_default().push(Reflective {
                        pc: site.pc(),
                        class: class_named(program, &class_name),
                        class_name: class_name.clone(),
                        method: Some(name.clone()),
                    });
                }
            }
        }
    }
    out
}

fn class_named(program: &Program, name: &str) -> Option<TypeId> {
    program.type_by_descriptor(&super::entry::descriptor(name))
}

/// The classes that a `Class` value may be.
fn classes_of(program: &Program, constants: &Constants, method: MethodId, value: Value) -> Vec<String> {
    let dotted = |t: TypeId| program.descriptor(t).trim_start_matches('L').trim_end_matches(';').replace('/', ".");
    match value {
        Value::Class(t) => vec![dotted(t)],
        Value::Result(callee, pc) => {
            let name = program.method_name(callee);
            let facts = constants.facts(method);
            let Some(call) = facts.call(pc) else { return Vec::new() };
            match &*name {
                "forName" => constants.argument(method, pc, 0).texts().map(|t| t.replace('/', ".")).collect(),
                "loadClass" => constants.argument(method, pc, 1).texts().map(|t| t.replace('/', ".")).collect(),
                // obj.getClass(): the declared class of what made the object, where that is known.
                "getClass" => match call.args.first() {
                    Some(Value::New(t, _)) => vec![dotted(*t)],
                    Some(Value::Result(m, _)) => vec![dotted(program.proto(program.method(*m).proto).ret)],
                    Some(Value::Field(f)) => vec![dotted(program.field(*f).kind)],
                    Some(Value::Param(n)) => param_class(program, method, *n).map(dotted).into_iter().collect(),
                    _ => Vec::new(),
                },
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

fn param_class(program: &Program, method: MethodId, n: u16) -> Option<TypeId> {
    let m = program.method(method);
    let first = u16::from(m.flags & crate::program::ACC_STATIC == 0);
    if n < first { Some(m.class) } else { program.proto(m.proto).params.get(usize::from(n - first)).copied() }
}
