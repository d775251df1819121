//! From the `<manifest>` of one module to the typed manifest, as the platform's PackageParser goes through it.

use std::collections::HashMap;

use crate::budget::Budget;
use crate::format::axml::{Element, Value};

use super::component::{Component, ComponentKind, IntentFilter, MetaData};
use super::manifest::{Manifest, Named, Permission};
use super::permission;
use super::resources::{Resources, as_written};

/// Names of `foregroundServiceType` by bit (ServiceInfo, `FOREGROUND_SERVICE_TYPE_*`).
const FOREGROUND: &[(u32, &str)] = &[
    (0, "dataSync"),
    (1, "mediaPlayback"),
    (2, "phoneCall"),
    (3, "location"),
    (4, "connectedDevice"),
    (5, "mediaProjection"),
    (6, "camera"),
    (7, "microphone"),
    (8, "health"),
    (9, "remoteMessaging"),
    (10, "systemExempted"),
    (11, "shortService"),
    (12, "fileManagement"),
    (13, "mediaProcessing"),
    (30, "specialUse"),
];

/// Names of `protectionLevel`'s base value (PermissionInfo, `PROTECTION_*`).
const PROTECTION: &[&str] = &["normal", "dangerous", "signature", "signatureOrSystem", "internal"];

/// Development code names of platform versions, as `minSdkVersion` and `targetSdkVersion` of previews have them.
const CODENAMES: &[(&str, u32)] = &[
    ("M", 23),
    ("MNC", 23),
    ("N", 24),
    ("O", 26),
    ("P", 28),
    ("Q", 29),
    ("R", 30),
    ("S", 31),
    ("Sv2", 32),
    ("T", 33),
    ("Tiramisu", 33),
    ("UpsideDownCake", 34),
    ("VanillaIceCream", 35),
    ("Baklava", 36),
];

/// A code name that is not known: `Build.VERSION_CODES.CUR_DEVELOPMENT`.
const IN_DEVELOPMENT: u32 = 10_000;

/// What is needed to type the elements of one module.
pub(super) struct Declaring<'r, 'a> {
    pub resources: &'r Resources<'a>,
    pub budget: &'r mut Budget,
    /// Path of this module's manifest.
    pub path: &'r str,
    /// Package name that short class names belong to.
    pub package: String,
}

/// The children of an element with their locators: `activity[2]`, counted among siblings of one name.
fn numbered<'e>(parent: &'e Element, locator: &str) -> Vec<(&'e Element, String)> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut out = Vec::with_capacity(parent.children.len());
    for child in &parent.children {
        let n = seen.entry(&child.name).or_insert(0);
        *n = n.saturating_add(1);
        out.push((child, format!("{locator}/{}[{n}]", child.name)));
    }
    out
}

/// `ParsingUtils.buildClassName`.
pub(super) fn class_name(package: &str, written: &str) -> String {
    if written.starts_with('.') {
        format!("{package}{written}")
    } else if written.contains('.') || written.is_empty() {
        written.to_owned()
    } else {
        format!("{package}.{written}")
    }
}

impl Declaring<'_, '_> {
    fn text(&mut self, element: &Element, name: &str) -> Option<String> {
        self.resources.text(element.android(name)?, self.budget)
    }

    fn bool(&mut self, element: &Element, name: &str) -> Option<bool> {
        self.resources.bool(element.android(name), self.budget)
    }

    fn int(&mut self, element: &Element, name: &str) -> Option<u32> {
        self.resources.int(element.android(name), self.budget).and_then(|v| u32::try_from(v).ok())
    }

    fn class(&mut self, element: &Element, name: &str) -> Option<String> {
        let written = self.text(element, name)?;
        (!written.is_empty()).then(|| class_name(&self.package, &written))
    }

    /// An API level, as number or code name.
    fn level(&mut self, element: &Element, name: &str) -> Option<u32> {
        match self.resources.value(element.android(name)?, self.budget)? {
            Value::Int(level) => u32::try_from(level).ok(),
            Value::String(text) => {
                // `Q` or, in previews, `Q.fingerprint`.
                let word = text.split('.').next().unwrap_or_default();
                let known = CODENAMES.iter().find(|(n, _)| *n == word).map(|(_, level)| *level);
                Some(text.parse().ok().or(known).unwrap_or(IN_DEVELOPMENT))
            }
            _ => None,
        }
    }

