//! The policy documents as judging needs them: is it a policy at all, where do words stand, and evidence for what is said or searched in vain.

use unicode_normalization::UnicodeNormalization;

use crate::document::{Document, Language, PolicyLike};
use crate::evidence::{Evidence, EvidenceId, EvidenceKind, EvidenceSet};

/// Longest excerpt of a quote, in characters.
const EXCERPT: usize = 300;
/// A text shorter than this states no rules: an error page or a page that only a script fills.
const SHORTEST_POLICY: usize = 60;

/// User agreements mention collecting a few times, policies all over.
const OTHER_AGREEMENT_COLLECTS: usize = 6;

/// What a document is, as far as judging goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Policy,
    /// Another agreement, an error page, an empty page.
    NotAPolicy,
    /// A language that is not read here.
    OtherLanguage,
}

/// One document with its text made comparable.
pub struct PolicyText<'a> {
    pub document: &'a Document,
    pub kind: Kind,
    flat: Flat,
}

/// A text for searching: NFKC, lower case; `tight` without any white space, for Chinese.
pub struct Flat {
    loose: String,
    tight: String,
}

impl Flat {
    pub fn new(text: &str) -> Flat {
        let loose: String = text.nfkc().collect::<String>().to_lowercase();
        let tight = loose.chars().filter(|c| !c.is_whitespace()).collect();
        Flat { loose, tight }
    }

    /// ASCII words are found at word boundaries, others anywhere.
    pub fn contains(&self, word: &str) -> bool {
        self.find_outside(word, &[])
    }

    /// As [`Flat::contains`], not counting places where the word is only a part of one of `longer`.
    pub fn find_outside(&self, word: &str, longer: &[String]) -> bool {
        let word = normal(word);
        if word.is_empty() {
            return false;
        }
        if word.is_ascii() {
            return self.loose.match_indices(&word).any(|(at, _)| {
                let before = self.loose[..at].chars().next_back();
                let after = self.loose[at + word.len()..].chars().next();
                let boundary = |c: Option<char>| !c.is_some_and(|c| c.is_ascii_alphanumeric());
                boundary(before) && boundary(after)
            });
        }
        let word: String = word.chars().filter(|c| !c.is_whitespace()).collect();
        let masks: Vec<String> = longer.iter().map(|l| normal(l)).filter(|l| l.contains(&word)).collect();
        if masks.is_empty() {
            return self.tight.contains(&word);
        }
        let masked = masks.iter().fold(self.tight.clone(), |text, mask| text.replace(mask.as_str(), "\u{0}"));
        masked.contains(&word)
    }
}

pub fn normal(word: &str) -> String {
    word.nfkc().collect::<String>().to_lowercase().trim().to_string()
}

impl<'a> PolicyText<'a> {
    pub fn new(document: &'a Document) -> PolicyText<'a> {
        let flat = Flat::new(&document.text);
        let kind = kind_of(document, &flat);
        PolicyText { document, kind, flat }
    }

    pub fn contains(&self, word: &str) -> bool {
        self.flat.contains(word)
    }

    /// As its owner writes it, upper and lower case included.
    pub fn contains_exactly(&self, word: &str) -> bool {
        let text = &self.document.text;
        text.match_indices(word).any(|(at, _)| {
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            !letter(text[..at].chars().next_back()) && !letter(text[at + word.len()..].chars().next())
        })
    }

    pub fn find_outside(&self, word: &str, longer: &[String]) -> bool {
        self.flat.find_outside(word, longer)
    }

    /// Text between two offsets in Unicode scalar values.
    pub fn slice(&self, start: usize, end: usize) -> String {
        self.document.text.chars().skip(start).take(end.saturating_sub(start).min(EXCERPT)).collect()
    }

    /// The block that holds the scalar offset.
    pub fn block_at(&self, start: usize) -> Option<usize> {
        let byte = self.document.text.char_indices().nth(start)?.0;
        self.document.blocks.iter().position(|b| b.range.contains(&byte))
    }

    /// The text without some ranges (scalar offsets).
    pub fn without(&self, ranges: &[(usize, usize)]) -> Flat {
        let kept: String = self
            .document
            .text
            .chars()
            .enumerate()
            .map(|(i, c)| if ranges.iter().any(|(s, e)| (*s..*e).contains(&i)) { '\n' } else { c })
            .collect();
        Flat::new(&kept)
    }

    /// The first line that is a title.
    pub fn title(&self) -> &'a str {
        self.document.text.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default()
    }

    pub fn quote(&self, evidence: &mut EvidenceSet, start: usize, end: usize, excerpt: &str) -> EvidenceId {
        evidence.add(Evidence {
            kind: EvidenceKind::Policy,
            artefact: format!("sha256:{}", self.document.sha256),
            path: self.document.name.clone(),
            locator: format!("{start}..{end}"),
            excerpt: excerpt.chars().take(EXCERPT).collect(),
            signature: None,
        })
    }

    /// What was searched without a hit; `what` ends the locator `search:`.
    pub fn absence(&self, evidence: &mut EvidenceSet, what: &str, excerpt: String) -> EvidenceId {
        evidence.add(Evidence {
            kind: EvidenceKind::Absence,
            artefact: format!("sha256:{}", self.document.sha256),
            path: self.document.name.clone(),
            locator: format!("search:{what}"),
            excerpt,
            signature: None,
        })
    }
}

fn kind_of(document: &Document, flat: &Flat) -> Kind {
    if document.text.trim().chars().count() < SHORTEST_POLICY {
        return Kind::NotAPolicy;
    }
    // A door may name the policy behind it.
    if matches!(document.kind(), PolicyLike::ErrorPage | PolicyLike::LogIn | PolicyLike::Challenge | PolicyLike::Shell) {
        return Kind::NotAPolicy;
    }
    if document.language == Language::Other {
        return Kind::OtherLanguage;
    }
    const PRIVACY: [&str; 8] = ["隐私", "隱私", "个人信息", "個人資料", "privacy", "personal information", "personal data", "个人资料"];
    if !PRIVACY.iter().any(|w| flat.contains(w)) {
        return Kind::NotAPolicy;
    }
    // A title that names another kind of agreement and no privacy, over a text that hardly speaks of collecting. Texts that join both are policies.
    const AGREEMENT: [&str; 8] =
        ["用户协议", "服务协议", "服务条款", "使用条款", "terms of service", "terms of use", "terms and conditions", "user agreement"];
    let head: String = document.text.chars().take(80).collect();
    let title = Flat::new(head.trim().lines().next().unwrap_or_default());
    let says = |words: &[&str]| words.iter().any(|w| title.contains(w));
    let collecting = flat.tight.matches("收集").count() + flat.loose.matches("collect").count();
    if says(&AGREEMENT) && !says(&PRIVACY) && collecting < OTHER_AGREEMENT_COLLECTS { Kind::NotAPolicy } else { Kind::Policy }
}
