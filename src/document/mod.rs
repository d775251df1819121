//! Floor 1': a policy file as text with its structure and a map back to the source. Knows no data type and no law.

use crate::budget::Budget;
use crate::gap::Read;

/// What a block of text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Level 1 to 6.
    Heading(u8),
    Paragraph,
    /// Nesting depth from 1; `lead` is the index of the block that introduces the list, if any.
    ListItem {
        depth: u8,
        lead: Option<usize>,
    },
    /// A cell of table number `table`.
    Cell {
        table: u32,
        row: u32,
        column: u32,
        header: bool,
    },
}

/// A block: a range of the printed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    /// Range of `Document::text` in bytes.
    pub range: std::ops::Range<usize>,
    /// Indices of the headings above it, outermost first.
    pub headings: Vec<usize>,
    /// Links in it: (range of the link's words in bytes of `text`, address).
    pub links: Vec<(std::ops::Range<usize>, String)>,
}

/// Language of a document, from its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    ZhHans,
    ZhHant,
    En,
    Other,
    Mixed,
}

impl Language {
    pub fn as_str(self) -> &'static str {
        match self {
            Language::ZhHans => "zh-Hans",
            Language::ZhHant => "zh-Hant",
            Language::En => "en",
            Language::Other => "other",
            Language::Mixed => "mixed",
        }
    }
}

/// A policy file read.
#[derive(Clone, Debug)]
pub struct Document {
    /// File name only.
    pub name: String,
    /// SHA-256 of the bytes received.
    pub sha256: String,
    /// Name of the character set that was used.
    pub charset: &'static str,
    pub language: Language,
    /// The printed text: what a reader of the page sees, blocks separated by newlines.
    pub text: String,
    pub blocks: Vec<Block>,
    /// Text hidden by style, of zero size or with zero-width characters inside words; never part of `text`.
    pub hidden: Vec<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    #[error("{name}: not a policy text: {why}")]
    NotText { name: String, why: String },
}

impl Document {
    /// Reads HTML, Markdown or plain text, whatever the name says; the bytes decide.
    pub fn read(name: &str, bytes: &[u8], budget: &mut Budget) -> Result<Read<Document>, DocumentError> {
        let _ = budget;
        Err(DocumentError::NotText { name: name.into(), why: format!("reader not built yet ({} bytes)", bytes.len()) })
    }

    /// SHA-256 of the printed text.
    pub fn text_sha256(&self) -> String {
        crate::bytes::sha256_hex(self.text.as_bytes())
    }
}
