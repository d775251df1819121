//! The typed manifest (developer.android.com, "App manifest overview").

use super::component::{Component, MetaData};

/// A text that may differ by language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    pub default: Option<String>,
    pub zh: Option<String>,
}

/// A `<uses-permission>` in any of its forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permission {
    pub name: String,
    pub max_sdk: Option<u32>,
    /// `-sdk-23` or `-sdk-m`: asked only from API 23.
    pub from_23: bool,
    /// Given by the platform without being written (PackageParser's split permissions, legacy storage).
    pub implied: bool,
    /// Part whose manifest has it, and where: `base.apk!AndroidManifest.xml`, `/manifest/uses-permission[3]`.
    pub path: String,
    pub locator: String,
}

/// A feature, a query or a custom permission: name and a detail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub detail: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    pub package: String,
    pub label: Label,
    pub version_name: Option<String>,
    pub version_code: u64,
    pub min_sdk: u32,
    /// Where absent, `min_sdk` (PackageParser).
    pub target_sdk: u32,
    pub debuggable: bool,
    /// `usesCleartextTraffic` as written.
    pub cleartext: Option<bool>,
    /// `maxSdkVersion` of `<uses-sdk>`.
    pub max_sdk: Option<u32>,
    /// `android:backupAgent`, full.
    pub backup_agent: Option<String>,
    /// `android:name` of `<application>`, full.
    pub application: Option<String>,
    /// `android:appComponentFactory`, full.
    pub component_factory: Option<String>,
    pub permissions: Vec<Permission>,
    /// Permissions the app itself defines; detail is the protection level.
    pub custom_permissions: Vec<Named>,
    /// `<uses-feature>`; detail `required` or `optional`.
    pub features: Vec<Named>,
    /// `<queries>`: packages, intents, providers; detail is the kind.
    pub queries: Vec<Named>,
    /// Declared components of base and splits.
    pub components: Vec<Component>,
    /// `<meta-data>` of `<application>`.
    pub meta_data: Vec<MetaData>,
    /// Purposes of permissions stated as meta-data (T/TAF 076: name = permission, value = text).
    pub permission_purposes: Vec<(String, String)>,
    /// `<uses-library>`, `<uses-native-library>`; detail `required` or `optional`.
    pub libraries: Vec<Named>,
    /// Path of the base manifest: `base.apk!AndroidManifest.xml`.
    pub path: String,
    /// The device admin, accessibility and similar bind permissions are on the components.
    pub splits_required: bool,
}

impl Manifest {
    /// The activities that the launcher shows (MAIN + LAUNCHER or LEANBACK_LAUNCHER, aliases resolved to their target).
    pub fn launchers(&self) -> impl Iterator<Item = &Component> {
        self.components.iter().filter(|c| c.is_launcher())
    }
}
