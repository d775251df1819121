//! LIM-03 without an engine: pages with scripts that lie in the app and are shown in a WebView, and pages that may call into the app.

use super::gaps::{Ground, counted, listed};
use super::packer::Framework;
use super::policy_in_app::is_policy_name;
use crate::budget::{Budget, Unit};
use crate::evidence::EvidenceSet;
use crate::gap::{Gap, GapCode, Hides};
use crate::program::{Site, SiteKind};

const SIGN: &str = "gap/script";
const ASSETS: &str = "file:///android_asset/";
/// Bytes of a page in which a script is looked for.
const PAGE: u64 = 64 << 10;

pub fn gaps(g: &Ground, frameworks: &[Framework], out: &mut EvidenceSet, budget: &mut Budget) -> Vec<Gap> {
    let mut gaps = Vec::new();
    // An engine's pages are told with the engine.
    let engine = frameworks.iter().any(|f| f.gap.code == GapCode::Script && f.gap.hides.contains(&Hides::Calls));
    if !engine {
        gaps.extend(local_pages(g, out, budget));
    }
    gaps.extend(bridges(g, out));
    gaps
}

/// `assets/a/b.html` for an address of a page in the app.
pub fn asset_of(url: &str) -> Option<String> {
    let rest = url.strip_prefix(ASSETS)?;
    let file = rest.split(['?', '#']).next().unwrap_or(rest).trim_start_matches("./");
    let lower = file.to_ascii_lowercase();
    (lower.ends_with(".html") || lower.ends_with(".htm")).then(|| format!("assets/{file}"))
}

/// Does a page run a script.
pub fn has_script(page: &[u8]) -> bool {
    page.to_ascii_lowercase().windows(7).any(|w| w == b"<script")
}

fn local_pages(g: &Ground, out: &mut EvidenceSet, budget: &mut Budget) -> Option<Gap> {
    let mut pages: Vec<(String, String, Site)> = Vec::new();
    for (n, dex) in g.program.dex.iter().enumerate() {
        for string in 0..dex.file.strings.len {
            let Some(bytes) = dex.file.string_bytes(string).filter(|b| b.starts_with(ASSETS.as_bytes())) else { continue };
            let Some(file) = asset_of(&crate::format::dex::string::decode(bytes)) else { continue };
            let mine = |s: &&Site| g.runs(s.method, s.pc()) && g.share_of(s).own();
            let Some(site) = g.program.string_sites(n, string).take(64).find(mine).copied() else { continue };
            if is_policy_name(&file) || pages.iter().any(|(p, _, _)| *p == file) {
                continue;
            }
            let scripted =
                g.package.parts.iter().any(|part| {
                    budget.take(Unit::Entries, 1) && part.entry(&file).is_some_and(|e| has_script(&part.archive.head(e, PAGE)))
                });
            let path = g.app.files.iter().find(|f| f.name == file).map(|f| f.path.clone());
            if let Some(path) = path.filter(|_| scripted) {
                pages.push((file, path, site));
            }
        }
    }
    pages.sort_by(|a, b| a.0.cmp(&b.0));
    let (_, place, _) = pages.first()?;
    let names = listed(pages.iter().map(|p| p.0.as_str()));
    let what = format!("{} shown in a WebView: {names}", counted(pages.len(), "page with scripts", "pages with scripts"));
    let mut gap = Gap::new(GapCode::Script, what, place.clone(), &[Hides::Resources, Hides::Flows]);
    for (file, path, site) in pages.iter().take(3) {
        gap.evidence.push(g.artefact.file(path, file.as_str(), Some(SIGN.into()), out));
        gap.evidence.push(g.artefact.code(
            g.program,
            site.method,
            site.pc(),
            format!("const-string {ASSETS}{}", file.trim_start_matches("assets/")),
            Some(SIGN.into()),
            out,
        ));
    }
    Some(gap)
}

/// Objects handed to the scripts of a page. Their methods are code that is seen; what the page does with the answers is not.
fn bridges(g: &Ground, out: &mut EvidenceSet) -> Option<Gap> {
    let mut sites = g.calls(&[("Landroid/webkit/WebView;", "addJavascriptInterface")]);
    sites.retain(|s| g.share_of(s).own() && s.kind() != SiteKind::InvokeSuper);
    let first = sites.first()?;
    let what = format!("scripts of web pages may call the app: addJavascriptInterface in {}", counted(sites.len(), "place", "places"));
    let mut gap = Gap::new(GapCode::Script, what, g.place(first), &[Hides::Flows]);
    gap.evidence = g.evidence(&sites, SIGN, out);
    Some(gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_in_the_app() {
        for (url, want) in [
            ("file:///android_asset/www/a.html?x=1#y", Some("assets/www/a.html")),
            ("file:///android_asset/A.HTM", Some("assets/A.HTM")),
            ("file:///android_asset/logo.png", None),
            ("file:///android_asset/", None),
            ("https://x.example/a.html", None),
        ] {
            assert_eq!(asset_of(url).as_deref(), want, "{url}");
        }
    }

    #[test]
    fn scripts() {
        assert!(has_script(b"<html><SCRIPT src=a.js>"));
        assert!(!has_script(b"<html><p>description"));
        assert!(!has_script(b""));
    }
}
