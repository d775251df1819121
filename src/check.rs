//! The pipeline on one screen: bytes → Observed, bytes → Declared, both → Findings → Report.

use std::path::PathBuf;

use crate::budget::Budget;
use crate::container::{ContainerError, Package};
use crate::document::DocumentError;
use crate::knowledge::Knowledge;
use crate::report::Report;
use crate::rules::CategoryInput;
pub use crate::rules::Listing;

/// What the user hands over.
#[derive(Clone, Debug, Default)]
pub struct Input {
    pub app: PathBuf,
    pub policies: Vec<PathBuf>,
    pub categories: Vec<CategoryInput>,
    pub listing: Listing,
}

/// How to look at it.
#[derive(Clone, Debug)]
pub struct Options {
    pub profiles: Vec<String>,
    /// `YYYY-MM-DD`; the date of the signature set where `None`.
    pub as_of: Option<String>,
    pub flow: bool,
    pub budget: Budget,
}

impl Default for Options {
    fn default() -> Options {
        Options { profiles: vec!["cn".into()], as_of: None, flow: true, budget: Budget::default() }
    }
}

/// Nothing could be reported at all: exit status 3.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    #[error(transparent)]
    App(#[from] ContainerError),
    #[error(transparent)]
    Policy(#[from] DocumentError),
    #[error("{path}: {source}")]
    Read { path: String, source: std::io::Error },
}

/// Checks one app against its policies.
pub fn check(input: &Input, knowledge: &Knowledge, options: &Options) -> Result<Report, CheckError> {
    let mut budget = options.budget.clone();
    let _package = Package::open(&input.app, &mut budget)?;
    let _ = knowledge;
    todo!("joined when the columns stand")
}
