//! A fingerprint of bytes that does not depend on how they are cut into pieces.

/// Odd, with as many ones as zeros.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// A running fingerprint. It tells by chance that something is not the same; it does not withstand anyone who wants it to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Digest {
    state: u64,
    /// The bytes that are not a whole word yet, and how many bits they have.
    rest: u64,
    bits: u32,
}

impl Default for Digest {
    fn default() -> Self {
        Self {
            // From zero, zeros would lead nowhere.
            state: FACTOR,
            rest: 0,
            bits: 0,
        }
    }
}

impl Digest {
    /// Adds bytes.
    #[inline]
    pub(super) fn update(&mut self, bytes: &[u8]) {
        let (words, tail) = bytes.as_chunks::<8>();
        for word in words {
            let word = u64::from_le_bytes(*word);
            self.mix(self.rest | word << self.bits);
            self.rest = carried(word, self.bits);
        }
        if tail.is_empty() {
            return;
        }
        let mut last = [0; 8];
        last[..tail.len()].copy_from_slice(tail);
        let last = u64::from_le_bytes(last);
        let bits = self.bits + 8 * tail.len() as u32;
        self.rest |= last << self.bits;
        if bits >= 64 {
            self.mix(self.rest);
            self.rest = carried(last, self.bits);
        }
        self.bits = bits % 64;
    }

    #[inline]
    fn mix(&mut self, word: u64) {
        self.state = (self.state ^ word).wrapping_mul(FACTOR).rotate_left(31);
    }

    /// The fingerprint of all so far. Two that are compared must be of equally many bytes.
    pub(super) fn value(mut self) -> u64 {
        self.mix(self.rest);
        self.mix(u64::from(self.bits));
        self.state
    }
}

/// What of a word does not fit beside so many bits any more.
#[inline]
fn carried(word: u64, bits: u32) -> u64 {
    word.checked_shr(64 - bits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
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
    fn zeros_count() {
        assert_ne!(digest(&[&[0]]), digest(&[&[0, 0]]));
        assert_ne!(digest(&[]), digest(&[&[0; 8]]));
    }
}
