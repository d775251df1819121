//! Reading reports back: a folder that `sweep` wrote, a file of lines, or one report. All of it is hostile input with a size budget.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use super::Failure;
use crate::campaign::Record;
use crate::report::Report;

/// Bytes of one report.
const MAX_REPORT: u64 = 512 << 20;
/// Bytes of an index, a case file, a campaign file.
pub const MAX_TEXT: u64 = 256 << 20;

/// The bytes of a file, if they are not more than `max`. What the file system says of its size is not asked: it may be a pipe.
pub fn bytes(path: &Path, max: u64) -> Result<Vec<u8>, Failure> {
    let fail = |e: std::io::Error| Failure::unreadable(format!("{}: {e}", path.display()));
    let mut out = Vec::new();
    File::open(path).map_err(fail)?.take(max.saturating_add(1)).read_to_end(&mut out).map_err(fail)?;
    if out.len() as u64 > max {
        return Err(Failure::unreadable(format!("{}: larger than {max} bytes", path.display())));
    }
    Ok(out)
}

pub fn text(path: &Path, max: u64) -> Result<String, Failure> {
    String::from_utf8(bytes(path, max)?).map_err(|_| Failure::unreadable(format!("{}: not UTF-8", path.display())))
}

pub fn report(path: &Path) -> Result<Report, Failure> {
    parse(&text(path, MAX_REPORT)?, path)
}

/// The text of a report, for whoever compares it to the letter.
pub fn report_text(path: &Path) -> Result<String, Failure> {
    text(path, MAX_REPORT)
}

fn parse(text: &str, path: &Path) -> Result<Report, Failure> {
    Report::from_json(text).map_err(|e| Failure::unreadable(format!("{}: {e}", path.display())))
}

/// Calls `with` for every report, one at a time: a sweep of an app store does not fit into memory. Gives the number of apps without a report.
pub fn each(path: &Path, with: &mut dyn FnMut(Report) -> Result<(), Failure>) -> Result<usize, Failure> {
    if path.is_dir() {
        return folder(path, with);
    }
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("jsonl")) {
        return lines(path, with);
    }
    with(report(path)?)?;
    Ok(0)
}

/// The rows of `index.jsonl` say which files of `apps/` belong to the last sweep.
fn folder(path: &Path, with: &mut dyn FnMut(Report) -> Result<(), Failure>) -> Result<usize, Failure> {
    let index = path.join("index.jsonl");
    if !index.is_file() {
        return Err(Failure::unreadable(format!("{}: no index.jsonl here; is it what `apksweep sweep -o` wrote?", path.display())));
    }
    let mut failed = 0;
    let mut seen = std::collections::BTreeSet::new();
    for line in text(&index, MAX_TEXT)?.lines().filter(|l| !l.trim().is_empty()) {
        let row: serde_json::Value = serde_json::from_str(line).map_err(|e| Failure::unreadable(format!("{}: {e}", index.display())))?;
        let sha256 = row.get("sha256").and_then(serde_json::Value::as_str).unwrap_or_default();
        // The name of a file is made of nothing but these digits.
        if sha256.len() != 64 || !sha256.bytes().all(|b| b.is_ascii_hexdigit()) {
            failed += 1;
            continue;
        }
        if seen.insert(sha256.to_owned()) {
            with(report(&path.join("apps").join(format!("{sha256}.json")))?)?;
        }
    }
    Ok(failed)
}

fn lines(path: &Path, with: &mut dyn FnMut(Report) -> Result<(), Failure>) -> Result<usize, Failure> {
    let fail = |e: std::io::Error| Failure::unreadable(format!("{}: {e}", path.display()));
    let mut reader = BufReader::new(File::open(path).map_err(fail)?);
    let mut failed = 0;
    loop {
        let mut line = Vec::new();
        let read = reader.by_ref().take(MAX_REPORT.saturating_add(1)).read_until(b'\n', &mut line).map_err(fail)?;
        if read == 0 {
            return Ok(failed);
        }
        if read as u64 > MAX_REPORT {
            return Err(Failure::unreadable(format!("{}: a line of more than {MAX_REPORT} bytes", path.display())));
        }
        let line = String::from_utf8(line).map_err(|_| Failure::unreadable(format!("{}: not UTF-8", path.display())))?;
        if line.trim().is_empty() {
            continue;
        }
        // An app that gave no report is a line with the reason.
        let error = serde_json::from_str::<serde_json::Value>(&line).is_ok_and(|v| v.get("error").is_some_and(|e| !e.is_null()));
        if error {
            failed += 1;
        } else {
            with(parse(&line, path)?)?;
        }
    }
}

/// The records of a sweep, and the number of apps without a report.
pub fn records(path: &Path) -> Result<(Vec<Record>, usize), Failure> {
    let mut records = Vec::new();
    let failed = each(path, &mut |r| {
        records.push(Record::of(&r));
        Ok(())
    })?;
    Ok((records, failed))
}
