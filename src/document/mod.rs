//! Floor 1': a policy file as text with its structure and a map back to the source. Knows no data type and no law.

mod bars;
mod charset;
mod concealed;
mod contents;
mod disguise;
mod folded;
mod html;
mod language;
mod likeness;
mod markdown;
mod marker;
mod mhtml;
mod mojibake;
mod outline;
mod page;
pub mod pdf;
mod plain;
mod simplified;
mod style;

pub use folded::Folded;
pub use likeness::PolicyLike;

use crate::budget::Budget;
use crate::gap::{Gap, GapCode, Hides, Read};
use page::Page;

/// What a block of text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Level 1 to 6.
    Heading(u8),
    /// A line of the table of contents: it names a section and says nothing itself.
    Contents,
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
    /// Reads HTML, Markdown, plain text, a saved page or PDF, whatever the name says; the bytes decide.
    pub fn read(name: &str, bytes: &[u8], budget: &mut Budget) -> Result<Read<Document>, DocumentError> {
        Document::read_with(name, bytes, budget, pdf::read)
    }

    /// As [`Document::read`], with another way to obtain the text layer of PDF files.
    pub fn read_with(name: &str, bytes: &[u8], budget: &mut Budget, pdf: pdf::Reader) -> Result<Read<Document>, DocumentError> {
        let not_text = |why: &str| DocumentError::NotText { name: name.into(), why: why.into() };
        let mut gaps = Vec::new();
        let hides = [Hides::Statements, Hides::SdkList];
        let mut doubt = |what: String| gaps.push(Gap::new(GapCode::Policy, what, name, &hides));
        let charset;
        let mut page;
        if is_pdf(bytes) {
            charset = "PDF";
            let layer = pdf(bytes, budget);
            layer.doubts.iter().cloned().for_each(&mut doubt);
            page = Page::new(budget);
            pdf::print(&layer, &mut page);
        } else if let Some(parts) = mhtml::parts(bytes) {
            if parts.is_empty() {
                return Err(not_text("a saved page without text"));
            }
            page = Page::new(budget);
            let mut name = "";
            for part in parts {
                let decoded = charset::decode(&part.bytes, part.charset.as_deref());
                decoded.doubts().for_each(&mut doubt);
                name = if name.is_empty() { decoded.charset } else { name };
                if part.is_html {
                    html::read(&decoded.text, &mut page);
                } else {
                    plain::read(&decoded.text, &mut page);
                }
            }
            charset = name;
        } else {
            let decoded = charset::decode(bytes, None);
            if let Some(why) = binary(bytes, &decoded) {
                return Err(not_text(why));
            }
            decoded.doubts().for_each(&mut doubt);
            charset = decoded.charset;
            page = Page::new(budget);
            if html::is_html(&decoded.text) {
                html::read(&decoded.text, &mut page);
            } else if markdown::is_markdown(&decoded.text) {
                markdown::read(&decoded.text, &mut page);
            } else {
                plain::read(&decoded.text, &mut page);
            }
        }
        if page.exhausted {
            gaps.push(Gap::unreadable("text beyond the limit was not read", name, &hides));
        }
        let (text, mut blocks, hidden) = (page.text, page.blocks, page.hidden);
        outline::build(&text, &mut blocks);
        let language = language::of(&text);
        let unseen: usize = hidden.iter().map(String::len).sum();
        if unseen > text.len().saturating_mul(4).max(1000) {
            gaps.push(Gap::new(
                GapCode::Policy,
                "most words of the page are hidden by its styles and were not read; a script may show them",
                name,
                &hides,
            ));
        }
        let document = Document { name: name.into(), sha256: crate::bytes::sha256_hex(bytes), charset, language, text, blocks, hidden };
        Ok(Read { value: document, gaps })
    }

    /// SHA-256 of the printed text.
    pub fn text_sha256(&self) -> String {
        crate::bytes::sha256_hex(self.text.as_bytes())
    }

    /// The name of the language, in English, where it is one that is not read and can be told.
    pub fn foreign_language(&self) -> Option<&'static str> {
        if self.language == Language::Other { language::name(&self.text) } else { None }
    }

    /// The words by which a document of that kind was known, as printed; a policy needs none.
    pub fn telling(&self, kind: PolicyLike) -> Option<String> {
        likeness::telling(self, kind)
    }

    /// Whether this is a privacy policy, or what stands in its place.
    pub fn kind(&self) -> PolicyLike {
        likeness::of(self)
    }
}

/// The header stands at the beginning, or within the first kilobyte (ISO 32000-1, annex H, note 13).
fn is_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    head.starts_with(b"%PDF-") || (memchr::memmem::find(head, b"%PDF-").is_some() && memchr::memmem::find(bytes, b"endobj").is_some())
}

/// Why bytes are no text that can be read here.
fn binary(bytes: &[u8], decoded: &charset::Decoded) -> Option<&'static str> {
    if bytes.is_empty() {
        return Some("the file is empty");
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Some("a ZIP archive (or an office document)");
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Some("an office document");
    }
    if decoded.charset.starts_with("UTF-16") {
        return None;
    }
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let odd = head.iter().filter(|b| **b < 9 || (14..27).contains(*b) || (28..32).contains(*b)).count();
    (odd.saturating_mul(20) > head.len()).then_some("binary data")
}

#[cfg(test)]
mod tests;
