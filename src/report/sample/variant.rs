//! Other reports of the same app: without a policy, without findings, with very much of everything.

use super::*;

/// The same app without any policy: only what the app shows.
pub fn without_policy() -> Report {
    let mut report = rich();
    report.inputs.policies.clear();
    report.declared = Declared::default();
    report.findings.retain(|f| f.code == "CON-03" || f.code == "SHR-04");
    report.gaps.push(Gap::new(
        GapCode::Policy,
        "no policy supplied and none found inside the app",
        "",
        &[Hides::Statements, Hides::SdkList],
    ));
    report
}

/// An app in which nothing was found.
pub fn clean() -> Report {
    let mut report = rich();
    report.findings.clear();
    report.collections.clear();
    report.gaps.clear();
    report.method.iter_mut().for_each(|a| a.state = ItemState::NotFound);
    report.disclosures.clear();
    report.listed.clear();
    report.acts.clear();
    report.anomalies.clear();
    report.sdks.clear();
    report.flows.clear();
    report.endpoints.clear();
    report.app.label = LabelFacts { default: Some("Clean".into()), zh: None };
    report
}

/// A very large app: thousands of rows of everything.
pub fn huge() -> Report {
    let mut report = rich();
    let (finding, collection, sdk) = (report.findings[0].clone(), report.collections[0].clone(), report.sdks[0].clone());
    for n in 0..3000 {
        let id = short_id("F", &[&n.to_string()]);
        report.findings.push(Finding { id, ..finding.clone() });
        report.collections.push(Collection { id: short_id("C", &[&n.to_string()]), ..collection.clone() });
        report.sdks.push(SdkMatch { id: format!("sdk-{n}"), ..sdk.clone() });
    }
    report
}

/// A small extract of knowledge in the form of `signatures/`.
pub fn knowledge() -> Knowledge {
    let source = || "sample".to_string();
    let ty = |id: &str, zh: &str, en: &str, parents: &[&str]| DataType {
        id: id.into(),
        status: Status::Reviewed,
        source: source(),
        words: Words::new(zh, en),
        parents: parents.iter().map(|p| p.to_string()).collect(),
        satisfied_by: vec![],
        not_named_by: vec![],
        level: "leaf".into(),
        gbt35273: String::new(),
        gbt45574: String::new(),
        gdpr: String::new(),
        play: vec![],
        dsl: "general".into(),
    };
    let law = |id: &str, zh: &str, en: &str, articles: &[(&str, &str, &str)]| Law {
        id: id.into(),
        status: Status::Reviewed,
        source: source(),
        name: Words::new(zh, en),
        jurisdiction: "CN".into(),
        kind: String::new(),
        date: String::new(),
        in_force: String::new(),
        number: String::new(),
        article: articles
            .iter()
            .map(|(n, zh, en)| LawArticle {
                id: n.to_string(),
                words: Words::new(*zh, *en),
                findings: vec![],
                decidable: String::new(),
                note: String::new(),
                from_memory: *n == "6",
                permissions: vec![],
                looked_at: Words::default(),
                left_open: Words::default(),
            })
            .collect(),
    };
    let code = |id: &str, zh: &str, en: &str, limits: &str| Code {
        id: id.into(),
        status: Status::Reviewed,
        source: source(),
        name: Words::new(zh, en),
        level: "indicative".into(),
        inputs: vec![],
        evidence: String::new(),
        limits: Words::new(limits, limits),
    };
    let sdk: Sdk = serde_json::from_value(serde_json::json!({
        "id": "linge-stat", "status": "reviewed", "source": "sample", "role": "sdk",
        "name": { "zh": "林鸽统计", "en": "Linge Statistics" }, "vendor": { "zh": "林鸽（北京）科技有限公司", "en": "Linge (Beijing)" },
    }))
    .unwrap();
    let category: Category = serde_json::from_value(serde_json::json!({
        "id": "map-navigation", "status": "reviewed", "source": "sample",
        "name": { "zh": "地图导航类", "en": "maps and navigation" }, "function": { "zh": "定位和导航", "en": "positioning and navigation" },
    }))
    .unwrap();
    Knowledge {
        data_types: vec![
            ty("android-id", "Android ID", "Android ID", &["device-identifiers"]),
            ty("device-identifiers", "设备标识信息", "device identifiers", &["device-data"]),
            ty("device-data", "设备信息", "device information", &["personal-information"]),
            ty("contacts", "通讯录", "address book", &["communications"]),
            ty("mac-address", "MAC地址", "MAC address", &["device-identifiers"]),
            ty("location-precise", "精准定位信息、行踪轨迹", "precise location, trajectory", &["location"]),
            ty("clipboard", "剪切板", "clipboard", &["behaviour"]),
            ty("sms", "短信", "text messages", &["communications"]),
            ty("camera", "拍摄", "camera capture", &["media"]),
        ],
        laws: vec![
            law(
                "cn-method-2019",
                "App违法违规收集使用个人信息行为认定方法",
                "Method for identifying unlawful collection and use by apps",
                &[
                    (
                        "M2.1",
                        "未逐一列出App（包括委托的第三方或嵌入的第三方代码、插件）收集使用个人信息的目的、方式、范围等",
                        "The purposes, means and scope of collection by the app and by embedded third-party code are not listed one by one.",
                    ),
                    (
                        "M3.1",
                        "征得用户同意前就开始收集个人信息或打开可收集个人信息的权限",
                        "Collection begins, or a permission is opened, before the user consents.",
                    ),
                    (
                        "M3.9",
                        "违反其所声明的收集使用规则，收集使用个人信息",
                        "Collection contrary to the rules that the app itself states.",
                    ),
                ],
            ),
            law(
                "cn-pipl",
                "中华人民共和国个人信息保护法",
                "Personal Information Protection Law",
                &[
                    ("17", "", "Tell individuals, before handling, who, why, how, which kinds and how long."),
                    ("6", "", "Smallest scope for the purpose."),
                ],
            ),
        ],
        codes: vec![
            code("DIS-01", "收集的个人信息未在隐私政策中列明", "data type collected in code, not declared", "reachable is not sent"),
            code("CON-11", "违反自身声明", "contrary to the own policy", "scope of the negation"),
            code("DIS-03", "嵌入的SDK未在隐私政策中列明", "SDK not listed", "renamed or dead SDK code"),
        ],
        sdks: vec![sdk],
        categories: vec![category],
        ..Knowledge::default()
    }
}
