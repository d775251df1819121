//! The yes/no matters of a policy with the words that settle each, and their values.

use std::collections::BTreeMap;
use std::ops::Range;

use super::declared::{FACT_NAMES, Party, Polarity, PolicyFact, SdkListed};
use super::lexicon::Section;
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

/// A fact by its words: every group must be there in one sentence, one word of it suffices; none of `not` may be.
struct Rule {
    fact: &'static str,
    all: &'static [&'static [&'static str]],
    not: &'static [&'static str],
}

const RULES: &[Rule] = &[
    Rule {
        fact: "account_deletion",
        all: &[&[
            "注销账",
            "注销帐",
            "账号注销",
            "账户注销",
            "注销您的",
            "注销你的",
            "删除账号",
            "删除账户",
            "注销功能",
            "注销服务",
            "申请注销",
            "帐号注销",
            "delete your account",
            "account deletion",
            "close your account",
            "deleting your account",
            "delete my account",
            "deactivate your account",
            "delete the account",
            "terminate your account",
            "closing your account",
            "erase your account",
        ]],
        not: &["cookie"],
    },
    Rule {
        fact: "children_clause",
        all: &[&[
            "未成年",
            "儿童",
            "监护人",
            "周岁",
            "岁以上",
            "children under",
            "under the age",
            "under 13",
            "minors",
            "age of 13",
            "age of 16",
            "child's",
            "age of majority",
            "children's",
            "from children",
            "younger than",
            "under 16",
            "under 18",
        ]],
        not: &[],
    },
    Rule {
        fact: "retention_period",
        all: &[
            &[
                "保存",
                "保留",
                "存储",
                "储存",
                "留存",
                "retain",
                "keep",
                "stored",
                "kept",
                "retention",
                "store",
                "erased",
                "deleted after",
                "erased",
                "deleted after",
            ],
            &[
                "期限",
                "期间",
                "必需的时间",
                "必要的时间",
                "时限",
                "最短",
                "个月",
                "年内",
                "天后",
                "日内",
                "时间内",
                "as long as",
                "for the period",
                "days",
                "months",
                "years",
                "until",
                "retention period",
                "no longer than",
                "only for",
            ],
        ],
        not: &["cookie", "未使用的"],
    },
    Rule {
        fact: "cross_border",
        all: &[&[
            "境内",
            "境外",
            "跨境",
            "出境",
            "海外",
            "其他国家",
            "outside your country",
            "outside of your",
            "other countries",
            "another country",
            "outside the european",
            "outside the eea",
            "cross border",
            "located in the united states",
            "outside of the european",
            "other jurisdictions",
            "different jurisdiction",
            "in the united states",
            "international transfer",
            "outside the united",
            "transferred to the",
        ]],
        not: &["适用中华人民共和国", "境内法律", "法律管辖"],
    },
    Rule {
        fact: "complaint_channel",
        all: &[&["投诉", "举报", "complaint", "complain", "supervisory authority", "监管部门", "向有关政府部门", "grievance"]],
        not: &["被投诉", "用户投诉", "受到投诉"],
    },
    Rule {
        fact: "user_rights",
        all: &[
            &["访问", "查询", "查阅", "access", "copy of"],
            &["更正", "修改", "correct", "rectif", "update", "amend"],
            &["删除", "delet", "eras", "remov"],
        ],
        not: &[],
    },
    Rule { fact: "separate_consent", all: &[&["单独同意", "单独授权", "separate consent"]], not: &[] },
    Rule {
        fact: "recommendation_switch",
        all: &[
            &[
                "个性化推荐",
                "个性化广告",
                "定向推送",
                "自动化决策",
                "个性化内容",
                "personalized ads",
                "personalised ads",
                "personalized recommendation",
                "interest based advertising",
                "targeted advertising",
                "personalized advertising",
            ],
            &["关闭", "退出", "拒绝", "opt out", "turn off", "disable"],
        ],
        not: &[],
    },
    Rule {
        fact: "withdraw_consent",
        all: &[&[
            "撤回同意",
            "撤回您的同意",
            "撤销同意",
            "撤回授权",
            "撤销授权",
            "撤回您的授权",
            "改变授权",
            "撤回已",
            "改变您授权",
            "withdraw your consent",
            "withdraw consent",
            "revoke your consent",
            "withdrawal of consent",
            "withdrawing consent",
        ]],
        not: &[],
    },
    Rule { fact: "copy_of_information", all: &[&["副本", "copy of your", "copy of the personal", "复制您的", "portab"]], not: &[] },
    Rule {
        fact: "third_party_sdk_list",
        all: &[
            &["sdk", "third party service providers used", "third party services used", "第三方服务", "privacy policy of third party"],
            &["如下", "目录", "清单", "列表", "以下", "link to", "following", "list"],
        ],
        not: &["不使用", "未接入", "not use"],
    },
    Rule {
        fact: "third_parties_denied",
        all: &[&[
            "不使用任何第三方",
            "不接入任何第三方",
            "未接入任何第三方",
            "不包含任何第三方",
            "不含任何第三方",
            "未集成任何第三方",
            "没有接入任何第三方",
            "does not use any third party",
            "do not use any third party",
            "do not use third party",
            "does not use third party",
            "no third party",
            "contains no third party",
            "does not contain any third party",
            "does not include any third party",
            "不会集成任何第三方",
            "not share any",
            "无任何第三方",
        ]],
        not: &["cookie"],
    },
];

