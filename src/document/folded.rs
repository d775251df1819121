//! Text as it is compared: NFKC, lower case, simplified characters, without what does not matter between words; every byte leads back to the printed text.
//!
//! Kangxi radicals (⽤ for 用), full-width letters and ligatures are frequent in policies made from PDF files, letters of other scripts and
//! invisible characters inside words (`dо nоt`) in those that wish not to be searched; offsets must still point into the text as printed.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;

use super::disguise::{is_invisible, latin, radical};
use super::plain::is_han;
use super::simplified::simplified;

/// A folded text with the way back.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    pub text: String,
    /// For each byte of `text`, where its character begins in the source; one more for the end.
    map: Vec<u32>,
}

/// Full-width letters and figures stand in for narrow ones, with spaces between their words.
fn alphanumeric(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}')
}

fn cjk(c: char) -> bool {
    is_han(c) || !alphanumeric(c) && matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' | '“' | '”' | '‘' | '’' | '…')
}

impl Folded {
    pub fn new(source: &str) -> Folded {
        let mut text = String::with_capacity(source.len());
        let mut map: Vec<u32> = Vec::with_capacity(source.len().saturating_add(1));
        let mut space: Option<usize> = None;
        let mut last: Option<char> = None;
        let mut chars = source.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, n)| *n);
            // A hyphen inside a word is as good as a space: "e-mail", "third-party".
            let hyphen =
                matches!(c, '-' | '_' | '\u{2010}' | '\u{2011}') && last.is_some_and(alphanumeric) && next.is_some_and(alphanumeric);
            if c.is_whitespace() || hyphen {
                space = space.or(Some(at));
                continue;
            }
            // Marks of emphasis: *word*, _word_.
            if matches!(c, '*' | '_') || (!c.is_ascii() && (is_invisible(c) || matches!(c, '\u{300}'..='\u{36f}'))) {
                continue;
            }
            if let Some(from) = space.take()
                && let Some(l) = last
                && !cjk(l)
                && !cjk(c)
            {
                push(&mut text, &mut map, ' ', from);
            }
            last = Some(c);
            match c {
                _ if c.is_ascii() => push(&mut text, &mut map, c.to_ascii_lowercase(), at),
                // Nearly all of a Chinese text: these decompose to nothing else.
                // They have no other form than the simplified one.
                '\u{4e00}'..='\u{9fff}' => push(&mut text, &mut map, simplified(c), at),
                '、' | '。' | '《' | '》' | '「' | '」' | '【' | '】' => push(&mut text, &mut map, c, at),
                '‘' | '’' | '＇' => push(&mut text, &mut map, '\'', at),
                '“' | '”' | '＂' => push(&mut text, &mut map, '"', at),
                'â' | '‚' => match mojibake(source.get(at..).unwrap_or_default()) {
                    Some((quote, more)) => {
                        push(&mut text, &mut map, quote, at);
                        for _ in 0..more {
                            chars.next();
                        }
                    }
                    None => decomposed(&mut text, &mut map, c, at),
                },
                _ => {
                    // A letter of another script beside a Latin one is a disguise.
                    let beside = |n: Option<char>| n.is_some_and(|n| alphanumeric(n) && !n.is_ascii_digit());
                    let shown = latin(c).filter(|_| beside(text.chars().next_back()) || beside(next)).or_else(|| radical(c));
                    match shown {
                        Some(s) => push(&mut text, &mut map, s.to_ascii_lowercase(), at),
                        None => decomposed(&mut text, &mut map, c, at),
                    }
                }
            }
        }
        map.push(u32::try_from(source.len()).unwrap_or(u32::MAX));
        Folded { text, map }
    }

    /// The range of the source for a range of the folded text.
    pub fn source(&self, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let at = |i: usize| self.map.get(i).or(self.map.last()).map_or(0, |v| *v as usize);
        let start = at(range.start);
        // The end is where the next character that was kept begins; trailing white space stays outside.
        let end = at(range.end);
        start..end.max(start)
    }

    /// Where a byte of the source is in the folded text.
    pub fn at(&self, source: usize) -> usize {
        self.map.partition_point(|from| (*from as usize) < source).min(self.text.len())
    }
}

