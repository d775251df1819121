//! The resource table, `resources.arsc` (ResourceTypes.h, `ResTable_*`; LoadedArsc.cpp).
//!
//! Tables run to tens of megabytes of which little is asked for, so only the chunk headers are walked at first; an entry is decoded
//! where it lies when it is asked for. Offsets and counts are believed only as far as bytes exist.

mod config;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub use config::Config;

use crate::budget::{Budget, Unit};
use crate::bytes::{slice_at, u8_at, u16_at, u32_at};
use crate::container::Anomaly;
use crate::format::axml::{Source, Value};
use crate::format::pool::Pool;
use crate::gap::{Gap, Read};

const STRING_POOL: u16 = 0x0001;
const TABLE: u16 = 0x0002;
const PACKAGE: u16 = 0x0200;
const TYPE: u16 = 0x0201;
/// Type specs, libraries, overlayables, staged aliases: known, and nothing in them is needed.
const KNOWN: std::ops::RangeInclusive<u16> = 0x0202..=0x0206;

const SPARSE: u8 = 0x01;
const OFFSET16: u8 = 0x02;
const COMPLEX: u16 = 0x0001;
const COMPACT: u16 = 0x0008;

/// Packages and configurations of one type beyond these are not real ones.
const PACKAGES: usize = 256;
const CONFIGS: usize = 4096;

/// A view of a whole table.
#[derive(Clone, Debug, Default)]
pub struct Table<'a> {
    values: Pool<'a>,
    packages: Vec<Package<'a>>,
    /// (package id, type id) to the chunks of that type, in file order.
    types: BTreeMap<(u8, u8), Vec<Type<'a>>>,
    pub anomalies: Vec<Anomaly>,
}

#[derive(Clone, Debug, Default)]
struct Package<'a> {
    id: u8,
    types: Pool<'a>,
    /// Type names begin at this type id (feature splits).
    first_type: u32,
    keys: Pool<'a>,
}

/// The values of one type for one configuration.
#[derive(Clone, Debug)]
pub struct Type<'a> {
    package: usize,
    pub config: Config,
    flags: u8,
    count: usize,
    offsets: &'a [u8],
    entries: &'a [u8],
}

/// A resource's value in one configuration.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    pub key: u32,
    pub item: Item<'a>,
}

/// What stands in an entry.
#[derive(Clone, Copy, Debug)]
pub enum Item<'a> {
    /// `Res_value`: type byte and data.
    Plain(u8, u32),
    /// Array, plurals or style: pairs of 12 bytes.
    Bag(&'a [u8]),
}

impl<'a> Table<'a> {
    /// Walks the chunk headers.
    pub fn read(bytes: &'a [u8], source: Source, budget: &mut Budget) -> Read<Table<'a>> {
        let mut walk = Walk { table: Table::default(), gaps: Vec::new(), source };
        walk.table(bytes, budget);
        Read { value: walk.table, gaps: walk.gaps }
    }

    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }

    /// All types: (package id, type id) and their chunks.
    pub fn types(&self) -> impl Iterator<Item = ((u8, u8), &[Type<'a>])> {
        self.types.iter().map(|(k, v)| (*k, v.as_slice()))
    }

    /// `string`, `layout` ... as the table calls it; obfuscators change even that.
    pub fn type_name(&self, package: u8, kind: u8) -> Option<Cow<'a, str>> {
        let p = self.packages.iter().find(|p| p.id == package)?;
        p.types.get(u32::from(kind).checked_sub(1)?.checked_sub(p.first_type)?)
    }

