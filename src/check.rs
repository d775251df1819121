//! The pipeline on one screen: bytes → Observed, bytes → Declared, both → Findings → Report.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::App;
use crate::budget::Budget;
use crate::container::{ContainerError, Package};
pub use crate::detect::Effort;
use crate::detect::{self, Observed};
use crate::document::{Document, DocumentError, pdf};
use crate::evidence::EvidenceSet;
use crate::gap::{Gap, GapCode, Hides};
use crate::knowledge::Knowledge;
use crate::policy::{self, Declared, Lexicon};
use crate::program::{Program, build::Source};
use crate::report::{AppInput, Inputs, OptionsInfo, PolicyInfo, Report, SCHEMA, ToolInfo};
pub use crate::rules::Listing;
use crate::rules::{self, Case, CategoryInput, DataSafety, Earlier, PolicyInput, PolicyOrigin};

/// What the user hands over.
#[derive(Clone, Debug, Default)]
pub struct Input {
    pub app: PathBuf,
    pub policies: Vec<PathBuf>,
    pub categories: Vec<CategoryInput>,
    pub listing: Listing,
    /// What stores say of many apps; asked where `listing` says nothing.
    pub listed: Listed,
    /// The Data safety form of the store.
    pub form: Option<DataSafety>,
    /// What an earlier version did.
    pub earlier: Option<Earlier>,
}

/// Listings with the category that they mean, by SHA-256 of the app, package or file name, in lower case.
#[derive(Clone, Debug, Default)]
pub struct Listed(pub Arc<BTreeMap<String, (Listing, Option<CategoryInput>)>>);

impl Listed {
    /// By digest before package before file name.
    pub fn of(&self, sha256: &str, package: &str, file: &str) -> Option<&(Listing, Option<CategoryInput>)> {
        [sha256, package, file].into_iter().filter(|key| !key.is_empty()).find_map(|key| self.0.get(&key.to_lowercase()))
    }
}

/// How to look at it.
#[derive(Clone, Debug)]
pub struct Options {
    pub profiles: Vec<String>,
    /// `YYYY-MM-DD`; the date of the signature set where `None`.
    pub as_of: Option<String>,
    /// How far data is followed; not at all where `None`.
    pub flow: Option<Effort>,
    pub budget: Budget,
    /// How the text layer of a PDF file is obtained: here, or in a process of its own.
    pub pdf: pdf::Reader,
}

impl Default for Options {
    fn default() -> Options {
        Options { profiles: vec!["cn".into()], as_of: None, flow: Some(Effort::Normal), budget: Budget::default(), pdf: pdf::read }
    }
}

