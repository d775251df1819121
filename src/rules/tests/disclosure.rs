//! What the policy says about a kind of data, for the app and for SDKs.

use super::world::*;
use crate::detect::*;
use crate::policy::{Party, Polarity, Statement};

#[test]
fn disclosure_of_the_apps_own_code() {
    let app = || world().reads(reads("android-id", Owner::App));
    let text = "我们会收集您的设备信息。\n我们会收集您的Android ID。\n我们不会收集Android ID。\n友盟会收集Android ID。\n我们会收集设备识别码。\n我们不收集任何个人信息。\n我们收集Android ID，但不会保存。";
    let with = |w: World| w.policy(text);
    let third = |s: &mut Statement| s.party = Party::Third;
    for (name, world, dis, con) in [
        ("nothing said", with(app()), vec!["strong android-id app Omitted"], vec![]),
        ("plain words", with(app()).says("android-id", "我们会收集您的Android ID"), vec![], vec![]),
        ("device information", with(app()).says("device-data", "我们会收集您的设备信息"), vec!["strong android-id app VagueData"], vec![]),
        ("a lesser kind", with(app()).says("device-id", "我们会收集设备识别码"), vec!["strong android-id app VagueData"], vec![]),
        (
            "only the IMEI",
            with(app()).states("device-id", "我们会收集设备识别码", |s| s.node = Some("device-id/imei".into())),
            vec!["strong android-id app Omitted"],
            vec![],
        ),
        (
            "personal information alone",
            with(app()).says("personal-information", "我们会收集您的设备信息"),
            vec!["strong android-id app Omitted"],
            vec![],
        ),
        (
            "somebody else",
            with(app()).states("android-id", "友盟会收集Android ID", third),
            vec!["strong android-id app VagueParty"],
            vec![],
        ),
        ("denied", with(app()).denies("android-id", "我们不会收集Android ID"), vec![], vec!["strong android-id app Contradicted"]),
        (
            "denied above",
            with(app()).denies("device-identifiers", "我们不会收集Android ID"),
            vec![],
            vec!["strong android-id app Contradicted"],
        ),
        (
            "vague, and denied by name",
            with(app()).says("device-data", "我们会收集您的设备信息").denies("android-id", "我们不会收集Android ID"),
            vec![],
            vec!["strong android-id app Contradicted"],
        ),
        (
            "denied with a condition",
            with(app()).says("android-id", "我们会收集您的Android ID").states("android-id", "我们不会收集Android ID", |s| {
                s.polarity = Polarity::DoesNotCollect;
                s.condition = Some("未经同意".into())
            }),
            vec![],
            vec![],
        ),
        (
            "stated and denied",
            with(app()).says("android-id", "我们会收集您的Android ID").denies("android-id", "我们不会收集Android ID"),
            vec!["indicative android-id app Ambiguous"],
            vec![],
        ),
        (
            "limited in the same breath",
            with(app()).says("android-id", "我们收集Android ID").denies("android-id", "但不会保存"),
            vec![],
            vec![],
        ),
        (
            "blanket denial",
            with(app()).denies("personal-information", "我们不收集任何个人信息"),
            vec![],
            vec!["strong android-id app Contradicted"],
        ),
        (
            "blanket denial beside a statement",
            with(app()).denies("personal-information", "我们不收集任何个人信息").says("phone", "我们会收集设备识别码"),
            vec!["strong android-id app Omitted"],
            vec![],
        ),
    ] {
        assert_eq!(world.of("DIS-01"), dis, "DIS-01: {name}");
        assert_eq!(world.of("CON-11"), con, "CON-11: {name}");
    }
}

