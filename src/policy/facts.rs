//! The yes/no matters of a policy with the words that settle each, and their values. The words are those of `signatures/phrase/*/fact`
//! and `*/cue`; here stands what no list of words can say.

use std::collections::BTreeMap;
use std::ops::Range;

use super::declared::{FACT_NAMES, OWN_FACT_NAMES, Party, Polarity, PolicyFact, SdkListed, Statement};
use super::lexicon::{Action, Cue, Section, Sense};
use super::line::Line;
use super::operator::{company, named_after};
use super::period::{date, days, period};
use super::statement::{Part, Reader};
use crate::document::{BlockKind, Document};

/// The facts as they are gathered, block by block.
pub(super) struct Facts {
    facts: BTreeMap<String, PolicyFact>,
    rights: Rights,
}

/// A block's place in the document, for those facts that depend on it.
struct Place {
    heading: bool,
    cell: bool,
    section: Option<Section>,
    /// Near the beginning, where a policy says who speaks.
    early: bool,
    /// Among the first lines, where a date may stand alone.
    top: bool,
    /// Among the last lines, where the maker signs.
    tail: bool,
    /// Among the first lines below the title.
    opening: bool,
    /// Below a heading about answers to requests, whose periods are others.
    asked: bool,
    /// Below a heading that speaks of complaints.
    complaints: bool,
}

impl Facts {
    pub fn new() -> Facts {
        let names = FACT_NAMES.iter().chain(&OWN_FACT_NAMES);
        Facts { facts: names.map(|n| ((*n).to_owned(), PolicyFact::default())).collect(), rights: Rights::default() }
    }

    /// Those of a document whose language is not read: only what needs no words.
    pub fn unread(self, document: &Document, index: usize) -> BTreeMap<String, PolicyFact> {
        let mut facts = self.facts;
        hidden(document, index, &mut facts);
        facts
    }

    /// Takes what one block says. `before`: how many statements there were before it.
    pub fn see(&mut self, reader: &mut Reader, block: usize, parts: &[Part], before: usize) {
        let document = reader.document;
        let Some(b) = document.blocks.get(block) else { return };
        let section = reader.section(block);
        let place = Place {
            heading: matches!(b.kind, BlockKind::Heading(_) | BlockKind::Contents),
            cell: matches!(b.kind, BlockKind::Cell { .. }),
            section,
            early: block.saturating_mul(5) < document.blocks.len().saturating_mul(2) || block < 12 || section == Some(Section::Contact),
            top: block < 4,
            tail: document.blocks.len().saturating_sub(block) <= 6,
            opening: block < 8,
            asked: b.headings.last().is_some_and(|h| reader.heading_has(*h, Sense::Cue(Cue::NotKept))),
            complaints: b.headings.clone().into_iter().any(|h| reader.heading_has(h, Sense::Cue(Cue::Complaint))),
        };
        for part in parts {
            self.sentence(reader, part, &place);
            for s in reader.statements.iter().skip(before) {
                if s.data_type == "personal-information"
                    && s.polarity == Polarity::DoesNotCollect
                    && s.start == reader.scalar(part.range.start)
                {
                    self.denial(reader, part, s);
                }
            }
        }
    }

