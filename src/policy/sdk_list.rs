//! Lists of SDKs and other third parties, and tables of permissions and data: rows and labelled lines whose columns say what they hold.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::declared::{Annex, SdkListed};
use super::frame::{Frame, Line};
use super::lexicon::{Lexicon, Section};
use super::statement::Reader;
use crate::document::{BlockKind, Folded};

/// What a column or a labelled line holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Name,
    Company,
    Purpose,
    Data,
    Link,
    Permission,
}

/// Words of column heads and labels; the first row that fits wins, so that 收集信息的目的 is a purpose and 隐私政策链接 a link.
const ROLES: &[(Role, &[&str])] = &[
    (Role::Link, &["链接", "隐私政策", "隐私权政策", "网址", "官网", "link", "url", "privacy policy", "website"]),
    (Role::Purpose, &["目的", "用途", "使用场景", "功能", "场景", "purpose", "function", "why"]),
    (
        Role::Data,
        &[
            "收集",
            "信息类型",
            "个人信息",
            "处理的信息",
            "信息名称",
            "信息字段",
            "信息内容",
            "数据类型",
            "信息",
            "数据",
            "data",
            "information",
            "collected",
        ],
    ),
    (Role::Permission, &["权限", "permission"]),
    (
        Role::Company,
        &[
            "公司",
            "主体",
            "开发者",
            "提供方",
            "机构",
            "运营方",
            "服务商",
            "提供者",
            "合作方",
            "接收方",
            "company",
            "provider",
            "developer",
            "vendor",
        ],
    ),
    (Role::Name, &["名称", "sdk", "第三方", "产品", "插件", "name", "third party", "service", "partner"]),
];

fn role(label: &str) -> Option<Role> {
    let folded = Folded::new(label).text;
    if folded.chars().count() > 24 {
        return None;
    }
    // "third party name" columns before "information of third parties".
    if ["sdk名称", "第三方名称", "sdk name", "名称"].iter().any(|w| folded.contains(w))
        && !folded.contains("信息名称")
        && !folded.contains("公司")
        && !folded.contains("权限")
    {
        return Some(Role::Name);
    }
    ROLES.iter().find(|(_, words)| words.iter().any(|w| folded.contains(w))).map(|(r, _)| *r)
}

type Row = BTreeMap<Role, Range<usize>>;

/// Reads tables and labelled lines; gives the blocks that are thereby read.
pub(super) fn read(reader: &mut Reader, list: &mut Vec<SdkListed>) -> HashSet<usize> {
    let mut taken = HashSet::new();
    tables(reader, list, &mut taken);
    labelled(reader, list, &mut taken);
    taken
}

fn tables(reader: &mut Reader, list: &mut Vec<SdkListed>, taken: &mut HashSet<usize>) {
    let document = reader.document;
    let mut rows: BTreeMap<(u32, u32), Vec<(u32, usize)>> = BTreeMap::new();
    for (n, b) in document.blocks.iter().enumerate() {
        if let BlockKind::Cell { table, row, column, .. } = b.kind {
            rows.entry((table, row)).or_default().push((column, n));
        }
    }
    let mut heads: BTreeMap<u32, BTreeMap<u32, Role>> = BTreeMap::new();
    let mut above: BTreeMap<(u32, Role), Range<usize>> = BTreeMap::new();
    for ((table, _), cells) in &rows {
        let Some(head) = heads.get(table) else {
            let roles: BTreeMap<u32, Role> =
                cells.iter().filter_map(|(c, n)| Some((*c, role(reader.text(document.blocks.get(*n)?.range.clone()))?))).collect();
            let useful = roles.values().any(|r| matches!(r, Role::Data | Role::Permission | Role::Name)) && roles.len() >= 2;
            if useful {
                taken.extend(cells.iter().map(|c| c.1));
            }
            heads.insert(*table, if useful { roles } else { BTreeMap::new() });
            continue;
        };
        if head.is_empty() {
            continue;
        }
        let mut row = Row::new();
        for (column, n) in cells {
            if let (Some(r), Some(b)) = (head.get(column), document.blocks.get(*n)) {
                row.entry(*r).or_insert_with(|| b.range.clone());
            }
            taken.insert(*n);
        }
        // A cell that spans rows holds for those below it.
        for r in head.values() {
            if let Some(range) = row.get(r) {
                above.insert((*table, *r), range.clone());
            } else if let Some(range) = above.get(&(*table, *r)) {
                row.insert(*r, range.clone());
            }
        }
        let first = cells.first().and_then(|c| document.blocks.get(c.1)).map_or(0, |b| b.range.start);
        let last = cells.last().and_then(|c| document.blocks.get(c.1)).map_or(first, |b| b.range.end);
        let section = cells.first().and_then(|c| reader.section(c.1));
        let third = head.values().any(|r| matches!(r, Role::Company))
            || matches!(section, Some(Section::Sdk | Section::Sharing))
            || row.get(&Role::Name).is_some_and(|r| names_sdk(reader.lexicon, reader.text(r.clone())));
        let named = row.contains_key(&Role::Name) || row.contains_key(&Role::Company);
        let of_permissions = head.values().any(|r| *r == Role::Permission) && !head.values().any(|r| *r == Role::Name);
        let third = third && named && !of_permissions;
        record(reader, list, &row, first..last, third);
    }
}

