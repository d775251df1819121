//! Where an archive's bytes come from: a file read at positions, or bytes in memory. A window of either is a source too,
//! so an APK stored inside a bundle is read in place.
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::expect_used)]

use std::fs::File;
use std::io;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::bytes::hex;

#[derive(Clone)]
enum Kind {
    File(Arc<OnDisk>),
    Bytes(Arc<Vec<u8>>),
}

/// A range of bytes that can be read at any position, by several threads at once. Cloning shares the bytes.
#[derive(Clone)]
pub struct Source {
    kind: Kind,
    start: u64,
    len: u64,
}

impl Source {
    /// The file is read on demand and never loaded whole. Its length is taken once; a file cut short later only gives fewer bytes.
    pub fn file(file: File) -> io::Result<Source> {
        let len = file.metadata()?.len();
        Ok(Source { kind: Kind::File(Arc::new(OnDisk::new(file))), start: 0, len })
    }

    pub fn bytes(bytes: Vec<u8>) -> Source {
        let len = bytes.len() as u64;
        Source { kind: Kind::Bytes(Arc::new(bytes)), start: 0, len }
    }

    pub fn len(&self) -> u64 {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// A part of this source, cut to what exists.
    pub fn window(&self, at: u64, len: u64) -> Source {
        let at = at.min(self.len);
        Source { kind: self.kind.clone(), start: self.start.saturating_add(at), len: len.min(self.len.saturating_sub(at)) }
    }

    /// Fills `buf` from `at`; gives the number of bytes that exist. A read error counts as the end of the bytes.
    pub fn read_at(&self, at: u64, buf: &mut [u8]) -> usize {
        let want = self.len.saturating_sub(at).min(buf.len() as u64) as usize;
        let Some(buf) = buf.get_mut(..want) else { return 0 };
        let at = self.start.saturating_add(at);
        match &self.kind {
            Kind::Bytes(b) => {
                let from = usize::try_from(at).unwrap_or(usize::MAX);
                let Some(s) = b.get(from..from.saturating_add(want)) else { return 0 };
                buf.copy_from_slice(s);
                want
            }
            Kind::File(f) => {
                let mut done = 0usize;
                while let Some(rest) = buf.get_mut(done..).filter(|r| !r.is_empty()) {
                    match f.read_at(at.saturating_add(done as u64), rest) {
                        Ok(0) => break,
                        Ok(n) => done = done.saturating_add(n),
                        Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                        Err(_) => break,
                    }
                }
                done
            }
        }
    }

    /// At most `len` bytes from `at`, as far as they exist.
    pub fn get(&self, at: u64, len: u64) -> Vec<u8> {
        let want = len.min(self.len.saturating_sub(at));
        let mut buf = vec![0; usize::try_from(want).unwrap_or(0)];
        let n = self.read_at(at, &mut buf);
        buf.truncate(n);
        buf
    }

    /// SHA-256 over all bytes, read piece by piece.
    pub fn sha256(&self) -> String {
        let mut h = Sha256::new();
        let mut buf = vec![0; 1 << 16];
        let mut at = 0u64;
        loop {
            let n = self.read_at(at, &mut buf);
            let Some(s) = buf.get(..n).filter(|s| !s.is_empty()) else { break };
            h.update(s);
            at = at.saturating_add(n as u64);
        }
        hex(&h.finalize())
    }
}

/// A view that keeps the last stretch read, for many small reads close together.
pub(super) struct Window<'a> {
    source: &'a Source,
    step: u64,
    start: u64,
    buf: Vec<u8>,
}

impl<'a> Window<'a> {
    pub fn new(source: &'a Source, step: u64) -> Window<'a> {
        Window { source, step, start: 0, buf: Vec::new() }
    }

    /// `len` bytes from `at`, fewer only where the source ends.
    pub fn get(&mut self, at: u64, len: usize) -> &[u8] {
        let inside = at >= self.start && at.saturating_add(len as u64) <= self.start.saturating_add(self.buf.len() as u64);
        if !inside {
            let want = self.step.max(len as u64).min(self.source.len().saturating_sub(at));
            self.buf.resize(usize::try_from(want).unwrap_or(0), 0);
            let n = self.source.read_at(at, &mut self.buf);
            self.buf.truncate(n);
            self.start = at;
        }
        let from = usize::try_from(at.saturating_sub(self.start)).unwrap_or(usize::MAX);
        let rest = self.buf.get(from..).unwrap_or(&[]);
        rest.get(..len).unwrap_or(rest)
    }
}

/// Calls `found` for every place of `needle` in `from..to`, in order, until it says `false`.
pub(super) fn find_each(source: &Source, needle: &[u8], from: u64, to: u64, mut found: impl FnMut(u64) -> bool) {
    const STEP: u64 = 1 << 18;
    let finder = memchr::memmem::Finder::new(needle);
    let overlap = (needle.len() as u64).saturating_sub(1);
    let to = to.min(source.len());
    let mut at = from;
    while at < to {
        let piece = source.get(at, STEP.saturating_add(overlap).min(to.saturating_sub(at)));
        for p in finder.find_iter(&piece) {
            if !found(at.saturating_add(p as u64)) {
                return;
            }
        }
        at = at.saturating_add(STEP);
    }
}

#[cfg(unix)]
struct OnDisk(File);

#[cfg(unix)]
impl OnDisk {
    fn new(file: File) -> OnDisk {
        OnDisk(file)
    }

    fn read_at(&self, at: u64, buf: &mut [u8]) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(&self.0, buf, at)
    }
}

/// Without positioned reads the file's one cursor is locked.
#[cfg(not(unix))]
struct OnDisk(std::sync::Mutex<File>);

#[cfg(not(unix))]
impl OnDisk {
    fn new(file: File) -> OnDisk {
        OnDisk(std::sync::Mutex::new(file))
    }

    fn read_at(&self, at: u64, buf: &mut [u8]) -> io::Result<usize> {
        use std::io::{Read, Seek, SeekFrom};
        let mut f = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        f.seek(SeekFrom::Start(at))?;
        f.read(buf)
    }
}
