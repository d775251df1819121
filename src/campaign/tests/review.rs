use super::*;
use crate::campaign::queue::queue;
use crate::campaign::review::is_date;
use crate::campaign::review_sheet::{export, import};
use crate::knowledge::Knowledge;
use crate::paper::{Block, Form, read};
use crate::report::words::Names;
use crate::words::Lang;

#[test]
fn what_may_follow_what() {
    use State::*;
    for (path, good) in [
        (&[Confirmed][..], true),
        (&[Confirmed, Notified, Answered, Rectified], true),
        (&[Confirmed, Published, Answered, Rejected, Confirmed], true),
        (&[Rejected, Confirmed], true),
        (&[Published], false),
        (&[Notified], false),
        (&[Rejected, Published], false),
        (&[Confirmed, Confirmed], false),
        (&[Confirmed, Rectified, Confirmed], false),
        (&[Suspected], false),
    ] {
        let (record, mut review) = (record(), Review::new());
        let finding = id(&record, "DIS-01");
        let done = path.iter().try_for_each(|s| {
            let mut next = step(*s);
            next.reason = format!("{s:?} {}", review.cases.first().map_or(0, |c| c.step.len()));
            review.add(&record, &finding, next).map(|_| ())
        });
        assert_eq!(done.is_ok(), good, "{path:?}: {done:?}");
    }
}

#[test]
fn publishing_needs_two_persons() {
    for (second, good) in [(Some("李四"), true), (None, false), (Some(""), false), (Some("张三"), false), (Some(" 张 三\u{200b}"), false)]
    {
        let record = record();
        let mut review = confirmed(&record, &["DIS-01"]);
        let next = Step { second: second.map(str::to_owned), ..step(State::Published) };
        assert_eq!(review.add(&record, &id(&record, "DIS-01"), next).is_ok(), good, "{second:?}");
    }
    let record = record();
    let mut review = confirmed(&record, &["DIS-01"]);
    let full = Step { person: "Zhang".into(), second: Some("ＺＨＡＮＧ".into()), ..step(State::Published) };
    assert!(review.add(&record, &id(&record, "DIS-01"), full).is_err(), "full-width letters are the same name");
}

#[test]
fn steps_are_whole() {
    let record = record();
    let finding = id(&record, "DIS-01");
    let cases: [(&str, Spoil<Step>); 6] = [
        ("person", |s| s.person = " ".into()),
        ("unit", |s| s.unit.clear()),
        ("reason", |s| s.reason.clear()),
        ("date", |s| s.date = "2026-02-30".into()),
        ("earlier than the step before", |s| s.date = "2026-11-23".into()),
        ("long", |s| s.reason = "x".repeat(30_000)),
    ];
    for (name, spoil) in cases {
        let mut review = confirmed(&record, &["DIS-01"]);
        let mut next = step(State::Notified);
        spoil(&mut next);
        assert!(review.add(&record, &finding, next).is_err(), "{name}");
    }
    let mut review = confirmed(&record, &["DIS-01"]);
    review.add(&record, &finding, step(State::Notified)).unwrap();
    assert!(review.add(&record, &finding, Step { answer: None, ..step(State::Answered) }).is_err(), "an answer without the statement");
    for (day, good) in [("2024-02-29", true), ("2026-02-29", false), ("2026-13-01", false), ("2026-1-01", false), ("２026-01-01", false)] {
        assert_eq!(is_date(day), good, "{day}");
    }
}

#[test]
fn a_confirmation_never_carries_over() {
    let record = record();
    let review = confirmed(&record, &["DIS-01"]);
    let finding = id(&record, "DIS-01");
    assert_eq!(review.standing(&record, &finding).state, State::Confirmed);
    let changes: [(&str, Spoil<Record>); 4] = [
        ("app", |r| r.app_sha256 = "0".repeat(64)),
        ("policy", |r| r.policy_sha256 = vec!["0".repeat(64)]),
        ("no policy", |r| r.policy_sha256.clear()),
        ("signatures", |r| r.signatures = "sha256:0".into()),
    ];
    for (name, change) in changes {
        let mut other = record.clone();
        change(&mut other);
        let standing = review.standing(&other, &finding);
        assert_eq!((standing.state, standing.earlier), (State::Suspected, Some((State::Confirmed, "2026-11-24"))), "{name}");
        assert_eq!(review.stale(&[other]).len(), 1, "{name}");
    }
    let mut other = record.clone();
    other.package = "com.other".into();
    assert_eq!(review.standing(&other, &finding).earlier, None, "another app is another matter");
    assert!(review.stale(std::slice::from_ref(&record)).is_empty());
}

