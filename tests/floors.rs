//! ARCHITECTURE.md, enforced: arrows go down only, few modules touch the outside, files stay small and are named after what they hold.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A file above this is asking to be two ideas.
const LONGEST: usize = 700;
/// Files that are longer today, with the lines they may have. Lower, never raise.
const LONGER: [(&str, usize); 0] = [];
const NO_NAMES: [&str; 5] = ["utils", "helpers", "common", "manager", "core"];
/// Who may touch the outside.
const OUTSIDE: [&str; 3] = ["cli", "sweep", "main"];
const LISTS_DIRECTORIES: [&str; 2] = ["container/package.rs", "knowledge/read.rs"];

struct Floor {
    level: u32,
    uses: BTreeSet<String>,
}

type Floors = BTreeMap<String, Floor>;

fn floors(text: &str) -> Floors {
    let rows = text.lines().skip_while(|l| !l.starts_with("| floor | module |")).skip(2).take_while(|l| l.starts_with('|'));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [level, module, uses] = cells[..] else { panic!("three cells wanted: {row}") };
        let uses = uses.split_whitespace().map(str::to_owned).collect();
        (module.to_owned(), Floor { level: level.parse().expect("a number"), uses })
    })
    .collect()
}

fn table() -> Floors {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    floors(&text)
}

/// (path below src, text) of every file.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut out = Vec::new();
    while let Some(folder) = folders.pop() {
        for item in std::fs::read_dir(&folder).expect("src") {
            let path: PathBuf = item.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
                out.push((name, std::fs::read_to_string(&path).expect("a source file")));
            }
        }
    }
    out.sort();
    out
}

fn module(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

/// The text without comments and without strings' contents being mistaken for code: whole comment lines go.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|l| !l.trim_start().starts_with("//"))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Modules named after `crate::`, in paths and in `use crate::{a::.., b::..}`. What the crate's root re-exports is `check`'s.
fn used(text: &str) -> BTreeSet<String> {
    let text: String = code(text).collect::<Vec<_>>().join("\n");
    let mut out = BTreeSet::new();
    for (at, _) in text.match_indices("crate::") {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| is_word(c) || c == '$') {
            continue;
        }
        let rest = &text[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut word = String::new();
            let mut wanted = true;
            for c in group.chars() {
                match c {
                    c if is_word(c) && depth == 0 && wanted => word.push(c),
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        out.insert(std::mem::take(&mut word));
                        wanted = true;
                    }
                    _ => wanted &= word.is_empty(),
                }
            }
            out.insert(word);
        } else {
            out.insert(rest.chars().take_while(|c| is_word(*c)).collect());
        }
    }
    out.remove("");
    out
}

fn arrow_faults(path: &str, text: &str, floors: &Floors, root: &BTreeSet<String>) -> Vec<String> {
    let from = module(path);
    if from == "lib" || from == "main" {
        return Vec::new();
    }
    let Some(own) = floors.get(from) else { return vec![format!("{path}: module {from} is not in the table")] };
    used(text)
        .into_iter()
        .map(|to| if root.contains(&to) { "check".to_owned() } else { to })
        .filter(|to| to != from && !own.uses.contains(to))
        .map(|to| format!("{path}: {from} may not use {to}"))
        .collect()
}

/// Names that `lib.rs` re-exports from `check`.
fn root_names(sources: &[(String, String)]) -> BTreeSet<String> {
    let lib = &sources.iter().find(|(p, _)| p == "lib.rs").expect("lib.rs").1;
    let Some((_, list)) = lib.split_once("pub use check::{") else { return BTreeSet::new() };
    let list = list.split_once('}').map_or("", |s| s.0);
    list.split(',').map(|n| n.trim().to_owned()).filter(|n| !n.is_empty() && n != "check").collect()
}

fn outside_faults(path: &str, text: &str) -> Vec<String> {
    if OUTSIDE.contains(&module(path)) || path.ends_with("tests.rs") || path.contains("/tests/") {
        return Vec::new();
    }
    let product = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    let mut out = Vec::new();
    for word in ["println!", "print!", "dbg!", "anyhow::", "read_dir(", "process::Command", "SystemTime", "Instant::now"] {
        let allowed = word == "read_dir(" && LISTS_DIRECTORIES.contains(&path);
        if !allowed && code(product).any(|l| l.contains(word)) {
            out.push(format!("{path}: {word}"));
        }
    }
    out
}

