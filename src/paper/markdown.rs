//! Markdown in which nothing but our own structure is structure. CommonMark lets any ASCII punctuation be escaped, so all of it is;
//! an escaped colon or dot starts no link (a dot between digits does not either), and `@` is written full-width because hosts call people by it even when escaped.

use super::{Block, Paper, Table, plain};

pub fn write(paper: &Paper) -> String {
    let mut out = String::new();
    let mut say = |s: String| {
        out.push_str(&s);
        out.push_str("\n\n");
    };
    if let Some(mark) = paper.mark() {
        say(format!("**{}**", text(mark)));
    }
    say(format!("# {}", text(&paper.title)));
    for line in &paper.subtitle {
        say(text(line));
    }
    for block in &paper.blocks {
        match block {
            Block::Heading(level, t) => say(format!("{} {}", if *level == 1 { "##" } else { "###" }, text(t))),
            Block::Text(t) | Block::Address(t) => say(text(t)),
            Block::Table(t) => say(table(t)),
            Block::Bars(b) => {
                say(format!("## {}", text(&b.name)));
                say(table(&b.table(paper.lang)));
            }
            Block::Signature(lines) => say(lines.iter().map(|l| text(l)).collect::<Vec<_>>().join("\\\n")),
        }
    }
    if let Some(mark) = paper.mark() {
        say(format!("**{}**", text(mark)));
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn table(t: &Table) -> String {
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut lines = vec![row(t.columns.iter().map(|c| cell(&c.name)).collect()), format!("|{}", " --- |".repeat(t.columns.len()))];
    lines.extend(t.rows.iter().map(|r| row(r.iter().map(|c| cell(c)).collect())));
    lines.join("\n")
}

fn cell(s: &str) -> String {
    text(s).replace("\\\n", "<br>").replace('\n', " ")
}

/// One paragraph: line breaks stay line breaks, no line starts a list, a heading or a fence.
fn text(s: &str) -> String {
    let lines: Vec<String> = plain(s)
        .split('\n')
        .map(|line| {
            let line: Vec<char> = line.trim_start().chars().collect();
            let digit = |at: Option<usize>| at.and_then(|at| line.get(at)).is_some_and(char::is_ascii_digit);
            line.iter().enumerate().fold(String::new(), |mut out, (at, &c)| {
                match c {
                    '@' => out.push('＠'),
                    '.' if digit(at.checked_sub(1)) && digit(Some(at + 1)) => out.push('.'),
                    c if c.is_ascii_punctuation() && !matches!(c, ',' | ';' | '%') => {
                        out.push('\\');
                        out.push(c);
                    }
                    c => out.push(c),
                }
                out
            })
        })
        .collect();
    lines.join("\\\n")
}
