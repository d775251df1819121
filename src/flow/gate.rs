//! Gates: calls that run only behind a stored yes of the user, and calls that never run.
//!
//! A call is *gated* when every way to it inside its method takes the agreed side of a branch on a consent value. A consent value is what a
//! stored flag returned whose key speaks of consent, also through methods of the app that hand it on, or a static field so named.
//! A call is *dead* when every way to it takes a side that cannot hold: a switch that no code ever sets.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::callgraph::reach::Closed;
use crate::format::dex::insn::op;
use crate::format::dex::{CodeItem, value};
use crate::program::constant::{Branch, Call, Facts, Value};
use crate::program::{Constants, FieldId, MethodId, Program, SiteKind, TypeId};

/// What a text says of a consent flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polarity {
    /// `privacy_agreed`: true is yes.
    Agreed,
    /// `show_privacy_dialog`, `not_agreed`: true is no.
    NotYet,
}

/// Which names speak of consent.
pub type Words<'w> = dyn Fn(&str) -> Option<Polarity> + 'w;

/// Calls behind gates and calls that never run.
#[derive(Clone, Debug, Default)]
pub struct Gates {
    /// (method, code unit of the call) → the code unit of the branch that gates it.
    pub gated: FxHashMap<(MethodId, u32), u32>,
    pub dead: Closed,
    /// Methods that return a consent value, for the evidence.
    pub readers: FxHashMap<MethodId, Polarity>,
}

impl Gates {
    /// What a walk that asks "without consent" must not take.
    pub fn closed(&self) -> Closed {
        self.gated.keys().copied().chain(self.dead.iter().copied()).collect()
    }
}

/// Finds the gates of the app.
pub fn find(program: &Program, constants: &Constants, words: &Words) -> Gates {
    let mut gates = Gates::default();
    let mut candidates = methods_with_words(program, words);
    // Wrappers: a method that returns a consent value is a consent value itself; three calls deep.
    for _ in 0..3 {
        let mut found = Vec::new();
        for m in &candidates {
            if gates.readers.contains_key(m) || !may_answer(program, program.proto(program.method(*m).proto).ret) {
                continue;
            }
            let facts = constants.facts(*m);
            let handed_on = facts.returns.iter().find_map(|v| consent_value(program, constants, *m, &facts, *v, &gates.readers, words));
            let answer = handed_on.or_else(|| {
                facts.branches.iter().find_map(|b| {
                    let polarity = consent_value(program, constants, *m, &facts, b.left, &gates.readers, words)?;
                    worked_out(program, *m, b, agreed_side(program, b, polarity)?)
                })
            });
            let answer = answer.or_else(|| {
                let v = turned_round(program, *m, &facts)?;
                consent_value(program, constants, *m, &facts, v, &gates.readers, words).map(|p| match p {
                    Polarity::Agreed => Polarity::NotYet,
                    Polarity::NotYet => Polarity::Agreed,
                })
            });
            if let Some(p) = answer {
                found.push((*m, p));
            }
        }
        if found.is_empty() {
            break;
        }
        for (m, p) in &found {
            // A call through an interface reads the same.
            for d in declarations(program, *m) {
                gates.readers.entry(d).or_insert(*p);
            }
            gates.readers.insert(*m, *p);
            candidates.extend(callers(program, *m));
        }
    }
    candidates.sort_unstable();
    candidates.dedup();
    for m in candidates {
        let facts = constants.facts(m);
        for b in &facts.branches {
            let Some(polarity) = consent_value(program, constants, m, &facts, b.left, &gates.readers, words) else { continue };
            let Some(agreed) = agreed_side(program, b, polarity) else { continue };
            for pc in only_through(program, m, b, agreed, &facts) {
                gates.gated.entry((m, pc)).or_insert(b.pc);
            }
        }
    }
    dead_calls(program, constants, &mut gates.dead);
    gates
}

/// Methods that load a text, or read a field or call a method, whose name speaks of consent.
fn methods_with_words(program: &Program, words: &Words) -> Vec<MethodId> {
    let mut out = Vec::new();
    for (n, dex) in program.dex.iter().enumerate() {
        for s in 0..dex.file.strings.len {
            // A key is short; a sentence on the screen is not one.
            let Some(bytes) = dex.file.string_bytes(s).filter(|b| b.len() <= 64) else { continue };
            if words(&crate::format::dex::string::decode(bytes)).is_some() {
                out.extend(program.string_sites(n, s).map(|site| site.method));
            }
        }
    }
    let named: FxHashSet<FieldId> = (0..program.field_count() as u32)
        .map(FieldId)
        .filter(|f| program.is_defined(program.field(*f).class) && words(&program.field_name(*f)).is_some())
        .collect();
    out.extend(program.all_sites().iter().filter(|s| s.field().is_some_and(|f| named.contains(&f))).map(|s| s.method));
    out.sort_unstable();
    out.dedup();
    out
}

