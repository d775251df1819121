//! Floor 2': what the policy says. [`Declared`] is the value the policy column ends in.

mod annex;
mod case;
mod column;
mod compile;
mod contradiction;
pub mod declared;
mod facts;
mod frame;
mod lexicon;
mod line;
mod mention;
mod named;
mod operator;
mod period;
mod product;
mod question;
mod readability;
mod sdk_list;
mod sense;
mod sentence;
mod statement;
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

/// Reads the statements, SDK list and facts of one document. `index` is its number among the policies of the run.
pub fn read(document: &Document, index: usize, lexicon: &Lexicon) -> Read<Declared> {
    let mut gaps = Vec::new();
    let hides = [Hides::Statements, Hides::SdkList];
    match document.kind() {
        PolicyLike::Policy => {}
        PolicyLike::Empty => gaps.push(Gap::new(GapCode::Policy, "the document has no text", &document.name, &hides)),
        PolicyLike::ErrorPage => gaps.push(Gap::new(GapCode::Policy, "the document looks like an error page", &document.name, &hides)),
        PolicyLike::LogIn => gaps.push(Gap::new(GapCode::Policy, "the document is a page that asks to log in", &document.name, &hides)),
        PolicyLike::Challenge => {
            gaps.push(Gap::new(GapCode::Policy, "the document is a page that asks to prove that one is human", &document.name, &hides))
        }
        PolicyLike::Shell => gaps.push(Gap::new(
            GapCode::Policy,
            "the document is a page that only scripts fill; save it from a browser",
            &document.name,
            &hides,
        )),
        PolicyLike::Agreement => gaps.push(Gap::new(GapCode::Policy, "the document looks like a user agreement", &document.name, &hides)),
        PolicyLike::Other => {
            gaps.push(Gap::new(GapCode::Policy, "the document does not look like a privacy policy", &document.name, &hides))
        }
    }
    if document.language == Language::Other {
        let name = document.foreign_language().map(|n| format!(" ({n})")).unwrap_or_default();
        let what = format!("the language{name} is neither Chinese nor English and was not read");
        gaps.push(Gap::new(GapCode::Policy, what, &document.name, &hides));
        // Words of Latin letters would still be found, by chance and half of them.
        let facts = facts::Facts::new().unread(document, index);
        return Read { value: Declared { facts, ..Declared::default() }, gaps };
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
