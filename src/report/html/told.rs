//! What code can read, beside what the policy says of it; and the SDKs, beside its list.

use super::{Page, ROWS, inventory, markup::Markup};
use crate::report::excerpt::excerpt;
use crate::report::words::{Said, w};
use crate::rules::Disclosure;
use crate::words::Words;

/// Characters of a quote or search shown here; the finding has the whole.
const SHOWN: usize = 160;

fn short(mut words: Words) -> Words {
    for text in [&mut words.zh, &mut words.en] {
        if text.chars().count() > SHOWN {
            *text = text.chars().take(SHOWN).chain(['…']).collect();
        }
    }
    words
}

pub fn section(m: &mut Markup, page: &Page) {
    let report = page.report;
    let told = &report.disclosures;
    if !told.is_empty() {
        let head = [w("信息种类", "Data"), w("代码归属", "Whose code"), w("政策", "Policy"), w("引文或检索", "Quote or search")];
        inventory::table(m, "told", &head, |m| {
            for t in told.iter().take(ROWS) {
                m.el("tr", &[], |m| {
                    m.said("td", "", &page.names.data_type(&t.data_type));
                    m.said("td", "", &page.names.owner(&t.owner));
                    m.el("td", &[], |m| {
                        m.said("strong", if t.disclosure == Disclosure::Clear { "" } else { "warn" }, &t.disclosure.said())
                    });
                    m.el("td", &[], |m| {
                        for id in t.evidence.iter().take(2) {
                            if let Some(e) = report.evidence.get(id) {
                                m.of("span", "file", |m| {
                                    m.said("span", "kind", &e.kind.said());
                                    m.text(" ");
                                    m.foreign_words(&short(excerpt(e)));
                                });
                            }
                        }
                    });
                });
            }
        });
        inventory::more(m, told.len(), ROWS, "p");
    }
    let listed = &report.listed;
    if listed.is_empty() {
        return;
    }
    m.said("h3", "", &w("集成的SDK与政策清单", "SDKs in the app and the policy's list"));
    let head = [w("SDK", "SDK"), w("政策", "Policy"), w("清单缺少的信息种类", "Kinds that its entry lacks")];
    inventory::table(m, "listed", &head, |m| {
        for s in listed.iter().take(ROWS) {
            m.el("tr", &[], |m| {
                m.said("td", "", &page.names.sdk(&s.sdk));
                m.said("td", "", &s.answer.said());
                m.el("td", &[], |m| {
                    for (n, t) in s.missing.iter().enumerate() {
                        if n > 0 {
                            m.words(&w("、", ", "));
                        }
                        m.words(&page.names.data_type(t));
                    }
                });
            });
        }
    });
    inventory::more(m, listed.len(), ROWS, "p");
}
