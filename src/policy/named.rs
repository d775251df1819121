//! SDKs that the policy names outside tables: in running text and in plain lists of names.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::declared::{Polarity, SdkListed};
use super::lexicon::{Action, Cue, Hit, Lexicon, NameHit, Section, Sense, Who};
use super::line::Line;
use super::operator::company;
use super::product::{bare, english_start, is_common, is_name, join, joined, names_sdk, titled, unknown};
use super::statement::{Part, Reader};
use super::together::{beside, examples, exemplified, providers};
use crate::document::{BlockKind, Folded};

pub(super) struct Named {
    /// What the lists have: names and ids, folded.
    known: HashSet<String>,
    /// The block that introduces a list of names, and whether its items follow.
    lead: Option<usize>,
    /// Headings that introduce such lists, and with them the headings below.
    titles: Vec<usize>,
    /// Introductions of lists whose items begin with names of products, which no word says.
    services: HashSet<usize>,
    /// Products that the title of the text names: it is theirs.
    own: Vec<String>,
}

impl Named {
    pub fn new(reader: &Reader, list: &[SdkListed]) -> Named {
        let mut known = HashSet::new();
        for l in list {
            known.insert(Folded::new(&l.name).text);
            known.extend(l.sdk.iter().chain(&l.candidates).flat_map(|id| noted(id, &l.name, l.sdk.is_some())));
        }
        Named { known, lead: None, titles: Vec::new(), services: services(reader), own: titled_names(reader) }
    }

    /// Takes the SDKs that a block names. `before`: how many statements there were before it.
    pub fn see(&mut self, reader: &mut Reader, list: &mut Vec<SdkListed>, block: usize, parts: &[Part], before: usize) {
        let Some(b) = reader.document.blocks.get(block) else { return };
        let text = reader.text(b.range.clone());
        let heading = matches!(b.kind, BlockKind::Heading(_));
        let introduces = heading || text.trim_end().ends_with(['：', ':']) || lists_below(reader, block);
        let leads = introduces
            && parts
                .iter()
                .any(|p| p.line.has(Sense::Cue(Cue::ListLead)) && !p.line.has(Sense::Negation) && !p.line.has(Sense::Cue(Cue::Mere)));
        let item = match b.kind {
            BlockKind::ListItem { lead: Some(lead), .. } => self.lead == Some(lead) || self.services.contains(&lead),
            BlockKind::ListItem { .. } | BlockKind::Paragraph => self.lead.is_some_and(|l| l < block && block.saturating_sub(l) <= 60),
            _ => false,
        };
        let supplied = !heading && parts.first().is_some_and(|p| supplied(reader.text(p.range.clone()), &p.line));
        if leads {
            self.lead = Some(block);
            if heading {
                self.titles.push(block);
            }
        } else if (item && text.chars().count() <= 300 || supplied) && self.entry(reader, list, block, parts) {
            return;
        } else if heading && self.lead.is_some_and(|l| l < block && block.saturating_sub(l) <= 60) && covers(reader.lexicon, text) {
            // A line of a list that looks like a title.
        } else if heading || (matches!(b.kind, BlockKind::Paragraph) && text.chars().count() > 40 && !text.starts_with("http")) {
            self.lead = None;
        } else if let ([part], true) = (parts, text.trim_end().ends_with(['：', ':'])) {
            // "Google Analytics/Firebase Analytics:" above what they do.
            self.title(reader, list, part);
        }
        if heading {
            self.heading(reader, list, block, parts);
            return;
        }
        let listed = matches!(b.kind, BlockKind::ListItem { .. });
        let section = reader.section(block);
        for part in parts {
            self.sentence(reader, list, part, section == Some(Section::Sdk) && listed, before);
        }
    }

