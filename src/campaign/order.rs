//! 责令整改通知书: one operator, its apps, each matter with what was found, the law and what would put it right.

use super::charter::day;
use super::notice::{Draft, pending};
use super::record::{Record, acting_sdk};
use super::select::{Why, law_unverified};
use crate::paper::{Block, Paper, draft_mark, short};
use crate::report::words::Names;
use crate::rules::{Finding, LawRef};
use crate::words::{Lang, Words};

/// The order to the operator (developer by the store, operator by the policy, or package). `Err`: nothing that could be ordered.
pub fn order(d: &Draft, operator: &str) -> Result<Paper, String> {
    let mine: Vec<&Record> = d.records.iter().filter(|r| r.operator_key() == operator.trim() || r.package == operator.trim()).collect();
    let Some(first) = mine.first() else {
        let mut known: Vec<String> = d.records.iter().map(|r| short(r.operator_key(), 60)).collect();
        known.sort();
        known.dedup();
        return Err(format!("{}: no such operator or package here; known: {}", short(operator, 60), known.join(", ")));
    };
    let selection = d.select();
    // An order tells everything that was confirmed, also what the closed list of the style has no word for.
    let matters = |r: &Record| -> Vec<(&Finding, Option<&str>, bool)> {
        let named = selection
            .named
            .iter()
            .filter(|n| std::ptr::eq(n.record, r) && n.sdk.is_none())
            .map(|n| (n.finding, Some(n.wording.words.get(d.lang)), n.confirmed));
        let held = selection
            .held
            .iter()
            .filter(|h| std::ptr::eq(h.record, r) && h.why == Why::NoWording && acting_sdk(h.finding).is_none())
            .filter(|h| (h.confirmed || d.choice.suspected) && (d.choice.unverified_law || !law_unverified(h.finding, d.knowledge)))
            .map(|h| (h.finding, None, h.confirmed));
        named.chain(held).collect()
    };
    if mine.iter().all(|r| matters(r).is_empty()) {
        return Err(format!("{}: nothing confirmed that an order could rest on", short(operator, 60)));
    }
    let title = d.say("责令整改通知书", "Order to put right");
    let mut paper = d.sheet(if d.is_draft() { draft_mark(d.lang) } else { &title });
    paper.subtitle.clear();
    if paper.draft {
        paper.subtitle.push(format!("{}{title}", d.say("样式：", "In the form of: ")));
    } else {
        paper.subtitle.extend(d.charter.number.as_deref().map(|n| short(n, 80)));
    }
    let to = first.listing.developer.as_deref().or(first.operator.as_deref()).unwrap_or(&first.package);
    paper.blocks.push(Block::Address(format!("{}{}", short(to, 80), if d.lang == Lang::Zh { "：" } else { ":" })));
    let basis = d.basis();
    paper.text(match d.lang {
        Lang::Zh if paper.draft => "静态分析对你单位运营的移动应用有以下线索，尚待人员核实：".to_owned(),
        Lang::En if paper.draft => {
            "Static analysis of apps that you operate gave the following leads, which a person has still to review:".to_owned()
        }
        Lang::Zh => format!("依据{basis}等规定，{}组织检测发现，你单位运营的移动应用存在以下问题：", d.authority()),
        Lang::En => format!("Under {basis}, tests by {} found the following in apps that you operate:", d.authority()),
    });
    let names = Names::new(d.knowledge);
    for r in mine.iter().filter(|r| !matters(r).is_empty()) {
        paper.heading(
            1,
            match d.lang {
                Lang::Zh => {
                    format!("《{}》（版本{}，来源：{}，包名{}）", r.name(d.lang), r.version(), r.store(d.lang), short(&r.package, 80))
                }
                Lang::En => {
                    format!("“{}” (version {}, source {}, package {})", r.name(d.lang), r.version(), r.store(d.lang), short(&r.package, 80))
                }
            },
        );
        for (i, (heading, findings)) in by_heading(d, names, matters(r)).into_iter().enumerate() {
            paper.heading(2, format!("{}{}", super::breach::number(i + 1, d.lang), capital(&heading)));
            for (n, f) in findings.iter().enumerate() {
                let number = if findings.len() > 1 { format!("{}. ", n + 1) } else { String::new() };
                paper.text(match d.lang {
                    Lang::Zh => format!("{number}检测记录：{}。（线索编号{}）", f.title.zh.trim_end_matches('。'), f.id),
                    Lang::En => format!("{number}Record: {}. (lead {})", f.title.en.trim_end_matches('.'), f.id),
                });
            }
            let laws = laws(&findings, names, d.choice.unverified_law, d.lang);
            if !laws.is_empty() {
                paper.text(format!("{}{laws}{}", d.say("依据：", "Law: "), d.say("。", ".")));
            }
            let mut remedies: Vec<&str> = Vec::new();
            for remedy in findings.iter().map(|f| f.remedy.get(d.lang)) {
                if !remedies.contains(&remedy) {
                    remedies.push(remedy);
                }
            }
            let numbered: Vec<String> = match remedies.as_slice() {
                [one] => vec![(*one).to_owned()],
                many => many.iter().enumerate().map(|(n, r)| format!("\n{}. {r}", n + 1)).collect(),
            };
            paper.text(format!("{}{}", d.say("整改要求：", "To be put right: "), numbered.concat()));
        }
    }
    if paper.draft {
        d.sign(&mut paper);
        return Ok(paper);
    }
    let by = d.charter.deadline.as_deref().map(|to| day(to, d.lang));
    paper.text(match (d.lang, by) {
        (Lang::Zh, Some(by)) => format!("请于{by}前完成整改，并书面报告整改情况。"),
        (Lang::Zh, None) => "请按有关规定完成整改，并书面报告整改情况。".to_owned(),
        (Lang::En, Some(by)) => format!("Put this right by {by} and report in writing."),
        (Lang::En, None) => "Put this right as the rules require and report in writing.".to_owned(),
    });
    paper.text(d.say(
        "如对上述情况有异议，可在整改期限内提出陈述、申辩，并提供证明材料。所附证据案卷列明每项问题的位置，可使用同一版本检测工具复核。",
        "If you contest any of this you may make a statement and submit proof within the time set. The dossier annexed names the place of each matter; anybody can check it with the same version of the tool.",
    ));
    paper.text(d.charter.contact.as_deref().map(|c| format!("{}{}", d.say("联系方式：", "Contact: "), short(c, 200))).unwrap_or_default());
    paper.blocks.retain(|b| !matches!(b, Block::Text(t) if t.is_empty()));
    d.sign(&mut paper);
    Ok(paper)
}

