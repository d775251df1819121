//! Applies the rule files. All facts yes gives the ceiling; an unknown with a gap gives at most indicative and names the gap; else the rule is silent.

use std::collections::{BTreeMap, BTreeSet};

use super::fact::{Answer, Fact, SubjectKind};
use super::hearing::Hearing;
use super::law;
use super::subject::{About, subjects};
use super::title::Filling;
use super::{Case, Certainty, Disclosure, FactAnswer, Finding, Judgement, Severity, Subject};
use super::{about_app, about_collection, about_permission, about_policy, about_sdk};
use super::{method, told};
use crate::bytes::short_id;
use crate::detect::Tri;
use crate::evidence::{EvidenceId, EvidenceSet};
use crate::gap::{GapCode, Read};
use crate::knowledge::{Code, Rule, Status};
use crate::words::Words;

/// What a rule says of one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Silent,
    Holds { certainty: Certainty, gaps: Vec<GapCode> },
}

/// The best certainty that a code and a rule allow: decidable → established, indicative → strong, not-static → none.
/// Knowledge from memory is never the base of an established finding.
pub fn ceiling_of(rule: &Rule, code: &Code) -> Option<Certainty> {
    let level = match code.level.as_str() {
        "decidable" => Certainty::Established,
        "indicative" => Certainty::Strong,
        _ => return None,
    };
    let own = match rule.ceiling.as_deref() {
        Some("indicative") => Certainty::Indicative,
        Some("strong") => Certainty::Strong,
        _ => Certainty::Established,
    };
    let memory = if rule.status == Status::FromMemory { Certainty::Strong } else { Certainty::Established };
    Some(level.min(own).min(memory))
}

/// `answers` gives what was found for a fact; `hiding` the gaps in force that could turn its `no` into a `yes`.
pub fn decide(rule: &Rule, ceiling: Certainty, answers: &dyn Fn(Fact) -> Answer, hiding: &dyn Fn(Fact) -> Vec<GapCode>) -> Outcome {
    let ask = |names: &[String]| -> Vec<(Fact, Answer)> { names.iter().filter_map(|n| Fact::parse(n)).map(|f| (f, answers(f))).collect() };
    let (all, any, none) = (ask(&rule.all), ask(&rule.any), ask(&rule.none));
    // A name that is no fact can never hold. Built-in rules are tested for it.
    if all.len() + any.len() + none.len() != rule.all.len() + rule.any.len() + rule.none.len() || all.len() + any.len() + none.len() == 0 {
        return Outcome::Silent;
    }
    let is = |a: &Answer, tri| a.tri == tri;
    if all.iter().any(|(_, a)| is(a, Tri::No))
        || none.iter().any(|(_, a)| is(a, Tri::Yes))
        || (!any.is_empty() && any.iter().all(|(_, a)| is(a, Tri::No)))
    {
        return Outcome::Silent;
    }
    let any_open = !any.is_empty() && !any.iter().any(|(_, a)| is(a, Tri::Yes));
    let unknown: Vec<&Answer> =
        all.iter().chain(&none).chain(any.iter().filter(|_| any_open)).map(|(_, a)| a).filter(|a| is(a, Tri::Unknown)).collect();
    let mut certainty = ceiling;
    let mut gaps: BTreeSet<GapCode> = BTreeSet::new();
    if !unknown.is_empty() {
        // An unknown that no gap explains is no hint of anything.
        if unknown.iter().any(|a| a.gaps.is_empty()) {
            return Outcome::Silent;
        }
        certainty = Certainty::Indicative;
        gaps.extend(unknown.iter().flat_map(|a| a.gaps.iter().copied()));
    }
    if rule.absence {
        let hidden: BTreeSet<GapCode> = none.iter().filter(|(_, a)| is(a, Tri::No)).flat_map(|(f, _)| hiding(*f)).collect();
        if !hidden.is_empty() {
            certainty = lower(certainty);
            gaps.extend(hidden);
        }
    }
    Outcome::Holds { certainty, gaps: gaps.into_iter().collect() }
}

