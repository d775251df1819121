//! The summary on a terminal: what matters first, each finding in a few lines, the rest in short, and where to read on.

use std::collections::BTreeMap;

use super::excerpt::sought;
use super::html::label;
use super::screen::{Paint, Screen, Style, clip, clip_middle};
use super::words::{Names, Said, many, w};
use super::{Report, related};
use crate::detect::{Answer, Consent, Tri};
use crate::evidence::EvidenceKind;
use crate::gap::GapCode;
use crate::knowledge::Knowledge;
use crate::rules::{Certainty, Finding, ItemState, Severity};
use crate::words::{Lang, Words};

/// Findings printed; the page and the JSON hold all.
const SHOWN: usize = 40;
const COLUMN: usize = 12;

pub fn terminal(report: &Report, knowledge: &Knowledge, lang: Lang, style: Style) -> String {
    let names = Names::new(knowledge);
    let mut s = Screen::new(style);
    app(&mut s, report, names, lang);
    findings(&mut s, report, names, lang);
    inventory(&mut s, report, names, lang);
    method(&mut s, report, names, lang);
    gaps(&mut s, report, lang);
    next(&mut s, report, lang);
    s.finish()
}

fn app(s: &mut Screen, report: &Report, names: Names, lang: Lang) {
    let (facts, inputs) = (&report.app, &report.inputs);
    let say = |words: Words| words.get(lang).to_string();
    let version = format!("  {} ({})", facts.version_name.as_deref().unwrap_or("?"), facts.version_code);
    s.pieces(&[(Paint::Bold, &label(report)), (Paint::Plain, "  "), (Paint::Plain, &facts.package), (Paint::Dim, &version)]);
    s.pieces(&[(Paint::Dim, &"─".repeat(s.columns()))]);
    let target = format!("minSdk {} · targetSdk {}", facts.min_sdk, facts.target_sdk);
    let hash = inputs.app.sha256.get(..16).unwrap_or(&inputs.app.sha256);
    s.field(&say(w("文件", "file")), COLUMN, &format!("{} · SHA-256 {hash}… · {target}", inputs.app.name));
    if facts.installable.answer == Answer::No {
        let why = facts.installable.why.join("; ");
        s.field("", COLUMN, &say(w(&format!("系统会拒绝安装：{why}"), &format!("Android refuses to install it: {why}"))));
    }
    if inputs.policies.is_empty() {
        s.field(&say(w("隐私政策", "policy")), COLUMN, &say(w("送检材料及应用内未发现", "none supplied, none found inside the app")));
    }
    for policy in &inputs.policies {
        let mut line =
            format!("{} · {} · {}", policy.name, policy.origin.said().get(lang), super::words::language(&policy.language).get(lang));
        if let Some(date) = &policy.effective_date {
            line.push_str(&say(w(&format!(" · 生效 {date}"), &format!(" · effective {date}"))));
        }
        s.field(&say(w("隐私政策", "policy")), COLUMN, &line);
    }
    if !inputs.categories.is_empty() {
        let one = |c: &crate::rules::CategoryInput| {
            let (name, origin) = (names.category(&c.id), c.origin.said());
            say(w(&format!("{}（{}）", name.zh, origin.zh), &format!("{} ({})", name.en, origin.en)))
        };
        let all: Vec<String> = inputs.categories.iter().map(one).collect();
        s.field(&say(w("应用类型", "category")), COLUMN, &all.join(" · "));
    }
}

/// The paint of a severity.
pub fn paint(severity: Severity) -> Paint {
    match severity {
        Severity::High => Paint::High,
        Severity::Medium => Paint::Medium,
        Severity::Low => Paint::Low,
    }
}

/// The sign of a certainty, the same as in the page.
pub fn mark(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Established => "●",
        Certainty::Strong => "◐",
        Certainty::Indicative => "○",
    }
}

