//! Whose code a class is (report contract, `owner`): the longest package prefix known to `signatures/sdk`, else the app's own prefixes.
//!
//! R8 moves SDK code into flat or one-letter packages, often below the app's own: there a prefix proves nothing and the answer is unknown.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::observed::Owner;
use crate::app::Manifest;
use crate::knowledge::{Claim, Sdk, SdkIndex};
use crate::program::{MethodId, Program, TypeId};

/// The prefixes that are the app's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AppPrefixes {
    pub package: String,
    /// Shared by several manifest components that no SDK claims.
    pub shared: Vec<String>,
    /// The SDK whose prefix covers the package: the app is its vendor's own.
    pub claimed_by: Option<String>,
}

/// Code hosts give every developer a name of the third level: two labels say nothing there.
const HOSTS: [&str; 7] = ["com.github", "io.github", "com.gitee", "com.gitlab", "org.github", "com.example", "me.github"];

/// `class` equals `prefix` or stands below it, at a label.
pub fn is_below(class: &str, prefix: &str) -> bool {
    !prefix.is_empty() && class.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '$']))
}

fn first_labels(name: &str, n: usize) -> Option<&str> {
    let mut end = 0;
    for (i, label) in name.split('.').enumerate() {
        end += label.len() + usize::from(i > 0);
        if i + 1 == n {
            return name.get(..end);
        }
    }
    None
}

fn package_of(class: &str) -> &str {
    class.rsplit_once('.').map_or("", |(package, _)| package)
}

fn simple_name(class: &str) -> &str {
    class.rsplit_once('.').map_or(class, |(_, name)| name)
}

/// A name that a shrinker gave: up to two letters, or the like with a digit.
fn is_short(label: &str) -> bool {
    label.len() <= 2 && label.bytes().all(|b| b.is_ascii_alphanumeric())
}

impl AppPrefixes {
    /// `components`: class names of the manifest, the launcher's among them.
    pub fn new<'c>(
        package: &str,
        components: impl IntoIterator<Item = &'c str>,
        launchers: impl IntoIterator<Item = &'c str>,
        index: &SdkIndex,
    ) -> AppPrefixes {
        let unclaimed = |class: &str| matches!(index.owner_of_class(class), Claim::Nobody);
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for class in components {
            let home = package_of(class);
            if is_below(class, package) || !unclaimed(class) {
                continue;
            }
            let Some(two) = first_labels(home, 2) else { continue };
            let prefix = if HOSTS.contains(&two) { first_labels(home, 3) } else { Some(two) };
            if let Some(prefix) = prefix.filter(|p| !p.split('.').any(|l| l.len() < 2)) {
                *counts.entry(prefix).or_default() += 1;
            }
        }
        let mut shared: Vec<String> = counts.into_iter().filter(|(_, n)| *n >= 2).map(|(p, _)| p.to_owned()).collect();
        // The screen that the user starts is the app's, also where the application id was changed at build time.
        for class in launchers {
            let home = package_of(class);
            if unclaimed(class) && home.contains('.') && !home.split('.').any(|l| l.len() < 2) && !is_below(class, package) {
                shared.push(home.to_owned());
            }
        }
        shared.sort();
        shared.dedup();
        let claimed_by = index.owner_of_class(package).one().map(|m| m.sdk.id.clone());
        AppPrefixes { package: package.to_owned(), shared, claimed_by }
    }

    fn of_manifest(manifest: &Manifest, index: &SdkIndex) -> AppPrefixes {
        let classes = manifest.components.iter().map(|c| c.target.as_str()).chain(manifest.application.as_deref());
        AppPrefixes::new(&manifest.package, classes, manifest.launchers().map(|c| c.target.as_str()), index)
    }

    /// The app's own prefix above a class.
    fn above<'s>(&'s self, class: &str) -> Option<&'s str> {
        std::iter::once(&self.package).chain(&self.shared).map(String::as_str).filter(|p| is_below(class, p)).max_by_key(|p| p.len())
    }

    fn same_vendor(&self, class: &str) -> bool {
        matches!((first_labels(class, 2), first_labels(&self.package, 2)), (Some(a), Some(b)) if a == b)
    }
}

