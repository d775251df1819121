//! The ZIP archive as Android reads it: the central directory decides, every record is kept, sizes are believed only as far as bytes exist.
//!
//! Record readers of others were weighed: the crate `zip` refuses a third of what Android accepts, `rawzip` stops at an end record that a
//! comment forges. So the records are read here (`record.rs`), and what Android would refuse is noted, never a reason to stop.
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::expect_used)]

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::inflate::{Content, End, Spend, crc32, inflated, stored};
use super::oddity::{Oddities, Weight, short};
use super::package::Anomaly;
use super::record::directory;
use super::resolve::resolve;
use super::source::Source;
use crate::budget::Budget;
use crate::gap::{Gap, Hides, Read};

/// The most that one entry may produce. Ten times the largest real DEX file; two of them still fit a small machine.
const ENTRY_CAP: u64 = 256 << 20;
/// Duplicates looked into to choose one.
const PEEKED: usize = 32;

/// One central directory record.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Name, lossily decoded; the raw bytes decide equality.
    pub name: String,
    /// Stated compressed size.
    pub compressed: u64,
    /// Stated size; believed only as far as bytes exist.
    pub size: u64,
    pub crc32: u32,
    pub method: u16,
    /// Offset of the local header in the file.
    pub offset: u64,
    /// The name's bytes where they are not UTF-8.
    pub(super) raw: Option<Box<[u8]>>,
    /// Where the contents begin; `None` where no local header was found.
    pub(super) data: Option<u64>,
}

impl Entry {
    /// The bytes of the name.
    pub fn name_bytes(&self) -> &[u8] {
        self.raw.as_deref().unwrap_or(self.name.as_bytes())
    }

    pub fn is_dir(&self) -> bool {
        self.name_bytes().ends_with(b"/")
    }

    /// Where the contents begin in the part, if known.
    pub fn data_offset(&self) -> Option<u64> {
        self.data
    }
}

/// An opened archive. Owns its source (a file read on demand, or bytes in memory), so that a 300 MB file is never loaded whole.
pub struct Archive {
    source: Source,
    label: String,
    entries: Vec<Entry>,
    /// Indices into `entries` by name; of equal names the preferred one first.
    order: Vec<u32>,
    directory: u64,
    odd: Oddities,
    /// Oddities that only reading contents shows.
    noticed: Mutex<Oddities>,
}

impl Archive {
    /// Reads the records. Never errs: a file that is no archive has no entries. `label` is the name of the part in places of gaps and anomalies.
    pub fn open(source: Source, label: &str, budget: &mut Budget) -> Read<Archive> {
        let mut odd = Oddities::new(label);
        let mut gaps = Vec::new();
        let dir = directory(&source, &mut odd, budget);
        if dir.cut {
            gaps.push(Gap::unreadable(
                "more entries than the budget allows; the rest was not read",
                label,
                &[Hides::Manifest, Hides::Sdks, Hides::Calls, Hides::Resources],
            ));
        }
        if !dir.central && !dir.records.is_empty() {
            gaps.push(Gap::unreadable(
                "no central directory; entries were collected from local headers",
                label,
                &[Hides::Sdks, Hides::Calls, Hides::Resources],
            ));
        }
        if dir.central {
            first_bytes(&source, &mut odd);
        }
        let start = dir.start;
        let entries = resolve(&source, dir, &mut odd);
        let mut archive = Archive {
            source,
            label: label.into(),
            order: Vec::new(),
            entries,
            directory: start,
            noticed: Mutex::new(Oddities::new(label)),
            odd,
        };
        archive.order_by_name();
        Read { value: archive, gaps }
    }

