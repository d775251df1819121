//! Tables of contents that nobody linked or marked up: a run of short lines that come again below as titles with text under them.
//!
//! They are told by the class of their features and not by one sign: a heading such as 目录 may be missing, wording may differ in a word or
//! two, and an entry may be known only by its number. Taken as headings, their last line would govern everything that follows.

use rustc_hash::FxHashMap;

use super::marker::{Mark, Marker, mark};
use super::{Block, BlockKind};

/// Longer lines are no titles, in characters; of Chinese half as many.
const LONGEST_ENTRY: usize = 120;
/// Titles above a table of contents, as keys.
const NAMES: &[&str] = &["目录", "目錄", "内容目录", "目次", "contents", "tableofcontents", "index", "quicklinks", "quicknavigation"];
/// The text below a document's titles is at least so many times as long as the titles; rows of label and value are not.
const BODY_RATIO: usize = 3;

/// In the table of contents, above its section, and once in passing.
const OCCURRENCES: usize = 3;

struct Line<'t> {
    text: &'t str,
    mark: Option<Mark>,
    key: String,
    /// Short, without a sentence's end, and outside of tables.
    short: bool,
    /// All of it is a link into this page.
    linked: bool,
}

/// A title without its mark, white space, punctuation and page number.
fn key(text: &str, mark: Option<Mark>) -> String {
    let body = text.get(mark.map_or(0, |m| m.length)..).unwrap_or_default();
    let count = |c: char| c.is_ascii_digit() || c.is_whitespace() || ".…·-—".contains(c);
    let body = body.trim_end_matches(count).trim_start_matches(count);
    body.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn line<'t>(text: &'t str, block: &Block) -> Line<'t> {
    let text = text.get(block.range.clone()).unwrap_or_default();
    let cell = matches!(block.kind, BlockKind::Cell { .. });
    // An entry may end as a sentence does where it is numbered.
    let inner = text.trim_end().trim_end_matches(['。', '；', ';', '.']);
    let ended =
        inner.ends_with(['！', '，', ',', '、', '|']) || inner.contains(['。', '\n']) || (inner.len() < text.len() && mark(text).is_none());
    // A Han character takes three bytes and about as much room as two letters.
    let short = !cell && !ended && text.len() <= LONGEST_ENTRY.saturating_mul(2) && text.chars().count() <= LONGEST_ENTRY;
    if !short {
        return Line { text, mark: None, key: String::new(), short, linked: false };
    }
    let mark = mark(text);
    let inner: usize = block.links.iter().filter(|(_, to)| to.starts_with('#')).map(|(r, _)| r.len()).sum();
    Line { text, mark, key: key(text, mark), short, linked: inner > 0 && inner.saturating_add(8) >= text.len() }
}

/// Turns the entries of tables of contents into [`BlockKind::Contents`].
pub(super) fn find(text: &str, blocks: &mut [Block]) {
    let lines: Vec<Line> = blocks.iter().map(|b| line(text, b)).collect();
    let mut places: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut numbered: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    // Steps and items that are said twice lead nowhere.
    let item = |l: &Line| l.mark.is_some_and(|m| m.marker == Marker::Item);
    for (at, l) in lines.iter().enumerate().filter(|(_, l)| l.short && !l.key.is_empty() && !item(l)) {
        places.entry(&l.key).or_default().push(at);
        if let Some(m) = l.mark.filter(|m| m.number.is_some()) {
            numbered.entry(l.text.get(..m.length).unwrap_or_default().trim_end()).or_default().push(at);
        }
    }
    let mut at = 0usize;
    // Lines looked at in all: text that repeats itself all over must not cost the square of its length.
    let mut looks = lines.len().saturating_mul(16).saturating_add(4096);
    while at < lines.len() && looks > 0 {
        let marked = matches!(blocks.get(at).map(|b| &b.kind), Some(BlockKind::Heading(_)));
        let first = lines.get(at).filter(|l| l.short).map(|l| NAMES.contains(&l.key.as_str())).filter(|named| *named || !marked);
        let Some(named) = first else {
            at = at.saturating_add(1);
            continue;
        };
        let start = if named { at.saturating_add(1) } else { at };
        match run(&lines, &places, &numbered, start, named, &mut looks) {
            Some(end) => {
                let from = (0..at).rev().take_while(|i| precedes(&lines, *i)).last().unwrap_or(at);
                for block in blocks.get_mut(from..end).unwrap_or_default() {
                    block.kind = BlockKind::Contents;
                }
                at = end;
            }
            None => at = at.saturating_add(1),
        }
    }
}

