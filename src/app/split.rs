//! Which splits belong to the app, and which are missing.

use std::collections::BTreeSet;

use crate::format::axml::Element;
use crate::gap::{Gap, GapCode, Hides};

use super::module::Module;

/// Meta-data of Google Play's base APKs, and the list of splits that they point to.
const REQUIRED: &str = "com.android.vending.splits.required";
pub(super) const LIST: &str = "com.android.vending.splits";

/// Kinds of configuration splits, which carry resources or libraries and no classes (`requiredSplitTypes`: `base__abi`, `base__density`).
const CONFIGURATIONS: &[&str] = &["abi", "density", "language", "textures", "countries", "device_tier", "device_group"];

/// Takes the base out of the modules to the front. The base is the one without a `split` attribute.
pub(super) fn base_first(modules: &mut Vec<Module>) -> bool {
    let Some(at) = modules.iter().position(|m| m.split().is_empty()) else { return false };
    let base = modules.remove(at);
    modules.insert(0, base);
    true
}

/// What the manifests require, beside what is there. `list` is the file that `com.android.vending.splits` names.
pub(super) fn missing(modules: &[Module], required: bool, list: Option<&Element>) -> (Vec<String>, Option<Gap>) {
    let Some(base) = modules.first() else { return (Vec::new(), None) };
    let here: BTreeSet<&str> = modules.iter().map(Module::split).filter(|s| !s.is_empty()).collect();
    let types = |m: &Module, name: &str| -> Vec<String> {
        let written = m.manifest.android(name).and_then(|v| v.as_str()).unwrap_or_default();
        written.split(',').map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect()
    };
    let offered: BTreeSet<String> = modules.iter().flat_map(|m| types(m, "splitTypes")).collect();
    let mut missing: BTreeSet<String> =
        modules.iter().flat_map(|m| types(m, "requiredSplitTypes")).filter(|t| !offered.contains(t)).collect();
    let mut features = false;
    for module in list.map(|l| l.children.iter()).into_iter().flatten().filter(|m| m.name == "module") {
        let name = module.attributes.iter().find(|a| a.name == "name").and_then(|a| a.value.as_str()).unwrap_or_default();
        if !name.is_empty() && !here.contains(name) {
            features = true;
            missing.insert(name.to_owned());
        }
    }
    for module in modules {
        for uses in module.manifest.named("uses-split") {
            let name = uses.android("name").and_then(|v| v.as_str()).unwrap_or_default();
            if !name.is_empty() && !here.contains(name) {
                features = true;
                missing.insert(name.to_owned());
            }
        }
    }
    let said = required
        || base.manifest.named("application").flat_map(|a| a.named("meta-data")).any(|m| {
            m.android("name").and_then(|v| v.as_str()) == Some(REQUIRED) && m.android("value").and_then(|v| v.as_bool()) == Some(true)
        });
    if missing.is_empty() && here.is_empty() && said {
        missing.insert("config".to_owned());
    }
    if missing.is_empty() {
        return (Vec::new(), None);
    }
    let only_configurations =
        !features && missing.iter().all(|m| m == "config" || m.rsplit("__").next().is_some_and(|kind| CONFIGURATIONS.contains(&kind)));
    let hides: &[Hides] = match only_configurations {
        true => &[Hides::Resources],
        false => &[Hides::Calls, Hides::Sdks, Hides::Manifest, Hides::Resources, Hides::Flows],
    };
    let missing: Vec<String> = missing.into_iter().collect();
    let what = format!("the manifest requires splits that were not given: {}", missing.join(", "));
    let gap = Gap::new(GapCode::Splits, what, base.path.as_str(), hides);
    (missing, Some(gap))
}