/// Callers of a method, also through the declarations it overrides.
fn callers(program: &Program, m: MethodId) -> Vec<MethodId> {
    declarations(program, m).into_iter().flat_map(|d| program.callers(d).map(|s| s.method).collect::<Vec<_>>()).collect()
}

/// The method, and those above it that it overrides.
fn declarations(program: &Program, m: MethodId) -> Vec<MethodId> {
    let method = program.method(m);
    program.ancestors(method.class).into_iter().filter_map(|t| program.find_method(t, method.name, method.proto)).collect()
}

/// A truth value, a number, or an enum of the app: what an answer can be.
fn may_answer(program: &Program, t: TypeId) -> bool {
    matches!(program.descriptor_bytes(t), b"Z" | b"I" | b"Ljava/lang/Boolean;") || is_enum(program, t)
}

fn is_enum(program: &Program, t: TypeId) -> bool {
    program.superclass(t).is_some_and(|s| program.descriptor_bytes(s) == b"Ljava/lang/Enum;")
}

/// What a method answers that looks at a consent value itself (`return !agreed`, `return agreed && other`): where there is no yes, it gives a
/// constant, and the other constant can only mean yes.
fn worked_out(program: &Program, method: MethodId, b: &Branch, agreed: u32) -> Option<Polarity> {
    let (code, _) = program.code(method)?;
    let without = given_from(&code, if agreed == b.target { b.next } else { b.target })?;
    if given_from(&code, agreed) == Some(without) {
        return None;
    }
    match without {
        0 => Some(Polarity::Agreed),
        1 => Some(Polarity::NotYet),
        _ => None,
    }
}

/// `return !read()` as compilers write it: the last result, `xor-int/lit` with 1, returned.
fn turned_round(program: &Program, method: MethodId, facts: &Facts) -> Option<Value> {
    let (code, _) = program.code(method)?;
    let mut turned: Option<u16> = None;
    for insn in code.instructions() {
        match insn.op {
            0xd7 | 0xdf if insn.literal() == 1 => turned = Some(insn.a()),
            op::RETURN if turned == Some(insn.a()) => {
                let call = facts.calls.iter().rev().find(|c| c.pc < insn.pc)?;
                return Some(Value::Result(call.method, call.pc));
            }
            _ => turned = None,
        }
    }
    None
}

/// The constant that is returned when a method goes on from here, as far as no other branch decides.
fn given_from(code: &CodeItem, start: u32) -> Option<i64> {
    let mut held: FxHashMap<u16, i64> = FxHashMap::default();
    let mut at = start;
    for _ in 0..8 {
        let mut jump = None;
        for insn in crate::format::dex::Instructions::from(code.insns, at).take(8) {
            match insn.op {
                0x12..=0x15 => {
                    held.insert(insn.a(), insn.literal());
                }
                0x01..=0x03 => {
                    let from = held.get(&insn.b()).copied()?;
                    held.insert(insn.a(), from);
                }
                op::GOTO..=op::GOTO_32 => {
                    jump = insn.target();
                    break;
                }
                op::RETURN => return held.get(&insn.a()).copied(),
                _ => return None,
            }
        }
        at = jump?;
    }
    None
}

/// Is this value the stored answer of the user?
fn consent_value(
    program: &Program,
    constants: &Constants,
    method: MethodId,
    facts: &Facts,
    value: Value,
    readers: &FxHashMap<MethodId, Polarity>,
    words: &Words,
) -> Option<Polarity> {
    match value {
        Value::Field(f) => {
            let field = program.field(f);
            let boolean = matches!(program.descriptor_bytes(field.kind), b"Z" | b"Ljava/lang/Boolean;");
            (boolean && program.is_defined(field.class)).then(|| words(&program.field_name(f))).flatten()
        }
        Value::Result(callee, pc) => {
            let m = program.method(callee);
            let ret = program.descriptor_bytes(program.proto(m.proto).ret);
            let call = facts.call(pc)?;
            // Boolean.booleanValue, Boolean.parseBoolean, "1".equals(x): look at what went in.
            if matches!(
                &*program.method_name(callee),
                "booleanValue" | "parseBoolean" | "intValue" | "valueOf" | "equals" | "equalsIgnoreCase"
            ) {
                return call.args.iter().find_map(|v| match v {
                    Value::Result(..) | Value::Field(_) => consent_value(program, constants, method, facts, *v, readers, words),
                    _ => None,
                });
            }
            if let Some(t) = program.resolve(m.class, m.name, m.proto)
                && let Some(p) = readers.get(&t)
            {
                return Some(*p);
            }
            // A file of that name is there.
            if program.names.bytes(m.name) == b"exists"
                && let Some(Value::New(_, made)) = call.args.first()
            {
                let init = facts.calls.iter().find(|c| matches!(c.args.first(), Some(Value::New(_, pc)) if pc == made));
                return init.and_then(|c| key_words(program, constants, method, c, words));
            }
            let stored = matches!(
                ret,
                b"Z" | b"I" | b"J" | b"Ljava/lang/String;" | b"Ljava/lang/Boolean;" | b"Ljava/lang/Object;" | b"Ljava/lang/Integer;"
            );
            (stored && reads_store(program, call)).then(|| key_words(program, constants, method, call, words)).flatten()
        }
        _ => None,
    }
}

