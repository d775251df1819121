//! Floor 5: who may call whom, what an entry point can reach and when. Holds no signature and no law.
//!
//! [`graph::CallGraph`] is class hierarchy analysis over the app with the framework open; [`reach::Reach`] walks it from the entry points in
//! the order the system runs them, with rapid type analysis: an override counts only where an object of its class can exist.

pub mod callback;
pub mod entry;
pub mod graph;
pub mod handover;
mod message;
pub mod reach;
pub mod reflect;
pub mod screen;

pub use entry::{Entry, EntryKind, entries};
pub use graph::{CallGraph, Edge, EdgeKind, Node};
pub use reach::{Phase, Reach, Step};
