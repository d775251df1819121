//! SARIF 2.1.0 (OASIS), for code scanning in a forge: a result a finding, the path to the call as a code flow, waivers as suppressions.
//!
//! A package has no lines, so a location names the file at line 1 (forges demand one) and the method as logical location. Fingerprints are the
//! ids of the findings, which survive a rebuild. Message texts may hold links by SARIF 3.11.6: brackets of foreign text are escaped.

use serde_json::{Value, json};

use super::related;
use super::words::{Names, Said, filled, w};
use super::{Report, sanitize};
use crate::evidence::{Evidence, EvidenceKind};
use crate::knowledge::Knowledge;
use crate::rules::{Finding, Severity};
use crate::words::{Lang, Words};

/// Steps of a path that are shown.
const STEPS: usize = 40;

/// The report as one run of SARIF; `policies` are found by the names the report gives them.
pub fn sarif(report: &Report, knowledge: &Knowledge, lang: Lang) -> String {
    let names = Names::new(knowledge);
    let findings = related::by_severity(report);
    let mut codes: Vec<&str> = findings.iter().map(|f| f.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|c| rule(c, &findings, names, lang)).collect();
    let results: Vec<Value> = findings.iter().map(|f| result(report, f, &codes, names, lang)).collect();
    let notes: Vec<Value> = report
        .gaps
        .iter()
        .map(|g| {
            let what = super::sentence::said(&g.what);
            json!({ "level": "note", "descriptor": { "id": g.code.as_str() }, "message": { "text": format!("{}: {}", say(&g.code.said(), lang), say(&what, lang)) } })
        })
        .collect();
    let hashed = |name: &str, sha256: &str| json!({ "location": { "uri": uri(name) }, "hashes": { "sha-256": sha256 } });
    let mut artifacts = vec![hashed(&report.inputs.app.name, &report.inputs.app.sha256)];
    artifacts.extend(report.inputs.policies.iter().map(|p| hashed(&p.name, &p.sha256)));
    let run = json!({
        "tool": { "driver": {
            "name": "apksweep",
            "semanticVersion": report.tool.version,
            "rules": rules,
            "properties": { "signatures": report.tool.signatures },
        } },
        "automationDetails": { "id": format!("apksweep/{}/", sanitize::line(&report.app.package)) },
        "columnKind": "unicodeCodePoints",
        "artifacts": artifacts,
        "invocations": [{ "executionSuccessful": true, "toolExecutionNotifications": notes }],
        "results": results,
    });
    let log = json!({ "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run] });
    // Maps of serde_json are sorted, so the same report gives the same bytes.
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn say(words: &Words, lang: Lang) -> String {
    sanitize::sarif(filled(words, "").get(lang))
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
    }
}

fn rule(code: &str, findings: &[&Finding], names: Names, lang: Lang) -> Value {
    let worst = findings.iter().filter(|f| f.code == code).map(|f| f.severity).max().unwrap_or(Severity::Low);
    let limits = names.limits(code).map(|l| format!(" {}{}", say(&w("局限：", "Limits: "), lang), say(&l, lang))).unwrap_or_default();
    json!({
        "id": code,
        "shortDescription": { "text": say(&names.code(code), lang) },
        "fullDescription": { "text": format!("{}.{limits}", say(&names.code(code), lang)) },
        "defaultConfiguration": { "level": level(worst) },
        "properties": { "tags": ["privacy"] },
    })
}

fn result(report: &Report, f: &Finding, codes: &[&str], names: Names, lang: Lang) -> Value {
    let evidence: Vec<&Evidence> = related::evidence(report, f).into_iter().filter_map(|(_, e)| e).collect();
    let first = related::first_place(report, f);
    let mut message = format!("{}. {}", say(&f.title, lang), say(&f.why, lang));
    for (name, words) in [(w("仍需核实：", "Still to check: "), &f.to_check), (w("整改建议：", "Remedy: "), &f.remedy)] {
        if !words.zh.is_empty() || !words.en.is_empty() {
            message.push_str(&format!(" {}{}", name.get(lang), say(words, lang)));
        }
    }
    let refs: Vec<_> = f.rules.iter().collect();
    let mark = w("（条文待核）", " (wording not verified)");
    let mut out = json!({
        "ruleId": f.code,
        "ruleIndex": codes.iter().position(|c| *c == f.code),
        "level": level(f.severity),
        "message": { "text": message },
        "locations": [place(report, first)],
        "partialFingerprints": { "apksweep/v1": f.id },
        "properties": {
            "certainty": f.certainty,
            "severity": f.severity,
            "laws": say(&names.citations(&refs, &mark), lang),
            "evidence": f.evidence,
        },
    });
    let path: Vec<Value> = evidence
        .iter()
        .filter(|e| matches!(e.kind, EvidenceKind::Code | EvidenceKind::Manifest))
        .take(STEPS)
        .map(|e| json!({ "location": place(report, Some(e)) }))
        .collect();
    if let Some(map) = out.as_object_mut() {
        if path.len() > 1 {
            map.insert("codeFlows".into(), json!([{ "threadFlows": [{ "locations": path }] }]));
        }
        if let Some(reason) = &f.waived {
            map.insert("suppressions".into(), json!([{ "kind": "external", "justification": sanitize::sarif(reason) }]));
        }
    }
    out
}

fn place(report: &Report, evidence: Option<&Evidence>) -> Value {
    // What the policy says stands in the policy, everything else in the app.
    let file = evidence
        .filter(|e| matches!(e.kind, EvidenceKind::Policy | EvidenceKind::Absence))
        .and_then(|e| report.inputs.policies.iter().find(|p| p.name == e.path))
        .map_or(report.inputs.app.name.as_str(), |p| p.name.as_str());
    let mut out = json!({ "physicalLocation": { "artifactLocation": { "uri": uri(file) }, "region": { "startLine": 1 } } });
    let Some(e) = evidence else { return out };
    if let Some(map) = out.as_object_mut() {
        let (name, kind) = match related::code_locator(&e.locator).filter(|_| e.kind == EvidenceKind::Code) {
            Some((class, member, _)) => (format!("{class}.{member}"), "function"),
            None => (e.locator.clone(), "element"),
        };
        map.insert("logicalLocations".into(), json!([{ "fullyQualifiedName": sanitize::line(&name), "kind": kind }]));
        let said = format!("{} {} {}", e.path, e.locator, e.excerpt);
        map.insert("message".into(), json!({ "text": sanitize::sarif(&said.chars().take(400).collect::<String>()) }));
    }
    out
}

/// A file name as a relative reference (RFC 3986): nothing in it is a scheme, a host or a way out of the folder.
fn uri(name: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'~' | b'.');
    let encoded: String = name.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect();
    if encoded.chars().all(|c| c == '.') { "app".into() } else { encoded }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn log(report: &Report) -> Value {
        serde_json::from_str(&sarif(report, &sample::knowledge(), Lang::En)).unwrap()
    }

    #[test]
    fn every_finding_is_a_result_with_rule_place_and_fingerprint() {
        let report = sample::rich();
        let log = log(&report);
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), report.findings.len());
        for r in results {
            let rule = &run["tool"]["driver"]["rules"][r["ruleIndex"].as_u64().unwrap() as usize];
            assert_eq!(rule["id"], r["ruleId"]);
            assert!(["error", "warning", "note"].contains(&r["level"].as_str().unwrap()));
            let at = &r["locations"][0]["physicalLocation"];
            assert_eq!(at["region"]["startLine"], 1, "lines count from 1");
            let uri = at["artifactLocation"]["uri"].as_str().unwrap();
            assert!(run["artifacts"].as_array().unwrap().iter().any(|a| a["location"]["uri"] == uri), "{uri}");
            assert!(r["partialFingerprints"]["apksweep/v1"].as_str().unwrap().starts_with("F-"));
        }
        let waived = report.findings.iter().filter(|f| f.waived.is_some()).count();
        assert_eq!(results.iter().filter(|r| !r["suppressions"].is_null()).count(), waived);
        let told = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap().len();
        assert_eq!(told, report.gaps.len(), "what was not seen is told");
    }

    #[test]
    fn one_place_by_hand() {
        let report = sample::rich();
        let f = report.findings.iter().find(|f| f.code == "DIS-01").unwrap();
        let log = log(&report);
        let r = log["runs"][0]["results"]
            .as_array()
            .unwrap()
            .iter()
            .find(|r| r["partialFingerprints"]["apksweep/v1"] == f.id.as_str())
            .unwrap();
        let e = related::first_place(&report, f).unwrap();
        let (class, member, _) = related::code_locator(&e.locator).unwrap();
        assert_eq!(r["locations"][0]["logicalLocations"][0]["fullyQualifiedName"], format!("{class}.{member}"));
    }

    #[test]
    fn messages_of_hostile_apps_are_inert() {
        let report = sample::rich();
        let text = sarif(&report, &sample::knowledge(), Lang::Zh);
        assert!(text.chars().all(|c| c == '\n' || !sanitize::is_unseen(c)));
        let log = log(&report);
        for r in log["runs"][0]["results"].as_array().unwrap() {
            let message = r["message"]["text"].as_str().unwrap();
            let bare = message.char_indices().any(|(at, c)| c == '[' && !message[..at].ends_with('\\'));
            assert!(!bare, "{message}");
        }
    }

    #[test]
    fn a_name_is_no_scheme_host_or_way_out() {
        for (name, want) in
            [("a b.apk", "a%20b.apk"), ("../x", "..%2Fx"), ("http://e/x", "http%3A%2F%2Fe%2Fx"), ("..", "app"), ("应.apk", "%E5%BA%94.apk")]
        {
            assert_eq!(uri(name), want);
        }
        assert_eq!(sarif(&sample::clean(), &sample::knowledge(), Lang::Zh), sarif(&sample::clean(), &sample::knowledge(), Lang::Zh));
    }
}
