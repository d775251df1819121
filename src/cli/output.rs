//! Writing results: to standard output without a panic when a pipe closes, and to files whole or not at all.

use std::io::{IsTerminal, Write};
use std::path::Path;

use super::{Failure, Outcome};
use crate::report::screen::Style;

/// Prints; a closed pipe (`| head`) is a normal end.
pub fn print(text: &str) -> Outcome {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Ok(()) => Ok(0),
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(0),
        Err(e) => Err(Failure::unreadable(format!("standard output: {e}"))),
    }
}

/// A remark that is not part of the result.
pub fn warn(text: &str) {
    eprintln!("{text}");
}

/// Writes beside the target and renames, so that a reader never sees half a file.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    write_bytes(path, text.as_bytes())
}

pub fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let fail = |e: std::io::Error| Failure::usage(format!("{}: {e}", path.display()));
    if let Some(dir) = path.parent().filter(|d| !d.as_os_str().is_empty()) {
        std::fs::create_dir_all(dir).map_err(fail)?;
    }
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let part = path.with_file_name(format!(".{name}.part"));
    std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, path)).map_err(fail)
}

/// Colours only on a terminal that wants them (no-color.org), as wide as it is.
pub fn style() -> Style {
    let terminal = std::io::stdout().is_terminal();
    let color = terminal && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()) && std::env::var("TERM").as_deref() != Ok("dumb");
    let width = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).filter(|w| (40..=400).contains(w)).unwrap_or(100);
    Style { color, width }
}