/// A call that reads a value under a key: `getBoolean`, `decodeBool`, `contains`, `getInt` ...: by the shape (a text goes in, a value comes out)
/// and by a name that reads, so that MMKV, DataStore wrappers and renamed helpers count and `startsWith` does not.
fn reads_store(program: &Program, call: &Call) -> bool {
    let m = program.method(call.method);
    let class = program.descriptor_bytes(m.class);
    let takes_text =
        program.proto(m.proto).params.iter().any(|p| matches!(program.descriptor_bytes(*p), b"Ljava/lang/String;" | b"Ljava/lang/Object;"));
    let name = program.method_name(call.method);
    let text_class = matches!(
        class,
        b"Ljava/lang/String;"
            | b"Ljava/lang/StringBuilder;"
            | b"Landroid/text/TextUtils;"
            | b"Landroid/util/Log;"
            | b"Landroid/content/Intent;"
            | b"Landroid/os/Bundle;"
    );
    let framework_read =
        ["get", "decode", "read", "contains", "load", "fetch", "query", "is", "has", "opt"].iter().any(|p| name.starts_with(p));
    takes_text && !text_class && (framework_read || program.is_defined(m.class))
}

fn key_words(program: &Program, constants: &Constants, method: MethodId, call: &Call, words: &Words) -> Option<Polarity> {
    let first = usize::from(call.kind != SiteKind::InvokeStatic);
    call.args.iter().skip(first).find_map(|v| match v {
        Value::String(s) => words(&program.dex_of(method)?.file.string(*s)?),
        Value::Field(_) | Value::Param(_) => constants.possible(method, *v).texts().find_map(words),
        _ => None,
    })
}

/// The code unit where the agreed side begins.
fn agreed_side(program: &Program, b: &Branch, polarity: Polarity) -> Option<u32> {
    let right = match b.right {
        Value::Int(i) => i,
        Value::Field(f) => return enum_side(program, f, b, polarity),
        _ => return None,
    };
    // Which side holds when the flag is true (1)?
    let target_when_true = match (b.op, right) {
        (op::IF_EQZ, _) | (0x32, 0) => false,
        (op::IF_NEZ, _) | (0x33, 0) => true,
        // Another number than the one that stands where nothing was stored.
        (0x32, _) => true,
        (0x33, _) => false,
        // if-gtz, if-lez, and a comparison on a counter or version.
        (0x3c, _) => true,
        (0x3d, _) => false,
        // if-lt, if-ge
        (0x34, 1..) => false,
        (0x35, 1..) => true,
        // if-gt, if-le
        (0x36, 0..) => true,
        (0x37, 0..) => false,
        _ => return None,
    };
    Some(if target_when_true == (polarity == Polarity::Agreed) { b.target } else { b.next })
}

/// The same where an enum keeps the answer: the side on which it is the constant, unless that one says no or not yet.
fn enum_side(program: &Program, f: FieldId, b: &Branch, polarity: Polarity) -> Option<u32> {
    const NO: [&str; 10] = ["den", "refus", "reject", "unknown", "none", "not", "ask", "pending", "unset", "decline"];
    let name = program.field_name(f).to_ascii_lowercase();
    if polarity != Polarity::Agreed || !is_enum(program, program.field(f).class) || NO.iter().any(|w| name.contains(w)) || name == "no" {
        return None;
    }
    match b.op {
        0x32 => Some(b.target),
        0x33 => Some(b.next),
        _ => None,
    }
}

