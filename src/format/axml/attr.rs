//! Framework attributes by resource id (`public.xml` of the Android framework): in binary XML the id decides, the name may lie.

/// Package id of the framework in a resource id.
pub const FRAMEWORK: u32 = 0x01;

/// Attributes that the reader of manifests, layouts and XML resources asks for, in order of name.
const ATTRIBUTES: &[(&str, u32)] = &[
    ("accessibilityEventTypes", 0x0101_0380),
    ("allowBackup", 0x0101_0280),
    ("appComponentFactory", 0x0101_057a),
    ("attributionTags", 0x0101_0642),
    ("authorities", 0x0101_0018),
    ("autoLink", 0x0101_00b0),
    ("autofillHints", 0x0101_0556),
    ("backupAgent", 0x0101_027f),
    ("banner", 0x0101_03f2),
    ("button", 0x0101_0107),
    ("checked", 0x0101_0106),
    ("compileSdkVersion", 0x0101_0572),
    ("contentDescription", 0x0101_0273),
    ("debuggable", 0x0101_000f),
    ("description", 0x0101_0020),
    ("digits", 0x0101_0166),
    ("directBootAware", 0x0101_0505),
    ("enabled", 0x0101_000e),
    ("entries", 0x0101_00b2),
    ("entryValues", 0x0101_01f8),
    ("exported", 0x0101_0010),
    ("foregroundServiceType", 0x0101_0599),
    ("fragment", 0x0101_02e3),
    ("fullBackupContent", 0x0101_04eb),
    ("glEsVersion", 0x0101_0281),
    ("grantUriPermissions", 0x0101_001b),
    ("hasCode", 0x0101_000c),
    ("hint", 0x0101_0150),
    ("host", 0x0101_0028),
    ("icon", 0x0101_0002),
    ("id", 0x0101_00d0),
    ("initOrder", 0x0101_001a),
    ("inputType", 0x0101_0220),
    ("installLocation", 0x0101_02b7),
    ("isAccessibilityTool", 0x0101_0641),
    ("isFeatureSplit", 0x0101_055b),
    ("isSplitRequired", 0x0101_0591),
    ("isolatedProcess", 0x0101_03a9),
    ("key", 0x0101_01e8),
    ("label", 0x0101_0001),
    ("layout", 0x0101_00f2),
    ("logo", 0x0101_02be),
    ("manageSpaceActivity", 0x0101_0004),
    ("maxSdkVersion", 0x0101_0271),
    ("mimeType", 0x0101_0026),
    ("minSdkVersion", 0x0101_020c),
    ("multiprocess", 0x0101_0013),
    ("name", 0x0101_0003),
    ("networkSecurityConfig", 0x0101_0527),
    ("onClick", 0x0101_026f),
    ("password", 0x0101_015c),
    ("path", 0x0101_002a),
    ("pathPattern", 0x0101_002c),
    ("pathPrefix", 0x0101_002b),
    ("permission", 0x0101_0006),
    ("permissionGroup", 0x0101_000a),
    ("persistent", 0x0101_000d),
    ("phoneNumber", 0x0101_0167),
    ("port", 0x0101_0029),
    ("priority", 0x0101_001c),
    ("process", 0x0101_0011),
    ("protectionLevel", 0x0101_0009),
    ("readPermission", 0x0101_0007),
    ("requestLegacyExternalStorage", 0x0101_0603),
    ("required", 0x0101_028e),
    ("requiredSplitTypes", 0x0101_064e),
    ("resource", 0x0101_0025),
    ("scheme", 0x0101_0027),
    ("sharedUserId", 0x0101_000b),
    ("splitName", 0x0101_0549),
    ("splitTypes", 0x0101_064f),
    ("summary", 0x0101_01e9),
    ("syncable", 0x0101_0019),
    ("tag", 0x0101_00d1),
    ("targetActivity", 0x0101_0202),
    ("targetPackage", 0x0101_0021),
    ("targetSdkVersion", 0x0101_0270),
    ("testOnly", 0x0101_0272),
    ("text", 0x0101_014f),
    ("theme", 0x0101_0000),
    ("title", 0x0101_01e1),
    ("usesCleartextTraffic", 0x0101_04ec),
    ("usesPermissionFlags", 0x0101_0644),
    ("value", 0x0101_0024),
    ("versionCode", 0x0101_021b),
    ("versionCodeMajor", 0x0101_0576),
    ("versionName", 0x0101_021c),
    ("visibility", 0x0101_00dc),
    ("writePermission", 0x0101_0008),
    ("zygotePreloadName", 0x0101_059d),
];

/// The id of `android:name`.
pub fn id_of(name: &str) -> Option<u32> {
    let at = ATTRIBUTES.binary_search_by(|(n, _)| (*n).cmp(name)).ok()?;
    ATTRIBUTES.get(at).map(|(_, id)| *id)
}

/// The name that belongs to a framework id, whatever the file calls it.
pub fn name_of(id: u32) -> Option<&'static str> {
    ATTRIBUTES.iter().find(|(_, i)| *i == id).map(|(n, _)| *n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_has_no_id_twice() {
        assert!(ATTRIBUTES.is_sorted_by(|a, b| a.0 < b.0));
        let mut ids: Vec<u32> = ATTRIBUTES.iter().map(|a| a.1).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), ATTRIBUTES.len());
        assert_eq!((id_of("name"), name_of(0x0101_0003), id_of("nothing")), (Some(0x0101_0003), Some("name"), None));
    }
}