    /// One item of a list of names: "Firebase Analytics - statistics", "友盟SDK（统计分析）", "“甲推送”：由甲公司提供".
    fn entry(&mut self, reader: &mut Reader, list: &mut Vec<SdkListed>, block: usize, parts: &[Part]) -> bool {
        let Some(b) = reader.document.blocks.get(block) else { return false };
        let Some(part) = parts.first() else { return false };
        let raw = reader.text(part.range.clone());
        let supplied = supplied(raw, &part.line);
        if raw.ends_with(['。', '：', ':']) && !supplied && !part.line.folded.text.contains("sdk") {
            return false;
        }
        let at = raw.find(['(', '（', '：', ':', '–', '—', '|', '，', ',']).or_else(|| raw.find(" - ")).unwrap_or(raw.len());
        let first = raw.get(..at).unwrap_or_default();
        let start = first.len().saturating_sub(first.trim_start_matches(|c: char| !c.is_alphanumeric()).len());
        // “甲”乙服务: what stands in quotation marks.
        let quoted = raw.get(..start).is_some_and(|b| b.ends_with('“')).then(|| first.find('”')).flatten();
        let at_name = quoted.unwrap_or(at);
        let name = bare(raw.get(start..at_name).unwrap_or_default());
        let width = name.chars().count();
        let dashed = raw.get(at..).is_some_and(|r| r.starts_with(['–', '—', '：', ':']) || r.starts_with(" - "));
        let speaks = |line: &Line| line.hits.iter().any(|h| matches!(h.sense, Sense::Negation | Sense::Actor(Who::First)));
        let sentence = if dashed { speaks(&Line::new(name, reader.lexicon)) } else { speaks(&part.line) };
        let words = name.split_whitespace().count();
        let proper = name.chars().next().is_some_and(|c| !c.is_ascii_lowercase());
        let product = !reader.lexicon.names(&Folded::new(name).text).is_empty() || Folded::new(name).text.contains("sdk");
        let data = Line::new(name, reader.lexicon).data().next().is_some();
        // Sentences behind a name tell more of it; behind anything else they are a text of their own.
        let more_of_it = supplied || (product && covers(reader.lexicon, name)) || (dashed && words <= 3);
        if parts.len() > 1 && !more_of_it {
            return false;
        }
        if !(2..=40).contains(&width) || words > 6 || !(proper || product) || data || (sentence && !product) {
            return false;
        }
        // "登录：甲SDK隐私协议": what it does, then the name.
        let known = || part.line.names.iter().find(|n| part.line.folded.text.contains("sdk") || n.start > 0).cloned();
        if !is_name(reader.lexicon, name)
            && text_is_short(raw)
            && ["隐私", "sdk", "privacy"].iter().any(|w| part.line.folded.text.contains(w))
            && let Some(range) = known()
        {
            let printed = part.line.printed(range);
            let name = raw.get(printed.clone()).unwrap_or_default();
            let range = part.range.start.saturating_add(printed.start)..part.range.start.saturating_add(printed.end);
            self.push(reader, list, Row { name, range, part, company: None, purpose: None, data_types: Vec::new() });
            return true;
        }
        if !is_name(reader.lexicon, name)
            || denied(&part.line, &(part.line.folded.at(start)..part.line.folded.at(start.saturating_add(name.len()))))
        {
            return false;
        }
        // "Users in mainland China": words of a sentence.
        let joints = ["of", "for", "and", "by", "the", "from", "on", "in-app"];
        let words_of_name = |w: &str| w.starts_with(|c: char| !c.is_ascii_lowercase()) || joints.contains(&w);
        if !product && name.is_ascii() && (name.contains(" in ") || !name.split_whitespace().all(words_of_name)) {
            return false;
        }
        // READ_PHONE_STATE, VIBRATE
        if !product && name.len() > 5 && name.chars().all(|c| c.is_ascii_uppercase() || c == '_' || c == '.') {
            return false;
        }
        // A list of third-party services holds names; anything else may hold kinds of data or advice.
        if !product && (at == raw.len() || words > 4) && b.links.is_empty() {
            return false;
        }
        // A Chinese word that nothing marks as a name may be a principle or a purpose: 合同约束：…
        let latin = name.chars().any(|c| c.is_ascii_alphabetic());
        if !product && !latin && !supplied && b.links.is_empty() {
            return false;
        }
        let rest = raw.get(at..).unwrap_or_default().trim_matches(|c: char| "()（）：:–—-|，, 。".contains(c));
        let purpose = (!rest.is_empty() && !rest.contains("http") && rest.chars().count() <= 80).then(|| rest.to_owned());
        let from = raw.find(name).unwrap_or(0);
        let range = part.range.start.saturating_add(from)..part.range.start.saturating_add(from).saturating_add(name.len());
        let found = part.line.named_data();
        let company = if supplied { company(rest, &Line::new(rest, reader.lexicon)) } else { None };
        self.push(reader, list, Row { name, range, part, company, purpose, data_types: reader.data_types(&found) });
        true
    }

