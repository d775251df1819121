//! Floor 2': what the policy says. [`Declared`] is the value the policy column ends in.

mod annex;
mod case;
mod chinese;
mod column;
mod compile;
mod contradiction;
pub mod declared;
mod denial;
mod facts;
mod form;
mod frame;
mod lexicon;
mod line;
mod mention;
mod named;
mod operator;
mod period;
mod product;
mod pronoun;
mod question;
mod readability;
mod receiver;
mod sdk_list;
mod semblance;
mod sense;
mod sentence;
mod speaker;
mod statement;
mod together;
mod trie;
mod verb;

pub use case::run_case;
pub use contradiction::contradictions;
pub use declared::*;
pub use lexicon::Lexicon;
pub use mention::mentions;
pub use readability::Readability;

use crate::document::{Document, Language, PolicyLike};
use crate::gap::{Gap, GapCode, Hides, Read};

/// Bytes of text whose language can be told.
const SHORTEST: usize = 600;

/// Reads the statements, SDK list and facts of one document. `index` is its number among the policies of the run.
pub fn read(document: &Document, index: usize, lexicon: &Lexicon) -> Read<Declared> {
    let mut gaps = Vec::new();
    let hides = [Hides::Statements, Hides::SdkList];
    let kind = document.kind();
    let taken_for = match kind {
        PolicyLike::Policy => None,
        PolicyLike::Empty => Some("the document has no text"),
        PolicyLike::ErrorPage => Some("the document looks like an error page"),
        PolicyLike::LogIn => Some("the document is a page that asks to log in"),
        PolicyLike::Challenge => Some("the document is a page that asks to prove that one is human"),
        PolicyLike::Shell => Some("the document is a page that only scripts fill; save it from a browser"),
        PolicyLike::Agreement => Some("the document looks like a user agreement"),
        PolicyLike::Other => Some("the document does not look like a privacy policy"),
    };
    if let Some(what) = taken_for {
        let why = document.telling(kind).map(|w| format!(" (“{w}”)")).unwrap_or_default();
        gaps.push(Gap::new(GapCode::Policy, format!("{what}{why}"), &document.name, &hides));
    }
    if document.language == Language::Other {
        // A line or two is told from nothing.
        let named = document.foreign_language().filter(|_| document.text.len() >= SHORTEST);
        let what = match named {
            Some(name) => format!("the language ({name}) is neither Chinese nor English and was not read"),
            None => "the language is not known to be Chinese or English; what is read in it is little".to_owned(),
        };
        gaps.push(Gap::new(GapCode::Policy, what, &document.name, &hides));
        if named.is_some() {
            // Words of Latin letters would still be found, by chance and half of them.
            let facts = facts::Facts::new().unread(document, index);
            return Read { value: Declared { facts, ..Declared::default() }, gaps };
        }
    }
    let mut reader = statement::Reader::new(document, lexicon, index);
    let mut sdk_list = Vec::new();
    let taken = sdk_list::read(&mut reader, &mut sdk_list);
    let mut facts = facts::Facts::new();
    let mut named = named::Named::new(&reader, &sdk_list);
    let mut annexes = annex::Annexes::default();
    for block in 0..document.blocks.len() {
        let parts = reader.parts(block);
        let before = reader.statements.len();
        let open = !taken.contains(&block);
        if open {
            reader.read(block, &parts);
        }
        facts.see(&mut reader, block, &parts, before);
        annexes.see(&reader, block, &parts);
        if open {
            named.see(&mut reader, &mut sdk_list, block, &parts, before);
        }
    }
    let annexes = annexes.finish(&mut reader, &sdk_list);
    if !annexes.is_empty() {
        gaps.push(Gap::new(
            GapCode::Policy,
            "a list of third parties stands on a page that was not supplied",
            &document.name,
            &[Hides::SdkList],
        ));
    }
    let facts = facts.finish(&reader, &sdk_list, annexes.len());
    let mut statements = reader.statements;
    // "We collect your personal information" names no kind; it stands only where the policy says nothing finer (report contract, `data_type`).
    const ROOT: &str = "personal-information";
    if statements.iter().any(|s| s.polarity == Polarity::Collects && s.data_type != ROOT) {
        statements.retain(|s| s.polarity != Polarity::Collects || s.data_type != ROOT);
    }
    statements.sort_by(|a, b| (a.start, a.end).cmp(&(b.start, b.end)).then_with(|| a.cmp(b)));
    sdk_list.sort_by_key(|l| (l.start, l.end));
    Read { value: Declared { statements, sdk_list, annexes, facts }, gaps }
}

#[cfg(test)]
mod tests;
