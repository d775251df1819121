//! From the text of a signature file to a value. `build.rs` includes this file too, so that the built-in set and a private one
//! are read by the same code; it depends on `schema`, serde, toml and sha2 alone.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::schema::*;

/// One file below the folder of signatures. Paths have forward slashes on every system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceFile {
    /// `sdk/umeng-analytics.toml`
    pub path: String,
    pub text: String,
}

/// A file that could not be taken, with the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnowledgeError {
    pub path: String,
    /// From 1; 0 where no line is to blame.
    pub line: usize,
    pub message: String,
}

impl fmt::Display for KnowledgeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.message),
            line => write!(f, "{}:{line}: {}", self.path, self.message),
        }
    }
}

impl std::error::Error for KnowledgeError {}

/// All knowledge of one run.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Knowledge {
    /// `sha256:` over the files, in order of path.
    pub digest: String,
    /// The digest of the joined share-alike set; empty without it.
    pub odbl: String,
    /// Date of the set, `as_of` by default: `YYYY-MM-DD`.
    pub date: String,
    pub data_types: Vec<DataType>,
    pub apis: Vec<Api>,
    pub permissions: Vec<PermissionInfo>,
    pub sdks: Vec<Sdk>,
    pub fingerprints: Vec<Fingerprint>,
    pub consent: Vec<ConsentSign>,
    pub packers: Vec<Packer>,
    pub categories: Vec<Category>,
    pub laws: Vec<Law>,
    pub codes: Vec<Code>,
    pub rules: Vec<Rule>,
    pub phrases: Vec<PhraseFile>,
    pub flows: Vec<FlowFile>,
    pub stores: Vec<StoreForm>,
    pub notices: Vec<NoticeStyle>,
    pub complaints: Vec<ComplaintFile>,
}

/// SDKs known from share-alike lists alone. A database of its own (ODbL 1.0, `signatures/sdk-odbl/LICENSE.md`): never mixed into the other
/// one's files or blob, only joined to it when a run asks for both.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ShareAlike {
    pub digest: String,
    pub sdks: Vec<Sdk>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Version {
    date: String,
}

/// The name of the file that dates the set.
pub const VERSION_FILE: &str = "VERSION";

