//! Promised times and dates as people write them: 十五个工作日, 30天, "seven days", 2024年3月15日, "10 January 2024".

/// A promised time for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    pub days: u32,
    pub working: bool,
}

impl Promise {
    /// Longer than 15 working days (method, item 6.3). 15 working days span 21 calendar days, so up to 21 plain days are within the limit.
    pub fn over_fifteen_working_days(self) -> bool {
        self.days > if self.working { 15 } else { 21 }
    }
}

/// Reads the longest promise in a phrase. A bare number counts as working days, the unit of the rule.
pub fn promise(text: &str) -> Option<Promise> {
    let text = text.to_lowercase();
    let chars: Vec<char> = text.chars().collect();
    let mut best: Option<Promise> = None;
    let mut bare = None;
    let mut at = 0;
    while at < chars.len() {
        let (Some(value), after) = number(&chars, at) else {
            at += 1;
            continue;
        };
        let tail: String = chars[after..].iter().take(24).collect();
        match unit(&tail) {
            Some((factor, working)) => {
                let found = Promise { days: value.saturating_mul(factor), working };
                if best.is_none_or(|b| found.days > b.days) {
                    best = Some(found);
                }
            }
            None => bare = bare.or(Some(value)),
        }
        at = after.max(at + 1);
    }
    best.or(bare.filter(|_| text.trim().chars().count() <= 4).map(|days| Promise { days, working: true }))
}

/// Days in one unit, and whether they are working days.
fn unit(tail: &str) -> Option<(u32, bool)> {
    // "thirty (30) days" repeats the number: the brackets are skipped.
    let tail = tail.trim_start_matches([')', '）', ' ', '-', '个', '(', '（']);
    if tail.starts_with("工作日") || tail.starts_with("working day") || tail.starts_with("business day") {
        return Some((1, true));
    }
    for (word, days) in [
        ("天", 1),
        ("日", 1),
        ("day", 1),
        ("calendar day", 1),
        ("自然日", 1),
        ("周", 7),
        ("星期", 7),
        ("week", 7),
        ("月", 30),
        ("month", 30),
    ] {
        if tail.starts_with(word) {
            return Some((days, false));
        }
    }
    None
}

/// The number that begins at `at`, and where it ends.
fn number(chars: &[char], at: usize) -> (Option<u32>, usize) {
    let run = |keep: fn(char) -> bool| {
        let mut end = at;
        while end < chars.len() && keep(chars[end]) {
            end += 1;
        }
        end
    };
    let digits = run(|c| c.is_ascii_digit());
    if digits > at {
        let word: String = chars[at..digits].iter().collect();
        return (word.parse().ok(), digits);
    }
    let han = run(|c| "零〇一二两三四五六七八九十廿卅百".contains(c));
    if han > at {
        return (chinese(&chars[at..han]), han);
    }
    if at > 0 && chars[at - 1].is_alphabetic() {
        return (None, at);
    }
    let word_end = run(|c| c.is_ascii_alphabetic() || c == '-');
    let word: String = chars[at..word_end].iter().collect();
    (english(&word), word_end)
}

fn chinese(chars: &[char]) -> Option<u32> {
    let (mut total, mut digit) = (0u32, None);
    for &c in chars {
        match c {
            '十' => total = total.checked_add(digit.take().unwrap_or(1) * 10)?,
            '廿' => total = total.checked_add(20)?,
            '卅' => total = total.checked_add(30)?,
            '百' => total = total.checked_add(digit.take().unwrap_or(1) * 100)?,
            '两' => digit = Some(2),
            '零' | '〇' => digit = Some(0),
            _ => digit = Some("一二三四五六七八九".chars().position(|d| d == c)? as u32 + 1),
        }
    }
    total.checked_add(digit.unwrap_or(0))
}

fn english(word: &str) -> Option<u32> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [(&str, u32); 5] = [("twenty", 20), ("thirty", 30), ("forty", 40), ("sixty", 60), ("ninety", 90)];
    if let Some(n) = ONES.iter().position(|w| *w == word) {
        return Some(n as u32);
    }
    let (ten, one) = word.split_once('-').unwrap_or((word, "zero"));
    let ten = TENS.iter().find(|(w, _)| *w == ten)?.1;
    Some(ten + ONES.iter().position(|w| *w == one)? as u32)
}

/// A date as `YYYY-MM-DD`, the form in which dates compare as text. A month alone is its first day.
pub fn date(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = text.to_lowercase();
    let mut numbers: Vec<u32> = Vec::new();
    let mut month = None;
    for token in lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|t| !t.is_empty()) {
        let digits: String = token.chars().take_while(char::is_ascii_digit).collect();
        if let Ok(n) = digits.parse::<u32>() {
            numbers.push(n);
        } else if let Some(m) = MONTHS.iter().position(|m| token.starts_with(m)) {
            month = Some(m as u32 + 1);
        }
    }
    let year = *numbers.iter().find(|n| (2000..2100).contains(*n))?;
    let rest: Vec<u32> = numbers.iter().copied().filter(|n| *n != year).collect();
    let (month, day) = match month {
        Some(m) => (m, rest.first().copied().unwrap_or(1)),
        // Without a month's name only year-first order is unambiguous.
        None if numbers.first() == Some(&year) => (*rest.first()?, rest.get(1).copied().unwrap_or(1)),
        None => return None,
    };
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promises_in_both_languages() {
        for (text, days, working, over) in [
            ("十五个工作日", 15, true, false),
            ("30天", 30, false, true),
            ("三十日内", 30, false, true),
            ("二十个工作日", 20, true, true),
            ("20天", 20, false, false),
            ("15 days", 15, false, false),
            ("seven days", 7, false, false),
            ("thirty (30) days", 30, false, true),
            ("within twenty-five business days", 25, true, true),
            ("一个月", 30, false, true),
            ("2 weeks", 14, false, false),
            ("15", 15, true, false),
            ("30", 30, true, true),
            ("一百二十天", 120, false, true),
        ] {
            let got = promise(text);
            assert_eq!(got, Some(Promise { days, working }), "{text}");
            assert_eq!(got.unwrap().over_fifteen_working_days(), over, "{text}");
        }
        assert_eq!(promise("we answer soon"), None);
        assert_eq!(promise("尽快答复"), None);
    }

    #[test]
    fn dates_in_both_languages() {
        for (text, want) in [
            ("2024年3月15日", Some("2024-03-15")),
            ("10 January 2024", Some("2024-01-10")),
            ("March 2, 2024", Some("2024-03-02")),
            ("2023-12-01", Some("2023-12-01")),
            ("2023年8月", Some("2023-08-01")),
            ("03/04/2024", None),
            ("soon", None),
        ] {
            assert_eq!(date(text).as_deref(), want, "{text}");
        }
    }
}
