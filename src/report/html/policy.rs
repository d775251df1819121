//! What the policy says: statements, SDK list, facts, and its text with the quoted places marked.

use super::{Page, ROWS, inventory, markup::Markup};
use crate::evidence::EvidenceKind;
use crate::policy::{FACT_NAMES, Polarity, PolicyFact};
use crate::report::words::{Said, fact, w};
use crate::report::{Report, related};

/// Characters of a policy's text that the page prints.
const PRINTED: usize = 200_000;
/// Characters of surroundings of a quote, to each side.
const AROUND: usize = 48;

/// A policy's printed text, addressed in Unicode scalar values as the report does.
struct Text<'a> {
    text: &'a str,
    /// Byte offset of every character, and the length.
    starts: Vec<u32>,
}

impl<'a> Text<'a> {
    fn new(text: &'a str) -> Text<'a> {
        let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]).filter_map(|at| u32::try_from(at).ok()).collect();
        Text { text, starts }
    }

    fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The surroundings of a range: at most `AROUND` characters to each side, and never beyond its own block of text.
    fn around(&self, start: usize, end: usize) -> (usize, usize) {
        let before = self.slice(start.saturating_sub(AROUND), start).unwrap_or_default();
        let after = self.slice(end, end.saturating_add(AROUND).min(self.len())).unwrap_or_default();
        (start - before.chars().rev().take_while(|c| *c != '\n').count(), end + after.chars().take_while(|c| *c != '\n').count())
    }

    fn slice(&self, start: usize, end: usize) -> Option<&'a str> {
        self.text.get(*self.starts.get(start)? as usize..*self.starts.get(end)? as usize)
    }
}

/// The texts at hand, by number of the policy in `inputs.policies`.
pub struct Texts<'a> {
    names: Vec<&'a str>,
    texts: Vec<Option<Text<'a>>>,
}

impl<'a> Texts<'a> {
    pub fn new(report: &'a Report, documents: &'a [(String, String)]) -> Texts<'a> {
        let policies = &report.inputs.policies;
        let find = |name: &str| documents.iter().find(|(n, _)| n == name).map(|(_, text)| Text::new(text));
        Texts { names: policies.iter().map(|p| p.name.as_str()).collect(), texts: policies.iter().map(|p| find(&p.name)).collect() }
    }

    pub fn any(&self) -> bool {
        self.texts.iter().any(Option::is_some)
    }

    fn number(&self, path: &str) -> Option<usize> {
        self.names.iter().position(|n| *n == path)
    }

    fn get(&self, policy: usize) -> Option<&Text<'a>> {
        self.texts.get(policy).and_then(Option::as_ref)
    }

    /// A quote given by the locator of its evidence.
    pub fn quote_at(&self, m: &mut Markup, path: &str, locator: &str, quote: &str) {
        match (self.number(path), related::text_range(locator)) {
            (Some(policy), Some((start, end))) => self.quote(m, policy, start, end, quote),
            _ => m.el("blockquote", &[], |m| m.foreign(quote)),
        }
    }

    /// The exact words, in their surroundings where the text is at hand and says the same at that place.
    pub fn quote(&self, m: &mut Markup, policy: usize, start: usize, end: usize, quote: &str) {
        let text = self.get(policy).filter(|t| t.slice(start, end) == Some(quote));
        m.el("blockquote", &[], |m| match text {
            None => m.el("mark", &[], |m| m.foreign(quote)),
            Some(text) => {
                let (from, to) = text.around(start, end);
                let around = |m: &mut Markup, from, to| m.of("span", "around", |m| m.foreign(text.slice(from, to).unwrap_or_default()));
                if start - from == AROUND {
                    m.of("span", "around", |m| m.text("…"));
                }
                around(m, from, start);
                m.el("mark", &[], |m| m.foreign(quote));
                around(m, end, to);
                if to - end == AROUND {
                    m.of("span", "around", |m| m.text("…"));
                }
                m.text(" ");
                m.el("a", &[("class", "jump"), ("href", &anchor(policy, start))], |m| m.words(&w("见原文", "in the text")));
            }
        });
    }

    /// Does the text hold a mark that starts here? Marks that overlap are printed as one, under the first start.
    fn linked(&self, m: &mut Markup, policy: usize, start: usize, end: usize) {
        let place = format!("{start}–{end}");
        match self.get(policy) {
            Some(_) => m.el("a", &[("class", "file"), ("href", &anchor(policy, start))], |m| m.text(&place)),
            None => m.of("span", "file", |m| m.text(&place)),
        }
    }
}

