//! A sweep in figures: how many apps per breach, category, SDK and store. Counted are apps, not findings: one careless app is one app.

use std::collections::{BTreeMap, BTreeSet};

use super::record::{Record, concerned_sdk, sdk_name};
use super::review::Review;
use crate::detect::{SdkConfidence, Tri};
use crate::knowledge::Knowledge;
use crate::paper::{Bar, Bars, Block, Column, Paper, Table};
use crate::report::words::Names;
use crate::rules::Certainty;
use crate::words::{Lang, Words};

/// Bars of one chart; what is rarer stands in the CSV and JSON.
const MOST: usize = 40;

#[derive(Clone, Debug, Default)]
struct Count {
    any: usize,
    strong: usize,
    established: usize,
    confirmed: usize,
}

#[derive(Clone, Debug, Default)]
struct Share {
    apps: usize,
    /// With a finding that is strong or established.
    with: usize,
}

/// Grows report by report; reports themselves need not stay in memory.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    apps: usize,
    unreadable: usize,
    without_policy: usize,
    hidden: usize,
    codes: BTreeMap<String, Count>,
    categories: BTreeMap<String, Share>,
    stores: BTreeMap<String, Share>,
    sdks: BTreeMap<String, usize>,
    sdks_unlisted: BTreeMap<String, usize>,
    sdks_collecting: BTreeMap<String, usize>,
    data: BTreeMap<String, usize>,
    data_undisclosed: BTreeMap<String, usize>,
}

impl Statistics {
    /// An app of the sweep that gave no report.
    pub fn failed(&mut self) {
        self.unreadable += 1;
    }

    pub fn add(&mut self, r: &Record, review: Option<&Review>) {
        self.apps += 1;
        self.without_policy += usize::from(!r.has_policy);
        self.hidden += usize::from(r.code_hidden());
        let mut codes: BTreeMap<&str, (Certainty, bool)> = BTreeMap::new();
        let (mut unlisted, mut collecting, mut undisclosed) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for f in r.findings.iter().filter(|f| f.waived.is_none()) {
            let confirmed = review.is_some_and(|v| v.standing(r, &f.id).state.stands());
            let slot = codes.entry(&f.code).or_insert((f.certainty, confirmed));
            *slot = (slot.0.max(f.certainty), slot.1 || confirmed);
            match f.code.as_str() {
                "DIS-03" => unlisted.extend(concerned_sdk(f)),
                "SHR-01" => collecting.extend(concerned_sdk(f)),
                "DIS-01" => undisclosed.extend(f.subject.data_type.as_deref()),
                _ => {}
            }
        }
        let strong = codes.values().any(|(c, _)| *c >= Certainty::Strong);
        for (code, (certainty, confirmed)) in codes {
            let c = self.codes.entry(code.to_owned()).or_default();
            c.any += 1;
            c.strong += usize::from(certainty >= Certainty::Strong);
            c.established += usize::from(certainty == Certainty::Established);
            c.confirmed += usize::from(confirmed);
        }
        let count = |map: &mut BTreeMap<String, usize>, keys: BTreeSet<&str>| {
            for k in keys {
                *map.entry(k.to_owned()).or_default() += 1;
            }
        };
        let sure = r.sdks.iter().filter(|s| s.confidence == SdkConfidence::Certain && s.reachable == Tri::Yes);
        count(&mut self.sdks, sure.map(|s| s.id.as_str()).collect());
        count(&mut self.sdks_unlisted, unlisted);
        count(&mut self.sdks_collecting, collecting);
        count(&mut self.data, r.collected.iter().map(String::as_str).collect());
        count(&mut self.data_undisclosed, undisclosed);
        let share = |map: &mut BTreeMap<String, Share>, key: &str| {
            let s = map.entry(key.to_owned()).or_default();
            s.apps += 1;
            s.with += usize::from(strong);
        };
        let known: BTreeSet<&str> = r.known_categories().collect();
        if known.is_empty() {
            share(&mut self.categories, "");
        }
        known.into_iter().for_each(|c| share(&mut self.categories, c));
        share(&mut self.stores, r.listing.store.as_deref().map(str::trim).unwrap_or_default());
    }

