//! The outline that an author wrote with numbers and short lines instead of markup, and the headings above every block.
//!
//! A heading has text under it. That is what tells `1、账号注册` above a paragraph from `1、手机号` above `2、姓名`, which look alike.

use super::contents;
use super::marker::{Mark, Marker, mark};
use super::plain::is_han;
use super::{Block, BlockKind};

fn looks_like_title(line: &str, numbered: bool) -> bool {
    let line = line.trim_matches(['*', '_', '#', ' ', '【', '】']);
    let Some(last) = line.chars().next_back() else { return false };
    if "。！？；，、.!?;,".contains(last) {
        return false;
    }
    if line.len() > 400 {
        return false;
    }
    let width = line.chars().count();
    if line.chars().any(is_han) {
        let inner = line.trim_end_matches(['：', ':']);
        let flat = !inner.contains(['。', '；', '，', '：', ':']);
        return flat && width <= if numbered { 32 } else { 18 } && (numbered || !line.ends_with(['：', ':']));
    }
    // Behind its number: "2. What we collect".
    let line = line.trim_start_matches(|c: char| !c.is_alphabetic());
    let words = line.split_whitespace().count();
    let capital = line.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    capital
        && words <= if numbered { 14 } else { 9 }
        && width <= 90
        && !line.contains(". ")
        && (numbered || !line.ends_with(':') || words <= 6)
}

fn introduces(line: &str) -> bool {
    line.trim_end_matches(['*', '_', ' ']).ends_with(['：', ':'])
}

/// Marked up as a heading, but a sentence: some pages give headings to whole paragraphs.
fn is_sentence(line: &str) -> bool {
    let width = line.chars().count();
    let stop = |s: &str| s.contains('。') || s.ends_with(['；', ';']) || s.ends_with('.') && s.contains(' ');
    width > if line.chars().any(is_han) { 36 } else { 120 } && stop(line.trim_end())
}

/// Markdown's heading in a text that is not Markdown.
fn hashes(line: &str) -> Option<u8> {
    let rest = line.trim_start_matches('#');
    let count = line.len().saturating_sub(rest.len());
    let level = u8::try_from(count).ok().filter(|n| (1..=6).contains(n))?;
    (rest.starts_with(' ') && !is_sentence(rest)).then_some(level)
}

/// What the passes know of a block.
struct Line<'t> {
    text: &'t str,
    mark: Option<Mark>,
    title: bool,
    /// A paragraph: markup has not said what it is.
    free: bool,
    /// An item of a list, by its markup or its bullet.
    listed: bool,
}

impl Line<'_> {
    fn part(&self) -> Option<(u8, Mark)> {
        match self.mark {
            Some(m) if self.free => match m.marker {
                Marker::Part(level) => Some((level, m)),
                Marker::Item => None,
            },
            _ => None,
        }
    }
}