/// A heading begins with a capital where the script has any.
fn capital(s: &str) -> String {
    let mut rest = s.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// The matters under the words of the notice, each once, in order of the first finding; without such words under those of the code.
fn by_heading<'f>(d: &Draft, names: Names, matters: Vec<(&'f Finding, Option<&str>, bool)>) -> Vec<(String, Vec<&'f Finding>)> {
    let mut out: Vec<(String, Vec<&Finding>)> = Vec::new();
    for (f, wording, confirmed) in matters {
        let lead = match (confirmed, d.lang) {
            (true, _) => "",
            (false, Lang::Zh) => "疑似",
            (false, Lang::En) => "suspected: ",
        };
        let code = names.code(&f.code);
        let heading = format!("{lead}{}", wording.unwrap_or(code.get(d.lang)));
        match out.iter_mut().find(|(h, _)| *h == heading) {
            Some((_, findings)) => findings.push(f),
            None => out.push((heading, vec![f])),
        }
    }
    out
}

/// The laws of findings, each place once; those from memory only where asked for, and marked.
pub fn laws(findings: &[&Finding], names: Names, unverified: bool, lang: Lang) -> String {
    let mut shown: Vec<&LawRef> = Vec::new();
    for l in findings.iter().flat_map(|f| &f.rules).filter(|l| unverified || !l.unverified) {
        if !shown.iter().any(|s| (&s.law, &s.item) == (&l.law, &l.item)) {
            shown.push(l);
        }
    }
    let mark = Words::new(pending(Lang::Zh), pending(Lang::En));
    names.citations(&shown, &mark).get(lang).to_owned()
}
