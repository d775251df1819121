//! The file (or directory) received: its kind, its parts (base and splits), its oddities and the two verdicts.

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::expect_used)]

use std::fs::File;
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::bundle;
use super::signing::{self, Signer};
use super::source::Source;
use super::zip::{Archive, Entry};
use crate::budget::{Budget, Unit};
use crate::bytes::sha256_hex;
use crate::gap::{Gap, Hides, Read};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PackageKind {
    Apk,
    Xapk,
    Apks,
    Apkm,
    Aab,
    Directory,
}

/// An oddity of the file structure. `refused` oddities make Android's own installer refuse the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Anomaly {
    /// Short stable word: `duplicate-entry`, `encrypted-flag`, `method-unknown`, `eocd-comment-length`, `axml-type` ...
    pub id: String,
    /// English sentence with the facts.
    pub what: String,
    /// Part and entry: `base.apk!AndroidManifest.xml`.
    pub place: String,
    /// Byte offset in the part, where one is meaningful.
    pub offset: Option<u64>,
    /// Android refuses to install a file with this oddity.
    pub refused: bool,
    /// An oddity that ordinary build tools also leave behind; alone it is no sign of tampering.
    pub common: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    Yes,
    No,
    Unknown,
}

/// Would Android install it. `yes` only where contents were verified against a signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Installable {
    pub answer: Answer,
    pub why: Vec<String>,
}

/// One APK (or AAB module) of the package.
///
/// `name` is its path inside the file received: `base.apk` for a plain APK, `splits/base-master.apk` in an APK set, the file name in a
/// directory of splits, the module (`base`, `feature1`) in an app bundle. Entry names in an APK are those of the archive. A module of an app
/// bundle has the bundle's own layout, without the module's folder: `manifest/AndroidManifest.xml`, `resources.pb`, `dex/classes.dex`,
/// `res/..`, `assets/..`, `lib/..`, `root/..`.
pub struct Part {
    pub name: String,
    pub archive: Archive,
}

impl Part {
    /// The entry Android would take for this exact name.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.archive.entry(name)
    }

    /// The contents of an entry, as far as they can be produced within the budget.
    pub fn read(&self, entry: &Entry, budget: &mut Budget) -> Read<Vec<u8>> {
        self.archive.read(entry, budget)
    }
}

/// The file received.
pub struct Package {
    pub kind: PackageKind,
    /// File name only, never a path of the machine.
    pub name: String,
    /// SHA-256 of the file; for a directory, of the sorted lines `<SHA-256>  <relative name>\n`.
    pub sha256: String,
    pub bytes: u64,
    /// Base first, then splits in order of name. Which part is the base is told by names here; a manifest without a `split` attribute
    /// proves it, so the app floor may move another part to the front.
    pub parts: Vec<Part>,
    /// Of the base.
    pub signers: Vec<Signer>,
    /// Found on opening. What reading contents shows later is in [`Package::all_anomalies`].
    pub anomalies: Vec<Anomaly>,
    pub gaps: Vec<Gap>,
}

#[derive(Debug, thiserror::Error)]
pub enum ContainerError {
    #[error("{path}: {source}")]
    Io { path: String, source: std::io::Error },
    #[error("{name}: not an Android app: {why}")]
    NotAnApp { name: String, why: String },
}

impl Package {
    /// Opens a file or a directory of splits. Errs only when it cannot be opened or is no app at all. Contents decide what it is, not the name.
    pub fn open(path: &Path, budget: &mut Budget) -> Result<Package, ContainerError> {
        let io = |source| ContainerError::Io { path: path.display().to_string(), source };
        let name = match path.file_name() {
            Some(n) => n.to_string_lossy().into_owned(),
            // `.` and `..` have no name of their own.
            None => path.canonicalize().map_err(io)?.file_name().map_or_else(|| "app".into(), |n| n.to_string_lossy().into_owned()),
        };
        let meta = std::fs::metadata(path).map_err(io)?;
        if meta.is_dir() {
            return directory_of_splits(path, name, budget);
        }
        if !meta.is_file() {
            return Err(ContainerError::NotAnApp { name, why: "it is neither a file nor a directory".into() });
        }
        let source = Source::file(File::open(path).map_err(io)?).map_err(io)?;
        Package::from_source(source, name, budget)
    }

    /// Opens an app held in memory.
    pub fn from_bytes(bytes: Vec<u8>, name: &str, budget: &mut Budget) -> Result<Package, ContainerError> {
        Package::from_source(Source::bytes(bytes), name.into(), budget)
    }

    fn from_source(source: Source, name: String, budget: &mut Budget) -> Result<Package, ContainerError> {
        let first = source.get(0, 8);
        let mut opened = Archive::open(source.clone(), "base.apk", budget);
        let Some(kind) = bundle::kind_of(&opened.value) else {
            return Err(ContainerError::NotAnApp { name, why: bundle::why_not(&first, &source, &opened.value) });
        };
        if kind != PackageKind::Apk {
            // Places in a bundle's outer archive carry the file's name.
            opened = Archive::open(source.clone(), &name, budget);
        }
        let archive = opened.value;
        let (sha256, bytes) = (source.sha256(), source.len());
        let mut package =
            Package { kind, name, sha256, bytes, parts: Vec::new(), signers: Vec::new(), anomalies: Vec::new(), gaps: opened.gaps };
        match kind {
            PackageKind::Apk | PackageKind::Directory => package.parts.push(Part { name: "base.apk".into(), archive }),
            PackageKind::Aab => {
                package.anomalies = outer_anomalies(&archive);
                package.parts = bundle::modules(&archive);
                package.sign(&archive);
            }
            PackageKind::Xapk | PackageKind::Apks | PackageKind::Apkm => {
                package.parts = bundle::inner_apks(&archive, kind, budget, &mut package.gaps);
                package.anomalies = outer_anomalies(&archive);
                if package.parts.is_empty() {
                    return Err(ContainerError::NotAnApp { name: package.name, why: "none of the .apk files inside can be read".into() });
                }
            }
        }
        package.finish();
        Ok(package)
    }

