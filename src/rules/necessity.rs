//! What the categories of the app need: the union of the categories given or taken from the store. A guess is never a base for "more than necessary".

use std::collections::BTreeSet;

use super::hearing::Hearing;
use super::policy_text::Flat;
use super::{Case, CategoryInput, CategoryOrigin, NecessityRow, NecessityView};
use crate::detect::{AppFacts, Owner, PermissionKind};
use crate::knowledge::{Category, Knowledge};

#[derive(Debug, Default)]
pub struct Necessity {
    pub known: bool,
    /// Catch-all types (utilities, "other") have no list at all: nothing can be outside of it.
    pub open: bool,
    pub data_types: BTreeSet<String>,
    /// Short names, without `android.permission.`.
    pub necessary: BTreeSet<String>,
    pub plausible: BTreeSet<String>,
}

/// A category from the words of the app's name and package, where exactly one category's words fit best. `None`: nothing fits, or two do.
pub fn guess(knowledge: &Knowledge, app: &AppFacts) -> Option<CategoryInput> {
    let texts: Vec<Flat> = [&app.label.zh, &app.label.default].into_iter().flatten().map(|l| Flat::new(l)).collect();
    let package = Flat::new(&app.package.replace(['.', '_'], " "));
    // The name that people see says more than the package.
    let score = |c: &Category| {
        let said = c.words.iter().filter(|w| texts.iter().any(|t| t.contains(w))).count();
        2 * said + c.words.iter().filter(|w| package.contains(w)).count()
    };
    let mut ranked: Vec<(usize, &str)> = knowledge.categories.iter().map(|c| (score(c), c.id.as_str())).filter(|(n, _)| *n > 0).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    match ranked.as_slice() {
        [(best, id), rest @ ..] if rest.first().is_none_or(|(n, _)| n < best) => {
            Some(CategoryInput { id: (*id).to_string(), origin: CategoryOrigin::Guessed })
        }
        _ => None,
    }
}

pub fn short(permission: &str) -> &str {
    permission.strip_prefix("android.permission.").unwrap_or(permission)
}

/// Permissions that people grant in one dialog, or of which one contains the other: what is plausible for the first is for the second.
fn also(permission: &str) -> &'static [&'static str] {
    match permission {
        "ACCESS_FINE_LOCATION" => &["ACCESS_COARSE_LOCATION"],
        "READ_EXTERNAL_STORAGE" => &["WRITE_EXTERNAL_STORAGE", "READ_MEDIA_IMAGES", "READ_MEDIA_VIDEO", "READ_MEDIA_VISUAL_USER_SELECTED"],
        "READ_MEDIA_IMAGES" | "READ_MEDIA_VIDEO" | "READ_MEDIA_AUDIO" => {
            &["READ_EXTERNAL_STORAGE", "WRITE_EXTERNAL_STORAGE", "READ_MEDIA_VISUAL_USER_SELECTED"]
        }
        "BLUETOOTH_SCAN" => &["BLUETOOTH_CONNECT"],
        _ => &[],
    }
}

impl Necessity {
    pub fn of(case: &Case) -> Necessity {
        let sure = case.categories.iter().filter(|c| matches!(c.origin, CategoryOrigin::Given | CategoryOrigin::Store));
        let lists: Vec<_> = sure.filter_map(|c| case.knowledge.categories.iter().find(|k| k.id == c.id)).collect();
        Necessity::over(case, &lists)
    }

    /// The union of some categories' lists.
    fn over(case: &Case, lists: &[&Category]) -> Necessity {
        let mut out = Necessity::default();
        let add = |set: &mut BTreeSet<String>, list: &[String]| {
            for permission in list {
                let name = short(permission);
                set.insert(name.to_string());
                set.extend(also(name).iter().map(|p| p.to_string()));
            }
        };
        for category in lists {
            out.known = true;
            out.open |= category.none && category.permissions_necessary.is_empty() && category.permissions_plausible.is_empty();
            out.data_types.extend(category.data_types.iter().cloned());
            add(&mut out.necessary, &category.permissions_necessary);
            add(&mut out.plausible, &category.permissions_plausible);
        }
        // Data behind a necessary or plausible permission is not outside the category either.
        for info in &case.knowledge.permissions {
            if out.necessary.contains(short(&info.name)) || out.plausible.contains(short(&info.name)) {
                out.data_types.extend(info.data_types.iter().cloned());
            }
        }
        out
    }

    /// Everything that the app reads or may ask for, against the category's lists. A guessed category is shown for reading; only a known one
    /// is judged by.
    pub fn shown(&self, h: &Hearing) -> NecessityView {
        let case = h.case;
        let lists: Vec<_> = case.categories.iter().filter_map(|c| case.knowledge.categories.iter().find(|k| k.id == c.id)).collect();
        if lists.is_empty() {
            return NecessityView::default();
        }
        let all = Necessity::over(case, &lists);
        let law: BTreeSet<&String> = lists.iter().flat_map(|c| &c.data_types).collect();
        let mut rows: BTreeSet<NecessityRow> = BTreeSet::new();
        for c in h.groups.iter().filter(|c| c.telling().next().is_some() && !matches!(c.owner, Owner::Library { .. })) {
            let necessary = law.contains(&c.data_type);
            let plausible = all.data_types.contains(&c.data_type);
            rows.insert(NecessityRow { data_type: Some(c.data_type.clone()), permission: None, necessary, plausible });
        }
        let guarded = |k: PermissionKind| matches!(k, PermissionKind::Runtime | PermissionKind::Special);
        for p in case.observed.permissions.iter().filter(|p| p.declared && guarded(p.kind)) {
            let (necessary, plausible) = (all.necessary.contains(short(&p.name)), all.plausible.contains(short(&p.name)));
            rows.insert(NecessityRow { data_type: None, permission: Some(p.name.clone()), necessary, plausible });
        }
        NecessityView {
            categories: case.categories.to_vec(),
            necessary: lists.iter().flat_map(|c| c.necessary.iter().cloned()).collect(),
            rows: rows.into_iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::world::world;

    #[test]
    fn a_category_is_guessed_from_the_name() {
        let guessed = |label: &str, package: &str| {
            let mut app = world().observed.app;
            (app.label.default, app.package) = (Some(label.into()), package.into());
            guess(Knowledge::builtin(), &app).map(|c| c.id)
        };
        for (label, package, want) in [
            ("极光手电筒", "com.x.torch", Some("utility")),
            ("晨报快讯", "com.x.news", Some("news")),
            ("Tiny Maps", "org.tiny", Some("map-navigation")),
            ("云杉", "com.spruce", None),
            ("Newsome", "com.newsome", None),
        ] {
            assert_eq!(guessed(label, package).as_deref(), want, "{label}");
        }
    }
}
