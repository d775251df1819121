//! Two reports of one app, older and newer: what is no longer found, what remains, what is new, and whether the policy kept pace.
//!
//! "No longer found" is "put right" only where the newer report could have seen it: a packed new version hides, it does not rectify.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::detect::{Owner, SdkRole, Tri};
use crate::gap::GapCode;
use crate::policy::Polarity;
use crate::report::Report;
use crate::rules::{Certainty, Finding};
use crate::words::Words;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    New,
    Remaining,
    /// Not found any more, but the newer version hides more than the older one did, or the judging changed.
    NotSeen,
    Rectified,
}

impl Fate {
    pub fn words(self) -> Words {
        match self {
            Fate::Rectified => Words::new("已整改（新版本未再发现）", "rectified (no longer found)"),
            Fate::NotSeen => Words::new("未再发现，但不能认为已整改", "no longer seen, which does not mean rectified"),
            Fate::Remaining => Words::new("仍存在", "remaining"),
            Fate::New => Words::new("新发现", "new"),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    pub fate: Fate,
    pub finding: String,
    pub code: String,
    pub title: Words,
    pub old: Option<Certainty>,
    pub new: Option<Certainty>,
}

/// Kinds of data per owner that one side has and the other has not: `android-id (app)`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Moved {
    pub added: Vec<String>,
    pub removed: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diff {
    pub package: String,
    /// Version names of old and new.
    pub versions: [String; 2],
    /// SHA-256 of old and new.
    pub apps: [String; 2],
    pub changes: Vec<Change>,
    /// Reachable reads of personal data.
    pub collections: Moved,
    pub sdks: Moved,
    pub permissions: Moved,
    /// Kinds of data that the policies say are collected.
    pub declared: Moved,
    pub listed_sdks: Moved,
    /// The policy texts differ.
    pub policy_changed: bool,
    /// Effective dates stated in old and new.
    pub policy_dates: [Vec<String>; 2],
    /// What the newer version hides and the older did not.
    pub new_gaps: Vec<GapCode>,
    /// Tool or signatures differ: part of the change may be ours.
    pub judged_alike: bool,
    /// Collection grew and the policy did not change, or does not name what was added (M2.2, DIS-06): a lead.
    pub lead: Option<Words>,
}

/// `None` where the reports are of two different apps.
pub fn diff(old: &Report, new: &Report) -> Option<Diff> {
    if old.app.package != new.app.package {
        return None;
    }
    let judged_alike = old.tool == new.tool && old.options == new.options;
    let gaps = |r: &Report| r.gaps.iter().map(|g| g.code).collect::<BTreeSet<_>>();
    let new_gaps: Vec<GapCode> = gaps(new).difference(&gaps(old)).copied().collect();
    let policy_changed = texts(old) != texts(new);
    let collections = moved(&collected(old), &collected(new));
    let sdks = moved(&embedded(old), &embedded(new));
    let declared = moved(&stated(old), &stated(new));
    Some(Diff {
        package: new.app.package.clone(),
        versions: [version(old), version(new)],
        apps: [old.inputs.app.sha256.clone(), new.inputs.app.sha256.clone()],
        changes: changes(old, new, &new_gaps, judged_alike),
        permissions: moved(&requested(old), &requested(new)),
        listed_sdks: moved(&listed(old), &listed(new)),
        lead: lead(old, new, &collections, &sdks, policy_changed),
        collections,
        sdks,
        declared,
        policy_changed,
        policy_dates: [dates(old), dates(new)],
        new_gaps,
        judged_alike,
    })
}

fn changes(old: &Report, new: &Report, new_gaps: &[GapCode], judged_alike: bool) -> Vec<Change> {
    let by_id = |r: &Report| -> BTreeMap<String, Finding> { r.findings.iter().map(|f| (f.id.clone(), f.clone())).collect() };
    let (before, after) = (by_id(old), by_id(new));
    let ids: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut out: Vec<Change> = ids
        .into_iter()
        .filter_map(|id| {
            let (b, a) = (before.get(id), after.get(id));
            let shown = a.or(b)?;
            let fate = match (b, a) {
                (Some(_), Some(_)) => Fate::Remaining,
                (None, _) => Fate::New,
                (Some(_), None) if judged_alike && new_gaps.is_empty() => Fate::Rectified,
                (Some(_), None) => Fate::NotSeen,
            };
            Some(Change {
                fate,
                finding: id.clone(),
                code: shown.code.clone(),
                title: shown.title.clone(),
                old: b.map(|f| f.certainty),
                new: a.map(|f| f.certainty),
            })
        })
        .collect();
    out.sort_by(|a, b| (a.fate, &a.code, &a.finding).cmp(&(b.fate, &b.code, &b.finding)));
    out
}

/// DIS-06 needs two versions, so it is made here and not by a rule.
fn lead(old: &Report, new: &Report, collections: &Moved, sdks: &Moved, policy_changed: bool) -> Option<Words> {
    if old.inputs.policies.is_empty() || new.inputs.policies.is_empty() || (collections.added.is_empty() && sdks.added.is_empty()) {
        return None;
    }
    let added: Vec<&str> = collections.added.iter().chain(&sdks.added).map(String::as_str).collect();
    let list = added.join(", ");
    if !policy_changed {
        return Some(Words::new(
            format!(
                "新版本代码读取的个人信息或集成的SDK有所增加（{list}），隐私政策文本未变：疑似收集范围变化未通知用户（M2.2，DIS-06），需人工核查"
            ),
            format!(
                "code of the newer version reads more personal data or embeds more SDKs ({list}) while the policy text is the same: suspected change without notice (M2.2, DIS-06), to be checked by a person"
            ),
        ));
    }
    (dates(old) == dates(new) && !dates(new).is_empty()).then(|| {
        Words::new(
            format!("收集范围有所增加（{list}），隐私政策文本已变，但其所载更新或生效日期未变（M2.2，DIS-06），需人工核查"),
            format!(
                "collection grew ({list}); the policy text changed but the date it states did not (M2.2, DIS-06), to be checked by a person"
            ),
        )
    })
}

fn moved(old: &BTreeSet<String>, new: &BTreeSet<String>) -> Moved {
    Moved { added: new.difference(old).cloned().collect(), removed: old.difference(new).cloned().collect() }
}

fn version(r: &Report) -> String {
    r.app.version_name.clone().unwrap_or_else(|| r.app.version_code.to_string())
}

fn texts(r: &Report) -> BTreeSet<&str> {
    r.inputs.policies.iter().map(|p| p.text_sha256.as_str()).collect()
}

fn dates(r: &Report) -> Vec<String> {
    let set: BTreeSet<&String> = r.inputs.policies.iter().filter_map(|p| p.effective_date.as_ref()).collect();
    set.into_iter().cloned().collect()
}

fn collected(r: &Report) -> BTreeSet<String> {
    let telling = r.collections.iter().filter(|c| c.reachable == Tri::Yes && !matches!(c.owner, Owner::Library { .. }));
    telling.map(|c| format!("{} ({})", c.data_type, c.owner.key())).collect()
}

fn embedded(r: &Report) -> BTreeSet<String> {
    r.sdks.iter().filter(|s| s.role == SdkRole::Sdk && s.reachable == Tri::Yes).map(|s| s.id.clone()).collect()
}

fn requested(r: &Report) -> BTreeSet<String> {
    r.permissions.iter().filter(|p| p.declared).map(|p| p.name.clone()).collect()
}

fn stated(r: &Report) -> BTreeSet<String> {
    r.declared.statements.iter().filter(|s| s.polarity == Polarity::Collects).map(|s| s.data_type.clone()).collect()
}

fn listed(r: &Report) -> BTreeSet<String> {
    r.declared.sdk_list.iter().map(|s| s.sdk.clone().unwrap_or_else(|| s.name.clone())).collect()
}
