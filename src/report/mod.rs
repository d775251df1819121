//! Floor 9: one [`Report`], many forms.

pub mod explain;
pub mod html;
pub mod model;
pub mod policy;
pub use model::*;
pub use policy::*;
