//! What the app is made of and does, as tables. No opinion stands here.

use super::{Page, ROWS, markup::Markup};
use crate::detect::{Collection, Consent, FlowPoint, Site, Tri, When};
use crate::evidence::EvidenceId;
use crate::report::related;
use crate::report::sentence::said;
use crate::report::words::{Said, sdk_kind, w};
use crate::words::Words;

/// A table that scrolls inside its own box on a small screen.
pub fn table(m: &mut Markup, class: &str, head: &[Words], rows: impl FnOnce(&mut Markup)) {
    m.of("div", "scroll", |m| {
        m.of("table", class, |m| {
            m.el("thead", &[], |m| m.el("tr", &[], |m| head.iter().for_each(|h| m.el("th", &[("scope", "col")], |m| m.words(h)))));
            m.el("tbody", &[], rows);
        });
    });
}

/// Says how much was left out, where something was.
pub fn more(m: &mut Markup, total: usize, shown: usize, tag: &'static str) {
    if total > shown {
        let n = total - shown;
        m.said(tag, "more", &w(&format!("另有 {n} 条，见 JSON 报告"), &format!("{n} more in the JSON report")));
    }
}

pub fn nothing(m: &mut Markup) {
    m.said("p", "fine", &w("未发现。", "None found."));
}

pub fn tri(m: &mut Markup, t: Tri) {
    m.said("span", &format!("tri {}", t.said().en), &t.said());
}

pub fn proofs(m: &mut Markup, page: &Page, ids: &[EvidenceId]) {
    for id in ids.iter().take(3) {
        m.of("span", "file", |m| match page.report.evidence.get(id) {
            Some(e) => m.el("a", &[("href", &format!("#{}", id.0))], |m| m.foreign(&e.locator)),
            None => m.text(&id.0),
        });
    }
    more(m, ids.len(), 3, "span");
}

/// What limits the meaning of a recognised call.
pub fn conditions(m: &mut Markup, c: &Collection) {
    m.said(
        "span",
        &format!("tag when {}", if matches!(c.when, When::AppStart | When::Launch | When::Background) { "early" } else { "" }),
        &c.when.said(),
    );
    m.said("span", &format!("tag {}", if c.consent == Consent::Ungated { "ungated" } else { "" }), &c.consent.said());
    match c.leaves_device {
        Tri::Yes => m.said("span", "tag leaves", &w("流出设备（代码）", "leaves the device (in code)")),
        Tri::No => m.said("span", "tag", &w("未见流出设备", "not seen to leave the device")),
        Tri::Unknown => {}
    }
    qualifiers(m, c);
}

fn qualifiers(m: &mut Markup, c: &Collection) {
    if c.user_mediated {
        m.said("span", "tag", &w("用户主动选择", "the user picks it"));
    }
    if let Some(level) = c.blocked_from_api {
        m.said("span", "tag", &w(&format!("自 API {level} 起受限"), &format!("blocked from API {level}")));
    }
}

pub fn sites(m: &mut Markup, sites: &[Site]) {
    m.of("ul", "sites", |m| {
        for s in sites.iter().take(12) {
            m.el("li", &[], |m| {
                m.code(&format!("{}.{}", related::class_name(&s.class), s.method));
                m.of("span", "file", |m| {
                    m.text(&format!("@0x{:x} ", s.offset));
                    m.foreign(&s.dex);
                    m.text(" · ");
                    m.words(&s.when.said());
                    m.text(" · ");
                    m.words(&s.consent.said());
                });
            });
        }
        more(m, sites.len(), 12, "li");
    });
}

pub fn collections(m: &mut Markup, page: &Page) {
    let all = &page.report.collections;
    if all.is_empty() {
        return nothing(m);
    }
    m.said("p", "fine", &w(
        "在代码中识别出的读取，不含判断。“可达”指系统入口可执行到该处，不等于已经收集。",
        "Reads recognised in the code, without an opinion. “Reachable” means that an entry point of the system can lead there, not that anything was collected.",
    ));
    let head = [
        w("信息种类", "Data"),
        w("代码归属", "Whose code"),
        w("接口与位置", "Interface and places"),
        w("时机与同意", "When, consent"),
        w("可达", "Reachable"),
        w("流出设备", "Leaves device"),
    ];
    table(m, "collections", &head, |m| {
        for c in all.iter().take(ROWS) {
            m.el("tr", &[("id", &c.id)], |m| {
                m.el("td", &[], |m| {
                    m.said("strong", "", &page.names.data(&c.data_type, c.node.as_deref()));
                    m.of("span", "file", |m| {
                        m.words(&w("识别强度 ", "sign: "));
                        m.words(&c.strength.said());
                    });
                    qualifiers(m, c);
                    m.of("span", "file id", |m| m.text(&c.id));
                });
                m.said("td", "", &page.names.owner(&c.owner));
                m.el("td", &[], |m| {
                    m.code(&related::dotted(&c.api));
                    if c.sites.len() > 2 {
                        m.el("details", &[], |m| {
                            m.said("summary", "", &w(&format!("{} 处", c.sites.len()), &format!("{} places", c.sites.len())));
                            sites(m, &c.sites);
                        });
                    } else {
                        sites(m, &c.sites);
                    }
                });
                m.el("td", &[], |m| {
                    m.words(&c.when.said());
                    m.said("span", if c.consent == Consent::Ungated { "file ungated" } else { "file" }, &c.consent.said());
                });
                m.el("td", &[], |m| tri(m, c.reachable));
                m.el("td", &[], |m| tri(m, c.leaves_device));
            });
        }
    });
    more(m, all.len(), ROWS, "p");
}

