//! The records of a ZIP file (PKWARE APPNOTE 6.3): end of central directory, central records, local headers.
//! Fields are read as stated; what they are worth is decided by the archive.
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::oddity::{Oddities, Weight};
use super::source::{Source, Window, find_each};
use crate::budget::{Budget, Unit};
use crate::bytes::{u16_at, u32_at, u64_at};

pub(super) const LOCAL: &[u8; 4] = b"PK\x03\x04";
pub(super) const CENTRAL: &[u8; 4] = b"PK\x01\x02";
const END: &[u8; 4] = b"PK\x05\x06";
const END64: &[u8; 4] = b"PK\x06\x06";
const LOCATOR64: &[u8; 4] = b"PK\x06\x07";

/// The end of an APK signing block, right before the central directory.
pub(super) const SIGNING_MAGIC: &[u8; 16] = b"APK Sig Block 42";

pub(super) const LOCAL_LEN: u64 = 30;
const CENTRAL_LEN: u64 = 46;
const END_LEN: u64 = 22;
const LOCATOR64_LEN: u64 = 20;
const END64_LEN: u64 = 56;
/// The end record and the longest comment.
const TAIL: u64 = END_LEN + 0xFFFF;
/// End signatures looked at; a file may be full of them.
const ENDS: usize = 512;
/// Records read of one archive. The largest real apps have a hundred thousand; memory is taken for each.
const RECORDS: usize = 500_000;
/// Longer names are not believed where signatures are searched for.
const SCANNED_NAME: usize = 4096;

/// A central record, or a local header where no central directory is left.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    pub name: Vec<u8>,
    pub made_by: u16,
    pub flags: u16,
    pub method: u16,
    pub crc32: u32,
    pub compressed: u64,
    pub size: u64,
    pub external: u32,
    /// Offset of the local header as stated.
    pub offset: u64,
    /// Where this record itself stands.
    pub at: u64,
    pub extra_broken: bool,
    /// The name ran past the directory and was taken from the local header.
    pub name_cut: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct LocalHeader {
    pub flags: u16,
    pub method: u16,
    pub crc32: u32,
    pub compressed: u32,
    pub size: u32,
    /// As much of the name as was asked for.
    pub name: Vec<u8>,
    pub name_len: u16,
    pub extra_len: u16,
}

impl LocalHeader {
    pub fn has_name(&self, name: &[u8]) -> bool {
        self.name == name && usize::from(self.name_len) == name.len()
    }
}

/// What was found out about the whole file.
#[derive(Debug, Default)]
pub(super) struct Directory {
    pub records: Vec<Record>,
    /// Where the central directory begins; the file's length where there is none.
    pub start: u64,
    /// Added to stated offsets that lead nowhere: bytes put before the archive.
    pub shift: u64,
    /// Number of entries the end record states, where there is one.
    pub stated: Option<u64>,
    /// The central directory was read (else local headers only).
    pub central: bool,
    /// More records than the run may spend.
    pub cut: bool,
}

/// Finds the records: by the end record, else by scanning for central records, else by scanning for local headers.
pub(super) fn directory(source: &Source, odd: &mut Oddities, budget: &mut Budget) -> Directory {
    let ends = ends(source);
    let last = ends.last().copied();
    for &at in ends.iter().rev() {
        let Some(end) = EndRecord::read(source, at) else { continue };
        let Some(start) = end.directory(source) else { continue };
        if last != Some(at) {
            odd.note(
                "eocd-several",
                Weight::Refused,
                None,
                last,
                format!("the last end-of-central-directory signature leads nowhere; the one at {at} was used, Android takes the last"),
            );
        }
        return from_end(source, &end, start, odd, budget);
    }
    if let Some(at) = last {
        odd.note("eocd-broken", Weight::Refused, None, at, "no end-of-central-directory record leads to a central directory");
    } else {
        odd.note("eocd-missing", Weight::Refused, None, None, "no end-of-central-directory record");
    }
    let found = scan_central(source, budget);
    if !found.records.is_empty() {
        return found;
    }
    scan_local(source, budget)
}

/// Places of end signatures, in order: within the tail where the format allows them, else anywhere.
fn ends(source: &Source) -> Vec<u64> {
    let mut all = VecDeque::new();
    let mut collect = |from: u64| {
        find_each(source, END, from, source.len(), |at| {
            if all.len() >= ENDS {
                all.pop_front();
            }
            all.push_back(at);
            true
        });
        !all.is_empty()
    };
    let tail = source.len().saturating_sub(TAIL);
    if !collect(tail) && tail > 0 {
        collect(0);
    }
    all.into_iter().collect()
}

