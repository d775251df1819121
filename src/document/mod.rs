//! Floor 1': a policy file as text with its structure and a map back to the source. Knows no data type and no law.

mod charset;
mod concealed;
mod folded;
mod html;
mod language;
mod likeness;
mod markdown;
mod outline;
mod page;
mod plain;
mod simplified;

pub use folded::Folded;
pub use likeness::PolicyLike;

use crate::budget::Budget;
use crate::gap::{Gap, Hides, Read};
use page::Page;

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
        let not_text = |why: &str| DocumentError::NotText { name: name.into(), why: why.into() };
        if let Some(why) = binary(bytes) {
            return Err(not_text(why));
        }
        let decoded = charset::decode(bytes);
        let mut page = Page::new(budget);
        if html::is_html(&decoded.text) {
            html::read(&decoded.text, &mut page);
        } else if markdown::is_markdown(&decoded.text) {
            markdown::read(&decoded.text, &mut page);
        } else {
            plain::read(&decoded.text, &mut page);
        }
        let mut gaps = Vec::new();
        if page.exhausted {
            gaps.push(Gap::unreadable("text beyond the limit was not read", name, &[Hides::Statements, Hides::SdkList]));
        }
        if decoded.lossy {
            gaps.push(Gap::unreadable(format!("bytes that are not {} were replaced", decoded.charset), name, &[Hides::Statements]));
        }
        let (text, mut blocks, hidden) = (page.text, page.blocks, page.hidden);
        outline::build(&text, &mut blocks);
        let language = language::of(&text);
        let document = Document {
            name: name.into(),
            sha256: crate::bytes::sha256_hex(bytes),
            charset: decoded.charset,
            language,
            text,
            blocks,
            hidden,
        };
        Ok(Read { value: document, gaps })
    }

    /// SHA-256 of the printed text.
    pub fn text_sha256(&self) -> String {
        crate::bytes::sha256_hex(self.text.as_bytes())
    }

    /// Whether this is a privacy policy, or what stands in its place.
    pub fn kind(&self) -> PolicyLike {
        likeness::of(self)
    }
}

/// Why bytes are no text that can be read here.
fn binary(bytes: &[u8]) -> Option<&'static str> {
    if bytes.is_empty() {
        return Some("the file is empty");
    }
    if bytes.starts_with(b"%PDF") {
        return Some("PDF is not read yet; supply the policy as HTML, Markdown or text");
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Some("a ZIP archive (or an office document)");
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Some("an office document");
    }
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let lower = head.to_ascii_lowercase();
    if memchr::memmem::find(&lower, b"mime-version:").is_some() && memchr::memmem::find(&lower, b"multipart/related").is_some() {
        return Some("a saved web archive (MHTML) is not read yet; supply the page as HTML");
    }
    let odd = head.iter().filter(|b| **b < 9 || (14..27).contains(*b) || (28..32).contains(*b)).count();
    let utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let zeros = head.iter().filter(|b| **b == 0).count();
    if !utf16 && odd.saturating_mul(20) > head.len() && odd != zeros {
        return Some("binary data");
    }
    if !utf16 && zeros.saturating_mul(20) > head.len() && zeros.saturating_mul(3) < head.len() {
        return Some("binary data");
    }
    None
}

#[cfg(test)]
mod tests;
