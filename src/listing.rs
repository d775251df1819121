//! The instructions round the places that a report cites, read again from the app.

use std::collections::BTreeMap;
use std::path::Path;

use crate::app::App;
use crate::budget::Budget;
use crate::container::{ContainerError, Package};
use crate::evidence::{Evidence, EvidenceId, EvidenceKind};
use crate::format::dex::disassembly;
use crate::program::{MethodId, Program, build::Source};
use crate::report::Report;
use crate::report::instructions::{Instruction, Instructions, Listings};

/// Why no instruction can be shown.
#[derive(Debug, thiserror::Error)]
pub enum ListingError {
    #[error(transparent)]
    App(#[from] ContainerError),
    #[error("another file than the report's: its SHA-256 is {found}, the report was made from {reported}")]
    OtherFile { found: String, reported: String },
}

/// Reads every place of code that the report cites; `context` instructions before and after each. A place that the app does not have is left
/// out: the report's own words still stand for it.
pub fn listings(app: &Path, report: &Report, context: usize) -> Result<Listings, ListingError> {
    let mut budget = Budget::default();
    let package = Package::open(app, &mut budget)?;
    if package.sha256 != report.inputs.app.sha256 {
        return Err(ListingError::OtherFile { found: package.sha256, reported: report.inputs.app.sha256.clone() });
    }
    let app = App::load(&package, &mut budget).value;
    let sources: Vec<Source> = app.dex.iter().map(|d| Source { path: &d.path, name: &d.name, bytes: &d.bytes }).collect();
    let program = Program::build(&sources, &mut budget).value;
    let code = report.evidence.0.iter().filter(|(_, e)| e.kind == EvidenceKind::Code);
    Ok(code.filter_map(|(id, e)| Some((id.clone(), around(&program, e, context)?))).collect::<BTreeMap<EvidenceId, Instructions>>())
}

fn around(program: &Program, evidence: &Evidence, context: usize) -> Option<Instructions> {
    let (place, offset) = evidence.locator.rsplit_once(" @")?;
    let offset = u32::from_str_radix(offset.trim_start_matches("0x"), 16).ok()?;
    let method = method(program, place)?;
    let (code, dex) = program.code(method)?;
    if dex.path != evidence.path {
        return None;
    }
    let mut before = std::collections::VecDeque::new();
    let mut list = Vec::new();
    let mut after = 0;
    let mut more_after = false;
    let mut dropped = false;
    for line in disassembly::lines(&dex.file, code) {
        let cited = line.offset == offset;
        let shown = Instruction { offset: line.offset, text: line.to_string(), cited };
        if line.offset < offset {
            before.push_back(shown);
            if before.len() > context {
                dropped = before.pop_front().is_some();
            }
        } else if after <= context {
            list.push(shown);
            after += 1;
        } else {
            more_after = true;
            break;
        }
    }
    let list: Vec<Instruction> = before.into_iter().chain(list).collect();
    list.iter().any(|i| i.cited).then_some(Instructions {
        registers: code.registers,
        ins: code.ins,
        before: dropped,
        after: more_after,
        list,
    })
}

/// `Lcom/x/A;->f(I)V` in the classes of the app.
fn method(program: &Program, place: &str) -> Option<MethodId> {
    let (class, member) = place.split_once("->")?;
    let class = program.class(program.type_by_descriptor(class)?)?;
    program.class_methods(class).iter().copied().find(|m| program.method_text(*m) == member)
}
