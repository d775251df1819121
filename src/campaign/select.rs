//! Which findings may enter a notice, and why the others may not. Nothing falls out in silence.

use super::record::{Record, acting_sdk, sdk_vendor};
use super::review::{Review, Standing, State};
use crate::detect::{SdkConfidence, SdkMatch, Tri};
use crate::knowledge::{Knowledge, NoticeStyle, Status, Wording};
use crate::rules::Finding;
use crate::words::Words;

#[derive(Clone, Copy, Debug, Default)]
pub struct Choice {
    /// Findings that no person has confirmed too; makes a draft.
    pub suspected: bool,
    /// Findings whose law, rule or wording is from memory too; each is marked 条文待核.
    pub unverified_law: bool,
}

/// A finding that enters the notice.
#[derive(Clone, Debug)]
pub struct Named<'a> {
    pub record: &'a Record,
    pub finding: &'a Finding,
    pub wording: &'a Wording,
    /// The act of this SDK itself, not of the app.
    pub sdk: Option<&'a SdkMatch>,
    pub confirmed: bool,
    /// Law, rule or wording is from memory.
    pub unverified: bool,
}

/// A finding that does not.
#[derive(Clone, Debug)]
pub struct Held<'a> {
    pub record: &'a Record,
    pub finding: &'a Finding,
    pub why: Why,
    /// A person has confirmed it: it belongs into the app's dossier.
    pub confirmed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    NotReviewed,
    /// Confirmed for another version, policy or signature set.
    ConfirmedEarlier,
    Rejected,
    Rectified,
    Waived,
    NoWording,
    LawFromMemory,
    WordingFromMemory,
    /// DIS-03 and SDK rows: no entry point is known to reach the SDK's code.
    SdkNotReachable,
    SdkNotCertain,
    SdkVersionUnknown,
    SdkDeveloperUnknown,
}

impl Why {
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Why::NotReviewed => ("尚未经人员核实", "not yet confirmed by a person"),
            Why::ConfirmedEarlier => (
                "仅对先前版本（或先前的政策、特征库）确认过，须重新核实",
                "confirmed for an earlier version, policy or signature set only; to be confirmed anew",
            ),
            Why::Rejected => ("经核实不成立", "rejected on review"),
            Why::Rectified => ("已整改", "put right"),
            Why::Waived => ("已豁免", "waived"),
            Why::NoWording => ("该通报样式的用语清单中没有对应用语", "the style's closed list has no wording for it"),
            Why::LawFromMemory => (
                "所依据的条文待核（--allow-unverified-law 可列入并标注）",
                "the law it rests on is from memory (--allow-unverified-law lets it in, marked)",
            ),
            Why::WordingFromMemory => (
                "通报用语待核（--allow-unverified-law 可列入并标注）",
                "the wording is from memory (--allow-unverified-law lets it in, marked)",
            ),
            Why::SdkNotReachable => ("未能确认该SDK代码可达", "the SDK's code is not known to be reachable"),
            Why::SdkNotCertain => {
                ("SDK识别把握不足，仅列入应用案卷", "the SDK is not recognised with certainty; kept in the app's dossier")
            }
            Why::SdkVersionUnknown => ("SDK版本未知，仅列入应用案卷", "the SDK's version is unknown; kept in the app's dossier"),
            Why::SdkDeveloperUnknown => ("SDK开发者未知，仅列入应用案卷", "the SDK's developer is unknown; kept in the app's dossier"),
        };
        Words::new(zh, en)
    }
}

#[derive(Clone, Debug, Default)]
pub struct Selection<'a> {
    pub named: Vec<Named<'a>>,
    pub held: Vec<Held<'a>>,
}

/// Sorts all findings of all records, in order of record and finding.
pub fn select<'a>(records: &'a [Record], review: &Review, style: &'a NoticeStyle, knowledge: &Knowledge, choice: Choice) -> Selection<'a> {
    let mut out = Selection::default();
    for record in records {
        for finding in &record.findings {
            let standing = review.standing(record, &finding.id);
            match one(record, finding, &standing, style, knowledge, choice) {
                Ok(named) => out.named.push(named),
                Err(why) => out.held.push(Held { record, finding, why, confirmed: standing.state.stands() }),
            }
        }
    }
    out
}

fn one<'a>(
    record: &'a Record,
    finding: &'a Finding,
    standing: &Standing,
    style: &'a NoticeStyle,
    knowledge: &Knowledge,
    choice: Choice,
) -> Result<Named<'a>, Why> {
    match standing.state {
        State::Rejected => return Err(Why::Rejected),
        State::Rectified => return Err(Why::Rectified),
        _ => {}
    }
    let confirmed = standing.state.stands();
    if !confirmed && !choice.suspected {
        let earlier = standing.earlier.is_some_and(|(state, _)| state.stands());
        return Err(if earlier { Why::ConfirmedEarlier } else { Why::NotReviewed });
    }
    // A developer's waiver binds no authority once a person there has confirmed the finding.
    if finding.waived.is_some() && !confirmed {
        return Err(Why::Waived);
    }
    let acting = acting_sdk(finding);
    let wording = style.wording_of(&finding.code, acting.is_some()).ok_or(Why::NoWording)?;
    let law = law_unverified(finding, knowledge);
    if !choice.unverified_law {
        if law {
            return Err(Why::LawFromMemory);
        }
        if wording.from_memory {
            return Err(Why::WordingFromMemory);
        }
    }
    let mut sdk = None;
    if let Some(id) = acting {
        sdk = Some(sdk_row(record, id, knowledge)?);
    } else if finding.code == "DIS-03" {
        let reachable = finding.subject.sdk.as_deref().and_then(|id| record.sdk(id)).is_some_and(|s| s.reachable == Tri::Yes);
        if !reachable {
            return Err(Why::SdkNotReachable);
        }
    }
    Ok(Named { record, finding, wording, sdk, confirmed, unverified: law || wording.from_memory })
}

/// An SDK is named only where it was recognised with certainty, can run, and its version and developer are known.
fn sdk_row<'a>(record: &'a Record, id: &str, knowledge: &Knowledge) -> Result<&'a SdkMatch, Why> {
    let sdk = record.sdk(id).ok_or(Why::SdkNotCertain)?;
    let known = |s: &Option<String>| s.as_ref().is_some_and(|v| !v.trim().is_empty());
    if sdk.confidence != SdkConfidence::Certain {
        Err(Why::SdkNotCertain)
    } else if sdk.reachable != Tri::Yes {
        Err(Why::SdkNotReachable)
    } else if !known(&sdk.version) {
        Err(Why::SdkVersionUnknown)
    } else if sdk_vendor(id, Some(sdk), knowledge, crate::words::Lang::Zh).is_none() {
        Err(Why::SdkDeveloperUnknown)
    } else {
        Ok(sdk)
    }
}

/// No law line that was read stands behind the finding, or the rule that made it is from memory.
pub fn law_unverified(finding: &Finding, knowledge: &Knowledge) -> bool {
    let rule = knowledge.rules.iter().find(|r| r.id == finding.rule);
    finding.rules.iter().all(|l| l.unverified) || rule.is_some_and(|r| r.status == Status::FromMemory)
}
