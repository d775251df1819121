//! Numbers, periods and dates as policies write them.

const NUMERALS: &str = "0123456789一二三四五六七八九十百两〇零";

/// A number with its unit in folded text: "36个月", "90 days".
pub(super) fn period(folded: &str) -> Option<String> {
    for unit in ["个月", "個月", "年", "天", "日", " days", " months", " years", " day", " month", " year", " weeks"] {
        for (at, _) in folded.match_indices(unit) {
            let number = number_before(folded, at);
            // "seven years", as written.
            if number.is_empty() && unit.starts_with(' ') {
                let word = folded.get(..at).unwrap_or_default().trim_end_matches(')').rsplit([' ', '(']).next().unwrap_or_default();
                if word != "a" && english_number(word).is_some() {
                    return Some(format!("{word}{unit}"));
                }
            }
            // "2019年" is a date.
            if !number.is_empty() && number.chars().count() <= 4 && !(unit == "年" && number.len() == 4 && number.is_ascii()) {
                return Some(format!("{number}{unit}"));
            }
        }
    }
    None
}

fn number_before(text: &str, at: usize) -> String {
    let head: Vec<char> = text.get(..at).unwrap_or_default().chars().rev().take_while(|c| NUMERALS.contains(*c)).collect();
    head.into_iter().rev().collect()
}

/// The time within which an answer is promised, with the number in digits.
pub(super) fn days(folded: &str) -> Option<String> {
    for unit in [
        "个工作日",
        "個工作日",
        "个自然日",
        "工作日",
        "日内",
        "日內",
        "天内",
        "天內",
        "天之内",
        "日之内",
        "天",
        "个月内",
        "个月",
        "周内",
        " business days",
        " working days",
        " calendar days",
        " days",
        " business day",
        " working day",
        " hours",
        " weeks",
        " months",
        " month",
        "个小时",
        "小时",
    ] {
        for (at, _) in folded.match_indices(unit) {
            let number = number_before(folded, at);
            let number = if number.is_empty() { english_number(folded.get(..at).unwrap_or_default()) } else { digits(&number) };
            if let Some(n) = number {
                return Some(format!("{n}{}", unit.trim_end_matches(['内', '內']).trim_end_matches('之')));
            }
        }
    }
    None
}

fn english_number(head: &str) -> Option<u32> {
    let word = head.trim_end_matches(')').rsplit([' ', '(']).next()?;
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen",
    ]
    .iter()
    .position(|w| *w == word)
    .and_then(|n| u32::try_from(n).ok())
    .or(match word {
        "a" => Some(1),
        "twenty" => Some(20),
        "thirty" => Some(30),
        "forty" => Some(40),
        "sixty" => Some(60),
        "ninety" => Some(90),
        _ => word.parse().ok(),
    })
}

/// 十五 and 15 are the same number.
fn digits(number: &str) -> Option<u32> {
    if let Ok(n) = number.parse() {
        return Some(n);
    }
    let (mut total, mut unit) = (0u32, 0u32);
    for c in number.chars() {
        match c {
            '十' => {
                total = total.saturating_add(unit.max(1).saturating_mul(10));
                unit = 0;
            }
            '百' => {
                total = total.saturating_add(unit.max(1).saturating_mul(100));
                unit = 0;
            }
            '两' => unit = 2,
            '零' => unit = 0,
            _ => unit = u32::try_from("〇一二三四五六七八九".chars().position(|d| d == c)?).ok()?,
        }
    }
    Some(total.saturating_add(unit))
}

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sept",
    "sep",
    "oct",
    "nov",
    "dec",
];

/// The first calendar date, as written, and the byte where it begins.
pub(super) fn date(raw: &str) -> Option<(usize, String)> {
    // No date without the digits or numerals of a year.
    if !raw.contains(['0', '1', '2', '9', '二', '〇', '０', '２']) {
        return None;
    }
    let starts = raw.char_indices().take(600).filter(|(at, c)| {
        (c.is_alphanumeric())
            && !raw.get(..*at).and_then(|b| b.chars().next_back()).is_some_and(|b| b.is_ascii_alphanumeric() && c.is_ascii_alphanumeric())
    });
    starts.map(|(at, _)| at).find_map(|at| {
        let rest = raw.get(at..)?;
        let length = year_first(rest)
            .or_else(|| year_last(rest))
            .or_else(|| month_year(rest))
            .or_else(|| han(rest))
            .or_else(|| republic(rest))
            .or_else(|| month_named(rest))?;
        Some((at, rest.get(..length)?.trim_end().to_owned()))
    })
}

