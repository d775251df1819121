//! Reading little-endian numbers from untrusted bytes. Every reader returns `None` past the end; nothing panics.

use sha2::{Digest, Sha256};

pub fn u8_at(b: &[u8], at: usize) -> Option<u8> {
    b.get(at).copied()
}

pub fn u16_at(b: &[u8], at: usize) -> Option<u16> {
    let s = b.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(s.try_into().ok()?))
}

pub fn u32_at(b: &[u8], at: usize) -> Option<u32> {
    let s = b.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(s.try_into().ok()?))
}

pub fn u64_at(b: &[u8], at: usize) -> Option<u64> {
    let s = b.get(at..at.checked_add(8)?)?;
    Some(u64::from_le_bytes(s.try_into().ok()?))
}

/// `len` bytes from `at`, if all of them exist.
pub fn slice_at(b: &[u8], at: usize, len: usize) -> Option<&[u8]> {
    b.get(at..at.checked_add(len)?)
}

/// An unsigned LEB128 number of at most five bytes (DEX format, "LEB128"), and the offset after it.
pub fn uleb128_at(b: &[u8], at: usize) -> Option<(u32, usize)> {
    let mut value = 0u32;
    let mut pos = at;
    for shift in [0u32, 7, 14, 21, 28] {
        let byte = *b.get(pos)?;
        pos = pos.checked_add(1)?;
        value |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some((value, pos));
        }
    }
    None
}

/// Lower-case hex of bytes.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut s, b| {
        let _ = write!(s, "{b:02x}");
        s
    })
}

/// SHA-256 as lower-case hex, without prefix.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The first 16 hex digits of SHA-256 over the parts, each ended by a NUL so that ("ab","c") and ("a","bc") differ.
/// Report contract, "Ids".
pub fn short_id(prefix: &str, parts: &[&str]) -> String {
    let mut h = Sha256::new();
    for p in parts {
        h.update(p.as_bytes());
        h.update([0u8]);
    }
    format!("{prefix}-{}", &hex(&h.finalize())[..16])
}
