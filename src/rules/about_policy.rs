//! Answers about what the policy contains. Where no document can be read they are unknown without a reason: rules that need them ask `policy-readable` first.

use super::about_wording;
use super::deadline;
use super::fact::{Answer, Fact};
use super::hearing::Hearing;
use super::policy_text::{Flat, Kind, normal};
use crate::document::Language;
use crate::evidence::EvidenceId;
use crate::policy::{FACT_NAMES, Polarity, Statement};

pub fn answer(h: &Hearing, fact: Fact) -> Answer {
    match fact {
        Fact::PolicyReadable => return Answer::of(h.policy_readable(), Vec::new()),
        Fact::NotAPolicy => return not_a_policy(h),
        Fact::SimplifiedChinese => {
            // Mixed texts hold Chinese beside another language; only a policy without any is an answer.
            let chinese = |l: Language| matches!(l, Language::ZhHans | Language::Mixed);
            let found = h.texts.iter().any(|t| t.kind != Kind::NotAPolicy && chinese(t.document.language));
            let languages: Vec<&str> = h.texts.iter().map(|t| t.document.language.as_str()).collect();
            return if found {
                Answer::yes(Vec::new())
            } else {
                Answer::no(h.absences("language:zh-Hans", &format!("language of the text: {}", languages.join(", "))))
            };
        }
        _ => {}
    }
    if !h.policy_readable() {
        return Answer::unknown(Vec::new(), Vec::new());
    }
    match fact {
        Fact::CollectionStated => {
            let stated = h.case.declared.statements.iter().find(|s| s.polarity == Polarity::Collects);
            let listed = h.case.declared.sdk_list.iter().any(|row| !row.data_types.is_empty());
            match stated {
                Some(s) => Answer::yes(h.quote(s).into_iter().collect()),
                None if listed => Answer::yes(Vec::new()),
                None => Answer::no(h.absences("collection", "sentences that say of any kind of data that it is collected: none")),
            }
        }
        Fact::DenialStated => {
            let denied = h.case.declared.statements.iter().any(|s| s.polarity == Polarity::DoesNotCollect);
            Answer::of(denied || stated(h, "blanket_no_collection"), Vec::new())
        }
        Fact::OperatorNamed => policy_fact(h, "operator_named"),
        Fact::ContactStated => policy_fact(h, "contact_channel"),
        Fact::RetentionStated => {
            let answer = policy_fact(h, "retention_period");
            // The annex may state it for the data it lists.
            if answer.tri == crate::detect::Tri::No && h.annex_missing() {
                return Answer::unknown(answer.evidence, vec![crate::gap::GapCode::Policy]);
            }
            answer
        }
        Fact::DateStated => policy_fact(h, "update_or_effective_date"),
        Fact::ComplaintChannelStated => policy_fact(h, "complaint_channel"),
        Fact::RightsStated => policy_fact(h, "user_rights"),
        // A policy that says accounts cannot be closed speaks of it, and offers nothing.
        Fact::AccountClosingStated if refused(h) => Answer::no(fact_quote(h, "account_deletion").into_iter().collect()),
        Fact::AccountClosingStated => policy_fact(h, "account_deletion"),
        Fact::ChildrenClause => policy_fact(h, "children_clause"),
        Fact::ReplyDaysOver15 => {
            let over = reply_days(h).and_then(deadline::promise).is_some_and(|p| p.over_fifteen_working_days());
            Answer::of(over, fact_quote(h, "reply_days").into_iter().collect())
        }
        Fact::ContradictsItself => {
            let pairs = contradictions(h);
            let evidence = pairs.iter().take(3).flat_map(|(a, b)| [h.quote(a), h.quote(b)]).flatten().collect();
            Answer::of(!pairs.is_empty(), evidence)
        }
        Fact::TemplateLeftOpen => {
            Answer::of(stated(h, "template_placeholder"), fact_quote(h, "template_placeholder").into_iter().collect())
        }
        Fact::RecommendationSwitchStated => policy_fact(h, "recommendation_switch"),
        Fact::WithdrawalStated => policy_fact(h, "withdraw_consent"),
        Fact::SeparateConsentStated => policy_fact(h, "separate_consent"),
        Fact::CrossBorderStated => policy_fact(h, "cross_border"),
        Fact::TwoListsStated
        | Fact::ThirdPartyStated
        | Fact::ThirdPartiesDenied
        | Fact::OpenList
        | Fact::OnlyImprovement
        | Fact::ClosingDemandsMore
        | Fact::HardToRead => about_wording::answer(h, fact),
        Fact::NamesAnotherApp => match other_name(h) {
            Some((_, evidence)) => Answer::yes(vec![evidence]),
            None => Answer::no(Vec::new()),
        },
        _ => Answer::unknown(Vec::new(), Vec::new()),
    }
}

fn refused(h: &Hearing) -> bool {
    h.case.declared.facts.get("account_deletion").is_some_and(|f| f.value.as_deref() == Some("not-possible"))
}

fn stated(h: &Hearing, name: &str) -> bool {
    h.case.declared.facts.get(name).is_some_and(|f| f.stated)
}

/// The words in which the policy promises an answer.
pub fn reply_days<'a>(h: &'a Hearing) -> Option<&'a str> {
    h.case.declared.facts.get("reply_days").filter(|f| f.stated)?.value.as_deref()
}

