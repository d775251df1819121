//! Names of SDKs and of those who make them: where they begin and end, what is none, and which SDK they mean.

use std::ops::Range;

use super::lexicon::{Cue, Lexicon, NameHit, Sense, Who};
use super::line::Line;
use crate::document::Folded;

pub(super) fn names_sdk(lexicon: &Lexicon, text: &str) -> bool {
    let folded = Folded::new(text).text;
    folded.contains("sdk") || !lexicon.names(&folded).is_empty()
}

/// Whether a text is a company's name and no product's.
pub(super) fn is_company(lexicon: &Lexicon, text: &str) -> bool {
    let line = Line::new(text, lexicon);
    let ends = line.hits.iter().any(|h| h.sense == Sense::Cue(Cue::Company) && line.folded.text.len().saturating_sub(h.end) <= 8);
    !line.folded.text.contains("sdk") && (ends || (line.names.is_empty() && !lexicon.vendors(&line.folded.text).is_empty()))
}

/// The name in a line that stands as a title, in its bytes: behind its number, or in brackets where those hold the SDK: 消息推送（甲SDK）.
pub(super) fn titled(lexicon: &Lexicon, text: &str) -> Option<Range<usize>> {
    // "甲SDK：用于登录"
    let head = text.find(['：', ':']).and_then(|at| text.get(..at)).filter(|h| names_sdk(lexicon, h)).unwrap_or(text);
    let name = bare(head);
    if head.chars().count() > 40 || head.trim_end().ends_with(['。', '；', ';', '.', '，']) || !is_name(lexicon, name) {
        return None;
    }
    let inner = name.split_once(['（', '(']).and_then(|(before, rest)| {
        let inner = rest.trim_end().strip_suffix(['）', ')'])?;
        (names_sdk(lexicon, inner) && !names_sdk(lexicon, before) && is_name(lexicon, inner)).then_some(inner)
    });
    let name = inner.unwrap_or(name);
    let start = text.find(name)?;
    Some(start..start.saturating_add(name.len()))
}

/// Who receives, by kind and not by name: 房东, 快递公司, "insurers". No SDK, and no company that a list could name.
pub(super) fn is_kind(lexicon: &Lexicon, name: &str) -> bool {
    let line = Line::new(name, lexicon);
    let whole = line.folded.text.trim();
    let covered = |h: &super::lexicon::Hit| {
        h.sense == Sense::Actor(Who::Third) && !line.names.contains(&(h.start..h.end)) && h.end.saturating_sub(h.start) >= whole.len()
    };
    let generic = !whole.is_ascii() && ["商", "公司", "机构", "方", "平台", "部门", "人员", "者"].iter().any(|e| whole.ends_with(e));
    let proper = line.has(Sense::Cue(Cue::Company)) && whole.chars().count() > 8;
    !names_sdk(lexicon, name) && (line.hits.iter().any(covered) || (generic && !proper && lexicon.vendors(whole).is_empty()))
}

/// A name without the number, mark or label before it and the marks around it.
pub(super) fn bare(name: &str) -> &str {
    let marks = |c: char| c.is_whitespace() || "*_#•·●○■◆▪-–—：:，,。.；;《》“”\"「」【】、>".contains(c);
    let mut name = name.trim_matches(marks);
    if let Some(rest) = name.strip_prefix(['(', '（'])
        && let Some((number, after)) = rest.split_once([')', '）'])
        && (number.chars().count() <= 2)
        && number.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
    {
        name = after.trim_matches(marks);
    }
    // "a)甲SDK"
    if let Some(rest) = name.strip_prefix(|c: char| c.is_ascii_alphabetic())
        && rest.starts_with([')', '）', '、'])
    {
        name = rest.trim_start_matches([')', '）', '、']).trim_matches(marks);
    }
    // "二、甲SDK"
    let chinese = name
        .char_indices()
        .take_while(|(_, c)| "一二三四五六七八九十".contains(*c))
        .last()
        .map_or(0, |(i, c)| i.saturating_add(c.len_utf8()));
    if let Some(rest) = name.get(chinese..)
        && (1..=9).contains(&chinese)
        && rest.starts_with(['、', '．', '.'])
    {
        name = rest.trim_start_matches(marks);
    }
    // "3.8 甲SDK"
    let numbers = name.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    if let Some(rest) = name.get(numbers..)
        && name.get(..numbers).is_some_and(|n| n.contains('.') && n.split('.').all(|p| p.len() <= 2))
        && rest.starts_with(|c: char| matches!(c, ' ' | '\t' | '、' | '\u{a0}') || han(c))
    {
        name = rest.trim_start_matches(marks);
    }
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    if let Some(rest) = name.get(digits..)
        && (1..=2).contains(&digits)
        && rest.starts_with(['.', '、', '．', ')', '）', ' ', '\t'])
    {
        name = rest.trim_start_matches(|c: char| ".、．)） \t".contains(c)).trim_matches(marks);
    }
    if name.chars().next().is_some_and(|c| ('\u{2460}'..='\u{2473}').contains(&c)) {
        name = name.get(3..).unwrap_or_default().trim_matches(marks);
    }
    for label in ["SDK名称：", "SDK名称:", "第三方SDK名称：", "SDK Name:", "SDK name:", "名称："] {
        name = name.strip_prefix(label).unwrap_or(name).trim_matches(marks);
    }
    name
}

