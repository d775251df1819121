//! Apps written for script frameworks: a manifest of the corpus, an engine, and one script each; what the script calls must be told.

use std::io::{Cursor, Read, Write};
use std::path::Path;

use apksweep::knowledge::Knowledge;
use apksweep::{Input, Options, check};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// (engine's files, script's name, script, calls told)
const CASES: [(&[&str], &str, &str, &[&str]); 5] = [
    (
        &["lib/arm64-v8a/libweexcore.so"],
        "assets/apps/__UNI__1A2B/www/app-service.js",
        "(()=>{uni.getLocation({type:'gcj02'});plus.device.getInfo({});var s=uni.getSystemInfoSync()})()",
        &["plus.device.getInfo", "uni.getLocation", "uni.getSystemInfoSync"],
    ),
    (
        &["lib/arm64-v8a/libweexcore.so"],
        "assets/apps/__UNI__1A2B/www/app-service.js",
        "my.uni.getLocation(); uni.getLocationOfShop(); report('uni')",
        &[],
    ),
    // The framework's own runtime names every call that it offers.
    (&["lib/arm64-v8a/libweexcore.so", "assets/apps/__UNI__1A2B/www/a.css"], "assets/uni-jsframework.js", "uni.getLocation({})", &[]),
    (
        &["lib/arm64-v8a/libreactnativejni.so"],
        "assets/index.android.bundle",
        "navigator.geolocation.getCurrentPosition(f)",
        &["navigator.geolocation.getCurrentPosition"],
    ),
    // No engine, no script app: a page of help that speaks of calls is no call.
    (&[], "assets/help/a.js", "uni.getLocation({})", &[]),
];

fn app(files: &[&str], script: (&str, &str)) -> Vec<u8> {
    let manifest = {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/apps/egg-timer/app.apk");
        let mut apk = ZipArchive::new(std::fs::File::open(path).expect("the corpus")).expect("an archive");
        let mut bytes = Vec::new();
        apk.by_name("AndroidManifest.xml").expect("a manifest").read_to_end(&mut bytes).expect("a manifest");
        bytes
    };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, bytes: &[u8]| {
        zip.start_file(name, SimpleFileOptions::default()).expect("a name");
        zip.write_all(bytes).expect("room");
    };
    add("AndroidManifest.xml", &manifest);
    add(script.0, script.1.as_bytes());
    for name in files {
        add(name, b"engine");
    }
    zip.finish().expect("an end").into_inner()
}

#[test]
fn calls_of_scripts() {
    let dir = tempfile::tempdir().expect("a folder");
    for (files, name, script, want) in CASES {
        let path = dir.path().join("app.apk");
        std::fs::write(&path, app(files, (name, script))).expect("room");
        let input = Input { app: path, ..Input::default() };
        let report = check(&input, Knowledge::builtin(), &Options::default()).expect("a report").report;
        let mut told: Vec<&str> = report.collections.iter().map(|c| c.api.as_str()).filter(|a| !a.starts_with('L')).collect();
        told.sort_unstable();
        assert_eq!(told, want, "{name}: {script}");
    }
}
