//! What of a report belongs to one finding: the rows that its subject names. No opinion is formed here.

use crate::detect::{Collection, Owner, Site};
use crate::evidence::{Evidence, EvidenceId, EvidenceKind};
use crate::policy::{SdkListed, Statement};
use crate::rules::{Certainty, Disclosure, Finding, Severity};

use super::model::Report;
use super::words::Names;

/// Findings from the most serious to the least, the surest first; ties in order of code and id.
pub fn by_severity(report: &Report) -> Vec<&Finding> {
    let mut all: Vec<&Finding> = report.findings.iter().collect();
    all.sort_by(|a, b| (b.severity, b.certainty, &a.code, &a.id).cmp(&(a.severity, a.certainty, &b.code, &b.id)));
    all
}

/// `(severity, certainty)` → number of findings that are not waived.
pub fn count(report: &Report, severity: Option<Severity>, certainty: Option<Certainty>) -> usize {
    let fits = |f: &&Finding| severity.is_none_or(|s| s == f.severity) && certainty.is_none_or(|c| c == f.certainty);
    report.findings.iter().filter(|f| f.waived.is_none()).filter(fits).count()
}

/// Evidence of a finding, each piece once: steps of a path before the call they lead to, else in order of mention.
pub fn evidence<'r>(report: &'r Report, finding: &'r Finding) -> Vec<(&'r EvidenceId, Option<&'r Evidence>)> {
    along_the_path(mentioned(report, finding))
}

/// Longer lists are those of whole SDKs; they stay in order of mention.
const ORDERED: usize = 200;

/// A rule names the call first and then how it is reached; a reader follows it from the entry point. So a call is moved behind the step that
/// calls its method or, where there is none, behind the manifest entry that names its class.
fn along_the_path<'r>(mut all: Vec<(&'r EvidenceId, Option<&'r Evidence>)>) -> Vec<(&'r EvidenceId, Option<&'r Evidence>)> {
    if all.len() > ORDERED {
        return all;
    }
    for (id, e) in all.clone() {
        let Some(at) = all.iter().position(|(other, _)| *other == id) else { continue };
        let Some((class, method)) = e.filter(|e| e.kind == EvidenceKind::Code).and_then(|e| method_of(&e.locator)) else { continue };
        let rest = || all.iter().enumerate().skip(at + 1).filter_map(|(n, (_, e))| Some((n, (*e)?)));
        let named = |wanted: &dyn Fn(&str) -> bool| rest().find(|(_, e)| e.kind == EvidenceKind::Code && callee(e).is_some_and(wanted));
        let entry = || rest().find(|(_, e)| e.kind == EvidenceKind::Manifest && e.excerpt.ends_with(class));
        let same_name = |called: &str| called.split_once("->").is_some_and(|(_, m)| m == method);
        let found = named(&|called| called.strip_prefix(class).and_then(|m| m.strip_prefix("->")) == Some(method))
            .or_else(|| named(&same_name))
            .or_else(entry);
        if let Some((behind, _)) = found {
            let moved = all.remove(at);
            all.insert(behind, moved);
        }
    }
    all
}

/// `Lcom/x/A;->f(I)V @0x1a` → `Lcom/x/A;`, `f(I)V`
fn method_of(locator: &str) -> Option<(&str, &str)> {
    locator.rsplit_once(" @").map_or(locator, |(place, _)| place).split_once("->")
}

/// The method that a step of a path calls.
fn callee(e: &Evidence) -> Option<&str> {
    e.excerpt.strip_prefix("the framework calls ").or_else(|| e.excerpt.strip_prefix("calls "))
}

/// Evidence of a finding: its own and that of its facts, each once, in order of mention.
fn mentioned<'r>(report: &'r Report, finding: &'r Finding) -> Vec<(&'r EvidenceId, Option<&'r Evidence>)> {
    let mut ids: Vec<&EvidenceId> = Vec::new();
    for id in finding.evidence.iter().chain(finding.facts.iter().flat_map(|f| &f.evidence)) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids.into_iter().map(|id| (id, report.evidence.get(id))).collect()
}

/// Collections a finding is about.
pub fn collections<'r>(report: &'r Report, finding: &Finding) -> Vec<&'r Collection> {
    let subject = &finding.subject;
    let owner = subject.owner.clone().or_else(|| subject.sdk.as_ref().map(|id| Owner::Sdk { id: id.clone() }));
    report
        .collections
        .iter()
        .filter(|c| match (&subject.data_type, &owner) {
            (Some(data), Some(owner)) => &c.data_type == data && &c.owner == owner,
            (Some(data), None) => &c.data_type == data,
            (None, Some(owner @ Owner::Sdk { .. })) => &c.owner == owner,
            (None, _) => subject.permission.as_ref().is_some_and(|p| c.permissions.contains(p)),
        })
        .collect()
}

/// Statements on the finding's data type or, where the policy was too vague, on a node above it.
pub fn statements<'r>(report: &'r Report, finding: &Finding, names: Names) -> Vec<&'r Statement> {
    let Some(data) = &finding.subject.data_type else { return Vec::new() };
    let vague = matches!(finding.disclosure, Some(Disclosure::VagueData | Disclosure::Ambiguous));
    report.declared.statements.iter().filter(|s| &s.data_type == data || vague && names.is_above(&s.data_type, data)).collect()
}

/// Rows of the policy's SDK list that name the finding's SDK.
pub fn listed<'r>(report: &'r Report, finding: &Finding) -> Vec<&'r SdkListed> {
    let id = match (&finding.subject.sdk, &finding.subject.owner) {
        (Some(id), _) | (None, Some(Owner::Sdk { id })) => id,
        _ => return Vec::new(),
    };
    report.declared.sdk_list.iter().filter(|s| s.sdk.as_ref() == Some(id)).collect()
}