#[test]
fn what_stays_on_the_device() {
    let local = |leaves: Tri| {
        let mut c = reads("clipboard", Owner::App);
        c.leaves_device = leaves;
        world().reads(c).policy("我们读取剪贴板，仅在本机使用。\n我们不收集任何个人信息。\n我们不收集剪贴板。")
    };
    let said = |w: World| w.states("clipboard", "我们读取剪贴板", |s| s.local_only = true);
    assert_eq!(said(local(Tri::Unknown)).of("CON-11"), [""; 0]);
    assert_eq!(said(local(Tri::Yes)).of("CON-11"), ["indicative clipboard app Clear"]);
    assert_eq!(said(local(Tri::Yes)).of("DIS-01"), [""; 0]);
    let blanket = |w: World| w.denies("personal-information", "我们不收集任何个人信息");
    assert_eq!(blanket(local(Tri::No)).of("CON-11"), [""; 0]);
    assert_eq!(blanket(local(Tri::No)).of("DIS-01"), ["strong clipboard app Omitted"]);
    assert_eq!(local(Tri::No).denies("clipboard", "我们不收集剪贴板").of("CON-11"), ["indicative clipboard app Contradicted"]);
}

#[test]
fn disclosure_of_an_sdks_code() {
    let app = || world().sdk(embedded(ACME)).reads(reads("android-id", sdk_owner(ACME)));
    let text = "艾克统计SDK会收集Android ID。\n我们会收集Android ID。\n第三方会收集Android ID。\n星火推送会收集Android ID。";
    let with = || app().policy(text);
    // The text names the SDK; take that line out where it should not.
    let unnamed = || app().policy(&text[text.find('\n').unwrap()..]);
    let third = |name: Option<&str>| {
        let name = name.map(str::to_string);
        move |s: &mut Statement| {
            s.party = Party::Third;
            s.third_party_name = name.clone();
        }
    };
    for (name, world, dis) in [
        ("by name", with().states("android-id", "艾克统计SDK会收集Android ID", third(Some("艾克统计"))), vec![]),
        ("in its entry", with().lists(Some(ACME), "艾克统计SDK", &["android-id"]), vec![]),
        ("general statement, SDK named elsewhere", with().states("android-id", "第三方会收集Android ID", third(None)), vec![]),
        (
            "general statement, SDK nowhere",
            unnamed().states("android-id", "第三方会收集Android ID", third(None)),
            vec!["strong android-id sdk:acme-analytics VagueParty"],
        ),
        (
            "only the app itself",
            unnamed().says("android-id", "我们会收集Android ID"),
            vec!["strong android-id sdk:acme-analytics VagueParty"],
        ),
        (
            "another SDK by name",
            unnamed().states("android-id", "星火推送会收集Android ID", third(Some("星火推送"))),
            vec!["strong android-id sdk:acme-analytics Omitted"],
        ),
        (
            "entry lacks the kind",
            with().lists(Some(ACME), "艾克统计SDK", &["mac-address"]),
            vec!["strong android-id sdk:acme-analytics Omitted"],
        ),
        (
            "entry says device information",
            with().lists(Some(ACME), "艾克统计SDK", &["device-data"]),
            vec!["strong android-id sdk:acme-analytics VagueData"],
        ),
    ] {
        assert_eq!(world.of("DIS-01"), dis, "{name}");
    }
    assert_eq!(
        with().lists(Some(ACME), "艾克统计SDK", &["mac-address"]).of("DIS-10"),
        ["indicative android-id sdk:acme-analytics Omitted"]
    );
    assert_eq!(with().lists(Some(ACME), "艾克统计SDK", &["android-id"]).of("DIS-10"), [""; 0]);
    let mut unread = with().lists(Some(ACME), "艾克统计SDK", &[]);
    unread.declared.sdk_list[0].data = Some("详见链接".into());
    assert_eq!(unread.of("DIS-01"), [""; 0], "an entry whose words were not understood");
}

#[test]
fn the_app_calls_an_sdks_interface() {
    let mut c = reads("location-precise", Owner::App);
    c.api = "Lcom/acmestats/Locator;->getLocation()V".into();
    let w = world().reads(c).policy("艾克统计会收集位置信息。").states("location-precise", "艾克统计会收集位置信息", |s| {
        s.party = Party::Third;
        s.third_party_name = Some("艾克统计".into());
    });
    assert_eq!(w.of("DIS-01"), [""; 0]);
}

