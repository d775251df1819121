//! What the categories of the app need: the union of the categories given or taken from the store. A guess is never a base for "more than necessary".

use std::collections::BTreeSet;

use super::{Case, CategoryOrigin};

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
        let mut out = Necessity::default();
        let add = |set: &mut BTreeSet<String>, list: &[String]| {
            for permission in list {
                let name = short(permission);
                set.insert(name.to_string());
                set.extend(also(name).iter().map(|p| p.to_string()));
            }
        };
        for input in case.categories {
            if !matches!(input.origin, CategoryOrigin::Given | CategoryOrigin::Store) {
                continue;
            }
            let Some(category) = case.knowledge.categories.iter().find(|c| c.id == input.id) else { continue };
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
}
