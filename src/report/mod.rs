//! Floor 9: one [`Report`], many forms.

pub mod datasafety;
pub mod excerpt;
pub mod explain;
pub mod html;
pub mod instructions;
pub mod model;
mod place;
pub mod policy;
pub mod policy_view;
pub mod question;
pub mod related;
mod rule_docs;
pub mod sanitize;
mod sarif;
pub mod schema;
pub mod screen;
pub mod sentence;
pub mod terminal;
pub mod words;

#[cfg(test)]
pub(crate) mod sample;

pub use explain::{explain, similar};
pub use html::html;
pub use model::*;
pub use policy::PolicyReport;
pub use rule_docs::rule_docs;
pub use sarif::sarif;
pub use schema::{ReadError, json_schema};
pub use screen::Style;
pub use terminal::terminal;