/// Gives paragraphs that are titles, items or entries of a table of contents their kind, and every block the headings above it.
pub(super) fn build(text: &str, blocks: &mut [Block]) {
    contents::find(text, blocks);
    lone_items(text, blocks);
    let lines: Vec<Line> = blocks
        .iter_mut()
        .map(|b| {
            let line = text.get(b.range.clone()).unwrap_or_default();
            if matches!(b.kind, BlockKind::Heading(2..)) && is_sentence(line) {
                b.kind = BlockKind::Paragraph;
            } else if b.kind == BlockKind::Paragraph
                && let Some(level) = hashes(line)
            {
                b.kind = BlockKind::Heading(level);
            }
            let free = b.kind == BlockKind::Paragraph;
            let mark = if free { mark(line) } else { None };
            let title = free && looks_like_title(line, matches!(mark, Some(Mark { marker: Marker::Part(_), .. })));
            let bullet = mark.is_some_and(|m| m.marker == Marker::Item);
            Line { text: line, mark, title, free, listed: bullet || matches!(b.kind, BlockKind::ListItem { .. }) }
        })
        .collect();
    let listed = rows(&lines, blocks);
    let marked = blocks.iter().any(|b| matches!(b.kind, BlockKind::Heading(2..=6)));
    let mut leads = Leads::default();
    for (index, line) in lines.iter().enumerate() {
        if !line.free {
            leads.clear();
            // A heading introduces the items right below it, as an introducing line does.
            if blocks.get(index).is_some_and(|b| matches!(b.kind, BlockKind::Heading(_))) && introduces(line.text) {
                leads.push(None, index);
            }
            continue;
        }
        let next = lines.get(index.saturating_add(1));
        let in_row = listed.get(index).copied().flatten();
        let new = match line.mark {
            Some(m) if m.marker == Marker::Item => {
                leads.sibling(m);
                leads.item()
            }
            Some(m) => {
                let Marker::Part(level) = m.marker else { continue };
                leads.sibling(m);
                match in_row {
                    Some(above) if line.title || leads.current().is_some() => {
                        if leads.current().is_none()
                            && let Some(above) = above
                        {
                            leads.push(None, above);
                        }
                        leads.item()
                    }
                    _ if line.title && !(introduces(line.text) && leads.current().is_some()) => {
                        leads.clear();
                        BlockKind::Heading(level.min(6))
                    }
                    _ if level >= 3 && leads.current().is_some() => leads.item(),
                    _ => {
                        leads.clear();
                        BlockKind::Paragraph
                    }
                }
            }
            // A short line below an introduction is an item of its list.
            None if line.title && leads.current().is_some() && !introduces(line.text) => leads.item(),
            None if line.title && !introduces(line.text) && next.is_some_and(|n| titles(line, n)) => {
                leads.clear();
                // Above numbered titles it is their chapter.
                let first = next.and_then(|n| n.part().filter(|(_, m)| n.title && m.number == Some(1)));
                BlockKind::Heading(match first {
                    Some((level, _)) if !marked => level.saturating_sub(1).clamp(1, 6),
                    _ if marked => 6,
                    _ => 5,
                })
            }
            None => {
                leads.clear();
                BlockKind::Paragraph
            }
        };
        if introduces(line.text) {
            leads.push(line.mark, index);
        }
        if let Some(b) = blocks.get_mut(index) {
            b.kind = new;
        }
    }
    headings(blocks);
}

/// Whether an unmarked short line is the title of what follows.
fn titles(line: &Line, next: &Line) -> bool {
    match next.part() {
        // The last words of one part, right above the next one; only a chapter stands above a first part.
        Some((_, m)) => m.number == Some(1),
        // Right above a list, which a full stop or a colon would have introduced.
        None => next.listed || next.text.chars().count() > line.text.chars().count(),
    }
}

/// Introductions that are in force, outermost first.
#[derive(Default)]
struct Leads(Vec<(Option<Mark>, usize)>);

impl Leads {
    fn current(&self) -> Option<usize> {
        self.0.last().map(|l| l.1)
    }

    fn clear(&mut self) {
        self.0.clear();
    }

    /// A mark of the same row, or of one above it, ends what its brother introduced.
    fn sibling(&mut self, mark: Mark) {
        let ends = |m: Mark| m.style == mark.style || matches!((m.marker, mark.marker), (Marker::Part(a), Marker::Part(b)) if a > b);
        if let Some(at) = self.0.iter().position(|(m, _)| m.is_some_and(ends)) {
            self.0.truncate(at);
        }
    }

    fn push(&mut self, mark: Option<Mark>, index: usize) {
        match mark {
            Some(m) => self.sibling(m),
            None => self.clear(),
        }
        // Styles of marks are few; each stands here once.
        if self.0.len() < 16 {
            self.0.push((mark, index));
        }
    }

    fn item(&self) -> BlockKind {
        let depth = u8::try_from(self.0.len().max(1)).unwrap_or(u8::MAX);
        BlockKind::ListItem { depth, lead: self.current() }
    }
}

