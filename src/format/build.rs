//! Small builders of binary XML and resource tables for tests. Every field can be patched afterwards.

/// A chunk with an 8-byte header and more of it in `head`.
pub fn chunk(kind: u16, head: &[u8], body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend(kind.to_le_bytes());
    out.extend((8 + head.len() as u16).to_le_bytes());
    out.extend((8 + head.len() as u32 + body.len() as u32).to_le_bytes());
    out.extend(head);
    out.extend(body);
    out
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|w| w.to_le_bytes()).collect()
}

/// A string pool chunk.
pub fn pool(strings: &[&str], utf8: bool) -> Vec<u8> {
    let (mut offsets, mut text) = (Vec::new(), Vec::new());
    for s in strings {
        offsets.push(text.len() as u32);
        let units = s.encode_utf16().count();
        if utf8 {
            let len = |n: usize| if n > 0x7f { vec![(n >> 8) as u8 | 0x80, n as u8] } else { vec![n as u8] };
            text.extend(len(units));
            text.extend(len(s.len()));
            text.extend(s.as_bytes());
            text.push(0);
        } else {
            text.extend((units as u16).to_le_bytes());
            text.extend(s.encode_utf16().flat_map(u16::to_le_bytes));
            text.extend([0, 0]);
        }
    }
    while text.len() % 4 != 0 {
        text.push(0);
    }
    let start = 28 + 4 * strings.len() as u32;
    let head = words(&[strings.len() as u32, 0, if utf8 { 0x100 } else { 0 }, start, 0]);
    chunk(0x0001, &head, &[words(&offsets), text].concat())
}

/// An attribute of the builder: name, resource id (0 for none), type, data (a string for type 3).
#[derive(Clone)]
pub struct Attr(pub &'static str, pub u32, pub Val);

#[derive(Clone)]
pub enum Val {
    Str(&'static str),
    Raw(u8, u32),
}

/// `android:name="..."`
pub fn name(value: &'static str) -> Attr {
    Attr("name", 0x0101_0003, Val::Str(value))
}

/// A step of a document.
#[derive(Clone)]
pub enum Step {
    Open(&'static str, Vec<Attr>),
    Close(&'static str),
}

/// The chunks of a document: pool, resource map, nodes. `Xml::bytes` puts them together.
pub struct Xml {
    pub pool: Vec<u8>,
    pub map: Vec<u8>,
    pub nodes: Vec<Vec<u8>>,
}

impl Xml {
    pub fn new(steps: &[Step], utf8: bool) -> Xml {
        let (mut strings, mut ids): (Vec<&str>, Vec<u32>) = (Vec::new(), Vec::new());
        // Names with ids come first, at the index of their id.
        for step in steps {
            if let Step::Open(_, attrs) = step {
                for Attr(name, id, _) in attrs {
                    if *id != 0 && !ids.contains(id) {
                        strings.push(name);
                        ids.push(*id);
                    }
                }
            }
        }
        let mut at = |s: &'static str| {
            strings.iter().skip(ids.len()).position(|x| *x == s).map(|i| i + ids.len()).unwrap_or_else(|| {
                strings.push(s);
                strings.len() - 1
            }) as u32
        };
        let mut nodes = Vec::new();
        for step in steps {
            let head = words(&[1, u32::MAX]);
            match step {
                Step::Open(name, attrs) => {
                    let mut body = words(&[u32::MAX, at(name)]);
                    body.extend([20u16, 20, attrs.len() as u16, 0, 0, 0].iter().flat_map(|h| h.to_le_bytes()));
                    for Attr(name, id, value) in attrs {
                        let name = match ids.iter().position(|i| i == id) {
                            Some(i) => i as u32,
                            None => at(name),
                        };
                        let namespace = if *id == 0 { u32::MAX } else { 0 };
                        let (raw, kind, data) = match value {
                            Val::Str(s) => (at(s), 3, at(s)),
                            Val::Raw(kind, data) => (u32::MAX, *kind, *data),
                        };
                        body.extend(words(&[namespace, name, raw, 8 | u32::from(kind) << 24, data]));
                    }
                    nodes.push(chunk(0x0102, &head, &body));
                }
                Step::Close(name) => nodes.push(chunk(0x0103, &head, &words(&[u32::MAX, at(name)]))),
            }
        }
        Xml { pool: pool(&strings, utf8), map: chunk(0x0180, &[], &words(&ids)), nodes }
    }

    pub fn bytes(&self) -> Vec<u8> {
        chunk(0x0003, &[], &[self.pool.clone(), self.map.clone(), self.nodes.concat()].concat())
    }
}

/// How the entries of a type are written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    Plain,
    Short,
    Sparse,
    Compact,
}

/// A type chunk: (entry index, key index, type, data) for a language.
pub fn type_chunk(id: u8, language: &[u8; 2], country: &[u8; 2], entries: &[(u16, u16, u8, u32)], shape: Shape) -> Vec<u8> {
    let mut config = vec![0u8; 64];
    config[0] = 64;
    config[8..10].copy_from_slice(language);
    config[10..12].copy_from_slice(country);
    let (mut offsets, mut body) = (Vec::new(), Vec::new());
    let count = entries.iter().map(|e| e.0 + 1).max().unwrap_or(0);
    for i in 0..count {
        let entry = entries.iter().find(|e| e.0 == i);
        let at = body.len() as u32;
        match (shape, entry) {
            (Shape::Sparse, Some(_)) => offsets.extend([i.to_le_bytes(), ((at / 4) as u16).to_le_bytes()].concat()),
            (Shape::Sparse, None) => {}
            (Shape::Short, Some(_)) => offsets.extend(((at / 4) as u16).to_le_bytes()),
            (Shape::Short, None) => offsets.extend(u16::MAX.to_le_bytes()),
            (_, Some(_)) => offsets.extend(at.to_le_bytes()),
            (_, None) => offsets.extend(u32::MAX.to_le_bytes()),
        }
        if let Some((_, key, kind, data)) = entry {
            if shape == Shape::Compact {
                body.extend(key.to_le_bytes());
                body.extend((8 | u16::from(*kind) << 8).to_le_bytes());
                body.extend(data.to_le_bytes());
            } else {
                body.extend(words(&[8, u32::from(*key), 8 | u32::from(*kind) << 24, *data]));
            }
        }
    }
    while offsets.len() % 4 != 0 {
        offsets.push(0xff);
    }
    let stated = if shape == Shape::Sparse { entries.len() as u32 } else { u32::from(count) };
    let flags = match shape {
        Shape::Sparse => 1,
        Shape::Short => 2,
        _ => 0,
    };
    let start = 20 + 64 + offsets.len() as u32;
    let mut head = vec![id, flags, 0, 0];
    head.extend(words(&[stated, start]));
    head.extend(config);
    chunk(0x0201, &head, &[offsets, body].concat())
}

/// A table of one package.
pub fn table(values: &[&str], types: &[&str], keys: &[&str], chunks: &[Vec<u8>]) -> Vec<u8> {
    let (types, keys) = (pool(types, true), pool(keys, true));
    let mut head = words(&[0x7f]);
    head.extend([0u8; 256]);
    head.extend(words(&[288, 0, 288 + types.len() as u32, 0, 0]));
    let package = chunk(0x0200, &head, &[types, keys, chunks.concat()].concat());
    chunk(0x0002, &words(&[1]), &[pool(values, true), package].concat())
}
