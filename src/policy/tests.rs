use super::*;
use crate::budget::Budget;
use crate::knowledge::Knowledge;
use std::sync::OnceLock;

fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| Lexicon::new(Knowledge::builtin()))
}

fn declared(text: &str) -> (Document, Declared) {
    let document = Document::read("p", text.as_bytes(), &mut Budget::default()).unwrap().value;
    let declared = read(&document, 0, lexicon()).value;
    (document, declared)
}

/// `+name`: collected by the first party; `-name`: denied; `>` before the type: the third party.
fn shown(declared: &Declared) -> Vec<String> {
    let mut out: Vec<String> = declared
        .statements
        .iter()
        .filter(|s| s.data_type != "personal-information")
        .map(|s| {
            let sign = if s.polarity == Polarity::Collects { '+' } else { '-' };
            let party = if s.party == Party::Third { ">" } else { "" };
            let local = if s.local_only { "@local" } else { "" };
            format!("{sign}{party}{}{local}", s.data_type)
        })
        .collect();
    out.sort();
    out.dedup();
    out
}

#[test]
fn quotes_are_the_text_between_their_offsets() {
    let (document, declared) = declared("<h1>隐私政策</h1><p>我们会收集您的⼿机号码。We collect 🙂 your email address.</p>");
    let chars: Vec<char> = document.text.chars().collect();
    assert!(!declared.statements.is_empty());
    for s in &declared.statements {
        assert_eq!(s.quote, chars[s.start..s.end].iter().collect::<String>());
    }
}

#[test]
fn sentences_say_what_a_reader_reads() {
    let cases: Vec<(&str, &[&str])> = vec![
        // denial and its scope
        ("我们会收集您的手机号码。", &["+phone"]),
        ("我们不会收集您的手机号码。", &["-phone"]),
        ("我们不会收集您的短信内容，但会读取您的通讯录。", &["+contacts", "-sms"]),
        ("We collect your phone number.", &["+phone"]),
        ("We do not collect your phone number.", &["-phone"]),
        ("We never read your call logs, but we access your contacts.", &["+contacts", "-call-log"]),
        // refusal with an exception stays a refusal
        ("未经您同意，我们不会收集您的通讯录。", &["-contacts"]),
        // what a user may do is no practice
        ("您可以随时修改您的生日和性别。", &[]),
        ("You may update your email address at any time.", &[]),
        // refusing to give
        ("如果您拒绝提供手机号码，将无法注册。", &[]),
        // channels
        ("我们可能会通过短信通知您。", &[]),
        ("If you have questions, contact us by email.", &[]),
        // advice
        ("请妥善保管您的密码。", &[]),
        // third parties
        ("我们会与合作伙伴共享您的订单信息。", &["+>payment-financial"]),
        ("We share your email address with our partners.", &["+>email"]),
        ("我们不会向第三方提供您的身份证号码。", &["->id-number"]),
        ("第三方SDK会收集您的Android ID。", &["+>android-id"]),
        ("Third parties may collect your IP address.", &["+>ip-address"]),
        // permissions
        ("相机权限：用于扫描二维码。", &["+camera"]),
        ("我们申请麦克风权限，用于录制语音。", &["+audio-recording"]),
        // local
        ("我们读取剪切板内容，仅在本机处理，不会上传。", &["+clipboard@local"]),
        // users hand it over
        ("注册账号时，您需要提供手机号码和电子邮箱。", &["+email", "+phone"]),
        ("When you register, you provide your full name and date of birth.", &["+birthday-age-gender", "+name"]),
        // one object of several verbs
        ("We do not collect, store or share your contacts.", &["->contacts", "-contacts"]),
        // a denial in a clause of its own
        ("相机权限用于打开闪光灯，不会拍摄照片。", &["+camera", "-photos-media"]),
        // a relative clause makes its antecedent act
        ("The app may use third-party libraries that use cookies to collect data.", &["+>cookies"]),
        ("我们不会向合作伙伴分享可用于识别您身份的信息，例如您的姓名。", &["->name"]),
        // homonyms
        ("我们促进行业健康发展。", &[]),
    ];
    let mut wrong = Vec::new();
    for (text, wanted) in cases {
        let got = shown(&declared(text).1);
        if got != wanted {
            wrong.push((text, got));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn lists_inherit_their_introduction() {
    for (text, wanted) in [
        ("<p>我们会收集以下信息：</p><ul><li>IMEI</li><li>电子邮箱</li></ul>", vec!["+device-id", "+email"]),
        ("<p>我们不会收集以下信息：</p><ul><li>通讯录</li></ul>", vec!["-contacts"]),
        ("<p>We collect the following information:</p><ul><li>IP address</li></ul>", vec!["+ip-address"]),
    ] {
        assert_eq!(shown(&declared(text).1), wanted, "{text}");
    }
}

#[test]
fn definitions_and_contact_sections_disclose_nothing() {
    for text in [
        "<h1>隐私政策</h1><p>前言</p><h2>名词解释</h2><p>个人信息是指姓名、身份证件号码、住址等信息。</p>",
        "<h1>Privacy</h1><p>Intro</p><h2>Contact us</h2><p>We receive questions at our email address.</p>",
    ] {
        assert_eq!(shown(&declared(text).1), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn an_sdk_table_becomes_rows_and_third_party_statements() {
    let (_, d) = declared(
        "<h1>隐私政策</h1><p>x</p><h2>第三方SDK目录</h2><table><tr><th>SDK名称</th><th>公司</th><th>收集的信息</th><th>目的</th></tr><tr><td>友盟统计SDK</td><td>甲公司</td><td>IMEI、MAC地址</td><td>统计</td></tr></table>",
    );
    assert_eq!(shown(&d), ["+>device-id", "+>mac-address"]);
    let row = &d.sdk_list[0];
    assert_eq!((row.name.as_str(), row.company.as_deref(), row.purpose.as_deref()), ("友盟统计SDK", Some("甲公司"), Some("统计")));
    assert_eq!(row.data_types, ["device-id", "mac-address"]);
    assert!(d.statements.iter().all(|s| s.third_party_name.as_deref() == Some("友盟统计SDK")));
}

#[test]
fn every_fact_has_an_answer() {
    let (_, d) = declared("<p>我们收集姓名。</p>");
    for name in FACT_NAMES.iter().chain(&["user_rights", "template_placeholder", "hidden_text"]) {
        assert!(d.facts.contains_key(*name), "{name}");
    }
}

#[test]
fn a_name_is_found_as_a_whole_word() {
    let (document, _) = declared("本应用 ＳｕｐｅｒＰｌａｙ 由甲公司运营");
    assert_eq!(mentions(&document, &["superplay"]), Some((4, 13)));
    assert_eq!(mentions(&document, &["super"]), None);
}