/// Endings of the names of companies and workshops.
const COMPANY: &[&str] = &[
    "有限公司",
    "有限责任公司",
    "股份公司",
    "工作室",
    "经营部",
    "合伙企业",
    "研究院",
    "集团",
    " inc.",
    " inc,",
    " inc ",
    " llc",
    " ltd",
    " gmbh",
    "corporation",
    " s.a.",
    " b.v.",
    " pty",
    " limited",
    " co.",
    "studio",
    "个体工商户",
    "合作社",
    "事务所",
    "基金会",
    " e.u.",
    " e.k.",
    " ug ",
    " s.r.l",
    " s.l.",
    " oy ",
    " a.s.",
    " ab ",
    " ag ",
    " plc",
    " bv",
    " sas ",
    " kft",
    "cooperative",
    "foundation",
    "association",
];
const OPERATOR: &[&str] = &[
    "简称",
    "我们",
    "运营",
    "开发者",
    "版权",
    "提供的",
    "发布",
    "制定",
    "所有",
    "开发",
    "(\"we",
    "\"we\"",
    "(\"us",
    "operated by",
    "developed by",
    "owned by",
    "provided by",
    "\"us\"",
    "\"company\"",
    "operates",
    "run by",
    "made by",
    "attn",
    "published by",
    "we ",
    "is the controller",
    "data controller",
    "built the",
    "offered by",
    "经营",
    "提供服务",
    "负责",
    "responsible",
];

