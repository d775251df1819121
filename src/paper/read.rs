//! Reading a table back that a person edited: a workbook (calamine) or CSV. The file is hostile input: sizes are counted before anything is
//! believed, cells come as a stream (a dense grid of one cell at XFD1048576 would be 17 billion cells), a formula is the text it shows.

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, Xlsx, open_workbook_from_rs};

use super::pack::{Limits, UnpackError, unpack};

pub const MAX_FILE: u64 = 64 << 20;
const MAX_INFLATED: u64 = 256 << 20;
const MAX_SHEETS: usize = 64;
const MAX_ROWS: u32 = 200_000;
const MAX_COLUMNS: u32 = 64;
const MAX_CELLS: usize = 2_000_000;
const MAX_CELL: usize = 40_000;

#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    #[error("{0}")]
    Archive(#[from] UnpackError),
    #[error("not a workbook: {0}")]
    NotAWorkbook(String),
    #[error("too large: {0}")]
    TooLarge(&'static str),
    #[error("not UTF-8 and not GB18030")]
    Encoding,
    #[error("not CSV: {0}")]
    NotCsv(String),
}

/// Rows of text, ragged; rows without any text are left out.
pub type Rows = Vec<Vec<String>>;

/// All sheets of a workbook or the one table of a CSV, told apart by their first bytes and not by name.
pub fn tables(bytes: &[u8]) -> Result<Vec<Rows>, SheetError> {
    if bytes.len() as u64 > MAX_FILE {
        return Err(SheetError::TooLarge("file"));
    }
    if bytes.starts_with(b"PK") { workbook(bytes) } else { Ok(vec![csv(bytes)?]) }
}

fn workbook(bytes: &[u8]) -> Result<Vec<Rows>, SheetError> {
    // Everything is inflated once within a budget; only then the library, which has none, may do it again.
    unpack(bytes, Limits { files: 2000, bytes: MAX_INFLATED })?;
    let fail = |e: calamine::XlsxError| SheetError::NotAWorkbook(e.to_string());
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(fail)?;
    let names = book.sheet_names();
    if names.len() > MAX_SHEETS {
        return Err(SheetError::TooLarge("number of sheets"));
    }
    let mut left = MAX_CELLS;
    let mut out = Vec::new();
    for name in names {
        // Sheets that hold no cells (charts) have no reader.
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
        let mut rows: std::collections::BTreeMap<u32, Vec<String>> = std::collections::BTreeMap::new();
        while let Some(cell) = cells.next_cell().map_err(fail)? {
            let (row, column) = cell.get_position();
            let text = shown(cell.get_value());
            if text.is_empty() {
                continue;
            }
            left = left.checked_sub(1).ok_or(SheetError::TooLarge("number of cells"))?;
            if row >= MAX_ROWS || column >= MAX_COLUMNS {
                return Err(SheetError::TooLarge("rows or columns"));
            }
            if text.len() > MAX_CELL * 4 {
                return Err(SheetError::TooLarge("cell"));
            }
            let slots = rows.entry(row).or_default();
            while slots.len() <= column as usize {
                slots.push(String::new());
            }
            if let Some(slot) = slots.get_mut(column as usize) {
                *slot = text;
            }
        }
        out.push(rows.into_values().collect());
    }
    Ok(out)
}

/// What a cell shows. A day that a spreadsheet program made a date of is written as a day again.
fn shown(value: &DataRef) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::DateTime(d) => {
            let (y, m, day, ..) = d.to_ymd_hms_milli();
            format!("{y:04}-{m:02}-{day:02}")
        }
        DataRef::SharedString(s) => (*s).to_owned(),
        other => Data::from(other.clone()).to_string(),
    }
}

/// CSV in UTF-8 (with or without a mark) or in the GB18030 that Chinese spreadsheet programs write.
pub fn csv(bytes: &[u8]) -> Result<Rows, SheetError> {
    let text = match std::str::from_utf8(bytes) {
        Ok(s) => std::borrow::Cow::Borrowed(s),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes).ok_or(SheetError::Encoding)?,
    };
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut left = MAX_CELLS;
    for record in reader.records() {
        let record = record.map_err(|e| SheetError::NotCsv(e.to_string()))?;
        left = left.checked_sub(record.len()).ok_or(SheetError::TooLarge("number of cells"))?;
        if record.len() > MAX_COLUMNS as usize {
            return Err(SheetError::TooLarge("columns"));
        }
        if record.iter().any(|c| c.len() > MAX_CELL * 4) {
            return Err(SheetError::TooLarge("cell"));
        }
        if record.iter().any(|c| !c.is_empty()) {
            // The apostrophe in front of what could be a formula is ours (`sanitize::cell`), not the writer's.
            rows.push(record.iter().map(|c| unguarded(c).to_owned()).collect());
        }
    }
    if rows.len() > MAX_ROWS as usize {
        return Err(SheetError::TooLarge("rows"));
    }
    Ok(rows)
}

fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if crate::report::sanitize::cell(rest) != rest => rest,
        _ => cell,
    }
}
