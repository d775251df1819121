//! Complaints of citizens, joined to findings. They hold people's words and data, so nothing of them leaves but counts and matched topics,
//! and a complaint is never evidence: it says where a person should look first.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::record::Record;
use crate::knowledge::{ComplaintFile, Knowledge};
use crate::paper::read::Rows;
use crate::words::Words;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Support {
    /// A finding that would bear it out is there.
    Supported,
    /// The app has neither code nor permission for such data, and no code was hidden from the analysis.
    Contradicted,
    NotSeen,
}

impl Support {
    pub fn words(self) -> Words {
        match self {
            Support::Supported => Words::new("有线索支持", "supported by a finding"),
            Support::NotSeen => Words::new("未见", "not seen"),
            Support::Contradicted => {
                Words::new("与材料不符（应用无此类代码和权限）", "contradicted (the app has neither code nor permission for it)")
            }
        }
    }
}

/// What complaints of one topic about one app come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    pub id: String,
    pub complaints: usize,
    pub support: Support,
    /// Ids of the findings that would bear it out.
    pub findings: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    /// By SHA-256 of the app; topics in order of id.
    pub apps: BTreeMap<String, Vec<Topic>>,
    pub read: usize,
    /// About apps that were not swept.
    pub other_apps: usize,
    /// About no topic that is known.
    pub other_topics: usize,
}

impl Joined {
    /// Complaints that a finding would bear out.
    pub fn behind(&self, record: &Record, finding: &str) -> usize {
        let topics = self.apps.get(&record.app_sha256).map(Vec::as_slice).unwrap_or_default();
        topics.iter().filter(|t| t.findings.iter().any(|f| f == finding)).map(|t| t.complaints).sum()
    }
}

/// Heads of the three columns, in the forms people write them.
const HEADS: [(&[&str], Field); 3] = [
    (&["app", "package", "应用", "应用名称", "app名称", "包名"], Field::App),
    (&["category", "类别", "问题类型", "类型", "投诉类型"], Field::Category),
    (&["text", "内容", "投诉内容", "描述", "问题描述"], Field::Text),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    App,
    Category,
    Text,
}

fn key(s: &str) -> String {
    s.nfkc().filter(|c| !c.is_whitespace() && !crate::report::sanitize::is_unseen(*c)).flat_map(char::to_lowercase).collect()
}

pub fn join(rows: &Rows, records: &[Record], knowledge: &Knowledge) -> Result<Joined, String> {
    let Some((head, body)) = rows.split_first() else { return Err("the file is empty".into()) };
    let column =
        |wanted: Field| head.iter().position(|h| HEADS.iter().any(|(names, field)| *field == wanted && names.contains(&key(h).as_str())));
    let (Some(app), Some(text)) = (column(Field::App), column(Field::Text)) else {
        return Err("the first line must name the columns app, category, text (应用, 类别, 内容)".into());
    };
    let category = column(Field::Category);
    // An app is named by its package or by one of its labels.
    let mut by_name: BTreeMap<String, Vec<&Record>> = BTreeMap::new();
    for r in records {
        let mut names: Vec<String> =
            [Some(&r.package), r.label.as_ref(), r.label_zh.as_ref()].into_iter().flatten().map(|n| key(n)).collect();
        names.sort();
        names.dedup();
        for n in names.into_iter().filter(|n| !n.is_empty()) {
            by_name.entry(n).or_default().push(r);
        }
    }
    let mut out = Joined::default();
    let mut counts: BTreeMap<(&str, &str), (usize, &Record, &ComplaintFile)> = BTreeMap::new();
    for row in body {
        out.read += 1;
        let cell = |at: usize| row.get(at).map(String::as_str).unwrap_or_default();
        let name = key(cell(app).trim_matches(['《', '》', '“', '”']));
        let Some(about) = by_name.get(&name) else {
            out.other_apps += 1;
            continue;
        };
        let words = format!("{}\n{}", category.map(cell).unwrap_or_default(), cell(text));
        let topics: Vec<&ComplaintFile> = knowledge.complaints.iter().filter(|t| t.speaks_of(&words)).collect();
        if topics.is_empty() {
            out.other_topics += 1;
        }
        for (record, topic) in about.iter().flat_map(|r| topics.iter().map(move |t| (*r, *t))) {
            counts.entry((&record.app_sha256, &topic.id)).or_insert((0, record, topic)).0 += 1;
        }
    }
    for ((app, _), (complaints, record, topic)) in counts {
        let findings = bearing_out(record, topic, knowledge);
        let support = if !findings.is_empty() {
            Support::Supported
        } else if !topic.data_types.is_empty()
            && !record.code_hidden()
            && !topic.data_types.iter().any(|t| record.collected.contains(t) || record.permitted.contains(t))
        {
            Support::Contradicted
        } else {
            Support::NotSeen
        };
        out.apps.entry(app.to_owned()).or_default().push(Topic { id: topic.id.clone(), complaints, support, findings });
    }
    Ok(out)
}

fn bearing_out(record: &Record, topic: &ComplaintFile, knowledge: &Knowledge) -> Vec<String> {
    let about = |f: &&crate::rules::Finding| {
        if topic.data_types.is_empty() {
            return true;
        }
        let of_permission = f.subject.permission.as_deref().and_then(|p| knowledge.permission(p)).map(|p| p.data_types.as_slice());
        let types = f.subject.data_type.iter().chain(of_permission.unwrap_or_default());
        types.into_iter().any(|t| topic.data_types.contains(t))
    };
    record.findings.iter().filter(|f| topic.codes.contains(&f.code)).filter(about).map(|f| f.id.clone()).collect()
}
