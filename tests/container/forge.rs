//! A ZIP writer in which every header field can lie.

use std::io::Write;

use flate2::{Compression, Crc, write::DeflateEncoder};

/// One entry. Fields beginning with `l` are those of the local header.
#[derive(Clone, Default)]
pub struct Forged {
    pub name: Vec<u8>,
    pub lname: Vec<u8>,
    pub raw: Vec<u8>,
    pub method: u16,
    pub lmethod: u16,
    pub flag: u16,
    pub lflag: u16,
    pub crc: u32,
    pub lcrc: u32,
    pub csize: u32,
    pub lcsize: u32,
    pub size: u32,
    pub lsize: u32,
    pub extra: Vec<u8>,
    pub lextra: Vec<u8>,
    pub lextra_len: Option<u16>,
    /// Bytes between these contents and the next local header.
    pub after: Vec<u8>,
    /// Overrides the stated offset of the local header.
    pub offset: Option<u32>,
    /// Index of the entry whose local header this one uses.
    pub share: Option<usize>,
    pub made_by: u16,
    pub external: u32,
}

pub fn crc32(data: &[u8]) -> u32 {
    let mut c = Crc::new();
    c.update(data);
    c.sum()
}

pub fn deflate(data: &[u8]) -> Vec<u8> {
    let mut e = DeflateEncoder::new(Vec::new(), Compression::best());
    e.write_all(data).unwrap();
    e.finish().unwrap()
}

fn entry(name: &[u8], data: &[u8], method: u16, raw: Vec<u8>) -> Forged {
    let (crc, csize, size) = (crc32(data), raw.len() as u32, data.len() as u32);
    Forged {
        name: name.to_vec(),
        lname: name.to_vec(),
        raw,
        method,
        lmethod: method,
        crc,
        lcrc: crc,
        csize,
        lcsize: csize,
        size,
        lsize: size,
        ..Forged::default()
    }
}

pub fn deflated(name: impl AsRef<[u8]>, data: &[u8]) -> Forged {
    entry(name.as_ref(), data, 8, deflate(data))
}

pub fn stored(name: impl AsRef<[u8]>, data: &[u8]) -> Forged {
    entry(name.as_ref(), data, 0, data.to_vec())
}

/// The fields of the end record.
#[derive(Clone, Debug)]
pub struct EndFields {
    pub disk: u16,
    pub directory_disk: u16,
    pub count_here: u16,
    pub count: u16,
    pub size: u32,
    pub offset: u32,
    pub comment_len: u16,
}

#[derive(Clone, Default)]
pub struct Zip {
    pub entries: Vec<Forged>,
    pub prefix: Vec<u8>,
    /// Stated offsets do not count the prefix.
    pub relative: bool,
    pub before_directory: Vec<u8>,
    pub after_directory: Vec<u8>,
    pub comment: Vec<u8>,
    pub zip64: bool,
    pub trailing: Vec<u8>,
}

fn put16(out: &mut Vec<u8>, values: &[u16]) {
    values.iter().for_each(|v| out.extend(v.to_le_bytes()));
}

fn put32(out: &mut Vec<u8>, values: &[u32]) {
    values.iter().for_each(|v| out.extend(v.to_le_bytes()));
}

fn put64(out: &mut Vec<u8>, values: &[u64]) {
    values.iter().for_each(|v| out.extend(v.to_le_bytes()));
}

impl Zip {
    pub fn of(entries: Vec<Forged>) -> Zip {
        Zip { entries, ..Zip::default() }
    }

    pub fn named(&mut self, name: &str) -> &mut Forged {
        self.entries.iter_mut().find(|e| e.name == name.as_bytes()).expect("entry of the clean app")
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.with_end(|_| {})
    }

