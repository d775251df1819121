//! String data: modified UTF-8 (surrogates as three bytes each, NUL as C0 80).

use std::borrow::Cow;

use super::header::DexFile;
use crate::bytes::uleb128_at;

impl<'a> DexFile<'a> {
    /// The raw bytes of a string, up to its NUL. The stated length is not believed: the runtime does not need it either.
    /// `None` for a hole: an index or offset outside the file, or no NUL before its end.
    pub fn string_bytes(&self, index: u32) -> Option<&'a [u8]> {
        let (_, at) = uleb128_at(self.data, self.string_offset(index)?)?;
        let tail = self.data.get(at..)?;
        tail.get(..memchr::memchr(0, tail)?)
    }

    pub fn string(&self, index: u32) -> Option<Cow<'a, str>> {
        self.string_bytes(index).map(decode)
    }
}

/// Modified UTF-8 as text. Pairs of surrogates become one character; what is invalid becomes U+FFFD.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(s) => Cow::Borrowed(s),
        Err(_) => Cow::Owned(decode_slowly(bytes)),
    }
}

fn decode_slowly(bytes: &[u8]) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&first, tail)) = rest.split_first() {
        let next = |i: usize| tail.get(i).copied().filter(|b| b & 0xc0 == 0x80).map(|b| u16::from(b & 0x3f));
        let first16 = u16::from(first);
        let (unit, used) = match first {
            0..0x80 => (Some(first16), 1),
            0xc0..0xe0 => match next(0) {
                Some(a) => (Some((first16 & 0x1f) << 6 | a), 2),
                None => (None, 1),
            },
            0xe0..0xf0 => match (next(0), next(1)) {
                (Some(a), Some(b)) => (Some((first16 & 0x0f) << 12 | a << 6 | b), 3),
                _ => (None, 1),
            },
            _ => (None, 1),
        };
        units.push(unit.unwrap_or(0xfffd));
        rest = rest.get(used..).unwrap_or(&[]);
    }
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn modified_utf8() {
        for (bytes, text) in [
            (&b"plain"[..], "plain"),
            ("隐私".as_bytes(), "隐私"),
            (b"a\xc0\x80b", "a\0b"),
            (b"\xed\xa0\xbd\xed\xb8\x80", "😀"),
            (b"x\xed\xa0\xbdy", "x\u{fffd}y"),
            (b"\xff\xfe", "\u{fffd}\u{fffd}"),
            (b"\xe4\xb8", "\u{fffd}\u{fffd}"),
        ] {
            assert_eq!(decode(bytes), text, "{bytes:x?}");
        }
    }
}
