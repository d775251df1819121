//! Checking a report against its own inputs: it is derived once more and compared value by value, locator by locator; searches behind absences
//! are repeated by that. A report of another tool or signature version cannot be re-checked, which is not the same as changed.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::evidence::EvidenceKind;
use crate::knowledge::Knowledge;
use crate::report::Report;
use crate::words::{Lang, Words};

/// Differences that are listed; the rest is counted.
const MOST: usize = 200;

/// JSON without a key twice in one object: two readers of such a text may see two different reports.
struct Once(Value);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Once, D::Error> {
        struct Seen;
        impl<'de> Visitor<'de> for Seen {
            type Value = Value;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("JSON")
            }
            fn visit_bool<E>(self, v: bool) -> Result<Value, E> {
                Ok(v.into())
            }
            fn visit_i64<E>(self, v: i64) -> Result<Value, E> {
                Ok(v.into())
            }
            fn visit_u64<E>(self, v: u64) -> Result<Value, E> {
                Ok(v.into())
            }
            fn visit_f64<E>(self, v: f64) -> Result<Value, E> {
                Ok(v.into())
            }
            fn visit_str<E>(self, v: &str) -> Result<Value, E> {
                Ok(v.into())
            }
            fn visit_unit<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut a: A) -> Result<Value, A::Error> {
                let mut out = Vec::new();
                while let Some(Once(v)) = a.next_element()? {
                    out.push(v);
                }
                Ok(out.into())
            }
            fn visit_map<A: MapAccess<'de>>(self, mut a: A) -> Result<Value, A::Error> {
                let mut out = Map::new();
                while let Some((key, Once(v))) = a.next_entry::<String, Once>()? {
                    if out.insert(key.clone(), v).is_some() {
                        return Err(serde::de::Error::custom(format!("the key \"{key}\" twice in one object")));
                    }
                }
                Ok(out.into())
            }
        }
        // Depth is bounded by serde_json (128).
        d.deserialize_any(Seen).map(Once)
    }
}

/// A report as it was handed over: the text's own values, and what this program reads in them.
pub struct Stated {
    pub value: Value,
    pub report: Report,
}

impl Stated {
    pub fn read(text: &str) -> Result<Stated, String> {
        let Once(value) = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| e.to_string())?;
        let report = Report::from_json(text).map_err(|e| e.to_string())?;
        Ok(Stated { value, report })
    }

    /// `Err`: why it cannot be re-checked here.
    pub fn recheckable(&self, knowledge: &Knowledge) -> Result<(), Words> {
        let tool = &self.report.tool;
        let version = env!("CARGO_PKG_VERSION");
        if tool.version != version {
            return Err(Words::new(
                format!("报告由apksweep {}生成，本程序为{version}：无法复核（不表示报告被改动）", tool.version),
                format!(
                    "the report was made by apksweep {}, this is {version}: cannot re-check (which does not mean changed)",
                    tool.version
                ),
            ));
        }
        if tool.signatures != knowledge.digest {
            return Err(Words::new(
                format!("报告所用特征库为{}，当前为{}：无法复核（不表示报告被改动）", tool.signatures, knowledge.digest),
                format!(
                    "the report rests on signatures {}, here are {}: cannot re-check (which does not mean changed)",
                    tool.signatures, knowledge.digest
                ),
            ));
        }
        Ok(())
    }
}

/// One place where what is stated and what was found again part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// `findings[F-..].certainty`
    pub place: String,
    pub stated: String,
    pub found: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub differences: Vec<Difference>,
    pub more: usize,
    /// Pieces of evidence found again, by kind, in a fixed order.
    pub evidence: Vec<(EvidenceKind, usize)>,
    pub findings: usize,
    pub collections: usize,
    /// What the examiner stated and no file can show.
    pub taken: Vec<Words>,
}

impl Outcome {
    pub fn agrees(&self) -> bool {
        self.differences.is_empty()
    }

    fn say(&mut self, place: &str, stated: &str, found: &str) {
        if self.differences.len() < MOST {
            self.differences.push(Difference { place: place.into(), stated: clip(stated), found: clip(found) });
        } else {
            self.more += 1;
        }
    }
}

/// Compares what is stated with what was derived again from the same inputs. `derived` must come from the stated options, categories and listing.
pub fn compare(stated: &Stated, derived: &Report) -> Outcome {
    let mut out = Outcome::default();
    let report = &stated.report;
    // Waivers come from a file of the developer's; they change no finding. Their reasons stand as stated, under the seal.
    let mut derived = derived.clone();
    for f in &mut derived.findings {
        f.waived = report.findings.iter().find(|s| s.id == f.id).and_then(|s| s.waived.clone());
    }
    // The seal first: it tells also of changes to what the examiner stated and no file can show.
    let seal = report.seal_of();
    if report.seal != seal {
        out.say("seal", &report.seal, &seal);
    }
    derived.seal.clone_from(&report.seal);
    let found = serde_json::to_value(&derived).unwrap_or(Value::Null);
    walk(&stated.value, &found, &mut out);
    tally(&derived, &mut out);
    taken(report, &mut out);
    out
}

