//! Excerpts in the reader's language. The report holds an excerpt once, with its lead in English (`calls …`, `words searched for: …`); here the
//! lead is said in both. What stands behind the lead is the app's, and stays as it is; so do excerpts that are quotes.

use super::sentence::said;
use super::words::{Names, fact, same, w};
use crate::evidence::{Evidence, EvidenceKind};
use crate::words::Words;

const LEADS: &[(&str, &str)] = &[
    ("uses ", "使用 "),
    ("the framework calls ", "由系统框架调用 "),
    ("calls ", "调用 "),
    ("overrides ", "覆写 "),
    ("invoke ", "调用 "),
    ("const-string ", "字符串常量 "),
    ("launcher activity: ", "启动界面："),
    ("activity: ", "界面（Activity）："),
    ("service: ", "服务（Service）："),
    ("broadcast receiver: ", "广播接收器："),
    ("content provider: ", "内容提供者："),
    ("statements searched for: ", "检索的表述："),
    ("names searched for: ", "检索的名称："),
    ("words searched for: ", "检索的词："),
];

/// Excerpts that are sentences of ours from end to end.
const WHOLE: &[(&str, &str)] = &[
    (
        "no policy file was supplied; no policy text in assets, raw resources or strings",
        "未提供隐私政策文件；应用的assets、raw资源和字符串中未见隐私政策文本",
    ),
    (
        "no call, content address, intent, component or SDK that needs it in the code read",
        "在已分析的代码中，未见需要该权限的调用、内容地址、Intent、组件或SDK",
    ),
];

/// The excerpt of a piece of evidence, its lead in both languages.
pub fn excerpt(e: &Evidence) -> Words {
    let text = e.excerpt.as_str();
    match e.kind {
        EvidenceKind::Code | EvidenceKind::Manifest => lead(text).map_or_else(|| same(text), |zh| w(&zh, text)),
        EvidenceKind::Absence => w(&searched(text), text),
        // What is odd about an archive is said in words of ours.
        EvidenceKind::Archive => said(text),
        EvidenceKind::Resource | EvidenceKind::Policy | EvidenceKind::Signature => same(text),
    }
}

fn lead(text: &str) -> Option<String> {
    LEADS.iter().find_map(|(en, zh)| Some(format!("{zh}{}", text.strip_prefix(en)?)))
}

/// The record of a search: what was searched for, how many words more, and what came nearest.
fn searched(text: &str) -> String {
    if let Some((_, zh)) = WHOLE.iter().find(|(en, _)| *en == text) {
        return (*zh).to_string();
    }
    if let Some(name) = text.strip_prefix("sentences that settle ").and_then(|rest| rest.strip_suffix(": none")) {
        return format!("未见说明“{}”的语句", fact(&name.replace(' ', "_")).zh);
    }
    let (words, nearest) = text.split_once("; nearest: ").unwrap_or((text, ""));
    let words = lead(words).unwrap_or_else(|| words.to_string());
    let words = match words.strip_suffix(" more").and_then(|rest| rest.rsplit_once(" and ")) {
        Some((shown, n)) if n.bytes().all(|b| b.is_ascii_digit()) => format!("{shown}，另有{n}个"),
        _ => words,
    };
    match nearest {
        "" => words,
        "none" => format!("{words}；最接近的表述：无"),
        nearest => format!("{words}；最接近的表述：{nearest}"),
    }
}

/// The locator of a search names what was searched for: `search:retention_period`, `search:android-id`, `search:sdk x`, `search:use of p`.
pub fn sought(locator: &str, names: Names) -> Option<Words> {
    let name = locator.strip_prefix("search:")?;
    let words = if name == "privacy-policy" {
        w("隐私政策", "privacy policy")
    } else if let Some(id) = name.strip_prefix("sdk ") {
        names.sdk(id)
    } else if let Some(permission) = name.strip_prefix("use of ") {
        let short = permission.strip_prefix("android.permission.").unwrap_or(permission);
        w(&format!("{short}的使用"), &format!("use of {short}"))
    } else {
        let words = fact(name);
        if words == same(name) { names.data_type(name) } else { words }
    };
    Some(w(&format!("检索：{}", words.zh), &format!("searched for: {}", words.en)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zh(kind: EvidenceKind, text: &str) -> String {
        let e =
            Evidence { kind, artefact: String::new(), path: String::new(), locator: String::new(), excerpt: text.into(), signature: None };
        let words = excerpt(&e);
        assert_eq!(words.en, text);
        words.zh
    }

    #[test]
    fn our_leads_are_said_in_chinese_and_what_follows_stays() {
        for (kind, text, expected) in [
            (EvidenceKind::Code, "calls Lcom/x/A;->f()V", "调用 Lcom/x/A;->f()V"),
            (EvidenceKind::Code, "the framework calls Lcom/x/A;->run()V", "由系统框架调用 Lcom/x/A;->run()V"),
            (EvidenceKind::Manifest, "launcher activity: Lcom/x/A;", "启动界面：Lcom/x/A;"),
            (EvidenceKind::Manifest, "android.permission.CAMERA", "android.permission.CAMERA"),
            (
                EvidenceKind::Absence,
                "statements searched for: ssid, wifi and 23 more; nearest: none",
                "检索的表述：ssid, wifi，另有23个；最接近的表述：无",
            ),
            (EvidenceKind::Absence, "words searched for: mac and cheese", "检索的词：mac and cheese"),
            (EvidenceKind::Absence, "sentences that settle retention period: none", "未见说明“保存期限”的语句"),
            (EvidenceKind::Policy, "calls and messages", "calls and messages"),
            (EvidenceKind::Resource, "uses of data", "uses of data"),
        ] {
            assert_eq!(zh(kind, text), expected);
        }
    }

    #[test]
    fn a_search_names_what_it_sought() {
        let knowledge = crate::knowledge::Knowledge::default();
        let names = Names::new(&knowledge);
        for (locator, zh, en) in [
            ("search:retention_period", "检索：保存期限", "searched for: retention period"),
            ("search:privacy-policy", "检索：隐私政策", "searched for: privacy policy"),
            ("search:use of android.permission.CAMERA", "检索：CAMERA的使用", "searched for: use of CAMERA"),
            ("search:sdk x", "检索：x", "searched for: x"),
        ] {
            assert_eq!(sought(locator, names), Some(w(zh, en)));
        }
        assert_eq!(sought("/manifest/application", names), None);
    }
}