/// Calls of a method that are reached from its start only over the edge from a branch to one of its sides.
fn only_through(program: &Program, method: MethodId, branch: &Branch, side: u32, facts: &Facts) -> Vec<u32> {
    // A branch whose two sides are the same place gates nothing.
    if branch.target == branch.next {
        return Vec::new();
    }
    only_over(program, method, &FxHashSet::from_iter([(branch.pc, side)]), facts)
}

/// Calls of a method that are reached from its start only over one of these edges, as (code unit of the branch, of the side).
pub fn only_over(program: &Program, method: MethodId, edges: &FxHashSet<(u32, u32)>, facts: &Facts) -> Vec<u32> {
    let Some((code, _)) = program.code(method) else { return Vec::new() };
    let without = reachable(&code, &|pc, to| !edges.contains(&(pc, to)));
    calls_and_constants(program, method, facts).into_iter().filter(|pc| !without.contains(pc)).collect()
}

/// Code units of the sites of a method: calls, and what else starts something (new objects, class constants).
fn calls_and_constants(program: &Program, method: MethodId, facts: &Facts) -> Vec<u32> {
    let mut out: Vec<u32> = program.sites(method).iter().map(|s| s.pc()).collect();
    out.extend(facts.calls.iter().map(|c| c.pc));
    out.sort_unstable();
    out.dedup();
    out
}

/// Code units reached from the start of a method over the edges that `open` allows. Handlers count as reached from any unit of their block.
fn reachable(code: &CodeItem, open: &dyn Fn(u32, u32) -> bool) -> FxHashSet<u32> {
    let mut seen = FxHashSet::default();
    let mut queue = VecDeque::from([0u32]);
    let tries = code.tries();
    while let Some(start) = queue.pop_front() {
        for insn in crate::format::dex::Instructions::from(code.insns, start) {
            if !seen.insert(insn.pc) {
                break;
            }
            for t in tries.iter().filter(|t| (t.start..t.end).contains(&insn.pc)) {
                queue.extend(t.handlers.iter().map(|h| h.1));
            }
            match insn.op {
                op::GOTO..=op::GOTO_32 => {
                    queue.extend(insn.target());
                    break;
                }
                op::IF_EQ..=op::IF_LEZ => {
                    let next = insn.pc + insn.width();
                    queue.extend(insn.target().into_iter().chain([next]).filter(|to| open(insn.pc, *to)));
                    break;
                }
                op::PACKED_SWITCH | op::SPARSE_SWITCH => queue.extend(insn.switch_targets(code.insns)),
                _ if insn.ends_block() || insn.is_payload() => break,
                _ => {}
            }
        }
    }
    seen
}

/// Calls behind a switch that no code sets: a boolean field of the app without any write and without an initial value.
fn dead_calls(program: &Program, constants: &Constants, dead: &mut Closed) {
    let mut written: FxHashSet<FieldId> = FxHashSet::default();
    let mut read: FxHashMap<FieldId, Vec<MethodId>> = FxHashMap::default();
    for s in program.all_sites() {
        let Some(f) = s.field() else { continue };
        match s.kind() {
            SiteKind::StaticPut | SiteKind::InstancePut => {
                written.insert(f);
            }
            _ if program.descriptor_bytes(program.field(f).kind) == b"Z" && program.is_defined(program.field(f).class) => {
                read.entry(f).or_default().push(s.method)
            }
            _ => {}
        }
    }
    // Reflection, serialisation and dependency injection write fields by name: a class that is used so keeps its switches.
    let mut methods: Vec<MethodId> = read
        .iter()
        .filter(|(f, _)| {
            !written.contains(f)
                && !matches!(program.static_value(**f), Some(value::Value::Bool(true)))
                && !program.is_serialised(program.field(**f).class)
        })
        .flat_map(|(_, m)| m.iter().copied())
        .collect();
    methods.sort_unstable();
    methods.dedup();
    for m in methods {
        let Some((code, _)) = program.code(m) else { continue };
        let facts = constants.facts(m);
        let closed: FxHashMap<u32, u32> = facts
            .branches
            .iter()
            .filter_map(|b| match b.left {
                Value::Field(f) if read.contains_key(&f) && !written.contains(&f) => match (b.op, program.static_value(f)) {
                    (_, Some(value::Value::Bool(true))) => None,
                    (op::IF_EQZ, _) => Some((b.pc, b.next)),
                    (op::IF_NEZ, _) => Some((b.pc, b.target)),
                    _ => None,
                },
                _ => None,
            })
            .collect();
        if closed.is_empty() {
            continue;
        }
        let alive = reachable(&code, &|pc, to| closed.get(&pc) != Some(&to));
        dead.extend(calls_and_constants(program, m, &facts).into_iter().filter(|pc| !alive.contains(pc)).map(|pc| (m, pc)));
    }
}
