//! Lines for a terminal: widths as terminals count them, wrapping that knows Chinese, colours only where wanted.

use super::sanitize;

/// How to write for a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    pub color: bool,
    /// Columns; text is wrapped to them.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Style {
        Style { color: false, width: 100 }
    }
}

/// What a piece of text is painted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    Plain,
    Bold,
    Dim,
    High,
    Medium,
    Low,
}

impl Paint {
    fn code(self) -> &'static str {
        match self {
            Paint::Plain => "",
            Paint::Bold => "1",
            Paint::Dim => "2",
            Paint::High => "1;31",
            Paint::Medium => "1;33",
            Paint::Low => "1;36",
        }
    }
}

/// Columns a character takes: 2 for East Asian wide and full-width ones (UAX #11), 0 for combining marks.
/// The ranges are those of EastAsianWidth W and F, joined where only unassigned code points lie between; a crate for this is not worth a dependency.
pub fn columns(c: char) -> usize {
    match u32::from(c) {
        0x300..=0x36f
        | 0x483..=0x489
        | 0x591..=0x5bd
        | 0x610..=0x61a
        | 0x64b..=0x65f
        | 0x1ab0..=0x1aff
        | 0x1dc0..=0x1dff
        | 0x20d0..=0x20ff
        | 0xfe00..=0xfe0f
        | 0xfe20..=0xfe2f => 0,
        0x1100..=0x115f
        | 0x231a..=0x231b
        | 0x2329..=0x232a
        | 0x23e9..=0x23ec
        | 0x23f0
        | 0x23f3
        | 0x25fd..=0x25fe
        | 0x2614..=0x2615
        | 0x2648..=0x2653
        | 0x267f
        | 0x2693
        | 0x26a1
        | 0x26aa..=0x26ab
        | 0x26bd..=0x26be
        | 0x26c4..=0x26c5
        | 0x26ce
        | 0x26d4
        | 0x26ea
        | 0x26f2..=0x26f3
        | 0x26f5
        | 0x26fa
        | 0x26fd
        | 0x2705
        | 0x270a..=0x270b
        | 0x2728
        | 0x274c
        | 0x274e
        | 0x2753..=0x2755
        | 0x2757
        | 0x2795..=0x2797
        | 0x27b0
        | 0x27bf
        | 0x2b1b..=0x2b1c
        | 0x2b50
        | 0x2b55
        | 0x2e80..=0x303e
        | 0x3041..=0x33ff
        | 0x3400..=0x4dbf
        | 0x4e00..=0xa4cf
        | 0xa960..=0xa97f
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe10..=0xfe19
        | 0xfe30..=0xfe6f
        | 0xff01..=0xff60
        | 0xffe0..=0xffe6
        | 0x16fe0..=0x18aff
        | 0x1aff0..=0x1b2ff
        | 0x1f004
        | 0x1f0cf
        | 0x1f18e
        | 0x1f191..=0x1f19a
        | 0x1f200..=0x1f320
        | 0x1f32d..=0x1f335
        | 0x1f337..=0x1f37c
        | 0x1f37e..=0x1f393
        | 0x1f3a0..=0x1f3ca
        | 0x1f3cf..=0x1f3d3
        | 0x1f3e0..=0x1f3f0
        | 0x1f3f4
        | 0x1f3f8..=0x1f43e
        | 0x1f440
        | 0x1f442..=0x1f4fc
        | 0x1f4ff..=0x1f53d
        | 0x1f54b..=0x1f567
        | 0x1f57a
        | 0x1f595..=0x1f596
        | 0x1f5a4
        | 0x1f5fb..=0x1f64f
        | 0x1f680..=0x1f6ff
        | 0x1f7e0..=0x1f7eb
        | 0x1f90c..=0x1f9ff
        | 0x1fa70..=0x1faff
        | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

pub fn width(s: &str) -> usize {
    s.chars().map(columns).sum()
}

/// Wide characters break anywhere, except that closing punctuation never begins a line (GB/T 15834); others break at spaces and,
/// where a word is longer than a line, anywhere.
pub fn wrap(s: &str, limit: usize) -> Vec<String> {
    let limit = limit.max(8);
    let chars: Vec<char> = s.chars().collect();
    let mut lines = Vec::new();
    let mut start = 0;
    while start < chars.len() {
        let (mut end, mut used, mut good) = (start, 0, None);
        while let Some(c) = chars.get(end) {
            used += columns(*c);
            if used > limit {
                break;
            }
            end += 1;
            if may_break(*c, chars.get(end).copied()) {
                good = Some(end);
            }
        }
        let cut = if end == chars.len() { end } else { good.unwrap_or(end.max(start + 1)) };
        let line: String = chars.get(start..cut).unwrap_or_default().iter().collect();
        lines.push(line.trim_end().to_string());
        start = cut;
        while chars.get(start) == Some(&' ') {
            start += 1;
        }
    }
    lines
}

fn may_break(before: char, after: Option<char>) -> bool {
    let Some(after) = after else { return true };
    let closing = "，。、；：！？）》」』】〕”’％…)]},.;:!?%";
    let opening = "（《「『【〔“‘([{";
    if closing.contains(after) || opening.contains(before) {
        return false;
    }
    before == ' ' || after == ' ' || columns(before) == 2 || columns(after) == 2
}

/// Cuts a text to a width, with an ellipsis where something was lost.
pub fn clip(s: &str, limit: usize) -> String {
    if width(s) <= limit {
        return s.to_string();
    }
    let (mut out, mut used) = (String::new(), 1);
    for c in s.chars() {
        used += columns(c);
        if used > limit {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

/// A place cut in the middle: its end (method, offset, file) tells more than its beginning.
pub fn clip_middle(s: &str, limit: usize) -> String {
    if width(s) <= limit {
        return s.to_string();
    }
    let tail_limit = limit.saturating_sub(1) * 2 / 3;
    let mut tail: Vec<char> = Vec::new();
    let mut used = 0;
    for c in s.chars().rev() {
        used += columns(c);
        if used > tail_limit {
            break;
        }
        tail.push(c);
    }
    let head = clip(s, limit.saturating_sub(tail_limit));
    format!("{head}{}", tail.iter().rev().collect::<String>())
}

/// Text under construction. All that is written passes the sanitiser; only this type writes escape sequences.
pub struct Screen {
    out: String,
    style: Style,
}

impl Screen {
    pub fn new(style: Style) -> Screen {
        Screen { out: String::new(), style: Style { width: style.width.max(40), ..style } }
    }

    pub fn finish(self) -> String {
        self.out
    }

    pub fn columns(&self) -> usize {
        self.style.width
    }

    pub fn blank(&mut self) {
        self.out.push('\n');
    }

    fn paint(&mut self, paint: Paint, text: &str) {
        if self.style.color && paint != Paint::Plain && !text.is_empty() {
            self.out.push_str(&format!("\u{1b}[{}m{text}\u{1b}[0m", paint.code()));
        } else {
            self.out.push_str(text);
        }
    }

    /// One line of painted pieces, as it stands.
    pub fn pieces(&mut self, pieces: &[(Paint, &str)]) {
        for (paint, text) in pieces {
            self.paint(*paint, &sanitize::terminal(text));
        }
        self.out.push('\n');
    }

    /// A paragraph behind a mark, wrapped and hanging under its first character.
    pub fn hang(&mut self, mark: (Paint, &str), paint: Paint, text: &str) {
        let mark_text = sanitize::terminal(mark.1);
        let indent = width(&mark_text);
        let room = self.style.width.saturating_sub(indent);
        let lines = wrap(&sanitize::terminal(text), room);
        for (n, line) in lines.iter().enumerate() {
            if n == 0 {
                self.paint(mark.0, &mark_text);
            } else {
                self.out.push_str(&" ".repeat(indent));
            }
            self.paint(paint, line);
            self.out.push('\n');
        }
    }

    /// A name and its text, the texts in one column.
    pub fn field(&mut self, name: &str, column: usize, text: &str) {
        let pad = " ".repeat(column.saturating_sub(width(name)));
        self.hang((Paint::Dim, &format!("{name}{pad}")), Paint::Plain, text);
    }

    /// A heading with a blank line above.
    pub fn heading(&mut self, text: &str) {
        self.blank();
        self.pieces(&[(Paint::Bold, text)]);
    }

    /// Several lines kept apart, indented, not wrapped at words (code, quotes): each is cut by wrapping only where too long.
    pub fn block(&mut self, indent: usize, text: &str) {
        let pad = " ".repeat(indent);
        for line in sanitize::lines(text) {
            for part in wrap(&sanitize::terminal(&line), self.style.width.saturating_sub(indent)) {
                self.out.push_str(&pad);
                self.out.push_str(&part);
                self.out.push('\n');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_terminals() {
        for (text, expected) in [("abc", 3), ("隐私", 4), ("（）", 4), ("e\u{301}", 1), ("한국", 4), ("🚲", 2), ("ｱ", 1)] {
            assert_eq!(width(text), expected, "{text}");
        }
    }

    #[test]
    fn lines_fit_and_lose_nothing() {
        let text = "疑似调用Settings.Secure.getString获取Android ID（代码可达），隐私政策未见相应说明。A long English tail with superlongwordsuperlongwordsuperlongword.";
        for limit in [8, 12, 20, 33, 80] {
            let lines = wrap(text, limit);
            assert!(lines.iter().all(|l| width(l) <= limit), "{limit}: {lines:?}");
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
        assert!(wrap("一二三四，五六", 8).iter().all(|l| !l.starts_with('，')));
    }

    #[test]
    fn cuts_say_so() {
        assert_eq!(clip("隐私政策", 8), "隐私政策");
        assert_eq!(clip("隐私政策", 7), "隐私政…");
        assert_eq!(clip_middle("com.example.long.Name.method @0x1a", 16), "com.e…thod @0x1a");
        assert!(width(&clip_middle("com.example.隐私.Name.method @0x1a", 16)) <= 16);
    }

    #[test]
    fn only_the_screen_writes_escape_sequences() {
        let mut screen = Screen::new(Style { color: false, width: 60 });
        screen.pieces(&[(Paint::High, "a\u{1b}[2J\nb")]);
        screen.hang((Paint::Dim, "- "), Paint::Plain, "c\u{202e}d\re");
        screen.block(2, "one\ntwo\u{7}");
        let out = screen.finish();
        assert_eq!(out, "a\\u{1b}[2J\\nb\n- c\\u{202e}d\\re\n  one\n  two\\u{7}\n");
    }
}
