//! Where a policy says and denies the same: both quotes, for a person to read.

use super::declared::{Party, Polarity, Statement};

/// The denial of "personal information" as a whole.
const ALL: &str = "personal-information";
/// What a policy that "collects no personal information" may still name without contradicting itself: not about a person by itself.
const IMPERSONAL: &[&str] = &[ALL, "device-info", "device-data", "crash-diagnostics", "usage-logs", "cookies", "behaviour", "ip-address"];

/// Pairs of statements, the one that collects first. Conditions, exceptions and what stays on the device contradict nothing; neither does
/// what stands in one block with the denial (`together`), for there the one limits the other.
pub fn contradictions(statements: &[Statement], together: impl Fn(&Statement, &Statement) -> bool) -> Vec<(&Statement, &Statement)> {
    let open = |s: &&Statement| s.condition.is_none() && !s.local_only;
    let mut out: Vec<(&Statement, &Statement)> = Vec::new();
    for no in statements.iter().filter(open).filter(|s| s.polarity == Polarity::DoesNotCollect && !is_for_a_time(&s.quote)) {
        let whole = no.data_type == ALL && no.party == Party::First && is_blanket(&no.quote);
        let same = |s: &&Statement| {
            let kind = if whole { !IMPERSONAL.contains(&s.data_type.as_str()) } else { s.data_type == no.data_type && s.node == no.node };
            s.polarity == Polarity::Collects && kind && s.party == no.party && (s.third_party_name == no.third_party_name || whole)
        };
        let yes: Vec<&Statement> = statements.iter().filter(open).filter(same).collect();
        if yes.iter().any(|s| together(s, no)) {
            continue;
        }
        if let Some(s) = yes.first()
            && !out.iter().any(|(a, b)| a.data_type == s.data_type && b.data_type == no.data_type)
        {
            out.push((s, no));
        }
    }
    out
}

/// A denial that holds until something happens (在您同意之前): it says when, not that never.
fn is_for_a_time(quote: &str) -> bool {
    let lower = quote.to_lowercase();
    ["之前", "以前", "同意前", "授权前", "登录前", "before", "until", "prior to"].iter().any(|l| lower.contains(l))
}

/// Whether a denial has no limit of its own: children, other kinds, more than is needed.
fn is_blanket(quote: &str) -> bool {
    let lower = quote.to_lowercase();
    let limits = [
        "儿童",
        "未成年",
        "其他",
        "额外",
        "无关",
        "超出",
        "以外",
        "敏感",
        "情形",
        "情况下",
        "过程中",
        "除",
        "兒童",
        "child",
        "minor",
        "other",
        "additional",
        "sensitive",
        "beyond",
        "except",
        "unless",
        "without",
        "more than",
        "knowingly",
    ];
    !limits.iter().any(|l| lower.contains(l))
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::Lexicon;
    use super::super::read;
    use super::*;
    use crate::budget::Budget;
    use crate::document::Document;

    #[test]
    fn what_is_said_and_denied_is_paired() {
        for (text, wanted) in [
            ("我们不会收集您的通讯录。\n\n我们会读取您的通讯录。", vec!["contacts"]),
            ("在您同意之前，我们不会收集您的通讯录。\n\n我们会读取您的通讯录。", vec![]),
            ("我们不会收集您的通讯录。\n\n未经您同意，我们不会读取您的通讯录。", vec![]),
            ("We do not collect any personal information.\n\nWe collect your phone number.", vec!["phone"]),
            ("We do not knowingly collect personal information of children.\n\nWe collect your phone number.", vec![]),
            ("We do not collect your contacts.\n\nWe collect your email address.", vec![]),
            ("我们不会收集您的位置信息。\n\n位置信息仅在本机处理，我们读取您的位置信息，不会上传。", vec![]),
        ] {
            let document = Document::read("p", text.as_bytes(), &mut Budget::default()).unwrap().value;
            let declared = read(&document, 0, &Lexicon::builtin()).value;
            let pairs = contradictions(&declared.statements, |_, _| false);
            let got: Vec<&str> = pairs.iter().map(|(yes, _)| yes.data_type.as_str()).collect();
            assert_eq!(got, wanted, "{text}");
        }
    }
}
