//! The table of the ministry: a row an app, the wordings of the closed list in one cell; SDKs in a table of their own.

use std::collections::{BTreeMap, BTreeSet};

use super::notice::{Draft, pending};
use super::record::{Record, sdk_name, sdk_vendor};
use super::select::{Named, Selection};
use crate::knowledge::Wording;
use crate::paper::{Column, Paper, Table};

/// Wordings of several findings, each once, in the order of the closed list. One confirmed finding makes the wording a confirmed one.
fn issues(d: &Draft, named: &[&Named]) -> String {
    let mut seen: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
    for n in named {
        let slot = seen.entry(&n.wording.id).or_insert((false, true));
        slot.0 |= n.confirmed;
        slot.1 &= n.unverified;
    }
    let in_order = d.style.wording.iter().filter_map(|w: &Wording| seen.get(w.id.as_str()).map(|s| (w, s)));
    let parts: Vec<String> = in_order
        .map(|(w, (confirmed, unverified))| {
            let lead = match (*confirmed, d.lang) {
                (true, _) => "",
                (false, crate::words::Lang::Zh) => "疑似",
                (false, crate::words::Lang::En) => "suspected: ",
            };
            format!("{lead}{}{}", w.words.get(d.lang), if *unverified { pending(d.lang) } else { "" })
        })
        .collect();
    parts.join(d.style.join.get(d.lang))
}

pub fn head(d: &Draft, columns: &[crate::words::Words], widths: &[u16]) -> Vec<Column> {
    columns.iter().zip(widths.iter().chain(std::iter::repeat(&16))).map(|(c, w)| Column::new(c.get(d.lang), *w)).collect()
}

/// 序号, 应用名称, 应用开发者, 应用来源, 应用版本, 所涉问题
pub fn app_table(d: &Draft, selection: &Selection) -> Table {
    let mut rows: Vec<(&Record, Vec<&Named>)> = Vec::new();
    for n in selection.named.iter().filter(|n| n.sdk.is_none()) {
        match rows.last_mut() {
            Some((record, named)) if std::ptr::eq(*record, n.record) => named.push(n),
            _ => rows.push((n.record, vec![n])),
        }
    }
    Table {
        name: d.say("APP名单", "Apps"),
        columns: head(d, &d.style.columns, &[6, 20, 28, 18, 13, 42]),
        rows: rows
            .iter()
            .enumerate()
            .map(|(i, (r, named))| {
                vec![(i + 1).to_string(), r.name(d.lang), r.developer(d.lang), r.store(d.lang), r.version(), issues(d, named)]
            })
            .collect(),
    }
}

/// One row an SDK in one version, whichever apps it was met in.
pub fn sdk_rows(d: &Draft, selection: &Selection) -> Vec<Vec<String>> {
    let mut by: BTreeMap<(String, String), Vec<&Named>> = BTreeMap::new();
    for n in &selection.named {
        if let Some(sdk) = n.sdk {
            by.entry((sdk.id.clone(), sdk.version.clone().unwrap_or_default())).or_default().push(n);
        }
    }
    by.iter()
        .enumerate()
        .map(|(i, ((id, version), named))| {
            let matched = named.first().and_then(|n| n.sdk);
            vec![
                (i + 1).to_string(),
                sdk_name(id, matched, d.knowledge, d.lang),
                sdk_vendor(id, matched, d.knowledge, d.lang).unwrap_or_default(),
                crate::paper::short(version, 40),
                issues(d, named),
            ]
        })
        .collect()
}

pub fn sdk_table(d: &Draft, selection: &Selection) -> Table {
    Table { name: d.say("SDK名单", "SDKs"), columns: head(d, &d.style.sdk_columns, &[6, 24, 30, 14, 50]), rows: sdk_rows(d, selection) }
}

pub fn tables(d: &Draft, selection: &Selection, paper: &mut Paper) {
    paper.heading(1, d.say("附表1：存在问题的APP名单", "Annex 1: apps with issues"));
    let apps = app_table(d, selection);
    if apps.rows.is_empty() {
        paper.text(none(d, selection));
    }
    paper.table(apps);
    let sdks = sdk_table(d, selection);
    if !sdks.rows.is_empty() {
        paper.heading(1, d.say("附表2：存在问题的SDK名单", "Annex 2: SDKs with issues"));
        paper.table(sdks);
    }
}

/// Said where nothing may be named, so that an empty list is not taken for a clean bill.
pub fn none(d: &Draft, selection: &Selection) -> String {
    let waiting: BTreeSet<_> = selection.held.iter().map(|h| &h.finding.id).collect();
    match waiting.len() {
        0 => d.say("未发现线索。", "No lead found."),
        _ => d.say(
            "没有可列入的事项：现有线索均未经人员核实，或不符合列入条件。",
            "Nothing may be listed: no lead has been confirmed by a person, or none meets the conditions.",
        ),
    }
}
