//! Packers, hotfix and plugin frameworks and script engines; and splits that are not here.
//!
//! One sign is seldom enough: file names such as `libshell.so` or `assets/www/index.html` are anybody's, and classes of an engine without
//! its engine or its contents run nothing.

use super::gaps::Ground;
use crate::app::{App, ComponentKind};
use crate::evidence::EvidenceSet;
use crate::gap::{Gap, GapCode, Hides};
use crate::knowledge::Packer;
use crate::knowledge::sdk_index::wildcard;
use crate::program::TypeId;

/// A framework that is present, and what it hides.
pub struct Framework<'k> {
    /// `None` for a packer that no signature names.
    pub packer: Option<&'k Packer>,
    pub gap: Gap,
}

/// What was seen of one framework.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    pub native: bool,
    pub file: bool,
    /// Classes of it are in the code.
    pub class: bool,
    /// Something can run them.
    pub reached: bool,
    /// `android:name` of the application, or the component factory, is one of its classes.
    pub stub: bool,
}

/// Components that the manifest declares, and how many of their classes the code lacks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    pub declared: usize,
    pub absent: usize,
    pub launcher_absent: bool,
}

impl Missing {
    /// The manifest speaks of code that is not here.
    pub fn most(&self) -> bool {
        self.absent > 0 && self.absent * 2 >= self.declared
    }

    /// Without a name of any packer: the screen that the launcher starts must be missing too. A single one may be a slip of the developer.
    pub fn suffices(&self) -> bool {
        self.most() && self.launcher_absent && self.absent >= 2
    }
}

/// Whether these signs show the framework at work. `own_stage`: it loads an SDK's own code only; `names_contents`: the signature names
/// libraries or files.
pub fn hidden(kind: &str, seen: Seen, missing: Missing, own_stage: bool, names_contents: bool) -> Option<(GapCode, &'static [Hides])> {
    let of_two = (seen.native || seen.file) && seen.class;
    match kind {
        // Shells that keep the class list and empty the bodies leave no component missing: loader class and library together say it.
        "packer" => (seen.stub || of_two || ((seen.native || seen.file || seen.class) && missing.most()))
            .then_some((GapCode::Packed, &[Hides::Calls, Hides::Sdks, Hides::Resources, Hides::Flows])),
        // An SDK's own second stage is that SDK's code; frameworks for patches and plugins load the app's.
        "hotfix" | "dynamic-loading" => (seen.reached || seen.stub || seen.native || seen.file)
            .then_some((GapCode::DynamicCode, if own_stage { &[Hides::CallsOfSdk] } else { &[Hides::Calls, Hides::Sdks, Hides::Flows] })),
        "engine" if of_two || (seen.native && seen.file) => Some((GapCode::Script, &[Hides::Calls, Hides::Resources, Hides::Flows])),
        // Containers of mini programs: the programs come from the network, and only the container's calls are theirs.
        "engine" if !names_contents && seen.reached => Some((GapCode::Script, &[Hides::CallsOfSdk, Hides::Flows])),
        _ => None,
    }
}

fn below(name: &str, prefixes: &[String]) -> bool {
    prefixes.iter().any(|p| name.strip_prefix(p.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '$'])))
}

/// Does the SDK load code for itself only: an SDK with a vendor whose business is not loading code for others.
fn own_stage(g: &Ground, packer: &Packer) -> bool {
    packer.kind == "dynamic-loading"
        && packer.sdk.as_deref().and_then(|id| g.knowledge.sdks.iter().find(|s| s.id == id)).is_some_and(|s| s.role == "sdk")
}

/// One entry per framework that is at work, in order of id.
pub fn find<'k>(g: &'k Ground, below_gaps: &[Gap], out: &mut EvidenceSet) -> Vec<Framework<'k>> {
    let mut found = Vec::new();
    let missing = missing(g, below_gaps);
    let stubs: Vec<&str> = g.app.manifest.application.iter().chain(&g.app.manifest.component_factory).map(String::as_str).collect();
    for packer in &g.knowledge.packers {
        let sign = || Some(format!("packer/{}", packer.id));
        let library = g.app.native.iter().find(|l| packer.native.iter().any(|n| wildcard(n, &l.file_name)));
        let file = g.app.files.iter().find(|f| packer.files.iter().any(|n| wildcard(n, &f.name)));
        let classes = classes(g, packer);
        let reached =
            |t: &TypeId| g.program.class(*t).is_some_and(|c| g.program.class_methods(c).iter().any(|m| g.moments.all.is_reached(*m)));
        let seen = Seen {
            native: library.is_some(),
            file: file.is_some(),
            class: !classes.is_empty(),
            reached: classes.iter().any(reached),
            stub: stubs.iter().any(|s| below(s, &packer.packages)),
        };
        let names_contents = !packer.native.is_empty() || !packer.files.is_empty();
        let Some((code, hides)) = hidden(&packer.kind, seen, missing, own_stage(g, packer), names_contents) else { continue };
        let mut ids = Vec::new();
        ids.extend(library.map(|l| g.artefact.file(&l.path, l.file_name.clone(), sign(), out)));
        ids.extend(file.map(|f| g.artefact.file(&f.path, f.name.clone(), sign(), out)));
        ids.extend(classes.first().map(|c| g.artefact.class(g.program, *c, sign(), out)));
        let class = || classes.first().map(|c| g.program.descriptor(*c).into_owned());
        let place = library.map(|l| l.path.clone()).or(file.map(|f| f.path.clone())).or_else(class);
        let place = place.unwrap_or_else(|| g.app.manifest.path.clone());
        let mut gap = Gap::new(code, format!("{} ({})", packer.name.en, packer.kind), place, hides);
        gap.evidence = ids;
        found.push(Framework { packer: Some(packer), gap });
    }
    if missing.suffices() && !found.iter().any(|f| f.gap.code == GapCode::Packed) {
        found.extend(unnamed(g, missing, out));
    }
    found
}

