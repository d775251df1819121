//! The string pool shared by binary XML and the resource table (ResourceTypes.h, `ResStringPool_header`).
//!
//! Counts and offsets are believed only as far as bytes exist: a string is decoded when it is asked for, so a pool that states a
//! billion strings costs nothing.

use std::borrow::Cow;

use crate::bytes::{u8_at, u16_at, u32_at};

/// `ResStringPool_header`.
const HEADER: usize = 28;
const UTF8_FLAG: u32 = 0x100;

/// A view of one string pool.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pool<'a> {
    bytes: &'a [u8],
    offsets_at: usize,
    strings_at: usize,
    /// Number of offsets that exist, never more than bytes allow.
    count: usize,
    utf8: bool,
}

/// What is wrong with a pool; the platform's own reader refuses a file with a `refused` fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    pub id: &'static str,
    pub what: &'static str,
    pub refused: bool,
}

/// A string as it stands in the pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<'a> {
    pub value: Cow<'a, str>,
    /// No terminating NUL where the length says: the platform gives no string at all then.
    pub unterminated: bool,
    /// Bytes that are no text in the pool's encoding were replaced.
    pub broken: bool,
}

impl<'a> Pool<'a> {
    /// The pool in `chunk` (from its type field to its stated, or last existing, byte), and what is odd about it.
    pub fn read(chunk: &'a [u8]) -> (Pool<'a>, Vec<Fault>) {
        let mut faults = Vec::new();
        let mut fault = |id, what, refused| faults.push(Fault { id, what, refused });
        let field = |at| u32_at(chunk, at).unwrap_or(0) as usize;
        let (stated, styles, flags, strings_at, styles_at) = (field(8), field(12), field(16) as u32, field(20), field(24));
        let header = match u16_at(chunk, 2).map(usize::from) {
            Some(h) if h >= HEADER && h <= chunk.len() => h,
            _ => {
                fault("pool-header-size", "the string pool states a header size that cannot be", true);
                HEADER.min(chunk.len())
            }
        };
        let room_end = if strings_at > header { strings_at.min(chunk.len()) } else { chunk.len() };
        let count = stated.min(room_end.saturating_sub(header) / 4);
        if count < stated {
            // ResStringPool::setTo compares with the chunk, not with the start of the strings.
            let refused = stated > chunk.len().saturating_sub(header) / 4;
            fault("pool-string-count", "the string pool states more strings than it has offsets for", refused);
        }
        if stated > 0 && strings_at >= chunk.len().saturating_sub(2) {
            fault("pool-strings-start", "the string pool's text starts outside the pool", true);
        }
        if styles > 0 {
            if styles_at >= chunk.len().saturating_sub(2) || styles_at <= strings_at {
                fault("pool-style-start", "the string pool states styles that start outside the pool or before its text", true);
            } else if stated.saturating_add(styles) > chunk.len().saturating_sub(header) / 4 {
                fault("pool-style-count", "the string pool states more styles than it has offsets for", true);
            }
        }
        (Pool { bytes: chunk, offsets_at: header, strings_at, count, utf8: flags & UTF8_FLAG != 0 }, faults)
    }

    /// Number of strings that have an offset.
    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// String `index` as text; `None` where the offset or the length points outside.
    pub fn get(&self, index: u32) -> Option<Cow<'a, str>> {
        self.text(index).map(|t| t.value)
    }

    /// String `index` with what is odd about it.
    pub fn text(&self, index: u32) -> Option<Text<'a>> {
        let index = index as usize;
        if index >= self.count {
            return None;
        }
        let slot = self.offsets_at.checked_add(index.checked_mul(4)?)?;
        let at = self.strings_at.checked_add(u32_at(self.bytes, slot)? as usize)?;
        if self.utf8 { self.utf8(at) } else { self.utf16(at) }
    }

    /// Two lengths (in UTF-16 units, then in bytes), the bytes, a NUL.
    fn utf8(&self, at: usize) -> Option<Text<'a>> {
        let (_, at) = length8(self.bytes, at)?;
        let (len, at) = length8(self.bytes, at)?;
        let rest = self.bytes.get(at..)?;
        let unterminated = rest.get(len) != Some(&0);
        // aapt writes lengths above 0x7fff modulo that; the platform then goes on to the NUL. Only when one follows.
        let raw = match rest.get(..len) {
            Some(raw) if !unterminated => raw,
            Some(raw) => raw,
            None => return None,
        };
        let (value, broken) = match std::str::from_utf8(raw) {
            Ok(s) => (Cow::Borrowed(s), false),
            Err(_) => modified_utf8(raw),
        };
        Some(Text { value, unterminated, broken })
    }

    fn utf16(&self, at: usize) -> Option<Text<'a>> {
        let (len, at) = length16(self.bytes, at)?;
        let end = at.checked_add(len.checked_mul(2)?)?;
        let raw = self.bytes.get(at..end)?;
        let unterminated = u16_at(self.bytes, end) != Some(0);
        let mut broken = false;
        let units = raw.chunks_exact(2).filter_map(|c| Some(u16::from_le_bytes(c.try_into().ok()?)));
        let value: String = char::decode_utf16(units)
            .map(|r| {
                r.unwrap_or_else(|_| {
                    broken = true;
                    char::REPLACEMENT_CHARACTER
                })
            })
            .collect();
        Some(Text { value: Cow::Owned(value), unterminated, broken })
    }
}

