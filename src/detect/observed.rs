//! The value the app column ends in. A versioned serde type: sweeps store it, rules read it, the report prints its elements.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use crate::app::component::ComponentKind;
pub use crate::container::package::{Anomaly, Answer, Installable, PackageKind};
pub use crate::container::signing::Signer;
use crate::evidence::{EvidenceId, EvidenceSet};
pub use crate::flow::model::Sink;
use crate::gap::Gap;
use crate::words::Words;

/// Three-valued answer of the analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Tri {
    Yes,
    No,
    Unknown,
}

/// Whose code a class is (report contract, `owner`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Owner {
    App,
    /// Third-party code with a vendor who could receive data.
    Sdk {
        id: String,
    },
    /// Third-party code without one; never accused.
    Library {
        id: String,
    },
    Unknown,
}

impl Owner {
    /// Stable text used in ids: `app`, `sdk:umeng-analytics`, `library:okhttp`, `unknown`.
    pub fn key(&self) -> String {
        match self {
            Owner::App => "app".into(),
            Owner::Sdk { id } => format!("sdk:{id}"),
            Owner::Library { id } => format!("library:{id}"),
            Owner::Unknown => "unknown".into(),
        }
    }
}

/// The earliest moment something can run. Ordered from early to late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// Content provider, startup initialiser, Application.
    AppStart,
    /// Launcher activity up to the first user input.
    Launch,
    /// Boot, push, alarm, job, service without a screen.
    Background,
    /// Only behind user input or another screen.
    Interaction,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Consent {
    Ungated,
    Gated,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    Strong,
    Medium,
    Weak,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SdkConfidence {
    Certain,
    Likely,
    Hint,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PermissionKind {
    Runtime,
    Special,
    Install,
    Unknown,
}

/// Facts of the manifest and the archive (report contract, `app`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AppFacts {
    pub package: String,
    pub label: LabelFacts,
    pub version_name: Option<String>,
    pub version_code: u64,
    pub min_sdk: u32,
    pub target_sdk: u32,
    pub debuggable: bool,
    pub signers: Vec<Signer>,
    pub installable: Installable,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LabelFacts {
    pub default: Option<String>,
    pub zh: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ComponentFact {
    pub kind: ComponentKind,
    pub name: String,
    pub exported: bool,
    pub permission: Option<String>,
    pub owner: Owner,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PermissionUse {
    pub name: String,
    pub kind: PermissionKind,
    /// `false`: a call needs it, the manifest lacks it.
    pub declared: bool,
    pub max_sdk: Option<u32>,
    pub data_types: Vec<String>,
    pub used: Tri,
    pub evidence: Vec<EvidenceId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SdkRole {
    Sdk,
    Library,
}

/// How sure the signature file of an SDK is. Only a reviewed one may carry an accusation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SdkStatus {
    /// Its signs were compared with the source named.
    Reviewed,
    /// From one source, not compared by a second reader.
    Draft,
    FromMemory,
}

/// How far the code of an SDK was followed; each step holds the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SdkLevel {
    /// A component, key, library or address names it; no code of it was met.
    Sign,
    /// Strings that only its code holds, in no class that could be told.
    String,
    /// Its classes are there.
    Class,
    /// Something the system starts can run them.
    Reachable,
    /// They reach a call that reads personal data.
    Collects,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SdkMatch {
    pub id: String,
    pub name: String,
    pub vendor: String,
    pub role: SdkRole,
    pub categories: Vec<String>,
    pub confidence: SdkConfidence,
    pub version: Option<String>,
    /// What the signatures know of a version as old as this one.
    pub advice: Vec<Words>,
    /// Of its signature file.
    pub status: SdkStatus,
    pub level: SdkLevel,
    /// Known by what survives renaming (its strings, the calls of its classes), not by its names: likely at best.
    pub renamed: bool,
    pub reachable: Tri,
    /// When the SDK is first started (its initialisation call, provider or initialiser), and whether that passes a consent gate.
    pub started: Option<Start>,
    pub evidence: Vec<EvidenceId>,
}

/// A start of an SDK before or after consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Start {
    pub when: When,
    pub consent: Consent,
    pub evidence: Vec<EvidenceId>,
}

/// One entry per (data type, owner, api).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Collection {
    pub id: String,
    pub data_type: String,
    pub node: Option<String>,
    pub owner: Owner,
    pub api: String,
    pub strength: Strength,
    pub user_mediated: bool,
    pub blocked_from_api: Option<u32>,
    /// Run-time permissions that the call needs, any of which suffices; empty for permission-free data.
    pub permissions: Vec<String>,
    pub reachable: Tri,
    pub when: When,
    pub consent: Consent,
    pub leaves_device: Tri,
    pub sites: Vec<Site>,
    pub evidence: Vec<EvidenceId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Site {
    pub class: String,
    pub method: String,
    pub dex: String,
    /// Byte offset of the instruction from the start of the method's instructions.
    pub offset: u32,
    pub when: When,
    pub consent: Consent,
    pub leaves_device: Tri,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Endpoint {
    pub host: String,
    pub url: String,
    pub owner: Owner,
    pub cleartext: bool,
    pub evidence: Vec<EvidenceId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FlowPoint {
    pub api: String,
    pub class: String,
    pub method: String,
    pub offset: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FlowSink {
    pub kind: Sink,
    #[serde(flatten)]
    pub point: FlowPoint,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Flow {
    pub data_type: String,
    pub source: FlowPoint,
    pub sink: FlowSink,
    pub steps: u32,
    pub evidence: Vec<EvidenceId>,
}

/// A policy text, or an address of one, found inside the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EmbeddedPolicy {
    /// `base.apk!assets/privacy.html` or the address.
    pub path: String,
    /// `asset` or `resource` with contents; `url` without.
    pub origin: String,
    pub sha256: Option<String>,
    /// Contents, for `policy` to read. Not printed.
    #[serde(skip)]
    #[schemars(skip)]
    pub bytes: Vec<u8>,
    pub evidence: Vec<EvidenceId>,
}

/// What the app does besides reading data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ActKind {
    /// Asks for run-time permissions; `what` names them.
    AsksPermission,
    /// The same, and nothing near the request tells the user why.
    AsksUnexplained,
    /// Asks again after a refusal, or whenever the screen comes back.
    AsksAgain,
    /// Ends where the user refuses.
    QuitsWhenRefused,
    /// Wakes by itself; `what` holds the system's broadcasts.
    SelfStart,
    /// Starts or wakes another package, or lets others wake it; `what` names the package or component.
    StartsOthers,
    /// Hands a package to the installer.
    InstallsApps,
    /// Switches its launcher entry off, or shows no name under it.
    HidesIcon,
    /// A device administrator, which has to be switched off before it can be removed.
    ResistsRemoval,
    /// A sensor callback of an advertising SDK that can open a screen.
    ShakeJump,
    /// Reads one kind of data again and again; `what` is the data type and the period in seconds.
    ReadsPeriodically,
    /// A check box beside policy words is ticked from the start.
    ConsentTicked,
    /// A text takes going on (logging in, using the app) for consent.
    ConsentImplied,
}

/// One act, at its earliest place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Act {
    pub kind: ActKind,
    pub owner: Owner,
    pub what: Vec<String>,
    pub reachable: Tri,
    pub when: When,
    pub consent: Consent,
    pub evidence: Vec<EvidenceId>,
}

/// Small yes/no signs about screens and settings that rules ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sign {
    pub answer: Tri,
    pub evidence: Vec<EvidenceId>,
}

impl Default for Sign {
    fn default() -> Sign {
        Sign { answer: Tri::Unknown, evidence: Vec::new() }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signs {
    /// Policy words on a screen that the launcher can reach (layouts, strings, dialogs, addresses).
    pub policy_words: Sign,
    /// The app lets people log in or register (password inputs, login screens or their words).
    pub login: Sign,
    /// Words or screens for closing an account (注销账号, delete account).
    pub account_closing: Sign,
    /// Clear-text traffic is allowed: manifest, network security config or target level.
    pub cleartext: Sign,
    /// `ACCESS_BACKGROUND_LOCATION` or a foreground service of type location.
    pub background_location: Sign,
    /// The app is made for children (label, package, texts).
    pub for_children: Sign,
    /// The nearest screen that shows the policy is more than four screens from the launcher.
    #[serde(default)]
    pub policy_far: Sign,
    /// Words for switching off recommendations or targeted advertising.
    #[serde(default)]
    pub recommendation_switch: Sign,
    /// Words for withdrawing consent or authorisation.
    #[serde(default)]
    pub withdrawal: Sign,
    /// Words for the two lists: data collected, data shared with third parties.
    #[serde(default)]
    pub two_lists: Sign,
    /// Words for verifying by other means than the face: a code, a password.
    #[serde(default)]
    pub other_verification: Sign,
}

/// Everything found in the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Observed {
    pub version: u32,
    pub app: AppFacts,
    pub components: Vec<ComponentFact>,
    pub permissions: Vec<PermissionUse>,
    pub sdks: Vec<SdkMatch>,
    pub collections: Vec<Collection>,
    pub endpoints: Vec<Endpoint>,
    pub flows: Vec<Flow>,
    pub policies: Vec<EmbeddedPolicy>,
    pub signs: Signs,
    pub acts: Vec<Act>,
    pub anomalies: Vec<Anomaly>,
    /// Evidence of the anomalies, by index.
    pub anomaly_evidence: Vec<EvidenceId>,
    pub gaps: Vec<Gap>,
    pub evidence: EvidenceSet,
}
