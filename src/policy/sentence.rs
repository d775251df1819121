//! Sentences of a block, and the clauses inside them.

use std::ops::Range;

/// Abbreviations whose full stop ends no sentence.
const ABBREVIATIONS: &[&str] =
    &["e.g", "i.e", "etc", "inc", "ltd", "co", "no", "vs", "mr", "ms", "dr", "st", "u.s", "corp", "llc", "art", "sec"];

/// Bytes after which a sentence ends at the next pause, and after twice as many anywhere. Frames look from each word of a sentence at all
/// others; no sentence that was written to be read comes near this (the longest of the documents met has two fifths of it).
const LONGEST: usize = 2400;

/// Byte ranges of the sentences of a text. White space around them is left out.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0usize;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, n)| *n);
        let end = at.saturating_add(c.len_utf8());
        let stop = match c {
            '。' | '！' | '？' | '\n' | '；' => true,
            '!' | '?' => next.is_none_or(char::is_whitespace),
            '.' => {
                let before = text.get(start..at).unwrap_or_default();
                // The longest abbreviation is short: the rest of a word without spaces is not looked at.
                let tail = before.char_indices().rev().nth(8).map_or(before, |(i, _)| before.get(i..).unwrap_or_default());
                let word = tail.rsplit([' ', '(', '\u{a0}']).next().unwrap_or_default().to_ascii_lowercase();
                next.is_none_or(|n| n.is_whitespace() || (!n.is_ascii() && before.ends_with(|b: char| !b.is_ascii())))
                    && !ABBREVIATIONS.contains(&word.as_str())
                    && !(word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit()))
            }
            _ => false,
        };
        let length = end.saturating_sub(start);
        let stop = stop || (length > LONGEST && (c.is_whitespace() || "，、：,:".contains(c))) || length > LONGEST.saturating_mul(2);
        if stop {
            let mut end = end;
            while let Some((i, q)) = chars.peek().copied()
                && "”’\")）".contains(q)
            {
                end = i.saturating_add(q.len_utf8());
                chars.next();
            }
            push(&mut out, text, start..end);
            start = end;
        }
    }
    push(&mut out, text, start..text.len());
    out
}

fn push(out: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let Some(raw) = text.get(range.clone()) else { return };
    let body = raw.trim();
    if body.is_empty() {
        return;
    }
    let start = range.start.saturating_add(raw.len().saturating_sub(raw.trim_start().len()));
    out.push(start..start.saturating_add(body.len()));
}

/// Where clauses of folded text begin.
pub(super) fn clause_starts(text: &str, chinese: bool) -> Vec<usize> {
    let mut starts = vec![0usize];
    for (at, c) in text.char_indices() {
        let end = at.saturating_add(c.len_utf8());
        let stop = if chinese { matches!(c, '，' | '；' | ';' | '：') || (c == ',') } else { matches!(c, ';' | '；') };
        if stop {
            starts.push(end);
        }
    }
    if !chinese {
        for mark in [
            ", but ",
            ", however",
            ", and we ",
            ", we ",
            " but we ",
            ", which ",
            ", and they ",
            ", and you ",
            ", you ",
            ", they ",
            ", unless ",
            ", some of which ",
            ", some of whom ",
            " while we ",
            " while will ",
            " while not ",
        ] {
            starts.extend(text.match_indices(mark).map(|(at, _)| at.saturating_add(1)));
        }
        starts.sort_unstable();
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_without_an_end_is_cut_at_a_pause() {
        for (text, least) in [("我们会收集您的手机号码，".repeat(3000), 10), ("不".repeat(30_000), 5), ("a.a".repeat(20_000), 3)]
        {
            let got = sentences(&text);
            assert!(got.len() >= least && got.iter().all(|r| r.len() <= 2 * LONGEST + 4), "{}", got.len());
            assert_eq!(got.iter().map(|r| &text[r.clone()]).collect::<String>(), text);
        }
    }

    #[test]
    fn sentences_end_where_a_reader_pauses() {
        for (text, wanted) in [
            ("我们收集姓名。不收集位置！", vec!["我们收集姓名。", "不收集位置！"]),
            ("We use e.g. cookies. See 1.2 below.", vec!["We use e.g. cookies.", "See 1.2 below."]),
            ("a\nb", vec!["a", "b"]),
        ] {
            let got: Vec<&str> = sentences(text).into_iter().map(|r| &text[r]).collect();
            assert_eq!(got, wanted);
        }
    }
}
