//! Tables: rule files against their own cases, disclosure against small policies, and whole judgements of small apps.

mod disclosure;
mod findings;
mod limits;
mod matters;
mod method;
mod rule_files;
pub(crate) mod world;