/// The SDK that a listed name means: by the longest known name in it, narrowed by the company where several fit.
pub(super) fn join(lexicon: &Lexicon, name: &str, company: Option<&str>) -> (Option<String>, Vec<String>) {
    let line = Line::new(name, lexicon);
    let alone = line.folded.text.trim_end_matches("sdk").trim().len();
    // An ordinary word in a longer name is not the product of that name.
    let common = |n: &NameHit| {
        n.range.len() < alone
            && line.hits.iter().any(|h| h.sense == Sense::Cue(Cue::CommonWord) && h.start == n.range.start && h.end == n.range.end)
    };
    let names = lexicon.names(&line.folded.text);
    let proper = || names.iter().filter(|n| !common(n));
    let Some(longest) = proper().max_by_key(|n| (n.range.len(), std::cmp::Reverse(n.range.start))) else { return Default::default() };
    // "友盟 U-Push": what fits all the names in it.
    let all = longest.sdks.iter().copied().filter(|s| proper().all(|n| n.sdks.contains(s))).collect::<Vec<u16>>();
    narrowed(lexicon, if all.is_empty() { longest.sdks } else { &all }, company)
}

/// The one SDK that a name fits, or all of them.
fn narrowed(lexicon: &Lexicon, fits: &[u16], company: Option<&str>) -> (Option<String>, Vec<String>) {
    let ids = |all: &[u16]| all.iter().filter_map(|i| lexicon.sdk(*i)).map(str::to_owned).collect::<Vec<String>>();
    if let [one] = fits {
        return (lexicon.sdk(*one).map(str::to_owned), Vec::new());
    }
    let all = fits;
    let by_company = company.map(|c| Folded::new(c).text).and_then(|c| {
        let named = lexicon.vendors(&c).into_iter().chain(lexicon.names(&c));
        let mut fits: Vec<u16> = named.flat_map(|n| n.sdks.to_vec()).filter(|i| all.contains(i)).collect();
        fits.sort_unstable();
        fits.dedup();
        if let [one] = fits[..] { lexicon.sdk(one).map(str::to_owned) } else { None }
    });
    match by_company {
        Some(one) => (Some(one), Vec::new()),
        None => (None, ids(fits)),
    }
}
/// Whether a name is an ordinary word here: it begins the sentence, or belongs to a longer name.
pub(super) fn is_common(raw: &str, line: &Line, name: &Range<usize>) -> bool {
    let common = line.hits.iter().any(|h| h.sense == Sense::Cue(Cue::CommonWord) && h.start == name.start && h.end == name.end);
    let printed = line.printed(name.clone());
    let capital = |w: Option<&str>| w.and_then(|w| w.chars().next()).is_some_and(char::is_uppercase);
    let before = raw.get(..printed.start).and_then(|t| t.split_whitespace().next_back());
    let after = raw.get(printed.end..).and_then(|t| t.split_whitespace().next());
    // "Donkey Republic": a word of somebody else's name.
    let maker = [
        "google",
        "facebook",
        "meta",
        "apple",
        "amazon",
        "microsoft",
        "twitter",
        "adobe",
        "yandex",
        "tencent",
        "alibaba",
        "huawei",
        "unity",
        "samsung",
    ];
    let lone = printed.len() <= 12 && !raw.get(printed.clone()).unwrap_or_default().trim().contains([' ', '.']);
    let foreign = before.is_some_and(|w| {
        let plain = w.trim_start_matches(['(', '"', '“']);
        let bare = plain.to_lowercase();
        plain.chars().all(char::is_alphabetic)
            && plain.chars().count() >= 4
            && capital(Some(plain))
            && !maker.contains(&bare.as_str())
            && !line.names.iter().any(|n| n != name && line.folded.text.get(n.clone()).is_some_and(|t| t.contains(&bare)))
            && !["uses", "with", "from", "using", "also", "through"].contains(&bare.as_str())
            && !line.hits.iter().any(|h| matches!(h.sense, Sense::Cue(Cue::SdkKind)) && line.word(h) == bare)
    });
    let first_word = raw.get(..printed.start).is_some_and(|t| t.split_whitespace().count() == 1);
    common && (before.is_none() || capital(before) || capital(after)) || (!line.chinese && lone && foreign && !first_word)
}

