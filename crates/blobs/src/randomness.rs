//! The operating system's random generator.

use domain::randomness::Randomness;
use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;

/// The operating system's cryptographic generator. Panics if the system gives
/// no random bytes: no key may be made then, and there is no fallback.
pub type SystemRandomness = UnwrapErr<SysRng>;

/// An array of random bytes.
pub(crate) fn random<const N: usize>(randomness: &mut dyn Randomness) -> [u8; N] {
    let mut bytes = [0; N];
    randomness.fill_bytes(&mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_gives_different_bytes() {
        let mut system = SystemRandomness::default();
        let (first, second): ([u8; 32], [u8; 32]) = (random(&mut system), random(&mut system));
        assert_ne!(first, second);
    }
}
