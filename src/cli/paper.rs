//! Where a paper goes: a file in the form its ending says, or standard output.

use std::io::{IsTerminal, Write};
use std::path::Path;

use super::args_campaign::{PaperFormat, PaperOut};
use super::{Failure, Outcome, output};
use crate::paper::{Form, Paper};

pub fn form(format: PaperFormat) -> Form {
    match format {
        PaperFormat::Xlsx => Form::Xlsx,
        PaperFormat::Docx => Form::Docx,
        PaperFormat::Html => Form::Html,
        PaperFormat::Md => Form::Markdown,
        PaperFormat::Csv => Form::Csv,
    }
}

pub fn ending(format: PaperFormat) -> &'static str {
    match format {
        PaperFormat::Xlsx => "xlsx",
        PaperFormat::Docx => "docx",
        PaperFormat::Html => "html",
        PaperFormat::Md => "md",
        PaperFormat::Csv => "csv",
    }
}

/// The form that was asked for; told before anything is computed.
pub fn wanted(out: &PaperOut) -> Result<Form, Failure> {
    if let Some(f) = out.format {
        return Ok(form(f));
    }
    let Some(path) = &out.output else { return Ok(Form::Text) };
    match path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("xlsx") => Ok(Form::Xlsx),
        Some("docx") => Ok(Form::Docx),
        Some("html" | "htm") => Ok(Form::Html),
        Some("md") => Ok(Form::Markdown),
        Some("csv") => Ok(Form::Csv),
        _ => Err(Failure::usage(format!(
            "{}: the ending says the form: use .xlsx, .docx, .html, .md or .csv, or give --format",
            path.display()
        ))),
    }
}

pub fn put(paper: &Paper, out: &PaperOut) -> Outcome {
    let form = wanted(out)?;
    let bytes = paper.write(form).map_err(Failure::unreadable)?;
    match &out.output {
        Some(path) => save(path, &bytes).map(|()| 0),
        None if matches!(form, Form::Xlsx | Form::Docx) && std::io::stdout().is_terminal() => {
            Err(Failure::usage("this form is no text for a terminal: give -o FILE"))
        }
        // What a terminal or the log of a build reads as text goes through its sanitiser; a file or program gets the bytes.
        None if matches!(form, Form::Xlsx | Form::Docx) => match std::io::stdout().lock().write_all(&bytes) {
            Ok(()) => Ok(0),
            Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(0),
            Err(e) => Err(Failure::unreadable(format!("standard output: {e}"))),
        },
        None => {
            let text: String = String::from_utf8_lossy(&bytes)
                .split('\n')
                .map(|l| format!("{}\n", crate::report::sanitize::terminal(l.trim_end_matches('\r'))))
                .collect();
            output::print(text.strip_suffix('\n').unwrap_or(&text))
        }
    }
}

pub fn save(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    output::write_bytes(path, bytes)
}