/// A run of digits: its value and length, and what follows it.
fn number(text: &str, longest: usize) -> Option<(u32, usize)> {
    let n = text.bytes().take_while(u8::is_ascii_digit).count();
    if n == 0 || n > longest { None } else { Some((text.get(..n)?.parse().ok()?, n)) }
}

fn year(n: u32) -> bool {
    (1990..=2099).contains(&n)
}

/// 民國112年10月1日: years since 1912, as Taiwan counts them.
fn republic(text: &str) -> Option<usize> {
    let era = ["民國", "民国"].into_iter().find(|e| text.starts_with(e))?;
    let mut at = era.len();
    for (unit, longest) in [('年', 3), ('月', 2), ('日', 2)] {
        let rest = text.get(at..)?;
        let blank = rest.len().saturating_sub(rest.trim_start().len());
        let Some((_, n)) = number(rest.trim_start(), longest) else { break };
        let after = at.saturating_add(blank).saturating_add(n);
        let Some(tail) = text.get(after..).map(str::trim_start).filter(|t| t.starts_with(unit)) else { break };
        at = text.len().saturating_sub(tail.len()).saturating_add(unit.len_utf8());
    }
    (at > era.len()).then_some(at)
}

fn gap(text: &str, marks: &[char]) -> Option<usize> {
    let mut marked = false;
    let n: usize = text
        .chars()
        .take_while(|c| {
            let mark = marks.contains(c) && !marked;
            marked |= mark;
            mark || c.is_whitespace()
        })
        .map(char::len_utf8)
        .sum();
    marked.then_some(n)
}

/// 2024-03-15, 2024/3/15, 2024.3, 2024年3月15日, 20240315.
fn year_first(text: &str) -> Option<usize> {
    if let Some((n, 8)) = number(text, 8) {
        let (y, m, d) = (n / 10_000, n / 100 % 100, n % 100);
        return (year(y) && (1..=12).contains(&m) && (1..=31).contains(&d)).then_some(8);
    }
    let (y, mut at) = number(text, 4).filter(|(y, _)| year(*y))?;
    let _ = y;
    at = at.checked_add(gap(text.get(at..)?, &['年', '-', '/', '.', '－', '—'])?)?;
    let (month, n) = number(text.get(at..)?, 2).filter(|(m, _)| (1..=12).contains(m))?;
    let _ = month;
    at = at.checked_add(n)?;
    let Some(day) = gap(text.get(at..)?, &['月', '-', '/', '.', '－', '—']) else { return Some(at) };
    let Some((_, n)) = text.get(at.checked_add(day)?..).and_then(|t| number(t, 2)).filter(|(d, _)| (1..=31).contains(d)) else {
        return Some(if text.get(at..)?.trim_start().starts_with('月') { at.checked_add(day)? } else { at });
    };
    at = at.checked_add(day)?.checked_add(n)?;
    let end = gap(text.get(at..)?, &['日', '号']).unwrap_or(0);
    at.checked_add(end)
}

/// 3/8/2025, 08.03.2025, 3-8-2025.
fn year_last(text: &str) -> Option<usize> {
    let mut at = 0usize;
    for _ in 0..2 {
        let (_, n) = number(text.get(at..)?, 2).filter(|(d, _)| (1..=31).contains(d))?;
        at = at.checked_add(n)?;
        let mark = text.get(at..)?.chars().next().filter(|c| matches!(c, '/' | '.' | '-'))?;
        at = at.checked_add(mark.len_utf8())?;
    }
    let (_, n) = number(text.get(at..)?, 4).filter(|(y, n)| year(*y) && *n == 4)?;
    at.checked_add(n)
}

