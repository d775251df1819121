//! Permissions, categories, matters of the policy, rights.

use super::world::*;
use crate::detect::*;
use crate::document::Language;
use crate::gap::{GapCode, Hides};
use crate::rules::{CategoryInput, CategoryOrigin};

#[test]
fn permissions_mentioned_in_some_way() {
    let app = |name: &str, data: &str| world().asks(asks(name, &[data], Tri::Yes));
    assert_eq!(app("READ_CALL_LOG", "call-log").policy("我们使用通讯录。").of("DIS-02"), ["strong android.permission.READ_CALL_LOG"]);
    assert_eq!(app("READ_CALL_LOG", "call-log").policy("我们读取通话记录。").of("DIS-02"), [""; 0]);
    assert_eq!(app("READ_CALL_LOG", "call-log").policy("权限：READ_CALL_LOG").of("DIS-02"), [""; 0]);
    assert_eq!(app("RECORD_AUDIO", "audio-recording").policy("麦克风权限用于连接。").of("DIS-02"), [""; 0]);
    assert_eq!(app("ACCESS_COARSE_LOCATION", "location-coarse").policy("定").says("location-precise", "定").of("DIS-02"), [""; 0]);
    assert_eq!(
        app("READ_CONTACTS", "contacts").policy("联系我们").denies("contacts", "联系我们").of("DIS-02"),
        [""; 0],
        "a denial names it too"
    );
    assert_eq!(app("CAMERA", "camera").policy("x").lists(None, "x", &["camera"]).of("DIS-02"), [""; 0]);
    let mut implied = asks("READ_CONTACTS", &["contacts"], Tri::Yes);
    implied.declared = false;
    assert_eq!(world().asks(implied).policy("x").of("DIS-02"), [""; 0]);
}

#[test]
fn permissions_without_use() {
    let app = || world().asks(asks("READ_CONTACTS", &["contacts"], Tri::No));
    assert_eq!(app().of("NEC-02"), ["strong android.permission.READ_CONTACTS"]);
    assert_eq!(world().asks(asks("READ_CONTACTS", &["contacts"], Tri::Unknown)).of("NEC-02"), [""; 0]);
    assert_eq!(app().gap(GapCode::DynamicCode, &[Hides::Calls]).of("NEC-02"), [""; 0]);
    assert_eq!(app().gap(GapCode::Native, &[Hides::CallsOfSdk]).of("NEC-02"), ["strong android.permission.READ_CONTACTS"]);
    assert_eq!(app().gap(GapCode::Reflection, &[Hides::Calls]).of("NEC-02"), ["indicative android.permission.READ_CONTACTS"]);
}

#[test]
fn permissions_and_data_outside_the_category() {
    let app = |category: &str, origin, permission: &str, data: &str| {
        let mut w = world().asks(asks(permission, &[data], Tri::Yes)).reads(reads(data, Owner::App));
        w.categories = vec![CategoryInput { id: category.into(), origin }];
        (w.of("NEC-01").len(), w.of("NEC-03").len(), w.gaps().contains(&"LIM-08"))
    };
    use CategoryOrigin::*;
    assert_eq!(app("instant-messaging", Given, "READ_CALL_LOG", "call-log"), (1, 1, false));
    assert_eq!(app("education", Given, "RECORD_AUDIO", "audio-recording"), (0, 0, false));
    assert_eq!(app("transport-ticketing", Store, "ACCESS_COARSE_LOCATION", "location-coarse"), (0, 0, false));
    assert_eq!(app("online-games", Guessed, "READ_CALL_LOG", "call-log"), (0, 0, true));
    assert_eq!(app("online-games", None, "READ_CALL_LOG", "call-log"), (0, 0, true));
    assert_eq!(app("utility", Given, "CAMERA", "camera"), (0, 0, false), "a catch-all has no lists");
    let mut union = world().asks(asks("RECORD_AUDIO", &["audio-recording"], Tri::Yes));
    union.categories = vec![CategoryInput { id: "news".into(), origin: Given }, CategoryInput { id: "education".into(), origin: Given }];
    assert_eq!(union.of("NEC-01"), [""; 0]);
}

