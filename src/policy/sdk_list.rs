//! Lists of SDKs and other third parties, and tables of permissions and data: rows and labelled lines whose columns say what they hold.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use super::declared::SdkListed;
use super::frame::Frame;
use super::lexicon::{Column, Cue, Lexicon, NameHit, Section, Sense, Who};
use super::line::Line;
use super::statement::Reader;
use crate::document::{BlockKind, Folded};

/// What a column head or a label announces. The last noun rules: 收集信息的目的 is a purpose, 隐私政策链接 a link; in English what stands
/// before "of" and "for" does.
fn role(lexicon: &Lexicon, label: &str) -> Option<Column> {
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

type Row = BTreeMap<Column, Range<usize>>;

/// Reads tables and labelled lines; gives the blocks that are thereby read.
pub(super) fn read(reader: &mut Reader, list: &mut Vec<SdkListed>) -> HashSet<usize> {
    let mut taken = HashSet::new();
    tables(reader, list, &mut taken);
    labelled(reader, list, &mut taken);
    taken
}

/// What is known of a table while its rows go by.
#[derive(Default)]
struct Table {
    /// Columns by number; empty until a row of heads was met.
    head: BTreeMap<u32, Column>,
    rows: u32,
    /// Cells that span rows hold for those below them.
    above: Row,
    /// Two columns, of which the first holds labels.
    upright: bool,
}

fn tables(reader: &mut Reader, list: &mut Vec<SdkListed>, taken: &mut HashSet<usize>) {
    let document = reader.document;
    let mut rows: BTreeMap<(u32, u32), Vec<(u32, usize)>> = BTreeMap::new();
    for (n, b) in document.blocks.iter().enumerate() {
        if let BlockKind::Cell { table, row, column, .. } = b.kind {
            rows.entry((table, row)).or_default().push((column, n));
        }
    }
    let range = |n: usize| document.blocks.get(n).map(|b| b.range.clone()).unwrap_or_default();
    let mut tables: BTreeMap<u32, Table> = BTreeMap::new();
    let mut records = Records::default();
    for ((number, _), cells) in &rows {
        let table = tables.entry(*number).or_default();
        table.rows = table.rows.saturating_add(1);
        if table.upright || table.head.is_empty() {
            let roles: BTreeMap<u32, Column> =
                cells.iter().filter_map(|(c, n)| Some((*c, role(reader.lexicon, reader.text(range(*n)))?))).collect();
            let told = roles.values().filter(|r| **r != Column::Other).collect::<BTreeSet<_>>().len();
            // A title may stand above the heads.
            if !table.upright && told >= 2 && roles.values().any(|r| matches!(r, Column::Data | Column::Permission | Column::Name)) {
                taken.extend(cells.iter().map(|c| c.1));
                table.head = roles;
            } else if let ([(_, label), (_, value)], Some(role)) = (cells.as_slice(), roles.get(&cells.first().map_or(0, |c| c.0)))
                && (table.upright || matches!(role, Column::Name | Column::Company))
            {
                table.upright = true;
                let whole = range(*label).start..range(*value).end;
                records.take(reader, list, taken, Labelled { role: *role, value: range(*value), whole, block: *value });
                records.blocks.push(*label);
            } else if table.rows > 2 && !table.upright {
                // No heads: nothing says what the columns hold.
                table.rows = u32::MAX;
            }
            continue;
        }
        records.end(reader, list, taken);
        let mut row = Row::new();
        let mut last = None;
        for (column, n) in cells {
            let role = table.head.get(column).copied();
            if let Some(r) = role {
                // Two columns of data side by side: the class, then examples of it.
                let cell = row.entry(r).or_insert_with(|| range(*n));
                if r == Column::Data && last == role {
                    cell.end = range(*n).end.max(cell.end);
                }
            }
            last = role;
            taken.insert(*n);
        }
        // "Collected" may head a column of yes and no, or of what is collected.
        if let Some(answer) = row.get(&Column::Answer).cloned()
            && !is_yes(reader.text(answer.clone()))
            && !is_no(reader.text(answer.clone()))
        {
            row.remove(&Column::Answer);
            row.entry(Column::Data).or_insert(answer);
        }
        for r in table.head.values() {
            if let Some(own) = row.get(r) {
                table.above.insert(*r, own.clone());
            } else if let Some(spanned) = table.above.get(r) {
                row.insert(*r, spanned.clone());
            }
        }
        let first = cells.first().map_or(0, |c| range(c.1).start);
        let last = cells.last().map_or(first, |c| range(c.1).end);
        let section = cells.first().and_then(|c| reader.section(c.1));
        let named = row.contains_key(&Column::Name) || row.contains_key(&Column::Company);
        let heads = |c: Column| table.head.values().any(|r| *r == c);
        let of_others = heads(Column::Company)
            || matches!(section, Some(Section::Sdk | Section::Sharing))
            || row.get(&Column::Name).is_some_and(|r| names_sdk(reader.lexicon, reader.text(r.clone())));
        let of_permissions = heads(Column::Permission) && !heads(Column::Name);
        // A table of kinds of data whose recipients stand in a column: ours, and theirs where a cell names one.
        let by_data = table.head.first_key_value().is_some_and(|(_, c)| *c == Column::Data) && !heads(Column::Name);
        let answer = if of_permissions { row.get(&Column::Answer).or(row.get(&Column::Purpose)) } else { row.get(&Column::Answer) };
        let denied = answer.is_some_and(|r| is_no(reader.text(r.clone())));
        let third = of_others && named && !of_permissions && !by_data;
        record(reader, list, &row, first..last, Kept { third, denied });
        let goes_out = |r: &Range<usize>| {
            let text = reader.text(r.clone());
            !is_nothing(text.trim()) && !is_no(text) && !stays(&Line::new(text, reader.lexicon))
        };
        if by_data && !denied && row.get(&Column::Company).is_some_and(goes_out) {
            record(reader, &mut Vec::new(), &row, first..last, Kept { third: true, denied: false });
        }
    }
    records.end(reader, list, taken);
}

fn names_sdk(lexicon: &Lexicon, text: &str) -> bool {
    let folded = Folded::new(text).text;
    folded.contains("sdk") || !lexicon.names(&folded).is_empty()
}

/// A value with its label.
struct Labelled {
    role: Column,
    value: Range<usize>,
    whole: Range<usize>,
    block: usize,
}

/// Labelled values on their way to a record.
#[derive(Default)]
struct Records {
    row: Row,
    place: Range<usize>,
    blocks: Vec<usize>,
}

impl Records {
    fn take(&mut self, reader: &mut Reader, list: &mut Vec<SdkListed>, taken: &mut HashSet<usize>, l: Labelled) {
        let named = self.row.contains_key(&Column::Name);
        // The company may come first, so that a name begins a record only where something else was said already.
        let only_company = self.row.keys().all(|r| *r == Column::Company);
        if self.row.contains_key(&l.role) && l.role != Column::Other
            || (l.role == Column::Name && !self.row.is_empty() && (named || !only_company))
        {
            self.end(reader, list, taken);
        }
        if self.row.is_empty() {
            self.place = l.whole.clone();
        }
        self.place.end = l.whole.end.max(self.place.end);
        self.row.entry(l.role).or_insert(l.value);
        self.blocks.push(l.block);
    }

    fn end(&mut self, reader: &mut Reader, list: &mut Vec<SdkListed>, taken: &mut HashSet<usize>) {
        // Of a company alone, outside a list of third parties, nothing says that it is one.
        let among = self.row.keys().any(|r| matches!(r, Column::Data | Column::Permission | Column::Purpose))
            || self.blocks.first().is_some_and(|b| matches!(reader.section(*b), Some(Section::Sdk | Section::Sharing)));
        let known = self.row.contains_key(&Column::Name) || (self.row.contains_key(&Column::Company) && among);
        let telling = self.row.keys().filter(|r| **r != Column::Other).count() >= 2;
        let subject = self.row.keys().any(|r| matches!(r, Column::Data | Column::Purpose | Column::Permission | Column::Link));
        if known && telling && subject {
            record(reader, list, &self.row, self.place.clone(), Kept { third: true, denied: false });
            taken.extend(self.blocks.iter().copied());
        }
        self.row.clear();
        self.blocks.clear();
    }
}

fn labelled(reader: &mut Reader, list: &mut Vec<SdkListed>, taken: &mut HashSet<usize>) {
    let document = reader.document;
    let mut records = Records::default();
    let mut before: Option<usize> = None;
    for (n, b) in document.blocks.iter().enumerate() {
        if taken.contains(&n) || matches!(b.kind, BlockKind::Cell { .. }) {
            records.end(reader, list, taken);
            continue;
        }
        let text = reader.text(b.range.clone());
        let labels = labels(reader.lexicon, text);
        if labels.is_empty() {
            // A labelled line of another kind (manner, remarks) belongs to the record too.
            if !records.row.is_empty() && other_label(text) {
                records.blocks.push(n);
            } else {
                records.end(reader, list, taken);
                before = Some(n);
            }
            continue;
        }
        for (role, value, whole) in labels {
            let at = |r: Range<usize>| b.range.start.saturating_add(r.start)..b.range.start.saturating_add(r.end);
            let repeated = records.row.contains_key(&role) && role != Column::Other;
            // The line above names the SDK where no label does.
            if (records.row.is_empty() || repeated)
                && role != Column::Name
                && let Some(above) = before.take().and_then(|p| document.blocks.get(p))
                && names_sdk(reader.lexicon, reader.text(above.range.clone()))
                && reader.text(above.range.clone()).chars().count() <= 40
            {
                records.end(reader, list, taken);
                let range = above.range.clone();
                records.take(reader, list, taken, Labelled { role: Column::Name, value: range.clone(), whole: range, block: n });
            }
            records.take(reader, list, taken, Labelled { role, value: at(value), whole: at(whole), block: n });
        }
    }
    records.end(reader, list, taken);
}

/// The labelled values of a block: one to a line or several in a row ("SDK名称：…；使用目的：…"). The first must begin the block.
fn labels(lexicon: &Lexicon, text: &str) -> Vec<(Column, Range<usize>, Range<usize>)> {
    let mut out: Vec<(Column, Range<usize>, Range<usize>)> = Vec::new();
    let mut starts = vec![0usize];
    starts.extend(text.match_indices(['\n', '；', ';', '。', '，', ',']).map(|(at, m)| at.saturating_add(m.len())));
    for start in starts {
        let rest = text.get(start..).unwrap_or_default();
        if let Some((role, value)) = label(lexicon, rest) {
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

/// A text that begins with a short label and a colon: its role and where the value begins.
fn label(lexicon: &Lexicon, text: &str) -> Option<(Column, usize)> {
    let at = text.char_indices().take(40).find(|(_, c)| matches!(c, '：' | ':')).map(|(at, _)| at)?;
    let head = text.get(..at)?;
    let width = text.get(at..)?.chars().next()?.len_utf8();
    let value = text.get(at.saturating_add(width)..)?;
    if head.chars().count() > 20 || head.contains(['。', '，', ',', '；', ';']) || value.trim().is_empty() || value.starts_with("//") {
        return None;
    }
    Some((role(lexicon, head)?, at.saturating_add(width)))
}

/// A short label and a value, whatever it is about.
fn other_label(text: &str) -> bool {
    text.find(['：', ':']).is_some_and(|at| {
        let head = text.get(..at).unwrap_or_default();
        (2..=12).contains(&head.chars().count())
            && !head.contains(['。', '，', '、', ' '])
            && !text.get(at..).unwrap_or_default().trim_start_matches(['：', ':']).trim().is_empty()
    })
}

/// Of whom a record speaks, and whether it says no.
struct Kept {
    third: bool,
    denied: bool,
}

fn record(reader: &mut Reader, list: &mut Vec<SdkListed>, row: &Row, place: Range<usize>, kept: Kept) {
    let third = kept.third;
    let get = |c: Column| row.get(&c).map(|range| reader.text(range.clone()).trim()).filter(|t| !is_nothing(t));
    let company = get(Column::Company).map(bare).filter(|c| !c.is_empty()).map(str::to_owned);
    let name = get(Column::Name).map(bare).filter(|n| !n.is_empty()).map(str::to_owned);
    let texts = [Column::Purpose, Column::Data, Column::Permission].map(|c| get(c).map(str::to_owned));
    let [purpose, data, permission] = texts;
    let mut found: Vec<u16> = Vec::new();
    let mut scan = |column: Column| {
        let Some(range) = row.get(&column) else { return };
        found.extend(Line::new(reader.text(range.clone()), reader.lexicon).named_data());
    };
    if row.contains_key(&Column::Data) || !third {
        scan(Column::Data);
    }
    if data.is_none() || !third {
        scan(Column::Permission);
    }
    if !third {
        scan(Column::Name);
    }
    found.sort_unstable();
    found.dedup();
    let party = name.as_deref().or(company.as_deref()).filter(|_| third);
    let at = row.get(&Column::Purpose).map(|r| r.start.saturating_sub(place.start)..r.end.saturating_sub(place.start));
    for data in &found {
        let frame = Frame { data: *data, negative: kept.denied, third, name: None, purpose: at.clone(), condition: None, local: false };
        reader.add(place.clone(), &frame, party);
    }
    // A sentence is no name.
    let dated = |n: &str| Line::new(n, reader.lexicon).has(Sense::Cue(Cue::Dated));
    let name = name.filter(|n| n.chars().count() <= 80 && !dated(n) && !["我们", "您", "可能会"].iter().any(|w| n.contains(w)));
    let Some(name) = name.or_else(|| company.clone().filter(|c| !is_kind(reader.lexicon, c))).filter(|_| third) else { return };
    let (sdk, candidates) = join(reader.lexicon, &name, company.as_deref());
    let link = row.get(&Column::Link).and_then(|r| reader.address(r)).or_else(|| reader.address(&place));
    list.push(SdkListed {
        policy: reader.index,
        sdk,
        candidates,
        name: name.chars().take(200).collect(),
        company,
        purpose,
        data,
        permission,
        data_types: reader.data_types(&found),
        link,
        start: reader.scalar(place.start),
        end: reader.scalar(place.end),
    });
}

/// A cell of receivers that names ourselves or the user's own device.
fn stays(line: &Line) -> bool {
    let text = line.folded.text.as_str();
    line.has(Sense::Local)
        || line.has(Sense::Actor(Who::First))
        || ["our ", "us"].iter().any(|w| text.starts_with(w))
        || ["your phone", "your device", "our server", "我们", "本机", "本地"].iter().any(|w| text.contains(w))
}

/// Who receives, by kind and not by name: 房东, 快递公司, "insurers". No SDK, and no company that a list could name.
fn is_kind(lexicon: &Lexicon, name: &str) -> bool {
    let line = Line::new(name, lexicon);
    let whole = line.folded.text.trim();
    let covered = |h: &super::lexicon::Hit| {
        h.sense == Sense::Actor(Who::Third) && !line.names.contains(&(h.start..h.end)) && h.end.saturating_sub(h.start) >= whole.len()
    };
    let generic = !whole.is_ascii() && ["商", "公司", "机构", "方", "平台", "部门", "人员", "者"].iter().any(|e| whole.ends_with(e));
    let proper = line.has(Sense::Cue(Cue::Company)) && whole.chars().count() > 8;
    !names_sdk(lexicon, name) && (line.hits.iter().any(covered) || (generic && !proper && lexicon.vendors(whole).is_empty()))
}

/// "❌ No": the word behind the mark.
fn unmarked(text: &str) -> &str {
    let word = text.trim_start_matches(|c: char| !c.is_alphanumeric()).trim_start();
    if word.is_empty() { text } else { word }
}

/// The answer yes.
fn is_yes(text: &str) -> bool {
    let folded = Folded::new(text.trim()).text;
    let marks = folded.trim_end_matches('\u{fe0f}');
    if matches!(marks, "✅" | "☑" | "✔" | "✓" | "√" | "🟢") {
        return true;
    }
    let folded = unmarked(&folded);
    folded == "yes"
        || folded.starts_with("yes ")
        || folded.starts_with("yes,")
        || matches!(folded, "是" | "收集" | "会" | "✓" | "√" | "✔" | "v" | "y")
}

/// The answer no.
fn is_no(text: &str) -> bool {
    let folded = Folded::new(text.trim()).text;
    if matches!(folded.trim_end_matches('\u{fe0f}'), "❌" | "✕" | "✖" | "☒" | "🚫" | "⛔" | "✗" | "✘" | "×" | "🔴") {
        return true;
    }
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
                | "never"
                | "unused"
                | "n"
        )
}

/// Cells that say there is nothing to say.
fn is_nothing(text: &str) -> bool {
    let folded = Folded::new(text).text;
    text.is_empty()
        || folded == "none"
        || folded == "n/a"
        || matches!(text, "无" | "-" | "--" | "/" | "—" | "——" | "N/A" | "n/a" | "None" | "none" | "不涉及" | "無")
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
    // "3.8 甲SDK"
    let numbers = name.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    if let Some(rest) = name.get(numbers..)
        && name.get(..numbers).is_some_and(|n| n.contains('.') && n.split('.').all(|p| p.len() <= 2))
        && rest.starts_with([' ', '\t', '、', '\u{a0}'])
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
    let longest = names.iter().filter(|n| !common(n)).max_by_key(|n| (n.range.len(), std::cmp::Reverse(n.range.start)));
    longest.map_or_else(Default::default, |n| narrowed(lexicon, n, company))
}

/// The one SDK that a name fits, or all of them.
fn narrowed(lexicon: &Lexicon, name: &NameHit, company: Option<&str>) -> (Option<String>, Vec<String>) {
    let ids = |all: &[u16]| all.iter().filter_map(|i| lexicon.sdk(*i)).map(str::to_owned).collect::<Vec<String>>();
    if let [one] = name.sdks {
        return (lexicon.sdk(*one).map(str::to_owned), Vec::new());
    }
    let by_company = company.map(|c| Folded::new(c).text).and_then(|c| {
        let named = lexicon.vendors(&c).into_iter().chain(lexicon.names(&c));
        let mut fits: Vec<u16> = named.flat_map(|n| n.sdks.to_vec()).filter(|i| name.sdks.contains(i)).collect();
        fits.sort_unstable();
        fits.dedup();
        if let [one] = fits[..] { lexicon.sdk(one).map(str::to_owned) } else { None }
    });
    match by_company {
        Some(one) => (Some(one), Vec::new()),
        None => (None, ids(name.sdks)),
    }
}
