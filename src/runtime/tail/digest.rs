//! A fingerprint of bytes that does not depend on how they are cut into pieces.

use std::ops::Range;

/// Odd, with as many ones as zeros.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
const OTHER: u64 = 0xd6e8_feb8_6659_fd93;

/// A running fingerprint. It tells by chance that something is not the same; it does not withstand anyone who wants it to.
///
/// It is a sum, in which each word counts for where it stands, so that no word has to wait for the one before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Digest {
    sum: u64,
    /// What the next word is mixed with.
    place: u64,
    /// The bytes that are not a whole word yet, and how many bits they have.
    rest: u64,
    bits: u32,
}

impl Digest {
    /// Adds bytes.
    #[inline]
    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.update_with(bytes, 0..bytes.len());
    }

    /// Adds a part of some bytes. What comes after it does not count, but saves looking at the last ones one by one.
    #[inline]
    pub(super) fn update_with(&mut self, bytes: &[u8], part: Range<usize>) {
        let (words, tail) = bytes[part.clone()].as_chunks::<8>();
        for word in words {
            let word = u64::from_le_bytes(*word);
            self.mix(self.rest | word << self.bits);
            self.rest = carried(word, self.bits);
        }
        if tail.is_empty() {
            return;
        }
        let size = 8 * tail.len() as u32;
        let last = if let Some(next) = bytes[part.end - tail.len()..].first_chunk::<8>() {
            u64::from_le_bytes(*next) & ((1 << size) - 1)
        } else if let Some(last) = bytes[..part.end].last_chunk::<8>() {
            // What comes before is shifted out.
            u64::from_le_bytes(*last) >> (64 - size)
        } else {
            tail.iter()
                .rev()
                .fold(0, |word, byte| word << 8 | u64::from(*byte))
        };
        let bits = self.bits + size;
        self.rest |= last << self.bits;
        if bits >= 64 {
            self.mix(self.rest);
            self.rest = carried(last, self.bits);
        }
        self.bits = bits % 64;
    }

    #[inline]
    fn mix(&mut self, word: u64) {
        self.place = self.place.wrapping_add(FACTOR);
        let mixed = u128::from(word ^ self.place) * u128::from(OTHER);
        self.sum = self.sum.wrapping_add(mixed as u64 ^ (mixed >> 64) as u64);
    }

    /// The fingerprint of all so far. Two that are compared must be of equally many bytes.
    pub(super) fn value(mut self) -> u64 {
        self.mix(self.rest);
        self.mix(u64::from(self.bits));
        self.sum
    }
}

/// What of a word does not fit beside so many bits any more, which are less than a word.
#[inline]
fn carried(word: u64, bits: u32) -> u64 {
    word >> 1 >> (63 - bits)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use proptest::prelude::*;

    fn digest(pieces: &[&[u8]]) -> u64 {
        let mut digest = Digest::default();
        for piece in pieces {
            digest.update(piece);
        }
        digest.value()
    }

    #[test]
    fn the_cuts_make_no_difference() {
        let bytes: Vec<u8> = (1..=40).collect();
        let whole = digest(&[&bytes]);
        for first in 0..=bytes.len() {
            for second in first..=bytes.len() {
                let (rest, last) = bytes.split_at(second);
                let (begin, middle) = rest.split_at(first);
                assert_eq!(digest(&[begin, middle, last]), whole, "{first} {second}");
            }
        }
        assert_eq!(digest(&bytes.chunks(1).collect::<Vec<_>>()), whole);
    }

    #[test]
    fn what_is_around_a_part_does_not_count() {
        let bytes: Vec<u8> = (1..=40).collect();
        for start in 0..=bytes.len() {
            for end in start..=bytes.len() {
                let mut part = Digest::default();
                part.update_with(&bytes, start..end);
                assert_eq!(part.value(), digest(&[&bytes[start..end]]), "{start} {end}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_other_byte_makes_one(mut bytes in prop::collection::vec(any::<u8>(), 1..100), at in any::<prop::sample::Index>(), change in 1u8..) {
            let before = digest(&[&bytes]);
            let at = at.index(bytes.len());
            bytes[at] ^= change;
            prop_assert_ne!(digest(&[&bytes]), before);
        }
    }

    #[test]
    fn the_order_counts() {
        let words: [&[u8]; 3] = [b"12345678", b"abcdefgh", b"\0\0\0\0\0\0\0\0"];
        let [one, two, zero] = words;
        let orders = [
            [one, two, zero],
            [one, zero, two],
            [two, one, zero],
            [two, zero, one],
            [zero, one, two],
            [zero, two, one],
        ];
        let digests: HashSet<u64> = orders.iter().map(|order| digest(order)).collect();
        assert_eq!(digests.len(), orders.len());
    }

    #[test]
    fn zeros_count() {
        assert_ne!(digest(&[&[0]]), digest(&[&[0, 0]]));
        assert_ne!(digest(&[]), digest(&[&[0; 8]]));
    }
}
