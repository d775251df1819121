//! What the policy says about one kind of data of one owner, on the ontology (contract, data-types.toml).
//!
//! A statement on the leaf, on a finer node or on a type in `satisfied_by` is clear; a statement on an ancestor only is vague;
//! `personal-information` alone is as good as nothing for identifiers under the Chinese rules.

use std::rc::Rc;

use super::Disclosure;
use super::hearing::Hearing;
use super::naming::{Names, is_general};
use super::policy_text::Kind;
use super::subject::Collected;
use crate::detect::{Owner, Tri};
use crate::evidence::EvidenceId;
use crate::policy::{Granularity, Party, Polarity, SdkListed, Statement};

/// The root of the ontology.
const ROOT: &str = "personal-information";

/// Kinds that reach an app only through device interfaces: whoever states one of these and calls none states too much.
const ONLY_BY_INTERFACE: [&str; 16] = [
    "android-id",
    "device-id",
    "advertising-id",
    "mac-address",
    "sim-imsi",
    "installed-apps",
    "contacts",
    "sms",
    "call-log",
    "calendar",
    "location-precise",
    "wifi-info",
    "bluetooth",
    "clipboard",
    "camera",
    "audio-recording",
];

#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// `None`: there is no policy to compare with.
    pub disclosure: Option<Disclosure>,
    /// All that discloses says that the data stay on the device, and a flow shows that they leave.
    pub said_local: bool,
    /// The SDK's entry could not be understood, so that what it lacks says nothing.
    pub entry_unread: bool,
    /// The SDK has an entry with kinds of data, and not this one.
    pub missing_from_entry: bool,
    /// The quotes that decide, or the searches without a hit.
    pub evidence: Vec<EvidenceId>,
}

/// How near a statement comes to the kind of data. Ordered from far to near.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Near {
    /// Only "personal information".
    Root,
    /// An ancestor, or a coarser relative (approximate for precise location).
    Vague,
    Clear,
}

fn near(h: &Hearing, collected: &str, statement: &Statement) -> Option<Near> {
    let said = statement.data_type.as_str();
    let said = h.ontology.leaf_of(said).map_or(said, |leaf| leaf.id.as_str());
    if said == collected || h.ontology.satisfied_by(collected).iter().any(|t| t.id == said) {
        return Some(Near::Clear);
    }
    if said == ROOT {
        return Some(Near::Root);
    }
    if h.ontology.is_ancestor(said, collected) {
        let unnamed = h.ontology.get(collected).is_some_and(|t| t.not_named_by.iter().any(|n| n == said));
        return (!unnamed).then_some(Near::Vague);
    }
    // The converse of `satisfied_by`: the policy states only the lesser of two related kinds, in general words.
    let lesser = h.ontology.satisfied_by(said).iter().skip(1).any(|t| t.id == collected);
    (lesser && statement.node.is_none()).then_some(Near::Vague)
}

fn is_identifier(h: &Hearing, data_type: &str) -> bool {
    h.ontology.is_ancestor("device-identifiers", data_type)
}

/// Whom a statement speaks of, seen from the owner of the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Speaks {
    TheOwner,
    Others,
    /// Of another SDK by name: it covers nobody else.
    AnotherSdk,
}

fn speaks(owner: &Owner, names: Option<&Names>, named: bool, helpers: &[Rc<Names>], statement: &Statement) -> Speaks {
    match (owner, statement.party) {
        (Owner::Sdk { .. }, Party::First) => Speaks::Others,
        (Owner::Sdk { .. }, Party::Third) => match statement.third_party_name.as_deref() {
            Some(n) if names.is_some_and(|own| own.fit(n)) => Speaks::TheOwner,
            Some(n) if !is_general(n) => Speaks::AnotherSdk,
            _ if named => Speaks::TheOwner,
            _ => Speaks::Others,
        },
        (Owner::Unknown | Owner::Library { .. }, _) | (Owner::App, Party::First) => Speaks::TheOwner,
        (Owner::App, Party::Third) => match statement.third_party_name.as_deref() {
            // The app calls the interface of an SDK that the policy speaks of.
            Some(n) if helpers.iter().any(|sdk| sdk.fit(n)) => Speaks::TheOwner,
            _ => Speaks::Others,
        },
    }
}

