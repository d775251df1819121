//! Does the policy name an SDK: its product, or its company.

use super::Case;
use super::policy_text::{Flat, PolicyText, normal};
use crate::knowledge::Sdk;
use crate::policy::SdkListed;

/// A company with more SDKs than this is too large for its short name to name one of them.
const MANY_PRODUCTS: usize = 3;

/// What follows a short name to make it the name of a company, or of its code.
const LEGAL: [&str; 12] = ["llc", "inc", "ltd", "limited", "corp", "gmbh", "公司", "有限", "科技", "集团", "股份", "sdk"];

fn is_legal_name(name: &str) -> bool {
    name.contains("公司")
        || name.chars().filter(|c| !c.is_ascii()).count() >= 6
        || ["llc", "inc.", "ltd", "limited", "gmbh"].iter().any(|l| name.ends_with(l))
}

/// The names under which one SDK may stand in a policy.
#[derive(Debug, Default)]
pub struct Names {
    pub id: String,
    /// Normalised, for any case.
    pub products: Vec<String>,
    pub companies: Vec<String>,
    /// Everyday words, as their owner writes them.
    pub exact: Vec<String>,
    /// Short names of companies with many products: "Google" in "Google Play" names no SDK. They count where the policy speaks of a party.
    pub wide: Vec<String>,
}

/// Shorter names (`GSY`, 云) hit too much.
fn long_enough(name: &str) -> bool {
    let n = normal(name);
    if n.is_ascii() { n.chars().count() >= 3 } else { n.chars().count() >= 2 }
}

/// Names that are also everyday words: they count only as their owner writes them (`Adjust`, `LINE`), never in lower case.
const EVERYDAY: [&str; 24] = [
    "adjust",
    "amazon",
    "block",
    "branch",
    "crash",
    "display",
    "game",
    "here",
    "human",
    "line",
    "location",
    "map",
    "open source",
    "parse",
    "player",
    "search",
    "segment",
    "share",
    "signal",
    "square",
    "stripe",
    "union",
    "unity",
    "现在",
];

/// `Umeng+ Analytics (U-App)` is also `Umeng+ Analytics`. What stands in the brackets, or around a stroke, is too often a general word
/// (`Analytics / share`); further spellings are aliases in the SDK's file.
fn spellings(name: &str) -> Vec<String> {
    let whole = name.trim().to_string();
    let outer = match whole.find(['(', '（']) {
        Some(open) => whole[..open].trim().to_string(),
        None => String::new(),
    };
    [whole, outer].into_iter().filter(|n| long_enough(n)).collect()
}

impl Names {
    pub fn of(case: &Case, id: &str, known: Option<(&str, &str)>) -> Names {
        let mut names = Names { id: id.to_string(), ..Names::default() };
        let sdk: Option<&Sdk> = case.knowledge.sdks.iter().find(|s| s.id == id);
        let (mut products, mut companies): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        if let Some((name, vendor)) = known {
            products.extend(spellings(name));
            companies.extend(spellings(vendor));
        }
        if let Some(sdk) = sdk {
            products.extend([&sdk.name.zh, &sdk.name.en].into_iter().chain(&sdk.aliases).flat_map(|n| spellings(n)));
            products.extend(sdk.packages.iter().filter(|p| p.contains('.')).cloned());
            companies.extend([&sdk.vendor.zh, &sdk.vendor.en].into_iter().flat_map(|n| spellings(n)));
        }
        for product in products {
            let plain = normal(&product);
            if EVERYDAY.contains(&plain.as_str()) { names.exact.push(product) } else { names.products.push(plain) }
        }
        for company in companies {
            let plain = normal(&company);
            let sisters = case.knowledge.sdks.iter().filter(|s| normal(&s.vendor.zh) == plain || normal(&s.vendor.en) == plain).count();
            if EVERYDAY.contains(&plain.as_str()) {
                names.exact.push(company);
            } else if sisters > MANY_PRODUCTS && !is_legal_name(&plain) {
                names.wide.push(plain);
            } else {
                names.companies.push(plain);
            }
        }
        for list in [&mut names.products, &mut names.companies, &mut names.exact, &mut names.wide] {
            list.sort();
            list.dedup();
        }
        names
    }

    /// Words that a policy uses for a party are words for this SDK: its product, or its company and nothing more (not another product of it).
    pub fn fit(&self, words: &str) -> bool {
        let words = normal(words);
        let flat = Flat::new(&words);
        let part_of = |name: &String| long_enough(&words) && Flat::new(name).contains(&words);
        if self.products.iter().any(|n| flat.contains(n) || part_of(n)) || self.exact.iter().any(|n| normal(n) == words) {
            return true;
        }
        self.companies.iter().chain(&self.wide).any(|n| {
            let rest = words.strip_prefix(n.as_str()).map(|r| r.trim_matches(|c: char| !c.is_alphanumeric()));
            part_of(n)
                || rest.is_some_and(|r| r.is_empty() || LEGAL.iter().any(|l| r.starts_with(l)))
                || (is_legal_name(n) && flat.contains(n))
        })
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
            if self.products.iter().any(|n| text.contains(n)) || self.exact.iter().any(|n| text.contains_exactly(n)) {
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
            // "Google LLC" is the company; "Google Play" is a store.
            let in_full = |n: &String| LEGAL.iter().any(|l| rest.contains(&format!("{n} {l}")) || rest.contains(&format!("{n}{l}")));
            self.companies.iter().any(|n| rest.contains(n)) || self.wide.iter().any(in_full)
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
