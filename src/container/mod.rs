//! Floor 1: the file received, as Android finds it: archive, splits, signers. Holds no signature and no law.

pub mod package;
pub mod signing;
pub mod zip;

pub use package::{Anomaly, ContainerError, Installable, Package, PackageKind, Part};
