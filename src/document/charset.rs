//! Which character set a file is written in: byte-order mark, UTF-8 validity, the page's own word, then what reads best as Chinese.

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::mojibake;
use super::plain::is_han;

/// Text as decoded, with the name of the character set and whether bytes had to be replaced.
pub(super) struct Decoded {
    pub text: String,
    pub charset: &'static str,
    pub lossy: bool,
}

impl Decoded {
    /// Why the text may not be what its author wrote.
    pub fn doubts(&self) -> impl Iterator<Item = String> {
        let lossy = self.lossy.then(|| format!("bytes that are not {} were replaced", self.charset));
        lossy.into_iter().chain(mojibake::found(&self.text))
    }
}

/// How far into the file a declaration of the character set may stand (HTML Standard, "prescan a byte stream": 1024; pages with long
/// comments go beyond).
const PRESCAN: usize = 4096;

/// Decodes by the byte-order mark, by validity, by the declaration (`hint` is one from outside the bytes), by what reads best.
pub(super) fn decode(bytes: &[u8], hint: Option<&str>) -> Decoded {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return with(encoding, bytes.get(length..).unwrap_or_default());
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return with(encoding, bytes);
    }
    // Validity outranks the declaration: Chinese multi-byte text is practically never valid UTF-8 by chance, and wrong declarations are common.
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: text.to_owned(), charset: UTF_8.name(), lossy: false };
    }
    let hinted = hint.and_then(|h| Encoding::for_label(h.as_bytes())).map(successor);
    for encoding in [hinted, declared(bytes)].into_iter().flatten() {
        let read = with(encoding, bytes);
        if !read.lossy {
            return read;
        }
    }
    let best = [GB18030, BIG5].map(|e| with(e, bytes)).into_iter().filter(|d| !d.lossy).max_by_key(|d| common_han(&d.text));
    if let Some(best) = best
        && common_han(&best.text) > 0
    {
        return best;
    }
    // Mostly UTF-8 with a few broken bytes (a truncated download) is still UTF-8.
    let utf8 = with(UTF_8, bytes);
    let broken = utf8.text.matches('\u{fffd}').count();
    if broken.saturating_mul(200) < utf8.text.len() {
        return utf8;
    }
    let broken = |d: &Decoded| d.text.matches('\u{fffd}').count();
    let best = [GB18030, BIG5].map(|e| with(e, bytes)).into_iter().max_by_key(|d| common_han(&d.text).saturating_sub(broken(d)));
    if let Some(best) = best
        && common_han(&best.text) > broken(&best)
    {
        return best;
    }
    with(WINDOWS_1252, bytes)
}

/// "gb2312" and "gbk" pages use characters of their successor.
fn successor(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == encoding_rs::GBK { GB18030 } else { encoding }
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    Decoded { text: text.into_owned(), charset: encoding.name(), lossy }
}

/// UTF-16 without a mark: zero bytes in one half of the pairs only (Latin text), or pairs that are Chinese in one byte order.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(2048))?;
    let pairs = head.len() / 2;
    if pairs < 8 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let (mut high, mut low) = (0usize, 0usize);
    for pair in head.chunks_exact(2) {
        high = high.saturating_add(usize::from(pair.first() == Some(&0)));
        low = low.saturating_add(usize::from(pair.last() == Some(&0)));
    }
    if low > pairs / 3 && high == 0 {
        return Some(UTF_16LE);
    }
    if high > pairs / 3 && low == 0 {
        return Some(UTF_16BE);
    }
    if std::str::from_utf8(head.get(..head.len().saturating_sub(4))?).is_ok() {
        return None;
    }
    [UTF_16LE, UTF_16BE].into_iter().find(|e| {
        let text = with(e, head).text;
        let printed = text
            .chars()
            .filter(|c| is_han(*c) || c.is_ascii_graphic() || c.is_whitespace() || "，。、；：？！“”‘’（）《》【】".contains(*c));
        printed.count().saturating_mul(100) > pairs.saturating_mul(95) && common_han(&text).saturating_mul(30) > pairs
    })
}

/// The `charset=` of a meta element or XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(PRESCAN))?.to_ascii_lowercase();
    for word in [&b"charset="[..], &b"encoding="[..]] {
        let Some(at) = memchr::memmem::find(&head, word) else { continue };
        let label: Vec<u8> = head
            .get(at.saturating_add(word.len())..)?
            .iter()
            .copied()
            .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
            .take(32)
            .collect();
        // A page whose declaration could be read as ASCII is not UTF-16 (HTML Standard, "extracting a character encoding").
        if let Some(encoding) = Encoding::for_label(&label).filter(|e| *e != UTF_16LE && *e != UTF_16BE) {
            return Some(successor(encoding));
        }
    }
    None
}

/// Occurrences of the commonest characters of Chinese text, in both scripts.
pub(super) fn common_han(text: &str) -> usize {
    let common = |c: &char| {
        matches!(
            c,
            '的' | '是'
                | '我'
                | '们'
                | '您'
                | '個'
                | '人'
                | '个'
                | '信'
                | '息'
                | '使'
                | '用'
                | '服'
                | '務'
                | '务'
                | '不'
                | '會'
                | '会'
                | '及'
                | '與'
                | '与'
                | '提'
                | '供'
                | '有'
                | '為'
                | '为'
                | '在'
        )
    };
    text.chars().filter(common).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    #[test]
    fn each_character_set_is_found_from_its_bytes() {
        let hans = "我们会在您使用服务时收集您的个人信息。";
        let hant = "我們會在您使用服務時收集您的個人資訊。";
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(hans.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let bare_hans: Vec<u8> = hans.repeat(4).encode_utf16().flat_map(u16::to_le_bytes).collect();
        let cut = encode(GB18030, &hans.repeat(3)).split_last().unwrap().1.to_vec();
        let bare16: Vec<u8> = "We collect your name.".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let lying = [b"<meta charset=\"utf-8\">".to_vec(), encode(GB18030, hans)].concat();
        for (bytes, charset, wanted) in [
            (hans.as_bytes().to_vec(), "UTF-8", hans),
            ([b"\xef\xbb\xbf".to_vec(), hans.as_bytes().to_vec()].concat(), "UTF-8", hans),
            (encode(GB18030, hans), "gb18030", hans),
            (encode(BIG5, hant), "Big5", hant),
            (utf16, "UTF-16LE", hans),
            (bare16, "UTF-16BE", "We collect your name."),
            (bare_hans, "UTF-16LE", hans),
            (cut, "gb18030", hans),
            (lying, "gb18030", hans),
        ] {
            let d = decode(&bytes, None);
            assert_eq!((d.charset, d.text.contains(wanted)), (charset, true), "{:?}", d.text);
        }
    }

    #[test]
    fn a_declaration_does_not_outrank_valid_utf8() {
        let d = decode("<meta charset=gbk>我们收集您的姓名".as_bytes(), Some("big5"));
        assert_eq!((d.charset, d.lossy), ("UTF-8", false));
    }
}