/// One or two bytes; the high bit of the first says which.
fn length8(b: &[u8], at: usize) -> Option<(usize, usize)> {
    let first = usize::from(u8_at(b, at)?);
    let next = at.checked_add(1)?;
    if first & 0x80 == 0 {
        return Some((first, next));
    }
    Some(((first & 0x7f) << 8 | usize::from(u8_at(b, next)?), next.checked_add(1)?))
}

/// One or two 16-bit units; the high bit of the first says which.
fn length16(b: &[u8], at: usize) -> Option<(usize, usize)> {
    let first = usize::from(u16_at(b, at)?);
    let next = at.checked_add(2)?;
    if first & 0x8000 == 0 {
        return Some((first, next));
    }
    Some(((first & 0x7fff) << 16 | usize::from(u16_at(b, next)?), next.checked_add(2)?))
}

/// Text whose characters above U+FFFF are written as two encoded surrogates (JNI's "modified UTF-8"), as some packers do.
fn modified_utf8(raw: &[u8]) -> (Cow<'static, str>, bool) {
    let mut units: Vec<u16> = Vec::with_capacity(raw.len());
    let mut broken = false;
    let mut rest = raw;
    while let Some((&first, tail)) = rest.split_first() {
        let cont = |n: usize| tail.get(n).filter(|b| **b & 0xc0 == 0x80).map(|b| u32::from(b & 0x3f));
        let first = u32::from(first);
        let (code, used) = if first < 0x80 {
            (Some(first), 0)
        } else if first & 0xe0 == 0xc0 {
            (cont(0).map(|a| (first & 0x1f) << 6 | a), 1)
        } else if first & 0xf0 == 0xe0 {
            (cont(0).zip(cont(1)).map(|(a, b)| (first & 0x0f) << 12 | a << 6 | b), 2)
        } else if first & 0xf8 == 0xf0 {
            (cont(0).zip(cont(1)).zip(cont(2)).map(|((a, b), c)| (first & 0x07) << 18 | a << 12 | b << 6 | c), 3)
        } else {
            (None, 0)
        };
        match code {
            Some(c) if c <= 0xffff => units.push(c as u16),
            Some(c) => match char::from_u32(c) {
                Some(ch) => units.extend_from_slice(ch.encode_utf16(&mut [0; 2])),
                None => {
                    broken = true;
                    units.push(0xfffd);
                }
            },
            None => {
                broken = true;
                units.push(0xfffd);
            }
        }
        rest = if code.is_some() { tail.get(used..).unwrap_or(&[]) } else { tail };
    }
    let text: String = char::decode_utf16(units)
        .map(|r| {
            r.unwrap_or_else(|_| {
                broken = true;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    (Cow::Owned(text), broken)
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::format::build;

    #[test]
    fn both_encodings_give_the_same_text() {
        for utf8 in [true, false] {
            let bytes = build::pool(&["", "a", "隐私政策", "😀"], utf8);
            let (pool, faults) = Pool::read(&bytes);
            assert_eq!(faults, []);
            let all: Vec<_> = (0..5).map(|i| pool.get(i)).collect();
            assert_eq!(all, [Some("".into()), Some("a".into()), Some("隐私政策".into()), Some("😀".into()), None], "utf8 {utf8}");
        }
    }

    #[test]
    fn a_pair_of_encoded_surrogates_is_one_character() {
        let (text, broken) = modified_utf8(b"\xed\xa0\xbd\xed\xb8\x80!");
        assert_eq!((&*text, broken), ("😀!", false));
        let (text, broken) = modified_utf8(b"\xed\xa0\xbd!");
        assert_eq!((&*text, broken), ("\u{fffd}!", true));
    }

    #[test]
    fn a_count_beyond_the_offsets_is_cut_and_said() {
        let mut bytes = build::pool(&["a", "b"], true);
        bytes[8..12].copy_from_slice(&0x2000_0002u32.to_le_bytes());
        let (pool, faults) = Pool::read(&bytes);
        assert_eq!((pool.len(), pool.get(1).as_deref()), (2, Some("b")));
        assert!(faults.iter().any(|f| f.id == "pool-string-count" && f.refused));
    }

    #[test]
    fn a_string_without_its_nul_is_read_and_said() {
        let mut bytes = build::pool(&["abc"], true);
        let at = bytes.iter().rposition(|b| *b == b'c').unwrap() + 1;
        bytes[at] = b'!';
        let text = Pool::read(&bytes).0.text(0).unwrap();
        assert_eq!((&*text.value, text.unterminated), ("abc", true));
    }
}
