//! The cases of rule files: `apksweep signatures check` and the tests run them.

use super::judge::{Outcome, ceiling_of, decide};
use super::{Answer, Certainty, Fact};
use crate::gap::GapCode;
use crate::knowledge::{Code, Rule, RuleCase};

/// Answers the rule's facts as the case gives them and compares what comes out. `code` is the rule's.
pub fn run_case(rule: &Rule, code: &Code, case: &RuleCase) -> Result<(), String> {
    // A case may also set facts that another rule on the code asks, to show that this one is silent.
    if let Some(name) = case.given.keys().find(|name| Fact::parse(name).is_none()) {
        return Err(format!("{}: no such fact: {name}", case.name));
    }
    let Some(ceiling) = ceiling_of(rule, code) else { return Err(format!("{} is {}: never emitted", rule.code, code.level)) };
    let answers = |fact: Fact| match case.given.get(fact.name()).map(String::as_str) {
        Some("yes") => Answer::yes(Vec::new()),
        Some("unknown") => Answer::unknown(Vec::new(), vec![GapCode::Policy]),
        _ => Answer::no(Vec::new()),
    };
    let got = match decide(rule, ceiling, &answers, &|_| Vec::new()) {
        Outcome::Silent => "silent",
        Outcome::Holds { certainty: Certainty::Established, .. } => "established",
        Outcome::Holds { certainty: Certainty::Strong, .. } => "strong",
        Outcome::Holds { certainty: Certainty::Indicative, .. } => "indicative",
    };
    if got == case.expect { Ok(()) } else { Err(format!("{}: expected {}, got {got}", case.name, case.expect)) }
}
