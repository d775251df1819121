//! Floor 1: the file received, as Android finds it: archive, splits, signers. Holds no signature and no law.

mod bundle;
mod der;
mod inflate;
mod oddity;
pub mod package;
mod record;
mod resolve;
pub mod signing;
pub mod source;
pub mod zip;

pub use package::{Anomaly, Answer, ContainerError, Installable, Package, PackageKind, Part};
pub use signing::Signer;
pub use zip::{Archive, Entry};
