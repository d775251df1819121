//! A fictional app and its fictional policy, for tests and for looking at the reports. Its label, classes and quotes are hostile on purpose.

mod answers;

mod variant;

use crate::bytes::{sha256_hex, short_id};
use crate::container::signing::{Signer, Verified};
use crate::detect::*;
use crate::evidence::{Evidence, EvidenceId, EvidenceKind, EvidenceSet};
use crate::gap::{Gap, GapCode, Hides};
use crate::knowledge::{Category, Code, DataType, Knowledge, Law, LawArticle, Sdk, Status};
use crate::policy::*;
use crate::rules::*;
use crate::words::Words;

use super::model::*;
pub use variant::*;

pub const HOSTILE: &str = "云杉<script>alert(1)</script>出行\u{202e}gpj.\u{2066}x\u{1b}[31m";

pub const POLICY: &str = "云杉出行隐私政策\n更新日期：2026年3月1日　生效日期：2026年3月8日\n\n一、我们如何收集和使用您的个人信息\n为向您提供附近车辆查询服务，经您授权后我们会收集您的精确位置信息。\n为保障账号安全，我们会收集您的设备信息。\n我们不会读取您的通讯录。\n\n二、第三方SDK\n林鸽统计SDK，林鸽（北京）科技有限公司，用于统计分析，收集Android ID。\n\n三、联系我们\n如有疑问，请联系 privacy@yunshan.example，我们将在15个工作日内答复。\n运营者：云杉（杭州）出行科技有限公司\n<img src=x onerror=alert(2)> \u{200b}=1+1\n";

fn char_range(quote: &str) -> (usize, usize) {
    let start = POLICY[..POLICY.find(quote).unwrap()].chars().count();
    (start, start + quote.chars().count())
}

struct Making {
    evidence: EvidenceSet,
    artefact: String,
}

impl Making {
    fn add(&mut self, kind: EvidenceKind, path: &str, locator: &str, excerpt: &str, signature: Option<&str>) -> EvidenceId {
        let artefact = self.artefact.clone();
        let signature = signature.map(str::to_string);
        self.evidence.add(Evidence { kind, artefact, path: path.into(), locator: locator.into(), excerpt: excerpt.into(), signature })
    }

    fn quote(&mut self, quote: &str) -> EvidenceId {
        let (start, end) = char_range(quote);
        self.add(EvidenceKind::Policy, "yunshan-privacy.html", &format!("{start}..{end}"), quote, None)
    }
}

fn collection(data: &str, owner: Owner, api: &str, when: When, consent: Consent, sites: Vec<Site>, evidence: EvidenceId) -> Collection {
    Collection {
        id: short_id("C", &[data, &owner.key(), api]),
        data_type: data.into(),
        node: None,
        owner,
        api: api.into(),
        strength: Strength::Strong,
        user_mediated: false,
        blocked_from_api: None,
        permissions: Vec::new(),
        reachable: Tri::Yes,
        when,
        consent,
        leaves_device: Tri::Unknown,
        sites,
        evidence: vec![evidence],
    }
}

fn site(class: &str, method: &str, offset: u32, when: When, consent: Consent) -> Site {
    let dex = "base.apk!classes2.dex".into();
    Site { class: class.into(), method: method.into(), dex, offset, when, consent, leaves_device: Tri::Unknown }
}

struct Draft<'a> {
    code: &'a str,
    certainty: Certainty,
    severity: Severity,
    subject: Subject,
    disclosure: Option<Disclosure>,
    title: (&'a str, &'a str),
    why: (&'a str, &'a str),
    remedy: (&'a str, &'a str),
    to_check: (&'a str, &'a str),
    law: &'a [(&'a str, &'a str)],
    evidence: Vec<EvidenceId>,
    gaps: Vec<GapCode>,
}

