//! apksweep finds where an Android app does something else than its privacy policy says.
//!
//! Two independent columns turn bytes into two plain values: [`detect::Observed`] (what the app does) and
//! [`policy::Declared`] (what the policy says). They meet in [`rules`], where every judgement is data in `signatures/`.
//! `ARCHITECTURE.md` shows the floors; arrows go down only.
#![forbid(unsafe_code)]

// 0 ground
pub mod budget;
pub mod bytes;
pub mod evidence;
pub mod gap;
pub mod words;

pub mod knowledge;

// 1-7 the app column
pub mod app;
pub mod callgraph;
pub mod container;
pub mod detect;
pub mod flow;
pub mod format;
pub mod program;

// 1'-2' the policy column
pub mod document;
pub mod policy;

// 8-12 where they meet
pub mod campaign;
pub mod cli;
pub mod listing;
pub mod paper;
pub mod report;
pub mod rules;
pub mod screens;
pub mod sweep;

mod check;
pub use check::{CheckError, Checked, Input, Listing, Opened, Options, check, observe, read_policies};
