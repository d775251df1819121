//! The data flow on its own apps of small questions, `corpus/flows`: one class a question, `cases.toml` says how many flows it holds.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use apksweep::bytes::sha256_hex;
use apksweep::detect::{Consent, Effort, Tri, When};
use apksweep::knowledge::Knowledge;
use apksweep::{Input, Options, check};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    class: String,
    flows: usize,
    why: String,
}

/// `cases`: the language and the lives of components. `ways`: what the framework and the library do with data.
const APPS: [&str; 2] = ["cases", "ways"];

fn folder(app: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/flows").join(app)
}

fn report(app: &str, flow: bool) -> apksweep::report::Report {
    let input = Input { app: folder(app).join("app.apk"), ..Input::default() };
    let knowledge = Knowledge::builtin();
    check(&input, knowledge, &Options { flow: flow.then_some(Effort::Normal), ..Options::default() }).expect("the app is readable").report
}

#[test]
fn each_case_holds_so_many_flows() {
    let mut wrong = Vec::new();
    for app in APPS {
        let text = std::fs::read_to_string(folder(app).join("cases.toml")).expect("cases.toml");
        let cases: Cases = toml::from_str(&text).expect("cases.toml is in order");
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for f in report(app, true).flows {
            let class = f.source.class.rsplit('/').next().unwrap_or_default().trim_end_matches(';');
            let class = class.split('$').next().unwrap_or(class).to_owned();
            found.entry(class).or_default().push(format!("{:?} in {}", f.sink.kind, f.sink.point.class));
        }
        for c in &cases.case {
            let got = found.remove(&c.class).unwrap_or_default();
            if got.len() != c.flows {
                wrong.push(format!("{app}/{}: wanted {}, got {got:?} ({})", c.class, c.flows, c.why));
            }
        }
        wrong.extend(found.iter().map(|(class, f)| format!("{app}/{class}: of no case: {f:?}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Gates {
    gate: Vec<Gate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Gate {
    class: String,
    consent: Consent,
    when: When,
    why: String,
}

#[test]
fn each_reading_has_its_gate_and_its_time() {
    let text = std::fs::read_to_string(folder("gates").join("gates.toml")).expect("gates.toml");
    let gates: Gates = toml::from_str(&text).expect("gates.toml is in order");
    let mut found: BTreeMap<String, Vec<(Consent, When)>> = BTreeMap::new();
    for s in report("gates", false).collections.into_iter().flat_map(|c| c.sites) {
        let class = s.class.rsplit('/').next().unwrap_or_default().trim_end_matches(';');
        let class = class.split('$').next().unwrap_or(class).to_owned();
        found.entry(class).or_default().push((s.consent, s.when));
    }
    let mut wrong = Vec::new();
    for g in &gates.gate {
        let got = found.remove(&g.class).unwrap_or_default();
        if got != [(g.consent, g.when)] {
            wrong.push(format!("{}: wanted {:?} {:?}, got {got:?} ({})", g.class, g.consent, g.when, g.why));
        }
    }
    assert!(wrong.is_empty() && found.is_empty(), "{}\n{found:?}", wrong.join("\n"));
}

#[test]
fn the_apps_were_built_from_these_sources() {
    for app in APPS.into_iter().chain(["gates"]) {
        let built: toml::Table =
            toml::from_str(&std::fs::read_to_string(folder(app).join("built.toml")).expect("built.toml")).expect("in order");
        let bytes = std::fs::read(folder(app).join("app.apk")).expect("app.apk");
        assert_eq!(built["artifact_sha256"].as_str(), Some(sha256_hex(&bytes).as_str()));
    }
}

#[test]
fn every_flow_tells_its_way() {
    let r = report("cases", true);
    for f in &r.flows {
        assert!(f.steps >= 2 && !f.evidence.is_empty(), "{f:?}");
        assert!(f.evidence.iter().all(|e| r.evidence.get(e).is_some()), "{f:?}");
    }
}

#[test]
fn without_flow_nothing_is_claimed() {
    let r = report("cases", false);
    assert!(r.flows.is_empty());
    assert!(r.collections.iter().all(|c| c.leaves_device == Tri::Unknown));
    assert!(!r.options.flow);
}

#[test]
fn twice_the_same() {
    assert_eq!(serde_json::to_string(&report("cases", true)).unwrap(), serde_json::to_string(&report("cases", true)).unwrap());
}
