//! The queue as a sheet that a person fills in, and back. The last column binds a row to the bytes it was written for.

use super::queue::Item;
use super::record::Record;
use super::review::{Review, State, Step};
use crate::paper::read::Rows;
use crate::paper::{Column, Paper, Table, short};
use crate::report::words::{Names, Said};
use crate::words::{Lang, Words};

/// Columns by position: what is written, then what a person fills in, then the binding.
const COLUMNS: [(&str, &str, u16); 20] = [
    ("优先级", "priority", 8),
    ("应用名称", "app", 18),
    ("包名", "package", 24),
    ("版本", "version", 10),
    ("编号", "finding", 24),
    ("代码", "code", 24),
    ("线索", "lead", 60),
    ("确定程度", "certainty", 20),
    ("严重程度", "severity", 9),
    ("须人工核查", "to check", 40),
    ("投诉数", "complaints", 8),
    ("当前状态", "state", 18),
    ("新状态", "new state", 12),
    ("人员", "person", 12),
    ("第二人", "second person", 12),
    ("单位", "unit", 18),
    ("日期", "date", 12),
    ("理由", "reason", 30),
    ("陈述申辩", "statement", 30),
    ("绑定", "binding", 22),
];

pub fn export(items: &[Item], names: Names, lang: Lang) -> Paper {
    let say = |zh: &str, en: &str| Words::new(zh, en).get(lang).to_owned();
    let mut paper = Paper::new(lang, &say("线索核实表", "Review of leads"));
    paper.draft = true;
    paper.text(say(
        "请填写“新状态”（已确认、不成立、已责令整改、已陈述申辩、已整改、已通报）、人员、单位、日期（YYYY-MM-DD）和理由；“已通报”另须第二人，“已陈述申辩”另须陈述内容。最后一列将每行与所检材料绑定，请勿修改。填写后以 apksweep review import 读回。",
        "Fill in the new state (confirmed, rejected, notified, answered, rectified, published), person, unit, date (YYYY-MM-DD) and reason; published also needs a second person, answered the operator's statement. The last column binds a row to the material examined: leave it. Read it back with apksweep review import.",
    ));
    let rows = items.iter().map(|i| row(i, names, lang)).collect();
    let mut columns: Vec<Column> =
        COLUMNS.iter().map(|(zh, en, width)| Column::new(if lang == Lang::Zh { zh } else { en }, *width)).collect();
    if let Some(new_state) = columns.get_mut(12) {
        new_state.choices = State::ALL.into_iter().filter(|s| *s != State::Suspected).map(|s| s.words().get(lang).to_owned()).collect();
    }
    paper.table(Table { name: say("线索", "Leads"), columns, rows });
    paper
}

fn row(i: &Item, names: Names, lang: Lang) -> Vec<String> {
    let (r, f) = (i.record, i.finding);
    let mut state = i.standing.state.words().get(lang).to_owned();
    if let Some((earlier, day)) = i.standing.earlier {
        let words = earlier.words();
        state.push_str(&match lang {
            Lang::Zh => format!("（先前版本{}，{day}）", words.zh),
            Lang::En => format!(" (earlier: {}, {day})", words.en),
        });
    }
    let lead = if f.waived.is_some() { Words::new("（已豁免）", " (waived)").get(lang).to_owned() } else { String::new() };
    let mut cells = vec![
        i.priority.to_string(),
        r.name(lang),
        short(&r.package, 200),
        r.version(),
        f.id.clone(),
        format!("{} {}", f.code, names.code(&f.code).get(lang)),
        format!("{}{lead}", f.title.get(lang)),
        f.certainty.said().get(lang).to_owned(),
        f.severity.said().get(lang).to_owned(),
        f.to_check.get(lang).to_owned(),
        i.complaints.to_string(),
        state,
    ];
    cells.extend(std::iter::repeat_n(String::new(), 7));
    cells.push(binding(r));
    cells
}

/// A digest over app, policies and signatures: short enough for a cell, and no room for a slip.
fn binding(r: &Record) -> String {
    let mut parts: Vec<&str> = vec![&r.app_sha256, &r.signatures];
    parts.extend(r.policy_sha256.iter().map(String::as_str));
    crate::bytes::short_id("B", &parts)
}

/// What came of reading a sheet back.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Import {
    pub added: usize,
    /// Rows with a new state that was already there.
    pub known: usize,
    /// Rows that were not taken, with the reason: (finding, why).
    pub refused: Vec<(String, String)>,
}

/// Reads the rows that have a new state into the review. One refused row refuses no other.
pub fn import(tables: &[Rows], records: &[Record], review: &mut Review) -> Result<Import, String> {
    for rows in tables {
        // The head may stand below a draft mark.
        for (at, head) in rows.iter().enumerate().take(20) {
            let place = |n: usize| {
                let (zh, en, _) = COLUMNS.get(n)?;
                head.iter().position(|h| h.trim() == *zh || h.trim().eq_ignore_ascii_case(en))
            };
            let found: Vec<Option<usize>> = (0..COLUMNS.len()).map(place).collect();
            let needed = [4usize, 12, 13, 15, 16, 17, 19];
            if needed.iter().all(|n| found.get(*n).is_some_and(Option::is_some)) {
                return Ok(take(rows.get(at + 1..).unwrap_or_default(), &found, records, review));
            }
        }
    }
    Err("no sheet with the columns of `apksweep review export` is in the file".into())
}

fn take(rows: &[Vec<String>], columns: &[Option<usize>], records: &[Record], review: &mut Review) -> Import {
    let mut out = Import::default();
    for row in rows {
        let cell = |n: usize| columns.get(n).copied().flatten().and_then(|c| row.get(c)).map(|s| s.trim().to_owned()).unwrap_or_default();
        let (finding, word) = (cell(4), cell(12));
        if word.is_empty() {
            continue;
        }
        let filled = |n: usize| Some(cell(n)).filter(|s| !s.is_empty());
        let result = (|| {
            let state = State::parse(&word).ok_or_else(|| format!("\"{}\" is no state", short(&word, 40)))?;
            let bound = cell(19);
            let record = records
                .iter()
                .find(|r| binding(r) == bound)
                .ok_or("written for another app, policy or signature set than those of this sweep")?;
            let step =
                Step { state, person: cell(13), second: filled(14), unit: cell(15), date: cell(16), reason: cell(17), answer: filled(18) };
            review.add(record, &finding, step)
        })();
        match result {
            Ok(true) => out.added += 1,
            Ok(false) => out.known += 1,
            Err(why) => out.refused.push((short(&finding, 40), why)),
        }
    }
    out
}
