//! From runs of text at places to lines, and from lines to paragraphs. Nothing but geometry, so every rule is one that a reader's eye uses.

use std::collections::BTreeMap;

use super::content::Run;
use crate::document::marker::mark;
use crate::document::plain::is_han;

/// A line as printed.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub text: String,
    x: f64,
    end: f64,
    y: f64,
    size: f64,
    bold: bool,
    page: usize,
}

/// A paragraph, or a heading of a level.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    pub text: String,
    pub heading: Option<u8>,
}

/// Chinese characters and their punctuation stand side by side without spaces.
fn dense(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' | '“' | '”' | '‘' | '’' | '…' | '·')
}

/// Joins the runs of a page to lines, in the order of its content: writers follow their text, and columns and cells stay whole.
pub(super) fn lines(runs: Vec<Run>, page: usize) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut last: Option<Run> = None;
    for run in runs {
        // Letters drawn twice with a small shift are bold.
        let twice = last.as_ref().is_some_and(|l| {
            l.text == run.text && !run.text.trim().is_empty() && (l.x - run.x).abs() < 0.2 * l.size && (l.y - run.y).abs() < 0.2 * l.size
        });
        if twice {
            continue;
        }
        last = Some(run.clone());
        let blank = run.text.trim().is_empty();
        if let Some(line) = out.last_mut() {
            let size = line.size.max(run.size).max(0.1);
            let level = (run.y - line.y).abs() < 0.45 * size;
            let gap = run.x - line.end;
            if level && (-0.6 * size..2.5 * size).contains(&gap) {
                push(line, &run, gap, size);
                continue;
            }
            // A bullet that was drawn after its text.
            if level
                && !blank
                && run.text.trim().chars().count() <= 4
                && run.x + run.width <= line.x + 0.3 * size
                && line.x - run.x < 6.0 * size
            {
                line.text.insert_str(0, &format!("{} ", run.text.trim()));
                line.x = run.x;
                continue;
            }
        }
        if !blank {
            let text = run.text.trim_start().to_owned();
            out.push(Line { text, x: run.x, end: run.x + run.width, y: run.y, size: run.size, bold: run.bold, page });
        }
    }
    for line in &mut out {
        line.text.truncate(line.text.trim_end().len());
    }
    out
}

fn push(line: &mut Line, run: &Run, gap: f64, size: f64) {
    let (before, after) = (line.text.chars().next_back(), run.text.chars().next());
    let spaced = before.is_none_or(char::is_whitespace) || after.is_none_or(char::is_whitespace);
    let tight = before.is_some_and(dense) || after.is_some_and(dense);
    if !spaced && gap > if tight { 0.9 * size } else { 0.15 * size } {
        line.text.push(' ');
    }
    line.text.push_str(&run.text);
    line.end = line.end.max(run.x + run.width);
    line.bold &= run.bold || run.text.trim().is_empty();
    line.size = line.size.max(run.size);
}

/// A line with its numbers made equal: how headers, footers and page numbers repeat.
fn pattern(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !out.ends_with('#') {
            out.push('#');
        }
    }
    out
}

/// Page numbers, and what stands at the edge of most pages.
fn without_furniture(lines: Vec<Line>, pages: usize) -> Vec<Line> {
    let mut edges: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for l in &lines {
        let (low, high) = edges.entry(l.page).or_insert((l.y, l.y));
        *low = low.min(l.y);
        *high = high.max(l.y);
    }
    let at_edge = |l: &Line| edges.get(&l.page).is_some_and(|(low, high)| l.y - low < 1.5 * l.size || high - l.y < 1.5 * l.size);
    let mut seen: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for l in lines.iter().filter(|l| at_edge(l)) {
        seen.entry(pattern(&l.text)).or_default().push(l.page);
    }
    let furniture = |l: &Line| {
        let pattern = pattern(&l.text);
        let mut on = seen.get(&pattern).cloned().unwrap_or_default();
        on.dedup();
        let number = pages > 1
            && pattern.contains('#')
            && pattern.chars().count() <= 8
            && pattern.chars().all(|c| "#/-–—·.|第页共頁ofPage".contains(c));
        at_edge(l) && (number || (on.len() >= 3 && on.len().saturating_mul(2) >= pages))
    };
    let drop: Vec<bool> = lines.iter().map(furniture).collect();
    lines.into_iter().zip(drop).filter(|(_, d)| !d).map(|(l, _)| l).collect()
}

