//! The policies of `corpus/policy` with what a careful reader reads in them, as `corpus/policy/README.md` describes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use apksweep::policy::{Party, Polarity};
use serde::Deserialize;

/// What one truth file says of the policy beside it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    about: String,
    language: String,
    #[serde(default)]
    sdks: Vec<String>,
    #[serde(default)]
    says: Vec<Vec<String>>,
    /// Facts on which fair readers differ.
    #[serde(default)]
    unsure: BTreeSet<String>,
    /// Facts beyond those of the report contract that are stated.
    #[serde(default)]
    also: BTreeSet<String>,
    /// Facts that are stated, with the value where one is asked. All others are not.
    #[serde(default)]
    facts: BTreeMap<String, Stated>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Stated {
    Yes(bool),
    As(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sets {
    set: Vec<Set>,
}

/// Texts that differ in little and say something else.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Set {
    class: String,
    cases: Vec<(String, String)>,
}

/// (data type, polarity, party)
pub type Key = (String, Polarity, Party);

#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    pub key: Key,
    /// Said to stay on the device.
    pub local: bool,
    /// A location without a word of precision: either kind is right. Identifiers without a name: the inner node is right too.
    pub vague: bool,
    /// Fair readers differ: counts neither way.
    pub low: bool,
    pub quote: String,
    pub third: Option<String>,
}

impl Claim {
    /// `+phone`, `->contacts`, `+camera@local`, `+location-precise~?`
    fn parse(word: &str) -> Option<Claim> {
        let polarity = match word.chars().next()? {
            '+' => Polarity::Collects,
            '-' => Polarity::DoesNotCollect,
            _ => return None,
        };
        let rest = word.get(1..)?;
        let (rest, party) = rest.strip_prefix('>').map_or((rest, Party::First), |r| (r, Party::Third));
        let (rest, low) = rest.strip_suffix('?').map_or((rest, false), |r| (r, true));
        let (rest, vague) = rest.strip_suffix('~').map_or((rest, false), |r| (r, true));
        let (rest, local) = rest.strip_suffix("@local").map_or((rest, false), |r| (r, true));
        let key = (rest.to_owned(), polarity, party);
        Some(Claim { key, local, vague, low, quote: String::new(), third: None })
    }

    pub fn parse_all(words: &str) -> Vec<Claim> {
        words.split_whitespace().map(|w| Claim::parse(w).unwrap_or_else(|| panic!("not a claim: {w}"))).collect()
    }
}

pub struct SdkTruth {
    pub name: String,
    /// A service that somebody may count among the SDKs: neither way.
    pub low: bool,
    pub id: Option<String>,
}

pub struct Policy {
    /// `zh/stream-notes`
    pub name: String,
    pub path: PathBuf,
    pub about: String,
    /// Any of these is right.
    pub languages: Vec<String>,
    pub claims: Vec<Claim>,
    pub sdks: Vec<SdkTruth>,
    pub unsure: BTreeSet<String>,
    pub also: BTreeSet<String>,
    pub facts: BTreeMap<String, Stated>,
}

pub struct Case {
    pub class: String,
    pub text: String,
    pub claims: Vec<Claim>,
}

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/policy")
}

/// All policies of a language, in order of name.
pub fn policies(language: &str) -> Vec<Policy> {
    let folder = folder().join(language);
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder).expect("corpus/policy").map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    let (truths, texts): (Vec<PathBuf>, Vec<PathBuf>) = paths.into_iter().partition(|p| p.extension().is_some_and(|e| e == "toml"));
    let stems = |paths: &[PathBuf]| paths.iter().map(|p| p.with_extension("")).collect::<Vec<_>>();
    assert_eq!(stems(&truths), stems(&texts), "every policy has one truth file");
    truths.iter().zip(texts).map(|(truth, path)| policy(language, truth, path)).collect()
}

fn policy(language: &str, truth: &Path, path: PathBuf) -> Policy {
    let name = format!("{language}/{}", path.file_stem().unwrap_or_default().to_string_lossy());
    let text = fs::read_to_string(truth).expect("a truth file");
    let file: File = toml::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
    let mut claims = Vec::new();
    for row in file.says {
        let [words, quote, rest @ ..] = row.as_slice() else { panic!("{name}: claims and a quote wanted: {row:?}") };
        assert!(rest.len() < 2, "{name}: {row:?}");
        claims.extend(Claim::parse_all(words).into_iter().map(|c| Claim { quote: quote.clone(), third: rest.first().cloned(), ..c }));
    }
    let sdk = |s: String| {
        let (s, low) = s.strip_suffix(" ?").map_or((s.as_str(), false), |s| (s, true));
        let (name, id) = s.split_once(" = ").map_or((s, None), |(name, id)| (name, Some(id.to_owned())));
        SdkTruth { name: name.to_owned(), low, id }
    };
    Policy {
        name,
        path,
        about: file.about,
        languages: file.language.split('|').map(str::to_owned).collect(),
        claims,
        sdks: file.sdks.into_iter().map(sdk).collect(),
        unsure: file.unsure,
        also: file.also,
        facts: file.facts,
    }
}

/// The sets of a language, one case after the other.
pub fn cases(language: &str) -> Vec<Case> {
    let text = fs::read_to_string(folder().join(format!("pairs-{language}.toml"))).expect("the pairs");
    let sets: Sets = toml::from_str(&text).unwrap_or_else(|e| panic!("pairs-{language}.toml: {e}"));
    let case = |class: &str, (text, says): (String, String)| Case { class: class.to_owned(), claims: Claim::parse_all(&says), text };
    sets.set.into_iter().flat_map(|s| s.cases.into_iter().map(move |c| case(&s.class, c))).collect()
}
