//! The header, the id tables and what one row of each says.

use super::class::ClassDef;
use super::code::CodeItem;
use crate::bytes::{slice_at, u16_at, u32_at};

/// A table of fixed-size rows inside the file, cut to the rows that exist.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pool {
    offset: usize,
    pub len: u32,
}

impl Pool {
    fn new(data: &[u8], count: u32, offset: u32, row: usize) -> Pool {
        let offset = offset as usize;
        let rows = data.len().saturating_sub(offset) / row;
        Pool { offset, len: count.min(u32::try_from(rows).unwrap_or(u32::MAX)) }
    }

    fn at(self, index: u32, row: usize) -> Option<usize> {
        (index < self.len).then(|| self.offset + index as usize * row)
    }
}

/// A row of `method_ids`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodRef {
    pub class: u32,
    pub proto: u32,
    pub name: u32,
}

/// One DEX inside a file. Offsets of version 041 count from the start of the container, earlier ones from the header.
#[derive(Clone, Copy, Debug)]
pub struct DexFile<'a> {
    /// The bytes that offsets refer to.
    pub data: &'a [u8],
    pub version: u16,
    pub strings: Pool,
    pub types: Pool,
    pub protos: Pool,
    pub fields: Pool,
    pub methods: Pool,
    pub classes: Pool,
    pub call_sites: Pool,
    pub method_handles: Pool,
}

/// What `open` finds: the DEX files of the container and the oddities of their headers.
#[derive(Clone, Debug, Default)]
pub struct Headers<'a> {
    pub files: Vec<DexFile<'a>>,
    /// Short stable words: `dex-magic`, `dex-size`, `dex-endian`, `dex-header-size`, `dex-version`, `dex-table-cut`.
    pub oddities: Vec<&'static str>,
}

const HEADER: usize = 0x70;

/// Finds the DEX files of a `classes*.dex` entry. Checksum and signature are not looked at: the platform ignores them at install time too,
/// and dumped or patched files have wrong ones. `None` when the bytes are no DEX at all.
pub fn open(bytes: &[u8]) -> Option<Headers<'_>> {
    let mut out = Headers::default();
    let mut at = 0usize;
    // A container holds as many headers as it says, each with its own length; 65,535 is beyond any real one.
    for _ in 0..0xffff {
        let Some((file, next)) = read_header(bytes, at, &mut out.oddities) else { break };
        out.files.push(file);
        match next {
            Some(next) if next > at => at = next,
            _ => break,
        }
    }
    (!out.files.is_empty()).then_some(out)
}

fn read_header<'a>(bytes: &'a [u8], at: usize, odd: &mut Vec<&'static str>) -> Option<(DexFile<'a>, Option<usize>)> {
    let header = bytes.get(at..)?;
    let magic = header.get(..8)?;
    let u = |field: usize| u32_at(header, field);
    if magic.get(..4)? != b"dex\n" {
        // `dey\n` is the optimised form of Android before 5; the DEX stands behind its own header.
        if magic.get(..4)? == b"dey\n" && at == 0 {
            odd.push("dex-magic");
            let inner = u(8)? as usize;
            if inner >= 8 && bytes.get(inner..)?.starts_with(b"dex\n") {
                return read_header(bytes.get(inner..)?, 0, odd).map(|(f, _)| (f, None));
            }
        } else {
            return None;
        }
    }
    let mut add = |word: &'static str| {
        if !odd.contains(&word) {
            odd.push(word);
        }
    };
    if header.len() < HEADER {
        return None;
    }
    let version = magic.get(4..7).and_then(|v| std::str::from_utf8(v).ok()).and_then(|v| v.parse::<u16>().ok()).unwrap_or(0);
    if !(35..=41).contains(&version) {
        add("dex-version");
    }
    if u(40)? != 0x1234_5678 {
        // ART refuses a swapped file; no build tool ever wrote one. The rest is read as little-endian, which it is in practice.
        add("dex-endian");
    }
    let file_size = u(32)? as usize;
    if file_size > header.len() {
        add("dex-size");
    }
    let header_size = u(36)?;
    let container = version >= 41 && header_size >= 0x78;
    if header_size != 0x70 && !container {
        add("dex-header-size");
    }
    // Version 041: container_size, header_offset. A header that lies about its own place is an ordinary one.
    let container = container && u(0x74) == u32::try_from(at).ok();
    let data = if container { bytes } else { header };
    let next = (container && file_size >= 0x78).then(|| at.saturating_add(file_size)).filter(|n| *n < bytes.len());
    let pool = |count: usize, row: usize| -> Option<Pool> { Some(Pool::new(data, u(count)?, u(count + 4)?, row)) };
    let mut file = DexFile {
        data,
        version,
        strings: pool(56, 4)?,
        types: pool(64, 4)?,
        protos: pool(72, 12)?,
        fields: pool(80, 8)?,
        methods: pool(88, 8)?,
        classes: pool(96, 32)?,
        call_sites: Pool::default(),
        method_handles: Pool::default(),
    };
    let counts = [(56, file.strings), (64, file.types), (72, file.protos), (80, file.fields), (88, file.methods), (96, file.classes)];
    if counts.iter().any(|(field, pool)| u(*field) != Some(pool.len)) {
        add("dex-table-cut");
    }
    let map = u(52)? as usize;
    if map != 0 {
        let count = u32_at(data, map).unwrap_or(0).min(64) as usize;
        for i in 0..count {
            let item = map.saturating_add(4).saturating_add(i * 12);
            let (Some(kind), Some(size), Some(offset)) = (u16_at(data, item), u32_at(data, item + 4), u32_at(data, item + 8)) else {
                break;
            };
            match kind {
                7 => file.call_sites = Pool::new(data, size, offset, 4),
                8 => file.method_handles = Pool::new(data, size, offset, 8),
                _ => {}
            }
        }
    }
    Some((file, next))
}

