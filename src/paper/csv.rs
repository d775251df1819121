//! CSV (RFC 4180) that spreadsheet programs open as text: a byte order mark, quoted cells, no cell that could be a formula.

use super::{Paper, Table, plain};
use crate::report::sanitize;

pub fn write(paper: &Paper) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new()
        .flexible(true)
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let mut row = |cells: Vec<String>| {
        // Writing into memory does not fail.
        let _ = out.write_record(&cells);
    };
    if let Some(mark) = paper.mark() {
        row(vec![mark.to_owned()]);
    }
    let tables = paper.tables();
    for (i, table) in tables.iter().enumerate() {
        if i > 0 {
            row(vec![String::new()]);
        }
        if tables.len() > 1 {
            row(vec![cell(&table.name)]);
        }
        rows(table).into_iter().for_each(&mut row);
    }
    if tables.is_empty() {
        for block in &paper.blocks {
            match block {
                super::Block::Heading(_, t) | super::Block::Text(t) => row(vec![cell(t)]),
                super::Block::Signature(lines) => row(lines.iter().map(|l| cell(l)).collect()),
                _ => {}
            }
        }
    }
    out.into_inner().unwrap_or_default()
}

fn rows(table: &Table) -> Vec<Vec<String>> {
    let head: Vec<String> = table.columns.iter().map(|c| cell(&c.name)).collect();
    let head = (!table.headless()).then_some(head);
    head.into_iter().chain(table.rows.iter().map(|r| r.iter().map(|c| cell(c)).collect())).collect()
}

fn cell(s: &str) -> String {
    sanitize::cell(&plain(s))
}
