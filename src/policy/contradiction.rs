//! Where a policy says and denies the same: both quotes, for a person to read.

use std::collections::{BTreeMap, BTreeSet};

use super::declared::{Granularity, Party, Polarity, Statement};

/// The denial of "personal information" as a whole.
const ALL: &str = "personal-information";
/// What a policy that "collects no personal information" may still name without contradicting itself: not about a person by itself.
const IMPERSONAL: &[&str] = &[ALL, "device-info", "device-data", "crash-diagnostics", "usage-logs", "cookies", "behaviour", "ip-address"];

/// Statements that collect the same thing: the first of them, and the blocks they stand in.
struct Said<'s, B> {
    first: Option<&'s Statement>,
    blocks: BTreeSet<B>,
}

impl<'s, B: Ord> Said<'s, B> {
    fn new() -> Self {
        Said { first: None, blocks: BTreeSet::new() }
    }

    fn add(&mut self, statement: &'s Statement, block: B) {
        self.first.get_or_insert(statement);
        self.blocks.insert(block);
    }
}

/// Pairs of statements, the one that collects first. Conditions, exceptions and what stays on the device contradict nothing; neither does
/// what stands in one block with the denial (`block` tells them apart), for there the one limits the other.
pub fn contradictions<B: Ord>(statements: &[Statement], block: impl Fn(&Statement) -> B) -> Vec<(&Statement, &Statement)> {
    let open = |s: &&Statement| s.condition.is_none() && !s.local_only && (s.polarity == Polarity::DoesNotCollect || is_told(&s.quote));
    type Key<'s> = (&'s str, Option<&'s str>, Party, Option<&'s str>);
    fn key(s: &Statement) -> Key<'_> {
        (&s.data_type, s.node.as_deref(), s.party, s.third_party_name.as_deref())
    }
    let mut said: BTreeMap<Key, Said<B>> = BTreeMap::new();
    // What "no personal information" denies, whoever gets it by name.
    let mut personal = Said::new();
    for s in statements.iter().filter(open).filter(|s| s.polarity == Polarity::Collects) {
        said.entry(key(s)).or_insert_with(Said::new).add(s, block(s));
        if s.party == Party::First && !IMPERSONAL.contains(&s.data_type.as_str()) {
            personal.add(s, block(s));
        }
    }
    let mut out: Vec<(&Statement, &Statement)> = Vec::new();
    let mut paired: BTreeSet<(&str, &str)> = BTreeSet::new();
    let plain = |s: &&Statement| s.polarity == Polarity::DoesNotCollect && is_plain(&s.quote);
    for no in statements.iter().filter(open).filter(plain) {
        let whole = no.data_type == ALL && no.party == Party::First;
        let same = if whole { Some(&personal) } else { said.get(&key(no)) };
        if let Some(Said { first: Some(yes), blocks }) = same
            && !blocks.contains(&block(no))
            && !(yes.granularity != Granularity::Precise && speaks_of_precision(&no.quote))
            && paired.insert((&yes.data_type, &no.data_type))
        {
            out.push((yes, no));
        }
    }
    out
}

/// Words that limit a denial, or make it one of another thing than collecting. A false accusation is worse than a contradiction missed.
const LIMITS: &[&str] = &[
    "儿童",
    "未成年",
    "其他",
    "额外",
    "无关",
    "超出",
    "以外",
    "之外",
    "敏感",
    "情形",
    "情况",
    "过程中",
    "除",
    "仅",
    "只",
    "但",
    "时，",
    "如果",
    "如您",
    "若",
    "直接",
    "主动",
    "之前",
    "请求",
    "时,",
    "所收集",
    "收集的",
    "收集到",
    "披露",
    "泄露",
    "保密",
    "此后",
    "vary",
    "respond",
    "child",
    "minor",
    "other",
    "additional",
    "sensitive",
    "beyond",
    "except",
    "unless",
    "without",
    "more than",
    "knowingly",
    "only",
    " if ",
    "when ",
    "but ",
    "request",
    "cookie",
    "these",
    "this ",
    "以前",
    "同意前",
    "授权前",
    "登录前",
    "before",
    "until",
    "prior to",
    "purpose",
    "directly",
    "combine",
    "rest of",
    "以下",
    "下列",
    "如下",
    "不用于",
    "不是",
    "默认",
    "本地",
    "本机",
    "服务器",
    "权限",
    "following",
    "by default",
    "server",
    "locally",
    "on your use",
    "ios ",
    "iphone",
    "use the ",
    "via ",
    "permission",
];

