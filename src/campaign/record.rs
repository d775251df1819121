//! What a campaign keeps of a report: enough for tables and statistics, without the evidence. Thousands of them fit into memory.

use std::collections::BTreeSet;

use crate::detect::{Owner, SdkMatch, SdkRole, Tri};
use crate::gap::GapCode;
use crate::knowledge::Knowledge;
use crate::paper::short;
use crate::report::Report;
use crate::rules::{CategoryInput, CategoryOrigin, Finding, Listing};
use crate::words::{Lang, Words};

/// Names in tables are cut here; an app may call itself anything, at any length.
pub const NAME: usize = 60;

#[derive(Clone, Debug)]
pub struct Record {
    pub package: String,
    pub version_name: Option<String>,
    pub version_code: u64,
    pub label: Option<String>,
    pub label_zh: Option<String>,
    pub app_sha256: String,
    /// Sorted.
    pub policy_sha256: Vec<String>,
    pub signatures: String,
    pub listing: Listing,
    /// The operator that the policy names.
    pub operator: Option<String>,
    pub categories: Vec<CategoryInput>,
    pub findings: Vec<Finding>,
    /// SDKs proper; libraries are never named.
    pub sdks: Vec<SdkMatch>,
    pub gaps: BTreeSet<GapCode>,
    /// Kinds of data that reachable code reads.
    pub collected: BTreeSet<String>,
    /// Kinds of data that declared permissions open.
    pub permitted: BTreeSet<String>,
    pub has_policy: bool,
    pub as_of: String,
}

impl Record {
    pub fn of(report: &Report) -> Record {
        let mut policy_sha256: Vec<String> = report.inputs.policies.iter().map(|p| p.sha256.clone()).collect();
        policy_sha256.sort();
        let mut findings = report.findings.clone();
        // The shape of the proof stays in the report; a record of a large sweep has no room for it.
        findings.iter_mut().for_each(|f| f.facts = Vec::new());
        Record {
            package: report.app.package.clone(),
            version_name: report.app.version_name.clone(),
            version_code: report.app.version_code,
            label: report.app.label.default.clone(),
            label_zh: report.app.label.zh.clone(),
            app_sha256: report.inputs.app.sha256.clone(),
            policy_sha256,
            signatures: report.tool.signatures.clone(),
            listing: report.inputs.listing.clone(),
            operator: report.declared.facts.get("operator_named").filter(|f| f.stated).and_then(|f| f.value.clone()),
            categories: report.inputs.categories.clone(),
            findings,
            sdks: report.sdks.iter().filter(|s| s.role == SdkRole::Sdk).cloned().collect(),
            gaps: report.gaps.iter().map(|g| g.code).collect(),
            collected: report.collections.iter().filter(|c| c.reachable == Tri::Yes).map(|c| c.data_type.clone()).collect(),
            permitted: report.permissions.iter().filter(|p| p.declared).flat_map(|p| p.data_types.iter().cloned()).collect(),
            has_policy: !report.inputs.policies.is_empty(),
            as_of: report.options.as_of.clone(),
        }
    }

    /// The name on the phone in the language asked for, else the other, else the package.
    pub fn name(&self, lang: Lang) -> String {
        let full = |s: &Option<String>| s.as_deref().filter(|s| !s.trim().is_empty()).map(str::to_owned);
        let (zh, default) = (full(&self.label_zh), full(&self.label));
        let name = match lang {
            Lang::Zh => zh.or(default),
            Lang::En => default.or(zh),
        };
        short(&name.unwrap_or_else(|| self.package.clone()), NAME)
    }

    pub fn version(&self) -> String {
        match self.version_name.as_deref().or(self.listing.version.as_deref()) {
            Some(v) if !v.trim().is_empty() => short(v, 40),
            _ => self.version_code.to_string(),
        }
    }

