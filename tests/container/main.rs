//! The container floor on archives forged here: hostile forms, bundles, signatures.

mod bundles;
mod forge;
mod hostile;
mod mutated;
mod signing;
