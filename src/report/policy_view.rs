//! A policy for a reader: what it says as a list, and the text with each statement marked.

use std::fmt::Write;

use super::policy::PolicyReport;
use super::sanitize;
use super::screen::{Paint, Screen, Style};
use super::words::{Names, fact, w};
use crate::document::Document;
use crate::knowledge::Knowledge;
use crate::policy::{Party, Polarity, Statement};
use crate::words::{Lang, Words};

fn polarity(s: &Statement) -> Words {
    match (s.polarity, s.party) {
        (Polarity::Collects, Party::First) => w("收集", "collects"),
        (Polarity::Collects, Party::Third) => w("第三方收集", "third party collects"),
        (Polarity::DoesNotCollect, Party::First) => w("声明不收集", "says it does not collect"),
        (Polarity::DoesNotCollect, Party::Third) => w("声明不提供给第三方", "says no third party gets"),
    }
}

/// The statements, the SDK list and the facts, for a terminal.
pub fn policy_text(report: &PolicyReport, document: &Document, knowledge: &Knowledge, lang: Lang, style: Style) -> String {
    let names = Names::new(knowledge);
    let mut s = Screen::new(style);
    s.pieces(&[(Paint::Bold, &document.name), (Paint::Dim, &format!("  {}  {}", report.language, document.charset))]);
    s.heading(w("陈述", "Statements").get(lang));
    for st in &report.declared.statements {
        let data = names.data(&st.data_type, st.node.as_deref());
        let third = st.third_party_name.as_deref().map(|n| format!(" ({})", sanitize::terminal(n))).unwrap_or_default();
        let paint = if st.polarity == Polarity::Collects { Paint::Plain } else { Paint::Medium };
        s.hang((paint, "• "), Paint::Plain, &format!("{} {}{third}", polarity(st).get(lang), data.get(lang)));
        s.block(4, &sanitize::terminal(&st.quote));
    }
    if !report.declared.sdk_list.is_empty() {
        s.heading(w("第三方SDK清单", "SDK list").get(lang));
        for row in &report.declared.sdk_list {
            let more = [&row.company, &row.purpose, &row.data]
                .into_iter()
                .flatten()
                .map(|t| sanitize::terminal(t))
                .collect::<Vec<_>>()
                .join(" · ");
            let id = row.sdk.as_deref().map(|i| format!(" [{i}]")).unwrap_or_default();
            s.hang((Paint::Plain, "• "), Paint::Plain, &format!("{}{id}  {more}", sanitize::terminal(&row.name)));
        }
    }
    s.heading(w("要素", "Facts").get(lang));
    for (name, f) in &report.declared.facts {
        let said = if f.stated {
            f.value.as_deref().map_or_else(|| w("有", "stated").get(lang).to_owned(), sanitize::terminal)
        } else {
            w("未见", "not found").get(lang).to_owned()
        };
        s.field(fact(name).get(lang), 28, &said);
    }
    for g in &report.gaps {
        s.hang((Paint::Medium, "! "), Paint::Plain, &sanitize::terminal(&format!("{} {}", g.code.as_str(), g.what)));
    }
    s.finish()
}

/// The text with each statement marked: a lawyer reads the page and sees what was understood.
pub fn policy_html(report: &PolicyReport, document: &Document, knowledge: &Knowledge, lang: Lang) -> String {
    let names = Names::new(knowledge);
    let text: Vec<char> = document.text.chars().collect();
    // Statements by range; ranges that overlap an earlier one join it.
    let mut by_range: Vec<(usize, usize, Vec<&Statement>)> = Vec::new();
    let mut sorted: Vec<&Statement> = report.declared.statements.iter().collect();
    sorted.sort_by_key(|s| (s.start, s.end));
    for s in sorted {
        match by_range.last_mut() {
            Some((_, end, list)) if s.start < *end => {
                *end = (*end).max(s.end);
                list.push(s);
            }
            _ => by_range.push((s.start, s.end, vec![s])),
        }
    }
    let slice = |a: usize, b: usize| text.get(a..b.min(text.len())).map(|c| c.iter().collect::<String>()).unwrap_or_default();
    let mut body = String::new();
    let mut at = 0;
    for (start, end, list) in &by_range {
        body.push_str(&sanitize::html(&slice(at, *start)).replace('\n', "<br>"));
        let denies = list.iter().any(|s| s.polarity == Polarity::DoesNotCollect);
        let mut labels: Vec<String> =
            list.iter().map(|s| format!("{} {}", polarity(s).get(lang), names.data(&s.data_type, s.node.as_deref()).get(lang))).collect();
        labels.dedup();
        let _ = write!(
            body,
            "<mark class=\"{}\">{}<small>{}</small></mark>",
            if denies { "no" } else { "yes" },
            sanitize::html(&slice(*start, *end)).replace('\n', "<br>"),
            sanitize::html(&labels.join("；"))
        );
        at = *end;
    }
    body.push_str(&sanitize::html(&slice(at, text.len())).replace('\n', "<br>"));
    let facts: String = report
        .declared
        .facts
        .iter()
        .map(|(n, f)| {
            let said = if f.stated { f.value.clone().unwrap_or_else(|| "✓".into()) } else { w("未见", "not found").get(lang).into() };
            format!("<tr><th>{}</th><td>{}</td></tr>", sanitize::html(fact(n).get(lang)), sanitize::html(&said))
        })
        .collect();
    format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{}</title><style>body{{font:16px/1.7 system-ui,\"Noto Sans CJK SC\",sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}}\
         mark{{background:#1a7f3722;color:inherit;border-bottom:2px solid #1a7f37}}mark.no{{background:#b3261e1c;border-color:#b3261e}}mark small{{display:inline-block;margin:0 .4em;font-size:.75em;opacity:.75}}\
         table{{border-collapse:collapse;margin:1rem 0}}th,td{{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top;font-weight:normal;border-bottom:1px solid #8883}}th{{opacity:.7}}</style></head>\
         <body><h1><bdi>{}</bdi></h1><table>{facts}</table><hr><div>{body}</div></body></html>\n",
        if lang == Lang::Zh { "zh-CN" } else { "en" },
        sanitize::html(&document.name),
        sanitize::html(&document.name),
    )
}
