//! The whole chain behind one id: a finding, a collection or a piece of evidence.

use super::excerpt::{excerpt, sought};
use super::instructions::Listings;
use super::screen::{Paint, Screen, Style};
use super::sentence::said;
use super::terminal::{mark, paint, subject};
use super::words::{Names, Said, fact, filled, w};
use super::{Report, related};
use crate::detect::Collection;
use crate::evidence::{Evidence, EvidenceId, EvidenceKind};
use crate::knowledge::Knowledge;
use crate::rules::Finding;
use crate::words::{Lang, Words};

/// Everything the report knows about `F-…`, `C-…` or `E-…`. The beginning of an id is enough where only one id begins so;
/// `None` where none or several do: [`similar`] names them. Instructions stand beside the evidence that `listings` holds some for.
pub fn explain(report: &Report, id: &str, knowledge: &Knowledge, listings: &Listings, lang: Lang, style: Style) -> Option<String> {
    let mut fits = candidates(report, id).into_iter();
    let (found, further) = (fits.next()?, fits.next());
    if further.is_some() && !found.eq_ignore_ascii_case(id.trim()) {
        return None;
    }
    let mut x = Explaining { s: Screen::new(style), report, names: Names::new(knowledge), listings, lang };
    if let Some(finding) = report.findings.iter().find(|f| f.id == found) {
        x.finding(finding);
    } else if let Some(collection) = report.collections.iter().find(|c| c.id == found) {
        x.collection(collection);
    } else {
        let key = EvidenceId(found.to_string());
        x.one_evidence(&key, report.evidence.get(&key)?);
    }
    Some(x.s.finish())
}

/// Ids that a mistaken one may have meant: those that begin like it, else those that share most of its beginning.
pub fn similar(report: &Report, id: &str) -> Vec<String> {
    let mut fits = candidates(report, id);
    let mut wanted = id.trim();
    while fits.is_empty() && wanted.len() > 3 {
        wanted = wanted.get(..wanted.len() - 1).unwrap_or("");
        fits = candidates(report, wanted);
    }
    fits.into_iter().take(8).map(str::to_string).collect()
}

fn candidates<'r>(report: &'r Report, id: &str) -> Vec<&'r str> {
    let wanted = id.trim().to_ascii_lowercase();
    if wanted.len() < 3 {
        return Vec::new();
    }
    let ids = report
        .findings
        .iter()
        .map(|f| f.id.as_str())
        .chain(report.collections.iter().map(|c| c.id.as_str()))
        .chain(report.evidence.0.keys().map(|e| e.0.as_str()));
    let mut fits: Vec<&str> = ids.filter(|i| i.to_ascii_lowercase().starts_with(&wanted)).collect();
    fits.sort_by_key(|i| i.len());
    fits.dedup();
    fits
}

struct Explaining<'a> {
    s: Screen,
    report: &'a Report,
    names: Names<'a>,
    listings: &'a Listings,
    lang: Lang,
}

const COLUMN: usize = 16;

