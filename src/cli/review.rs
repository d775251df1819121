//! `apksweep review`

use std::path::Path;

use super::args_campaign::{Review as Args, ReviewImport, ReviewQueue, ReviewSet, ReviewWhat};
use super::notice::read_review;
use super::{Failure, Outcome, output, paper, reports};
use crate::campaign::complaint::{self, Joined};
use crate::campaign::queue::queue;
use crate::campaign::review::{Review, State, Step};
use crate::campaign::{Record, review_sheet};
use crate::paper::{Column, Form, Paper, Table, read, short};
use crate::report::sanitize::terminal;
use crate::report::words::{Names, Said};
use crate::words::{Lang, Words};

pub fn run(a: &Args) -> Outcome {
    match &a.what {
        ReviewWhat::List(a) => list(a),
        ReviewWhat::Export(a) => export(a),
        ReviewWhat::Import(a) => import(a),
        ReviewWhat::Set(a) => set(a),
    }
}

struct Loaded {
    records: Vec<Record>,
    review: Review,
    complaints: Option<Joined>,
}

fn load(a: &ReviewQueue) -> Result<Loaded, Failure> {
    let knowledge = a.shared.knowledge()?;
    let review = a.review.as_deref().map(read_review).transpose()?.unwrap_or_else(Review::new);
    let (records, _) = reports::records(&a.sweep)?;
    let complaints = match &a.complaints {
        None => None,
        Some(path) => {
            let fail = |e: String| Failure::unreadable(format!("{}: {e}", path.display()));
            let tables = read::tables(&reports::bytes(path, read::MAX_FILE)?).map_err(|e| fail(e.to_string()))?;
            let rows = tables.into_iter().find(|t| !t.is_empty()).unwrap_or_default();
            Some(complaint::join(&rows, &records, knowledge).map_err(fail)?)
        }
    };
    Ok(Loaded { records, review, complaints })
}

fn list(a: &ReviewQueue) -> Outcome {
    let l = load(a)?;
    let knowledge = a.shared.knowledge()?;
    let lang = a.shared.lang();
    let names = Names::new(knowledge);
    if a.out.output.is_some() || a.out.format.is_some() {
        return export(a);
    }
    let mut s = String::new();
    for i in queue(&l.records, &l.review, l.complaints.as_ref()) {
        let (r, f) = (i.record, i.finding);
        let mut state = i.standing.state.words().get(lang).to_owned();
        if let Some((earlier, day)) = i.standing.earlier {
            state.push_str(&format!(" ({} {day})", earlier.words().get(lang)));
        }
        let behind = match (i.complaints, lang) {
            (0, _) => String::new(),
            (n, Lang::Zh) => format!(" · 投诉{n}件"),
            (n, Lang::En) => format!(" · {}", crate::report::words::many(n, "complaint")),
        };
        s.push_str(&format!(
            "{:>4}  {}  {}  {} {} ({}) · {} · {}{behind}\n      {}\n",
            i.priority,
            terminal(&f.id),
            state,
            terminal(&short(&r.name(lang), 40)),
            terminal(&r.version()),
            terminal(&short(&r.package, 80)),
            f.severity.said().get(lang),
            f.certainty.said().get(lang),
            terminal(&short(&format!("{} {}", f.code, f.title.get(lang)), 200))
        ));
    }
    if let Some(c) = &l.complaints {
        s.push_str(&match lang {
            Lang::Zh => format!("投诉{}件：未检测的应用{}件，未识别问题{}件\n", c.read, c.other_apps, c.other_topics),
            Lang::En => format!("{} complaints: {} about apps not swept, {} about nothing known\n", c.read, c.other_apps, c.other_topics),
        });
        for row in topics(&l, names, lang).rows {
            s.push_str(&format!("  {}\n", terminal(&row.join(" · "))));
        }
    }
    for c in l.review.stale(&l.records) {
        let line = match lang {
            Lang::Zh => format!("案卷中不再对应任何线索（其他版本、政策或特征库）：{} {} {}", c.package, c.finding, c.code),
            Lang::En => {
                format!("case that fits nothing here (another version, policy or signature set): {} {} {}", c.package, c.finding, c.code)
            }
        };
        s.push_str(&format!("{}\n", terminal(&line)));
    }
    output::print(&s)
}

