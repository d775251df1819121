//! Policy texts inside the app, and addresses of policies in its code and string table.
//!
//! A cheap test on words decides what is handed up; whether the text really is a policy is decided where documents are read.

use std::collections::BTreeSet;

use super::artefact::Artefact;
use super::endpoint::{self, Address};
use super::observed::{EmbeddedPolicy, Owner};
use super::owner::Owners;
use crate::app::{App, FileEntry, StringResource};
use crate::budget::Budget;
use crate::bytes::sha256_hex;
use crate::container::Package;
use crate::evidence::{EvidenceKind, EvidenceSet};
use crate::knowledge::{Knowledge, SdkIndex};
use crate::program::{MethodId, Program, SiteKind};

/// Bytes of a file that may be a policy; the longest known ones have a quarter of that.
const FILE: u64 = 1 << 20;
/// Files read to look at their words.
const FILES: usize = 400;
/// Policies and addresses kept.
const KEPT: usize = 8;

const TITLES: [&str; 20] = [
    "隐私政策",
    "隐私权政策",
    "隐私协议",
    "隐私声明",
    "隐私权声明",
    "隐私条款",
    "隐私保护",
    "隐私权保护",
    "隐私指引",
    "个人信息保护",
    "个人信息处理规则",
    "個人資料保護",
    "隱私政策",
    "隱私權政策",
    "隱私權聲明",
    "privacy policy",
    "privacy notice",
    "privacy statement",
    "privacy guideline",
    "data protection notice",
];

/// What policies speak of; one of each line counts once.
const PRACTICES: [&[&str]; 12] = [
    &["个人信息", "個人資料", "个人資訊", "personal information", "personal data"],
    &["收集", "蒐集", "we collect", "collected", "collection of"],
    &["使用您的", "如何使用", "使用目的", "how we use", "use of", "we use"],
    &["共享", "转让", "披露", "share", "disclos"],
    &["第三方", "third part", "third-part"],
    &["权限", "權限", "permission"],
    &["cookie"],
    &["存储", "保存期限", "儲存", "retain", "retention", "how long"],
    &["删除", "更正", "注销", "刪除", "delete", "erasure", "correct"],
    &["联系我们", "聯絡我們", "联系方式", "contact us", "contact:"],
    &["未成年", "儿童", "兒童", "children", "minors"],
    &["安全措施", "保护您的", "信息安全", "security", "safeguard"],
];

/// Does a file or resource name say that it is a policy.
pub fn is_policy_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    let file = lower.rsplit('/').next().unwrap_or(&lower);
    ["privacy", "yinsi", "yszc", "ysxy", "隐私", "隱私"].iter().any(|w| file.contains(w))
}

/// Does an address lead to a policy by its own words.
pub fn is_policy_address(url: &str) -> bool {
    let lower = url.to_lowercase();
    let path = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    ["privacy", "yinsi", "yszc", "ysxy", "隐私", "%e9%9a%90%e7%a7%81"].iter().any(|w| path.contains(w))
}

/// The addresses of a text, each with the words of its line before it: `隐私政策：https://x.example/p`.
pub fn addresses_in(text: &str) -> Vec<(String, Address)> {
    let mut out = Vec::new();
    for line in text.lines() {
        let mut label = String::new();
        for piece in
            line.split(|c: char| c.is_whitespace() || matches!(c, '，' | '。' | '；' | '、' | '）' | '》' | '】' | '"' | '<' | '>'))
        {
            match endpoint::parse(piece) {
                Some(address) => {
                    let before = piece.split(&address.url).next().unwrap_or("");
                    out.push((format!("{label} {before}").trim().to_owned(), address));
                    label.clear();
                }
                None => label = format!("{label} {piece}"),
            }
            if out.len() >= 16 {
                return out;
            }
        }
    }
    out
}

/// Does a text beside an address say that it leads to a policy: a title, not a sentence that mentions one.
pub fn is_policy_label(text: &str) -> bool {
    let lower = text.to_lowercase();
    let short = lower.chars().count() <= 40;
    short && !lower.contains("://") && (TITLES.iter().any(|t| lower.contains(t)) || is_policy_name(&lower.replace('/', " ")))
}

