//! Reviewed knowledge that people edit without touching code: the ontology of personal information and all signatures.
//!
//! `build.rs` packs `signatures/` into one blob; [`Knowledge::builtin`] opens it. `--signatures DIR` reads a private set.

pub mod lint;
pub mod load;
pub mod ontology;
pub mod read;
pub mod schema;
pub mod sdk_index;
pub mod version_sign;

pub use ontology::{Level, Ontology};
pub use read::{Knowledge, KnowledgeError, ShareAlike, SourceFile, assemble, assemble_odbl, files};
pub use schema::*;
pub use sdk_index::{Claim, Match, SdkIndex};
pub use version_sign::VersionSign;

#[cfg(test)]
mod tests;
