//! The cases of phrase files: `apksweep signatures check` and the tests run them.

use super::Lexicon;
use super::line::Line;
use crate::knowledge::{PhraseCase, PhraseFile};

/// Runs one case of a file of kind `data` against all phrases; `None` for a file of another kind, whose words mean nothing alone.
pub fn run_case(lexicon: &Lexicon, file: &PhraseFile, case: &PhraseCase) -> Option<Result<(), String>> {
    if file.kind != "data" {
        return None;
    }
    let line = Line::new(&case.text, lexicon);
    let found = line.data().any(|(_, d)| {
        let named = lexicon.types().get(usize::from(d));
        named.is_some_and(|n| n.node.as_ref().unwrap_or(&n.data_type) == &file.means)
    });
    let (wanted, got) = (if case.matches { "" } else { "not " }, if found { "" } else { "not " });
    Some(if found == case.matches {
        Ok(())
    } else {
        Err(format!("“{}” must {wanted}name {} and does {got}do so", case.text, file.means))
    })
}