    /// Name of an entry.
    pub fn key_name(&self, of: &Type<'a>, key: u32) -> Option<Cow<'a, str>> {
        self.packages.get(of.package)?.keys.get(key)
    }

    /// Every value of a resource id with its configuration.
    pub fn lookup(&self, id: u32, budget: &mut Budget) -> Vec<(&Config, Value)> {
        let [package, kind, high, low] = id.to_be_bytes();
        let Some(chunks) = self.types.get(&(package, kind)) else { return Vec::new() };
        if !budget.take(Unit::Nodes, chunks.len() as u64) {
            return Vec::new();
        }
        let index = usize::from(u16::from_be_bytes([high, low]));
        chunks.iter().filter_map(|t| Some((&t.config, self.plain(&t.entry(index)?.item)?))).collect()
    }

    /// The value of a plain entry. Strings that are not there give nothing.
    pub fn plain(&self, item: &Item) -> Option<Value> {
        match *item {
            Item::Plain(kind, data) => Some(match kind {
                0x01 | 0x07 => Value::Reference(data),
                0x02 | 0x08 => Value::Attribute(data),
                0x03 => Value::String(self.values.get(data)?.into_owned()),
                0x04 => Value::Float(f32::from_bits(data)),
                0x10 | 0x11 => Value::Int(data.cast_signed()),
                0x12 => Value::Bool(data != 0),
                _ => Value::Other(kind, data),
            }),
            Item::Bag(_) => None,
        }
    }

    /// The text of a plain entry, borrowed where the pool allows.
    pub fn text(&self, item: &Item) -> Option<Cow<'a, str>> {
        match *item {
            Item::Plain(0x03, index) => self.values.get(index),
            _ => None,
        }
    }

    /// The texts inside an array or plurals.
    pub fn bag_texts<'t>(&'t self, bag: &'a [u8]) -> impl Iterator<Item = Cow<'a, str>> + 't {
        bag.chunks_exact(12).filter(|m| m.get(7) == Some(&0x03)).filter_map(|m| self.values.get(u32_at(m, 8)?))
    }
}

impl<'a> Type<'a> {
    /// The entry with this index.
    pub fn entry(&self, index: usize) -> Option<Entry<'a>> {
        let offset = if self.flags & SPARSE != 0 {
            let (pairs, wanted) = (self.offsets.len() / 4, u16::try_from(index).ok()?);
            let (mut low, mut high) = (0usize, pairs);
            while low < high {
                let middle = low.checked_add(high)? / 2;
                if self.sparse(middle)?.0 < wanted {
                    low = middle.checked_add(1)?;
                } else {
                    high = middle;
                }
            }
            let (found, offset) = self.sparse(low)?;
            (found == wanted).then_some(offset)?
        } else {
            self.offset(index)?
        };
        self.at(offset)
    }

    /// All entries that exist, with their index.
    pub fn entries(&self) -> impl Iterator<Item = (u16, Entry<'a>)> + '_ {
        (0..self.count).filter_map(|i| {
            let (index, offset) = if self.flags & SPARSE != 0 { self.sparse(i)? } else { (u16::try_from(i).ok()?, self.offset(i)?) };
            Some((index, self.at(offset)?))
        })
    }

    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    fn sparse(&self, pair: usize) -> Option<(u16, usize)> {
        let at = pair.checked_mul(4)?;
        Some((u16_at(self.offsets, at)?, usize::from(u16_at(self.offsets, at.checked_add(2)?)?).checked_mul(4)?))
    }

    fn offset(&self, index: usize) -> Option<usize> {
        if index >= self.count {
            return None;
        }
        if self.flags & OFFSET16 != 0 {
            let offset = u16_at(self.offsets, index.checked_mul(2)?)?;
            return (offset != u16::MAX).then_some(usize::from(offset).checked_mul(4)?);
        }
        let offset = u32_at(self.offsets, index.checked_mul(4)?)?;
        (offset != u32::MAX).then_some(offset as usize)
    }

    fn at(&self, offset: usize) -> Option<Entry<'a>> {
        let (size, flags) = (u16_at(self.entries, offset)?, u16_at(self.entries, offset.checked_add(2)?)?);
        let word = |n: usize| u32_at(self.entries, offset.checked_add(n)?);
        if flags & COMPACT != 0 {
            return Some(Entry { key: u32::from(size), item: Item::Plain((flags >> 8) as u8, word(4)?) });
        }
        let key = word(4)?;
        let body = offset.checked_add(usize::from(size))?;
        if flags & COMPLEX != 0 {
            let pairs = self.entries.get(body..)?;
            let len = (word(12)? as usize).saturating_mul(12).min(pairs.len());
            return Some(Entry { key, item: Item::Bag(pairs.get(..len)?) });
        }
        let kind = u8_at(self.entries, body.checked_add(3)?)?;
        Some(Entry { key, item: Item::Plain(kind, u32_at(self.entries, body.checked_add(4)?)?) })
    }
}

