//! Harm to bytes from one number: the kinds of harm are those that have broken readers of such files.

pub struct Noise(u64);

/// Values that lie at edges of the formats' fields.
const EDGES: [u32; 10] = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fffc, u32::MAX];

impl Noise {
    pub fn new(seed: u64) -> Noise {
        // SplitMix64, so that neighbouring numbers begin far apart.
        let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        Noise((z ^ z >> 31) | 1)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }

    /// A run inside `len` bytes, short ones more often.
    fn run(&mut self, len: usize) -> std::ops::Range<usize> {
        let at = self.below(len);
        let most = 1 << self.below(13);
        at..(at + 1 + self.below(most)).min(len)
    }

    /// One to eight harms. `other` is a second file of the kind, from which pieces are taken.
    pub fn mutate(&mut self, seed: &[u8], other: &[u8]) -> Vec<u8> {
        let mut bytes = seed.to_vec();
        for _ in 0..=self.below(8) {
            if bytes.len() < 8 {
                break;
            }
            // Headers decide most: half of the harm goes there.
            let reach = if self.below(2) == 0 { bytes.len() } else { bytes.len().min(256) };
            let at = self.below(reach - 4);
            match self.below(11) {
                0 => bytes[at] ^= 1 << self.below(8),
                1 => bytes[at] = EDGES[self.below(4)] as u8,
                2 => bytes[at..at + 2].copy_from_slice(&(EDGES[self.below(6)] as u16).to_le_bytes()),
                3 => bytes[at..at + 4].copy_from_slice(&EDGES[self.below(10)].to_le_bytes()),
                4 => {
                    let near = (bytes.len() + self.below(9)).saturating_sub(4) as u32;
                    bytes[at..at + 4].copy_from_slice(&near.to_le_bytes());
                }
                5 => {
                    let value = u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
                    let moved = if self.below(2) == 0 { value.wrapping_add(1) } else { value.wrapping_sub(1) };
                    bytes[at..at + 4].copy_from_slice(&moved.to_le_bytes());
                }
                6 => drop(bytes.drain(self.run(bytes.len()))),
                7 => {
                    let piece = bytes[self.run(bytes.len())].to_vec();
                    drop(bytes.splice(at..at, piece));
                }
                8 if !other.is_empty() => {
                    let piece = other[self.run(other.len())].to_vec();
                    let end = (at + piece.len()).min(bytes.len());
                    bytes[at..end].copy_from_slice(&piece[..end - at]);
                }
                9 => bytes.truncate(at.max(8)),
                _ => {
                    let (from, to) = (self.run(bytes.len()), at);
                    let piece = bytes[from].to_vec();
                    let end = (to + piece.len()).min(bytes.len());
                    bytes[to..end].copy_from_slice(&piece[..end - to]);
                }
            }
        }
        bytes
    }
}
