//! Arguments of what comes after a sweep: review, notices, comparison, statistics, bundles.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::args::Shared;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PaperFormat {
    Xlsx,
    Docx,
    Html,
    Md,
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NoticeKind {
    /// What the public reads (通报)
    Notice,
    /// To one operator (责令整改通知书); needs --operator
    Order,
    /// What became of an earlier batch (整改复测); needs --old
    Retest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Include {
    /// Only what a person has confirmed
    Confirmed,
    /// Leads too: makes a draft
    Suspected,
}

/// Where a paper goes.
#[derive(Args, Debug, Clone)]
pub struct PaperOut {
    /// Write to this file; the ending says the form: .xlsx .docx .html .md .csv [default: lines of text on standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Form, where the ending does not say it
    #[arg(long, value_enum)]
    pub format: Option<PaperFormat>,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  apksweep notice out --style miit --review review.toml --campaign campaign.toml -o miit.xlsx --dossiers annex
  apksweep notice out --style cverc --include suspected --lang zh -o draft.docx     a draft, marked as one on every page
  apksweep notice out --kind order --operator 某公司 --review review.toml --campaign campaign.toml -o order.docx
  apksweep notice new --kind retest --old out --review review.toml -o retest.xlsx

campaign.toml: authority, title, batch, number, date, deadline, contact (all text; dates YYYY-MM-DD).
Without authority and review, or with --include suspected, the paper is a draft: it says so on every page and has no batch number.")]
pub struct Notice {
    /// A folder that `sweep` wrote, a file of reports (.jsonl), or one report
    pub sweep: PathBuf,
    /// Whose wording: miit, cverc, mps, cac, gpen
    #[arg(long, default_value = "miit", value_name = "STYLE")]
    pub style: String,
    #[arg(long, value_enum, default_value = "notice")]
    pub kind: NoticeKind,
    /// Who acts, batch, dates (TOML)
    #[arg(long, value_name = "FILE")]
    pub campaign: Option<PathBuf>,
    /// The case file: what persons made of the findings
    #[arg(long, value_name = "FILE")]
    pub review: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "confirmed")]
    pub include: Include,
    /// Let in what rests on law or wording from memory; each is marked 条文待核
    #[arg(long)]
    pub allow_unverified_law: bool,
    /// For an order: developer, operator or package
    #[arg(long, value_name = "NAME")]
    pub operator: Option<String>,
    /// For a re-test: the earlier sweep
    #[arg(long, value_name = "SWEEP")]
    pub old: Option<PathBuf>,
    /// Write one evidence dossier an app into this folder
    #[arg(long, value_name = "DIR")]
    pub dossiers: Option<PathBuf>,
    /// Form of the dossiers
    #[arg(long, value_enum, default_value = "html")]
    pub dossier_format: PaperFormat,
    #[command(flatten)]
    pub out: PaperOut,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  apksweep review list out --complaints complaints.csv               what to look at first
  apksweep review export out -o review.xlsx --review review.toml     a sheet to fill in
  apksweep review import review.xlsx out --review review.toml        the sheet back into the case file
  apksweep review set out F-0123456789abcdef confirmed --review review.toml --person 张三 --unit 某局 --date 2026-11-24 --reason 运行验证

A confirmation holds for one app file, its policies and the signatures it was found with. For another version it shows as \"earlier\".")]
pub struct Review {
    #[command(subcommand)]
    pub what: ReviewWhat,
}

#[derive(Subcommand, Debug)]
pub enum ReviewWhat {
    /// Print the queue, most pressing first, and entries of the case file that fit nothing any more
    List(ReviewQueue),
    /// Write the queue as a sheet (.xlsx, .csv) for a person to fill in
    Export(ReviewQueue),
    /// Read a filled-in sheet into the case file
    Import(ReviewImport),
    /// Record one step for one finding
    Set(ReviewSet),
}

#[derive(Args, Debug)]
pub struct ReviewQueue {
    /// A folder that `sweep` wrote, a file of reports (.jsonl), or one report
    pub sweep: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub review: Option<PathBuf>,
    /// Complaints of citizens (CSV or workbook: app, category, text): they order the queue and are no evidence; only counts leave the file
    #[arg(long, value_name = "FILE")]
    pub complaints: Option<PathBuf>,
    #[command(flatten)]
    pub out: PaperOut,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Args, Debug)]
pub struct ReviewImport {
    /// The sheet (.xlsx or .csv)
    pub sheet: PathBuf,
    /// The sweep it was written for
    pub sweep: PathBuf,
    /// The case file; made where it is not there
    #[arg(long, value_name = "FILE")]
    pub review: PathBuf,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Args, Debug)]
pub struct ReviewSet {
    pub sweep: PathBuf,
    /// F-..
    pub finding: String,
    /// confirmed, rejected, notified, answered, rectified, published
    pub state: String,
    /// The case file; made where it is not there
    #[arg(long, value_name = "FILE")]
    pub review: PathBuf,
    /// Where several apps of the sweep have this finding
    #[arg(long)]
    pub package: Option<String>,
    /// The same by the app's SHA-256 (its first digits are enough)
    #[arg(long, value_name = "SHA256")]
    pub app: Option<String>,
    #[arg(long)]
    pub person: String,
    /// The second person; publishing needs one
    #[arg(long)]
    pub second: Option<String>,
    #[arg(long)]
    pub unit: String,
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: String,
    #[arg(long)]
    pub reason: String,
    /// The operator's statement (陈述申辩), for `answered`
    #[arg(long)]
    pub answer: Option<String>,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  apksweep diff old.json new.json                  two reports of one app
  apksweep diff old.json new.json -o diff.html
  apksweep diff old.json new.json --json           for programs")]
pub struct Diff {
    /// Report of the older version
    pub old: PathBuf,
    /// Report of the newer version
    pub new: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub out: PaperOut,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  apksweep statistics out -o figures.html --lang zh
  apksweep statistics out -o figures.csv --review review.toml")]
pub struct Statistics {
    /// A folder that `sweep` wrote, a file of reports (.jsonl), or one report
    pub sweep: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub review: Option<PathBuf>,
    #[command(flatten)]
    pub out: PaperOut,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  apksweep bundle report.json app.apk --policy privacy.html -o case.zip
  apksweep bundle report.json app.apk --policy privacy.html -o case.zip --without-inputs")]
pub struct Bundle {
    pub report: PathBuf,
    pub app: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub policy: Vec<PathBuf>,
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Leave app and policies out; their names and SHA-256 stay
    #[arg(long)]
    pub without_inputs: bool,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  apksweep verify report.json app.apk --policy privacy.html
  apksweep verify case.zip

Exit status: 0 every value was found again, 1 something differs, 3 cannot be re-checked (another tool or signature version, inputs missing).")]
pub struct Verify {
    /// A report (.json) or a bundle (.zip)
    pub what: PathBuf,
    /// The app, where the bundle does not hold it
    pub app: Option<PathBuf>,
    /// The policies that were given, in any order
    #[arg(long, value_name = "FILE")]
    pub policy: Vec<PathBuf>,
    #[command(flatten)]
    pub shared: Shared,
}