impl Draft<'_> {
    fn made(self) -> Finding {
        let s = &self.subject;
        let owner = s.owner.as_ref().map(Owner::key).unwrap_or_default();
        let part = |o: &Option<String>| o.clone().unwrap_or_default();
        let id = short_id("F", &[self.code, &part(&s.data_type), &owner, &part(&s.permission), &part(&s.sdk)]);
        let words = |(zh, en): (&str, &str)| Words::new(zh, en);
        let half = self.evidence.iter().take(1).cloned().collect();
        let facts = vec![
            FactAnswer { fact: "reachable".into(), answer: "yes".into(), evidence: half },
            FactAnswer { fact: "declared".into(), answer: "no".into(), evidence: self.evidence.iter().skip(1).cloned().collect() },
            FactAnswer { fact: "leaves-device".into(), answer: "unknown".into(), evidence: vec![] },
        ];
        Finding {
            id,
            code: self.code.into(),
            certainty: self.certainty,
            severity: self.severity,
            subject: self.subject,
            disclosure: self.disclosure,
            title: words(self.title),
            why: words(self.why),
            remedy: words(self.remedy),
            to_check: words(self.to_check),
            rules: self
                .law
                .iter()
                .map(|(law, item)| LawRef { law: (*law).into(), item: (*item).into(), unverified: *item == "6" })
                .collect(),
            evidence: self.evidence,
            gaps: self.gaps,
            waived: None,
            rule: format!("cn/{}", self.code.to_lowercase()),
            facts,
        }
    }
}

fn subject(data_type: Option<&str>, owner: Option<Owner>, permission: Option<&str>, sdk: Option<&str>) -> Subject {
    Subject { data_type: data_type.map(Into::into), owner, permission: permission.map(Into::into), sdk: sdk.map(Into::into) }
}

/// Findings of every severity and certainty, all inventories, gaps, a policy.
pub fn rich() -> Report {
    let mut report = unanswered();
    answers::answer(&mut report);
    report
}

