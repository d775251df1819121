//! The whole method of 2019 on one table: every item with its answer, the findings behind it, and what remains to be done.

use super::{Page, inventory, markup::Markup, summary};
use crate::knowledge::LawArticle;
use crate::report::words::{Said, filled, w};
use crate::rules::{Finding, ItemAnswer, ItemState};
use crate::words::Words;

/// Findings that one row names; the section below holds all.
const SHOWN: usize = 8;

pub fn table(m: &mut Markup, page: &Page) {
    let all = &page.report.method;
    let of = |state| all.iter().filter(|a| a.state == state).count();
    let (found, none, open) = (of(ItemState::Found), of(ItemState::NotFound), of(ItemState::NotExamined));
    m.said(
        "p",
        "lead",
        &w(
            &format!("{}项中，{found}项发现线索，{none}项在所检查范围内未发现线索，{open}项未检查。", all.len()),
            &format!("Of {} items {found} have findings, {none} no lead within what was examined, {open} were not examined.", all.len()),
        ),
    );
    m.said("p", "fine", &w(
        "各项按静态分析所能达到的程度回答：“可判定”项可由材料核实，“线索”项须运行或人工确认，“静态不可判”项不作回答。未发现线索不等于没有问题。",
        "Each item is answered as far as static analysis can: decidable items can be verified from the material, indicative ones need a run or a person, the others are not answered. No lead found does not mean that the app complies.",
    ));
    let head = [w("项", "Item"), w("静态可达程度", "Level"), w("结果", "Answer"), w("线索", "Findings"), w("说明", "Notes")];
    inventory::table(m, "method", &head, |m| {
        for answer in all {
            m.el("tr", &[("id", &answer.item)], |m| row(m, page, answer));
        }
    });
}

fn row(m: &mut Markup, page: &Page, a: &ItemAnswer) {
    m.el("td", &[], |m| {
        m.el("strong", &[], |m| m.text(&a.item));
        if let Some(item) = article(page, &a.item) {
            m.said("span", "item", &filled(&item.words, &a.item));
            if item.from_memory {
                m.said("span", "tag", &w("条文待核", "wording not checked"));
            }
        }
    });
    m.said("td", "", &level(&a.level));
    m.el("td", &[], |m| {
        if let Some(certainty) = a.certainty {
            summary::mark(m, certainty);
            m.text(" ");
        }
        m.said("strong", state(a.state), &a.state.said());
        if let Some(certainty) = a.certainty {
            m.said("span", "file", &certainty.said());
        }
    });
    m.el("td", &[], |m| {
        let known: Vec<&Finding> = a.findings.iter().filter_map(|id| page.report.findings.iter().find(|f| f.id == *id)).collect();
        if a.state == ItemState::NotExamined && !known.is_empty() {
            m.said("span", "file", &w("相关发现：", "related: "));
        }
        for f in known.iter().take(SHOWN) {
            m.of("span", "file", |m| {
                m.el("a", &[("href", &format!("#{}", f.id))], |m| {
                    m.text(&f.code);
                    m.text(" ");
                    m.words(&f.title);
                });
            });
        }
        inventory::more(m, known.len(), SHOWN, "span");
    });
    m.el("td", &[], |m| {
        if a.state != ItemState::NotExamined {
            m.said("span", "file", &w(&format!("检查：{}", a.reason.zh), &format!("Looked at: {}", a.reason.en)));
        } else {
            m.said("span", "file", &a.reason);
        }
        if a.left_open != a.reason && !a.left_open.zh.is_empty() {
            m.said("span", "file", &w(&format!("仍须：{}", a.left_open.zh), &format!("Left open: {}", a.left_open.en)));
        }
        if a.state != ItemState::NotExamined && !a.not_asked.is_empty() {
            let codes = a.not_asked.join(", ");
            m.said("span", "file", &w(&format!("本次未检查：{codes}"), &format!("Not asked this time: {codes}")));
        }
        for gap in &a.gaps {
            m.of("span", "file", |m| {
                if page.report.gaps.iter().any(|g| g.code == *gap) {
                    m.el("a", &[("href", &format!("#{}", gap.as_str()))], |m| m.text(gap.as_str()));
                } else {
                    m.text(gap.as_str());
                }
                m.text(" ");
                m.words(&gap.said());
            });
        }
    });
}

/// The item's own words.
pub fn article<'k>(page: &Page<'k>, item: &str) -> Option<&'k LawArticle> {
    let law = page.names.knowledge.laws.iter().find(|l| l.id == "cn-method-2019")?;
    law.article.iter().find(|a| a.id == item)
}

pub fn level(level: &str) -> Words {
    match level {
        "decidable" => w("可判定", "decidable"),
        "indicative" => w("线索", "indicative"),
        _ => w("静态不可判", "not static"),
    }
}

fn state(state: ItemState) -> &'static str {
    match state {
        ItemState::Found => "warn",
        ItemState::NotFound | ItemState::NotExamined => "",
    }
}
