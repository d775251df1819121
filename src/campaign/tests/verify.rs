use super::*;
use crate::campaign::bundle::{self, Content};
use crate::campaign::verify::{Stated, compare};
use crate::knowledge::Knowledge;
use crate::paper::pack::{Limits, pack, unpack};
use crate::words::Lang;

#[test]
fn a_report_agrees_with_itself_in_any_layout() {
    let report = report();
    for text in [report.to_json(), report.to_line(), report.to_json().replace('\n', "\r\n\t")] {
        let outcome = compare(&Stated::read(&text).unwrap(), &report);
        assert!(outcome.agrees(), "{:?}", outcome.differences);
    }
}

#[test]
fn two_readings_of_one_text_are_refused() {
    let text = report().to_json();
    let twice = text.replacen("\"schema\":", "\"schema\": \"apksweep.report/0\", \"schema\":", 1);
    assert!(Stated::read(&twice).err().unwrap().contains("twice"));
    let deep = text.replacen("\"schema\":", "\"evidence\": {}, \"schema\":", 1);
    assert!(Stated::read(&deep).is_err());
}

#[test]
fn another_version_cannot_be_rechecked_which_is_not_the_same_as_changed() {
    let mut report = report();
    report.tool.signatures = Knowledge::builtin().digest.clone();
    report.tool.version = env!("CARGO_PKG_VERSION").into();
    assert!(Stated::read(&report.to_json()).unwrap().recheckable(Knowledge::builtin()).is_ok());
    report.tool.version = "0.0.9".into();
    let why = Stated::read(&report.to_json()).unwrap().recheckable(Knowledge::builtin()).unwrap_err();
    assert!(why.zh.contains("无法复核") && why.en.contains("cannot re-check"));
    assert!(Stated::read(&self::report().to_json()).unwrap().recheckable(Knowledge::builtin()).is_err(), "other signatures");
}

fn packed() -> Vec<u8> {
    let report = report();
    let knowledge = Knowledge::builtin();
    bundle::write(Content {
        report: &report,
        app: Some(b"app".to_vec()),
        policies: Some(vec![b"policy".to_vec()]),
        documents: &[],
        knowledge,
        lang: Lang::Zh,
    })
    .unwrap()
}

#[test]
fn a_bundle_holds_what_its_manifest_says() {
    let bytes = packed();
    assert!(bytes == packed(), "deterministic");
    let (b, faults) = bundle::read(&bytes).unwrap();
    assert!(faults.is_empty() && b.signatures.is_empty(), "{faults:?}");
    assert!(bundle::agreement(&b.manifest, &report()).is_empty());
    assert_eq!(b.files["inputs/app"], b"app");
    assert!(b.files.keys().all(|n| !n.contains("..") && !n.starts_with('/')));
    assert!(b.files.keys().filter(|n| n.starts_with("evidence/F-")).count() == report().findings.len());
}

#[test]
fn a_changed_bundle_is_told_file_by_file() {
    let limits = Limits { files: 1000, bytes: 1 << 26 };
    let files: Vec<(String, Vec<u8>)> = unpack(&packed(), limits).unwrap().into_iter().collect();
    for i in 0..files.len() {
        let mut changed = files.clone();
        let name = changed[i].0.clone();
        let middle = changed[i].1.len() / 2;
        changed[i].1[middle] ^= 1;
        let told = match bundle::read(&pack(&changed).unwrap()) {
            Ok((_, faults)) => !faults.is_empty(),
            Err(_) => true,
        };
        assert_eq!(told, name != "signature/README.txt", "{name}");
        let mut fewer = files.clone();
        fewer.remove(i);
        let told = bundle::read(&pack(&fewer).unwrap()).map_or(true, |(_, faults)| !faults.is_empty());
        assert_eq!(told, name != "signature/README.txt", "{name} gone");
    }
    let mut more = files.clone();
    more.push(("inputs/other".into(), vec![1]));
    assert_eq!(bundle::read(&pack(&more).unwrap()).unwrap().1.len(), 1);
    let mut signed = files;
    signed.push(("signature/manifest.json.sig".into(), vec![1]));
    let (b, faults) = bundle::read(&pack(&signed).unwrap()).unwrap();
    assert_eq!((b.signatures.len(), faults.len()), (1, 0));
}

#[test]
fn hostile_bundles_are_refused() {
    for bytes in [&b"PK"[..], b"PK\x05\x06", b"", &pack(&[("manifest.json".into(), b"[]".to_vec())]).unwrap()] {
        assert!(bundle::read(bytes).is_err());
    }
}