fn names_sdk(lexicon: &Lexicon, text: &str) -> bool {
    let folded = Folded::new(text).text;
    folded.contains("sdk") || lexicon.names(&folded).next().is_some()
}

fn labelled(reader: &mut Reader, list: &mut Vec<SdkListed>, taken: &mut HashSet<usize>) {
    let document = reader.document;
    let mut row = Row::new();
    let mut place = 0..0;
    let mut blocks: Vec<usize> = Vec::new();
    let mut before: Option<usize> = None;
    for n in 0..=document.blocks.len() {
        let block = document.blocks.get(n).filter(|_| !taken.contains(&n));
        let labelled = block.and_then(|b| {
            label(reader.text(b.range.clone())).map(|(r, v)| (r, b.range.start.saturating_add(v)..b.range.end, b.range.clone()))
        });
        let starts = matches!(&labelled, Some((r, ..)) if row.contains_key(r) || (*r == Role::Name && !row.is_empty()));
        // A labelled line of another kind (manner, remarks) belongs to the record too.
        if labelled.is_none() && !row.is_empty() && block.is_some_and(|b| other_label(reader.text(b.range.clone()))) {
            blocks.push(n);
            continue;
        }
        if (labelled.is_none() || starts) && !row.is_empty() {
            let known = row.contains_key(&Role::Name) || row.contains_key(&Role::Company);
            if known && row.len() >= 2 && row.keys().any(|r| matches!(r, Role::Data | Role::Purpose)) {
                record(reader, list, &row, place.clone(), true);
                taken.extend(blocks.iter().copied());
            }
            row.clear();
            blocks.clear();
        }
        if let Some((r, value, whole)) = labelled {
            if row.is_empty() {
                place = whole.clone();
                // The line above names the SDK where no label does.
                if r != Role::Name
                    && let Some(b) = before.and_then(|p| document.blocks.get(p))
                    && names_sdk(reader.lexicon, reader.text(b.range.clone()))
                    && reader.text(b.range.clone()).chars().count() <= 40
                {
                    row.insert(Role::Name, b.range.clone());
                    place.start = b.range.start;
                }
            }
            place.end = whole.end;
            row.entry(r).or_insert(value);
            blocks.push(n);
        } else if block.is_some() {
            before = Some(n);
        }
    }
}

