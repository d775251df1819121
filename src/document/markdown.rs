//! Markdown by pulldown-cmark. Its events drive the same page as HTML's tags, and HTML inside it goes through the same tokenizer.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::html;
use super::page::Page;

/// A block of metadata between two `---` lines at the top is not text of the page.
pub(super) fn without_front_matter(text: &str) -> &str {
    let body = text.trim_start_matches('\u{feff}');
    let Some(rest) = body.strip_prefix("---") else { return text };
    let Some(rest) = rest.trim_start_matches([' ', '\t', '\r']).strip_prefix('\n') else { return text };
    let mut at = 0usize;
    for line in rest.split_inclusive('\n').take(200) {
        at = at.saturating_add(line.len());
        let line = line.trim();
        if line == "---" || line == "..." {
            return rest.get(at..).unwrap_or_default();
        }
        if !line.is_empty() && !line.contains(':') && !line.starts_with(['-', '#']) {
            return text;
        }
    }
    text
}

pub(super) fn read(text: &str, page: &mut Page) {
    let text = without_front_matter(text);
    let tokenizer = html::tokenizer(page);
    let mut head = false;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        if let Event::Html(chunk) | Event::InlineHtml(chunk) = &event {
            html::feed(&tokenizer, chunk);
            continue;
        }
        let mut page = tokenizer.sink.0.borrow_mut();
        match event {
            Event::Start(tag) => {
                let (name, href) = start(&tag, &mut head);
                if let Some(name) = name {
                    page.open(name, &|a| if a == "href" { href.clone() } else { None });
                }
                if matches!(tag, Tag::TableHead) {
                    page.open("tr", &|_| None);
                }
            }
            Event::End(tag) => {
                if matches!(tag, TagEnd::TableHead) {
                    page.close("tr");
                    head = false;
                }
                if let Some(name) = end(&tag) {
                    page.close(name);
                    if name == "td" {
                        page.close("th");
                    }
                }
            }
            Event::Text(t) | Event::Code(t) => page.characters(&t),
            Event::SoftBreak | Event::HardBreak => page.line_break(),
            Event::Rule => page.flush(),
            _ => {}
        }
    }
    tokenizer.end();
    drop(tokenizer);
    page.finish();
}

fn start(tag: &Tag, head: &mut bool) -> (Option<&'static str>, Option<String>) {
    let name = match tag {
        Tag::Paragraph => "p",
        Tag::Heading { level, .. } => heading(*level),
        Tag::BlockQuote(_) => "blockquote",
        Tag::CodeBlock(_) => "pre",
        Tag::List(_) => "ul",
        Tag::Item => "li",
        Tag::Table(_) => "table",
        Tag::TableHead => {
            *head = true;
            "thead"
        }
        Tag::TableRow => "tr",
        Tag::TableCell => {
            if *head {
                "th"
            } else {
                "td"
            }
        }
        Tag::Link { dest_url, .. } => return (Some("a"), Some(dest_url.to_string())),
        Tag::Image { .. } => "nav",
        _ => return (None, None),
    };
    (Some(name), None)
}

fn end(tag: &TagEnd) -> Option<&'static str> {
    Some(match tag {
        TagEnd::Paragraph => "p",
        TagEnd::Heading(level) => heading(*level),
        TagEnd::BlockQuote(_) => "blockquote",
        TagEnd::CodeBlock => "pre",
        TagEnd::List(_) => "ul",
        TagEnd::Item => "li",
        TagEnd::Table => "table",
        TagEnd::TableHead => "thead",
        TagEnd::TableRow => "tr",
        TagEnd::TableCell => "td",
        TagEnd::Link => "a",
        TagEnd::Image => "nav",
        _ => return None,
    })
}

fn heading(level: HeadingLevel) -> &'static str {
    match level {
        HeadingLevel::H1 => "h1",
        HeadingLevel::H2 => "h2",
        HeadingLevel::H3 => "h3",
        HeadingLevel::H4 => "h4",
        HeadingLevel::H5 => "h5",
        HeadingLevel::H6 => "h6",
    }
}

/// Whether plain text is Markdown: headings, emphasis, links, pipe tables or a metadata block.
pub(super) fn is_markdown(text: &str) -> bool {
    if without_front_matter(text).len() != text.len() {
        return true;
    }
    let mut signs = 0usize;
    for line in text.lines().take(5000) {
        let line = line.trim_start();
        let hashes = line.chars().take_while(|c| *c == '#').count();
        let heading = (1..=6).contains(&hashes) && line.get(hashes..).is_some_and(|r| r.starts_with(' '));
        let table = line.starts_with('|') && line.matches('|').count() > 2;
        let link = line.contains("](");
        let strong = line.matches("**").count() >= 2;
        signs = signs.saturating_add(usize::from(heading || table || link || strong));
        if signs >= 2 {
            return true;
        }
    }
    false
}
