//! Findings: grouped by the matter they are about, each opening to the whole chain behind it.

use super::summary::{badge, mark};
use super::{Page, evidence, inventory, laws, markup::Markup};
use crate::evidence::EvidenceKind;
use crate::gap::GapCode;
use crate::report::related;
use crate::report::words::{Said, fact, families, filled, same, w};
use crate::rules::{Finding, LawRef};
use crate::words::Words;

/// Evidence cards a finding shows.
const CARDS: usize = 30;
/// Findings a page shows with their whole chain.
const SHOWN: usize = 300;

pub fn findings(m: &mut Markup, page: &Page) {
    let all = related::by_severity(page.report);
    if all.is_empty() {
        m.said("p", "", &w("未发现线索。", "No lead found."));
        return;
    }
    tools(m);
    let shown = all.get(..SHOWN.min(all.len())).unwrap_or_default();
    let families = families();
    for (prefix, name) in &families {
        let members: Vec<&Finding> = shown.iter().copied().filter(|f| family(&f.code) == *prefix).collect();
        group(m, page, prefix, name, &members);
    }
    let others: Vec<&Finding> = shown.iter().copied().filter(|f| families.iter().all(|(prefix, _)| family(&f.code) != *prefix)).collect();
    group(m, page, "", &w("其他", "Others"), &others);
    rest(m, all.get(SHOWN..).unwrap_or_default());
}

fn family(code: &str) -> &str {
    code.split('-').next().unwrap_or(code)
}

/// Filters; hidden unless the script runs.
fn tools(m: &mut Markup) {
    m.el("div", &[("class", "tools"), ("role", "search")], |m| {
        m.void(
            "input",
            &[
                ("type", "search"),
                ("id", "filter"),
                ("data-zh", "筛选：名称、代码、接口…"),
                ("data-en", "filter by name, code, interface …"),
                ("aria-label", "筛选 filter"),
            ],
        );
        for severity in ["high", "medium", "low"] {
            m.el("label", &[], |m| {
                m.void("input", &[("type", "checkbox"), ("data-severity", severity), ("checked", "")]);
                m.words(&match severity {
                    "high" => w("高", "high"),
                    "medium" => w("中", "medium"),
                    _ => w("低", "low"),
                });
            });
        }
        m.el("button", &[("type", "button"), ("id", "open-all")], |m| m.words(&w("全部展开", "open all")));
        m.el("button", &[("type", "button"), ("id", "close-all")], |m| m.words(&w("全部收起", "close all")));
        m.el("output", &[("id", "shown")], |_| {});
    });
}

fn group(m: &mut Markup, page: &Page, prefix: &str, name: &Words, members: &[&Finding]) {
    if members.is_empty() {
        return;
    }
    m.of("div", "family", |m| {
        m.el("h3", &[], |m| {
            m.of("span", "prefix", |m| m.text(prefix));
            m.text(" ");
            m.words(name);
            m.of("span", "times", |m| m.text(&format!(" {}", members.len())));
        });
        for finding in members {
            m.newline();
            one(m, page, finding);
        }
    });
}

fn one(m: &mut Markup, page: &Page, f: &Finding) {
    let severity = f.severity.said().en;
    let class = if f.waived.is_some() { "finding waived" } else { "finding" };
    m.el("details", &[("class", class), ("id", &f.id), ("data-severity", &severity)], |m| {
        m.el("summary", &[], |m| {
            badge(m, f.severity);
            m.of("span", "head", |m| {
                m.said("span", "title", &f.title);
                m.of("span", "meta", |m| {
                    m.text(&f.code);
                    m.text(" · ");
                    mark(m, f.certainty);
                    m.text(" ");
                    m.words(&f.certainty.said());
                    if let Some(disclosure) = f.disclosure {
                        m.text(" · ");
                        m.words(&disclosure.said());
                    }
                    if f.waived.is_some() {
                        m.text(" · ");
                        m.words(&w("已豁免", "waived"));
                    }
                });
            });
        });
        m.of("div", "body", |m| body(m, page, f));
    });
}

