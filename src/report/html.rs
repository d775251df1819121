//! One self-contained page: no network, both languages, readable without script, on paper and in the dark.

mod evidence;
mod finding;
pub mod index;
mod inventory;
mod laws;
pub mod markup;
mod method;
mod necessity;
mod policy;
mod summary;
mod told;

pub use summary::label;

use sha2::{Digest, Sha256};

use crate::knowledge::Knowledge;
use crate::report::words::{Names, w};
use crate::report::{Report, sanitize};
use crate::words::{Lang, Words};
use markup::Markup;
use policy::Texts;

const STYLE: &str = include_str!("html/report.css");
const SCRIPT: &str = include_str!("html/report.js");

/// Rows a table shows; the rest is in the JSON, and the page says so.
const ROWS: usize = 300;

/// What the parts of the page look at.
struct Page<'a> {
    report: &'a Report,
    names: Names<'a>,
    texts: Texts<'a>,
}

/// A section and its name in the table of contents.
type Section = (&'static str, Words, fn(&mut Markup, &Page));

/// The page of one report. `documents` are the policies' printed texts by name, for quotes in their surroundings; without them quotes stand alone.
pub fn html(report: &Report, documents: &[(String, String)], knowledge: &Knowledge, lang: Lang) -> String {
    let page = Page { report, names: Names::new(knowledge), texts: Texts::new(report, documents) };
    let sections = sections(&page);
    let (tag, id) = match lang {
        Lang::Zh => ("zh-CN", "zh"),
        Lang::En => ("en", "en"),
    };
    let mut m = Markup::default();
    m.doctype();
    m.el("html", &[("lang", tag), ("data-lang", id)], |m| {
        m.el("head", &[], |m| head(m, &page, lang));
        m.newline();
        m.el("body", &[], |m| {
            switch(m, lang);
            m.newline();
            m.of("div", "page", |m| {
                contents(m, &sections);
                m.el("main", &[], |m| {
                    summary::masthead(m, &page);
                    for (id, title, write) in &sections {
                        m.newline();
                        m.el("section", &[("id", id)], |m| {
                            m.said("h2", "", title);
                            write(m, &page);
                        });
                    }
                    footer(m, &page);
                });
            });
            m.asset("script", SCRIPT);
        });
    });
    m.newline();
    m.finish()
}

fn sections(page: &Page) -> Vec<Section> {
    let report = page.report;
    let mut all: Vec<Section> =
        vec![("summary", w("结论摘要", "Summary"), summary::verdict), ("unseen", w("未能看到的内容", "What was not seen"), summary::gaps)];
    if !report.method.is_empty() {
        all.push(("method", w("认定方法31项对照", "The 31 items of the 2019 method"), method::table));
    }
    all.push(("findings", w("发现的线索", "Findings"), finding::findings));
    if !report.disclosures.is_empty() || !report.listed.is_empty() {
        all.push(("told", w("读取与政策对照", "What is read against what is told"), told::section));
    }
    if !report.necessity.rows.is_empty() {
        all.push(("necessity", w("必要性对照", "Against what the category needs"), necessity::section));
    }
    all.push(("collections", w("代码中的个人信息读取", "Personal information read in code"), inventory::collections));
    all.push(("permissions", w("权限", "Permissions"), inventory::permissions));
    all.push(("sdks", w("第三方SDK与公共库", "SDKs and libraries"), inventory::sdks));
    all.push(("endpoints", w("网络地址", "Network addresses"), inventory::endpoints));
    if report.options.flow || !report.flows.is_empty() {
        all.push(("flows", w("数据流向", "Data flows"), inventory::flows));
    }
    if !report.inputs.policies.is_empty() {
        all.push(("declared", w("隐私政策的表述", "What the policy says"), policy::declared));
        if page.texts.any() {
            all.push(("text", w("隐私政策原文", "Text of the policy"), policy::full_text));
        }
    }
    all.push(("acts", w("其他行为", "Other acts"), inventory::acts));
    all.push(("components", w("组件", "Components"), inventory::components));
    all.push(("anomalies", w("安装包结构异常", "Oddities of the file"), inventory::anomalies));
    if laws::any(page) {
        all.push(("texts", w("依据的条文", "Texts cited"), laws::section));
    }
    all.push(("evidence", w("证据索引", "Index of evidence"), evidence::index));
    all
}

/// A page may load nothing, run nothing and style nothing but what stands in it and was compiled into the program.
pub fn content_policy(style: &str, script: &str) -> String {
    let digest = |source: &str| match source {
        "" => "'none'".to_owned(),
        source => format!("'sha256-{}'", base64(&Sha256::digest(source.as_bytes()))),
    };
    format!(
        "default-src 'none'; style-src {}; script-src {}; img-src data:; base-uri 'none'; form-action 'none'",
        digest(style),
        digest(script)
    )
}

fn head(m: &mut Markup, page: &Page, lang: Lang) {
    m.void("meta", &[("charset", "utf-8")]);
    m.void("meta", &[("http-equiv", "Content-Security-Policy"), ("content", &content_policy(STYLE, SCRIPT))]);
    m.void("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
    m.void("meta", &[("name", "referrer"), ("content", "no-referrer")]);
    m.void("meta", &[("name", "robots"), ("content", "noindex")]);
    m.void("meta", &[("name", "color-scheme"), ("content", "light dark")]);
    let label = summary::label(page.report);
    let title = format!("{} · {} · {}", summary::title().get(lang), sanitize::line(&label), page.report.app.package);
    m.el("title", &[], |m| m.bare(&title));
    m.newline();
    m.asset("style", STYLE);
}

/// Two radio buttons before everything else: the style sheet shows one language by their state, so the switch works without script.
fn switch(m: &mut Markup, lang: Lang) {
    for (id, mine) in [("lang-zh", Lang::Zh), ("lang-en", Lang::En)] {
        let label = if mine == Lang::Zh { "中文" } else { "English" };
        let base = [("type", "radio"), ("name", "lang"), ("id", id), ("class", "lang"), ("aria-label", label)];
        if mine == lang {
            m.void("input", &[base[0], base[1], base[2], base[3], base[4], ("checked", "")]);
        } else {
            m.void("input", &base);
        }
    }
}

fn contents(m: &mut Markup, sections: &[Section]) {
    m.el("nav", &[("aria-label", "contents")], |m| {
        m.of("div", "languages", |m| {
            m.el("label", &[("for", "lang-zh"), ("lang", "zh-CN")], |m| m.text("中文"));
            m.el("label", &[("for", "lang-en"), ("lang", "en")], |m| m.text("English"));
        });
        m.el("ol", &[], |m| {
            for (id, title, _) in sections {
                m.el("li", &[], |m| m.el("a", &[("href", &format!("#{id}"))], |m| m.words(title)));
            }
        });
    });
}

fn footer(m: &mut Markup, page: &Page) {
    let report = page.report;
    m.el("footer", &[], |m| {
        m.said("p", "", &w(
            "本报告由静态分析生成，未运行应用。“代码可达”不等于已经收集；“未发现线索”不等于没有问题。凡未经核实之处均写作“疑似”，须由检测人员运行或调查核实后方可作出结论。",
            "This report comes from static analysis; the app was not run. Code that can run has not yet collected anything, and “no lead found” does not mean that the app complies. What is not established is called suspected, and needs a run or a person before anything is concluded from it.",
        ));
        m.el("p", &[("class", "fine")], |m| {
            m.text("apksweep ");
            m.text(&report.tool.version);
            m.text(" · ");
            m.words(&w("特征库", "signatures"));
            m.text(" ");
            m.code(&report.tool.signatures);
            m.text(" · ");
            m.words(&w("规则日期", "rules as of"));
            m.text(" ");
            m.text(&report.options.as_of);
            m.text(" · ");
            m.words(&w("规则集", "profiles"));
            m.text(" ");
            m.text(&report.options.profiles.join(", "));
        });
        if !report.tool.share_alike.is_empty() {
            m.el("p", &[("class", "fine")], |m| {
                m.words(&w(
                    "部分SDK名录来自Exodus Privacy，依Open Database License (ODbL) 1.0提供",
                    "Some SDKs are known from Exodus Privacy, whose list is made available under the Open Database License (ODbL) 1.0",
                ));
                m.text(" · ");
                m.code(&report.tool.share_alike);
            });
        }
    });
}

/// Standard base64 with padding (RFC 4648), which a Content-Security-Policy wants for digests.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0u32, |g, b| g << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            if i <= chunk.len() {
                out.push(char::from(ALPHABET[(group >> (18 - 6 * i) & 63) as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests;
