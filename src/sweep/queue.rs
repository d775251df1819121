//! What there is to check: apps below a folder or in a list, each with the policies and the listing that lie beside it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// One app of a sweep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub app: PathBuf,
    pub policies: Vec<PathBuf>,
    /// `listing.toml` beside a single app.
    pub listing: Option<crate::Listing>,
    /// Why the `listing.toml` beside it could not be read: the file, the place and the reason.
    pub fault: Option<String>,
    pub bytes: u64,
}

const APPS: [&str; 5] = ["apk", "xapk", "apks", "apkm", "aab"];
const TEXTS: [&str; 8] = ["html", "htm", "md", "txt", "xhtml", "mhtml", "mht", "pdf"];
/// Folders this deep hold no app store; a loop of links ends here.
const MAX_DEPTH: usize = 16;

/// Finds the tasks, in order of path.
///
/// A folder with a `base.apk` is one app with its splits. Policies beside an app: files named `policy*` or `privacy*` (or 隐私*) when the
/// folder holds one app only, and files named like the app (`x.apk` and `x.html`). A `listing.toml` beside a single app says what the store says
/// of it: category, developer, store.
pub fn find(root: &Path) -> Result<Vec<Task>> {
    let mut out = Vec::new();
    let meta = std::fs::metadata(root).with_context(|| root.display().to_string())?;
    if meta.is_dir() {
        walk(root, 0, &mut out)?;
    } else if extension(root).is_some_and(|e| APPS.contains(&e.as_str())) {
        out.push(task(root.to_owned(), true));
    } else {
        let text =
            std::fs::read_to_string(root).with_context(|| format!("{}: neither a folder, an app nor a list of paths", root.display()))?;
        let base = root.parent().unwrap_or(Path::new("."));
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            out.push(task(base.join(line), false));
        }
    }
    out.sort_by(|a, b| a.app.cmp(&b.app));
    out.dedup_by(|a, b| a.app == b.app);
    Ok(out)
}

fn walk(dir: &Path, depth: usize, out: &mut Vec<Task>) -> Result<()> {
    if depth > MAX_DEPTH {
        bail!("{}: folders nested more than {MAX_DEPTH} deep", dir.display());
    }
    let mut files = Vec::new();
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(dir).with_context(|| dir.display().to_string())? {
        let entry = entry.with_context(|| dir.display().to_string())?;
        let kind = entry.file_type().with_context(|| entry.path().display().to_string())?;
        if kind.is_dir() {
            folders.push(entry.path());
        } else {
            files.push(entry.path());
        }
    }
    files.sort();
    folders.sort();
    let apps: Vec<&PathBuf> = files.iter().filter(|f| extension(f).is_some_and(|e| APPS.contains(&e.as_str()))).collect();
    if files.iter().any(|f| f.file_name().is_some_and(|n| n == "base.apk")) {
        let mut whole = task(dir.to_owned(), false);
        whole.policies = beside(&files, dir);
        out.push(whole);
    } else {
        for app in &apps {
            let mut t = task((*app).clone(), apps.len() == 1);
            if apps.len() > 1 {
                let stem = app.file_stem();
                t.policies = files.iter().filter(|f| f.file_stem() == stem && is_text(f)).cloned().collect();
            }
            out.push(t);
        }
    }
    for folder in folders {
        // The sources of an app hold no apps of their own to check.
        walk(&folder, depth + 1, out)?;
    }
    Ok(())
}

fn task(app: PathBuf, alone: bool) -> Task {
    let bytes = std::fs::metadata(&app).map(|m| m.len()).unwrap_or(0);
    let mut t = Task { app, policies: Vec::new(), listing: None, fault: None, bytes };
    if alone && let Some(dir) = t.app.parent() {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(dir).map(|d| d.filter_map(|e| e.ok().map(|e| e.path())).collect()).unwrap_or_default();
        files.sort();
        t.policies = beside(&files, &t.app);
        let listing = dir.join("listing.toml");
        if listing.is_file() {
            let read = std::fs::read_to_string(&listing).map_err(|e| e.to_string());
            match read.and_then(|text| toml::from_str::<crate::Listing>(&text).map_err(|e| first_line(&e))) {
                Ok(listing) => t.listing = Some(listing),
                Err(why) => t.fault = Some(format!("{}: {}", listing.display(), why.trim_end())),
            }
        }
    }
    t
}

/// Where and why, on one line.
fn first_line(e: &toml::de::Error) -> String {
    format!("{}: {}", e.to_string().lines().next().unwrap_or_default(), e.message())
}

fn beside(files: &[PathBuf], app: &Path) -> Vec<PathBuf> {
    let stem = app.file_stem().map(|s| s.to_string_lossy().to_lowercase());
    let is_policy = |f: &&PathBuf| {
        let name = f.file_stem().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
        is_text(f) && (["policy", "privacy", "隐私"].iter().any(|w| name.starts_with(w)) || Some(&name) == stem.as_ref())
    };
    files.iter().filter(is_policy).cloned().collect()
}

fn is_text(f: &Path) -> bool {
    extension(f).is_some_and(|e| TEXTS.contains(&e.as_str()))
}

fn extension(path: &Path) -> Option<String> {
    path.extension().map(|e| e.to_string_lossy().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_listing_is_told() {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(dir.path().join("a.apk"), "x").expect("a file");
        for (text, told) in [("store = \"A\"\n", false), ("store = \n", true), ("shop = 1\n", true)] {
            std::fs::write(dir.path().join("listing.toml"), text).expect("a file");
            let tasks = find(dir.path()).expect("tasks");
            let fault = tasks[0].fault.as_deref();
            assert_eq!((fault.is_some(), tasks[0].listing.is_none()), (told, told), "{text}: {fault:?}");
            assert!(fault.is_none_or(|f| f.contains("listing.toml") && f.contains("line 1")), "{fault:?}");
        }
    }

    #[test]
    fn finds_apps_with_what_lies_beside() {
        let dir = tempfile::tempdir().expect("a folder");
        let put = |path: &str| {
            let path = dir.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            std::fs::write(path, "x").expect("a file");
        };
        for f in [
            "one/app.apk",
            "one/policy.html",
            "one/notes.txt",
            "two/a.apk",
            "two/b.XAPK",
            "two/a.html",
            "three/base.apk",
            "three/split_x.apk",
            "three/privacy.md",
            "readme.txt",
        ] {
            put(f);
        }
        let shown: Vec<String> = find(dir.path())
            .expect("tasks")
            .iter()
            .map(|t| {
                let rel = |p: &PathBuf| p.strip_prefix(dir.path()).expect("below").display().to_string();
                format!("{} [{}]", rel(&t.app), t.policies.iter().map(rel).collect::<Vec<_>>().join(" "))
            })
            .collect();
        assert_eq!(shown, ["one/app.apk [one/policy.html]", "three [three/privacy.md]", "two/a.apk [two/a.html]", "two/b.XAPK []"]);
    }
}