impl Explaining<'_> {
    fn say(&self, words: &Words) -> String {
        filled(words, "").get(self.lang).to_string()
    }

    fn heading(&mut self, zh: &str, en: &str) {
        let text = self.say(&w(zh, en));
        self.s.heading(&text);
    }

    fn field(&mut self, zh: &str, en: &str, text: &str) {
        if !text.is_empty() {
            let name = self.say(&w(zh, en));
            self.s.field(&name, COLUMN, text);
        }
    }

    fn finding(&mut self, f: &Finding) {
        let badge = format!("{}  ", self.say(&f.severity.said()));
        let title = self.say(&f.title);
        self.s.hang((paint(f.severity), &badge), Paint::Bold, &title);
        let line = format!("{} · {} · {} {}", f.id, f.code, mark(f.certainty), self.say(&f.certainty.said()));
        self.s.pieces(&[(Paint::Dim, &line)]);
        self.s.blank();
        let why = self.say(&f.why);
        self.s.hang((Paint::Plain, ""), Paint::Plain, &why);
        self.s.blank();
        let code = self.say(&self.names.code(&f.code));
        self.field("事项", "matter", &if code == f.code { String::new() } else { code });
        let parts: Vec<String> = subject(f, self.names).iter().map(|p| self.say(p)).collect();
        self.field("对象", "subject", &parts.join(" · "));
        let disclosure = f.disclosure.map(|d| self.say(&d.said())).unwrap_or_default();
        self.field("政策表述", "disclosure", &disclosure);
        self.field("豁免", "waived", f.waived.as_deref().unwrap_or_default());
        self.laws(f);
        self.facts(f);
        let evidence = related::evidence(self.report, f);
        if !evidence.is_empty() {
            self.heading("证据", "Evidence");
        }
        for (id, e) in evidence {
            match e {
                Some(e) => self.evidence(id, e),
                None => {
                    let text = self.say(&w("报告中缺少该证据", "the report lacks this piece of evidence"));
                    self.s.hang((Paint::Plain, &format!("{}  ", id.0)), Paint::Dim, &text);
                }
            }
        }
        let collections = related::collections(self.report, f);
        if !collections.is_empty() {
            self.heading("代码中的读取", "Where the code reads it");
        }
        for c in collections {
            self.reads(c);
        }
        self.policy(f);
        self.open_ends(f);
    }

    fn laws(&mut self, f: &Finding) {
        if f.rules.is_empty() {
            return;
        }
        self.heading("依据", "Rules");
        for reference in &f.rules {
            let article = self.names.article(reference);
            let mut name = self.say(&self.names.law(reference));
            if reference.unverified || article.is_some_and(|a| a.from_memory) {
                name.push_str(&self.say(&w("（条文待核）", " (wording not verified)")));
            }
            self.s.hang((Paint::Plain, "- "), Paint::Plain, &name);
            let wording = article.map(|a| self.say(&a.words)).unwrap_or_default();
            if !wording.is_empty() {
                self.s.hang((Paint::Plain, "  "), Paint::Dim, &wording);
            }
        }
    }

    fn facts(&mut self, f: &Finding) {
        if f.facts.is_empty() {
            return;
        }
        self.heading("判断所依据的事实", "Facts the rule asked for");
        let mut shown: Vec<&EvidenceId> = Vec::new();
        for a in &f.facts {
            let answer = match a.answer.as_str() {
                "yes" => w("[是]  ", "[yes]     "),
                "no" => w("[否]  ", "[no]      "),
                _ => w("[未知]", "[unknown] "),
            };
            let answer = format!("{} ", self.say(&answer));
            // The evidence follows in full: its ids are named once.
            let fresh: Vec<&EvidenceId> = a.evidence.iter().filter(|id| !shown.contains(id)).collect();
            let ids = match (fresh.is_empty(), a.evidence.is_empty()) {
                (true, false) => self.say(&w("（证据同上）", "(evidence as above)")),
                _ => fresh.iter().map(|e| e.0.as_str()).collect::<Vec<_>>().join(" "),
            };
            shown.extend(fresh);
            let text = format!("{}  {ids}", self.say(&fact(&a.fact)));
            self.s.hang((Paint::Plain, &answer), Paint::Plain, text.trim_end());
        }
        let rule = self.say(&w("规则", "rule"));
        self.s.pieces(&[(Paint::Dim, &format!("{rule} {}", f.rule))]);
    }

    fn evidence(&mut self, id: &EvidenceId, e: &Evidence) {
        let kind = self.say(&e.kind.said());
        self.s.pieces(&[(Paint::Bold, &kind), (Paint::Plain, "  "), (Paint::Plain, &e.path), (Paint::Dim, &format!("  {}", id.0))]);
        let place = sought(&e.locator, self.names).filter(|_| e.kind == EvidenceKind::Absence);
        let place = place.map_or_else(|| e.locator.clone(), |words| self.say(&words));
        self.s.hang((Paint::Plain, "  "), Paint::Dim, &place);
        let text = self.say(&excerpt(e));
        self.s.block(4, &text);
        if let Some(code) = self.listings.get(id) {
            self.s.pieces(&[(Paint::Plain, "    "), (Paint::Dim, &code.registers_text())]);
            for (cited, place, text) in code.lines() {
                let paint = if cited { Paint::Bold } else { Paint::Dim };
                self.s.hang((paint, &format!("    {place}")), paint, text);
            }
        }
    }

    fn reads(&mut self, c: &Collection) {
        let text = format!("{}  {}", related::dotted(&c.api), c.id);
        self.s.hang((Paint::Plain, "- "), Paint::Plain, &text);
        for site in &c.sites {
            let text = format!("{} · {} · {}", related::site(site), self.say(&site.when.said()), self.say(&site.consent.said()));
            self.s.hang((Paint::Plain, "    "), Paint::Dim, &text);
        }
    }

    fn policy(&mut self, f: &Finding) {
        let statements = related::statements(self.report, f, self.names);
        let listed = related::listed(self.report, f);
        if statements.is_empty() && listed.is_empty() {
            return;
        }
        self.heading("隐私政策中的相关表述", "What the policy says about it");
        for s in statements {
            let data = self.say(&self.names.data(&s.data_type, s.node.as_deref()));
            let text = format!("{} · {data} · “{}”", self.say(&s.polarity.said()), s.quote);
            self.s.hang((Paint::Plain, "- "), Paint::Plain, &text);
            let name = self.report.inputs.policies.get(s.policy).map_or("", |p| p.name.as_str());
            self.s.hang((Paint::Plain, "    "), Paint::Dim, &format!("{name} {}..{}", s.start, s.end));
        }
        for row in listed {
            let parts: Vec<&str> = [Some(&row.name), row.company.as_ref(), row.purpose.as_ref(), row.data.as_ref()]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect();
            let text = format!("{} · {}", self.say(&w("SDK清单", "SDK list")), parts.join(" · "));
            self.s.hang((Paint::Plain, "- "), Paint::Plain, &text);
        }
    }

    fn open_ends(&mut self, f: &Finding) {
        self.heading("待核实与整改", "To check and to do");
        for code in &f.gaps {
            let text = self.say(&code.said());
            self.s.hang((Paint::Medium, &format!("{}  ", code.as_str())), Paint::Plain, &text);
            for gap in self.report.gaps.iter().filter(|g| g.code == *code).take(5) {
                let place = if gap.place.is_empty() { String::new() } else { format!(" — {}", gap.place) };
                let what = self.say(&said(&gap.what));
                self.s.hang((Paint::Plain, "        "), Paint::Dim, &format!("{what}{place}"));
            }
        }
        let limits = self.names.limits(&f.code).map(|l| self.say(&l)).unwrap_or_default();
        self.field("方法局限", "limits", &limits);
        let (check, remedy) = (self.say(&f.to_check), self.say(&f.remedy));
        self.field("仍需核实", "still to check", &check);
        self.field("整改建议", "remedy", &remedy);
    }

    fn collection(&mut self, c: &Collection) {
        let data = self.say(&self.names.data(&c.data_type, c.node.as_deref()));
        self.s.pieces(&[(Paint::Bold, &data), (Paint::Dim, &format!("  {}", c.id))]);
        let owner = self.say(&self.names.owner(&c.owner));
        self.field("代码归属", "whose code", &owner);
        self.field("接口", "interface", &related::dotted(&c.api));
        let (when, consent) = (self.say(&c.when.said()), self.say(&c.consent.said()));
        let (reachable, leaves, strength) =
            (self.say(&c.reachable.said()), self.say(&c.leaves_device.said()), self.say(&c.strength.said()));
        self.field("时机", "when", &when);
        self.field("同意", "consent", &consent);
        self.field("可达", "reachable", &reachable);
        self.field("流出设备", "leaves device", &leaves);
        self.field("识别强度", "sign", &strength);
        let mut limits = Vec::new();
        if c.user_mediated {
            limits.push(self.say(&w("用户主动选择", "the user picks it")));
        }
        if let Some(level) = c.blocked_from_api {
            limits.push(self.say(&w(&format!("自 API {level} 起受限"), &format!("blocked from API {level}"))));
        }
        self.field("限定", "limits", &limits.join(" · "));
        self.field("所需权限", "permissions", &c.permissions.join(", "));
        self.heading("位置", "Places");
        self.reads(c);
        if !c.evidence.is_empty() {
            self.heading("证据", "Evidence");
        }
        for id in &c.evidence {
            if let Some(e) = self.report.evidence.get(id) {
                self.evidence(id, e);
            }
        }
        let about: Vec<&Finding> =
            self.report.findings.iter().filter(|f| related::collections(self.report, f).iter().any(|x| x.id == c.id)).collect();
        self.mentions(&about);
    }

    fn one_evidence(&mut self, id: &EvidenceId, e: &Evidence) {
        self.evidence(id, e);
        self.s.blank();
        self.field("文件", "file", &e.artefact);
        self.field("特征", "signature", e.signature.as_deref().unwrap_or_default());
        let about: Vec<&Finding> =
            self.report.findings.iter().filter(|f| related::evidence(self.report, f).iter().any(|(x, _)| *x == id)).collect();
        self.mentions(&about);
    }

    fn mentions(&mut self, findings: &[&Finding]) {
        if findings.is_empty() {
            return;
        }
        self.heading("涉及的发现", "Findings it bears on");
        for f in findings {
            let title = self.say(&f.title);
            self.s.hang((Paint::Dim, &format!("{}  ", f.id)), Paint::Plain, &title);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn of(id: &str) -> Option<String> {
        explain(&sample::rich(), id, &sample::knowledge(), &Listings::new(), Lang::Zh, Style { color: false, width: 100 })
    }

    #[test]
    fn a_finding_shows_its_whole_chain() {
        let report = sample::rich();
        let f = report.findings.iter().find(|f| f.code == "DIS-01").unwrap();
        let text = of(&f.id).unwrap();
        let flat = text.replace(['\n', ' '], "");
        for expected in
            ["第二条第1项", "条文待核", "@0x1a", "getString", "检索11个词", "LIM-05", "仍需核实", "我们会收集您的设备信息", "可达"]
        {
            assert!(flat.contains(expected), "{expected}:\n{text}");
        }
    }

    #[test]
    fn every_id_of_a_report_can_be_explained() {
        let report = sample::rich();
        let evidence = report.evidence.0.keys().map(|e| e.0.clone());
        let ids = report.findings.iter().map(|f| f.id.clone()).chain(report.collections.iter().map(|c| c.id.clone())).chain(evidence);
        for id in ids {
            let text = of(&id).unwrap();
            assert!(text.contains(&id));
            assert!(text.chars().all(|c| c == '\n' || !crate::report::sanitize::is_unseen(c)));
        }
    }

    #[test]
    fn a_beginning_is_enough_and_a_slip_is_helped() {
        let report = sample::rich();
        let id = &report.findings[0].id;
        assert_eq!(of(&id[..12]), of(id));
        assert_eq!(of(&id.to_uppercase()), of(id));
        assert_eq!(of("F-"), None);
        assert_eq!(of("F-zzzz"), None);
        let slip = format!("{}zz", &id[..12]);
        assert_eq!(similar(&report, &slip), std::slice::from_ref(id));
        assert!(similar(&report, "nonsense").is_empty());
    }
}
