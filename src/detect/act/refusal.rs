//! What happens when the user says no: the denied side of the result of a request ends the app, or asks again.

use rustc_hash::FxHashSet;

use super::{Act, ActKind, Stage};
use crate::detect::observed::{Owner, Tri};
use crate::evidence::EvidenceSet;
use crate::flow::gate::only_over;
use crate::format::dex::insn::op;
use crate::program::constant::Value;
use crate::program::{MethodId, Program, SiteKind};

const ARRAY_LENGTH: u8 = 0x21;
const AGET: u8 = 0x44;

/// Callbacks that bring the user's answer, and those that bring nothing but a refusal.
const RESULTS: [&str; 1] = ["onRequestPermissionsResult"];
const REFUSALS: [&str; 2] = ["onPermissionsDenied", "onPermissionDenied"];

pub fn find(stage: &Stage, out: &mut EvidenceSet) -> Vec<Act> {
    let p = stage.program();
    let mut acts = Vec::new();
    for m in p.method_ids().filter(|m| p.method(*m).defined) {
        let name = p.method_name(m);
        let denied: Vec<u32> = if RESULTS.contains(&&*name) {
            denied_side(stage, m)
        } else if REFUSALS.contains(&&*name) {
            p.sites(m).iter().map(|s| s.pc()).collect()
        } else {
            continue;
        };
        if denied.is_empty() || matches!(stage.owner(m), Owner::Library { .. }) {
            continue;
        }
        let here: FxHashSet<u32> = denied.into_iter().collect();
        let found = [(ActKind::QuitsWhenRefused, Wanted::Exit), (ActKind::AsksAgain, Wanted::Request)];
        for (kind, wanted) in found {
            if let Some((pc, callee)) = first(p, m, &|pc| here.contains(&pc), wanted, 2) {
                let act = stage.at(
                    kind,
                    vec![p.method_name(callee).into_owned()],
                    (m, pc),
                    format!("when refused: {}", p.signature(callee)),
                    out,
                );
                acts.extend(Some(act).filter(|a| a.reachable == Tri::Yes));
            }
        }
    }
    acts
}

#[derive(Clone, Copy)]
enum Wanted {
    Exit,
    Request,
}

impl Wanted {
    fn is(self, p: &Program, callee: MethodId) -> bool {
        let m = p.method(callee);
        let class = p.descriptor_bytes(m.class);
        let name = p.names.bytes(m.name);
        match self {
            Wanted::Exit => match name {
                b"finish" | b"finishAffinity" | b"finishAndRemoveTask" => p.proto(m.proto).params.is_empty(),
                b"exit" => class == b"Ljava/lang/System;",
                b"killProcess" => class == b"Landroid/os/Process;",
                _ => false,
            },
            Wanted::Request => name == b"requestPermissions",
        }
    }
}

/// The first call that does what is wanted, in the places allowed or in the app's own methods called from them.
fn first(p: &Program, m: MethodId, allowed: &dyn Fn(u32) -> bool, wanted: Wanted, depth: u8) -> Option<(u32, MethodId)> {
    let calls = p.sites(m).iter().filter(|s| s.kind().is_invoke() && s.kind() != SiteKind::InvokeCustom && allowed(s.pc()));
    for site in calls {
        let Some(callee) = site.callee() else { continue };
        if wanted.is(p, callee) {
            return Some((site.pc(), callee));
        }
        let method = p.method(callee);
        if let (Some(left), Some(body)) = (depth.checked_sub(1), p.resolve(method.class, method.name, method.proto))
            && body != m
            && let Some((_, found)) = first(p, body, &|_| true, wanted, left)
        {
            return Some((site.pc(), found));
        }
    }
    None
}

/// Calls of `onRequestPermissionsResult` that run only where an element of the result array was not `PERMISSION_GRANTED` (0), or the array
/// was empty, which is a refusal too (`length > 0 && results[0] == GRANTED`).
fn denied_side(stage: &Stage, m: MethodId) -> Vec<u32> {
    let p = stage.program();
    let Some((code, _)) = p.code(m) else { return Vec::new() };
    let facts = stage.constants.facts(m);
    let (mut grants, mut lengths): (FxHashSet<u16>, FxHashSet<u16>) = Default::default();
    let (mut edges, mut answered): (FxHashSet<(u32, u32)>, bool) = Default::default();
    for insn in code.instructions() {
        match insn.op {
            // The new value takes the register from whatever held it.
            AGET | ARRAY_LENGTH => {
                let (of, not) = if insn.op == AGET { (&mut grants, &mut lengths) } else { (&mut lengths, &mut grants) };
                of.insert(insn.a());
                not.remove(&insn.a());
            }
            // A copy keeps the answer.
            0x01..=0x03 if grants.contains(&insn.b()) => {
                grants.insert(insn.a());
            }
            op::IF_EQ..=op::IF_LEZ => {
                let Some(branch) = facts.branches.iter().find(|b| b.pc == insn.pc && b.target != b.next) else { continue };
                let pair = insn.op < op::IF_EQZ;
                let right = if pair { branch.right } else { Value::Int(0) };
                let side = if grants.contains(&insn.a()) {
                    refused(insn.op, right, branch.target, branch.next)
                } else if pair && grants.contains(&insn.b()) {
                    refused(insn.op, branch.left, branch.target, branch.next)
                } else if lengths.contains(&insn.a()) {
                    edges.extend(empty(insn.op, branch.target, branch.next).map(|side| (branch.pc, side)));
                    None
                } else {
                    None
                };
                answered |= side.is_some();
                edges.extend(side.map(|side| (branch.pc, side)));
            }
            _ => {
                if let Some((to, _)) = insn.writes() {
                    grants.remove(&to);
                    lengths.remove(&to);
                }
            }
        }
    }
    if answered { only_over(p, m, &edges, &facts) } else { Vec::new() }
}

/// Where a comparison of a length with zero goes on for an empty array.
fn empty(op: u8, target: u32, next: u32) -> Option<u32> {
    match op {
        0x38 | 0x3d => Some(target),
        0x39 | 0x3c => Some(next),
        _ => None,
    }
}

/// Where a comparison of an answer with a number goes on after a refusal: 0 is granted, -1 refused (PackageManager).
fn refused(op: u8, with: Value, target: u32, next: u32) -> Option<u32> {
    let Value::Int(with) = with else { return None };
    match (op, with) {
        // if-eq, if-ne, if-eqz, if-nez, if-ltz, if-gez
        (0x32, 0) | (0x38, _) | (0x33, -1) | (0x3b, _) => Some(next),
        (0x33, 0) | (0x39, _) | (0x32, -1) | (0x3a, _) => Some(target),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_refused_side_of_a_comparison() {
        for (op, with, want) in [
            (0x39, 0, Some("target")),
            (0x38, 0, Some("next")),
            (0x32, -1, Some("target")),
            (0x33, 0, Some("target")),
            (0x33, -1, Some("next")),
            (0x32, 7, None),
            (0x3d, 0, None),
        ] {
            let side = refused(op, Value::Int(with), 1, 2).map(|s| if s == 1 { "target" } else { "next" });
            assert_eq!(side, want, "{op:#x} {with}");
        }
        assert_eq!(refused(0x32, Value::Unknown, 1, 2), None);
    }
}