/// Do the words of a text (no markup) make it a policy. `named`: the file is named like one.
pub fn is_policy_text(text: &str, named: bool) -> bool {
    let lower = text.to_lowercase();
    let letters = lower.chars().filter(|c| c.is_alphanumeric()).count();
    let head: String = lower.chars().filter(|c| !c.is_control()).take(400).collect();
    let titled = TITLES.iter().any(|t| head.contains(t)) || (named && TITLES.iter().any(|t| lower.contains(t)));
    let practices = PRACTICES.iter().filter(|words| words.iter().any(|w| lower.contains(w))).count();
    match named {
        true => letters >= 150 && practices >= 3 && (titled || practices >= 5),
        false => letters >= 400 && practices >= 5 && titled,
    }
}

/// The text without tags, scripts and styles: enough to count words in.
pub fn without_markup(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        out.push(' ');
        let name: String = tag.chars().take(6).collect::<String>().to_ascii_lowercase();
        let end = if name.starts_with("script") {
            "/script"
        } else if name.starts_with("style") {
            "/style"
        } else {
            ""
        };
        // ASCII letters keep their places: tags are looked for in both cases.
        let body = if end.is_empty() { tag } else { after(tag, end).unwrap_or("") };
        rest = body.split_once('>').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}

fn after<'t>(text: &'t str, end: &str) -> Option<&'t str> {
    let bytes = text.as_bytes();
    let at = memchr::memchr_iter(b'/', bytes)
        .find(|at| bytes.get(*at..at + end.len()).is_some_and(|b| b.eq_ignore_ascii_case(end.as_bytes())))?;
    text.get(at..)
}

fn decode(bytes: &[u8]) -> String {
    let (encoding, skip) = encoding_rs::Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    let rest = bytes.get(skip..).unwrap_or(bytes);
    if skip == 0 && std::str::from_utf8(rest).is_err() {
        return encoding_rs::GB18030.decode_without_bom_handling(rest).0.into_owned();
    }
    encoding.decode_without_bom_handling(rest).0.into_owned()
}

/// Files that can hold a text for people.
fn may_hold_a_text(name: &str) -> bool {
    let lower = name.to_lowercase();
    let file = lower.rsplit('/').next().unwrap_or(&lower);
    let folder = lower.contains("assets/") || lower.contains("res/");
    let text = [".html", ".htm", ".xhtml", ".shtml", ".txt", ".md"].iter().any(|e| file.ends_with(e));
    let bare = !file.contains('.') || file.ends_with(".pdf");
    folder && (text || (bare && is_policy_name(file)))
}

/// Policies in the app in order of path, those with contents before addresses; at most eight.
#[allow(clippy::too_many_arguments)] // One call, on one line of the floor's own pipeline.
pub fn find(
    package: &Package,
    app: &App,
    program: &Program,
    knowledge: &Knowledge,
    owners: &Owners,
    reached: &dyn Fn(MethodId) -> bool,
    artefact: Artefact,
    out: &mut EvidenceSet,
    budget: &mut Budget,
) -> Vec<EmbeddedPolicy> {
    let mut texts = files(package, app, artefact, out, budget);
    texts.extend(resources(app, artefact, out));
    let mut seen = BTreeSet::new();
    texts.retain(|p| seen.insert(p.sha256.clone()));
    texts.sort_by(|a, b| (&a.origin, &a.path).cmp(&(&b.origin, &b.path)));
    let index = SdkIndex::new(&knowledge.sdks);
    let mut urls = addresses(app, program, owners, &index, reached, artefact, out);
    urls.sort_by(|a, b| a.path.cmp(&b.path));
    urls.dedup_by(|a, b| a.path == b.path);
    texts.extend(urls);
    texts.truncate(KEPT);
    texts
}

fn files(package: &Package, app: &App, artefact: Artefact, out: &mut EvidenceSet, budget: &mut Budget) -> Vec<EmbeddedPolicy> {
    let mut candidates: Vec<&FileEntry> = app.files.iter().filter(|f| f.size > 0 && f.size <= FILE && may_hold_a_text(&f.name)).collect();
    candidates.sort_by_key(|f| (!is_policy_name(&f.name), &f.path));
    let mut found = Vec::new();
    for f in candidates.into_iter().take(FILES) {
        let Some(part) = package.parts.get(f.part) else { continue };
        let Some(entry) = part.entry(&f.name) else { continue };
        let bytes = part.archive.read_at_most(entry, FILE, budget).value;
        let named = is_policy_name(&f.name);
        // A PDF is not read here; that it exists is told where documents are read.
        let pdf = named && bytes.starts_with(b"%PDF");
        if pdf || is_policy_text(&without_markup(&decode(&bytes)), named) {
            let id = artefact.file(&f.path, f.name.clone(), None, out);
            found.push(EmbeddedPolicy {
                path: f.path.clone(),
                origin: "asset".into(),
                sha256: Some(sha256_hex(&bytes)),
                bytes,
                evidence: vec![id],
            });
        }
    }
    found
}

