//! From a sweep to a notice and back, with the program itself on the apps of `corpus/`; and reports and inputs changed field by field.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use apksweep::budget::Budget;
use apksweep::campaign::verify::{Stated, compare};
use apksweep::knowledge::Knowledge;
use apksweep::report::Report;
use apksweep::rules::PolicyOrigin;
use apksweep::{Input, Opened, Options};
use serde_json::Value;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/apps")
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_apksweep")).args(arguments).env_remove("LANG").output().expect("the program")
}

fn good(arguments: &[&str]) -> String {
    let out = run(arguments);
    assert!(out.status.success(), "{arguments:?}\n{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).expect("UTF-8")
}

fn at(path: &Path) -> &str {
    path.to_str().expect("a path")
}

/// An app of the corpus with its policy, and the report that `check` prints.
struct Case {
    app: PathBuf,
    policies: Vec<PathBuf>,
    report: Report,
    text: String,
}

fn case(name: &str) -> Case {
    let dir = corpus().join(name);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&dir).expect("the app").map(|e| e.expect("an entry").path()).collect();
    files.sort();
    let named = |stem: &str| files.iter().filter(|f| f.file_stem().is_some_and(|s| s == stem)).cloned().collect::<Vec<_>>();
    let (app, policies) = (named("app").remove(0), named("policy"));
    let mut arguments = vec!["check", at(&app), "--format", "json", "--category", "courier"];
    policies.iter().for_each(|p| arguments.extend(["--policy", at(p)]));
    let text = good(&arguments);
    Case { report: Report::from_json(&text).expect("a report"), app, policies, text }
}

/// The report derived from what the stated report says of options, categories and listing.
fn derive(case: &Case, stated: &Report) -> Report {
    let options = Options {
        profiles: stated.options.profiles.clone(),
        as_of: Some(stated.options.as_of.clone()),
        flow: stated.options.flow.then(apksweep::detect::Effort::default),
        ..Options::default()
    };
    let bytes: Vec<Vec<u8>> = case.policies.iter().map(|p| std::fs::read(p).expect("a policy")).collect();
    let names: Vec<&str> =
        case.report.inputs.policies.iter().filter(|p| p.origin == PolicyOrigin::Given).map(|p| p.name.as_str()).collect();
    let policies: Vec<(&str, &[u8])> = names.into_iter().zip(bytes.iter().map(Vec::as_slice)).collect();
    let mut budget = Budget::default();
    let opened = Opened::from_bytes(&case.report.inputs.app.name, std::fs::read(&case.app).expect("the app"), &policies, &mut budget)
        .expect("an app");
    let input = Input {
        categories: stated.inputs.categories.clone(),
        listing: stated.inputs.listing.clone(),
        form: stated.inputs.form.clone(),
        earlier: stated.inputs.earlier.clone(),
        ..Input::default()
    };
    opened.check(&input, Knowledge::builtin(), &options, &mut budget).report
}

/// Pointers to all values that hold no others.
fn leaves(value: &Value) -> Vec<String> {
    let mut out = Vec::new();
    let mut open = vec![(String::new(), value)];
    while let Some((path, v)) = open.pop() {
        match v {
            Value::Object(o) if !o.is_empty() => {
                open.extend(o.iter().map(|(k, v)| (format!("{path}/{}", k.replace('~', "~0").replace('/', "~1")), v)));
            }
            Value::Array(a) if !a.is_empty() => open.extend(a.iter().enumerate().map(|(i, v)| (format!("{path}/{i}"), v))),
            _ => out.push(path),
        }
    }
    out
}

/// Another value of the same kind.
fn changed(v: &Value) -> Value {
    match v {
        Value::Null => Value::from("x"),
        Value::Bool(b) => Value::from(!b),
        Value::Number(n) => Value::from(n.as_u64().unwrap_or(0) + 1),
        Value::String(s) if s.is_empty() => Value::from("x"),
        Value::String(s) => {
            let (last, rest) =
                (s.chars().next_back().expect("a character"), &s[..s.len() - s.chars().next_back().expect("a character").len_utf8()]);
            Value::from(format!("{rest}{}", if last == '1' { '2' } else { '1' }))
        }
        Value::Array(_) => Value::from(vec!["x"]),
        Value::Object(_) => serde_json::json!({ "x": 1 }),
    }
}

