//! Compares what a report says with what was planted.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use apksweep::detect::{Owner, Tri};
use apksweep::report::Report;
use serde::Serialize;

use crate::labels::{App, Expected, Labels, Planted, either};

/// Codes whose findings the labels list completely: any other finding of such a code is wrong.
const CLOSED: [&str; 20] = [
    "CHD-01", "CON-01", "CON-03", "CON-07", "CON-11", "DIS-01", "DIS-02", "DIS-03", "DIS-10", "NEC-01", "NEC-02", "NEC-10", "POL-01",
    "POL-07", "POL-08", "POL-09", "RGT-01", "RGT-03", "SHR-01", "TMP-01",
];

pub const DIMENSIONS: [&str; 10] =
    ["collections", "when", "consent", "leaves_device", "sdks", "findings", "disclosure", "statements", "facts", "permissions_unused"];

#[derive(Clone, Debug)]
pub struct SeenCollection {
    data_type: String,
    owner: String,
    reachable: bool,
    user_mediated: bool,
    when: String,
    consent: String,
    leaves_device: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeenFinding {
    code: String,
    data_type: Option<String>,
    owner: Option<String>,
    permission: Option<String>,
    sdk: Option<String>,
    disclosure: Option<String>,
}

/// The part of a report that is compared, in plain words.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    collections: Vec<SeenCollection>,
    sdks: BTreeSet<String>,
    findings: Vec<SeenFinding>,
    statements: BTreeSet<(String, String, String)>,
    facts: BTreeSet<String>,
    permissions_unused: BTreeSet<String>,
    gaps: BTreeSet<String>,
}

/// The word that stands for a value in the report's JSON.
fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(String::from)).unwrap_or_default()
}

fn short(permission: &str) -> String {
    permission.strip_prefix("android.permission.").unwrap_or(permission).into()
}

/// The first of several alternatives.
fn first(words: &str) -> String {
    words.split('|').next().unwrap_or_default().into()
}

impl Seen {
    pub fn of(report: &Report) -> Seen {
        let collections = report.collections.iter().map(|c| SeenCollection {
            data_type: c.data_type.clone(),
            owner: c.owner.key(),
            reachable: c.reachable == Tri::Yes,
            user_mediated: c.user_mediated,
            when: word(&c.when),
            consent: word(&c.consent),
            leaves_device: word(&c.leaves_device),
        });
        let findings = report.findings.iter().map(|f| SeenFinding {
            code: f.code.clone(),
            data_type: f.subject.data_type.clone(),
            owner: f.subject.owner.as_ref().map(Owner::key),
            permission: f.subject.permission.as_deref().map(short),
            sdk: f.subject.sdk.clone(),
            disclosure: f.disclosure.as_ref().map(word),
        });
        Seen {
            collections: collections.collect(),
            sdks: report.sdks.iter().filter(|s| word(&s.confidence) != "hint" && word(&s.role) == "sdk").map(|s| s.id.clone()).collect(),
            findings: findings.collect(),
            statements: report.declared.statements.iter().map(|s| (s.data_type.clone(), word(&s.polarity), word(&s.party))).collect(),
            facts: report.declared.facts.iter().filter(|(_, f)| f.stated).map(|(name, _)| name.clone()).collect(),
            permissions_unused: report.permissions.iter().filter(|p| p.declared && p.used == Tri::No).map(|p| short(&p.name)).collect(),
            gaps: report.gaps.iter().map(|g| g.code.as_str().to_string()).collect(),
        }
    }

