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
fn every_phrase_case_holds() {
    let mut wrong = Vec::new();
    for file in &Knowledge::builtin().phrases {
        for case in file.cases.iter().filter(|_| file.kind == "data") {
            let line = line::Line::new(&case.text, lexicon());
            let found = line.data().any(|(_, d)| {
                let named = &lexicon().types()[d as usize];
                named.node.as_ref().unwrap_or(&named.data_type) == &file.means
            });
            if found != case.matches {
                wrong.push((&file.id, &case.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
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

/// name | company | purpose | data types | link, of every row.
fn rows(text: &str) -> Vec<String> {
    let (_, d) = declared(text);
    let or = |t: &Option<String>| t.clone().unwrap_or_default();
    d.sdk_list
        .iter()
        .map(|r| {
            let all = [r.name.clone(), or(&r.company), or(&r.purpose), r.data_types.join("+"), or(&r.link)];
            all.join("|").trim_end_matches('|').to_owned()
        })
        .collect()
}

#[test]
fn sdks_are_listed_in_every_layout() {
    let cases: Vec<(&str, &[&str])> = vec![
        // running text
        ("我们接入了友盟SDK用于统计分析，收集您的Android ID。", &["友盟SDK||统计分析|android-id"]),
        ("我们集成了由甲乙科技提供的天行推送SDK。", &["天行推送SDK"]),
        ("The app uses the Foobar Analytics SDK to count visits.", &["Foobar Analytics SDK"]),
        ("We use AppsFlyer to measure campaigns.", &["AppsFlyer"]),
        // denial, trademark, another matter
        ("本应用未接入友盟SDK。", &[]),
        ("There is no SDK of AppsFlyer in the app.", &[]),
        ("友盟是友盟同欣（北京）科技有限公司的商标，SDK名称归其所有。", &[]),
        ("AppsFlyer is a trademark of its owner and has an SDK.", &[]),
        ("第三方SDK可能会收集您的信息。", &[]),
        ("我们使用的统计SDK会收集设备信息。", &[]),
        // a plain list of names
        ("<p>Third-party SDKs we use:</p><ul><li>AppsFlyer</li><li>OneSignal</li></ul>", &["AppsFlyer", "OneSignal"]),
        (
            "<p>我们接入的第三方SDK：</p><ul><li>1. 友盟SDK（统计分析）</li><li>2、甲乙支付SDK：支付</li></ul>",
            &["友盟SDK||统计分析", "甲乙支付SDK||支付"],
        ),
        // labels in one line
        (
            "<p>SDK名称：甲乙推送SDK；公司名称：甲乙科技有限公司；使用目的：消息推送；收集信息类型：IMEI、MAC地址；隐私政策链接：https://www.example.com/p</p>",
            &["甲乙推送SDK|甲乙科技有限公司|消息推送|device-id+mac-address|https://www.example.com/p"],
        ),
        // a table with numbers and links
        (
            "<table><tr><th>SDK名称</th><th>收集个人信息的目的</th><th>收集的信息</th><th>隐私政策链接</th></tr><tr><td>1、甲乙推送SDK</td><td>推送</td><td>IMEI</td><td><a href=\"https://example.com/q\">查看</a></td></tr></table>",
            &["甲乙推送SDK||推送|device-id|https://example.com/q"],
        ),
        // a table that stands on its side
        (
            "<table><tr><td>SDK名称</td><td>甲乙推送SDK</td></tr><tr><td>使用目的</td><td>推送</td></tr><tr><td>收集信息</td><td>MAC地址</td></tr></table>",
            &["甲乙推送SDK||推送|mac-address"],
        ),
    ];
    let mut wrong = Vec::new();
    for (text, wanted) in cases {
        let got = rows(text);
        if got != wanted {
            wrong.push((text, got));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_list_on_another_page_is_an_annex() {
    let cases: Vec<(&str, &[&str])> = vec![
        ("<p>我们接入了多个SDK，详见<a href=\"sdk.html\">第三方SDK目录</a>。</p>", &["第三方SDK目录 sdk.html"]),
        ("具体信息详见《第三方SDK清单》。", &["第三方SDK清单 -"]),
        ("For details, see our list of partners.", &["list of partners -"]),
        // the list is here
        ("<p>详见《第三方SDK清单》。</p><h2>第三方SDK清单</h2><p>无</p>", &[]),
        ("第三方SDK列表如下。", &[]),
        ("我们不会建立合作伙伴名单。", &[]),
    ];
    for (text, wanted) in cases {
        let (_, d) = declared(text);
        let got: Vec<String> = d.annexes.iter().map(|a| format!("{} {}", a.title, a.link.as_deref().unwrap_or("-"))).collect();
        assert_eq!(got, wanted, "{text}");
    }
}

#[test]
fn a_heading_of_definitions_silences_what_it_defines_only() {
    for (text, wanted) in [
        ("# 隐私政策\n\n概述\n\n## 定义\n\n设备信息：指我们收集的IMEI。", 0),
        ("# 隐私政策\n\n概述\n\n# 定义与说明\n\n目录\n\n## 一、我们做什么\n\n我们会收集您的手机号码。", 1),
    ] {
        assert_eq!(declared(text).1.statements.len(), wanted, "{text}");
    }
}

#[test]
fn what_is_no_policy_is_told_with_the_words_it_was_known_by() {
    for (text, wanted) in [
        (
            "# 用户协议\n\n第一条 您不得利用本协议项下的服务从事违法活动，知识产权归本公司所有，违约责任由您承担，免责条款如下。争议由本公司所在地法院管辖。",
            "the document looks like a user agreement (“用户协议”)",
        ),
        (
            "<h1>404 Not Found</h1><p>nginx</p><p>The requested resource is not on this server at all.</p>",
            "the document looks like an error page (“404 Not Found”)",
        ),
    ] {
        let document = Document::read("p", text.as_bytes(), &mut Budget::default()).unwrap().value;
        let gaps = read(&document, 0, lexicon()).gaps;
        assert!(gaps.iter().any(|g| g.what == wanted), "{gaps:?}");
    }
}

/// Names in the list of SDKs, each with its id where one is meant.
fn listed(text: &str) -> Vec<String> {
    let document = Document::read("p", text.as_bytes(), &mut Budget::default()).unwrap().value;
    let list = read(&document, 0, &Lexicon::builtin()).value.sdk_list;
    list.into_iter().map(|l| l.sdk.map(|s| format!("{} = {s}", l.name)).unwrap_or(l.name)).collect()
}

#[test]
fn names_of_sdks_in_all_layouts() {
    let mut wrong = Vec::new();
    for (text, wanted) in [
        // the name stands above its labels, as a heading or a line, with a number or in brackets
        ("第三方SDK\n\n2.1微信SDK\n2.1.1应用场景：登录\n2.1.2第三方SDK提供方：腾讯", "微信SDK = tencent-wechat"),
        (
            "消息推送（OPPO推送SDK）\n第三方名称：广东欢太科技有限公司\n使用目的：推送\n收集个人信息类型：设备标识",
            "OPPO推送SDK = oppo-push",
        ),
        ("短信服务\n第三方主体：某甲乙网络有限公司\n使用目的：发送验证码\n共享信息：手机号", "某甲乙网络有限公司"),
        ("第三方SDK名称：丁图SDK\n第三方名称：丁图科技有限公司\n使用目的：看图", "丁图SDK"),
        // labels whose line ends were lost
        ("SDK名称：丁图SDK\n公司名称：丁图科技有限公司使用目的：看图收集个人信息类型：手机号", "丁图SDK"),
        // drawn tables
        ("SDK名称| 目的| 信息\n---|---|---\n友盟统计SDK| 统计|\n手机号\n丁图SDK| 看图| 无", "友盟统计SDK = umeng-analytics;丁图SDK"),
        // tables
        ("<table><tr><th>第三方名称<th>SDK名称<th>收集信息<tr><td>某甲有限公司<td>丁图SDK<td>IMEI</table>", "丁图SDK"),
        (
            "<table><tr><th>SDK名称<th>目的<th>收集信息<tr><td>微信SDK、支付宝SDK<td>支付<td>IMEI</table>",
            "微信SDK = tencent-wechat;支付宝SDK = alipay",
        ),
        ("| Party name | Data shared | Purpose |\n|---|---|---|\n| Nimbus | passages | rewriting |", "Nimbus"),
        ("| Data | Purpose | Shared with |\n|---|---|---|\n| crash logs | fixing | Sentry |", "Sentry = sentry"),
        // lists
        (
            "The app uses third party services.\n\nLink to privacy policy of third party service providers used by the app\n\n* Google Play Services\n* AdMob",
            "Google Play Services;AdMob = google-admob",
        ),
        ("我们用到：\n- 阿里云 OSS：存图片\n- Sentry：收集崩溃", "阿里云 OSS = aliyun-oss;Sentry = sentry"),
        ("“丁图”：由“丁图科技有限公司”提供，用于看图。需要的权限：无", "丁图"),
        (
            "We send data to the third party services listed below.\n\nSentry – for crashes. See its policy.\n\nVoxel – for forms. See its policy.",
            "Sentry = sentry;Voxel",
        ),
        // prose
        ("我们使用了极光、小米、华为、vivo品牌手机厂商的推送SDK。", "极光;小米;华为;vivo = vivo-identifier"),
        ("第三方SDK“丁图、微信”为判断设备唯一性，需要获取IMEI。", "丁图;微信 = tencent-wechat"),
        ("推送由某甲有限公司（某甲）、乙丙股份有限公司提供，我们会接入这些公司的SDK。", "某甲;乙丙股份有限公司"),
        ("(6) 和家亲SDK: 为了管理设备，我们使用了和家亲SDK。", "和家亲SDK"),
        ("We may use third-party analytics companies (such as Google Analytics and Voxel).", "Google Analytics = google-analytics;Voxel"),
        ("You pay through one of our payment providers: Stripe or PayPal.", "Stripe = stripe;PayPal = paypal"),
        ("我们用友盟统计活跃人数。", "友盟统计"),
        // no names
        ("如您使用小米手机，推送信息见具体情况请参见SDK运营方的隐私政策。建议您尽快升级最新SDK。", ""),
        ("本版本不包含统计SDK、友盟、Bugly或Firebase。", ""),
        ("您通过微博、微信等社交媒体与我们互动。", ""),
        ("你也可以使用第三方账号（如微信）登录。", ""),
        ("关联公司：指一方控制的公司\n信息：指以电子方式记录的信息", ""),
        ("第三方服务\n\n- 数据最小化：仅共享必需的数据\n- 合同约束：所有第三方都受合同约束", ""),
        ("联系我们\n\n公司名称：某甲有限公司\n个人信息处理规则：可通过上述方式联系", ""),
        ("<table><tr><th>SDK名称<th>目的<th>信息<tr><td>SDK名称<td>【目的】<td>【信息】<tr><td>……<td>x<td>y</table>", ""),
        ("SUPPLIER: YOUR SUPPLIER GETS THE METER READING.\n\nDATA: WE STORE TEMPERATURES.", ""),
        ("We share data with analytics tools and cloud storage providers.", ""),
        ("There are links to third-party sites such as Twitter and Facebook.", ""),
    ] {
        let got = listed(text).join(";");
        if got != wanted {
            wrong.push(format!("{text}\n  wanted {wanted}\n  got    {got}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