/// SDKs whose own interfaces the calls of the app use (`AMapLocationClient`): what the policy says of them covers the app's call.
fn helpers(h: &Hearing, subject: &Collected) -> Vec<Rc<Names>> {
    let mut ids: Vec<&str> = Vec::new();
    for row in subject.telling() {
        let Some(class) = row.api.strip_prefix('L').and_then(|a| a.split_once(';')) else { continue };
        let dotted = class.0.replace('/', ".");
        for sdk in &h.case.knowledge.sdks {
            let covers = |p: &String| dotted.strip_prefix(p.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            if sdk.packages.iter().chain(&sdk.broad_packages).any(covers) && !ids.contains(&sdk.id.as_str()) {
                ids.push(&sdk.id);
            }
        }
    }
    ids.into_iter().map(|id| h.names(id)).collect()
}

/// "It stays on your phone and is not sent to us", "locations are not stored": these deny sending or keeping, not reading; code that reads
/// does not contradict them.
fn denies_sending_only(statement: &Statement) -> bool {
    let quote = statement.quote.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| quote.contains(w));
    let sending = has(&[
        "上传",
        "传输",
        "发送",
        "传给",
        "离开",
        "upload",
        "sent to",
        "send ",
        "transmit",
        "leave your",
        "leaves your",
        "leave the device",
    ]);
    let reading = has(&["收集", "读取", "获取", "采集", "访问", "使用", "collect", "read", "access", "gather", "obtain", "record", "use "]);
    let keeping = has(&["存储", "储存", "保存", "留存", "store", "retain", "kept", "keep"]);
    statement.local_only || ((sending || keeping) && !reading)
}

/// A denial under a condition, or for a time only ("before you tap agree, the SDKs collect nothing"), says nothing of the rest.
fn limited(statement: &Statement) -> bool {
    const UNTIL: [&str; 8] = ["之前", "以前", "同意前", "授权前", "before you", "before your", "until you", "prior to your"];
    let quote = statement.quote.to_lowercase();
    statement.condition.is_some() || UNTIL.iter().any(|w| quote.contains(w))
}

/// A denial with a condition (未经同意不会…, unless you agree) states the contrary with the condition met; it denies nothing.
fn denies(h: &Hearing, subject: &Collected, statement: &Statement) -> Option<Near> {
    if statement.polarity != Polarity::DoesNotCollect || limited(statement) || denies_sending_only(statement) {
        return None;
    }
    if let (Some(said), Some(read)) = (statement.node.as_deref(), subject.node())
        && said != read
    {
        return None;
    }
    // "No precise location" leaves approximate location open.
    if statement.data_type == "location-precise" && subject.data_type == "location-coarse" && statement.granularity == Granularity::Precise
    {
        return None;
    }
    if statement.data_type != subject.data_type && !h.ontology.is_ancestor(&statement.data_type, &subject.data_type) {
        // A denial of a related kind counts only where the plain word covers both (location).
        let covers = h.ontology.satisfied_by(&subject.data_type).iter().any(|t| t.id == statement.data_type);
        if !covers || statement.data_type != "location-precise" {
            return None;
        }
    }
    near(h, &subject.data_type, statement)
}

/// A denial in the block of a statement on the same kind limits that statement (画面不会保存) and contradicts nothing.
pub fn same_block(h: &Hearing, a: &Statement, b: &Statement) -> bool {
    if a.policy != b.policy {
        return false;
    }
    let overlap = a.start < b.end && b.start < a.end;
    overlap || h.texts.get(a.policy).is_some_and(|t| t.block_at(a.start).is_some_and(|x| t.block_at(b.start) == Some(x)))
}