    /// Every record in order of the central directory, duplicates and directories included.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry Android would take for this exact name. Of duplicates (which Android refuses) the first whose contents begin as the name demands.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries_named(name).next()
    }

    /// All entries of this exact name, the preferred one first: callers may try each.
    pub fn entries_named(&self, name: &str) -> impl Iterator<Item = &Entry> {
        let range = self.range(name.as_bytes());
        self.order.get(range).unwrap_or(&[]).iter().filter_map(|&i| self.entries.get(i as usize))
    }

    /// The contents of an entry, as far as they can be produced within the budget. What is missing is a gap (LIM-10).
    pub fn read(&self, entry: &Entry, budget: &mut Budget) -> Read<Vec<u8>> {
        self.read_at_most(entry, ENTRY_CAP, budget)
    }

    /// The same with another limit for this entry.
    pub fn read_at_most(&self, entry: &Entry, most: u64, budget: &mut Budget) -> Read<Vec<u8>> {
        let Some(data) = entry.data else {
            return Read { value: Vec::new(), gaps: vec![self.gap(entry, "no local header found, contents not read")] };
        };
        let Some(content) = self.content(entry, data, &mut Spend { cap: most, budget }) else {
            return Read { value: Vec::new(), gaps: vec![self.gap(entry, "the contents begin beyond the end of the file")] };
        };
        let n = content.bytes.len();
        let why = match content.end {
            End::Whole => None,
            End::Short => Some(format!("contents end after {n} bytes, {} are stated", entry.size)),
            End::Damaged => Some(format!("compressed data is damaged after {n} bytes of contents, {} are stated", entry.size)),
            End::Cap => Some(format!("contents are larger than {most} bytes; the rest was not read")),
            End::Budget => Some(format!("the budget for unpacking ran out after {n} bytes of this entry")),
        };
        match content.end {
            End::Whole => self.compare(entry, data, &content.bytes),
            End::Short | End::Damaged => {
                let weight = if essential(&entry.name) { Weight::Refused } else { Weight::Odd };
                self.noticed().note("contents-damaged", weight, Some(&entry.name), data, format!("contents end after {n} bytes"));
            }
            End::Cap | End::Budget => {}
        }
        Read { value: content.bytes, gaps: why.map(|w| self.gap(entry, w)).into_iter().collect() }
    }

    /// The first `most` bytes of the contents, as far as they exist: for looking at magic numbers. Notes nothing.
    pub fn head(&self, entry: &Entry, most: u64) -> Vec<u8> {
        let mut budget = Budget::default();
        let content = entry.data.and_then(|data| self.content(entry, data, &mut Spend { cap: most, budget: &mut budget }));
        content.map(|c| c.bytes).unwrap_or_default()
    }

    /// The contents of an entry as a source that can be read in place, where they are stored unchanged.
    pub fn stored_source(&self, entry: &Entry) -> Option<Source> {
        let data = entry.data?;
        let here = entry.method == 0 && entry.size == entry.compressed && data.checked_add(entry.size)? <= self.source.len();
        here.then(|| self.source.window(data, entry.size))
    }

    /// Oddities found on opening, then those that reading contents showed so far (in order of place).
    pub fn anomalies(&self) -> Vec<Anomaly> {
        let mut out = self.odd.list();
        let mut noticed = self.noticed().list();
        noticed.sort_by(|a, b| (&a.place, &a.id, a.offset).cmp(&(&b.place, &b.id, b.offset)));
        out.extend(noticed);
        out
    }

    /// The name of the part in places of gaps and anomalies.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The bytes of the archive.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Offset of the first central record (the file's length where there is none).
    pub fn directory_offset(&self) -> u64 {
        self.directory
    }

    /// A view of the entries below `prefix`, with the prefix taken off their names: one module of an app bundle.
    pub(super) fn below(&self, prefix: &str, label: &str) -> Archive {
        let strip = |e: &Entry| {
            let raw = e.name_bytes().strip_prefix(prefix.as_bytes())?.to_vec();
            let (name, raw) = decode(raw);
            Some(Entry { name, raw, ..e.clone() })
        };
        let mut archive = Archive {
            source: self.source.clone(),
            label: label.into(),
            entries: self.entries.iter().filter_map(strip).filter(|e| !e.name_bytes().is_empty()).collect(),
            order: Vec::new(),
            directory: self.directory,
            odd: Oddities::new(label),
            noticed: Mutex::new(Oddities::new(label)),
        };
        archive.order_by_name();
        archive
    }

    fn gap(&self, entry: &Entry, what: impl Into<String>) -> Gap {
        Gap::unreadable(what, format!("{}!{}", self.label, short(&entry.name)), hidden_by(&entry.name))
    }

    /// The method decides; an unknown one is stored to Android's asset reader (ApkAssets: anything but deflate) and deflate to older ones.
    fn content(&self, entry: &Entry, data: u64, spend: &mut Spend) -> Option<Content> {
        let end = self.source.len();
        if data > end {
            return None;
        }
        // Contents cannot reach into the central directory, unless the entry lies behind it.
        let limit = if data <= self.directory { self.directory } else { end };
        let mut first = match entry.method {
            0 => self.plain(entry, data, spend),
            8 => inflated(&self.source, data, limit, entry.size, spend),
            _ => {
                let as_stored = entry.compressed == entry.size || has_magic(&self.source.get(data, 8));
                if as_stored {
                    stored(&self.source, data, entry.size, spend)
                } else {
                    let try_deflate = inflated(&self.source, data, limit, entry.size, spend);
                    if try_deflate.end != End::Damaged && try_deflate.end != End::Short {
                        return Some(try_deflate);
                    }
                    stored(&self.source, data, entry.size, spend)
                }
            }
        };
        // The method itself may be the lie: the other reading is taken only where the checksum proves it.
        let other = match (entry.method, first.end) {
            (8, End::Damaged | End::Short) => Some(stored(&self.source, data, entry.size.min(limit.saturating_sub(data)), spend)),
            (0, End::Short) => Some(inflated(&self.source, data, limit, entry.size, spend)),
            (0, End::Whole) if entry.compressed != entry.size && crc32(&first.bytes) != entry.crc32 => {
                Some(inflated(&self.source, data, limit, entry.size, spend))
            }
            _ => None,
        };
        if let Some(c) = other.filter(|c| c.end == End::Whole && !c.bytes.is_empty() && crc32(&c.bytes) == entry.crc32) {
            first = c;
        }
        Some(first)
    }

    /// Stored contents. Where the two sizes differ the checksum decides, else the uncompressed size (what Android maps).
    fn plain(&self, entry: &Entry, data: u64, spend: &mut Spend) -> Content {
        let mut c = stored(&self.source, data, entry.size.max(entry.compressed), spend);
        if entry.size != entry.compressed {
            let cut = |n: u64| c.bytes.get(..usize::try_from(n).ok()?);
            let right = |n: &u64| cut(*n).is_some_and(|b| crc32(b) == entry.crc32);
            let n = [entry.compressed, entry.size].into_iter().find(right).unwrap_or(entry.size);
            if c.bytes.len() as u64 >= n {
                c.bytes.truncate(usize::try_from(n).unwrap_or(usize::MAX));
                c.end = End::Whole;
            }
        }
        c
    }

    /// Notes contents that differ from what the record says. The lock is taken only then: entries are read in parallel.
    fn compare(&self, entry: &Entry, data: u64, bytes: &[u8]) {
        let crc = crc32(bytes);
        let here = Some(entry.name.as_str());
        if bytes.len() as u64 != entry.size {
            let weight = if essential(&entry.name) { Weight::Refused } else { Weight::Odd };
            self.noticed().note(
                "size-differs",
                weight,
                here,
                data,
                format!("{} bytes are stated, the contents have {}", entry.size, bytes.len()),
            );
        }
        if crc != entry.crc32 {
            let what = format!("checksum {:08x} is stated, the contents have {crc:08x}", entry.crc32);
            self.noticed().note("crc-wrong", Weight::Odd, here, data, what);
        }
    }

    fn noticed(&self) -> MutexGuard<'_, Oddities> {
        self.noticed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn key(&self, i: u32) -> &[u8] {
        self.entries.get(i as usize).map_or(&[], Entry::name_bytes)
    }

    fn range(&self, name: &[u8]) -> Range<usize> {
        let from = self.order.partition_point(|&i| self.key(i) < name);
        let to = self.order.partition_point(|&i| self.key(i) <= name);
        from..to
    }

    /// Sorts by name, notes equal names, and puts the preferred one of them first.
    fn order_by_name(&mut self) {
        let count = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let mut order: Vec<u32> = (0..count).collect();
        order.sort_by(|&a, &b| self.key(a).cmp(self.key(b)).then(a.cmp(&b)));
        let mut peeked = 0usize;
        let mut notes = Vec::new();
        for group in order.chunk_by_mut(|&a, &b| self.key(a) == self.key(b)).filter(|g| g.len() > 1) {
            let Some(entry) = group.first().and_then(|&i| self.entries.get(i as usize)) else { continue };
            notes.push((entry.name.clone(), entry.offset, group.len()));
            if let Some(fits) = magic_of(&entry.name)
                && peeked < PEEKED
            {
                let few = group.get(..group.len().min(PEEKED)).unwrap_or(&[]);
                peeked = peeked.saturating_add(few.len());
                let best = few.iter().position(|&i| self.entries.get(i as usize).is_some_and(|e| fits(&self.head(e, 16))));
                if let Some(front) = best.and_then(|b| group.get_mut(..=b)) {
                    front.rotate_right(1);
                }
            }
        }
        for (name, offset, n) in notes {
            self.odd.note("duplicate-entry", Weight::Refused, Some(&name), offset, format!("{n} entries have this name"));
        }
        self.order = order;
    }
}

