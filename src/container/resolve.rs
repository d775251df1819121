//! Central records held against local headers: where each entry's contents begin, and what the two disagree in.
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::expect_used)]

use super::oddity::{Oddities, Weight, short};
use super::record::{Directory, LOCAL_LEN, LocalHeader, Record, local_header, local_headers_of};
use super::source::{Source, Window};
use super::zip::{Entry, decode, essential};

/// Entries with the place of their contents; notes whatever the records disagree in. Records are used up one by one: there may be many.
pub(super) fn resolve(source: &Source, dir: Directory, odd: &mut Oddities) -> Vec<Entry> {
    let Directory { records, start: directory, shift, stated, central, .. } = dir;
    let whole = Whole { source, stated, count: records.len() as u64, central };
    let mut w = Window::new(source, 1 << 13);
    let mut out = Vec::with_capacity(records.len());
    let mut headers = Vec::with_capacity(records.len());
    let mut lost: Vec<(usize, Record)> = Vec::new();
    for (i, mut r) in records.into_iter().enumerate() {
        let header = stated_header(&mut w, &r, shift);
        let raw = match &header {
            None => r.name.clone(),
            Some((_, h)) if r.name_cut => h.name.clone(),
            Some(_) => std::mem::take(&mut r.name),
        };
        let (name, raw) = decode(raw);
        let mut entry =
            Entry { name, raw, compressed: r.compressed, size: r.size, crc32: r.crc32, method: r.method, offset: r.offset, data: None };
        whole.note_record(odd, &r, &entry, i as u64);
        match header {
            Some((at, h)) => {
                headers.push(at);
                whole.place(odd, &r, &mut entry, at, &h);
            }
            None => lost.push((i, r)),
        }
        out.push(entry);
    }
    if !lost.is_empty() {
        let elsewhere = local_headers_of(source, lost.iter().map(|(_, r)| r.name.as_slice()));
        for (i, r) in &lost {
            let Some(entry) = out.get_mut(*i) else { continue };
            let found = elsewhere.get(r.name.as_slice()).and_then(|&at| Some((at, local_header(&mut w, at, r.name.len())?)));
            let weight = if essential(&entry.name) || r.offset >= directory { Weight::Refused } else { Weight::Odd };
            let how = if found.is_some() { "; found by its name elsewhere" } else { "" };
            odd.note(
                "local-header-missing",
                weight,
                Some(&entry.name),
                r.at,
                format!("no local header at the stated offset {}{how}", r.offset),
            );
            if let Some((at, h)) = found {
                headers.push(at);
                whole.place(odd, r, entry, at, &h);
            }
        }
    }
    note_shared(odd, headers);
    note_lookalikes(odd, &out);
    out
}

/// The local header where the record says it is; where bytes were put before the archive, so much further.
fn stated_header(w: &mut Window, r: &Record, shift: u64) -> Option<(u64, LocalHeader)> {
    let most = if r.name_cut { 4096 } else { r.name.len().max(64) };
    let here = local_header(w, r.offset, most).map(|h| (r.offset, h));
    if shift == 0 || here.as_ref().is_some_and(|(_, h)| h.has_name(&r.name)) {
        return here;
    }
    let at = r.offset.saturating_add(shift);
    let there = local_header(w, at, most).filter(|h| here.is_none() || h.has_name(&r.name));
    there.map(|h| (at, h)).or(here)
}

/// What the records are held against.
struct Whole<'a> {
    source: &'a Source,
    stated: Option<u64>,
    count: u64,
    central: bool,
}