#[test]
fn the_case_file_survives_and_is_checked() {
    let record = record();
    let mut review = confirmed(&record, &["DIS-01", "DIS-03"]);
    review.add(&record, &id(&record, "DIS-01"), Step { reason: "引号\"\\ \u{7f}\n[[case]]".into(), ..step(State::Notified) }).unwrap();
    let text = review.to_toml();
    assert_eq!(Review::parse(&text).unwrap(), review);
    let case = text.split("[[case]]").nth(1).unwrap();
    for (name, spoilt) in [
        ("schema", text.replace("apksweep.review/1", "apksweep.review/2")),
        ("state", text.replacen("\"confirmed\"", "\"proven\"", 1)),
        ("unknown key", text.replacen("unit =", "unite =", 1)),
        ("hash", text.replace(&record.app_sha256, "../../etc/passwd")),
        ("twice", format!("{text}\n[[case]]{case}")),
        ("no steps", "schema = \"apksweep.review/1\"\n[[case]]\npackage = \"a\"\nfinding = \"F\"\napp = \"\"\npolicies = []\nsignatures = \"\"\nstep = []\n".into()),
        ("deep", format!("schema = \"apksweep.review/1\"\nx = {}1{}\n", "[".repeat(5000), "]".repeat(5000))),
    ] {
        assert!(Review::parse(&spoilt).is_err(), "{name}");
    }
}

#[test]
fn a_sheet_goes_out_is_filled_in_and_comes_back() {
    let record = record();
    let records = [record.clone()];
    let empty = Review::new();
    for (form, lang) in [(Form::Xlsx, Lang::Zh), (Form::Xlsx, Lang::En), (Form::Csv, Lang::Zh), (Form::Csv, Lang::En)] {
        let mut paper = export(&queue(&records, &empty, None), Names::new(Knowledge::builtin()), lang);
        let Some(Block::Table(table)) = paper.blocks.last_mut() else { panic!("a table") };
        let fill = |row: &mut Vec<String>, cells: [&str; 7]| row.splice(12..19, cells.map(str::to_owned)).for_each(drop);
        fill(&mut table.rows[0], ["已确认", "张三", "", "某局", "2026-11-24", "运行验证", ""]);
        fill(&mut table.rows[1], ["rejected", "张三", "", "某局", "2026-11-24", "=误报", ""]);
        fill(&mut table.rows[2], ["published", "张三", "李四", "某局", "2026-11-24", "未先确认", ""]);
        fill(&mut table.rows[3], ["maybe", "张三", "", "某局", "2026-11-24", "x", ""]);
        fill(&mut table.rows[4], ["confirmed", "张三", "", "某局", "2026-11-24", "x", ""]);
        table.rows[4][20] = "B-0000000000000000".into();
        let ids: Vec<String> = table.rows.iter().map(|r| r[4].clone()).collect();
        let tables = read::tables(&paper.write(form).unwrap()).unwrap();
        let mut review = Review::new();
        let done = import(&tables, &records, &mut review).unwrap();
        let refused: Vec<&str> = done.refused.iter().map(|(f, _)| f.as_str()).collect();
        assert_eq!((done.added, refused), (2, vec![ids[2].as_str(), &ids[3], &ids[4]]), "{form:?} {lang:?}");
        assert_eq!(review.standing(&record, &ids[0]).state, State::Confirmed);
        let rejected = review.standing(&record, &ids[1]);
        assert_eq!((rejected.state, rejected.steps[0].reason.as_str()), (State::Rejected, "=误报"));
        let again = import(&tables, &records, &mut review).unwrap();
        assert_eq!((again.added, again.known), (0, 2), "reading it twice adds nothing");
    }
}

#[test]
fn sheets_that_are_none_are_refused() {
    let mut review = Review::new();
    assert!(import(&[], &[], &mut review).is_err());
    assert!(import(&[vec![vec!["编号".into()]]], &[], &mut review).is_err());
}
