//! How bright a pixel looks.

/// Luma of the encoded levels, 0…255 (Rec. 709 weights).
#[must_use]
pub fn luma([r, g, b]: [u8; 3]) -> u8 {
    ((54 * u32::from(r) + 183 * u32::from(g) + 19 * u32::from(b)) / 256) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grey_keeps_its_level() {
        for level in [0, 1, 128, 254, 255] {
            assert_eq!(luma([level; 3]), level);
        }
    }
}