    fn sentence(&mut self, reader: &Reader, part: &Part, place: &Place) {
        let raw = reader.text(part.range.clone());
        let line = &part.line;
        self.by_words(reader, part, place);
        let cue = |c: Cue| line.has(Sense::Cue(c));
        if let Some((at, date)) = date(raw)
            && is_own_date(line, raw, at, place.top || place.tail)
        {
            self.state(reader, "update_or_effective_date", Some(date), part);
        }
        if cue(Cue::Reply)
            && (!cue(Cue::Kept) || cue(Cue::NotKept))
            && let Some(days) = days(&line.folded.text)
        {
            self.state(reader, "reply_days", Some(days), part);
        }
        if !place.heading && is_placeholder(line, raw) {
            self.state(reader, "template_placeholder", Some(raw.chars().take(80).collect()), part);
        }
        if place.heading
            && place.opening
            && let Some(firm) = company(raw, line).filter(|f| opens_with(raw, f))
        {
            self.state(reader, "operator_named", Some(firm), part);
        }
        if place.cell || place.heading {
            return;
        }
        if contact(raw, line, place.section == Some(Section::Contact)) || called(&line.folded.text, line) {
            self.state(reader, "contact_channel", None, part);
            if place.complaints {
                self.state(reader, "complaint_channel", None, part);
            }
        }
        if !cue(Cue::NotKept)
            && let Some(period) = kept_for(line)
        {
            self.state(reader, "retention_period", Some(period), part);
        }
        // Below "How long we keep it" a period needs no verb: "Invoices seven years".
        if place.section == Some(Section::Retention)
            && !place.asked
            && let Some(period) = period(&line.folded.text)
        {
            self.state(reader, "retention_period", Some(period), part);
        }
        self.rights.see(line, place.section == Some(Section::Rights), &part.range);
        if let Some(name) = operator(raw, line, place, reader) {
            self.state(reader, "operator_named", name, part);
        }
    }

    /// The facts that are settled by words of one sentence.
    fn by_words(&mut self, reader: &Reader, part: &Part, place: &Place) {
        let mut groups: Vec<u16> =
            part.line.hits.iter().filter_map(|h| if let Sense::Word(g) = h.sense { Some(g) } else { None }).collect();
        if groups.is_empty() {
            return;
        }
        groups.sort_unstable();
        let there = |g: &u16| groups.binary_search(g).is_ok();
        for rule in reader.lexicon.facts() {
            if rule.all.iter().all(there) && !rule.not.iter().any(there) && (rule.heading || !place.heading) {
                let value = match rule.fact.as_str() {
                    "retention_period" => period(&part.line.folded.text).or(rule.value.clone()),
                    _ => rule.value.clone(),
                };
                self.state(reader, &rule.fact, value, part);
            }
        }
    }

    /// The first place stands; a later one only adds a more telling value.
    fn state(&mut self, reader: &Reader, name: &str, value: Option<String>, part: &Part) {
        let rank = |v: Option<&str>| match v {
            None | Some("generic" | "mention") => 0u8,
            Some("not-possible") => 1,
            Some(_) => 2,
        };
        let slot = self.facts.entry(name.to_owned()).or_default();
        let telling = matches!(name, "account_deletion" | "retention_period" | "operator_named");
        if !slot.stated || (telling && rank(value.as_deref()) > rank(slot.value.as_deref())) {
            *slot = reader.fact(value, part.range.clone());
        }
    }

    /// A denial that is about personal information as a whole, and about nobody's in particular.
    fn denial(&mut self, reader: &Reader, part: &Part, s: &Statement) {
        let line = &part.line;
        let cue = |c: Cue| line.has(Sense::Cue(c));
        let does = |a: Action| line.has(Sense::Action(a));
        let consented = s.condition.is_some() && line.has(Sense::Cue(Cue::Consent));
        let name = match s.party {
            _ if cue(Cue::Minors) => return,
            Party::First if s.condition.is_none() && does(Action::Collect) && !cue(Cue::Limited) => "blanket_no_collection",
            // "We sell nothing to anybody" leaves giving it away open.
            Party::Third
                if !consented && !only_sells(&line.folded.text) && does(Action::Share) && !cue(Cue::DenialLimited) && !excepts(line) =>
            {
                "third_parties_denied"
            }
            _ => return,
        };
        self.state(reader, name, s.condition.clone(), part);
    }

    /// The facts, with those that the statements and lists settle.
    pub fn finish(mut self, reader: &Reader, list: &[SdkListed], annexes: usize) -> BTreeMap<String, PolicyFact> {
        let document = reader.document;
        if let Some(range) = self.rights.place() {
            self.facts.insert("user_rights".into(), reader.fact(None, range));
        }
        let facts = &mut self.facts;
        let slot = facts.entry("third_party_sdk_list".into()).or_default();
        if let Some(first) = list.iter().min_by_key(|l| l.start) {
            if !slot.stated {
                *slot =
                    PolicyFact { stated: true, value: None, policy: Some(reader.index), start: Some(first.start), end: Some(first.end) };
            }
        } else if annexes == 0 && slot.stated && !names_a_list(&document.text) {
            *slot = PolicyFact::default();
        }
        hidden(document, reader.index, facts);
        self.facts
    }
}

