//! The page of a sweep: what was found over all apps, and one row an app with a link to its report.

use std::collections::BTreeMap;

use super::markup::Markup;
use super::{STYLE, content_policy, switch};
use crate::gap::GapCode;
use crate::knowledge::Knowledge;
use crate::report::words::{Names, Said, same, w};
use crate::rules::Certainty;
use crate::words::Lang;

const SCRIPT: &str = include_str!("index.js");

/// Rows a page shows; a browser does not take a whole store. `index.jsonl` has all.
pub const ROWS: usize = 5000;

/// One app of a sweep.
#[derive(Clone, Debug, Default)]
pub struct IndexRow {
    /// Address of the report beside the page; none where the file could not be read.
    pub link: Option<String>,
    pub label: String,
    pub file: String,
    pub package: String,
    pub version: String,
    pub store: Option<String>,
    pub category: Option<String>,
    /// Findings that are not waived: verifiable, with a complete chain, leads.
    pub established: usize,
    pub strong: usize,
    pub leads: usize,
    /// Those of high severity that are more than leads.
    pub serious: usize,
    pub codes: Vec<String>,
    pub gaps: Vec<GapCode>,
    /// Why there is no report.
    pub error: Option<String>,
}

impl IndexRow {
    fn pressing(&self) -> (usize, usize, usize) {
        (self.serious, self.established + self.strong, self.leads)
    }
}

/// The apps with the most serious findings first, then by name of the package; files that could not be read at the end.
pub fn index(rows: &[IndexRow], knowledge: &Knowledge, lang: Lang) -> String {
    let names = Names::new(knowledge);
    let mut sorted: Vec<&IndexRow> = rows.iter().collect();
    sorted.sort_by(|a, b| {
        (a.error.is_some(), std::cmp::Reverse(a.pressing()), &a.package, &a.link).cmp(&(
            b.error.is_some(),
            std::cmp::Reverse(b.pressing()),
            &b.package,
            &b.link,
        ))
    });
    let (tag, id) = match lang {
        Lang::Zh => ("zh-CN", "zh"),
        Lang::En => ("en", "en"),
    };
    let title = w("检测结果汇总", "Results of the sweep");
    let mut m = Markup::default();
    m.doctype();
    m.el("html", &[("lang", tag), ("data-lang", id)], |m| {
        m.el("head", &[], |m| {
            m.void("meta", &[("charset", "utf-8")]);
            m.void("meta", &[("http-equiv", "Content-Security-Policy"), ("content", &content_policy(STYLE, SCRIPT))]);
            m.void("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
            m.void("meta", &[("name", "referrer"), ("content", "no-referrer")]);
            m.void("meta", &[("name", "robots"), ("content", "noindex")]);
            m.void("meta", &[("name", "color-scheme"), ("content", "light dark")]);
            m.el("title", &[], |m| m.bare(title.get(lang)));
            m.asset("style", STYLE);
        });
        m.newline();
        m.el("body", &[], |m| {
            switch(m, lang);
            m.of("div", "page wide", |m| {
                m.el("main", &[], |m| {
                    m.of("div", "languages", |m| {
                        m.el("label", &[("for", "lang-zh"), ("lang", "zh-CN")], |m| m.text("中文"));
                        m.el("label", &[("for", "lang-en"), ("lang", "en")], |m| m.text("English"));
                    });
                    m.el("header", &[], |m| {
                        m.said("h1", "", &title);
                        figures(m, rows);
                    });
                    m.el("section", &[("id", "frequent")], |m| frequent(m, rows, &names));
                    m.el("section", &[("id", "apps")], |m| apps(m, &sorted, &names));
                    m.el("footer", &[], |m| m.said("p", "", &w(
                        "静态分析结果，未运行应用。“代码证据链完整”与“线索”均为疑似，须经人员核实；未发现线索不等于没有问题。",
                        "Results of static analysis; no app was run. A complete chain and a lead are suspicions until a person has confirmed them, and no lead found does not mean that an app complies.",
                    )));
                });
            });
            m.asset("script", SCRIPT);
        });
    });
    m.newline();
    m.finish()
}

fn figures(m: &mut Markup, rows: &[IndexRow]) {
    let read: Vec<&IndexRow> = rows.iter().filter(|r| r.error.is_none()).collect();
    let sum = |f: fn(&IndexRow) -> usize| read.iter().map(|r| f(r)).sum::<usize>();
    let firm = read.iter().filter(|r| r.established + r.strong > 0).count();
    m.said(
        "p",
        "lead",
        &w(
            &format!("检测应用{}款，未能读取{}个文件；{firm}款有可核实或证据链完整的发现。", read.len(), rows.len() - read.len()),
            &format!(
                "{} apps examined, {} files could not be read; {firm} have findings that are verifiable or have a complete chain.",
                read.len(),
                rows.len() - read.len()
            ),
        ),
    );
    m.of("dl", "facts", |m| {
        m.row(&Certainty::Established.said(), |m| m.text(&sum(|r| r.established).to_string()));
        m.row(&Certainty::Strong.said(), |m| m.text(&sum(|r| r.strong).to_string()));
        m.row(&Certainty::Indicative.said(), |m| m.text(&sum(|r| r.leads).to_string()));
    });
}

/// The ten findings that most apps have.
fn frequent(m: &mut Markup, rows: &[IndexRow], names: &Names) {
    let mut apps: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        let mut codes: Vec<&str> = row.codes.iter().map(String::as_str).collect();
        codes.sort_unstable();
        codes.dedup();
        codes.into_iter().for_each(|c| *apps.entry(c).or_default() += 1);
    }
    m.said("h2", "", &w("最常见的问题（可核实或证据链完整）", "Most frequent (verifiable or with a complete chain)"));
    if apps.is_empty() {
        m.said("p", "fine", &w("无。", "None."));
        return;
    }
    let mut sorted: Vec<(&str, usize)> = apps.into_iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let head = [w("问题", "Finding"), w("应用数", "Apps")];
    super::inventory::table(m, "frequent", &head, |m| {
        for (code, n) in sorted.into_iter().take(10) {
            m.el("tr", &[], |m| {
                m.el("td", &[], |m| {
                    m.words(&names.code(code));
                    m.of("span", "codename", |m| m.text(code));
                });
                m.of("td", "n", |m| m.text(&n.to_string()));
            });
        }
    });
    m.said("p", "fine", &w("更多统计：apksweep statistics 加本目录。", "More figures: apksweep statistics with this folder."));
}

