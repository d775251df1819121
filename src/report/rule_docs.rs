//! `docs/rules.md`: every finding code and its rules, written from the rule files.

use crate::knowledge::{Code, Knowledge, Rule};
use crate::rules::Fact;

use super::words::{Names, families, filled};
use crate::rules::LawRef;

/// The whole page, English with the Chinese words beside.
pub fn rule_docs(knowledge: &Knowledge) -> String {
    let mut out = String::from(
        "# Rules\n\nWritten from `signatures/rule/` and `signatures/code/` by `apksweep signatures docs > docs/rules.md`; a test keeps it fresh. \
         What each certainty means stands in the README; a rule's ceiling is the surest that it may claim.\n\n\
         Law lines marked 条文待核 are from memory: they never stand in an established finding.\n",
    );
    for (prefix, name) in families() {
        let codes: Vec<&Code> = knowledge.codes.iter().filter(|c| c.id.split('-').next() == Some(prefix)).collect();
        if codes.is_empty() {
            continue;
        }
        out.push_str(&format!("\n## {prefix}: {} ({})\n", name.en, name.zh));
        for code in codes {
            one(&mut out, knowledge, code);
        }
    }
    out
}

fn one(out: &mut String, knowledge: &Knowledge, code: &Code) {
    let name = filled(&code.name, &code.id);
    out.push_str(&format!("\n### {} {} ({})\n\nLevel: {}.", code.id, name.en, name.zh, code.level));
    if !code.evidence.is_empty() {
        out.push_str(&format!(" Evidence: {}.", code.evidence));
    }
    if !code.limits.en.is_empty() {
        out.push_str(&format!(" Limits: {}.", code.limits.en));
    }
    out.push('\n');
    let mut rules: Vec<&Rule> = knowledge.rules.iter().filter(|r| r.code == code.id).collect();
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    if rules.is_empty() {
        out.push_str(if code.level == "not-static" {
            "\nNever reported: the material cannot show it. The report lists it as not examined.\n"
        } else {
            "\nNo rule yet.\n"
        });
    }
    for r in rules {
        rule(out, knowledge, r, code);
    }
}

fn rule(out: &mut String, knowledge: &Knowledge, r: &Rule, code: &Code) {
    let ceiling = crate::rules::ceiling_of(r, code).map_or("none", |c| match c {
        crate::rules::Certainty::Established => "established",
        crate::rules::Certainty::Strong => "strong",
        crate::rules::Certainty::Indicative => "indicative",
    });
    let profiles = if r.profiles.is_empty() { "all".to_string() } else { r.profiles.join(", ") };
    out.push_str(&format!(
        "\n**`{}`** · subject {} · severity {} · at most {ceiling} · profiles {profiles}\n\n",
        r.id, r.subject, r.severity
    ));
    out.push_str(&format!("> {}\n>\n> {}\n\n", r.title.en, r.title.zh));
    for (words, names) in [("all of", &r.all), ("any of", &r.any), ("none of", &r.none)] {
        if names.is_empty() {
            continue;
        }
        out.push_str(&format!("- {words}:\n"));
        for name in names {
            let meaning = Fact::parse(name).map(|f| f.meaning().trim()).unwrap_or_default();
            out.push_str(&format!("  - `{name}`: {meaning}\n"));
        }
    }
    out.push_str(&format!("- why: {}\n- remedy: {}\n- to check: {}\n", r.why.en, r.remedy.en, r.to_check.en));
    let names = Names::new(knowledge);
    let cited: Vec<String> = r
        .law
        .iter()
        .filter_map(|reference| {
            let (law, item) = reference.split_once('#')?;
            let known = knowledge.laws.iter().find(|l| l.id == law)?;
            let memory =
                known.status == crate::knowledge::Status::FromMemory || known.article.iter().any(|a| a.id == item && a.from_memory);
            let words = names.law(&LawRef { law: law.into(), item: item.into(), unverified: memory });
            Some(format!("{} (`{reference}`{})", words.en, if memory { ", 条文待核" } else { "" }))
        })
        .collect();
    if !cited.is_empty() {
        out.push_str(&format!("- law: {}\n", cited.join("; ")));
    }
    out.push_str(&format!("- source: {}\n", r.source));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_that_can_be_reported_has_a_rule() {
        let knowledge = Knowledge::builtin();
        let without: Vec<&str> = knowledge
            .codes
            .iter()
            .filter(|c| c.level != "not-static" && !c.id.starts_with("LIM-"))
            .filter(|c| !knowledge.rules.iter().any(|r| r.code == c.id))
            .map(|c| c.id.as_str())
            .collect();
        assert!(without.is_empty(), "{without:?}");
    }
}
