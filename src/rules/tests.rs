//! Tables: rule files against their own cases, disclosure against small policies, and whole judgements of small apps.

use std::collections::BTreeSet;

use super::fact::{Answer, Fact, SubjectKind};
use super::judge::{Outcome, ceiling_of, decide};
use super::title::PLACEHOLDERS;
use super::*;
use crate::app::ComponentKind;
use crate::detect::*;
use crate::document::{Block, BlockKind, Document, Language};
use crate::evidence::{EvidenceKind, EvidenceSet};
use crate::gap::{Gap, GapCode, Hides};
use crate::knowledge::{Knowledge, Rule, Sdk, Status};
use crate::policy::{Annex, Declared, FACT_NAMES, Granularity, Party, Polarity, PolicyFact, SdkListed, Statement};
use crate::words::Words;

// ---- the rule files ---------------------------------------------------------------------------------------------------

#[test]
fn every_rule_answers_its_own_cases() {
    let mut wrong = Vec::new();
    for rule in &Knowledge::builtin().rules {
        let code = Knowledge::builtin().code(&rule.code).unwrap();
        let ceiling = ceiling_of(rule, code).unwrap();
        for case in &rule.cases {
            for fact in case.given.keys() {
                let asked = rule.all.iter().chain(&rule.any).chain(&rule.none).any(|n| n == fact);
                // A case may also set facts that another rule on the code asks, to show that this one is silent.
                if !asked && Fact::parse(fact).is_none() {
                    wrong.push(format!("{}: {}: no such fact: {fact}", rule.id, case.name));
                }
            }
            let answers = |fact: Fact| match case.given.get(fact.name()).map(String::as_str) {
                Some("yes") => Answer::yes(Vec::new()),
                Some("unknown") => Answer::unknown(Vec::new(), vec![GapCode::Policy]),
                _ => Answer::no(Vec::new()),
            };
            let got = match decide(rule, ceiling, &answers, &|_| Vec::new()) {
                Outcome::Silent => "silent",
                Outcome::Holds { certainty: Certainty::Established, .. } => "established",
                Outcome::Holds { certainty: Certainty::Strong, .. } => "strong",
                Outcome::Holds { certainty: Certainty::Indicative, .. } => "indicative",
            };
            if got != case.expect {
                wrong.push(format!("{}: {}: expected {}, got {got}", rule.id, case.name, case.expect));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

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

// ---- small worlds -----------------------------------------------------------------------------------------------------

const ACME: &str = "acme-analytics";

/// The built-in set and two invented SDKs.
fn knowledge() -> Knowledge {
    let mut k = Knowledge::builtin().clone();
    let sdk = |id: &str, zh: &str, en: &str, vendor_zh: &str, package: &str| Sdk {
        id: id.into(),
        status: Status::Reviewed,
        source: "invented".into(),
        name: Words::new(zh, en),
        aliases: vec![],
        vendor: Words::new(vendor_zh, "Zork Works"),
        country: String::new(),
        role: "sdk".into(),
        categories: vec![],
        packages: vec![package.into()],
        broad_packages: vec![],
        components: vec![],
        meta_data: vec![],
        native: vec![],
        hosts: vec![],
        init: vec![],
        pre_init: vec![],
        auto_start: vec![],
        states: vec![],
        website: String::new(),
        policy_url: String::new(),
        cases: vec![],
    };
    k.sdks = vec![
        sdk(ACME, "艾克统计", "Acme Stats", "北京艾克数据科技有限公司", "com.acmestats"),
        sdk("acme-push", "艾克推送", "Acme Push", "北京艾克数据科技有限公司", "com.acmepush"),
    ];
    k
}

struct World {
    observed: Observed,
    declared: Declared,
    text: Option<String>,
    language: Language,
    categories: Vec<CategoryInput>,
    listing: Listing,
}

fn world() -> World {
    World {
        observed: Observed {
            version: 1,
            app: AppFacts {
                package: "com.example.torch".into(),
                label: LabelFacts { default: Some("手电筒".into()), zh: None },
                version_name: Some("1.0".into()),
                version_code: 1,
                min_sdk: 21,
                target_sdk: 30,
                debuggable: false,
                signers: vec![],
                installable: Installable { answer: crate::detect::Answer::Unknown, why: vec![] },
            },
            components: vec![],
            permissions: vec![],
            sdks: vec![],
            collections: vec![],
            endpoints: vec![],
            flows: vec![],
            policies: vec![],
            signs: Signs::default(),
            anomalies: vec![],
            anomaly_evidence: vec![],
            gaps: vec![],
            evidence: EvidenceSet::default(),
        },
        declared: Declared { facts: FACT_NAMES.iter().map(|n| (n.to_string(), PolicyFact::default())).collect(), ..Declared::default() },
        text: None,
        language: Language::ZhHans,
        categories: vec![CategoryInput { id: "instant-messaging".into(), origin: CategoryOrigin::Given }],
        listing: Listing::default(),
    }
}

fn sdk_owner(id: &str) -> Owner {
    Owner::Sdk { id: id.into() }
}

fn reads(data_type: &str, owner: Owner) -> Collection {
    Collection {
        id: "C-0".into(),
        data_type: data_type.into(),
        node: None,
        owner,
        api: "Landroid/provider/Settings$Secure;->getString".into(),
        strength: Strength::Strong,
        user_mediated: false,
        blocked_from_api: None,
        permissions: vec![],
        reachable: Tri::Yes,
        when: When::Interaction,
        consent: Consent::Unknown,
        leaves_device: Tri::Unknown,
        sites: vec![],
        evidence: vec![],
    }
}

fn site(when: When, consent: Consent) -> Site {
    Site { class: "La;".into(), method: "b()V".into(), dex: "classes.dex".into(), offset: 0, when, consent, leaves_device: Tri::Unknown }
}

fn embedded(id: &str) -> SdkMatch {
    SdkMatch {
        id: id.into(),
        name: String::new(),
        vendor: String::new(),
        role: SdkRole::Sdk,
        categories: vec![],
        confidence: SdkConfidence::Certain,
        version: None,
        reachable: Tri::Yes,
        started: None,
        evidence: vec![],
    }
}

fn asks(name: &str, types: &[&str], used: Tri) -> PermissionUse {
    PermissionUse {
        name: format!("android.permission.{name}"),
        kind: PermissionKind::Runtime,
        declared: true,
        max_sdk: None,
        data_types: types.iter().map(|t| t.to_string()).collect(),
        used,
        evidence: vec![],
    }
}

impl World {
    fn reads(mut self, c: Collection) -> World {
        self.observed.collections.push(c);
        self
    }

    fn sdk(mut self, s: SdkMatch) -> World {
        self.observed.sdks.push(s);
        self
    }

    fn asks(mut self, p: PermissionUse) -> World {
        self.observed.permissions.push(p);
        self
    }

    fn policy(mut self, text: &str) -> World {
        self.text = Some(format!(
            "手电筒隐私政策\n本政策说明我们如何处理您的个人信息，请您在使用之前仔细阅读并充分理解全部内容，如您不同意请停止使用本应用。\n{text}"
        ));
        self
    }

    /// A statement of the policy; `quote` must stand in the text.
    fn says(self, data_type: &str, quote: &str) -> World {
        self.states(data_type, quote, |_| {})
    }

    fn states(mut self, data_type: &str, quote: &str, change: impl FnOnce(&mut Statement)) -> World {
        let text = self.text.as_deref().unwrap();
        let byte = text.find(quote).unwrap_or_else(|| panic!("{quote} is not in the text"));
        let start = text[..byte].chars().count();
        let mut s = Statement {
            policy: 0,
            data_type: data_type.into(),
            node: None,
            granularity: Granularity::Unspecified,
            polarity: Polarity::Collects,
            party: Party::First,
            third_party_name: None,
            purpose: None,
            condition: None,
            local_only: false,
            quote: quote.into(),
            start,
            end: start + quote.chars().count(),
        };
        change(&mut s);
        self.declared.statements.push(s);
        self
    }

    fn denies(self, data_type: &str, quote: &str) -> World {
        self.states(data_type, quote, |s| s.polarity = Polarity::DoesNotCollect)
    }

    fn lists(mut self, sdk: Option<&str>, name: &str, types: &[&str]) -> World {
        let (start, end) = match self.text.as_deref().and_then(|t| t.find(name).map(|b| t[..b].chars().count())) {
            Some(start) => (start, start + name.chars().count()),
            None => (0, 0),
        };
        self.declared.sdk_list.push(SdkListed {
            policy: 0,
            sdk: sdk.map(str::to_string),
            candidates: vec![],
            name: name.into(),
            company: None,
            purpose: Some("统计".into()),
            data: (!types.is_empty()).then(|| types.join("、")),
            data_types: types.iter().map(|t| t.to_string()).collect(),
            link: None,
            start,
            end,
        });
        self
    }

    fn fact(mut self, name: &str, value: &str) -> World {
        self.declared.facts.insert(name.into(), PolicyFact { stated: true, value: Some(value.into()), ..PolicyFact::default() });
        self
    }

    fn gap(mut self, code: GapCode, hides: &[Hides]) -> World {
        self.observed.gaps.push(Gap::new(code, "x", "y", hides));
        self
    }

    fn judged(&self) -> Read<Judgement> {
        let knowledge = knowledge();
        let document = self.text.as_ref().map(|text| {
            let mut blocks = Vec::new();
            let mut at = 0;
            for line in text.split('\n') {
                blocks.push(Block { kind: BlockKind::Paragraph, range: at..at + line.len(), headings: vec![], links: vec![] });
                at += line.len() + 1;
            }
            Document {
                name: "policy.txt".into(),
                sha256: "00".into(),
                charset: "UTF-8",
                language: self.language,
                text: text.clone(),
                blocks,
                hidden: vec![],
            }
        });
        let documents: Vec<PolicyInput> = document.iter().map(|d| PolicyInput { document: d, origin: PolicyOrigin::Given }).collect();
        judge(&Case {
            knowledge: &knowledge,
            observed: &self.observed,
            declared: &self.declared,
            documents: &documents,
            policy_gaps: &[],
            categories: &self.categories,
            listing: &self.listing,
            profiles: &["cn".to_string()],
            as_of: "2026-11-21",
        })
    }

    /// Findings of one code as `certainty subject disclosure`.
    fn of(&self, code: &str) -> Vec<String> {
        let found = self.judged().value.findings;
        found
            .iter()
            .filter(|f| f.code == code)
            .map(|f| {
                let s = &f.subject;
                let mut parts = vec![format!("{:?}", f.certainty).to_lowercase()];
                parts.extend(
                    [s.data_type.clone(), s.owner.as_ref().map(Owner::key), s.permission.clone(), s.sdk.clone()].into_iter().flatten(),
                );
                parts.extend(f.disclosure.map(|d| format!("{d:?}")));
                parts.join(" ")
            })
            .collect()
    }

    fn gaps(&self) -> Vec<&'static str> {
        self.judged().gaps.iter().map(|g| g.code.as_str()).collect()
    }
}

// ---- disclosure -------------------------------------------------------------------------------------------------------

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

// ---- limits -----------------------------------------------------------------------------------------------------------

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
    assert!(title.en.starts_with("the app or third-party code in it"), "{}", title.en);
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

// ---- permissions ------------------------------------------------------------------------------------------------------

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

// ---- policy, rights, the rest -----------------------------------------------------------------------------------------

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
    assert_eq!(ComponentKind::Service, ComponentKind::Service);
}

// ---- the finding itself -----------------------------------------------------------------------------------------------

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
    waivers.apply("com.example.torch", &mut findings, "2027-01-01");
    assert!(findings.iter().all(|f| f.waived.is_none()));
    let idle = waivers.apply("com.example.torch", &mut findings, "2026-11-21");
    assert_eq!(idle.len(), 1);
    assert_eq!(findings.iter().filter(|f| f.waived.as_deref() == Some("server removes it")).count(), 1);
}