fn lower(certainty: Certainty) -> Certainty {
    match certainty {
        Certainty::Established => Certainty::Strong,
        Certainty::Strong | Certainty::Indicative => Certainty::Indicative,
    }
}

fn answer(h: &Hearing, fact: Fact, about: &About) -> Answer {
    match (fact.about(), about) {
        (SubjectKind::App, _) => about_app::answer(h, fact),
        (SubjectKind::Policy, _) => about_policy::answer(h, fact),
        (SubjectKind::Collection, About::Collection(c)) => about_collection::answer(h, fact, c),
        (SubjectKind::Permission, About::Permission(p)) => about_permission::answer(h, fact, p),
        (SubjectKind::Sdk, About::Sdk(s)) => about_sdk::answer(h, fact, s),
        (SubjectKind::Endpoint, About::Endpoint(e)) => Answer::of(e.cleartext, e.evidence.clone()),
        // A rule that asks a fact of another subject: never holds.
        _ => Answer::unknown(Vec::new(), Vec::new()),
    }
}

pub fn judge(case: &Case) -> Read<Judgement> {
    let h = Hearing::open(case);
    let mut rules: Vec<&Rule> = case.knowledge.rules.iter().filter(|r| law::in_profile(r, case.profiles)).collect();
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    let mut findings: BTreeMap<(String, Subject), Finding> = BTreeMap::new();
    for rule in rules {
        let Some(code) = case.knowledge.code(&rule.code) else { continue };
        let (Some(ceiling), Some(kind)) = (ceiling_of(rule, code), SubjectKind::parse(&rule.subject)) else { continue };
        for about in subjects(kind, case, &h.groups) {
            let hiding = |f: Fact| h.hiding(f.hidden_by());
            let outcome = decide(rule, ceiling.min(about.ceiling(case, &rule.code)), &|f| answer(&h, f, &about), &hiding);
            let Outcome::Holds { certainty, gaps } = outcome else { continue };
            let finding = make(&h, rule, &about, certainty, gaps);
            match findings.entry((finding.code.clone(), finding.subject.clone())) {
                std::collections::btree_map::Entry::Vacant(slot) => {
                    slot.insert(finding);
                }
                std::collections::btree_map::Entry::Occupied(mut slot) => join(slot.get_mut(), finding),
            }
        }
    }
    let mut findings: Vec<Finding> = findings.into_values().collect();
    findings.sort_by(|a, b| {
        b.severity.cmp(&a.severity).then(b.certainty.cmp(&a.certainty)).then(a.code.cmp(&b.code)).then(a.subject.cmp(&b.subject))
    });
    let disclosures = told::collections(&h);
    let listed = told::sdks(&h, &findings);
    let method = method::answers(&h, &findings);
    let necessity = h.necessity.shown(&h);
    let used: BTreeSet<&EvidenceId> = findings
        .iter()
        .flat_map(|f| f.evidence.iter().chain(f.facts.iter().flat_map(|a| &a.evidence)))
        .chain(disclosures.iter().flat_map(|d| &d.evidence))
        .collect();
    let mut made = h.evidence.into_inner();
    made.0.retain(|id, _| used.contains(id));
    let own = h.gaps.len() - h.own_gaps;
    let gaps = h.gaps.into_iter().skip(own).collect();
    Read { value: Judgement { findings, disclosures, listed, method, necessity, evidence: EvidenceSet(made.0) }, gaps }
}

/// Two rules on one (code, subject) are one finding: the surer one speaks, the other adds its evidence.
fn join(kept: &mut Finding, other: Finding) {
    let (mut first, second) = if other.certainty > kept.certainty { (other, kept.clone()) } else { (kept.clone(), other) };
    first.severity = first.severity.max(second.severity);
    for id in second.evidence {
        if !first.evidence.contains(&id) {
            first.evidence.push(id);
        }
    }
    for law in second.rules {
        let barred = law.unverified && first.certainty == Certainty::Established;
        if !barred && !first.rules.contains(&law) {
            first.rules.push(law);
        }
    }
    *kept = first;
}

