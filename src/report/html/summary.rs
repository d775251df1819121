//! The head of the page, the verdict in numbers, and what was not seen.

use std::collections::BTreeMap;

use super::{Page, markup::Markup};
use crate::container::signing::Verified;
use crate::detect::Answer;
use crate::gap::{Gap, GapCode, Hides};
use crate::report::sentence::said;
use crate::report::words::{Said, language, many, same, w};
use crate::report::{Report, related};
use crate::rules::{Certainty, Severity};
use crate::words::Words;

pub fn title() -> Words {
    w("App 个人信息收集使用检测报告", "App privacy check report")
}

/// The name people know the app by.
pub fn label(report: &Report) -> String {
    let label = &report.app.label;
    label.zh.clone().or_else(|| label.default.clone()).unwrap_or_else(|| report.app.package.clone())
}

pub fn masthead(m: &mut Markup, page: &Page) {
    let report = page.report;
    let (app, inputs) = (&report.app, &report.inputs);
    m.el("header", &[], |m| {
        m.said("p", "kicker", &title());
        m.el("h1", &[], |m| m.foreign(&label(report)));
        m.of("p", "sub", |m| {
            m.code(&app.package);
            m.text(" · ");
            m.foreign(app.version_name.as_deref().unwrap_or("?"));
            m.text(&format!(" ({})", app.version_code));
        });
        m.of("dl", "facts", |m| {
            m.row(&w("文件", "File"), |m| {
                m.foreign(&inputs.app.name);
                m.text(&format!(" · {} · {}", inputs.app.kind.said().en, bytes(inputs.app.bytes)));
            });
            m.row(&same("SHA-256"), |m| m.code(&inputs.app.sha256));
            m.row(&w("签名证书", "Signer"), |m| signers(m, report));
            m.row(&w("系统版本", "Android level"), |m| {
                m.text(&format!("minSdk {} · targetSdk {}", app.min_sdk, app.target_sdk));
                if app.debuggable {
                    m.text(" · debuggable");
                }
            });
            m.row(&w("可否安装", "Would install"), |m| {
                m.words(&match app.installable.answer {
                    Answer::Yes => w("是", "yes"),
                    Answer::No => w("否，系统会拒绝安装", "no, Android refuses it"),
                    Answer::Unknown => w("未验证", "not verified"),
                });
                for why in &app.installable.why {
                    m.of("span", "note", |m| m.foreign(why));
                }
            });
            m.row(&w("应用类型", "Category"), |m| {
                if inputs.categories.is_empty() {
                    m.words(&w("未知", "unknown"));
                }
                for (n, category) in inputs.categories.iter().enumerate() {
                    if n > 0 {
                        m.text("; ");
                    }
                    m.words(&page.names.category(&category.id));
                    m.text(" (");
                    m.words(&category.origin.said());
                    m.text(")");
                }
            });
            let listing = &inputs.listing;
            let told = [&listing.developer, &listing.store, &listing.version, &listing.obtained_at];
            if told.iter().any(|t| t.is_some()) {
                m.row(&w("商店信息", "Store listing"), |m| {
                    let names = [w("开发者", "developer"), w("来源", "store"), w("版本", "version"), w("取得", "obtained")];
                    for (n, (name, value)) in names.iter().zip(told).filter_map(|(n, v)| Some((n, v.as_deref()?))).enumerate() {
                        if n > 0 {
                            m.text(" · ");
                        }
                        m.words(name);
                        m.text(" ");
                        m.foreign(if value.trim().is_empty() { "–" } else { value });
                    }
                });
            }
            m.row(&w("隐私政策", "Policy"), |m| policies(m, report));
        });
    });
}

fn signers(m: &mut Markup, report: &Report) {
    if report.app.signers.is_empty() {
        m.words(&w("未发现签名", "no signature found"));
    }
    for signer in &report.app.signers {
        m.of("div", "", |m| {
            m.foreign(&signer.subject);
            m.text(" · ");
            m.text(&signer.schemes.join(", "));
            m.text(" · ");
            m.words(&match signer.verified {
                Verified::Yes => w("内容已验证", "contents verified"),
                Verified::No => w("内容与签名不符", "contents do not match the signature"),
                Verified::NotChecked => w("未验证内容", "contents not verified"),
            });
            m.of("span", "note", |m| {
                m.text("SHA-256 ");
                m.code(&signer.sha256);
            });
        });
    }
}

