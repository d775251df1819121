//! Names that stand together in a sentence: rows of names, examples of a kind, the suppliers of a service. One that is known shows what
//! the others are.

use std::ops::Range;

use super::lexicon::{Cue, Hit, Lexicon, Sense, Who};
use super::line::Line;
use super::product::is_name;

/// Names side by side with known ones before "SDK" or in its brackets, or in quotation marks behind it: "极光、小米、华为的推送SDK",
/// 第三方SDK“甲、乙”.
pub(super) fn beside(lexicon: &Lexicon, raw: &str, line: &Line, known: &[(String, Range<usize>)]) -> Vec<(String, Range<usize>)> {
    let text = line.folded.text.as_str();
    let mut out = Vec::new();
    let mut take = |start: usize, end: usize| {
        let piece = text.get(start..end).unwrap_or_default();
        // "甲有限公司（甲": what it is called stands in the brackets.
        let head = piece.rfind(['（', '(']).and_then(|i| Some(i.saturating_add(piece.get(i..)?.chars().next()?.len_utf8()))).unwrap_or(0);
        let piece = piece.get(head..).unwrap_or_default();
        let skipped = piece.len().saturating_sub(piece.trim_start().len());
        let start = start.saturating_add(head).saturating_add(skipped);
        let end = start.saturating_add(piece.trim().len());
        let width = piece.trim().chars().count();
        if piece.contains(['）', ')', '"', '：'])
            || ["信息", "数据", "功能", "服务", "权限", "名", "号", "码", "账户", "地址", "时间"].iter().any(|w| piece.trim().ends_with(w))
        {
            return;
        }
        let other =
            |h: &Hit| matches!(h.sense, Sense::Data(_) | Sense::Action(_) | Sense::Actor(Who::User)) && h.start < end && h.end > start;
        let taken = known.iter().any(|(_, k)| k.start < end && k.end > start) || line.hits.iter().any(other);
        let Some(printed) = raw.get(line.printed(start..end)).map(str::trim) else { return };
        if (2..=8).contains(&width) && !taken && is_name(lexicon, printed) {
            out.push((printed.to_owned(), start..end));
        }
    };
    if !line.chinese {
        return out;
    }
    for (at, _) in text.match_indices("sdk") {
        let after = at.saturating_add(3);
        let Some(rest) = text.get(after..) else { continue };
        let opens = text.get(..at).is_some_and(|t| t.matches('"').count().is_multiple_of(2));
        if let Some(open) = rest.chars().next().filter(|c| (*c == '"' && opens) || matches!(c, '「' | '【')) {
            let inner = after.saturating_add(open.len_utf8());
            let end = text.get(inner..).and_then(|t| t.find(['"', '”', '」', '】', '为', '，'])).map_or(inner, |n| inner.saturating_add(n));
            let mut from = inner;
            for (i, _) in text.get(inner..end).unwrap_or_default().match_indices('、') {
                take(from, inner.saturating_add(i));
                from = inner.saturating_add(i).saturating_add('、'.len_utf8());
            }
            take(from, end);
        }
    }
    if !text.contains("sdk") {
        return out;
    }
    // A row of names in one clause, of which one is known.
    let breaks: Vec<&Hit> = line.hits.iter().filter(|h| h.sense == Sense::Cue(Cue::NameBreak)).collect();
    for clause in 0..line.clauses.len() {
        let range = line.clause_range(clause);
        if !known.iter().any(|(_, k)| k.start >= range.start && k.end <= range.end) {
            continue;
        }
        let Some(words) = text.get(range.clone()) else { continue };
        let mut pieces: Vec<(usize, usize)> = Vec::new();
        let mut start = range.start;
        for (i, mark) in words.match_indices(['、', '/']) {
            pieces.push((start, range.start.saturating_add(i)));
            start = range.start.saturating_add(i).saturating_add(mark.len());
        }
        pieces.push((start, range.end));
        // One of them is known; in the first piece, where a sentence may stand before it, at its very end.
        let holds = |(n, (from, to)): (usize, &(usize, usize))| {
            known.iter().any(|(_, k)| k.start >= *from && k.end <= *to && (n > 0 || to.saturating_sub(k.end) <= 6))
        };
        if pieces.len() < 3 || !pieces.iter().enumerate().any(holds) {
            continue;
        }
        let data = |n: usize| {
            pieces.get(n).is_some_and(|(a, b)| line.data().any(|(h, _)| h.start >= *a && h.end <= *b && b.saturating_sub(*a) < 40))
        };
        for (n, (mut from, mut to)) in pieces.iter().copied().enumerate() {
            // Among kinds of data stands another: IMEI、MAC、IDFA.
            if data(n.saturating_add(1)) || n.checked_sub(1).is_some_and(data) {
                continue;
            }
            if from == range.start {
                from = breaks.iter().filter(|h| h.start >= from && h.end <= to).map(|h| h.end).max().unwrap_or(from);
                from = text
                    .get(from..to)
                    .and_then(|t| t.rfind(['（', '(', '“', '"']))
                    .map_or(from, |i| from.saturating_add(i).saturating_add(1));
                from = (from..=to).find(|i| text.is_char_boundary(*i)).unwrap_or(from);
            } else {
                to = breaks.iter().filter(|h| h.start >= from && h.end <= to).map(|h| h.start).min().unwrap_or(to);
                let tail = |w: &str| text.get(from..to).and_then(|t| t.find(w)).map(|i| from.saturating_add(i));
                to = ["品牌", "手机", "厂商", "公司", "推送", "）", ")", "push"].iter().filter_map(|w| tail(w)).min().unwrap_or(to);
            }
            take(from, to);
        }
    }
    out
}

