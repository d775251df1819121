//! Answers about how the policy is worded: open lists, empty purposes, hard conditions, length.

use super::about_policy::fact_quote;
use super::fact::{Answer, Fact};
use super::hearing::Hearing;
use super::policy_text::{Flat, PolicyText};
use crate::detect::Tri;
use crate::document::{BlockKind, Language};
use crate::evidence::EvidenceId;
use crate::gap::GapCode;
use crate::policy::{Party, Polarity, Statement};
use crate::words::Words;

/// A text without a heading is hard to find one's way in from here on, in characters. Ours.
const NO_HEADINGS: usize = 3_000;
/// Average length of a sentence, in characters (Chinese) and words (English). Ours; GPEN 2024 measured readability, not length.
const LONG_ZH: usize = 90;
const LONG_EN: usize = 45;
/// Longer than this nobody reads, in characters. Ours.
const TOO_LONG_ZH: usize = 30_000;
const TOO_LONG_EN: usize = 90_000;
/// Quotes shown.
const SHOWN: usize = 3;

pub fn answer(h: &Hearing, fact: Fact) -> Answer {
    let declared = h.case.declared;
    match fact {
        Fact::ThirdPartyStated => {
            let third = declared.statements.iter().find(|s| s.party == Party::Third && s.polarity == Polarity::Collects);
            Answer::of(third.is_some() || !declared.sdk_list.is_empty(), third.and_then(|s| h.quote(s)).into_iter().collect())
        }
        Fact::ThirdPartiesDenied => {
            let stated = declared.facts.get("third_parties_denied").is_some_and(|f| f.stated);
            Answer::of(stated, fact_quote(h, "third_parties_denied").into_iter().collect())
        }
        Fact::TwoListsStated => two_lists(h),
        Fact::OpenList => {
            let words = terms(h, "open-list");
            quotes(h, declared.statements.iter().filter(|s| s.polarity == Polarity::Collects && holds(&s.quote, &words)))
        }
        Fact::OnlyImprovement => only_improvement(h),
        Fact::ClosingDemandsMore => closing(h),
        Fact::HardToRead => hard_to_read(h),
        _ => Answer::unknown(Vec::new(), Vec::new()),
    }
}

/// Words of one meaning in `signatures/phrase`, in both languages.
fn terms<'a>(h: &Hearing<'a>, means: &str) -> Vec<&'a str> {
    let files = h.case.knowledge.phrases.iter().filter(|f| f.kind == "sign" && f.means == means);
    files.flat_map(|f| f.terms.iter().map(String::as_str)).collect()
}

fn holds(text: &str, words: &[&str]) -> bool {
    let flat = Flat::new(text);
    words.iter().any(|w| flat.contains(w))
}

fn quotes<'s>(h: &Hearing, statements: impl Iterator<Item = &'s Statement>) -> Answer {
    let (mut any, mut evidence): (bool, Vec<EvidenceId>) = (false, Vec::new());
    for s in statements {
        any = true;
        if evidence.len() < SHOWN {
            evidence.extend(h.quote(s).filter(|id| !evidence.contains(id)));
        }
    }
    Answer::of(any, evidence)
}

/// Words for one of the lists in the text, or the title of an annex. On a page that was not supplied they may stand too.
fn two_lists(h: &Hearing) -> Answer {
    let words = terms(h, "two-lists");
    let annexes = &h.case.declared.annexes;
    let stated = h.readable().any(|(_, text)| words.iter().any(|w| text.contains(w))) || annexes.iter().any(|a| holds(&a.title, &words));
    if stated {
        return Answer::yes(Vec::new());
    }
    let searched = h.absences("two-lists", &format!("words searched for: {}", words.join(", ")));
    if h.annex_missing() { Answer::unknown(searched, vec![GapCode::Policy]) } else { Answer::no(searched) }
}

