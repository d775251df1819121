//! A policy for a reader: what it says as a list, and the text with each statement marked.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::policy::PolicyReport;
use super::sanitize;
use super::screen::{Paint, Screen, Style};
use super::sentence::said;
use super::words::{Names, fact, w};
use crate::document::Document;
use crate::knowledge::Knowledge;
use crate::policy::{Party, Polarity, Readability, Statement};
use crate::words::{Lang, Words};

fn polarity(s: &Statement) -> Words {
    match (s.polarity, s.party) {
        (Polarity::Collects, Party::First) => w("收集", "collects"),
        (Polarity::Collects, Party::Third) => w("第三方收集", "third party collects"),
        (Polarity::DoesNotCollect, Party::First) => w("声明不收集", "says it does not collect"),
        (Polarity::DoesNotCollect, Party::Third) => w("声明不提供给第三方", "says no third party gets"),
    }
}

fn readability(r: &Readability) -> [(Words, String); 5] {
    [
        (w("字符数", "characters"), r.characters.to_string()),
        (w("句数", "sentences"), r.sentences.to_string()),
        (w("句长中位数", "median length of a sentence"), r.median_sentence.to_string()),
        (w("九成句子不长于", "nine of ten sentences up to"), r.long_sentence.to_string()),
        (w("最长段落占比", "share of the longest paragraph"), format!("{} %", r.longest_block_percent)),
    ]
}

/// The statements, the SDK list and the facts, for a terminal.
pub fn policy_text(report: &PolicyReport, document: &Document, knowledge: &Knowledge, lang: Lang, style: Style) -> String {
    let names = Names::new(knowledge);
    let mut s = Screen::new(style);
    s.pieces(&[(Paint::Bold, &document.name), (Paint::Dim, &format!("  {}  {}", report.language, document.charset))]);
    for g in &report.gaps {
        s.hang((Paint::Medium, "! "), Paint::Plain, &sanitize::terminal(&format!("{} {}", g.code.as_str(), said(&g.what).get(lang))));
    }
    s.heading(w("陈述", "Statements").get(lang));
    if report.declared.statements.is_empty() {
        s.block(2, w("未读出任何收集或不收集的陈述。", "No statement about collecting, or not collecting, was found.").get(lang));
    }
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
        let answer = if f.stated {
            f.value.as_deref().map_or_else(|| w("有", "stated").get(lang).to_owned(), sanitize::terminal)
        } else {
            w("未见", "not found").get(lang).to_owned()
        };
        s.field(fact(name).get(lang), LABEL, &answer);
    }
    if !report.contradictions.is_empty() {
        s.heading(w("疑似自相矛盾（请人工核对）", "Seems to contradict itself (a person should check)").get(lang));
        for (yes, no) in &report.contradictions {
            for n in [yes, no] {
                if let Some(st) = report.declared.statements.get(*n) {
                    let data = names.data(&st.data_type, st.node.as_deref());
                    s.hang((Paint::Medium, "• "), Paint::Plain, &format!("{} {}", polarity(st).get(lang), data.get(lang)));
                    s.block(4, &sanitize::terminal(&st.quote));
                }
            }
        }
    }
    let r = &report.readability;
    s.heading(w("可读性", "Readability").get(lang));
    for (label, figure) in readability(r) {
        s.field(label.get(lang), LABEL, &figure);
    }
    s.finish()
}

/// Columns of the labels before values.
const LABEL: usize = 42;

/// What is marked in the text: a statement, a row of the SDK list, the words that settle a fact.
struct Mark {
    start: usize,
    end: usize,
    label: String,
    class: &'static str,
}

fn marks(report: &PolicyReport, names: &Names, lang: Lang) -> Vec<Mark> {
    let disputed: Vec<usize> = report.contradictions.iter().flat_map(|(a, b)| [*a, *b]).collect();
    let said = report.declared.statements.iter().enumerate().map(|(n, s)| {
        let third = s.third_party_name.as_deref().map(|n| format!(" · {n}")).unwrap_or_default();
        let local = if s.local_only { format!(" · {}", w("仅在本机", "on the device only").get(lang)) } else { String::new() };
        let dispute = if disputed.contains(&n) { "⚠ " } else { "" };
        let data = names.data(&s.data_type, s.node.as_deref());
        Mark {
            start: s.start,
            end: s.end,
            label: format!("{dispute}{} {}{third}{local}", polarity(s).get(lang), data.get(lang)),
            class: if s.polarity == Polarity::DoesNotCollect { "no" } else { "yes" },
        }
    });
    let rows = report.declared.sdk_list.iter().map(|r| {
        let id = r.sdk.as_deref().map(|i| format!(" → {i}")).unwrap_or_default();
        Mark { start: r.start, end: r.end, label: format!("SDK {}{id}", r.name), class: "sdk" }
    });
    let facts = report.declared.facts.iter().filter_map(|(n, f)| {
        let value = f.value.as_deref().map(|v| format!("{}{v}", w("：", ": ").get(lang))).unwrap_or_default();
        Some(Mark { start: f.start?, end: f.end?, label: format!("{}{value}", fact(n).get(lang)), class: "fact" })
    });
    let mut all: Vec<Mark> = said.chain(rows).chain(facts).filter(|m| m.start < m.end).collect();
    all.sort_by(|a, b| (a.start, b.end, &a.label).cmp(&(b.start, a.end, &b.label)));
    all
}

