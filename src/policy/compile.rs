//! From the phrase files to what a run looks words up in. `build.rs` includes this file and stores the result for the built-in set, so that
//! nothing is folded or sorted at start-up; a private set is compiled when it is loaded.

use std::collections::BTreeMap;

use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};
use serde::{Deserialize, Serialize};

use super::sense::{Layer, Sense, WORDS};
use super::trie::Trie;
use crate::document::Folded;
use crate::knowledge::read::Knowledge;
use crate::knowledge::schema::PhraseFile;

/// A data type as phrase files name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub data_type: String,
    pub node: Option<String>,
    /// Plain "location".
    pub unspecified: bool,
}

/// A fact by its words: one word of every group must stand in one sentence and none of `not`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactRule {
    pub fact: String,
    pub value: Option<String>,
    /// Numbers of groups, as in [`Sense::Word`]; the first is that of the file's `terms`.
    pub all: Vec<u16>,
    pub not: Option<u16>,
    /// Headings may settle it too.
    pub heading: bool,
}

/// What one word of a trie means; a word may have several tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    pub layer: Layer,
    pub sense: Sense,
    /// The word goes on: `delet*`.
    pub open: bool,
}

/// The words of one language.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Tongue<'a> {
    #[serde(borrow)]
    pub trie: Trie<'a>,
    /// For each word, and one more, where its tags begin.
    pub from: Vec<u16>,
    pub tags: Vec<Tag>,
}

/// Names of SDKs: products, their packages, their companies.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NameList<'a> {
    #[serde(borrow)]
    pub trie: Trie<'a>,
    pub from: Vec<u16>,
    /// Indices into `Compiled::sdks`.
    pub sdks: Vec<u16>,
}

/// Everything the policy column knows.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Compiled<'a> {
    #[serde(borrow)]
    pub zh: Tongue<'a>,
    #[serde(borrow)]
    pub en: Tongue<'a>,
    #[serde(borrow)]
    pub products: NameList<'a>,
    #[serde(borrow)]
    pub vendors: NameList<'a>,
    pub types: Vec<Named>,
    pub facts: Vec<FactRule>,
    /// Ids of SDKs.
    pub sdks: Vec<String>,
}

#[derive(Default)]
struct Builder {
    types: Vec<Named>,
    facts: Vec<FactRule>,
    groups: u16,
}

impl Compiled<'static> {
    pub fn new(knowledge: &Knowledge) -> Compiled<'static> {
        let mut b = Builder::default();
        let zh = b.tongue(knowledge, "zh/");
        let en = b.tongue(knowledge, "en/");
        let sdks: Vec<String> = knowledge.sdks.iter().map(|s| s.id.clone()).collect();
        let mut products: BTreeMap<String, Vec<u16>> = BTreeMap::new();
        let mut vendors: BTreeMap<String, Vec<u16>> = BTreeMap::new();
        for (n, sdk) in knowledge.sdks.iter().enumerate() {
            let Ok(n) = u16::try_from(n) else { break };
            for name in sdk.aliases.iter().chain([&sdk.name.zh, &sdk.name.en]).chain(&sdk.packages) {
                add_name(&mut products, name, n);
            }
            for name in [&sdk.vendor.zh, &sdk.vendor.en] {
                add_name(&mut vendors, name, n);
            }
        }
        Compiled { zh, en, products: names(products), vendors: names(vendors), types: b.types, facts: b.facts, sdks }
    }
}

fn add_name(to: &mut BTreeMap<String, Vec<u16>>, name: &str, sdk: u16) {
    let folded = Folded::new(name).text;
    // One or two letters name nothing.
    if folded.chars().count() >= 2 && !(folded.is_ascii() && folded.len() < 4) {
        let all = to.entry(folded).or_default();
        if !all.contains(&sdk) {
            all.push(sdk);
        }
    }
}

fn names(by_name: BTreeMap<String, Vec<u16>>) -> NameList<'static> {
    let trie = Trie::new(by_name.keys().map(String::as_str));
    let (mut from, mut sdks) = (Vec::new(), Vec::new());
    for all in by_name.into_values() {
        from.push(place(sdks.len()));
        sdks.extend(all);
    }
    from.push(place(sdks.len()));
    NameList { trie, from, sdks }
}

