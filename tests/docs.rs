//! `docs/sdks.md`, `docs/apis.md` and `docs/rules.md` are what the signatures say. `BLESS=1 cargo test --test docs` writes them anew.

use std::fmt::Write;
use std::path::Path;

use apksweep::knowledge::{Api, ApiKind, Knowledge, Sdk, Status, assemble, files};

/// Without the share-alike set, whatever this build holds.
fn knowledge() -> Knowledge {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("signatures");
    assemble(&files(&dir).expect("the folder reads")).expect("the set")
}

fn status(s: Status) -> &'static str {
    match s {
        Status::Reviewed => "reviewed",
        Status::Draft => "draft",
        Status::FromMemory => "from memory",
    }
}

/// A cell may not end its row.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn both(zh: &str, en: &str) -> String {
    if zh == en || zh.is_empty() { en.to_owned() } else { format!("{zh} {en}") }
}

fn sdks(k: &Knowledge) -> String {
    let of = |role: &str, wanted: Option<Status>| k.sdks.iter().filter(|s| s.role == role && wanted.is_none_or(|w| s.status == w)).count();
    let mut out = format!(
        "# SDKs and libraries\n\nMade from `signatures/sdk` and `signatures/fingerprint`; edit those. {} SDKs ({} reviewed, {} draft, {} from memory) and {} libraries;\n\
         {} of all are also known without their names, by a fingerprint. Only a reviewed file carries more than an indicative finding.\n",
        of("sdk", None),
        of("sdk", Some(Status::Reviewed)),
        of("sdk", Some(Status::Draft)),
        of("sdk", Some(Status::FromMemory)),
        of("library", None),
        k.fingerprints.len()
    );
    for (role, title) in [("sdk", "SDKs: a vendor could receive data"), ("library", "Libraries: no vendor could, never accused")] {
        let _ =
            write!(out, "\n## {title}\n\n| id | name | vendor | | categories | status | without names |\n|---|---|---|---|---|---|---|\n");
        for s in k.sdks.iter().filter(|s| s.role == role) {
            let _ = writeln!(out, "{}", sdk(k, s));
        }
    }
    out
}

fn sdk(k: &Knowledge, s: &Sdk) -> String {
    let printed = if k.fingerprints.iter().any(|f| f.id == s.id) { "yes" } else { "" };
    format!(
        "| {} | {} | {} | {} | {} | {} | {printed} |",
        s.id,
        cell(&both(&s.name.zh, &s.name.en)),
        cell(&both(&s.vendor.zh, &s.vendor.en)),
        s.country,
        s.categories.join(", "),
        status(s.status)
    )
}

fn apis(k: &Knowledge) -> String {
    let mut out = format!(
        "# Signs of collection\n\nMade from `signatures/api`; edit that. {} signs of {} data types. Strength: what a call of it means alone; `blocked`: from this API level\n\
         on it gives an ordinary app nothing; `by hand`: the user picks what is read.\n",
        k.apis.len(),
        k.data_types.iter().filter(|t| t.level == "leaf").count()
    );
    for t in k.data_types.iter().filter(|t| t.level == "leaf") {
        let rows: Vec<&Api> = k.apis.iter().filter(|a| a.data_type == t.id).collect();
        if rows.is_empty() {
            continue;
        }
        let _ = write!(
            out,
            "\n## {} {} ({})\n\n| id | sign | kind | finer | strength | blocked | permissions | status |\n|---|---|---|---|---|---|---|---|\n",
            t.words.zh, t.words.en, t.id
        );
        for a in rows {
            let _ = writeln!(out, "{}", api(a));
        }
    }
    out
}

fn api(a: &Api) -> String {
    let kind = match a.kind {
        ApiKind::Method => "method",
        ApiKind::ThirdParty => "SDK method",
        ApiKind::Callback => "callback",
        ApiKind::Field => "field",
        ApiKind::Uri | ApiKind::UriString => "address",
        ApiKind::Intent => "intent",
        ApiKind::ConstString => "constant",
        ApiKind::Script => "script",
    };
    let sign = if a.signature.is_empty() { &a.value } else { &a.signature };
    let permissions: Vec<&str> = a.permissions.iter().map(|p| p.strip_prefix("android.permission.").unwrap_or(p)).collect();
    format!(
        "| {} | `{}` | {kind} | {} | {}{} | {} | {} | {} |",
        a.id,
        cell(sign),
        a.node.as_deref().unwrap_or(""),
        a.strength,
        if a.user_mediated { ", by hand" } else { "" },
        a.blocked_from_api.map(|n| n.to_string()).unwrap_or_default(),
        permissions.join(" or "),
        a.status.map(status).unwrap_or("")
    )
}

#[test]
fn fresh() {
    let k = knowledge();
    for (name, text) in [("sdks.md", sdks(&k)), ("apis.md", apis(&k)), ("rules.md", apksweep::report::rule_docs(&k))] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
        if std::env::var_os("BLESS").is_some() {
            std::fs::create_dir_all(path.parent().expect("docs")).expect("docs can be made");
            std::fs::write(&path, &text).expect("docs can be written");
        }
        let stands = std::fs::read_to_string(&path).unwrap_or_default();
        let first = stands.lines().zip(text.lines()).find(|(a, b)| a != b);
        assert!(stands == text, "docs/{name} is stale (BLESS=1 cargo test --test docs): {first:?}");
    }
}
