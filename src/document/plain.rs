//! Plain text, and what the other forms share with it: which line ends are a reader's and which a typewriter's.

use super::html;
use super::page::Page;

/// Splits text at those line ends that end something. A line is taken to run on where it was broken for width.
pub(super) fn lines(text: &str) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    let mut start = 0usize;
    let mut at = 0usize;
    let mut previous = "";
    for raw in text.split_inclusive('\n') {
        let line = raw.trim();
        if !line.is_empty() && !previous.is_empty() && !runs_on(previous, line) {
            push(&mut out, text, start, at);
            start = at;
        }
        if line.is_empty() && !previous.is_empty() {
            push(&mut out, text, start, at);
            start = at;
        }
        previous = line;
        at = at.saturating_add(raw.len());
    }
    push(&mut out, text, start, at);
    out
}

fn push<'t>(out: &mut Vec<&'t str>, text: &'t str, start: usize, end: usize) {
    if let Some(line) = text.get(start..end).map(str::trim).filter(|l| !l.is_empty()) {
        out.push(line);
    }
}

/// Whether `line` is the rest of `previous`.
fn runs_on(previous: &str, line: &str) -> bool {
    let (Some(last), Some(first)) = (previous.chars().next_back(), line.chars().next()) else { return false };
    if line.starts_with('|') || "。！？；：.!?;:”\"｜|".contains(last) || super::marker::mark(line).is_some() {
        return false;
    }
    let width: usize = previous.chars().take(200).count();
    match (last, first) {
        (',' | '，' | '、', _) => true,
        (_, f) if f.is_ascii_lowercase() => width >= 45,
        (l, f) if l.is_ascii() && f.is_ascii_alphanumeric() => (60..=110).contains(&width),
        (l, f) if is_han(l) && is_han(f) => (25..=60).contains(&width),
        _ => false,
    }
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Character references that were escaped twice and so stand in the printed text.
pub(super) fn without_entities(text: String) -> String {
    if !text.contains('&') || !text.contains(';') {
        return text;
    }
    let mut text = text;
    for (name, character) in [
        ("&nbsp;", " "),
        ("&emsp;", " "),
        ("&ensp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&#39;", "'"),
        ("&#34;", "\""),
        ("&ldquo;", "“"),
        ("&rdquo;", "”"),
        ("&lsquo;", "‘"),
        ("&rsquo;", "’"),
        ("&middot;", "·"),
        ("&bull;", "•"),
        ("&mdash;", "—"),
        ("&ndash;", "–"),
        ("&hellip;", "…"),
        ("&amp;", "&"),
    ] {
        if text.contains(name) {
            text = text.replace(name, character);
        }
    }
    text
}

/// Tags that occur astray in text files.
const STRAY: &[&str] =
    &["</", "<p>", "<br", "<b>", "<a ", "<div", "<h1", "<h2", "<h3", "<li", "<ul", "<span", "<strong", "<font", "<u>", "<i>"];

pub(super) fn read(text: &str, page: &mut Page) {
    let tokenizer = html::tokenizer(page);
    for line in text.lines() {
        let lower = if line.contains('<') { line.to_ascii_lowercase() } else { String::new() };
        if STRAY.iter().any(|s| lower.contains(s)) || (line.contains('&') && line.contains(';')) {
            html::feed(&tokenizer, line);
        } else {
            tokenizer.sink.0.borrow_mut().characters(line);
        }
        let mut page = tokenizer.sink.0.borrow_mut();
        if line.trim().is_empty() {
            page.flush();
        } else {
            page.line_break();
        }
    }
    tokenizer.end();
    drop(tokenizer);
    page.finish();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_broken_for_width_are_joined_and_others_kept() {
        let wrapped = "We use the information that you give us when you create an account to\noperate the service.\nSecond line.";
        assert_eq!(lines(wrapped).len(), 2);
        assert_eq!(lines("一、收集\n手机号\n姓名"), ["一、收集", "手机号", "姓名"]);
        assert_eq!(lines("设备型号、\n操作系统").len(), 1);
        assert_eq!(lines("a\n\nb"), ["a", "b"]);
    }
}
