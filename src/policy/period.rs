//! Numbers, periods and dates as policies write them.

use crate::document::Folded;

pub(super) const NUMERALS: &str = "0123456789一二三四五六七八九十百两〇";

/// A number with its unit: "36个月", "90 days".
pub(super) fn period(raw: &str) -> Option<String> {
    let folded = Folded::new(raw).text;
    for unit in ["个月", "年", "天", "日", " days", " months", " years", " day", " month", " year"] {
        for (at, _) in folded.match_indices(unit) {
            let number = number_before(&folded, at);
            if !number.is_empty() && number.chars().count() <= 4 {
                return Some(format!("{number}{unit}"));
            }
        }
    }
    None
}

pub(super) fn number_before(text: &str, at: usize) -> String {
    let head: Vec<char> = text.get(..at).unwrap_or_default().chars().rev().take_while(|c| NUMERALS.contains(*c)).collect();
    head.into_iter().rev().collect()
}

/// The time within which an answer is promised, with the number in digits.
pub(super) fn days(folded: &str) -> Option<String> {
    for unit in [
        "个工作日",
        "个自然日",
        "工作日",
        "日内",
        "天内",
        "天之内",
        "日之内",
        "天",
        " business days",
        " working days",
        " calendar days",
        " days",
        " business day",
        " hours",
        "小时",
    ] {
        for (at, _) in folded.match_indices(unit) {
            let number = number_before(folded, at);
            let number = if number.is_empty() { english_number(folded.get(..at).unwrap_or_default()) } else { digits(&number) };
            if let Some(n) = number {
                return Some(format!("{n}{}", unit.trim_end_matches('内').trim_end_matches("之")));
            }
        }
    }
    None
}

pub(super) fn english_number(head: &str) -> Option<u32> {
    let word = head.trim_end_matches(')').rsplit([' ', '(']).next()?;
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen",
    ]
    .iter()
    .position(|w| *w == word)
    .and_then(|n| u32::try_from(n).ok())
    .or(match word {
        "twenty" => Some(20),
        "thirty" => Some(30),
        "sixty" => Some(60),
        "ninety" => Some(90),
        _ => word.parse().ok(),
    })
}

/// 十五 and 15 are the same number.
pub(super) fn digits(number: &str) -> Option<u32> {
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
            _ => unit = u32::try_from("〇一二三四五六七八九".chars().position(|d| d == c)?).ok()?,
        }
    }
    Some(total.saturating_add(unit))
}

pub(super) const MONTHS: &[&str] = &[
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
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
];

/// A calendar date as written.
pub(super) fn date(raw: &str) -> Option<String> {
    let chars: Vec<char> = raw.chars().take(600).collect();
    for at in 0..chars.len() {
        let rest = chars.get(at..)?;
        let year: String = rest.iter().take(4).collect();
        if !(year.len() == 4 && (year.starts_with("20") || year.starts_with("19")) && year.bytes().all(|b| b.is_ascii_digit())) {
            continue;
        }
        let tail: String = rest.iter().skip(4).take(12).collect();
        let mark = tail.trim_start().chars().next();
        if matches!(mark, Some('年' | '-' | '/' | '.')) {
            let digits = tail.chars().filter(char::is_ascii_digit).count();
            if digits >= 2 {
                let mut out = year;
                let mut numbers = 0u8;
                let mut in_number = false;
                for c in tail.chars() {
                    if c.is_ascii_digit() {
                        numbers = numbers.saturating_add(u8::from(!in_number));
                        if numbers > 2 {
                            break;
                        }
                        in_number = true;
                    } else {
                        in_number = false;
                        if !matches!(c, '年' | '月' | '日' | '-' | '/' | '.' | ' ') || (numbers == 2 && c != '日' && c != ' ') {
                            break;
                        }
                    }
                    out.push(c);
                    if c == '日' {
                        break;
                    }
                }
                return Some(out.trim().trim_end_matches(['.', '-', '/']).to_owned());
            }
        }
        let start = at.saturating_sub(20);
        let head: String = chars.get(start..at)?.iter().collect();
        let lower = head.to_ascii_lowercase();
        let month = MONTHS.iter().filter_map(|m| lower.rfind(m).map(|p| (p, *m))).max_by_key(|(p, m)| (*p, m.len()));
        if let Some((p, _)) = month {
            let before = head.get(..p).unwrap_or_default().trim_end();
            let day: String =
                before.chars().rev().take_while(|c| c.is_ascii_alphanumeric()).collect::<Vec<_>>().into_iter().rev().collect();
            let from = if day.starts_with(|c: char| c.is_ascii_digit()) { before.len().saturating_sub(day.len()) } else { p };
            return Some(format!("{}{year}", head.get(from..).unwrap_or_default()));
        }
    }
    None
}
