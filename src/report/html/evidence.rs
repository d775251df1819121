//! One piece of evidence as a card, and the index of all.

use super::markup::Markup;
use super::{Page, ROWS, inventory};
use crate::evidence::{Evidence, EvidenceId, EvidenceKind};
use crate::report::excerpt::{excerpt as words, sought};
use crate::report::related;
use crate::report::words::{Said, w};

/// Evidence of a finding: where it is and what stands there.
pub fn card(m: &mut Markup, page: &Page, id: &EvidenceId, evidence: Option<&Evidence>) {
    let Some(e) = evidence else {
        m.of("div", "card", |m| {
            m.words(&w("报告中缺少该证据：", "the report lacks this piece of evidence: "));
            m.code(&id.0);
        });
        return;
    };
    m.of("div", if e.kind == EvidenceKind::Absence { "card absence" } else { "card" }, |m| {
        m.of("p", "cardhead", |m| {
            m.said("span", "kind", &e.kind.said());
            place(m, page, e);
            m.el("a", &[("class", "id"), ("href", &format!("#{}", id.0))], |m| m.text(&id.0));
        });
        excerpt(m, page, e);
    });
}

/// Path and position; code as class, method and offset.
pub fn place(m: &mut Markup, page: &Page, e: &Evidence) {
    match related::code_locator(&e.locator).filter(|_| e.kind == EvidenceKind::Code) {
        Some((class, member, offset)) => {
            m.of("span", "where", |m| {
                m.code(&class);
                m.text(" › ");
                m.code(&member);
                if !offset.is_empty() {
                    m.text(" @ ");
                    m.code(&offset);
                }
            });
            m.of("span", "file", |m| m.foreign(&e.path));
        }
        None => {
            m.of("span", "where", |m| m.foreign(&e.path));
            m.of("span", "file", |m| match sought(&e.locator, page.names).filter(|_| e.kind == EvidenceKind::Absence) {
                Some(words) => m.foreign_words(&words),
                None => m.code(&e.locator),
            });
        }
    }
}

fn excerpt(m: &mut Markup, page: &Page, e: &Evidence) {
    if e.excerpt.is_empty() {
        return;
    }
    match e.kind {
        EvidenceKind::Policy => page.texts.quote_at(m, &e.path, &e.locator, &e.excerpt),
        EvidenceKind::Absence => m.of("p", "searched", |m| m.foreign_words(&words(e))),
        _ => m.el("pre", &[("dir", "ltr")], |m| m.foreign_words(&words(e))),
    }
}

/// Evidence by id. What findings rest on comes first, so that it is there even where the index is cut.
pub fn index(m: &mut Markup, page: &Page) {
    let report = page.report;
    let used: std::collections::BTreeSet<&EvidenceId> =
        report.findings.iter().flat_map(|f| related::evidence(report, f)).map(|(id, _)| id).collect();
    let (first, rest): (Vec<_>, Vec<_>) = report.evidence.0.iter().partition(|(id, _)| used.contains(id));
    m.said(
        "p",
        "fine",
        &w(
            "每条证据的编号由文件内路径与位置得出，可用 apksweep verify 重新核对。",
            "The id of a piece of evidence comes from its path and position; apksweep verify checks each again.",
        ),
    );
    let head = [w("编号", "Id"), w("种类", "Kind"), w("位置", "Where"), w("内容", "What stands there")];
    inventory::table(m, "evidence", &head, |m| {
        for (id, e) in first.iter().chain(&rest).take(2 * ROWS) {
            m.el("tr", &[("id", &id.0)], |m| {
                m.of("td", "id", |m| m.text(&id.0));
                m.said("td", "", &e.kind.said());
                m.el("td", &[], |m| {
                    place(m, page, e);
                    if let Some(signature) = &e.signature {
                        m.of("span", "file", |m| m.foreign(signature));
                    }
                });
                m.of("td", "excerpt", |m| m.foreign_words(&words(e)));
            });
        }
    });
    inventory::more(m, report.evidence.0.len(), 2 * ROWS, "p");
}