/// What its file says it is.
pub fn of_sdk(sdk: &Sdk) -> Owner {
    let id = sdk.id.clone();
    if sdk.role == "sdk" { Owner::Sdk { id } } else { Owner::Library { id } }
}

/// The decision on one class. `flattened`: its package is one into which a shrinker moved classes of all owners.
pub fn decide(class: &str, index: &SdkIndex, app: &AppPrefixes, flattened: bool) -> Owner {
    let own = app.above(class);
    match index.owner_of_class(class) {
        Claim::One(m) if !m.broad => {
            // The vendor's own app: its package is the longer prefix, or the claim covers the package itself.
            if app.claimed_by.as_ref() == Some(&m.sdk.id) && is_below(class, &app.package) {
                return Owner::App;
            }
            return of_sdk(m.sdk);
        }
        Claim::One(_) | Claim::Ambiguous(_) => {
            if own.is_none() && !app.same_vendor(class) {
                return Owner::Unknown;
            }
        }
        Claim::Nobody => {
            if own.is_none() {
                return Owner::Unknown;
            }
        }
    }
    let rest = own.map_or(class, |prefix| class.get(prefix.len()..).unwrap_or(class));
    let package = package_of(rest.trim_start_matches('.'));
    let one_letter = package.split('.').any(|l| l.len() == 1);
    let moved = flattened && is_short(simple_name(class).split('$').next().unwrap_or(""));
    if one_letter || moved { Owner::Unknown } else { Owner::App }
}

/// Packages of short-named classes only that hold most of the app: the work of `-repackageclasses`.
fn flattened<'c>(classes: impl Iterator<Item = &'c str>) -> Vec<String> {
    let mut packages: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
    let mut all = 0;
    for class in classes {
        let (total, short) = packages.entry(package_of(class)).or_default();
        *total += 1;
        *short += usize::from(simple_name(class).split('$').next().is_some_and(|n| n.len() <= 3));
        all += 1;
    }
    let mut out: Vec<String> = packages
        .into_iter()
        .filter(|(_, (total, short))| *total >= 300 && *total * 2 > all && *short * 10 >= *total * 8)
        .map(|(p, _)| p.to_owned())
        .collect();
    out.sort();
    out
}

/// The owner of every class of the app.
pub struct Owners {
    owners: Vec<Owner>,
    /// Per type: index into `owners`; 0 is unknown.
    of: Vec<u32>,
    pub app: AppPrefixes,
}

impl Owners {
    pub fn new(program: &Program, manifest: &Manifest, index: &SdkIndex) -> Owners {
        let app = AppPrefixes::of_manifest(manifest, index);
        let names: Vec<(TypeId, String)> = program.classes.iter().map(|c| (c.id, dotted(program, c.id))).collect();
        let flat = flattened(names.iter().map(|(_, n)| n.as_str()).filter(|n| matches!(index.owner_of_class(n), Claim::Nobody)));
        let mut owners = vec![Owner::Unknown];
        let mut number: FxHashMap<Owner, u32> = FxHashMap::default();
        number.insert(Owner::Unknown, 0);
        let mut of = vec![0u32; program.type_count()];
        for (id, name) in &names {
            let owner = decide(name, index, &app, flat.iter().any(|p| p == package_of(name)));
            let n = *number.entry(owner).or_insert_with_key(|owner| {
                owners.push(owner.clone());
                owners.len() as u32 - 1
            });
            if let Some(slot) = of.get_mut(id.0 as usize) {
                *slot = n;
            }
        }
        Owners { owners, of, app }
    }

    /// Gives classes that no name gave to anybody to the SDK whose fingerprint they bear.
    pub fn assign(&mut self, classes: &[TypeId], owner: &Owner) {
        let n = self.owners.iter().position(|o| o == owner).unwrap_or(self.owners.len());
        if n == self.owners.len() {
            self.owners.push(owner.clone());
        }
        for class in classes {
            if let Some(slot) = self.of.get_mut(class.0 as usize) {
                *slot = n as u32;
            }
        }
    }

    /// Unknown for classes that the app does not define.
    pub fn of(&self, class: TypeId) -> &Owner {
        let n = self.of.get(class.0 as usize).copied().unwrap_or(0);
        self.owners.get(n as usize).unwrap_or(&self.owners[0])
    }