fn anchor(policy: usize, start: usize) -> String {
    format!("#text-{policy}-{start}")
}

pub fn declared(m: &mut Markup, page: &Page) {
    statements(m, page);
    sdk_list(m, page);
    facts(m, page);
}

fn statements(m: &mut Markup, page: &Page) {
    let all = &page.report.declared.statements;
    m.said("h3", "", &w("逐条表述", "Statements"));
    if all.is_empty() {
        m.said("p", "fine", &w("未识别到收集使用的表述。", "No statement on collection was recognised."));
        return;
    }
    let head = [w("信息种类", "Data"), w("表述", "Says"), w("主体", "Who"), w("目的与条件", "Purpose, condition"), w("原文", "Quote")];
    inventory::table(m, "statements", &head, |m| {
        for s in all.iter().take(ROWS) {
            m.el("tr", &[], |m| {
                m.el("td", &[], |m| {
                    m.said("strong", "", &page.names.data(&s.data_type, s.node.as_deref()));
                    if s.data_type.starts_with("location") {
                        m.said("span", "file", &s.granularity.said());
                    }
                });
                m.el("td", &[], |m| {
                    m.said("span", if s.polarity == Polarity::DoesNotCollect { "denies" } else { "" }, &s.polarity.said());
                    if s.local_only {
                        m.said("span", "file", &w("仅在设备本地", "on the device only"));
                    }
                });
                m.el("td", &[], |m| {
                    m.words(&s.party.said());
                    s.third_party_name.iter().for_each(|name| m.of("span", "file", |m| m.foreign(name)));
                });
                m.el("td", &[], |m| {
                    s.purpose.iter().for_each(|p| m.foreign(p));
                    s.condition.iter().for_each(|c| m.of("span", "file", |m| m.foreign(c)));
                });
                m.el("td", &[], |m| {
                    m.el("q", &[], |m| m.foreign(&s.quote));
                    page.texts.linked(m, s.policy, s.start, s.end);
                });
            });
        }
    });
    inventory::more(m, all.len(), ROWS, "p");
}

fn sdk_list(m: &mut Markup, page: &Page) {
    let declared = &page.report.declared;
    m.said("h3", "", &w("隐私政策所列第三方SDK", "SDKs that the policy lists"));
    if declared.sdk_list.is_empty() {
        m.said("p", "fine", &w("未识别到SDK清单。", "No SDK list was recognised."));
    } else {
        let head = [
            w("名称", "Name"),
            w("对应", "Known as"),
            w("公司", "Company"),
            w("目的", "Purpose"),
            w("信息种类", "Data"),
            w("位置", "Where"),
        ];
        inventory::table(m, "listed", &head, |m| {
            for s in declared.sdk_list.iter().take(ROWS) {
                m.el("tr", &[], |m| {
                    m.el("td", &[], |m| m.foreign(&s.name));
                    m.el("td", &[], |m| match &s.sdk {
                        Some(id) => m.words(&page.names.sdk(id)),
                        None if s.candidates.is_empty() => m.said("span", "fine", &w("未能对应", "not joined")),
                        None => m.text(&s.candidates.join(", ")),
                    });
                    for part in [&s.company, &s.purpose, &s.data] {
                        m.el("td", &[], |m| match part {
                            Some(part) => m.foreign(part),
                            None => m.said("span", "fine", &w("未列明", "not given")),
                        });
                    }
                    m.el("td", &[], |m| page.texts.linked(m, s.policy, s.start, s.end));
                });
            }
        });
        inventory::more(m, declared.sdk_list.len(), ROWS, "p");
    }
    for annex in &declared.annexes {
        m.of("p", "annex", |m| {
            m.words(&if annex.supplied {
                w("附件，已提供：", "Annex, supplied: ")
            } else {
                w("附件，未提供：", "Annex, not supplied: ")
            });
            m.foreign(&annex.title);
            annex.link.iter().for_each(|link| m.of("span", "file", |m| m.foreign(link)));
        });
    }
}