/// The first place a reader should look at: code before manifest before anything else.
pub fn first_place<'r>(report: &'r Report, finding: &'r Finding) -> Option<&'r Evidence> {
    let rank = |e: &Evidence| match e.kind {
        EvidenceKind::Code => 0,
        EvidenceKind::Manifest | EvidenceKind::Resource | EvidenceKind::Archive | EvidenceKind::Signature => 1,
        EvidenceKind::Policy => 2,
        EvidenceKind::Absence => 3,
    };
    mentioned(report, finding).into_iter().filter_map(|(_, e)| e).min_by_key(|e| rank(e))
}

/// `Lcom/x/A$B;->f(I)V` → `com.x.A$B.f(I)V`; other texts stay as they are.
pub fn dotted(descriptor: &str) -> String {
    let Some((class, member)) = descriptor.split_once("->") else { return class_name(descriptor) };
    format!("{}.{member}", class_name(class))
}

/// `Lcom/x/A;` → `com.x.A`.
pub fn class_name(descriptor: &str) -> String {
    match descriptor.strip_prefix('L').and_then(|d| d.strip_suffix(';')) {
        Some(inner) => inner.replace('/', "."),
        None => descriptor.to_string(),
    }
}

/// `com.x.A.f(I)V @0x1a (classes.dex)`
pub fn site(site: &Site) -> String {
    format!("{}.{} @0x{:x} ({})", class_name(&site.class), site.method, site.offset, site.dex)
}

/// A code locator cut into class, member and offset: `Lcom/x/A;->f(I)V @0x1a`.
pub fn code_locator(locator: &str) -> Option<(String, String, String)> {
    let (place, offset) = locator.rsplit_once(" @").unwrap_or((locator, ""));
    let (class, member) = place.split_once("->")?;
    Some((class_name(class), member.to_string(), offset.to_string()))
}

/// A policy locator: `120..160`, in Unicode scalar values.
pub fn text_range(locator: &str) -> Option<(usize, usize)> {
    let (start, end) = locator.split_once("..")?;
    Some((start.trim().parse().ok()?, end.trim().parse().ok()?)).filter(|(s, e)| s <= e)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn descriptors_read_as_java_names() {
        for (input, expected) in [
            ("Landroid/provider/Settings$Secure;->getString", "android.provider.Settings$Secure.getString"),
            ("Lcom/x/A;", "com.x.A"),
            ("content://sms", "content://sms"),
        ] {
            assert_eq!(dotted(input), expected);
        }
        assert_eq!(code_locator("Lcom/x/A;->f(I)V @0x1a"), Some(("com.x.A".into(), "f(I)V".into(), "0x1a".into())));
        assert_eq!(text_range("120..160"), Some((120, 160)));
        assert_eq!(text_range("9..1"), None);
    }

    #[test]
    fn a_path_reads_from_its_entry_to_the_call() {
        let piece = |kind, locator: &str, excerpt: &str| {
            let e = Evidence {
                kind,
                artefact: String::new(),
                path: "base.apk".into(),
                locator: locator.into(),
                excerpt: excerpt.into(),
                signature: None,
            };
            (e.id(), e)
        };
        let (code, manifest) = (EvidenceKind::Code, EvidenceKind::Manifest);
        let call = piece(code, "Lx/Reader;->read()V @0x10", "uses Lapi;->get");
        let entry = piece(manifest, "/manifest/application", "Application: Lx/App;");
        let start = piece(code, "Lx/App;->onCreate()V @0x2", "calls Lx/Base;->build()V");
        let step = piece(code, "Lx/Sub;->build()V @0x4", "the framework calls Lx/Reader;->read()V");
        let direct = piece(code, "Lx/App;->onCreate()V @0x8", "uses Lapi;->get");
        let permission = piece(manifest, "/manifest/uses-permission[1]", "android.permission.CAMERA");
        for (given, expected) in [
            (vec![&call, &entry, &start, &step], vec![&entry, &start, &step, &call]),
            (vec![&direct, &permission, &entry], vec![&permission, &entry, &direct]),
            (vec![&call, &permission], vec![&call, &permission]),
            (vec![&call], vec![&call]),
        ] {
            let list = given.iter().map(|(id, e)| (id, Some(e))).collect();
            let ordered: Vec<&str> = along_the_path(list).iter().map(|(_, e)| e.unwrap().locator.as_str()).collect();
            assert_eq!(ordered, expected.iter().map(|(_, e)| e.locator.as_str()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn serious_and_sure_findings_come_first() {
        let report = sample::rich();
        let order: Vec<_> = by_severity(&report).iter().map(|f| (f.severity, f.certainty)).collect();
        assert!(order.windows(2).all(|w| w[0] >= w[1]), "{order:?}");
        assert_eq!(order.len(), report.findings.len());
    }

    #[test]
    fn a_finding_finds_its_rows() {
        let report = sample::rich();
        let finding = |code: &str| report.findings.iter().find(|f| f.code == code).unwrap();
        let apis: Vec<_> = collections(&report, finding("DIS-01")).iter().map(|c| c.data_type.as_str()).collect();
        assert!(!apis.is_empty() && apis.iter().all(|t| *t == "android-id"), "{apis:?}");
        assert_eq!(listed(&report, finding("DIS-10")).len(), 1);
        let knowledge = sample::knowledge();
        assert_eq!(statements(&report, finding("CON-11"), Names::new(&knowledge)).len(), 1);
    }
}
