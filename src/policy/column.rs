//! Heads of columns and labels before a colon: what they say stands under or behind them.

use std::ops::Range;

use super::lexicon::{Column, Cue, Lexicon, Sense};
use super::line::Line;
use crate::document::Folded;

/// What a column head or a label announces. The last noun rules: 收集信息的目的 is a purpose, 隐私政策链接 a link; in English what stands
/// before "of" and "for" does.
pub(super) fn role(lexicon: &Lexicon, label: &str) -> Option<Column> {
    if label.chars().count() > 40 {
        return None;
    }
    let line = Line::new(label, lexicon);
    let text = line.folded.text.as_str();
    let english = text.is_ascii();
    let columns: Vec<(usize, Column)> =
        line.hits.iter().filter_map(|h| if let Sense::Column(c) = h.sense { Some((h.start, c)) } else { None }).collect();
    // Of two things joined ("purpose and manner", 目的/方式) the first that we know; in brackets stands an explanation.
    let joints: &[char] = if english { &['/', '(', '&', ','] } else { &['及', '和', '与', '、', '/', '（', '(', '或'] };
    let mut ends: Vec<usize> = text.match_indices(joints).map(|(at, _)| at).filter(|at| *at > 0).collect();
    ends.extend(if english { text.find(" of ").or_else(|| text.find(" for ")).or_else(|| text.find(" and ")) } else { None });
    ends.push(text.len());
    ends.sort_unstable();
    let last = |end: &usize| columns.iter().rev().find(|(at, c)| at < end && *c != Column::Other).map(|(_, c)| *c);
    let whole = columns.iter().rev().map(|(_, c)| *c).next();
    match ends.as_slice() {
        [_] => whole,
        parts => parts.iter().find_map(last).or(whole),
    }
}

/// The labelled values of a block: one to a line or several in a row ("SDK名称：…；使用目的：…"). The first must begin the block.
pub(super) fn labels(lexicon: &Lexicon, text: &str) -> Vec<(Column, Range<usize>, Range<usize>)> {
    let mut out: Vec<(Column, Range<usize>, Range<usize>)> = Vec::new();
    let mut starts = vec![0usize];
    starts.extend(text.match_indices(['\n', '；', ';', '。', '，', ',']).map(|(at, m)| at.saturating_add(m.len())));
    starts.extend(glued(lexicon, text));
    starts.sort_unstable();
    starts.dedup();
    for start in starts.iter().copied() {
        let rest = text.get(start..).unwrap_or_default();
        if let Some((role, value)) = label(lexicon, rest) {
            // A label glued to the end of this one's words begins later.
            if starts.iter().any(|s| *s > start && *s < start.saturating_add(value)) {
                continue;
            }
            if let Some((_, last, whole)) = out.last_mut() {
                let end = text.get(..start).unwrap_or_default().trim_end_matches(['\n', '；', ';', '。', '，', ',', ' ']).len();
                last.end = end.max(last.start);
                whole.end = last.end;
            }
            out.push((role, start.saturating_add(value)..text.len(), start..text.len()));
        } else if start == 0 {
            return out;
        }
    }
    out
}

/// Labels inside a line, where the line ends before them were lost: "公司名称：甲公司使用目的：登录".
fn glued(lexicon: &Lexicon, text: &str) -> Vec<usize> {
    let mut out = Vec::new();
    if !text.contains(['：', ':']) || !text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
        return out;
    }
    for (at, _) in text.match_indices(['：', ':']).skip(1).take(40) {
        let head = text.get(..at).unwrap_or_default();
        let window = head.char_indices().rev().take(14).last().map_or(at, |(i, _)| i);
        let window = head.rfind(['：', ':', '。', '，', '；', '\n']).map_or(window, |p| window.max(p.saturating_add(3)).min(at));
        let Some(words) = text.get(window..at) else { continue };
        let line = Line::new(words, lexicon);
        let columns: Vec<_> = line.hits.iter().filter(|h| matches!(h.sense, Sense::Column(_))).collect();
        if columns.last().is_none_or(|h| h.end < line.folded.text.len()) {
            continue;
        }
        // Back through what belongs to the label.
        let mut start = line.folded.text.len();
        let mut hits = 0usize;
        for h in columns.iter().rev() {
            let between = line.folded.text.get(h.end..start).unwrap_or("-");
            // "某某有限公司使用目的：": the company's name ends there.
            let firm = h.sense == Sense::Column(Column::Company) && hits > 0;
            if firm || !matches!(between, "" | "及" | "和" | "与" | "/" | "、" | "的" | "功能" | "类型" | "的类型" | "所涉及的")
            {
                break;
            }
            start = h.start;
            hits = hits.saturating_add(1);
        }
        let before = line.folded.text.get(..start).unwrap_or_default();
        let prefix = ["处理的", "收集的", "使用的", "共享的", "涉及的", "使用", "处理", "收集", "第三方", "sdk", "所属"];
        let longer = prefix.iter().filter(|p| before.ends_with(**p)).map(|p| p.len()).max().unwrap_or(0);
        start = start.saturating_sub(longer);
        let whole = line.folded.text.get(start..).unwrap_or_default();
        if hits >= 2 || whole.chars().count() >= 4 {
            out.push(window.saturating_add(line.printed(start..start).start));
        }
    }
    out
}

