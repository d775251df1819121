//! Dalvik executables (source.android.com, "Dalvik executable format"), versions 035 to 041, read in place.
//!
//! Tables are bounded by the bytes that exist and keep their holes: one undecodable string never moves its neighbours.
//! Nothing is allocated by a count that the file states. The crate `dex` is fifteen times slower, panics and loses classes on valid
//! files, so it serves only as an oracle in the tests.

pub mod annotation;
pub mod class;
pub mod code;
pub mod disassembly;
pub mod header;
pub mod insn;
pub mod mnemonic;
pub mod string;
pub mod value;

pub use class::{ClassDef, EncodedMember};
pub use code::CodeItem;
pub use header::{DexFile, Headers, MethodRef, Pool, open};
pub use insn::{Insn, Instructions};