/// Nothing could be reported at all: exit status 3.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    #[error(transparent)]
    App(#[from] ContainerError),
    #[error(transparent)]
    Policy(#[from] DocumentError),
    #[error("{path}: {source}")]
    Read { path: String, source: std::io::Error },
}

/// A report, and the policy texts it quotes (for views that show them).
pub struct Checked {
    pub report: Report,
    /// (name, printed text), in the order of the report's policies.
    pub documents: Vec<(String, String)>,
}

/// Checks one app against its policies.
pub fn check(input: &Input, knowledge: &Knowledge, options: &Options) -> Result<Checked, CheckError> {
    let mut budget = options.budget.clone();
    // A policy that cannot be read is told before minutes are spent on the app.
    let given = read_policies(&input.policies, &mut budget, options.pdf)?;
    let package = Package::open(&input.app, &mut budget)?;
    Ok(Opened { package, given }.check(input, knowledge, options, &mut budget))
}

/// An app and its policies, opened. Files may have other names now than when a report was made of them; the report's names are given here.
pub struct Opened {
    package: Package,
    given: Vec<crate::gap::Read<Document>>,
}

impl Opened {
    /// From bytes in memory: no file is written under a name that came from outside.
    pub fn from_bytes(name: &str, app: Vec<u8>, policies: &[(&str, &[u8])], budget: &mut Budget) -> Result<Opened, CheckError> {
        let given = Opened::policies(policies, budget)?;
        Ok(Opened { package: Package::from_bytes(app, name, budget)?, given })
    }

    pub fn from_directory(name: &str, app: &Path, policies: &[(&str, &[u8])], budget: &mut Budget) -> Result<Opened, CheckError> {
        let given = Opened::policies(policies, budget)?;
        let mut package = Package::open(app, budget)?;
        package.name = name.into();
        Ok(Opened { package, given })
    }

    fn policies(policies: &[(&str, &[u8])], budget: &mut Budget) -> Result<Vec<crate::gap::Read<Document>>, CheckError> {
        policies.iter().map(|(name, bytes)| Ok(Document::read(name, bytes, budget)?)).collect()
    }

    /// Judges what was opened. Of `input` only categories and listing count.
    pub fn check(self, input: &Input, knowledge: &Knowledge, options: &Options, budget: &mut Budget) -> Checked {
        check_opened(&self.package, self.given, input, knowledge, options, budget)
    }
}

fn check_opened(
    package: &Package,
    given: Vec<crate::gap::Read<Document>>,
    input: &Input,
    knowledge: &Knowledge,
    options: &Options,
    budget: &mut Budget,
) -> Checked {
    let (observed, app) = observe_opened(package, knowledge, options.flow, budget);
    let read = Policies::gather(given, &observed, knowledge, budget, options.pdf);
    let as_of = options.as_of.clone().unwrap_or_else(|| knowledge.date.clone());
    let inputs: Vec<PolicyInput> = read.documents.iter().map(|(document, origin)| PolicyInput { document, origin: *origin }).collect();
    let mut categories = input.categories.clone();
    let mut listing = input.listing.clone();
    if listing == Listing::default()
        && let Some((told, category)) = input.listed.of(&app.sha256, &observed.app.package, &app.name)
    {
        listing = told.clone();
        if categories.is_empty() {
            categories.extend(category.clone());
        }
    }
    if categories.is_empty() {
        categories.extend(rules::guess(knowledge, &observed.app));
    }
    let judged = rules::judge(&Case {
        knowledge,
        observed: &observed,
        declared: &read.declared,
        documents: &inputs,
        policy_gaps: &read.gaps,
        categories: &categories,
        listing: &listing,
        form: input.form.as_ref(),
        earlier: input.earlier.as_ref(),
        profiles: &options.profiles,
        as_of: &as_of,
    });
    let mut gaps: Vec<Gap> = observed.gaps.iter().cloned().chain(read.gaps).collect();
    let judgement = judged.unpack(&mut gaps);
    gaps.sort();
    gaps.dedup();
    let mut evidence = EvidenceSet::default();
    evidence.extend(observed.evidence);
    evidence.extend(judgement.evidence);
    let policies = read.documents.iter().map(|(d, origin)| policy_info(d, *origin, &read.declared, &listing)).collect();
    let report = Report {
        schema: SCHEMA.into(),
        tool: ToolInfo {
            version: env!("CARGO_PKG_VERSION").into(),
            signatures: knowledge.digest.clone(),
            share_alike: knowledge.odbl.clone(),
        },
        options: OptionsInfo {
            profiles: options.profiles.clone(),
            as_of,
            flow: options.flow.is_some(),
            budget: options.flow.map(|e| e.word().to_owned()),
        },
        inputs: Inputs { app, policies, categories, listing, form: input.form.clone(), earlier: input.earlier.clone() },
        app: observed.app,
        components: observed.components,
        permissions: observed.permissions,
        sdks: observed.sdks,
        collections: observed.collections,
        endpoints: observed.endpoints,
        flows: observed.flows,
        signs: observed.signs,
        acts: observed.acts,
        anomalies: observed.anomalies,
        declared: read.declared,
        findings: judgement.findings,
        disclosures: judgement.disclosures,
        listed: judgement.listed,
        method: judgement.method,
        necessity: judgement.necessity,
        gaps,
        evidence,
        // Set when the report is written: waivers may still come.
        seal: String::new(),
    };
    let documents = read.documents.into_iter().map(|(d, _)| (d.name, d.text)).collect();
    Checked { report, documents }
}

/// The app column: everything the app does.
pub fn observe(
    path: &Path,
    knowledge: &Knowledge,
    flow: Option<Effort>,
    budget: &mut Budget,
) -> Result<(Observed, AppInput), ContainerError> {
    let package = Package::open(path, budget)?;
    Ok(observe_opened(&package, knowledge, flow, budget))
}

fn observe_opened(package: &Package, knowledge: &Knowledge, flow: Option<Effort>, budget: &mut Budget) -> (Observed, AppInput) {
    let mut gaps = package.gaps.clone();
    let app = App::load(package, budget).unpack(&mut gaps);
    let sources: Vec<Source> = app.dex.iter().map(|d| Source { path: &d.path, name: &d.name, bytes: &d.bytes }).collect();
    let program = Program::build(&sources, budget).unpack(&mut gaps);
    let observed = detect::observe(package, &app, &program, gaps, knowledge, flow, budget);
    let info = AppInput { name: package.name.clone(), sha256: package.sha256.clone(), bytes: package.bytes, kind: package.kind };
    (observed, info)
}

/// Reads policy files; the first that is no text at all ends it.
pub fn read_policies(paths: &[PathBuf], budget: &mut Budget, pdf: pdf::Reader) -> Result<Vec<crate::gap::Read<Document>>, CheckError> {
    paths
        .iter()
        .map(|path| {
            let shown = path.display().to_string();
            let bytes = std::fs::read(path).map_err(|source| CheckError::Read { path: shown.clone(), source })?;
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or(shown);
            Ok(Document::read_with(&name, &bytes, budget, pdf)?)
        })
        .collect()
}

/// The policy column: the documents given, else those found inside the app.
struct Policies {
    documents: Vec<(Document, PolicyOrigin)>,
    declared: Declared,
    gaps: Vec<Gap>,
}

impl Policies {
    fn gather(
        given: Vec<crate::gap::Read<Document>>,
        observed: &Observed,
        knowledge: &Knowledge,
        budget: &mut Budget,
        pdf: pdf::Reader,
    ) -> Policies {
        let mut gaps = Vec::new();
        let mut documents: Vec<(Document, PolicyOrigin)> = given.into_iter().map(|d| (d.unpack(&mut gaps), PolicyOrigin::Given)).collect();
        if documents.is_empty() {
            for p in observed.policies.iter().filter(|p| !p.bytes.is_empty()) {
                let origin = if p.origin == "asset" { PolicyOrigin::Asset } else { PolicyOrigin::Resource };
                match Document::read_with(&p.path, &p.bytes, budget, pdf) {
                    Ok(d) => documents.push((d.unpack(&mut gaps), origin)),
                    Err(e) => gaps.push(Gap::new(GapCode::Policy, e.to_string(), p.path.clone(), &[Hides::Statements])),
                }
            }
        }
        let mut declared = Declared::default();
        if documents.is_empty() {
            return Policies { documents, declared, gaps };
        }
        let lexicon = Lexicon::new(knowledge);
        for (i, (document, _)) in documents.iter().enumerate() {
            declared.fold(policy::read(document, i, &lexicon).unpack(&mut gaps));
        }
        Policies { documents, declared, gaps }
    }
}

fn policy_info(d: &Document, origin: PolicyOrigin, declared: &Declared, listing: &Listing) -> PolicyInfo {
    let given = origin == PolicyOrigin::Given;
    PolicyInfo {
        name: d.name.clone(),
        sha256: d.sha256.clone(),
        text_sha256: d.text_sha256(),
        language: d.language.as_str().into(),
        origin,
        url: listing.policy_url.clone().filter(|_| given),
        obtained_at: listing.obtained_at.clone().filter(|_| given),
        effective_date: declared.facts.get("update_or_effective_date").and_then(|f| f.value.clone()),
    }
}
