//! The yes/no matters of a policy with the words that settle each, and their values.

use std::collections::BTreeMap;
use std::ops::Range;

use super::declared::{FACT_NAMES, Party, Polarity, PolicyFact, SdkListed};
use super::fact_words::{COMPANY, OPERATOR, RULES};
use super::lexicon::Section;
use super::period::{date, days, period};
use super::sentence::sentences;
use super::statement::Reader;
use crate::document::{BlockKind, Folded};

/// Facts beyond the contract's twelve.
const OWN: &[&str] = &[
    "user_rights",
    "separate_consent",
    "recommendation_switch",
    "withdraw_consent",
    "copy_of_information",
    "template_placeholder",
    "hidden_text",
];

pub(super) fn read(reader: &mut Reader, list: &[SdkListed], annexes: usize) -> BTreeMap<String, PolicyFact> {
    let mut facts: BTreeMap<String, PolicyFact> = FACT_NAMES.iter().chain(OWN).map(|n| ((*n).to_owned(), PolicyFact::default())).collect();
    let document = reader.document;
    let blocks = document.blocks.len();
    let mut rights = Rights::default();
    for (n, block) in document.blocks.iter().enumerate() {
        let cell = matches!(block.kind, BlockKind::Cell { .. });
        let heading = matches!(block.kind, BlockKind::Heading(_) | BlockKind::Contents);
        let section = reader.section(n);
        let text = reader.text(block.range.clone());
        for s in sentences(text) {
            let raw = text.get(s.clone()).unwrap_or_default();
            let folded = Folded::new(raw).text;
            let place = block.range.start.saturating_add(s.start)..block.range.start.saturating_add(s.end);
            let mut set = |name: &str, value: Option<String>| state(reader, &mut facts, name, value, place.clone());
            for rule in RULES {
                if heading && !matches!(rule.fact, "third_party_sdk_list" | "children_clause" | "account_deletion") {
                    continue;
                }
                if rule.all.iter().all(|g| g.iter().any(|w| folded.contains(w))) && !rule.not.iter().any(|w| folded.contains(w)) {
                    set(rule.fact, value(rule.fact, &folded, raw));
                }
            }
            if let Some(date) = date(raw)
                && (["更新", "生效", "发布", "修订", "版本", "updated", "effective", "revised", "modified", "日期", "last update", "as of"]
                    .iter()
                    .any(|w| folded.contains(w))
                    || (n < 4 && raw.chars().count() < 40))
            {
                set("update_or_effective_date", Some(date));
            }
            if let Some(days) = days(&folded)
                && ["回复", "答复", "反馈", "响应", "处理", "respond", "reply", "answer", "get back", "response", "address your"]
                    .iter()
                    .any(|w| folded.contains(w))
            {
                set("reply_days", Some(days));
            }
            if !cell && !heading {
                if contact(raw, &folded, section == Some(Section::Contact)) {
                    set("contact_channel", None);
                    // Below a heading that speaks of complaints the channel is theirs.
                    let above = block.headings.iter().filter_map(|h| document.blocks.get(*h)).any(|b| {
                        let heading = Folded::new(reader.text(b.range.clone())).text;
                        ["投诉", "举报", "complaint", "grievance"].iter().any(|w| heading.contains(w))
                    });
                    if above {
                        set("complaint_channel", None);
                    }
                }
                if let Some(period) = kept_for(&folded, raw) {
                    set("retention_period", Some(period));
                }
                rights.see(&folded, section == Some(Section::Rights), &place);
                let early = n.saturating_mul(5) < blocks.saturating_mul(2) || n < 12 || section == Some(Section::Contact);
                let padded = format!("{folded} ");
                let other = ["第三方名称", "第三方主体", "第三方公司"].iter().any(|w| folded.contains(w));
                if !other
                    && (early
                        && COMPANY.iter().any(|w| padded.contains(w))
                        && (OPERATOR.iter().any(|w| folded.contains(w)) || section == Some(Section::Contact) || raw.chars().count() < 40))
                    // A name in bold type before what it is called from there on: X ("we"), 以下简称"我们".
                    || (early && ["\"we\"", ", \"we\")", "\"we\")", "is the controller", "以下简称“我们”", "以下简称\"我们\""].iter().any(|w| folded.contains(w)))
                    || [
                        "built the",
                        "is made by",
                        "developed by",
                        "operated by",
                        "软件开发者：",
                        "运营者：",
                        "开发者：",
                        "公司名称：",
                        "运营主体",
                    ]
                    .iter()
                    .any(|w| folded.contains(w) && early)
                {
                    set("operator_named", None);
                }
            }
            if placeholder(raw) {
                set("template_placeholder", Some(raw.chars().take(80).collect()));
            }
        }
    }
    if let Some(place) = rights.place() {
        state(reader, &mut facts, "user_rights", None, place);
    }
    from_statements(reader, &mut facts);
    if let Some(first) = list.iter().min_by_key(|l| l.start) {
        let slot = facts.entry("third_party_sdk_list".into()).or_default();
        if !slot.stated {
            *slot = PolicyFact { stated: true, value: None, policy: Some(reader.index), start: Some(first.start), end: Some(first.end) };
        }
    } else if annexes == 0
        && let Some(f) = facts.get_mut("third_party_sdk_list")
        && f.stated
        && !document.text.to_lowercase().contains("sdk")
        && !document.text.to_lowercase().contains("used by the app")
    {
        *f = PolicyFact::default();
    }
    if !document.hidden.is_empty() {
        let value = document.hidden.first().map(|h| h.chars().take(120).collect());
        facts.insert("hidden_text".into(), PolicyFact { stated: true, value, policy: Some(reader.index), start: None, end: None });
    }
    facts
}