/// A text that begins with a short label and a colon: its role and where the value begins.
fn label(lexicon: &Lexicon, text: &str) -> Option<(Column, usize)> {
    let at = text.char_indices().take(40).find(|(_, c)| matches!(c, '：' | ':')).map(|(at, _)| at)?;
    let head = text.get(..at)?;
    let width = text.get(at..)?.chars().next()?.len_utf8();
    let value = text.get(at.saturating_add(width)..)?;
    if head.chars().count() > 20 || head.contains(['。', '，', ',', '；', ';']) || value.trim().is_empty() || value.starts_with("//") {
        return None;
    }
    let role = role(lexicon, head)?;
    (role != Column::Name || only_label(lexicon, head)).then_some((role, at.saturating_add(width)))
}

/// Whether a label for a name is no name itself: 第三方SDK名称 and not 微信SDK, "SDK name" and not "SDK 54 compatible".
fn only_label(lexicon: &Lexicon, head: &str) -> bool {
    let line = Line::new(head, lexicon);
    let text = line.folded.text.as_str();
    let told = |at: usize| {
        line.hits
            .iter()
            .any(|h| matches!(h.sense, Sense::Column(_) | Sense::Cue(Cue::SdkKind | Cue::NameBreak)) && h.start <= at && at < h.end)
    };
    let rest = text.char_indices().filter(|(at, c)| c.is_alphanumeric() && !told(*at)).count();
    line.names.is_empty() && rest <= if line.chinese { 2 } else { 5 }
}

/// A short label and a value, whatever it is about.
pub(super) fn other_label(text: &str) -> bool {
    text.find(['：', ':']).is_some_and(|at| {
        let head = text.get(..at).unwrap_or_default();
        (2..=12).contains(&head.chars().count())
            && !head.contains(['。', '，', '、', ' '])
            && !text.get(at..).unwrap_or_default().trim_start_matches(['：', ':']).trim().is_empty()
    })
}

/// "❌ No": the word behind the mark, or the mark alone.
fn unmarked(text: &str) -> &str {
    let text = text.trim_end_matches('\u{fe0f}');
    let word = text.trim_start_matches(|c: char| !c.is_alphanumeric()).trim_start();
    if word.is_empty() { text } else { word }
}

/// The answer yes.
pub(super) fn is_yes(text: &str) -> bool {
    let folded = Folded::new(text.trim()).text;
    let folded = unmarked(&folded);
    folded == "yes"
        || folded.starts_with("yes ")
        || folded.starts_with("yes,")
        || matches!(folded, "是" | "收集" | "会" | "✓" | "√" | "✔" | "✅" | "☑" | "🟢" | "v" | "y")
}

/// The answer no.
pub(super) fn is_no(text: &str) -> bool {
    let folded = Folded::new(text.trim()).text;
    let folded = unmarked(&folded);
    folded == "no"
        || folded.starts_with("no ")
        || folded.starts_with("no,")
        || folded.starts_with("not ")
        || matches!(
            folded,
            "否" | "不"
                | "不收集"
                | "不会"
                | "不使用"
                | "未使用"
                | "不申请"
                | "不读取"
                | "不需要"
                | "未申请"
                | "x"
                | "×"
                | "✗"
                | "✘"
                | "✕"
                | "✖"
                | "☒"
                | "❌"
                | "🚫"
                | "⛔"
                | "🔴"
                | "never"
                | "unused"
                | "n"
        )
}

/// Cells that say there is nothing to say.
pub(super) fn is_nothing(text: &str) -> bool {
    let folded = Folded::new(text).text;
    text.is_empty()
        || folded == "none"
        || folded == "n/a"
        || matches!(text, "无" | "-" | "--" | "/" | "—" | "——" | "N/A" | "n/a" | "None" | "none" | "不涉及" | "無")
}
