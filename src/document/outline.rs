//! The outline that an author wrote with numbers and short lines instead of markup, and the headings above every block.

use super::plain::is_han;
use super::{Block, BlockKind};

/// What the mark at the beginning of a line numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// A numbered part; its level among headings.
    Part(u8),
    /// A bullet or a number of the kind that lists use.
    Item,
}

const HAN_NUMBERS: &str = "一二三四五六七八九十百零〇";

/// The mark at the beginning of a line, and its length in bytes.
pub(super) fn marker(line: &str) -> Option<(Marker, usize)> {
    let body = line.trim_start_matches(['*', '#', ' ', '_', '【']);
    let skipped = line.len().saturating_sub(body.len());
    let run = |s: &str, ok: &dyn Fn(char) -> bool| s.chars().take_while(|c| ok(*c)).map(char::len_utf8).sum::<usize>();
    let han = |c: char| HAN_NUMBERS.contains(c);
    let digit = |c: char| c.is_ascii_digit();
    let after = |s: &'_ str, n: usize| s.get(n..).and_then(|r| r.chars().next());
    let found = |m: Marker, n: usize| Some((m, skipped.saturating_add(n)));
    let first = body.chars().next()?;
    if first == '第' {
        let rest = body.get(first.len_utf8()..)?;
        let n = run(rest, &|c| han(c) || digit(c));
        let unit = after(rest, n)?;
        if n > 0 && "条章节部".contains(unit) {
            return found(Marker::Part(2), first.len_utf8().saturating_add(n).saturating_add(unit.len_utf8()));
        }
        return None;
    }
    if "•·●○■◆▪◦※★-–—‣➢✓√".contains(first) {
        return found(Marker::Item, first.len_utf8());
    }
    if ('\u{2460}'..='\u{2473}').contains(&first) {
        return found(Marker::Item, first.len_utf8());
    }
    if first == '（' || first == '(' {
        let rest = body.get(first.len_utf8()..)?;
        let n_han = run(rest, &han);
        let n = run(rest, &|c| digit(c) || c.is_ascii_lowercase());
        let longest = n_han.max(n);
        let close = after(rest, longest)?;
        if longest > 0 && longest <= 9 && (close == '）' || close == ')') {
            let length = first.len_utf8().saturating_add(longest).saturating_add(close.len_utf8());
            return found(if n_han > 0 { Marker::Part(3) } else { Marker::Item }, length);
        }
        return None;
    }
    let n = run(body, &han);
    if n > 0 && n <= 9 {
        let mark = after(body, n)?;
        return if "、.．，:： ".contains(mark) { found(Marker::Part(2), n.saturating_add(mark.len_utf8())) } else { None };
    }
    let n = run(body, &digit);
    if n > 0 && n <= 2 {
        let mark = after(body, n)?;
        if mark == '.' || mark == '．' {
            let deeper = run(body.get(n..)?, &|c| digit(c) || c == '.' || c == '．');
            let rest = body.get(n.saturating_add(deeper)..)?;
            let dots = body.get(n..n.saturating_add(deeper))?.trim_end_matches(['.', '．']).matches(['.', '．']).count();
            if rest.is_empty() {
                return None;
            }
            let level = u8::try_from(dots.saturating_add(4)).unwrap_or(6).min(6);
            return found(Marker::Part(level), n.saturating_add(deeper));
        }
        if mark == '、' {
            return found(Marker::Part(4), n.saturating_add(mark.len_utf8()));
        }
        if mark == ')' || mark == '）' {
            return found(Marker::Item, n.saturating_add(mark.len_utf8()));
        }
        return None;
    }
    if first.is_ascii_lowercase() {
        let mark = after(body, 1)?;
        let next = body.get(1..)?.chars().nth(1);
        if (mark == ')' || mark == '.') && next.is_some_and(|c| c == ' ' || is_han(c)) {
            return found(Marker::Item, 2);
        }
    }
    None
}

