//! A module: what Android calls an APK of the set and a bundle calls a module. It says where manifest, code and resources lie.

use crate::budget::{Budget, Unit};
use crate::container::{Package, PackageKind};
use crate::container::zip::Entry;
use crate::format::axml::{Element, Keep, Source};
use crate::gap::{Gap, Hides};

use super::{App, document};

/// A manifest above this is not one; those of super-apps have 1 MB.
const MANIFEST_BYTES: u64 = 64 << 20;

pub(super) struct Module {
    /// Index into `Package::parts`.
    pub part: usize,
    /// `base/` where modules of a bundle share one archive, else empty.
    pub prefix: String,
    pub bundle: bool,
    /// `base.apk!AndroidManifest.xml`
    pub path: String,
    /// Its `<manifest>`; without attributes and children where none could be read.
    pub manifest: Element,
}

impl Module {
    /// The modules of a package, those with a readable manifest and a package name, else none.
    pub fn all(package: &Package, app: &mut App, gaps: &mut Vec<Gap>, budget: &mut Budget) -> Vec<Module> {
        let mut modules: Vec<Module> = Vec::new();
        for (part, of) in package.parts.iter().enumerate() {
            let bundle = package.kind == PackageKind::Aab;
            let mut prefixes: Vec<String> = Vec::new();
            for entry in of.archive.entries() {
                let prefix = if bundle { entry.name.strip_suffix("manifest/AndroidManifest.xml") } else { entry.name.strip_suffix("AndroidManifest.xml") };
                // Only a bundle has manifests in folders; elsewhere they are files like any other.
                if let Some(prefix) = prefix.filter(|p| if bundle { p.matches('/').count() <= 1 } else { p.is_empty() }) {
                    if !prefixes.iter().any(|p| p == prefix) {
                        prefixes.push(prefix.to_owned());
                    }
                }
            }
            if prefixes.is_empty() {
                gaps.push(Gap::unreadable("no AndroidManifest.xml", of.name.clone(), &[Hides::Manifest]));
            }
            for prefix in prefixes {
                let name = if bundle { format!("{prefix}manifest/AndroidManifest.xml") } else { "AndroidManifest.xml".into() };
                let path = format!("{}!{name}", of.name);
                if let Some(manifest) = first_readable(package, part, &name, &path, bundle, app, gaps, budget) {
                    modules.push(Module { part, prefix, bundle, path, manifest });
                }
            }
        }
        modules
    }

    /// `classes.dex`, `resources.arsc` ... as this module's archive names them.
    pub fn table_name(&self) -> String {
        format!("{}{}", self.prefix, if self.bundle { "resources.pb" } else { "resources.arsc" })
    }

    /// Name of the split, empty for the base.
    pub fn split(&self) -> &str {
        self.manifest.plain("split").unwrap_or_default()
    }
}

/// Two entries of the name are a trick (one for the verifier, one for the loader): the first with a package name is taken.
#[allow(clippy::too_many_arguments)]
fn first_readable(
    package: &Package,
    part: usize,
    name: &str,
    path: &str,
    bundle: bool,
    app: &mut App,
    gaps: &mut Vec<Gap>,
    budget: &mut Budget,
) -> Option<Element> {
    let of = package.parts.get(part)?;
    let taken = of.entry(name);
    let others = of.archive.entries().iter().filter(|e| e.name == name && taken.is_none_or(|t| t.offset != e.offset));
    let candidates: Vec<&Entry> = taken.into_iter().chain(others).take(16).collect();
    let source = Source { place: path, hides: &[Hides::Manifest] };
    let mut first_failure: Option<Vec<Gap>> = None;
    for entry in candidates {
        let mut own = budget.clone().with(Unit::Inflated, MANIFEST_BYTES.min(budget.left(Unit::Inflated)));
        let read = of.read(entry, &mut own);
        let mut found = read.gaps;
        budget.take(Unit::Inflated, read.value.len() as u64);
        let tree = document::read(&read.value, bundle, source, Keep::All, budget).unpack(&mut found);
        let usable = tree.root.filter(|r| r.name == "manifest" && r.plain("package").is_some_and(|p| !p.is_empty()));
        if let Some(root) = usable {
            app.anomalies.extend(tree.anomalies);
            if !bundle && document::is_text(&read.value) && package.kind != PackageKind::Directory {
                app.odd("axml-text", "the manifest is text; Android takes binary XML only", path, true);
            }
            gaps.extend(found);
            return Some(root);
        }
        if first_failure.is_none() {
            app.anomalies.extend(tree.anomalies);
            first_failure = Some(found);
        }
    }
    gaps.extend(first_failure.unwrap_or_default());
    gaps.push(Gap::unreadable("no manifest with a package name could be read", path, &[Hides::Manifest]));
    None
}