/// An apostrophe or quotation mark of UTF-8 that was read as another character set, and how many characters more it takes. Without this,
/// "donâ€™t" is no negation.
fn mojibake(text: &str) -> Option<(char, usize)> {
    [("â€™", '\''), ("â€˜", '\''), ("â€œ", '"'), ("â€\u{9d}", '"'), ("‚Äô", '\''), ("‚Äò", '\''), ("‚Äú", '"'), ("‚Äù", '"')]
        .into_iter()
        .find(|(wrong, _)| text.starts_with(wrong))
        .map(|(wrong, right)| (right, wrong.chars().count().saturating_sub(1)))
}

/// A character by its compatibility decomposition.
fn decomposed(text: &mut String, map: &mut Vec<u32>, c: char, from: usize) {
    let mut parts: [char; 20] = ['\0'; 20];
    let mut n = 0usize;
    decompose_compatible(c, |d| {
        if let Some(slot) = parts.get_mut(n) {
            *slot = d;
        }
        n = n.saturating_add(1);
    });
    let wide = cjk(c);
    for d in parts.iter().take(n).copied().nfc().flat_map(char::to_lowercase) {
        // Full-width punctuation keeps its Chinese form, so that a clause ends where the author ended it.
        push(text, map, if wide { widen(d) } else { d }, from);
    }
}

fn push(text: &mut String, map: &mut Vec<u32>, c: char, from: usize) {
    text.push(c);
    let from = u32::try_from(from).unwrap_or(u32::MAX);
    map.extend(std::iter::repeat_n(from, c.len_utf8()));
}

fn widen(c: char) -> char {
    match c {
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '!' => '！',
        '?' => '？',
        '(' => '（',
        ')' => '）',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_width_and_spaces_fold_and_lead_back() {
        let source = "⽤户的 ＩＭＥＩ 与 Android  ID、E-mail（ＭＡＣ）";
        let f = Folded::new(source);
        assert_eq!(f.text, "用户的imei与android id、e mail（mac）");
        for (word, printed) in [("用户", "⽤户"), ("imei", "ＩＭＥＩ "), ("android id", "Android  ID"), ("mac", "ＭＡＣ")] {
            let at = f.text.find(word).unwrap();
            let r = f.source(at..at + word.len());
            assert_eq!(&source[r], printed);
        }
    }

    #[test]
    fn letters_of_other_scripts_fold_inside_latin_words_only() {
        for (source, folded) in [
            ("do nоt cоllесt", "do not collect"),
            ("оператор", "оператор"),
            ("μm, Ω", "μm, ω"),
            ("nеver", "never"),
            ("Ｗｅ ｄｏ　ｎｏｔ", "we do not"),
            ("Ｗｉ-Ｆｉ", "wi fi"),
        ] {
            assert_eq!(Folded::new(source).text, folded);
        }
    }

    #[test]
    fn disguises_fold_to_what_the_eye_reads() {
        for (source, folded) in [
            ("We dо nоt sell", "we do not sell"),
            ("We don\u{200b}’t, donâ€™t, don‚Äôt", "we don't, don't, don't"),
            ("我们不\u{fe00}会\u{2060}收集⺠族", "我们不会收集民族"),
            ("n\u{336}o\u{336}t 𝗇𝗈𝗍", "not not"),
            ("данные о тебе", "данные о тебе"),
            ("，：（", "，：（"),
        ] {
            let f = Folded::new(source);
            assert_eq!(f.text, folded);
            for (at, c) in f.text.char_indices() {
                assert!(source.get(f.source(at..at + c.len_utf8())).is_some());
            }
        }
    }
}