fn hidden(document: &Document, policy: usize, facts: &mut BTreeMap<String, PolicyFact>) {
    if let Some(first) = document.hidden.first() {
        let value = Some(first.chars().take(120).collect());
        facts.insert("hidden_text".into(), PolicyFact { stated: true, value, policy: Some(policy), start: None, end: None });
    }
}

/// Whether a denial leaves somebody out, whom no law names.
fn excepts(line: &Line) -> bool {
    let lawful = ["法律", "法规", "法定", "司法", "law", "legal"].iter().any(|w| line.folded.text.contains(w));
    line.has(Sense::Exception) && !lawful
}

/// Whether a denial is one of selling and of nothing else.
fn only_sells(text: &str) -> bool {
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    has(&["出售", "售卖", "贩卖", "出租", "sell", "rent ", "trade "])
        && !has(&[
            "提供",
            "共享",
            "分享",
            "披露",
            "转让",
            "透露",
            "泄露",
            "给任何",
            "share",
            "disclos",
            "give",
            "transfer",
            "provide",
            "pass",
            "distribut",
        ])
}

fn names_a_list(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains("sdk") || lower.contains("used by the app")
}

/// A date of the policy itself: said so in its clause, or alone among the first lines.
fn is_own_date(line: &Line, raw: &str, at: usize, top: bool) -> bool {
    match line.nearest_before(line.folded.at(at), &[Cue::Dated, Cue::OtherDate]) {
        Some(cue) => cue == Cue::Dated,
        // "2024年3月15日起生效", or nothing but the date.
        None => line.has(Sense::Cue(Cue::Dated)) || (top && raw.chars().count() < 40),
    }
}

fn is_placeholder(line: &Line, raw: &str) -> bool {
    line.has(Sense::Cue(Cue::Placeholder)) || ["＿＿＿", "____", "***@", "××", "【 】"].iter().any(|w| raw.contains(w))
}

/// Who runs the app: `Some(None)` where it is said in words that hold no name we can cut out.
fn operator(raw: &str, line: &Line, place: &Place, reader: &Reader) -> Option<Option<String>> {
    if !(place.early || place.tail) || is_placeholder(line, raw) {
        return None;
    }
    let cue = |c: Cue| line.has(Sense::Cue(c));
    // A name in bold type before what it is called from there on: X ("we"), 以下简称“我们”.
    let called = cue(Cue::Called);
    let firm = company(raw, line);
    if called {
        return Some(firm);
    }
    if let Some(name) = named_after(raw, line).filter(|n| !n.contains(['[', '【'])) {
        return Some(Some(name));
    }
    let elsewhere = matches!(place.section, Some(Section::Sdk | Section::Sharing | Section::CrossBorder | Section::Definitions));
    let suppliers = cue(Cue::Supplier) || !line.names.is_empty() || !reader.lexicon.vendors(&line.folded.text).is_empty();
    let short = raw.chars().count() < 40;
    // Inc. ("Acme"): what stands in brackets after a company is what it is called.
    let bracketed = firm.as_deref().is_some_and(|f| {
        let after = raw.split_once(f).map(|(_, a)| a.trim_start_matches('.').trim_start()).unwrap_or_default();
        ["(\"", "(“", "（“", "（\"", "（「", "(「"].iter().any(|m| after.starts_with(m))
    });
    // Among the first lines the maker's name opens one: "Acme Social SAS, Lyon".
    let opens = place.opening && firm.as_deref().is_some_and(|f| opens_with(raw, f));
    let said = opens || cue(Cue::Operator) || place.section == Some(Section::Contact) || short || bracketed || place.tail;
    (firm.is_some() && said && !elsewhere && !suppliers).then_some(firm)
}