    /// The report that says exactly what the labels want.
    pub fn perfect(labels: &Labels) -> Seen {
        let one = |words: &BTreeSet<String>| words.iter().next().cloned().unwrap_or_default();
        let collections = labels.collections.iter().map(|c| SeenCollection {
            data_type: first(&c.data_type),
            owner: first(&c.owner),
            reachable: true,
            user_mediated: false,
            when: one(&c.when),
            consent: one(&c.consent),
            leaves_device: one(&c.leaves_device),
        });
        let findings = labels.findings.iter().map(|f| SeenFinding {
            code: f.code.clone(),
            data_type: f.data_type.as_deref().map(first),
            owner: f.owner.as_deref().map(first),
            permission: f.permission.clone(),
            sdk: f.sdk.clone(),
            disclosure: f.disclosure.first().cloned(),
        });
        Seen {
            collections: collections.collect(),
            sdks: labels.sdks.clone(),
            findings: findings.collect(),
            statements: labels.statements.clone(),
            facts: labels.facts.iter().filter(|(_, stated)| **stated).map(|(name, _)| name.clone()).collect(),
            permissions_unused: labels.permissions_unused.clone(),
            gaps: labels.gaps.clone(),
        }
    }

    /// A report that claims everything that is planted or forbidden anywhere in the corpus.
    pub fn everything(apps: &[App]) -> Seen {
        let mut all = Seen::default();
        for app in apps {
            let labels = app.labels();
            let next = Seen::perfect(&labels);
            all.collections.extend(next.collections);
            all.sdks.extend(next.sdks);
            all.findings.extend(next.findings);
            all.findings.extend(labels.must_not.iter().map(|m| SeenFinding {
                code: m.code.clone(),
                data_type: m.data_type.clone(),
                owner: m.owner.clone(),
                permission: m.permission.clone(),
                sdk: m.sdk.clone(),
                disclosure: None,
            }));
            all.statements.extend(next.statements);
            all.facts.extend(next.facts);
        }
        all
    }
}

/// Right, wrong (false) and missed answers.
#[derive(Clone, Debug, Default)]
pub struct Count {
    pub right: usize,
    pub wrong: usize,
    pub missed: usize,
}

impl Count {
    fn ratio(part: usize, rest: usize) -> f64 {
        if part + rest == 0 { 1.0 } else { part as f64 / (part + rest) as f64 }
    }

    pub fn precision(&self) -> f64 {
        Count::ratio(self.right, self.wrong)
    }

    pub fn recall(&self) -> f64 {
        Count::ratio(self.right, self.missed)
    }

    pub fn f1(&self) -> f64 {
        Count::ratio(2 * self.right, self.wrong + self.missed)
    }

    /// Compares two sets; what is only in `may` counts neither way.
    fn sets<T: Ord>(&mut self, want: &BTreeSet<T>, may: &BTreeSet<T>, got: &BTreeSet<T>) {
        self.right += want.intersection(got).count();
        self.missed += want.difference(got).count();
        self.wrong += got.iter().filter(|g| !want.contains(g) && !may.contains(g)).count();
    }

    fn one(&mut self, right: bool) {
        if right {
            self.right += 1;
        } else {
            self.missed += 1;
        }
    }
}

#[derive(Clone, Debug)]
pub struct Score {
    pub counts: BTreeMap<&'static str, Count>,
    /// What fails the test unless `known-miss.toml` names it.
    pub misses: Vec<String>,
    /// What only lowers the figures.
    pub notes: Vec<String>,
}

impl Default for Score {
    fn default() -> Score {
        Score { counts: DIMENSIONS.iter().map(|d| (*d, Count::default())).collect(), misses: Vec::new(), notes: Vec::new() }
    }
}

impl Score {
    fn count(&mut self, dimension: &'static str) -> &mut Count {
        self.counts.entry(dimension).or_default()
    }

    pub fn add(&mut self, other: Score) {
        for (dimension, count) in other.counts {
            let sum = self.count(dimension);
            sum.right += count.right;
            sum.wrong += count.wrong;
            sum.missed += count.missed;
        }
        self.misses.extend(other.misses);
        self.notes.extend(other.notes);
    }

