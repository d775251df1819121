//! Floor 11: what becomes of many reports: review by persons, notices, orders, re-checks, complaints, statistics, bundles.
//!
//! Nothing here finds anything. A finding is a lead until a person has confirmed it ([`review`]); only then may it enter a notice
//! ([`select`]), in a wording of a closed list (`signatures/notice`). Everything is written as a [`crate::paper::Paper`].

pub mod breach;
pub mod bundle;
pub mod charter;
pub mod complaint;
pub mod diff;
pub mod dossier;
pub mod indicator;
pub mod notice;
pub mod order;
pub mod queue;
pub mod record;
pub mod retest;
pub mod review;
pub mod review_sheet;
pub mod select;
pub mod statistics;
pub mod table;
pub mod verify;

#[cfg(test)]
mod tests;

pub use charter::Charter;
pub use record::Record;
pub use review::Review;
