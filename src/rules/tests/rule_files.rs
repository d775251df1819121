//! The rule files: their references, their wording. Their cases are tests of their own (`tests/signatures.rs`).

use std::collections::BTreeSet;

use crate::gap::{GapCode, Hides};
use crate::knowledge::{Knowledge, Rule};
use crate::rules::judge::{Outcome, ceiling_of, decide};
use crate::rules::title::PLACEHOLDERS;
use crate::rules::{Answer, Certainty, Fact, SubjectKind};

#[test]
fn rule_files_are_sound() {
    let knowledge = Knowledge::builtin();
    assert!(knowledge.rules.len() >= 40);
    let mut wrong = Vec::new();
    for rule in &knowledge.rules {
        let mut say = |what: String| wrong.push(format!("{}: {what}", rule.id));
        let Some(kind) = SubjectKind::parse(&rule.subject) else {
            say(format!("unknown subject {}", rule.subject));
            continue;
        };
        for name in rule.all.iter().chain(&rule.any).chain(&rule.none) {
            match Fact::parse(name) {
                None => say(format!("unknown fact {name}")),
                Some(fact) if !kind.may_ask(fact) => say(format!("{name} cannot be asked of a {}", rule.subject)),
                Some(_) => {}
            }
        }
        let Some(code) = knowledge.code(&rule.code) else {
            say(format!("unknown code {}", rule.code));
            continue;
        };
        let Some(ceiling) = ceiling_of(rule, code) else {
            say(format!("{} is {}: never emitted", rule.code, code.level));
            continue;
        };
        for reference in &rule.law {
            if knowledge.law_article(reference).is_none() {
                say(format!("unknown law {reference}"));
            }
        }
        if !["high", "medium", "low"].contains(&rule.severity.as_str()) {
            say(format!("severity {}", rule.severity));
        }
        if !rule.cases.iter().any(|c| c.expect == "silent") || !rule.cases.iter().any(|c| c.expect != "silent") {
            say("needs a case that holds and a silent one".into());
        }
        wording(rule, ceiling, &mut say);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Suspected unless established; never the words of an authority or of a clean bill.
fn wording(rule: &Rule, ceiling: Certainty, say: &mut dyn FnMut(String)) {
    for words in [&rule.title, &rule.why, &rule.remedy, &rule.to_check] {
        if words.zh.is_empty() || words.en.is_empty() {
            say("a text is missing".into());
        }
        for bad in ["认定", "合规", "违法", "违规"] {
            if words.zh.contains(bad) {
                say(format!("the word {bad}"));
            }
        }
        for text in [&words.zh, &words.en] {
            let left = PLACEHOLDERS.iter().fold(text.clone(), |t, p| t.replace(p, ""));
            if left.contains(['{', '}']) {
                say(format!("unknown placeholder in {text}"));
            }
        }
    }
    if ceiling < Certainty::Established && !(rule.title.zh.contains("疑似") && rule.title.en.contains("suspected")) {
        say("the title must say 疑似 and suspected".into());
    }
    if ceiling == Certainty::Established && rule.absence {
        say("an absence can be lowered, so its title must not sound established".into());
    }
}

#[test]
fn every_fact_is_asked_by_some_rule_and_named_once() {
    let names: BTreeSet<&str> = Fact::ALL.iter().map(|f| f.name()).collect();
    assert_eq!(names.len(), Fact::ALL.len());
    let asked: BTreeSet<&str> =
        Knowledge::builtin().rules.iter().flat_map(|r| r.all.iter().chain(&r.any).chain(&r.none)).map(String::as_str).collect();
    let idle: Vec<&&str> = names.iter().filter(|n| !asked.contains(*n)).collect();
    assert!(idle.is_empty(), "facts that no rule asks: {idle:?}");
}

#[test]
fn a_gap_that_could_hide_the_thing_lowers_an_absence_and_never_a_presence() {
    let rule = |id: &str| Knowledge::builtin().rules.iter().find(|r| r.id == id).unwrap();
    let yes = |names: &'static [&'static str]| move |f: Fact| Answer::of(names.contains(&f.name()), Vec::new());
    let hidden = |f: Fact| if f.hidden_by().contains(&Hides::Statements) { vec![GapCode::Policy] } else { Vec::new() };
    let absence = decide(rule("policy/date-not-stated"), Certainty::Strong, &yes(&["policy-readable"]), &hidden);
    assert_eq!(absence, Outcome::Holds { certainty: Certainty::Indicative, gaps: vec![GapCode::Policy] });
    let facts = &["reachable", "personal", "policy-readable", "contradicted"];
    let presence = decide(rule("consent/contrary-to-policy"), Certainty::Strong, &yes(facts), &hidden);
    assert_eq!(presence, Outcome::Holds { certainty: Certainty::Strong, gaps: vec![] });
}
