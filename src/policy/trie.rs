//! A set of words as a trie in flat arrays. `build.rs` makes it once; a run borrows it from the binary and only looks, so that starting costs
//! nothing. (An Aho-Corasick automaton over the same words takes longer to build than a policy takes to read, and cannot be stored.)

use std::borrow::Cow;
use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

/// Nodes in breadth-first order: the children of a node stand side by side, ordered by their byte.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Trie<'a> {
    /// For each node the byte that leads to it.
    #[serde(borrow)]
    labels: Cow<'a, [u8]>,
    /// For each node, and one more, where its children begin: little-endian u32.
    #[serde(borrow)]
    first: Cow<'a, [u8]>,
    /// For each node the number of the word that ends there, from 1; 0 for none: little-endian u16.
    #[serde(borrow)]
    words: Cow<'a, [u8]>,
}

impl Trie<'static> {
    /// `words` must be sorted and distinct; a word's number is its place among them. Words beyond the 65,534th are left out.
    pub fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Trie<'static> {
        let words: Vec<&[u8]> = words.into_iter().map(str::as_bytes).take(usize::from(u16::MAX - 1)).collect();
        let (mut labels, mut first, mut numbers) = (vec![0u8], Vec::new(), Vec::new());
        let mut queue = VecDeque::from([(0usize, words.len(), 0usize)]);
        while let Some((mut from, to, depth)) = queue.pop_front() {
            let ends = words.get(from).filter(|w| from < to && w.len() == depth && depth > 0).is_some();
            let number = if ends { u16::try_from(from.saturating_add(1)).unwrap_or(0) } else { 0 };
            numbers.extend(number.to_le_bytes());
            from = from.saturating_add(usize::from(ends));
            first.extend(u32::try_from(labels.len()).unwrap_or(u32::MAX).to_le_bytes());
            while from < to {
                let byte = |n: usize| words.get(n).and_then(|w| w.get(depth)).copied();
                let Some(label) = byte(from) else {
                    from = from.saturating_add(1);
                    continue;
                };
                let mut end = from.saturating_add(1);
                while end < to && byte(end) == Some(label) {
                    end = end.saturating_add(1);
                }
                labels.push(label);
                queue.push_back((from, end, depth.saturating_add(1)));
                from = end;
            }
        }
        first.extend(u32::try_from(labels.len()).unwrap_or(u32::MAX).to_le_bytes());
        Trie { labels: labels.into(), first: first.into(), words: numbers.into() }
    }
}

impl Trie<'_> {
    fn first(&self, node: usize) -> Option<usize> {
        let at = node.checked_mul(4)?;
        let b = self.first.get(at..at.checked_add(4)?)?;
        Some(u32::from_le_bytes(b.try_into().ok()?) as usize)
    }

    fn word(&self, node: usize) -> Option<usize> {
        let at = node.checked_mul(2)?;
        let b = self.words.get(at..at.checked_add(2)?)?;
        usize::from(u16::from_le_bytes(b.try_into().ok()?)).checked_sub(1)
    }

    fn child(&self, node: usize, byte: u8) -> Option<usize> {
        let (from, to) = (self.first(node)?, self.first(node.saturating_add(1))?);
        let among = self.labels.get(from..to)?;
        let at = if among.len() <= 8 { among.iter().position(|l| *l == byte)? } else { among.binary_search(&byte).ok()? };
        Some(from.saturating_add(at))
    }

    /// All words that `text` begins with, shortest first: (length in bytes, number).
    pub fn prefixes(&self, text: &[u8]) -> impl Iterator<Item = (usize, usize)> {
        let mut node = Some(0usize);
        text.iter()
            .enumerate()
            .map_while(move |(at, byte)| {
                node = node.and_then(|n| self.child(n, *byte));
                node.map(|n| self.word(n).map(|w| (at.saturating_add(1), w)))
            })
            .flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_word_that_begins_here() {
        let words = ["a", "ab", "abcd", "b", "手机", "手机号"];
        let trie = Trie::new(words);
        for (text, wanted) in [
            ("abcd", vec!["a", "ab", "abcd"]),
            ("abc", vec!["a", "ab"]),
            ("手机号码", vec!["手机", "手机号"]),
            ("手", vec![]),
            ("c", vec![]),
            ("", vec![]),
        ] {
            let got: Vec<&str> = trie.prefixes(text.as_bytes()).map(|(_, w)| words[w]).collect();
            assert_eq!(got, wanted, "{text}");
        }
        assert_eq!(Trie::new([]).prefixes(b"abc").count(), 0);
    }
}
