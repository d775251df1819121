//! From the codes of a font to Unicode: `ToUnicode` tables, code spaces of embedded CMaps, and the predefined CMaps of Chinese, Japanese and
//! Korean documents (ISO 32000-1, 9.7.5.2), whose codes are those of a character set.

use std::collections::BTreeMap;

use encoding_rs::Encoding;

use super::object::{Lexer, Object};

/// A code of one to four bytes.
pub(super) type Code = (u8, u32);

/// A table as embedded in the file: code spaces, and what codes map to.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// (length, low, high)
    spaces: Vec<(u8, u32, u32)>,
    single: BTreeMap<Code, String>,
    /// Sorted by (length, low): length, low, high, text of the first.
    ranges: Vec<(u8, u32, u32, String)>,
}

fn code(bytes: &[u8]) -> Option<Code> {
    if bytes.is_empty() || bytes.len() > 4 {
        return None;
    }
    Some((u8::try_from(bytes.len()).ok()?, bytes.iter().fold(0u32, |v, b| v << 8 | u32::from(*b))))
}

fn utf16(bytes: &[u8]) -> String {
    if let [one] = bytes {
        return char::from(*one).to_string();
    }
    let units = bytes.chunks_exact(2).map(|p| u16::from_be_bytes([p.first().copied().unwrap_or(0), p.get(1).copied().unwrap_or(0)]));
    char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
}