/// Every value of a report changed, one at a time, is told. With the seal made anew, as a forger would, all but what the examiner stated is told still.
#[test]
fn every_field_of_a_report_is_held() {
    let case = case("night-shelf");
    let derived = derive(&case, &case.report);
    let whole = compare(&Stated::read(&case.text).expect("a report"), &derived);
    assert!(whole.agrees(), "{:?}", whole.differences);
    let value: Value = serde_json::from_str(&case.text).expect("JSON");
    let all = leaves(&value);
    assert!(all.len() > 500, "{}", all.len());
    let mut unseen = Vec::new();
    for place in &all {
        let mut forged = value.clone();
        let slot = forged.pointer_mut(place).expect("a leaf");
        *slot = changed(slot);
        // Another value of an enum, or text where a number stood, is no report at all.
        let Ok(stated) = Stated::read(&forged.to_string()) else { continue };
        assert!(!compare(&stated, &derived).agrees(), "{place}: a changed value was not told");
        let sealed = stated.report.to_line();
        let Ok(stated) = Stated::read(&sealed) else { continue };
        if sealed == case.report.to_line() || place == "/seal" {
            continue;
        }
        let about = ["/options", "/inputs/categories", "/inputs/listing"].iter().any(|p| place.starts_with(p));
        let again = if about { derive(&case, &stated.report) } else { derived.clone() };
        if compare(&stated, &again).agrees() {
            unseen.push(place.clone());
        }
    }
    let stated = |p: &String| {
        p.starts_with("/options/as_of")
            || p.starts_with("/options/profiles")
            || p.starts_with("/inputs/listing/")
            || p.ends_with("/waived")
            || p.starts_with("/inputs/categories")
    };
    let wrong: Vec<&String> = unseen.iter().filter(|p| !stated(p)).collect();
    assert!(wrong.is_empty(), "a forger's change of these is not told: {wrong:?}");
}

/// Reports of all apps verify; with a byte of app or policy changed, or a policy left out, they do not.
#[test]
fn reports_of_the_corpus_verify_and_changed_inputs_do_not() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut names: Vec<String> =
        std::fs::read_dir(corpus()).expect("the corpus").map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    for name in &names {
        let case = case(name);
        let report = dir.path().join("report.json");
        std::fs::write(&report, &case.text).expect("a file");
        let mut arguments = vec!["verify", at(&report), at(&case.app), "--lang", "en"];
        case.policies.iter().for_each(|p| arguments.extend(["--policy", at(p)]));
        assert!(good(&arguments).contains("the same in every value"), "{name}");
    }
    let case = case("parcel-nook");
    let report = dir.path().join("report.json");
    std::fs::write(&report, &case.text).expect("a file");
    let status = |app: &Path, policy: &Path| run(&["verify", at(&report), at(app), "--policy", at(policy)]).status.code();
    // Under other names they are the same files.
    let (app, policy) = (dir.path().join("renamed"), dir.path().join("other.txt"));
    std::fs::copy(&case.app, &app).expect("a copy");
    std::fs::copy(&case.policies[0], &policy).expect("a copy");
    assert_eq!(status(&app, &policy), Some(0));
    for (which, file) in [("app", &app), ("policy", &policy)] {
        let whole = std::fs::read(file).expect("a file");
        for place in [0, whole.len() / 3, whole.len() - 1] {
            let mut bytes = whole.clone();
            bytes[place] ^= 1;
            std::fs::write(file, &bytes).expect("a file");
            assert_eq!(status(&app, &policy), Some(1), "{which} {place}");
        }
        std::fs::write(file, &whole).expect("a file");
    }
    assert_eq!(run(&["verify", at(&report), at(&app)]).status.code(), Some(3), "no policy: cannot be re-checked");
    std::fs::write(&report, case.text.replace("\"version\": \"0.1.0\"", "\"version\": \"0.0.1\"")).expect("a file");
    assert_eq!(status(&app, &policy), Some(3), "another version: cannot be re-checked");
}