    /// The facts that only the base states.
    pub fn base(&mut self, root: &Element) -> Manifest {
        let code = self.int_bits(root, "versionCode");
        let major = self.int_bits(root, "versionCodeMajor");
        let mut manifest = Manifest {
            package: self.package.clone(),
            path: self.path.to_owned(),
            version_code: u64::from(major) << 32 | u64::from(code),
            version_name: self.text(root, "versionName"),
            min_sdk: 1,
            ..Manifest::default()
        };
        let mut target = None;
        for sdk in root.named("uses-sdk") {
            manifest.min_sdk = self.level(sdk, "minSdkVersion").unwrap_or(manifest.min_sdk);
            target = self.level(sdk, "targetSdkVersion").or(target);
            manifest.max_sdk = self.int(sdk, "maxSdkVersion").or(manifest.max_sdk);
        }
        manifest.target_sdk = target.unwrap_or(manifest.min_sdk);
        if let Some(application) = root.named("application").next() {
            if let Some(label) = application.android("label") {
                manifest.label = self.resources.label(label, self.budget);
            }
            manifest.debuggable = self.bool(application, "debuggable").unwrap_or(false);
            manifest.cleartext = self.bool(application, "usesCleartextTraffic");
            manifest.application = self.class(application, "name");
            manifest.component_factory = self.class(application, "appComponentFactory");
            manifest.backup_agent = self.class(application, "backupAgent");
            manifest.splits_required = self.bool(application, "isSplitRequired").unwrap_or(false);
        }
        manifest.splits_required |= self.bool(root, "isSplitRequired").unwrap_or(false);
        manifest
    }

    fn int_bits(&mut self, element: &Element, name: &str) -> u32 {
        self.resources.int(element.android(name), self.budget).map_or(0, i32::cast_unsigned)
    }

    /// Adds what any module may declare.
    pub fn add(&mut self, root: &Element, manifest: &mut Manifest) {
        let mut application = false;
        for (element, locator) in numbered(root, "/manifest") {
            if let Some(from_23) = permission::is_request(&element.name) {
                if let Some(name) = self.text(element, "name").filter(|n| !n.is_empty()) {
                    let max_sdk = self.int(element, "maxSdkVersion");
                    let path = self.path.to_owned();
                    permission::add(&mut manifest.permissions, Permission { name, max_sdk, from_23, implied: false, path, locator });
                }
                continue;
            }
            match element.name.as_str() {
                "permission" => {
                    if let Some(name) = self.text(element, "name") {
                        let level = self.int_bits(element, "protectionLevel");
                        let detail = PROTECTION.get((level & 0xf) as usize).copied().unwrap_or("unknown").to_owned();
                        push(&mut manifest.custom_permissions, Named { name, detail });
                    }
                }
                "uses-feature" => {
                    let detail = self.required(element);
                    if let Some(name) = self.text(element, "name") {
                        push(&mut manifest.features, Named { name, detail });
                    } else if let Some(version) = self.int(element, "glEsVersion") {
                        push(&mut manifest.features, Named { name: format!("glEsVersion 0x{version:08x}"), detail });
                    }
                }
                "queries" => self.queries(element, manifest),
                // The platform reads the first and warns about others.
                "application" if !application => {
                    application = true;
                    self.application(element, "/manifest/application", manifest);
                }
                _ => {}
            }
        }
    }

    fn required(&mut self, element: &Element) -> String {
        if self.bool(element, "required").unwrap_or(true) { "required".into() } else { "optional".into() }
    }

    fn queries(&mut self, element: &Element, manifest: &mut Manifest) {
        for query in &element.children {
            let (names, detail) = match query.name.as_str() {
                "package" => (self.text(query, "name").into_iter().collect(), "package"),
                "provider" => (self.text(query, "authorities").map(|a| authorities(&a)).unwrap_or_default(), "provider"),
                "intent" => (query.named("action").filter_map(|a| self.text(a, "name")).collect::<Vec<_>>(), "intent"),
                _ => continue,
            };
            for name in names {
                push(&mut manifest.queries, Named { name, detail: detail.into() });
            }
        }
    }

    fn application(&mut self, application: &Element, locator: &str, manifest: &mut Manifest) {
        let everywhere = self.text(application, "permission");
        let off = self.bool(application, "enabled") == Some(false);
        for (element, locator) in numbered(application, locator) {
            let kind = match element.name.as_str() {
                "activity" | "activity-alias" => ComponentKind::Activity,
                "service" => ComponentKind::Service,
                "receiver" => ComponentKind::Receiver,
                "provider" => ComponentKind::Provider,
                "meta-data" => {
                    if let Some(data) = self.meta_data(element, locator) {
                        if data.name.contains(".permission.") || manifest.permissions.iter().any(|p| p.name == data.name) {
                            let value = element.android("value").or(element.android("resource"));
                            if let Some(text) = value.and_then(|v| self.resources.chinese_first(v, self.budget)) {
                                manifest.permission_purposes.push((data.name.clone(), text));
                            }
                        }
                        manifest.meta_data.push(data);
                    }
                    continue;
                }
                "uses-library" | "uses-native-library" => {
                    let detail = self.required(element);
                    if let Some(name) = self.text(element, "name") {
                        push(&mut manifest.libraries, Named { name, detail });
                    }
                    continue;
                }
                _ => continue,
            };
            if let Some(mut component) = self.component(kind, element, locator, manifest.target_sdk) {
                component.permission = component.permission.or_else(|| everywhere.clone());
                component.enabled &= !off;
                // bundletool copies the components of a feature into the base: one component, not two.
                let twice = |c: &Component| c.kind == kind && c.name == component.name && c.path != component.path;
                if !manifest.components.iter().any(twice) {
                    manifest.components.push(component);
                }
            }
        }
    }