fn shape_faults(path: &str, text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let limit = LONGER.iter().find(|(p, _)| *p == path).map_or(LONGEST, |l| l.1);
    let lines = text.lines().count();
    if lines > limit {
        out.push(format!("{path}: {lines} lines, {limit} allowed"));
    }
    for part in path.trim_end_matches(".rs").split('/') {
        if NO_NAMES.contains(&part) {
            out.push(format!("{path}: {part} says nothing"));
        }
    }
    out
}

fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_table_goes_down() {
    let table = table();
    assert!(table.len() > 15, "the table of ARCHITECTURE.md was not found");
    let mut faults = Vec::new();
    for (name, floor) in &table {
        for to in &floor.uses {
            match table.get(to) {
                Some(other) if other.level < floor.level || (floor.level == 0 && other.level == 0) => {}
                Some(_) => faults.push(format!("{name} -> {to} does not go down")),
                None => faults.push(format!("{name} -> {to}: no such module")),
            }
        }
    }
    // Within the ground no circle.
    let ground = ["bytes", "words", "evidence", "gap", "budget"];
    for (i, name) in ground.iter().enumerate() {
        faults.extend(table[*name].uses.iter().filter(|u| !ground[..i].contains(&u.as_str())).map(|u| format!("{name} -> {u}")));
    }
    none(faults);
}

#[test]
fn arrows_go_down_only() {
    let (table, sources) = (table(), sources());
    let root = root_names(&sources);
    assert!(root.contains("Input") && sources.len() > 100);
    none(sources.iter().flat_map(|(p, t)| arrow_faults(p, t, &table, &root)).collect());
    let modules: BTreeSet<&str> = sources.iter().map(|(p, _)| module(p)).collect();
    none(table.keys().filter(|m| !modules.contains(m.as_str())).map(|m| format!("{m} is in the table, not in src")).collect());
}

#[test]
fn only_the_top_touches_the_outside() {
    none(sources().iter().flat_map(|(p, t)| outside_faults(p, t)).collect());
}

#[test]
fn files_are_small_and_named() {
    none(sources().iter().flat_map(|(p, t)| shape_faults(p, t)).collect());
}

#[test]
fn the_checks_can_fail() {
    let table = floors("| floor | module | may use |\n|---|---|---|\n| 0 | gap | |\n| 1 | format | gap |\n| 7 | detect | format gap |\n");
    let root = BTreeSet::from(["Input".to_owned()]);
    for (path, text, faults) in [
        ("format/dex.rs", "use crate::gap::Gap;", 0),
        ("format/dex.rs", "use crate::detect::Observed;", 1),
        ("format/dex.rs", "fn f() -> crate::detect::Observed { todo() }", 1),
        ("format/dex.rs", "use crate::{gap::{Gap, Read}, detect::{self, Observed}, rules};", 2),
        ("format/dex.rs", "// see crate::detect\n/// [`crate::rules`]", 0),
        ("format/dex.rs", "use crate::Input;", 1),
        ("format.rs", "use crate::format::dex;", 0),
        ("cellar/wine.rs", "", 1),
        ("detect/api.rs", "use crate::format::dex;", 0),
    ] {
        assert_eq!(arrow_faults(path, text, &table, &root).len(), faults, "{path}: {text}");
    }
    for (path, text, faults) in [
        ("detect/api.rs", "eprintln!(\"x\");", 1),
        ("cli/check.rs", "println!(\"x\");", 0),
        ("detect/api.rs", "use anyhow::Result;", 1),
        ("detect/api.rs", "std::fs::read_dir(path)", 1),
        ("knowledge/read.rs", "std::fs::read_dir(path)", 0),
        ("detect/api.rs", "fn f() {}\n#[cfg(test)]\nmod tests {\n println!();\n}", 0),
    ] {
        assert_eq!(outside_faults(path, text).len(), faults, "{path}: {text}");
    }
    assert_eq!(shape_faults("detect/utils.rs", "").len(), 1);
    assert_eq!(shape_faults("utils/score.rs", "").len(), 1);
    assert_eq!(shape_faults("detect/api.rs", &"x\n".repeat(LONGEST + 1)).len(), 1);
    assert_eq!(shape_faults("detect/score.rs", "x\n").len(), 0);
}
