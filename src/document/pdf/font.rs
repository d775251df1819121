//! Fonts as far as text needs them: how a string divides into codes, what each code says, how wide it is.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::cmap::{Code, Predefined, Table, predefined};
use super::file::File;
use super::glyph;
use super::object::{Dict, Object, object_number};
use crate::budget::Budget;

/// How the codes of a font are read.
enum Codes {
    /// One byte each; the text of each by the font's encoding.
    Simple(Vec<Option<String>>),
    Predefined(Predefined),
    /// A CMap in the file: only its code spaces are used.
    Embedded(Table),
}

pub(super) struct Font {
    codes: Codes,
    to_unicode: Table,
    /// Sorted by the first code: first, last, width.
    widths: Vec<(u32, u32, f64)>,
    default_width: f64,
    pub vertical: bool,
    pub bold: bool,
    /// Width of a code in text space: 1/1000 of the size but for Type 3.
    scale: f64,
}

/// A code as shown.
pub(super) struct Glyph {
    /// `None` where the file does not say what it is.
    pub text: Option<String>,
    /// In units of the font size.
    pub width: f64,
    pub is_space: bool,
}

impl Font {
    pub fn read(file: &File, dict: &Dict, budget: &mut Budget) -> Font {
        let kind = file.get(dict, b"Subtype");
        let composite = kind.name() == Some(b"Type0");
        let table = |object: Option<&Object>, budget: &mut Budget| {
            object.and_then(|o| file.stream(o, budget)).map(|(_, data)| Table::read(&data)).unwrap_or_default()
        };
        let to_unicode = table(dict.get(b"ToUnicode".as_slice()), budget);
        let name = file.get(dict, b"BaseFont").name().map(|n| String::from_utf8_lossy(n).to_lowercase()).unwrap_or_default();
        let mut font = Font {
            codes: Codes::Predefined(Predefined::Identity),
            to_unicode,
            widths: Vec::new(),
            default_width: 1000.0,
            vertical: false,
            bold: ["bold", "black", "heavy", "simhei", "heiti"].iter().any(|w| name.contains(w)),
            scale: 0.001,
        };
        if composite {
            match file.get(dict, b"Encoding") {
                Object::Name(n) => {
                    if let Some((kind, vertical)) = predefined(&String::from_utf8_lossy(&n)) {
                        font.codes = Codes::Predefined(kind);
                        font.vertical = vertical;
                    }
                }
                _ => font.codes = Codes::Embedded(table(dict.get(b"Encoding".as_slice()), budget)),
            }
            let descendant = match file.get(dict, b"DescendantFonts") {
                Object::Array(a) => a.first().and_then(|o| file.dict(o)),
                _ => None,
            };
            if let Some(d) = descendant {
                font.default_width = file.get(&d, b"DW").number().unwrap_or(1000.0);
                font.composite_widths(file, &file.get(&d, b"W"));
                font.widths.sort_by_key(|w| w.0);
            }
            return font;
        }
        font.codes = Codes::Simple(simple(file, dict, kind.name()));
        font.default_width = 500.0;
        let first = file.get(dict, b"FirstChar").number().and_then(object_number).unwrap_or(0);
        if let Object::Array(widths) = file.get(dict, b"Widths") {
            for (code, width) in (first..).zip(&widths).take(256) {
                font.widths.extend(file.resolve(width).number().map(|w| (code, code, w)));
            }
        }
        if kind.name() == Some(b"Type3")
            && let Object::Array(matrix) = file.get(dict, b"FontMatrix")
        {
            font.scale = matrix.first().map(|o| file.resolve(o)).and_then(|o| o.number()).unwrap_or(0.001);
        }
        font
    }

    /// The `W` array (9.7.4.3): `first [w w w]` or `first last w`.
    fn composite_widths(&mut self, file: &File, array: &Object) {
        let Some(items) = array.array() else { return };
        let mut items = items.iter().map(|o| file.resolve(o));
        while let Some(first) = items.next().and_then(|o| o.number()).and_then(object_number) {
            match items.next() {
                Some(Object::Array(each)) => {
                    for (code, width) in (first..).zip(&each) {
                        self.widths.extend(file.resolve(width).number().map(|w| (code, code, w)));
                    }
                }
                Some(Object::Number(last)) => {
                    let Some(width) = items.next().and_then(|o| o.number()) else { return };
                    let Some(last) = object_number(last) else { return };
                    self.widths.push((first, last, width));
                }
                _ => return,
            }
        }
    }

    fn width(&self, code: u32) -> f64 {
        let at = self.widths.partition_point(|w| w.0 <= code).checked_sub(1);
        at.and_then(|i| self.widths.get(i)).filter(|w| code <= w.1).map_or(self.default_width, |w| w.2)
    }

