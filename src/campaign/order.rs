//! 责令整改通知书: one operator, its apps, each matter with what was found, the law and what would put it right.

use super::charter::day;
use super::notice::{Draft, pending};
use super::record::{Record, acting_sdk};
use super::select::{Why, law_unverified};
use crate::paper::{Paper, short};
use crate::report::words::Names;
use crate::rules::Finding;
use crate::words::Lang;

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
    let mut paper = d.sheet(&d.say("责令整改通知书", "Order to put right"));
    paper.subtitle.clear();
    if !paper.draft {
        paper.subtitle.extend(d.charter.number.as_deref().map(|n| short(n, 80)));
    }
    let to = first.listing.developer.as_deref().or(first.operator.as_deref()).unwrap_or(&first.package);
    paper.text(format!("{}{}", short(to, 80), if d.lang == Lang::Zh { "：" } else { ":" }));
    let basis = d.basis();
    paper.text(match d.lang {
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
        for (i, (f, wording, confirmed)) in matters(r).into_iter().enumerate() {
            let code = names.code(&f.code);
            let lead = match (confirmed, d.lang) {
                (true, _) => "",
                (false, Lang::Zh) => "疑似",
                (false, Lang::En) => "suspected: ",
            };
            paper.heading(2, format!("{}. {lead}{}", i + 1, wording.unwrap_or(code.get(d.lang))));
            paper.text(format!("{}{}（{}，{}）", d.say("检测记录：", "Record: "), f.title.get(d.lang), f.code, f.id));
            let laws = laws(f, names, d.choice.unverified_law, d.lang);
            if !laws.is_empty() {
                paper.text(format!("{}{laws}", d.say("依据：", "Law: ")));
            }
            paper.text(format!("{}{}", d.say("整改要求：", "To be put right: "), f.remedy.get(d.lang)));
        }
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
    paper.blocks.retain(|b| !matches!(b, crate::paper::Block::Text(t) if t.is_empty()));
    d.sign(&mut paper);
    Ok(paper)
}

/// The laws of a finding; those from memory only where asked for, and marked.
pub fn laws(f: &Finding, names: Names, unverified: bool, lang: Lang) -> String {
    let shown: Vec<String> = f
        .rules
        .iter()
        .filter(|l| unverified || !l.unverified)
        .map(|l| format!("{}{}", names.law(l).get(lang), if l.unverified { pending(lang) } else { "" }))
        .collect();
    shown.join(if lang == Lang::Zh { "；" } else { "; " })
}
