//! What keeps a finding silent or lowers it: no policy, gaps, weak signs, gates.

use super::world::*;
use crate::detect::*;
use crate::document::Language;
use crate::policy::Annex;

#[test]
fn without_a_policy() {
    let mut w = world().sdk(embedded(ACME)).reads(reads("android-id", Owner::App)).asks(asks("READ_CONTACTS", &["contacts"], Tri::Yes));
    let about_text =
        ["DIS-01", "DIS-02", "DIS-03", "DIS-09", "CON-11", "POL-02", "POL-07", "POL-08", "POL-09", "RGT-01", "RGT-05", "RGT-06", "CHD-01"];
    for code in about_text {
        assert_eq!(w.of(code), [""; 0], "{code}");
    }
    assert_eq!(w.gaps(), ["LIM-07"]);
    assert_eq!(w.of("POL-01"), ["indicative"]);
    w.listing.policy_published = Some(false);
    assert_eq!(w.of("POL-01"), ["established"]);
    w.listing.policy_url = Some("https://example.com/p".into());
    assert_eq!(w.of("POL-01"), [""; 0]);
}

#[test]
fn a_text_that_cannot_be_used() {
    let app = || world().reads(reads("android-id", Owner::App));
    let mut w = app().policy("x");
    w.language = Language::Other;
    assert_eq!((w.of("DIS-01"), w.of("POL-07"), w.gaps()), (vec![], vec![], vec!["LIM-07"]));
    let mut w = app();
    w.text = Some("404 Not Found".into());
    assert_eq!(
        (w.of("DIS-01"), w.of("POL-01"), w.of("POL-11"), w.gaps()),
        (vec![], vec![], vec!["indicative".to_string()], vec!["LIM-07"])
    );
    let mut w = app();
    w.text = Some(format!("手电筒用户协议\n{}", "您应当遵守法律法规，妥善保管账号。个人信息的处理见另文。".repeat(6)));
    assert_eq!((w.of("DIS-01"), w.of("POL-11")), (vec![], vec!["indicative".to_string()]));
}

#[test]
fn an_annex_left_out_caps_what_it_could_hold() {
    let mut w = world()
        .sdk(embedded(ACME))
        .reads(reads("android-id", sdk_owner(ACME)))
        .reads(reads("contacts", Owner::App))
        .policy("详见第三方SDK目录。");
    w.declared.annexes.push(Annex { policy: 0, title: "第三方SDK目录".into(), link: None, supplied: false });
    assert_eq!(w.of("DIS-03"), ["indicative acme-analytics Omitted"]);
    assert_eq!(w.of("DIS-01"), ["strong contacts app Omitted", "indicative android-id sdk:acme-analytics Omitted"]);
    assert_eq!(w.of("POL-08"), ["indicative"]);
    assert_eq!(w.of("POL-09"), ["strong"]);
    assert_eq!(w.gaps(), ["LIM-07"]);
    w.declared.annexes[0].supplied = true;
    assert_eq!(w.of("DIS-03"), ["strong acme-analytics Omitted"]);
    assert_eq!(w.gaps(), [""; 0]);
}

#[test]
fn who_is_never_accused_and_what_never_counts() {
    let policy = "我们使用的服务很少。";
    let library = world().reads(reads("android-id", Owner::Library { id: "okhttp".into() })).policy(policy);
    let accused = library.judged().value.findings.into_iter().any(|f| f.subject.owner.is_some());
    assert!(!accused);
    for change in [
        (|c: &mut Collection| c.strength = Strength::Weak) as fn(&mut Collection),
        |c| c.user_mediated = true,
        |c| c.reachable = Tri::No,
        |c| c.reachable = Tri::Unknown,
    ] {
        let mut c = reads("device-id", Owner::App);
        (c.when, c.consent) = (When::AppStart, Consent::Ungated);
        change(&mut c);
        let w = world().reads(c).policy(policy);
        for code in ["DIS-01", "CON-01", "NEC-03", "NEC-11"] {
            assert_eq!(w.of(code), [""; 0], "{code}");
        }
    }
    let unknown = world().reads(reads("android-id", Owner::Unknown)).policy(policy).judged().value.findings;
    let title = &unknown.iter().find(|f| f.code == "DIS-01").unwrap().title;
    assert!(title.zh.starts_with("应用或其集成的第三方代码疑似调用Settings.Secure.getString获取Android ID"), "{}", title.zh);
    assert!(title.en.starts_with("Code of the app or third-party code in it that can run reads Android ID"), "{}", title.en);
}