/// Where the row of examples begins that a place of an English sentence stands in: "analytics providers such as Acme, Google Analytics".
pub(super) fn exemplified(line: &Line, at: usize) -> Option<usize> {
    let text = line.folded.text.as_str();
    if line.chinese {
        return None;
    }
    let head = text.get(..at)?;
    if head.trim_end().ends_with("example of this is") {
        return Some(at);
    }
    let cues = [
        "such as ",
        "including ",
        "include ",
        "like ",
        "e.g. ",
        "e.g., ",
        "namely ",
        "currently ",
        "tools from ",
        "providers: ",
        "tools: ",
        "services: ",
        "partners: ",
    ];
    let begins = cues.iter().filter_map(|c| head.rfind(c).map(|i| i.saturating_add(c.len()))).max()?;
    let before = text.get(..begins)?;
    let kind = [
        "provider",
        "vendor",
        "analytics",
        "tracking",
        "partner",
        "ad network",
        "processor",
        "advertis",
        "crash report",
        "third party services",
        "third party tools",
    ];
    let other = [
        "social",
        "sign",
        "log in",
        "login",
        "site such",
        "sites such",
        "site like",
        "sites like",
        "links to",
        "share on",
        "post ",
        "opt out",
        "browser",
    ];
    let acts = line.hits.iter().any(|h| matches!(h.sense, Sense::Action(_) | Sense::Negation) && h.start >= begins && h.end <= at);
    let near = at.saturating_sub(begins) <= 80 && !acts;
    (near && kind.iter().any(|k| before.contains(k)) && !other.iter().any(|o| text.contains(o))).then_some(begins)
}

/// Companies by whom an SDK is supplied: "由甲有限公司（甲）、乙有限公司提供，我们接入他们的SDK".
pub(super) fn providers(lexicon: &Lexicon, raw: &str, line: &Line, sdk: bool) -> Vec<(String, Range<usize>)> {
    let text = line.folded.text.as_str();
    let mut out = Vec::new();
    let span = || {
        let from = text.find('由')?.saturating_add('由'.len_utf8());
        let to = from.saturating_add(text.get(from..)?.find("提供")?);
        Some((from, to))
    };
    let Some((from, to)) = span().filter(|(from, to)| sdk && line.chinese && to.saturating_sub(*from) <= 600) else { return out };
    let mut depth = 0usize;
    let mut start = from;
    let mut pieces = Vec::new();
    for (i, c) in text.get(from..to).unwrap_or_default().char_indices() {
        match c {
            '（' | '(' => depth = depth.saturating_add(1),
            '）' | ')' => depth = depth.saturating_sub(1),
            '、' | '和' | '与' | '及' if depth == 0 => {
                pieces.push(start..from.saturating_add(i));
                start = from.saturating_add(i).saturating_add(c.len_utf8());
            }
            _ => {}
        }
    }
    pieces.push(start..to);
    for piece in pieces {
        let words = text.get(piece.clone()).unwrap_or_default();
        let called = words.trim_end().strip_suffix(['）', ')']).and_then(|w| Some(w.rfind(['（', '('])?..w.len()));
        let firm = |t: &str| ["公司", "联盟", "集团", "中心", "研究院"].iter().any(|e| t.trim_end().ends_with(e));
        // In the brackets stands what it is called, or a place that belongs to its name: 甲（北京）有限公司.
        let name = match called {
            Some(r) if words.get(..r.start).is_some_and(firm) => r.start.saturating_add(3).min(r.end)..r.end,
            None if firm(words) => 0..words.len(),
            _ => continue,
        };
        let name = piece.start.saturating_add(name.start)..piece.start.saturating_add(name.end);
        if let Some(printed) = raw.get(line.printed(name.clone())).map(str::trim)
            && is_name(lexicon, printed)
        {
            out.push((printed.to_owned(), name));
        }
    }
    out
}

/// Names that nobody knows in such a row, by their capital letters.
pub(super) fn examples(raw: &str, line: &Line, known: &[(String, Range<usize>)]) -> Vec<(String, Range<usize>)> {
    let mut out = Vec::new();
    let Some(begins) = known.iter().find_map(|(_, r)| exemplified(line, r.start)) else { return out };
    let text = line.folded.text.as_str();
    let end = text.get(begins..).and_then(|t| t.find([')', ';', '.', ':'])).map_or(text.len(), |i| begins.saturating_add(i));
    let mut from = begins;
    let mut cuts: Vec<(usize, usize)> = [", and ", ", or ", ", ", " and ", " or "]
        .iter()
        .flat_map(|m| text.match_indices(m))
        .map(|(i, m)| (i, i.saturating_add(m.len())))
        .collect();
    cuts.sort_unstable();
    cuts.push((end, end));
    for (to, next) in cuts.into_iter().filter(|(i, _)| *i >= begins && *i <= end) {
        if to < from {
            from = from.max(next);
            continue;
        }
        let printed = raw.get(line.printed(from..to)).unwrap_or_default().trim();
        let capitals = printed.split_whitespace().all(|w| w.starts_with(|c: char| c.is_uppercase()));
        let taken = known.iter().any(|(_, k)| k.start < to && k.end > from);
        // The row ends at the first thing that is no name.
        if !taken && (printed.is_empty() || !capitals || printed.split_whitespace().count() > 3) {
            break;
        }
        if !taken && printed.chars().count() >= 3 {
            out.push((printed.to_owned(), from..to));
        }
        from = next;
    }
    out
}
