//! The finding itself: id, order, laws, evidence, waivers.

use std::collections::BTreeSet;

use super::world::*;
use crate::detect::*;
use crate::document::{Document, Language};
use crate::evidence::EvidenceKind;
use crate::rules::*;

#[test]
fn a_finding_is_complete_and_stable() {
    let w = world().reads(reads("android-id", Owner::App)).policy("我们会收集MAC地址。").says("mac-address", "我们会收集MAC地址");
    let judged = w.judged().value;
    let f = judged.findings.iter().find(|f| f.code == "DIS-01").unwrap();
    assert_eq!(f.id, crate::bytes::short_id("F", &["DIS-01", "android-id", "app", "", ""]));
    assert_eq!(f.rule, "disclosure/undisclosed-collection");
    assert!(f.rules.contains(&LawRef { law: "cn-method-2019".into(), item: "M2.1".into(), unverified: false }));
    assert!(f.rules.iter().all(|r| r.law.starts_with("cn-")), "only the profile's laws: {:?}", f.rules);
    let absence = f.evidence.iter().filter_map(|id| judged.evidence.get(id)).find(|e| e.kind == EvidenceKind::Absence).unwrap();
    assert_eq!((absence.path.as_str(), absence.locator.as_str()), ("policy.txt", "search:android-id"));
    assert!(absence.excerpt.contains("mac-address: 我们会收集MAC地址"), "the nearest miss: {}", absence.excerpt);
    assert!(!f.title.zh.contains('{') && !f.to_check.en.contains('{'));
    let order: Vec<_> =
        judged.findings.iter().map(|f| (std::cmp::Reverse(f.severity), std::cmp::Reverse(f.certainty), f.code.clone())).collect();
    assert!(order.is_sorted());
    let again = w.judged().value;
    assert_eq!(again.findings, judged.findings);
}

#[test]
fn quotes_of_a_contradiction_stand_where_they_say() {
    let w =
        world().reads(reads("android-id", Owner::App)).policy("我们不会收集Android ID。").denies("android-id", "我们不会收集Android ID");
    let judged = w.judged().value;
    let f = judged.findings.iter().find(|f| f.code == "CON-11").unwrap();
    let quote = f.evidence.iter().filter_map(|id| judged.evidence.get(id)).find(|e| e.kind == EvidenceKind::Policy).unwrap();
    let (start, end) = quote.locator.split_once("..").unwrap();
    let (start, end): (usize, usize) = (start.parse().unwrap(), end.parse().unwrap());
    let text: String = w.text.as_ref().unwrap().chars().skip(start).take(end - start).collect();
    assert_eq!(text, quote.excerpt);
    assert_eq!(text, "我们不会收集Android ID");
}

#[test]
fn laws_not_in_force_are_not_cited() {
    let w = world().reads(reads("android-id", Owner::App)).policy("正文。");
    let knowledge = knowledge();
    let cited = |as_of: &str| {
        let text = w.text.clone().unwrap();
        let document = Document {
            name: "p".into(),
            sha256: "0".into(),
            charset: "UTF-8",
            language: Language::ZhHans,
            text,
            blocks: vec![],
            hidden: vec![],
        };
        let documents = [PolicyInput { document: &document, origin: PolicyOrigin::Given }];
        let profiles = ["cn".to_string()];
        let case = Case {
            knowledge: &knowledge,
            observed: &w.observed,
            declared: &w.declared,
            documents: &documents,
            policy_gaps: &[],
            categories: &w.categories,
            listing: &w.listing,
            form: None,
            earlier: None,
            profiles: &profiles,
            as_of,
        };
        let found = judge(&case).value.findings;
        let rules = found.iter().find(|f| f.code == "DIS-01").unwrap().rules.iter().map(|r| r.law.clone());
        rules.collect::<BTreeSet<_>>()
    };
    assert!(cited("2026-11-21").contains("cn-gbt44588"));
    assert!(!cited("2025-03-31").contains("cn-gbt44588"));
    assert!(!cited("2020-01-01").contains("cn-pipl"));
}

#[test]
fn waivers_need_the_package_and_end() {
    let w = world().reads(reads("android-id", Owner::App)).policy("正文。");
    let mut findings = w.judged().value.findings;
    let id = findings.iter().find(|f| f.code == "DIS-01").unwrap().id.clone();
    let waivers = waiver::Waivers::parse(&format!(
        "[[waiver]]\npackage = \"com.example.torch\"\nfinding = \"{id}\"\nreason = \"server removes it\"\nuntil = \"2026-12-31\"\n\
         [[waiver]]\npackage = \"com.example.torch\"\nfinding = \"F-0\"\nreason = \"old\"\nuntil = \"2026-12-31\"\n"
    ))
    .unwrap();
    assert!(waivers.apply("com.other", &mut findings, "2026-11-21").is_empty());
    let idle = waivers.apply("com.example.torch", &mut findings, "2027-01-01");
    let whys: Vec<_> = idle.iter().map(|i| i.why).collect();
    assert_eq!(whys, [waiver::IdleWhy::Expired, waiver::IdleWhy::NoFinding]);
    assert!(findings.iter().all(|f| f.waived.is_none()));
    let idle = waivers.apply("com.example.torch", &mut findings, "2026-11-21");
    assert_eq!(idle.len(), 1);
    assert_eq!(findings.iter().filter(|f| f.waived.as_deref() == Some("server removes it")).count(), 1);
    for (reason, until) in [("", "2026-12-31"), ("x", "never"), ("x", "2026-12-1")] {
        let text = format!("[[waiver]]\npackage = \"p\"\nfinding = \"F-0\"\nreason = \"{reason}\"\nuntil = \"{until}\"\n");
        assert!(waiver::Waivers::parse(&text).is_err(), "{text}");
    }
}
