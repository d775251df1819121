//! The whole tool on the apps of `corpus/`: every planted behaviour is found, and nothing that is not there.
//!
//! `cargo test --test corpus -- --nocapture` prints the table. What is known to be missed stands with its reason in
//! `corpus/known-miss.toml`; a miss that is no longer one must be struck out there.

#[path = "corpus/labels.rs"]
mod labels;
#[path = "corpus/score.rs"]
mod score;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use apksweep::bytes::sha256_hex;
use apksweep::knowledge::Knowledge;
use apksweep::report::Report;
use apksweep::rules::{CategoryInput, CategoryOrigin, Certainty, ItemState};
use apksweep::{Input, Options, check};
use labels::{App, Built, KnownMisses, apps, corpus};
use score::{DIMENSIONS, Score, Seen, compare};

/// The least F1 over the whole corpus of the dimensions that are not checked one by one. Raise, never lower.
const FLOORS: [(&str, f64); 2] = [("statements", 0.80), ("facts", 0.90)];

/// Packages stay small enough to be read by eye.
const LARGEST: u64 = 40 * 1024;

/// SHA-256 over (path, 0, length as 8 bytes little endian, bytes) of every file, in order of path, as `corpus/build.py` takes it.
fn tree_digest(root: &Path) -> String {
    let mut folders = vec![root.to_path_buf()];
    let mut files: BTreeMap<String, PathBuf> = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the corpus") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let parts: Vec<String> = path
                    .strip_prefix(root)
                    .expect("below the root")
                    .components()
                    .map(|c| c.as_os_str().to_string_lossy().into_owned())
                    .collect();
                files.insert(parts.join("/"), path);
            }
        }
    }
    let mut all = Vec::new();
    for (name, path) in files {
        let data = fs::read(&path).expect("a file of the corpus");
        all.extend_from_slice(name.as_bytes());
        all.push(0);
        all.extend_from_slice(&(data.len() as u64).to_le_bytes());
        all.extend_from_slice(&data);
    }
    sha256_hex(&all)
}

#[test]
fn packages_were_built_from_these_sources() {
    let mut wrong = Vec::new();
    for app in apps() {
        let Built { artifact, artifact_sha256, source_sha256, variant_of, variant_source_sha256 } = app.built();
        let data = fs::read(app.dir.join(&artifact)).unwrap_or_default();
        let mut same = sha256_hex(&data) == artifact_sha256 && tree_digest(&app.dir.join("source")) == source_sha256;
        if let Some(base) = variant_of {
            same &= Some(tree_digest(&corpus().join("apps").join(base).join("source"))) == variant_source_sha256;
        }
        if !same {
            wrong.push(app.name);
        }
    }
    assert!(wrong.is_empty(), "sources or packages changed: rebuild the corpus (corpus/build.sh {})", wrong.join(" "));
}

#[test]
fn every_app_is_complete() {
    let apps = apps();
    assert!(apps.len() >= 14, "only {} apps", apps.len());
    let readme = fs::read_to_string(corpus().join("README.md")).expect("corpus/README.md");
    for app in apps {
        let labels = app.labels();
        let size = fs::metadata(app.package()).expect("the package").len();
        assert!(size < LARGEST, "{}: {size} bytes", app.name);
        assert!(app.dir.join("source/recipe.toml").exists(), "{}: no recipe", app.name);
        assert!(readme.contains(&format!("`{}`", app.name)), "{}: not in corpus/README.md", app.name);
        for finding in &labels.findings {
            assert!(!labels.must_not.iter().any(|m| m == finding), "{}: {finding} is expected and forbidden", app.name);
        }
        let policy_wanted = !labels.facts.is_empty() && labels.facts.values().any(|stated| *stated);
        let policy_in_app = app.dir.join("source/assets/privacy.html").exists();
        assert_eq!(policy_wanted, policy_in_app || !app.policies().is_empty(), "{}: policy and labels disagree", app.name);
    }
}

#[test]
fn known_misses_name_apps_and_reasons() {
    let names: BTreeSet<String> = apps().into_iter().map(|a| a.name).collect();
    for miss in KnownMisses::read().miss {
        assert!(names.contains(&miss.app), "no app {}", miss.app);
        assert!(miss.reason.split_whitespace().count() > 2, "{} {}: say why", miss.app, miss.what);
    }
}

/// Until the columns are joined there is no built-in knowledge to hand over: becomes `Knowledge::builtin()`.
fn knowledge() -> Knowledge {
    Knowledge::builtin().clone()
}

fn run(app: &App) -> Seen {
    Seen::of(&examine(app))
}

fn examine(app: &App) -> Report {
    let input = Input {
        app: app.package(),
        policies: app.policies(),
        categories: vec![CategoryInput { id: app.labels().category, origin: CategoryOrigin::Given }],
        listing: fs::read_to_string(app.dir.join("listing.toml")).map(|t| toml::from_str(&t).expect("a listing")).unwrap_or_default(),
        ..Input::default()
    };
    let mut options = Options::default();
    let profiles = app.labels().profiles;
    if !profiles.is_empty() {
        options.profiles = profiles;
    }
    let report = check(&input, &knowledge(), &options).unwrap_or_else(|e| panic!("{}: {e}", app.name));
    report.report
}

/// What static analysis can say of the 31 items of the method of 2019 at best, by the facts on regulation.
const DECIDABLE: [&str; 4] = ["M1.1", "M2.1", "M6.3", "M6.5"];
const NOT_STATIC: [&str; 5] = ["M3.5", "M3.7", "M4.3", "M5.2", "M6.4"];

