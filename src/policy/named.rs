//! SDKs that the policy names outside tables: in running text and in plain lists of names.

use std::collections::HashSet;
use std::ops::Range;

use super::declared::{Polarity, SdkListed};
use super::lexicon::{Action, Cue, NameHit, Section, Sense};
use super::line::Line;
use super::operator::company;
use super::sdk_list::{bare, join};
use super::statement::{Part, Reader};
use crate::document::{BlockKind, Folded};

pub(super) struct Named {
    /// What the lists have: names and ids, folded.
    known: HashSet<String>,
    /// The block that introduces a list of names, and whether its items follow.
    lead: Option<usize>,
}

impl Named {
    pub fn new(list: &[SdkListed]) -> Named {
        let mut known = HashSet::new();
        for l in list {
            known.insert(Folded::new(&l.name).text);
            known.extend(l.sdk.iter().chain(&l.candidates).cloned());
        }
        Named { known, lead: None }
    }

    /// Takes the SDKs that a block names. `before`: how many statements there were before it.
    pub fn see(&mut self, reader: &mut Reader, list: &mut Vec<SdkListed>, block: usize, parts: &[Part], before: usize) {
        let Some(b) = reader.document.blocks.get(block) else { return };
        let text = reader.text(b.range.clone());
        let heading = matches!(b.kind, BlockKind::Heading(_));
        let introduces = heading || text.trim_end().ends_with(['：', ':']);
        let leads = introduces
            && parts
                .iter()
                .any(|p| p.line.has(Sense::Cue(Cue::ListLead)) && !p.line.has(Sense::Negation) && !p.line.has(Sense::Cue(Cue::Mere)));
        let item = match b.kind {
            BlockKind::ListItem { lead: Some(lead), .. } => self.lead == Some(lead),
            BlockKind::ListItem { .. } | BlockKind::Paragraph => self.lead.is_some_and(|l| l < block && block.saturating_sub(l) <= 60),
            _ => false,
        };
        if leads {
            self.lead = Some(block);
        } else if item && text.chars().count() <= 160 && self.entry(reader, list, block, parts) {
            return;
        } else if heading || matches!(b.kind, BlockKind::Paragraph) {
            self.lead = None;
        }
        if heading {
            return;
        }
        let listed = matches!(b.kind, BlockKind::ListItem { .. });
        let section = reader.section(block);
        for part in parts {
            self.sentence(reader, list, part, section == Some(Section::Sdk) && listed, before);
        }
    }

    /// One item of a list of names: "Firebase Analytics - statistics", "友盟SDK（统计分析）".
    fn entry(&mut self, reader: &mut Reader, list: &mut Vec<SdkListed>, block: usize, parts: &[Part]) -> bool {
        let Some(b) = reader.document.blocks.get(block) else { return false };
        let [part] = parts else { return false };
        let raw = reader.text(part.range.clone());
        if raw.ends_with(['。', '：', ':']) && !part.line.folded.text.contains("sdk") {
            return false;
        }
        let at = raw.find(['(', '（', '：', ':', '–', '—', '|', '，', ',']).or_else(|| raw.find(" - ")).unwrap_or(raw.len());
        let first = raw.get(..at).unwrap_or_default();
        let start = first.len().saturating_sub(first.trim_start_matches(|c: char| !c.is_alphanumeric()).len());
        let name = bare(raw.get(start..at).unwrap_or_default());
        let width = name.chars().count();
        let sentence = part.line.hits.iter().any(|h| matches!(h.sense, Sense::Negation | Sense::Actor(super::lexicon::Who::First)));
        let words = name.split_whitespace().count();
        let proper = name.chars().next().is_some_and(|c| !c.is_ascii_lowercase());
        let product = !reader.lexicon.names(&Folded::new(name).text).is_empty() || Folded::new(name).text.contains("sdk");
        let data = Line::new(name, reader.lexicon).data().next().is_some();
        if !(2..=40).contains(&width) || words > 6 || !proper || data || (sentence && !product) || name.contains("http") {
            return false;
        }
        // A list of third-party services holds names; anything else may hold kinds of data or advice.
        if !product && (at == raw.len() || words > 4) && b.links.is_empty() {
            return false;
        }
        let rest = raw.get(at..).unwrap_or_default().trim_matches(|c: char| "()（）：:–—-|，, 。".contains(c));
        let purpose = (!rest.is_empty() && !rest.contains("http") && rest.chars().count() <= 80).then(|| rest.to_owned());
        let from = raw.find(name).unwrap_or(0);
        let range = part.range.start.saturating_add(from)..part.range.start.saturating_add(from).saturating_add(name.len());
        let found = part.line.named_data();
        self.push(reader, list, Row { name, range, part, company: None, purpose, data_types: reader.data_types(&found) });
        true
    }

