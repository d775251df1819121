//! Floor 9: one [`Report`], many forms.

pub mod model;
pub use model::*;