fn place(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

impl Builder {
    fn tongue(&mut self, knowledge: &Knowledge, language: &str) -> Tongue<'static> {
        let mut words: BTreeMap<String, Vec<Tag>> = BTreeMap::new();
        let mut files: Vec<&PhraseFile> = knowledge.phrases.iter().filter(|p| p.id.starts_with(language)).collect();
        files.sort_by(|a, b| a.id.cmp(&b.id));
        for file in files {
            if file.kind == "fact" {
                self.fact(file, &mut words);
            } else if let Some((layer, sense)) = self.sense(file) {
                add(&mut words, &file.terms, layer, sense);
                add(&mut words, &file.not, layer, Sense::Guard);
            }
        }
        let trie = Trie::new(words.keys().map(String::as_str));
        let (mut from, mut tags) = (Vec::new(), Vec::new());
        for mut all in words.into_values() {
            from.push(place(tags.len()));
            // A guard yields to the same word.
            all.sort_by_key(|t| (t.layer, t.sense == Sense::Guard));
            tags.extend(all);
        }
        from.push(place(tags.len()));
        Tongue { trie, from, tags }
    }

    fn fact(&mut self, file: &PhraseFile, words: &mut BTreeMap<String, Vec<Tag>>) {
        let mut group = |terms: &[String]| {
            let number = self.groups;
            self.groups = self.groups.saturating_add(1);
            add(words, terms, WORDS, Sense::Word(number));
            number
        };
        let all = std::iter::once(&file.terms).chain(&file.with).map(|g| group(g)).collect();
        let not = (!file.not.is_empty()).then(|| group(&file.not));
        let value = (!file.value.is_empty()).then(|| file.value.clone());
        self.facts.push(FactRule { fact: file.means.clone(), value, all, not, heading: file.heading });
    }

    /// `None` for kinds that another floor reads, and for meanings that nothing knows (a test finds those).
    pub fn sense(&mut self, file: &PhraseFile) -> Option<(Layer, Sense)> {
        let means = file.means.as_str();
        Some(match file.kind.as_str() {
            "data" => {
                let (data_type, node) = match means.split_once('/') {
                    Some((leaf, _)) => (leaf.to_owned(), Some(means.to_owned())),
                    None => (means.to_owned(), None),
                };
                let named = Named { data_type, node, unspecified: file.id.ends_with("data/location") };
                let at = self.types.iter().position(|t| *t == named).unwrap_or_else(|| {
                    self.types.push(named);
                    self.types.len().saturating_sub(1)
                });
                (0, Sense::Data(u16::try_from(at).ok()?))
            }
            "action" => (1, Sense::Action(meaning(means)?)),
            "actor" => (2, Sense::Actor(meaning(means)?)),
            "negation" => (3, Sense::Negation),
            "exception" => (4, Sense::Exception),
            "adversative" => (5, Sense::Adversative),
            "hypothesis" => (6, Sense::Hypothesis),
            "condition" => (7, Sense::Condition),
            "purpose" => (8, Sense::Purpose),
            "receiver" => (9, Sense::Receiver),
            "instrument" => (10, Sense::Instrument),
            "local" => (11, Sense::Local),
            "advice" => (12, Sense::Advice),
            "channel" => (13, Sense::Channel),
            "definition" => (14, Sense::Definition),
            "include" => (15, Sense::Include),
            "permission" => (16, Sense::Permission),
            "legal" => (17, Sense::Legal),
            "exclusion" => (3, Sense::Exclusion),
            "section" => (18, Sense::Section(meaning(means)?)),
            "column" => (19, Sense::Column(meaning(means)?)),
            "cue" => {
                let cue: super::sense::Cue = meaning(means)?;
                ((cue as u8).saturating_add(20), Sense::Cue(cue))
            }
            _ => return None,
        })
    }
}

/// The variant of that name.
fn meaning<'a, T: Deserialize<'a>>(name: &'a str) -> Option<T> {
    let name: StrDeserializer<Error> = name.into_deserializer();
    T::deserialize(name).ok()
}

fn add(words: &mut BTreeMap<String, Vec<Tag>>, terms: &[String], layer: Layer, sense: Sense) {
    for term in terms {
        let (term, open) = term.strip_suffix('*').map_or((term.as_str(), false), |t| (t, true));
        let folded = Folded::new(term).text;
        let tag = Tag { layer, sense, open };
        if !folded.is_empty() {
            let tags = words.entry(folded).or_default();
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_file_has_a_meaning() {
        let known = |p: &PhraseFile| p.kind == "sign" || p.kind == "fact" || Builder::default().sense(p).is_some();
        let lost: Vec<&str> = Knowledge::builtin().phrases.iter().filter(|p| !known(p)).map(|p| p.id.as_str()).collect();
        assert!(lost.is_empty(), "{lost:?}");
    }
}
