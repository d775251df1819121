//! A page that prints on A4: no script, no address that can be followed, nothing loaded. The draft mark stands on every printed page.

use super::{Bars, Block, Paper, Table, plain};
use crate::report::html::{content_policy, markup::Markup};
use crate::words::Lang;

const STYLE: &str = include_str!("paper.css");

pub fn write(paper: &Paper) -> String {
    let tag = if paper.lang == Lang::Zh { "zh-CN" } else { "en" };
    let mut m = Markup::default();
    m.doctype();
    m.el("html", &[("lang", tag)], |m| {
        m.el("head", &[], |m| head(m, paper));
        m.newline();
        m.el("body", &[], |m| {
            if let Some(mark) = paper.mark() {
                m.el("div", &[("class", "mark"), ("role", "note")], |m| m.text(mark));
                m.el("div", &[("class", "water"), ("aria-hidden", "true")], |m| m.text(mark));
            }
            m.el("main", &[], |m| body(m, paper));
        });
    });
    m.newline();
    m.finish()
}

fn head(m: &mut Markup, paper: &Paper) {
    m.void("meta", &[("charset", "utf-8")]);
    m.void("meta", &[("http-equiv", "Content-Security-Policy"), ("content", &content_policy(STYLE, ""))]);
    m.void("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
    m.void("meta", &[("name", "referrer"), ("content", "no-referrer")]);
    m.void("meta", &[("name", "color-scheme"), ("content", "light")]);
    m.void("meta", &[("name", "author"), ("content", &plain(&paper.author))]);
    if let Some(mark) = paper.mark() {
        m.void("meta", &[("name", "description"), ("content", mark)]);
        m.void("meta", &[("name", "keywords"), ("content", mark)]);
    }
    let title = match paper.mark() {
        Some(mark) => format!("{mark} · {}", plain(&paper.title)),
        None => plain(&paper.title),
    };
    m.el("title", &[], |m| m.bare(&title));
    m.newline();
    m.asset("style", STYLE);
}

fn body(m: &mut Markup, paper: &Paper) {
    m.el("h1", &[], |m| m.foreign(&plain(&paper.title)));
    for line in &paper.subtitle {
        m.el("p", &[("class", "sub")], |m| m.foreign(&plain(line)));
    }
    for block in &paper.blocks {
        m.newline();
        match block {
            Block::Heading(1, t) => m.el("h2", &[], |m| m.foreign(&plain(t))),
            Block::Heading(_, t) => m.el("h3", &[], |m| m.foreign(&plain(t))),
            Block::Text(t) | Block::Address(t) => m.el("p", &[], |m| m.foreign(&plain(t))),
            Block::Table(t) => table(m, t),
            Block::Bars(b) => bars(m, b, paper.lang),
            Block::Signature(lines) => m.of("div", "signature", |m| {
                for l in lines {
                    m.el("p", &[], |m| m.foreign(&plain(l)));
                }
            }),
        }
    }
}

fn table(m: &mut Markup, t: &Table) {
    m.of("div", "wide", |m| {
        m.of("table", if t.headless() { "pairs" } else { "" }, |m| {
            m.el("caption", &[], |m| m.foreign(&plain(&t.name)));
            let total = t.columns.iter().map(|c| usize::from(c.width)).sum::<usize>().max(1);
            m.el("colgroup", &[], |m| {
                for c in &t.columns {
                    m.void("col", &[("width", &format!("{}%", usize::from(c.width) * 100 / total))]);
                }
            });
            if !t.headless() {
                m.el("thead", &[], |m| {
                    m.el("tr", &[], |m| {
                        for c in &t.columns {
                            m.el("th", &[("scope", "col")], |m| m.foreign(&plain(&c.name)));
                        }
                    });
                });
            }
            m.el("tbody", &[], |m| {
                for row in &t.rows {
                    m.el("tr", &[], |m| {
                        for cell in row {
                            m.el("td", &[], |m| m.foreign(&plain(cell)));
                        }
                    });
                    m.newline();
                }
            });
        });
    });
}

/// One bar a row: label, bar, count and share as text, so that the figures need no colour and no eye for lengths.
fn bars(m: &mut Markup, b: &Bars, lang: Lang) {
    m.el("h2", &[], |m| m.foreign(&plain(&b.name)));
    let of = if lang == Lang::Zh { "款应用" } else { " apps" };
    m.el("table", &[("class", "bars")], |m| {
        m.el("caption", &[("class", "unseen")], |m| m.foreign(&plain(&b.name)));
        m.el("tbody", &[], |m| {
            for bar in &b.bars {
                m.el("tr", &[], |m| {
                    m.el("th", &[("scope", "row")], |m| m.foreign(&plain(&bar.label)));
                    m.el("td", &[("class", "bar")], |m| {
                        let size =
                            [("viewBox", "0 0 1000 14"), ("preserveAspectRatio", "none"), ("role", "img"), ("aria-label", &bar.share())];
                        m.el("svg", &size, |m| {
                            m.el("rect", &[("width", "1000"), ("height", "14"), ("class", "track")], |_| {});
                            m.el("rect", &[("width", &bar.per_mille().min(1000).to_string()), ("height", "14"), ("class", "part")], |_| {});
                        });
                    });
                    m.el("td", &[("class", "figure")], |m| m.text(&format!("{}/{}{of}", bar.count, bar.of)));
                    m.el("td", &[("class", "figure")], |m| m.text(&bar.share()));
                });
                m.newline();
            }
        });
    });
}