/// What an entry that could not be read may hide.
fn hidden_by(name: &str) -> &'static [Hides] {
    match name {
        "AndroidManifest.xml" | "manifest/AndroidManifest.xml" => &[Hides::Manifest],
        n if n.ends_with(".dex") || n.ends_with(".jar") || n.ends_with(".apk") => &[Hides::Sdks, Hides::Calls, Hides::Flows],
        n if n.ends_with(".so") => &[Hides::Calls],
        _ => &[Hides::Resources],
    }
}

/// The entries without which no app runs: the installer itself opens them, so their local headers must agree.
pub(super) fn essential(name: &str) -> bool {
    name == "AndroidManifest.xml" || name == "resources.arsc" || is_root_dex(name) || name.starts_with("lib/") && name.ends_with(".so")
}

/// `classes.dex`, `classes2.dex` ..: the code that the system loads by itself.
pub(super) fn is_root_dex(name: &str) -> bool {
    name.starts_with("classes") && name.ends_with(".dex") && !name.contains('/')
}

fn is_axml(b: &[u8]) -> bool {
    // RES_XML_TYPE with the header size 8; the type itself may be 0 to 3 on files that Android takes.
    matches!(b, [0..=3, 0, 8, 0, ..])
}

fn has_magic(b: &[u8]) -> bool {
    b.starts_with(&[3, 0, 8, 0])
        || b.starts_with(&[2, 0, 12, 0])
        || b.starts_with(b"dex\n")
        || b.starts_with(b"PK\x03\x04")
        || b.starts_with(b"\x89PNG")
        || b.starts_with(b"\x7fELF")
}

