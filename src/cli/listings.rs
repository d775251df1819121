//! What stores say of apps: one app's TOML file, or a table (CSV or workbook) with a row an app, joined by package, file name or SHA-256.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Failure, reports};
use crate::check::Listing;
use crate::paper::read;

/// Columns that say which app a row is about, and what the store shows of it.
const COLUMNS: [(&str, &[&str]); 10] = [
    ("package", &["package", "包名", "应用包名"]),
    ("file", &["file", "文件", "文件名", "安装包"]),
    ("sha256", &["sha256", "sha-256"]),
    ("store", &["store", "source", "应用来源", "来源", "应用商店"]),
    ("developer", &["developer", "应用开发者", "开发者", "运营者"]),
    ("version", &["version", "应用版本", "版本"]),
    ("category", &["category", "应用类型", "类型", "分类", "类别"]),
    ("policy_url", &["policy_url", "隐私政策地址", "隐私政策链接"]),
    ("policy_published", &["policy_published", "是否公布隐私政策"]),
    ("obtained_at", &["obtained_at", "取得日期", "采集日期"]),
];

/// What `--store-meta` holds.
#[derive(Debug)]
pub enum Listings {
    /// Of every app checked: a TOML file.
    One(Listing),
    /// A table: listings by SHA-256, package or file name, in lower case.
    Many(BTreeMap<String, Listing>),
}

pub fn read(path: &Path) -> Result<Listings, Failure> {
    let fail = |e: String| Failure::usage(format!("{}: {e}", path.display()));
    if !path.extension().is_some_and(|e| ["csv", "xlsx"].iter().any(|t| e.eq_ignore_ascii_case(t))) {
        let text = reports::text(path, reports::MAX_TEXT)?;
        return Ok(Listings::One(toml::from_str(&text).map_err(|e| fail(e.message().to_owned()))?));
    }
    let tables = read::tables(&reports::bytes(path, read::MAX_FILE)?).map_err(|e| fail(e.to_string()))?;
    Ok(Listings::Many(many(&tables.into_iter().find(|t| !t.is_empty()).unwrap_or_default()).map_err(fail)?))
}

fn many(rows: &read::Rows) -> Result<BTreeMap<String, Listing>, String> {
    let head = rows.first().ok_or("the table is empty")?;
    let column = |names: &[&str]| head.iter().position(|h| names.iter().any(|n| h.trim().eq_ignore_ascii_case(n)));
    let places: BTreeMap<&str, usize> = COLUMNS.iter().filter_map(|(id, names)| Some((*id, column(names)?))).collect();
    if !["package", "file", "sha256"].iter().any(|k| places.contains_key(k)) {
        return Err("no column says which app a row is about: package (包名), file (文件) or sha256".into());
    }
    let mut out = BTreeMap::new();
    for (n, row) in rows.iter().enumerate().skip(1) {
        let cell = |id: &str| places.get(id).and_then(|at| row.get(*at)).map(|s| s.trim()).filter(|s| !s.is_empty());
        // An empty cell says nothing; a cell that says "none" says that the page shows none.
        let told = |id: &str| cell(id).map(|s| if is_none(s) { String::new() } else { s.to_owned() });
        let listing = Listing {
            store: told("store"),
            developer: told("developer"),
            version: told("version"),
            category: told("category"),
            policy_url: told("policy_url"),
            policy_published: match cell("policy_published").map(str::to_lowercase).as_deref() {
                None => None,
                Some("no" | "false" | "否") => Some(false),
                Some("yes" | "true" | "是") => Some(true),
                Some(s) if is_none(s) => Some(false),
                Some(s) => return Err(format!("row {}: policy_published is yes or no, not \"{}\"", n + 1, crate::paper::short(s, 40))),
            },
            obtained_at: told("obtained_at"),
        };
        for key in ["package", "file", "sha256"].iter().filter_map(|k| cell(k)) {
            out.entry(key.to_lowercase()).or_insert_with(|| listing.clone());
        }
    }
    Ok(out)
}

fn is_none(s: &str) -> bool {
    ["无", "none", "-", "—", "没有"].contains(&s.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> read::Rows {
        text.lines().map(|l| l.split(',').map(str::to_owned).collect()).collect()
    }

    #[test]
    fn rows_are_keyed_and_silence_is_kept_apart_from_none() {
        let all =
            many(&rows("包名,文件,应用来源,应用开发者,应用类型\ncom.A,A.apk,应用宝,甲公司,工具\n,b.apk,华为应用市场,无,\n")).ok().unwrap();
        assert_eq!(all.keys().map(String::as_str).collect::<Vec<_>>(), ["a.apk", "b.apk", "com.a"]);
        let of = |key: &str| (all[key].store.as_deref(), all[key].developer.as_deref(), all[key].category.as_deref());
        assert_eq!(of("com.a"), (Some("应用宝"), Some("甲公司"), Some("工具")));
        assert_eq!(of("b.apk"), (Some("华为应用市场"), Some(""), None), "无 is blank, an empty cell says nothing");
    }

    #[test]
    fn tables_that_name_no_app_are_refused() {
        for bad in ["store,developer\nx,y", "", "package,policy_published\na,maybe"] {
            assert!(many(&rows(bad)).is_err(), "{bad}");
        }
    }
}
