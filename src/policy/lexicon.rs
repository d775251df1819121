//! The phrases and the names of SDKs, looked up in one pass over a text; in each layer the leftmost longest phrase stands.

use std::ops::Range;

use super::compile::{Compiled, NameList, Tag, Tongue};
pub(super) use super::compile::{FactRule, Named};
pub(super) use super::sense::{Action, Column, Cue, Section, Sense, Who};
use super::sense::{Layer, WORDS};
use crate::knowledge::Knowledge;

/// What `build.rs` compiled from `signatures/`.
static BLOB: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin"));

/// An occurrence in folded text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub start: usize,
    pub end: usize,
    pub sense: Sense,
}

/// All phrases and names of a knowledge set.
pub struct Lexicon(Compiled<'static>);

/// An SDK's name in folded text: where, and which SDKs it fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NameHit<'l> {
    pub range: Range<usize>,
    /// See [`Lexicon::sdk`].
    pub sdks: &'l [u16],
}

impl Lexicon {
    /// Of the built-in set as it was compiled, of another one now.
    pub fn new(knowledge: &Knowledge) -> Lexicon {
        if std::ptr::eq(knowledge, Knowledge::builtin()) { Lexicon::builtin() } else { Lexicon(Compiled::new(knowledge)) }
    }

    /// That of the built-in set, for which the set itself need not be read.
    pub fn builtin() -> Lexicon {
        match postcard::from_bytes(BLOB) {
            Ok(compiled) => Lexicon(compiled),
            // Both ends are made in one build; a test opens the blob.
            Err(e) => unreachable!("the compiled phrases do not fit their own types: {e}"),
        }
    }

    pub(super) fn types(&self) -> &[Named] {
        &self.0.types
    }

    /// The number of a data type without a finer node.
    pub(super) fn type_of(&self, data_type: &str) -> Option<u16> {
        let at = self.0.types.iter().position(|t| t.data_type == data_type && t.node.is_none() && !t.unspecified)?;
        u16::try_from(at).ok()
    }

    pub(super) fn facts(&self) -> &[FactRule] {
        &self.0.facts
    }

    pub(super) fn sdk(&self, index: u16) -> Option<&str> {
        self.0.sdks.get(usize::from(index)).map(String::as_str)
    }

    /// Occurrences in folded text, ordered by place.
    pub(super) fn hits(&self, text: &str, chinese: bool) -> Vec<Hit> {
        let tongue = if chinese { &self.0.zh } else { &self.0.en };
        let mut out: Vec<Hit> = Vec::new();
        // Up to where each layer is taken.
        let mut until = [0usize; WORDS as usize];
        let mut here: Vec<(Layer, Hit)> = Vec::new();
        for start in word_starts(text) {
            here.clear();
            for (length, word) in tongue.trie.prefixes(text.as_bytes().get(start..).unwrap_or_default()) {
                let end = start.saturating_add(length);
                let bound = word_end(text, start, end);
                for tag in tongue.tags(word) {
                    if let Some(end) = bound.or(tag.open.then_some(end)) {
                        here.push((tag.layer, Hit { start, end, sense: tag.sense }));
                    }
                }
            }
            here.sort_by_key(|(layer, h)| (*layer, std::cmp::Reverse(h.end), h.sense == Sense::Guard));
            let mut taken: Option<(Layer, usize)> = None;
            for (layer, hit) in &here {
                let Some(until) = until.get_mut(usize::from(*layer)) else {
                    out.push(*hit);
                    continue;
                };
                // One word may have two meanings in a layer; then both stand.
                let twin = taken == Some((*layer, hit.end)) && hit.sense != Sense::Guard;
                if start >= *until || twin {
                    *until = hit.end;
                    taken = Some((*layer, hit.end));
                    if hit.sense != Sense::Guard {
                        out.push(*hit);
                    }
                }
            }
        }
        out.sort_by_key(|h| (h.start, h.end));
        out
    }

    /// Products of SDKs named in folded text.
    pub(super) fn names(&self, text: &str) -> Vec<NameHit<'_>> {
        found(&self.0.products, text)
    }

    /// Companies of SDKs named in folded text.
    pub(super) fn vendors(&self, text: &str) -> Vec<NameHit<'_>> {
        found(&self.0.vendors, text)
    }
}

impl Tongue<'_> {
    fn tags(&self, word: usize) -> &[Tag] {
        slice(&self.from, &self.tags, word)
    }
}

fn slice<'s, T>(from: &[u16], all: &'s [T], word: usize) -> &'s [T] {
    let at = |n: usize| from.get(n).map(|p| usize::from(*p));
    at(word).zip(at(word.saturating_add(1))).and_then(|(a, b)| all.get(a..b)).unwrap_or_default()
}

fn found<'l>(list: &'l NameList, text: &str) -> Vec<NameHit<'l>> {
    let mut out: Vec<NameHit> = Vec::new();
    let mut until = 0usize;
    for start in word_starts(text) {
        if start < until {
            continue;
        }
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let longest =
            list.trie.prefixes(rest).filter_map(|(length, word)| Some((word_end(text, start, start.saturating_add(length))?, word))).last();
        if let Some((end, word)) = longest {
            until = end;
            out.push(NameHit { range: start..end, sdks: slice(&list.from, &list.sdks, word) });
        }
    }
    out
}

fn latin(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

/// Where a word may begin: nowhere inside a Latin one.
fn word_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    let mut before = false;
    bytes.iter().enumerate().filter_map(move |(at, b)| {
        let inside = (before && latin(*b)) || b & 0xc0 == 0x80;
        before = latin(*b);
        (!inside).then_some(at)
    })
}

/// Where a word that reaches to `end` ends: not inside a Latin one, but a plural may follow. Chinese needs no boundary.
fn word_end(text: &str, start: usize, end: usize) -> Option<usize> {
    let at = |n: usize| text.as_bytes().get(n).copied();
    let last = at(end.checked_sub(1)?)?;
    if !latin(last) || !at(end).is_some_and(latin) {
        return Some(end);
    }
    // "is" is not the plural of "i".
    let plural = end.saturating_sub(start) >= 2
        && last.is_ascii_alphabetic()
        && at(end) == Some(b's')
        && !at(end.saturating_add(1)).is_some_and(latin);
    plural.then(|| end.saturating_add(1))
}

/// The end of a word at this place that stands whole, a plural included.
pub(super) fn bounded(text: &str, start: usize, end: usize) -> Option<usize> {
    let at = |n: usize| text.as_bytes().get(n).copied();
    let inside = start.checked_sub(1).and_then(at).is_some_and(latin) && at(start).is_some_and(latin);
    if inside { None } else { word_end(text, start, end) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stored_phrases_are_those_of_the_files() {
        let stored = Lexicon::builtin().0;
        assert_eq!(postcard::to_stdvec(&stored).unwrap(), postcard::to_stdvec(&Compiled::new(Knowledge::builtin())).unwrap());
    }

    #[test]
    fn latin_words_stand_whole_and_may_be_plural() {
        for (text, word, wanted) in [
            ("a cookie", "cookie", Some(8)),
            ("cookies", "cookie", Some(7)),
            ("cookiesx", "cookie", None),
            ("is", "i", None),
            ("mycookie", "cookie", None),
            ("收集ip地址", "ip", Some(8)),
        ] {
            let at = text.find(word).unwrap();
            assert_eq!(bounded(text, at, at + word.len()), wanted, "{text}");
        }
    }
}
