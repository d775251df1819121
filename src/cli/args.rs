//! The arguments: one type a subcommand. Help texts are what a newcomer reads first, so each says what comes out.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::args_campaign::{Bundle, Diff, Notice, Review, Statistics, Verify};
use crate::knowledge::Knowledge;
use crate::words::Lang;

const EXAMPLES: &str = "\
Examples:
  apksweep check app.apk --policy privacy.html                 what the app does against what its policy says
  apksweep check app.apk --policy privacy.html -o report.html  the same as a page that opens to the evidence
  apksweep check app.apk --policy p.md --fail-on high          in CI: status 1 when something serious is suspected
  apksweep sweep apps/ -o out --format html                    a folder of apps, one report each, and an index
  apksweep explain report.json F-0123456789abcdef              everything behind one finding
  apksweep explain report.json F-0123 --app app.apk            the same with the instructions round each place
  apksweep notice out --style miit --include suspected -o draft.xlsx
                                                               a draft notice from a sweep
  apksweep verify report.json app.apk --policy privacy.html    every value found again?
  apksweep list categories                                     the ids that --category takes";

/// What `--version` says; with the share-alike set in the tool, the notice that its licence asks for.
#[cfg(not(feature = "odbl"))]
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\nsignatures ", env!("APKSWEEP_SIGNATURES"));
#[cfg(feature = "odbl")]
const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    "\nsignatures ",
    env!("APKSWEEP_SIGNATURES"),
    "\nwith the share-alike set ",
    env!("APKSWEEP_SHARE_ALIKE"),
    ":\ncontains information from Exodus Privacy, made available under the Open Database License (ODbL) 1.0 (signatures/sdk-odbl)"
);

/// Finds where an Android app does something else than its privacy policy says. Offline; every finding leads to evidence.
#[derive(Parser, Debug)]
#[command(name = "apksweep", version, long_version = VERSION, about, after_help = EXAMPLES, arg_required_else_help = true, infer_subcommands = true)]
pub struct Tool {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// Check one app (.apk .xapk .apks .apkm .aab, or a directory of splits) against its policies
    Check(Check),
    /// Read one policy: statements, SDK list and facts with their exact words
    Policy(Policy),
    /// Check many apps in parallel; a bad file is a row, never the end
    Sweep(Sweep),
    /// Print the whole chain behind a finding (F-..), a collection (C-..) or a piece of evidence (E-..)
    Explain(Explain),
    /// Draw which screens an app has and which open which, for Graphviz: `apksweep graph app.apk | dot -Tsvg`
    Graph(Graph),
    /// Draft the store's Data safety form from a report, and compare it with an exported one
    #[command(name = "datasafety")]
    DataSafety(DataSafety),
    /// Record what persons make of findings: confirmed, rejected, notified, answered, rectified, published
    Review(Review),
    /// Write a notice, an order or a re-test from a reviewed sweep, in the wording of an authority
    Notice(Notice),
    /// Compare the reports of two versions of an app
    Diff(Diff),
    /// Figures of a sweep: apps per breach, category, SDK and store
    Statistics(Statistics),
    /// Pack report, inputs and evidence into one archive that can be verified
    Bundle(Bundle),
    /// Derive a report again from its inputs and compare every value
    Verify(Verify),
    /// List what apksweep knows
    List(List),
    /// Check a folder of signatures, or start a new file
    Signatures(Signatures),
    /// Write the text layer of the PDF file on standard input, as JSON: what the other subcommands start for every PDF file
    #[command(hide = true)]
    PdfText,
    /// Print the JSON Schema of the report
    Schema,
    /// Print shell completions
    Completions { shell: clap_complete::Shell },
    /// Print the manual page (roff)
    Man,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Language {
    Zh,
    En,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
    Html,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SeverityArg {
    Low,
    Medium,
    High,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CertaintyArg {
    Indicative,
    Strong,
    Established,
}

/// What every subcommand that needs knowledge takes.
#[derive(Args, Debug, Clone)]
pub struct Shared {
    /// Language of what is printed [default: from LANG, else English]
    #[arg(long, value_enum)]
    pub lang: Option<Language>,
    /// Use the signatures of this folder instead of the built-in ones
    #[arg(long, value_name = "DIR")]
    pub signatures: Option<PathBuf>,
}

/// The language of the locale, else English.
pub fn locale() -> Lang {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|v| std::env::var(v).ok().filter(|s| !s.is_empty()));
    if locale.is_some_and(|l| l.starts_with("zh")) { Lang::Zh } else { Lang::En }
}

impl Shared {
    pub fn lang(&self) -> Lang {
        match self.lang {
            Some(Language::Zh) => Lang::Zh,
            Some(Language::En) => Lang::En,
            None => locale(),
        }
    }

    pub fn knowledge(&self) -> Result<&'static Knowledge, super::Failure> {
        match &self.signatures {
            None => Ok(Knowledge::builtin()),
            // Loaded once per run and kept to its end.
            Some(dir) => Knowledge::load(dir).map(|k| &*Box::leak(Box::new(k))).map_err(|e| super::Failure::usage(e.to_string())),
        }
    }
}

/// How to judge; the same for one app and for many.
#[derive(Args, Debug, Clone)]
pub struct Judging {
    /// Kind of app by the 39 types of 2021 and our own (repeatable; their lists are joined): see `apksweep list categories`
    #[arg(long, value_name = "ID")]
    pub category: Vec<String>,
    /// What the store says: a TOML file for one app (store, developer, version, category, policy_url, policy_published, obtained_at), or a
    /// table (.csv, .xlsx) with a row an app and a column package, file or sha256 beside these
    #[arg(long, value_name = "FILE")]
    pub store_meta: Option<PathBuf>,
    /// The Data safety form of the store, as the Play Console exports it (CSV): STO-01, STO-02, STO-05; adds the profile play
    #[arg(long, value_name = "CSV")]
    pub data_safety: Option<PathBuf>,
    /// The JSON report of an earlier version: what changed while the policy did not (DIS-06)
    #[arg(long, value_name = "REPORT")]
    pub earlier: Option<PathBuf>,
    /// Rules to apply
    #[arg(long, value_delimiter = ',', default_value = "cn", value_parser = ["cn", "eu", "play", "gpen", "all"])]
    pub profile: Vec<String>,
    /// Judge by the law of this day [default: the date of the signatures]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<String>,
    /// Findings that you accept, with reason and expiry (TOML)
    #[arg(long, value_name = "FILE")]
    pub waivers: Option<PathBuf>,
    /// Leave out the data flow analysis: `leaves_device` stays unknown
    #[arg(long)]
    pub no_flow: bool,
    /// How far data is followed
    #[arg(long, value_enum, default_value = "normal", conflicts_with = "no_flow")]
    pub budget: Budget,
}

/// How far data is followed: a quarter of the usual, the usual, or ten times it.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Budget {
    Small,
    Normal,
    Large,
}

