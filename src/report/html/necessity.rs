//! Data and permissions against the category's necessary information. What the rule says and what we hold plausible stand in columns of their own.

use super::{Page, ROWS, inventory, markup::Markup};
use crate::report::words::{Said, same, w};
use crate::rules::CategoryOrigin;

pub fn section(m: &mut Markup, page: &Page) {
    let view = &page.report.necessity;
    m.of("p", "", |m| {
        m.words(&w("按类型：", "Category: "));
        for (n, c) in view.categories.iter().enumerate() {
            if n > 0 {
                m.text("; ");
            }
            m.words(&page.names.category(&c.id));
            m.text(" (");
            m.words(&c.origin.said());
            m.text(")");
        }
    });
    if view.categories.iter().all(|c| matches!(c.origin, CategoryOrigin::Guessed | CategoryOrigin::None)) {
        m.said(
            "p",
            "warn",
            &w(
                "应用类型为推测，仅供参考，不据此得出任何结论；请以 --category 指定。",
                "The category is a guess: for reading only, nothing is concluded from it. Give it with --category.",
            ),
        );
    }
    m.of("p", "", |m| {
        m.words(&w(
            "《常见类型移动互联网应用程序必要个人信息范围规定》所列必要个人信息：",
            "Necessary information by the provisions of 2021: ",
        ));
        if view.necessary.is_empty() {
            m.words(&w(
                "无（无须个人信息即可使用基本功能服务，或该类型不在39类之内）",
                "none (the basic functions need no personal information, or the type is not among the 39)",
            ));
        }
        for (n, words) in view.necessary.iter().enumerate() {
            if n > 0 {
                m.text("; ");
            }
            m.words(words);
        }
    });
    let head = [
        w("信息或权限", "Data or permission"),
        w("规定所列必要信息", "Necessary by the provisions"),
        w(
            "用户启用的功能可能需要（本工具的判断，非规定）",
            "Plausible for a function that the user starts (our judgement, not the rule's)",
        ),
    ];
    inventory::table(m, "necessity", &head, |m| {
        for row in view.rows.iter().take(ROWS) {
            m.el("tr", &[], |m| {
                m.el("td", &[], |m| match (&row.data_type, &row.permission) {
                    (Some(t), _) => m.words(&page.names.data_type(t)),
                    (None, p) => {
                        m.words(&same(p.as_deref().map(|p| p.strip_prefix("android.permission.").unwrap_or(p)).unwrap_or_default()))
                    }
                });
                for yes in [row.necessary, row.plausible] {
                    m.el("td", &[], |m| {
                        if yes { m.said("span", "tri yes", &w("是", "yes")) } else { m.said("span", "tri no", &w("否", "no")) }
                    });
                }
            });
        }
    });
    inventory::more(m, view.rows.len(), ROWS, "p");
}
