//! The store's Data safety form: a draft from what code can read, and what an exported form lacks.
//!
//! A draft is a beginning for the person who must answer for it: what code shows is filled in, what only the developer knows stays empty.

use std::collections::{BTreeMap, BTreeSet};

use super::Report;
use super::words::{Names, w};
use crate::detect::{Owner, Strength, Tri};
use crate::knowledge::{FormType, Knowledge, StoreForm};
use crate::rules::form::{HEADER, rows};
use crate::rules::{DataSafety, FormError};
use crate::words::Words;

/// One type of the form with what in the app speaks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Data types of ours that it covers and that code can read.
    pub data: BTreeSet<String>,
    /// Owners of that code.
    pub owners: BTreeSet<Owner>,
    /// A flow leads off the device.
    pub leaves: bool,
    pub purposes: BTreeSet<&'static str>,
}

/// Types of the form that the report's reachable code speaks for. What was followed to its end and stays on the device is left out:
/// processing on the device need not be declared.
pub fn seen(report: &Report, knowledge: &Knowledge) -> BTreeMap<String, Seen> {
    let mut out: BTreeMap<String, Seen> = BTreeMap::new();
    let telling = report.collections.iter().filter(|c| {
        c.reachable == Tri::Yes
            && c.strength != Strength::Weak
            && !c.user_mediated
            && c.leaves_device != Tri::No
            && !matches!(c.owner, Owner::Library { .. })
    });
    for c in telling {
        for id in knowledge.data_types.iter().filter(|t| t.id == c.data_type).flat_map(|t| t.play.iter().take(1)) {
            let one = out.entry(id.clone()).or_default();
            one.data.insert(c.data_type.clone());
            one.owners.insert(c.owner.clone());
            one.leaves |= c.leaves_device == Tri::Yes;
            one.purposes.extend(purposes(report, &c.owner));
        }
    }
    out
}

/// What an SDK is for says what its data are for; what the app uses data for only its developer knows.
fn purposes(report: &Report, owner: &Owner) -> Vec<&'static str> {
    let Owner::Sdk { id } = owner else { return Vec::new() };
    let categories = report.sdks.iter().filter(|s| s.id == *id).flat_map(|s| &s.categories);
    let purpose = |c: &String| match c.as_str() {
        "advertising" => Some("PSL_ADVERTISING"),
        "analytics" | "crash" | "attribution" => Some("PSL_ANALYTICS"),
        "security" | "identity" => Some("PSL_FRAUD_PREVENTION_SECURITY"),
        "login-share" => Some("PSL_ACCOUNT_MANAGEMENT"),
        "map" | "payment" | "messaging" | "push" | "service" | "storage" => Some("PSL_APP_FUNCTIONALITY"),
        _ => None,
    };
    categories.filter_map(purpose).collect()
}

/// The form in the console's layout. Into an exported one the answers are filled where it has none; every line that it has stays.
pub fn draft(report: &Report, knowledge: &Knowledge, base: Option<&str>) -> Result<String, FormError> {
    let seen = seen(report, knowledge);
    let Some(form) = knowledge.stores.first() else { return Ok(line(&HEADER.map(String::from))) };
    let answers = answers(form, &seen);
    match base {
        None => Ok(fresh(form, &answers)),
        Some(text) => filled(text, &answers),
    }
}

type Answers = BTreeMap<(String, String), String>;

/// (question, response) → value.
fn answers(form: &StoreForm, seen: &BTreeMap<String, Seen>) -> Answers {
    let mut out = Answers::new();
    let yes = || "TRUE".to_string();
    out.insert(("PSL_DATA_COLLECTION_COLLECTS_PERSONAL_DATA".into(), String::new()), if seen.is_empty() { "FALSE".into() } else { yes() });
    for t in form.types.iter().filter(|t| seen.contains_key(&t.id)) {
        out.insert((t.category.clone(), t.id.clone()), yes());
        let Some(one) = seen.get(&t.id) else { continue };
        let question = |tail: &str| format!("{}:{}:{tail}", form.usage, t.id);
        let handling = question("PSL_DATA_USAGE_COLLECTION_AND_SHARING");
        if one.owners.iter().any(|o| !matches!(o, Owner::Sdk { .. })) {
            out.insert((handling.clone(), "PSL_DATA_USAGE_ONLY_COLLECTED".into()), yes());
        }
        if one.owners.iter().any(|o| matches!(o, Owner::Sdk { .. })) {
            out.insert((handling, "PSL_DATA_USAGE_ONLY_SHARED".into()), yes());
        }
        for purpose in &one.purposes {
            out.insert((question("DATA_USAGE_SHARING_PURPOSE"), (*purpose).into()), yes());
        }
    }
    out
}

