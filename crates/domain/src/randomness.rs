//! Where random bytes come from: an argument, so that rules stay functions of
//! what they are given.

/// A source of random bytes. Whatever guards something must be given one that
/// cannot be predicted, such as the operating system's.
pub trait Randomness: Send {
    /// Overwrites every byte.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// The same bytes for the same seed, by SplitMix64 (Steele, Lea, Flood 2014).
/// For tests: whoever knows eight bytes knows all that follow.
#[derive(Debug, Clone)]
pub struct Seeded(u64);

impl Seeded {
    /// A sequence of its own for every seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

impl Randomness for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let drawn = self.next().to_le_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_first_values_come_out() {
        // Seed 1234567, as printed with several public implementations.
        let mut randomness = Seeded::new(1_234_567);
        for expected in [6_457_827_717_110_365_317, 3_203_168_211_198_807_973] {
            let mut bytes = [0; 8];
            randomness.fill(&mut bytes);
            assert_eq!(u64::from_le_bytes(bytes), expected);
        }
    }

    #[test]
    fn every_byte_is_written() {
        for length in [0, 1, 7, 8, 9, 33] {
            let mut ones = vec![0xff; length];
            let mut zeros = vec![0; length];
            Seeded::new(5).fill(&mut ones);
            Seeded::new(5).fill(&mut zeros);
            assert_eq!(ones, zeros);
        }
    }
}