/// What keeps a statement from being one of collecting somebody's data: it stays where it is, or is said to be nobody's.
const HARMLESS: &[&str] = &[
    "本地",
    "本机",
    "本設備",
    "本设备",
    "您的设备上",
    "keychain",
    "设备内",
    "离线",
    "on your device",
    "on the device",
    "locally",
    "on device",
    "non-personal",
    "non personal",
    "anonym",
    "aggregate",
    "匿名",
    "非个人",
    "去标识",
    "names or types",
    "不向",
    "不上传",
    "is not used",
    "not be used",
];

/// Words by which somebody gets data.
const GETS: &[&str] = &[
    "收集", "采集", "获取", "读取", "访问", "记录", "上传", "提供", "使用", "存储", "保存", "填写", "共享", "collect", "access", "read",
    "gather", "record", "obtain", "receive", "use", "store", "share", "send", "track", "ask", "provide", "upload", "transmit", "log",
];

/// Whether a quote says by itself that data of a person are got: no bare entry of a list, nothing that stays on the device.
fn is_told(quote: &str) -> bool {
    let lower = quote.to_lowercase();
    GETS.iter().any(|w| lower.contains(w)) && !HARMLESS.iter().any(|w| lower.contains(w))
}

/// A denial of precise places denies no others.
fn speaks_of_precision(quote: &str) -> bool {
    let lower = quote.to_lowercase();
    ["precise", "exact", "精确", "精准", "gps"].iter().any(|w| lower.contains(w))
}

/// Verbs of collecting, said of the operator.
const COLLECTS: &[&str] = &["收集", "采集", "获取", "读取", "访问您", "collect", "access", "read ", "gather", "record", "request", "track"];

/// Whether a denial is plain: it speaks of collecting, is short, and has no limit of its own.
fn is_plain(quote: &str) -> bool {
    let lower = quote.to_lowercase();
    quote.chars().count() <= 160 && COLLECTS.iter().any(|w| lower.contains(w)) && !LIMITS.iter().any(|l| lower.contains(l))
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::Lexicon;
    use super::super::read;
    use super::*;
    use crate::budget::Budget;
    use crate::document::Document;

    #[test]
    fn what_is_said_and_denied_is_paired() {
        for (text, wanted) in [
            ("我们不会收集您的通讯录。\n\n我们会读取您的通讯录。", vec!["contacts"]),
            ("在您同意之前，我们不会收集您的通讯录。\n\n我们会读取您的通讯录。", vec![]),
            ("我们不会收集您的通讯录。\n\n未经您同意，我们不会读取您的通讯录。", vec![]),
            ("We do not collect any personal information.\n\nWe collect your phone number.", vec!["phone"]),
            ("We do not knowingly collect personal information of children.\n\nWe collect your phone number.", vec![]),
            ("We do not collect your contacts.\n\nWe collect your email address.", vec![]),
            ("我们不会收集以下任何信息：\n\n我们会读取您的手机号码。", vec![]),
            ("我们不收集任何个人信息。\n\n登录凭证通过 Keychain 加密存储，我们使用登录凭证。", vec![]),
            ("We do not collect your precise location.\n\nWe collect your location.", vec![]),
            ("We do not collect, store or transmit any personal data to external servers.\n\nWe collect your phone number.", vec![]),
            ("我们不会收集您的位置信息。\n\n位置信息仅在本机处理，我们读取您的位置信息，不会上传。", vec![]),
        ] {
            let document = Document::read("p", text.as_bytes(), &mut Budget::default()).unwrap().value;
            let declared = read(&document, 0, &Lexicon::builtin()).value;
            let pairs = contradictions(&declared.statements, |s| s.start);
            let got: Vec<&str> = pairs.iter().map(|(yes, _)| yes.data_type.as_str()).collect();
            assert_eq!(got, wanted, "{text}");
        }
    }
}
