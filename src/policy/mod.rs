//! Floor 2': what the policy says. [`Declared`] is the value the policy column ends in.

pub mod declared;
pub use declared::*;

use crate::document::Document;
use crate::gap::Read;
use crate::knowledge::Knowledge;

/// Reads the statements, SDK list and facts of one document. `index` is its number among the policies of the run.
pub fn read(document: &Document, index: usize, knowledge: &Knowledge) -> Read<Declared> {
    let _ = (document, index, knowledge);
    Read::whole(Declared::default())
}