impl<'a> DexFile<'a> {
    /// Index of the string with the descriptor of a type.
    pub fn type_string(&self, index: u32) -> Option<u32> {
        u32_at(self.data, self.types.at(index, 4)?)
    }

    /// The descriptor of a type, as raw MUTF-8.
    pub fn type_bytes(&self, index: u32) -> Option<&'a [u8]> {
        self.string_bytes(self.type_string(index)?)
    }

    /// Return type and parameter types of a prototype.
    pub fn proto(&self, index: u32) -> Option<(u32, TypeList<'a>)> {
        let at = self.protos.at(index, 12)?;
        let ret = u32_at(self.data, at + 4)?;
        Some((ret, self.type_list(u32_at(self.data, at + 8)?)))
    }

    /// A `type_list`; offset 0 is the empty list.
    pub fn type_list(&self, offset: u32) -> TypeList<'a> {
        let at = offset as usize;
        if at == 0 {
            return TypeList { bytes: &[] };
        }
        let count = u32_at(self.data, at).unwrap_or(0) as usize;
        // A method has at most 255 parameter words; an interface list never has more rows than there are types.
        let count = count.min(self.types.len as usize).min(65_535);
        let bytes = slice_at(self.data, at + 4, count * 2).unwrap_or_else(|| self.data.get(at + 4..).unwrap_or(&[]));
        TypeList { bytes }
    }

    /// (class type, field type, name string) of a row of `field_ids`.
    pub fn field(&self, index: u32) -> Option<(u32, u32, u32)> {
        let at = self.fields.at(index, 8)?;
        Some((u32::from(u16_at(self.data, at)?), u32::from(u16_at(self.data, at + 2)?), u32_at(self.data, at + 4)?))
    }

    pub fn method(&self, index: u32) -> Option<MethodRef> {
        let at = self.methods.at(index, 8)?;
        Some(MethodRef {
            class: u32::from(u16_at(self.data, at)?),
            proto: u32::from(u16_at(self.data, at + 2)?),
            name: u32_at(self.data, at + 4)?,
        })
    }

    pub fn class(&self, index: u32) -> Option<ClassDef<'a>> {
        ClassDef::read(self, self.classes.at(index, 32)?)
    }

    /// The code item at an offset; `None` for 0 and for offsets outside the file.
    pub fn code(&self, offset: u32) -> Option<CodeItem<'a>> {
        (offset != 0).then(|| CodeItem::read(self.data, offset as usize)).flatten()
    }

    /// Offset of the encoded array of a row of `call_site_ids`.
    pub fn call_site(&self, index: u32) -> Option<u32> {
        u32_at(self.data, self.call_sites.at(index, 4)?)
    }

    /// (kind, field or method index) of a row of `method_handles`.
    pub fn method_handle(&self, index: u32) -> Option<(u16, u32)> {
        let at = self.method_handles.at(index, 8)?;
        Some((u16_at(self.data, at)?, u32::from(u16_at(self.data, at + 4)?)))
    }

    pub(super) fn string_offset(&self, index: u32) -> Option<usize> {
        u32_at(self.data, self.strings.at(index, 4)?).map(|o| o as usize)
    }
}

/// Type indices, read in place.
#[derive(Clone, Copy, Debug)]
pub struct TypeList<'a> {
    bytes: &'a [u8],
}

impl TypeList<'_> {
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.bytes.chunks_exact(2).map(|c| u32::from(u16_at(c, 0).unwrap_or(0)))
    }
}