    /// A line that is nothing but names and a colon.
    fn title(&mut self, reader: &Reader, list: &mut Vec<SdkListed>, part: &Part) {
        let raw = reader.text(part.range.clone());
        if !covers(reader.lexicon, raw) {
            return;
        }
        for (name, range) in self.products(reader, raw, &part.line) {
            let range = part.line.printed(range);
            let range = part.range.start.saturating_add(range.start)..part.range.start.saturating_add(range.end);
            self.push(reader, list, Row { name: &name, range, part, company: None, purpose: None, data_types: Vec::new() });
        }
    }

    /// The heading of a section as the name of what it is about: "### 高德地图" below "第三方SDK".
    fn heading(&mut self, reader: &mut Reader, list: &mut Vec<SdkListed>, block: usize, parts: &[Part]) {
        let Some(b) = reader.document.blocks.get(block) else { return };
        let above = self.titles.iter().rev().find(|l| b.headings.contains(l)).or(self.lead.as_ref());
        let ([part], Some(lead)) = (parts, above) else { return };
        let raw = reader.text(b.range.clone());
        let Some(name) = titled(reader.lexicon, raw) else { return };
        let text = raw.get(name.clone()).unwrap_or_default();
        let data = Line::new(text, reader.lexicon).data().next().is_some();
        if *lead == block || data || !names_sdk(reader.lexicon, text) || part.line.has(Sense::Negation) {
            return;
        }
        let range = b.range.start.saturating_add(name.start)..b.range.start.saturating_add(name.end);
        self.push(reader, list, Row { name: text, range, part, company: None, purpose: None, data_types: Vec::new() });
    }

