use super::*;
use crate::campaign::diff::{Fate, diff};
use crate::campaign::notice::Draft;
use crate::campaign::retest::{Retested, paper, retest};
use crate::campaign::select::Choice;
use crate::gap::{Gap, GapCode, Hides};
use crate::knowledge::Knowledge;
use crate::paper::{Block, Form};
use crate::words::Lang;

/// The next version: without the finding of the code.
fn next(without: &str) -> Report {
    let mut new = report();
    new.inputs.app.sha256 = "2".repeat(64);
    new.app.version_code += 1;
    new.app.version_name = Some("2.5".into());
    new.findings.retain(|f| f.code != without);
    new
}

fn fate(old: &Report, new: &Report, code: &str) -> Fate {
    diff(old, new).unwrap().changes.iter().find(|c| c.code == code).unwrap().fate
}

#[test]
fn rectified_remaining_new() {
    assert_eq!(fate(&report(), &next("DIS-01"), "DIS-01"), Fate::Rectified);
    assert_eq!(fate(&report(), &next("DIS-01"), "DIS-02"), Fate::Remaining);
    assert_eq!(fate(&next("DIS-01"), &report(), "DIS-01"), Fate::New);
}

#[test]
fn what_hides_does_not_rectify() {
    let mut packed = next("DIS-01");
    packed.gaps.push(Gap::new(GapCode::Packed, "packed", "base.apk", &[Hides::Calls]));
    assert_eq!(fate(&report(), &packed, "DIS-01"), Fate::NotSeen);
    let mut other_rules = next("DIS-01");
    other_rules.tool.signatures = "sha256:other".into();
    assert_eq!(fate(&report(), &other_rules, "DIS-01"), Fate::NotSeen);
    let mut other = next("DIS-01");
    other.app.package = "com.other".into();
    assert!(diff(&report(), &other).is_none());
}

#[test]
fn collection_that_grows_while_the_policy_stands_still_is_a_lead() {
    let mut old = report();
    let kept = old.collections[0].clone();
    old.collections.retain(|c| c.data_type != kept.data_type || c.owner != kept.owner);
    let mut new = next("none");
    let x = diff(&old, &new).unwrap();
    assert!(!x.policy_changed && x.lead.as_ref().unwrap().zh.contains("疑似") && x.lead.unwrap().en.contains("M2.2"));
    new.inputs.policies[0].text_sha256 = "3".repeat(64);
    assert!(diff(&old, &new).unwrap().lead.unwrap().zh.contains("日期未变"));
    new.inputs.policies[0].effective_date = Some("2026-12-01".into());
    assert_eq!(diff(&old, &new).unwrap().lead, None);
    new.inputs.policies.clear();
    assert_eq!(diff(&old, &new).unwrap().lead, None, "without a policy nothing can be said of it");
}

#[test]
fn a_retest_tells_each_confirmed_matter() {
    let (old, knowledge) = (record(), Knowledge::builtin());
    let review = confirmed(&old, &["DIS-01", "DIS-02"]);
    let new_report = next("DIS-01");
    let new = Record::of(&new_report);
    let records = [old.clone()];
    let charter = charter();
    for (lang, done, left) in [(Lang::Zh, "已整改", "仍存在"), (Lang::En, "rectified", "remaining")] {
        let d = Draft {
            records: &records,
            review: Some(&review),
            charter: &charter,
            style: knowledge.notice("miit").unwrap(),
            knowledge,
            choice: Choice::default(),
            lang,
        };
        let batch = [Retested { old: &old, new: Some(&new), diff: diff(&report(), &new_report) }];
        let p = retest(&d, &batch);
        let Some(Block::Table(t)) = p.blocks.iter().find(|b| matches!(b, Block::Table(_))) else { panic!("a table") };
        assert!(!p.draft && t.rows.len() == 2);
        assert!(
            t.rows.iter().any(|r| r[6].contains("DIS-01") && r[7].contains(done))
                && t.rows.iter().any(|r| r[6].contains("DIS-02") && r[7].contains(left))
        );
        let untested = retest(&d, &[Retested { old: &old, new: None, diff: None }]);
        let Some(Block::Table(t)) = untested.blocks.iter().find(|b| matches!(b, Block::Table(_))) else { panic!("a table") };
        assert!(t.rows.iter().all(|r| r[7].contains("未复测") || r[7].contains("not re-tested")));
        paper(&diff(&report(), &new_report).unwrap(), lang).write(Form::Html).unwrap();
    }
}