struct Walk<'a, 's> {
    table: Table<'a>,
    gaps: Vec<Gap>,
    source: Source<'s>,
}

/// (type, header, whole chunk) at the start of `bytes`.
fn chunk(bytes: &[u8]) -> Option<(u16, usize, &[u8])> {
    let (kind, header, size) = (u16_at(bytes, 0)?, usize::from(u16_at(bytes, 2)?), u32_at(bytes, 4)? as usize);
    (header >= 8 && header <= size).then_some(())?;
    Some((kind, header, bytes.get(..size)?))
}

impl<'a> Walk<'a, '_> {
    fn odd(&mut self, kind: &str, what: &str, refused: bool) {
        let id = format!("arsc-{kind}");
        if self.table.anomalies.iter().all(|a| a.id != id) {
            let place = self.source.place.to_owned();
            self.table.anomalies.push(Anomaly { id, what: what.into(), place, offset: None, refused, common: false });
        }
    }

    fn gap(&mut self, what: &str) {
        if self.gaps.iter().all(|g| g.what != what) {
            self.gaps.push(Gap::unreadable(what, self.source.place, self.source.hides));
        }
    }

    fn table(&mut self, bytes: &'a [u8], budget: &mut Budget) {
        let Some((kind, header)) = u16_at(bytes, 0).zip(u16_at(bytes, 2)) else {
            return self.gap("no resource table");
        };
        if kind != TABLE {
            self.odd("type", "the first type field is not that of a resource table", true);
        }
        let header = match usize::from(header) {
            h if (12..=bytes.len()).contains(&h) => h,
            _ => {
                self.odd("header-size", "the table states a header size that cannot be", true);
                12
            }
        };
        let stated = u32_at(bytes, 4).unwrap_or(0) as usize;
        if stated > bytes.len() {
            self.odd("file-size", "the table states more bytes than it has", true);
        }
        let mut rest = bytes.get(header..).unwrap_or(&[]);
        while rest.len() >= 8 && budget.take(Unit::Nodes, 1) {
            let Some((kind, inner, whole)) = self.chunk_or_rest(rest) else { break };
            match kind {
                STRING_POOL if self.table.values.is_empty() => {
                    let (pool, faults) = Pool::read(whole);
                    for fault in faults {
                        self.odd(fault.id, fault.what, fault.refused);
                    }
                    self.table.values = pool;
                }
                PACKAGE => self.package(whole, inner, budget),
                _ => self.odd("unknown-chunk", "a chunk of a type that means nothing here", false),
            }
            rest = rest.get(whole.len()..).unwrap_or(&[]);
        }
        if self.table.types.is_empty() {
            self.gap("no resources could be read");
        }
    }

    /// The chunk at the start of `rest`; where its size cannot be, all of `rest` for those kinds that hold others, else nothing.
    fn chunk_or_rest(&mut self, rest: &'a [u8]) -> Option<(u16, usize, &'a [u8])> {
        if let Some(found) = chunk(rest) {
            return Some(found);
        }
        self.odd("chunk-size", "a chunk states a size that cannot be", true);
        self.gap("a part of the resource table is damaged");
        match u16_at(rest, 0)? {
            kind @ (STRING_POOL | PACKAGE | TYPE) => {
                let header = usize::from(u16_at(rest, 2)?).clamp(8, rest.len());
                // A package with an impossible header keeps its own length; anything else may run to the end.
                let size = (u32_at(rest, 4)? as usize).clamp(header, rest.len());
                Some((kind, header, rest.get(..size)?))
            }
            _ => None,
        }
    }

    fn package(&mut self, whole: &'a [u8], header: usize, budget: &mut Budget) {
        /// `ResTable_package` without and with `typeIdOffset`.
        const SHORT: usize = 284;
        const LONG: usize = 288;
        if self.table.packages.len() >= PACKAGES {
            return self.gap("more packages than are read of one table");
        }
        let header = if header < SHORT {
            self.odd("package-header", "a package states a header size that cannot be", true);
            LONG.min(whole.len())
        } else {
            header
        };
        let id = u32_at(whole, 8).unwrap_or(0);
        if id > 0xff {
            self.odd("package-id", "a package id above 255", true);
        }
        let pool = |at: usize| {
            let start = u32_at(whole, at)? as usize;
            let found = chunk(whole.get(start..)?).filter(|c| c.0 == STRING_POOL && start > 0)?;
            Some(Pool::read(found.2).0)
        };
        let package = self.table.packages.len();
        let mut read = Package {
            id: id as u8,
            types: pool(268).unwrap_or_default(),
            keys: pool(276).unwrap_or_default(),
            first_type: if header >= LONG { u32_at(whole, 284).unwrap_or(0) } else { 0 },
        };
        let mut rest = whole.get(header..).unwrap_or(&[]);
        while rest.len() >= 8 && budget.take(Unit::Nodes, 1) {
            let Some((kind, inner, chunk)) = self.chunk_or_rest(rest) else { break };
            match kind {
                STRING_POOL if read.types.is_empty() => read.types = Pool::read(chunk).0,
                STRING_POOL if read.keys.is_empty() => read.keys = Pool::read(chunk).0,
                STRING_POOL => {}
                TYPE => self.values(chunk, inner, read.id, package),
                k if KNOWN.contains(&k) => {}
                _ => self.odd("unknown-chunk", "a chunk of a type that means nothing here", false),
            }
            rest = rest.get(chunk.len()..).unwrap_or(&[]);
        }
        self.table.packages.push(read);
    }

    fn values(&mut self, whole: &'a [u8], header: usize, package_id: u8, package: usize) {
        let (Some(kind), Some(flags), Some(stated), Some(start)) = (u8_at(whole, 8), u8_at(whole, 9), u32_at(whole, 12), u32_at(whole, 16))
        else {
            return self.gap("a part of the resource table is damaged");
        };
        // The offsets follow the header, which ends with a configuration of any size.
        let offsets = whole.get(header.max(20)..).unwrap_or(&[]);
        let short = flags & SPARSE == 0 && flags & OFFSET16 != 0;
        let (width, room) = if short { (2, offsets.len() / 2) } else { (4, offsets.len() / 4) };
        let count = (stated as usize).min(room);
        if count < stated as usize {
            self.odd("entry-count", "a type states more entries than it has offsets for", true);
        }
        let offsets = slice_at(offsets, 0, count.saturating_mul(width)).unwrap_or(&[]);
        let Some(entries) = whole.get(start as usize..) else {
            self.odd("entries-start", "the entries of a type start outside it", true);
            return self.gap("a part of the resource table is damaged");
        };
        let config = Config::read(whole.get(20..).unwrap_or(&[]));
        let chunks = self.table.types.entry((package_id, kind)).or_default();
        if chunks.len() < CONFIGS {
            chunks.push(Type { package, config, flags, count, offsets, entries });
        } else {
            self.gap("more configurations than are read of one type");
        }
    }
}

#[cfg(test)]
mod tests;
