//! What rules are asked about, gathered from the two columns.

use std::collections::{BTreeMap, BTreeSet};

use super::fact::SubjectKind;
use super::finding::Certainty;
use super::{Case, Subject};
use crate::detect::{Collection, Consent, Endpoint, Owner, PermissionUse, SdkMatch, Strength, Tri, When};
use crate::knowledge::Status;
use crate::policy::{Party, Polarity};

/// All rows that read one data type for one owner: one subject, because a finding is over (code, data type, owner, permission, SDK).
pub struct Collected<'a> {
    pub data_type: String,
    pub owner: Owner,
    pub rows: Vec<&'a Collection>,
}

impl<'a> Collected<'a> {
    pub fn reachable(&self) -> impl Iterator<Item = &&'a Collection> {
        self.rows.iter().filter(|c| c.reachable == Tri::Yes)
    }

    /// Reachable rows that count: weak or user-mediated rows alone never make a finding.
    pub fn telling(&self) -> impl Iterator<Item = &&'a Collection> {
        self.reachable().filter(|c| c.strength != Strength::Weak && !c.user_mediated)
    }

    /// Telling rows with a site that runs at `when` without a gate. Looked at site by site: the row's own `when` and `consent` may stem from two sites.
    pub fn ungated_at(&self, when: When) -> Vec<&'a Collection> {
        self.telling()
            .copied()
            .filter(|c| {
                if c.sites.is_empty() {
                    c.when == when && c.consent == Consent::Ungated
                } else {
                    c.sites.iter().any(|s| s.when == when && s.consent == Consent::Ungated)
                }
            })
            .collect()
    }

    /// Every telling call gives an ordinary app nothing on the platform it targets.
    pub fn blocked(&self, target: u32) -> bool {
        let mut any = false;
        for row in self.telling() {
            any = true;
            if row.blocked_from_api.is_none_or(|from| target < from) {
                return false;
            }
        }
        any
    }

    /// The finer node, where all telling rows share it.
    pub fn node(&self) -> Option<&'a str> {
        let mut nodes = self.telling().map(|c| c.node.as_deref());
        let first = nodes.next()??;
        nodes.all(|n| n == Some(first)).then_some(first)
    }
}

/// One subject of a rule.
pub enum About<'a> {
    App,
    Policy,
    Collection(&'a Collected<'a>),
    Permission(&'a PermissionUse),
    Sdk(&'a SdkMatch),
    Endpoint(&'a Endpoint),
}

impl About<'_> {
    pub fn subject(&self) -> Subject {
        let mut subject = Subject::default();
        match self {
            About::App | About::Policy => {}
            About::Collection(c) => {
                subject.data_type = Some(c.data_type.clone());
                subject.owner = Some(c.owner.clone());
            }
            About::Permission(p) => subject.permission = Some(p.name.clone()),
            About::Sdk(s) => subject.sdk = Some(s.id.clone()),
            About::Endpoint(e) => subject.owner = Some(e.owner.clone()),
        }
        subject
    }

    /// A ceiling that lies in the subject and not in the rule: "blocked from API n" caps at indicative (report contract), and so do signs of
    /// medium strength alone, and an SDK whose file nobody has compared with its source, where the finding says whose code it is or what the policy calls it.
    pub fn ceiling(&self, case: &Case, code: &str) -> Certainty {
        let unsure = |id: &str| case.knowledge.sdk(id).is_none_or(|s| s.status != Status::Reviewed);
        let names_owner = code.starts_with("DIS-") || code.starts_with("SHR-");
        match self {
            About::Collection(c) if c.blocked(case.observed.app.target_sdk) => Certainty::Indicative,
            // A sign that may mean something else is no complete chain.
            About::Collection(c) if c.telling().next().is_some() && c.telling().all(|row| row.strength != Strength::Strong) => {
                Certainty::Indicative
            }
            About::Collection(Collected { owner: Owner::Sdk { id }, .. }) if names_owner && unsure(id) => Certainty::Indicative,
            About::Sdk(s) if unsure(&s.id) => Certainty::Indicative,
            _ => Certainty::Established,
        }
    }
}

/// Groups the collections, leaving out libraries (never accused), and adds an empty group for each kind of data that the policy
/// states for itself and no code reads, so that "declared, not found" has a subject.
pub fn collected<'a>(case: &Case<'a>) -> Vec<Collected<'a>> {
    let mut groups: BTreeMap<(String, Owner), Vec<&'a Collection>> = BTreeMap::new();
    for row in &case.observed.collections {
        if !matches!(row.owner, Owner::Library { .. }) {
            groups.entry((row.data_type.clone(), row.owner.clone())).or_default().push(row);
        }
    }
    let observed: BTreeSet<&str> = case.observed.collections.iter().map(|c| c.data_type.as_str()).collect();
    for statement in &case.declared.statements {
        if statement.party == Party::First && statement.polarity == Polarity::Collects && !observed.contains(statement.data_type.as_str()) {
            groups.entry((statement.data_type.clone(), Owner::App)).or_default();
        }
    }
    groups.into_iter().map(|((data_type, owner), rows)| Collected { data_type, owner, rows }).collect()
}

/// All subjects of a kind, in a fixed order.
pub fn subjects<'a>(kind: SubjectKind, case: &Case<'a>, collected: &'a [Collected<'a>]) -> Vec<About<'a>> {
    match kind {
        SubjectKind::App => vec![About::App],
        SubjectKind::Policy => vec![About::Policy],
        SubjectKind::Collection => collected.iter().map(About::Collection).collect(),
        SubjectKind::Permission => case.observed.permissions.iter().map(About::Permission).collect(),
        SubjectKind::Sdk => case.observed.sdks.iter().map(About::Sdk).collect(),
        SubjectKind::Endpoint => {
            case.observed.endpoints.iter().filter(|e| !matches!(e.owner, Owner::Library { .. })).map(About::Endpoint).collect()
        }
    }
}