#[test]
fn every_app_is_answered_on_all_31_items_at_their_level() {
    let knowledge = knowledge();
    for app in apps() {
        let report = examine(&app);
        assert_eq!(report.method.len(), 31, "{}", app.name);
        for a in &report.method {
            let (name, item) = (&app.name, a.item.as_str());
            let level = if DECIDABLE.contains(&item) {
                "decidable"
            } else if NOT_STATIC.contains(&item) {
                "not-static"
            } else {
                "indicative"
            };
            assert_eq!(a.level, level, "{name} {item}");
            assert!(a.certainty != Some(Certainty::Established) || level == "decidable", "{name} {item}: more than the item allows");
            assert!(level != "not-static" || (a.state == ItemState::NotExamined && a.certainty.is_none()), "{name} {item}");
            assert!(!a.reason.zh.is_empty() && !a.reason.en.is_empty(), "{name} {item}: an answer without a reason");
            assert_eq!(a.state == ItemState::Found, a.certainty.is_some() && !a.findings.is_empty(), "{name} {item}");
        }
        for f in &report.findings {
            let level = knowledge.code(&f.code).map(|c| c.level.as_str());
            assert!(f.certainty != Certainty::Established || level == Some("decidable"), "{}: {} is established", app.name, f.code);
            assert!(
                f.certainty != Certainty::Established || f.rules.iter().all(|r| !r.unverified),
                "{}: {} rests on memory",
                app.name,
                f.code
            );
            let said = f.title.zh.contains("疑似") && f.title.en.contains("suspected");
            let lead = f.title.zh.contains("需核对") || f.title.zh.contains("线索");
            assert!(
                f.certainty == Certainty::Established || said || lead,
                "{}: {} is more than suspected: {}",
                app.name,
                f.code,
                f.title.zh
            );
        }
    }
}

#[test]
fn labels_use_known_words() {
    let knowledge = knowledge();
    let types: BTreeSet<&str> = knowledge.data_types.iter().map(|t| t.id.as_str()).collect();
    let codes: BTreeSet<&str> = knowledge.codes.iter().map(|c| c.id.as_str()).collect();
    let categories: BTreeSet<&str> = knowledge.categories.iter().map(|c| c.id.as_str()).collect();
    let sdks: BTreeSet<&str> = knowledge.sdks.iter().map(|s| s.id.as_str()).collect();
    for app in apps() {
        let labels = app.labels();
        assert!(categories.contains(labels.category.as_str()), "{}: category {}", app.name, labels.category);
        for data_type in labels.data_types() {
            assert!(types.contains(data_type.as_str()), "{}: data type {data_type}", app.name);
        }
        for finding in labels.findings.iter().chain(&labels.must_not).chain(&labels.may_findings) {
            assert!(codes.contains(finding.code.as_str()), "{}: code {}", app.name, finding.code);
        }
        for sdk in &labels.sdks {
            assert!(sdks.contains(sdk.as_str()), "{}: SDK {sdk}", app.name);
        }
    }
}

#[test]
fn the_tool_finds_what_is_planted() {
    let mut total = Score::default();
    let mut missed: BTreeSet<(String, String)> = BTreeSet::new();
    for app in apps() {
        let score = compare(&app.labels(), &run(&app));
        println!("{:<22} {}", app.name, score.line());
        for note in &score.notes {
            println!("    {note}");
        }
        missed.extend(score.misses.iter().map(|m| (app.name.clone(), m.clone())));
        total.add(score);
    }
    println!("\n{}", total.table());

    let known: BTreeSet<(String, String)> = KnownMisses::read().miss.into_iter().map(|m| (m.app, m.what)).collect();
    let new: Vec<_> = missed.difference(&known).collect();
    let gone: Vec<_> = known.difference(&missed).collect();
    assert!(new.is_empty(), "wrong, and not in corpus/known-miss.toml: {new:#?}");
    assert!(gone.is_empty(), "right now: strike them from corpus/known-miss.toml: {gone:#?}");
    for (dimension, floor) in FLOORS {
        let f1 = total.counts[dimension].f1();
        assert!(f1 >= floor, "{dimension}: F1 {f1:.3} is below {floor}");
    }
}

#[test]
fn a_perfect_report_scores_one() {
    for app in apps() {
        let labels = app.labels();
        let score = compare(&labels, &Seen::perfect(&labels));
        assert!(score.misses.is_empty(), "{}: {:?}", app.name, score.misses);
        for dimension in DIMENSIONS {
            let count = &score.counts[dimension];
            assert_eq!((count.wrong, count.missed), (0, 0), "{}: {dimension}", app.name);
        }
    }
}

#[test]
fn silence_misses_everything_expected() {
    for app in apps() {
        let labels = app.labels();
        let score = compare(&labels, &Seen::default());
        for (dimension, expected) in
            [("collections", labels.collections.len()), ("findings", labels.findings.len()), ("sdks", labels.sdks.len())]
        {
            assert_eq!(score.counts[dimension].missed, expected, "{}: {dimension}", app.name);
            assert_eq!(score.counts[dimension].right, 0, "{}: {dimension}", app.name);
        }
    }
}

#[test]
fn crying_wolf_is_counted() {
    let wolf = Seen::everything(&apps());
    for app in apps() {
        let labels = app.labels();
        let score = compare(&labels, &wolf);
        assert!(score.counts["findings"].wrong > 5, "{}: {:?}", app.name, score.counts["findings"]);
        assert!(score.counts["collections"].wrong > 2, "{}", app.name);
        assert!(labels.must_not.is_empty() || score.misses.iter().any(|m| m.starts_with("must-not ")), "{}", app.name);
    }
}