pub(super) fn read(reader: &mut Reader, list: &[SdkListed], annexes: usize) -> BTreeMap<String, PolicyFact> {
    let mut facts: BTreeMap<String, PolicyFact> = FACT_NAMES.iter().chain(OWN).map(|n| ((*n).to_owned(), PolicyFact::default())).collect();
    let document = reader.document;
    let blocks = document.blocks.len();
    let mut rights = Rights::default();
    for (n, block) in document.blocks.iter().enumerate() {
        let cell = matches!(block.kind, BlockKind::Cell { .. });
        let heading = matches!(block.kind, BlockKind::Heading(_));
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
                    || (early && ["(\"we\"", ", \"we\")", "\"we\")", "is the controller", "以下简称“我们”", "以下简称\"我们\""].iter().any(|w| folded.contains(w)))
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
    let other = has(&["工作日", "答复", "回复", "响应", "申请", "请求", "周岁", "cookie", "request", "respond", "answer", "reply", "under", "age of", "old"]);
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
        if !section && !has(&["您可以", "您有权", "你可以", "你有权", "有权", "you can", "you may", "you have the right", "right to", "your right"]) {
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

const NUMERALS: &str = "0123456789一二三四五六七八九十百两〇";

/// A number with its unit: "36个月", "90 days".
fn period(raw: &str) -> Option<String> {
    let folded = Folded::new(raw).text;
    for unit in ["个月", "年", "天", "日", " days", " months", " years", " day", " month", " year"] {
        for (at, _) in folded.match_indices(unit) {
            let number = number_before(&folded, at);
            if !number.is_empty() && number.chars().count() <= 4 {
                return Some(format!("{number}{unit}"));
            }
        }
    }
    None
}

fn number_before(text: &str, at: usize) -> String {
    let head: Vec<char> = text.get(..at).unwrap_or_default().chars().rev().take_while(|c| NUMERALS.contains(*c)).collect();
    head.into_iter().rev().collect()
}

/// The time within which an answer is promised, with the number in digits.
fn days(folded: &str) -> Option<String> {
    for unit in [
        "个工作日",
        "个自然日",
        "工作日",
        "日内",
        "天内",
        "天之内",
        "日之内",
        "天",
        " business days",
        " working days",
        " calendar days",
        " days",
        " business day",
        " hours",
        "小时",
    ] {
        for (at, _) in folded.match_indices(unit) {
            let number = number_before(folded, at);
            let number = if number.is_empty() { english_number(folded.get(..at).unwrap_or_default()) } else { digits(&number) };
            if let Some(n) = number {
                return Some(format!("{n}{}", unit.trim_end_matches('内').trim_end_matches("之")));
            }
        }
    }
    None
}

fn english_number(head: &str) -> Option<u32> {
    let word = head.trim_end_matches(')').rsplit([' ', '(']).next()?;
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen",
    ]
    .iter()
    .position(|w| *w == word)
    .and_then(|n| u32::try_from(n).ok())
    .or(match word {
        "twenty" => Some(20),
        "thirty" => Some(30),
        "sixty" => Some(60),
        "ninety" => Some(90),
        _ => word.parse().ok(),
    })
}

/// 十五 and 15 are the same number.
fn digits(number: &str) -> Option<u32> {
    if let Ok(n) = number.parse() {
        return Some(n);
    }
    let (mut total, mut unit) = (0u32, 0u32);
    for c in number.chars() {
        match c {
            '十' => {
                total = total.saturating_add(unit.max(1).saturating_mul(10));
                unit = 0;
            }
            '百' => {
                total = total.saturating_add(unit.max(1).saturating_mul(100));
                unit = 0;
            }
            '两' => unit = 2,
            _ => unit = u32::try_from("〇一二三四五六七八九".chars().position(|d| d == c)?).ok()?,
        }
    }
    Some(total.saturating_add(unit))
}

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
];

/// A calendar date as written.
pub(super) fn date(raw: &str) -> Option<String> {
    let chars: Vec<char> = raw.chars().take(600).collect();
    for at in 0..chars.len() {
        let rest = chars.get(at..)?;
        let year: String = rest.iter().take(4).collect();
        if !(year.len() == 4 && (year.starts_with("20") || year.starts_with("19")) && year.bytes().all(|b| b.is_ascii_digit())) {
            continue;
        }
        let tail: String = rest.iter().skip(4).take(12).collect();
        let mark = tail.trim_start().chars().next();
        if matches!(mark, Some('年' | '-' | '/' | '.')) {
            let digits = tail.chars().filter(char::is_ascii_digit).count();
            if digits >= 2 {
                let mut out = year;
                let mut numbers = 0u8;
                let mut in_number = false;
                for c in tail.chars() {
                    if c.is_ascii_digit() {
                        numbers = numbers.saturating_add(u8::from(!in_number));
                        if numbers > 2 {
                            break;
                        }
                        in_number = true;
                    } else {
                        in_number = false;
                        if !matches!(c, '年' | '月' | '日' | '-' | '/' | '.' | ' ') || (numbers == 2 && c != '日' && c != ' ') {
                            break;
                        }
                    }
                    out.push(c);
                    if c == '日' {
                        break;
                    }
                }
                return Some(out.trim().trim_end_matches(['.', '-', '/']).to_owned());
            }
        }
        let start = at.saturating_sub(20);
        let head: String = chars.get(start..at)?.iter().collect();
        let lower = head.to_ascii_lowercase();
        let month = MONTHS.iter().filter_map(|m| lower.rfind(m).map(|p| (p, *m))).max_by_key(|(p, m)| (*p, m.len()));
        if let Some((p, _)) = month {
            let before = head.get(..p).unwrap_or_default().trim_end();
            let day: String =
                before.chars().rev().take_while(|c| c.is_ascii_alphanumeric()).collect::<Vec<_>>().into_iter().rev().collect();
            let from = if day.starts_with(|c: char| c.is_ascii_digit()) { before.len().saturating_sub(day.len()) } else { p };
            return Some(format!("{}{year}", head.get(from..).unwrap_or_default()));
        }
    }
    None
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
