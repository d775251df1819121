//! `apksweep signatures`

use std::path::PathBuf;

use super::args::{Signatures, SignaturesWhat};
use super::{Failure, Outcome, USAGE, output};
use crate::budget::Budget;
use crate::detect::fingerprint::make::{self, Binary};
use crate::knowledge::{self, Fingerprint, Knowledge, SdkIndex, lint, lint::Problem};
use crate::{policy, rules};

pub fn run(a: &Signatures) -> Outcome {
    match &a.what {
        SignaturesWhat::Check { dir } => {
            let files = knowledge::files(dir).map_err(|e| Failure::usage(e.to_string()))?;
            let mut set = Knowledge::load(dir).map_err(|e| Failure::usage(e.to_string()))?;
            if set.odbl.is_empty() {
                // Two claims on one name matter whether or not this build ships both.
                set.join(knowledge::assemble_odbl(&files).map_err(|e| Failure::usage(e.to_string()))?);
            }
            let mut problems = lint::check(&set, &files);
            problems.extend(failing_cases(&set));
            for p in &problems {
                output::print(&format!("{p}\n"))?;
            }
            if problems.is_empty() {
                output::print(&format!(
                    "{} files, {} SDKs, {} signs, {} rules: in order\n",
                    files.len(),
                    set.sdks.len(),
                    set.apis.len(),
                    set.rules.len()
                ))?;
                Ok(0)
            } else {
                Ok(USAGE)
            }
        }
        SignaturesWhat::Docs => output::print(&crate::report::rule_docs(Knowledge::builtin())),
        SignaturesWhat::Fingerprint { files, against, output, only, shared } => {
            let knowledge = shared.knowledge()?;
            let index = SdkIndex::new(&knowledge.sdks);
            let known: Vec<Fingerprint> = knowledge.fingerprints.clone();
            let made = make::fingerprints(&read(files)?, &read(against)?, &index, &known);
            for f in made.iter().filter(|f| only.is_empty() || only.contains(&f.id)) {
                let text = make::to_toml(f);
                match output {
                    None => output::print(&text).map(drop)?,
                    Some(dir) => output::write(&dir.join(format!("{}.toml", f.id)), &text)?,
                }
            }
            Ok(0)
        }
        SignaturesWhat::New { kind, id } => match lint::template(kind, id) {
            Some(text) => output::print(&text),
            None => Err(Failure::usage(format!(
                "{kind}: no such kind of file (data, api, permission, sdk, consent, packer, category, law, code, rule, phrase, store)"
            ))),
        },
    }
}

/// Cases of phrases and rules that do not come out as they say; those of SDKs are among the cross checks.
fn failing_cases(set: &Knowledge) -> Vec<Problem> {
    let lexicon = policy::Lexicon::new(set);
    let phrases = set.phrases.iter().flat_map(|file| file.cases.iter().map(move |case| (file, case)));
    let phrases = phrases.filter_map(|(file, case)| Some((format!("phrase/{}.toml", file.id), policy::run_case(&lexicon, file, case)?)));
    let rules = set.rules.iter().filter_map(|rule| Some((rule, set.code(&rule.code)?)));
    let rules = rules
        .flat_map(|(rule, code)| rule.cases.iter().map(move |case| (format!("rule/{}.toml", rule.id), rules::run_case(rule, code, case))));
    phrases.chain(rules).filter_map(|(path, result)| Some(Problem { path, message: result.err()? })).collect()
}

/// Each with a budget of its own: the gaps of one are told and leave the others alone.
fn read(paths: &[PathBuf]) -> Result<Vec<Binary>, Failure> {
    let mut all = Vec::new();
    for path in paths {
        let bytes = std::fs::read(path).map_err(|e| Failure::unreadable(format!("{}: {e}", path.display())))?;
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let mut gaps = Vec::new();
        all.push(make::read(&name, bytes, &mut Budget::default()).unpack(&mut gaps));
        for gap in gaps {
            output::warn(&format!("{}: {}", gap.place, gap.what));
        }
    }
    Ok(all)
}
