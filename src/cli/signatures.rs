//! `apksweep signatures`

use super::args::{Signatures, SignaturesWhat};
use super::{Failure, Outcome, USAGE, output};
use crate::knowledge::{self, Knowledge, lint, lint::Problem};
use crate::{policy, rules};

pub fn run(a: &Signatures) -> Outcome {
    match &a.what {
        SignaturesWhat::Check { dir } => {
            let files = knowledge::files(dir).map_err(|e| Failure::usage(e.to_string()))?;
            let set = Knowledge::load(dir).map_err(|e| Failure::usage(e.to_string()))?;
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
        SignaturesWhat::New { kind, id } => match lint::template(kind, id) {
            Some(text) => output::print(&text),
            None => Err(Failure::usage(format!(
                "{kind}: no such kind of file (data, api, permission, sdk, consent, packer, category, law, code, rule, phrase)"
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
