//! The phrase files as one automaton a language. All occurrences are found in one pass; in each layer the leftmost longest one stands.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::document::Folded;
use crate::knowledge::Knowledge;

/// What a verb of the text does with data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Collect,
    Use,
    Store,
    Share,
    /// The user hands it over.
    Supply,
    /// What users may do with their data: no practice of the operator.
    Rights,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    First,
    Third,
    User,
}

/// The sections of a policy: a prior for every sentence in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Definitions,
    Sdk,
    Sharing,
    Permissions,
    Cookies,
    Retention,
    Cancellation,
    Rights,
    Children,
    CrossBorder,
    Security,
    Contact,
    Change,
    Exceptions,
    Collection,
}

/// What a phrase means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// Index into [`Lexicon::types`].
    Data(u16),
    /// A longer word that only looks like one of its layer.
    Guard,
    Action(Action),
    Actor(Who),
    Negation,
    Exception,
    Adversative,
    Hypothesis,
    Condition,
    Purpose,
    Receiver,
    Instrument,
    Local,
    Advice,
    Channel,
    Definition,
    Include,
    Permission,
    Legal,
    Section(Section),
}

/// A data type as phrase files name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub data_type: String,
    pub node: Option<String>,
    /// Plain "location".
    pub unspecified: bool,
}

/// An occurrence in folded text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub start: usize,
    pub end: usize,
    pub sense: Sense,
}

type Layer = u8;

struct Tongue {
    /// Built when the first text of the language is met: most runs meet one language only.
    automaton: OnceLock<Option<AhoCorasick>>,
    patterns: Vec<String>,
    /// For each pattern: its layers and senses.
    tags: Vec<Vec<(Layer, Sense)>>,
}

impl Tongue {
    fn automaton(&self) -> Option<&AhoCorasick> {
        let build = || {
            let builder = &mut AhoCorasick::builder();
            builder.match_kind(MatchKind::Standard).prefilter(false).kind(Some(AhoCorasickKind::NoncontiguousNFA));
            builder.build(&self.patterns).ok()
        };
        self.automaton.get_or_init(build).as_ref()
    }
}

/// All phrases, compiled once a knowledge set.
pub struct Lexicon {
    zh: Tongue,
    en: Tongue,
    pub(super) types: Vec<Named>,
    /// Names of SDKs and their companies, folded, longest leftmost.
    names: Option<AhoCorasick>,
    name_of: Vec<Vec<String>>,
}

impl Lexicon {
    pub fn new(knowledge: &Knowledge) -> Lexicon {
        let mut types: Vec<Named> = Vec::new();
        let mut tongue = |language: &str| {
            let mut tags: BTreeMap<String, Vec<(Layer, Sense)>> = BTreeMap::new();
            let mut files: Vec<_> = knowledge.phrases.iter().filter(|p| p.id.starts_with(language)).collect();
            files.sort_by(|a, b| a.id.cmp(&b.id));
            for file in files {
                let Some((layer, sense)) = sense(&file.kind, &file.means, &file.id, &mut types) else { continue };
                for (terms, sense) in [(&file.terms, sense), (&file.not, Sense::Guard)] {
                    for term in terms {
                        let folded = Folded::new(term).text;
                        if !folded.is_empty() {
                            tags.entry(folded).or_default().push((layer, sense));
                        }
                    }
                }
            }
            let (patterns, tags) = tags.into_iter().unzip();
            Tongue { automaton: OnceLock::new(), patterns, tags }
        };
        let (zh, en) = (tongue("zh/"), tongue("en/"));
        let mut by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for sdk in &knowledge.sdks {
            let all = sdk.aliases.iter().chain([&sdk.name.zh, &sdk.name.en]).chain(&sdk.packages);
            for name in all {
                let folded = Folded::new(name).text;
                // One or two letters name nothing.
                if folded.chars().count() >= 2 && !(folded.is_ascii() && folded.len() < 4) {
                    let ids = by_name.entry(folded).or_default();
                    if !ids.contains(&sdk.id) {
                        ids.push(sdk.id.clone());
                    }
                }
            }
        }
        let names = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .prefilter(false)
            .kind(Some(AhoCorasickKind::NoncontiguousNFA))
            .build(by_name.keys())
            .ok();
        Lexicon { zh, en, types, names, name_of: by_name.into_values().collect() }
    }

