//! One judgement under way: the case, what was worked out once for it, and the evidence it makes.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::deadline;
use super::disclosure::Verdict;
use super::naming::Names;
use super::necessity::Necessity;
use super::policy_text::{Kind, PolicyText};
use super::subject::{Collected, collected};
use super::{Case, CategoryOrigin};
use crate::detect::{Owner, SdkMatch};
use crate::evidence::{EvidenceId, EvidenceSet};
use crate::gap::{Gap, GapCode, Hides};
use crate::knowledge::Ontology;
use crate::policy::Statement;

pub struct Hearing<'a> {
    pub case: &'a Case<'a>,
    pub ontology: Ontology<'a>,
    pub texts: Vec<PolicyText<'a>>,
    pub necessity: Necessity,
    pub groups: Vec<Collected<'a>>,
    /// Everything unseen: of the app, of the policy, and what judging itself meets.
    pub gaps: Vec<Gap>,
    /// How many of `gaps`, from the end, judging itself made.
    pub own_gaps: usize,
    pub evidence: RefCell<EvidenceSet>,
    verdicts: RefCell<BTreeMap<(String, Owner), Verdict>>,
    names: RefCell<BTreeMap<String, Rc<Names>>>,
    named: RefCell<BTreeMap<String, bool>>,
}

impl<'a> Hearing<'a> {
    pub fn open(case: &'a Case<'a>) -> Hearing<'a> {
        let texts: Vec<PolicyText> = case.documents.iter().map(|d| PolicyText::new(d.document)).collect();
        let own = own_gaps(case, &texts);
        let gaps: Vec<Gap> = case.observed.gaps.iter().chain(case.policy_gaps).chain(&own).cloned().collect();
        Hearing {
            case,
            ontology: Ontology::new(&case.knowledge.data_types),
            texts,
            necessity: Necessity::of(case),
            groups: collected(case),
            gaps,
            own_gaps: own.len(),
            evidence: RefCell::new(EvidenceSet::default()),
            verdicts: RefCell::new(BTreeMap::new()),
            names: RefCell::new(BTreeMap::new()),
            named: RefCell::new(BTreeMap::new()),
        }
    }

    /// Documents that are policies in a language read here.
    pub fn readable(&self) -> impl Iterator<Item = (usize, &PolicyText<'a>)> {
        self.texts.iter().enumerate().filter(|(_, t)| t.kind == Kind::Policy)
    }

    pub fn policy_readable(&self) -> bool {
        self.readable().next().is_some()
    }

    /// Codes of the gaps that hide any of these.
    pub fn hiding(&self, hides: &[Hides]) -> Vec<GapCode> {
        let mut codes: Vec<GapCode> = self.gaps.iter().filter(|g| g.hides.iter().any(|h| hides.contains(h))).map(|g| g.code).collect();
        codes.sort();
        codes.dedup();
        codes
    }

    /// The policy keeps a list on a page that was not supplied.
    pub fn annex_missing(&self) -> bool {
        self.case.declared.annexes.iter().any(|a| !a.supplied)
    }

    pub fn quote(&self, statement: &Statement) -> Option<EvidenceId> {
        let text = self.texts.get(statement.policy)?;
        Some(text.quote(&mut self.evidence.borrow_mut(), statement.start, statement.end, &statement.quote))
    }

    /// One absence for each readable policy.
    pub fn absences(&self, what: &str, excerpt: &str) -> Vec<EvidenceId> {
        let mut evidence = self.evidence.borrow_mut();
        self.readable().map(|(_, text)| text.absence(&mut evidence, what, excerpt.to_string())).collect()
    }

    pub fn names(&self, sdk: &str) -> Rc<Names> {
        if let Some(known) = self.names.borrow().get(sdk) {
            return Rc::clone(known);
        }
        let found: Option<&SdkMatch> = self.case.observed.sdks.iter().find(|s| s.id == sdk);
        let names = Rc::new(Names::of(self.case, sdk, found.map(|s| (s.name.as_str(), s.vendor.as_str()))));
        self.names.borrow_mut().insert(sdk.to_string(), Rc::clone(&names));
        names
    }

    /// The policy names the SDK or its company. Searched once an SDK.
    pub fn is_named(&self, sdk: &str) -> bool {
        if let Some(known) = self.named.borrow().get(sdk) {
            return *known;
        }
        let named = self.names(sdk).stand_in(self.case, &self.texts);
        self.named.borrow_mut().insert(sdk.to_string(), named);
        named
    }

    /// Words that were (or would have been) searched for a kind of data.
    pub fn terms(&self, data_type: &str) -> Vec<(&'a str, &'a [String])> {
        let mut out: Vec<(&str, &[String])> = Vec::new();
        if let Some(words) = self.ontology.words(data_type) {
            out.extend([(words.zh.as_str(), &[][..]), (words.en.as_str(), &[][..])]);
        }
        let below = format!("{data_type}/");
        for file in &self.case.knowledge.phrases {
            if file.kind == "data" && (file.means == data_type || file.means.starts_with(&below)) {
                out.extend(file.terms.iter().map(|t| (t.as_str(), file.not.as_slice())));
            }
        }
        out.retain(|(t, _)| !t.is_empty());
        out
    }

    /// What the policy says about this kind of data of this owner. Worked out once a subject.
    pub fn verdict(&self, subject: &Collected) -> Verdict {
        let key = (subject.data_type.clone(), subject.owner.clone());
        if let Some(known) = self.verdicts.borrow().get(&key) {
            return known.clone();
        }
        let verdict = super::disclosure::verdict(self, subject);
        self.verdicts.borrow_mut().insert(key, verdict.clone());
        verdict
    }
}

