//! Floor 2: the file formats inside an app. Pure functions from bytes to values; no I/O, no signature, no law.

pub mod arsc;
pub mod axml;
pub mod dex;
pub mod elf;
pub mod proto;