pub fn verdict(h: &Hearing, subject: &Collected) -> Verdict {
    if !h.policy_readable() {
        return Verdict::default();
    }
    if subject.rows.is_empty() {
        return redundant(h, subject);
    }
    let declared = h.case.declared;
    let names = match &subject.owner {
        Owner::Sdk { id } => Some(h.names(id)),
        _ => None,
    };
    let named = matches!(&subject.owner, Owner::Sdk { id } if h.is_named(id));
    let helpers = if subject.owner == Owner::App { helpers(h, subject) } else { Vec::new() };
    let covering: Vec<&Names> = names.iter().chain(&helpers).map(Rc::as_ref).collect();
    let entries: Vec<&SdkListed> = match &subject.owner {
        Owner::Unknown => declared.sdk_list.iter().collect(),
        _ => declared.sdk_list.iter().filter(|row| covering.iter().any(|n| n.is_row(row))).collect(),
    };
    // Annexes need not look like policies; a translation that is not read has no statements.
    let usable = |s: &&Statement| h.texts.get(s.policy).is_some_and(|t| t.kind != Kind::OtherLanguage);

    let mut own: Vec<(Near, &Statement)> = Vec::new();
    let mut others: Vec<(Near, &Statement)> = Vec::new();
    let mut misses: Vec<&Statement> = Vec::new();
    for s in declared.statements.iter().filter(usable) {
        if s.polarity != Polarity::Collects {
            continue;
        }
        let Some(near) = near(h, &subject.data_type, s) else {
            if related(h, &subject.data_type, &s.data_type) {
                misses.push(s);
            }
            continue;
        };
        match speaks(&subject.owner, names.as_deref(), named, &helpers, s) {
            Speaks::TheOwner => own.push((near, s)),
            Speaks::Others => others.push((near, s)),
            Speaks::AnotherSdk => misses.push(s),
        }
    }
    let entry_near = entries.iter().flat_map(|row| row.data_types.iter().map(move |t| (*row, t))).filter_map(|(row, t)| {
        let as_statement = listed(row, t);
        near(h, &subject.data_type, &as_statement).map(|n| (n, row))
    });
    let entry_best = entry_near.max_by_key(|(n, _)| *n);
    let entries_with_data = entries.iter().any(|row| !row.data_types.is_empty());
    let is_sdk = matches!(subject.owner, Owner::Sdk { .. });

    let own_best = own.iter().map(|(n, _)| *n).chain(entry_best.map(|(n, _)| n)).max();
    let others_best = others.iter().map(|(n, _)| *n).max();
    let denials: Vec<(Near, &Statement)> = declared
        .statements
        .iter()
        .filter(usable)
        .filter(|s| !own.iter().any(|(near, p)| *near == Near::Clear && same_block(h, p, s)))
        .filter_map(|s| Some((denies(h, subject, s)?, s)))
        .filter(|(near, s)| *near > Near::Root && (is_sdk || s.party == Party::First))
        .collect();
    let denial_best = denials.iter().map(|(n, _)| *n).max();

    let mut out = Verdict {
        entry_unread: is_sdk
            && !entries.is_empty()
            && !entries_with_data
            && entries.iter().any(|row| row.data.as_deref().is_some_and(|d| !d.trim().is_empty())),
        missing_from_entry: is_sdk && entries_with_data && entry_best.is_none_or(|(n, _)| n == Near::Root),
        ..Verdict::default()
    };
    let leaves = subject.telling().fold(Tri::No, |best, row| match (best, row.leaves_device) {
        (Tri::Yes, _) | (_, Tri::Yes) => Tri::Yes,
        (Tri::Unknown, _) | (_, Tri::Unknown) => Tri::Unknown,
        _ => Tri::No,
    });
    // Root statements count for nothing where an identifier is read and Chinese rules apply.
    let root_counts = !(is_identifier(h, &subject.data_type) && h.case.profiles.iter().any(|p| p == "cn"));
    let verdict = match own_best {
        Some(Near::Clear) if denial_best == Some(Near::Clear) && entry_best.is_none_or(|(n, _)| n < Near::Clear) => Disclosure::Ambiguous,
        Some(Near::Clear) => Disclosure::Clear,
        Some(Near::Vague) if denial_best == Some(Near::Clear) => Disclosure::Contradicted,
        Some(Near::Vague) if denial_best.is_some() => Disclosure::Ambiguous,
        Some(Near::Vague) => Disclosure::VagueData,
        _ if denial_best.is_some() => Disclosure::Contradicted,
        _ if others_best == Some(Near::Clear) => Disclosure::VagueParty,
        _ if others_best == Some(Near::Vague) => Disclosure::VagueData,
        Some(Near::Root) if root_counts => Disclosure::VagueData,
        _ if blanket_denial(h, is_sdk, leaves) => Disclosure::Contradicted,
        _ => Disclosure::Omitted,
    };
    out.said_local = verdict == Disclosure::Clear
        && leaves == Tri::Yes
        && entry_best.is_none_or(|(n, _)| n < Near::Clear)
        && own.iter().filter(|(n, _)| *n == Near::Clear).all(|(_, s)| s.local_only);
    let quotes: Vec<&Statement> = match verdict {
        Disclosure::Contradicted => denials.iter().chain(&own).map(|(_, s)| *s).collect(),
        Disclosure::Ambiguous => own.iter().chain(&denials).map(|(_, s)| *s).collect(),
        Disclosure::Clear | Disclosure::VagueData if !own.is_empty() => {
            own.iter().filter(|(n, _)| Some(*n) == own_best).map(|(_, s)| *s).collect()
        }
        Disclosure::VagueData | Disclosure::VagueParty => others.iter().filter(|(n, _)| Some(*n) == others_best).map(|(_, s)| *s).collect(),
        _ => Vec::new(),
    };
    out.evidence = quotes.iter().take(4).filter_map(|s| h.quote(s)).collect();
    if let Some((_, row)) = entry_best.filter(|_| matches!(verdict, Disclosure::Clear | Disclosure::VagueData)) {
        out.evidence.extend(entry_quote(h, row));
    }
    if verdict == Disclosure::Contradicted && out.evidence.is_empty() {
        out.evidence.extend(super::about_policy::fact_quote(h, "blanket_no_collection"));
    }
    if matches!(verdict, Disclosure::Omitted | Disclosure::VagueParty) {
        out.evidence.extend(searched(h, &subject.data_type, &misses));
    }
    if out.missing_from_entry {
        out.evidence.extend(entries.iter().filter(|r| !r.data_types.is_empty()).take(2).filter_map(|r| entry_quote(h, r)));
    }
    out.disclosure = Some(verdict);
    out
}