#[test]
fn matters_of_the_policy() {
    let text = || world().policy("正文。");
    assert_eq!(text().of("POL-07"), ["strong"], "operator and contact are one finding");
    assert_eq!(text().fact("operator_named", "某公司").of("POL-07"), ["strong"]);
    assert_eq!(text().fact("operator_named", "某公司").fact("contact_channel", "a@b.example").of("POL-07"), [""; 0]);
    assert_eq!(text().fact("retention_period", "六个月").of("POL-08"), [""; 0]);
    assert_eq!(text().fact("reply_days", "30天").of("RGT-03"), ["established"]);
    assert_eq!(text().fact("reply_days", "十五个工作日").of("RGT-03"), [""; 0]);
    assert_eq!(text().of("RGT-03"), [""; 0]);
    assert_eq!(text().of("RGT-06"), [""; 0], "a matter the policy column does not look for");
    let mut login = text();
    login.observed.signs.login.answer = Tri::Yes;
    login.observed.signs.account_closing.answer = Tri::No;
    assert_eq!(login.of("RGT-01"), ["strong"]);
    login.observed.signs.account_closing.answer = Tri::Unknown;
    assert_eq!(login.of("RGT-01"), [""; 0], "unknown for no stated reason");
    login = login.gap(GapCode::Script, &[Hides::Resources]);
    assert_eq!(login.of("RGT-01"), ["indicative"]);
    let mut children = text();
    children.observed.signs.for_children.answer = Tri::Yes;
    assert_eq!(children.of("CHD-01"), ["strong"]);
    assert_eq!(children.fact("children_clause", "儿童").of("CHD-01"), [""; 0]);
}

#[test]
fn whose_policy_and_in_which_language() {
    let mut w = world().policy("x");
    w.text = Some(format!("星光相机隐私政策\n{}", "我们重视您的个人信息。".repeat(10)));
    assert_eq!(w.of("POL-10"), ["indicative"]);
    w.text = Some(format!("星光相机隐私政策\n适用于手电筒。{}", "我们重视您的个人信息。".repeat(10)));
    assert_eq!(w.of("POL-10"), [""; 0]);
    w.language = Language::En;
    assert_eq!(w.of("POL-05"), ["strong"]);
    w.observed.app.label.default = Some("Torch".into());
    assert_eq!(w.of("POL-05"), [""; 0]);
}

#[test]
fn declared_and_not_found() {
    let app = || world().policy("我们会收集应用列表。").says("installed-apps", "我们会收集应用列表");
    assert_eq!(app().of("DIS-09"), ["indicative installed-apps app Redundant"]);
    assert_eq!(app().reads(reads("installed-apps", Owner::App)).of("DIS-09"), [""; 0]);
    assert_eq!(app().gap(GapCode::Native, &[Hides::Calls]).of("DIS-09"), [""; 0]);
    assert_eq!(app().asks(asks("QUERY_ALL_PACKAGES", &["installed-apps"], Tri::No)).of("DIS-09"), [""; 0]);
    assert_eq!(world().policy("我们收集手机号。").says("phone", "我们收集手机号").of("DIS-09"), [""; 0], "people type it in");
}

#[test]
fn dates_and_versions_that_do_not_fit() {
    let mut w = world().policy("正文。").fact("update_or_effective_date", "2024年5月1日");
    assert_eq!(w.gaps(), [""; 0]);
    w.listing.obtained_at = Some("2024-06-01".into());
    assert_eq!(w.gaps(), [""; 0]);
    w.listing.obtained_at = Some("2024-03-01".into());
    assert_eq!(w.gaps(), ["LIM-09"]);
}

#[test]
fn odd_archives_and_background_location() {
    let odd =
        |common| Anomaly { id: "encrypted-flag".into(), what: "x".into(), place: "base.apk".into(), offset: None, refused: false, common };
    let mut w = world();
    w.observed.anomalies = vec![odd(true)];
    assert_eq!(w.of("TMP-01"), [""; 0]);
    w.observed.anomalies = vec![odd(false)];
    assert_eq!(w.of("TMP-01"), ["established"]);
    w.observed.signs.background_location.answer = Tri::Yes;
    assert_eq!(w.of("NEC-10"), ["established"]);
}

