//! Which laws a finding cites: those of the rule, in force on the day, of the jurisdictions that the profiles ask for.

use super::{Case, Certainty, LawRef};
use crate::knowledge::{Law, Rule, Status};

/// A rule without profiles belongs to all.
pub fn in_profile(rule: &Rule, profiles: &[String]) -> bool {
    rule.profiles.is_empty() || rule.profiles.iter().any(|p| profiles.contains(p))
}

/// The references of a rule that hold on `as_of`. Drafts have no date of effect and are never cited.
pub fn references(rule: &Rule, case: &Case) -> Vec<LawRef> {
    let mut out = Vec::new();
    for reference in &rule.law {
        let Some((law_id, item)) = reference.split_once('#') else { continue };
        let Some(law) = case.knowledge.laws.iter().find(|l| l.id == law_id) else { continue };
        if !in_force(law, case.as_of) || !asked_for(law, case.profiles) {
            continue;
        }
        let article = law.article.iter().find(|a| a.id == item);
        let unverified = law.status == Status::FromMemory || article.is_none_or(|a| a.from_memory);
        out.push(LawRef { law: law_id.to_string(), item: item.to_string(), unverified });
    }
    out
}

/// Law lines from memory (条文待核) never stand in an established finding: they are left out of it, and a finding that rests on nothing else
/// is not established. Rules without any law (file structure) state facts of the material alone.
pub fn settle(certainty: Certainty, refs: &mut Vec<LawRef>) -> Certainty {
    if certainty < Certainty::Established || refs.is_empty() {
        return certainty;
    }
    if refs.iter().all(|r| r.unverified) {
        return Certainty::Strong;
    }
    refs.retain(|r| !r.unverified);
    certainty
}

fn in_force(law: &Law, as_of: &str) -> bool {
    match law.in_force.as_str() {
        // Store terms and sweeps have no day of effect; drafts have none either and are not law.
        "" => law.kind != "draft",
        day => day <= as_of,
    }
}

fn asked_for(law: &Law, profiles: &[String]) -> bool {
    profiles.iter().any(|p| match p.as_str() {
        "cn" => law.jurisdiction == "CN",
        "eu" => matches!(law.jurisdiction.as_str(), "EU" | "FR" | "COE"),
        "play" => law.jurisdiction == "PLAY",
        "gpen" => law.jurisdiction == "INT",
        other => law.jurisdiction.eq_ignore_ascii_case(other),
    })
}