    pub fn glyphs(&self, bytes: &[u8]) -> Vec<Glyph> {
        let codes: Vec<Code> = match &self.codes {
            Codes::Simple(_) => bytes.iter().map(|b| (1, u32::from(*b))).collect(),
            Codes::Predefined(p) => p.split(bytes),
            Codes::Embedded(t) => t.split(bytes),
        };
        codes.into_iter().map(|c| self.glyph(c)).collect()
    }

    fn glyph(&self, code: Code) -> Glyph {
        let own = match &self.codes {
            Codes::Simple(texts) => texts.get(code.1 as usize).cloned().flatten(),
            Codes::Predefined(p) => p.text(code),
            Codes::Embedded(_) => None,
        };
        // Glyphs without a meaning are mapped to nothing, to zero or to private use by some writers.
        let known =
            |t: &String| !t.is_empty() && !t.chars().any(|c| c == '\0' || c == '\u{fffd}' || ('\u{e000}'..='\u{f8ff}').contains(&c));
        let text = self.to_unicode.text(code).filter(known).or(own).filter(known);
        let width = match &self.codes {
            // Widths go by glyph number; of a character set they are half or full.
            Codes::Predefined(Predefined::Identity) | Codes::Simple(_) => self.width(code.1),
            Codes::Predefined(_) if text.as_ref().is_some_and(|t| t.is_ascii()) => 500.0,
            _ => self.default_width,
        };
        let is_space = code == (1, 32) || text.as_deref() == Some(" ");
        Glyph { text, width: width * self.scale, is_space }
    }
}

/// The texts of a simple font's codes (9.6.6).
fn simple(file: &File, dict: &Dict, kind: Option<&[u8]>) -> Vec<Option<String>> {
    let encoding = file.get(dict, b"Encoding");
    let base = match &encoding {
        Object::Name(n) => Some(n.clone()),
        Object::Dict(d) => file.get(d, b"BaseEncoding").name().map(<[u8]>::to_vec),
        _ => None,
    };
    let flags = file.dict(&file.get(dict, b"FontDescriptor")).and_then(|d| file.get(&d, b"Flags").number()).and_then(object_number);
    let symbolic = flags.is_some_and(|f| f & 4 != 0 && f & 32 == 0);
    let mut out: Vec<Option<String>> = match base.as_deref() {
        Some(b"WinAnsiEncoding") => table(encoding_rs::WINDOWS_1252),
        Some(b"MacRomanEncoding") => table(encoding_rs::MACINTOSH),
        // A font of its own encoding says by its names alone what it shows.
        _ if symbolic || kind == Some(b"Type3") => vec![None; 256],
        _ => {
            let mut standard = table(encoding_rs::WINDOWS_1252);
            for (code, text) in [(0x27, "’"), (0x60, "‘")] {
                if let Some(slot) = standard.get_mut(code).filter(|_| base.as_deref() == Some(b"StandardEncoding")) {
                    *slot = Some(text.to_owned());
                }
            }
            standard
        }
    };
    if let Object::Dict(d) = &encoding
        && let Object::Array(differences) = file.get(d, b"Differences")
    {
        let mut code = 0usize;
        for item in differences {
            match file.resolve(&item) {
                Object::Number(n) => code = object_number(n).unwrap_or(0) as usize,
                Object::Name(n) => {
                    if let Some(slot) = out.get_mut(code) {
                        *slot = glyph::text(&String::from_utf8_lossy(&n));
                    }
                    code = code.saturating_add(1);
                }
                _ => {}
            }
        }
    }
    out
}

fn table(encoding: &'static encoding_rs::Encoding) -> Vec<Option<String>> {
    (0u8..=255)
        .map(|b| {
            let (text, _) = encoding.decode_without_bom_handling(std::slice::from_ref(&b));
            Some(text.into_owned()).filter(|t| !t.chars().any(char::is_control))
        })
        .collect()
}

/// Fonts of a file by object number, read once.
#[derive(Default)]
pub(super) struct Fonts(BTreeMap<u32, Rc<Font>>);

impl Fonts {
    pub fn get(&mut self, file: &File, object: &Object, budget: &mut Budget) -> Option<Rc<Font>> {
        let number = if let Object::Reference(n) = object { Some(*n) } else { None };
        if let Some(known) = number.and_then(|n| self.0.get(&n)) {
            return Some(known.clone());
        }
        let font = Rc::new(Font::read(file, &file.dict(object)?, budget));
        if let Some(n) = number {
            self.0.insert(n, font.clone());
        }
        Some(font)
    }
}
