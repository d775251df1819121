//! Text that was decoded with the wrong character set before it came here: `â€™` for `’`, `æˆ‘ä»¬` for 我们, 鎴戜滑 for 我们.
//!
//! It is noticed and said, not repaired: the printed text is what the reader of the file sees.

use encoding_rs::{Encoding, GB18030, MACINTOSH, UTF_8, WINDOWS_1252};

use super::charset::common_han;
use super::plain::is_han;

/// So many characters are looked through.
const REACH: usize = 400_000;
/// Fewer places may be a coincidence, or one word that was copied from elsewhere.
const LEAST: usize = 3;

/// A sentence that says what was read as what, where that happened.
pub(super) fn found(text: &str) -> Option<String> {
    let text = text.get(..floor(text, REACH)).unwrap_or_default();
    let replaced = text.matches("锟斤拷").count();
    if replaced >= LEAST {
        return Some(format!("the text holds the marks of characters that were lost before it was saved (锟斤拷, {replaced} times)"));
    }
    let wrong = [(WINDOWS_1252, "windows-1252"), (MACINTOSH, "Mac OS Roman")];
    for (encoding, name) in wrong {
        let runs = runs(text, |c| (c as u32) >= 0x80 && !is_han(c));
        let places: usize = runs.into_iter().map(|r| again(r, encoding)).sum();
        if places >= LEAST {
            return Some(format!("the text was UTF-8 and read as {name} before it was saved ({places} places)"));
        }
    }
    // Chinese in UTF-8 read as GBK: other Chinese characters, rare ones. A text with the common ones is none.
    let han = text.chars().take(4000).filter(|c| is_han(*c)).count();
    let head: String = text.chars().take(4000).collect();
    if common_han(&head).saturating_mul(40) > han {
        return None;
    }
    let (mut places, mut all) = (0usize, 0usize);
    for run in runs(text, |c| (c as u32) >= 0x80) {
        all = all.saturating_add(run.chars().count());
        places = places.saturating_add(again(run, GB18030));
    }
    if places >= LEAST && places.saturating_mul(3) > all {
        return Some(format!("the text was UTF-8 and read as GBK before it was saved ({places} places)"));
    }
    None
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

/// Runs of characters that pass.
fn runs(text: &str, pass: impl Fn(char) -> bool) -> Vec<&str> {
    text.split(|c| !pass(c)).filter(|r| !r.is_empty()).take(20_000).collect()
}

/// The characters of a run that are one of UTF-8 when it is written in that character set; none unless most are.
fn again(run: &str, encoding: &'static Encoding) -> usize {
    let (bytes, _, unmapped) = encoding.encode(run);
    if unmapped {
        return 0;
    }
    // A run may begin or end with something that is right.
    let (read, _) = UTF_8.decode_without_bom_handling(&bytes);
    let good = read.chars().filter(|c| *c as u32 >= 0x80 && *c != '\u{fffd}' && !c.is_control()).count();
    let bad = read.chars().filter(|c| *c == '\u{fffd}').count();
    let most = good.saturating_mul(2) > bad.saturating_mul(3) && good.saturating_add(bad) < run.chars().count();
    if most { good } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_decodings_are_named() {
        let hans = "我们会在您使用服务时收集您的个人信息，并且保存一年。如果您不同意，我们就不收集；您可以联系我们，或者删除信息。";
        let english = "We don’t sell “data”. It’s yours — you’re safe. ";
        let as_if = |text: &str, e: &'static Encoding| e.decode_without_bom_handling(text.as_bytes()).0.into_owned();
        for (text, wanted) in [
            (as_if(english, WINDOWS_1252), Some("windows-1252")),
            (as_if(english, MACINTOSH), Some("Mac OS Roman")),
            (as_if(hans, WINDOWS_1252), Some("windows-1252")),
            (as_if(hans, GB18030), Some("GBK")),
            ("锟斤拷锟斤拷锟斤拷".repeat(3), Some("lost")),
            (hans.to_owned(), None),
            (english.to_owned(), None),
            ("Café, naïve, façade, über, señor, Ærø, Ångström, œuvre – “quoted” … €5 £3 §4".to_owned(), None),
        ] {
            let got = found(&text);
            assert_eq!(got.is_some(), wanted.is_some(), "{text}: {got:?}");
            assert!(got.unwrap_or_default().contains(wanted.unwrap_or_default()), "{text}");
        }
    }
}