fn policies(m: &mut Markup, report: &Report) {
    if report.inputs.policies.is_empty() {
        m.said("span", "warn", &w("送检材料及应用内未发现", "none supplied, none found inside the app"));
    }
    for policy in &report.inputs.policies {
        m.of("div", "", |m| {
            m.foreign(&policy.name);
            m.text(" · ");
            m.words(&policy.origin.said());
            m.text(" · ");
            m.words(&language(&policy.language));
            let date = |m: &mut Markup, name: &Words, value: &Option<String>| {
                if let Some(value) = value {
                    m.text(" · ");
                    m.words(name);
                    m.text(" ");
                    m.foreign(value);
                }
            };
            date(m, &w("生效", "effective"), &policy.effective_date);
            date(m, &w("取得", "obtained"), &policy.obtained_at);
            date(m, &w("来源", "from"), &policy.url);
            m.of("span", "note", |m| {
                m.text("SHA-256 ");
                m.code(&policy.sha256);
            });
        });
    }
}

/// `46.1 MB`, in units of 1024 as file managers count.
fn bytes(n: u64) -> String {
    match n {
        0..1024 => format!("{n} B"),
        1024..1_048_576 => format!("{}.{} KB", n / 1024, n % 1024 * 10 / 1024),
        _ => format!("{}.{} MB", n / 1_048_576, n % 1_048_576 * 10 / 1_048_576),
    }
}

const SEVERITIES: [Severity; 3] = [Severity::High, Severity::Medium, Severity::Low];
const CERTAINTIES: [Certainty; 3] = [Certainty::Established, Certainty::Strong, Certainty::Indicative];

pub fn verdict(m: &mut Markup, page: &Page) {
    let report = page.report;
    let total = related::count(report, None, None);
    if total == 0 {
        m.said(
            "p",
            "lead",
            &w(
                "未发现线索。这不等于应用没有问题：静态分析能看到的范围有限，见“未能看到的内容”。",
                "No lead found. This does not mean that the app complies: static analysis sees only so much; read “What was not seen”.",
            ),
        );
    } else {
        let of = |c| related::count(report, None, Some(c));
        let (established, strong, lead) = (of(Certainty::Established), of(Certainty::Strong), of(Certainty::Indicative));
        m.said(
            "p",
            "lead",
            &w(
                &format!("发现 {total} 项：{established} 项可由材料核实，{strong} 项代码证据链完整（疑似），{lead} 项为线索。"),
                &format!(
                    "{}: {established} verifiable from the material, {strong} with a complete chain in the code (suspected), {}.",
                    many(total, "finding"),
                    many(lead, "lead")
                ),
            ),
        );
        m.of("div", "split", |m| {
            matrix(m, report);
            foremost(m, page);
        });
    }
    if report.inputs.policies.is_empty() {
        no_policy(m);
    }
    let waived = report.findings.iter().filter(|f| f.waived.is_some()).count();
    if waived > 0 {
        m.said(
            "p",
            "fine",
            &w(&format!("另有 {waived} 项已豁免，不计入上述数字。"), &format!("{waived} more are waived and not counted above.")),
        );
    }
}

/// Certainty against severity.
fn matrix(m: &mut Markup, report: &Report) {
    m.of("table", "matrix", |m| {
        m.el("thead", &[], |m| {
            m.el("tr", &[], |m| {
                m.said("th", "", &w("确定程度", "Certainty"));
                for severity in SEVERITIES {
                    m.el("th", &[("scope", "col")], |m| badge(m, severity));
                }
                m.said("th", "", &w("合计", "All"));
            });
        });
        m.el("tbody", &[], |m| {
            for certainty in CERTAINTIES {
                m.el("tr", &[], |m| {
                    m.el("th", &[("scope", "row")], |m| {
                        mark(m, certainty);
                        m.text(" ");
                        m.words(&certainty.said());
                    });
                    for severity in SEVERITIES {
                        number(m, related::count(report, Some(severity), Some(certainty)));
                    }
                    number(m, related::count(report, None, Some(certainty)));
                });
            }
            m.el("tr", &[], |m| {
                m.said("th", "", &w("合计", "All"));
                for severity in SEVERITIES {
                    number(m, related::count(report, Some(severity), None));
                }
                number(m, related::count(report, None, None));
            });
        });
    });
}

fn number(m: &mut Markup, n: usize) {
    m.of("td", if n == 0 { "none" } else { "n" }, |m| m.text(&n.to_string()));
}