/// 06/2023
fn month_year(text: &str) -> Option<usize> {
    let (_, n) = number(text, 2).filter(|(m, _)| (1..=12).contains(m))?;
    let rest = text.get(n..)?.strip_prefix('/')?;
    let (_, length) = number(rest, 4).filter(|(y, l)| year(*y) && *l == 4)?;
    n.checked_add(1)?.checked_add(length)
}

/// 二〇二四年三月五日
fn han(text: &str) -> Option<usize> {
    if !text.starts_with('二') {
        return None;
    }
    let digit = |c: char| "〇零○一二三四五六七八九十".contains(c);
    let run = |s: &str| s.chars().take_while(|c| digit(*c)).map(char::len_utf8).sum::<usize>();
    let mut at = run(text);
    if text.get(..at)?.chars().count() != 4 || !text.get(at..)?.starts_with('年') {
        return None;
    }
    at = at.checked_add('年'.len_utf8())?;
    for unit in ['月', '日'] {
        let n = run(text.get(at..)?);
        if n == 0 || !text.get(at.checked_add(n)?..)?.starts_with(unit) {
            break;
        }
        at = at.checked_add(n)?.checked_add(unit.len_utf8())?;
    }
    Some(at)
}

/// March 5, 2024; 5th March 2024; March 2024; 5-Mar-2024.
fn month_named(text: &str) -> Option<usize> {
    let blank = |t: &str| t.bytes().take_while(|b| matches!(b, b' ' | b',' | b'.' | b'-' | b'/')).count();
    let ordinal = |t: &str| if ["st", "nd", "rd", "th"].iter().any(|o| t.starts_with(o)) { 2 } else { 0 };
    let mut at = 0usize;
    if let Some((_, n)) = number(text, 2) {
        at = n.checked_add(ordinal(text.get(n..)?))?;
        let skipped = blank(text.get(at..)?);
        at = at.checked_add(skipped)?;
        if let Some(rest) = text.get(at..).filter(|t| t.starts_with("of ")) {
            let _ = rest;
            at = at.checked_add(3)?;
        }
    }
    let rest = text.get(at..)?;
    let word: String = rest.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    if !MONTHS.contains(&word.as_str()) {
        return None;
    }
    at = at.checked_add(word.len())?;
    at = at.checked_add(blank(text.get(at..)?))?;
    if let Some((_, n)) = number(text.get(at..)?, 2) {
        at = at.checked_add(n)?;
        at = at.checked_add(ordinal(text.get(at..)?))?;
        at = at.checked_add(blank(text.get(at..)?))?;
    }
    let (_, n) = number(text.get(at..)?, 4).filter(|(y, n)| year(*y) && *n == 4)?;
    at.checked_add(n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Folded;

    #[test]
    fn dates_and_days_are_read_as_written() {
        for (text, wanted) in [
            ("更新日期：2024年3月15日", Some("2024年3月15日")),
            ("更新日期：2024 年 3 月 15 日", Some("2024 年 3 月 15 日")),
            ("Last updated: 2 March 2024", Some("2 March 2024")),
            ("Effective as of May 25, 2018.", Some("May 25, 2018")),
            ("Effective 3/8/2025", Some("3/8/2025")),
            ("Rev. 06/2023", Some("06/2023")),
            ("as of 1st of June, 2020", Some("1st of June, 2020")),
            ("2026-03-12 起生效", Some("2026-03-12")),
            ("版本：20240315", Some("20240315")),
            ("二〇二四年三月生效", Some("二〇二四年三月")),
            ("Updated June 2021", Some("June 2021")),
            ("第 2024 条", None),
            ("version 1.2.2024 beta 12345678", Some("1.2.2024")),
            ("call 2020304050", None),
            ("自民國112年10月1日起適用", Some("民國112年10月1日")),
        ] {
            assert_eq!(date(text).map(|d| d.1).as_deref(), wanted, "{text}");
        }
        for (text, wanted) in [
            ("我们将在十五个工作日内答复", Some("15个工作日")),
            ("7天内回复", Some("7天")),
            ("we answer within seven days", Some("7 days")),
            ("within one month", Some("1 month")),
            ("一个月内", Some("1个月")),
            ("we reply soon", None),
        ] {
            assert_eq!(days(&Folded::new(text).text).as_deref(), wanted, "{text}");
        }
    }
}
