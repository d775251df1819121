//! The annex: one dossier an app. Every finding with its law, its proof place by place, and what persons made of it;
//! the app's own omissions (应用未告知) apart from what an SDK does by itself (SDK自行收集).

use std::collections::BTreeMap;

use super::notice::Draft;
use super::order::laws;
use super::record::{Record, acting_sdk, concerned_sdk, sdk_name};
use super::review::{Review, Standing};
use super::select::{Held, Named, Selection, Why};
use crate::paper::{Column, Paper, Table, short};
use crate::report::Report;
use crate::report::excerpt::{excerpt, sought};
use crate::report::words::{Names, Said};
use crate::rules::Finding;
use crate::words::Lang;

/// Pieces of evidence a finding shows; the rest is in the report.
const PIECES: usize = 40;

/// What of a selection concerns one app.
#[derive(Default)]
pub struct Mine<'s, 'a> {
    named: Vec<&'s Named<'a>>,
    held: Vec<&'s Held<'a>>,
}

/// The selection by app (SHA-256), once for all dossiers.
pub fn by_app<'s, 'a>(selection: &'s Selection<'a>) -> BTreeMap<&'a str, Mine<'s, 'a>> {
    let mut out: BTreeMap<&str, Mine> = BTreeMap::new();
    for n in &selection.named {
        out.entry(&n.record.app_sha256).or_default().named.push(n);
    }
    for h in &selection.held {
        out.entry(&h.record.app_sha256).or_default().held.push(h);
    }
    out
}

/// The dossier of an app, or `None` where nothing of it belongs into one: nothing confirmed, and suspicions not asked for.
pub fn dossier(d: &Draft, record: &Record, report: &Report, mine: &Mine) -> Option<Paper> {
    let named = &mine.named;
    // Confirmed, but not fit for the list: the dossier is where it stays.
    let held: Vec<&&Held> = mine
        .held
        .iter()
        .filter(|h| h.confirmed || (d.choice.suspected && !matches!(h.why, Why::Rejected | Why::Rectified | Why::Waived)))
        .filter(|h| !matches!(h.why, Why::LawFromMemory | Why::WordingFromMemory))
        .collect();
    if named.is_empty() && held.is_empty() {
        return None;
    }
    let names = Names::new(d.knowledge);
    let mut paper = d.sheet(&match d.lang {
        Lang::Zh => format!("证据案卷：{}", record.name(d.lang)),
        Lang::En => format!("Evidence dossier: {}", record.name(d.lang)),
    });
    paper.table(identity(d, record, report, names));
    unseen(d, report, &mut paper);
    let empty = Review::new();
    let review = d.review.unwrap_or(&empty);
    let mut items: Vec<(&Finding, Option<&Named>, Option<Why>)> = named.iter().map(|n| (n.finding, Some(*n), None)).collect();
    items.extend(held.iter().map(|h| (h.finding, None, Some(h.why))));
    items.sort_by(|a, b| a.0.code.cmp(&b.0.code).then(a.0.id.cmp(&b.0.id)));
    for (title, sdk) in [
        (
            d.say(
                "一、应用运营者应当告知、取得同意或落实的事项（应用未告知等）",
                "I. Matters the app's operator answers for (not told, no consent, ...)",
            ),
            false,
        ),
        (d.say("二、SDK自身的行为（SDK自行收集）", "II. Acts of SDKs themselves"), true),
    ] {
        let mine: Vec<_> = items.iter().filter(|(f, ..)| acting_sdk(f).is_some() == sdk).collect();
        if mine.is_empty() {
            continue;
        }
        paper.heading(1, title);
        for (n, (f, named, why)) in mine.into_iter().enumerate() {
            paper.heading(2, format!("{}. {}", n + 1, f.title.get(d.lang)));
            finding(d, record, report, f, *named, *why, &review.standing(record, &f.id), names, &mut paper);
        }
    }
    d.sign(&mut paper);
    Some(paper)
}

fn pairs(name: String, rows: Vec<(String, String)>) -> Table {
    Table {
        name,
        columns: vec![Column::new("", 18), Column::new("", 80)],
        rows: rows.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| vec![k, v]).collect(),
    }
}

fn identity(d: &Draft, record: &Record, report: &Report, names: Names) -> Table {
    let join = if d.lang == Lang::Zh { "、" } else { ", " };
    let policies: Vec<String> = report.inputs.policies.iter().map(|p| format!("{} (SHA-256 {})", short(&p.name, 80), p.sha256)).collect();
    let categories: Vec<String> = report
        .inputs
        .categories
        .iter()
        .map(|c| format!("{}（{}）", names.category(&c.id).get(d.lang), c.origin.said().get(d.lang)))
        .collect();
    pairs(
        d.say("送检材料", "Material"),
        vec![
            (d.say("应用名称", "App"), record.name(d.lang)),
            (d.say("包名", "Package"), short(&record.package, 120)),
            (d.say("版本", "Version"), format!("{} ({})", record.version(), record.version_code)),
            (d.say("开发者", "Developer"), record.developer(d.lang)),
            (d.say("来源", "Source"), record.store(d.lang)),
            (d.say("安装包", "App file"), format!("{} (SHA-256 {})", short(&report.inputs.app.name, 80), report.inputs.app.sha256)),
            (d.say("隐私政策", "Policy"), if policies.is_empty() { d.say("未提供", "none supplied") } else { policies.join("\n") }),
            (d.say("应用类型", "Category"), categories.join(join)),
            (d.say("规则日期", "Rules as of"), report.options.as_of.clone()),
            (d.say("检测工具", "Tool"), format!("apksweep {} · {}", report.tool.version, report.tool.signatures)),
        ],
    )
}

