//! A small app and its policy, put together line by line.

use crate::detect::*;
use crate::document::{Block, BlockKind, Document, Language};
use crate::evidence::EvidenceSet;
use crate::gap::{Gap, GapCode, Hides, Read};
use crate::knowledge::{Knowledge, Sdk, Status};
use crate::policy::{Declared, FACT_NAMES, Granularity, Party, Polarity, PolicyFact, SdkListed, Statement};
use crate::rules::*;
use crate::words::Words;

pub const ACME: &str = "acme-analytics";

/// The built-in set and two invented SDKs.
pub fn knowledge() -> Knowledge {
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
        unverified: vec![],
        components: vec![],
        meta_data: vec![],
        native: vec![],
        hosts: vec![],
        init: vec![],
        pre_init: vec![],
        auto_start: vec![],
        version: vec![],
        advice: vec![],
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

pub struct World {
    pub observed: Observed,
    pub declared: Declared,
    pub text: Option<String>,
    pub language: Language,
    pub categories: Vec<CategoryInput>,
    pub listing: Listing,
    pub form: Option<DataSafety>,
    pub earlier: Option<Earlier>,
    pub profiles: Vec<String>,
    pub as_of: String,
    /// The SDKs of the set instead of the invented ones.
    pub builtin_sdks: bool,
}

pub fn world() -> World {
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
            acts: vec![],
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
        form: None,
        earlier: None,
        profiles: vec!["cn".into()],
        as_of: "2026-11-21".into(),
        builtin_sdks: false,
    }
}

pub fn sdk_owner(id: &str) -> Owner {
    Owner::Sdk { id: id.into() }
}

pub fn reads(data_type: &str, owner: Owner) -> Collection {
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

pub fn site(when: When, consent: Consent) -> Site {
    Site { class: "La;".into(), method: "b()V".into(), dex: "classes.dex".into(), offset: 0, when, consent, leaves_device: Tri::Unknown }
}

pub fn embedded(id: &str) -> SdkMatch {
    SdkMatch {
        id: id.into(),
        name: String::new(),
        vendor: String::new(),
        role: SdkRole::Sdk,
        categories: vec![],
        confidence: SdkConfidence::Certain,
        version: None,
        advice: vec![],
        status: SdkStatus::Reviewed,
        level: SdkLevel::Reachable,
        renamed: false,
        reachable: Tri::Yes,
        started: None,
        evidence: vec![],
    }
}

pub fn asks(name: &str, types: &[&str], used: Tri) -> PermissionUse {
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
    pub fn reads(mut self, c: Collection) -> World {
        self.observed.collections.push(c);
        self
    }

    pub fn sdk(mut self, s: SdkMatch) -> World {
        self.observed.sdks.push(s);
        self
    }

    pub fn asks(mut self, p: PermissionUse) -> World {
        self.observed.permissions.push(p);
        self
    }

    pub fn policy(mut self, text: &str) -> World {
        self.text = Some(format!(
            "手电筒隐私政策\n本政策说明我们如何处理您的个人信息，请您在使用之前仔细阅读并充分理解全部内容，如您不同意请停止使用本应用。\n{text}"
        ));
        self
    }

    /// A statement of the policy; `quote` must stand in the text.
    pub fn says(self, data_type: &str, quote: &str) -> World {
        self.states(data_type, quote, |_| {})
    }

    pub fn states(mut self, data_type: &str, quote: &str, change: impl FnOnce(&mut Statement)) -> World {
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

    pub fn denies(self, data_type: &str, quote: &str) -> World {
        self.states(data_type, quote, |s| s.polarity = Polarity::DoesNotCollect)
    }

    pub fn lists(mut self, sdk: Option<&str>, name: &str, types: &[&str]) -> World {
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
            permission: None,
            data_types: types.iter().map(|t| t.to_string()).collect(),
            link: None,
            start,
            end,
        });
        self
    }

    pub fn fact(mut self, name: &str, value: &str) -> World {
        self.declared.facts.insert(name.into(), PolicyFact { stated: true, value: Some(value.into()), ..PolicyFact::default() });
        self
    }

    pub fn gap(mut self, code: GapCode, hides: &[Hides]) -> World {
        self.observed.gaps.push(Gap::new(code, "x", "y", hides));
        self
    }

    pub fn judged(&self) -> Read<Judgement> {
        let knowledge = if self.builtin_sdks { Knowledge::builtin().clone() } else { knowledge() };
        self.judged_with(&knowledge)
    }

    /// The policy, one paragraph a line.
    pub fn document(&self) -> Option<Document> {
        self.text.as_ref().map(|text| {
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
        })
    }

    pub fn judged_with(&self, knowledge: &Knowledge) -> Read<Judgement> {
        let document = self.document();
        let documents: Vec<PolicyInput> = document.iter().map(|d| PolicyInput { document: d, origin: PolicyOrigin::Given }).collect();
        judge(&Case {
            knowledge,
            observed: &self.observed,
            declared: &self.declared,
            documents: &documents,
            policy_gaps: &[],
            categories: &self.categories,
            listing: &self.listing,
            form: self.form.as_ref(),
            earlier: self.earlier.as_ref(),
            profiles: &self.profiles,
            as_of: &self.as_of,
        })
    }

    /// Findings of one code as `certainty subject disclosure`.
    pub fn of(&self, code: &str) -> Vec<String> {
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

    pub fn gaps(&self) -> Vec<&'static str> {
        self.judged().gaps.iter().map(|g| g.code.as_str()).collect()
    }
}