/// A row's kind of data as a statement, so that one measure serves both.
fn listed(row: &SdkListed, data_type: &str) -> Statement {
    Statement {
        policy: row.policy,
        data_type: data_type.to_string(),
        node: None,
        granularity: Granularity::Unspecified,
        polarity: Polarity::Collects,
        party: Party::Third,
        third_party_name: Some(row.name.clone()),
        purpose: None,
        condition: None,
        local_only: false,
        quote: String::new(),
        start: row.start,
        end: row.end,
    }
}

pub fn entry_quote(h: &Hearing, row: &SdkListed) -> Option<EvidenceId> {
    let text = h.texts.get(row.policy)?;
    Some(text.quote(&mut h.evidence.borrow_mut(), row.start, row.end, &text.slice(row.start, row.end)))
}

/// "We collect no personal information", unless the policy states some collection of its own (then the sentence is qualified),
/// or every site was followed and the value stays on the device (then nothing is collected). "We give nothing to others" denies nothing of
/// what the app itself reads.
fn blanket_denial(h: &Hearing, is_sdk: bool, leaves: Tri) -> bool {
    let declared = h.case.declared;
    let root = |s: &Statement| {
        s.data_type == ROOT
            && s.polarity == Polarity::DoesNotCollect
            && !limited(s)
            && (s.party == Party::First || is_sdk)
            && !denies_sending_only(s)
    };
    let stated = declared.facts.get("blanket_no_collection").is_some_and(|f| f.stated) || declared.statements.iter().any(root);
    let qualified = declared
        .statements
        .iter()
        .any(|s| s.polarity == Polarity::Collects && (s.party == Party::First || is_sdk) && s.data_type != ROOT && !s.local_only);
    stated && !qualified && leaves != Tri::No
}

/// A sibling or a node of the same branch: a near miss worth showing.
fn related(h: &Hearing, a: &str, b: &str) -> bool {
    let above = |id: &str| h.ontology.ancestors(id).into_iter().map(|t| t.id.clone()).filter(|t| t != ROOT).collect::<Vec<_>>();
    let (a, b) = (above(a), above(b));
    a.iter().any(|x| b.contains(x))
}

/// The search behind an omission: which words, in which policies, and what came nearest.
fn searched(h: &Hearing, data_type: &str, misses: &[&Statement]) -> Vec<EvidenceId> {
    let terms = h.terms(data_type);
    let words: Vec<&str> = terms.iter().map(|(t, _)| *t).take(16).collect();
    let mut evidence = h.evidence.borrow_mut();
    h.readable()
        .map(|(i, text)| {
            let nearest: Vec<String> = misses
                .iter()
                .filter(|s| s.policy == i)
                .take(3)
                .map(|s| format!("{}..{} {}: {}", s.start, s.end, s.data_type, s.quote.chars().take(60).collect::<String>()))
                .collect();
            let more = if terms.len() > words.len() { format!(" and {} more", terms.len() - words.len()) } else { String::new() };
            let nearest = if nearest.is_empty() { "none".to_string() } else { nearest.join(" | ") };
            text.absence(&mut evidence, data_type, format!("statements searched for: {}{more}; nearest: {nearest}", words.join(", ")))
        })
        .collect()
}

/// A kind of data that the policy states for the app and no code reads.
fn redundant(h: &Hearing, subject: &Collected) -> Verdict {
    let id = subject.data_type.as_str();
    let permission = h.case.observed.permissions.iter().any(|p| p.declared && p.data_types.iter().any(|t| t == id || related(h, id, t)));
    let relative = h.case.observed.collections.iter().any(|c| h.ontology.satisfied_by(id).iter().any(|t| t.id == c.data_type));
    let decidable = ONLY_BY_INTERFACE.contains(&id) && !permission && !relative;
    let quotes = h
        .case
        .declared
        .statements
        .iter()
        .filter(|s| s.data_type == id && s.polarity == Polarity::Collects && s.party == Party::First)
        .filter_map(|s| h.quote(s))
        .take(2)
        .collect();
    Verdict { disclosure: decidable.then_some(Disclosure::Redundant), evidence: quotes, ..Verdict::default() }
}
