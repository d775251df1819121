//! Notices that go by breach: numbered sentences with the apps behind each (virus centre, police laboratory), or issues with names below (CAC).

use super::notice::{Draft, pending};
use super::record::{sdk_name, sdk_vendor};
use super::select::{Named, Selection};
use super::table::none;
use crate::knowledge::Wording;
use crate::paper::Paper;
use crate::words::Lang;

struct Group<'s> {
    wording: &'s Wording,
    apps: Vec<String>,
    sdks: Vec<String>,
    unverified: bool,
}

/// Wordings that have somebody behind them, in the order of the closed list.
fn groups<'s, 'a>(d: &'s Draft<'a>, selection: &Selection<'a>, with_store: bool) -> Vec<Group<'s>> {
    let mut out = Vec::new();
    for wording in &d.style.wording {
        let named: Vec<&Named> = selection.named.iter().filter(|n| n.wording.id == wording.id).collect();
        let mut group = Group { wording, apps: Vec::new(), sdks: Vec::new(), unverified: !named.is_empty() };
        let mut at = 0;
        while let Some(first) = named.get(at) {
            // Findings of one app stand together; one that is confirmed makes the app a confirmed one here.
            let same: Vec<&&Named> = named.iter().skip(at).take_while(|n| std::ptr::eq(n.record, first.record)).collect();
            at += same.len();
            group.unverified &= same.iter().all(|n| n.unverified);
            if let Some(n) = same.iter().filter(|n| n.sdk.is_none()).max_by_key(|n| n.confirmed) {
                // Two files of one version from one store are one app to a reader.
                let shown = app(d, n, with_store);
                if !group.apps.contains(&shown) {
                    group.apps.push(shown);
                }
            }
            for n in same.iter().filter(|n| n.sdk.is_some()) {
                let shown = sdk(d, n);
                if !group.sdks.contains(&shown) {
                    group.sdks.push(shown);
                }
            }
        }
        if !group.apps.is_empty() || !group.sdks.is_empty() {
            out.push(group);
        }
    }
    out
}

/// 《name》（版本x，store）
fn app(d: &Draft, n: &Named, with_store: bool) -> String {
    let (name, version, mark) = (n.record.name(d.lang), n.record.version(), d.suspected(n));
    let store = n.record.listing.store.is_some() && with_store;
    match (d.lang, store) {
        (Lang::Zh, true) => format!("《{name}》（版本{version}，{}）{mark}", n.record.store(d.lang)),
        (Lang::Zh, false) if with_store => format!("《{name}》（版本{version}）{mark}"),
        (Lang::Zh, false) => format!("{name}（{version}）{mark}"),
        (Lang::En, true) => format!("“{name}” (version {version}, {}){mark}", n.record.store(d.lang)),
        (Lang::En, false) => format!("“{name}” (version {version}){mark}"),
    }
}

fn sdk(d: &Draft, n: &Named) -> String {
    let Some(s) = n.sdk else { return String::new() };
    let name = sdk_name(&s.id, n.sdk, d.knowledge, d.lang);
    let vendor = sdk_vendor(&s.id, n.sdk, d.knowledge, d.lang).unwrap_or_default();
    let version = crate::paper::short(s.version.as_deref().unwrap_or_default(), 40);
    match d.lang {
        Lang::Zh => format!("{name}SDK（版本{version}，{vendor}）{}", d.suspected(n)),
        Lang::En => format!("{name} SDK (version {version}, {vendor}){}", d.suspected(n)),
    }
}

/// `1、…。涉及2款移动应用如下：` and the names.
pub fn by_breach(d: &Draft, selection: &Selection, paper: &mut Paper) {
    let groups = groups(d, selection, true);
    if groups.is_empty() {
        paper.text(none(d, selection));
    }
    let join = d.style.join.get(d.lang);
    let mut number = 0usize;
    for g in groups.iter().filter(|g| !g.apps.is_empty()) {
        number += 1;
        let (words, pending) = (g.wording.words.get(d.lang), if g.unverified { pending(d.lang) } else { "" });
        paper.text(match d.lang {
            Lang::Zh => format!("{number}、{words}{pending}。涉及{}款移动应用如下：\n{}。", g.apps.len(), g.apps.join(join)),
            Lang::En => {
                let many = if g.apps.len() == 1 { "app" } else { "apps" };
                format!("{number}. {words}{pending}. {} {many}:\n{}.", g.apps.len(), g.apps.join(join))
            }
        });
    }
    let sdks: Vec<&Group> = groups.iter().filter(|g| !g.sdks.is_empty()).collect();
    if !sdks.is_empty() {
        paper.heading(2, d.say("SDK自行收集等情形", "Acts of SDKs themselves"));
    }
    for g in sdks {
        number += 1;
        let (words, pending) = (g.wording.words.get(d.lang), if g.unverified { pending(d.lang) } else { "" });
        paper.text(match d.lang {
            Lang::Zh => format!("{number}、{words}{pending}。涉及{}款SDK如下：\n{}。", g.sdks.len(), g.sdks.join(join)),
            Lang::En => format!("{number}. {words}{pending}. {} SDKs:\n{}.", g.sdks.len(), g.sdks.join(join)),
        });
    }
}

/// An issue as a heading, the names with their versions below.
pub fn by_issue(d: &Draft, selection: &Selection, paper: &mut Paper) {
    let groups = groups(d, selection, false);
    if groups.is_empty() {
        paper.text(none(d, selection));
    }
    let join = d.style.join.get(d.lang);
    for (title, pick) in [
        (d.say("一、App存在的问题", "I. Apps"), (|g| g.apps.as_slice()) as for<'g> fn(&'g Group) -> &'g [String]),
        (d.say("二、SDK存在的问题", "II. SDKs"), |g| g.sdks.as_slice()),
    ] {
        let some: Vec<&Group> = groups.iter().filter(|g| !pick(g).is_empty()).collect();
        if some.is_empty() {
            continue;
        }
        paper.heading(1, title);
        for (i, g) in some.iter().enumerate() {
            let pending = if g.unverified { pending(d.lang) } else { "" };
            paper.heading(2, format!("{}{}{pending}", number(i + 1, d.lang), g.wording.words.get(d.lang)));
            paper.text(format!("{}{}", pick(g).join(join), if d.lang == Lang::Zh { "。" } else { "." }));
        }
    }
}

/// （一） … （九十九）, 1.
pub fn number(n: usize, lang: Lang) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: usize| DIGITS.get(n % 10).copied().unwrap_or_default();
    match (lang, n) {
        (Lang::Zh, 1..=9) => format!("（{}）", digit(n)),
        (Lang::Zh, 10..=19) => format!("（十{}）", digit(n)),
        (Lang::Zh, 20..=99) => format!("（{}十{}）", digit(n / 10), digit(n)),
        (Lang::Zh, _) => format!("（{n}）"),
        (Lang::En, _) => format!("{n}. "),
    }
}