#[test]
fn a_policy_that_contradicts_itself() {
    let text = || world().policy("我们会收集位置信息。\n我们不会收集位置信息。\n我们收集位置信息，但不会长期保存。");
    let stated = |w: World, quote: &str| w.says("location-precise", quote);
    let denied = |w: World, quote: &str| w.denies("location-precise", quote);
    assert_eq!(denied(stated(text(), "我们会收集位置信息"), "我们不会收集位置信息").of("POL-12"), ["indicative"]);
    assert_eq!(denied(stated(text(), "我们收集位置信息"), "但不会长期保存").of("POL-12"), [""; 0], "the denial limits the statement");
    assert_eq!(denied(text(), "我们不会收集位置信息").of("POL-12"), [""; 0]);
    let w = denied(stated(text(), "我们会收集位置信息"), "我们不会收集位置信息");
    let found = w.judged().value.findings;
    let title = &found.iter().find(|f| f.code == "POL-12").unwrap().title;
    assert!(title.zh.contains("精准定位信息、行踪轨迹"), "{}", title.zh);
}

#[test]
fn policies_without_rules_and_apps_without_prompt() {
    let reading = || world().reads(reads("android-id", Owner::App));
    assert_eq!(reading().policy("正文。").of("POL-02"), ["indicative"]);
    assert_eq!(reading().policy("我们会收集手机号。").says("phone", "我们会收集手机号").of("POL-02"), [""; 0]);
    assert_eq!(world().policy("正文。").of("POL-02"), [""; 0], "an app that reads nothing needs no rules");
    let prompt = |answer| {
        let mut w = reading();
        w.observed.signs.policy_words.answer = answer;
        w.of("POL-03")
    };
    assert_eq!(prompt(Tri::No), ["indicative"]);
    assert_eq!(prompt(Tri::Yes), [""; 0]);
    assert_eq!(prompt(Tri::Unknown), [""; 0]);
}

#[test]
fn clear_text_needs_a_network() {
    let app = |internet: bool| {
        let mut w = world();
        w.observed.signs.cleartext.answer = Tri::Yes;
        w.observed.endpoints.push(Endpoint {
            host: "log.example.com".into(),
            url: "http://log.example.com/u".into(),
            owner: Owner::App,
            cleartext: true,
            evidence: vec![],
        });
        if internet {
            let mut p = asks("INTERNET", &[], Tri::Yes);
            p.kind = PermissionKind::Install;
            w = w.asks(p);
        }
        w.of("SHR-04")
    };
    assert_eq!(app(true), ["established", "indicative app"]);
    assert_eq!(app(false), [""; 0]);
}

#[test]
fn an_entry_of_a_list_that_says_nothing() {
    let listed = || {
        let mut w = world().sdk(embedded(ACME)).policy("艾克统计").lists(Some(ACME), "艾克统计", &[]);
        w.declared.sdk_list[0].purpose = None;
        w
    };
    assert_eq!(listed().of("DIS-04"), ["indicative acme-analytics"]);
    let mut w = listed();
    w.declared.sdk_list[0].purpose = Some("统计".into());
    assert_eq!(w.of("DIS-04"), [""; 0]);
    assert_eq!(world().sdk(embedded(ACME)).policy("正文。").of("DIS-04"), [""; 0], "not listed at all is DIS-03");
}

#[test]
fn the_base_of_a_family_is_named_with_the_family() {
    let family = |text: &str| {
        let mut base = embedded("acme-core");
        base.vendor = "Zork".into();
        let mut push = embedded("acme-push");
        push.vendor = "Zork".into();
        world().sdk(base).sdk(push).policy(text).of("DIS-03")
    };
    assert_eq!(family("我们使用艾克推送。"), [""; 0]);
    // `acme-core` stands in no reviewed file: a lead only.
    assert_eq!(family("正文。"), ["strong acme-push Omitted", "indicative acme-core Omitted"]);
}
