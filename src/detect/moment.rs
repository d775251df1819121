//! When something runs, and whether a stored consent stands before it.

use aho_corasick::AhoCorasick;

use super::observed::{Consent, Tri, When};
use crate::callgraph::{CallGraph, Entry, Phase, Reach, Step};
use crate::flow::gate::{Gates, Polarity};
use crate::knowledge::ConsentSign;
use crate::program::{MethodId, Program};

/// What the walks say of one instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub reachable: bool,
    pub when: When,
    pub consent: Consent,
}

/// Two walks over the call graph: one over everything that can run, one that never passes a gate.
pub struct Moments {
    pub all: Reach,
    ungated: Reach,
    gates: Gates,
}

impl Moments {
    pub fn new(program: &Program, graph: &CallGraph, entries: &[Entry], gates: Gates) -> Moments {
        let all = Reach::walk(program, graph, entries, &gates.dead);
        let ungated = if gates.gated.is_empty() { None } else { Some(Reach::walk(program, graph, entries, &gates.closed())) };
        let ungated = ungated.unwrap_or_else(|| Reach::walk(program, graph, entries, &gates.dead));
        Moments { all, ungated, gates }
    }

    pub fn gates(&self) -> &Gates {
        &self.gates
    }

    /// The moment of the instruction at a code unit of a method.
    pub fn at(&self, method: MethodId, pc: u32) -> Moment {
        let phase = self.all.phase(method);
        if phase == Phase::Never || self.gates.dead.contains(&(method, pc)) {
            return Moment { reachable: false, when: When::Unknown, consent: Consent::Unknown };
        }
        let gated_here = self.gates.gated.contains_key(&(method, pc));
        let without = if gated_here { Phase::Never } else { self.ungated.phase(method) };
        // Before any input the walk without gates decides: reached means no gate on that path. Behind input a person acted, and whether the
        // screen came after a consent is not known; only "never without a gate" can be told.
        let consent = match (phase, without) {
            (_, Phase::AppStart | Phase::Launch | Phase::Background) => Consent::Ungated,
            (_, Phase::Never) => Consent::Gated,
            (Phase::AppStart | Phase::Launch | Phase::Background, Phase::Interaction) => Consent::Gated,
            (_, Phase::Interaction) => Consent::Unknown,
        };
        Moment { reachable: true, when: when(if consent == Consent::Ungated { without } else { phase }), consent }
    }

    /// The shortest path to a method, one without a gate where there is one.
    pub fn path(&self, graph: &CallGraph, method: MethodId, moment: Moment) -> (Option<usize>, Vec<Step>) {
        if moment.consent == Consent::Ungated { self.ungated.path(graph, method) } else { self.all.path(graph, method) }
    }

    pub fn reachable(&self, method: MethodId) -> Tri {
        if self.all.is_reached(method) { Tri::Yes } else { Tri::No }
    }
}

fn when(phase: Phase) -> When {
    match phase {
        Phase::AppStart => When::AppStart,
        Phase::Launch => When::Launch,
        Phase::Background => When::Background,
        Phase::Interaction => When::Interaction,
        Phase::Never => When::Unknown,
    }
}

/// The words of `signatures/consent` as a test on names. Names that say the opposite (`show_privacy_dialog`, `not_agreed`) turn it round.
pub fn consent_words(signs: &[ConsentSign]) -> impl Fn(&str) -> Option<Polarity> + '_ {
    let words: Vec<String> = signs.iter().filter(|s| s.kind == "word").flat_map(|s| s.words.iter().map(|w| w.to_lowercase())).collect();
    // Every short string of the app is asked: one automaton answers nearly all of them.
    let any = AhoCorasick::builder().ascii_case_insensitive(true).build(&words).ok();
    move |name: &str| {
        // An address or a sentence is no key.
        if !any.as_ref().is_some_and(|a| a.is_match(name)) || name.contains("://") || name.contains(' ') {
            return None;
        }
        let lower = name.to_lowercase();
        let parts: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
        let opposite = parts.iter().any(|p| {
            matches!(
                *p,
                "not" | "un" | "no" | "need" | "show" | "first" | "refuse" | "refused" | "reject" | "rejected" | "denied" | "disagree"
            )
        }) || [
            "notagree",
            "unagree",
            "disagree",
            "needprivacy",
            "needshow",
            "showprivacy",
            "showpolicy",
            "showconsent",
            "shouldshow",
            "firstprivacy",
            "needagree",
            "needconsent",
            "refuse",
            "reject",
        ]
        .iter()
        .any(|w| lower.contains(w));
        Some(if opposite { Polarity::NotYet } else { Polarity::Agreed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_flags() {
        let signs = [ConsentSign {
            id: "T".into(),
            kind: "word".into(),
            signature: String::new(),
            words: vec!["privacy".into(), "agree".into(), "同意".into()],
            vendor: String::new(),
            meaning: String::new(),
            verified: String::new(),
        }];
        let words = consent_words(&signs);
        for (name, want) in [
            ("has_agreed_privacy_policy", Some(Polarity::Agreed)),
            ("isAgree", Some(Polarity::Agreed)),
            ("show_privacy_dialog", Some(Polarity::NotYet)),
            ("not_agreed", Some(Polarity::NotYet)),
            ("用户已同意", Some(Polarity::Agreed)),
            ("volume", None),
            ("https://x.com/privacy", None),
            ("Please agree to go on", None),
        ] {
            assert_eq!(words(name), want, "{name}");
        }
    }
}