    fn component(&mut self, kind: ComponentKind, element: &Element, locator: String, target_sdk: u32) -> Option<Component> {
        let name = self.class(element, "name")?;
        let target = if element.name == "activity-alias" { self.class(element, "targetActivity") } else { None };
        let (mut filters, mut meta_data) = (Vec::new(), Vec::new());
        for (child, locator) in numbered(element, &locator) {
            match child.name.as_str() {
                "intent-filter" => filters.push(self.filter(child)),
                "meta-data" => meta_data.extend(self.meta_data(child, locator)),
                _ => {}
            }
        }
        let by_rule = match kind {
            ComponentKind::Provider => target_sdk < 17,
            _ => !filters.is_empty() && target_sdk < 31,
        };
        let mut permission = self.text(element, "permission").filter(|p| !p.is_empty());
        if kind == ComponentKind::Provider {
            permission = permission.or_else(|| self.text(element, "readPermission")).or_else(|| self.text(element, "writePermission"));
        }
        let types = self.int_bits(element, "foregroundServiceType");
        Some(Component {
            kind,
            target: target.unwrap_or_else(|| name.clone()),
            name,
            exported: self.bool(element, "exported").unwrap_or(by_rule),
            enabled: self.bool(element, "enabled").unwrap_or(true),
            permission,
            process: self.text(element, "process"),
            filters,
            meta_data,
            authorities: self.text(element, "authorities").map(|a| authorities(&a)).unwrap_or_default(),
            foreground_types: self.foreground(element, types),
            path: self.path.to_owned(),
            locator,
        })
    }

    /// A number of bits; in text form the names themselves.
    fn foreground(&mut self, element: &Element, bits: u32) -> Vec<String> {
        if let Some(Value::String(text)) = element.android("foregroundServiceType") {
            return text.split('|').map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect();
        }
        FOREGROUND.iter().filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, name)| (*name).to_owned()).collect()
    }

    fn filter(&mut self, element: &Element) -> IntentFilter {
        let mut filter = IntentFilter::default();
        for child in &element.children {
            match child.name.as_str() {
                "action" => filter.actions.extend(self.text(child, "name")),
                "category" => filter.categories.extend(self.text(child, "name")),
                "data" => filter.data.extend(self.data(child)),
                _ => {}
            }
        }
        filter
    }

    /// `scheme://host:port/path`, or the MIME type, as far as written.
    fn data(&mut self, element: &Element) -> Option<String> {
        let scheme = self.text(element, "scheme");
        let host = self.text(element, "host");
        let path = ["path", "pathPrefix", "pathPattern"].iter().find_map(|n| self.text(element, n));
        let mut out = String::new();
        if let Some(scheme) = scheme {
            out += &scheme;
            out += ":";
        }
        if let Some(host) = host {
            out += "//";
            out += &host;
            if let Some(port) = self.text(element, "port") {
                out += ":";
                out += &port;
            }
        } else if out.ends_with(':') {
            out += "//";
        }
        out += &path.unwrap_or_default();
        if out.is_empty() {
            out = self.text(element, "mimeType")?;
        }
        Some(out)
    }

    fn meta_data(&mut self, element: &Element, locator: String) -> Option<MetaData> {
        let name = self.text(element, "name")?;
        let value = element.android("value").or(element.android("resource"));
        let value = value.map(|v| self.resources.text(v, self.budget).unwrap_or_else(|| as_written(v))).unwrap_or_default();
        Some(MetaData { name, value, path: self.path.to_owned(), locator })
    }
}

fn authorities(written: &str) -> Vec<String> {
    written.split(';').map(str::trim).filter(|a| !a.is_empty()).map(str::to_owned).collect()
}

/// Base and splits often say the same.
fn push(all: &mut Vec<Named>, new: Named) {
    if !all.contains(&new) {
        all.push(new);
    }
}