/// The findings to read first.
fn foremost(m: &mut Markup, page: &Page) {
    let first: Vec<_> = related::by_severity(page.report).into_iter().filter(|f| f.waived.is_none()).take(5).collect();
    m.of("div", "foremost", |m| {
        m.said("p", "label", &w("先看这些", "Read these first"));
        m.el("ol", &[], |m| {
            for finding in first {
                m.el("li", &[], |m| {
                    badge(m, finding.severity);
                    m.text(" ");
                    m.el("a", &[("href", &format!("#{}", finding.id))], |m| m.words(&finding.title));
                });
            }
        });
    });
}

fn no_policy(m: &mut Markup) {
    m.of("div", "box next", |m| {
        m.said("h3", "", &w("没有隐私政策可供对照", "No policy to compare with"));
        m.said("p", "", &w(
            "送检材料及应用内均未发现隐私政策文本，因此本报告只列出应用在做什么，不判断“未明示”“与声明不一致”等事项。",
            "No policy text was supplied and none was found inside the app. This report therefore lists what the app does, and is silent on everything that needs a policy (not declared, contrary to a statement, ...).",
        ));
        m.said("p", "", &w("下一步：将隐私政策网页另存为文件（HTML、Markdown或纯文本），连同其中链接的第三方SDK目录，一并提供：", "Next step: save the policy page as a file (HTML, Markdown or plain text), and the SDK list it links to, and supply both:"));
        m.el("pre", &[], |m| m.text("apksweep check app.apk --policy policy.html --policy sdk-list.html -o report.html"));
    });
}

pub fn gaps(m: &mut Markup, page: &Page) {
    let gaps = &page.report.gaps;
    if gaps.is_empty() {
        m.said("p", "", &w(
            "分析中未遇到无法读取的部分。静态分析本身仍看不到：服务器下发的内容、运行时开关、后台的数据处理。",
            "Nothing in the material was left unread. Static analysis by itself still does not see what a server sends, switches at run time, or what happens on servers.",
        ));
        return;
    }
    m.said("p", "", &w(
        "以下部分未能看到，其中可能含有未列入本报告的收集、SDK或表述。没有列出，不等于没有。",
        "These parts could not be seen. They may hold collection, SDKs or statements that this report does not list. Not listed is not the same as not there.",
    ));
    let mut groups: BTreeMap<GapCode, Vec<&Gap>> = BTreeMap::new();
    for gap in gaps {
        groups.entry(gap.code).or_default().push(gap);
    }
    m.of("ul", "gaps", |m| {
        for (code, members) in groups {
            let mut hides: Vec<Hides> = members.iter().flat_map(|g| g.hides.iter().copied()).collect();
            hides.sort();
            hides.dedup();
            m.el("li", &[("id", code.as_str())], |m| {
                m.el("details", &[], |m| {
                    m.el("summary", &[], |m| {
                        m.of("span", "gapcode", |m| m.text(code.as_str()));
                        m.text(" ");
                        m.said("strong", "", &code.said());
                        if members.len() > 1 {
                            m.of("span", "times", |m| m.text(&format!(" × {}", members.len())));
                        }
                        m.of("span", "hides", |m| {
                            m.words(&w("可能隐藏：", "may hide: "));
                            for (n, hidden) in hides.iter().enumerate() {
                                if n > 0 {
                                    m.words(&w("、", ", "));
                                }
                                m.words(&hidden.said());
                            }
                        });
                    });
                    m.el("ul", &[], |m| {
                        for gap in members.iter().take(50) {
                            m.el("li", &[], |m| {
                                m.foreign_words(&said(&gap.what));
                                if !gap.place.is_empty() {
                                    m.text(" — ");
                                    m.code(&gap.place);
                                }
                            });
                        }
                        super::inventory::more(m, members.len(), 50, "li");
                    });
                });
            });
        }
    });
}

/// Severity in words, with a shape beside the colour.
pub fn badge(m: &mut Markup, severity: Severity) {
    m.said("span", &format!("badge {}", severity.said().en), &severity.said());
}

/// Certainty as a sign that survives black-and-white print.
pub fn mark(m: &mut Markup, certainty: Certainty) {
    m.of("span", "mark", |m| {
        m.text(match certainty {
            Certainty::Established => "●",
            Certainty::Strong => "◐",
            Certainty::Indicative => "○",
        })
    });
}
