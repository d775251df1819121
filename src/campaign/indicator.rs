//! The indicator sheet of a privacy sweep (GPEN): an answer an indicator and app. What no rule of this program looks at is "not examined".

use std::collections::BTreeSet;

use super::notice::Draft;
use super::record::Record;
use super::review::{Review, State};
use super::table::head;
use crate::gap::GapCode;
use crate::knowledge::Wording;
use crate::paper::{Column, Paper, Table};
use crate::report::words::Names;
use crate::rules::{Disclosure, Finding};
use crate::words::Lang;

pub fn sheet(d: &Draft, paper: &mut Paper) {
    // The indicators stand under their numbers: ten wordings beside each other leave no room for an answer.
    let mut columns = head(d, &d.style.columns, &[7, 24, 12]);
    columns.extend(d.style.wording.iter().map(|w| Column::new(&w.id, 12)));
    let empty = Review::new();
    let review = d.review.unwrap_or(&empty);
    let mut codes: BTreeSet<&str> = BTreeSet::new();
    let rows = d
        .records
        .iter()
        .enumerate()
        .map(|(i, r)| {
            let mut row = vec![(i + 1).to_string(), r.name(d.lang), r.version()];
            row.extend(d.style.wording.iter().map(|w| answer(d, r, w, review, &mut codes)));
            row
        })
        .collect();
    paper.table(Table { name: d.say("指标表", "Indicators"), columns, rows });
    legend(d, &codes, paper);
}

/// What the numbers, answers and codes of the table stand for.
fn legend(d: &Draft, codes: &BTreeSet<&str>, paper: &mut Paper) {
    let names = Names::new(d.knowledge);
    let mut rows: Vec<Vec<String>> = d.style.wording.iter().map(|w| vec![w.id.clone(), w.words.get(d.lang).to_owned()]).collect();
    rows.extend(
        [
            ("有", "yes", "经人员确认的问题，括号内为代码", "matters that a person has confirmed, their codes in brackets"),
            ("待核实", "open", "疑似，括号内为尚待人员核实的线索数", "suspected; in brackets how many leads wait for a person"),
            ("无", "none", "未发现线索，不等于没有问题", "no lead found, which does not mean that all is well"),
            ("无*", "none*", "未发现线索，但有未能看到的内容", "no lead found, but parts were not seen"),
            (
                "未检查",
                "not examined",
                "须由人员运行应用后填写，或缺少政策文本",
                "for a person who runs the app, or no policy text was there",
            ),
        ]
        .map(|(zh, en, zh_means, en_means)| vec![d.say(zh, en), d.say(zh_means, en_means)]),
    );
    rows.extend(codes.iter().map(|c| vec![(*c).to_owned(), names.code(c).get(d.lang).to_owned()]));
    paper.table(Table {
        name: d.say("说明", "Legend"),
        columns: vec![Column::new(&d.say("标记", "Mark"), 16), Column::new(&d.say("含义", "Meaning"), 70)],
        rows,
    });
}

fn answer<'r>(d: &Draft, r: &'r Record, w: &Wording, review: &Review, codes: &mut BTreeSet<&'r str>) -> String {
    if !d.knowledge.rules.iter().any(|rule| w.codes.contains(&rule.code)) {
        return d.say("未检查", "not examined");
    }
    let mut confirmed: Vec<&'r str> = Vec::new();
    let mut waiting = 0usize;
    for f in r.findings.iter().filter(|f| w.codes.contains(&f.code) && f.waived.is_none()) {
        match review.standing(r, &f.id).state {
            state if state.stands() => confirmed.push(f.code.as_str()),
            State::Rejected | State::Rectified => {}
            _ => waiting += 1,
        }
    }
    confirmed.sort_unstable();
    confirmed.dedup();
    codes.extend(&confirmed);
    let mut out = if !confirmed.is_empty() {
        format!("{}{}{}", d.say("有（", "yes ("), confirmed.join(" "), d.say("）", ")"))
    } else if waiting > 0 {
        match d.lang {
            Lang::Zh => format!("待核实（{waiting}）"),
            Lang::En => format!("open ({waiting})"),
        }
    } else if !r.has_policy
        && w.codes.iter().all(|c| c.starts_with("DIS-") || c.starts_with("POL-"))
        && w.codes.iter().all(|c| c != "POL-01")
    {
        d.say("未检查", "not examined")
    } else if r.code_hidden() || r.gaps.contains(&GapCode::Policy) {
        d.say("无*", "none*")
    } else {
        d.say("无", "none")
    };
    if w.id == "2014.5" {
        out.push_str(&match mark(r, review) {
            Some(m) => format!("{}{m}", d.say("；总评", "; mark ")),
            None => d.say("；总评待核实", "; mark open"),
        });
    }
    out
}

/// The mark of 2014: 0 no policy, 1 inadequate, 2 partly, 3 clear; by the share of observed kinds of data that the policy names.
/// Nothing rests on what no person has looked at: with such leads open there is no mark.
fn mark(r: &Record, review: &Review) -> Option<u8> {
    let open = |f: &&Finding| ["POL-01", "POL-02", "DIS-01"].contains(&f.code.as_str()) && f.waived.is_none();
    let mut missing: Vec<&str> = Vec::new();
    let mut none = !r.has_policy;
    for f in r.findings.iter().filter(open) {
        match review.standing(r, &f.id).state {
            State::Rejected | State::Rectified => continue,
            state if !state.stands() => return None,
            _ => {}
        }
        none |= f.code != "DIS-01";
        if f.disclosure == Some(Disclosure::Omitted) {
            missing.extend(f.subject.data_type.as_deref());
        }
    }
    missing.sort_unstable();
    missing.dedup();
    let (seen, missing) = (r.collected.len().max(missing.len()), missing.len());
    Some(match (none, missing) {
        (true, _) => 0,
        (false, 0) => 3,
        (false, m) if m.saturating_mul(2) <= seen => 2,
        _ => 1,
    })
}
