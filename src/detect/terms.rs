//! Words of one meaning, looked for in every text of an app.

use aho_corasick::AhoCorasick;

use crate::knowledge::Knowledge;

/// Words of `signatures/phrase/*/sign-*`, lower case, behind one automaton.
pub struct Terms {
    list: Vec<String>,
    any: Option<AhoCorasick>,
}

impl Terms {
    pub fn new(knowledge: &Knowledge, means: &[&str]) -> Terms {
        let files = knowledge.phrases.iter().filter(|f| f.kind == "sign" && means.contains(&f.means.as_str()));
        let list: Vec<String> = files.flat_map(|f| f.terms.iter().map(|t| t.to_lowercase())).collect();
        let any = AhoCorasick::builder().ascii_case_insensitive(true).build(&list).ok();
        Terms { list, any }
    }

    pub fn words(&self) -> &[String] {
        &self.list
    }

    /// One of the words stands in the raw text, boundaries not looked at.
    pub fn may_hold(&self, bytes: &[u8]) -> bool {
        self.any.as_ref().is_some_and(|a| a.is_match(bytes))
    }

    /// One of the words stands in the text, at word boundaries where it is written in Latin letters.
    pub fn hold(&self, text: &str) -> bool {
        self.may_hold(text.as_bytes()) && {
            let lower = text.to_lowercase();
            self.list.iter().any(|w| bounded(&lower, w))
        }
    }
}

/// The word in the text, at word boundaries where it is written in Latin letters.
fn bounded(text: &str, word: &str) -> bool {
    let latin = word.is_ascii();
    text.match_indices(word).any(|(at, w)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + w.len()..).and_then(|t| t.chars().next());
        !latin || (!before.is_some_and(|c| c.is_ascii_alphanumeric()) && !after.is_some_and(|c| c.is_ascii_alphanumeric()))
    })
}

#[cfg(test)]
mod tests {
    use super::bounded;

    #[test]
    fn words_are_whole() {
        for (text, word, want) in [
            ("read our privacy policy", "privacy policy", true),
            ("baby steps", "baby", true),
            ("babylon", "baby", false),
            ("宝宝识字", "宝宝", true),
            ("skids", "kids", false),
        ] {
            assert_eq!(bounded(text, word), want, "{text} {word}");
        }
    }
}
