//! How hard a text is to read, in plain figures. No grade: there is none for Chinese that a regulator recognises.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sentence::sentences;
use crate::document::{BlockKind, Document};

/// Lengths are in Unicode scalar values, white space included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Readability {
    pub characters: usize,
    pub headings: usize,
    pub sentences: usize,
    /// Half of the sentences are no longer.
    pub median_sentence: usize,
    /// Nine of ten sentences are no longer.
    pub long_sentence: usize,
    /// The longest block's share of the text, in percent: a policy in one paragraph has 100.
    pub longest_block_percent: usize,
}

impl Readability {
    pub fn of(document: &Document) -> Readability {
        let mut lengths: Vec<usize> = Vec::new();
        let (mut headings, mut longest) = (0usize, 0usize);
        for b in &document.blocks {
            let text = document.text.get(b.range.clone()).unwrap_or_default();
            if matches!(b.kind, BlockKind::Heading(_)) {
                headings = headings.saturating_add(1);
                continue;
            }
            longest = longest.max(text.chars().count());
            lengths.extend(sentences(text).into_iter().filter_map(|s| text.get(s)).map(|s| s.chars().count()));
        }
        lengths.sort_unstable();
        let at = |tenths: usize| lengths.get(lengths.len().saturating_sub(1).saturating_mul(tenths) / 10).copied().unwrap_or(0);
        let characters = document.text.chars().count();
        Readability {
            characters,
            headings,
            sentences: lengths.len(),
            median_sentence: at(5),
            long_sentence: at(9),
            longest_block_percent: longest.saturating_mul(100).checked_div(characters).unwrap_or(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Budget;

    #[test]
    fn figures_of_a_small_text() {
        let html = "<h1>隐私政策</h1><p>一二三。四五六七八。</p><p>九。</p>";
        let document = Document::read("p", html.as_bytes(), &mut Budget::default()).unwrap().value;
        let r = Readability::of(&document);
        assert_eq!((r.headings, r.sentences, r.median_sentence, r.long_sentence), (1, 3, 4, 4));
        assert_eq!((r.characters, r.longest_block_percent), (18, 55));
    }
}
