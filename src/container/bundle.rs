//! Files that hold an app in several parts: app bundles (.aab), APK sets of bundletool (.apks), .xapk and .apkm.
//! What a file is shows in its entries; the extension is not asked.
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;

use super::oddity::short;
use super::package::{PackageKind, Part};
use super::source::Source;
use super::zip::{Archive, Entry, is_root_dex};
use crate::budget::Budget;
use crate::gap::{Gap, Hides};

/// Parts read of one bundle. The largest real apps have under two hundred splits.
const PARTS: usize = 1000;
/// Bytes of inner APKs held in memory at once. Stored ones are read in place and cost nothing.
const HELD: u64 = 256 << 20;

const MODULE_MANIFEST: &str = "/manifest/AndroidManifest.xml";

/// What an archive is, or `None` where it is no app.
pub(super) fn kind_of(archive: &Archive) -> Option<PackageKind> {
    if is_library(archive) {
        return None;
    }
    if archive.entry("AndroidManifest.xml").is_some() {
        return Some(PackageKind::Apk);
    }
    if !module_names(archive).is_empty() {
        return Some(PackageKind::Aab);
    }
    if archive.entries().iter().any(is_inner_apk) {
        return Some(if archive.entry("toc.pb").is_some() {
            PackageKind::Apks
        } else if archive.entry("manifest.json").is_some() {
            PackageKind::Xapk
        } else if archive.entry("info.json").is_some() {
            PackageKind::Apkm
        } else {
            PackageKind::Apks
        });
    }
    // An APK without a manifest cannot be installed, but its code can be read.
    has_code(archive).then_some(PackageKind::Apk)
}

/// An Android library: a manifest in plain text and classes for the compiler, not for a device.
fn is_library(archive: &Archive) -> bool {
    archive.entry("AndroidManifest.xml").is_some() && archive.entry("classes.jar").is_some() && !has_code(archive)
}

fn has_code(archive: &Archive) -> bool {
    archive.entries().iter().any(|e| is_root_dex(&e.name))
}

/// An APK at the top or one folder below (`splits/`, `standalones/`): deeper ones are contents of something else.
fn is_inner_apk(e: &Entry) -> bool {
    e.name.len() < 512 && e.name.to_ascii_lowercase().ends_with(".apk") && e.name.matches('/').count() <= 1
}

/// In words, why a file is no app and what to do.
pub(super) fn why_not(first: &[u8], source: &Source, archive: &Archive) -> String {
    let what = if source.is_empty() {
        "the file is empty"
    } else if first.starts_with(b"dex\n") {
        "this is a bare DEX file; put it into a zip archive as classes.dex, with the AndroidManifest.xml where there is one"
    } else if first.starts_with(&[0x1f, 0x8b]) {
        "this is a gzip file; unpack it first"
    } else if first.starts_with(b"7z\xbc\xaf") || first.starts_with(b"Rar!") {
        "this is another kind of archive; unpack it first"
    } else if is_library(archive) {
        "this is an Android library (.aar); give an app that contains it"
    } else if archive.entries().is_empty() {
        "it is no ZIP archive; an .apk, .aab, .apks, .xapk or .apkm file, or a directory of split APKs, is needed"
    } else {
        "a ZIP archive without AndroidManifest.xml, classes.dex or .apk files; give the app file itself"
    };
    what.into()
}

/// Modules of an app bundle, base first.
fn module_names(archive: &Archive) -> Vec<String> {
    let names: BTreeSet<&str> = archive
        .entries()
        .iter()
        .filter_map(|e| e.name.strip_suffix(MODULE_MANIFEST))
        .filter(|m| !m.is_empty() && !m.contains('/'))
        .take(PARTS)
        .collect();
    let mut names: Vec<String> = names.into_iter().map(String::from).collect();
    names.sort_by_key(|m| m != "base");
    names
}

/// One part a module. What belongs to no module (`BUNDLE-METADATA/`, `META-INF/`, `BundleConfig.pb`) never reaches a device and is left out.
pub(super) fn modules(archive: &Archive) -> Vec<Part> {
    module_names(archive)
        .into_iter()
        .map(|m| {
            let archive = archive.below(&format!("{m}/"), &m);
            Part { name: m, archive }
        })
        .collect()
}

