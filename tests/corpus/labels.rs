//! `labels.json`, `built.toml` and `known-miss.toml` of the corpus, as `corpus/README.md` describes them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// What an app plants. `a|b` in a data type or an owner: either is right.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    pub category: String,
    /// Rules asked for; empty: the tool's own choice.
    #[serde(default)]
    pub profiles: Vec<String>,
    #[serde(default, rename = "planted")]
    _planted: Vec<CodeSite>,
    pub collections: Vec<Planted>,
    pub not_collections: Vec<NotPlanted>,
    /// Data types that a fair tool may report beside.
    pub may_collections: Vec<String>,
    pub sdks: BTreeSet<String>,
    pub may_sdks: BTreeSet<String>,
    pub findings: Vec<Expected>,
    pub must_not: Vec<Expected>,
    pub may_findings: Vec<Expected>,
    pub permissions_unused: BTreeSet<String>,
    pub permissions_unused_may: BTreeSet<String>,
    /// (data type, polarity, party)
    pub statements: BTreeSet<(String, String, String)>,
    pub may_statements: BTreeSet<(String, String, String)>,
    /// Facts asked, and whether the policy states them. Those not named are not asked.
    pub facts: BTreeMap<String, bool>,
    pub gaps: BTreeSet<String>,
    pub must_not_gaps: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Planted {
    pub data_type: String,
    pub owner: String,
    pub reachable: String,
    /// Any of these is right; so with the next two.
    pub when: BTreeSet<String>,
    pub consent: BTreeSet<String>,
    pub leaves_device: BTreeSet<String>,
    #[serde(rename = "site")]
    _site: CodeSite,
}

/// A look-alike: no reachable collection with these attributes may be reported.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotPlanted {
    pub data_type: String,
    pub owner: Option<String>,
    pub consent: Option<String>,
    pub leaves_device: Option<String>,
    pub user_mediated: Option<bool>,
    pub why: String,
    #[serde(default, rename = "site")]
    _site: Option<CodeSite>,
}

/// Where the planted thing stands: `corpus/build.sh` looks for the texts in the instructions of the class.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeSite {
    #[serde(rename = "class")]
    _class: String,
    #[serde(rename = "text")]
    _text: String,
}

/// A finding by its code and whatever of its subject is named.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    pub code: String,
    pub data_type: Option<String>,
    pub owner: Option<String>,
    pub permission: Option<String>,
    pub sdk: Option<String>,
    /// Any of these is right.
    #[serde(default)]
    pub disclosure: BTreeSet<String>,
    #[serde(default)]
    pub why: String,
}

impl PartialEq for Expected {
    fn eq(&self, other: &Expected) -> bool {
        self.to_string() == other.to_string()
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}", self.code)?;
        for part in [&self.data_type, &self.owner, &self.permission, &self.sdk].into_iter().flatten() {
            write!(f, " {part}")?;
        }
        Ok(())
    }
}

/// Is `got` one of the alternatives of `want`?
pub fn either(want: &str, got: &str) -> bool {
    want.split('|').any(|w| w == got)
}

impl Labels {
    /// Every data type that is named anywhere.
    pub fn data_types(&self) -> BTreeSet<String> {
        let findings = self.findings.iter().chain(&self.must_not).chain(&self.may_findings);
        let named = findings.filter_map(|f| f.data_type.as_deref());
        let named = named.chain(self.collections.iter().map(|c| c.data_type.as_str()));
        let named = named.chain(self.not_collections.iter().map(|c| c.data_type.as_str()));
        let named = named.chain(self.may_collections.iter().map(String::as_str));
        let named = named.chain(self.statements.iter().chain(&self.may_statements).map(|s| s.0.as_str()));
        named.flat_map(|t| t.split('|')).map(String::from).collect()
    }
}

#[derive(Debug, Deserialize)]
pub struct Built {
    pub artifact: String,
    pub artifact_sha256: String,
    pub source_sha256: String,
    pub variant_of: Option<String>,
    pub variant_source_sha256: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownMisses {
    #[serde(default)]
    pub miss: Vec<KnownMiss>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownMiss {
    pub app: String,
    /// As the test prints it.
    pub what: String,
    pub reason: String,
}

impl KnownMisses {
    pub fn read() -> KnownMisses {
        let text = fs::read_to_string(corpus().join("known-miss.toml")).expect("corpus/known-miss.toml");
        toml::from_str(&text).expect("the form of known-miss.toml")
    }
}

pub struct App {
    pub name: String,
    pub dir: PathBuf,
}

pub fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// All apps, in order of name.
pub fn apps() -> Vec<App> {
    let entries = fs::read_dir(corpus().join("apps")).expect("corpus/apps");
    let dirs = entries.map(|e| e.expect("an entry").path()).filter(|p| p.is_dir());
    let mut apps: Vec<App> = dirs.map(|dir| App { name: dir.file_name().expect("a name").to_string_lossy().into_owned(), dir }).collect();
    apps.sort_by(|a, b| a.name.cmp(&b.name));
    apps
}

impl App {
    pub fn labels(&self) -> Labels {
        let text = fs::read_to_string(self.dir.join("labels.json")).unwrap_or_else(|e| panic!("{}: labels.json: {e}", self.name));
        serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: labels.json: {e}", self.name))
    }

    pub fn built(&self) -> Built {
        let text = fs::read_to_string(self.dir.join("built.toml")).unwrap_or_else(|e| panic!("{}: built.toml: {e}", self.name));
        toml::from_str(&text).unwrap_or_else(|e| panic!("{}: built.toml: {e}", self.name))
    }

    pub fn package(&self) -> PathBuf {
        self.dir.join(self.built().artifact)
    }

    /// `policy.*`, in order of name.
    pub fn policies(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.dir).expect("the app's folder");
        let mut found: Vec<PathBuf> = entries.map(|e| e.expect("an entry").path()).collect();
        found.retain(|p| p.file_name().is_some_and(|n| n.to_string_lossy().starts_with("policy.")));
        found.sort();
        found
    }
}
