//! PDF objects (ISO 32000-1, 7.3): a reader that takes what it can and never recurses.

use std::collections::BTreeMap;
use std::ops::Range;

/// Containers nested deeper than this are no document's work.
const DEEPEST: usize = 64;
/// Longest run of objects in one array or dictionary.
const LARGEST: usize = 1 << 20;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Object {
    Null,
    Number(f64),
    Name(Vec<u8>),
    Text(Vec<u8>),
    Array(Vec<Object>),
    Dict(Dict),
    /// Object number of an indirect reference; generations do not matter once the last definition stands.
    Reference(u32),
    /// An operator of a content stream, or a word such as `endobj`.
    Word(Vec<u8>),
}

pub(super) type Dict = BTreeMap<Vec<u8>, Object>;

impl Object {
    pub fn number(&self) -> Option<f64> {
        if let Object::Number(n) = self { Some(*n) } else { None }
    }

    pub fn name(&self) -> Option<&[u8]> {
        if let Object::Name(n) = self { Some(n) } else { None }
    }

    pub fn array(&self) -> Option<&[Object]> {
        if let Object::Array(a) = self { Some(a) } else { None }
    }

    pub fn dict(&self) -> Option<&Dict> {
        if let Object::Dict(d) = self { Some(d) } else { None }
    }
}

