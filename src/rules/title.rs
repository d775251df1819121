//! Fills the words of a rule: `{data} {api} {owner} {permission} {sdk} {host} {value}`, each in the language of the text.

use super::about_policy;
use super::about_wording;
use super::fact::Fact;
use super::hearing::Hearing;
use super::necessity::short;
use super::subject::About;
use crate::detect::{ActKind, Owner};
use crate::words::Words;

/// Placeholders that a rule's words may hold.
#[cfg(test)]
pub const PLACEHOLDERS: [&str; 7] = ["{data}", "{api}", "{owner}", "{permission}", "{sdk}", "{host}", "{value}"];

pub struct Filling {
    pairs: Vec<(&'static str, Words)>,
}

impl Filling {
    pub fn of(h: &Hearing, about: &About, facts: &[Fact]) -> Filling {
        let mut pairs = Vec::new();
        match about {
            About::App | About::Policy => {}
            About::Collection(c) => {
                let node = c.node().and_then(|n| h.ontology.words(n));
                let words = node.or_else(|| h.ontology.words(&c.data_type)).cloned();
                pairs.push(("{data}", words.unwrap_or_else(|| Words::new(&c.data_type, &c.data_type))));
                let api = c.telling().next().or_else(|| c.rows.first()).map(|row| row.api.as_str()).unwrap_or_default();
                let words = named_api(api);
                if !is_call(api) {
                    // Addresses and fields are not called.
                    pairs.push(("调用{api}", Words::new(format!("通过{}", words.zh), String::new())));
                }
                pairs.push(("{api}", words));
                pairs.push(("{owner}", owner(h, &c.owner)));
                if let Owner::Sdk { id } = &c.owner {
                    pairs.push(("{sdk}", sdk(h, id)));
                }
                if facts.contains(&Fact::ReadsPeriodically)
                    && let Some(seconds) = super::about_acts::period(h, &c.data_type, &c.owner)
                {
                    pairs.push(("{value}", Words::new(seconds, seconds)));
                }
            }
            About::Permission(p) => {
                let known = super::about_permission::info(h, &p.name);
                let zh = known
                    .and_then(|i| i.words_zh.first())
                    .map_or(short(&p.name).to_string(), |w| format!("{}（{}）", short(&p.name), w.trim_end_matches("权限")));
                pairs.push(("{permission}", Words::new(zh, short(&p.name))));
            }
            About::Sdk(s) => pairs.push(("{sdk}", sdk(h, &s.id))),
            About::Endpoint(e) => {
                pairs.push(("{host}", Words::new(&e.host, &e.host)));
                pairs.push(("{owner}", owner(h, &e.owner)));
            }
        }
        if let Some(words) = facts.iter().find_map(|f| value(h, *f)) {
            pairs.push(("{value}", words));
        }
        Filling { pairs }
    }