/// What judging itself cannot see: no policy, an annex left out, no category, dates that do not fit.
fn own_gaps(case: &Case, texts: &[PolicyText]) -> Vec<Gap> {
    let mut gaps = Vec::new();
    if texts.is_empty() {
        gaps.push(Gap::new(
            GapCode::Policy,
            "no policy text was supplied or found inside the app",
            "",
            &[Hides::Statements, Hides::SdkList],
        ));
    }
    // Beside a policy that is read, another agreement or a translation hides nothing.
    let unread = texts.iter().filter(|_| !texts.iter().any(|t| t.kind == Kind::Policy));
    for text in unread {
        let what = match text.kind {
            Kind::Policy => continue,
            Kind::NotAPolicy => "the document does not look like a privacy policy; its statements were not used",
            Kind::OtherLanguage => "the policy is in a language that is not read here",
        };
        gaps.push(Gap::new(GapCode::Policy, what, &text.document.name, &[Hides::Statements, Hides::SdkList]));
    }
    for annex in case.declared.annexes.iter().filter(|a| !a.supplied) {
        let place = case.documents.get(annex.policy).map(|d| d.document.name.clone()).unwrap_or_default();
        let what = match &annex.link {
            Some(link) => format!("annex \"{}\" at {link} was not supplied", annex.title),
            None => format!("annex \"{}\" was not supplied", annex.title),
        };
        gaps.push(Gap::new(GapCode::Policy, what, place, &[Hides::SdkList]));
    }
    let sure = |o: CategoryOrigin| matches!(o, CategoryOrigin::Given | CategoryOrigin::Store);
    if !case.categories.iter().any(|c| sure(c.origin)) {
        gaps.push(Gap::new(GapCode::Category, "the category of the app is unknown or guessed", "", &[Hides::Category]));
    }
    gaps.extend(versions(case));
    gaps
}

/// Only dates and versions that are known and do not fit: an unknown date is no contradiction.
fn versions(case: &Case) -> Option<Gap> {
    let fact = case.declared.facts.get("update_or_effective_date").filter(|f| f.stated);
    let effective = fact.and_then(|f| deadline::date(f.value.as_deref()?));
    let obtained = case.listing.obtained_at.as_deref().and_then(deadline::date);
    if let (Some(effective), Some(obtained)) = (&effective, &obtained)
        && effective > obtained
    {
        let what = format!("the policy is dated {effective}, the app was obtained on {obtained}");
        return Some(Gap::new(GapCode::Dates, what, "", &[Hides::Versions]));
    }
    match (&case.listing.version, &case.observed.app.version_name) {
        (Some(listed), Some(app)) if listed != app => {
            Some(Gap::new(GapCode::Dates, format!("the listing is of version {listed}, the app is version {app}"), "", &[Hides::Versions]))
        }
        _ => None,
    }
}
