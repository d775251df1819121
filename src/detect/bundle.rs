//! Collection calls of script bundles: `plus.device.getInfo`, `uni.getLocation`, `wx.getClipboardData` ... as texts in the scripts that
//! lie in the app.
//!
//! Scripts are not parsed: that a call stands there is a trace, whether it runs stays unknown, and the gap (LIM-03) stays beside it. Runtimes
//! of the frameworks name every call they offer and are passed over.

use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::BTreeMap;

use super::artefact::Artefact;
use super::observed::{Collection, Consent, Owner, Strength, Tri, When};
use crate::app::App;
use crate::budget::Budget;
use crate::bytes::short_id;
use crate::container::Package;
use crate::evidence::{EvidenceKind, EvidenceSet};
use crate::gap::{Gap, GapCode, Hides};
use crate::knowledge::{Api, ApiKind, Knowledge};

/// Bytes of one script that are read; longer ones are told as a gap.
const SCRIPT: u64 = 16 << 20;
/// Places of one call that a report shows.
const SHOWN: usize = 3;

/// Is the entry a script or page of the app.
pub fn is_script(name: &str) -> bool {
    const ENDS: [&str; 6] = [".js", ".bundle", ".jsbundle", ".html", ".htm", ".hbc"];
    const RUNTIMES: [&str; 12] = [
        "cordova.js",
        "cordova_plugins.js",
        "cordova-js-src/",
        "uni-jsframework",
        "__uniappview",
        "view.umd",
        "uniperf",
        "weex-",
        "jsservice.js",
        "wawebview.js",
        "waservice.js",
        "native-bridge.js",
    ];
    let lower = name.to_ascii_lowercase();
    lower.starts_with("assets/") && ENDS.iter().any(|e| lower.ends_with(e)) && !RUNTIMES.iter().any(|r| lower.contains(r))
}

/// The text stands there as a whole name: not as the end or the beginning of a longer one.
pub fn is_whole(text: &[u8], start: usize, end: usize) -> bool {
    let part_of_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$');
    let before = start.checked_sub(1).and_then(|i| text.get(i));
    !before.is_some_and(|b| part_of_name(b) || *b == b'.') && !text.get(end).is_some_and(part_of_name)
}

/// One entry per (data type, call), owner the app: its scripts are its own.
pub fn collections(
    package: &Package,
    app: &App,
    knowledge: &Knowledge,
    here: Artefact,
    out: &mut EvidenceSet,
    budget: &mut Budget,
    gaps: &mut Vec<Gap>,
) -> Vec<Collection> {
    if !app.files.iter().any(|f| is_script(&f.name)) {
        return Vec::new();
    }
    let apis: Vec<&Api> = knowledge.apis.iter().filter(|a| a.kind == ApiKind::Script).collect();
    let Ok(automaton) = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(apis.iter().map(|a| a.value.as_str())) else {
        return Vec::new();
    };
    let mut found: BTreeMap<usize, Vec<(&str, usize)>> = BTreeMap::new();
    for file in app.files.iter().filter(|f| is_script(&f.name)) {
        let Some((archive, entry)) = package.parts.get(file.part).and_then(|p| Some((&p.archive, p.archive.entry(&file.name)?))) else {
            continue;
        };
        let text = archive.read_at_most(entry, SCRIPT, budget).unpack(gaps);
        if file.size > SCRIPT {
            gaps.push(Gap::new(GapCode::Script, "a script too long to be read whole", &*file.path, &[Hides::Calls, Hides::Flows]));
        }
        for m in automaton.find_iter(&text).filter(|m| is_whole(&text, m.start(), m.end())) {
            let places = found.entry(m.pattern().as_usize()).or_default();
            if places.len() < SHOWN {
                places.push((&file.path, m.start()));
            }
        }
    }
    let mut list: Vec<Collection> = Vec::new();
    for (api, places) in found {
        let Some(api) = apis.get(api) else { continue };
        let sign = || Some(format!("api/{}", api.id));
        let evidence = places
            .iter()
            .map(|(path, at)| here.add(out, EvidenceKind::Resource, path, format!("@{at:#x}"), format!("names {}", api.value), sign()))
            .collect();
        list.push(Collection {
            id: short_id("C", &[&api.data_type, &Owner::App.key(), &api.value]),
            data_type: api.data_type.clone(),
            node: api.node.clone(),
            owner: Owner::App,
            api: api.value.clone(),
            strength: match api.strength.as_str() {
                "strong" => Strength::Strong,
                "medium" => Strength::Medium,
                _ => Strength::Weak,
            },
            user_mediated: api.user_mediated,
            blocked_from_api: api.blocked_from_api,
            permissions: api.permissions.clone(),
            reachable: Tri::Unknown,
            when: When::Unknown,
            consent: Consent::Unknown,
            leaves_device: Tri::Unknown,
            sites: Vec::new(),
            evidence,
        });
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_of_the_app() {
        for (name, want) in [
            ("assets/apps/__UNI__1/www/app-service.js", true),
            ("assets/index.android.bundle", true),
            ("assets/www/index.html", true),
            ("assets/www/cordova.js", false),
            ("assets/uni-jsframework-vue3.js", false),
            ("res/raw/a.js", false),
            ("assets/a.json", false),
        ] {
            assert_eq!(is_script(name), want, "{name}");
        }
    }

    #[test]
    fn whole_names() {
        let call = "uni.getLocation";
        for (text, want) in [
            ("uni.getLocation({})", true),
            ("a=uni.getLocation;", true),
            ("uni.getLocation", true),
            ("my.uni.getLocation()", false),
            ("xuni.getLocation()", false),
            ("uni.getLocationAddress()", false),
        ] {
            let at = text.find(call).unwrap_or_default();
            assert_eq!(is_whole(text.as_bytes(), at, at + call.len()), want, "{text}");
        }
    }
}
