//! What the targets do with bytes is what `tests/mutation` does with them.

#[path = "../../tests/mutation/doors.rs"]
pub mod doors;