#[test]
fn sdk_named_by_product_company_or_not_at_all() {
    let app = || world().sdk(embedded(ACME));
    assert_eq!(app().policy("我们使用的服务很少。").of("DIS-03"), ["strong acme-analytics Omitted"]);
    assert_eq!(app().policy("我们使用艾克统计。").of("DIS-03"), [""; 0]);
    assert_eq!(app().policy("合作方：北京艾克数据科技有限公司").of("DIS-03"), [""; 0]);
    assert_eq!(app().policy("We use ACME stats.").of("DIS-03"), [""; 0]);
    let other_product = app().policy("艾克推送（北京艾克数据科技有限公司）").lists(
        Some("acme-push"),
        "艾克推送（北京艾克数据科技有限公司）",
        &["android-id"],
    );
    assert_eq!(other_product.of("DIS-03"), ["strong acme-analytics Omitted"], "the company stands only in the row of its other product");
    for change in [
        (|s: &mut SdkMatch| s.role = SdkRole::Library) as fn(&mut SdkMatch),
        |s| s.confidence = SdkConfidence::Hint,
        |s| s.reachable = Tri::No,
        |s| s.reachable = Tri::Unknown,
    ] {
        let mut sdk = embedded(ACME);
        change(&mut sdk);
        assert_eq!(world().sdk(sdk).policy("我们使用的服务很少。").of("DIS-03"), [""; 0]);
    }
}

#[test]
fn names_that_are_everyday_words_or_too_wide() {
    use crate::knowledge::Knowledge;
    let named = |sdk: &str, text: &str| {
        let mut found = embedded(sdk);
        let known = Knowledge::builtin().sdk(sdk).unwrap();
        (found.name, found.vendor) = (known.name.en.clone(), known.vendor.en.clone());
        let mut w = world().sdk(found).policy(text);
        w.builtin_sdks = true;
        w.of("DIS-03").is_empty()
    };
    for (sdk, text, want) in [
        ("google-admob", "Get it on Google Play.", false),
        ("google-admob", "We use Google AdMob.", true),
        ("google-admob", "Advertising is served by Google LLC.", true),
        ("adjust", "You can adjust the settings.", false),
        ("adjust", "We use Adjust for attribution.", true),
        ("tencent-bugly", "深圳市腾讯计算机系统有限公司", true),
        ("tencent-bugly", "您可以用腾讯微博登录", false),
        ("umeng-analytics", "友盟同欣（北京）科技有限公司", true),
    ] {
        assert_eq!(named(sdk, text), want, "{sdk}: {text}");
    }
}

#[test]
fn device_information_does_not_tell_of_the_list_of_apps() {
    let app = |t: &str| world().reads(reads(t, Owner::App)).policy("我们会收集您的设备信息。").says("device-data", "收集您的设备信息");
    assert_eq!(app("installed-apps").of("DIS-01"), ["strong installed-apps app Omitted"]);
    assert_eq!(app("android-id").of("DIS-01"), ["strong android-id app VagueData"]);
}

#[test]
fn a_denial_for_a_time_or_of_sharing_does_not_deny_reading() {
    let app = |owner: Owner, quote: &str, third: bool| {
        let w = world().sdk(embedded(ACME)).reads(reads("android-id", owner)).policy(&format!("{quote}。艾克统计。"));
        w.states("personal-information", quote, |s| {
            s.polarity = crate::policy::Polarity::DoesNotCollect;
            s.party = if third { crate::policy::Party::Third } else { crate::policy::Party::First };
        })
    };
    let before = "在您点击同意之前，上述SDK不会收集任何信息";
    assert_eq!(app(sdk_owner(ACME), before, true).of("CON-11"), [""; 0]);
    assert_eq!(app(Owner::App, "我们不会与其他公司共享您的个人信息", true).of("CON-11"), [""; 0]);
    assert_eq!(app(Owner::App, "我们不收集任何个人信息", false).of("CON-11"), ["strong android-id app Contradicted"]);
}