/// Names directly before "SDK" that no list knows, in folded text.
pub(super) fn unknown(lexicon: &Lexicon, raw: &str, line: &Line) -> Vec<(String, Range<usize>)> {
    let text = line.folded.text.as_str();
    let mut out = Vec::new();
    for (at, _) in text.match_indices("sdk") {
        if line.names.iter().any(|n| n.end <= at && joined(line, n.end, at)) {
            continue;
        }
        let head = text.get(..at).unwrap_or_default();
        let start = if head.trim_end().chars().next_back().is_some_and(han) {
            let Some(start) = chinese_start(line, at) else { continue };
            start
        } else {
            english_start(raw, line, at)
        };
        let range = start..at.saturating_add(3);
        let Some(printed) = raw.get(line.printed(range.clone())).map(str::trim) else { continue };
        if text.get(start..at).is_some_and(|n| n.trim().chars().count() >= 2) && is_name(lexicon, printed) {
            out.push((printed.to_owned(), range));
        }
    }
    out
}

/// Longest Chinese name before "SDK", in characters.
const LONGEST: usize = 16;

fn inside(c: char) -> bool {
    han(c) || c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '·' | '.')
}

/// Where a Chinese name before `at` begins: behind a mark, or behind the last word that no name contains. What runs on without either is a
/// sentence. At the head of an item ("和家亲SDK：") no word is taken off.
fn chinese_start(line: &Line, at: usize) -> Option<usize> {
    let text = line.folded.text.as_str();
    let head = text.get(..at)?;
    let run: Vec<usize> =
        head.char_indices().rev().take_while(|(_, c)| inside(*c)).take(LONGEST.saturating_add(1)).map(|(i, _)| i).collect();
    let first = run.last().copied().unwrap_or(at);
    let after = text.get(at.saturating_add(3)..).unwrap_or_default();
    let opens = !head.get(..first).unwrap_or_default().chars().any(|c| c.is_alphabetic());
    if opens && run.len() <= LONGEST && after.starts_with(['：', ':', '—']) {
        return Some(first);
    }
    let known = |h: &super::lexicon::Hit| line.names.iter().any(|n| n.start <= h.start && h.end <= n.end);
    let broken = line.hits.iter().filter(|h| h.sense == Sense::Cue(Cue::NameBreak) && h.start >= first && h.end <= at && !known(h));
    match broken.map(|h| h.end).max() {
        Some(start) => Some(start),
        None if run.len() > LONGEST => None,
        None => Some(first),
    }
}

/// Whether what stands between a product's name and "SDK" belongs to the name: 友盟[社交化分享]SDK.
pub(super) fn joined(line: &Line, from: usize, sdk: usize) -> bool {
    let Some(between) = line.folded.text.get(from..sdk) else { return false };
    // The text first: it is short almost nowhere, and the hits of a long sentence are many.
    if between.chars().nth(8).is_some() || !between.chars().all(|c| inside(c) || c == ' ' || c == '_') {
        return false;
    }
    !line.hits.iter().any(|h| h.sense == Sense::Cue(Cue::NameBreak) && h.start >= from && h.end <= sdk)
}