#[derive(Args, Debug)]
pub struct Check {
    /// The app: a file, or a directory that holds the base and its splits
    pub app: PathBuf,
    /// A policy text: HTML, a saved page (MHTML), PDF, Markdown or plain text (repeatable)
    #[arg(long, value_name = "FILE")]
    pub policy: Vec<PathBuf>,
    #[command(flatten)]
    pub judging: Judging,
    /// Form of what is printed [default: text on a terminal or a pipe]
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Write to this file too, in the form its ending says: .json .html .sarif .txt (repeatable)
    #[arg(short, long, value_name = "FILE")]
    pub output: Vec<PathBuf>,
    /// Exit with 1 when a finding of this severity or above is at or above --min-certainty
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub fail_on: Option<SeverityArg>,
    /// Certainty that counts for --fail-on
    #[arg(long, value_enum, default_value = "strong", value_name = "CERTAINTY")]
    pub min_certainty: CertaintyArg,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Args, Debug)]
pub struct Policy {
    /// HTML, a saved page (MHTML), PDF, Markdown or plain text
    pub file: PathBuf,
    /// Add the printed text that offsets refer to (JSON)
    #[arg(long)]
    pub with_text: bool,
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SweepFormat {
    /// apps/<sha256>.json and index.jsonl
    Json,
    /// the same, and a page for each app with an index.html
    Html,
    /// one file, one report a line
    Jsonl,
}

#[derive(Args, Debug)]
pub struct Sweep {
    /// A folder of apps (looked through in depth), or a file that lists paths, one a line
    pub apps: PathBuf,
    /// Where the results go: a folder; with --format jsonl a file
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
    /// Apps at a time [default: all cores]
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    #[arg(long, value_enum, default_value = "json")]
    pub format: SweepFormat,
    /// Do again what is already in OUT
    #[arg(long)]
    pub fresh: bool,
    #[command(flatten)]
    pub judging: Judging,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Args, Debug)]
pub struct Explain {
    /// A report written by `check --format json` or `sweep`
    pub report: PathBuf,
    /// F-.., C-.. or E-..; its first digits are enough
    pub id: String,
    /// The app that the report was made from: the instructions round each cited place are shown too
    #[arg(long, value_name = "APP")]
    pub app: Option<PathBuf>,
    /// Instructions before and after each cited one
    #[arg(long, value_name = "N", default_value_t = 4, requires = "app")]
    pub context: usize,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Args, Debug)]
pub struct Graph {
    /// The app: a file, or a directory that holds the base and its splits
    pub app: PathBuf,
    /// Write here instead of printing
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Args, Debug)]
pub struct DataSafety {
    /// A report written by `check --format json` or `sweep`
    pub report: PathBuf,
    /// The form as the Play Console exports it; what it lacks is printed, and the draft is filled into it
    #[arg(long, value_name = "CSV")]
    pub compare: Option<PathBuf>,
    /// Write the draft here [default: printed]
    #[arg(short, long, value_name = "CSV")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum What {
    Categories,
    Codes,
    Sdks,
    Types,
    Laws,
}

#[derive(Args, Debug)]
pub struct List {
    #[arg(value_enum)]
    pub what: What,
    /// Only lines that contain this
    pub filter: Option<String>,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Args, Debug)]
pub struct Signatures {
    #[command(subcommand)]
    pub what: SignaturesWhat,
}

#[derive(Subcommand, Debug)]
pub enum SignaturesWhat {
    /// Check every file of a folder: form, references, cases, conflicts
    Check {
        #[arg(default_value = "signatures")]
        dir: PathBuf,
    },
    /// Print the documentation of the rules (Markdown, docs/rules.md)
    Docs,
    /// Make fingerprints of SDKs from their binaries: what is left of them when R8 has renamed everything
    Fingerprint {
        /// JAR, AAR, APK or DEX files; whose classes they hold is told by their packages
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Files that must not match: other libraries, apps known to hold none of the SDKs
        #[arg(long, value_name = "FILE", num_args = 1..)]
        against: Vec<PathBuf>,
        /// Write ID.toml files into this folder instead of printing
        #[arg(short, long, value_name = "DIR")]
        output: Option<PathBuf>,
        /// Only the SDKs of these ids
        #[arg(long, value_name = "ID")]
        only: Vec<String>,
        #[command(flatten)]
        shared: Shared,
    },
    /// Print a template for a new file: kind is data, api, permission, sdk, consent, packer, category, law, code, rule, phrase, store, notice or complaint
    New { kind: String, id: String },
}
