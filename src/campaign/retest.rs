//! Re-test (整改复测): a batch that was examined before and is examined again, finding by finding; and the comparison of two versions as a paper.

use super::charter::day;
use super::diff::{Diff, Fate, Moved};
use super::notice::Draft;
use super::record::Record;
use super::review::Review;
use super::table::head;
use crate::paper::{Block, Column, Paper, Table, short};
use crate::report::words::{Names, Said};
use crate::words::{Lang, Words};

/// One app of the batch: its record in the older sweep, the newer one, and the difference; without a newer one it was not re-tested.
pub struct Retested<'a> {
    pub old: &'a Record,
    pub new: Option<&'a Record>,
    pub diff: Option<Diff>,
}

/// The notice of a re-test. Rows are the findings that persons had confirmed in the older sweep (all of them where suspicions are asked for);
/// `d.records` are those of the older sweep.
pub fn retest(d: &Draft, batch: &[Retested]) -> Paper {
    let empty = Review::new();
    let review = d.review.unwrap_or(&empty);
    let title = d
        .charter
        .title
        .as_deref()
        .map(|t| short(t, 200))
        .unwrap_or_else(|| d.say("APP（SDK）整改复测情况", "Re-test of apps (SDKs) after the order to put right"));
    let mut paper = d.sheet(&title);
    let mut rows = Vec::new();
    let mut count = [0usize; 4];
    for b in batch {
        let named: Vec<_> = b
            .old
            .findings
            .iter()
            .filter(|f| review.standing(b.old, &f.id).state.stands() || (d.choice.suspected && f.waived.is_none()))
            .collect();
        for f in named {
            let change = b.diff.as_ref().and_then(|x| x.changes.iter().find(|c| c.finding == f.id));
            let (result, slot) = match change.map(|c| c.fate) {
                Some(Fate::Rectified) => (Fate::Rectified.words(), 0),
                Some(Fate::Remaining | Fate::New) => (Fate::Remaining.words(), 1),
                Some(Fate::NotSeen) => (Fate::NotSeen.words(), 2),
                None => (Words::new("未复测（未取得新版本）", "not re-tested (no newer version at hand)"), 3),
            };
            if let Some(n) = count.get_mut(slot) {
                *n += 1;
            }
            let issue = d.style.wording_of(&f.code, super::record::acting_sdk(f).is_some());
            let issue =
                issue.map_or_else(|| Names::new(d.knowledge).code(&f.code).get(d.lang).to_owned(), |w| w.words.get(d.lang).to_owned());
            rows.push(vec![
                (rows.len() + 1).to_string(),
                b.old.name(d.lang),
                b.old.developer(d.lang),
                b.old.store(d.lang),
                b.old.version(),
                b.new.map_or_else(|| "—".to_owned(), Record::version),
                format!("{issue}（{} {}）", f.code, f.title.get(d.lang)),
                result.get(d.lang).to_owned(),
            ]);
        }
    }
    let [done, left, unseen, untested] = count;
    paper.text(match d.lang {
        Lang::Zh => format!(
            "{}对前期{}事项进行复测：未再发现{done}项，仍存在{left}项，未再发现但不能认为已整改{unseen}项，未复测{untested}项。静态分析未再发现不等于运行中不再发生，须人工确认后方可销号。",
            d.authority(),
            if paper.draft { "疑似" } else { "通报" }
        ),
        Lang::En => format!(
            "{} looked again at the matters of the earlier examination: {done} no longer found, {left} remaining, {unseen} no longer seen without being rectified for certain, {untested} not re-tested. What static analysis no longer finds may still happen at run time; a person closes a matter, not this list.",
            d.authority()
        ),
    });
    let heads = [
        ("序号", "No."),
        ("应用名称", "App name"),
        ("应用开发者", "Developer"),
        ("应用来源", "Source (store)"),
        ("原版本", "Version before"),
        ("复测版本", "Version re-tested"),
        ("所涉问题", "Issue"),
        ("复测结果", "Result"),
    ]
    .map(|(zh, en)| Words::new(zh, en));
    paper.table(Table { name: d.say("复测名单", "Re-test"), columns: head(d, &heads, &[6, 18, 24, 14, 11, 11, 50, 24]), rows });
    let fresh: Vec<Vec<String>> = batch
        .iter()
        .filter_map(|b| Some((b, b.diff.as_ref()?)))
        .flat_map(|(b, x)| {
            x.changes.iter().filter(|c| c.fate == Fate::New).map(move |c| {
                vec![
                    b.old.name(d.lang),
                    b.new.map(Record::version).unwrap_or_default(),
                    format!("{} {}", c.code, c.title.get(d.lang)),
                    c.new.map(|c| c.said().get(d.lang).to_owned()).unwrap_or_default(),
                ]
            })
        })
        .collect();
    // Leads that nobody has reviewed never stand in an issued paper.
    if !fresh.is_empty() && paper.draft {
        paper.heading(
            1,
            d.say("新版本中新发现的线索（疑似，待核实）", "Leads that are new in the newer version (suspected, to be reviewed)"),
        );
        let columns = vec![
            Column::new(&d.say("应用名称", "App name"), 20),
            Column::new(&d.say("版本", "Version"), 12),
            Column::new(&d.say("线索", "Lead"), 70),
            Column::new(&d.say("确定程度", "Certainty"), 20),
        ];
        paper.table(Table { name: d.say("新线索", "New leads"), columns, rows: fresh });
    }
    if let Some(to) = d.charter.deadline.as_ref().filter(|_| !paper.draft) {
        paper.text(match d.lang {
            Lang::Zh => format!("仍存在问题的，应于{}前完成整改。", day(to, d.lang)),
            Lang::En => format!("What remains shall be put right by {}.", day(to, d.lang)),
        });
    }
    d.sign(&mut paper);
    paper
}

