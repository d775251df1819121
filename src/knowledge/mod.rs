//! Reviewed knowledge that people edit without touching code: the ontology of personal information and all signatures.
//!
//! `build.rs` packs `signatures/` into one blob; [`Knowledge::builtin`] opens it. `--signatures DIR` reads a private set.

pub mod schema;
pub use schema::*;

/// All knowledge of one run.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    /// `sha256:` over the files, in order of path.
    pub digest: String,
    /// Date of the set, `as_of` by default: `YYYY-MM-DD`.
    pub date: String,
    pub data_types: Vec<DataType>,
    pub apis: Vec<Api>,
    pub permissions: Vec<PermissionInfo>,
    pub sdks: Vec<Sdk>,
    pub consent: Vec<ConsentSign>,
    pub packers: Vec<Packer>,
    pub categories: Vec<Category>,
    pub laws: Vec<Law>,
    pub codes: Vec<Code>,
    pub rules: Vec<Rule>,
    pub phrases: Vec<PhraseFile>,
}
