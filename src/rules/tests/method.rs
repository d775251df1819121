//! The 31 items, the caps, and what is supplied beside app and policy.

use super::world::*;
use crate::detect::*;
use crate::knowledge::{Knowledge, Status};
use crate::rules::*;

fn items(w: &World) -> Vec<ItemAnswer> {
    w.judged().value.method
}

fn item(w: &World, id: &str) -> ItemAnswer {
    items(w).into_iter().find(|a| a.item == id).unwrap()
}

#[test]
fn every_item_is_answered_within_its_level() {
    let full =
        world().reads(reads("android-id", Owner::App)).sdk(embedded(ACME)).policy("我们收集您的信息。").fact("blanket_no_collection", "x");
    for w in [world(), full] {
        let all = items(&w);
        assert_eq!(all.len(), 31);
        for a in all {
            let top = match a.level.as_str() {
                "decidable" => Some(Certainty::Established),
                "indicative" => Some(Certainty::Strong),
                _ => None,
            };
            assert!(a.certainty <= top, "{a:?}");
            assert_eq!(a.certainty.is_some(), a.state == ItemState::Found, "{a:?}");
            assert!(top.is_some() || a.state == ItemState::NotExamined, "{a:?}");
            for words in [&a.reason, &a.left_open] {
                assert!(!words.zh.is_empty() && !words.en.is_empty() && !words.zh.contains("合规"), "{a:?}");
            }
        }
    }
}

#[test]
fn an_item_of_a_lower_level_does_not_claim_what_a_finding_establishes() {
    let mut w = world();
    w.observed.app.target_sdk = 22;
    assert_eq!(w.of("CON-07"), ["established"]);
    assert_eq!(item(&w, "M4.6").certainty, Some(Certainty::Strong));
    // The reset of permissions cannot be seen at all; the finding stands beside.
    let reset = item(&w, "M3.5");
    assert_eq!((reset.state, reset.certainty, reset.findings.len()), (ItemState::NotExamined, None, 1));
}

#[test]
fn what_was_not_supplied_was_not_examined() {
    let w = world();
    assert_eq!(item(&w, "M6.3").state, ItemState::NotExamined);
    assert!(item(&w, "M6.3").reason.zh.contains("隐私政策"));
    assert_eq!(item(&w, "M2.2").state, ItemState::NotExamined);
    assert_eq!(item(&w.policy("正文。"), "M6.3").state, ItemState::NotFound);
    let mut other = world();
    other.profiles = vec!["gpen".into()];
    assert_eq!(item(&other, "M4.6").not_asked, ["CON-07"], "the rule on the target level belongs to the Chinese set");
}

#[test]
fn gaps_stand_beside_what_was_not_found() {
    use crate::gap::{GapCode, Hides};
    let w = world().policy("正文。").gap(GapCode::Packed, &[Hides::Calls]);
    assert_eq!(item(&w, "M3.1").gaps, [GapCode::Packed]);
    assert_eq!(item(&w, "M6.3").gaps, [], "the text of the policy is not hidden by packed code");
}

#[test]
fn law_from_memory_never_stands_in_an_established_finding() {
    let line = |item: &str, unverified| LawRef { law: "x".into(), item: item.into(), unverified };
    let settle = |certainty, mut refs: Vec<LawRef>| {
        let certainty = super::super::law::settle(certainty, &mut refs);
        (certainty, refs.into_iter().map(|r| r.item).collect::<Vec<_>>())
    };
    for (certainty, refs, want) in [
        (Certainty::Established, vec![line("1", true), line("2", false)], (Certainty::Established, vec!["2"])),
        (Certainty::Established, vec![line("1", true)], (Certainty::Strong, vec!["1"])),
        (Certainty::Established, vec![], (Certainty::Established, vec![])),
        (Certainty::Strong, vec![line("1", true)], (Certainty::Strong, vec!["1"])),
    ] {
        let (certainty, items) = settle(certainty, refs);
        assert_eq!((certainty, items.iter().map(String::as_str).collect::<Vec<_>>()), want);
    }
}

#[test]
fn an_sdk_file_that_nobody_compared_caps_what_it_names() {
    let subject = |status: Status, code: &str| {
        let mut knowledge = knowledge();
        knowledge.sdks[0].status = status;
        let w = world().sdk(embedded(ACME)).reads(reads("android-id", sdk_owner(ACME))).policy("正文。");
        w.judged_with(&knowledge).value.findings.iter().find(|f| f.code == code).map(|f| f.certainty)
    };
    for code in ["DIS-03", "DIS-01", "SHR-01"] {
        assert!(subject(Status::Reviewed, code) > Some(Certainty::Indicative), "{code}");
        assert_eq!(subject(Status::Draft, code), Some(Certainty::Indicative), "{code}");
        assert_eq!(subject(Status::FromMemory, code), Some(Certainty::Indicative), "{code}");
    }
}

