//! `apksweep check`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{Budget, CertaintyArg, Check, Format, Judging, SeverityArg};
use super::listings::{self, Listings};
use super::{FOUND, Failure, Outcome, output};
use crate::check::{Checked, Effort, Input, Listed, Listing, Options};
use crate::knowledge::Knowledge;
use crate::report::{Report, html, sarif, terminal};
use crate::rules::waiver::{IdleWhy, Waivers};
use crate::rules::{CategoryInput, CategoryOrigin, Certainty, DataSafety, Earlier, Severity};
use crate::words::Lang;

pub fn run(a: &Check) -> Outcome {
    let knowledge = a.shared.knowledge()?;
    let lang = a.shared.lang();
    for path in &a.output {
        form_of(path)?;
    }
    let setting = Setting::new(&a.judging, knowledge)?;
    let checked = setting.check(&a.app, &a.policy, None, knowledge)?;
    for path in &a.output {
        output::write(path, &render(&checked, form_of(path)?, knowledge, lang, false))?;
    }
    // With files asked for and no form, the terminal still shows the summary.
    output::print(&render(&checked, a.format.unwrap_or(Format::Text), knowledge, lang, true))?;
    let Some(severity) = a.fail_on else { return Ok(0) };
    let severity = match severity {
        SeverityArg::Low => Severity::Low,
        SeverityArg::Medium => Severity::Medium,
        SeverityArg::High => Severity::High,
    };
    let certainty = match a.min_certainty {
        CertaintyArg::Indicative => Certainty::Indicative,
        CertaintyArg::Strong => Certainty::Strong,
        CertaintyArg::Established => Certainty::Established,
    };
    let found = checked.report.findings.iter().any(|f| f.waived.is_none() && f.severity >= severity && f.certainty >= certainty);
    Ok(if found { FOUND } else { 0 })
}

fn form_of(path: &Path) -> Result<Format, Failure> {
    match path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("json") => Ok(Format::Json),
        Some("html" | "htm") => Ok(Format::Html),
        Some("sarif") => Ok(Format::Sarif),
        Some("txt") => Ok(Format::Text),
        _ => Err(Failure::usage(format!("{}: the ending says the form: use .json, .html, .sarif or .txt", path.display()))),
    }
}

/// One report in one form.
pub fn render(checked: &Checked, format: Format, knowledge: &Knowledge, lang: Lang, to_screen: bool) -> String {
    let report = &checked.report;
    match format {
        Format::Json => report.to_json(),
        Format::Html => html(report, &checked.documents, knowledge, lang),
        Format::Sarif => sarif(report, knowledge, lang),
        Format::Text => {
            let style = if to_screen { output::style() } else { crate::report::screen::Style::default() };
            terminal(report, knowledge, lang, style)
        }
    }
}

/// The judging options, read and checked once.
pub struct Setting {
    options: Options,
    categories: Vec<CategoryInput>,
    listing: Listing,
    listed: Listed,
    form: Option<DataSafety>,
    earlier: Option<Earlier>,
    waivers: Option<Waivers>,
}

impl Setting {
    pub fn new(a: &Judging, knowledge: &Knowledge) -> Result<Setting, Failure> {
        for id in &a.category {
            known_category(id, knowledge)?;
        }
        if let Some(day) = &a.as_of
            && !is_date(day)
        {
            return Err(Failure::usage(format!("--as-of {day}: not a date of the form YYYY-MM-DD")));
        }
        let read = |path: &PathBuf| std::fs::read_to_string(path).map_err(|e| Failure::usage(format!("{}: {e}", path.display())));
        let (listing, many) = match a.store_meta.as_deref().map(listings::read).transpose()? {
            Some(Listings::One(listing)) => (listing, BTreeMap::new()),
            Some(Listings::Many(many)) => (Listing::default(), many),
            None => (Listing::default(), BTreeMap::new()),
        };
        let listed = many.into_iter().map(|(key, l)| (key, (l.clone(), category(&l, knowledge)))).collect();
        let waivers = match &a.waivers {
            Some(path) => Some(Waivers::parse(&read(path)?).map_err(|e| Failure::usage(format!("{}: {e}", path.display())))?),
            None => None,
        };
        let form = match &a.data_safety {
            Some(path) => Some(DataSafety::parse(&read(path)?).map_err(|e| Failure::usage(format!("{}: {e}", path.display())))?),
            None => None,
        };
        let earlier = match &a.earlier {
            Some(path) => {
                let report = Report::from_json(&read(path)?).map_err(|e| Failure::usage(format!("{}: {e}", path.display())))?;
                Some(report.as_earlier())
            }
            None => None,
        };
        let mut categories: Vec<CategoryInput> =
            a.category.iter().map(|id| CategoryInput { id: id.clone(), origin: CategoryOrigin::Given }).collect();
        if categories.is_empty() {
            categories.extend(category(&listing, knowledge));
        }
        let all = ["cn", "eu", "play", "gpen"];
        let mut profiles = if a.profile.iter().any(|p| p == "all") { all.map(str::to_owned).to_vec() } else { a.profile.clone() };
        // Whoever supplies the store's form asks for the store's rules.
        if form.is_some() && !profiles.iter().any(|p| p == "play") {
            profiles.push("play".into());
        }
        Ok(Setting {
            options: Options { profiles, as_of: a.as_of.clone(), flow: effort(a), pdf: super::isolate::read_pdf, ..Options::default() },
            categories,
            listing,
            listed: Listed(Arc::new(listed)),
            form,
            earlier,
            waivers,
        })
    }

