//! HTML by html5ever's tokenizer. No tree is built: a page's outline needs only what is open, and a tree of hostile depth is work for nothing.

use std::cell::RefCell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{RawKind, Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::page::Page;

pub(super) struct Walker<'p, 'b>(pub RefCell<&'p mut Page<'b>>);

impl TokenSink for Walker<'_, '_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => page.characters(&text),
            Token::TagToken(tag) => return self.tag(&mut page, &tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Walker<'_, '_> {
    fn tag(&self, page: &mut Page, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        if tag.kind == TagKind::EndTag {
            page.close(name);
            return TokenSinkResult::Continue;
        }
        let attribute = |wanted: &str| tag.attrs.iter().find(|a| &*a.name.local == wanted).map(|a| a.value.to_string());
        page.open(name, &attribute);
        // XHTML writes empty elements short; HTML ignores the slash, but then a page's rest would be inside a script.
        let raw: Option<RawKind> = match name {
            "script" => Some(ScriptData),
            "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(Rawtext),
            "title" | "textarea" => Some(Rcdata),
            _ => None,
        };
        match raw {
            Some(_) if tag.self_closing => page.close(name),
            Some(kind) => return TokenSinkResult::RawData(kind),
            None => {}
        }
        TokenSinkResult::Continue
    }
}

/// A tokenizer that writes into the page.
pub(super) fn tokenizer<'p, 'b>(page: &'p mut Page<'b>) -> Tokenizer<Walker<'p, 'b>> {
    Tokenizer::new(Walker(RefCell::new(page)), TokenizerOpts::default())
}

/// Bytes handed over at a time: the tokenizer keeps a copy of what it was given.
const CHUNK: usize = 1 << 16;

pub(super) fn feed(tokenizer: &Tokenizer<Walker>, text: &str) {
    let queue = BufferQueue::default();
    let mut rest = text;
    while !rest.is_empty() {
        let cut = (CHUNK..rest.len()).find(|i| rest.is_char_boundary(*i)).unwrap_or(rest.len());
        let (now, later) = rest.split_at_checked(cut).unwrap_or((rest, ""));
        queue.push_back(StrTendril::from_slice(now));
        // It stops early only for scripts to run, which this sink never asks for.
        let _ = tokenizer.feed(&queue);
        rest = later;
    }
}

/// Reads a page of HTML.
pub(super) fn read(text: &str, page: &mut Page) {
    let tokenizer = tokenizer(page);
    feed(&tokenizer, text);
    tokenizer.end();
    drop(tokenizer);
    page.finish();
}

/// Block tags that plain text does not hold by chance.
const TELLING: &[&str] = &["<p", "<div", "<br", "<li", "<h1", "<h2", "<h3", "<table", "<td", "<span", "<section", "<ul", "<ol"];

/// Whether the bytes are HTML: a document's beginning, or many block tags.
pub(super) fn is_html(text: &str) -> bool {
    let head: String =
        text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']).chars().take(2000).collect::<String>().to_ascii_lowercase();
    if ["<!doctype html", "<html", "<head", "<body"].iter().any(|s| head.starts_with(s)) {
        return true;
    }
    if head.starts_with("<?xml") || head.starts_with("<!--") {
        return head.contains("<html") || head.contains("<body") || head.contains("<p");
    }
    let lower = text.to_ascii_lowercase();
    let tags: usize = TELLING.iter().map(|t| memchr::memmem::find_iter(lower.as_bytes(), t.as_bytes()).take(200).count()).sum();
    let opens = head.starts_with('<') || head.contains("<html") || head.contains("<body");
    opens && tags >= 3 || tags.saturating_mul(120) > text.len()
}
