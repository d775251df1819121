//! Compares what we read with `aapt dump badging` and `aapt dump xmltree`, on every APK below the directory that APKSWEEP_APKS names.
//! `APKSWEEP_APKS=dir cargo test --test compare_aapt -- --nocapture`

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use apksweep::app::App;
use apksweep::budget::Budget;
use apksweep::container::Package;
use apksweep::format::axml::{self, Element, Keep, Source, Value};

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
        if !text.lines().any(|l| l.starts_with("package:")) {
            println!("{name}: aapt cannot read it: {}", String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default());
            continue;
        }
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

/// Lines of `aapt dump xmltree`: (depth in steps, `E name`), then its attributes, in order.
fn theirs(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    // Namespaces take an indentation of their own.
    let mut namespaces: Vec<usize> = Vec::new();
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let line = line.trim_start();
        if line.starts_with("N: ") {
            namespaces.retain(|n| *n < indent);
            namespaces.push(indent);
            continue;
        }
        namespaces.retain(|n| *n < indent);
        let depth = indent / 2 - namespaces.len();
        if let Some(element) = line.strip_prefix("E: ") {
            let name = element.rsplit_once(" (line=").map_or(element, |e| e.0);
            out.push(format!("{depth} E {}", name.rsplit(':').next().unwrap_or(name)));
        } else if let Some(attribute) = line.strip_prefix("A: ") {
            let Some((name, value)) = attribute.split_once('=') else { continue };
            let (name, id) = name.strip_suffix(')').and_then(|n| n.rsplit_once("(0x")).unwrap_or((name, "0"));
            let id = u32::from_str_radix(id, 16).unwrap_or(0);
            // Without an id the raw text is what Android hands out (ResXMLParser::getAttributeStringValue).
            let value = match value.split_once(" (Raw: \"") {
                Some((_, raw)) if id == 0 => format!("\"{}", raw.strip_suffix(')').unwrap_or(raw)),
                Some((typed, _)) => typed.to_owned(),
                None => value.to_owned(),
            };
            // Two spellings of one number; whether a truth value is 1 or -1 says nothing.
            let value = value.replace("(type 0x11)", "(type 0x10)");
            let value = match value.strip_prefix("(type 0x12)") {
                Some(data) => format!("(type 0x12){}", data != "0x0"),
                None => value,
            };
            // The id decides; what the file calls it may be anything.
            let name = if id == 0 { name.rsplit(':').next().unwrap_or(name) } else { "" };
            out.push(format!("{depth} A {id:#x} {name} {value}"));
        }
    }
    out
}

fn ours(root: &Element) -> Vec<String> {
    let escaped = |s: &str| s.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    let mut out = Vec::new();
    let mut open = vec![(0usize, root)];
    while let Some((depth, e)) = open.pop() {
        out.push(format!("{depth} E {}", e.name));
        for a in &e.attributes {
            let value = match &a.value {
                Value::String(s) => format!("\"{}\"", escaped(s)),
                Value::Reference(r) => format!("@{r:#010x}"),
                Value::Attribute(r) => format!("?{r:#010x}"),
                Value::Int(i) => format!("(type 0x10){i:#x}"),
                Value::Bool(b) => format!("(type 0x12){b}"),
                Value::Float(f) => format!("(type 0x4){:#x}", f.to_bits()),
                Value::Other(kind, data) => format!("(type {kind:#x}){data:#x}"),
            };
            let name = if a.id.is_none() { a.name.as_str() } else { "" };
            out.push(format!("{} A {:#x} {name} {value}", depth + 1, a.id.unwrap_or(0)));
        }
        open.extend(e.children.iter().rev().map(|c| (depth + 1, c)));
    }
    out
}

/// Manifests and a sample of layouts, node by node. Where the two part, the first difference is printed.
#[test]
fn the_same_trees_as_aapt() {
    let Some(dir) = std::env::var_os("APKSWEEP_APKS") else {
        println!("APKSWEEP_APKS is not set: nothing compared");
        return;
    };
    let mut files = Vec::new();
    apks(Path::new(&dir), &mut files);
    files.sort();
    let (mut same, mut lines, mut different) = (0usize, 0usize, Vec::new());
    for file in &files {
        let mut budget = Budget::default();
        let Ok(package) = Package::open(file, &mut budget) else { continue };
        let Some(part) = package.parts.first() else { continue };
        let layouts = part.archive.entries().iter().map(|e| e.name.as_str()).filter(|n| n.starts_with("res/layout") && n.ends_with(".xml"));
        for name in ["AndroidManifest.xml"].into_iter().chain(layouts.take(25)) {
            let output = Command::new("aapt").args(["dump", "xmltree"]).arg(file).arg(name).output().expect("aapt");
            let theirs = theirs(&String::from_utf8_lossy(&output.stdout));
            if theirs.is_empty() {
                continue;
            }
            let Some(entry) = part.entry(name) else { continue };
            let bytes = part.read(entry, &mut budget).value;
            let read = axml::read(&bytes, Source { place: name, hides: &[] }, Keep::All, &mut budget).value;
            let ours = read.root.as_ref().map(ours).unwrap_or_default();
            lines += theirs.len();
            if ours == theirs {
                same += 1;
                continue;
            }
            let at = ours.iter().zip(&theirs).position(|(a, b)| a != b).unwrap_or(ours.len().min(theirs.len()));
            let shown = file.strip_prefix(&dir).unwrap_or(file).display();
            println!("{shown} {name}: line {at} of {}: aapt {:?}, we {:?}", theirs.len(), theirs.get(at), ours.get(at));
            different.push(format!("{shown} {name}"));
        }
    }
    println!("{same} documents of {lines} lines the same, {} different", different.len());
    assert!(different.len() * 20 <= same, "more than one in twenty differs: {different:#?}");
}
