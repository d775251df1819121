//! PDF files are read in a process of their own, which limits itself before it looks at the first byte: whatever a file does to the
//! reader, its harm ends there and is a sentence in the report.

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use super::{Failure, Outcome};
use crate::budget::Budget;
use crate::document::pdf::{self, TextLayer};

/// Address space of the child, in bytes.
#[cfg(unix)]
const MEMORY: u64 = 1 << 30;
/// Processor time of the child, in seconds.
#[cfg(unix)]
const SECONDS: u64 = 20;
/// Longest file and longest answer, in bytes.
const LARGEST: u64 = 256 << 20;

/// Reads a text layer as [`pdf::read`] does, elsewhere.
pub fn read_pdf(bytes: &[u8], _: &mut Budget) -> TextLayer {
    ask(bytes).unwrap_or_else(|e| TextLayer { paragraphs: Vec::new(), doubts: vec![format!("the PDF file could not be read: {e}")] })
}

fn ask(bytes: &[u8]) -> std::io::Result<TextLayer> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg("pdf-text")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let mut answer = Vec::new();
    let read = std::thread::scope(|threads| {
        // A child that has died closes its end; then writing fails, and its answer says why.
        threads.spawn(move || input.map(|mut pipe| pipe.write_all(bytes)));
        output.map_or(Ok(0), |pipe| pipe.take(LARGEST).read_to_end(&mut answer))
    });
    let status = child.wait()?;
    read?;
    if !status.success() {
        return Err(std::io::Error::other("its reader went beyond its limits"));
    }
    serde_json::from_slice(&answer).map_err(std::io::Error::other)
}

/// `apksweep pdf-text`: the child.
pub fn child() -> Outcome {
    limit().map_err(Failure::unreadable)?;
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(LARGEST).read_to_end(&mut bytes).map_err(Failure::unreadable)?;
    let layer = pdf::read(&bytes, &mut Budget::default());
    let answer = serde_json::to_vec(&layer).map_err(Failure::unreadable)?;
    std::io::stdout().lock().write_all(&answer).map_err(Failure::unreadable)?;
    Ok(0)
}

#[cfg(unix)]
fn limit() -> std::io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (what, most) in [(Resource::As, MEMORY), (Resource::Cpu, SECONDS), (Resource::Core, 0)] {
        setrlimit(what, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    Ok(())
}

/// Elsewhere the reader's own budget is the limit.
#[cfg(not(unix))]
fn limit() -> std::io::Result<()> {
    Ok(())
}