fn findings(s: &mut Screen, report: &Report, names: Names, lang: Lang) {
    let count = |severity| related::count(report, Some(severity), None);
    let total = related::count(report, None, None);
    if total == 0 {
        s.heading(w("未发现线索", "No lead found").get(lang));
        s.hang(
            (Paint::Plain, ""),
            Paint::Dim,
            w(
                "这不等于应用没有问题：静态分析能看到的范围有限。",
                "This does not mean that the app complies: static analysis sees only so much.",
            )
            .get(lang),
        );
        return;
    }
    let by = [Severity::High, Severity::Medium, Severity::Low].map(|v| (v, count(v)));
    let title = w(&format!("发现 {total} 项"), &many(total, "finding")).get(lang).to_string();
    let counts =
        by.map(|(severity, n)| (if n > 0 { paint(severity) } else { Paint::Dim }, format!("   {} {n}", severity.said().get(lang))));
    s.blank();
    s.pieces(&[(Paint::Bold, &title), (counts[0].0, &counts[0].1), (counts[1].0, &counts[1].1), (counts[2].0, &counts[2].1)]);
    let sure = [Certainty::Established, Certainty::Strong, Certainty::Indicative]
        .map(|c| format!("{} {} {}", mark(c), c.said().get(lang), related::count(report, None, Some(c))));
    s.hang((Paint::Plain, ""), Paint::Dim, &sure.join("   "));
    let all: Vec<&Finding> = related::by_severity(report).into_iter().filter(|f| f.waived.is_none()).collect();
    for finding in all.iter().take(SHOWN) {
        s.blank();
        one(s, report, finding, names, lang);
    }
    if all.len() > SHOWN {
        let n = all.len() - SHOWN;
        s.blank();
        s.hang(
            (Paint::Plain, ""),
            Paint::Bold,
            w(&format!("另有 {n} 项，见 HTML 或 JSON 报告"), &format!("{n} more in the HTML or JSON report")).get(lang),
        );
    }
    let waived = report.findings.iter().filter(|f| f.waived.is_some()).count();
    if waived > 0 {
        s.hang(
            (Paint::Plain, ""),
            Paint::Dim,
            w(&format!("已豁免 {waived} 项，未列出"), &format!("{waived} waived, not listed")).get(lang),
        );
    }
}

fn one(s: &mut Screen, report: &Report, f: &Finding, names: Names, lang: Lang) {
    let severity = f.severity.said();
    let badge = match lang {
        Lang::Zh => format!(" {} ", severity.zh),
        Lang::En => format!(" {:<6} ", severity.en),
    };
    s.hang((paint(f.severity), &badge), Paint::Bold, f.title.get(lang));
    let indent = " ".repeat(super::screen::width(&badge));
    let mut facts = format!("{} · {} {}", f.code, mark(f.certainty), f.certainty.said().get(lang));
    if let Some(disclosure) = f.disclosure {
        facts.push_str(&format!(" · {}", disclosure.said().get(lang)));
    }
    let subject: Vec<String> = subject(f, names).iter().map(|w| w.get(lang).to_string()).collect();
    if !subject.is_empty() {
        facts.push_str(&format!(" · {}", subject.join(" · ")));
    }
    s.hang((Paint::Plain, &indent), Paint::Plain, &facts);
    if let Some(e) = related::first_place(report, f) {
        let room = s.columns().saturating_sub(super::screen::width(&indent));
        let text = match (e.kind, related::code_locator(&e.locator)) {
            (EvidenceKind::Code, Some((class, member, offset))) => {
                let method = member.split('(').next().unwrap_or_default();
                format!("{class}.{method} {}({})", if offset.is_empty() { String::new() } else { format!("@{offset} ") }, e.path)
            }
            (EvidenceKind::Code, None) => format!("{} ({})", related::class_name(&e.locator), e.path),
            (EvidenceKind::Policy, _) => {
                let quote = e.excerpt.split_whitespace().collect::<Vec<_>>().join(" ");
                w(&format!("“{}”（{}）", clip(&quote, room / 2), e.path), &format!("“{}” ({})", clip(&quote, room / 2), e.path))
                    .get(lang)
                    .to_string()
            }
            (EvidenceKind::Absence, _) => match sought(&e.locator, names) {
                Some(words) => {
                    w(&format!("{}，未见（{}）", words.zh, e.path), &format!("{}, not found ({})", words.en, e.path)).get(lang).to_string()
                }
                None => format!("{} {}", e.path, e.locator),
            },
            _ => format!("{} {}", e.path, e.locator),
        };
        s.pieces(&[(Paint::Dim, &indent), (Paint::Dim, &clip_middle(&super::sanitize::terminal(&text), room))]);
    }
    s.pieces(&[(Paint::Dim, &indent), (Paint::Dim, &f.id)]);
}