/// Complaints by app and topic: counts only.
fn topics(l: &Loaded, names: Names, lang: Lang) -> Table {
    let say = |zh: &str, en: &str| Words::new(zh, en).get(lang).to_owned();
    let mut rows = Vec::new();
    for (app, found) in l.complaints.iter().flat_map(|c| &c.apps) {
        let Some(record) = l.records.iter().find(|r| r.app_sha256 == *app) else { continue };
        for t in found {
            let name = names.knowledge.complaints.iter().find(|c| c.id == t.id).map_or(t.id.clone(), |c| c.name.get(lang).to_owned());
            rows.push(vec![
                record.name(lang),
                short(&record.package, 100),
                name,
                t.complaints.to_string(),
                t.support.words().get(lang).to_owned(),
                t.findings.join(" "),
            ]);
        }
    }
    let heads = [
        ("应用名称", "App", 18),
        ("包名", "Package", 26),
        ("投诉问题", "Topic", 20),
        ("件数", "Complaints", 8),
        ("对照结果", "Result", 24),
        ("线索编号", "Findings", 40),
    ];
    Table {
        name: say("投诉对照", "Complaints"), columns: heads.iter().map(|(zh, en, w)| Column::new(&say(zh, en), *w)).collect(), rows
    }
}

fn export(a: &ReviewQueue) -> Outcome {
    let l = load(a)?;
    let knowledge = a.shared.knowledge()?;
    let lang = a.shared.lang();
    let mut sheet: Paper = review_sheet::export(&queue(&l.records, &l.review, l.complaints.as_ref()), Names::new(knowledge), lang);
    // In CSV the sheet must stay one table, so that it reads back.
    if l.complaints.is_some() && paper::wanted(&a.out)? != Form::Csv {
        sheet.table(topics(&l, Names::new(knowledge), lang));
    }
    paper::put(&sheet, &a.out)
}

fn existing(path: &Path) -> Result<Review, Failure> {
    if path.exists() { read_review(path) } else { Ok(Review::new()) }
}

fn import(a: &ReviewImport) -> Outcome {
    let lang = a.shared.lang();
    let fail = |e: String| Failure::unreadable(format!("{}: {e}", a.sheet.display()));
    let tables = read::tables(&reports::bytes(&a.sheet, read::MAX_FILE)?).map_err(|e| fail(e.to_string()))?;
    let (records, _) = reports::records(&a.sweep)?;
    let mut review = existing(&a.review)?;
    let done = review_sheet::import(&tables, &records, &mut review).map_err(fail)?;
    output::write(&a.review, &review.to_toml())?;
    for (finding, why) in &done.refused {
        eprintln!("apksweep: {}", terminal(&format!("{finding}: {why}")));
    }
    output::print(&match lang {
        Lang::Zh => format!("读回{}项，已有{}项，未采纳{}项\n", done.added, done.known, done.refused.len()),
        Lang::En => format!("{} steps taken, {} known already, {} refused\n", done.added, done.known, done.refused.len()),
    })?;
    Ok(if done.refused.is_empty() { 0 } else { super::FOUND })
}

fn set(a: &ReviewSet) -> Outcome {
    let state = State::parse(&a.state).ok_or_else(|| {
        let known: Vec<String> = State::ALL.iter().skip(1).map(|s| s.words().en).collect();
        Failure::usage(format!("{}: no such state; known: {}", a.state, known.join(", ")))
    })?;
    let (records, _) = reports::records(&a.sweep)?;
    let with: Vec<&Record> = records
        .iter()
        .filter(|r| a.package.as_ref().is_none_or(|p| *p == r.package))
        .filter(|r| {
            a.app.as_ref().is_none_or(|h| r.app_sha256.starts_with(&h.to_lowercase())) && r.findings.iter().any(|f| f.id == a.finding)
        })
        .collect();
    let record = match with.as_slice() {
        [one] => one,
        [] => return Err(Failure::usage(format!("{}: not in this sweep", a.finding))),
        several => {
            let apps: Vec<String> = several.iter().map(|r| format!("{} {}", short(&r.package, 80), short(&r.app_sha256, 12))).collect();
            return Err(Failure::usage(format!("{} is in several apps: give --package or --app ({})", a.finding, apps.join(", "))));
        }
    };
    let mut review = existing(&a.review)?;
    let step = Step {
        state,
        person: a.person.clone(),
        second: a.second.clone(),
        unit: a.unit.clone(),
        date: a.date.clone(),
        reason: a.reason.clone(),
        answer: a.answer.clone(),
    };
    review.add(record, &a.finding, step).map_err(Failure::usage)?;
    output::write(&a.review, &review.to_toml())?;
    Ok(0)
}
