//! Lists of SDKs and other third parties, and tables of permissions and data: rows and labelled lines whose columns say what they hold.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use super::column::{is_no, is_nothing, is_yes, labels, other_label, role};
use super::declared::SdkListed;
use super::frame::Frame;
use super::lexicon::{Column, Section, Sense, Who};
use super::line::Line;
use super::product::{bare, is_company, is_kind, is_name, join, names_sdk, several, titled};
use super::statement::Reader;
use crate::document::BlockKind;

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
    /// Its head, or most of its names, are those of third parties.
    others: bool,
}

/// Whether the head of a column of names says whose they are.
fn of_third_parties(head: &str) -> bool {
    let folded = crate::document::Folded::new(head).text;
    ["sdk", "第三方", "合作", "插件", "third", "partner", "vendor", "librar", "processor", "party name", "parties"]
        .iter()
        .any(|w| folded.contains(w))
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
                let names = |c: &u32| roles.get(c) == Some(&Column::Name);
                let listed = || {
                    let below = rows.range((*number, 0)..(*number, 60)).flat_map(|(_, c)| c).filter(|(c, _)| names(c));
                    let (all, known) = below.fold((0usize, 0usize), |(all, known), (_, n)| {
                        (all.saturating_add(1), known.saturating_add(usize::from(names_sdk(reader.lexicon, reader.text(range(*n))))))
                    });
                    known.saturating_mul(2) >= all && known >= 2
                };
                table.others = cells.iter().any(|(c, n)| names(c) && of_third_parties(reader.text(range(*n)))) || listed();
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
            taken.insert(*n);
            let Some(r) = role else { continue };
            match row.get(&r).cloned() {
                None => {
                    row.insert(r, range(*n));
                }
                // Two columns of data side by side: the class, then examples of it.
                Some(cell) if r == Column::Data && last == role => {
                    row.insert(r, cell.start..range(*n).end.max(cell.end));
                }
                // 第三方名称 beside SDK名称: the company, and its product.
                Some(first) if r == Column::Name && !row.contains_key(&Column::Company) => {
                    let company = |c: &Range<usize>| is_company(reader.lexicon, reader.text(c.clone()));
                    match (company(&first), company(&range(*n))) {
                        (true, false) => {
                            row.insert(Column::Company, first);
                            row.insert(Column::Name, range(*n));
                        }
                        (false, true) => {
                            row.insert(Column::Company, range(*n));
                        }
                        _ => {}
                    }
                }
                Some(_) => {}
            }
            last = role;
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
        let of_others = table.others
            || heads(Column::Company)
            || row.contains_key(&Column::Company)
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
            recipients(reader, list, row.get(&Column::Company));
            record(reader, &mut Vec::new(), &row, first..last, Kept { third: true, denied: false });
        }
    }
    records.end(reader, list, taken);
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
    /// The block above the first label, which may name what the labels are about.
    above: Option<usize>,
}