/// A form of its own: the questions that every app answers, then each type, then the use of the types answered.
fn fresh(form: &StoreForm, answers: &Answers) -> String {
    let mut out = line(&HEADER.map(String::from));
    let mut put = |question: &str, response: &str, requirement: &str, label: &str| {
        let value = answers.get(&(question.to_string(), response.to_string())).cloned().unwrap_or_default();
        out.push_str(&line(&[question.into(), response.into(), value, requirement.into(), label.into()]));
    };
    for q in &form.question {
        if q.responses.is_empty() {
            put(&q.id, "", if q.id == "PSL_DATA_COLLECTION_COLLECTS_PERSONAL_DATA" { "REQUIRED" } else { "MAYBE_REQUIRED" }, &q.label);
        }
        for r in &q.responses {
            put(&q.id, r, "MULTIPLE_CHOICE", &q.label);
        }
    }
    for t in &form.types {
        put(&t.category, &t.id, "MULTIPLE_CHOICE", &t.label);
    }
    let used: Vec<&FormType> = form.types.iter().filter(|t| answers.contains_key(&(t.category.clone(), t.id.clone()))).collect();
    for t in used {
        let question = |tail: &str| format!("{}:{}:{tail}", form.usage, t.id);
        for r in ["PSL_DATA_USAGE_ONLY_COLLECTED", "PSL_DATA_USAGE_ONLY_SHARED"] {
            put(&question("PSL_DATA_USAGE_COLLECTION_AND_SHARING"), r, "MULTIPLE_CHOICE", &t.label);
        }
        put(&question("PSL_DATA_USAGE_EPHEMERAL"), "", "MAYBE_REQUIRED", &t.label);
        for r in ["PSL_DATA_USAGE_USER_CONTROL_OPTIONAL", "PSL_DATA_USAGE_USER_CONTROL_REQUIRED"] {
            put(&question("DATA_USAGE_USER_CONTROL"), r, "SINGLE_CHOICE", &t.label);
        }
        for tail in ["DATA_USAGE_COLLECTION_PURPOSE", "DATA_USAGE_SHARING_PURPOSE"] {
            for p in &form.purpose {
                put(&question(tail), &p.id, "MULTIPLE_CHOICE", &format!("{}: {}", t.label, p.label));
            }
        }
    }
    out
}

fn filled(text: &str, answers: &Answers) -> Result<String, FormError> {
    DataSafety::parse(text)?;
    let mut out = String::new();
    for mut row in rows(text.strip_prefix('\u{feff}').unwrap_or(text))? {
        if let [question, response, value, ..] = row.as_mut_slice()
            && value.trim().is_empty()
            && let Some(answer) = answers.get(&(question.trim().to_string(), response.trim().to_string()))
        {
            *value = answer.clone();
        }
        out.push_str(&line(&row));
    }
    Ok(out)
}

/// One line of CSV (RFC 4180). A cell that a spreadsheet would take for a formula is one of the form's own and stays as it was.
fn line(cells: &[String]) -> String {
    let quoted = |c: &String| {
        if c.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", c.replace('"', "\"\"")) } else { c.clone() }
    };
    cells.iter().map(quoted).collect::<Vec<_>>().join(",") + "\r\n"
}

/// What a person reads beside the draft: what is in it and why, what the exported form lacks, what it has and code does not show.
pub fn notes(report: &Report, knowledge: &Knowledge, form: Option<&DataSafety>) -> Vec<Words> {
    let names = Names::new(knowledge);
    let seen = seen(report, knowledge);
    let labels: BTreeMap<&str, &str> = knowledge.stores.iter().flat_map(|s| &s.types).map(|t| (t.id.as_str(), t.label.as_str())).collect();
    let label = |id: &str| labels.get(id).copied().unwrap_or(id).to_string();
    let who = |one: &Seen| {
        let owners: Vec<Words> = one.owners.iter().map(|o| names.owner(o)).collect();
        w(
            &owners.iter().map(|o| o.zh.as_str()).collect::<Vec<_>>().join("、"),
            &owners.iter().map(|o| o.en.as_str()).collect::<Vec<_>>().join(", "),
        )
    };
    let mut out = Vec::new();
    for (id, one) in &seen {
        let by = who(one);
        let (zh, en) = match one.leaves {
            true => ("代码中流出设备", "leaves the device in code"),
            false => {
                ("是否流出设备未知，仅在设备上处理的无需申报", "whether it leaves the device is not known; what stays need not be declared")
            }
        };
        let missing = form.is_some_and(|f| !f.types.contains(id) && !covered(&one.data, f, knowledge));
        let code = if missing { "STO-01 " } else { "" };
        let (lacks_zh, lacks_en) = if missing { ("；表中未列（疑似漏报）", "; not in the form (suspected)") } else { ("", "") };
        out.push(w(&format!("{code}{}：{}；{zh}{lacks_zh}", label(id), by.zh), &format!("{code}{}: {}; {en}{lacks_en}", label(id), by.en)));
    }
    let Some(form) = form else { return out };
    for id in form.types.iter().filter(|id| !seen.contains_key(*id)) {
        out.push(w(
            &format!("{}：表中已列，代码中未见（可能由服务器收集或由用户填写）", label(id)),
            &format!("{}: in the form, not seen in code (servers may collect it, or users type it)", label(id)),
        ));
    }
    if form.encrypted == Some(true) && report.signs.cleartext.answer == Tri::Yes {
        out.push(w(
            "STO-02 表中称传输时加密，应用允许明文传输（疑似不符）",
            "STO-02 the form says encrypted in transit; the app allows clear text (suspected)",
        ));
    }
    out
}

