//! Floor 7: what the app does. [`Observed`] holds no opinion; its element types are those of the report contract.

pub mod api;
pub mod collect;
pub mod moment;
pub mod observed;
pub use observed::*;