#[test]
fn a_form_of_the_store_is_held_against_the_code() {
    let form =
        |types: &[&str]| DataSafety { types: types.iter().map(|t| t.to_string()).collect(), encrypted: Some(true), deletion_link: false };
    let mut w = world().reads(reads("android-id", Owner::App));
    assert_eq!(w.of("STO-01"), [""; 0], "no form");
    w.form = Some(form(&["PSL_NAME"]));
    assert_eq!(w.of("STO-01"), ["indicative android-id app"]);
    w.observed.collections[0].leaves_device = Tri::Yes;
    assert_eq!(w.of("STO-01"), ["strong android-id app"]);
    w.form = Some(form(&["PSL_DEVICE_ID"]));
    assert_eq!(w.of("STO-01"), [""; 0]);
    w.observed.signs.cleartext.answer = Tri::Yes;
    assert_eq!(w.of("STO-02"), [""; 0], "cannot connect");
    w = w.asks(PermissionUse { kind: PermissionKind::Install, ..asks("INTERNET", &[], Tri::Yes) });
    assert_eq!(w.of("STO-02"), ["strong"]);
    w.observed.signs.login.answer = Tri::Yes;
    assert_eq!(w.of("STO-05"), ["strong"]);
}

#[test]
fn a_newer_version_that_reads_more_under_the_same_policy() {
    let mut w = world().reads(reads("android-id", Owner::App)).sdk(embedded(ACME)).policy("正文。");
    let text = w.document().unwrap().text_sha256();
    let earlier = |text: &str, read: &[&str]| Earlier {
        collections: read.iter().map(|t| (t.to_string(), "app".to_string())).collect(),
        sdks: Default::default(),
        policies: [text.to_string()].into(),
    };
    assert_eq!(w.of("DIS-06"), [""; 0]);
    w.earlier = Some(earlier(&text, &[]));
    assert_eq!(w.of("DIS-06"), ["indicative acme-analytics", "indicative android-id app"]);
    assert_eq!(item(&w, "M2.2").state, ItemState::Found);
    w.earlier = Some(earlier(&text, &["android-id"]));
    assert_eq!(w.of("DIS-06"), ["indicative acme-analytics"]);
    w.earlier = Some(earlier("other", &[]));
    assert_eq!(w.of("DIS-06"), [""; 0]);
}

#[test]
fn acts_become_findings_and_libraries_are_not_accused() {
    let act = |kind, what: &[&str], owner| Act {
        kind,
        owner,
        what: what.iter().map(|w| w.to_string()).collect(),
        reachable: Tri::Yes,
        when: When::Launch,
        consent: Consent::Ungated,
        evidence: vec![],
    };
    let permission = "android.permission.READ_CONTACTS";
    let mut w = world().asks(asks("READ_CONTACTS", &["contacts"], Tri::Yes));
    w.observed.acts = vec![
        act(ActKind::AsksPermission, &[permission, "android.permission.CAMERA"], Owner::App),
        act(ActKind::AsksUnexplained, &[permission], Owner::App),
        act(ActKind::SelfStart, &["android.intent.action.BOOT_COMPLETED"], Owner::Library { id: "androidx".into() }),
        act(ActKind::HidesIcon, &[], Owner::App),
    ];
    assert_eq!(w.of("CON-02"), ["indicative android.permission.READ_CONTACTS"]);
    assert_eq!(w.of("DIS-05"), ["indicative android.permission.READ_CONTACTS"]);
    assert_eq!(w.of("NEC-08"), ["indicative"]);
    assert_eq!(w.of("USR-06"), ["strong"]);
    assert_eq!(w.of("USR-01"), [""; 0]);
    w.observed.acts.push(act(ActKind::QuitsWhenRefused, &["finish"], Owner::App));
    assert_eq!((w.of("NEC-08"), w.of("NEC-04")), (vec!["strong".to_string()], vec!["strong".to_string()]));
    w.observed.acts[0].consent = Consent::Gated;
    assert_eq!((w.of("CON-02"), w.of("NEC-08")), (vec![], vec![]));
}

#[test]
fn a_guessed_category_is_shown_and_judges_nothing() {
    let mut w = world().asks(asks("READ_CONTACTS", &["contacts"], Tri::Yes));
    w.categories = vec![CategoryInput { id: "map-navigation".into(), origin: CategoryOrigin::Guessed }];
    let view = w.judged().value.necessity;
    assert_eq!((view.rows.len(), view.rows[0].necessary, view.rows[0].plausible), (1, false, false));
    assert_eq!(w.of("NEC-01"), [""; 0]);
    w.categories[0].origin = CategoryOrigin::Given;
    assert_eq!(w.of("NEC-01"), ["indicative android.permission.READ_CONTACTS"]);
    assert!(Knowledge::builtin().categories.iter().all(|c| !c.words.is_empty() || c.id == "other"));
}
