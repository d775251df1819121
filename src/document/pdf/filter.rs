//! Stream filters (ISO 32000-1, 7.4) that text needs. Every byte produced is paid for from the budget.

use flate2::{Decompress, FlushDecompress};

use super::object::{Dict, Object, is_space};
use crate::budget::{Budget, Unit};

/// Bytes as they come out of the filters; `None` where a filter is not for text (images) or not known.
pub(super) fn decode(dict: &Dict, raw: &[u8], resolve: &dyn Fn(&Object) -> Object, budget: &mut Budget) -> Option<Vec<u8>> {
    let get = |keys: [&[u8]; 2]| keys.iter().find_map(|k| dict.get(*k)).map(resolve);
    let list = |o: Option<Object>| match o {
        Some(Object::Array(a)) => a.iter().map(resolve).collect(),
        Some(Object::Null) | None => Vec::new(),
        Some(one) => vec![one],
    };
    let filters = list(get([b"Filter", b"F"]));
    let parameters = list(get([b"DecodeParms", b"DP"]));
    let mut data = raw.to_vec();
    for (n, filter) in filters.iter().take(8).enumerate() {
        let empty = Dict::new();
        let with = parameters.get(n).and_then(Object::dict).unwrap_or(&empty);
        data = match filter.name()? {
            b"FlateDecode" | b"Fl" => unpredict(inflate(&data, budget)?, with, resolve),
            b"LZWDecode" | b"LZW" => {
                let early = with.get(b"EarlyChange".as_slice()).map(resolve).and_then(|o| o.number()).unwrap_or(1.0) != 0.0;
                unpredict(lzw(&data, early, budget)?, with, resolve)
            }
            b"ASCIIHexDecode" | b"AHx" => ascii_hex(&data),
            b"ASCII85Decode" | b"A85" => ascii85(&data),
            b"RunLengthDecode" | b"RL" => run_length(&data, budget)?,
            _ => return None,
        };
    }
    Some(data)
}

/// Inflates as far as the data go: what a damaged stream yields before the damage is text too.
fn inflate(data: &[u8], budget: &mut Budget) -> Option<Vec<u8>> {
    let out = inflate_as(data, true, budget)?;
    // Some writers leave the zlib header out.
    if out.is_empty() { inflate_as(data, false, budget) } else { Some(out) }
}

fn inflate_as(data: &[u8], zlib: bool, budget: &mut Budget) -> Option<Vec<u8>> {
    let mut state = Decompress::new(zlib);
    let mut out: Vec<u8> = Vec::new();
    let mut chunk = vec![0u8; 1 << 16];
    loop {
        let (before_in, before_out) = (state.total_in(), state.total_out());
        let from = usize::try_from(before_in).ok()?;
        let status = state.decompress(data.get(from..)?, &mut chunk, FlushDecompress::None);
        let made = usize::try_from(state.total_out().saturating_sub(before_out)).ok()?;
        if !budget.take(Unit::Inflated, made as u64) {
            return None;
        }
        out.extend_from_slice(chunk.get(..made)?);
        let stuck = made == 0 && state.total_in() == before_in;
        if stuck || !matches!(status, Ok(flate2::Status::Ok)) {
            return Some(out);
        }
    }
}

fn lzw(data: &[u8], early: bool, budget: &mut Budget) -> Option<Vec<u8>> {
    let mut out: Vec<u8> = Vec::new();
    // Each entry is a range of `out`: where the sequence was first written.
    let mut table: Vec<(usize, usize)> = Vec::new();
    let (mut bits, mut have, mut width) = (0u32, 0u32, 9u32);
    let mut previous: Option<(usize, usize)> = None;
    for b in data {
        bits = bits << 8 | u32::from(*b);
        have = have.saturating_add(8);
        if have < width {
            continue;
        }
        have = have.saturating_sub(width);
        let code = (bits >> have) & ((1 << width) - 1);
        bits &= (1 << have) - 1;
        match code {
            256 => {
                table.clear();
                width = 9;
                previous = None;
                continue;
            }
            257 => break,
            _ => {}
        }
        let start = out.len();
        if let Ok(byte) = u8::try_from(code) {
            out.push(byte);
        } else {
            let index = usize::try_from(code).ok()?.checked_sub(258)?;
            let (from, length) = match table.get(index) {
                Some(known) => *known,
                // The sequence being defined: the last one and its first byte.
                None => previous.map(|(f, l)| (f, l.saturating_add(1)))?,
            };
            for i in from..from.saturating_add(length) {
                let byte = out.get(i).copied()?;
                out.push(byte);
            }
        }
        let made = out.len().saturating_sub(start);
        if !budget.take(Unit::Inflated, made as u64) {
            return None;
        }
        if let Some((from, length)) = previous
            && table.len() < 4096
        {
            // The last sequence and the first byte of this one lie side by side.
            table.push((from, length.saturating_add(1)));
        }
        previous = Some((start, made));
        let next = table.len().saturating_add(258).saturating_add(usize::from(early));
        width = match next {
            2048.. => 12,
            1024.. => 11,
            512.. => 10,
            _ => 9,
        };
    }
    Some(out)
}