    /// SDKs that a sentence names as used.
    fn sentence(&mut self, reader: &mut Reader, list: &mut Vec<SdkListed>, part: &Part, listed: bool, before: usize) {
        let after_sdk = part.line.folded.text.contains("sdk");
        let raw = reader.text(part.range.clone());
        let line = &part.line;
        let has = |c: Cue| line.has(Sense::Cue(c));
        let open = has(Cue::Embedding) || listed;
        let products = self.products(reader, raw, line);
        if products.is_empty() && !line.folded.text.contains("sdk") {
            return;
        }
        let vendors: Vec<Range<usize>> = reader.lexicon.vendors(&line.folded.text).into_iter().map(|v| v.range).collect();
        let beside = if open { beside(reader.lexicon, raw, line, &products) } else { Vec::new() };
        let examples = examples(raw, line, &products);
        let open_to = |r: &Range<usize>| open || after_sdk || examples.iter().any(|(_, e)| e == r) || employed(line, r, &vendors);
        let mut names: Vec<(String, Range<usize>)> = products
            .iter()
            .cloned()
            .chain(examples.clone())
            .chain(providers(reader.lexicon, raw, line, after_sdk))
            .chain(unknown(reader.lexicon, raw, line))
            .chain(beside)
            .filter(|(_, r)| open_to(r))
            .filter(|(_, r)| !denied(line, r) && !merely(line, r))
            .map(|(n, r)| (n, line.printed(r)))
            .collect();
        names.sort_by_key(|(_, r)| (r.start, std::cmp::Reverse(r.end)));
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
            let chinese = !text.is_ascii();
            // 企业微信, where that is the app itself.
            let own = |h: &Hit| h.sense == Sense::Actor(Who::First) && h.start <= range.start && h.end >= range.end;
            // "使用第三方账号（如微信）登录": a way to sign in.
            let account =
                ["第三方账号", "第三方帐号", "第三方账户", "账号登录", "帐号登录", "社交账号", "社交媒体"].iter().any(|w| text.contains(w));
            if account && !sdk && !printed.contains("登录") {
                continue;
            }
            let another = text.get(..range.start).is_some_and(|t| t.ends_with("企业"));
            // 性能服务 is a product's name, and what any app speaks of.
            let generic = chinese && !is_name(reader.lexicon, printed);
            if line.hits.iter().any(own) || another || generic || self.own.iter().any(|n| text.get(range.clone()) == Some(n)) {
                continue;
            }
            // "微信好友", "通过微信登录": a product, but no SDK is spoken of.
            let next = text.get(range.end..).and_then(|t| t.find("sdk")).map(|n| range.end.saturating_add(n));
            let followed = next.is_some_and(|sdk| if chinese { joined(line, range.end, sdk) } else { sdk.saturating_sub(range.end) <= 1 });
            if chinese && !sdk && !followed && !line.names.contains(&range) {
                continue;
            }
            let start = if followed && !chinese { english_start(raw, line, range.start).min(range.start) } else { range.start };
            if !followed && is_common(raw, line, &range) {
                continue;
            }
            let end = next.filter(|_| followed).map_or(range.end, |sdk| sdk.saturating_add(3));
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
        let exact = sdk.is_some();
        let chinese = !row.name.is_ascii() && folded.contains("sdk");
        let seen = |id: &String| {
            let id = if chinese { format!("{id} zh") } else { id.clone() };
            self.known.contains(&id) || (!exact && self.known.contains(&format!("{id}?")))
        };
        // A name that fits several SDKs may mean another of them than the last one did: 友盟 above 友盟分享SDK.
        let new = match ids.len() {
            0 => !self.known.contains(&folded),
            2.. if folded.contains("sdk") => !self.known.contains(&folded),
            _ => ids.iter().any(|i| !seen(i)),
        };
        if !new || !self.known.insert(folded) {
            return;
        }
        self.known.extend(ids.into_iter().flat_map(|id| noted(id, row.name, exact)));
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

/// Known products in the title of a policy, folded.
fn titled_names(reader: &Reader) -> Vec<String> {
    let titles = reader.document.blocks.iter().take(2).map(|b| Folded::new(reader.text(b.range.clone())).text);
    let own =
        titles.filter(|t| t.chars().count() <= 40 && ["隐私", "privacy", "个人信息"].iter().any(|w| t.contains(w)) && !t.contains("sdk"));
    own.flat_map(|t| reader.lexicon.names(&t).iter().filter_map(|n| t.get(n.range.clone())).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// What is noted of a listed name: its id, with a mark where others fit too, and whether it is a Chinese one, for 友盟SDK in the Chinese half
/// of a text stands beside "Umeng" in the English one.
fn noted(id: &str, name: &str, exact: bool) -> impl Iterator<Item = String> {
    let mark = if exact { "" } else { "?" };
    let chinese = (!name.is_ascii()).then(|| format!("{id} zh{mark}"));
    std::iter::once(format!("{id}{mark}")).chain(chinese)
}

/// Whether names of products make up most of a text.
fn covers(lexicon: &Lexicon, text: &str) -> bool {
    let folded = Folded::new(text).text;
    let known: usize = lexicon.names(&folded).iter().map(|n| n.range.len()).sum();
    known > 0 && known.saturating_mul(2) > folded.len()
}

/// Whether a list follows a block that ends like any sentence: its items by markup, or a line that begins with a product's name.
fn lists_below(reader: &Reader, block: usize) -> bool {
    let blocks = &reader.document.blocks;
    let (Some(own), Some(next)) = (blocks.get(block), blocks.get(block.saturating_add(1))) else { return false };
    let own = Folded::new(reader.text(own.range.clone())).text;
    // A name among names introduces nothing.
    if !["third", "第三方", "partner", "provider", "following", "below", "以下", "如下"].iter().any(|w| own.contains(w)) {
        return false;
    }
    let item = matches!(next.kind, BlockKind::ListItem { lead: Some(lead), .. } if lead == block);
    let text = reader.text(next.range.clone());
    let at = text.find(['：', ':', '—', '–', '(', '（', '\n']).or_else(|| text.find(" - ")).unwrap_or(text.len());
    let head = text.get(..at).filter(|h| h.len() <= 60);
    item || head.is_some_and(|h| covers(reader.lexicon, h))
}

/// Introductions of lists of which two items at least, and half of all, begin with the name of a product before a colon or a dash.
fn services(reader: &Reader) -> HashSet<usize> {
    let mut lists: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for b in &reader.document.blocks {
        let BlockKind::ListItem { lead: Some(lead), .. } = b.kind else { continue };
        let text = reader.text(b.range.clone());
        let at = text.find(['：', ':', '—', '–', '(', '（']).or_else(|| text.find(" - ")).unwrap_or(text.len());
        let head = text.get(..at).filter(|h| h.len() <= 60);
        let named = head.is_some_and(|h| covers(reader.lexicon, h));
        let list = lists.entry(lead).or_default();
        *list = (list.0.saturating_add(1), list.1.saturating_add(usize::from(named)));
    }
    lists.into_iter().filter(|(_, (all, named))| *named >= 2 && named.saturating_mul(2) >= *all).map(|(lead, _)| lead).collect()
}

fn text_is_short(text: &str) -> bool {
    text.chars().count() <= 40
}

/// "甲推送：由甲公司提供", "甲SDK：该SDK由甲公司提供": a name, and who supplies it.
fn supplied(raw: &str, line: &Line) -> bool {
    let head =
        raw.char_indices().take(40).find(|(_, c)| matches!(c, '：' | ':' | '，' | ',')).map(|(at, c)| at.saturating_add(c.len_utf8()));
    let Some(rest) = head.and_then(|at| raw.get(at..)).map(str::trim_start) else { return false };
    let rest = rest.strip_prefix("该").unwrap_or(rest).trim_start_matches("SDK").trim_start_matches("服务");
    let Some(from) = rest.strip_prefix('由') else { return false };
    let near = from.char_indices().take(30).last().map_or(0, |(i, _)| i);
    line.chinese && from.get(..near).is_some_and(|t| t.contains("提供") || t.contains("开发"))
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
fn employed(line: &Line, name: &Range<usize>, vendors: &[Range<usize>]) -> bool {
    let text = line.folded.text.as_str();
    let signs =
        |t: &str| ["登录", "登陆", "账号", "帐号", "好友", "昵称", "sign in", "log in", "login", "account"].iter().any(|w| t.contains(w));
    let around = if line.chinese { text } else { text.get(line.clause_at(name.start)).unwrap_or_default() };
    if signs(around) || !line.names.contains(name) {
        return false;
    }
    // Of names side by side, the first stands next to the word.
    let first = line.names.iter().rev().filter(|n| n.start <= name.start).fold(name.start, |at, n| {
        let joint = text.get(n.end..at).unwrap_or("-").trim_matches([' ', ',', '，', '、']);
        if matches!(joint, "" | "和" | "与" | "及" | "或" | "and" | "or" | "&") { n.start } else { at }
    });
    let before = text.get(..first).unwrap_or_default().trim_end_matches([' ', '“', '"', '(', '（']);
    let used = ["通过", "利用", "借助", "由", "我们用", "本应用用", "额外包含", "through", "by", "via", "with", "uses", "use", "using"]
        .iter()
        .any(|w| before.strip_suffix(w).is_some_and(|rest| !w.is_ascii() || !rest.ends_with(|c: char| c.is_ascii_alphanumeric())));
    // "您通过微博、微信与我们互动": it is the user who does.
    let user = |h: &Hit| h.sense == Sense::Actor(Who::User) && h.end <= first && first.saturating_sub(h.end) <= 9;
    if used && line.chinese && line.hits.iter().any(user) {
        return false;
    }
    // In brackets behind what it is: "through a third party (Sentry)".
    let opened = text.get(..first).filter(|t| t.ends_with(['(', '（'])).map(|t| t.trim_end_matches(['(', '（', ' ']).len());
    let bracketed = opened.is_some_and(|at| {
        let third = |h: &Hit| h.sense == Sense::Actor(Who::Third) && h.end <= first && first.saturating_sub(h.end) <= 4;
        let shared = |h: &Hit| h.sense == Sense::Action(Action::Share) && h.end <= first;
        let told = text.get(..first).is_some_and(|t| t.contains("shared"));
        line.hits.iter().any(third) || vendors.iter().any(|v| v.end == at) || (!line.chinese && (told || line.hits.iter().any(shared)))
    });
    let acts = line.verbs().iter().any(|v| {
        let between = text.get(name.end..v.start);
        matches!(v.action, Action::Collect | Action::Share | Action::Use)
            && v.start >= name.end
            && v.clause == line.clause(name.start)
            && !v.negative
            && between.is_some_and(|b| b.len() <= 40)
    });
    used || bracketed || exemplified(line, first).is_some() || (acts && line.just_before(first, 12, Sense::Receiver).is_none())
}

/// Whether a product is only spoken of: as a trademark, where it is downloaded, how one signs in.
fn merely(line: &Line, name: &Range<usize>) -> bool {
    let sdk = line.chinese && line.folded.text.contains("sdk");
    let near = |h: &Hit| if line.chinese { line.same_clause(h.start, name.start) } else { h.start.abs_diff(name.start) <= 60 };
    // "为下载语音包，甲SDK需要存储权限" speaks of an SDK all the same.
    let soft = ["下载", "客户端", "如果您使用", "登录方式", "绑定", "公众号", "应用市场", "应用商店"];
    line.hits.iter().any(|h| h.sense == Sense::Cue(Cue::Mere) && near(h) && !(sdk && soft.contains(&line.word(h))))
}

/// Whether a negation in the clause, or in one before without another verb, takes the name away: "no SDK of X", "未接入X".
fn denied(line: &Line, name: &Range<usize>) -> bool {
    line.hits.iter().any(|h| {
        matches!(h.sense, Sense::Negation | Sense::Exclusion)
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