#[test]
fn blocked_on_the_target_is_a_hint_only() {
    let mut c = reads("device-id", Owner::App);
    c.blocked_from_api = Some(29);
    let mut w = world().reads(c).policy("我们使用的服务很少。");
    assert_eq!(w.of("DIS-01"), ["indicative device-id app Omitted"]);
    assert_eq!(w.of("NEC-11"), ["indicative device-id app"]);
    w.observed.app.target_sdk = 28;
    assert_eq!(w.of("DIS-01"), ["strong device-id app Omitted"]);
    w.observed.app.target_sdk = 30;
    w.observed.collections.push(reads("device-id", Owner::App));
    assert_eq!(w.of("DIS-01"), ["strong device-id app Omitted"], "a second call that is not blocked");
}

#[test]
fn before_consent() {
    let at = |sites: Vec<Site>, permissions: &[&str]| {
        let mut c = reads("android-id", Owner::App);
        (c.when, c.consent, c.sites) = (When::AppStart, Consent::Ungated, sites);
        c.permissions = permissions.iter().map(|p| p.to_string()).collect();
        world().reads(c)
    };
    use Consent::*;
    use When::*;
    let grant = &["android.permission.READ_PHONE_STATE"][..];
    for (name, sites, permissions, want) in [
        ("app start", vec![site(AppStart, Ungated)], &[][..], vec!["strong android-id app"]),
        ("first screen", vec![site(Launch, Ungated)], &[], vec!["indicative android-id app"]),
        ("gated", vec![site(AppStart, Gated)], &[], vec![]),
        ("cannot be told", vec![site(AppStart, Consent::Unknown)], &[], vec![]),
        ("gated at start, ungated behind a tap", vec![site(AppStart, Gated), site(Interaction, Ungated)], &[], vec![]),
        ("needs a grant", vec![site(AppStart, Ungated)], grant, vec!["indicative android-id app"]),
    ] {
        assert_eq!(at(sites, permissions).of("CON-01"), want, "{name}");
    }
    let mut old = at(vec![site(AppStart, Ungated)], grant);
    old.observed.app.target_sdk = 22;
    assert_eq!(old.of("CON-01"), ["strong android-id app"]);
    assert_eq!(old.of("CON-07"), ["established"]);
    assert_eq!(world().of("CON-07"), [""; 0]);
}

#[test]
fn sdks_before_consent_and_by_themselves() {
    let start = |when, consent| {
        let mut sdk = embedded(ACME);
        sdk.started = Some(Start { when, consent, evidence: vec![] });
        world().sdk(sdk)
    };
    assert_eq!(start(When::AppStart, Consent::Ungated).of("CON-03"), ["strong acme-analytics"]);
    assert_eq!(start(When::Launch, Consent::Ungated).of("CON-03"), ["indicative acme-analytics"]);
    assert_eq!(start(When::AppStart, Consent::Gated).of("CON-03"), [""; 0]);
    assert_eq!(start(When::Interaction, Consent::Ungated).of("CON-03"), [""; 0]);
    let mut c = reads("android-id", sdk_owner(ACME));
    c.sites = vec![site(When::AppStart, Consent::Ungated)];
    let w = world().sdk(embedded(ACME)).reads(c);
    assert_eq!(w.of("CON-03"), ["strong acme-analytics"], "its code reads before consent, so it runs before consent");
    assert_eq!(w.of("SHR-01"), ["strong acme-analytics"]);
    assert_eq!(world().sdk(embedded(ACME)).of("SHR-01"), [""; 0]);
}