    /// The developer by the store, else the operator that the policy names, and said so.
    pub fn developer(&self, lang: Lang) -> String {
        let said = |s: &Option<String>| s.as_deref().map(str::trim).filter(|s| !s.is_empty()).map(|s| short(s, NAME));
        match (said(&self.listing.developer), said(&self.operator)) {
            (Some(d), _) => d,
            (None, Some(o)) => match lang {
                Lang::Zh => format!("{o}（据隐私政策）"),
                Lang::En => format!("{o} (by the policy)"),
            },
            (None, None) => missing(lang),
        }
    }

    /// Who answers for the app, as one key for orders: the developer, else the operator, else the package.
    pub fn operator_key(&self) -> &str {
        let said = |s: &'_ Option<String>| s.as_ref().is_some_and(|s| !s.trim().is_empty());
        match (&self.listing.developer, &self.operator) {
            (Some(d), _) if said(&self.listing.developer) => d.trim(),
            (_, Some(o)) if said(&self.operator) => o.trim(),
            _ => &self.package,
        }
    }

    pub fn store(&self, lang: Lang) -> String {
        match self.listing.store.as_deref().map(str::trim).filter(|s| !s.is_empty()) {
            Some(s) => short(s, NAME),
            None => missing(lang),
        }
    }

    pub fn sdk(&self, id: &str) -> Option<&SdkMatch> {
        self.sdks.iter().find(|s| s.id == id)
    }

    /// Categories that were given or come from the store; a guess decides nothing.
    pub fn known_categories(&self) -> impl Iterator<Item = &str> {
        self.categories.iter().filter(|c| matches!(c.origin, CategoryOrigin::Given | CategoryOrigin::Store)).map(|c| c.id.as_str())
    }

    /// Whether code may be there that was not read, so that "not found" is no "not there".
    pub fn code_hidden(&self) -> bool {
        use GapCode::*;
        self.gaps.iter().any(|g| matches!(g, Packed | DynamicCode | Script | Native | Reflection | Splits | Unreadable))
    }
}

fn missing(lang: Lang) -> String {
    Words::new("未提供", "not supplied").get(lang).to_owned()
}

/// The SDK that a finding says acted by itself (SDK自行收集); `None` where the app's operator answers (应用未告知).
///
/// What a policy fails to say is the app's fault whoever reads the data; so is starting an SDK before consent.
pub fn acting_sdk(f: &Finding) -> Option<&str> {
    let operators =
        ["DIS-", "POL-", "RGT-", "CHD-", "STO-"].iter().any(|p| f.code.starts_with(p)) || matches!(f.code.as_str(), "CON-03" | "CON-11");
    if operators {
        return None;
    }
    match (&f.subject.owner, f.code.as_str()) {
        (Some(Owner::Sdk { id }), _) => Some(id),
        (_, "SHR-01") => f.subject.sdk.as_deref(),
        _ => None,
    }
}

/// The SDK a finding is about in any way.
pub fn concerned_sdk(f: &Finding) -> Option<&str> {
    match &f.subject.owner {
        Some(Owner::Sdk { id }) => Some(id),
        _ => f.subject.sdk.as_deref(),
    }
}

/// An SDK's name as the signatures know it, else as the report has it.
pub fn sdk_name(id: &str, matched: Option<&SdkMatch>, knowledge: &Knowledge, lang: Lang) -> String {
    let known = knowledge.sdk(id).map(|s| s.name.get(lang)).filter(|n| !n.is_empty());
    let found = matched.map(|m| m.name.as_str()).filter(|n| !n.is_empty());
    short(known.or(found).unwrap_or(id), NAME)
}

pub fn sdk_vendor(id: &str, matched: Option<&SdkMatch>, knowledge: &Knowledge, lang: Lang) -> Option<String> {
    let known = knowledge.sdk(id).map(|s| s.vendor.get(lang)).filter(|n| !n.is_empty());
    let found = matched.map(|m| m.vendor.as_str()).filter(|n| !n.trim().is_empty());
    known.or(found).map(|v| short(v, NAME))
}
