//! Floor 3: base and splits as one app; the manifest typed, with resources resolved. Holds no signature and no law.

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::expect_used)]

mod code;
pub mod component;
mod declare;
mod document;
mod layout;
mod load;
pub mod manifest;
mod module;
mod native;
mod network;
mod permission;
mod resources;
mod split;
mod texts;

use crate::container::Anomaly;
use crate::format::axml::Element;

pub use component::{Component, ComponentKind, IntentFilter, MetaData};
pub use manifest::{Label, Manifest, Permission};

/// A DEX file of the app, inflated.
pub struct DexBytes {
    /// `base.apk!classes.dex`
    pub path: String,
    /// `classes.dex`
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A native library: what its ELF headers and strings say.
#[derive(Clone, Debug, Default)]
pub struct NativeLibrary {
    /// `base.apk!lib/arm64-v8a/libx.so`
    pub path: String,
    /// `libx.so`
    pub file_name: String,
    pub needed: Vec<String>,
    /// Exported symbols that begin with `Java_` or equal `JNI_OnLoad`.
    pub jni_exports: Vec<String>,
}

/// A screen layout: the elements that matter, resolved.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// `base.apk!res/layout/main.xml`
    pub path: String,
    /// Resource id, 0 if unknown.
    pub id: u32,
    pub root: Element,
}

/// A text of the string table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StringResource {
    pub id: u32,
    pub name: String,
    /// Locale qualifier as in resource folders (`""`, `zh`, `zh-rCN`).
    pub locale: String,
    pub value: String,
}

/// The network security config, resolved (developer.android.com, "Network security configuration").
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NetworkSecurity {
    pub path: String,
    /// `cleartextTrafficPermitted` of the base config, where stated.
    pub base_cleartext: Option<bool>,
    /// (domain, permitted) of the domain configs.
    pub domains: Vec<(String, bool)>,
}

/// Another file of the app that later floors look at: name, size and, where small enough or wanted, contents on demand through `Package`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// Index into `Package::parts`.
    pub part: usize,
    /// `base.apk!assets/privacy.html`
    pub path: String,
    /// `assets/privacy.html`
    pub name: String,
    pub size: u64,
}

/// The whole app: base + splits.
#[derive(Default)]
pub struct App {
    pub manifest: Manifest,
    pub dex: Vec<DexBytes>,
    pub native: Vec<NativeLibrary>,
    pub layouts: Vec<Layout>,
    /// Strings of every locale, in order of id then locale.
    pub strings: Vec<StringResource>,
    pub network_security: Option<NetworkSecurity>,
    /// Every entry of every part, in order of part then central directory.
    pub files: Vec<FileEntry>,
    /// Names of splits that the manifest requires and that are not here.
    pub missing_splits: Vec<String>,
    /// Oddities of the formats (AXML, ARSC, DEX names); the archive's own are in `Package`.
    pub anomalies: Vec<Anomaly>,
}