    /// What the app is judged as: `--category` before `--store-meta` before what lies beside the app.
    fn told(&self, beside: Option<&Listing>, knowledge: &Knowledge) -> (Vec<CategoryInput>, Listing) {
        let listing = beside.filter(|_| self.listing == Listing::default()).unwrap_or(&self.listing).clone();
        let mut categories = self.categories.clone();
        if categories.is_empty() {
            categories.extend(category(&listing, knowledge));
        }
        (categories, listing)
    }

    /// Does a report of an earlier run answer the same question? Waivers may have changed since, so with them nothing is taken over.
    pub fn answered_by(&self, report: &Report, beside: Option<&Listing>, knowledge: &Knowledge) -> bool {
        let (mut categories, mut listing) = self.told(beside, knowledge);
        let inputs = &report.inputs;
        if listing == Listing::default()
            && let Some((told, category)) = self.listed.of(&inputs.app.sha256, &report.app.package, &inputs.app.name)
        {
            listing = told.clone();
            if categories.is_empty() {
                categories.extend(category.clone());
            }
        }
        // Without any a category is guessed from the app, the same way every time.
        let guessed =
            categories.is_empty() && inputs.categories.iter().all(|c| matches!(c.origin, CategoryOrigin::Guessed | CategoryOrigin::None));
        let o = &self.options;
        self.waivers.is_none()
            && report.options.profiles == o.profiles
            && report.options.as_of == *o.as_of.as_ref().unwrap_or(&knowledge.date)
            && report.options.flow == o.flow.is_some()
            && report.options.budget.as_deref() == o.flow.map(|e| e.word())
            && (guessed || inputs.categories == categories)
            && inputs.listing == listing
            && inputs.form == self.form
            && inputs.earlier == self.earlier
    }

    /// Checks one app; `beside` is the listing that lies beside it.
    pub fn check(&self, app: &Path, policies: &[PathBuf], beside: Option<&Listing>, knowledge: &Knowledge) -> Result<Checked, Failure> {
        let (categories, listing) = self.told(beside, knowledge);
        let input = Input {
            app: app.to_owned(),
            policies: policies.to_vec(),
            categories,
            listing,
            listed: self.listed.clone(),
            form: self.form.clone(),
            earlier: self.earlier.clone(),
        };
        let mut checked = crate::check(&input, knowledge, &self.options).map_err(Failure::unreadable)?;
        if let Some(w) = &self.waivers {
            let as_of = checked.report.options.as_of.clone();
            let package = checked.report.app.package.clone();
            for idle in w.apply(&package, &mut checked.report.findings, &as_of) {
                let why = match idle.why {
                    IdleWhy::Expired => format!("expired on {}: the finding counts again", idle.waiver.until),
                    IdleWhy::NoFinding => "no such finding any more: remove it".into(),
                };
                let line = format!("waiver of {} in {}: {why}", idle.waiver.finding, idle.waiver.package);
                eprintln!("apksweep: {}", crate::report::sanitize::terminal(&line));
            }
        }
        Ok(checked)
    }
}

/// The category that a listing means.
fn category(listing: &Listing, knowledge: &Knowledge) -> Option<CategoryInput> {
    let id = listing.category.as_deref().and_then(|c| category_of_store(c, knowledge))?;
    Some(CategoryInput { id, origin: CategoryOrigin::Store })
}

/// A store's own word for the category, as one of ours.
fn category_of_store(word: &str, knowledge: &Knowledge) -> Option<String> {
    let lower = word.trim().to_lowercase();
    let same = |w: &String| w.to_lowercase() == lower;
    knowledge
        .categories
        .iter()
        .find(|c| c.id == lower || c.name.zh == word.trim() || c.play_categories.iter().any(same) || c.fdroid_categories.iter().any(same))
        .map(|c| c.id.clone())
}

fn known_category(id: &str, knowledge: &Knowledge) -> Result<(), Failure> {
    if knowledge.categories.iter().any(|c| c.id == id) {
        return Ok(());
    }
    let near = nearest(id, knowledge.categories.iter().map(|c| c.id.as_str()));
    let hint = near.map(|n| format!("; did you mean {n}?")).unwrap_or_default();
    Err(Failure::usage(format!("--category {id}: no such category{hint} (`apksweep list categories` shows all)")))
}

/// The word within a small edit distance.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known.map(|k| (distance(word, k), k)).filter(|(d, k)| *d <= 2.max(k.len() / 3)).min().map(|(_, k)| k)
}

/// Levenshtein distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let next = if x == *y { corner } else { 1 + corner.min(row[j]).min(row[j + 1]) };
            corner = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}

fn is_date(s: &str) -> bool {
    let parts: Vec<&str> = s.split('-').collect();
    let number = |i: usize, len: usize| parts.get(i).filter(|p| p.len() == len).and_then(|p| p.parse::<u32>().ok());
    parts.len() == 3
        && number(0, 4).is_some()
        && number(1, 2).is_some_and(|m| (1..=12).contains(&m))
        && number(2, 2).is_some_and(|d| (1..=31).contains(&d))
}

/// How far data is followed.
fn effort(a: &Judging) -> Option<Effort> {
    (!a.no_flow).then_some(match a.budget {
        Budget::Small => Effort::Small,
        Budget::Normal => Effort::Normal,
        Budget::Large => Effort::Large,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_near_words() {
        for (s, ok) in [("2026-11-24", true), ("2026-13-01", false), ("26-1-1", false), ("today", false)] {
            assert_eq!(is_date(s), ok, "{s}");
        }
        assert_eq!(nearest("map-navigaton", ["map-navigation", "news"].into_iter()), Some("map-navigation"));
        assert_eq!(nearest("zzz", ["map-navigation"].into_iter()), None);
    }
}