fn state(reader: &Reader, facts: &mut BTreeMap<String, PolicyFact>, name: &str, value: Option<String>, place: Range<usize>) {
    let slot = facts.entry(name.to_owned()).or_default();
    // The first place stands; a later one only adds a more telling value.
    let better = match (slot.value.as_deref(), value.as_deref()) {
        (Some("mention"), Some("channel")) | (Some("generic"), Some(_)) => value.as_deref() != Some("generic"),
        _ => false,
    };
    if !slot.stated || better {
        *slot = PolicyFact {
            stated: true,
            value,
            policy: Some(reader.index),
            start: Some(reader.scalars.at(&reader.document.text, place.start)),
            end: Some(reader.scalars.at(&reader.document.text, place.end)),
        };
    }
}

/// Facts that are a polarity of what is said about personal information as a whole.
fn from_statements(reader: &Reader, facts: &mut BTreeMap<String, PolicyFact>) {
    for s in &reader.statements {
        if s.data_type != "personal-information" || s.polarity != Polarity::DoesNotCollect {
            continue;
        }
        let quote = Folded::new(&s.quote).text;
        let has = |words: &[&str]| words.iter().any(|w| quote.contains(w));
        if has(&["儿童", "未成年", "children", "child", "minor", "under 13"]) {
            continue;
        }
        let place = PolicyFact { stated: true, value: s.condition.clone(), policy: Some(s.policy), start: Some(s.start), end: Some(s.end) };
        let consented = s.condition.is_some() && has(&["同意", "授权", "consent", "permission", "许可"]);
        let name = match s.party {
            Party::First
                if s.condition.is_none()
                    && has(&["收集", "collect", "获取", "采集", "gather"])
                    && !has(&[
                        "情形",
                        "情况",
                        "过程中",
                        "超出",
                        "无关",
                        "其他",
                        "额外",
                        "other",
                        "additional",
                        "之前",
                        "敏感",
                        "sensitive",
                    ]) =>
            {
                "blanket_no_collection"
            }
            Party::Third
                if !consented
                    && !has(&[
                        "以下",
                        "下列",
                        "主动",
                        "as described",
                        "as set",
                        "as otherwise",
                        "following",
                        "in this privacy",
                        "in this policy",
                        "如存在",
                    ])
                    && has(&["共享", "提供", "分享", "披露", "出售", "share", "disclose", "sell", "transfer"]) =>
            {
                "third_parties_denied"
            }
            _ => continue,
        };
        let slot = facts.entry(name.to_owned()).or_default();
        if !slot.stated {
            *slot = place;
        }
    }
}

fn value(fact: &str, folded: &str, raw: &str) -> Option<String> {
    let has = |words: &[&str]| words.iter().any(|w| folded.contains(w));
    match fact {
        "account_deletion" => Some(
            if has(&["无法注销", "不支持注销", "不能注销", "cannot delete your account"]) {
                "not-possible"
            } else if has(&[
                "点击",
                "设置",
                "路径",
                "->",
                "→",
                "-“",
                "发送邮件",
                "联系客服",
                "settings",
                "click",
                "e mail",
                "email",
                "contact us",
                "by going",
            ]) {
                "channel"
            } else {
                "mention"
            }
            .to_owned(),
        ),
        "cross_border" => {
            let no = has(&[
                "不会向境外",
                "不向境外",
                "不会跨境",
                "不涉及跨境",
                "不进行跨境",
                "不会进行跨境",
                "存储在中华人民共和国境内",
                "存储于中华人民共和国境内",
                "存储在境内",
                "存储于中国境内",
                "储存于中华人民共和国境内",
                "不会传输至境外",
                "境内存储",
                "保存在境内",
                "不存在跨境",
                "不会将",
                "存放于中国境内",
                "存储在中国境内",
                "保存在中华人民共和国境内",
                "not transfer",
                "not be transferred",
            ]);
            Some(if no { "no" } else { "yes" }.to_owned())
        }
        "retention_period" => Some(period(raw).unwrap_or_else(|| "generic".to_owned())),
        _ => None,
    }
}