/// The text with everything marked that was understood: what a lawyer needs to check a policy in a minute. Above it the statements by
/// kind of data, the SDK list and the facts, each a link to its place.
pub fn policy_html(report: &PolicyReport, document: &Document, knowledge: &Knowledge, lang: Lang) -> String {
    let names = Names::new(knowledge);
    let text: Vec<char> = document.text.chars().collect();
    let slice = |a: usize, b: usize| text.get(a..b.min(text.len())).map(|c| c.iter().collect::<String>()).unwrap_or_default();
    let print = |a: usize, b: usize| sanitize::html(&slice(a, b)).replace('\n', "<br>");
    let mut body = String::new();
    let mut index: BTreeMap<(&'static str, String), Vec<usize>> = BTreeMap::new();
    let mut at = 0usize;
    let mut group: Vec<Mark> = Vec::new();
    let close = |group: &mut Vec<Mark>, body: &mut String, at: &mut usize| {
        let (Some(start), Some(end)) = (group.iter().map(|m| m.start).min(), group.iter().map(|m| m.end).max()) else { return };
        let class = ["no", "yes", "sdk", "fact"].into_iter().find(|c| group.iter().any(|m| m.class == *c)).unwrap_or("fact");
        let mut labels: Vec<&str> = group.iter().map(|m| m.label.as_str()).collect();
        labels.dedup();
        let _ = write!(
            body,
            "{}<mark id=\"p{start}\" class=\"{class}\">{}<small>{}</small></mark>",
            print(*at, start),
            print(start, end),
            sanitize::html(&labels.join(w("；", "; ").get(lang)))
        );
        *at = end;
        group.clear();
    };
    // Ranges that overlap an earlier one join it.
    for mark in marks(report, &names, lang) {
        if group.iter().map(|m| m.end).max().is_some_and(|end| mark.start >= end) {
            close(&mut group, &mut body, &mut at);
        }
        let place = group.first().map_or(mark.start, |m| m.start);
        index.entry((mark.class, mark.label.clone())).or_default().push(place);
        group.push(mark);
    }
    close(&mut group, &mut body, &mut at);
    body.push_str(&print(at, text.len()));
    let mut overview = String::new();
    for (class, title) in [
        ("yes", w("收集", "Collected")),
        ("no", w("声明不收集", "Denied")),
        ("sdk", w("第三方SDK", "Third-party SDKs")),
        ("fact", w("要素", "Facts")),
    ] {
        let items: String = index
            .iter()
            .filter(|((c, _), _)| *c == class)
            .map(|((_, label), places)| {
                let links: String =
                    places.iter().take(6).enumerate().map(|(n, p)| format!(" <a href=\"#p{p}\">{}</a>", n.saturating_add(1))).collect();
                format!("<li>{}{links}</li>", sanitize::html(label))
            })
            .collect();
        if !items.is_empty() {
            let _ = write!(overview, "<section class=\"{class}\"><h2>{}</h2><ul>{items}</ul></section>", title.get(lang));
        }
    }
    let missing: Vec<String> = report.declared.facts.iter().filter(|(_, f)| !f.stated).map(|(n, _)| fact(n).get(lang).to_owned()).collect();
    let figures: Vec<String> =
        readability(&report.readability).into_iter().map(|(label, figure)| format!("{} {figure}", label.get(lang))).collect();
    let gaps: String = report
        .gaps
        .iter()
        .map(|g| format!("<p class=\"gap\">{} {}</p>", g.code.as_str(), sanitize::html(said(&g.what).get(lang))))
        .collect();
    format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style></head>\
         <body><h1><bdi>{title}</bdi></h1>{gaps}<div class=\"overview\">{overview}</div><p class=\"quiet\">{}{}</p><p class=\"quiet\">{}</p><hr><div>{body}</div></body></html>\n",
        if lang == Lang::Zh { "zh-CN" } else { "en" },
        w("未见：", "Not found: ").get(lang),
        sanitize::html(&missing.join(w("、", ", ").get(lang))),
        sanitize::html(&figures.join(" · ")),
        title = sanitize::html(&document.name),
    )
}

const STYLE: &str = "body{font:16px/1.7 system-ui,\"Noto Sans CJK SC\",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}\
.overview{display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));gap:0 2rem}h2{font-size:1rem;margin:.6rem 0}ul{padding-left:1.1rem;margin:0}\
mark{background:#1a7f3722;color:inherit;border-bottom:2px solid #1a7f37}mark.no{background:#b3261e1c;border-color:#b3261e}mark.sdk{background:#0550ae1c;border-color:#0550ae}\
mark.fact{background:#8882;border-color:#8888}mark small{display:inline-block;margin:0 .4em;font-size:.75em;opacity:.75}mark:target{outline:2px solid}.quiet{opacity:.7}.gap{border-left:3px solid #b3261e;padding-left:.6rem}";