pub fn permissions(m: &mut Markup, page: &Page) {
    let all = &page.report.permissions;
    if all.is_empty() {
        return nothing(m);
    }
    let head = [
        w("权限", "Permission"),
        w("类别", "Kind"),
        w("清单声明", "In the manifest"),
        w("代码使用", "Used in code"),
        w("相关信息", "Data"),
        w("证据", "Evidence"),
    ];
    table(m, "permissions", &head, |m| {
        for p in all.iter().take(ROWS) {
            m.el("tr", &[], |m| {
                m.el("td", &[], |m| {
                    m.code(p.name.strip_prefix("android.permission.").unwrap_or(&p.name));
                    if let Some(max) = p.max_sdk {
                        m.of("span", "file", |m| m.text(&format!("maxSdkVersion {max}")));
                    }
                });
                m.said("td", "", &p.kind.said());
                m.el("td", &[], |m| {
                    if p.declared {
                        tri(m, Tri::Yes)
                    } else {
                        m.said("span", "warn", &w("未声明，但代码需要", "missing, yet code needs it"))
                    }
                });
                m.el("td", &[], |m| tri(m, p.used));
                m.el("td", &[], |m| {
                    for (n, t) in p.data_types.iter().enumerate() {
                        if n > 0 {
                            m.words(&w("、", ", "));
                        }
                        m.words(&page.names.data_type(t));
                    }
                });
                m.el("td", &[], |m| proofs(m, page, &p.evidence));
            });
        }
    });
    more(m, all.len(), ROWS, "p");
}

pub fn sdks(m: &mut Markup, page: &Page) {
    let all = &page.report.sdks;
    if all.is_empty() {
        return nothing(m);
    }
    let head = [
        w("名称", "Name"),
        w("公司", "Vendor"),
        w("类别", "Kind"),
        w("把握", "Confidence"),
        w("可达", "Reachable"),
        w("启动", "Started"),
        w("证据", "Evidence"),
    ];
    table(m, "sdks", &head, |m| {
        for s in all.iter().take(ROWS) {
            m.el("tr", &[], |m| {
                m.el("td", &[], |m| {
                    let known = page.names.sdk(&s.id);
                    m.el("strong", &[], |m| if known.en == s.id { m.foreign(&s.name) } else { m.words(&known) });
                    m.of("span", "file", |m| {
                        m.text(&s.id);
                        if let Some(version) = &s.version {
                            m.text(" ");
                            m.foreign(version);
                        }
                    });
                    for advice in &s.advice {
                        m.said("span", "file", advice);
                    }
                });
                m.el("td", &[], |m| m.foreign(&s.vendor));
                m.el("td", &[], |m| {
                    m.words(&if s.role == crate::detect::SdkRole::Sdk { w("SDK", "SDK") } else { w("公共库", "library") });
                    // A library without a further kind would be called a library twice.
                    m.of("span", "file", |m| {
                        for (n, kind) in s.categories.iter().filter(|kind| *kind != "library").enumerate() {
                            if n > 0 {
                                m.words(&w("、", ", "));
                            }
                            m.words(&sdk_kind(kind));
                        }
                    });
                });
                m.said("td", "", &s.confidence.said());
                m.el("td", &[], |m| tri(m, s.reachable));
                m.el("td", &[], |m| match &s.started {
                    None => m.text("–"),
                    Some(start) => {
                        m.words(&start.when.said());
                        m.said("span", if start.consent == Consent::Ungated { "file ungated" } else { "file" }, &start.consent.said());
                    }
                });
                m.el("td", &[], |m| proofs(m, page, &s.evidence));
            });
        }
    });
    more(m, all.len(), ROWS, "p");
}