#[test]
fn a_bundle_is_checked_by_whoever_gets_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let case = case("mist-weather");
    let (report, bundle) = (dir.path().join("report.json"), dir.path().join("case.zip"));
    std::fs::write(&report, &case.text).expect("a file");
    for leave_out in [false, true] {
        let mut arguments = vec!["bundle", at(&report), at(&case.app), "--policy", at(&case.policies[0]), "-o", at(&bundle)];
        if leave_out {
            arguments.push("--without-inputs");
        }
        good(&arguments);
        let with = ["verify", at(&bundle), at(&case.app), "--policy", at(&case.policies[0])];
        let alone = run(&["verify", at(&bundle)]).status.code();
        if leave_out {
            good(&with);
            assert_ne!(alone, Some(0));
        } else {
            assert_eq!(alone, Some(0));
        }
    }
    // A report that does not follow from its inputs is not packed.
    let changed =
        ["high", "medium"].iter().fold(case.text.clone(), |t, s| t.replace(&format!("\"severity\": \"{s}\""), "\"severity\": \"low\""));
    assert_ne!(changed, case.text, "nothing to change in the report");
    std::fs::write(&report, changed).expect("a file");
    assert_eq!(run(&["bundle", at(&report), at(&case.app), "--policy", at(&case.policies[0]), "-o", at(&bundle)]).status.code(), Some(1));
}

/// Sweep, review, notice, dossiers, figures: in both languages and every form.
#[test]
fn from_a_sweep_to_a_notice() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = |name: &str| dir.path().join(name);
    let (out, review, charter) = (path("out"), path("review.toml"), path("campaign.toml"));
    good(&["sweep", at(&corpus()), "-o", at(&out), "--jobs", "2"]);
    std::fs::write(&charter, "authority = \"示例管理局\"\nbatch = \"2026年第4批\"\ndate = \"2026-11-24\"\n").expect("a file");
    let index = std::fs::read_to_string(out.join("index.jsonl")).expect("an index");
    let row = index.lines().find(|l| l.contains("com.yizhan.parcelnook")).expect("the app");
    let sha256 = serde_json::from_str::<Value>(row).expect("a row")["sha256"].as_str().expect("a digest").to_owned();
    let report = Report::from_json(&std::fs::read_to_string(out.join(format!("apps/{sha256}.json"))).expect("a report")).expect("a report");
    let finding = report.findings.iter().find(|f| f.code == "DIS-03").expect("an SDK that is not listed");
    let by = ["--person", "张三", "--unit", "某局", "--date", "2026-11-24", "--reason", "核实"];
    let mut set = vec!["review", "set", at(&out), &finding.id, "confirmed", "--review", at(&review), "--app", &sha256];
    set.extend(by);
    good(&set);
    for style in ["miit", "cverc", "mps", "cac", "gpen"] {
        for (lang, mark) in [("zh", "检测线索汇总（草稿，非行政通报）"), ("en", "Summary of leads (draft, not an administrative notice)")]
        {
            let (issued, draft) = (path("issued.html"), path("draft.html"));
            let common = ["notice", at(&out), "--style", style, "--lang", lang, "--review", at(&review), "--campaign", at(&charter)];
            good(&[&common[..], &["-o", at(&issued)]].concat());
            good(&[&common[..], &["-o", at(&draft), "--include", "suspected"]].concat());
            let text = |p: &Path| std::fs::read_to_string(p).expect("a page");
            assert!(text(&issued).contains("2026年第4批") && !text(&issued).contains(mark), "{style} {lang}");
            assert!(!text(&draft).contains("2026年第4批") && text(&draft).contains(mark), "{style} {lang}");
            for ending in ["xlsx", "docx", "md", "csv"] {
                good(&[&common[..], &["-o", at(&path(&format!("n.{ending}")))]].concat());
            }
        }
    }
    let annex = path("annex");
    good(&["notice", at(&out), "--review", at(&review), "--campaign", at(&charter), "-o", at(&path("n.xlsx")), "--dossiers", at(&annex)]);
    let dossiers: Vec<_> = std::fs::read_dir(&annex).expect("the annex").collect();
    assert_eq!(dossiers.len(), 1, "one app has something confirmed");
    good(&[
        "notice",
        at(&out),
        "--kind",
        "order",
        "--operator",
        "com.yizhan.parcelnook",
        "--review",
        at(&review),
        "--campaign",
        at(&charter),
        "-o",
        at(&path("o.docx")),
    ]);
    good(&["statistics", at(&out), "-o", at(&path("s.html"))]);
    good(&["statistics", at(&out), "-o", at(&path("s.csv"))]);
    let sheet = path("review.xlsx");
    good(&["review", "export", at(&out), "--review", at(&review), "-o", at(&sheet)]);
    assert!(good(&["review", "import", at(&sheet), at(&out), "--review", at(&review), "--lang", "en"]).starts_with("0 steps taken"));
    let complaints = path("c.csv");
    std::fs::write(&complaints, "应用,类别,内容\n驿角取件,,读取我的设备号 电话13900000000\n别的,,x\n").expect("a file");
    let list = good(&["review", "list", at(&out), "--complaints", at(&complaints), "--lang", "zh"]);
    assert!(list.contains("投诉2件：未检测的应用1件") && list.contains("有线索支持") && !list.contains("13900000000"));
    let same = out.join(format!("apps/{sha256}.json"));
    assert!(good(&["diff", at(&same), at(&same), "--lang", "en"]).contains("remaining"));
}

