//! `apksweep verify`

use std::path::{Path, PathBuf};

use super::args_campaign::Verify;
use super::{FOUND, Failure, Outcome, output, reports};
use crate::budget::Budget;
use crate::bytes::sha256_hex;
use crate::campaign::bundle::{self, Bundle};
use crate::campaign::verify::{Stated, compare, summary};
use crate::check::{Checked, Effort, Input, Opened, Options};
use crate::knowledge::Knowledge;
use crate::report::Report;
use crate::report::sanitize::terminal;
use crate::rules::PolicyOrigin;
use crate::words::{Lang, Words};

/// Bytes of an app.
const MAX_APP: u64 = 4 << 30;

pub fn run(a: &Verify) -> Outcome {
    let knowledge = a.shared.knowledge()?;
    let lang = a.shared.lang();
    let head = reports::bytes(&a.what, bundle::MAX_FILE)?;
    if !head.starts_with(b"PK") {
        let text = String::from_utf8(head).map_err(|_| Failure::unreadable(format!("{}: not UTF-8", a.what.display())))?;
        let stated = stated(&text, &a.what)?;
        let inputs = Inputs::given(a.app.as_ref(), &a.policy, &stated.report);
        return finish(&stated, inputs, knowledge, lang, Vec::new());
    }
    let (read, faults) = bundle::read(&head).map_err(|e| Failure::unreadable(format!("{}: {e}", a.what.display())))?;
    drop(head);
    let stated = stated(&read.report, &a.what)?;
    let mut faults = faults;
    faults.extend(bundle::agreement(&read.manifest, &stated.report));
    for s in &read.signatures {
        let line = Words::new(format!("签名或时间戳（未验证）：{s}"), format!("signature or time stamp (not checked here): {s}"));
        output::print(&format!("{}\n", terminal(line.get(lang))))?;
    }
    let inputs = Inputs::packed(read, a, &stated.report);
    finish(&stated, inputs, knowledge, lang, faults)
}

pub fn stated(text: &str, path: &Path) -> Result<Stated, Failure> {
    Stated::read(text).map_err(|e| Failure::unreadable(format!("{}: {e}", path.display())))
}

fn finish(stated: &Stated, inputs: Result<Inputs, Failure>, knowledge: &Knowledge, lang: Lang, faults: Vec<Words>) -> Outcome {
    for f in &faults {
        output::print(&format!("{}\n", terminal(f.get(lang))))?;
    }
    let outcome = match inputs.and_then(|i| derive(stated, &i, knowledge, lang)) {
        Ok(checked) => compare(stated, &checked.report),
        // Changed files are told even where nothing can be derived again.
        Err(f) if !faults.is_empty() => {
            eprintln!("apksweep: {}", terminal(&f.message));
            return Ok(FOUND);
        }
        Err(f) => return Err(f),
    };
    output::print(&summary(&outcome, lang))?;
    Ok(if outcome.agrees() && faults.is_empty() { 0 } else { FOUND })
}

/// What the report was made from.
pub struct Inputs {
    app: App,
    policies: Vec<Vec<u8>>,
}

enum App {
    Bytes(Vec<u8>),
    Directory(PathBuf),
}

impl Inputs {
    /// From files, each known by its SHA-256: names may have changed since.
    pub fn given(app: Option<&PathBuf>, policies: &[PathBuf], report: &Report) -> Result<Inputs, Failure> {
        let Some(path) = app else { return Err(Failure::usage("give the app that the report is about")) };
        let app = match path.is_dir() {
            true => App::Directory(path.clone()),
            false => App::Bytes(same_app(reports::bytes(path, MAX_APP)?, report, &path.display().to_string())?),
        };
        let read = policies.iter().map(|p| reports::bytes(p, reports::MAX_TEXT)).collect::<Result<Vec<_>, _>>()?;
        Ok(Inputs { app, policies: in_order(read, report)? })
    }