/// Kinds of data for which every purpose that is given is an empty one (method of 2019, item 4.5).
pub fn improvement_only<'a>(h: &'a Hearing) -> Vec<&'a Statement> {
    let words = terms(h, "improvement-purpose");
    let own = |s: &&Statement| s.polarity == Polarity::Collects && s.party == Party::First;
    let statements: Vec<&Statement> = h.case.declared.statements.iter().filter(own).collect();
    let empty = |purpose: &str| {
        let parts: Vec<&str> = purpose.split(['、', '，', ',', '；', ';', '及', '和']).map(str::trim).filter(|p| !p.is_empty()).collect();
        !parts.is_empty() && parts.iter().all(|p| holds(p, &words))
    };
    let mut types: Vec<&str> = statements.iter().map(|s| s.data_type.as_str()).collect();
    types.sort_unstable();
    types.dedup();
    let only = types.into_iter().filter(|t| {
        let mut purposes = statements.iter().filter(|s| s.data_type == **t).map(|s| s.purpose.as_deref()).peekable();
        purposes.peek().is_some() && purposes.all(|p| p.is_some_and(&empty))
    });
    only.filter_map(|t| statements.iter().copied().find(|s| s.data_type == t)).collect()
}

fn only_improvement(h: &Hearing) -> Answer {
    quotes(h, improvement_only(h).into_iter())
}

/// A sentence that speaks of closing the account and of a document, a face or paper.
fn closing(h: &Hearing) -> Answer {
    let (closing, demands) = (terms(h, "closing"), terms(h, "closing-demand"));
    let mut evidence = Vec::new();
    for (_, text) in h.readable() {
        for (start, end, sentence) in sentences(text) {
            if holds(sentence, &closing) && holds(sentence, &demands) && evidence.len() < SHOWN {
                evidence.push(text.quote(&mut h.evidence.borrow_mut(), start, end, sentence));
            }
        }
    }
    Answer::of(!evidence.is_empty(), evidence)
}

/// Sentences of the printed text with their places in Unicode scalar values.
fn sentences<'t>(text: &'t PolicyText) -> Vec<(usize, usize, &'t str)> {
    let whole = text.document.text.as_str();
    let mut out = Vec::new();
    let (mut first, mut at_scalar) = (0, 0);
    let mut first_scalar = 0;
    for (byte, c) in whole.char_indices() {
        at_scalar += 1;
        if matches!(c, '。' | '！' | '？' | '!' | '?' | '\n' | '；') || (c == '.' && whole[byte + 1..].starts_with(char::is_whitespace))
        {
            let end = byte + c.len_utf8();
            let cut = whole.get(first..end).unwrap_or_default();
            if !cut.trim().is_empty() {
                out.push((first_scalar, at_scalar, cut));
            }
            (first, first_scalar) = (end, at_scalar);
        }
    }
    if let Some(rest) = whole.get(first..).filter(|r| !r.trim().is_empty()) {
        out.push((first_scalar, at_scalar, rest));
    }
    out
}

fn hard_to_read(h: &Hearing) -> Answer {
    let mut evidence = Vec::new();
    for (_, text) in h.readable().filter(|(_, t)| burden(t).is_some()) {
        let title = text.title().trim();
        evidence.push(text.quote(&mut h.evidence.borrow_mut(), 0, title.chars().count(), title));
    }
    Answer { tri: if evidence.is_empty() { Tri::No } else { Tri::Yes }, evidence, gaps: Vec::new() }
}

/// What makes the first hard text hard, measured.
pub fn hardness(h: &Hearing) -> Option<Words> {
    h.readable().find_map(|(_, text)| burden(text))
}

fn burden(text: &PolicyText) -> Option<Words> {
    let chinese = !matches!(text.document.language, Language::En);
    let chars = text.document.text.chars().filter(|c| !c.is_whitespace()).count();
    let headings = text.document.blocks.iter().filter(|b| matches!(b.kind, BlockKind::Heading(_))).count();
    let limit = if chinese { TOO_LONG_ZH } else { TOO_LONG_EN };
    if chars > limit {
        return Some(Words::new(format!("全文{chars}字，超过{limit}字"), format!("{chars} characters, more than {limit}")));
    }
    if headings == 0 && chars > NO_HEADINGS {
        return Some(Words::new(format!("全文{chars}字而无标题"), format!("{chars} characters without a heading")));
    }
    let all = sentences(text);
    let length = |s: &str| if chinese { s.chars().count() } else { s.split_whitespace().count() };
    // Titles and list items of a word or two are no sentences.
    let counted: Vec<usize> = all.iter().map(|(_, _, s)| length(s)).filter(|n| *n > 3).collect();
    let average = counted.iter().sum::<usize>().checked_div(counted.len())?;
    let limit = if chinese { LONG_ZH } else { LONG_EN };
    let long = counted.len() > 10 && average > limit;
    long.then(|| {
        Words::new(format!("句子平均{average}字，超过{limit}字"), format!("sentences of {average} words on average, more than {limit}"))
    })
}
