//! LIM-05: calls by a name that the code does not hold.
//!
//! Nearly every library looks something up by name. What counts is app code that calls what it found: `Method.invoke`, `newInstance`.

use super::gaps::{Ground, Share, counted};
use crate::evidence::EvidenceSet;
use crate::gap::{Gap, GapCode, Hides};
use crate::program::constant::Value;
use crate::program::{MethodId, Site, TypeId};
use rustc_hash::FxHashSet;

const CLASSES: [(&str, &str); 4] = [
    ("Ljava/lang/Class;", "forName"),
    ("Ljava/lang/ClassLoader;", "loadClass"),
    ("Ldalvik/system/DexClassLoader;", "loadClass"),
    ("Ldalvik/system/PathClassLoader;", "loadClass"),
];
const MEMBERS: [(&str, &str); 2] = [("Ljava/lang/Class;", "getMethod"), ("Ljava/lang/Class;", "getDeclaredMethod")];
const CALLS: [(&str, &str); 3] =
    [("Ljava/lang/reflect/Method;", "invoke"), ("Ljava/lang/reflect/Constructor;", "newInstance"), ("Ljava/lang/Class;", "newInstance")];

/// Does an open look-up count. `member`: a method's name is open, not only a class's; `computed`: it comes out of a call.
///
/// Code of unknown owner is mostly renamed library code: Gson makes objects of classes by name, and every support library has a method
/// that looks up what its callers name. There only a name that is made up at run time says something, as hidden strings are.
pub fn counts(share: &Share, member: bool, computed: bool) -> bool {
    match share {
        Share::App => true,
        Share::Unknown => member && computed,
        Share::Sdk(_) | Share::Library => false,
    }
}

/// Does a value come out of a call, here or in a caller that hands it on.
fn computed(g: &Ground, method: MethodId, value: Value, depth: u8) -> bool {
    match value {
        Value::Result(..) => true,
        Value::Param(n) if depth > 0 => g.program.callers(method).take(24).any(|site| {
            let argument = g.constants.facts(site.method).call(site.pc()).and_then(|c| c.args.get(usize::from(n)).copied());
            argument.is_some_and(|v| computed(g, site.method, v, depth - 1))
        }),
        _ => false,
    }
}

pub fn gap(g: &Ground, out: &mut EvidenceSet) -> Option<Gap> {
    let class_of = |m: MethodId| g.program.method(m).class;
    let calling: FxHashSet<TypeId> = g.calls(&CALLS).iter().map(|s| class_of(s.method)).collect();
    let mut open: Vec<Site> = Vec::new();
    for (wanted, member) in [(&CLASSES[..], false), (&MEMBERS[..], true)] {
        for site in g.calls(wanted) {
            if !calling.contains(&class_of(site.method)) {
                continue;
            }
            let n = usize::from(site.kind() != crate::program::SiteKind::InvokeStatic);
            let value = g.constants.facts(site.method).call(site.pc()).and_then(|c| c.args.get(n).copied());
            let computed = value.is_some_and(|v| computed(g, site.method, v, 3));
            if !counts(&g.share_of(&site), member, computed) {
                continue;
            }
            if g.constants.argument(site.method, site.pc(), n).open {
                open.push(site);
            }
        }
    }
    open.sort_by_key(|s| (s.method, s.pc()));
    let first = open.first()?;
    let what = format!("calls by names that are not in the code, in {}", counted(open.len(), "place", "places"));
    let mut gap = Gap::new(GapCode::Reflection, what, g.place(first), &[Hides::Calls]);
    gap.evidence = g.evidence(&open, "gap/reflection", out);
    Some(gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_reflection_counts() {
        for (share, member, computed, want) in [
            (Share::App, false, false, true),
            (Share::App, true, true, true),
            (Share::Unknown, false, true, false),
            (Share::Unknown, true, false, false),
            (Share::Unknown, true, true, true),
            (Share::Sdk("X".into()), true, true, false),
            (Share::Library, true, true, false),
        ] {
            assert_eq!(counts(&share, member, computed), want, "{share:?} {member} {computed}");
        }
    }
}