fn resource_evidence(s: &StringResource, artefact: Artefact, out: &mut EvidenceSet) -> crate::evidence::EvidenceId {
    artefact.add(out, EvidenceKind::Resource, "base.apk!resources.arsc", format!("string {:#010x} [{}]", s.id, s.locale), &*s.value, None)
}

fn resources(app: &App, artefact: Artefact, out: &mut EvidenceSet) -> Vec<EmbeddedPolicy> {
    let long = |s: &&StringResource| s.value.len() >= 400 && s.value.len() as u64 <= FILE;
    let is_policy = |s: &&StringResource| is_policy_text(&without_markup(&s.value), is_policy_name(&s.name));
    app.strings
        .iter()
        .filter(long)
        .filter(is_policy)
        .take(KEPT)
        .map(|s| {
            let locale = if s.locale.is_empty() { String::new() } else { format!("[{}]", s.locale) };
            EmbeddedPolicy {
                path: format!("base.apk!resources.arsc#string/{}{locale}", s.name),
                origin: "resource".into(),
                sha256: Some(sha256_hex(s.value.as_bytes())),
                bytes: s.value.as_bytes().to_vec(),
                evidence: vec![resource_evidence(s, artefact, out)],
            }
        })
        .collect()
}

fn addresses(
    app: &App,
    program: &Program,
    owners: &Owners,
    index: &SdkIndex,
    reached: &dyn Fn(MethodId) -> bool,
    artefact: Artefact,
    out: &mut EvidenceSet,
) -> Vec<EmbeddedPolicy> {
    let own_vendor = index.owner_of_class(&app.manifest.package).one().map(|m| m.sdk.vendor.clone());
    // An SDK's own policy is not the app's, unless app and SDK are of one vendor.
    let foreign = |host: &str| index.by_host(host).iter().any(|s| own_vendor.as_ref() != Some(&s.vendor));
    let web = |text: &str| -> Vec<(String, Address)> {
        let all = addresses_in(text).into_iter();
        all.filter(|(_, a)| a.url.to_ascii_lowercase().starts_with("http") && !foreign(&a.host)).collect()
    };
    let entry = |url: String, id| EmbeddedPolicy { path: url, origin: "url".into(), sha256: None, bytes: Vec::new(), evidence: vec![id] };
    let mut found = Vec::new();
    for s in app.strings.iter().filter(|s| s.value.len() < 4096 && s.value.contains("://")) {
        for (label, address) in web(&s.value) {
            if is_policy_name(&s.name) || is_policy_address(&address.url) || is_policy_label(&label) {
                found.push(entry(address.url, resource_evidence(s, artefact, out)));
            }
        }
    }
    for (n, dex) in program.dex.iter().enumerate() {
        for string in 0..dex.file.strings.len {
            let Some(bytes) = dex.file.string_bytes(string).filter(|b| b.len() < 4096) else { continue };
            if memchr::memmem::find(bytes, b"://").is_none() {
                continue;
            }
            for (label, address) in web(&crate::format::dex::string::decode(bytes)) {
                let by_itself = is_policy_address(&address.url) || is_policy_label(&label);
                let site = program.string_sites(n, string).take(16).find(|site| {
                    let mine = matches!(owners.of_method(program, site.method), Owner::App | Owner::Unknown) && reached(site.method);
                    mine && (by_itself || (label.is_empty() && labelled(program, site.method, site.pc())))
                });
                if let Some(site) = site {
                    let id = artefact.code(program, site.method, site.pc(), format!("const-string {}", address.url), None, out);
                    found.push(entry(address.url, id));
                }
            }
        }
    }
    found
}

/// The string loaded just before or after an address, where no other address stands between: `open("隐私政策", url)`.
fn labelled(program: &Program, method: MethodId, pc: u32) -> bool {
    let strings: Vec<_> = program.sites(method).iter().filter(|s| s.kind() == SiteKind::ConstString).collect();
    let Some(at) = strings.iter().position(|s| s.pc() == pc) else { return false };
    let text = |i: usize| strings.get(i).and_then(|s| program.string_at(s)).unwrap_or_default();
    let is_address = |t: &str| t.contains("://");
    match at.checked_sub(1).map(text).filter(|t| !is_address(t)) {
        // The label before names this address; one behind may be the next one's.
        Some(before) => is_policy_label(&before) || (!names_a_document(&before) && is_policy_label(&text(at + 1))),
        None => is_policy_label(&text(at + 1)),
    }
}