fn body(m: &mut Markup, page: &Page, f: &Finding) {
    m.said("p", "why", &f.why);
    m.of("dl", "chain", |m| {
        m.row(&w("对象", "Subject"), |m| subject(m, page, f));
        if !f.rules.is_empty() {
            m.row(&w("依据", "Rules"), |m| laws(m, page, f));
        }
        if let Some(reason) = &f.waived {
            m.row(&w("豁免理由", "Waived because"), |m| m.foreign(reason));
        }
    });
    let evidence = related::evidence(page.report, f);
    if !evidence.is_empty() {
        m.said("h4", "", &w("证据", "Evidence"));
        for (id, e) in evidence.iter().take(CARDS) {
            evidence::card(m, page, id, *e);
        }
        inventory::more(m, evidence.len(), CARDS, "p");
    }
    let collections = related::collections(page.report, f);
    if !collections.is_empty() {
        m.said("h4", "", &w("代码中的读取", "Where the code reads it"));
        for c in collections.iter().take(5) {
            m.of("div", "reads", |m| {
                m.of("p", "", |m| {
                    m.code(&related::dotted(&c.api));
                    m.text(" ");
                    inventory::conditions(m, c);
                });
                inventory::sites(m, &c.sites);
            });
        }
        inventory::more(m, collections.len(), 5, "p");
    }
    let quoted = |start, end| {
        evidence
            .iter()
            .any(|(_, e)| e.is_some_and(|e| e.kind == EvidenceKind::Policy && related::text_range(&e.locator) == Some((start, end))))
    };
    let mut statements = related::statements(page.report, f, page.names);
    statements.retain(|s| !quoted(s.start, s.end));
    let mut listed = related::listed(page.report, f);
    listed.retain(|s| !quoted(s.start, s.end));
    if !statements.is_empty() || !listed.is_empty() {
        m.said("h4", "", &w("隐私政策中的相关表述", "What the policy says about it"));
        for s in statements.iter().take(10) {
            m.of("div", "said", |m| {
                m.of("p", "cardhead", |m| {
                    m.said("span", "kind", &s.polarity.said());
                    m.words(&page.names.data(&s.data_type, s.node.as_deref()));
                });
                page.texts.quote(m, s.policy, s.start, s.end, &s.quote);
            });
        }
        for row in listed.iter().take(10) {
            m.of("div", "said", |m| {
                m.of("p", "cardhead", |m| {
                    m.said("span", "kind", &w("SDK清单", "SDK list"));
                    m.foreign(&row.name);
                    for part in [&row.company, &row.purpose, &row.data].into_iter().flatten() {
                        m.text(" · ");
                        m.foreign(part);
                    }
                });
            });
        }
    }
    proof(m, f);
    m.of("dl", "chain", |m| {
        if !f.gaps.is_empty() {
            m.row(&w("受限于", "Limited by"), |m| limits(m, &f.gaps));
        }
        if let Some(limits) = page.names.limits(&f.code) {
            m.row(&w("方法局限", "Limits of the method"), |m| m.words(&limits));
        }
        said(m, &w("仍需人工核实", "A person must still check"), &f.to_check);
        said(m, &w("整改建议", "Remedy"), &f.remedy);
    });
    m.of("p", "foot", |m| {
        m.words(&w("编号 ", "id "));
        m.el("code", &[("class", "copy")], |m| m.text(&f.id));
        m.el("button", &[("type", "button"), ("data-copy", &f.id)], |m| m.words(&w("复制", "copy")));
        m.text(" · ");
        m.text(&f.rule);
    });
}

fn said(m: &mut Markup, name: &Words, words: &Words) {
    if !words.zh.is_empty() || !words.en.is_empty() {
        m.row(name, |m| m.words(&filled(words, "")));
    }
}