/// Whether the line and the one behind it are numbered as neighbours.
fn precedes(lines: &[Line], at: usize) -> bool {
    let pair = lines.get(at).filter(|l| l.short).and_then(|l| l.mark).zip(lines.get(at.saturating_add(1)).and_then(|l| l.mark));
    pair.is_some_and(|(a, b)| a.style == b.style && a.number.zip(b.number).is_some_and(|(a, b)| b == a.saturating_add(1)))
}

/// The end of a table of contents that begins at `start`.
fn run(
    lines: &[Line],
    places: &FxHashMap<&str, Vec<usize>>,
    numbered: &FxHashMap<&str, Vec<usize>>,
    start: usize,
    named: bool,
    looks: &mut usize,
) -> Option<usize> {
    let later = |map: &FxHashMap<&str, Vec<usize>>, name: &str, from: usize| {
        let all = map.get(name)?;
        all.get(all.partition_point(|p| *p <= from)).copied()
    };
    let target = |at: usize, l: &Line, from: usize| -> Option<usize> {
        // A title stands twice, words of a table many times.
        if places.get(l.key.as_str()).is_some_and(|all| all.len() <= OCCURRENCES)
            && let Some(again) = later(places, &l.key, from)
        {
            return Some(again);
        }
        let label = l.text.get(..l.mark?.length)?.trim_end();
        let again = later(numbered, label, from)?;
        (again > at && (named || akin(&l.key, &lines.get(again)?.key))).then_some(again)
    };
    let (mut end, mut entries, mut missing, mut size) = (start, 0usize, 0usize, 0usize);
    let mut targets: Vec<usize> = Vec::new();
    // The run ends where its own titles begin: no entry lies behind the first target.
    let mut limit = lines.len();
    for (at, l) in lines.iter().enumerate().skip(start).take(400) {
        *looks = looks.saturating_sub(1);
        if !l.short || at >= limit {
            break;
        }
        if named && NAMES.contains(&l.key.as_str()) {
            continue;
        }
        let found = if l.key.is_empty() { None } else { target(at, l, targets.last().copied().unwrap_or(at).max(at)) };
        let known = found.is_some() || l.linked;
        if !known {
            missing = missing.saturating_add(1);
            // An entry whose title was worded anew, or a line that breaks an entry; more of them are other text.
            if entries == 0 || missing > entries.div_ceil(2).saturating_add(1) {
                break;
            }
            continue;
        }
        if let Some(t) = found {
            limit = limit.min(t);
            targets.push(t);
        }
        entries = entries.saturating_add(1);
        size = size.saturating_add(l.text.len());
        end = at.saturating_add(1);
    }
    // Entries at the end that are known by nothing but their mark.
    while end < limit && lines.get(end).is_some_and(|l| l.short) && end.checked_sub(1).is_some_and(|last| precedes(lines, last)) {
        end = end.saturating_add(1);
    }
    let linked = lines.get(start..end)?.iter().filter(|l| l.linked).count();
    if linked >= 3 && linked.saturating_mul(2) > end.saturating_sub(start) {
        return Some(end);
    }
    if entries < if named { 2 } else { 3 } {
        return None;
    }
    let (first, last) = (*targets.first()?, *targets.last()?);
    let below = lines.get(first..last)?;
    let body: usize = below.iter().map(|l| l.text.len()).sum();
    let bodies = targets
        .iter()
        .filter(|t| lines.get(t.saturating_add(1)).is_some_and(|n| !targets.contains(&t.saturating_add(1)) && !n.text.is_empty()))
        .count();
    let enough = body > size.saturating_mul(BODY_RATIO) && bodies.saturating_mul(2) > targets.len();
    enough.then_some(end)
}

/// Titles that share most of their characters, or where one begins with the other.
fn akin(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return false;
    }
    if long.starts_with(short) {
        return true;
    }
    let shared = short.chars().filter(|c| long.contains(*c)).count();
    shared.saturating_mul(4) >= long.chars().count().saturating_mul(3)
}
