//! Where evidence is taken from: the file received, and the places in it in the form of the report contract.

use crate::app::{Component, MetaData};
use crate::evidence::{Evidence, EvidenceId, EvidenceKind, EvidenceSet};
use crate::program::{MethodId, Program, TypeId};

/// `sha256:` of the file received; all evidence of the app column names it.
#[derive(Clone, Copy, Debug)]
pub struct Artefact<'a> {
    pub artefact: &'a str,
}

impl Artefact<'_> {
    pub fn add(
        &self,
        out: &mut EvidenceSet,
        kind: EvidenceKind,
        path: &str,
        locator: String,
        excerpt: impl Into<String>,
        signature: Option<String>,
    ) -> EvidenceId {
        // Excerpts are attacker-written: long ones say nothing more.
        let excerpt: String = excerpt.into().chars().take(300).collect();
        out.add(Evidence { kind, artefact: self.artefact.into(), path: path.into(), locator, excerpt, signature })
    }

    /// An instruction of a method.
    pub fn code(
        &self,
        program: &Program,
        method: MethodId,
        pc: u32,
        excerpt: impl Into<String>,
        signature: Option<String>,
        out: &mut EvidenceSet,
    ) -> EvidenceId {
        let path = program.dex_of(method).map_or("", |d| d.path);
        self.add(out, EvidenceKind::Code, path, format!("{} @{:#x}", program.signature(method), u64::from(pc) * 2), excerpt, signature)
    }

    /// A class that the app defines.
    pub fn class(&self, program: &Program, class: TypeId, signature: Option<String>, out: &mut EvidenceSet) -> EvidenceId {
        let path = program.class(class).and_then(|c| program.dex.get(c.dex as usize)).map_or("", |d| d.path);
        let name = program.descriptor(class).into_owned();
        self.add(out, EvidenceKind::Code, path, name.clone(), name, signature)
    }

    pub fn component(&self, c: &Component, signature: Option<String>, out: &mut EvidenceSet) -> EvidenceId {
        self.add(out, EvidenceKind::Manifest, &c.path, c.locator.clone(), c.name.clone(), signature)
    }

    pub fn meta_data(&self, m: &MetaData, signature: Option<String>, out: &mut EvidenceSet) -> EvidenceId {
        self.add(out, EvidenceKind::Manifest, &m.path, m.locator.clone(), format!("{} = {}", m.name, m.value), signature)
    }

    /// A file of the archive.
    pub fn file(&self, path: &str, excerpt: impl Into<String>, signature: Option<String>, out: &mut EvidenceSet) -> EvidenceId {
        self.add(out, EvidenceKind::Archive, path, "entry".into(), excerpt, signature)
    }
}
