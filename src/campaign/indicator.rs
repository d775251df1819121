//! The indicator sheet of a privacy sweep (GPEN): an answer an indicator and app. What no rule of this program looks at is "not examined".

use super::notice::Draft;
use super::record::Record;
use super::review::{Review, State};
use super::table::head;
use crate::gap::GapCode;
use crate::knowledge::Wording;
use crate::paper::{Column, Paper, Table};
use crate::rules::{Disclosure, Finding};
use crate::words::Lang;

pub fn sheet(d: &Draft, paper: &mut Paper) {
    let mut columns = head(d, &d.style.columns, &[5, 16, 18, 12, 9]);
    columns.extend(d.style.wording.iter().map(|w| Column::new(&format!("{} {}", w.id, w.words.get(d.lang)), 15)));
    let empty = Review::new();
    let review = d.review.unwrap_or(&empty);
    let rows = d
        .records
        .iter()
        .enumerate()
        .map(|(i, r)| {
            let mut row = vec![(i + 1).to_string(), r.name(d.lang), r.developer(d.lang), r.store(d.lang), r.version()];
            row.extend(d.style.wording.iter().map(|w| answer(d, r, w, review)));
            row
        })
        .collect();
    paper.table(Table { name: d.say("指标表", "Indicators"), columns, rows });
}

fn answer(d: &Draft, r: &Record, w: &Wording, review: &Review) -> String {
    if !d.knowledge.rules.iter().any(|rule| w.codes.contains(&rule.code)) {
        return d.say("未检查", "not examined");
    }
    let mut confirmed = Vec::new();
    let mut waiting = 0usize;
    for f in r.findings.iter().filter(|f| w.codes.contains(&f.code) && f.waived.is_none()) {
        match review.standing(r, &f.id).state {
            state if state.stands() => confirmed.push(f.code.as_str()),
            State::Rejected | State::Rectified => {}
            _ => waiting += 1,
        }
    }
    confirmed.dedup();
    let mut out = if !confirmed.is_empty() {
        format!("{}{}", d.say("存在：", "yes: "), confirmed.join(", "))
    } else if waiting > 0 {
        match d.lang {
            Lang::Zh => format!("疑似，待核实（{waiting}条）"),
            Lang::En => format!("suspected, to be reviewed ({waiting})"),
        }
    } else if !r.has_policy
        && w.codes.iter().all(|c| c.starts_with("DIS-") || c.starts_with("POL-"))
        && w.codes.iter().all(|c| c != "POL-01")
    {
        d.say("未检查（无政策文本）", "not examined (no policy text)")
    } else if r.code_hidden() || r.gaps.contains(&GapCode::Policy) {
        d.say("未发现线索（有未能看到的内容）", "no lead found (parts were not seen)")
    } else {
        d.say("未发现线索", "no lead found")
    };
    if w.id == "2014.5" {
        out.push_str(&match mark(r, review) {
            Some(m) => format!("{}{m}", d.say("；总评", "; mark ")),
            None => d.say("；总评待核实", "; mark to be reviewed"),
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