fn subject(m: &mut Markup, page: &Page, f: &Finding) {
    let (names, s) = (page.names, &f.subject);
    let mut parts: Vec<Words> = Vec::new();
    parts.extend(s.data_type.as_ref().map(|t| names.data_type(t)));
    parts.extend(s.owner.as_ref().map(|o| names.owner(o)));
    if !matches!(&s.owner, Some(crate::detect::Owner::Sdk { id }) if Some(id) == s.sdk.as_ref()) {
        parts.extend(s.sdk.as_ref().map(|id| names.sdk(id)));
    }
    parts.extend(s.permission.as_ref().map(|p| same(p)));
    if parts.is_empty() {
        parts.push(w("应用整体", "the app as a whole"));
    }
    for (n, part) in parts.iter().enumerate() {
        if n > 0 {
            m.text(" · ");
        }
        m.words(part);
    }
}

/// The item of the method with its words; the other texts by name, their words once for all findings in the section of texts cited.
fn laws(m: &mut Markup, page: &Page, f: &Finding) {
    let main = |r: &LawRef| r.law == "cn-method-2019";
    let has_main = f.rules.iter().any(main);
    // Without an item of the method the first text stands in its place.
    let leads = |n: usize, r: &LawRef| if has_main { main(r) } else { n == 0 };
    let part = |first: bool| f.rules.iter().enumerate().filter(move |(n, r)| leads(*n, r) == first).map(|(_, r)| r);
    let others: Vec<&LawRef> = part(false).collect();
    m.of("ul", "laws", |m| {
        for reference in part(true) {
            m.el("li", &[], |m| {
                laws::cite(m, page, reference, false);
                if let Some(article) = page.names.article(reference) {
                    m.said("span", "wording", &filled(&article.words, ""));
                }
            });
        }
        if !others.is_empty() {
            m.of("li", "others", |m| {
                let mut before: Option<&str> = None;
                for reference in others {
                    let same = before == Some(reference.law.as_str());
                    if before.is_some() {
                        m.words(&if same { w("、", ", ") } else { w("；", "; ") });
                    }
                    laws::cite(m, page, reference, same);
                    before = Some(&reference.law);
                }
            });
        }
    });
}

/// The facts that the rule asked for and their answers.
fn proof(m: &mut Markup, f: &Finding) {
    if f.facts.is_empty() {
        return;
    }
    m.said("h4", "", &w("判断所依据的事实", "Facts the rule asked for"));
    m.of("ul", "proof", |m| {
        let mut shown = Vec::new();
        for a in &f.facts {
            let fresh: Vec<_> = a.evidence.iter().filter(|id| !shown.contains(id)).collect();
            shown.extend(&fresh);
            m.el("li", &[], |m| {
                m.of("span", &format!("answer {}", a.answer), |m| {
                    m.words(&match a.answer.as_str() {
                        "yes" => w("是", "yes"),
                        "no" => w("否", "no"),
                        _ => w("未知", "unknown"),
                    });
                });
                m.text(" ");
                m.words(&fact(&a.fact));
                if fresh.is_empty() && !a.evidence.is_empty() {
                    m.said("span", "fine", &w("（证据同上）", " (evidence as above)"));
                }
                for id in fresh {
                    m.text(" ");
                    m.el("a", &[("class", "id"), ("href", &format!("#{}", id.0))], |m| m.text(&id.0));
                }
            });
        }
    });
}

fn limits(m: &mut Markup, gaps: &[GapCode]) {
    for (n, gap) in gaps.iter().enumerate() {
        if n > 0 {
            m.words(&w("；", "; "));
        }
        m.el("a", &[("href", &format!("#{}", gap.as_str()))], |m| m.text(gap.as_str()));
        m.text(" ");
        m.words(&gap.said());
    }
}

/// Findings beyond the limit: still named, one line each, so that no id is missing.
fn rest(m: &mut Markup, findings: &[&Finding]) {
    if findings.is_empty() {
        return;
    }
    m.el("details", &[("class", "rest")], |m| {
        m.said(
            "summary",
            "",
            &w(&format!("另有 {} 项，完整内容见 JSON", findings.len()), &format!("{} more, in full in the JSON", findings.len())),
        );
        m.el("ul", &[], |m| {
            for f in findings {
                m.el("li", &[("id", &f.id)], |m| {
                    m.of("code", "", |m| m.text(&f.id));
                    m.text(&format!(" {} ", f.code));
                    m.words(&f.title);
                });
            }
        });
    });
}
