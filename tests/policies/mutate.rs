//! Damaged policies: a copy of one of the corpus with a few changes, the same for the same number on any machine.

/// xorshift64*, which is enough to pick places.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        high as usize % n.max(1)
    }
}

/// What breaks readers: open ends, markup out of place, characters of no width, bytes of other encodings.
const SCRAPS: [&[u8]; 24] = [
    b"<",
    b"</p>",
    b"<table><tr><td>",
    b"</table>",
    b"<ul><li>",
    b"<h2>",
    b"<!--",
    b"-->",
    b"<script>",
    b"&#x",
    b"&#1114112;",
    b"|---|",
    b"\n\n```\n",
    b"\n---\n",
    b"[a](",
    b"**",
    b"\0",
    b"\xff\xfe",
    b"\xe2\x80\x8b",
    b"\xf0\x9f\x99\x82",
    "不会".as_bytes(),
    "：\n".as_bytes(),
    " not ".as_bytes(),
    "。".as_bytes(),
];

pub fn mutated(original: &[u8], others: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = original.to_vec();
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len() + 1);
        match dice.below(7) {
            0 => bytes.truncate(at),
            1 => {
                let end = (at + dice.below(200)).min(bytes.len());
                bytes.drain(at..end);
            }
            2 => {
                let end = (at + dice.below(400)).min(bytes.len());
                let copy = bytes[at..end].to_vec();
                let to = dice.below(bytes.len() + 1);
                bytes.splice(to..to, copy);
            }
            3 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << dice.below(8);
                }
            }
            4 => {
                let other = &others[dice.below(others.len())];
                let from = dice.below(other.len());
                let piece = &other[from..(from + dice.below(600)).min(other.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
            _ => {
                let scrap = SCRAPS[dice.below(SCRAPS.len())];
                let times = 1 + dice.below(3) * dice.below(20);
                bytes.splice(at..at, scrap.repeat(times));
            }
        }
    }
    bytes
}