fn make(h: &Hearing, rule: &Rule, about: &About, certainty: Certainty, gaps: Vec<GapCode>) -> Finding {
    let subject = about.subject();
    let names = rule.all.iter().chain(&rule.any).chain(&rule.none);
    let facts: Vec<(Fact, Answer)> = names.filter_map(|n| Fact::parse(n)).map(|f| (f, answer(h, f, about))).collect();
    let mut evidence: Vec<EvidenceId> = about_evidence(about);
    for id in facts.iter().flat_map(|(_, a)| &a.evidence) {
        if !evidence.contains(id) {
            evidence.push(id.clone());
        }
    }
    let asked: Vec<Fact> = facts.iter().map(|(f, _)| *f).collect();
    let filling = Filling::of(h, about, &asked);
    let mut rules = law::references(rule, h.case);
    let certainty = law::settle(certainty, &mut rules);
    Finding {
        id: id(&rule.code, &subject),
        code: rule.code.clone(),
        certainty,
        severity: severity(&rule.severity),
        disclosure: disclosure(h, &rule.code, about),
        title: filling.fill(&rule.title),
        why: with_limit(h, about, filling.fill(&rule.why)),
        remedy: filling.fill(&rule.remedy),
        to_check: filling.fill(&rule.to_check),
        rules,
        evidence,
        gaps,
        waived: None,
        rule: rule.id.clone(),
        facts: facts
            .into_iter()
            .map(|(f, a)| FactAnswer { fact: f.name().into(), answer: word(a.tri).into(), evidence: a.evidence })
            .collect(),
        subject,
    }
}

/// "Blocked from API n" is printed where it lowers the finding (report contract).
fn with_limit(h: &Hearing, about: &About, mut why: Words) -> Words {
    let About::Collection(c) = about else { return why };
    if c.blocked(h.case.observed.app.target_sdk)
        && let Some(from) = c.telling().filter_map(|row| row.blocked_from_api).min()
    {
        why.zh.push_str(&format!("该接口自API {from}起不再向普通应用返回数据，仅在更低版本的系统上可能读取。"));
        why.en.push_str(&format!(" From API {from} on the call gives an ordinary app nothing; only older systems may yield it."));
    }
    why
}

/// A permission's line of the manifest belongs to every finding about it.
fn about_evidence(about: &About) -> Vec<EvidenceId> {
    match about {
        About::Permission(p) => p.evidence.iter().take(6).cloned().collect(),
        About::Sdk(s) => s.evidence.iter().take(4).cloned().collect(),
        _ => Vec::new(),
    }
}

/// The verdict is printed with the findings that rest on it.
fn disclosure(h: &Hearing, code: &str, about: &About) -> Option<Disclosure> {
    match about {
        About::Collection(c) if matches!(code, "DIS-01" | "DIS-09" | "DIS-10" | "CON-11") => h.verdict(c).disclosure,
        About::Sdk(_) if code == "DIS-03" => Some(Disclosure::Omitted),
        _ => None,
    }
}

/// Over (code, data type, owner, permission, SDK), without any hash of the app: baselines, waivers and diffs survive a rebuild.
pub fn id(code: &str, subject: &Subject) -> String {
    let text = |s: &Option<String>| s.clone().unwrap_or_default();
    let owner = subject.owner.as_ref().map(|o| o.key()).unwrap_or_default();
    short_id("F", &[code, &text(&subject.data_type), &owner, &text(&subject.permission), &text(&subject.sdk)])
}

fn severity(word: &str) -> Severity {
    match word {
        "high" => Severity::High,
        "medium" => Severity::Medium,
        _ => Severity::Low,
    }
}

fn word(tri: Tri) -> &'static str {
    match tri {
        Tri::Yes => "yes",
        Tri::No => "no",
        Tri::Unknown => "unknown",
    }
}