impl Table {
    /// Reads a CMap program (Adobe technical note 5014, 9.10.3 of ISO 32000-1) by its operators alone.
    pub fn read(program: &[u8]) -> Table {
        let mut table = Table::default();
        let mut lexer = Lexer::new(program, 0);
        let mut operands: Vec<Object> = Vec::new();
        while let Some(object) = lexer.object() {
            let Object::Word(word) = object else {
                operands.push(object);
                continue;
            };
            let texts: Vec<Option<&[u8]>> =
                operands.iter().map(|o| if let Object::Text(t) = o { Some(t.as_slice()) } else { None }).collect();
            let text = |n: usize| texts.get(n).copied().flatten();
            match word.as_slice() {
                b"endcodespacerange" => {
                    for n in (0..operands.len()).step_by(2) {
                        let (Some(low), Some(high)) = (text(n).and_then(code), text(n.saturating_add(1)).and_then(code)) else { continue };
                        table.spaces.push((low.0, low.1, high.1));
                    }
                }
                b"endbfchar" => {
                    for n in (0..operands.len()).step_by(2) {
                        let (Some(from), Some(to)) = (text(n).and_then(code), text(n.saturating_add(1))) else { continue };
                        table.single.insert(from, utf16(to));
                    }
                }
                b"endbfrange" => {
                    for n in (0..operands.len()).step_by(3) {
                        let (Some(low), Some(high)) = (text(n).and_then(code), text(n.saturating_add(1)).and_then(code)) else { continue };
                        match operands.get(n.saturating_add(2)) {
                            Some(Object::Text(first)) => table.ranges.push((low.0, low.1, high.1, utf16(first))),
                            Some(Object::Array(each)) => {
                                for (code, to) in (low.1..=high.1).zip(each) {
                                    if let Object::Text(to) = to {
                                        table.single.insert((low.0, code), utf16(to));
                                    }
                                }
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
            operands.clear();
        }
        table.ranges.sort();
        table
    }

    pub fn text(&self, code: Code) -> Option<String> {
        if let Some(known) = self.single.get(&code) {
            return Some(known.clone());
        }
        let at = self.ranges.partition_point(|r| (r.0, r.1) <= code).checked_sub(1)?;
        let (length, low, high, first) = self.ranges.get(at)?;
        if *length != code.0 || code.1 > *high {
            return None;
        }
        let mut chars: Vec<char> = first.chars().collect();
        let last = chars.pop()?;
        chars.push(char::from_u32(u32::from(last).checked_add(code.1.checked_sub(*low)?)?)?);
        Some(chars.into_iter().collect())
    }

    /// Splits a string into codes by the code spaces; without any, two bytes each.
    pub fn split(&self, bytes: &[u8]) -> Vec<Code> {
        let mut out = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let fits = (1..=4usize).filter_map(|n| code(rest.get(..n)?)).find(|c| {
                self.spaces.iter().any(|(length, low, high)| {
                    let within = |shift: u32| ((low >> shift) & 255..=(high >> shift) & 255).contains(&((c.1 >> shift) & 255));
                    *length == c.0 && (0..u32::from(c.0)).all(|n| within(n.saturating_mul(8)))
                })
            });
            let otherwise = if self.spaces.is_empty() { 2 } else { usize::from(self.spaces.first().map_or(1, |s| s.0)) };
            let n = fits.map_or(otherwise, |c| usize::from(c.0)).min(rest.len());
            out.extend(code(rest.get(..n).unwrap_or_default()));
            rest = rest.get(n..).unwrap_or_default();
        }
        out
    }
}

/// How the codes of a predefined CMap are written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Predefined {
    /// Glyph numbers: only a `ToUnicode` table says what they are.
    Identity,
    /// UTF-16, big endian; UCS-2 is a part of it.
    Utf16,
    Utf8,
    Utf32,
    /// A character set of one and two bytes (GB 18030: four too).
    Charset(&'static Encoding),
}

/// The predefined CMap of a name, and whether it writes downwards.
pub(super) fn predefined(name: &str) -> Option<(Predefined, bool)> {
    let (base, direction) = name.rsplit_once('-')?;
    let vertical = match direction {
        "H" => false,
        "V" => true,
        _ => return None,
    };
    let kind = match base {
        "Identity" => Predefined::Identity,
        "GB-EUC" | "GBpc-EUC" | "GBK-EUC" | "GBKp-EUC" | "GBK2K" => Predefined::Charset(encoding_rs::GB18030),
        "B5pc" | "HKscs-B5" | "ETen-B5" | "ETenms-B5" => Predefined::Charset(encoding_rs::BIG5),
        "83pv-RKSJ" | "90ms-RKSJ" | "90msp-RKSJ" | "90pv-RKSJ" | "Add-RKSJ" | "Ext-RKSJ" => Predefined::Charset(encoding_rs::SHIFT_JIS),
        "EUC" => Predefined::Charset(encoding_rs::EUC_JP),
        "KSC-EUC" | "KSCms-UHC" | "KSCms-UHC-HW" | "KSCpc-EUC" => Predefined::Charset(encoding_rs::EUC_KR),
        _ if base.ends_with("-UCS2") || base.ends_with("-UTF16") || base.ends_with("-UCS2-HW") => Predefined::Utf16,
        _ if base.ends_with("-UTF8") => Predefined::Utf8,
        _ if base.ends_with("-UTF32") => Predefined::Utf32,
        _ => return None,
    };
    Some((kind, vertical))
}

impl Predefined {
    /// Length of the next code.
    fn length(self, bytes: &[u8]) -> usize {
        let first = bytes.first().copied().unwrap_or(0);
        let second = bytes.get(1).copied().unwrap_or(0);
        match self {
            Predefined::Identity => 2,
            Predefined::Utf16 if (0xd8..=0xdb).contains(&first) => 4,
            Predefined::Utf16 => 2,
            Predefined::Utf32 => 4,
            Predefined::Utf8 => match first {
                0xf0.. => 4,
                0xe0.. => 3,
                0xc0.. => 2,
                _ => 1,
            },
            Predefined::Charset(c) if c == encoding_rs::GB18030 && first >= 0x81 && second.is_ascii_digit() => 4,
            Predefined::Charset(c) if c == encoding_rs::SHIFT_JIS && (0xa0..=0xdf).contains(&first) => 1,
            Predefined::Charset(_) if (0x81..0xff).contains(&first) => 2,
            Predefined::Charset(_) => 1,
        }
    }

    pub fn split(self, bytes: &[u8]) -> Vec<Code> {
        let mut out = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let n = self.length(rest).min(rest.len());
            out.extend(code(rest.get(..n).unwrap_or_default()));
            rest = rest.get(n..).unwrap_or_default();
        }
        out
    }

    /// The text of a code, where the code itself says it.
    pub fn text(self, (length, value): Code) -> Option<String> {
        let all = value.to_be_bytes();
        let bytes = all.get(4usize.checked_sub(usize::from(length))?..)?;
        let text = match self {
            Predefined::Identity => return None,
            Predefined::Utf16 if length == 1 => return None,
            Predefined::Utf16 => utf16(bytes),
            Predefined::Utf32 => char::from_u32(value)?.to_string(),
            Predefined::Utf8 => std::str::from_utf8(bytes).ok()?.to_owned(),
            Predefined::Charset(c) => c.decode_without_bom_handling_and_without_replacement(bytes)?.into_owned(),
        };
        (!text.contains('\u{fffd}')).then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_maps_single_codes_ranges_and_sequences() {
        let program = b"1 begincodespacerange <0000> <ffff> endcodespacerange 2 beginbfchar <0003> <0020> <0005> <D840DC00> endbfchar \
            3 beginbfrange <0010> <0012> <4E00> <0020> <0021> [<6211> <00660069>] <0030><0030><0041> endbfrange";
        let table = Table::read(program);
        let text = |c| table.text((2, c));
        for (code, wanted) in [(3, " "), (5, "\u{20000}"), (0x11, "\u{4e01}"), (0x20, "我"), (0x21, "fi"), (0x30, "A")] {
            assert_eq!(text(code).as_deref(), Some(wanted), "{code:x}");
        }
        assert_eq!((text(4), text(0x13), table.text((1, 3))), (None, None, None));
        assert_eq!(table.split(&[0, 3, 0, 0x11, 9]), [(2, 3), (2, 0x11), (1, 9)]);
    }

    #[test]
    fn predefined_cmaps_read_their_character_sets() {
        let all = |name: &str, bytes: &[u8]| {
            let (kind, _) = predefined(name).unwrap();
            kind.split(bytes).into_iter().map(|c| kind.text(c).unwrap_or("?".into())).collect::<String>()
        };
        let encode = |e: &'static Encoding, t| e.encode(t).0.into_owned();
        assert_eq!(all("GBK-EUC-H", &encode(encoding_rs::GBK, "隐私policy政策")), "隐私policy政策");
        assert_eq!(all("GBK2K-H", &encode(encoding_rs::GB18030, "㐀隐私")), "㐀隐私");
        assert_eq!(all("ETen-B5-H", &encode(encoding_rs::BIG5, "隱私A")), "隱私A");
        let utf16: Vec<u8> = "隐私\u{20000}".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(all("UniGB-UTF16-H", &utf16), "隐私\u{20000}");
        assert_eq!(all("UniGB-UCS2-V", &utf16[..4]), "隐私");
        assert_eq!(all("Identity-H", &[0, 1]), "?");
        assert_eq!(predefined("Adobe-GB1-UCS2"), None);
    }
}