    /// SDKs that a sentence names as used.
    fn sentence(&mut self, reader: &mut Reader, list: &mut Vec<SdkListed>, part: &Part, listed: bool, before: usize) {
        let raw = reader.text(part.range.clone());
        let line = &part.line;
        let has = |c: Cue| line.has(Sense::Cue(c));
        if has(Cue::Mere) {
            return;
        }
        let open = has(Cue::Embedding) || listed;
        let names: Vec<(String, Range<usize>)> = self
            .products(reader, raw, line)
            .into_iter()
            .chain(unknown(raw, line))
            .filter(|(_, r)| open || employed(line, r))
            .filter(|(_, r)| !denied(line, r))
            .map(|(n, r)| (n, line.printed(r)))
            .collect();
        let place = (reader.scalar(part.range.start), reader.scalar(part.range.end));
        let mut data_types: Vec<String> = reader
            .statements
            .iter()
            .skip(before)
            .filter(|s| (s.start, s.end) == place && s.polarity == Polarity::Collects)
            .map(|s| s.data_type.clone())
            .collect();
        data_types.sort();
        data_types.dedup();
        let one = names.len() == 1;
        for (name, range) in names {
            let range = part.range.start.saturating_add(range.start)..part.range.start.saturating_add(range.end);
            let row = Row {
                name: &name,
                range,
                part,
                company: if one { company(raw, line) } else { None },
                purpose: line.purpose().and_then(|p| raw.get(p)).map(|p| p.trim_matches(|c: char| " ，。,.；;".contains(c)).to_owned()),
                data_types: data_types.clone(),
            };
            self.push(reader, list, row);
        }
    }

    /// Known products in folded text that stand as names.
    fn products(&self, reader: &Reader, raw: &str, line: &Line) -> Vec<(String, Range<usize>)> {
        let text = line.folded.text.as_str();
        let sdk = text.contains("sdk");
        let mut out = Vec::new();
        for NameHit { range, .. } in reader.lexicon.names(text) {
            let printed = raw.get(line.printed(range.clone())).unwrap_or_default().trim();
            // An ordinary word that is also a product's name stands in lower case.
            if printed.is_ascii() && !printed.chars().any(char::is_uppercase) {
                continue;
            }
            // "微信好友", "通过微信登录": a product, but no SDK is spoken of.
            let chinese = !text.is_ascii();
            let followed = text.get(range.end..).is_some_and(|t| t.trim_start().starts_with("sdk"));
            if chinese && !sdk && !followed && !line.names.contains(&range) {
                continue;
            }
            let start = if followed && !chinese { english_start(raw, line, range.start).min(range.start) } else { range.start };
            if !followed && is_common(raw, line, &range) {
                continue;
            }
            let end = if followed {
                text.get(range.end..).and_then(|t| t.find("sdk")).map_or(range.end, |n| range.end.saturating_add(n).saturating_add(3))
            } else {
                range.end
            };
            let whole = raw.get(line.printed(start..end)).unwrap_or(printed).trim();
            out.push((whole.to_owned(), start..end));
        }
        out
    }

    fn push(&mut self, reader: &Reader, list: &mut Vec<SdkListed>, row: Row) {
        let row = Row { name: bare(row.name), ..row };
        let folded = Folded::new(row.name).text;
        let (sdk, candidates) = join(reader.lexicon, row.name, row.company.as_deref());
        let ids: Vec<&String> = sdk.iter().chain(&candidates).collect();
        let new = if ids.is_empty() { !self.known.contains(&folded) } else { ids.iter().any(|i| !self.known.contains(*i)) };
        if !new || !self.known.insert(folded) {
            return;
        }
        self.known.extend(ids.into_iter().cloned());
        let near = row.range.start..row.part.range.end;
        list.push(SdkListed {
            policy: reader.index,
            sdk,
            candidates,
            name: row.name.to_owned(),
            company: row.company,
            purpose: row.purpose,
            data: None,
            permission: None,
            data_types: row.data_types,
            link: reader.address(&near).or_else(|| reader.address(&row.part.range)),
            start: reader.scalar(row.range.start),
            end: reader.scalar(row.range.end),
        });
    }
}

/// Whether a name is an ordinary word here: it begins the sentence, or belongs to a longer name.
pub(super) fn is_common(raw: &str, line: &Line, name: &Range<usize>) -> bool {
    let common = line.hits.iter().any(|h| h.sense == Sense::Cue(Cue::CommonWord) && h.start == name.start && h.end == name.end);
    let printed = line.printed(name.clone());
    let capital = |w: Option<&str>| w.and_then(|w| w.chars().next()).is_some_and(char::is_uppercase);
    let before = raw.get(..printed.start).and_then(|t| t.split_whitespace().next_back());
    let after = raw.get(printed.end..).and_then(|t| t.split_whitespace().next());
    common && (before.is_none() || capital(before) || capital(after))
}

struct Row<'r> {
    name: &'r str,
    range: Range<usize>,
    part: &'r Part,
    company: Option<String>,
    purpose: Option<String>,
    data_types: Vec<String>,
}

