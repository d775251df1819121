//! The text layer of PDF files (ISO 32000-1). What the file does not say is not guessed: glyphs without a meaning are counted and reported,
//! and a layer that is mostly unknown is not read at all.

mod cmap;
mod content;
mod file;
mod filter;
mod font;
mod glyph;
mod layout;
mod object;

use serde::{Deserialize, Serialize};

use super::charset::common_han;
use super::page::Page;
use super::plain::is_han;
use crate::budget::Budget;

/// A paragraph of a PDF file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    pub text: String,
    /// 1 to 4 where it is set larger than the text.
    pub heading: Option<u8>,
}

/// What a PDF file shows as text, and in which way that cannot be relied on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextLayer {
    pub paragraphs: Vec<Paragraph>,
    pub doubts: Vec<String>,
}

/// How a text layer is obtained: [`read`], or the same in a process of its own.
pub type Reader = fn(&[u8], &mut Budget) -> TextLayer;

/// At most so many unknown glyphs in a hundred leave a layer that can be quoted.
const UNKNOWN_MAX: usize = 10;

/// Reads the text layer.
pub fn read(bytes: &[u8], budget: &mut Budget) -> TextLayer {
    let file = file::File::read(bytes, budget);
    let nothing = |doubt: &str| TextLayer { paragraphs: Vec::new(), doubts: vec![doubt.to_owned()] };
    if file.encrypted {
        return nothing("the PDF file is encrypted and was not read");
    }
    let pages = file.pages(budget);
    if pages.is_empty() {
        return nothing("the PDF file has no pages that can be read");
    }
    let mut reader = content::Reader::new(&file);
    let mut lines = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        lines.extend(layout::lines(reader.page(page, budget), number));
    }
    let shown = &reader.shown;
    let mut doubts = Vec::new();
    let mut doubt = |text: String| doubts.push(text);
    let seen = shown.glyphs.saturating_sub(shown.invisible);
    if seen < 20usize.saturating_mul(pages.len()) && shown.images > 0 && shown.glyphs < 20usize.saturating_mul(pages.len()) {
        doubt(format!("the PDF file is made of images ({}) and has no text layer", shown.images));
    }
    let unreadable = shown.unknown.saturating_mul(100) > shown.glyphs.saturating_mul(UNKNOWN_MAX);
    if unreadable {
        doubt(format!(
            "the PDF file does not say which characters {} of its {} glyphs are (no ToUnicode table); its text was not read",
            shown.unknown, shown.glyphs
        ));
        return TextLayer { paragraphs: Vec::new(), doubts };
    }
    if shown.unknown > 0 {
        doubt(format!("the PDF file does not say which characters {} of its {} glyphs are", shown.unknown, shown.glyphs));
    }
    if shown.invisible.saturating_mul(2) > shown.glyphs {
        doubt(
            "the text layer of the PDF file is invisible over images; such layers come from character recognition and hold its errors"
                .into(),
        );
    }
    if shown.vertical {
        doubt("the PDF file has text that is written downwards; its order is not certain".into());
    }
    if shown.cut || file.cut {
        doubt("parts of the PDF file are damaged or beyond the limit and were not read".into());
    }
    let parts = layout::parts(lines, pages.len());
    let text: String = parts.iter().map(|p| p.text.as_str()).collect();
    let han = text.chars().filter(|c| is_han(*c)).count();
    if han > 300 && common_han(&text).saturating_mul(50) < han {
        doubt(
            "the characters of the PDF file's text layer make no Chinese text; its table of characters is wrong, and its text was not read"
                .into(),
        );
        return TextLayer { paragraphs: Vec::new(), doubts };
    }
    let paragraphs = parts.into_iter().map(|p| Paragraph { text: p.text, heading: p.heading }).collect();
    TextLayer { paragraphs, doubts }
}

/// Writes a text layer into a page.
pub(super) fn print(layer: &TextLayer, page: &mut Page) {
    for p in &layer.paragraphs {
        let name = match p.heading {
            Some(1) => "h1",
            Some(2) => "h2",
            Some(3) => "h3",
            Some(_) => "h4",
            None => "p",
        };
        page.open(name, &|_| None);
        page.characters(&p.text);
        page.close(name);
    }
    page.finish();
}

#[cfg(test)]
mod tests;
