//! The mark at the beginning of a line: the numbers and bullets with which authors order what has no markup.

use super::plain::is_han;

/// What a mark numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// A part; its level among headings, which may be deeper than the six of HTML.
    Part(u8),
    /// A bullet, or a number of the kind that lists use.
    Item,
}

/// A mark as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub marker: Marker,
    /// How it is written; marks of one row are written alike.
    pub style: Style,
    /// Its number, or the last of its numbers (`3` in `2.3`).
    pub number: Option<u32>,
    /// Length in bytes, what stands before it included.
    pub length: usize,
}

/// How a mark is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// 第三条
    Article,
    /// 一、
    Han,
    /// （一）
    HanInBrackets,
    /// 1.  2.3  with so many numbers
    Dotted(u8),
    /// 1、
    Digit,
    /// 1)
    DigitAndBracket,
    /// （1） (a)
    InBrackets,
    /// a.
    Letter,
    Bullet(char),
    Circled,
}

const HAN_NUMBERS: &str = "一二三四五六七八九十百零〇";

fn han_number(digits: &str) -> Option<u32> {
    let mut total = 0u32;
    let mut last = 0u32;
    for c in digits.chars() {
        match c {
            '百' => total = total.checked_add(last.max(1).checked_mul(100)?)?,
            '十' => total = total.checked_add(last.max(1).checked_mul(10)?)?,
            '零' | '〇' => {}
            _ => {
                last = u32::try_from("一二三四五六七八九".chars().position(|n| n == c)?).ok()?.checked_add(1)?;
                continue;
            }
        }
        last = 0;
    }
    total.checked_add(last)
}

fn number(digits: &str) -> Option<u32> {
    digits.parse().ok().or_else(|| han_number(digits))
}

/// Bytes at the beginning of `s` whose characters pass.
fn run(s: &str, ok: impl Fn(char) -> bool) -> usize {
    s.chars().take_while(|c| ok(*c)).map(char::len_utf8).sum()
}

fn is_han_number(c: char) -> bool {
    HAN_NUMBERS.contains(c)
}

/// The mark at the beginning of a line; of two (`1. （1）`, where a list was numbered twice) the second.
pub(super) fn mark(line: &str) -> Option<Mark> {
    let outer = one(line)?;
    let rest = line.get(outer.length..).unwrap_or_default();
    match one(rest) {
        Some(inner) if outer.number.is_some() && inner.number.is_some() => {
            Some(Mark { length: outer.length.saturating_add(inner.length), ..inner })
        }
        _ => Some(outer),
    }
}

