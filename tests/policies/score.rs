//! What was read against the truth: sets of (data type, polarity, party) a document, facts, SDK names, denials one by one.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use apksweep::policy::{Declared, FACT_NAMES, Party, Polarity, SdkListed, Statement};
use unicode_normalization::UnicodeNormalization;

use crate::truth::{Claim, Key, Policy, Stated};

pub const ROOT: &str = "personal-information";
/// Facts beyond those of the report contract.
pub const FURTHER: [&str; 7] = [
    "user_rights",
    "separate_consent",
    "recommendation_switch",
    "withdraw_consent",
    "copy_of_information",
    "template_placeholder",
    "hidden_text",
];

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Count {
    pub right: usize,
    pub wrong: usize,
    pub missed: usize,
}

impl Count {
    fn ratio(part: usize, of: usize) -> f64 {
        if of == 0 { 1.0 } else { part as f64 / of as f64 }
    }

    pub fn precision(&self) -> f64 {
        Count::ratio(self.right, self.right + self.wrong)
    }

    pub fn recall(&self) -> f64 {
        Count::ratio(self.right, self.right + self.missed)
    }

    pub fn f1(&self) -> f64 {
        Count::ratio(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

/// Measures by name: `statements`, `without party`, `denials`, `denial quotes`, `local only`, `third names`, `facts`, `fact values`, `further facts`, `further facts`,
/// `sdk names`, `sdk ids`, `languages`.
#[derive(Default)]
pub struct Score {
    pub counts: BTreeMap<&'static str, Count>,
    /// What is wrong, one line each: `zh/x: missed +phone: quote`.
    pub notes: Vec<String>,
}

impl Score {
    fn at(&mut self, measure: &'static str) -> &mut Count {
        self.counts.entry(measure).or_default()
    }

    fn tell(&mut self, measure: &'static str, ok: bool) {
        let count = self.at(measure);
        count.right += usize::from(ok);
        count.missed += usize::from(!ok);
    }

    pub fn add(&mut self, other: Score) {
        for (measure, count) in other.counts {
            let slot = self.at(measure);
            slot.right += count.right;
            slot.wrong += count.wrong;
            slot.missed += count.missed;
        }
        self.notes.extend(other.notes);
    }

    pub fn table(&self) -> String {
        let mut out = format!("{:<16}{:>6}{:>6}{:>7}{:>8}{:>8}{:>8}\n", "", "right", "wrong", "missed", "P", "R", "F1");
        for (measure, c) in &self.counts {
            let (p, r, f1) = (c.precision(), c.recall(), c.f1());
            let _ = writeln!(out, "{measure:<16}{:>6}{:>6}{:>7}{p:>8.3}{r:>8.3}{f1:>8.3}", c.right, c.wrong, c.missed);
        }
        out
    }
}

/// Text without spaces, marks of markup, characters of no width and letter case: survives other ways of printing a document.
pub fn squash(text: &str) -> String {
    let drop = |c: &char| {
        !(c.is_whitespace()
            || "*_`#>|".contains(*c)
            || matches!(*c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'))
    };
    text.nfkc().filter(drop).flat_map(char::to_lowercase).collect()
}

/// Do two quotes speak of the same place: half of the shorter one's triples of characters stand in the other.
pub fn same_place(a: &str, b: &str) -> bool {
    let (a, b) = (squash(a), squash(b));
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let triples = |s: &str| -> BTreeSet<Vec<char>> {
        let chars: Vec<char> = s.chars().collect();
        chars.windows(chars.len().min(3)).map(<[char]>::to_vec).collect()
    };
    let (a, b) = (triples(&a), triples(&b));
    2 * a.intersection(&b).count() >= a.len().min(b.len())
}

fn same_name(a: &str, b: &str) -> bool {
    let (a, b) = (squash(a), squash(b));
    a.chars().count().min(b.chars().count()) > 1 && (a.contains(&b) || b.contains(&a))
}

/// Claims that must be there, those that may, and the second reading of a location without precision.
struct Gold {
    want: BTreeMap<Key, bool>,
    may: BTreeSet<Key>,
}

/// What the same vague words may also be taken for: a location of the other kind, or the inner node for identifiers without a name.
fn other_reading(key: &Key) -> Key {
    let twin = match key.0.as_str() {
        "location-precise" => "location-coarse",
        "location-coarse" => "location-precise",
        _ => "device-identifiers",
    };
    (twin.to_owned(), key.1, key.2)
}

impl Gold {
    fn new<'a>(claims: impl Iterator<Item = &'a Claim>, fold: impl Fn(&Key) -> Key) -> Gold {
        let mut gold = Gold { want: BTreeMap::new(), may: BTreeSet::new() };
        for claim in claims {
            let key = fold(&claim.key);
            if claim.low {
                if claim.vague {
                    gold.may.insert(other_reading(&key));
                }
                gold.may.insert(key);
            } else {
                // One plain statement makes the entry plain.
                let vague = gold.want.entry(key).or_insert(claim.vague);
                *vague &= claim.vague;
            }
        }
        gold
    }

    fn compare(&self, said: &BTreeSet<Key>, inner: &BTreeSet<String>) -> (Count, Vec<(&'static str, Key)>) {
        let (mut count, mut notes) = (Count::default(), Vec::new());
        let mut used = BTreeSet::new();
        for (key, vague) in &self.want {
            let twin = other_reading(key);
            let by_twin = *vague && !self.want.contains_key(&twin);
            if by_twin {
                used.insert(twin.clone());
            }
            if said.contains(key) || (by_twin && said.contains(&twin)) {
                count.right += 1;
            } else {
                count.missed += 1;
                notes.push(("missed", key.clone()));
            }
        }
        for key in said {
            // Inner nodes beside what is finer are no fault, except that a denial must not reach further than the words.
            let harmless = inner.contains(&key.0) && (key.1 == Polarity::Collects || key.0 == ROOT);
            if !self.want.contains_key(key) && !self.may.contains(key) && !used.contains(key) && !harmless {
                count.wrong += 1;
                notes.push(("wrong", key.clone()));
            }
        }
        (count, notes)
    }
}

pub fn shown(key: &Key) -> String {
    let sign = if key.1 == Polarity::Collects { '+' } else { '-' };
    format!("{sign}{}{}", if key.2 == Party::Third { ">" } else { "" }, key.0)
}

fn key_of(s: &Statement) -> Key {
    (s.data_type.clone(), s.polarity, s.party)
}

/// Every statement's key of one short text that is neither right nor open, and every claim that is missing.
pub fn faults(claims: &[Claim], declared: &Declared, inner: &BTreeSet<String>) -> Vec<String> {
    let said = declared.statements.iter().map(key_of).collect();
    let mut out: Vec<String> = Gold::new(claims.iter(), Key::clone)
        .compare(&said, inner)
        .1
        .into_iter()
        .map(|(what, key)| format!("{what} {}", shown(&key)))
        .collect();
    for claim in claims.iter().filter(|c| c.local && !c.low) {
        if declared.statements.iter().any(|s| key_of(s) == claim.key && !s.local_only) {
            out.push(format!("not local: {}", shown(&claim.key)));
        }
    }
    out
}

/// `language`: what the document was taken for.
pub fn compare(policy: &Policy, declared: &Declared, language: &str, inner: &BTreeSet<String>) -> Score {
    let mut score = Score::default();
    statements(policy, declared, inner, &mut score);
    denials(policy, declared, &mut score);
    names(policy, declared, &mut score);
    facts(policy, declared, &mut score);
    further(policy, declared, &mut score);
    sdks(policy, &declared.sdk_list, &mut score);
    let right = policy.languages.iter().any(|l| l == language);
    score.tell("languages", right);
    if !right {
        score.notes.push(format!("{}: language {language}", policy.name));
    }
    score
}

fn statements(policy: &Policy, declared: &Declared, inner: &BTreeSet<String>, score: &mut Score) {
    let said: BTreeSet<Key> = declared.statements.iter().map(key_of).collect();
    let (count, notes) = Gold::new(policy.claims.iter(), Key::clone).compare(&said, inner);
    for (what, key) in notes {
        let quotes: Vec<&str> = match what {
            "missed" => policy.claims.iter().filter(|c| c.key == key && !c.low).map(|c| c.quote.as_str()).collect(),
            _ => declared.statements.iter().filter(|s| key_of(s) == key).map(|s| s.quote.as_str()).collect(),
        };
        score.notes.push(format!("{}: {what} {}: {}", policy.name, shown(&key), quotes.first().unwrap_or(&"")));
        if key.1 == Polarity::DoesNotCollect {
            let slot = score.at("denials");
            slot.wrong += usize::from(what == "wrong");
            slot.missed += usize::from(what == "missed");
        }
    }
    let wanted: BTreeSet<&Key> = policy.claims.iter().filter(|c| !c.low && c.key.1 == Polarity::DoesNotCollect).map(|c| &c.key).collect();
    let missed = score.at("denials").missed;
    score.at("denials").right += wanted.len() - missed;
    *score.at("statements") = count;
    let first = |k: &Key| (k.0.clone(), k.1, Party::First);
    *score.at("without party") = Gold::new(policy.claims.iter(), first).compare(&said.iter().map(first).collect(), inner).0;
}

/// Every single denial stands where the truth has it, not only somewhere in the document.
fn denials(policy: &Policy, declared: &Declared, score: &mut Score) {
    for s in declared.statements.iter().filter(|s| s.polarity == Polarity::DoesNotCollect && s.data_type != ROOT) {
        let key = key_of(s);
        let same = |c: &Claim| c.key == key || (c.vague && other_reading(&c.key) == key);
        let ok = policy.claims.iter().any(|c| same(c) && same_place(&c.quote, &s.quote));
        let count = score.at("denial quotes");
        count.right += usize::from(ok);
        count.wrong += usize::from(!ok);
        if !ok {
            score.notes.push(format!("{}: denial not here {}: {}", policy.name, shown(&key), s.quote));
        }
    }
}

fn names(policy: &Policy, declared: &Declared, score: &mut Score) {
    for claim in policy.claims.iter().filter(|c| !c.low) {
        let here = |s: &&Statement| {
            (key_of(s) == claim.key || (claim.vague && key_of(s) == other_reading(&claim.key))) && same_place(&s.quote, &claim.quote)
        };
        let found: Vec<&Statement> = declared.statements.iter().filter(here).collect();
        if found.is_empty() {
            continue;
        }
        if claim.key.1 == Polarity::Collects {
            let ok = found.iter().any(|s| s.local_only == claim.local);
            score.tell("local only", ok);
            if !ok {
                score.notes.push(format!("{}: local only {}: {}", policy.name, shown(&claim.key), claim.quote));
            }
        }
        if let Some(third) = &claim.third {
            let ok = found.iter().any(|s| s.third_party_name.as_ref().is_some_and(|n| same_name(n, third)));
            score.tell("third names", ok);
            if !ok {
                let said: Vec<_> = found.iter().filter_map(|s| s.third_party_name.as_deref()).collect();
                score.notes.push(format!("{}: third name {third}, said {said:?}: {}", policy.name, claim.quote));
            }
        }
    }
}

/// The first number, in figures or in words of either language.
fn number(text: &str) -> Option<u32> {
    const ENGLISH: [&str; 13] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let figures: String = text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    if !figures.is_empty() {
        return figures.parse().ok();
    }
    let is_numeral = |c: &char| "一二两三四五六七八九十".contains(*c);
    let numerals: String = text.chars().skip_while(|c| !is_numeral(c)).take_while(is_numeral).collect();
    if !numerals.is_empty() {
        let digit =
            |s: &str| "零一二三四五六七八九".chars().position(|d| s == d.to_string() || (s == "两" && d == '二')).map_or(1, |n| n as u32);
        return Some(match numerals.split_once('十') {
            Some((tens, ones)) => 10 * digit(tens) + if ones.is_empty() { 0 } else { digit(ones) },
            None => digit(&numerals),
        });
    }
    ENGLISH.iter().position(|w| text.contains(w)).map(|n| n as u32)
}

/// Equal as printed to one of the values, or the same first number.
fn same_value(want: &str, got: &str) -> bool {
    let got = squash(got);
    want.split('|').map(squash).any(|w| w == got || (number(&w).is_some() && number(&w) == number(&got)))
}

fn facts(policy: &Policy, declared: &Declared, score: &mut Score) {
    for name in FACT_NAMES.iter().filter(|n| !policy.unsure.contains(**n)) {
        let want = policy.facts.get(*name);
        let got = declared.facts.get(*name).filter(|f| f.stated);
        let count = score.at("facts");
        count.right += usize::from(want.is_some() && got.is_some());
        count.wrong += usize::from(want.is_none() && got.is_some());
        count.missed += usize::from(want.is_some() && got.is_none());
        if want.is_some() != got.is_some() {
            score.notes.push(format!("{}: fact {name} {}", policy.name, if got.is_some() { "wrong" } else { "missed" }));
        }
        if let (Some(Stated::As(value)), Some(fact)) = (want, got) {
            let said = fact.value.as_deref().unwrap_or_default();
            let ok = same_value(value, said);
            score.tell("fact values", ok);
            if !ok {
                score.notes.push(format!("{}: fact {name} is {value}, said {said}", policy.name));
            }
        }
    }
}

fn further(policy: &Policy, declared: &Declared, score: &mut Score) {
    for name in FURTHER.iter().filter(|n| !policy.unsure.contains(**n)) {
        let (want, got) = (policy.also.contains(*name), declared.facts.get(*name).is_some_and(|f| f.stated));
        let count = score.at("further facts");
        count.right += usize::from(want && got);
        count.wrong += usize::from(!want && got);
        count.missed += usize::from(want && !got);
        if want != got {
            score.notes.push(format!("{}: further fact {name} {}", policy.name, if got { "wrong" } else { "missed" }));
        }
    }
}

fn sdks(policy: &Policy, listed: &[SdkListed], score: &mut Score) {
    let mut left: Vec<&SdkListed> = listed.iter().collect();
    for sdk in policy.sdks.iter().filter(|s| !s.low) {
        let at = left.iter().position(|l| same_name(&l.name, &sdk.name));
        score.tell("sdk names", at.is_some());
        let Some(at) = at else {
            score.notes.push(format!("{}: SDK missed {}", policy.name, sdk.name));
            continue;
        };
        let found = left.remove(at);
        if let Some(id) = &sdk.id {
            let ok = found.sdk.as_ref() == Some(id) || found.candidates.contains(id);
            score.tell("sdk ids", ok);
            if !ok {
                score.notes.push(format!("{}: SDK {} is {id}, said {:?}", policy.name, sdk.name, found.sdk));
            }
        }
    }
    left.retain(|l| !policy.sdks.iter().any(|s| s.low && same_name(&l.name, &s.name)));
    score.at("sdk names").wrong += left.len();
    score.notes.extend(left.iter().map(|l| format!("{}: SDK wrong {}", policy.name, l.name)));
}