/// Both values side by side, with a stack of our own. Lists of things with an `id` are matched by it, others by position.
fn walk(stated: &Value, found: &Value, out: &mut Outcome) {
    let mut open: Vec<(String, Option<&Value>, Option<&Value>)> = vec![(String::new(), Some(stated), Some(found))];
    while let Some((place, s, f)) = open.pop() {
        let mut below: Vec<(String, Option<&Value>, Option<&Value>)> = Vec::new();
        match (s, f) {
            (Some(Value::Object(a)), Some(Value::Object(b))) => {
                let dot = if place.is_empty() { "" } else { "." };
                below.extend(a.iter().map(|(k, v)| (format!("{place}{dot}{k}"), Some(v), b.get(k))));
                below.extend(b.iter().filter(|(k, _)| !a.contains_key(*k)).map(|(k, v)| (format!("{place}{dot}{k}"), None, Some(v))));
            }
            (Some(Value::Array(a)), Some(Value::Array(b))) => {
                let id = |v: &Value| v.get("id").and_then(Value::as_str).map(str::to_owned);
                let ids = |l: &[Value]| l.iter().map(id).collect::<Option<Vec<String>>>();
                match (ids(a), ids(b)) {
                    (Some(x), Some(y)) if x != y && !x.is_empty() => {
                        let same = |v: &&Value, key: &str| id(v).as_deref() == Some(key);
                        below.extend(a.iter().zip(&x).map(|(v, k)| (format!("{place}[{k}]"), Some(v), b.iter().find(|w| same(w, k)))));
                        below.extend(
                            b.iter().zip(&y).filter(|(_, k)| !x.contains(k)).map(|(v, k)| (format!("{place}[{k}]"), None, Some(v))),
                        );
                        let order = x.len() == y.len() && x.iter().all(|k| y.contains(k));
                        if order {
                            out.say(&place, &x.join(" "), &y.join(" "));
                        }
                    }
                    (names, _) => {
                        let key = |i: usize| names.as_ref().and_then(|n| n.get(i).cloned()).unwrap_or_else(|| i.to_string());
                        below.extend((0..a.len().max(b.len())).map(|i| (format!("{place}[{}]", key(i)), a.get(i), b.get(i))));
                    }
                }
            }
            (Some(a), Some(b)) if a == b => {}
            (a, b) => {
                let text = |v: Option<&Value>| v.map_or_else(|| "—".to_owned(), Value::to_string);
                out.say(&place, &text(a), &text(b));
            }
        }
        open.extend(below.into_iter().rev());
    }
}

fn clip(s: &str) -> String {
    crate::paper::short(s, 300)
}

fn tally(derived: &Report, out: &mut Outcome) {
    use EvidenceKind::*;
    for kind in [Code, Manifest, Resource, Archive, Policy, Absence, Signature] {
        let n = derived.evidence.0.values().filter(|e| e.kind == kind).count();
        if n > 0 {
            out.evidence.push((kind, n));
        }
    }
    out.findings = derived.findings.len();
    out.collections = derived.collections.len();
}

/// What a re-derivation takes as given, said so that nobody mistakes it for checked.
fn taken(report: &Report, out: &mut Outcome) {
    let mut say = |zh: String, en: String| out.taken.push(Words::new(zh, en));
    let ids: Vec<&str> = report.inputs.categories.iter().map(|c| c.id.as_str()).collect();
    if !ids.is_empty() {
        say(format!("应用类型：{}", ids.join("、")), format!("category: {}", ids.join(", ")));
    }
    if report.inputs.listing != crate::rules::Listing::default() {
        say("商店信息（来源、开发者等）".into(), "store listing (store, developer, ...)".into());
    }
    say(
        format!("规则集{}，规则日期{}", report.options.profiles.join("、"), report.options.as_of),
        format!("profiles {}, rules as of {}", report.options.profiles.join(", "), report.options.as_of),
    );
    let waived = report.findings.iter().filter(|f| f.waived.is_some()).count();
    if waived > 0 {
        say(format!("豁免{waived}条"), format!("{waived} waivers"));
    }
}

/// A few lines for a terminal.
pub fn summary(o: &Outcome, lang: Lang) -> String {
    use crate::report::words::Said;
    let clean = crate::report::sanitize::terminal;
    let say = |zh: &str, en: &str| Words::new(zh, en).get(lang).to_owned();
    let mut s = String::new();
    if o.agrees() {
        let total: usize = o.evidence.iter().map(|(_, n)| n).sum();
        let kinds: Vec<String> = o.evidence.iter().map(|(k, n)| format!("{} {n}", k.said().get(lang))).collect();
        s.push_str(&match lang {
            Lang::Zh => format!("一致：由送检材料重新得出的报告与所附报告逐项相同。\n  证据{total}处逐一复核（{}），线索{}条，读取{}项\n", kinds.join("，"), o.findings, o.collections),
            Lang::En => format!(
                "verified: the report derived again from the inputs is the same in every value.\n  {total} pieces of evidence found again ({}), {} findings, {} collections\n",
                kinds.join(", "),
                o.findings,
                o.collections
            ),
        });
    } else {
        let n = o.differences.len() + o.more;
        s.push_str(&match lang {
            Lang::Zh => format!("不一致：{n}处\n"),
            Lang::En => format!("NOT verified: {n} differences\n"),
        });
        for d in &o.differences {
            s.push_str(&format!(
                "  {}\n    {} {}\n    {} {}\n",
                clean(&d.place),
                say("报告所载：", "stated:"),
                clean(&d.stated),
                say("复核所得：", "found: "),
                clean(&d.found)
            ));
        }
    }
    let taken: Vec<&str> = o.taken.iter().map(|w| w.get(lang)).collect();
    s.push_str(&format!(
        "  {}{}\n",
        say("以下为检测人员提供，材料本身无法核实：", "as stated by the examiner, not shown by any file: "),
        clean(&taken.join(if lang == Lang::Zh { "；" } else { "; " }))
    ));
    s
}
