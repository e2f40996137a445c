//! Between sRGB samples and linear light (IEC 61966-2-1).
//!
//! Written anew rather than taken from `portrait`, so that a slip there does
//! not cancel out here.

use std::sync::LazyLock;

static LINEAR: LazyLock<[f32; 256]> =
    LazyLock::new(|| std::array::from_fn(|v| linear(v as f32 / 255.0)));

/// Linear light, 0..1, of an sRGB value, 0..1.
pub(crate) fn linear(srgb: f32) -> f32 {
    if srgb <= 0.040_45 {
        srgb / 12.92
    } else {
        ((srgb + 0.055) / 1.055).powf(2.4)
    }
}

/// Linear light of an 8-bit sRGB sample.
pub(crate) fn linear_of_sample(sample: u8) -> f32 {
    LINEAR[usize::from(sample)]
}

/// The sRGB value in levels, 0..255 and not rounded, of linear light, 0..1.
pub(crate) fn levels(linear: f32) -> f32 {
    let v = linear.clamp(0.0, 1.0);
    255.0
        * if v <= 0.003_130_8 {
            12.92 * v
        } else {
            1.055 * v.powf(1.0 / 2.4) - 0.055
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_comes_back() {
        for v in 0..=255_u8 {
            assert!((levels(linear_of_sample(v)) - f32::from(v)).abs() < 0.01);
        }
    }
}
