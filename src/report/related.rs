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

/// Evidence of a finding: its own and that of its facts, each once, in order of mention.
pub fn evidence<'r>(report: &'r Report, finding: &'r Finding) -> Vec<(&'r EvidenceId, Option<&'r Evidence>)> {
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
    evidence(report, finding).into_iter().filter_map(|(_, e)| e).min_by_key(|e| rank(e))
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