    /// One app on one line: right/expected, and `+n` for n wrong ones.
    pub fn line(&self) -> String {
        let mut out = String::new();
        for dimension in ["collections", "sdks", "findings", "statements", "facts"] {
            let c = &self.counts[dimension];
            let _ = write!(out, "{dimension} {}/{}", c.right, c.right + c.missed);
            out.push_str(&if c.wrong > 0 { format!(" +{}  ", c.wrong) } else { "  ".into() });
        }
        for miss in &self.misses {
            let _ = write!(out, "\n    {miss}");
        }
        out
    }

    pub fn table(&self) -> String {
        let mut out = format!("{:<20}{:>7}{:>7}{:>7}{:>9}{:>9}{:>9}\n", "", "right", "wrong", "missed", "P", "R", "F1");
        for dimension in DIMENSIONS {
            let c = &self.counts[dimension];
            let _ = writeln!(
                out,
                "{dimension:<20}{:>7}{:>7}{:>7}{:>9.3}{:>9.3}{:>9.3}",
                c.right,
                c.wrong,
                c.missed,
                c.precision(),
                c.recall(),
                c.f1()
            );
        }
        out
    }
}

fn is_planted(planted: &Planted, seen: &SeenCollection) -> bool {
    either(&planted.data_type, &seen.data_type) && either(&planted.owner, &seen.owner) && seen.reachable == (planted.reachable == "yes")
}

/// Does the finding seen satisfy the code and the part of the subject that is named? An owner that the finding leaves open counts.
fn is_expected(want: &Expected, seen: &SeenFinding) -> bool {
    let named =
        |want: &Option<String>, seen: &Option<String>| want.as_deref().is_none_or(|w| seen.as_deref().is_some_and(|s| either(w, s)));
    let owner = want.owner.as_deref().is_none_or(|w| seen.owner.as_deref().is_none_or(|s| either(w, s)));
    let sdk = want.sdk.as_deref().is_none_or(|w| seen.sdk.as_deref() == Some(w) || seen.owner.as_deref() == Some(&format!("sdk:{w}")));
    want.code == seen.code && named(&want.data_type, &seen.data_type) && named(&want.permission, &seen.permission) && owner && sdk
}

pub fn compare(labels: &Labels, seen: &Seen) -> Score {
    let mut score = Score::default();
    collections(labels, seen, &mut score);
    findings(labels, seen, &mut score);

    score.count("sdks").sets(&labels.sdks, &labels.may_sdks, &seen.sdks);
    for id in labels.sdks.difference(&seen.sdks) {
        score.misses.push(format!("sdk {id}"));
    }
    for id in seen.sdks.iter().filter(|s| !labels.sdks.contains(*s) && !labels.may_sdks.contains(*s)) {
        score.misses.push(format!("no-sdk {id}"));
    }

    score.count("statements").sets(&labels.statements, &labels.may_statements, &seen.statements);
    for (data_type, polarity, party) in labels.statements.difference(&seen.statements) {
        score.notes.push(format!("missed statement: {data_type} {polarity} {party}"));
    }
    for s in seen.statements.iter().filter(|s| !labels.statements.contains(*s) && !labels.may_statements.contains(*s)) {
        score.notes.push(format!("wrong statement: {} {} {}", s.0, s.1, s.2));
    }

    for (name, stated) in &labels.facts {
        match (*stated, seen.facts.contains(name)) {
            (true, found) => {
                score.count("facts").one(found);
                if !found {
                    score.notes.push(format!("missed fact: {name}"));
                }
            }
            (false, true) => {
                score.count("facts").wrong += 1;
                score.notes.push(format!("wrong fact: {name}"));
            }
            (false, false) => {}
        }
    }

    score.count("permissions_unused").sets(&labels.permissions_unused, &labels.permissions_unused_may, &seen.permissions_unused);
    for gap in labels.gaps.difference(&seen.gaps) {
        score.misses.push(format!("gap {gap}"));
    }
    for gap in labels.must_not_gaps.intersection(&seen.gaps) {
        score.misses.push(format!("no-gap {gap}"));
    }
    score
}

/// An attribute of a collection: its dimension, the right answers, and where the report says it.
type Answer<'a> = (&'static str, &'a BTreeSet<String>, fn(&SeenCollection) -> &String);