/// Another type of the form covers the same data: location by address for Wi-Fi, say.
fn covered(data: &BTreeSet<String>, form: &DataSafety, knowledge: &Knowledge) -> bool {
    data.iter().all(|d| knowledge.data_types.iter().filter(|t| t.id == *d).any(|t| t.play.iter().any(|p| form.types.contains(p))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn report() -> (Report, &'static Knowledge) {
        (sample::rich(), Knowledge::builtin())
    }

    #[test]
    fn a_draft_is_a_form_that_names_what_code_reads() {
        let (report, knowledge) = report();
        let text = draft(&report, knowledge, None).unwrap();
        let read = DataSafety::parse(&text).unwrap();
        assert!(read.types.contains("PSL_DEVICE_ID"), "{:?}", read.types);
        assert!(text.starts_with(HEADER[0]) && text.contains("PSL_DATA_COLLECTION_COLLECTS_PERSONAL_DATA,,TRUE"));
        // What only the developer knows is empty.
        assert_eq!((read.encrypted, read.deletion_link), (None, false));
        assert!(text.contains("PSL_DATA_USAGE_RESPONSES:PSL_DEVICE_ID:PSL_DATA_USAGE_EPHEMERAL,,,"));
    }

    #[test]
    fn an_exported_form_keeps_its_lines_and_answers() {
        let (report, knowledge) = report();
        let base = format!(
            "\u{feff}{}\r\nPSL_DATA_TYPES_IDENTIFIERS,PSL_DEVICE_ID,,MULTIPLE_CHOICE,\"a, \"\"b\"\"\"\r\nPSL_DATA_TYPES_PERSONAL,PSL_NAME,TRUE,MULTIPLE_CHOICE,n\r\nNEW_QUESTION,,kept,REQUIRED,x\r\n",
            HEADER.join(",")
        );
        let text = draft(&report, knowledge, Some(&base)).unwrap();
        assert_eq!(text.lines().count(), base.lines().count());
        assert!(text.contains("PSL_DEVICE_ID,TRUE,MULTIPLE_CHOICE,\"a, \"\"b\"\"\"") && text.contains("NEW_QUESTION,,kept"));
        assert_eq!(draft(&report, knowledge, Some("a,b\n")), Err(FormError::Header));
    }

    #[test]
    fn what_the_form_lacks_is_suspected() {
        let (mut report, knowledge) = report();
        let form = DataSafety { types: ["PSL_NAME".to_string()].into(), encrypted: Some(true), deletion_link: false };
        report.signs.cleartext.answer = Tri::Yes;
        let said: Vec<String> = notes(&report, knowledge, Some(&form)).into_iter().map(|n| n.en).collect();
        assert!(said.iter().any(|n| n.starts_with("STO-01 ") && n.contains("suspected")), "{said:?}");
        assert!(said.iter().any(|n| n.starts_with("STO-02 ")));
        assert!(said.iter().any(|n| n.contains("in the form, not seen in code")));
        let whole = DataSafety { types: seen(&report, knowledge).into_keys().collect(), ..DataSafety::default() };
        assert!(!notes(&report, knowledge, Some(&whole)).iter().any(|n| n.en.contains("STO-")));
    }

    #[test]
    fn what_stays_on_the_device_is_not_declared() {
        let (mut report, knowledge) = report();
        report.collections.iter_mut().for_each(|c| c.leaves_device = Tri::No);
        assert!(seen(&report, knowledge).is_empty());
        assert!(draft(&report, knowledge, None).unwrap().contains("COLLECTS_PERSONAL_DATA,,FALSE"));
    }
}