fn looks_like_title(line: &str, numbered: bool) -> bool {
    let line = line.trim_matches(['*', '_', '#', ' ', '【', '】']);
    let Some(last) = line.chars().next_back() else { return false };
    if "。！？；，、.!?;,".contains(last) {
        return false;
    }
    let width = line.chars().count();
    if line.chars().any(is_han) {
        let inner = line.trim_end_matches(['：', ':']);
        let flat = !inner.contains(['。', '；', '，', '：', ':']);
        return flat && width <= if numbered { 32 } else { 18 } && (numbered || !line.ends_with(['：', ':']));
    }
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

/// Gives paragraphs that are titles or list items their kind, and every block the headings above it.
pub(super) fn build(text: &str, blocks: &mut [Block]) {
    let marked = blocks.iter().any(|b| matches!(b.kind, BlockKind::Heading(2..=6)));
    let mut lead: Option<usize> = None;
    let mut in_list = false;
    for index in 0..blocks.len() {
        let Some((line, kind, next)) = blocks.get(index).and_then(|b| {
            let next = blocks.get(index.saturating_add(1)).and_then(|n| text.get(n.range.clone()));
            Some((text.get(b.range.clone())?, b.kind.clone(), next))
        }) else {
            continue;
        };
        if kind != BlockKind::Paragraph {
            (lead, in_list) = (None, false);
            continue;
        }
        let mark = marker(line);
        let title = looks_like_title(line, matches!(mark, Some((Marker::Part(_), _))));
        let item = |lead| BlockKind::ListItem { depth: 1, lead };
        let new = match mark {
            Some((Marker::Item, _)) => {
                in_list = true;
                item(lead)
            }
            Some((Marker::Part(level), _))
                if title && !(in_list && lead.is_some() && level >= 4 && next.is_some_and(|n| sibling(line, n))) =>
            {
                (lead, in_list) = (None, false);
                BlockKind::Heading(level)
            }
            Some((Marker::Part(level), _)) if level >= 4 && lead.is_some() => {
                in_list = true;
                item(lead)
            }
            Some(_) => {
                (lead, in_list) = (None, false);
                BlockKind::Paragraph
            }
            // A short line below an introduction is an item of its list.
            None if title && lead.is_some() && !introduces(line) => {
                in_list = true;
                item(lead)
            }
            None if title && next.is_some_and(|n| n.chars().count() > line.chars().count()) && !introduces(line) => {
                (lead, in_list) = (None, false);
                BlockKind::Heading(if marked { 6 } else { 5 })
            }
            None => {
                (lead, in_list) = (None, false);
                BlockKind::Paragraph
            }
        };
        let is_heading = matches!(new, BlockKind::Heading(_));
        if introduces(line) && (!in_list || lead.is_none()) {
            lead = Some(index);
        } else if is_heading {
            lead = None;
        }
        if let Some(b) = blocks.get_mut(index) {
            b.kind = new;
        }
    }
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

/// Two lines with the same kind of mark.
fn sibling(a: &str, b: &str) -> bool {
    matches!((marker(a), marker(b)), (Some((x, _)), Some((y, _))) if x == y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_parts_and_items() {
        for (line, wanted) in [
            ("一、我们如何收集", Some(Marker::Part(2))),
            ("（二）共享", Some(Marker::Part(3))),
            ("第三条 定义", Some(Marker::Part(2))),
            ("1. Data we collect", Some(Marker::Part(4))),
            ("2.3 Cookies", Some(Marker::Part(5))),
            ("（1）手机号", Some(Marker::Item)),
            ("a) name", Some(Marker::Item)),
            ("• name", Some(Marker::Item)),
            ("①姓名", Some(Marker::Item)),
            ("一般情况下", None),
            ("3 days", None),
            ("We collect", None),
        ] {
            assert_eq!(marker(line).map(|m| m.0), wanted, "{line}");
        }
    }
}