fn unanswered() -> Report {
    let mut m = Making { evidence: EvidenceSet::default(), artefact: format!("sha256:{}", sha256_hex(b"app")) };
    let android_id = m.add(
        EvidenceKind::Code,
        "base.apk!classes2.dex",
        "Lcom/yunshan/ride/boot/DeviceProbe;->a(Landroid/content/Context;)Ljava/lang/String; @0x1a",
        "com.yunshan.ride.RideApp.onCreate()V\n→ com.yunshan.ride.boot.Boot.start(Landroid/content/Context;)V @0x0c\n→ com.yunshan.ride.boot.DeviceProbe.a @0x1a\n000e: const-string v1, \"android_id\"\n001a: invoke-static {v0, v1}, Landroid/provider/Settings$Secure;->getString(Landroid/content/ContentResolver;Ljava/lang/String;)Ljava/lang/String;",
        Some("api/API012"),
    );
    let searched = m.add(
        EvidenceKind::Absence,
        "yunshan-privacy.html",
        "search:android-id",
        "检索 11 个词：Android ID、安卓ID、AndroidID、android_id、SSAID …，全文 312 字，未见；最接近的表述：“我们会收集您的设备信息”",
        None,
    );
    let contacts = m.add(
        EvidenceKind::Code,
        "base.apk!classes.dex",
        "Lcom/yunshan/ride/\u{202e}evil/<b>Friends;->load()V @0x44",
        "0044: sget-object v0, Landroid/provider/ContactsContract$Contacts;->CONTENT_URI",
        Some("api/API077"),
    );
    let denial = m.quote("我们不会读取您的通讯录。");
    let vague = m.quote("我们会收集您的设备信息");
    let pigeon_init = m.add(
        EvidenceKind::Manifest,
        "base.apk!AndroidManifest.xml",
        "/manifest/application/provider[2]",
        "<provider android:name=\"com.linge.stat.AutoInit\" android:authorities=\"com.yunshan.ride.linge\" />",
        Some("sdk/linge-stat"),
    );
    let pigeon_mac = m.add(
        EvidenceKind::Code,
        "base.apk!classes3.dex",
        "Lcom/linge/stat/d/e;->b()[B @0x08",
        "0008: invoke-virtual {v0}, Ljava/net/NetworkInterface;->getHardwareAddress()[B",
        Some("api/API031"),
    );
    let pigeon_row = m.quote("林鸽统计SDK，林鸽（北京）科技有限公司，用于统计分析，收集Android ID。");
    let ad =
        m.add(EvidenceKind::Code, "base.apk!classes3.dex", "Lcom/shanyin/ads/Ads;", "42 类，前缀 com.shanyin.ads", Some("sdk/shanyin-ads"));
    let ad_absent = m.add(
        EvidenceKind::Absence,
        "yunshan-privacy.html",
        "search:sdk/shanyin-ads",
        "检索 6 个名称：闪音广告、Shanyin Ads、闪音（上海）…，未见",
        None,
    );
    let sms =
        m.add(EvidenceKind::Manifest, "base.apk!AndroidManifest.xml", "/manifest/uses-permission[5]", "android.permission.READ_SMS", None);
    let camera =
        m.add(EvidenceKind::Manifest, "base.apk!AndroidManifest.xml", "/manifest/uses-permission[2]", "android.permission.CAMERA", None);
    let cleartext = m.add(
        EvidenceKind::Manifest,
        "base.apk!AndroidManifest.xml",
        "/manifest/application/@usesCleartextTraffic",
        "android:usesCleartextTraffic=\"true\"",
        None,
    );
    let retention = m.add(
        EvidenceKind::Absence,
        "yunshan-privacy.html",
        "search:retention_period",
        "检索 9 个句式：保存期限、存储期限、保留…，未见",
        None,
    );
    let url = m.add(EvidenceKind::Code, "base.apk!classes3.dex", "Lcom/linge/stat/Up;->c()V @0x02", "\"http://log.linge.example/u\"", None);

    let pigeon = Owner::Sdk { id: "linge-stat".into() };
    let collections = vec![
        Collection {
            leaves_device: Tri::Yes,
            ..collection(
                "android-id",
                Owner::App,
                "Landroid/provider/Settings$Secure;->getString",
                When::AppStart,
                Consent::Ungated,
                vec![
                    site(
                        "Lcom/yunshan/ride/boot/DeviceProbe;",
                        "a(Landroid/content/Context;)Ljava/lang/String;",
                        0x1a,
                        When::AppStart,
                        Consent::Ungated,
                    ),
                    site("Lcom/yunshan/ride/login/Login;", "submit(Ljava/lang/String;)V", 0x30, When::Interaction, Consent::Gated),
                ],
                android_id.clone(),
            )
        },
        Collection {
            permissions: vec!["android.permission.READ_CONTACTS".into()],
            ..collection(
                "contacts",
                Owner::App,
                "Landroid/provider/ContactsContract$Contacts;->CONTENT_URI",
                When::Interaction,
                Consent::Unknown,
                vec![site("Lcom/yunshan/ride/\u{202e}evil/<b>Friends;", "load()V", 0x44, When::Interaction, Consent::Unknown)],
                contacts.clone(),
            )
        },
        Collection {
            blocked_from_api: Some(30),
            node: Some("mac-address/wifi".into()),
            ..collection(
                "mac-address",
                pigeon.clone(),
                "Ljava/net/NetworkInterface;->getHardwareAddress",
                When::AppStart,
                Consent::Ungated,
                vec![site("Lcom/linge/stat/d/e;", "b()[B", 8, When::AppStart, Consent::Ungated)],
                pigeon_mac.clone(),
            )
        },
        Collection {
            strength: Strength::Weak,
            user_mediated: true,
            reachable: Tri::Unknown,
            leaves_device: Tri::No,
            ..collection(
                "clipboard",
                Owner::Unknown,
                "Landroid/content/ClipboardManager;->getPrimaryClip",
                When::Unknown,
                Consent::Unknown,
                vec![site("La/b/c;", "d()V", 2, When::Unknown, Consent::Unknown)],
                url.clone(),
            )
        },
    ];

    let findings = vec![
        Draft {
            code: "DIS-01",
            certainty: Certainty::Strong,
            severity: Severity::High,
            subject: subject(Some("android-id"), Some(Owner::App), None, None),
            disclosure: Some(Disclosure::VagueData),
            title: (
                "疑似调用Settings.Secure.getString获取Android ID（代码可达），隐私政策未逐一列明",
                "Code that can run reads the Android ID by Settings.Secure.getString; the policy does not name it (suspected)",
            ),
            why: (
                "应用启动时可执行到读取Android ID的代码，隐私政策仅以“设备信息”概括，未说明收集Android ID及其目的。",
                "Code that reads the Android ID can run at app start. The policy speaks of “device information” only and names neither the Android ID nor a purpose for it.",
            ),
            remedy: (
                "在隐私政策“我们如何收集和使用”中写明收集Android ID及其目的、方式和范围；或停止读取。",
                "Name the Android ID with purpose, means and scope in the policy, or stop reading it.",
            ),
            to_check: (
                "运行应用，确认启动时是否实际读取并上传；确认是否另有弹窗说明。",
                "Run the app: is it really read and sent at start? Does a dialog name it?",
            ),
            law: &[("cn-method-2019", "M2.1"), ("cn-pipl", "17"), ("cn-pipl", "6")],
            evidence: vec![android_id.clone(), vague.clone(), searched],
            gaps: vec![GapCode::Reflection],
        }
        .made(),
        Draft {
            code: "CON-11",
            certainty: Certainty::Strong,
            severity: Severity::High,
            subject: subject(Some("contacts"), Some(Owner::App), None, None),
            disclosure: Some(Disclosure::Contradicted),
            title: ("疑似读取通讯录（代码可达），与隐私政策“不会读取您的通讯录”不一致", "Code that can run reads the address book; the policy says it does not (suspected)"),
            why: ("隐私政策声明不读取通讯录，代码中存在可到达的读取。", "The policy denies reading the address book; code that can run reads it."),
            remedy: ("删除该读取或更正声明。", "Remove the call or correct the statement."),
            to_check: ("核对该界面是否对用户开放。", "Check whether users can open this screen."),
            law: &[("cn-method-2019", "M3.9")],
            evidence: vec![contacts.clone(), denial],
            gaps: vec![],
        }
        .made(),
        Draft {
            code: "CON-03",
            certainty: Certainty::Indicative,
            severity: Severity::Medium,
            subject: subject(None, None, None, Some("linge-stat")),
            disclosure: None,
            title: ("疑似在用户同意前初始化林鸽统计SDK", "Linge statistics SDK is started before consent (suspected)"),
            why: ("SDK通过ContentProvider在应用进程启动时自动初始化。", "A content provider starts the SDK with the app's process."),
            remedy: ("移除自动初始化组件，在用户同意后调用初始化方法。", "Remove the auto-start component and initialise after consent."),
            to_check: ("该SDK内部可能有同意开关，需运行核实。", "The SDK may have a switch of its own; check by a run."),
            law: &[("cn-method-2019", "M3.1")],
            evidence: vec![pigeon_init.clone()],
            gaps: vec![GapCode::Native],
        }
        .made(),
        Draft {
            code: "DIS-10",
            certainty: Certainty::Indicative,
            severity: Severity::Medium,
            subject: subject(Some("mac-address"), Some(pigeon.clone()), None, Some("linge-stat")),
            disclosure: Some(Disclosure::Omitted),
            title: ("SDK清单所列林鸽统计SDK收集的信息未含MAC地址（疑似）", "The SDK list gives Linge statistics without the MAC address that its code reads (suspected)"),
            why: ("清单仅列Android ID，其代码可读取MAC地址。", "The list names the Android ID only; the SDK's code can read the MAC address."),
            remedy: ("补充SDK清单。", "Complete the list."),
            to_check: ("该接口自Android 11起对普通应用返回空值。", "From Android 11 on the call gives ordinary apps nothing."),
            law: &[("cn-method-2019", "M2.1")],
            evidence: vec![pigeon_mac.clone(), pigeon_row],
            gaps: vec![],
        }
        .made(),
        Draft {
            code: "DIS-03",
            certainty: Certainty::Established,
            severity: Severity::High,
            subject: subject(None, None, None, Some("shanyin-ads")),
            disclosure: Some(Disclosure::Omitted),
            title: ("嵌入的闪音广告SDK未在隐私政策中列明", "The Shanyin Ads SDK is embedded and not listed in the policy"),
            why: ("代码中存在该SDK的42个类并可到达，隐私政策未见其名称或公司。", "42 classes of the SDK are present and reachable; neither its name nor its company is in the policy."),
            remedy: ("在第三方SDK清单中列明其名称、公司、目的、信息种类和联系方式。", "List it with company, purpose, data and contact."),
            to_check: ("核对是否另有第三方SDK目录页面。", "Check whether a separate SDK page exists."),
            law: &[("cn-method-2019", "M2.1"), ("cn-pipl", "23")],
            evidence: vec![ad.clone(), ad_absent],
            gaps: vec![],
        }
        .made(),
        Draft {
            code: "DIS-02",
            certainty: Certainty::Established,
            severity: Severity::Medium,
            subject: subject(Some("sms"), None, Some("android.permission.READ_SMS"), None),
            disclosure: Some(Disclosure::Omitted),
            title: ("申请的READ_SMS权限未在隐私政策中说明", "Permission READ_SMS is declared and not mentioned in the policy"),
            why: ("清单文件声明该权限，隐私政策未见权限名称或“短信”。", "The manifest declares it; the policy names neither the permission nor text messages."),
            remedy: ("说明目的，或删除该权限。", "State a purpose or drop the permission."),
            to_check: ("—", "—"),
            law: &[("cn-method-2019", "M2.1")],
            evidence: vec![sms.clone()],
            gaps: vec![],
        }
        .made(),
        Draft {
            code: "SHR-04",
            certainty: Certainty::Established,
            severity: Severity::Low,
            subject: Subject::default(),
            disclosure: None,
            title: ("允许明文传输", "Clear-text traffic is allowed"),
            why: ("清单文件允许明文流量。", "The manifest allows it."),
            remedy: ("关闭明文流量。", "Switch it off."),
            to_check: ("核对是否实际以明文传输个人信息。", "Check whether personal data really travels in clear text."),
            law: &[("cn-pipl", "51")],
            evidence: vec![cleartext],
            gaps: vec![],
        }
        .made(),
        Draft {
            code: "POL-08",
            certainty: Certainty::Indicative,
            severity: Severity::Low,
            subject: Subject::default(),
            disclosure: None,
            title: ("隐私政策未告知保存期限（疑似）", "The policy states no retention period (suspected)"),
            why: ("全文未见保存期限的表述。", "No sentence on retention was found."),
            remedy: ("写明各类信息的保存期限。", "State how long each kind is kept."),
            to_check: ("保存期限可能写在附件页面。", "It may stand on an annex."),
            law: &[("cn-pipl", "17")],
            evidence: vec![retention],
            gaps: vec![GapCode::Policy],
        }
        .made(),
    ];

    let st = |data: &str, polarity, granularity, quote: &str, purpose: Option<&str>| {
        let (start, end) = char_range(quote);
        let (party, purpose) = (Party::First, purpose.map(str::to_string));
        Statement {
            policy: 0,
            data_type: data.into(),
            node: None,
            granularity,
            polarity,
            party,
            third_party_name: None,
            purpose,
            condition: None,
            local_only: false,
            quote: quote.into(),
            start,
            end,
        }
    };
    let row = "林鸽统计SDK，林鸽（北京）科技有限公司，用于统计分析，收集Android ID。";
    let mut facts: std::collections::BTreeMap<String, PolicyFact> =
        FACT_NAMES.iter().map(|n| (n.to_string(), PolicyFact::default())).collect();
    for (name, quote) in [
        ("operator_named", "云杉（杭州）出行科技有限公司"),
        ("contact_channel", "privacy@yunshan.example"),
        ("reply_days", "15个工作日"),
        ("update_or_effective_date", "更新日期：2026年3月1日"),
        ("third_party_sdk_list", "二、第三方SDK"),
    ] {
        let (start, end) = char_range(quote);
        facts.insert(
            name.into(),
            PolicyFact { stated: true, value: Some(quote.into()), policy: Some(0), start: Some(start), end: Some(end) },
        );
    }
    let point =
        |api: &str, class: &str, method: &str, offset| FlowPoint { api: api.into(), class: class.into(), method: method.into(), offset };

    Report {
        schema: SCHEMA.into(),
        tool: ToolInfo { version: "0.1.0".into(), signatures: format!("sha256:{}", sha256_hex(b"signatures")), share_alike: String::new() },
        options: OptionsInfo { profiles: vec!["cn".into()], as_of: "2026-11-21".into(), flow: true, budget: Some("normal".into()) },
        inputs: Inputs {
            app: AppInput { name: "yunshan-2.4.1.apk".into(), sha256: sha256_hex(b"app"), bytes: 48_312_444, kind: PackageKind::Apk },
            policies: vec![PolicyInfo {
                name: "yunshan-privacy.html".into(),
                sha256: sha256_hex(b"policy"),
                text_sha256: sha256_hex(POLICY.as_bytes()),
                language: "zh-Hans".into(),
                origin: PolicyOrigin::Given,
                url: Some("https://yunshan.example/privacy".into()),
                obtained_at: Some("2026-11-20".into()),
                effective_date: Some("2026-03-08".into()),
            }],
            categories: vec![CategoryInput { id: "map-navigation".into(), origin: CategoryOrigin::Given }],
            listing: Listing {
                store: Some("example store".into()),
                developer: Some("云杉（杭州）出行科技有限公司".into()),
                ..Listing::default()
            },
            form: None,
            earlier: None,
        },
        app: AppFacts {
            package: "com.yunshan.ride".into(),
            label: LabelFacts { default: Some("Yunshan Ride".into()), zh: Some(HOSTILE.into()) },
            version_name: Some("2.4.1".into()),
            version_code: 241,
            min_sdk: 21,
            target_sdk: 28,
            debuggable: true,
            signers: vec![Signer {
                sha256: sha256_hex(b"cert"),
                subject: "CN=Yunshan, O=云杉".into(),
                schemes: vec!["v1".into(), "v2".into()],
                verified: Verified::NotChecked,
            }],
            installable: Installable {
                answer: crate::detect::Answer::No,
                why: vec!["duplicate-entry: two records named AndroidManifest.xml".into()],
            },
        },
        components: vec![
            ComponentFact {
                kind: ComponentKind::Activity,
                name: "com.yunshan.ride.MainActivity".into(),
                exported: true,
                permission: None,
                owner: Owner::App,
            },
            ComponentFact {
                kind: ComponentKind::Provider,
                name: "com.linge.stat.AutoInit".into(),
                exported: false,
                permission: None,
                owner: pigeon.clone(),
            },
            ComponentFact {
                kind: ComponentKind::Receiver,
                name: "com.yunshan.ride.BootReceiver".into(),
                exported: true,
                permission: Some("android.permission.RECEIVE_BOOT_COMPLETED".into()),
                owner: Owner::App,
            },
        ],
        permissions: vec![
            PermissionUse {
                name: "android.permission.CAMERA".into(),
                kind: PermissionKind::Runtime,
                declared: true,
                max_sdk: None,
                data_types: vec!["camera".into()],
                used: Tri::No,
                evidence: vec![camera],
            },
            PermissionUse {
                name: "android.permission.READ_CONTACTS".into(),
                kind: PermissionKind::Runtime,
                declared: true,
                max_sdk: Some(32),
                data_types: vec!["contacts".into()],
                used: Tri::Yes,
                evidence: vec![contacts.clone()],
            },
            PermissionUse {
                name: "android.permission.READ_SMS".into(),
                kind: PermissionKind::Runtime,
                declared: true,
                max_sdk: None,
                data_types: vec!["sms".into()],
                used: Tri::Unknown,
                evidence: vec![sms],
            },
            PermissionUse {
                name: "android.permission.INTERNET".into(),
                kind: PermissionKind::Install,
                declared: true,
                max_sdk: None,
                data_types: vec![],
                used: Tri::Yes,
                evidence: vec![],
            },
        ],
        sdks: vec![
            SdkMatch {
                id: "linge-stat".into(),
                name: "林鸽统计".into(),
                vendor: "林鸽（北京）科技有限公司".into(),
                role: SdkRole::Sdk,
                categories: vec!["analytics".into()],
                confidence: SdkConfidence::Certain,
                version: Some("3.2.0".into()),
                advice: vec![Words {
                    zh: "该版本没有 Pigeon.setConsent，无法把用户是否同意告知 SDK".into(),
                    en: "This version lacks Pigeon.setConsent: the app cannot tell the SDK whether the user agreed".into(),
                }],
                status: SdkStatus::Reviewed,
                level: SdkLevel::Reachable,
                renamed: false,
                reachable: Tri::Yes,
                started: Some(Start { when: When::AppStart, consent: Consent::Ungated, evidence: vec![pigeon_init.clone()] }),
                evidence: vec![pigeon_init],
            },
            SdkMatch {
                id: "shanyin-ads".into(),
                name: "闪音广告".into(),
                vendor: "闪音（上海）网络有限公司".into(),
                role: SdkRole::Sdk,
                categories: vec!["advertising".into()],
                confidence: SdkConfidence::Likely,
                version: None,
                advice: vec![],
                status: SdkStatus::Reviewed,
                level: SdkLevel::Reachable,
                renamed: false,
                reachable: Tri::Yes,
                started: None,
                evidence: vec![ad],
            },
            SdkMatch {
                id: "okhttp".into(),
                name: "OkHttp".into(),
                vendor: "".into(),
                role: SdkRole::Library,
                categories: vec!["network".into()],
                confidence: SdkConfidence::Certain,
                version: None,
                advice: vec![],
                status: SdkStatus::Reviewed,
                level: SdkLevel::Reachable,
                renamed: false,
                reachable: Tri::Yes,
                started: None,
                evidence: vec![],
            },
        ],
        collections,
        endpoints: vec![Endpoint {
            host: "log.linge.example".into(),
            url: "http://log.linge.example/u".into(),
            owner: pigeon,
            cleartext: true,
            evidence: vec![url],
        }],
        flows: vec![Flow {
            data_type: "android-id".into(),
            source: point(
                "Landroid/provider/Settings$Secure;->getString",
                "Lcom/yunshan/ride/boot/DeviceProbe;",
                "a(Landroid/content/Context;)Ljava/lang/String;",
                0x1a,
            ),
            sink: FlowSink {
                kind: Sink::Network,
                point: point("Lokhttp3/Call;->execute", "Lcom/yunshan/ride/net/Http;", "post(Ljava/lang/String;)V", 0x90),
            },
            steps: 7,
            evidence: vec![android_id],
        }],
        signs: Signs::default(),
        acts: Vec::new(),
        disclosures: Vec::new(),
        listed: Vec::new(),
        method: Vec::new(),
        necessity: NecessityView::default(),
        anomalies: vec![Anomaly {
            id: "duplicate-entry".into(),
            what: "two records named AndroidManifest.xml".into(),
            place: "base.apk!AndroidManifest.xml".into(),
            offset: Some(0x2a10),
            refused: true,
            common: false,
        }],
        declared: Declared {
            statements: vec![
                st(
                    "location-precise",
                    Polarity::Collects,
                    Granularity::Precise,
                    "经您授权后我们会收集您的精确位置信息",
                    Some("附近车辆查询"),
                ),
                st("device-data", Polarity::Collects, Granularity::Unspecified, "我们会收集您的设备信息", Some("保障账号安全")),
                st("contacts", Polarity::DoesNotCollect, Granularity::Unspecified, "我们不会读取您的通讯录。", None),
            ],
            sdk_list: vec![SdkListed {
                policy: 0,
                sdk: Some("linge-stat".into()),
                candidates: vec![],
                name: "林鸽统计SDK".into(),
                company: Some("林鸽（北京）科技有限公司".into()),
                purpose: Some("统计分析".into()),
                data: Some("Android ID".into()),
                permission: None,
                data_types: vec!["android-id".into()],
                link: None,
                start: char_range(row).0,
                end: char_range(row).1,
            }],
            annexes: vec![Annex {
                policy: 0,
                title: "第三方SDK目录".into(),
                link: Some("https://yunshan.example/sdk".into()),
                supplied: false,
            }],
            facts,
        },
        findings,
        gaps: vec![
            Gap::new(GapCode::Native, "12 native libraries, 3 of known SDKs", "base.apk!lib/arm64-v8a", &[Hides::Calls]),
            Gap::new(GapCode::Reflection, "31 of 204 reflective calls have unknown targets", "base.apk", &[Hides::Calls, Hides::Flows]),
            Gap::new(
                GapCode::Reflection,
                "class name comes from the network",
                "Lcom/yunshan/ride/plug/Loader;->load(Ljava/lang/String;)V",
                &[Hides::Calls],
            ),
            Gap::new(
                GapCode::Policy,
                "the policy links to “第三方SDK目录”, which was not supplied",
                "yunshan-privacy.html",
                &[Hides::SdkList],
            ),
        ],
        evidence: m.evidence,
        seal: String::new(),
    }
}