fn one(line: &str) -> Option<Mark> {
    let body = line.trim_start_matches(['*', '#', ' ', '_', '【']);
    let skipped = line.len().saturating_sub(body.len());
    let digit = |c: char| c.is_ascii_digit();
    let char_at = |s: &str, n: usize| s.get(n..).and_then(|r| r.chars().next());
    let found = |marker, style, number, length: usize| Some(Mark { marker, style, number, length: skipped.saturating_add(length) });
    let first = body.chars().next()?;
    let behind = first.len_utf8();
    if first == '第' {
        let rest = body.get(behind..)?;
        let n = run(rest, |c| is_han_number(c) || digit(c));
        let unit = char_at(rest, n)?;
        if n > 0 && "条條章节節部".contains(unit) {
            let length = behind.saturating_add(n).saturating_add(unit.len_utf8());
            return found(Marker::Part(2), Style::Article, number(rest.get(..n)?), length);
        }
        return None;
    }
    if "•·●○■◆▪◦※★-–—‣➢✓√Ø".contains(first) {
        return found(Marker::Item, Style::Bullet(first), None, behind);
    }
    if ('\u{2460}'..='\u{2473}').contains(&first) {
        return found(Marker::Item, Style::Circled, (first as u32).checked_sub(0x245f), behind);
    }
    if first == '（' || first == '(' {
        let rest = body.get(behind..)?;
        let n_han = run(rest, is_han_number);
        let n = run(rest, |c| digit(c) || c.is_ascii_lowercase());
        let longest = n_han.max(n);
        let close = char_at(rest, longest)?;
        if longest > 0 && longest <= 9 && (close == '）' || close == ')') {
            let length = behind.saturating_add(longest).saturating_add(close.len_utf8());
            let value = number(rest.get(..longest)?);
            return if n_han > 0 {
                found(Marker::Part(3), Style::HanInBrackets, value, length)
            } else {
                found(Marker::Item, Style::InBrackets, value, length)
            };
        }
        return None;
    }
    let n = run(body, is_han_number);
    if n > 0 && n <= 9 {
        let after = char_at(body, n)?;
        let length = n.saturating_add(after.len_utf8());
        return if "、.．，:： ".contains(after) { found(Marker::Part(2), Style::Han, number(body.get(..n)?), length) } else { None };
    }
    let n = run(body, digit);
    if n > 0 && n <= 2 {
        let after = char_at(body, n)?;
        let value = number(body.get(..n)?);
        let length = n.saturating_add(after.len_utf8());
        return match after {
            // `1\.` is Markdown's way to write a number that begins no list.
            '\\' if body.get(length..).is_some_and(|r| r.starts_with('.')) => {
                found(Marker::Part(4), Style::Dotted(0), value, length.saturating_add(1))
            }
            '.' | '．' => {
                dotted(body, n).and_then(|(level, dots, value, length)| found(Marker::Part(level), Style::Dotted(dots), value, length))
            }
            '、' => found(Marker::Part(4), Style::Digit, value, length),
            ')' | '）' => found(Marker::Item, Style::DigitAndBracket, value, length),
            _ => None,
        };
    }
    if first.is_ascii_lowercase() {
        let after = char_at(body, 1)?;
        let next = body.get(1..)?.chars().nth(1);
        if (after == ')' || after == '.') && next.is_some_and(|c| c == ' ' || is_han(c)) {
            return found(Marker::Item, Style::Letter, None, 2);
        }
    }
    None
}

/// `1.` or `2.3`, whose first number has `n` digits: level, how many numbers, the last of them, length.
fn dotted(body: &str, n: usize) -> Option<(u8, u8, Option<u32>, usize)> {
    let deeper = run(body.get(n..)?, |c| c.is_ascii_digit() || c == '.' || c == '．');
    let length = n.saturating_add(deeper);
    body.get(length..).filter(|rest| !rest.is_empty())?;
    let numbers = body.get(..length)?.trim_end_matches(['.', '．']);
    let dots = u8::try_from(numbers.matches(['.', '．']).count()).unwrap_or(u8::MAX);
    let last = numbers.rsplit(['.', '．']).next().and_then(number);
    Some((dots.saturating_add(4), dots, last, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_parts_and_items() {
        for (line, wanted) in [
            ("一、我们如何收集", Some((Marker::Part(2), Some(1)))),
            ("二十一、其他", Some((Marker::Part(2), Some(21)))),
            ("（二）共享", Some((Marker::Part(3), Some(2)))),
            ("第三条 定义", Some((Marker::Part(2), Some(3)))),
            ("1. Data we collect", Some((Marker::Part(4), Some(1)))),
            ("2.3 Cookies", Some((Marker::Part(5), Some(3)))),
            ("1.1.1.2 密码", Some((Marker::Part(7), Some(2)))),
            ("1. （2）相机权限", Some((Marker::Item, Some(2)))),
            ("2\\. 服务内容", Some((Marker::Part(4), Some(2)))),
            ("（1）手机号", Some((Marker::Item, Some(1)))),
            ("a) name", Some((Marker::Item, None))),
            ("• name", Some((Marker::Item, None))),
            ("①姓名", Some((Marker::Item, Some(1)))),
            ("一般情况下", None),
            ("3 days", None),
            ("We collect", None),
        ] {
            assert_eq!(mark(line).map(|m| (m.marker, m.number)), wanted, "{line}");
        }
    }
}
