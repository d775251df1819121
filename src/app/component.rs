//! Activities, services, receivers and providers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ComponentKind {
    Activity,
    Service,
    Receiver,
    Provider,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IntentFilter {
    pub actions: Vec<String>,
    pub categories: Vec<String>,
    /// `scheme://host/path` as far as written.
    pub data: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetaData {
    pub name: String,
    /// `android:value` or the resolved `android:resource`, as text.
    pub value: String,
    pub path: String,
    pub locator: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    pub kind: ComponentKind,
    /// Full class name with dots.
    pub name: String,
    /// For `<activity-alias>`, the class that really runs; else equal to `name`.
    pub target: String,
    /// Effective `exported`: as written, else by the rule of the target level (a filter exports below API 31; a provider below API 17).
    pub exported: bool,
    /// `enabled="false"` in the manifest.
    pub enabled: bool,
    pub permission: Option<String>,
    /// `android:process`, as written.
    pub process: Option<String>,
    pub filters: Vec<IntentFilter>,
    pub meta_data: Vec<MetaData>,
    /// `android:authorities`, split at `;`.
    pub authorities: Vec<String>,
    /// `android:foregroundServiceType` as names (`location`, `camera` ...).
    pub foreground_types: Vec<String>,
    pub path: String,
    pub locator: String,
}

impl Component {
    pub fn is_launcher(&self) -> bool {
        self.kind == ComponentKind::Activity
            && self.enabled
            && self.filters.iter().any(|f| {
                f.actions.iter().any(|a| a == "android.intent.action.MAIN")
                    && f.categories
                        .iter()
                        .any(|c| c == "android.intent.category.LAUNCHER" || c == "android.intent.category.LEANBACK_LAUNCHER")
            })
    }
}