/// Rows of numbered lines that list something instead of dividing the text. For each member, the title that stands right above the row.
///
/// A row is what is numbered alike under one parent. It is a list when most of its members have nothing under them.
fn rows(lines: &[Line], blocks: &[Block]) -> Vec<Option<Option<usize>>> {
    struct Row {
        level: u8,
        mark: Mark,
        members: Vec<usize>,
        bare: usize,
        /// The last member has text under it.
        open_end: bool,
        introduced: bool,
        above: Option<usize>,
    }
    let mut out: Vec<Option<Option<usize>>> = vec![None; lines.len()];
    let mut settle = |row: Row| {
        let count = row.members.len();
        // What follows the last item is no part of the list.
        let bare = row.bare.saturating_add(usize::from(row.open_end)).min(count);
        let deep = row.level >= 4;
        let list = if row.introduced {
            count >= 2 && bare.saturating_mul(2) > count.saturating_add(usize::from(row.open_end)) || count == 1 && row.bare == 1 && deep
        } else {
            deep && (row.bare == count && count >= 2 || bare >= 3 && bare.saturating_mul(3) >= count.saturating_mul(2))
        };
        if list {
            for m in row.members {
                if let Some(slot) = out.get_mut(m) {
                    *slot = Some(row.above);
                }
            }
        }
    };
    let mut open: Vec<Row> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let heading = matches!(blocks.get(index).map(|b| &b.kind), Some(BlockKind::Heading(_)));
        if heading {
            open.drain(..).rev().for_each(&mut settle);
            continue;
        }
        let Some((level, m)) = line.part() else { continue };
        // Deeper rows, and rows of another style on this level, end here; so does one whose numbers begin again.
        while let Some(top) = open.last() {
            let same = top.mark.style == m.style;
            let goes_on = same && top.mark.number.zip(m.number).is_none_or(|(a, b)| b > a);
            if goes_on || (!same && open_below(top.level, level, m)) {
                break;
            }
            if let Some(row) = open.pop() {
                settle(row);
            }
        }
        let next = lines.get(index.saturating_add(1));
        let bare = match next {
            None => true,
            Some(n) => match n.part() {
                Some((l, nm)) => nm.style == m.style || l <= level,
                None => {
                    !n.free
                        && matches!(blocks.get(index.saturating_add(1)).map(|b| &b.kind), Some(BlockKind::Heading(_) | BlockKind::Contents))
                }
            },
        };
        match open.last_mut() {
            Some(row) if row.mark.style == m.style => {
                row.members.push(index);
                row.mark = m;
                row.bare = row.bare.saturating_add(usize::from(bare));
                row.open_end = !bare;
            }
            _ => {
                let before = index.checked_sub(1).and_then(|i| Some((i, lines.get(i)?)));
                let introduced = before.is_some_and(|(_, l)| introduces(l.text));
                let above = before.filter(|(i, l)| l.title || matches!(blocks.get(*i).map(|b| &b.kind), Some(BlockKind::Heading(_))));
                let above = above.map(|(i, _)| i);
                open.push(Row { level, mark: m, members: vec![index], bare: usize::from(bare), open_end: !bare, introduced, above });
            }
        }
    }
    open.drain(..).rev().for_each(&mut settle);
    out
}

/// Whether a mark of `level` divides what a row of `above` divides: deeper, or the first of its kind.
fn open_below(above: u8, level: u8, mark: Mark) -> bool {
    level > above || (level == above && mark.number == Some(1))
}

/// A list of one short item with paragraphs around it is a title: that is what becomes of `1. Title` in Markdown, and of `<ol start=2>`.
fn lone_items(text: &str, blocks: &mut [Block]) {
    let is_item = |b: Option<&Block>| b.is_some_and(|b| matches!(b.kind, BlockKind::ListItem { .. }));
    let lone: Vec<usize> = (0..blocks.len())
        .filter(|i| {
            let before = i.checked_sub(1).and_then(|p| blocks.get(p));
            let next = blocks.get(i.saturating_add(1));
            let Some(b) = blocks.get(*i).filter(|b| matches!(b.kind, BlockKind::ListItem { depth: 1, .. })) else { return false };
            let line = text.get(b.range.clone()).unwrap_or_default();
            !is_item(before)
                && next.is_some_and(|n| matches!(n.kind, BlockKind::Paragraph | BlockKind::Cell { .. }))
                && looks_like_title(line, true)
                && !before.is_some_and(|p| introduces(text.get(p.range.clone()).unwrap_or_default()))
        })
        .collect();
    if lone.len() < 3 {
        return;
    }
    for i in lone {
        if let Some(b) = blocks.get_mut(i) {
            b.kind = BlockKind::Heading(4);
        }
    }
}

/// The headings above every block.
fn headings(blocks: &mut [Block]) {
    let mut above: Vec<(u8, usize)> = Vec::new();
    for (index, block) in blocks.iter_mut().enumerate() {
        if let BlockKind::Heading(level) = block.kind {
            while above.last().is_some_and(|(l, _)| *l >= level) {
                above.pop();
            }
            block.headings = above.iter().map(|(_, i)| *i).collect();
            above.push((level, index));
        } else {
            block.headings = above.iter().map(|(_, i)| *i).collect();
        }
    }
}
