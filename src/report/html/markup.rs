//! A page under construction. Text becomes markup in one place only, and that place escapes; elements close themselves.

use crate::report::sanitize;
use crate::words::Words;

/// Attributes: names are ours, values may be anything.
pub type Attributes<'a> = &'a [(&'static str, &'a str)];

#[derive(Default)]
pub struct Markup {
    out: String,
}

impl Markup {
    pub fn finish(self) -> String {
        self.out
    }

    fn open(&mut self, tag: &'static str, attributes: Attributes) {
        self.out.push('<');
        self.out.push_str(tag);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            self.out.push_str(&sanitize::attribute(value));
            self.out.push('"');
        }
        self.out.push('>');
    }

    /// An element with what `inner` writes.
    pub fn el(&mut self, tag: &'static str, attributes: Attributes, inner: impl FnOnce(&mut Markup)) {
        self.open(tag, attributes);
        inner(self);
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
    }

    /// An element of class `class`, or of none where that is empty.
    pub fn of(&mut self, tag: &'static str, class: &str, inner: impl FnOnce(&mut Markup)) {
        let attribute = [("class", class)];
        self.el(tag, if class.is_empty() { &[] } else { &attribute }, inner);
    }

    /// An element without contents: `meta`, `input`, `br`.
    pub fn void(&mut self, tag: &'static str, attributes: Attributes) {
        self.open(tag, attributes);
    }

    pub fn newline(&mut self) {
        self.out.push('\n');
    }

    /// Our own plain text.
    pub fn text(&mut self, s: &str) {
        self.out.push_str(&sanitize::html(s));
    }

    /// Text of an element that takes no markup (`title`).
    pub fn bare(&mut self, s: &str) {
        self.out.push_str(&sanitize::attribute(s));
    }

    /// Text written by the party under examination: isolated, so that right-to-left letters in it move nothing outside it.
    pub fn foreign(&mut self, s: &str) {
        self.el("bdi", &[], |m| m.text(s));
    }

    /// The same in monospace: names of code, addresses, numbers of bytes.
    pub fn code(&mut self, s: &str) {
        self.el("code", &[], |m| m.foreign(s));
    }

    /// A text in both languages; the page shows one of them.
    pub fn words(&mut self, words: &Words) {
        if words.zh == words.en {
            self.foreign(&words.zh);
        } else {
            self.el("span", &[("class", "zh"), ("lang", "zh-CN")], |m| m.text(&words.zh));
            self.el("span", &[("class", "en"), ("lang", "en")], |m| m.text(&words.en));
        }
    }

    /// The same where the text holds words of the party under examination.
    pub fn foreign_words(&mut self, words: &Words) {
        if words.zh == words.en {
            self.foreign(&words.zh);
        } else {
            self.el("span", &[("class", "zh"), ("lang", "zh-CN")], |m| m.foreign(&words.zh));
            self.el("span", &[("class", "en"), ("lang", "en")], |m| m.foreign(&words.en));
        }
    }

    /// A short text in an element of class `class`, in both languages.
    pub fn said(&mut self, tag: &'static str, class: &str, words: &Words) {
        self.of(tag, class, |m| m.words(words));
    }

    /// A row of a description list.
    pub fn row(&mut self, name: &Words, value: impl FnOnce(&mut Markup)) {
        self.said("dt", "", name);
        self.el("dd", &[], value);
    }

    /// Style and script: ours, fixed when the program was built, and named by their digest in the page's policy.
    pub fn asset(&mut self, tag: &'static str, source: &'static str) {
        self.open(tag, &[]);
        self.out.push_str(source);
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
    }

    pub fn doctype(&mut self) {
        self.out.push_str("<!doctype html>\n");
    }
}
