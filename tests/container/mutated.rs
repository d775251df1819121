//! Deterministic mutations of a small archive: no panic, and output within the budget.

use apksweep::budget::{Budget, Unit};
use apksweep::container::Package;

use crate::forge::*;

struct Noise(u64);

impl Noise {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

/// Offsets of all header fields: random bytes inside contents would mostly test the inflater.
fn headers(bytes: &[u8]) -> Vec<usize> {
    let begins = |at: usize| {
        [&b"PK\x03\x04"[..], b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"].iter().any(|s| bytes[at..].starts_with(s))
    };
    (0..bytes.len()).filter(|&at| begins(at)).flat_map(|at| at..(at + 60).min(bytes.len())).collect()
}

#[test]
fn mutations_never_panic_and_stay_within_the_budget() {
    const LIMIT: u64 = 1 << 20;
    let mut archives = vec![clean().bytes()];
    let mut z = clean();
    (z.zip64, z.prefix, z.relative) = (true, vec![1; 40], true);
    z.before_directory = crate::signing::block(&[(0x7109_871a, crate::signing::v2_value(&crate::signing::certificate("Test")))]);
    archives.push(z.bytes());
    let mut noise = Noise(0x9e37_79b9_7f4a_7c15);
    let (mut opened, mut produced) = (0, 0u64);
    for round in 0..1500 {
        let mut bytes = archives[round % archives.len()].clone();
        let places = headers(&bytes);
        for _ in 0..=noise.next(4) {
            let len = bytes.len();
            let at = if noise.next(4) == 0 { noise.next(bytes.len()) } else { places[noise.next(places.len())] }.min(bytes.len() - 5);
            match noise.next(6) {
                0 => bytes[at] ^= 1 << noise.next(8),
                1 => bytes[at] = [0, 1, 0x7f, 0x80, 0xff][noise.next(5)],
                2 => bytes[at..at + 2].copy_from_slice(&[[0, 0], [0xff, 0xff], [0xff, 0x7f], [1, 0]][noise.next(4)]),
                3 => {
                    bytes[at..at + 4].copy_from_slice(&[0, 1, 0x7fff_ffff, u32::MAX, 0xffff_fffc, len as u32][noise.next(6)].to_le_bytes())
                }
                4 => drop(bytes.drain(at..at + 1 + noise.next(4))),
                _ => drop(bytes.splice(at..at, [0xaa; 3])),
            }
        }
        let mut budget = Budget::default().with(Unit::Inflated, LIMIT).with(Unit::Entries, 1000);
        let Ok(package) = Package::from_bytes(bytes, "x.apk", &mut budget) else { continue };
        opened += 1;
        for part in &package.parts {
            assert!(part.archive.entries().len() <= 1000);
            let before = budget.left(Unit::Inflated);
            let made: u64 = part.archive.entries().iter().map(|e| part.read(e, &mut budget).value.len() as u64).sum();
            assert!(made <= before);
            produced += made;
        }
    }
    assert!(opened > 1000, "{opened} of 1500 were still apps");
    assert!(produced > 1000 * 5000, "{produced} bytes were read");
}

#[test]
fn packages_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Package>();
}
