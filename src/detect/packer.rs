//! Packers, hotfix and plugin frameworks and script engines, by their files, libraries and classes; and splits that are not here.

use super::artefact::Artefact;
use crate::app::App;
use crate::evidence::EvidenceSet;
use crate::gap::{Gap, GapCode, Hides};
use crate::knowledge::Packer;
use crate::knowledge::sdk_index::wildcard;
use crate::program::Program;

/// What a kind of framework hides.
fn hidden_by(kind: &str) -> Option<(GapCode, &'static [Hides])> {
    match kind {
        "packer" => Some((GapCode::Packed, &[Hides::Calls, Hides::Sdks, Hides::Flows])),
        "hotfix" | "dynamic-loading" => Some((GapCode::DynamicCode, &[Hides::Calls, Hides::Flows])),
        "engine" => Some((GapCode::Script, &[Hides::Calls, Hides::Resources, Hides::Flows])),
        _ => None,
    }
}

/// One gap per framework that is present.
pub fn gaps(program: &Program, app: &App, packers: &[Packer], artefact: Artefact, out: &mut EvidenceSet) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for p in packers {
        let Some((code, mut hides)) = hidden_by(&p.kind) else { continue };
        if p.sdk.is_some() && code == GapCode::DynamicCode {
            // An SDK's own second stage is that SDK's code.
            hides = &[Hides::CallsOfSdk];
        }
        let sign = || Some(format!("packer/{}", p.id));
        let library = app.native.iter().find(|l| p.native.iter().any(|n| wildcard(n, &l.file_name)));
        let file = app.files.iter().find(|f| p.files.iter().any(|n| wildcard(n, &f.name)));
        let prefixes: Vec<String> = p.packages.iter().map(|n| format!("L{}", n.replace('.', "/"))).collect();
        let class = program.classes.iter().find(|c| {
            let name = program.descriptor_bytes(c.id);
            prefixes.iter().any(|x| name.strip_prefix(x.as_bytes()).is_some_and(|rest| matches!(rest.first(), Some(b'/' | b'$' | b';'))))
        });
        let mut ids = Vec::new();
        ids.extend(library.map(|l| artefact.file(&l.path, l.file_name.clone(), sign(), out)));
        ids.extend(file.map(|f| artefact.file(&f.path, f.name.clone(), sign(), out)));
        ids.extend(class.map(|c| artefact.class(program, c.id, sign(), out)));
        if !ids.is_empty() {
            let place = library.map(|l| l.path.as_str()).or(file.map(|f| f.path.as_str())).unwrap_or("classes");
            let mut gap = Gap::new(code, format!("{} ({})", p.name.en, p.kind), place, hides);
            gap.evidence = ids;
            gaps.push(gap);
        }
    }
    for split in &app.missing_splits {
        let hides = &[Hides::Calls, Hides::Sdks, Hides::Resources, Hides::Manifest];
        gaps.push(Gap::new(GapCode::Splits, format!("split {split} is required and not here"), app.manifest.path.clone(), hides));
    }
    gaps
}