fn opens_with(raw: &str, firm: &str) -> bool {
    firm.split(' ').next().is_some_and(|w| raw.starts_with(w))
}

/// A period beside the word for keeping or deleting: in Chinese in its clause, in English shortly after it.
fn kept_for(line: &Line) -> Option<String> {
    let text = line.folded.text.as_str();
    line.hits.iter().filter(|h| h.sense == Sense::Cue(Cue::Kept)).find_map(|h| {
        let near = if text.is_ascii() { h.end..text.len().min(h.end.saturating_add(60)) } else { line.clause_at(h.start) };
        text.get(near).and_then(period)
    })
}

/// The rights explained anywhere in the text: access, correction and deletion, often one to a list item.
#[derive(Default)]
struct Rights {
    seen: [bool; 3],
    first: Option<Range<usize>>,
}

impl Rights {
    fn see(&mut self, line: &Line, section: bool, place: &Range<usize>) {
        if !section && !line.has(Sense::Cue(Cue::Entitled)) {
            return;
        }
        for (slot, cue) in self.seen.iter_mut().zip([Cue::RightAccess, Cue::RightCorrect, Cue::RightDelete]) {
            if line.has(Sense::Cue(cue)) {
                *slot = true;
                self.first.get_or_insert_with(|| place.clone());
            }
        }
    }

    fn place(&self) -> Option<Range<usize>> {
        let [access, correct, _] = self.seen;
        self.first.clone().filter(|_| access && correct)
    }
}

/// A number right behind a word for calling: 拨打0971-5550-2233, 加QQ5550100, "calling 800-555-0133". Those of authorities are theirs.
fn called(folded: &str, line: &Line) -> bool {
    let collects = line.hits.iter().any(|h| h.sense == Sense::Action(Action::Collect));
    !collects
        && line.hits.iter().filter(|h| h.sense == Sense::Cue(Cue::ContactNumber)).any(|h| {
            let rest = folded.get(h.end..).unwrap_or_default();
            let rest = rest.trim_start_matches(|c: char| " ：:（(+号群#".contains(c));
            let number: String = rest.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | '(' | ')' | '/')).collect();
            let digits: String = number.chars().filter(char::is_ascii_digit).collect();
            digits.len() >= 5 && !AUTHORITIES.contains(&digits.as_str())
        })
}

/// Telephone numbers of consumer protection, the police, the internet supervision and the telecommunications regulator.
const AUTHORITIES: &[&str] = &["12315", "12377", "12345", "12321", "12300", "12381"];