fn classes(g: &Ground, packer: &Packer) -> Vec<TypeId> {
    let prefixes: Vec<String> = packer.packages.iter().map(|n| format!("L{}", n.replace('.', "/"))).collect();
    let of_it = |name: &[u8]| {
        prefixes.iter().any(|x| name.strip_prefix(x.as_bytes()).is_some_and(|rest| matches!(rest.first(), Some(b'/' | b'$' | b';'))))
    };
    g.program.classes.iter().map(|c| c.id).filter(|t| of_it(g.program.descriptor_bytes(*t))).collect()
}

/// Nothing can be said where code is missing for a reason that is known.
fn missing(g: &Ground, gaps: &[Gap]) -> Missing {
    let explained = !g.app.missing_splits.is_empty() || gaps.iter().any(|g| g.hides.contains(&Hides::Sdks));
    if explained || g.program.classes.is_empty() {
        return Missing::default();
    }
    let absent = |target: &str| !g.program.type_by_descriptor(&super::api::descriptor(target)).is_some_and(|t| g.program.is_defined(t));
    let declared: Vec<_> = g.app.manifest.components.iter().collect();
    Missing {
        declared: declared.len(),
        absent: declared.iter().filter(|c| absent(&c.target)).count(),
        launcher_absent: declared.iter().any(|c| c.kind == ComponentKind::Activity && c.is_launcher() && absent(&c.target)),
    }
}

/// A packer that no signature names.
fn unnamed<'k>(g: &Ground, missing: Missing, out: &mut EvidenceSet) -> Option<Framework<'k>> {
    const UNNAMED: &str = "the classes of most declared components are not in the code";
    let launcher = g.app.manifest.launchers().next()?;
    let what = format!("{UNNAMED} ({} of {}): a packer, or code that is loaded later", missing.absent, missing.declared);
    let hides = &[Hides::Calls, Hides::Sdks, Hides::Resources, Hides::Flows];
    let id = g.artefact.component(launcher, None, out);
    let gap = Gap::new(GapCode::Packed, what, g.app.manifest.path.clone(), hides).with_evidence(id);
    Some(Framework { packer: None, gap })
}

/// Splits that the manifest requires and that are not here.
pub fn missing_splits(app: &App) -> Vec<Gap> {
    let hides = &[Hides::Calls, Hides::Sdks, Hides::Resources, Hides::Manifest];
    let gap =
        |split: &String| Gap::new(GapCode::Splits, format!("split {split} is required and not here"), app.manifest.path.clone(), hides);
    app.missing_splits.iter().map(gap).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Seen = Seen { native: false, file: false, class: false, reached: false, stub: false };

    #[test]
    fn one_sign_is_seldom_enough() {
        let whole = Missing { declared: 8, absent: 0, launcher_absent: false };
        let gone = Missing { declared: 8, absent: 7, launcher_absent: true };
        let native = Seen { native: true, ..NOTHING };
        let file = Seen { file: true, ..NOTHING };
        let class = Seen { class: true, ..NOTHING };
        let live = Seen { class: true, reached: true, ..NOTHING };
        let stub = Seen { stub: true, ..NOTHING };
        let both = Seen { native: true, class: true, ..NOTHING };
        for (kind, seen, missing, want) in [
            ("packer", NOTHING, gone, None),
            ("packer", native, whole, None),
            ("packer", native, gone, Some(GapCode::Packed)),
            ("packer", class, whole, None),
            ("packer", both, whole, Some(GapCode::Packed)),
            ("packer", stub, whole, Some(GapCode::Packed)),
            ("hotfix", class, whole, None),
            ("hotfix", live, whole, Some(GapCode::DynamicCode)),
            ("dynamic-loading", file, whole, Some(GapCode::DynamicCode)),
            ("engine", live, whole, None),
            ("engine", file, whole, None),
            ("engine", native, whole, None),
            ("engine", both, whole, Some(GapCode::Script)),
            ("other", both, gone, None),
        ] {
            assert_eq!(hidden(kind, seen, missing, false, true).map(|h| h.0), want, "{kind} {seen:?}");
        }
    }

    #[test]
    fn whose_calls_are_hidden() {
        let live = Seen { class: true, reached: true, ..NOTHING };
        let hides = |kind, own, named| hidden(kind, live, Missing::default(), own, named).map(|h| h.1.to_vec());
        assert_eq!(hides("dynamic-loading", true, true), Some(vec![Hides::CallsOfSdk]));
        assert!(hides("dynamic-loading", false, true).is_some_and(|h| h.contains(&Hides::Calls)));
        assert!(hides("engine", false, false).is_some_and(|h| !h.contains(&Hides::Calls)));
    }

    #[test]
    fn components_without_classes() {
        for (declared, absent, launcher_absent, want) in [
            (0, 0, false, false),
            (10, 1, true, false),
            (10, 5, true, true),
            (10, 9, false, false),
            (1, 1, true, false),
            (2, 2, true, true),
        ] {
            assert_eq!(Missing { declared, absent, launcher_absent }.suffices(), want, "{declared} {absent} {launcher_absent}");
        }
    }
}