struct EndRecord {
    at: u64,
    disks: (u16, u16),
    count: u64,
    size: u64,
    offset: u64,
    comment: u64,
    /// Where the zip64 records begin.
    zip64: Option<u64>,
}

impl EndRecord {
    fn read(source: &Source, at: u64) -> Option<EndRecord> {
        let b = source.get(at, END_LEN);
        let mut end = EndRecord {
            at,
            disks: (u16_at(&b, 4)?, u16_at(&b, 6)?),
            count: u16_at(&b, 10)?.into(),
            size: u32_at(&b, 12)?.into(),
            offset: u32_at(&b, 16)?.into(),
            comment: u16_at(&b, 20)?.into(),
            zip64: None,
        };
        // The zip64 locator stands right before; its record where the locator says, or right before the locator.
        let locator_at = at.checked_sub(LOCATOR64_LEN);
        let locator = locator_at.map(|l| source.get(l, LOCATOR64_LEN)).filter(|l| l.starts_with(LOCATOR64));
        if let (Some(locator_at), Some(locator)) = (locator_at, locator) {
            let places = [u64_at(&locator, 8), locator_at.checked_sub(END64_LEN)];
            if let Some((place, b)) =
                places.into_iter().flatten().map(|p| (p, source.get(p, END64_LEN))).find(|(_, b)| b.starts_with(END64))
            {
                end.zip64 = Some(place);
                if end.count == 0xFFFF {
                    end.count = u64_at(&b, 32)?;
                }
                if end.size == 0xFFFF_FFFF {
                    end.size = u64_at(&b, 40)?;
                }
                if end.offset == 0xFFFF_FFFF {
                    end.offset = u64_at(&b, 48)?;
                }
            }
        }
        Some(end)
    }

    /// Where the directory must stop.
    fn limit(&self) -> u64 {
        self.zip64.filter(|z| *z < self.at).unwrap_or(self.at)
    }

    /// The place of the first central record: as stated, or so that the directory ends where the end record begins.
    fn directory(&self, source: &Source) -> Option<u64> {
        let relative = self.limit().checked_sub(self.size);
        [Some(self.offset), relative].into_iter().flatten().find(|&p| p < self.at && source.get(p, 4) == CENTRAL)
    }
}

fn from_end(source: &Source, end: &EndRecord, start: u64, odd: &mut Oddities, budget: &mut Budget) -> Directory {
    use Weight::{Odd, Refused};
    let at = end.at;
    let after = at.saturating_add(END_LEN).saturating_add(end.comment);
    if after > source.len() {
        odd.note(
            "eocd-comment-length",
            Refused,
            None,
            at,
            format!("the comment is stated to have {} bytes and ends beyond the file", end.comment),
        );
    } else if after < source.len() {
        odd.note(
            "trailing-bytes",
            Refused,
            None,
            after,
            format!("{} bytes follow the end of the archive", source.len().saturating_sub(after)),
        );
    }
    if end.disks != (0, 0) {
        odd.note("eocd-disk-number", Odd, None, at, format!("disk numbers {} and {} in a single file", end.disks.0, end.disks.1));
    }
    if let Some(z) = end.zip64 {
        odd.note("zip64", Odd, None, z, "zip64 end record; Android 10 refuses such a file, newer ones may not");
    }
    let (records, stop, broken, cut) = central_records(source, start, end.limit(), budget);
    if let Some(p) = broken {
        odd.note("central-directory-broken", Refused, None, p, "bytes inside the central directory that are no record");
    }
    if start != end.offset {
        odd.note(
            "central-directory-offset",
            Refused,
            None,
            at,
            format!("the central directory is stated at {} and stands at {start}", end.offset),
        );
    }
    let stated_end = end.offset.saturating_add(end.size);
    if stated_end > at || stated_end < stop && start == end.offset {
        odd.note(
            "central-directory-size",
            Refused,
            None,
            at,
            format!("the central directory is stated to have {} bytes; its records have {}", end.size, stop.saturating_sub(start)),
        );
    }
    if stop < end.limit() && broken.is_none() && !cut {
        // Verification of scheme v2 and later refuses the gap (AOSP, ApkSigningBlockUtils); without a signing block nothing looks at it.
        let signed = start.checked_sub(16).is_some_and(|m| source.get(m, 16) == SIGNING_MAGIC);
        let what = format!("{} bytes between central directory and end record", end.limit().saturating_sub(stop));
        odd.note("central-directory-gap", if signed { Refused } else { Odd }, None, stop, what);
    }
    let n = records.len() as u64;
    // Files of more than 65,535 entries without zip64 count modulo 65,536.
    if end.count != n && !cut && end.count != n & 0xFFFF {
        let weight = if end.count > n { Refused } else { Odd };
        odd.note("eocd-entry-count", weight, None, at, format!("{} entries are stated, {n} records are there", end.count));
    }
    Directory { shift: start.saturating_sub(end.offset), records, start, stated: Some(end.count), central: true, cut }
}