fn facts(m: &mut Markup, page: &Page) {
    let mut facts: Vec<_> = page.report.declared.facts.iter().collect();
    facts.sort_by_key(|(name, _)| FACT_NAMES.iter().position(|n| n == name).unwrap_or(FACT_NAMES.len()));
    m.said("h3", "", &w("其他应写明事项", "Other matters"));
    let head = [w("事项", "Matter"), w("隐私政策", "The policy"), w("内容", "Words"), w("位置", "Where")];
    inventory::table(m, "policyfacts", &head, |m| {
        for (name, f) in facts {
            m.el("tr", &[], |m| {
                m.said("td", "", &fact(name));
                m.said("td", if f.stated { "" } else { "fine" }, &if f.stated { w("有表述", "says so") } else { w("未见", "not found") });
                m.el("td", &[], |m| f.value.iter().for_each(|v| m.foreign(v)));
                m.el("td", &[], |m| {
                    if let PolicyFact { policy: Some(policy), start: Some(start), end: Some(end), .. } = f {
                        page.texts.linked(m, *policy, *start, *end);
                    }
                });
            });
        }
    });
}

/// The whole text, every place that the report quotes marked, so that a quote can be read where it stands.
pub fn full_text(m: &mut Markup, page: &Page) {
    for (policy, text) in page.texts.texts.iter().enumerate() {
        let Some(text) = text else { continue };
        m.el("details", &[("class", "fulltext")], |m| {
            m.el("summary", &[], |m| {
                m.foreign(page.texts.names.get(policy).copied().unwrap_or_default());
                m.words(&w(
                    &format!("（{} 字，已标出引用处）", text.len()),
                    &format!(" ({} characters, quoted places marked)", text.len()),
                ));
            });
            m.of("div", "policytext", |m| {
                let limit = text.len().min(PRINTED);
                let mut at = 0;
                for (start, end) in quoted(page.report, policy, page.texts.names.get(policy).copied().unwrap_or_default()) {
                    let (start_cut, end_cut) = (start.max(at).min(limit), end.min(limit));
                    m.foreign(text.slice(at, start_cut).unwrap_or_default());
                    // An overlap is printed once; its second start still gets its anchor.
                    let id = format!("text-{policy}-{start}");
                    m.el("mark", &[("id", &id)], |m| m.foreign(text.slice(start_cut, end_cut).unwrap_or_default()));
                    at = at.max(start_cut).max(end_cut);
                }
                m.foreign(text.slice(at, limit).unwrap_or_default());
                inventory::more(m, text.len(), PRINTED, "p");
            });
        });
    }
}

/// Ranges of one policy that the report speaks of, in order, each start once.
fn quoted(report: &Report, policy: usize, name: &str) -> Vec<(usize, usize)> {
    let declared = &report.declared;
    let mut ranges: Vec<(usize, usize)> = declared.statements.iter().filter(|s| s.policy == policy).map(|s| (s.start, s.end)).collect();
    ranges.extend(declared.sdk_list.iter().filter(|s| s.policy == policy).map(|s| (s.start, s.end)));
    ranges.extend(declared.facts.values().filter(|f| f.policy == Some(policy)).filter_map(|f| Some((f.start?, f.end?))));
    let evidence = report.evidence.0.values().filter(|e| e.kind == EvidenceKind::Policy && e.path == name);
    ranges.extend(evidence.filter_map(|e| related::text_range(&e.locator)));
    ranges.sort_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)));
    ranges.dedup_by_key(|(start, _)| *start);
    ranges
}
