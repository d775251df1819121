//! A notice: opening, what the layout of the style says, closing, signature. Whether it may look like one is decided here and nowhere else.

use super::charter::{Charter, day, fill};
use super::record::Record;
use super::review::Review;
use super::select::{Choice, Named, Selection, select};
use super::{breach, indicator, table};
use crate::knowledge::{Knowledge, NoticeStyle, Status};
use crate::paper::{Block, Paper, short};
use crate::words::{Lang, Words};

/// All that a notice is made of.
pub struct Draft<'a> {
    pub records: &'a [Record],
    pub review: Option<&'a Review>,
    pub charter: &'a Charter,
    pub style: &'a NoticeStyle,
    pub knowledge: &'a Knowledge,
    pub choice: Choice,
    pub lang: Lang,
}

impl<'a> Draft<'a> {
    pub fn select(&self) -> Selection<'a> {
        let empty = Review::new();
        select(self.records, self.review.unwrap_or(&empty), self.style, self.knowledge, self.choice)
    }

    /// A notice needs an authority, a review, and nothing in it that no person has confirmed.
    pub fn is_draft(&self) -> bool {
        self.charter.authority().is_none() || self.review.is_none() || self.choice.suspected
    }

    pub fn say(&self, zh: &str, en: &str) -> String {
        Words::new(zh, en).get(self.lang).to_owned()
    }

    /// The paper without its middle: title, batch, metadata. A draft has neither batch nor author.
    pub fn sheet(&self, title: &str) -> Paper {
        let mut paper = Paper::new(self.lang, title);
        paper.draft = self.is_draft();
        if !paper.draft {
            paper.author = self.charter.authority().unwrap_or_default().to_owned();
            paper.subtitle.extend(self.charter.batch.as_deref().map(|b| format!("（{}）", short(b, 80))));
        }
        paper
    }

    pub fn sign(&self, paper: &mut Paper) {
        if paper.draft {
            paper.blocks.push(Block::Signature(vec![crate::paper::draft_mark(self.lang).to_owned()]));
            return;
        }
        let mut lines = vec![self.charter.authority().unwrap_or_default().to_owned()];
        lines.extend(self.charter.date.as_deref().map(|d| day(d, self.lang)));
        paper.blocks.push(Block::Signature(lines));
    }

    pub fn authority(&self) -> String {
        match self.charter.authority() {
            Some(a) if !self.is_draft() => a.to_owned(),
            _ => self.say("检测机构", "the test laboratory"),
        }
    }

    /// The laws of the opening; those not compared with their text are left out, or marked.
    pub fn basis(&self) -> String {
        let names: Vec<String> = self
            .style
            .basis
            .iter()
            .filter_map(|id| self.knowledge.law(id))
            .filter(|law| law.status == Status::Reviewed || self.choice.unverified_law)
            .map(|law| {
                let name = crate::report::words::filled(&law.name, &law.id);
                let pending = if law.status == Status::Reviewed { "" } else { pending(self.lang) };
                match self.lang {
                    Lang::Zh => format!("《{}》{pending}", name.zh.trim_matches(['《', '》'])),
                    Lang::En => format!("{}{pending}", name.en),
                }
            })
            .collect();
        names.join(if self.lang == Lang::Zh { "、" } else { ", " })
    }

    /// The mark of what is suspected; confirmed findings bear none.
    pub fn suspected(&self, named: &Named) -> &'static str {
        match (named.confirmed, self.lang) {
            (true, _) => "",
            (false, Lang::Zh) => "（疑似）",
            (false, Lang::En) => " (suspected)",
        }
    }
}

/// 条文待核: the text of the law was not read.
pub fn pending(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "（条文待核）",
        Lang::En => " (text to be verified)",
    }
}

/// The notice.
pub fn notice(d: &Draft) -> Paper {
    let selection = d.select();
    let title = match &d.charter.title {
        Some(t) if !t.trim().is_empty() => short(t, 200),
        _ => d.style.title.get(d.lang).to_owned(),
    };
    let mut paper = d.sheet(&title);
    let mut apps: Vec<&str> = selection.named.iter().filter(|n| n.sdk.is_none()).map(|n| n.record.app_sha256.as_str()).collect();
    apps.dedup();
    let sdks = table::sdk_rows(d, &selection).len();
    let count = if d.style.layout == "indicators" { d.records.len() } else { apps.len() };
    let values = [("authority", d.authority()), ("basis", d.basis()), ("apps", count.to_string()), ("sdks", sdks.to_string())];
    paper.text(fill(&d.style.opening, d.lang, &values));
    match d.style.layout.as_str() {
        "by-breach" => breach::by_breach(d, &selection, &mut paper),
        "by-issue" => breach::by_issue(d, &selection, &mut paper),
        "indicators" => indicator::sheet(d, &mut paper),
        _ => table::tables(d, &selection, &mut paper),
    }
    let closing = match &d.charter.deadline {
        Some(to) => fill(&d.style.closing, d.lang, &[("deadline", day(to, d.lang))]),
        None => d.style.closing_without_deadline.get(d.lang).to_owned(),
    };
    paper.text(closing);
    if paper.draft {
        paper.text(d.say(
            "本材料由静态分析结果汇总，所列均为线索；未经人员核实的标注“疑似”，须运行或调查核实后方可作出结论。",
            "This paper sums up results of static analysis. All in it are leads; what no person has confirmed is marked suspected and needs a run or an inquiry before anything is concluded.",
        ));
    }
    d.sign(&mut paper);
    paper
}