    pub fn paper(&self, knowledge: &Knowledge, lang: Lang) -> Paper {
        let say = |zh: &str, en: &str| Words::new(zh, en).get(lang).to_owned();
        let names = Names::new(knowledge);
        let mut p = Paper::new(lang, &say("移动应用个人信息保护检测统计", "Personal information in mobile apps: figures of a sweep"));
        // Figures of leads are no finding of an authority: they say so on every page.
        p.draft = true;
        p.text(match lang {
            Lang::Zh => format!(
                "共检测应用{}款，另有{}款未能读取。{}款未取得隐私政策文本；{}款有加固、动态加载等未能看到的代码，其结果可能不完整。按应用计数，一款应用的同类线索只计一次；线索未经人员核实的均为疑似。",
                self.apps, self.unreadable, self.without_policy, self.hidden
            ),
            Lang::En => format!(
                "{} apps examined; {} more could not be read. For {} no policy text was at hand; {} have code that was not seen (packed, loaded at run time, ...), so that their results may be incomplete. Apps are counted, not findings; what no person has confirmed is suspected.",
                self.apps, self.unreadable, self.without_policy, self.hidden
            ),
        });
        let label = |code: &str| format!("{code} {}", names.code(code).get(lang));
        let bars = |title: String, what: String, counts: Vec<(String, usize, usize)>| {
            let mut bars: Vec<Bar> = counts.into_iter().map(|(label, count, of)| Bar { label, count, of }).collect();
            bars.sort_by(|a, b| b.count.cmp(&a.count).then(b.per_mille().cmp(&a.per_mille())).then(a.label.cmp(&b.label)));
            bars.truncate(MOST);
            Block::Bars(Bars { name: title, what, bars })
        };
        let of_all = |map: &BTreeMap<String, usize>, name: &dyn Fn(&str) -> String| -> Vec<(String, usize, usize)> {
            map.iter().map(|(k, n)| (name(k), *n, self.apps)).collect()
        };
        let sdk = |id: &str| sdk_name(id, None, knowledge, lang);
        let data = |id: &str| names.data_type(id).get(lang).to_owned();
        let issue = say("问题", "Issue");
        p.blocks.push(bars(
            say("各类问题涉及的应用（证据链完整或可由材料核实）", "Apps per issue (complete chain in code, or verifiable)"),
            issue.clone(),
            self.codes.iter().filter(|(_, c)| c.strong > 0).map(|(k, c)| (label(k), c.strong, self.apps)).collect(),
        ));
        p.blocks.push(bars(
            say("未见告知的个人信息种类", "Kinds of data not disclosed"),
            say("信息种类", "Kind of data"),
            of_all(&self.data_undisclosed, &data),
        ));
        p.blocks.push(bars(
            say("可达代码读取的个人信息种类", "Kinds of data that reachable code reads"),
            say("信息种类", "Kind of data"),
            of_all(&self.data, &data),
        ));
        p.blocks.push(bars(
            say("应用集成的SDK（识别确定、代码可达）", "SDKs (certain, reachable)"),
            "SDK".into(),
            of_all(&self.sdks, &sdk),
        ));
        p.blocks.push(bars(
            say("隐私政策未列明的SDK（应用未告知）", "SDKs that policies do not list (not told by the app)"),
            "SDK".into(),
            of_all(&self.sdks_unlisted, &sdk),
        ));
        p.blocks.push(bars(
            say("自行收集个人信息的SDK（疑似）", "SDKs that collect by themselves (suspected)"),
            "SDK".into(),
            of_all(&self.sdks_collecting, &sdk),
        ));
        let shares = |map: &BTreeMap<String, Share>, name: &dyn Fn(&str) -> String| -> Vec<(String, usize, usize)> {
            map.iter().map(|(k, s)| (if k.is_empty() { say("未知", "unknown") } else { name(k) }, s.with, s.apps)).collect()
        };
        p.blocks.push(bars(
            say("按应用类型：有线索（证据链完整及以上）的应用", "By category: apps with a strong or established finding"),
            say("应用类型", "Category"),
            shares(&self.categories, &|id| names.category(id).get(lang).to_owned()),
        ));
        p.blocks.push(bars(
            say("按应用来源：有线索（证据链完整及以上）的应用", "By store: apps with a strong or established finding"),
            say("应用来源", "Store"),
            shares(&self.stores, &|s| crate::paper::short(s, 60)),
        ));
        p.blocks.retain(|b| !matches!(b, Block::Bars(b) if b.bars.is_empty()));
        p.table(Table {
            name: say("各类问题明细", "Issues in detail"),
            columns: vec![
                Column::new(&issue, 48),
                Column::new(&say("全部线索", "All leads"), 12),
                Column::new(&say("证据链完整及以上", "Strong or established"), 16),
                Column::new(&say("可由材料核实", "Established"), 14),
                Column::new(&say("经人员确认", "Confirmed by a person"), 14),
                Column::new(&say("检测应用数", "Apps examined"), 14),
            ],
            rows: self
                .codes
                .iter()
                .map(|(k, c)| {
                    vec![
                        label(k),
                        c.any.to_string(),
                        c.strong.to_string(),
                        c.established.to_string(),
                        c.confirmed.to_string(),
                        self.apps.to_string(),
                    ]
                })
                .collect(),
        });
        p
    }
}
