//! The 31 items of the identification method of 2019, answered one by one: found, not found within what was examined, or not examined.
//!
//! A regulator must see the whole method, so no item is left out, and an item never claims more than its own level: a finding that the
//! material establishes is only a strong lead on an item that the facts of the method call indicative.

use std::collections::BTreeSet;

use super::hearing::Hearing;
use super::{Certainty, Finding, ItemAnswer, ItemState};
use crate::detect::Tri;
use crate::gap::{GapCode, Hides};
use crate::knowledge::{Code, LawArticle};
use crate::words::Words;

/// The law's id in `signatures/law`.
pub const METHOD: &str = "cn-method-2019";

pub fn answers(h: &Hearing, findings: &[Finding]) -> Vec<ItemAnswer> {
    let Some(law) = h.case.knowledge.laws.iter().find(|l| l.id == METHOD) else { return Vec::new() };
    law.article.iter().map(|item| answer(h, item, findings)).collect()
}

/// The best certainty that an item's level allows.
fn ceiling(level: &str) -> Option<Certainty> {
    match level {
        "decidable" => Some(Certainty::Established),
        "indicative" => Some(Certainty::Strong),
        _ => None,
    }
}

fn answer(h: &Hearing, item: &LawArticle, findings: &[Finding]) -> ItemAnswer {
    let codes: Vec<&Code> = item.findings.iter().filter_map(|c| h.case.knowledge.code(c)).collect();
    let mut bearing: Vec<&Finding> = findings.iter().filter(|f| codes.iter().any(|c| c.id == f.code)).collect();
    bearing.sort_by(|a, b| (b.severity, b.certainty, &a.code, &a.id).cmp(&(a.severity, a.certainty, &b.code, &b.id)));
    let (asked, not_asked): (Vec<&Code>, Vec<&Code>) = codes.iter().partition(|c| missing(h, c).is_none());
    let top = ceiling(&item.decidable);
    let state = match (top, bearing.is_empty(), asked.is_empty()) {
        (None, ..) => ItemState::NotExamined,
        (_, false, _) => ItemState::Found,
        (_, true, true) => ItemState::NotExamined,
        _ => ItemState::NotFound,
    };
    let hides: BTreeSet<GapCode> =
        if state == ItemState::NotFound { asked.iter().flat_map(|c| h.hiding(hidden_by(c))).collect() } else { BTreeSet::new() };
    let certainty = top.filter(|_| state == ItemState::Found).and_then(|top| Some(bearing.iter().map(|f| f.certainty).max()?.min(top)));
    ItemAnswer {
        item: item.id.clone(),
        level: item.decidable.clone(),
        state,
        certainty,
        findings: bearing.iter().map(|f| f.id.clone()).collect(),
        reason: match state {
            ItemState::NotExamined => {
                not_asked.iter().find_map(|c| missing(h, c)).filter(|_| top.is_some()).unwrap_or_else(|| item.left_open.clone())
            }
            _ => item.looked_at.clone(),
        },
        not_asked: not_asked.iter().map(|c| c.id.clone()).collect(),
        gaps: hides.into_iter().collect(),
        left_open: item.left_open.clone(),
    }
}

/// Why a code could not be asked at all, if so: nobody ever can from such material, or an input is missing.
fn missing(h: &Hearing, code: &Code) -> Option<Words> {
    let say = |zh: &str, en: &str| Some(Words::new(zh, en));
    let case = h.case;
    if code.level == "not-static" {
        return say(
            "静态材料不能反映，须运行应用、检查后台或由人工判断",
            "the material cannot show it: it needs a run, a look at the servers, or a person",
        );
    }
    let rules: Vec<_> = case.knowledge.rules.iter().filter(|r| r.code == code.id).collect();
    if rules.is_empty() {
        return say("本版本未检查此项", "this version does not look for it");
    }
    if !rules.iter().any(|r| super::law::in_profile(r, case.profiles)) {
        return say("未选用中国规则集（--profile cn）", "the Chinese rules were not asked for (--profile cn)");
    }
    let needs = |fact: &str| rules.iter().all(|r| r.all.iter().any(|f| f == fact));
    if needs("policy-readable") && !h.policy_readable() {
        return say("未取得可分析的隐私政策文本", "no policy text that can be read was supplied or found");
    }
    if needs("category-known") && !h.necessity.known {
        return say("应用类型未知或为推测", "the category is unknown or guessed");
    }
    // A flow is looked for from every reading; where none was followed, "no flow" means nothing.
    let followed = !case.observed.flows.is_empty() || case.observed.collections.iter().any(|c| c.leaves_device != Tri::Unknown);
    if needs("handed-to-other-app") && !followed && !case.observed.collections.is_empty() {
        return say("未进行数据流分析", "no data flow was followed");
    }
    if needs("earlier-given") && case.earlier.is_none() {
        return say(
            "未提供旧版本的报告（--earlier），无法比较",
            "no report of an earlier version was supplied (--earlier) to compare with",
        );
    }
    None
}

/// What must be seen for a `not found` to mean anything.
fn hidden_by(code: &Code) -> &'static [Hides] {
    let of = |input: &str| code.inputs.iter().any(|i| i.starts_with(input));
    match (of("apk"), of("policy")) {
        (true, true) => {
            &[Hides::Calls, Hides::CallsOfSdk, Hides::Sdks, Hides::Manifest, Hides::Resources, Hides::Statements, Hides::SdkList]
        }
        (true, false) => &[Hides::Calls, Hides::CallsOfSdk, Hides::Sdks, Hides::Manifest, Hides::Resources],
        (false, _) => &[Hides::Statements, Hides::SdkList],
    }
}