/// What a text does that speaks of a product and is not its name.
const SPEAKS: &[&str] = &[
    "我们",
    "您",
    "你的",
    "用户的",
    "可能会",
    "使用了",
    "如下",
    "以下",
    "上述",
    "详见",
    "参见",
    "建议",
    "务必",
    "确保",
    "指的是",
    "是指",
    "不会",
    "将会",
    "需要",
    "具体情况",
    "。",
    "；",
    "目前",
    "具体",
    "第三方sdk",
    "以及其",
    "所有",
    " we ",
    " you ",
    " your ",
    " our ",
    " may ",
    " will ",
    " is ",
    " are ",
    " following ",
    "http",
];

/// Whether a text can be the name of a product or company: no sentence, and more than the kind of thing it is (推送SDK, 第三方SDK清单).
pub(super) fn is_name(lexicon: &Lexicon, text: &str) -> bool {
    let line = Line::new(text, lexicon);
    let folded = line.folded.text.as_str();
    let width = folded.chars().count();
    let padded = format!(" {folded} ");
    (2..=80).contains(&width)
        && folded.chars().any(char::is_alphanumeric)
        && !folded.starts_with("指")
        && !line.has(Sense::Cue(Cue::Dated))
        && !SPEAKS.iter().any(|w| padded.contains(w))
        && !(folded.is_ascii() && text.starts_with(|c: char| c.is_ascii_lowercase()) && folded.split(' ').count() > 3)
        && !only_kinds(&line)
}

/// Whether words for what an SDK does, or for SDKs at all, make up a whole text: 数据统计SDK, "analytics providers".
fn only_kinds(line: &Line) -> bool {
    let text = line.folded.text.as_str();
    let mut at = 0usize;
    while let Some(rest) = text.get(at..).filter(|r| !r.is_empty()) {
        let next = line.hits.iter().filter(|h| h.sense == Sense::Cue(Cue::SdkKind) && h.start == at).map(|h| h.end).max();
        let bare = || if rest.starts_with("sdk") { Some(3) } else { None };
        let mark = || rest.chars().next().filter(|c| !c.is_alphabetic()).map(char::len_utf8);
        match next.map(|n| n.saturating_sub(at)).or_else(bare).or_else(mark) {
            Some(width) if width > 0 => at = at.saturating_add(width),
            _ => return false,
        }
    }
    true
}

fn han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The names in a cell that holds several: 微信SDK、QQ SDK. Each must be a product or say that it is one, or else the mark belongs to a name.
pub(super) fn several(lexicon: &Lexicon, cell: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut depth = 0usize;
    let mut start = 0usize;
    for (at, c) in cell.char_indices() {
        match c {
            '(' | '（' => depth = depth.saturating_add(1),
            ')' | '）' => depth = depth.saturating_sub(1),
            '、' | '，' | ',' | '；' | ';' | '\n' | '/' | '|' if depth == 0 => {
                out.push(start..at);
                start = at.saturating_add(c.len_utf8());
            }
            _ => {}
        }
    }
    out.push(start..cell.len());
    let fits = |r: &Range<usize>| cell.get(r.clone()).is_some_and(|t| names_sdk(lexicon, t) && is_name(lexicon, bare(t)));
    if out.len() > 1 && out.iter().all(fits) { out } else { std::iter::once(0..cell.len()).collect() }
}

/// Where the capitalised words before "SDK" begin.
pub(super) fn english_start(raw: &str, line: &Line, at: usize) -> usize {
    let source = line.printed(at..at).start;
    let head = raw.get(..source).unwrap_or_default();
    let mut start = source;
    for word in head.split_inclusive([' ', '\u{a0}']).rev().take(4) {
        let bare = word.trim();
        let clean = bare.chars().all(|c| c.is_alphanumeric() || matches!(c, '+' | '-' | '.' | '\''));
        let capital = bare.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        if !clean
            || !capital
            || matches!(
                bare,
                "The"
                    | "Our"
                    | "Third"
                    | "Third-party"
                    | "Third-Party"
                    | "Android"
                    | "This"
                    | "Any"
                    | "These"
                    | "Each"
                    | "All"
                    | "Other"
                    | "An"
                    | "A"
                    | "No"
                    | "We"
                    | "Mobile"
                    | "If"
                    | "When"
                    | "With"
                    | "For"
                    | "Using"
                    | "Request"
                    | "Custom"
                    | "Native"
                    | "Such"
            )
        {
            break;
        }
        start = start.saturating_sub(word.len());
    }
    line.folded.at(start)
}