impl Records {
    fn take(&mut self, reader: &mut Reader, list: &mut Vec<SdkListed>, taken: &mut HashSet<usize>, mut l: Labelled) {
        let company = |r: &Range<usize>| is_company(reader.lexicon, reader.text(r.clone()));
        if l.role == Column::Name
            && !self.row.contains_key(&Column::Company)
            && self.row.get(&Column::Name).is_some_and(|n| !company(n))
            && company(&l.value)
        {
            l.role = Column::Company;
        }
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

    /// The line above a record as its name: an SDK's, or anything's where the labels are those of a third party.
    fn named_above(&mut self, reader: &mut Reader) {
        let Some(at) = self.above.take() else { return };
        let Some(block) = reader.document.blocks.get(at) else { return };
        let text = reader.text(block.range.clone());
        let among = matches!(reader.section(at), Some(Section::Sdk));
        let Some(name) = titled(reader.lexicon, text) else { return };
        let sdk = names_sdk(reader.lexicon, text);
        // 短信服务 above a company: what it does, not what it is called.
        let task = [
            "服务", "能力", "功能", "存储", "识别", "登录", "支付", "推送", "分享", "统计", "信息", "管理", "保障", "安全", "说明", "业务",
            "场景",
        ];
        let task = !sdk && text.get(name.clone()).is_some_and(|t| task.iter().any(|w| t.ends_with(w)));
        if task {
            return;
        }
        // A link to another's policy, and what it is for.
        let linked = self.row.contains_key(&Column::Link) && self.row.contains_key(&Column::Purpose);
        let of_others = self.row.contains_key(&Column::Company) || linked || among && self.row.len() > 1;
        match self.row.get(&Column::Name).cloned() {
            Some(company) if !self.row.contains_key(&Column::Company) && is_company(reader.lexicon, reader.text(company.clone())) => {
                self.row.insert(Column::Company, company);
            }
            None if sdk || of_others => {}
            _ => return,
        }
        let range = block.range.start.saturating_add(name.start)..block.range.start.saturating_add(name.end);
        self.row.insert(Column::Name, range);
        self.place.start = block.range.start;
        self.blocks.push(at);
    }

    fn end(&mut self, reader: &mut Reader, list: &mut Vec<SdkListed>, taken: &mut HashSet<usize>) {
        self.named_above(reader);
        let filled = |r: &Range<usize>| {
            let text = reader.text(r.clone()).trim_matches(|c: char| c.is_whitespace() || c == '*' || c == '_');
            !is_nothing(text)
        };
        // A sentence behind such a label is no record's: "Supplier: your energy supplier learns ..."
        let named = |r: &Range<usize>| is_name(reader.lexicon, bare(reader.text(r.clone())));
        self.row.retain(|c, r| filled(r) && (!matches!(c, Column::Name | Column::Company) || named(r)));
        let section = self.blocks.first().and_then(|b| reader.section(*b));
        let sdk = self.row.get(&Column::Name).is_some_and(|r| names_sdk(reader.lexicon, reader.text(r.clone())));
        // "Company: means ..." defines, and under "Contact us" the operator tells who he is.
        let about_us = matches!(section, Some(Section::Definitions | Section::Contact)) && !sdk;
        // Of a company alone, outside a list of third parties, nothing says that it is one.
        let among = self.row.keys().any(|r| matches!(r, Column::Data | Column::Permission | Column::Purpose))
            || matches!(section, Some(Section::Sdk | Section::Sharing));
        let known = self.row.contains_key(&Column::Name) || (self.row.contains_key(&Column::Company) && among);
        let telling = self.row.keys().filter(|r| **r != Column::Other).count() >= 2;
        let subject = self.row.keys().any(|r| matches!(r, Column::Data | Column::Purpose | Column::Permission | Column::Link));
        if known && telling && subject && !about_us {
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
            before = None;
            continue;
        }
        let text = reader.text(b.range.clone());
        let labels = labels(reader.lexicon, text);
        if labels.is_empty() {
            // A labelled line of another kind (manner, remarks) belongs to the record too.
            if !records.row.is_empty() && other_label(text) && !(names_sdk(reader.lexicon, text) && titled(reader.lexicon, text).is_some())
            {
                records.blocks.push(n);
            } else {
                records.end(reader, list, taken);
                before = Some(n);
            }
            continue;
        }
        for (role, value, whole) in labels {
            let at = |r: Range<usize>| b.range.start.saturating_add(r.start)..b.range.start.saturating_add(r.end);
            if records.row.is_empty() {
                records.above = before.take();
            }
            records.take(reader, list, taken, Labelled { role, value: at(value), whole: at(whole), block: n });
        }
    }
    records.end(reader, list, taken);
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
    let proper = |n: &String| is_name(reader.lexicon, n);
    let name = name.filter(proper).or_else(|| company.clone().filter(proper).filter(|c| !is_kind(reader.lexicon, c)));
    let Some(name) = name.filter(|_| third) else { return };
    let company = company.filter(proper);
    let link = row.get(&Column::Link).and_then(|r| reader.address(r)).or_else(|| reader.address(&place));
    for part in several(reader.lexicon, &name) {
        let name = bare(name.get(part).unwrap_or_default());
        let (sdk, candidates) = join(reader.lexicon, name, company.as_deref());
        list.push(SdkListed {
            policy: reader.index,
            sdk,
            candidates,
            name: name.chars().take(200).collect(),
            company: company.clone(),
            purpose: purpose.clone(),
            data: data.clone(),
            permission: permission.clone(),
            data_types: reader.data_types(&found),
            link: link.clone(),
            start: reader.scalar(place.start),
            end: reader.scalar(place.end),
        });
    }
}

/// The products that a cell of receivers names.
fn recipients(reader: &Reader, list: &mut Vec<SdkListed>, cell: Option<&Range<usize>>) {
    let Some(cell) = cell else { return };
    let text = reader.text(cell.clone());
    let line = Line::new(text, reader.lexicon);
    for name in line.names.iter().map(|n| line.printed(n.clone())) {
        let printed = text.get(name.clone()).unwrap_or_default().trim();
        let (sdk, candidates) = join(reader.lexicon, printed, None);
        if list.iter().any(|l| l.name == printed) {
            continue;
        }
        list.push(SdkListed {
            policy: reader.index,
            sdk,
            candidates,
            name: printed.to_owned(),
            company: None,
            purpose: None,
            data: None,
            permission: None,
            data_types: Vec::new(),
            link: None,
            start: reader.scalar(cell.start.saturating_add(name.start)),
            end: reader.scalar(cell.start.saturating_add(name.start).saturating_add(printed.len())),
        });
    }
}

/// A cell of receivers that names ourselves or the user's own device.
fn stays(line: &Line) -> bool {
    let text = line.folded.text.as_str();
    line.has(Sense::Local)
        || line.has(Sense::Actor(Who::First))
        || ["our ", "us"].iter().any(|w| text.starts_with(w))
        || ["your phone", "your device", "our server", "我们", "本机", "本地"].iter().any(|w| text.contains(w))
}