fn apps(m: &mut Markup, sorted: &[&IndexRow], names: &Names) {
    m.said("h2", "", &w("应用", "Apps"));
    m.of("div", "tools", |m| {
        m.void(
            "input",
            &[
                ("type", "search"),
                ("id", "filter"),
                ("data-zh", "筛选：名称、包名、类型、来源、代码…"),
                ("data-en", "filter by name, package, category, store, code …"),
                ("aria-label", "筛选 filter"),
            ],
        );
        m.el("output", &[("id", "shown")], |_| {});
    });
    let head = [
        w("应用", "App"),
        w("版本", "Version"),
        w("类型与来源", "Category, store"),
        w("可核实", "Verifiable"),
        w("证据链完整", "Complete chain"),
        w("线索", "Leads"),
        w("未能看到", "Not seen"),
    ];
    super::inventory::table(m, "apps", &head, |m| {
        for row in sorted.iter().take(ROWS) {
            m.newline();
            m.el("tr", &[("data-codes", &row.codes.join(" "))], |m| one(m, row, names));
        }
    });
    if sorted.len() > ROWS {
        let n = sorted.len() - ROWS;
        m.said("p", "more", &w(&format!("另有 {n} 个，见 index.jsonl"), &format!("{n} more in index.jsonl")));
    }
}

fn one(m: &mut Markup, row: &IndexRow, names: &Names) {
    m.el("td", &[], |m| {
        let shown = if row.label.trim().is_empty() { &row.file } else { &row.label };
        match &row.link {
            Some(link) => m.el("a", &[("href", link)], |m| m.foreign(shown)),
            None => m.foreign(shown),
        }
        m.of("span", "file", |m| m.code(if row.package.is_empty() { &row.file } else { &row.package }));
    });
    if let Some(error) = &row.error {
        m.el("td", &[("colspan", "6")], |m| {
            m.said("strong", "warn", &w("未能读取：", "could not be read: "));
            m.foreign(error);
        });
        return;
    }
    m.el("td", &[], |m| m.foreign(&row.version));
    m.el("td", &[], |m| {
        m.words(&row.category.as_deref().map_or_else(|| w("类型未知", "category unknown"), |c| names.category(c)));
        if let Some(store) = &row.store {
            m.of("span", "file", |m| m.foreign(store));
        }
    });
    for (n, class) in [(row.established, "n"), (row.strong, "n"), (row.leads, "n")] {
        m.of("td", if n == 0 { "n none" } else { class }, |m| m.text(&n.to_string()));
    }
    m.el("td", &[], |m| {
        for (n, gap) in row.gaps.iter().enumerate() {
            if n > 0 {
                m.words(&w("；", "; "));
            }
            m.words(&gap.said());
        }
        if row.gaps.is_empty() {
            m.words(&same("–"));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hostile() -> IndexRow {
        IndexRow {
            link: Some("apps/00.html".into()),
            label: "<img src=x onerror=alert(1)>\u{202e}gpj".into(),
            package: "=cmd|'/c calc'!A0".into(),
            version: "\u{2028}1".into(),
            store: Some("javascript:alert(1)".into()),
            category: Some("utility".into()),
            strong: 1,
            codes: vec!["DIS-01".into()],
            gaps: vec![GapCode::Packed],
            ..IndexRow::default()
        }
    }

    #[test]
    fn what_apps_write_stays_text() {
        let page = index(&[hostile()], Knowledge::builtin(), Lang::Zh);
        assert!(page.contains("&lt;img src=x") && !page.contains("<img") && !page.contains('\u{202e}') && !page.contains('\u{2028}'));
        assert!(!page.contains("href=\"javascript") && page.contains("default-src &#39;none&#39;") && !page.contains("unsafe"));
        assert!(page.contains("class=\"zh\"") && page.contains("class=\"en\""));
    }

    #[test]
    fn the_most_serious_stand_first_and_what_failed_last() {
        let row = |package: &str, serious, error: Option<&str>| IndexRow {
            package: package.into(),
            serious,
            strong: serious,
            error: error.map(str::to_owned),
            ..IndexRow::default()
        };
        let page = index(
            &[row("c.failed", 0, Some("no app")), row("a.quiet", 0, None), row("b.serious", 2, None)],
            Knowledge::builtin(),
            Lang::En,
        );
        let at = |s: &str| page.find(s).unwrap();
        assert!(at("b.serious") < at("a.quiet") && at("a.quiet") < at("c.failed"));
    }

    #[test]
    fn a_whole_store_stays_a_page_that_opens() {
        let rows = vec![hostile(); ROWS + 7];
        let page = index(&rows, Knowledge::builtin(), Lang::En);
        assert!(page.len() < 8 << 20 && page.contains("7 more in index.jsonl"), "{}", page.len());
    }
}