/// The difference of two versions as a paper.
pub fn paper(x: &Diff, lang: Lang) -> Paper {
    let say = |zh: &str, en: &str| Words::new(zh, en).get(lang).to_owned();
    let mut p = Paper::new(lang, &format!("{} {} → {}", short(&x.package, 80), short(&x.versions[0], 40), short(&x.versions[1], 40)));
    p.draft = true;
    if !x.judged_alike {
        p.text(say(
            "两份报告的工具、特征库或选项不同，部分变化可能来自检测本身。",
            "Tool, signatures or options of the two reports differ; part of the change may come from the examination itself.",
        ));
    }
    if !x.new_gaps.is_empty() {
        let gaps: Vec<String> = x.new_gaps.iter().map(|g| format!("{} {}", g.as_str(), g.said().get(lang))).collect();
        p.text(format!("{}{}", say("新版本新增的未能看到的内容：", "Not seen in the newer version only: "), gaps.join("; ")));
    }
    if let Some(lead) = &x.lead {
        p.text(lead.get(lang));
    }
    let certainty = |c: Option<crate::rules::Certainty>| c.map_or_else(|| "—".to_owned(), |c| c.said().get(lang).to_owned());
    p.table(Table {
        name: say("线索变化", "Findings"),
        columns: vec![
            Column::new(&say("变化", "Change"), 22),
            Column::new(&say("编号", "Id"), 22),
            Column::new(&say("代码", "Code"), 9),
            Column::new(&say("线索", "Finding"), 56),
            Column::new(&say("原确定程度", "Certainty before"), 18),
            Column::new(&say("现确定程度", "Certainty now"), 18),
        ],
        rows: x
            .changes
            .iter()
            .map(|c| {
                vec![
                    c.fate.words().get(lang).to_owned(),
                    c.finding.clone(),
                    c.code.clone(),
                    c.title.get(lang).to_owned(),
                    certainty(c.old),
                    certainty(c.new),
                ]
            })
            .collect(),
    });
    let dates = |d: &[String]| if d.is_empty() { "—".to_owned() } else { d.join(", ") };
    let mut rows = vec![vec![
        say("隐私政策", "Policy"),
        if x.policy_changed { say("文本已变", "text changed") } else { say("文本未变", "text unchanged") },
        if x.policy_dates[0] == x.policy_dates[1] {
            "—".to_owned()
        } else {
            format!("{} → {}", dates(&x.policy_dates[0]), dates(&x.policy_dates[1]))
        },
    ]];
    let list = |l: &[String]| if l.is_empty() { "—".to_owned() } else { l.join("\n") };
    let mut row = |name: String, m: &Moved| rows.push(vec![name, list(&m.added), list(&m.removed)]);
    row(say("代码可达的读取（信息种类、归属）", "Reachable reads (kind, owner)"), &x.collections);
    row(say("集成的SDK", "SDKs embedded"), &x.sdks);
    row(say("申请的权限", "Permissions requested"), &x.permissions);
    row(say("隐私政策说明收集的信息", "Kinds the policy says are collected"), &x.declared);
    row(say("隐私政策列明的SDK", "SDKs the policy lists"), &x.listed_sdks);
    p.blocks.push(Block::Table(Table {
        name: say("行为与声明的变化", "Behaviour and declarations"),
        columns: vec![Column::new("", 34), Column::new(&say("增加", "Added"), 44), Column::new(&say("减少", "Removed"), 44)],
        rows,
    }));
    p
}