/// A time after which data are deleted, or for which they are kept; not the time within which a request is answered.
fn kept_for(folded: &str, raw: &str) -> Option<String> {
    let has = |words: &[&str]| words.iter().any(|w| folded.contains(w));
    let kept = has(&["保存", "保留", "存储", "储存", "留存", "删除", "匿名化", "retain", "kept", "keep", "stored", "delete", "erase"]);
    let other = has(&[
        "工作日",
        "答复",
        "回复",
        "响应",
        "申请",
        "请求",
        "周岁",
        "cookie",
        "request",
        "respond",
        "answer",
        "reply",
        "under",
        "age of",
        "old",
    ]);
    (kept && !other).then(|| period(raw)).flatten()
}

/// The rights explained anywhere in the text: access, correction and deletion, often one to a list item.
#[derive(Default)]
struct Rights {
    seen: [bool; 3],
    first: Option<Range<usize>>,
}

impl Rights {
    fn see(&mut self, folded: &str, section: bool, place: &Range<usize>) {
        let has = |words: &[&str]| words.iter().any(|w| folded.contains(w));
        if !section
            && !has(&["您可以", "您有权", "你可以", "你有权", "有权", "you can", "you may", "you have the right", "right to", "your right"])
        {
            return;
        }
        let groups: [&[&str]; 3] = [
            &["访问", "查询", "查阅", "查看", "access", "copy of", "copies"],
            &["更正", "修改", "更改", "correct", "rectif", "update", "amend"],
            &["删除", "delet", "eras", "remov"],
        ];
        for (slot, words) in self.seen.iter_mut().zip(groups) {
            if has(words) {
                *slot = true;
                self.first.get_or_insert_with(|| place.clone());
            }
        }
    }

    fn place(self) -> Option<Range<usize>> {
        self.first.filter(|_| self.seen.iter().all(|s| *s))
    }
}

/// A channel that can be used as it stands: an address, a number, a named place in the app.
fn contact(raw: &str, folded: &str, section: bool) -> bool {
    let mail = raw
        .split(|c: char| c.is_whitespace() || "，。；：（）()<>“”\"、".contains(c))
        .any(|w| w.split_once('@').is_some_and(|(a, b)| !a.is_empty() && (b.contains('.') || section) && b.len() > 3));
    if mail || folded.contains("[at]") || folded.contains("email protected") {
        return true;
    }
    let digits = raw.chars().filter(char::is_ascii_digit).count();
    let has = |words: &[&str]| words.iter().any(|w| folded.contains(w));
    let reach = section || has(&["联系", "contact", "致电", "reach us", "write to", "咨询", "反馈"]);
    reach
        && ((digits >= 5 && has(&["电话", "致电", "热线", "tel", "call", "phone", "qq", "微信", "与我们联系"]) && date(raw).is_none())
            || has(&[
                "意见反馈”",
                "联系客服",
                "在线客服",
                "帮助与反馈",
                "反馈页面",
                "客服中心",
                "意见反馈",
                "contact form",
                "in app support",
                "help center",
                "联系地址：",
                "地址：",
            ])
            || (section && has(&["http://", "https://", "www."])))
}

/// Holes that an author forgot to fill.
fn placeholder(raw: &str) -> bool {
    let upper = raw.to_ascii_lowercase();
    [
        "xxx",
        "【公司名称】",
        "[公司名称]",
        "【应用名称】",
        "[app name]",
        "[company name]",
        "[your company",
        "your company name",
        "某某公司",
        "某公司",
        "＿＿＿",
        "____",
        "[date]",
        "[email]",
        "【】",
        "{{",
        "example@",
        "lorem ipsum",
        "[insert",
        "insert your",
        "×××",
        "***@",
    ]
    .iter()
    .any(|w| upper.contains(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_days_are_read_as_written() {
        for (text, wanted) in [
            ("更新日期：2024年3月15日", Some("2024年3月15日")),
            ("Last updated: 2 March 2024", Some("2 March 2024")),
            ("Effective as of May 25, 2018.", Some("May 25, 2018")),
            ("2026-03-12 起生效", Some("2026-03-12")),
            ("第 2024 条", None),
        ] {
            assert_eq!(date(text).as_deref(), wanted, "{text}");
        }
        for (text, wanted) in [
            ("我们将在十五个工作日内答复", Some("15个工作日")),
            ("7天内回复", Some("7天")),
            ("we answer within seven days", Some("7 days")),
            ("we reply soon", None),
        ] {
            assert_eq!(days(&Folded::new(text).text).as_deref(), wanted, "{text}");
        }
    }
}
