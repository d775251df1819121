//! Every case of `signatures/` as a test of its own: `cargo test --test signatures umeng`, `-- --list`.

use apksweep::knowledge::{Knowledge, SdkIndex, lint};
use apksweep::policy::{self, Lexicon};
use apksweep::rules;
use libtest_mimic::{Arguments, Failed, Trial};

/// A case by the words that it asks about.
fn named(kind: &str, id: &str, words: &str) -> String {
    let words: String = words.chars().take(60).map(|c| if c.is_whitespace() { '_' } else { c }).collect();
    format!("{kind}/{id}::{words}")
}

fn held(result: Result<(), String>) -> Result<(), Failed> {
    result.map_err(Failed::from)
}

fn main() {
    let arguments = Arguments::from_args();
    let knowledge = Knowledge::builtin();
    let index: &'static SdkIndex<'static> = Box::leak(Box::new(SdkIndex::new(&knowledge.sdks)));
    let lexicon: &'static Lexicon = Box::leak(Box::new(Lexicon::new(knowledge)));
    let mut trials = Vec::new();
    for sdk in &knowledge.sdks {
        for case in &sdk.cases {
            let asked = [&case.class, &case.component, &case.meta_data, &case.native, &case.host];
            let words = asked.into_iter().flatten().next().map_or("nothing", String::as_str);
            trials.push(Trial::test(named("sdk", &sdk.id, words), move || held(lint::run_case(index, sdk, case))));
        }
    }
    for file in &knowledge.phrases {
        for case in file.cases.iter().filter(|c| policy::run_case(lexicon, file, c).is_some()) {
            let run = move || held(policy::run_case(lexicon, file, case).unwrap_or(Ok(())));
            trials.push(Trial::test(named("phrase", &file.id, &case.text), run));
        }
    }
    for rule in &knowledge.rules {
        let code = knowledge.code(&rule.code).expect("a known code: the tests of knowledge see to it");
        for case in &rule.cases {
            trials.push(Trial::test(named("rule", &rule.id, &case.name), move || held(rules::run_case(rule, code, case))));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}
