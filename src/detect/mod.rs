//! Floor 7: what the app does. [`Observed`] holds no opinion; its element types are those of the report contract.

pub mod artefact;
pub mod endpoint;
pub mod observed;
pub mod owner;
pub mod packer;
pub mod sdk;
pub use observed::*;
