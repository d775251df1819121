//! `<uses-permission>` in all its forms, and the permissions that the platform adds by itself.

use super::manifest::Permission;

/// An app that asks for `old` and targets a level below `below` gets `new` too (frameworks/base/data/etc/platform.xml, `split-permission`;
/// PackageParser for the first level). In the platform's order: a permission added by one row may bring another by a later row.
const SPLIT: &[(&str, u32, &[&str])] = &[
    ("ACCESS_FINE_LOCATION", u32::MAX, &["ACCESS_COARSE_LOCATION"]),
    ("WRITE_EXTERNAL_STORAGE", u32::MAX, &["READ_EXTERNAL_STORAGE"]),
    ("READ_CONTACTS", 16, &["READ_CALL_LOG"]),
    ("WRITE_CONTACTS", 16, &["WRITE_CALL_LOG"]),
    ("ACCESS_FINE_LOCATION", 29, &["ACCESS_BACKGROUND_LOCATION"]),
    ("ACCESS_COARSE_LOCATION", 29, &["ACCESS_BACKGROUND_LOCATION"]),
    ("READ_EXTERNAL_STORAGE", 29, &["ACCESS_MEDIA_LOCATION"]),
    ("BLUETOOTH", 31, &["BLUETOOTH_SCAN", "BLUETOOTH_CONNECT", "BLUETOOTH_ADVERTISE"]),
    ("BLUETOOTH_ADMIN", 31, &["BLUETOOTH_SCAN", "BLUETOOTH_CONNECT", "BLUETOOTH_ADVERTISE"]),
    ("BODY_SENSORS", 33, &["BODY_SENSORS_BACKGROUND"]),
    ("READ_EXTERNAL_STORAGE", 33, &["READ_MEDIA_IMAGES", "READ_MEDIA_VIDEO", "READ_MEDIA_AUDIO"]),
];

/// Levels before 4 knew no such permissions, so all apps of then get them (PackageParser, `NEW_PERMISSIONS`).
const BEFORE_4: &[&str] = &["WRITE_EXTERNAL_STORAGE", "READ_PHONE_STATE"];

const PREFIX: &str = "android.permission.";

/// The form of an element, if it asks for a permission at all.
pub(super) fn is_request(name: &str) -> Option<bool> {
    match name.strip_prefix("android:").unwrap_or(name) {
        "uses-permission" => Some(false),
        "uses-permission-sdk-23" | "uses-permission-sdk-m" => Some(true),
        _ => None,
    }
}

/// Adds a request. A permission asked for twice is kept once, with the larger scope and its place.
pub(super) fn add(all: &mut Vec<Permission>, new: Permission) {
    let scope = |p: &Permission| (p.max_sdk.unwrap_or(u32::MAX), !p.from_23);
    match all.iter_mut().find(|p| p.name == new.name) {
        Some(old) if scope(&new) > scope(old) => *old = new,
        Some(_) => {}
        None => all.push(new),
    }
}

/// Adds what the platform adds, at the place of what brings it.
pub(super) fn imply(all: &mut Vec<Permission>, target_sdk: u32, path: &str) {
    let missing = |all: &[Permission], name: &str| all.iter().all(|p| p.name.strip_prefix(PREFIX) != Some(name));
    if target_sdk < 4 {
        for new in BEFORE_4 {
            if missing(all, new) {
                let name = format!("{PREFIX}{new}");
                all.push(Permission { name, max_sdk: None, from_23: false, implied: true, path: path.into(), locator: "/manifest".into() });
            }
        }
    }
    for (old, below, added) in SPLIT {
        if target_sdk >= *below {
            continue;
        }
        let Some(cause) = all.iter().find(|p| p.name.strip_prefix(PREFIX) == Some(old)).cloned() else { continue };
        for new in *added {
            if missing(all, new) {
                all.push(Permission { name: format!("{PREFIX}{new}"), implied: true, ..cause.clone() });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(name: &str, max_sdk: Option<u32>, from_23: bool) -> Permission {
        Permission { name: format!("{PREFIX}{name}"), max_sdk, from_23, implied: false, path: String::new(), locator: String::new() }
    }

    #[test]
    fn a_permission_asked_for_twice_keeps_the_larger_scope() {
        for (first, second, expect) in [
            ((Some(18), false), (None, false), (None, false)),
            ((None, false), (Some(18), false), (None, false)),
            ((None, true), (None, false), (None, false)),
            ((Some(18), false), (Some(22), false), (Some(22), false)),
        ] {
            let mut all = Vec::new();
            add(&mut all, ask("CAMERA", first.0, first.1));
            add(&mut all, ask("CAMERA", second.0, second.1));
            assert_eq!(all.iter().map(|p| (p.max_sdk, p.from_23)).collect::<Vec<_>>(), [expect]);
        }
    }

    #[test]
    fn the_platform_adds_permissions_by_target_level() {
        for (asked, target, expect) in [
            ("WRITE_EXTERNAL_STORAGE", 34, vec!["READ_EXTERNAL_STORAGE"]),
            ("READ_CONTACTS", 15, vec!["READ_CALL_LOG"]),
            ("READ_CONTACTS", 16, vec![]),
            ("ACCESS_COARSE_LOCATION", 28, vec!["ACCESS_BACKGROUND_LOCATION"]),
            ("ACCESS_COARSE_LOCATION", 29, vec![]),
            ("ACCESS_FINE_LOCATION", 29, vec!["ACCESS_COARSE_LOCATION"]),
            ("BLUETOOTH", 30, vec!["BLUETOOTH_SCAN", "BLUETOOTH_CONNECT", "BLUETOOTH_ADVERTISE"]),
            (
                "CAMERA",
                3,
                vec![
                    "WRITE_EXTERNAL_STORAGE",
                    "READ_PHONE_STATE",
                    "READ_EXTERNAL_STORAGE",
                    "ACCESS_MEDIA_LOCATION",
                    "READ_MEDIA_IMAGES",
                    "READ_MEDIA_VIDEO",
                    "READ_MEDIA_AUDIO",
                ],
            ),
        ] {
            let mut all = vec![ask(asked, None, false)];
            imply(&mut all, target, "base.apk!AndroidManifest.xml");
            let added: Vec<_> = all.iter().filter(|p| p.implied).filter_map(|p| p.name.strip_prefix(PREFIX)).collect();
            assert_eq!(added, expect, "{asked} at {target}");
        }
    }
}