    pub fn fill(&self, words: &Words) -> Words {
        let mut out = words.clone();
        for (place, value) in &self.pairs {
            out.zh = out.zh.replace(place, &value.zh);
            out.en = out.en.replace(place, &value.en);
        }
        out
    }
}

/// What a fact measured: the day count promised, the level targeted, the other app's name ...
fn value(h: &Hearing, fact: Fact) -> Option<Words> {
    let same = |text: String| Some(Words::new(text.clone(), text));
    match fact {
        Fact::ReplyDaysOver15 => same(about_policy::reply_days(h)?.to_string()),
        Fact::TargetBelow23 => same(h.case.observed.app.target_sdk.to_string()),
        Fact::NamesAnotherApp => same(about_policy::other_name(h)?.0),
        Fact::ContradictsItself => {
            let types = about_policy::contradicted_types(h);
            let words: Vec<Words> = types.iter().map(|t| h.ontology.words(t).cloned().unwrap_or_else(|| Words::new(t, t))).collect();
            Some(joined(&words))
        }
        Fact::HardToRead => about_wording::hardness(h),
        Fact::OnlyImprovement => {
            let statements = about_wording::improvement_only(h);
            let words: Vec<Words> = statements
                .iter()
                .map(|s| h.ontology.words(&s.data_type).cloned().unwrap_or_else(|| Words::new(&s.data_type, &s.data_type)))
                .collect();
            Some(joined(&words))
        }
        Fact::SelfStarts => act(h, ActKind::SelfStart),
        Fact::StartsOthers => act(h, ActKind::StartsOthers),
        Fact::SeveralPermissionsAtLaunch => {
            let all = super::about_acts::asked_at_launch(h);
            same(all.iter().map(|p| short(p)).collect::<Vec<_>>().join(", "))
        }
        Fact::Tampering => {
            let mut kinds: Vec<Words> = Vec::new();
            for a in h.case.observed.anomalies.iter().filter(|a| !a.common) {
                let words = oddity(&a.id);
                if !kinds.contains(&words) {
                    kinds.push(words);
                }
            }
            Some(joined(&kinds))
        }
        _ => None,
    }
}

fn joined(words: &[Words]) -> Words {
    let join = |pick: fn(&Words) -> &str, by: &str| words.iter().map(pick).collect::<Vec<_>>().join(by);
    Words::new(join(|w| &w.zh, "、"), join(|w| &w.en, ", "))
}

/// What the acts of a kind are about, without the long beginnings of the platform's names.
fn act(h: &Hearing, kind: ActKind) -> Option<Words> {
    let acts = h.case.observed.acts.iter().filter(|a| a.kind == kind && !matches!(a.owner, Owner::Library { .. }));
    let mut names: Vec<&str> = acts.flat_map(|a| &a.what).map(|w| w.strip_prefix("android.intent.action.").unwrap_or(w)).collect();
    names.sort_unstable();
    names.dedup();
    let shown = names.iter().take(6).copied().collect::<Vec<_>>().join(", ");
    (!shown.is_empty()).then(|| Words::new(shown.clone(), shown))
}

/// Never "the app" for code whose owner is not known, and never a library's name (those are not accused).
fn owner(h: &Hearing, owner: &Owner) -> Words {
    match owner {
        Owner::App => Words::new("应用", "the app"),
        Owner::Sdk { id } => sdk(h, id),
        Owner::Unknown | Owner::Library { .. } => Words::new("应用或其集成的第三方代码", "the app or third-party code in it"),
    }
}

fn sdk(h: &Hearing, id: &str) -> Words {
    let known = h.case.knowledge.sdks.iter().find(|s| s.id == id).map(|s| s.name.clone());
    let found = h.case.observed.sdks.iter().find(|s| s.id == id).map(|s| s.name.clone()).filter(|n| !n.is_empty());
    let fallback = found.unwrap_or_else(|| id.to_string());
    let words = known.unwrap_or_default();
    let or = |text: String| if text.is_empty() { fallback.clone() } else { text };
    Words::new(or(words.zh), or(words.en))
}

/// What an oddity of the archive is, by the beginning of its id. Many ids say the same to a reader; the evidence has each with its place.
fn oddity(id: &str) -> Words {
    const KINDS: [(&str, &str, &str); 22] = [
        ("encrypted-flag", "带加密标志的条目", "entries flagged as encrypted"),
        ("method-unknown", "未知的压缩方法", "an unknown compression method"),
        ("duplicate-entry", "重复的条目", "duplicate entries"),
        ("name-traversal", "条目名越出解包目录", "names that lead out of the folder"),
        ("name-", "条目名异常", "odd entry names"),
        ("case-lookalike", "仅大小写不同的条目名", "names that differ in case only"),
        ("directory-lookalike", "与文件同名的目录", "a folder named like a file"),
        ("signature-stripped", "签名被剥除", "a signature that was stripped"),
        ("signers-differ", "签名证书前后不一致", "signers that differ"),
        ("signature-", "签名无法读取", "an unreadable signature"),
        ("signing-block", "签名块异常", "an odd signing block"),
        ("eocd-", "归档结尾记录异常", "an odd end record of the archive"),
        ("entry-beyond-count", "归档结尾记录异常", "an odd end record of the archive"),
        ("central-directory", "中央目录异常", "an odd central directory"),
        ("local-", "本地文件头与中央目录不一致", "local headers that differ from the directory"),
        ("crc-wrong", "内容校验不符", "contents that fail their checksum"),
        ("contents-damaged", "内容损坏", "damaged contents"),
        ("shared-contents", "多个条目共用内容", "entries that share contents"),
        ("leading-bytes", "归档前后有多余数据", "bytes before or after the archive"),
        ("trailing-bytes", "归档前后有多余数据", "bytes before or after the archive"),
        ("dex-before-archive", "归档前藏有DEX", "a DEX file before the archive"),
        ("symlink", "符号链接", "a symbolic link"),
    ];
    let known = KINDS.iter().find(|(start, ..)| id.starts_with(start)).map(|(_, zh, en)| Words::new(*zh, *en));
    let sizes = || id.contains("size").then(|| Words::new("大小记录不符", "sizes that do not match"));
    known.or_else(sizes).unwrap_or_else(|| Words::new("文件结构异常", "odd file structures"))
}

fn is_call(api: &str) -> bool {
    api.contains(";->")
        && (api.contains('(') || api.rsplit(";->").next().is_some_and(|m| m.starts_with(|c: char| c.is_lowercase() || c == '<')))
}

fn named_api(api: &str) -> Words {
    let en = readable_api(api);
    let zh = en.strip_prefix("new ").map_or_else(|| en.clone(), |class| format!("{class}构造方法"));
    Words::new(zh, en)
}

/// `Landroid/provider/Settings$Secure;->getString(...)` → `Settings.Secure.getString`; addresses and constants stay.
pub fn readable_api(api: &str) -> String {
    let Some((class, member)) = api.strip_prefix('L').and_then(|a| a.split_once(";->")) else {
        return api.chars().take(80).collect();
    };
    let class = class.rsplit('/').next().unwrap_or(class).replace('$', ".");
    let member = member.split(['(', ':']).next().unwrap_or(member);
    if member == "<init>" { format!("new {class}") } else { format!("{class}.{member}") }
}

#[cfg(test)]
mod tests {
    #[test]
    fn addresses_and_fields_are_not_called() {
        for (api, call, zh) in [
            ("Landroid/media/AudioRecord;-><init>(IIIII)V", true, "AudioRecord构造方法"),
            ("Landroid/telephony/TelephonyManager;->getDeviceId", true, "TelephonyManager.getDeviceId"),
            ("Landroid/os/Build;->SERIAL", false, "Build.SERIAL"),
            ("content://call_log/calls", false, "content://call_log/calls"),
        ] {
            assert_eq!((super::is_call(api), super::named_api(api).zh.as_str()), (call, zh));
        }
    }

    #[test]
    fn interfaces_are_readable() {
        for (api, want) in [
            ("Landroid/provider/Settings$Secure;->getString", "Settings.Secure.getString"),
            ("Landroid/telephony/TelephonyManager;->getDeviceId(I)Ljava/lang/String;", "TelephonyManager.getDeviceId"),
            ("content://call_log/calls", "content://call_log/calls"),
            ("Landroid/media/AudioRecord;-><init>(IIIII)V", "new AudioRecord"),
        ] {
            assert_eq!(super::readable_api(api), want);
        }
    }
}
