//! Floor 10: a paper that a person signs or files, in one language and many forms: a page, a workbook, a text document, Markdown, CSV.
//!
//! A [`Paper`] is plain text in blocks. Every form escapes for itself, so that whoever writes a paper need not know where it ends:
//! names of apps, class names and policy text are written by the party under examination.

mod csv;
mod html;
mod markdown;
pub mod pack;
pub mod read;
mod text;
mod word;
mod workbook;

#[cfg(test)]
mod tests;

use crate::report::sanitize;
use crate::words::{Lang, Words};

/// What every page of a paper bears that no authority has issued, and its metadata too.
pub fn draft_mark(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "检测线索汇总（草稿，非行政通报）",
        Lang::En => "Summary of leads (draft, not an administrative notice)",
    }
}

/// Characters of a cell or paragraph; what stands behind is left out, and said.
const LONGEST: usize = 4000;

#[derive(Clone, Debug)]
pub struct Paper {
    pub lang: Lang,
    pub title: String,
    /// Below the title: batch, number, date.
    pub subtitle: Vec<String>,
    /// Bears [`draft_mark`] on every page.
    pub draft: bool,
    /// Who issues it, for the metadata; empty in a draft.
    pub author: String,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug)]
pub enum Block {
    /// 1 or 2.
    Heading(u8, String),
    Text(String),
    /// To whom the paper is addressed: a line of its own, never indented.
    Address(String),
    Table(Table),
    Bars(Bars),
    /// Set to the right: authority, date.
    Signature(Vec<String>),
}

#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Also the name of the worksheet.
    pub name: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
}

#[derive(Clone, Debug)]
pub struct Column {
    pub name: String,
    /// In characters of a Latin fixed-width type.
    pub width: u16,
    /// What a person may fill in, offered as a list in a workbook. Never words of the party under examination.
    pub choices: Vec<String>,
}

/// Shares of a whole: bars on a page, a table elsewhere.
#[derive(Clone, Debug)]
pub struct Bars {
    pub name: String,
    /// What a bar stands for: 问题, SDK, 应用类型.
    pub what: String,
    pub bars: Vec<Bar>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    pub label: String,
    pub count: usize,
    pub of: usize,
}

impl Bar {
    /// In tenths of a per cent, rounded half up: no floating point, so the same on every machine.
    pub fn per_mille(&self) -> usize {
        (self.count.saturating_mul(2000) / self.of.max(1)).saturating_add(1) / 2
    }

    pub fn share(&self) -> String {
        let p = self.per_mille();
        format!("{}.{}%", p / 10, p % 10)
    }
}

impl Bars {
    pub fn table(&self, lang: Lang) -> Table {
        let words = |zh: &str, en: &str| Words::new(zh, en).get(lang).to_owned();
        Table {
            name: self.name.clone(),
            columns: vec![
                Column::new(&self.what, 44),
                Column::new(&words("应用数", "Apps"), 10),
                Column::new(&words("总数", "Of"), 10),
                Column::new(&words("占比", "Share"), 10),
            ],
            rows: self.bars.iter().map(|b| vec![b.label.clone(), b.count.to_string(), b.of.to_string(), b.share()]).collect(),
        }
    }
}

impl Table {
    /// A list of names and values has no head.
    fn headless(&self) -> bool {
        self.columns.iter().all(|c| c.name.is_empty())
    }
}

impl Column {
    pub fn new(name: &str, width: u16) -> Column {
        Column { name: name.into(), width, choices: Vec::new() }
    }
}

/// A form to write a paper in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Lines for a terminal.
    Text,
    Html,
    Xlsx,
    Docx,
    Markdown,
    Csv,
}

/// A form could not be written. Only sizes beyond what Excel takes lead here.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    #[error("the document could not be written: {0}")]
    Write(#[from] std::io::Error),
    #[error("the archive could not be written: {0}")]
    Archive(#[from] zip::result::ZipError),
}

impl Paper {
    pub fn new(lang: Lang, title: &str) -> Paper {
        Paper { lang, title: title.into(), subtitle: Vec::new(), draft: false, author: String::new(), blocks: Vec::new() }
    }

    pub fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.blocks.push(Block::Heading(level, text.into()));
    }

    pub fn text(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Text(text.into()));
    }

    pub fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table));
    }

    /// The bytes of the paper in a form. The same paper gives the same bytes.
    pub fn write(&self, form: Form) -> Result<Vec<u8>, PaperError> {
        Ok(match form {
            Form::Text => text::write(self).into_bytes(),
            Form::Html => html::write(self).into_bytes(),
            Form::Markdown => markdown::write(self).into_bytes(),
            Form::Csv => csv::write(self),
            Form::Xlsx => workbook::write(self)?,
            Form::Docx => word::write(self)?,
        })
    }

    fn mark(&self) -> Option<&'static str> {
        self.draft.then(|| draft_mark(self.lang))
    }

    /// All tables, those behind bars included.
    fn tables(&self) -> Vec<Table> {
        self.blocks
            .iter()
            .filter_map(|b| match b {
                Block::Table(t) => Some(t.clone()),
                Block::Bars(b) => Some(b.table(self.lang)),
                _ => None,
            })
            .collect()
    }
}

/// Plain text as every form prints it: nothing unseen, nothing that XML forbids, not longer than a cell may be.
pub fn plain(s: &str) -> String {
    let clean = sanitize::lines(s).join("\n");
    match clean.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}… (+{})", clean.get(..at).unwrap_or_default(), clean.chars().count().saturating_sub(LONGEST)),
        None => clean,
    }
}

/// A name on one line, at most `max` characters.
pub fn short(s: &str, max: usize) -> String {
    let clean = sanitize::line(s.trim());
    match clean.char_indices().nth(max) {
        Some((at, _)) => format!("{}…", clean.get(..at).unwrap_or_default()),
        None => clean,
    }
}