/// Whether a named product does something with data here, or something is done with it: "通过穿山甲、优量汇展示广告", "ads by X",
/// "X collects". Signing in with a product, or sharing to it, embeds nothing.
fn employed(line: &Line, name: &Range<usize>) -> bool {
    let text = line.folded.text.as_str();
    let signs = |t: &str| ["登录", "登陆", "账号", "帐号", "好友", "sign in", "log in", "login", "account"].iter().any(|w| t.contains(w));
    let clause = line.clause_at(name.start);
    let around = text.get(clause).unwrap_or_default();
    if signs(around) || !line.names.contains(name) {
        return false;
    }
    // Of names side by side, the first stands next to the word.
    let first = line.names.iter().rev().filter(|n| n.start <= name.start).fold(name.start, |at, n| {
        let joint = text.get(n.end..at).unwrap_or("-").trim_matches([' ', ',', '，', '、']);
        if matches!(joint, "" | "和" | "与" | "及" | "或" | "and" | "or" | "&") { n.start } else { at }
    });
    let before = text.get(..first).unwrap_or_default().trim_end_matches([' ', '“', '"', '(', '（']);
    let used = ["通过", "利用", "借助", "由", "through", "by", "via", "with", "uses", "use", "using"]
        .iter()
        .any(|w| before.strip_suffix(w).is_some_and(|rest| !w.is_ascii() || !rest.ends_with(|c: char| c.is_ascii_alphanumeric())));
    // In brackets behind what it is: "through a third party (Sentry)".
    let bracketed = text.get(..first).is_some_and(|t| t.ends_with(['(', '（']))
        && line
            .hits
            .iter()
            .any(|h| h.sense == Sense::Actor(super::lexicon::Who::Third) && h.end <= first && first.saturating_sub(h.end) <= 4);
    let acts = line.verbs().iter().any(|v| {
        let between = text.get(name.end..v.start);
        matches!(v.action, Action::Collect | Action::Share | Action::Use)
            && v.start >= name.end
            && v.clause == line.clause(name.start)
            && !v.negative
            && between.is_some_and(|b| b.len() <= 40)
    });
    used || bracketed || (acts && line.just_before(first, 12, Sense::Receiver).is_none())
}

/// Whether a negation in the clause, or in one before without another verb, takes the name away: "no SDK of X", "未接入X".
fn denied(line: &Line, name: &Range<usize>) -> bool {
    line.hits.iter().any(|h| {
        h.sense == Sense::Negation
            && h.end <= name.start
            && line.same_clause(h.start, name.start)
            && !line.hits.iter().any(|a| a.sense == Sense::Adversative && a.start >= h.end && a.end <= name.start)
    }) || line.hits.iter().any(|h| {
        // "X is not used", "X等SDK均未接入"
        h.sense == Sense::Negation
            && h.start >= name.end
            && line.same_clause(h.start, name.end)
            && line.hits.iter().any(|e| e.sense == Sense::Cue(Cue::Embedding) && e.start >= h.start && e.start.saturating_sub(h.end) < 24)
    })
}

/// Names directly before "SDK" that no list knows, in folded text.
fn unknown(raw: &str, line: &Line) -> Vec<(String, Range<usize>)> {
    let text = line.folded.text.as_str();
    let mut out = Vec::new();
    for (at, _) in text.match_indices("sdk") {
        if line.names.iter().any(|n| n.end <= at && at.saturating_sub(n.end) <= 1) {
            continue;
        }
        let head = text.get(..at).unwrap_or_default();
        let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        let inside = |c: char| han(c) || c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '·' | '.');
        let start = if head.trim_end().chars().next_back().is_some_and(han) {
            let run = head.char_indices().rev().take_while(|(_, c)| inside(*c)).take(16).last().map_or(at, |(i, _)| i);
            // It begins after the last word that no name contains.
            line.hits
                .iter()
                .filter(|h| h.sense == Sense::Cue(Cue::NameBreak) && h.start >= run && h.end <= at)
                .map(|h| h.end)
                .max()
                .unwrap_or(run)
        } else {
            english_start(raw, line, at)
        };
        let name = text.get(start..at).unwrap_or_default().trim();
        let kind =
            line.hits.iter().any(|h| h.sense == Sense::Cue(Cue::SdkKind) && h.start <= start && h.end >= start.saturating_add(name.len()))
                || covered(line, start, start.saturating_add(name.len()));
        if name.chars().count() < 2 || kind {
            continue;
        }
        let range = start..at.saturating_add(3);
        if let Some(printed) = raw.get(line.printed(range.clone())) {
            out.push((printed.trim().to_owned(), range));
        }
    }
    out
}

/// Whether words for what an SDK does make up all of a range: 数据统计.
fn covered(line: &Line, start: usize, end: usize) -> bool {
    let mut at = start;
    let kinds = || line.hits.iter().filter(|h| h.sense == Sense::Cue(Cue::SdkKind));
    while at < end {
        match kinds().filter(|h| h.start == at).map(|h| h.end).max() {
            Some(next) if next > at => at = next,
            _ => return false,
        }
    }
    true
}

/// Where the capitalised words before "SDK" begin.
fn english_start(raw: &str, line: &Line, at: usize) -> usize {
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
                    | "Such"
                    | "Each"
                    | "All"
                    | "Other"
                    | "An"
                    | "A"
                    | "No"
                    | "We"
                    | "Mobile"
            )
        {
            break;
        }
        start = start.saturating_sub(word.len());
    }
    line.folded.at(start)
}
