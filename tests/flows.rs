//! The data flow on its own app of small questions, `corpus/flows/cases`: one class a question, `cases.toml` says how many flows it holds.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use apksweep::bytes::sha256_hex;
use apksweep::detect::{Effort, Tri};
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

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/flows/cases")
}

fn report(flow: bool) -> apksweep::report::Report {
    let input = Input { app: folder().join("app.apk"), ..Input::default() };
    let knowledge = Knowledge::builtin();
    check(&input, knowledge, &Options { flow: flow.then_some(Effort::Normal), ..Options::default() }).expect("the app is readable").report
}

#[test]
fn each_case_holds_so_many_flows() {
    let text = std::fs::read_to_string(folder().join("cases.toml")).expect("cases.toml");
    let cases: Cases = toml::from_str(&text).expect("cases.toml is in order");
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for f in report(true).flows {
        let class = f.source.class.trim_start_matches("Lorg/brookside/flows/").trim_end_matches(';');
        let class = class.split('$').next().unwrap_or(class).to_owned();
        found.entry(class).or_default().push(format!("{:?} in {}", f.sink.kind, f.sink.point.class));
    }
    let mut wrong = Vec::new();
    for c in &cases.case {
        let got = found.remove(&c.class).unwrap_or_default();
        if got.len() != c.flows {
            wrong.push(format!("{}: wanted {}, got {got:?} ({})", c.class, c.flows, c.why));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(found.is_empty(), "flows of no case: {found:?}");
}

#[test]
fn the_app_was_built_from_these_sources() {
    let built: toml::Table = toml::from_str(&std::fs::read_to_string(folder().join("built.toml")).expect("built.toml")).expect("in order");
    let bytes = std::fs::read(folder().join("app.apk")).expect("app.apk");
    assert_eq!(built["artifact_sha256"].as_str(), Some(sha256_hex(&bytes).as_str()));
}

#[test]
fn every_flow_tells_its_way() {
    let r = report(true);
    for f in &r.flows {
        assert!(f.steps >= 2 && !f.evidence.is_empty(), "{f:?}");
        assert!(f.evidence.iter().all(|e| r.evidence.get(e).is_some()), "{f:?}");
    }
}

#[test]
fn without_flow_nothing_is_claimed() {
    let r = report(false);
    assert!(r.flows.is_empty());
    assert!(r.collections.iter().all(|c| c.leaves_device == Tri::Unknown));
    assert!(!r.options.flow);
}

#[test]
fn twice_the_same() {
    assert_eq!(serde_json::to_string(&report(true)).unwrap(), serde_json::to_string(&report(true)).unwrap());
}