    /// Occurrences in folded text, ordered by place.
    pub(super) fn hits(&self, text: &str, chinese: bool) -> Vec<Hit> {
        let tongue = if chinese { &self.zh } else { &self.en };
        let Some(automaton) = tongue.automaton() else { return Vec::new() };
        let mut found: Vec<(Layer, Hit)> = Vec::new();
        for m in automaton.find_overlapping_iter(text) {
            let Some(end) = bounded(text, m.start(), m.end()) else { continue };
            for (layer, sense) in tongue.tags.get(m.pattern().as_usize()).map(Vec::as_slice).unwrap_or_default() {
                found.push((*layer, Hit { start: m.start(), end, sense: *sense }));
            }
        }
        found.sort_by_key(|(layer, h)| (*layer, h.start, std::cmp::Reverse(h.end), h.sense == Sense::Guard));
        let mut out: Vec<Hit> = Vec::new();
        let mut until = (Layer::MAX, 0usize);
        for (layer, hit) in found {
            if until.0 == layer && hit.start < until.1 {
                continue;
            }
            until = (layer, hit.end);
            if hit.sense != Sense::Guard {
                out.push(hit);
            }
        }
        out.sort_by_key(|h| (h.start, h.end));
        out
    }

    /// SDKs named in folded text: range and the ids that the name fits.
    pub(super) fn names<'l>(&'l self, text: &'l str) -> impl Iterator<Item = (std::ops::Range<usize>, &'l [String])> + 'l {
        self.names.iter().flat_map(move |names| {
            names.find_iter(text).filter_map(move |m| {
                let end = bounded(text, m.start(), m.end())?;
                Some((m.start()..end, self.name_of.get(m.pattern().as_usize())?.as_slice()))
            })
        })
    }
}

/// Latin words match whole, a plural included; Chinese needs no boundary.
pub(super) fn bounded(text: &str, start: usize, end: usize) -> Option<usize> {
    let word = |c: char| c.is_ascii_alphanumeric();
    let first = text.get(start..end)?.chars().next()?;
    let last = text.get(start..end)?.chars().next_back()?;
    if word(first) && text.get(..start)?.chars().next_back().is_some_and(word) {
        return None;
    }
    let rest = text.get(end..)?;
    if !word(last) || !rest.chars().next().is_some_and(word) {
        return Some(end);
    }
    let mut after = rest.chars();
    (last.is_ascii_alphabetic() && after.next() == Some('s') && !after.next().is_some_and(word)).then(|| end.saturating_add(1))
}

fn sense(kind: &str, means: &str, id: &str, types: &mut Vec<Named>) -> Option<(Layer, Sense)> {
    Some(match kind {
        "data" => {
            let (data_type, node) = match means.split_once('/') {
                Some((leaf, _)) => (leaf.to_owned(), Some(means.to_owned())),
                None => (means.to_owned(), None),
            };
            let named = Named { data_type, node, unspecified: id.ends_with("data/location") };
            let at = types.iter().position(|t| *t == named).unwrap_or_else(|| {
                types.push(named);
                types.len().saturating_sub(1)
            });
            (0, Sense::Data(u16::try_from(at).ok()?))
        }
        "action" => {
            let action = match means {
                "collect" => Action::Collect,
                "use" => Action::Use,
                "store" => Action::Store,
                "share" => Action::Share,
                "supply" => Action::Supply,
                "rights" => Action::Rights,
                _ => return None,
            };
            (1, Sense::Action(action))
        }
        "actor" => {
            let who = match means {
                "first" => Who::First,
                "third" => Who::Third,
                "user" => Who::User,
                _ => return None,
            };
            (2, Sense::Actor(who))
        }
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
        "section" => {
            let section = match means {
                "definitions" => Section::Definitions,
                "sdk" => Section::Sdk,
                "sharing" => Section::Sharing,
                "permissions" => Section::Permissions,
                "cookies" => Section::Cookies,
                "retention" => Section::Retention,
                "cancellation" => Section::Cancellation,
                "rights" => Section::Rights,
                "children" => Section::Children,
                "cross-border" => Section::CrossBorder,
                "security" => Section::Security,
                "contact" => Section::Contact,
                "change" => Section::Change,
                "law-exceptions" => Section::Exceptions,
                "collection" => Section::Collection,
                _ => return None,
            };
            (18, Sense::Section(section))
        }
        _ => return None,
    })
}
