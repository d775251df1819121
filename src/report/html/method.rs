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
    strip(m, all);
    m.said("p", "fine", &w(
        "● 可由材料核实　◐ 代码证据链完整（疑似）　○ 线索　· 所检查范围内未发现线索　– 未检查。未发现线索不等于没有问题。",
        "● verifiable from the material  ◐ complete chain in the code (suspected)  ○ lead  · no lead within what was examined  – not examined. No lead found does not mean that the app complies.",
    ));
    let head = [w("认定情形", "Item"), w("结果", "Answer"), w("线索与说明", "Findings and notes")];
    inventory::table(m, "method", &head, |m| {
        let mut article = "";
        for answer in all {
            let of = answer.item.split('.').next().unwrap_or_default();
            if of != article {
                article = of;
                m.of("tr", "article", |m| m.el("th", &[("scope", "rowgroup"), ("colspan", "3")], |m| m.words(&article_name(of))));
            }
            m.el("tr", &[("id", &answer.item)], |m| row(m, page, answer));
        }
    });
}

/// All items in one line, each with its answer as a sign, so that the whole method is seen at once.
fn strip(m: &mut Markup, all: &[ItemAnswer]) {
    m.of("div", "strip", |m| {
        for a in all {
            let class = if a.state == ItemState::Found { "chip found" } else { "chip" };
            m.el("a", &[("class", class), ("href", &format!("#{}", a.item))], |m| {
                m.text(a.item.trim_start_matches('M'));
                m.text(" ");
                sign(m, a);
            });
        }
    });
}

fn sign(m: &mut Markup, a: &ItemAnswer) {
    match (a.certainty, a.state) {
        (Some(certainty), _) => summary::mark(m, certainty),
        (None, ItemState::Found) => m.text("○"),
        (None, ItemState::NotFound) => m.text("·"),
        (None, ItemState::NotExamined) => m.text("–"),
    }
}

/// The headings of the method's articles.
fn article_name(article: &str) -> Words {
    match article {
        "M1" => w("一、未公开收集使用规则", "1  Rules for collection and use are not made public"),
        "M2" => w("二、未明示收集使用个人信息的目的、方式和范围", "2  Purpose, means and scope are not stated"),
        "M3" => w("三、未经用户同意收集使用个人信息", "3  Collection and use without consent"),
        "M4" => w("四、违反必要原则，收集与其提供的服务无关的个人信息", "4  Collection of what the service does not need"),
        "M5" => w("五、未经同意向他人提供个人信息", "5  Providing to others without consent"),
        "M6" => w(
            "六、未按法律规定提供删除或更正个人信息功能，或未公布投诉、举报方式等信息",
            "6  No deletion or correction as the law requires, or no complaint channel published",
        ),
        other => w(other, other),
    }
}

fn row(m: &mut Markup, page: &Page, a: &ItemAnswer) {
    m.el("td", &[], |m| {
        m.of("span", "itemid", |m| m.text(&a.item));
        if let Some(item) = article(page, &a.item) {
            m.text(" ");
            m.words(&filled(&item.words, &a.item));
            if item.from_memory {
                m.text(" ");
                m.said("span", "tag", &w("条文待核", "wording not checked"));
            }
        }
        m.said("span", "file", &level(&a.level));
    });
    m.el("td", &[], |m| {
        sign(m, a);
        m.text(" ");
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
        if !known.is_empty() {
            m.of("ul", "named", |m| {
                for f in known.iter().take(SHOWN) {
                    m.el("li", &[], |m| {
                        m.el("a", &[("href", &format!("#{}", f.id))], |m| m.words(&f.title));
                        m.of("span", "codename", |m| m.text(&f.code));
                    });
                }
                inventory::more(m, known.len(), SHOWN, "li");
            });
        }
        if a.state != ItemState::NotExamined {
            m.said("span", "file", &w(&format!("检查：{}", a.reason.zh), &format!("Looked at: {}", a.reason.en)));
        } else {
            m.said("span", "file", &a.reason);
        }
        if a.left_open != a.reason && !a.left_open.zh.is_empty() {
            m.said("span", "file", &w(&format!("仍须：{}", a.left_open.zh), &format!("Left open: {}", a.left_open.en)));
        }
        if a.state != ItemState::NotExamined && !a.not_asked.is_empty() {
            let names: Vec<Words> = a.not_asked.iter().map(|c| page.names.code(c)).collect();
            let listed = |pick: fn(&Words) -> &str, by: &str| {
                a.not_asked.iter().zip(&names).map(|(c, n)| format!("{} ({c})", pick(n))).collect::<Vec<_>>().join(by)
            };
            m.said(
                "span",
                "file",
                &w(&format!("本次未检查：{}", listed(|n| &n.zh, "、")), &format!("Not asked this time: {}", listed(|n| &n.en, ", "))),
            );
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
        "decidable" => w("可由材料判定", "can be decided from the material"),
        "indicative" => w("静态分析只能提供线索", "static analysis gives leads only"),
        _ => w("静态分析不能判断", "static analysis cannot tell"),
    }
}

fn state(state: ItemState) -> &'static str {
    match state {
        ItemState::Found => "warn",
        ItemState::NotFound | ItemState::NotExamined => "",
    }
}
