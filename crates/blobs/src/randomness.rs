//! Where random bytes come from: the system's generator.

use domain::randomness::Randomness;

/// The operating system's cryptographic generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    /// # Panics
    /// When the system gives no random bytes: no key may be made then, and a
    /// system in this state has nothing to fall back on.
    fn fill(&mut self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}

/// An array of random bytes.
pub(crate) fn random<const N: usize>(randomness: &mut dyn Randomness) -> [u8; N] {
    let mut bytes = [0; N];
    randomness.fill(&mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_gives_different_bytes() {
        let (first, second): ([u8; 32], [u8; 32]) =
            (random(&mut SystemRandomness), random(&mut SystemRandomness));
        assert_ne!(first, second);
    }
}