fn names_a_document(label: &str) -> bool {
    let lower = label.to_lowercase();
    ["协议", "條款", "条款", "规则", "agreement", "terms"].iter().any(|w| lower.contains(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses() {
        for (name, want) in [
            ("assets/privacy_policy.html", true),
            ("assets/docs/隐私政策.txt", true),
            ("res/raw/yinsi", true),
            ("assets/privacy/readme.txt", false),
            ("assets/terms.html", false),
        ] {
            assert_eq!(is_policy_name(name), want, "{name}");
        }
        for (url, want) in [
            ("https://x.example/app/privacy.html", true),
            ("https://x.example/h5?page=yinsi", true),
            ("https://privacy.example/", false),
            ("https://x.example/terms", false),
            ("https://x.example", false),
        ] {
            assert_eq!(is_policy_address(url), want, "{url}");
        }
    }

    #[test]
    fn addresses_with_their_words() {
        let of = |text| addresses_in(text).into_iter().map(|(l, a)| format!("{l} {}", a.url)).collect::<Vec<_>>();
        assert_eq!(
            of("隐私政策：https://x.example/a，用户协议：http://x.example/b\nhttps://x.example/c"),
            ["隐私政策： https://x.example/a", "用户协议： http://x.example/b", " https://x.example/c"]
        );
        assert_eq!(of("Privacy policy <a href=\"https://x.example/p\">here</a>"), ["Privacy policy  a href= https://x.example/p"]);
        assert!(of("no address").is_empty());
    }

    #[test]
    fn labels_are_titles() {
        for (text, want) in [
            ("《隐私政策》", true),
            ("Privacy Policy", true),
            ("privacy_url", true),
            ("用户协议", false),
            ("https://x.example/privacy", false),
            ("请您在使用本应用之前仔细阅读并同意我们的用户协议和隐私政策，如不同意请停止使用本应用并且退出，谢谢您的理解", false),
        ] {
            assert_eq!(is_policy_label(text), want, "{text}");
        }
    }

    const POLICY: &str = "隐私政策\n我们收集您的个人信息：手机号。我们不会与第三方共享。我们会采取安全措施保护您的信息。您可以删除或者更正。未成年人请由监护人陪同。联系我们。";

    #[test]
    fn texts_by_their_words() {
        let long = POLICY.repeat(8);
        let long_english = "Privacy Policy. We collect personal information and share it with third parties. We retain it. You may delete it. Contact us. "
            .repeat(8);
        let agreement = "用户协议 您应当遵守本协议，不得利用本服务从事违法行为。本公司有权修改本协议并删除违规内容。".repeat(20);
        let mentions = format!("{agreement}详见隐私政策。");
        for (text, named, want) in [
            (long.as_str(), false, true),
            (long_english.as_str(), false, true),
            (POLICY, false, false),
            (agreement.as_str(), false, false),
            (mentions.as_str(), false, false),
            (agreement.as_str(), true, false),
            ("", true, false),
        ] {
            assert_eq!(is_policy_text(text, named), want, "{named} {}", text.chars().take(12).collect::<String>());
        }
    }

    #[test]
    fn markup_is_left_out() {
        assert_eq!(
            without_markup("<p>a</p><SCRIPT>var s='收集<b>';</Script><style>p{}</style>b").split_whitespace().collect::<String>(),
            "ab"
        );
        assert_eq!(without_markup("<script>never closed"), " ");
        assert_eq!(without_markup("a < b"), "a  ");
    }

    #[test]
    fn encodings() {
        let (gb, _, _) = encoding_rs::GB18030.encode("隐私政策");
        for bytes in ["隐私政策".as_bytes(), &gb, "\u{feff}隐私政策".as_bytes()] {
            assert_eq!(decode(bytes), "隐私政策");
        }
    }

    #[test]
    fn files_that_are_read() {
        for (name, want) in [
            ("assets/a/notice.html", true),
            ("res/raw/privacy", true),
            ("res/raw/about", false),
            ("assets/privacy.pdf", true),
            ("assets/privacy.js", false),
            ("META-INF/LICENSE.txt", false),
        ] {
            assert_eq!(may_hold_a_text(name), want, "{name}");
        }
    }
}