pub fn endpoints(m: &mut Markup, page: &Page) {
    let all = &page.report.endpoints;
    if all.is_empty() {
        return nothing(m);
    }
    m.said(
        "p",
        "fine",
        &w(
            "代码和资源中出现的地址；出现不等于已连接。",
            "Addresses that stand in code and resources; standing there is not being connected to.",
        ),
    );
    let head = [w("主机", "Host"), w("地址", "Address"), w("代码归属", "Whose code"), w("明文", "Clear text")];
    table(m, "endpoints", &head, |m| {
        for e in all.iter().take(ROWS) {
            m.el("tr", &[], |m| {
                m.el("td", &[], |m| m.code(&e.host));
                m.el("td", &[], |m| m.code(&e.url));
                m.said("td", "", &page.names.owner(&e.owner));
                m.el("td", &[], |m| if e.cleartext { m.said("span", "warn", &w("是", "yes")) } else { m.text("–") });
            });
        }
    });
    more(m, all.len(), ROWS, "p");
}

pub fn flows(m: &mut Markup, page: &Page) {
    let all = &page.report.flows;
    if all.is_empty() {
        return nothing(m);
    }
    let point = |m: &mut Markup, p: &FlowPoint| {
        m.code(&related::dotted(&p.api));
        m.of("span", "file", |m| {
            m.foreign(&format!("{}.{}", related::class_name(&p.class), p.method));
            m.text(&format!(" @0x{:x}", p.offset));
        });
    };
    let head = [w("信息种类", "Data"), w("从", "From"), w("到", "To"), w("去向", "Sink"), w("步数", "Steps")];
    table(m, "flows", &head, |m| {
        for f in all.iter().take(ROWS) {
            m.el("tr", &[], |m| {
                m.said("td", "", &page.names.data_type(&f.data_type));
                m.el("td", &[], |m| point(m, &f.source));
                m.el("td", &[], |m| point(m, &f.sink.point));
                m.said("td", "", &f.sink.kind.said());
                m.el("td", &[], |m| m.text(&f.steps.to_string()));
            });
        }
    });
    more(m, all.len(), ROWS, "p");
}

/// What the app does besides reading data.
pub fn acts(m: &mut Markup, page: &Page) {
    let all = &page.report.acts;
    if all.is_empty() {
        return nothing(m);
    }
    let head =
        [w("行为", "Act"), w("内容", "About"), w("代码归属", "Whose code"), w("时机", "When"), w("同意", "Consent"), w("证据", "Evidence")];
    table(m, "acts", &head, |m| {
        for a in all.iter().take(ROWS) {
            m.el("tr", &[], |m| {
                m.said("td", "", &a.kind.said());
                m.el("td", &[], |m| {
                    for (n, what) in a.what.iter().take(12).enumerate() {
                        if n > 0 {
                            m.text(", ");
                        }
                        m.code(what.strip_prefix("android.permission.").unwrap_or(what));
                    }
                });
                m.said("td", "", &page.names.owner(&a.owner));
                m.said("td", "", &a.when.said());
                m.said("td", if a.consent == Consent::Ungated { "ungated" } else { "" }, &a.consent.said());
                m.el("td", &[], |m| proofs(m, page, &a.evidence));
            });
        }
    });
    more(m, all.len(), ROWS, "p");
}

pub fn components(m: &mut Markup, page: &Page) {
    let all = &page.report.components;
    if all.is_empty() {
        return nothing(m);
    }
    let head = [w("种类", "Kind"), w("类名", "Class"), w("对外开放", "Exported"), w("所需权限", "Permission"), w("代码归属", "Whose code")];
    table(m, "components", &head, |m| {
        for c in all.iter().take(ROWS) {
            m.el("tr", &[], |m| {
                m.said("td", "", &c.kind.said());
                m.el("td", &[], |m| m.code(&c.name));
                m.el("td", &[], |m| tri(m, if c.exported { Tri::Yes } else { Tri::No }));
                m.el("td", &[], |m| c.permission.iter().for_each(|p| m.code(p)));
                m.said("td", "", &page.names.owner(&c.owner));
            });
        }
    });
    more(m, all.len(), ROWS, "p");
}

pub fn anomalies(m: &mut Markup, page: &Page) {
    let all = &page.report.anomalies;
    if all.is_empty() {
        return nothing(m);
    }
    let head = [w("异常", "Oddity"), w("位置", "Where"), w("含义", "Meaning")];
    table(m, "anomalies", &head, |m| {
        for a in all.iter().take(ROWS) {
            m.el("tr", &[], |m| {
                m.el("td", &[], |m| {
                    m.code(&a.id);
                    m.of("span", "file", |m| m.foreign_words(&said(&a.what)));
                });
                m.el("td", &[], |m| {
                    m.foreign(&a.place);
                    if let Some(offset) = a.offset {
                        m.of("span", "file", |m| m.text(&format!("@0x{offset:x}")));
                    }
                });
                m.el("td", &[], |m| {
                    m.words(&match (a.refused, a.common) {
                        (true, _) => w("系统会拒绝安装", "Android refuses to install it"),
                        (false, true) => w("常见打包工具也会产生", "ordinary build tools leave this too"),
                        (false, false) => w("仅妨碍分析工具读取", "hinders readers only"),
                    });
                });
            });
        }
    });
    more(m, all.len(), ROWS, "p");
}