/// Sizes in half points, so that rounding of the writer does not part them.
fn step(size: f64) -> i64 {
    (size * 2.0).round().clamp(0.0, 10_000.0) as i64
}

/// The paragraphs of a document.
pub(super) fn parts(lines: Vec<Line>, pages: usize) -> Vec<Part> {
    let lines = without_furniture(lines, pages);
    let mut weight: BTreeMap<i64, usize> = BTreeMap::new();
    for l in &lines {
        *weight.entry(step(l.size)).or_default() += l.text.chars().count();
    }
    let body = weight.iter().max_by_key(|(_, w)| **w).map_or(0, |(s, _)| *s);
    let titled = |l: &Line| step(l.size) * 100 > body * 112 && l.text.chars().count() <= 80;
    let mut sizes: Vec<i64> = lines.iter().filter(|l| titled(l)).map(|l| step(l.size)).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    sizes.dedup();
    let level = |l: &Line| sizes.iter().position(|s| *s == step(l.size)).and_then(|n| u8::try_from(n.saturating_add(1).min(4)).ok());
    let edges = right_edges(&lines);
    let mut out: Vec<Part> = Vec::new();
    let mut open: Option<(&Line, f64)> = None;
    for (line, edge) in lines.iter().zip(edges) {
        let joined = open.is_some_and(|(above, edge)| runs_on(above, line, edge));
        match out.last_mut().filter(|_| joined) {
            Some(part) => {
                let dense_seam = part.text.chars().next_back().is_some_and(dense) || line.text.chars().next().is_some_and(dense);
                if !dense_seam && !part.text.ends_with('-') {
                    part.text.push(' ');
                }
                part.text.push_str(&line.text);
            }
            None => out.push(Part {
                text: line.text.clone(),
                heading: if titled(line) && mark(&line.text).is_none() { level(line) } else { None },
            }),
        }
        open = Some((line, edge));
    }
    out
}

/// How far to the right the lines of each line's column reach.
fn right_edges(lines: &[Line]) -> Vec<f64> {
    let mut out = vec![0.0; lines.len()];
    let mut start = 0usize;
    while start < lines.len() {
        let mut end = start.saturating_add(1);
        while let (Some(a), Some(b)) = (end.checked_sub(1).and_then(|i| lines.get(i)), lines.get(end))
            && follows(a, b)
        {
            end = end.saturating_add(1);
        }
        let reach = lines.get(start..end).unwrap_or_default().iter().fold(f64::MIN, |m, l| m.max(l.end));
        out.get_mut(start..end).unwrap_or_default().fill(reach);
        start = end;
    }
    out
}

/// Whether `b` is the next line of the column that `a` stands in.
fn follows(a: &Line, b: &Line) -> bool {
    let size = a.size.max(b.size);
    let below = a.y - b.y;
    let overlap = a.x < b.end && b.x < a.end;
    overlap && (a.page != b.page || (0.5 * size..2.6 * size).contains(&below))
}

/// Whether `b` continues the sentence of `a`: the column was full.
fn runs_on(a: &Line, b: &Line, edge: f64) -> bool {
    let size = a.size.max(b.size);
    let alike = (a.size - b.size).abs() < 0.1 * size && (a.bold == b.bold || !titlelike(a));
    if !follows(a, b) || !alike || mark(&b.text).is_some() {
        return false;
    }
    // An indented line begins a paragraph; the line above a first line may be a title that is as long.
    if b.x - a.x > 1.5 * size && mark(&a.text).is_none() {
        return false;
    }
    let first: f64 = b
        .text
        .chars()
        .take_while(|c| !c.is_whitespace())
        .take(if b.text.chars().next().is_some_and(dense) { 2 } else { 30 })
        .map(|c| if dense(c) { 1.0 } else { 0.55 })
        .sum();
    a.end + first.max(1.6) * size >= edge
}

fn titlelike(l: &Line) -> bool {
    l.bold && l.text.chars().count() < 40 && !l.text.ends_with(['。', '.', '；', ';', '，', ','])
}