impl Whole<'_> {
    /// Sets where the contents of an entry begin: after name and extra field of its local header at `at`.
    fn place(&self, odd: &mut Oddities, r: &Record, entry: &mut Entry, at: u64, h: &LocalHeader) {
        let after_name = at.saturating_add(LOCAL_LEN).saturating_add(h.name_len.into());
        let start = after_name.saturating_add(h.extra_len.into());
        let fits = |from: u64| from.saturating_add(r.compressed) <= self.source.len();
        entry.offset = at;
        entry.data = Some(start);
        if !fits(start) && fits(after_name) {
            let weight = if essential(&entry.name) { Weight::Refused } else { Weight::Odd };
            odd.note(
                "local-extra-length",
                weight,
                Some(&entry.name),
                at,
                format!("an extra field of {} bytes puts the contents beyond the file", h.extra_len),
            );
            entry.data = Some(after_name);
        }
        if self.central {
            self.note_local(odd, r, entry, at, h);
        }
    }

    /// Oddities of one central record.
    fn note_record(&self, odd: &mut Oddities, r: &Record, entry: &Entry, index: u64) {
        use Weight::{Odd, Refused};
        let name = entry.name.as_str();
        let here = Some(name);
        if r.name_cut {
            odd.note("name-length", Refused, here, r.at, "the name reaches beyond the central directory");
        }
        if entry.raw.is_some() || name.contains('\0') {
            odd.note("name-invalid", Refused, here, r.at, "the name is not UTF-8 or contains a NUL");
        }
        if name.split(['/', '\\']).any(|s| s == "..") || name.starts_with('/') || name.as_bytes().get(1) == Some(&b':') {
            odd.note("name-traversal", Odd, here, r.at, "the name leads out of the folder it would be unpacked to");
        }
        if name.len() > 512 {
            odd.note("name-long", Odd, here, r.at, format!("the name has {} bytes", name.len()));
        }
        if r.extra_broken {
            odd.note("extra-field", Odd, here, r.at, "the extra field of the central record does not add up");
        }
        if r.method != 0 && r.method != 8 {
            odd.note(
                "method-unknown",
                Odd,
                here,
                r.at,
                format!("compression method {}; Android reads such an entry as stored, most tools not at all", r.method),
            );
        }
        if r.flags & 1 != 0 {
            odd.note("encrypted-flag", Odd, here, r.at, "marked as encrypted; Android ignores the mark");
        }
        if r.method == 0 && r.compressed != r.size && self.central {
            let weight = if essential(name) { Refused } else { Odd };
            odd.note("stored-sizes-differ", weight, here, r.at, format!("stored, but of {} and {} bytes", r.compressed, r.size));
        }
        let unix = r.made_by >> 8 == 3;
        if unix && r.external >> 28 == 0xA {
            odd.note("symlink", Odd, here, r.at, "marked as a symbolic link");
        }
        if essential(name) && self.stated.is_some_and(|n| index >= n && n != self.count & 0xFFFF) {
            odd.note(
                "entry-beyond-count",
                Refused,
                here,
                r.at,
                "lies beyond the number of entries that the end record states; Android does not see it",
            );
        }
    }

    /// Differences between central record and local header. libziparchive compares when it opens an entry, so only entries that the installer opens count as refused.
    fn note_local(&self, odd: &mut Oddities, r: &Record, entry: &Entry, at: u64, h: &LocalHeader) {
        let name = entry.name.as_str();
        let weight = if essential(name) { Weight::Refused } else { Weight::Odd };
        let here = Some(name);
        if !h.has_name(entry.name_bytes()) && !r.name_cut {
            odd.note(
                "local-name-differs",
                weight,
                here,
                at,
                format!("the local header says {:?}", short(&String::from_utf8_lossy(&h.name))),
            );
        }
        if h.method != r.method {
            odd.note(
                "local-method-differs",
                Weight::Odd,
                here,
                at,
                format!("method {} in the local header, {} in the central record", h.method, r.method),
            );
        }
        if h.flags & 1 != 0 && r.flags & 1 == 0 {
            odd.note("encrypted-flag", Weight::Odd, here, at, "the local header is marked as encrypted; Android ignores the mark");
        }
        // Bit 3: the sizes follow the contents in a data descriptor.
        let differ = |l: u32, c: u64| l != 0xFFFF_FFFF && u64::from(l) != c;
        if h.flags & 8 == 0 && (differ(h.compressed, r.compressed) || differ(h.size, r.size) || h.crc32 != r.crc32) {
            let what = format!(
                "sizes {}/{} and checksum {:08x} in the local header, {}/{} and {:08x} in the central record",
                h.compressed, h.size, h.crc32, r.compressed, r.size, r.crc32
            );
            odd.note("local-sizes-differ", weight, here, at, what);
        }
        if entry.data.unwrap_or(0).saturating_add(r.compressed) > self.source.len() {
            odd.note("size-beyond-file", weight, here, at, format!("{} bytes of contents are stated, the file ends before", r.compressed));
        }
    }
}

/// Several records that share one local header: how overlapping bombs are made.
fn note_shared(odd: &mut Oddities, mut headers: Vec<u64>) {
    headers.sort_unstable();
    for group in headers.chunk_by(|a, b| a == b).filter(|g| g.len() > 1) {
        let at = group.first().copied();
        odd.note("shared-contents", Weight::Odd, None, at, format!("{} entries share the local header at one place", group.len()));
    }
}

/// Names made to be mistaken for those of the app's own files.
fn note_lookalikes(odd: &mut Oddities, entries: &[Entry]) {
    for e in entries {
        let (name, dir) = match e.name.strip_suffix('/') {
            Some(n) => (n, true),
            None => (e.name.as_str(), false),
        };
        if dir && essential(name) {
            odd.note(
                "directory-lookalike",
                Weight::Odd,
                Some(&e.name),
                e.offset,
                "a directory entry with the name of one of the app's own files",
            );
        } else if !dir && !essential(name) {
            let own = ["AndroidManifest.xml", "resources.arsc", "classes.dex"].into_iter().find(|o| o.eq_ignore_ascii_case(name));
            if let Some(own) = own {
                odd.note("case-lookalike", Weight::Odd, Some(&e.name), e.offset, format!("differs from {own} in case only"));
            }
        }
    }
}