/// Every record from `start` to `limit`: (records, end of the last, first place that is no record, budget ran out).
/// After bytes that are no record the search goes on behind them.
fn central_records(source: &Source, start: u64, limit: u64, budget: &mut Budget) -> (Vec<Record>, u64, Option<u64>, bool) {
    let mut w = Window::new(source, 1 << 16);
    let (mut records, mut at, mut stop, mut broken) = (Vec::new(), start, start, None);
    while at < limit {
        match central_record(&mut w, at, limit) {
            Some((r, next)) => {
                if records.len() >= RECORDS || !budget.take(Unit::Entries, 1) {
                    return (records, stop, broken, true);
                }
                if stop != at && broken.is_none() {
                    broken = Some(stop);
                }
                records.push(r);
                (at, stop) = (next, next);
            }
            None => {
                let Some(p) = next_central(source, &mut w, at.saturating_add(1), limit) else { break };
                if !budget.take(Unit::Entries, 1) {
                    return (records, stop, broken, true);
                }
                at = p;
            }
        }
    }
    (records, stop.min(limit), broken, false)
}

/// The next central signature: close by through the window, so that many small breaks cost little, else anywhere before `limit`.
fn next_central(source: &Source, w: &mut Window, from: u64, limit: u64) -> Option<u64> {
    let near = memchr::memmem::find(w.get(from, 512), CENTRAL).map(|p| from.saturating_add(p as u64));
    let mut next = near.filter(|p| *p < limit);
    if near.is_none() {
        find_each(source, CENTRAL, from, limit, |p| {
            next = Some(p);
            false
        });
    }
    next
}

/// One central record (APPNOTE 4.3.12) and the place after it.
fn central_record(w: &mut Window, at: u64, limit: u64) -> Option<(Record, u64)> {
    let b = w.get(at, CENTRAL_LEN as usize);
    if !b.starts_with(CENTRAL) {
        return None;
    }
    let (name_len, extra_len, comment_len) = (u16_at(b, 28)?, u16_at(b, 30)?, u16_at(b, 32)?);
    let mut r = Record {
        made_by: u16_at(b, 4)?,
        flags: u16_at(b, 8)?,
        method: u16_at(b, 10)?,
        crc32: u32_at(b, 16)?,
        compressed: u32_at(b, 20)?.into(),
        size: u32_at(b, 24)?.into(),
        external: u32_at(b, 38)?,
        offset: u32_at(b, 42)?.into(),
        at,
        ..Record::default()
    };
    let name_at = at.saturating_add(CENTRAL_LEN);
    let extra_at = name_at.saturating_add(name_len.into());
    let next = extra_at.saturating_add(extra_len.into()).saturating_add(comment_len.into());
    if extra_at > limit {
        // The search for the next signature goes on behind the fixed fields.
        r.name_cut = true;
        return Some((r, name_at));
    }
    r.name = w.get(name_at, name_len.into()).to_vec();
    if extra_len > 0 {
        let extra = w.get(extra_at, extra_len.into()).to_vec();
        r.extra_broken = !zip64_extra(&extra, &mut r);
    }
    // A record that runs over the next one (lengths lie) is followed by the search for the next signature.
    Some((r, if next > limit { extra_at } else { next }))
}

/// Takes sizes and offset from the zip64 extra field (APPNOTE 4.5.3) where the record says so. `false`: the fields do not add up.
fn zip64_extra(extra: &[u8], r: &mut Record) -> bool {
    let mut at = 0usize;
    // Up to three bytes of padding are what zipalign leaves.
    while extra.len().saturating_sub(at) > 3 {
        let (Some(id), Some(len)) = (u16_at(extra, at), u16_at(extra, at.saturating_add(2))) else { return false };
        at = at.saturating_add(4);
        let end = at.saturating_add(len.into());
        let Some(body) = extra.get(at..end) else { return false };
        if id == 0x0001 {
            let mut p = 0usize;
            for field in [&mut r.size, &mut r.compressed, &mut r.offset] {
                if *field == 0xFFFF_FFFF {
                    let Some(v) = u64_at(body, p) else { return false };
                    *field = v;
                    p = p.saturating_add(8);
                }
            }
        }
        at = end;
    }
    true
}

