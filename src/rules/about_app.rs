//! Answers about the app and what came with it.

use super::fact::{Answer, Fact};
use super::hearing::Hearing;
use super::{about_acts, about_store};
use crate::detect::{Owner, SdkRole, Sign, Strength, Tri};
use crate::evidence::{Evidence, EvidenceId, EvidenceKind};
use crate::gap::Hides;

pub fn answer(h: &Hearing, fact: Fact) -> Answer {
    let observed = h.case.observed;
    let signs = &observed.signs;
    match fact {
        Fact::TargetBelow23 => match observed.app.target_sdk {
            // 0: the manifest could not be read that far. Without any manifest the file is no app and has no target.
            0 if observed.app.package.is_empty() => Answer::no(Vec::new()),
            0 => Answer::unknown(Vec::new(), h.hiding(&[Hides::Manifest])),
            target => Answer::of(target < 23, manifest_evidence(h, "uses-sdk")),
        },
        Fact::AsksGuardedPermission => {
            let guarded = |p: &&crate::detect::PermissionUse| p.declared && p.kind == crate::detect::PermissionKind::Runtime;
            let asked: Vec<_> = observed.permissions.iter().filter(guarded).collect();
            Answer::of(!asked.is_empty(), asked.iter().flat_map(|p| p.evidence.iter().take(1).cloned()).take(6).collect())
        }
        Fact::PolicyGiven => {
            if h.texts.is_empty() {
                Answer::no(vec![absent_policy(h)])
            } else {
                Answer::yes(Vec::new())
            }
        }
        Fact::PolicyAddress => {
            let evidence: Vec<EvidenceId> = observed.policies.iter().flat_map(|p| p.evidence.clone()).collect();
            Answer::of(!observed.policies.is_empty() || h.case.listing.policy_url.is_some(), evidence)
        }
        Fact::PolicyWords => sign(h, &signs.policy_words, fact),
        Fact::PolicyFar => sign(h, &signs.policy_far, fact),
        Fact::Login => sign(h, &signs.login, fact),
        Fact::AccountClosingInApp => sign(h, &signs.account_closing, fact),
        Fact::ForChildren => for_children(h),
        Fact::BackgroundLocation => sign(h, &signs.background_location, fact),
        Fact::CleartextAllowed => sign(h, &signs.cleartext, fact),
        Fact::Internet => {
            let declared = observed.permissions.iter().find(|p| p.declared && p.name == "android.permission.INTERNET");
            declared.map_or(Answer::no(Vec::new()), |p| Answer::yes(p.evidence.clone()))
        }
        Fact::Tampering => {
            let odd = |i: &usize| observed.anomalies.get(*i).is_some_and(|a| !a.common);
            let found: Vec<usize> = (0..observed.anomalies.len()).filter(odd).collect();
            let evidence = found.iter().filter_map(|i| observed.anomaly_evidence.get(*i).cloned()).collect();
            Answer::of(!found.is_empty(), evidence)
        }
        Fact::CollectsAnything => {
            let rows =
                h.groups.iter().flat_map(|g| g.telling()).take(3).flat_map(|c| c.evidence.iter().take(1).cloned()).collect::<Vec<_>>();
            Answer::of(h.groups.iter().any(|g| g.telling().next().is_some()), rows)
        }
        Fact::OfferedInChina => {
            let label = &observed.app.label;
            let chinese = |s: &Option<String>| s.as_deref().is_some_and(|s| s.chars().any(is_han) && !s.chars().any(is_kana));
            Answer::of(chinese(&label.default) || chinese(&label.zh), manifest_evidence(h, "label"))
        }
        Fact::CategoryKnown => Answer::of(h.necessity.known, Vec::new()),
        Fact::CategoryOpen => Answer::of(h.necessity.open, Vec::new()),
        Fact::PublicHealth => {
            let given = |c: &super::CategoryInput| matches!(c.origin, super::CategoryOrigin::Given | super::CategoryOrigin::Store);
            Answer::of(h.case.categories.iter().any(|c| given(c) && c.id == "public-health"), Vec::new())
        }
        Fact::EmbedsSdk => sdk_of(h, None),
        Fact::TargetingSdk => sdk_of(h, Some("advertising")),
        Fact::ConsentPlatform => sdk_of(h, Some("consent")),
        Fact::RecommendationSwitchInApp => sign(h, &signs.recommendation_switch, fact),
        Fact::WithdrawalInApp => sign(h, &signs.withdrawal, fact),
        Fact::TwoListsInApp => sign(h, &signs.two_lists, fact),
        Fact::FaceVerification => faces(h),
        Fact::OtherVerification => sign(h, &signs.other_verification, fact),
        Fact::ExposureApi => exposure(h),
        Fact::LocationAsked => {
            let asked = observed
                .permissions
                .iter()
                .filter(|p| p.declared && p.name.contains("_LOCATION") && !p.name.contains("FOREGROUND_SERVICE"));
            let evidence: Vec<EvidenceId> = asked.flat_map(|p| p.evidence.iter().take(1).cloned()).collect();
            Answer::of(!evidence.is_empty(), evidence)
        }
        Fact::TargetFrom31 => Answer::of(observed.app.target_sdk >= 31, Vec::new()),
        Fact::ListingWithoutPolicy
        | Fact::ListingGiven
        | Fact::ListingIncomplete
        | Fact::FormGiven
        | Fact::FormSaysEncrypted
        | Fact::FormDeletionLink
        | Fact::EarlierGiven
        | Fact::PolicyUnchanged => about_store::answer(h, fact),
        _ => about_acts::answer(h, fact),
    }
}

