//! LIM-02: code that is loaded at run time, by the calls that load it and by the DEX files that lie in the package under other names.

use super::gaps::{Ground, SHOWN, Share, counted, listed};
use crate::app::FileEntry;
use crate::budget::{Budget, Unit};
use crate::container::Archive;
use crate::container::source::Source;
use crate::evidence::EvidenceSet;
use crate::gap::{Gap, GapCode, Hides};
use crate::knowledge::sdk_index::wildcard;
use crate::program::constant::Value;
use crate::program::{Site, SiteKind};

const LOADERS: [(&str, &str); 8] = [
    ("Ldalvik/system/BaseDexClassLoader;", "<init>"),
    ("Ldalvik/system/DelegateLastClassLoader;", "<init>"),
    ("Ldalvik/system/DexClassLoader;", "<init>"),
    ("Ldalvik/system/InMemoryDexClassLoader;", "<init>"),
    ("Ldalvik/system/PathClassLoader;", "<init>"),
    ("Ldalvik/system/DexFile;", "<init>"),
    ("Ldalvik/system/DexFile;", "loadDex"),
    ("Ldalvik/system/DexFile;", "loadClass"),
];

const SIGN: &str = "gap/dynamic";
const HIDES: &[Hides] = &[Hides::Calls, Hides::Sdks, Hides::Flows];

pub fn gaps(g: &Ground, out: &mut EvidenceSet, budget: &mut Budget) -> Vec<Gap> {
    let mut sites = g.calls(&LOADERS);
    sites.retain(|s| !loads_what_is_here(g, s));
    let mut gaps = Vec::new();
    let mut own: Vec<Site> = Vec::new();
    for (share, sites) in g.by_share(sites) {
        match share {
            // Loaders of libraries (MultiDex, plugin frameworks) load what their user hands them; frameworks have their own gap.
            Share::Library => {}
            Share::Sdk(name) => {
                let place = sites.first().map(|s| g.place(s)).unwrap_or_default();
                let mut gap = Gap::new(GapCode::DynamicCode, format!("{name} loads code at run time"), place, &[Hides::CallsOfSdk]);
                gap.evidence = g.evidence(&sites, SIGN, out);
                gaps.push(gap);
            }
            Share::App | Share::Unknown => own.extend(sites),
        }
    }
    if let Some(first) = own.first() {
        let what = format!("code is loaded at run time in {}", counted(own.len(), "place", "places"));
        let mut gap = Gap::new(GapCode::DynamicCode, what, g.place(first), HIDES);
        gap.evidence = g.evidence(&own, SIGN, out);
        gaps.push(gap);
    }
    let files = hidden_files(g, budget);
    if let Some((first, _)) = files.first() {
        let names = listed(files.iter().map(|(f, _)| f.name.as_str()));
        let what = format!("{} outside the app's own DEX files: {names}", counted(files.len(), "file with code", "files with code"));
        let mut gap = Gap::new(GapCode::DynamicCode, what, first.path.clone(), HIDES);
        for (f, kind) in files.iter().take(SHOWN) {
            gap.evidence.push(g.artefact.file(&f.path, *kind, Some(SIGN.into()), out));
        }
        gaps.push(gap);
    }
    gaps
}

/// Paths of the system's own code, as platform checks load it.
pub fn is_system_path(path: &str) -> bool {
    ["/system/", "/system_ext/", "/vendor/", "/product/", "/apex/"].iter().any(|p| path.starts_with(p))
}

/// The app's own package (listing its classes is a common use of `DexFile`) or the system's code: nothing that was not seen.
fn loads_what_is_here(g: &Ground, site: &Site) -> bool {
    let Some(callee) = site.callee() else { return true };
    let class = g.program.descriptor_bytes(g.program.method(callee).class);
    let name = g.program.names.bytes(g.program.method(callee).name);
    // Bytes in memory have no path; `loadClass` says nothing of where the file came from.
    if class == b"Ldalvik/system/InMemoryDexClassLoader;" || name == b"loadClass" {
        return false;
    }
    let n = usize::from(site.kind() != SiteKind::InvokeStatic);
    let facts = g.constants.facts(site.method);
    let Some(path) = facts.call(site.pc()).and_then(|c| c.args.get(n).copied()) else { return false };
    match path {
        Value::Result(m, _) => {
            matches!(g.program.names.bytes(g.program.method(m).name), b"getPackageCodePath" | b"getPackageResourcePath")
        }
        Value::Field(f) => {
            class == b"Ldalvik/system/DexFile;" && g.program.field_text(f) == "Landroid/content/pm/ApplicationInfo;->sourceDir"
        }
        path => {
            let possible = g.constants.possible(site.method, path);
            !possible.open && !possible.constants.is_empty() && possible.texts().all(is_system_path)
        }
    }
}

