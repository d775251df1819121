//! Requests for run-time permissions: which, when, and whether anything tells the user why.

use std::collections::BTreeSet;

use super::held::{Arrays, Held, of_field};
use super::{Act, ActKind, Stage, invoked};
use crate::detect::observed::{Owner, Tri};
use crate::evidence::EvidenceSet;
use crate::program::{MethodId, Program};

/// Calls that show the system's dialog, in the platform, in AndroidX, and in libraries that wrap it.
const REQUESTS: [&str; 3] = ["requestPermissions", "requestEachCombined", "launch"];

/// A place that asks, with what it asks for.
pub struct Request {
    pub method: MethodId,
    pub pc: u32,
    pub permissions: Vec<String>,
}

pub fn find(stage: &Stage, out: &mut EvidenceSet) -> Vec<Act> {
    let mut acts = Vec::new();
    for r in all(stage) {
        if matches!(stage.owner(r.method), Owner::Library { .. }) {
            continue;
        }
        let excerpt = format!("asks for {}", r.permissions.join(", "));
        let act = stage.at(ActKind::AsksPermission, r.permissions.clone(), (r.method, r.pc), excerpt.clone(), out);
        if act.reachable == Tri::Yes && !explained(stage, &r) {
            acts.push(Act { kind: ActKind::AsksUnexplained, ..act.clone() });
        }
        if act.reachable == Tri::Yes && on_return(stage.program(), &r) {
            acts.push(Act { kind: ActKind::AsksAgain, what: vec!["onResume".into()], ..act.clone() });
        }
        acts.push(act);
    }
    acts
}

/// Every request with constants. A request that takes its array as a parameter is looked for at the callers, twice over.
pub fn all(stage: &Stage) -> Vec<Request> {
    let p = stage.program();
    let mut out = Vec::new();
    for (method, pc, callee) in stage.calls_of(&REQUESTS) {
        let Some(n) = array_position(p, callee) else { continue };
        resolve(stage, method, pc, n, 2, &mut out);
    }
    out.sort_by(|a, b| (a.method, a.pc, &a.permissions).cmp(&(b.method, b.pc, &b.permissions)));
    out.dedup_by(|a, b| a.method == b.method && a.pc == b.pc && a.permissions == b.permissions);
    out
}

/// Register position of the array (or, for `launch`, of the object) in the call.
fn array_position(p: &Program, callee: MethodId) -> Option<usize> {
    let m = p.method(callee);
    let class = p.descriptor_bytes(m.class);
    let launch = p.names.bytes(m.name) == b"launch";
    if launch && class != b"Landroidx/activity/result/ActivityResultLauncher;" {
        return None;
    }
    // A wide parameter before the array shifts it by a register; no such call has one.
    let params = &p.proto(m.proto).params;
    let at = params.iter().position(|t| {
        let d = p.descriptor_bytes(*t);
        d == b"[Ljava/lang/String;" || (launch && d == b"Ljava/lang/Object;")
    })?;
    // The static forms (ActivityCompat, EasyPermissions) have no receiver; which form it is, the site would say: a first parameter that is
    // an activity or a fragment says the same.
    let first_is_screen = params.first().is_some_and(|t| {
        let d = p.descriptor(*t);
        d.contains("Activity;") || d.contains("Fragment;")
    });
    Some(if first_is_screen { at } else { at + 1 })
}

fn resolve(stage: &Stage, method: MethodId, pc: u32, n: usize, depth: u8, out: &mut Vec<Request>) {
    let p = stage.program();
    let texts = match Arrays::of(p, method).given(pc, n) {
        Held::Texts(t) => t,
        Held::Field(f) => of_field(p, f),
        Held::Param(param) => {
            let Some(left) = depth.checked_sub(1) else { return };
            for site in p.callers(method).take(64) {
                // Receiver first in both counts, so a parameter's number is its register unless a wide one stands before it.
                resolve(stage, site.method, site.pc(), usize::from(param), left, out);
            }
            return;
        }
        Held::Unknown => loaded(p, method),
    };
    let known = |t: &&String| stage.knowledge.permission(t).is_some_and(|i| i.kind == "runtime" || i.kind == "special");
    let permissions: Vec<String> = texts.iter().filter(known).cloned().collect();
    if !permissions.is_empty() {
        out.push(Request { method, pc, permissions });
    }
}

/// Names of permissions that the method loads: lists and streams are turned into arrays there.
fn loaded(p: &Program, method: MethodId) -> BTreeSet<String> {
    p.sites(method).iter().filter_map(|s| p.string_at(s)).filter(|t| t.starts_with("android.permission.")).map(|t| t.into_owned()).collect()
}

/// Something tells the user why: a purpose in the manifest (T/TAF 076), a look at `shouldShowRequestPermissionRationale`, or a dialog or a
/// text of the app in the method that asks or in one that calls it.
fn explained(stage: &Stage, r: &Request) -> bool {
    let p = stage.program();
    if r.permissions.iter().all(|n| stage.app.manifest.permission_purposes.iter().any(|(name, text)| name == n && !text.is_empty())) {
        return true;
    }
    let tells = |m: MethodId| {
        invoked(p, m).any(|(_, callee)| {
            matches!(
                &*p.method_name(callee),
                "shouldShowRequestPermissionRationale" | "setMessage" | "setRationale" | "showDialog" | "show" | "setText" | "makeText"
            )
        })
    };
    let mut level = vec![r.method];
    for _ in 0..3 {
        if level.iter().any(|m| tells(*m)) {
            return true;
        }
        level = level.iter().flat_map(|m| p.callers(*m).take(16).map(|s| s.method)).take(64).collect();
    }
    false
}

/// Asked whenever the screen comes back, also from a refusal, with nothing remembered in between: the request stands in `onResume`, and no
/// branch there looks at anything but the permission itself.
fn on_return(p: &Program, r: &Request) -> bool {
    let straight = |m: MethodId| p.names.bytes(p.method(m).name) == b"onResume" && !remembers(p, m);
    straight(r.method) || p.callers(r.method).any(|s| straight(s.method) && !remembers(p, r.method))
}

/// The method reads a field or a store before it asks.
fn remembers(p: &Program, m: MethodId) -> bool {
    let reads = |callee: MethodId| {
        let name = p.method_name(callee);
        ["getBoolean", "getInt", "getLong", "getString", "contains", "decodeBool", "shouldShowRequestPermissionRationale"].contains(&&*name)
    };
    p.sites(m).iter().any(|s| s.kind().is_field()) || invoked(p, m).any(|(_, c)| reads(c))
}