/// A store's table is joined to the apps of a sweep; a sweep that is run again answers a changed question anew and an unchanged one not.
#[test]
fn a_sweep_takes_listings_from_a_table_and_asks_again_when_the_question_changes() {
    let dir = tempfile::tempdir().expect("a folder");
    let (apps, out, table) = (dir.path().join("apps"), dir.path().join("out"), dir.path().join("store.csv"));
    std::fs::create_dir(&apps).expect("a folder");
    for (from, to) in [("egg-timer", "egg.apk"), ("plant-diary", "plant.apk")] {
        std::fs::copy(corpus().join(from).join("app.apk"), apps.join(to)).expect("a copy");
    }
    std::fs::write(&table, "包名,文件,应用来源,应用开发者,应用类型\ncom.lvzhi.plantdiary,,华为应用市场,某公司,online-community\n,egg.apk,APKPure,无,实用工具类\n")
        .expect("a file");
    let sweep = |more: &[&str]| {
        good(&[&["sweep", at(&apps), "-o", at(&out), "--jobs", "1"], more].concat());
        let mut reports: Vec<(Report, std::time::SystemTime)> = std::fs::read_dir(out.join("apps"))
            .expect("reports")
            .map(|e| e.expect("an entry").path())
            .map(|p| {
                (
                    Report::from_json(&std::fs::read_to_string(&p).expect("text")).expect("a report"),
                    p.metadata().expect("a file").modified().expect("a time"),
                )
            })
            .collect();
        reports.sort_by(|a, b| a.0.app.package.cmp(&b.0.app.package));
        reports
    };
    let with = ["--store-meta", at(&table)];
    let first = sweep(&with);
    let told: Vec<_> = first
        .iter()
        .map(|(r, _)| (r.inputs.listing.store.as_deref(), r.inputs.listing.developer.as_deref(), r.inputs.categories[0].id.as_str()))
        .collect();
    assert_eq!(told, [(Some("华为应用市场"), Some("某公司"), "online-community"), (Some("APKPure"), Some(""), "utility")]);
    let codes = |r: &Report| r.findings.iter().map(|f| f.code.clone()).collect::<Vec<_>>();
    assert!(codes(&first[1].0).contains(&"STO-04".into()) && !codes(&first[0].0).contains(&"STO-04".into()));
    assert_eq!(sweep(&with).iter().map(|r| r.1).collect::<Vec<_>>(), first.iter().map(|r| r.1).collect::<Vec<_>>(), "nothing changed");
    assert_eq!(sweep(&[&with[..], &["--profile", "all"]].concat())[0].0.options.profiles.len(), 4);
    assert_eq!(sweep(&[])[0].0.inputs.listing.store, None);
    assert_eq!(run(&["check", at(&apps.join("egg.apk")), "--store-meta", at(&table), "--format", "json"]).status.code(), Some(0));
}

/// A notice that names nobody would read like a clean bill.
#[test]
fn a_notice_without_anybody_is_not_written() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = |name: &str| dir.path().join(name);
    std::fs::write(path("report.json"), case("parcel-nook").text).expect("a file");
    std::fs::write(path("review.toml"), "schema = \"apksweep.review/1\"\n").expect("a file");
    std::fs::write(path("campaign.toml"), "authority = \"示例管理局\"\n").expect("a file");
    let out = run(&[
        "notice",
        at(&path("report.json")),
        "--review",
        at(&path("review.toml")),
        "--campaign",
        at(&path("campaign.toml")),
        "-o",
        at(&path("n.md")),
    ]);
    assert_eq!(out.status.code(), Some(2));
    assert!(!path("n.md").exists() && String::from_utf8_lossy(&out.stderr).contains("--include suspected"));
}
