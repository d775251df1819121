//! `apksweep signatures`

use super::args::{Signatures, SignaturesWhat};
use super::{Failure, Outcome, USAGE, output};
use crate::knowledge::{self, Knowledge, lint};

pub fn run(a: &Signatures) -> Outcome {
    match &a.what {
        SignaturesWhat::Check { dir } => {
            let files = knowledge::files(dir).map_err(|e| Failure::usage(e.to_string()))?;
            let set = Knowledge::load(dir).map_err(|e| Failure::usage(e.to_string()))?;
            let problems = lint::check(&set, &files);
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
        SignaturesWhat::New { kind, id } => match lint::template(kind, id) {
            Some(text) => output::print(&text),
            None => Err(Failure::usage(format!(
                "{kind}: no such kind of file (data, api, permission, sdk, consent, packer, category, law, code, rule, phrase, store)"
            ))),
        },
    }
}