/// A line that begins with a short label and a colon: its role and where the value begins.
fn label(text: &str) -> Option<(Role, usize)> {
    let at = text.find(['：', ':'])?;
    let head = text.get(..at)?;
    let width = text.get(at..)?.chars().next()?.len_utf8();
    if head.chars().count() > 16 || head.contains(['。', '，', ',']) || text.get(at.saturating_add(width)..)?.trim().is_empty() {
        return None;
    }
    Some((role(head)?, at.saturating_add(width)))
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

fn record(reader: &mut Reader, list: &mut Vec<SdkListed>, row: &Row, place: Range<usize>, third: bool) {
    let document = reader.document;
    let get =
        |r: Role| row.get(&r).and_then(|range| document.text.get(range.clone())).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let name = get(Role::Name).or_else(|| get(Role::Company));
    let source = row.get(&Role::Data).or_else(|| row.get(&Role::Permission)).cloned();
    let mut found: Vec<u16> = Vec::new();
    let mut scan = |range: &Range<usize>| {
        let line = Line::new(reader.text(range.clone()), reader.lexicon);
        found.extend(line.data().map(|d| d.1));
    };
    source.iter().for_each(&mut scan);
    if !third {
        row.get(&Role::Name).iter().for_each(|r| scan(r));
        row.get(&Role::Permission).iter().for_each(|r| scan(r));
    }
    found.dedup();
    let party = get(Role::Name).or_else(|| get(Role::Company));
    for data in &found {
        let frame = Frame { data: *data, negative: false, third, name: None, purpose: None, condition: None, local: false };
        reader.add(place.clone(), &frame, party.as_deref().filter(|_| third));
    }
    let Some(name) = name.filter(|_| third) else { return };
    let (sdk, candidates) = join(reader.lexicon, &name, get(Role::Company).as_deref());
    let mut data_types: Vec<String> =
        found.iter().filter_map(|d| reader.lexicon.types.get(*d as usize)).map(|t| t.data_type.clone()).collect();
    data_types.sort();
    data_types.dedup();
    list.push(SdkListed {
        policy: reader.index,
        sdk,
        candidates,
        name: name.chars().take(200).collect(),
        company: get(Role::Company),
        purpose: get(Role::Purpose),
        data: get(Role::Data),
        data_types,
        link: get(Role::Link),
        start: reader.scalars.at(&reader.document.text, place.start),
        end: reader.scalars.at(&reader.document.text, place.end),
    });
}

/// The SDK that a listed name means: by the longest known name in it, narrowed by the company where several fit.
fn join(lexicon: &Lexicon, name: &str, company: Option<&str>) -> (Option<String>, Vec<String>) {
    let folded = Folded::new(name).text;
    let longest = lexicon.names(&folded).max_by_key(|(r, _)| (r.len(), std::cmp::Reverse(r.start)));
    let Some((_, ids)) = longest else { return (None, Vec::new()) };
    if let [one] = ids {
        return (Some(one.clone()), Vec::new());
    }
    let by_company = company.map(|c| Folded::new(c).text).and_then(|c| {
        let fits: Vec<&String> = lexicon.names(&c).flat_map(|(_, i)| i).filter(|i| ids.contains(i)).collect();
        if let [one] = fits[..] { Some(one.clone()) } else { None }
    });
    match by_company {
        Some(one) => (Some(one), Vec::new()),
        None => (None, ids.to_vec()),
    }
}

/// SDKs named in running text that no list has.
pub(super) fn from_prose(reader: &mut Reader, list: &mut Vec<SdkListed>, taken: &HashSet<usize>) {
    let document = reader.document;
    let mut known: HashSet<Vec<String>> = list.iter().map(|l| l.sdk.iter().chain(&l.candidates).cloned().collect()).collect();
    for (n, b) in document.blocks.iter().enumerate() {
        if taken.contains(&n) {
            continue;
        }
        let text = reader.text(b.range.clone());
        let folded = Folded::new(text);
        if !folded.text.contains("sdk") && reader.section(n) != Some(Section::Sdk) {
            continue;
        }
        for (range, ids) in reader.lexicon.names(&folded.text) {
            let source = folded.source(range);
            let printed = text.get(source.clone()).unwrap_or_default().trim();
            if printed.is_ascii() && !printed.chars().any(char::is_uppercase) || !known.insert(ids.to_vec()) {
                continue;
            }
            let mut data_types: Vec<String> =
                reader.statements.iter().filter(|s| s.third_party_name.as_deref() == Some(printed)).map(|s| s.data_type.clone()).collect();
            data_types.sort();
            data_types.dedup();
            let one = if let [one] = ids { Some(one.clone()) } else { None };
            let start = b.range.start.saturating_add(source.start);
            list.push(SdkListed {
                policy: reader.index,
                candidates: if one.is_some() { Vec::new() } else { ids.to_vec() },
                sdk: one,
                name: printed.to_owned(),
                company: None,
                purpose: None,
                data: None,
                data_types,
                link: b.links.first().map(|l| l.1.clone()),
                start: reader.scalars.at(&document.text, start),
                end: reader.scalars.at(&document.text, start.saturating_add(printed.len())),
            });
        }
    }
}

/// Lists that stand on another page.
pub(super) fn annexes(reader: &Reader) -> Vec<Annex> {
    let mut out: Vec<Annex> = Vec::new();
    for b in &reader.document.blocks {
        for (range, href) in &b.links {
            let title = reader.text(range.clone()).trim().to_owned();
            let folded = Folded::new(&title).text;
            let list = ["清单", "目录", "列表", "list"].iter().any(|w| folded.contains(w));
            let third = ["sdk", "第三方", "third part", "共享"].iter().any(|w| folded.contains(w));
            let within = href.starts_with('#');
            if list && third && !within && !out.iter().any(|a| a.title == title) {
                out.push(Annex { policy: reader.index, title, link: Some(href.clone()), supplied: false });
            }
        }
    }
    out
}