/// How the contents of a well-known name begin.
fn magic_of(name: &str) -> Option<fn(&[u8]) -> bool> {
    match name {
        "AndroidManifest.xml" => Some(is_axml),
        "resources.arsc" => Some(|b| b.starts_with(&[2, 0, 12, 0])),
        n if n.ends_with(".dex") => Some(|b| b.starts_with(b"dex\n")),
        n if n.ends_with(".apk") => Some(|b| b.starts_with(b"PK")),
        _ => None,
    }
}

pub(super) fn decode(raw: Vec<u8>) -> (String, Option<Box<[u8]>>) {
    match String::from_utf8(raw) {
        Ok(name) => (name, None),
        Err(e) => {
            let raw = e.into_bytes();
            (String::from_utf8_lossy(&raw).into_owned(), Some(raw.into()))
        }
    }
}

/// libziparchive reads the first four bytes and refuses anything but a local header there (the answer to CVE-2017-13156, "Janus").
fn first_bytes(source: &Source, odd: &mut Oddities) {
    let first = source.get(0, 8);
    if first.starts_with(super::record::LOCAL) {
        return;
    }
    if first.starts_with(b"dex\n") {
        odd.note("dex-before-archive", Weight::Refused, None, 0, "the file is a DEX file and an archive at once (Janus, CVE-2017-13156)");
    } else {
        odd.note("leading-bytes", Weight::Refused, None, 0, "the file does not begin with a local header");
    }
}
