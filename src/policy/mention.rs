//! Whether a document names something: the search behind "not mentioned".

use super::lexicon::bounded;
use crate::document::{Document, Folded};

/// The first place where any of the names stands, in Unicode scalar values of the text. Compared after NFKC and in lower case;
/// Latin names only as whole words.
pub fn mentions(document: &Document, names: &[&str]) -> Option<(usize, usize)> {
    let names: Vec<String> = names.iter().map(|n| Folded::new(n).text).filter(|n| !n.is_empty()).collect();
    for block in &document.blocks {
        let text = document.text.get(block.range.clone())?;
        let folded = Folded::new(text);
        let hit = names
            .iter()
            .flat_map(|n| {
                folded.text.match_indices(n.as_str()).filter_map(|(at, w)| Some(at..bounded(&folded.text, at, at.saturating_add(w.len()))?))
            })
            .min_by_key(|r| (r.start, std::cmp::Reverse(r.end)));
        if let Some(range) = hit {
            let source = folded.source(range);
            let printed = text.get(source.clone()).unwrap_or_default().trim_end();
            let start = document.text.get(..block.range.start.saturating_add(source.start))?.chars().count();
            return Some((start, start.saturating_add(printed.chars().count())));
        }
    }
    None
}
