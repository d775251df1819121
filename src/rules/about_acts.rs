//! Answers that rest on what the app does besides reading data.

use std::collections::BTreeSet;

use super::fact::{Answer, Fact};
use super::hearing::Hearing;
use super::necessity::short;
use crate::detect::{Act, ActKind, Consent, Owner, When};
use crate::evidence::EvidenceId;

/// Evidence of one answer: enough to follow the path, not every place of a large app.
const SHOWN: usize = 8;

pub fn answer(h: &Hearing, fact: Fact) -> Answer {
    match fact {
        Fact::SeveralPermissionsAtLaunch => yes_of(early(h).filter(|a| groups(h, a).len() > 1)),
        Fact::QuitsWhenRefused => of(h, ActKind::QuitsWhenRefused),
        Fact::AsksAgain => of(h, ActKind::AsksAgain),
        Fact::ConsentTicked => of(h, ActKind::ConsentTicked),
        Fact::ConsentImplied => of(h, ActKind::ConsentImplied),
        Fact::SelfStarts => of(h, ActKind::SelfStart),
        Fact::StartsOthers => of(h, ActKind::StartsOthers),
        Fact::InstallsApps => of(h, ActKind::InstallsApps),
        Fact::HidesIcon => of(h, ActKind::HidesIcon),
        Fact::ResistsRemoval => of(h, ActKind::ResistsRemoval),
        _ => Answer::unknown(Vec::new(), Vec::new()),
    }
}

/// Acts of the app and its SDKs. A library does nothing on its own account (`androidx.work` wakes at boot in every app that schedules).
fn acts<'h>(h: &'h Hearing, kind: ActKind) -> impl Iterator<Item = &'h Act> {
    h.case.observed.acts.iter().filter(move |a| a.kind == kind && !matches!(a.owner, Owner::Library { .. }))
}

fn of(h: &Hearing, kind: ActKind) -> Answer {
    yes_of(acts(h, kind))
}

fn yes_of<'a>(acts: impl Iterator<Item = &'a Act>) -> Answer {
    let (mut any, mut evidence): (bool, Vec<EvidenceId>) = (false, Vec::new());
    for act in acts {
        any = true;
        for id in &act.evidence {
            if evidence.len() < SHOWN && !evidence.contains(id) {
                evidence.push(id.clone());
            }
        }
    }
    Answer::of(any, evidence)
}

/// Requests that no input and no gate stands before.
fn early<'h>(h: &'h Hearing) -> impl Iterator<Item = &'h Act> {
    acts(h, ActKind::AsksPermission).filter(|a| matches!(a.when, When::AppStart | When::Launch) && a.consent == Consent::Ungated)
}

/// Groups of permissions for personal data that one request asks for: what the system shows as one question counts once.
fn groups(h: &Hearing, act: &Act) -> BTreeSet<&'static str> {
    let collects = |p: &&String| h.case.knowledge.permission(p).is_some_and(|i| !i.data_types.is_empty());
    act.what.iter().filter(collects).map(|p| group(short(p))).collect()
}

/// The platform's groups (AOSP, frameworks/base, `AndroidManifest.xml`).
fn group(permission: &str) -> &'static str {
    match permission {
        p if p.contains("LOCATION") => "location",
        p if p.contains("CALENDAR") => "calendar",
        p if p.contains("CONTACTS") || p == "GET_ACCOUNTS" => "contacts",
        p if p.contains("CALL_LOG") || p == "PROCESS_OUTGOING_CALLS" => "call log",
        p if p.contains("PHONE") || p == "CALL_PRIVILEGED" => "phone",
        p if p.contains("SMS") || p.contains("MMS") || p.contains("WAP_PUSH") => "sms",
        p if p.contains("STORAGE") || p.contains("READ_MEDIA") => "storage",
        p if p.contains("BLUETOOTH") || p.contains("WIFI_DEVICES") || p.contains("UWB") => "nearby devices",
        p if p.contains("BODY_SENSORS") || p.contains("health") => "sensors",
        "CAMERA" => "camera",
        "RECORD_AUDIO" => "microphone",
        "ACTIVITY_RECOGNITION" => "activity",
        _ => "other",
    }
}

/// The permission is asked for before any input and without a gate.
pub fn asked_before_consent(h: &Hearing, permission: &str) -> Answer {
    yes_of(early(h).filter(|a| a.what.iter().any(|p| p == permission)))
}

pub fn asked_without_reason(h: &Hearing, permission: &str) -> Answer {
    yes_of(acts(h, ActKind::AsksUnexplained).filter(|a| a.what.iter().any(|p| p == permission)))
}

/// What the requests at launch ask for together, each name once.
pub fn asked_at_launch<'h>(h: &'h Hearing) -> Vec<&'h str> {
    let mut all: Vec<&str> = early(h).filter(|a| groups(h, a).len() > 1).flat_map(|a| &a.what).map(String::as_str).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The period of a repeated reading, in seconds.
pub fn period<'h>(h: &'h Hearing, data_type: &str, owner: &Owner) -> Option<&'h str> {
    let fits = |a: &&Act| a.owner == *owner && a.what.first().is_some_and(|t| t == data_type);
    acts(h, ActKind::ReadsPeriodically).find(fits)?.what.get(1).map(String::as_str)
}

/// A repeated reading of this kind by this owner.
pub fn reads_periodically(h: &Hearing, data_type: &str, owner: &Owner) -> Answer {
    let fits = |a: &&Act| a.owner == *owner && a.what.first().is_some_and(|t| t == data_type);
    yes_of(acts(h, ActKind::ReadsPeriodically).filter(fits))
}

/// A sensor callback of the SDK that can open a screen.
pub fn shake_jump(h: &Hearing, sdk: &str) -> Answer {
    yes_of(acts(h, ActKind::ShakeJump).filter(|a| matches!(&a.owner, Owner::Sdk { id } if id == sdk)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn permissions_of_one_question() {
        for (permission, group) in [
            ("ACCESS_FINE_LOCATION", "location"),
            ("ACCESS_COARSE_LOCATION", "location"),
            ("READ_PHONE_STATE", "phone"),
            ("READ_CALL_LOG", "call log"),
            ("READ_EXTERNAL_STORAGE", "storage"),
            ("READ_MEDIA_IMAGES", "storage"),
            ("RECORD_AUDIO", "microphone"),
        ] {
            assert_eq!(super::group(permission), group, "{permission}");
        }
    }
}
