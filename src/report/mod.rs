//! Floor 9: one [`Report`], many forms.

pub mod model;
pub mod policy;
pub use model::*;
pub use policy::*;
