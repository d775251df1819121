//! A fictional app through review, notice, re-check and complaint.

mod complaint;
mod diff;
mod notice;
mod review;
mod verify;

use super::review::{Review, State, Step};
use super::{Charter, Record};
use crate::report::{Report, sample};

/// How a case spoils a value.
pub type Spoil<T> = fn(&mut T);

/// The sample app, its SDK act of collecting included.
pub fn report() -> Report {
    let mut report = sample::rich();
    let mut act = report.findings.iter().find(|f| f.code == "CON-03").unwrap().clone();
    act.id = "F-00000000000000aa".into();
    act.code = "SHR-01".into();
    act.title =
        crate::words::Words::new("林鸽统计SDK自行收集MAC地址（疑似）", "Linge statistics collects the MAC address by itself (suspected)");
    report.findings.push(act);
    report
}

pub fn record() -> Record {
    Record::of(&report())
}

pub fn id(record: &Record, code: &str) -> String {
    record.findings.iter().find(|f| f.code == code).unwrap().id.clone()
}

pub fn step(state: State) -> Step {
    Step {
        state,
        person: "张三".into(),
        second: (state == State::Published).then(|| "李四".into()),
        unit: "某局".into(),
        date: "2026-11-24".into(),
        reason: "运行验证".into(),
        answer: (state == State::Answered).then(|| "已下线".into()),
    }
}

pub fn confirmed(record: &Record, codes: &[&str]) -> Review {
    let mut review = Review::new();
    for code in codes {
        review.add(record, &id(record, code), step(State::Confirmed)).unwrap();
    }
    review
}

pub fn charter() -> Charter {
    Charter::parse("authority = \"某省通信管理局\"\nbatch = \"2026年第4批\"\ndate = \"2026-11-24\"\ndeadline = \"2026-12-01\"\n").unwrap()
}