/// Archives opened to look for DEX files in them, and the size up to which one that is compressed is inflated for that.
const ARCHIVES: usize = 24;
const ARCHIVE_BYTES: u64 = 32 << 20;

/// What the first bytes say. Zip archives are code only where they hold a DEX file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Magic {
    Dex,
    Zip,
    Other,
}

pub fn magic(head: &[u8]) -> Magic {
    match head {
        [b'd', b'e', b'x', b'\n', ..] => Magic::Dex,
        [b'P', b'K', 3, 4, ..] => Magic::Zip,
        _ => Magic::Other,
    }
}

/// Pictures and compiled XML fill the resource folders and are never code by accident.
fn worth_a_look(name: &str) -> bool {
    let media = [".png", ".webp", ".jpg", ".jpeg", ".gif", ".xml", ".ttf", ".otf", ".mp3", ".ogg"];
    let picture = name.starts_with("res/") && media.iter().any(|m| name.ends_with(m));
    !name.ends_with('/') && !picture
}

/// DEX files and archives with DEX files that are not what the system loads, in order of path.
fn hidden_files<'g>(g: &'g Ground, budget: &mut Budget) -> Vec<(&'g FileEntry, &'static str)> {
    let mut found = Vec::new();
    let mut archives = 0;
    for f in &g.app.files {
        let loaded = g.app.dex.iter().any(|d| d.path == f.path) || f.name.ends_with("resources.arsc");
        // `dex\n035\0` and the header behind it: 0x70 bytes.
        if loaded || f.size < 0x70 || !worth_a_look(&f.name) || of_a_second_stage(g, f) {
            continue;
        }
        if !budget.take(Unit::Entries, 1) {
            break;
        }
        let Some((archive, entry)) = g.package.parts.get(f.part).and_then(|p| Some((&p.archive, p.archive.entry(&f.name)?))) else {
            continue;
        };
        match magic(&archive.head(entry, 8)) {
            Magic::Dex => found.push((f, "DEX file")),
            Magic::Zip if archives < ARCHIVES => {
                archives += 1;
                let source = archive.stored_source(entry).or_else(|| {
                    (entry.size <= ARCHIVE_BYTES).then(|| Source::bytes(archive.read_at_most(entry, ARCHIVE_BYTES, budget).value))
                });
                let Some(source) = source else { continue };
                let inner = Archive::open(source, &f.name, budget).value;
                if inner.entries().iter().any(|e| e.name.ends_with(".dex")) {
                    found.push((f, "archive with DEX files"));
                }
            }
            _ => {}
        }
    }
    found.sort_by(|a, b| a.0.path.cmp(&b.0.path));
    found.dedup_by(|a, b| a.0.path == b.0.path);
    found
}

/// An SDK's second stage: `packer` tells it as that SDK's.
fn of_a_second_stage(g: &Ground, f: &FileEntry) -> bool {
    g.knowledge.packers.iter().any(|p| p.kind == "dynamic-loading" && p.sdk.is_some() && p.files.iter().any(|n| wildcard(n, &f.name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes() {
        for (head, want) in [
            (&b"dex\n035\0"[..], Magic::Dex),
            (b"PK\x03\x04\x14\0\0\0", Magic::Zip),
            (b"PK\x05\x06\0\0\0\0", Magic::Other),
            (b"\x7fELF\x02\x01\x01\0", Magic::Other),
            (b"dex", Magic::Other),
            (b"", Magic::Other),
        ] {
            assert_eq!(magic(head), want, "{head:?}");
        }
    }

    #[test]
    fn entries_worth_a_look() {
        for (name, want) in [
            ("assets/patch/patch.jar", true),
            ("assets/logo.png", true),
            ("res/drawable/logo.png", false),
            ("res/raw/core.bin", true),
            ("lib/arm64-v8a/libshell.so", true),
            ("assets/", false),
        ] {
            assert_eq!(worth_a_look(name), want, "{name}");
        }
    }

    #[test]
    fn the_systems_own_code() {
        assert!(is_system_path("/system/framework/x.jar"));
        assert!(!is_system_path("/data/local/tmp/x.jar"));
        assert!(!is_system_path(""));
    }
}