fn unseen(d: &Draft, report: &Report, paper: &mut Paper) {
    if report.gaps.is_empty() {
        return;
    }
    let columns = vec![
        Column::new(&d.say("局限", "Limit"), 12),
        Column::new(&d.say("未能看到", "Not seen"), 44),
        Column::new(&d.say("位置", "Where"), 42),
    ];
    let rows = report
        .gaps
        .iter()
        .take(PIECES)
        .map(|g| {
            let what = format!("{}：{}", g.code.said().get(d.lang), crate::report::sentence::said(&g.what).get(d.lang));
            vec![g.code.as_str().to_owned(), what, short(&g.place, 200)]
        })
        .collect();
    paper.table(Table { name: d.say("未能看到的内容", "What was not seen"), columns, rows });
}

#[expect(clippy::too_many_arguments)]
fn finding(
    d: &Draft,
    record: &Record,
    report: &Report,
    f: &Finding,
    named: Option<&Named>,
    why: Option<Why>,
    standing: &Standing,
    names: Names,
    paper: &mut Paper,
) {
    let sdk = concerned_sdk(f).map(|id| {
        let matched = record.sdk(id);
        let reachable = matched.map(|m| m.reachable.said().get(d.lang).to_owned()).unwrap_or_default();
        format!(
            "{} {}（{}{reachable}）",
            sdk_name(id, matched, d.knowledge, d.lang),
            matched.and_then(|m| m.version.as_deref()).unwrap_or_default(),
            d.say("代码可达：", "reachable: ")
        )
    });
    let listed = match (named, why) {
        (Some(n), _) => n.wording.words.get(d.lang).to_owned(),
        (None, Some(why)) => format!("{}{}", d.say("未列入名单：", "not listed: "), why.words().get(d.lang)),
        (None, None) => String::new(),
    };
    let history: Vec<String> = standing
        .steps
        .iter()
        .map(|s| {
            let persons = match &s.second {
                Some(second) => format!("{}、{}", short(&s.person, 40), short(second, 40)),
                None => short(&s.person, 40),
            };
            let answer =
                s.answer.as_ref().map(|a| format!("\n{}{}", d.say("陈述申辩：", "Statement: "), short(a, 2000))).unwrap_or_default();
            format!("{} {} · {}（{}）：{}{answer}", s.date, s.state.words().get(d.lang), persons, short(&s.unit, 60), short(&s.reason, 500))
        })
        .collect();
    let state = if history.is_empty() { standing.state.words().get(d.lang).to_owned() } else { history.join("\n") };
    let gaps: Vec<String> = f.gaps.iter().map(|g| format!("{} {}", g.as_str(), g.said().get(d.lang))).collect();
    paper.table(pairs(
        d.say("事项", "Matter"),
        vec![
            (d.say("问题代码", "Code"), format!("{} {}", f.code, names.code(&f.code).get(d.lang))),
            (d.say("线索编号", "Lead"), f.id.clone()),
            (d.say("通报用语", "Wording"), listed),
            (d.say("确定程度", "Certainty"), f.certainty.said().get(d.lang).to_owned()),
            (d.say("所涉SDK", "SDK"), sdk.unwrap_or_default()),
            (d.say("说明", "Why"), f.why.get(d.lang).to_owned()),
            (d.say("依据", "Law"), laws(&[f], names, d.choice.unverified_law, d.lang)),
            (d.say("整改建议", "Remedy"), f.remedy.get(d.lang).to_owned()),
            (d.say("须人工核查", "To be checked"), f.to_check.get(d.lang).to_owned()),
            (d.say("相关局限", "Limits"), gaps.join("\n")),
            (d.say("核实情况", "Review"), state),
        ],
    ));
    let rows: Vec<Vec<String>> = f
        .evidence
        .iter()
        .take(PIECES)
        .filter_map(|id| report.evidence.get(id).map(|e| (id, e)))
        .map(|(id, e)| {
            let place = sought(&e.locator, names).map_or_else(|| e.locator.clone(), |w| w.get(d.lang).to_owned());
            vec![
                id.0.clone(),
                e.kind.said().get(d.lang).to_owned(),
                short(&e.path, 200),
                short(&place, 400),
                short(excerpt(e).get(d.lang), 800),
            ]
        })
        .collect();
    let columns = vec![
        Column::new(&d.say("证据编号", "Evidence"), 21),
        Column::new(&d.say("类别", "Kind"), 11),
        Column::new(&d.say("文件", "File"), 20),
        Column::new(&d.say("位置", "Place"), 38),
        Column::new(&d.say("内容", "What stands there"), 38),
    ];
    if !rows.is_empty() {
        paper.table(Table { name: format!("{} {}", d.say("证据", "Evidence"), f.id), columns, rows });
    }
}
