//! The report: the envelope of contract version 1. Element types live where they are made (`detect`, `policy`, `rules`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::detect::{Act, Anomaly, AppFacts, Collection, ComponentFact, Endpoint, Flow, PackageKind, PermissionUse, SdkMatch, Signs, Tri};
use crate::evidence::EvidenceSet;
use crate::gap::Gap;
use crate::policy::Declared;
use crate::rules::{CategoryInput, DataSafety, Earlier, Finding, ItemAnswer, Listing, NecessityView, PolicyOrigin, SdkTold, Told};

pub const SCHEMA: &str = "apksweep.report/1";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    pub schema: String,
    pub tool: ToolInfo,
    pub options: OptionsInfo,
    pub inputs: Inputs,
    pub app: AppFacts,
    pub components: Vec<ComponentFact>,
    pub permissions: Vec<PermissionUse>,
    pub sdks: Vec<SdkMatch>,
    pub collections: Vec<Collection>,
    pub endpoints: Vec<Endpoint>,
    pub flows: Vec<Flow>,
    pub signs: Signs,
    #[serde(default)]
    pub acts: Vec<Act>,
    pub anomalies: Vec<Anomaly>,
    pub declared: Declared,
    pub findings: Vec<Finding>,
    /// What the policy says of each kind of data that code can read.
    #[serde(default)]
    pub disclosures: Vec<Told>,
    /// What the policy says of each SDK in the app.
    #[serde(default)]
    pub listed: Vec<SdkTold>,
    /// The 31 items of the 2019 method, answered one by one.
    #[serde(default)]
    pub method: Vec<ItemAnswer>,
    /// Data and permissions against what the category needs.
    #[serde(default)]
    pub necessity: NecessityView,
    pub gaps: Vec<Gap>,
    pub evidence: EvidenceSet,
    /// `sha256:` over the compact JSON of everything else. It shows a change made in error or in haste; whoever wants proof against
    /// a forger signs the report or its bundle.
    #[serde(default)]
    pub seal: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ToolInfo {
    pub version: String,
    pub signatures: String,
    /// Digest of the share-alike set (ODbL 1.0) where `signatures` holds it too.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub share_alike: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OptionsInfo {
    pub profiles: Vec<String>,
    pub as_of: String,
    pub flow: bool,
    /// How far data was followed: `small`, `normal` or `large`; none without flow.
    #[serde(default)]
    pub budget: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Inputs {
    pub app: AppInput,
    pub policies: Vec<PolicyInfo>,
    pub categories: Vec<CategoryInput>,
    pub listing: Listing,
    /// The store's Data safety form, as far as it was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<DataSafety>,
    /// What the report of an earlier version said, as far as it was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<Earlier>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AppInput {
    pub name: String,
    pub sha256: String,
    pub bytes: u64,
    pub kind: PackageKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyInfo {
    pub name: String,
    pub sha256: String,
    pub text_sha256: String,
    pub language: String,
    pub origin: PolicyOrigin,
    pub url: Option<String>,
    pub obtained_at: Option<String>,
    pub effective_date: Option<String>,
}

impl Report {
    /// What a later version is held against.
    pub fn as_earlier(&self) -> Earlier {
        let read = self.collections.iter().filter(|c| c.reachable == Tri::Yes);
        let embedded = self.sdks.iter().filter(|s| s.reachable == Tri::Yes);
        Earlier {
            collections: read.map(|c| (c.data_type.clone(), c.owner.key())).collect(),
            sdks: embedded.map(|s| s.id.clone()).collect(),
            policies: self.inputs.policies.iter().map(|p| p.text_sha256.clone()).collect(),
        }
    }

    /// The contract's JSON, pretty, with a newline at the end. Deterministic: maps are ordered, there is no clock and no path.
    pub fn to_json(&self) -> String {
        let mut s = serde_json::to_string_pretty(&self.sealed()).expect("a report holds only strings, numbers and lists");
        s.push('\n');
        s
    }

    /// The same on one line, for `--format jsonl`.
    pub fn to_line(&self) -> String {
        serde_json::to_string(&self.sealed()).expect("a report holds only strings, numbers and lists")
    }

    /// The report with its seal set anew.
    fn sealed(&self) -> Report {
        let mut report = Report { seal: String::new(), ..self.clone() };
        report.seal = seal(&report);
        report
    }

    /// What the seal must be.
    pub fn seal_of(&self) -> String {
        self.sealed().seal
    }
}

fn seal(open: &Report) -> String {
    let json = serde_json::to_string(open).expect("a report holds only strings, numbers and lists");
    format!("sha256:{}", crate::bytes::sha256_hex(json.as_bytes()))
}