/// Data type, owner, SDK, permission, as far as the subject names them.
pub fn subject(f: &Finding, names: Names) -> Vec<Words> {
    let s = &f.subject;
    let mut parts = Vec::new();
    parts.extend(s.data_type.as_ref().map(|t| names.data_type(t)));
    parts.extend(s.owner.as_ref().map(|o| names.owner(o)));
    if !matches!(&s.owner, Some(crate::detect::Owner::Sdk { id }) if Some(id) == s.sdk.as_ref()) {
        parts.extend(s.sdk.as_ref().map(|id| names.owner(&crate::detect::Owner::Sdk { id: id.clone() })));
    }
    parts.extend(s.permission.as_ref().map(|p| super::words::same(p)));
    parts
}

fn inventory(s: &mut Screen, report: &Report, names: Names, lang: Lang) {
    s.heading(w("应用概况", "The app in short").get(lang));
    let say = |words: Words| words.get(lang).to_string();
    let listed = |items: Vec<String>| {
        let shown = items.iter().take(8).cloned().collect::<Vec<_>>().join(if lang == Lang::Zh { "、" } else { ", " });
        if items.len() > 8 {
            format!("{} — {shown} …", items.len())
        } else if items.is_empty() {
            "0".into()
        } else {
            format!("{} — {shown}", items.len())
        }
    };
    let mut types: Vec<&str> = report.collections.iter().filter(|c| c.reachable == Tri::Yes).map(|c| c.data_type.as_str()).collect();
    types.sort_unstable();
    types.dedup();
    s.field(&say(w("可达的读取", "reads")), COLUMN, &listed(types.iter().map(|t| say(names.data_type(t))).collect()));
    let ungated = report.collections.iter().filter(|c| c.consent == Consent::Ungated && c.reachable == Tri::Yes).count();
    let leaving = report.collections.iter().filter(|c| c.leaves_device == Tri::Yes).count();
    s.field(
        "",
        COLUMN,
        &say(w(
            &format!("其中 {ungated} 处路径上未见同意判断，{leaving} 处在代码中流出设备"),
            &format!("{ungated} without a consent check on the path, {leaving} leave the device in code"),
        )),
    );
    let short = |p: &str| p.strip_prefix("android.permission.").unwrap_or(p).to_string();
    let sensitive = report
        .permissions
        .iter()
        .filter(|p| p.declared && !matches!(p.kind, crate::detect::PermissionKind::Install | crate::detect::PermissionKind::Unknown));
    s.field(&say(w("敏感权限", "permissions")), COLUMN, &listed(sensitive.map(|p| clip(&short(&p.name), 40)).collect()));
    // The report's name holds both languages; a terminal shows one.
    let name = |k: &crate::detect::SdkMatch| {
        let known = names.sdk(&k.id);
        if known == super::words::same(&k.id) { k.name.clone() } else { say(known) }
    };
    let sdks = || report.sdks.iter().filter(|k| k.role == crate::detect::SdkRole::Sdk);
    s.field("SDK", COLUMN, &listed(sdks().map(|k| clip(&name(k), 40)).collect()));
    for k in sdks().filter(|k| !k.advice.is_empty()) {
        for advice in &k.advice {
            let version = k.version.as_deref().unwrap_or_default();
            s.field("", COLUMN, &format!("{} {}: {}", clip(&name(k), 40), clip(version, 24), advice.get(lang)));
        }
    }
    s.field(&say(w("网络地址", "addresses")), COLUMN, &report.endpoints.len().to_string());
}