/// A reachable SDK, of this category where one is named.
fn sdk_of(h: &Hearing, category: Option<&str>) -> Answer {
    let fits = |s: &&crate::detect::SdkMatch| {
        s.role == SdkRole::Sdk && s.reachable == Tri::Yes && category.is_none_or(|wanted| s.categories.iter().any(|c| c == wanted))
    };
    let evidence: Vec<EvidenceId> =
        h.case.observed.sdks.iter().filter(fits).flat_map(|s| s.evidence.iter().take(2).cloned()).take(6).collect();
    Answer::of(h.case.observed.sdks.iter().any(|s| fits(&s)), evidence)
}

/// Code that can run reads faces, or belongs to an SDK that verifies faces by its own statement or name.
fn faces(h: &Hearing) -> Answer {
    let face = |c: &&crate::detect::Collection| {
        c.reachable == Tri::Yes
            && c.strength != Strength::Weak
            && c.node.as_deref() == Some("biometric/face")
            && !matches!(c.owner, Owner::Library { .. })
    };
    let mut evidence: Vec<EvidenceId> =
        h.case.observed.collections.iter().filter(face).flat_map(|c| c.evidence.iter().take(2).cloned()).collect();
    let verifies = |s: &&crate::detect::SdkMatch| {
        let known = h.case.knowledge.sdk(&s.id);
        // What a vendor states is not known of every SDK; some say what they do by their name.
        let named = |k: &crate::knowledge::Sdk| {
            ["人脸", "刷脸", "实人", "活体"].iter().any(|w| k.name.zh.contains(w))
                || k.name
                    .en
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|w| ["face", "faceid", "liveness"].contains(&w.to_lowercase().as_str()))
        };
        s.reachable == Tri::Yes
            && s.categories.iter().any(|c| c == "identity")
            && known.is_some_and(|k| named(k) || k.states.iter().any(|t| t == "biometric" || t == "biometric/face"))
    };
    evidence.extend(h.case.observed.sdks.iter().filter(verifies).flat_map(|s| s.evidence.iter().take(2).cloned()));
    let any = h.case.observed.collections.iter().any(|c| face(&c)) || h.case.observed.sdks.iter().any(|s| verifies(&s));
    evidence.truncate(6);
    Answer::of(any, evidence)
}

/// A component that only Play services may call with exposures, or the permission for it.
fn exposure(h: &Hearing) -> Answer {
    const CALLBACK: &str = "com.google.android.gms.nearby.exposurenotification.EXPOSURE_CALLBACK";
    let guarded = h.case.observed.components.iter().any(|c| c.permission.as_deref() == Some(CALLBACK));
    Answer::of(guarded, manifest_evidence(h, "receiver"))
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Han characters beside kana are Japanese.
fn is_kana(c: char) -> bool {
    ('\u{3040}'..='\u{30ff}').contains(&c)
}

/// A sign that could not be decided is unknown because of what hides it, or says nothing.
fn sign(h: &Hearing, sign: &Sign, fact: Fact) -> Answer {
    match sign.answer {
        Tri::Yes => Answer::yes(sign.evidence.clone()),
        Tri::No => Answer::no(sign.evidence.clone()),
        Tri::Unknown => Answer::unknown(sign.evidence.clone(), h.hiding(fact.hidden_by())),
    }
}

/// The listing's category counts as the app's own words do.
fn for_children(h: &Hearing) -> Answer {
    let own = sign(h, &h.case.observed.signs.for_children, Fact::ForChildren);
    let listed = h.case.listing.category.as_deref().map(str::to_lowercase).unwrap_or_default();
    if own.tri != Tri::Yes && ["儿童", "少儿", "kids", "children"].iter().any(|w| listed.contains(w)) {
        return Answer::yes(own.evidence);
    }
    own
}

/// Evidence already made about a place of the manifest, where there is any.
fn manifest_evidence(h: &Hearing, place: &str) -> Vec<EvidenceId> {
    let manifest = h.case.observed.evidence.0.iter().filter(|(_, e)| e.kind == EvidenceKind::Manifest && e.locator.contains(place));
    manifest.map(|(id, _)| id.clone()).take(2).collect()
}

fn absent_policy(h: &Hearing) -> EvidenceId {
    let artefact = h.case.observed.evidence.0.values().map(|e| e.artefact.clone()).next().unwrap_or_default();
    h.evidence.borrow_mut().add(Evidence {
        kind: EvidenceKind::Absence,
        artefact,
        path: h.case.observed.app.package.clone(),
        locator: "search:privacy-policy".into(),
        excerpt: "no policy file was supplied; no policy text in assets, raw resources or strings".into(),
        signature: None,
    })
}