    /// What all kinds but the directory have in common, once the parts stand.
    fn finish(&mut self) {
        let mut budget = signature_budget();
        if let [first, rest @ ..] = self.parts.as_slice()
            && self.kind != PackageKind::Aab
        {
            let base = signing::signers(&first.archive, &mut budget);
            let ids = |s: &[Signer]| s.iter().map(|s| s.sha256.clone()).collect::<std::collections::BTreeSet<_>>();
            self.anomalies.extend(first.archive.anomalies());
            self.anomalies.extend(base.anomalies);
            for part in rest {
                let own = signing::signers(&part.archive, &mut budget);
                self.anomalies.extend(part.archive.anomalies());
                self.anomalies.extend(own.anomalies);
                if ids(&own.signers) != ids(&base.signers) {
                    self.anomalies.push(Anomaly {
                        id: "signers-differ".into(),
                        what: format!("not signed with the certificate of {}", first.name),
                        place: part.name.clone(),
                        offset: None,
                        refused: true,
                        common: false,
                    });
                }
            }
            self.signers = base.signers;
        }
        for part in &self.parts {
            let manifest = ["AndroidManifest.xml", "manifest/AndroidManifest.xml"];
            if !manifest.iter().any(|m| part.entry(m).is_some()) {
                self.gaps.push(Gap::unreadable("no AndroidManifest.xml", part.name.clone(), &[Hides::Manifest, Hides::Calls]));
            }
        }
    }

    fn sign(&mut self, archive: &Archive) {
        let signed = signing::signers(archive, &mut signature_budget());
        self.signers = signed.signers;
        self.anomalies.extend(signed.anomalies);
    }

    /// `anomalies`, and what reading entries has shown since (wrong checksums and sizes). The same entries read give the same list.
    pub fn all_anomalies(&self) -> Vec<Anomaly> {
        let mut all = self.anomalies.clone();
        for part in &self.parts {
            for a in part.archive.anomalies() {
                if !all.contains(&a) {
                    all.push(a);
                }
            }
        }
        all
    }

    /// Would it install: the reasons of libziparchive and the package parser. Never `yes`: that needs contents verified against a signature.
    pub fn installable(&self) -> Installable {
        let mut why: Vec<String> =
            self.all_anomalies().iter().filter(|a| a.refused).map(|a| format!("{}: {}: {}", a.id, a.place, a.what)).collect();
        if self.kind != PackageKind::Aab && self.signers.is_empty() {
            why.push("not signed: no APK signature was found".into());
        }
        if self.kind == PackageKind::Aab {
            why.push("an app bundle is not installed itself; APKs are made of it".into());
        }
        Installable { answer: if why.is_empty() { Answer::Unknown } else { Answer::No }, why }
    }
}

/// Oddities of a file that is taken apart before anything of it reaches a device: none of them makes Android refuse.
fn outer_anomalies(archive: &Archive) -> Vec<Anomaly> {
    archive.anomalies().into_iter().map(|a| Anomaly { refused: false, ..a }).collect()
}

/// Signatures have a small budget of their own: they are read however large the rest is, and cannot be made a bomb.
fn signature_budget() -> Budget {
    Budget::default().with(Unit::Inflated, 64 << 20)
}

/// All `*.apk` files of the directory itself, in order of name.
fn directory_of_splits(path: &Path, name: String, budget: &mut Budget) -> Result<Package, ContainerError> {
    let io = |source| ContainerError::Io { path: path.display().to_string(), source };
    let mut names = Vec::new();
    for item in std::fs::read_dir(path).map_err(io)? {
        let item = item.map_err(io)?.path();
        let apk = item.extension().is_some_and(|e| e.eq_ignore_ascii_case("apk")) && item.is_file();
        if let (true, Some(n)) = (apk, item.file_name()) {
            names.push((n.to_string_lossy().into_owned(), item));
        }
    }
    if names.is_empty() {
        return Err(ContainerError::NotAnApp {
            name,
            why: "the directory holds no .apk file; give an app file or the directory of its split APKs".into(),
        });
    }
    names.sort();
    let (mut parts, mut gaps, mut lines, mut bytes) = (Vec::new(), Vec::new(), String::new(), 0u64);
    for (n, file) in names {
        let source =
            File::open(&file).and_then(Source::file).map_err(|source| ContainerError::Io { path: file.display().to_string(), source })?;
        lines.push_str(&format!("{}  {n}\n", source.sha256()));
        bytes = bytes.saturating_add(source.len());
        let opened = Archive::open(source, &n, budget);
        gaps.extend(opened.gaps);
        if bundle::kind_of(&opened.value) == Some(PackageKind::Apk) {
            parts.push(Part { name: n, archive: opened.value });
        } else {
            gaps.push(Gap::unreadable("not an APK", n, &[Hides::Calls, Hides::Sdks, Hides::Resources]));
        }
    }
    if parts.is_empty() {
        return Err(ContainerError::NotAnApp { name, why: "none of the .apk files in the directory is an APK".into() });
    }
    bundle::base_first(&mut parts, None);
    let sha256 = sha256_hex(lines.as_bytes());
    let mut package =
        Package { kind: PackageKind::Directory, name, sha256, bytes, parts, signers: Vec::new(), anomalies: Vec::new(), gaps };
    package.finish();
    Ok(package)
}
