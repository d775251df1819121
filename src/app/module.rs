//! A module: what Android calls an APK of the set and a bundle calls a module. It says where manifest and resources lie.

use crate::budget::{Budget, Unit};
use crate::container::{Package, PackageKind};
use crate::format::axml::{Element, Keep, Source};
use crate::gap::{Gap, Hides};

use super::{App, document};

/// A manifest above this is not one; those of the largest apps have 1 MB.
const MANIFEST_BYTES: u64 = 64 << 20;
/// Entries of the manifest's name that are tried.
const TRIES: usize = 16;

pub(super) struct Module {
    /// Index into `Package::parts`.
    pub part: usize,
    /// `base.apk!AndroidManifest.xml`
    pub path: String,
    /// Its `<manifest>`, which has a package name.
    pub manifest: Element,
}

/// A module of a bundle keeps manifest and code in folders of their own (`Part`).
pub(super) fn manifest_name(package: &Package) -> &'static str {
    if package.kind == PackageKind::Aab { "manifest/AndroidManifest.xml" } else { "AndroidManifest.xml" }
}

pub(super) fn table_name(package: &Package) -> &'static str {
    if package.kind == PackageKind::Aab { "resources.pb" } else { "resources.arsc" }
}

impl Module {
    /// The module of a part, if its manifest can be read. Two entries of the name are a trick (one for the verifier, one for the loader):
    /// the first with a package name is taken.
    pub fn of(package: &Package, part: usize, app: &mut App, gaps: &mut Vec<Gap>, budget: &mut Budget) -> Option<Module> {
        let of = package.parts.get(part)?;
        let path = format!("{}!{}", of.name, manifest_name(package));
        let source = Source { place: &path, hides: &[Hides::Manifest] };
        let bundle = package.kind == PackageKind::Aab;
        let mut failure: Option<Vec<Gap>> = None;
        for entry in of.archive.entries_named(manifest_name(package)).take(TRIES) {
            let read = of.archive.read_at_most(entry, MANIFEST_BYTES, budget);
            let mut found = read.gaps;
            let tree = document::read(&read.value, bundle, source, Keep::All, budget).unpack(&mut found);
            let usable = tree.root.filter(|r| r.name == "manifest" && r.plain("package").is_some_and(|p| !p.is_empty()));
            if let Some(manifest) = usable {
                app.anomalies.extend(tree.anomalies);
                if document::is_text(&read.value) {
                    app.odd("axml-text", "the manifest is text, as in a decoded tree; Android takes binary XML only", &path, true);
                }
                gaps.extend(found);
                return Some(Module { part, path, manifest });
            }
            if failure.is_none() {
                app.anomalies.extend(tree.anomalies);
                failure = Some(found);
            }
        }
        // Without any entry the container has said so.
        if let Some(found) = failure {
            gaps.extend(found);
            gaps.push(Gap::unreadable("no manifest with a package name could be read", path.as_str(), &[Hides::Manifest]));
        }
        None
    }

    /// Name of the split, empty for the base.
    pub fn split(&self) -> &str {
        self.manifest.plain("split").unwrap_or_default()
    }

    pub fn package(&self) -> &str {
        self.manifest.plain("package").unwrap_or_default()
    }
}

/// The spending of one entry read beside others: a copy of what is left, so that the result does not depend on the order of threads.
pub(super) fn share(budget: &Budget, most: u64) -> Budget {
    let left = budget.left(Unit::Inflated).min(most);
    budget.clone().with(Unit::Inflated, left)
}