    pub fn with_end(&self, lie: impl FnOnce(&mut EndFields)) -> Vec<u8> {
        let mut out = self.prefix.clone();
        let base = if self.relative { self.prefix.len() } else { 0 };
        let mut offsets = Vec::new();
        for e in &self.entries {
            offsets.push(out.len() - base);
            if e.share.is_some() {
                continue;
            }
            put32(&mut out, &[0x0403_4b50]);
            put16(&mut out, &[20, e.lflag, e.lmethod, 0, 0]);
            put32(&mut out, &[e.lcrc, e.lcsize, e.lsize]);
            put16(&mut out, &[e.lname.len() as u16, e.lextra_len.unwrap_or(e.lextra.len() as u16)]);
            out.extend([&e.lname[..], &e.lextra, &e.raw, &e.after].concat());
        }
        out.extend(&self.before_directory);
        let start = out.len();
        for (i, e) in self.entries.iter().enumerate() {
            let offset = e.offset.unwrap_or(offsets[e.share.unwrap_or(i)] as u32);
            put32(&mut out, &[0x0201_4b50]);
            put16(&mut out, &[20 | e.made_by << 8, 20, e.flag, e.method, 0, 0]);
            put32(&mut out, &[e.crc, e.csize, e.size]);
            put16(&mut out, &[e.name.len() as u16, e.extra.len() as u16, 0, 0, 0]);
            put32(&mut out, &[e.external, offset]);
            out.extend([&e.name[..], &e.extra].concat());
        }
        let (count, size) = (self.entries.len(), out.len() - start);
        out.extend(&self.after_directory);
        let mut end = EndFields {
            disk: 0,
            directory_disk: 0,
            count_here: count as u16,
            count: count as u16,
            size: size as u32,
            offset: (start - base) as u32,
            comment_len: self.comment.len() as u16,
        };
        if self.zip64 {
            let at = out.len() as u64;
            put32(&mut out, &[0x0606_4b50]);
            put64(&mut out, &[44]);
            put16(&mut out, &[45, 45]);
            put32(&mut out, &[0, 0]);
            put64(&mut out, &[count as u64, count as u64, size as u64, start as u64]);
            put32(&mut out, &[0x0706_4b50, 0]);
            put64(&mut out, &[at]);
            put32(&mut out, &[1]);
            end = EndFields { count_here: 0xFFFF, count: 0xFFFF, size: u32::MAX, offset: u32::MAX, ..end };
        }
        lie(&mut end);
        put32(&mut out, &[0x0605_4b50]);
        put16(&mut out, &[end.disk, end.directory_disk, end.count_here, end.count]);
        put32(&mut out, &[end.size, end.offset]);
        put16(&mut out, &[end.comment_len]);
        out.extend([&self.comment[..], &self.trailing].concat());
        out
    }
}

pub const MANIFEST: &str = "AndroidManifest.xml";
pub const DEX: &str = "classes.dex";
pub const ARSC: &str = "resources.arsc";
pub const ASSET: &str = "assets/a.txt";

fn body(head: &[u8], len: usize) -> Vec<u8> {
    let mut seed = 0x1234_5678u32;
    let mut out = head.to_vec();
    while out.len() < len {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        out.push((seed >> 24) as u8 & 0x3f);
    }
    out
}

/// Contents of the clean app. They only begin as the formats do: this floor looks at no more.
pub fn contents(name: &str) -> Vec<u8> {
    match name {
        MANIFEST => body(&[3, 0, 8, 0], 400),
        DEX => body(b"dex\n035\0", 5000),
        ARSC => body(&[2, 0, 12, 0], 900),
        ASSET => b"hello".to_vec(),
        _ => unreachable!("no such entry"),
    }
}

pub const NAMES: [&str; 4] = [MANIFEST, DEX, ARSC, ASSET];

/// A clean app: three deflated entries, one stored.
pub fn clean() -> Zip {
    Zip::of(vec![
        deflated(MANIFEST, &contents(MANIFEST)),
        deflated(DEX, &contents(DEX)),
        stored(ARSC, &contents(ARSC)),
        deflated(ASSET, &contents(ASSET)),
    ])
}
