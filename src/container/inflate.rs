//! Producing an entry's contents. Memory follows the bytes produced, never the bytes declared.
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::expect_used)]

use flate2::{Decompress, FlushDecompress, Status};

use super::source::Source;
use crate::budget::{Budget, Unit};

/// How the production ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The stream said so, or all stored bytes were there.
    Whole,
    /// The file ends inside the contents.
    Short,
    /// No valid deflate stream from here on.
    Damaged,
    /// More than an entry may have.
    Cap,
    /// More than the run may spend.
    Budget,
}

pub(super) struct Content {
    pub bytes: Vec<u8>,
    pub end: End,
}

/// What one entry may spend.
pub(super) struct Spend<'a> {
    pub cap: u64,
    pub budget: &'a mut Budget,
}

const PIECE: u64 = 1 << 16;

/// `len` bytes as they stand.
pub(super) fn stored(source: &Source, at: u64, len: u64, spend: &mut Spend) -> Content {
    let there = len.min(source.len().saturating_sub(at));
    let within = there.min(spend.cap);
    let affordable = within.min(spend.budget.left(Unit::Inflated));
    spend.budget.take(Unit::Inflated, within);
    let bytes = source.get(at, affordable);
    let end = if affordable < within {
        End::Budget
    } else if within < there {
        End::Cap
    } else if (bytes.len() as u64) < len {
        End::Short
    } else {
        End::Whole
    };
    Content { bytes, end }
}

/// Raw deflate (RFC 1951) from `at`. The stream's own end decides; `limit` is where input physically ends and `declared` only a hint.
pub(super) fn inflated(source: &Source, at: u64, limit: u64, declared: u64, spend: &mut Spend) -> Content {
    let mut z = Decompress::new(false);
    let mut input = vec![0u8; usize::try_from(PIECE.min(limit.saturating_sub(at))).unwrap_or(0)];
    let mut piece = vec![0u8; PIECE as usize];
    // One allocation for honest entries; a declared size is trusted up to eight times the bytes that exist (and the cap).
    let honest = declared <= limit.saturating_sub(at).saturating_mul(8) && declared <= spend.cap;
    let mut bytes = Vec::with_capacity(if honest { usize::try_from(declared).unwrap_or(0) } else { 0 });
    let mut pos = at;
    let (mut have, mut used) = (0usize, 0usize);
    let end = loop {
        if used == have {
            let want = usize::try_from(limit.saturating_sub(pos).min(PIECE)).unwrap_or(0);
            have = input.get_mut(..want).map_or(0, |b| source.read_at(pos, b));
            used = 0;
            pos = pos.saturating_add(have as u64);
        }
        let (in0, out0) = (z.total_in(), z.total_out());
        let status = z.decompress(input.get(used..have).unwrap_or(&[]), &mut piece, FlushDecompress::None);
        used = used.saturating_add(usize::try_from(z.total_in().saturating_sub(in0)).unwrap_or(0));
        let made = usize::try_from(z.total_out().saturating_sub(out0)).unwrap_or(0);
        let room = spend.cap.saturating_sub(bytes.len() as u64);
        let affordable = (made as u64).min(room).min(spend.budget.left(Unit::Inflated));
        bytes.extend_from_slice(piece.get(..usize::try_from(affordable).unwrap_or(0)).unwrap_or(&[]));
        if !spend.budget.take(Unit::Inflated, (made as u64).min(room)) {
            break End::Budget;
        }
        if made as u64 > room {
            break End::Cap;
        }
        match status {
            Ok(Status::StreamEnd) => break End::Whole,
            Err(_) => break End::Damaged,
            Ok(_) if made == 0 && z.total_in() == in0 && have == 0 => break End::Short,
            Ok(_) if made == 0 && z.total_in() == in0 && used < have => break End::Damaged,
            Ok(_) => {}
        }
    };
    Content { bytes, end }
}

pub(super) fn crc32(bytes: &[u8]) -> u32 {
    let mut c = flate2::Crc::new();
    c.update(bytes);
    c.sum()
}