/// The local header at `at` (APPNOTE 4.3.7), with at most `most` bytes of its name: thousands of records may lead to one header of a long name.
pub(super) fn local_header(w: &mut Window, at: u64, most: usize) -> Option<LocalHeader> {
    let b = w.get(at, LOCAL_LEN as usize);
    if !b.starts_with(LOCAL) {
        return None;
    }
    let name_len = u16_at(b, 26)?;
    let mut h = LocalHeader {
        flags: u16_at(b, 6)?,
        method: u16_at(b, 8)?,
        crc32: u32_at(b, 14)?,
        compressed: u32_at(b, 18)?,
        size: u32_at(b, 22)?,
        extra_len: u16_at(b, 28)?,
        name_len,
        name: Vec::new(),
    };
    h.name = w.get(at.saturating_add(LOCAL_LEN), usize::from(name_len).min(most)).to_vec();
    Some(h)
}

/// No usable end record: every central record that leads to a local header.
fn scan_central(source: &Source, budget: &mut Budget) -> Directory {
    let mut dir = Directory { central: true, start: source.len(), ..Directory::default() };
    let mut w = Window::new(source, 1 << 16);
    let mut behind = 0u64;
    find_each(source, CENTRAL, 0, source.len(), |at| {
        if at < behind {
            return true;
        }
        if dir.records.len() >= RECORDS || !budget.take(Unit::Entries, 1) {
            dir.cut = true;
            return false;
        }
        let name_len = u16_at(w.get(at, CENTRAL_LEN as usize), 28).unwrap_or(0);
        if usize::from(name_len) <= SCANNED_NAME
            && let Some((r, next)) = central_record(&mut w, at, source.len())
            && !r.name.is_empty()
            && source.get(r.offset, 4) == LOCAL
        {
            dir.start = dir.start.min(at);
            behind = next;
            dir.records.push(r);
        }
        true
    });
    dir
}

/// No central directory at all: the local headers, each reaching to the next signature.
fn scan_local(source: &Source, budget: &mut Budget) -> Directory {
    let mut dir = Directory { start: source.len(), ..Directory::default() };
    let mut w = Window::new(source, 1 << 13);
    let mut behind = 0u64;
    let mut open_ended: Option<usize> = None;
    find_each(source, LOCAL, 0, source.len(), |at| {
        if at < behind {
            return true;
        }
        if dir.records.len() >= RECORDS || !budget.take(Unit::Entries, 1) {
            dir.cut = true;
            return false;
        }
        let Some(h) = local_header(&mut w, at, SCANNED_NAME).filter(|h| !h.name.is_empty() && h.name.len() == usize::from(h.name_len))
        else {
            return true;
        };
        if let Some(r) = open_ended.take().and_then(|i| dir.records.get_mut(i)) {
            let head = r.offset.saturating_add(LOCAL_LEN).saturating_add(r.name.len() as u64);
            r.compressed = at.saturating_sub(head);
        }
        let mut r = Record {
            flags: h.flags,
            method: h.method,
            crc32: h.crc32,
            compressed: h.compressed.into(),
            size: h.size.into(),
            offset: at,
            at,
            ..Record::default()
        };
        let data = at.saturating_add(LOCAL_LEN).saturating_add(h.name.len() as u64).saturating_add(h.extra_len.into());
        let end = data.saturating_add(r.compressed);
        if r.compressed == 0 && (h.flags & 8 != 0 || h.size != 0) || end > source.len() {
            r.compressed = source.len().saturating_sub(data);
            open_ended = Some(dir.records.len());
            // Names do not overlap, so that they cannot add up to more than the file.
            behind = data.saturating_sub(h.extra_len.into());
        } else {
            behind = end;
        }
        r.name = h.name;
        dir.records.push(r);
        true
    });
    dir
}

/// The first local header of each of the names, wherever it stands: for records whose stated offset leads nowhere. One pass over the file.
pub(super) fn local_headers_of<'n>(source: &Source, names: impl Iterator<Item = &'n [u8]>) -> BTreeMap<&'n [u8], u64> {
    let wanted: BTreeSet<&[u8]> = names.filter(|n| !n.is_empty() && n.len() <= SCANNED_NAME).collect();
    let lengths: BTreeSet<usize> = wanted.iter().map(|n| n.len()).collect();
    let mut out = BTreeMap::new();
    let mut w = Window::new(source, 1 << 13);
    find_each(source, LOCAL, 0, source.len(), |at| {
        let len = usize::from(u16_at(w.get(at, LOCAL_LEN as usize), 26).unwrap_or(0));
        if lengths.contains(&len)
            && let Some(name) = wanted.get(w.get(at.saturating_add(LOCAL_LEN), len))
        {
            out.entry(*name).or_insert(at);
        }
        out.len() < wanted.len()
    });
    out
}