pub fn fact_quote(h: &Hearing, name: &str) -> Option<EvidenceId> {
    let fact = h.case.declared.facts.get(name).filter(|f| f.stated)?;
    let (start, end) = (fact.start?, fact.end?);
    let text = h.texts.get(fact.policy?)?;
    Some(text.quote(&mut h.evidence.borrow_mut(), start, end, &text.slice(start, end)))
}

/// A matter of the contract that the policy column does not report was looked for in vain; one of our own was not looked for.
fn policy_fact(h: &Hearing, name: &str) -> Answer {
    match h.case.declared.facts.get(name) {
        Some(fact) if fact.stated => Answer::yes(fact_quote(h, name).into_iter().collect()),
        None if !FACT_NAMES.contains(&name) => Answer::unknown(Vec::new(), Vec::new()),
        _ => Answer::no(h.absences(name, &format!("sentences that settle {}: none", name.replace('_', " ")))),
    }
}

fn not_a_policy(h: &Hearing) -> Answer {
    let mut evidence = h.evidence.borrow_mut();
    let found: Vec<EvidenceId> = h
        .texts
        .iter()
        .filter(|t| t.kind == Kind::NotAPolicy)
        .map(|t| {
            let end = t.document.text.chars().count().min(80);
            t.quote(&mut evidence, 0, end, &t.slice(0, end))
        })
        .collect();
    // Beside a real policy, another agreement is no fault.
    Answer::of(!found.is_empty() && !h.texts.iter().any(|t| t.kind == Kind::Policy), found)
}

/// What the policy both states and denies, in different blocks, without condition.
fn contradictions<'a>(h: &'a Hearing) -> Vec<(&'a Statement, &'a Statement)> {
    let block = |s: &Statement| h.texts.get(s.policy).and_then(|t| t.block_at(s.start)).ok_or(s.start);
    crate::policy::contradictions(&h.case.declared.statements, |s| (s.policy, block(s)))
}

/// Kinds of data on which the policy contradicts itself.
pub fn contradicted_types(h: &Hearing) -> Vec<String> {
    let mut types: Vec<String> = contradictions(h).into_iter().map(|(a, _)| a.data_type.clone()).collect();
    types.sort();
    types.dedup();
    types
}

/// The app that the title names, where it is not this one. Silent unless label, developer and package are all missing from the text:
/// group policies and brand names are common.
pub fn other_name(h: &Hearing) -> Option<(String, EvidenceId)> {
    let observed = &h.case.observed.app;
    let labels = [&observed.label.default, &observed.label.zh, &h.case.listing.developer];
    let mut own: Vec<String> = labels.into_iter().flatten().map(|l| bare(l)).filter(|l| l.chars().count() >= 2).collect();
    if own.is_empty() {
        return None;
    }
    own.push(observed.package.clone());
    for (_, text) in h.readable() {
        if own.iter().any(|name| text.contains(name)) {
            return None;
        }
    }
    let (_, text) = h.readable().next()?;
    let title = text.title();
    let name = title_name(title)?;
    // "Fern Bus" for "Fern Bus Times", or the other way round.
    let flat = Flat::new(&name);
    let kin = own.iter().any(|o| {
        flat.contains(o) || Flat::new(o).contains(&name) || o.chars().filter(|c| name.contains(*c)).count() * 2 > name.chars().count()
    });
    if kin {
        return None;
    }
    let end = title.chars().count();
    let start = text.document.text.chars().take_while(|c| c.is_whitespace()).count();
    let id = text.quote(&mut h.evidence.borrow_mut(), start, start + end, title);
    Some((name, id))
}

/// A label without what stands in brackets after it.
fn bare(label: &str) -> String {
    let label = normal(label);
    label.split(['(', '[', '-', '—', '（']).next().unwrap_or_default().trim().to_string()
}

/// `《小剧场隐私政策》` → 小剧场; "Privacy Policy for Network Doctor" → network doctor. Titles without a name have none.
fn title_name(title: &str) -> Option<String> {
    let title = normal(title);
    let title = title.trim_matches(|c: char| "《》#\"“” ".contains(c));
    const WORDS: [&str; 10] = [
        "隐私政策",
        "隐私权政策",
        "隐私保护政策",
        "隐私声明",
        "隐私协议",
        "privacy policy",
        "privacy notice",
        "privacy statement",
        "用户",
        "个人信息保护政策",
    ];
    let (at, word) = WORDS.iter().filter_map(|w| Some((title.find(w)?, *w))).min()?;
    let (before, after) = (&title[..at], &title[at + word.len()..]);
    let before = before.trim_matches(|c: char| "《》: -的·".contains(c) || c.is_whitespace());
    let after = after.trim_start().strip_prefix("for ").or_else(|| after.trim_start().strip_prefix("of ")).unwrap_or_default().trim();
    let name = if before.is_empty() { after } else { before };
    let general = ["app", "应用", "本应用", "our", "the", "客户端", "软件", "隐私", "用户"].contains(&name);
    (name.chars().count() >= 2 && name.chars().count() <= 30 && !general).then(|| name.to_string())
}

#[cfg(test)]
mod tests {
    use super::title_name;

    #[test]
    fn names_in_titles() {
        for (title, name) in [
            ("《小剧场隐私政策》", Some("小剧场")),
            ("Privacy Policy for Network Doctor", Some("network doctor")),
            ("Tiny Habits privacy policy", Some("tiny habits")),
            ("隐私政策", None),
            ("Privacy Policy", None),
            ("关于我们", None),
        ] {
            assert_eq!(title_name(title).as_deref(), name, "{title}");
        }
    }
}
