//! LIM-05: calls by a name that the code does not hold.
//!
//! Nearly every library looks something up by name. What counts is app code that calls what it found: `Method.invoke`, `newInstance`.

use super::gaps::{Ground, counted};
use super::observed::Owner;
use crate::evidence::EvidenceSet;
use crate::gap::{Gap, GapCode, Hides};
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

/// Does an open look-up of this owner count. `member`: a method's name is open, not only a class's.
///
/// Code of unknown owner is mostly renamed library code (Gson makes objects of classes by name): there an open class alone says nothing.
pub fn counts(owner: &Owner, member: bool) -> bool {
    match owner {
        Owner::App => true,
        Owner::Unknown => member,
        Owner::Sdk { .. } | Owner::Library { .. } => false,
    }
}

pub fn gap(g: &Ground, out: &mut EvidenceSet) -> Option<Gap> {
    let class_of = |m: MethodId| g.program.method(m).class;
    let calling: FxHashSet<TypeId> = g.calls(&CALLS).iter().map(|s| class_of(s.method)).collect();
    let mut open: Vec<Site> = Vec::new();
    for (wanted, member) in [(&CLASSES[..], false), (&MEMBERS[..], true)] {
        for site in g.calls(wanted) {
            if !calling.contains(&class_of(site.method)) || !counts(g.owner(&site), member) {
                continue;
            }
            let n = usize::from(site.kind() != crate::program::SiteKind::InvokeStatic);
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
        let sdk = Owner::Sdk { id: "x".into() };
        let library = Owner::Library { id: "gson".into() };
        for (owner, member, want) in [
            (&Owner::App, false, true),
            (&Owner::App, true, true),
            (&Owner::Unknown, false, false),
            (&Owner::Unknown, true, true),
            (&sdk, true, false),
            (&library, true, false),
        ] {
            assert_eq!(counts(owner, member), want, "{owner:?} {member}");
        }
    }
}
