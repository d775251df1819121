//! The texts that findings cite, each once, with the findings that rest on it.

use super::{Page, markup::Markup};
use crate::report::words::{filled, w};
use crate::rules::{Finding, LawRef};

/// Every text cited, in order of the first finding that cites it.
fn cited<'r>(page: &Page<'r>) -> Vec<(&'r LawRef, Vec<&'r Finding>)> {
    let mut all: Vec<(&LawRef, Vec<&Finding>)> = Vec::new();
    for f in &page.report.findings {
        for reference in &f.rules {
            match all.iter_mut().find(|(r, _)| (&r.law, &r.item) == (&reference.law, &reference.item)) {
                Some((_, findings)) => findings.push(f),
                None => all.push((reference, vec![f])),
            }
        }
    }
    all.sort_by(|a, b| (a.0.law != "cn-method-2019", &a.0.law, &a.0.item).cmp(&(b.0.law != "cn-method-2019", &b.0.law, &b.0.item)));
    all
}

pub fn any(page: &Page) -> bool {
    page.report.findings.iter().any(|f| !f.rules.is_empty())
}

/// The name and place of a text, with a link to its words. Where the law was just named the place is enough.
pub fn cite(m: &mut Markup, page: &Page, reference: &LawRef, named: bool) {
    let words = if named { page.names.law_place(reference) } else { page.names.law(reference) };
    let words = if words.zh.is_empty() { page.names.law(reference) } else { words };
    m.el("a", &[("class", "cite"), ("href", &format!("#{}", anchor(reference)))], |m| m.words(&words));
    if unchecked(page, reference) {
        m.said("span", "unverified", &w("条文待核", "wording not verified"));
    }
}

fn anchor(reference: &LawRef) -> String {
    let plain = |s: &str| s.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect::<String>();
    format!("law-{}-{}", plain(&reference.law), plain(&reference.item))
}

fn unchecked(page: &Page, reference: &LawRef) -> bool {
    reference.unverified || page.names.article(reference).is_some_and(|a| a.from_memory)
}

pub fn section(m: &mut Markup, page: &Page) {
    m.said("p", "fine", &w(
        "条文为本工具特征库中的摘录，引用前请与公布文本核对；标“条文待核”的尚未核对。",
        "The words are those of the signature set; compare them with the published text before you quote them. Those marked have not been compared yet.",
    ));
    m.of("ol", "texts", |m| {
        for (reference, findings) in cited(page) {
            m.el("li", &[("id", &anchor(reference))], |m| {
                m.said("strong", "", &page.names.law(reference));
                if unchecked(page, reference) {
                    m.said("span", "unverified", &w("条文待核", "wording not verified"));
                }
                if let Some(article) = page.names.article(reference) {
                    m.said("span", "wording", &filled(&article.words, ""));
                }
                m.of("span", "file", |m| {
                    m.words(&w("涉及：", "cited by: "));
                    let mut codes: Vec<&str> = findings.iter().map(|f| f.code.as_str()).collect();
                    codes.dedup();
                    for (n, code) in codes.iter().enumerate() {
                        if n > 0 {
                            m.words(&w("、", ", "));
                        }
                        let first = findings.iter().find(|f| f.code == *code).map(|f| f.id.as_str()).unwrap_or_default();
                        m.el("a", &[("href", &format!("#{first}"))], |m| m.text(code));
                        m.text(" ");
                        m.words(&page.names.code(code));
                    }
                });
            });
        }
    });
}