    pub fn of_method(&self, program: &Program, method: MethodId) -> &Owner {
        self.of(program.method(method).class)
    }

    /// The owner of a class by name, as for manifest components; the same decision for a class that the code lacks.
    pub fn of_name(&self, program: &Program, class: &str, index: &SdkIndex) -> Owner {
        match program.type_by_descriptor(&crate::callgraph::entry::descriptor(class)).filter(|t| program.is_defined(*t)) {
            Some(t) => self.of(t).clone(),
            None => decide(class, index, &self.app, false),
        }
    }
}

/// `com.x.A` for `Lcom/x/A;`
pub fn dotted(program: &Program, class: TypeId) -> String {
    program.descriptor(class).trim_start_matches('L').trim_end_matches(';').replace('/', ".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Status;
    use crate::words::Words;

    fn sdk(id: &str, role: &str, packages: &[&str], broad: &[&str]) -> Sdk {
        let text = format!("id = \"{id}\"\nstatus = \"draft\"\nsource = \"test\"\nrole = \"{role}\"\nname = {{ zh = \"\", en = \"\" }}\n");
        let mut s: Sdk = toml::from_str(&text).expect("an SDK");
        s.status = Status::Draft;
        s.vendor = Words::default();
        s.packages = packages.iter().map(|p| (*p).into()).collect();
        s.broad_packages = broad.iter().map(|p| (*p).into()).collect();
        s
    }

    #[test]
    fn owners_by_name() {
        let sdks = [
            sdk("facebook-core", "sdk", &["com.facebook.login"], &["com.facebook"]),
            sdk("facebook-shimmer", "library", &["com.facebook.shimmer"], &[]),
            sdk("tied-a", "sdk", &["org.tied"], &[]),
            sdk("tied-b", "sdk", &["org.tied"], &[]),
            sdk("vendor", "sdk", &["com.vendor.app"], &["com.vendor"]),
        ];
        let index = SdkIndex::new(&sdks);
        let components = ["com.shop.main.A", "net.studio.base.B", "net.studio.pay.C", "org.lonely.D", "com.github.x.E", "com.github.y.F"];
        let app = AppPrefixes::new("com.shop.main", components, [], &index);
        assert_eq!(app.shared, ["net.studio"]);
        let unknown = "unknown";
        for (class, flat, want) in [
            ("com.shop.main.ui.A", false, "app"),
            ("com.shop.mainly.A", false, unknown),
            ("com.shop.main.a", false, "app"),
            ("com.shop.main.a", true, unknown),
            ("com.shop.main.Keeper", true, "app"),
            ("com.shop.main.a.b", false, unknown),
            ("net.studio.any.A", false, "app"),
            ("org.lonely.D", false, unknown),
            ("a.b", false, unknown),
            ("A", false, unknown),
            ("com.facebook.shimmer.ShimmerLayout", false, "library:facebook-shimmer"),
            ("com.facebook.login.Manager", false, "sdk:facebook-core"),
            ("com.facebook.other.X", false, unknown),
            ("org.tied.A", false, unknown),
        ] {
            assert_eq!(decide(class, &index, &app, flat).key(), want, "{class} {flat}");
        }
    }

    #[test]
    fn a_vendors_own_app() {
        let sdks = [sdk("vendor", "sdk", &["com.vendor.app"], &["com.vendor"])];
        let index = SdkIndex::new(&sdks);
        let app = AppPrefixes::new("com.vendor.app", [], [], &index);
        for (class, want) in [("com.vendor.app.Main", "app"), ("com.vendor.base.Net", "app"), ("com.other.X", "unknown")] {
            assert_eq!(decide(class, &index, &app, false).key(), want, "{class}");
        }
    }

    #[test]
    fn flat_packages() {
        let renamed: Vec<String> = (0..400).map(|i| format!("x.c{i}")).collect();
        let whole: Vec<String> = (0..400).map(|i| format!("com.app.Screen{i}")).collect();
        let of = |list: &[String]| flattened(list.iter().map(String::as_str));
        let short: Vec<String> = renamed.iter().map(|n| n.chars().take(5).collect()).collect();
        assert_eq!(of(&short), ["x"]);
        assert!(of(&whole).is_empty());
    }
}
