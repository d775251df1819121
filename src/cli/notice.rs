//! `apksweep notice`

use std::collections::BTreeMap;
use std::path::Path;

use super::args_campaign::{Include, Notice, NoticeKind};
use super::{Failure, Outcome, paper, reports};
use crate::campaign::notice::Draft;
use crate::campaign::retest::{Retested, retest};
use crate::campaign::review::{self, Review};
use crate::campaign::select::{Choice, Selection, Why};
use crate::campaign::{Charter, Record, diff, dossier, notice, order};
use crate::report::sanitize;
use crate::words::Lang;

pub fn run(a: &Notice) -> Outcome {
    let knowledge = a.shared.knowledge()?;
    let lang = a.shared.lang();
    paper::wanted(&a.out)?;
    let Some(style) = knowledge.notice(&a.style) else {
        let known: Vec<&str> = knowledge.notices.iter().map(|n| n.id.as_str()).collect();
        return Err(Failure::usage(format!("--style {}: no such style; known: {}", a.style, known.join(", "))));
    };
    let charter = match &a.campaign {
        Some(path) => {
            let text = reports::text(path, reports::MAX_TEXT)?;
            Charter::parse(&text).map_err(|e| Failure::usage(format!("{}: {e}", path.display())))?
        }
        None => Charter::default(),
    };
    let review = a.review.as_deref().map(read_review).transpose()?;
    let sweep = match (a.kind, &a.old) {
        (NoticeKind::Retest, Some(old)) => old,
        (NoticeKind::Retest, None) => return Err(Failure::usage("--kind retest needs --old SWEEP, the earlier examination")),
        (_, Some(_)) => return Err(Failure::usage("--old goes with --kind retest")),
        (_, None) => &a.sweep,
    };
    let (records, _) = reports::records(sweep)?;
    let choice = Choice { suspected: a.include == Include::Suspected, unverified_law: a.allow_unverified_law };
    let d = Draft { records: &records, review: review.as_ref(), charter: &charter, style, knowledge, choice, lang };
    let written = match a.kind {
        NoticeKind::Notice => notice::notice(&d),
        NoticeKind::Order => {
            let operator = a.operator.as_deref().ok_or_else(|| Failure::usage("--kind order needs --operator NAME"))?;
            order::order(&d, operator).map_err(Failure::usage)?
        }
        NoticeKind::Retest => again(a, &d)?,
    };
    let selection = d.select();
    // An authority's notice that names nobody would read like a clean bill.
    if a.kind == NoticeKind::Notice && !written.draft && style.layout != "indicators" && selection.named.is_empty() {
        held(&selection, written.draft, lang);
        return Err(Failure::usage(match lang {
            Lang::Zh => "没有经人员核实可列入的事项，未出具通报；草稿请加 --include suspected",
            Lang::En => "nothing that a person has confirmed may be listed, so no notice was written; --include suspected makes a draft",
        }));
    }
    paper::put(&written, &a.out)?;
    if let Some(dir) = &a.dossiers {
        dossiers(a, &d, &selection, dir)?;
    }
    // A re-test and an indicator sheet list by other marks than the closed list.
    if a.kind == NoticeKind::Notice && style.layout != "indicators" {
        held(&selection, written.draft, lang);
    }
    Ok(0)
}

pub fn read_review(path: &Path) -> Result<Review, Failure> {
    Review::parse(&reports::text(path, review::MAX_FILE)?).map_err(|e| Failure::usage(format!("{}: {e}", path.display())))
}

/// One app at a time: reports stay out of memory.
fn dossiers(a: &Notice, d: &Draft, selection: &Selection, dir: &Path) -> Result<(), Failure> {
    let by: BTreeMap<&str, &Record> = d.records.iter().map(|r| (r.app_sha256.as_str(), r)).collect();
    let selected = dossier::by_app(selection);
    reports::each(&a.sweep, &mut |report| {
        let Some(record) = by.get(report.inputs.app.sha256.as_str()) else { return Ok(()) };
        let mine = selected.get(record.app_sha256.as_str());
        if let Some(p) = mine.and_then(|mine| dossier::dossier(d, record, &report, mine)) {
            let bytes = p.write(paper::form(a.dossier_format)).map_err(Failure::unreadable)?;
            // The file's name is the digest: an app's own name is no name for a file.
            paper::save(&dir.join(format!("{}.{}", record.app_sha256, paper::ending(a.dossier_format))), &bytes)?;
        }
        Ok(())
    })?;
    Ok(())
}

/// Older records paired with the newer reports of the same packages, the newest version of each.
fn again(a: &Notice, d: &Draft) -> Result<crate::paper::Paper, Failure> {
    let Some(old) = &a.old else { return Err(Failure::usage("--kind retest needs --old SWEEP")) };
    let mut newer: BTreeMap<String, crate::report::Report> = BTreeMap::new();
    let wanted: std::collections::BTreeSet<&str> = d.records.iter().map(|r| r.package.as_str()).collect();
    reports::each(&a.sweep, &mut |r| {
        if wanted.contains(r.app.package.as_str())
            && newer
                .get(&r.app.package)
                .is_none_or(|had| (had.app.version_code, &had.inputs.app.sha256) < (r.app.version_code, &r.inputs.app.sha256))
        {
            newer.insert(r.app.package.clone(), r);
        }
        Ok(())
    })?;
    let fresh: BTreeMap<String, Record> = newer.iter().map(|(p, r)| (p.clone(), Record::of(r))).collect();
    let mut diffs = BTreeMap::new();
    reports::each(old, &mut |r| {
        if let Some(n) = newer.get(&r.app.package)
            && n.inputs.app.sha256 != r.inputs.app.sha256
            && let Some(x) = diff::diff(&r, n)
        {
            diffs.insert(r.inputs.app.sha256.clone(), x);
        }
        Ok(())
    })?;
    let batch: Vec<Retested> = d
        .records
        .iter()
        .map(|r| {
            let diff = diffs.get(&r.app_sha256).cloned();
            let new = diff.as_ref().and_then(|_| fresh.get(&r.package));
            Retested { old: r, new, diff }
        })
        .collect();
    Ok(retest(d, &batch))
}

/// What did not enter, on the error stream: counts by reason, and each finding that a person has confirmed.
fn held(selection: &Selection, draft: bool, lang: Lang) {
    let line = |s: String| eprintln!("apksweep: {}", sanitize::terminal(&s));
    if draft {
        line(crate::paper::draft_mark(lang).to_owned());
    }
    let mut counts: BTreeMap<Why, usize> = BTreeMap::new();
    for h in &selection.held {
        *counts.entry(h.why).or_default() += 1;
    }
    line(match lang {
        Lang::Zh => format!("列入{}条，未列入{}条", selection.named.len(), selection.held.len()),
        Lang::En => format!("{} findings listed, {} not", selection.named.len(), selection.held.len()),
    });
    for (why, n) in counts {
        line(format!("  {n} × {}", why.words().get(lang)));
    }
    for h in selection.held.iter().filter(|h| h.confirmed).take(50) {
        line(match lang {
            Lang::Zh => format!("  已确认但未列入：{} {} {}：{}", h.record.package, h.finding.id, h.finding.code, h.why.words().zh),
            Lang::En => format!("  confirmed, not listed: {} {} {}: {}", h.record.package, h.finding.id, h.finding.code, h.why.words().en),
        });
    }
}