fn ascii_hex(data: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> =
        data.iter().take_while(|b| **b != b'>').filter_map(|b| char::from(*b).to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    digits.chunks(2).map(|p| p.first().copied().unwrap_or(0) << 4 | p.get(1).copied().unwrap_or(0)).collect()
}

fn ascii85(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut group: Vec<u32> = Vec::with_capacity(5);
    let mut put = |group: &mut Vec<u32>| {
        let digits = group.len();
        if digits < 2 {
            return;
        }
        group.resize(5, 84);
        let value = group.iter().fold(0u64, |v, d| v.wrapping_mul(85).wrapping_add(u64::from(*d)));
        let bytes = u32::try_from(value & 0xffff_ffff).unwrap_or(0).to_be_bytes();
        out.extend(bytes.iter().take(digits.saturating_sub(1)));
        group.clear();
    };
    for b in data.iter().copied().filter(|b| !is_space(*b)) {
        match b {
            b'~' => break,
            b'z' if group.is_empty() => {
                group.extend([0; 5]);
                put(&mut group);
            }
            b'!'..=b'u' => {
                group.push(u32::from(b.saturating_sub(b'!')));
                if group.len() == 5 {
                    put(&mut group);
                }
            }
            _ => {}
        }
    }
    put(&mut group);
    out
}

fn run_length(data: &[u8], budget: &mut Budget) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut input = data.iter().copied();
    while let Some(length) = input.next() {
        let made = match length {
            128 => break,
            0..=127 => usize::from(length).saturating_add(1),
            _ => 257usize.saturating_sub(usize::from(length)),
        };
        if !budget.take(Unit::Inflated, made as u64) {
            return None;
        }
        if length < 128 {
            out.extend(input.by_ref().take(made));
        } else {
            let Some(b) = input.next() else { break };
            out.resize(out.len().saturating_add(made), b);
        }
    }
    Some(out)
}

/// Undoes the predictors of 7.4.4.4.
fn unpredict(data: Vec<u8>, with: &Dict, resolve: &dyn Fn(&Object) -> Object) -> Vec<u8> {
    let number = |key: &[u8], otherwise: usize| {
        let value = with.get(key).map(resolve).and_then(|o| o.number());
        value.filter(|n| (1.0..=1_000_000.0).contains(n)).map_or(otherwise, |n| n as usize)
    };
    let predictor = number(b"Predictor", 1);
    let bits = number(b"Colors", 1).saturating_mul(number(b"BitsPerComponent", 8));
    let step = bits.div_ceil(8).max(1);
    let row = bits.saturating_mul(number(b"Columns", 1)).div_ceil(8).max(1);
    if predictor < 2 {
        return data;
    }
    if predictor == 2 {
        let mut data = data;
        for line in data.chunks_mut(row) {
            for i in step..line.len() {
                let left = line.get(i.saturating_sub(step)).copied().unwrap_or(0);
                if let Some(b) = line.get_mut(i) {
                    *b = b.wrapping_add(left);
                }
            }
        }
        return data;
    }
    let mut out: Vec<u8> = Vec::with_capacity(data.len());
    let mut above: Vec<u8> = vec![0; row];
    for line in data.chunks(row.saturating_add(1)) {
        let Some((kind, coded)) = line.split_first() else { break };
        let mut current: Vec<u8> = Vec::with_capacity(row);
        for (i, b) in coded.iter().enumerate() {
            let left = i.checked_sub(step).and_then(|i| current.get(i)).copied().unwrap_or(0);
            let up = above.get(i).copied().unwrap_or(0);
            let corner = i.checked_sub(step).and_then(|i| above.get(i)).copied().unwrap_or(0);
            let guess = match kind {
                1 => left,
                2 => up,
                3 => u8::try_from(u16::from(left).saturating_add(u16::from(up)) / 2).unwrap_or(0),
                4 => paeth(left, up, corner),
                _ => 0,
            };
            current.push(b.wrapping_add(guess));
        }
        out.extend_from_slice(&current);
        current.resize(row, 0);
        above = current;
    }
    out
}

/// The PNG specification's predictor of that name.
fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(up), i16::from(corner));
    let p = a.saturating_add(b).saturating_sub(c);
    let far = |x: i16| p.saturating_sub(x).unsigned_abs();
    if far(a) <= far(b) && far(a) <= far(c) {
        left
    } else if far(b) <= far(c) {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_give_back_what_went_in() {
        let mut budget = Budget::default();
        assert_eq!(ascii_hex(b"48 65 6c6C 6f>"), b"Hello");
        assert_eq!(ascii85(b"87cURD]i,\"Ebo80~>"), b"Hello World!");
        assert_eq!(run_length(&[4, b'H', b'e', b'l', b'l', b'o', 254, b'!', 128], &mut budget).unwrap(), b"Hello!!!");
        // The example of ISO 32000-1, 7.4.4.2.
        let coded = [0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];
        assert_eq!(lzw(&coded, true, &mut budget).unwrap(), [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
    }

    #[test]
    fn a_bomb_ends_at_the_budget() {
        let mut coded = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut coded, &vec![b' '; 1 << 20]).unwrap();
        let coded = coded.finish().unwrap();
        let mut small = Budget::default().with(Unit::Inflated, 1 << 16);
        assert_eq!(inflate(&coded, &mut small), None);
        assert_eq!(inflate(&coded, &mut Budget::default()).map(|d| d.len()), Some(1 << 20));
    }
}