/// All files of a folder of signatures, in order of path. Hidden files and texts for people (`.md`) are passed over.
pub fn files(dir: &Path) -> Result<Vec<SourceFile>, KnowledgeError> {
    let mut found = Vec::new();
    let mut folders = vec![(dir.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        let shown = if prefix.is_empty() { folder.display().to_string() } else { prefix.clone() };
        let listing = std::fs::read_dir(&folder).map_err(|e| error(&shown, 0, e.to_string()))?;
        for entry in listing {
            let entry = entry.map_err(|e| error(&shown, 0, e.to_string()))?;
            let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
                return Err(error(&shown, 0, "a file name is not UTF-8"));
            };
            if name.starts_with('.') || name.ends_with(".md") {
                continue;
            }
            let path: PathBuf = entry.path();
            let below = format!("{prefix}{name}");
            if path.is_dir() {
                folders.push((path, format!("{below}/")));
            } else {
                let text = std::fs::read_to_string(&path).map_err(|e| error(&below, 0, e.to_string()))?;
                found.push(SourceFile { path: below, text });
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The folder of the share-alike set.
const ODBL: &str = "sdk-odbl/";

/// The set that the files make together, without the share-alike ones. `files` must be in order of path.
pub fn assemble(files: &[SourceFile]) -> Result<Knowledge, KnowledgeError> {
    let own = || files.iter().filter(|f| !f.path.starts_with(ODBL));
    let mut set = Knowledge { digest: digest(own()), ..Knowledge::default() };
    for file in own() {
        if file.path == VERSION_FILE {
            set.date = date(file)?;
        } else {
            take(&mut set, file)?;
        }
    }
    if set.date.is_empty() {
        return Err(error(VERSION_FILE, 0, "missing: a file VERSION with `date = \"YYYY-MM-DD\"` is required"));
    }
    Ok(set)
}

/// The share-alike files alone.
pub fn assemble_odbl(files: &[SourceFile]) -> Result<ShareAlike, KnowledgeError> {
    let of_it = || files.iter().filter(|f| f.path.starts_with(ODBL));
    let mut set = Knowledge::default();
    for file in of_it() {
        take(&mut set, file)?;
    }
    Ok(ShareAlike { digest: digest(of_it()), sdks: set.sdks })
}

impl Knowledge {
    /// Both sets as one; the digest says so.
    pub fn join(&mut self, more: ShareAlike) {
        self.sdks.extend(more.sdks);
        self.sdks.sort_by(|a, b| a.id.cmp(&b.id));
        let digests = [self.digest.as_str(), more.digest.as_str()].map(|d| SourceFile { path: String::new(), text: d.to_owned() });
        self.digest = digest(digests.iter());
        self.odbl = more.digest;
    }
}

/// Adds one file to the set.
pub fn take(set: &mut Knowledge, file: &SourceFile) -> Result<(), KnowledgeError> {
    let Some((folder, rest)) = file.path.split_once('/') else {
        return Err(error(&file.path, 0, "belongs into one of the folders of signatures"));
    };
    let Some(id) = rest.strip_suffix(".toml") else {
        return Err(error(&file.path, 0, "not a .toml file"));
    };
    match folder {
        "data" => set.data_types.push(parse(file, id, |x: &DataType| &x.id)?),
        "api" => {
            let parsed = parse(file, id, |x: &ApiFile| &x.id)?;
            set.apis.extend(parsed.api.into_iter().map(|mut api| {
                api.status.get_or_insert(parsed.status);
                api
            }));
        }
        "permission" => set.permissions.extend(parse(file, id, |x: &PermissionFile| &x.id)?.permission),
        "sdk" | "sdk-odbl" => set.sdks.push(parse(file, id, |x: &Sdk| &x.id)?),
        "fingerprint" => set.fingerprints.push(parse(file, id, |x: &Fingerprint| &x.id)?),
        "consent" => set.consent.extend(parse(file, id, |x: &ConsentFile| &x.id)?.sign),
        "packer" => set.packers.push(parse(file, id, |x: &Packer| &x.id)?),
        "category" => set.categories.push(parse(file, id, |x: &Category| &x.id)?),
        "law" => set.laws.push(parse(file, id, |x: &Law| &x.id)?),
        "code" => set.codes.push(parse(file, id, |x: &Code| &x.id)?),
        "rule" => set.rules.push(parse(file, id, |x: &Rule| &x.id)?),
        "flow" => set.flows.push(parse(file, id, |x: &FlowFile| &x.id)?),
        "phrase" => set.phrases.push(parse(file, id, |x: &PhraseFile| &x.id)?),
        "store" => set.stores.push(parse(file, id, |x: &StoreForm| &x.id)?),
        "notice" => set.notices.push(parse(file, id, |x: &NoticeStyle| &x.id)?),
        "complaint" => set.complaints.push(parse(file, id, |x: &ComplaintFile| &x.id)?),
        other => return Err(error(&file.path, 0, format!("unknown folder `{other}`"))),
    }
    Ok(())
}

fn parse<T: DeserializeOwned>(file: &SourceFile, id: &str, get: impl Fn(&T) -> &String) -> Result<T, KnowledgeError> {
    let value: T = toml::from_str(&file.text).map_err(|e| in_toml(file, &e))?;
    let stated = get(&value);
    if stated != id {
        let line = line_of(&file.text, file.text.find(stated.as_str()).unwrap_or(0));
        return Err(error(&file.path, line, format!("id is `{stated}`, by its path it must be `{id}`")));
    }
    Ok(value)
}

fn date(file: &SourceFile) -> Result<String, KnowledgeError> {
    let version: Version = toml::from_str(&file.text).map_err(|e| in_toml(file, &e))?;
    let shape = |(i, b): (usize, u8)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() };
    if version.date.len() == 10 && version.date.bytes().enumerate().all(shape) {
        Ok(version.date)
    } else {
        Err(error(&file.path, 1, format!("`{}` is not a date YYYY-MM-DD", version.date)))
    }
}

/// `sha256:` over path and contents of every file, each closed by a zero byte.
pub fn digest<'f>(files: impl IntoIterator<Item = &'f SourceFile>) -> String {
    let mut hash = Sha256::new();
    for file in files {
        for part in [&file.path, &file.text] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
    }
    let hex: String = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
    format!("sha256:{hex}")
}

fn in_toml(file: &SourceFile, e: &toml::de::Error) -> KnowledgeError {
    let line = e.span().map_or(0, |span| line_of(&file.text, span.start));
    error(&file.path, line, e.message())
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|b| *b == b'\n').count()
}

pub(crate) fn error(path: &str, line: usize, message: impl Into<String>) -> KnowledgeError {
    KnowledgeError { path: path.to_owned(), line, message: message.into() }
}
