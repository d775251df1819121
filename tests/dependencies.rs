//! What the tool is built from: only the package registry, only licences that let everybody use the product. The list is `deny.toml`'s.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

fn run(arguments: &[&str]) -> Result<Value, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let out = Command::new(cargo)
        .args(["metadata", "--locked", "--format-version", "1"])
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .map_err(|e| e.to_string())?;
    if !out.status.success() {
        return Err(String::from_utf8_lossy(&out.stderr).into_owned());
    }
    serde_json::from_slice(&out.stdout).map_err(|e| e.to_string())
}

/// The packages of this machine's platform: what stands on the disk anyway after a build.
fn packages() -> Vec<Value> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("-vV").output().expect("rustc");
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let host = version.lines().find_map(|l| l.strip_prefix("host: ")).expect("rustc names its host");
    let platform = ["--filter-platform", host];
    let offline = [&["--offline"][..], &platform].concat();
    let found = run(&offline).or_else(|_| run(&platform)).expect("cargo metadata");
    found["packages"].as_array().expect("packages").clone()
}

fn allowed() -> BTreeSet<String> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/deny.toml")).expect("deny.toml");
    let table: toml::Table = text.parse().expect("deny.toml");
    let list = table["licenses"]["allow"].as_array().expect("licenses.allow");
    list.iter().map(|l| l.as_str().expect("a licence").to_owned()).collect()
}

/// Whether an SPDX expression can be satisfied from the list. `/` is the old way to write OR; AND binds closer than OR.
fn satisfied(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    any(&tokens, &mut at, allowed) && at == tokens.len()
}

fn any(tokens: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut good = all(tokens, at, allowed);
    while tokens.get(*at) == Some(&"OR") {
        *at += 1;
        good |= all(tokens, at, allowed);
    }
    good
}

fn all(tokens: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut good = one(tokens, at, allowed);
    while tokens.get(*at) == Some(&"AND") {
        *at += 1;
        good &= one(tokens, at, allowed);
    }
    good
}

fn one(tokens: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let Some(token) = tokens.get(*at) else { return false };
    *at += 1;
    if *token == "(" {
        let good = any(tokens, at, allowed);
        let closed = tokens.get(*at) == Some(&")");
        *at += 1;
        return good && closed;
    }
    if tokens.get(*at) == Some(&"WITH") {
        // An exception only adds freedom, but it is a licence of its own name: it would have to be listed as such.
        let whole = tokens.get(*at + 1).map(|exception| format!("{token} WITH {exception}"));
        *at += 2;
        return whole.is_some_and(|w| allowed.contains(&w));
    }
    allowed.contains(*token)
}

#[test]
fn expressions() {
    let list = BTreeSet::from(["MIT".to_owned(), "Zlib".to_owned()]);
    for (expression, good) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("GPL-3.0-only OR MIT", true),
        ("GPL-3.0-only/MIT", true),
        ("MIT AND GPL-3.0-only", false),
        ("(MIT OR Apache-2.0) AND Zlib", true),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", false),
        ("Apache-2.0 WITH LLVM-exception OR MIT", true),
        ("Apache-2.0 WITH LLVM-exception", false),
        ("(MIT", false),
        ("", false),
    ] {
        assert_eq!(satisfied(expression, &list), good, "{expression}");
    }
}

#[test]
fn licences_are_on_the_list() {
    let allowed = allowed();
    let packages = packages();
    assert!(packages.len() > 20, "only {} packages", packages.len());
    let wrong: Vec<String> = packages
        .iter()
        .filter(|p| !p["license"].as_str().is_some_and(|l| satisfied(l, &allowed)))
        .map(|p| format!("{} {}: {}", p["name"], p["version"], p["license"]))
        .collect();
    assert!(wrong.is_empty(), "not allowed by deny.toml:\n{}", wrong.join("\n"));
}

#[test]
fn sources_are_the_registry() {
    let wrong: Vec<String> = packages()
        .iter()
        .filter(|p| match p["source"].as_str() {
            Some(source) => !source.starts_with("registry+"),
            None => p["name"] != "apksweep",
        })
        .map(|p| format!("{} from {}", p["name"], p["source"]))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
