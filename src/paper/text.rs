//! A paper as lines for a terminal: what a person reads who asked for no file.

use super::{Block, Paper, Table, plain};
use crate::report::screen::width;

/// Columns a terminal is taken to have.
const ACROSS: usize = 100;
/// Columns of a cell that is a mark and needs no name before it.
const SHORT: usize = 20;

pub fn write(paper: &Paper) -> String {
    let mut out = String::new();
    let mut say = |s: &str| {
        out.push_str(s);
        out.push('\n');
    };
    if let Some(mark) = paper.mark() {
        say(mark);
    }
    // A draft is titled by its mark.
    if paper.mark() != Some(paper.title.as_str()) {
        say(&one(&paper.title));
    }
    paper.subtitle.iter().for_each(|s| say(&one(s)));
    for block in &paper.blocks {
        match block {
            Block::Heading(_, t) => say(&format!("\n{}", one(t))),
            Block::Text(t) | Block::Address(t) => say(&format!("\n{}", plain(t))),
            Block::Table(t) => say(&table(t)),
            Block::Bars(b) => {
                say(&format!("\n{}", one(&b.name)));
                say(table(&b.table(paper.lang)).trim_start_matches('\n'));
            }
            Block::Signature(lines) => {
                say("");
                lines.iter().for_each(|l| say(&one(l)));
            }
        }
    }
    out
}

fn one(s: &str) -> String {
    plain(s).replace('\n', " ")
}

/// Columns side by side where they fit; else a block a row, each cell behind the name of its column.
fn table(t: &Table) -> String {
    let cells: Vec<Vec<String>> = t.rows.iter().map(|r| r.iter().map(|c| one(c)).collect()).collect();
    let heads: Vec<String> = t.columns.iter().map(|c| one(&c.name)).collect();
    let wide: Vec<usize> =
        (0..heads.len()).map(|n| cells.iter().filter_map(|r| r.get(n)).chain(heads.get(n)).map(|c| width(c)).max().unwrap_or(0)).collect();
    let side_by_side = wide.iter().sum::<usize>() + 2 * wide.len() <= ACROSS;
    let line = |row: &[String]| -> String {
        let padded: Vec<String> = row.iter().zip(&wide).map(|(c, w)| format!("{c}{}", " ".repeat(w.saturating_sub(width(c))))).collect();
        padded.join("  ").trim_end().to_owned()
    };
    let mut out = vec![String::new()];
    if side_by_side {
        if !t.headless() {
            out.push(line(&heads));
        }
        out.extend(cells.iter().map(|r| line(r)));
    } else {
        for row in &cells {
            let named: Vec<(&String, &String)> = heads.iter().zip(row).filter(|(_, c)| !c.is_empty() && *c != "—").collect();
            // Short marks at the beginning (a state, an id, a code) share a line.
            let lead = named.iter().take_while(|(_, c)| width(c) <= SHORT).count().max(1);
            out.push(format!("- {}", named.iter().take(lead).map(|(_, c)| c.as_str()).collect::<Vec<_>>().join(" · ")));
            out.extend(named.iter().skip(lead).map(|(head, cell)| format!("  {head}: {cell}")));
        }
    }
    out.join("\n")
}