/// White space of PDF (7.2.2).
pub(super) fn is_space(b: u8) -> bool {
    matches!(b, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_delimiter(b: u8) -> bool {
    matches!(b, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn hex(b: u8) -> Option<u8> {
    char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

/// A place in bytes from which objects are read.
pub(super) struct Lexer<'b> {
    pub bytes: &'b [u8],
    pub at: usize,
}

enum Token {
    Object(Object),
    ArrayOpen,
    ArrayClose,
    DictOpen,
    DictClose,
}

impl<'b> Lexer<'b> {
    pub fn new(bytes: &'b [u8], at: usize) -> Lexer<'b> {
        Lexer { bytes, at }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn step(&mut self) -> Option<u8> {
        let b = self.peek()?;
        self.at = self.at.saturating_add(1);
        Some(b)
    }

    pub fn skip_space(&mut self) {
        while let Some(b) = self.peek() {
            if b == b'%' {
                while self.peek().is_some_and(|b| b != b'\n' && b != b'\r') {
                    self.at = self.at.saturating_add(1);
                }
            } else if is_space(b) {
                self.at = self.at.saturating_add(1);
            } else {
                return;
            }
        }
    }

    fn token(&mut self) -> Option<Token> {
        self.skip_space();
        let start = self.at;
        let b = self.step()?;
        Some(match b {
            b'[' => Token::ArrayOpen,
            b']' => Token::ArrayClose,
            b'<' if self.peek() == Some(b'<') => {
                self.at = self.at.saturating_add(1);
                Token::DictOpen
            }
            b'>' if self.peek() == Some(b'>') => {
                self.at = self.at.saturating_add(1);
                Token::DictClose
            }
            b'<' => Token::Object(Object::Text(self.hex_text())),
            b'(' => Token::Object(Object::Text(self.literal_text())),
            b'/' => Token::Object(Object::Name(self.name())),
            b'>' | b')' | b'{' | b'}' => Token::Object(Object::Word(vec![b])),
            _ => {
                while self.peek().is_some_and(|b| !is_space(b) && !is_delimiter(b)) {
                    self.at = self.at.saturating_add(1);
                }
                Token::Object(word(self.bytes.get(start..self.at).unwrap_or_default()))
            }
        })
    }

    fn name(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        while let Some(b) = self.peek().filter(|b| !is_space(*b) && !is_delimiter(*b)) {
            self.at = self.at.saturating_add(1);
            let pair = self.bytes.get(self.at..self.at.saturating_add(2)).unwrap_or_default();
            match (b, pair) {
                (b'#', &[h, l]) if hex(h).is_some() && hex(l).is_some() => {
                    out.push(hex(h).unwrap_or(0) << 4 | hex(l).unwrap_or(0));
                    self.at = self.at.saturating_add(2);
                }
                _ => out.push(b),
            }
        }
        out
    }

    fn hex_text(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut high: Option<u8> = None;
        while let Some(b) = self.step() {
            if b == b'>' {
                break;
            }
            let Some(d) = hex(b) else { continue };
            match high.take() {
                Some(h) => out.push(h << 4 | d),
                None => high = Some(d),
            }
        }
        if let Some(h) = high {
            out.push(h << 4);
        }
        out
    }

    fn literal_text(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut depth = 0usize;
        while let Some(b) = self.step() {
            match b {
                b'(' => {
                    depth = depth.saturating_add(1);
                    out.push(b);
                }
                b')' if depth == 0 => break,
                b')' => {
                    depth = depth.saturating_sub(1);
                    out.push(b);
                }
                b'\\' => self.escape(&mut out),
                _ => out.push(b),
            }
        }
        out
    }

    fn escape(&mut self, out: &mut Vec<u8>) {
        let Some(b) = self.step() else { return };
        match b {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at = self.at.saturating_add(1);
                }
            }
            b'\n' => {}
            b'0'..=b'7' => {
                let mut value = u32::from(b & 7);
                for _ in 0..2 {
                    let Some(d) = self.peek().filter(|b| matches!(b, b'0'..=b'7')) else { break };
                    value = value << 3 | u32::from(d & 7);
                    self.at = self.at.saturating_add(1);
                }
                out.push(value.to_le_bytes().first().copied().unwrap_or(0));
            }
            _ => out.push(b),
        }
    }

    /// The next object; words of content streams are objects too. `None` at the end.
    pub fn object(&mut self) -> Option<Object> {
        // Open containers: (dictionary?, what is in them so far).
        let mut open: Vec<(bool, Vec<Object>)> = Vec::new();
        loop {
            let done = match self.token() {
                None => {
                    // Cut off: what is there so far stands.
                    let (is_dict, items) = open.pop()?;
                    close(is_dict, items)
                }
                Some(Token::ArrayOpen) => {
                    if open.len() >= DEEPEST {
                        return None;
                    }
                    open.push((false, Vec::new()));
                    continue;
                }
                Some(Token::DictOpen) => {
                    if open.len() >= DEEPEST {
                        return None;
                    }
                    open.push((true, Vec::new()));
                    continue;
                }
                Some(Token::ArrayClose | Token::DictClose) => match open.pop() {
                    Some((is_dict, items)) => close(is_dict, items),
                    None => continue,
                },
                Some(Token::Object(o)) => o,
            };
            let Some((_, items)) = open.last_mut() else { return Some(done) };
            if let Object::Word(w) = &done {
                match w.as_slice() {
                    b"R" => {
                        let generation = items.pop();
                        let number = items.pop().as_ref().and_then(Object::number).and_then(object_number);
                        items.push(number.filter(|_| generation.is_some()).map_or(Object::Null, Object::Reference));
                        continue;
                    }
                    // A container that was never closed.
                    b"endobj" | b"stream" | b"obj" => return open.into_iter().next().map(|(d, items)| close(d, items)),
                    _ => {}
                }
            }
            if items.len() < LARGEST {
                items.push(done);
            }
        }
    }
}

pub(super) fn object_number(n: f64) -> Option<u32> {
    (n >= 0.0 && n <= f64::from(u32::MAX) && n.fract() == 0.0).then_some(n as u32)
}

fn close(is_dict: bool, items: Vec<Object>) -> Object {
    if !is_dict {
        return Object::Array(items);
    }
    let mut dict = Dict::new();
    let mut items = items.into_iter();
    while let Some(key) = items.next() {
        let Object::Name(key) = key else { continue };
        let Some(value) = items.next() else { break };
        dict.insert(key, value);
    }
    Object::Dict(dict)
}

fn word(bytes: &[u8]) -> Object {
    if bytes == b"null" {
        return Object::Null;
    }
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let numeric = bytes.first().is_some_and(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.'));
    match text.parse::<f64>() {
        Ok(n) if numeric && n.is_finite() => Object::Number(n),
        _ => Object::Word(bytes.to_vec()),
    }
}

/// Where the bytes of a stream lie: behind its dictionary, which ends at `at`.
pub(super) fn stream_range(bytes: &[u8], at: usize, length: Option<usize>) -> Option<Range<usize>> {
    let mut lexer = Lexer::new(bytes, at);
    lexer.skip_space();
    let rest = bytes.get(lexer.at..)?.strip_prefix(b"stream")?;
    let rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).or(rest.strip_prefix(b"\r")).unwrap_or(rest);
    let start = bytes.len().saturating_sub(rest.len());
    if let Some(end) = length.and_then(|l| start.checked_add(l)).filter(|e| *e <= bytes.len()) {
        let after = bytes.get(end..)?;
        let spaces = after.iter().take(4).take_while(|b| is_space(**b)).count();
        if after.get(spaces..).is_some_and(|a| a.starts_with(b"endstream")) {
            return Some(start..end);
        }
    }
    let end = memchr::memmem::find(rest, b"endstream").map_or(bytes.len(), |n| start.saturating_add(n));
    Some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Object> {
        Lexer::new(text.as_bytes(), 0).object()
    }

    fn name(n: &str) -> Object {
        Object::Name(n.as_bytes().to_vec())
    }

    #[test]
    fn objects_of_every_kind() {
        let text = |t: &str| Object::Text(t.as_bytes().to_vec());
        for (source, wanted) in [
            ("  12 ", Object::Number(12.0)),
            ("-.5", Object::Number(-0.5)),
            ("/A#20B", name("A B")),
            ("(a(b)\\)\\101\\\nc)", text("a(b))Ac")),
            ("<48 656C6c6F>", text("Hello")),
            ("[1 0 R /X null]", Object::Array(vec![Object::Reference(1), name("X"), Object::Null])),
            ("% comment\ntrue", Object::Word(b"true".to_vec())),
            ("[1 [2", Object::Array(vec![Object::Number(1.0), Object::Array(vec![Object::Number(2.0)])])),
        ] {
            assert_eq!(read(source), Some(wanted), "{source}");
        }
        let dict = read("<</A<</B 1>>/C[2]>>");
        assert_eq!(dict.as_ref().and_then(Object::dict).map(Dict::len), Some(2));
        assert_eq!(read(&"[".repeat(100_000)), None);
    }
}
