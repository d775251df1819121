//! Compares what we read with `aapt dump badging`, on every APK below the directory that APKSWEEP_APKS names.
//! `APKSWEEP_APKS=dir cargo test --test compare_aapt -- --nocapture`

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use apksweep::app::App;
use apksweep::budget::Budget;
use apksweep::container::Package;

fn apks(dir: &Path, out: &mut Vec<PathBuf>) {
    for item in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = item.path();
        if path.is_dir() {
            apks(&path, out);
        } else if path.extension().is_some_and(|e| e == "apk") {
            out.push(path);
        }
    }
}

/// `name='x'` of a line of badging.
fn quoted<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let rest = line.split_once(&format!("{key}='"))?.1;
    rest.split_once('\'').map(|r| r.0)
}

#[test]
fn the_same_as_aapt() {
    let Some(dir) = std::env::var_os("APKSWEEP_APKS") else {
        println!("APKSWEEP_APKS is not set: nothing compared");
        return;
    };
    let mut files = Vec::new();
    apks(Path::new(&dir), &mut files);
    files.sort();
    assert!(!files.is_empty(), "no APK below {}", dir.display());
    let mut differences = 0;
    for file in &files {
        let name = file.strip_prefix(&dir).unwrap_or(file).display().to_string();
        let output = Command::new("aapt").args(["dump", "badging"]).arg(file).output().expect("aapt");
        let text = String::from_utf8_lossy(&output.stdout);
        let line = |start: &str| text.lines().find(|l| l.starts_with(start)).unwrap_or("");
        let mut budget = Budget::default();
        let began = std::time::Instant::now();
        let app = match Package::open(file, &mut budget) {
            Ok(package) => App::load(&package, &mut budget).value,
            Err(error) => {
                println!("{name}: not opened: {error}; aapt says {:?}", line("package:"));
                continue;
            }
        };
        let took = began.elapsed();
        let m = &app.manifest;
        let package = line("package:");
        // aapt prints what it adds itself a second time under this word.
        let added: BTreeSet<&str> =
            text.lines().filter(|l| l.starts_with("uses-implied-permission")).filter_map(|l| quoted(l, "name")).collect();
        let asked = text.lines().filter(|l| l.starts_with("uses-permission")).filter_map(|l| quoted(l, "name"));
        let asked: BTreeSet<&str> = asked.filter(|n| !added.contains(n)).collect();
        let ours: BTreeSet<&str> = m.permissions.iter().filter(|p| !p.implied).map(|p| p.name.as_str()).collect();
        let launchable: BTreeSet<&str> =
            text.lines().filter(|l| l.starts_with("launchable-activity")).filter_map(|l| quoted(l, "name")).collect();
        let first = m.launchers().next().map(|c| c.name.as_str());
        let mut differ = |what: &str, aapt: String, we: String| {
            if aapt != we {
                differences += 1;
                println!("{name}: {what}: aapt {aapt:?}, we {we:?}");
            }
        };
        differ("package", quoted(package, "name").unwrap_or("").into(), m.package.clone());
        differ("versionCode", quoted(package, "versionCode").filter(|v| !v.is_empty()).unwrap_or("0").into(), m.version_code.to_string());
        differ("versionName", quoted(package, "versionName").unwrap_or("").into(), m.version_name.clone().unwrap_or_default());
        differ(
            "minSdk",
            quoted(line("sdkVersion:"), "sdkVersion:")
                .or(line("sdkVersion:").strip_prefix("sdkVersion:'"))
                .map_or("1".into(), |v| v.trim_end_matches('\'').to_owned()),
            m.min_sdk.to_string(),
        );
        let target = line("targetSdkVersion:").strip_prefix("targetSdkVersion:'").map(|v| v.trim_end_matches('\'').to_owned());
        differ("targetSdk", target.unwrap_or_else(|| m.min_sdk.to_string()), m.target_sdk.to_string());
        differ("permissions", format!("{asked:?}"), format!("{ours:?}"));
        differ("label", quoted(line("application:"), "label").unwrap_or("").into(), m.label.default.clone().unwrap_or_default());
        if let Some(first) = first {
            differ("launcher", (launchable.is_empty() || launchable.contains(first)).to_string(), "true".into());
        } else {
            differ("launcher", format!("{launchable:?}"), "{}".into());
        }
        println!(
            "{name}: {:.1} ms, {} dex, {} layouts, {} strings, {} anomalies",
            took.as_secs_f64() * 1e3,
            app.dex.len(),
            app.layouts.len(),
            app.strings.len(),
            app.anomalies.len()
        );
    }
    println!("{} files, {differences} differences", files.len());
}
