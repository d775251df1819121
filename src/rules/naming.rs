//! Does the policy name an SDK: its product, or its company.

use super::Case;
use super::policy_text::{Flat, PolicyText, normal};
use crate::knowledge::Sdk;
use crate::policy::SdkListed;

/// The names under which one SDK may stand in a policy.
#[derive(Debug, Default)]
pub struct Names {
    pub id: String,
    pub products: Vec<String>,
    pub companies: Vec<String>,
}

/// Shorter names (`GSY`, 云) hit too much.
fn long_enough(name: &str) -> bool {
    let n = normal(name);
    if n.is_ascii() { n.chars().count() >= 3 } else { n.chars().count() >= 2 }
}

/// `Umeng+ Analytics (U-App)` is also `Umeng+ Analytics` and `U-App`.
fn spellings(name: &str, into: &mut Vec<String>) {
    let name = normal(name);
    let mut parts = vec![name.clone()];
    if let (Some(open), Some(close)) = (name.find('('), name.rfind(')'))
        && open < close
    {
        parts.push(name[..open].trim().to_string());
        // A company's own brackets (北京) are no second name.
        let inner = name[open + 1..close].trim();
        if close + 1 == name.len() {
            parts.push(inner.to_string());
        }
    }
    for part in parts {
        for part in part.split(['/', '、', ';']) {
            let part = part.trim().to_string();
            if long_enough(&part) && !into.contains(&part) {
                into.push(part);
            }
        }
    }
}

impl Names {
    pub fn of(case: &Case, id: &str, known: Option<(&str, &str)>) -> Names {
        let mut names = Names { id: id.to_string(), ..Names::default() };
        if let Some((name, vendor)) = known {
            spellings(name, &mut names.products);
            spellings(vendor, &mut names.companies);
        }
        let sdk: Option<&Sdk> = case.knowledge.sdks.iter().find(|s| s.id == id);
        if let Some(sdk) = sdk {
            for name in [&sdk.name.zh, &sdk.name.en].into_iter().chain(&sdk.aliases) {
                spellings(name, &mut names.products);
            }
            for name in sdk.packages.iter().filter(|p| p.contains('.')) {
                spellings(name, &mut names.products);
            }
            for name in [&sdk.vendor.zh, &sdk.vendor.en] {
                spellings(name, &mut names.companies);
            }
        }
        names
    }

    /// Words that a policy uses for somebody are words for this SDK: one contains the other.
    pub fn fit(&self, words: &str) -> bool {
        let words = normal(words);
        let flat = Flat::new(&words);
        self.products.iter().chain(&self.companies).any(|n| flat.contains(n) || (long_enough(&words) && Flat::new(n).contains(&words)))
    }

    /// A row of the policy's list is about this SDK.
    pub fn is_row(&self, row: &SdkListed) -> bool {
        match &row.sdk {
            Some(sdk) => *sdk == self.id || row.candidates.contains(&self.id),
            None => row.candidates.contains(&self.id) || self.fit(&row.name) || row.company.as_deref().is_some_and(|c| self.fit(c)),
        }
    }

    /// The policy names the product anywhere, or the company outside the rows of its other products.
    pub fn stand_in(&self, case: &Case, texts: &[PolicyText]) -> bool {
        if case.declared.sdk_list.iter().any(|row| self.is_row(row)) {
            return true;
        }
        if case.declared.statements.iter().any(|s| s.third_party_name.as_deref().is_some_and(|n| self.fit(n))) {
            return true;
        }
        texts.iter().enumerate().any(|(i, text)| {
            if self.products.iter().any(|n| text.contains(n)) {
                return true;
            }
            let others: Vec<(usize, usize)> = case
                .declared
                .sdk_list
                .iter()
                .filter(|row| row.policy == i && row.sdk.is_some() && !self.is_row(row))
                .map(|row| (row.start, row.end))
                .collect();
            let rest = text.without(&others);
            self.companies.iter().any(|n| rest.contains(n))
        })
    }
}

/// A name that stands for nobody in particular: 第三方, partners, service providers.
pub fn is_general(name: &str) -> bool {
    const GENERAL: [&str; 14] = [
        "第三方",
        "合作",
        "伙伴",
        "服务商",
        "供应商",
        "关联",
        "广告主",
        "提供商",
        "partner",
        "third part",
        "third-part",
        "provider",
        "affiliate",
        "vendor",
    ];
    let name = normal(name);
    name.is_empty() || GENERAL.iter().any(|w| name.contains(w))
}