/// The APKs of an .apks, .xapk or .apkm file, base first. Those stored unchanged are read in place, others in memory within the budget.
pub(super) fn inner_apks(outer: &Archive, kind: PackageKind, budget: &mut Budget, gaps: &mut Vec<Gap>) -> Vec<Part> {
    let mut names: BTreeSet<&str> = outer.entries().iter().filter(|e| is_inner_apk(e)).map(|e| e.name.as_str()).collect();
    if names.iter().any(|n| n.starts_with("splits/")) {
        names.retain(|n| n.starts_with("splits/"));
    } else if let Some(&one) = names.iter().find(|n| n.starts_with("standalones/")) {
        // Each standalone APK is the whole app for another device: one is enough.
        names = BTreeSet::from([one]);
    }
    // bundletool writes variants of a module for newer devices as `base-master_2.apk`: the same code once more.
    let all = names.clone();
    names.retain(|n| !variant_of(n).is_some_and(|first| all.contains(first.as_str())));
    let left_out = all.len().saturating_sub(names.len());
    if left_out > 0 {
        gaps.push(Gap::new(
            crate::gap::GapCode::Splits,
            format!("{left_out} APKs are variants of modules read already and were not read"),
            outer.label(),
            &[],
        ));
    }
    if names.len() > PARTS {
        let what = format!("{} APKs inside, only {PARTS} were read", names.len());
        gaps.push(Gap::unreadable(what, outer.label(), &[Hides::Calls, Hides::Sdks, Hides::Resources]));
    }
    for obb in outer.entries().iter().filter(|e| e.name.ends_with(".obb")).take(8) {
        let place = format!("{}!{}", outer.label(), short(&obb.name));
        gaps.push(Gap::unreadable("an expansion file (OBB) is not read", place, &[Hides::Resources]));
    }
    let mut held = 0u64;
    let mut parts = Vec::new();
    for name in names.into_iter().take(PARTS) {
        let Some(entry) = outer.entry(name) else { continue };
        let source = match outer.stored_source(entry) {
            Some(s) => s,
            None => {
                let read = outer.read_at_most(entry, HELD.saturating_sub(held), budget);
                gaps.extend(read.gaps);
                held = held.saturating_add(read.value.len() as u64);
                Source::bytes(read.value)
            }
        };
        let opened = Archive::open(source, &short(name), budget);
        gaps.extend(opened.gaps);
        match kind_of(&opened.value) {
            Some(PackageKind::Apk) => parts.push(Part { name: short(name), archive: opened.value }),
            // A bundle in a bundle is not followed: nothing installs that.
            _ => gaps.push(Gap::unreadable(
                "not an APK",
                format!("{}!{}", outer.label(), short(name)),
                &[Hides::Calls, Hides::Sdks, Hides::Resources],
            )),
        }
    }
    let told = (kind == PackageKind::Xapk).then(|| base_of_xapk(outer, budget)).flatten();
    base_first(&mut parts, told.as_deref());
    parts
}

/// `x/base-master_2.apk` -> `x/base-master.apk`
fn variant_of(name: &str) -> Option<String> {
    let stem = name.strip_suffix(".apk")?;
    let (first, n) = stem.rsplit_once('_')?;
    let number = !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
    number.then(|| format!("{first}.apk"))
}

/// `manifest.json` of an .xapk names the base: `split_apks: [{ "file": "com.x.apk", "id": "base" }]`, else `package_name`.
fn base_of_xapk(outer: &Archive, budget: &mut Budget) -> Option<String> {
    let entry = outer.entry("manifest.json")?;
    let json: serde_json::Value = serde_json::from_slice(&outer.read_at_most(entry, 1 << 20, budget).value).ok()?;
    let splits = json.get("split_apks").and_then(|s| s.as_array());
    let base =
        splits.and_then(|s| s.iter().find(|s| s.get("id").and_then(|i| i.as_str()) == Some("base"))).and_then(|s| s.get("file")?.as_str());
    match base {
        Some(file) => Some(file.into()),
        None => json.get("package_name").and_then(|p| p.as_str()).map(|p| format!("{p}.apk")),
    }
}

/// Puts the base in front, by name: the one told, `base.apk`, `base-master.apk`, else the first that is not named like a split.
/// Only the manifest proves it; that is read one floor up.
pub(super) fn base_first(parts: &mut [Part], told: Option<&str>) {
    let rank = |p: &Part| {
        let file = p.name.rsplit('/').next().unwrap_or(&p.name).to_ascii_lowercase();
        let stem = file.strip_suffix(".apk").unwrap_or(&file);
        if told == Some(p.name.as_str()) {
            0
        } else if stem == "base" {
            1
        } else if stem == "base-master" {
            2
        } else if stem.starts_with("config.")
            || stem.starts_with("split")
            || stem.contains("config")
            || stem.starts_with("base-")
            || stem.starts_with("feature")
            || stem.ends_with("-master")
        {
            4
        } else {
            3
        }
    };
    parts.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.name.cmp(&b.name)));
}