/// The items of the 2019 method, one a line: sign, item, answer, words of the item.
fn method(s: &mut Screen, report: &Report, names: Names, lang: Lang) {
    if report.method.is_empty() {
        return;
    }
    s.heading(w("认定方法31项对照", "The 31 items of the 2019 method").get(lang));
    let law = names.knowledge.laws.iter().find(|l| l.id == "cn-method-2019");
    for a in &report.method {
        let (sign, paint) = match (a.state, a.certainty) {
            (ItemState::Found, Some(c)) => (mark(c), Paint::High),
            (ItemState::Found, None) => ("○", Paint::High),
            (ItemState::NotFound, _) => ("-", Paint::Dim),
            (ItemState::NotExamined, _) => ("?", Paint::Dim),
        };
        let said = a.state.said();
        let n = a.findings.len();
        let answer = match a.state {
            ItemState::Found => w(&format!("{} {n}", said.zh), &format!("{} {n}", said.en)),
            _ => said,
        };
        let item = law.and_then(|l| l.article.iter().find(|x| x.id == a.item)).map(|x| x.words.clone()).unwrap_or_default();
        let head = format!("{sign} {}  ", a.item);
        let line = clip(&format!("{} · {}", answer.get(lang), item.get(lang)), s.columns().saturating_sub(super::screen::width(&head)));
        s.pieces(&[(paint, &head), (Paint::Plain, &line)]);
    }
}

fn gaps(s: &mut Screen, report: &Report, lang: Lang) {
    if report.gaps.is_empty() {
        return;
    }
    let mut groups: BTreeMap<GapCode, usize> = BTreeMap::new();
    for gap in &report.gaps {
        *groups.entry(gap.code).or_default() += 1;
    }
    s.heading(w("未能看到的内容", "What was not seen").get(lang));
    for (code, n) in groups {
        let times = if n > 1 { format!(" × {n}") } else { String::new() };
        s.hang((Paint::Medium, &format!("{}  ", code.as_str())), Paint::Plain, &format!("{}{times}", code.said().get(lang)));
    }
}

fn next(s: &mut Screen, report: &Report, lang: Lang) {
    s.heading(w("下一步", "Next").get(lang));
    let step =
        |s: &mut Screen, command: &str, what: Words| s.hang((Paint::Plain, &format!("  {command:<44}  ")), Paint::Dim, what.get(lang));
    if report.inputs.policies.is_empty() {
        step(s, "apksweep check APP --policy policy.html", w("提供隐私政策以便对照", "supply a policy to compare with"));
    }
    if let Some(first) = related::by_severity(report).first() {
        let id = first.id.get(..10).unwrap_or(&first.id);
        step(s, &format!("apksweep explain report.json {id}"), w("查看一项的完整证据链", "the whole chain of one finding"));
    }
    step(s, "apksweep check … -o report.html", w("可打印的完整报告", "the full report, to read and print"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;
    use crate::report::screen::width;

    #[test]
    fn every_line_fits_and_every_finding_is_named() {
        let (report, knowledge) = (sample::rich(), sample::knowledge());
        for lang in [Lang::Zh, Lang::En] {
            for columns in [60, 80, 120] {
                let text = terminal(&report, &knowledge, lang, Style { color: false, width: columns });
                for line in text.lines().filter(|l| !l.contains("apksweep ")) {
                    assert!(width(line) <= columns || line.contains("com.yunshan.ride  2.4.1"), "{columns}: {line}");
                }
                for f in &report.findings {
                    assert!(text.contains(&f.id), "{}", f.id);
                }
            }
        }
    }

    #[test]
    fn hostile_text_steers_nothing() {
        let text = terminal(&sample::rich(), &sample::knowledge(), Lang::Zh, Style { color: false, width: 80 });
        assert!(text.chars().all(|c| c == '\n' || !super::super::sanitize::is_unseen(c)));
        assert!(text.contains("\\u{202e}"));
        let painted = terminal(&sample::rich(), &sample::knowledge(), Lang::Zh, Style { color: true, width: 80 });
        for sequence in painted.split('\u{1b}').skip(1) {
            assert!(["[0m", "[1m", "[2m", "[1;31m", "[1;33m", "[1;36m"].iter().any(|s| sequence.starts_with(s)), "{sequence}");
        }
    }

    #[test]
    fn nothing_found_is_not_called_compliant() {
        let zh = terminal(&sample::clean(), &Knowledge::default(), Lang::Zh, Style::default());
        assert!(zh.contains("未发现线索") && !zh.contains("合规"));
        let en = terminal(&sample::clean(), &Knowledge::default(), Lang::En, Style::default());
        assert!(en.contains("No lead found"));
    }

    #[test]
    fn without_a_policy_it_says_how_to_supply_one() {
        let text = terminal(&sample::without_policy(), &sample::knowledge(), Lang::En, Style::default());
        assert!(text.contains("--policy") && text.contains("none supplied"));
    }
}