fn collections(labels: &Labels, seen: &Seen, score: &mut Score) {
    for planted in &labels.collections {
        let subject = format!("{} {}", planted.data_type, planted.owner);
        let hits: Vec<&SeenCollection> = seen.collections.iter().filter(|c| is_planted(planted, c)).collect();
        score.count("collections").one(!hits.is_empty());
        if hits.is_empty() {
            score.misses.push(format!("collection {subject}"));
        }
        // of several rows (one an api) the one that fits best is taken: a second API of the same type may well run later
        let answers: [Answer; 3] = [
            ("when", &planted.when, |c| &c.when),
            ("consent", &planted.consent, |c| &c.consent),
            ("leaves_device", &planted.leaves_device, |c| &c.leaves_device),
        ];
        for (dimension, want, of) in answers {
            let right = hits.iter().any(|c| want.contains(of(c)));
            score.count(dimension).one(right);
            if !hits.is_empty() && !right {
                score.misses.push(format!("{dimension} {subject}"));
                score.notes.push(format!(
                    "{dimension} of {subject}: want {want:?}, got {:?}",
                    hits.iter().map(|c| of(c)).collect::<BTreeSet<_>>()
                ));
            }
        }
    }
    let claimed: BTreeSet<(&str, &str)> =
        seen.collections.iter().filter(|c| c.reachable && !c.user_mediated).map(|c| (c.data_type.as_str(), c.owner.as_str())).collect();
    for (data_type, owner) in claimed {
        let planted = labels.collections.iter().any(|p| either(&p.data_type, data_type) && either(&p.owner, owner));
        if !planted && !labels.may_collections.iter().any(|m| m == data_type) {
            score.count("collections").wrong += 1;
            score.notes.push(format!("wrong collection: {data_type} {owner}"));
        }
    }
    for not in &labels.not_collections {
        let same = |want: &Option<String>, got: &str| want.as_deref().is_none_or(|w| w == got);
        let hit = seen.collections.iter().any(|c| {
            c.reachable
                && c.data_type == not.data_type
                && same(&not.owner, &c.owner)
                && same(&not.consent, &c.consent)
                && same(&not.leaves_device, &c.leaves_device)
                && not.user_mediated.is_none_or(|w| w == c.user_mediated)
        });
        if hit {
            score.misses.push(format!("no-collection {}", not.data_type));
            score.notes.push(format!("look-alike taken for {}: {}", not.data_type, not.why));
        }
    }
}

fn findings(labels: &Labels, seen: &Seen, score: &mut Score) {
    for want in &labels.findings {
        let hits: Vec<&SeenFinding> = seen.findings.iter().filter(|f| is_expected(want, f)).collect();
        score.count("findings").one(!hits.is_empty());
        if hits.is_empty() {
            score.misses.push(format!("finding {want}"));
        }
        if !want.disclosure.is_empty() {
            let right = hits.iter().any(|f| f.disclosure.as_ref().is_some_and(|d| want.disclosure.contains(d)));
            score.count("disclosure").one(right);
            if !hits.is_empty() && !right {
                score.misses.push(format!("disclosure {want}"));
            }
        }
    }
    let unexpected: BTreeSet<&SeenFinding> = seen.findings.iter().filter(|f| !labels.findings.iter().any(|w| is_expected(w, f))).collect();
    for finding in unexpected {
        let permitted = labels.may_findings.iter().any(|w| is_expected(w, finding));
        if CLOSED.contains(&finding.code.as_str()) && !permitted {
            score.count("findings").wrong += 1;
            score.notes.push(format!("wrong finding: {finding:?}"));
        }
        for not in labels.must_not.iter().filter(|m| is_expected(m, finding)) {
            let miss = format!("must-not {not}");
            if !score.misses.contains(&miss) {
                score.misses.push(miss);
                score.notes.push(format!("forbidden finding {not}: {}", not.why));
            }
        }
    }
}
