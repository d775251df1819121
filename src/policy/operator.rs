//! The name of the one who runs the app, cut out of the sentence that says it.

use super::lexicon::{Cue, Sense};
use super::line::Line;
use super::product::is_common;

/// What may not stand inside a name.
const MARKS: &str = "，。；：、（）()“”\"「」『』[]【】《》<>|\n\t,;:!?！？";
/// Chinese words after which a company's name begins.
const BEFORE: &[&str] =
    &["是由", "由", "系", "本协议为", "运营者为", "主体为", "公司为", "开发者为", "是", "即", "及其", "欢迎使用", "感谢您使用", "为"];
const LONGEST: usize = 40;

/// A company's name: from the mark or word before it up to its ending.
pub(super) fn company(raw: &str, line: &Line) -> Option<String> {
    let endings = line.hits.iter().filter(|h| h.sense == Sense::Cue(Cue::Company));
    endings.filter_map(|h| before(raw, line, h.start, h.end)).next()
}

fn before(raw: &str, line: &Line, start: usize, end: usize) -> Option<String> {
    let range = line.printed(start..end);
    let head = raw.get(..range.start)?;
    let mut ending = raw.get(range.clone())?.to_owned();
    if raw.get(range.end..).is_some_and(|r| r.starts_with('.')) && ending.is_ascii() {
        ending.push('.');
    }
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    if ending.chars().any(han) {
        // A place in brackets belongs to the name: 甲（北京）科技有限公司.
        let mut from = head.len();
        let mut inside = false;
        for (at, c) in head.char_indices().rev().take(LONGEST) {
            match c {
                '）' | ')' if !inside => inside = true,
                '（' | '(' if inside => inside = false,
                c if MARKS.contains(c) || c.is_whitespace() => break,
                _ => {}
            }
            from = at;
        }
        let mut stem = head.get(from..)?;
        if inside {
            stem = stem.rsplit(['）', ')']).next()?;
        }
        for word in BEFORE {
            if let Some((left, right)) = stem.rsplit_once(word)
                && right.chars().count() >= 2
                && !left.ends_with('华')
            {
                stem = right;
            }
        }
        let stem = stem.trim();
        return (stem.chars().count() >= 2).then(|| format!("{stem}{}", ending.trim_end_matches(['（', '('])));
    }
    // English: the capitalised words before the ending.
    let mut words: Vec<&str> = Vec::new();
    for word in head.split_whitespace().rev().take(8) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let proper = bare.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        let joint = !words.is_empty() && matches!(word, "of" | "and" | "&" | "the" | "+");
        if !proper && !joint && word != "&" {
            break;
        }
        words.push(word.trim_start_matches(['(', '"', '“', '‘']));
        if word.starts_with(['(', '"', '“']) {
            break;
        }
    }
    while words.last().is_some_and(|w| w.chars().next().is_some_and(char::is_lowercase) || *w == "&") {
        words.pop();
    }
    let first = words.last()?;
    // "We Inc" is none, and neither is the first word of a sentence alone.
    let pronoun = matches!(*first, "We" | "Our" | "The" | "This" | "These" | "In" | "If" | "Your" | "You" | "For" | "Any" | "All");
    if pronoun && words.len() < 2 {
        return None;
    }
    let proper = ending.chars().next().is_some_and(|c| c.is_uppercase() || head.trim_end().ends_with(',') || ending == "plc");
    words.reverse();
    proper.then(|| format!("{} {ending}", words.join(" ").trim_end_matches(',')).trim().to_owned())
}

/// The name that follows "created by", or stands before "built the": a person's, too.
pub(super) fn named_after(raw: &str, line: &Line) -> Option<String> {
    for hit in line.hits.iter().filter(|h| h.sense == Sense::Cue(Cue::OperatorNamed)) {
        let range = line.printed(hit.start..hit.end);
        let cue = line.folded.text.get(hit.start..hit.end)?;
        let (before, after) = (raw.get(..range.start)?, raw.get(range.end..)?);
        let name = if matches!(cue, "built the" | "is the controller" | "is the operator of") || cue.ends_with(" developer") {
            let name =
                before.trim().trim_end_matches([',', '，']).trim_end_matches(" is").trim_end_matches(" an").trim_end_matches(" is an");
            let name = name.trim_end_matches(',').rsplit([',', '.', ':', '(']).next()?;
            name.rsplit(" by ").next().map(str::trim)
        } else if ["个人开发者", "独立开发者"].contains(&cue) {
            let after = after.trim_start_matches(['：', ':', ' ', '“', '（']);
            after.split(|c: char| MARKS.contains(c)).next().map(|n| n.trim_start_matches(['为', '是'])).filter(|n| n.chars().count() <= 12)
        } else {
            let after = after.trim_start_matches(['：', ':', ' ', '\u{a0}', '“', '"']);
            let end = after.find(|c: char| MARKS.contains(c)).unwrap_or(after.len());
            after.get(..end)
        };
        let Some(name) = name.map(|n| n.trim().trim_end_matches(['.', '。'])).filter(|n| !n.is_empty()) else { continue };
        let first = name.chars().next()?;
        let proper = !first.is_ascii() || first.is_uppercase() || cue.ends_with([':', '：']) || cue == "built the";
        let known = line.names.iter().any(|n| line.printed(n.clone()).start.abs_diff(range.end) <= 3 && !is_common(raw, line, n));
        if proper && !known && name.chars().count() <= 60 {
            return Some(name.split(" as an ").next().unwrap_or(name).to_owned());
        }
    }
    None
}
