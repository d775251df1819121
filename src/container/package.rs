//! The file (or directory) received: its kind, its parts (base and splits), its oddities and the two verdicts.

use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::signing::Signer;
use super::zip::{Archive, Entry};
use crate::budget::Budget;
use crate::gap::{Gap, Read};

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

/// One APK (or AAB module) of the package. `name` is its path inside the file received, `base.apk` for a plain APK.
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
    /// SHA-256 of the file; for a directory, of the sorted list of (relative name, SHA-256).
    pub sha256: String,
    pub bytes: u64,
    /// Base first, then splits in order of name.
    pub parts: Vec<Part>,
    pub signers: Vec<Signer>,
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
    /// Opens a file or a directory of splits. Errs only when it cannot be opened or is no app at all.
    pub fn open(path: &Path, budget: &mut Budget) -> Result<Package, ContainerError> {
        let _ = budget;
        Err(ContainerError::NotAnApp { name: path.display().to_string(), why: "reader not built yet".into() })
    }

    /// Would it install: the reasons of libziparchive and the package parser. See facts on zip differentials in docs.
    pub fn installable(&self) -> Installable {
        let why: Vec<String> = self.anomalies.iter().filter(|a| a.refused).map(|a| format!("{}: {}", a.id, a.what)).collect();
        Installable { answer: if why.is_empty() { Answer::Unknown } else { Answer::No }, why }
    }
}