/// A channel that can be used as it stands: an address, a number, a named place in the app.
fn contact(raw: &str, line: &Line, section: bool) -> bool {
    let folded = line.folded.text.as_str();
    if line.has(Sense::Cue(Cue::Placeholder)) {
        return false;
    }
    let mail = raw
        .split(|c: char| c.is_whitespace() || "，。；：（）()<>“”\"、".contains(c))
        .any(|w| w.split_once('@').is_some_and(|(a, b)| !a.is_empty() && (b.contains('.') || section) && b.len() > 3));
    if mail || folded.contains("[at]") || folded.contains("email protected") {
        return true;
    }
    let cue = |c: Cue| line.has(Sense::Cue(c));
    // After "WeChat:" or "Address:" a value follows, and needs no further word.
    let labelled = |c: Cue| {
        line.hits.iter().any(|h| {
            let rest = folded.get(h.end..).unwrap_or_default();
            let colon = folded.get(h.start..h.end).is_some_and(|w| w.ends_with(['：', ':']));
            let value = rest.trim_start_matches(['：', ':', '是', '为', '号', ' ']);
            h.sense == Sense::Cue(c) && h.start < 12 && (colon || value.len() < rest.len()) && value.chars().take(40).count() >= 5
        })
    };
    let reach = section || cue(Cue::Contact);
    let digits = raw.chars().filter(char::is_ascii_digit).count();
    let number = digits >= 5 && cue(Cue::ContactNumber) && date(raw).is_none();
    let site = (section || cue(Cue::ContactUs)) && ["http://", "https://", "www."].iter().any(|w| folded.contains(w));
    reach && (number || cue(Cue::ContactPlace) || site)
        || (labelled(Cue::ContactPlace) && !line.acts_on_data())
        || (number && labelled(Cue::ContactNumber))
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::Lexicon;
    use super::super::read;
    use crate::budget::Budget;
    use crate::document::Document;

    /// `name` or `name=value` for all facts that the text states.
    fn stated(text: &str) -> Vec<String> {
        let document = Document::read("p", text.as_bytes(), &mut Budget::default()).unwrap().value;
        let facts = read(&document, 0, &Lexicon::builtin()).value.facts;
        facts
            .into_iter()
            .filter(|(n, f)| f.stated && n != "readability")
            .map(|(n, f)| f.value.map(|v| format!("{n}={v}")).unwrap_or(n))
            .collect()
    }

    #[test]
    fn places_that_depend_on_more_than_words() {
        let mut wrong = Vec::new();
        for (text, fact, wanted) in [
            // operator
            ("本应用由北京甲乙科技有限公司开发并运营。", "operator_named", Some("北京甲乙科技有限公司")),
            ("本应用的统计服务由供应商上海丙丁网络有限公司提供。", "operator_named", None),
            ("我们使用第三方SDK，其公司为上海丙丁网络有限公司。", "operator_named", None),
            ("Sunny Day was created by Jane Roe, an independent developer.", "operator_named", Some("Jane Roe")),
            ("Acme Widgets Ltd. (\"we\") runs this app.", "operator_named", Some("Acme Widgets Ltd.")),
            ("Some features were created by third parties.", "operator_named", None),
            ("运营者：张三", "operator_named", Some("张三")),
            // contact
            ("微信号：abc_12345", "contact_channel", Some("")),
            ("如有疑问，请致电 010-12345678。", "contact_channel", Some("")),
            ("Questions? Write to us: 1 Main Street, Springfield, IL 62701", "contact_channel", Some("")),
            ("通信地址：北京市海淀区甲路1号", "contact_channel", Some("")),
            ("如有疑问请联系我们。", "contact_channel", None),
            ("我们会收集您的IP地址：用于风控。", "contact_channel", None),
            // dates
            ("Effective 3/8/2025", "update_or_effective_date", Some("3/8/2025")),
            ("生效日期：二〇二四年三月五日", "update_or_effective_date", Some("二〇二四年三月五日")),
            ("本公司成立于2011年3月5日，总部位于北京，我们一直尊重并保护用户的隐私，欢迎您使用。", "update_or_effective_date", None),
            ("We were founded on March 5, 2011 in Springfield and have cared for privacy ever since.", "update_or_effective_date", None),
            // reply
            ("We will respond to your request within one month.", "reply_days", Some("1 month")),
            ("我们将在一个月内答复您的请求。", "reply_days", Some("1个月")),
            ("我们将在十五个工作日内回复。", "reply_days", Some("15个工作日")),
            // a channel outweighs a refusal, a refusal a mention
            ("您有权注销账号。暂不支持注销账号。", "account_deletion", Some("not-possible")),
            ("暂不支持注销账号。如需注销账号，请发送邮件至a@b.cn。", "account_deletion", Some("channel")),
        ] {
            let all = stated(text);
            let got = all.iter().find_map(|f| {
                let (n, v) = f.split_once('=').unwrap_or((f, ""));
                (n == fact).then(|| v.to_owned())
            });
            if got.as_deref() != wanted {
                wrong.push((text, fact, got));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn every_fact_case_holds() {
        let mut wrong = Vec::new();
        for file in crate::knowledge::Knowledge::builtin().phrases.iter().filter(|p| p.kind == "fact") {
            for case in &file.cases {
                let all = stated(&case.text);
                let with_value = format!("{}={}", file.means, file.value);
                let found =
                    all.iter().any(|f| *f == file.means || *f == with_value || (file.value == "generic" && f.starts_with(&file.means)));
                if found != case.matches {
                    wrong.push((&file.id, &case.text, all));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