    /// From a bundle; what it left out, from files.
    fn packed(mut read: Bundle, a: &Verify, report: &Report) -> Result<Inputs, Failure> {
        let app = match read.manifest.app.file.as_ref().and_then(|f| read.files.remove(f)) {
            Some(bytes) => App::Bytes(same_app(bytes, report, "inputs/app")?),
            None => Inputs::given(a.app.as_ref(), &[], &without_policies(report))?.app,
        };
        let mut policies: Vec<Vec<u8>> =
            read.manifest.policies.iter().filter_map(|p| p.file.as_ref()).filter_map(|f| read.files.remove(f)).collect();
        for p in &a.policy {
            policies.push(reports::bytes(p, reports::MAX_TEXT)?);
        }
        Ok(Inputs { app, policies: in_order(policies, report)? })
    }

    /// App (nothing for a directory) and policies.
    pub fn into_bytes(self) -> (Option<Vec<u8>>, Vec<Vec<u8>>) {
        match self.app {
            App::Bytes(b) => (Some(b), self.policies),
            App::Directory(_) => (None, self.policies),
        }
    }
}

fn without_policies(report: &Report) -> Report {
    let mut report = report.clone();
    report.inputs.policies.clear();
    report
}

fn same_app(bytes: Vec<u8>, report: &Report, name: &str) -> Result<Vec<u8>, Failure> {
    let sha256 = sha256_hex(&bytes);
    if sha256 == report.inputs.app.sha256 {
        return Ok(bytes);
    }
    Err(Failure {
        status: FOUND,
        message: format!("{name}: SHA-256 {sha256}, the report is about {}: not the app examined, or changed", report.inputs.app.sha256),
    })
}

/// The policies in the order of the report.
fn in_order(mut read: Vec<Vec<u8>>, report: &Report) -> Result<Vec<Vec<u8>>, Failure> {
    let mut out = Vec::new();
    for p in report.inputs.policies.iter().filter(|p| p.origin == PolicyOrigin::Given) {
        let Some(at) = read.iter().position(|b| sha256_hex(b) == p.sha256) else {
            let status = if read.is_empty() { super::UNREADABLE } else { FOUND };
            return Err(Failure {
                status,
                message: format!("policy {} with SHA-256 {} is not among the files given (--policy)", p.name, p.sha256),
            });
        };
        out.push(read.swap_remove(at));
    }
    if read.is_empty() {
        Ok(out)
    } else {
        Err(Failure { status: FOUND, message: "a policy was given that the report does not rest on".into() })
    }
}

/// The report once more, from the inputs and what the examiner stated.
pub fn derive(stated: &Stated, inputs: &Inputs, knowledge: &Knowledge, lang: Lang) -> Result<Checked, Failure> {
    stated.recheckable(knowledge).map_err(|w| Failure::unreadable(w.get(lang)))?;
    let report = &stated.report;
    let options = Options {
        profiles: report.options.profiles.clone(),
        as_of: Some(report.options.as_of.clone()),
        flow: report.options.flow.then(|| report.options.budget.as_deref().and_then(Effort::parse).unwrap_or_default()),
        ..Options::default()
    };
    let mut budget: Budget = options.budget.clone();
    let given = report.inputs.policies.iter().filter(|p| p.origin == PolicyOrigin::Given);
    let policies: Vec<(&str, &[u8])> = given.map(|p| p.name.as_str()).zip(inputs.policies.iter().map(Vec::as_slice)).collect();
    let app = &report.inputs.app.name;
    let opened = match &inputs.app {
        App::Bytes(b) => Opened::from_bytes(app, b.clone(), &policies, &mut budget),
        App::Directory(path) => Opened::from_directory(app, path, &policies, &mut budget),
    }
    .map_err(Failure::unreadable)?;
    let input = Input {
        categories: report.inputs.categories.clone(),
        listing: report.inputs.listing.clone(),
        form: report.inputs.form.clone(),
        earlier: report.inputs.earlier.clone(),
        ..Input::default()
    };
    Ok(opened.check(&input, knowledge, &options, &mut budget))
}
