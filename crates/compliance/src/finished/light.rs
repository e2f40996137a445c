//! Between sRGB samples and linear light (IEC 61966-2-1).

use std::sync::LazyLock;

/// Linear light, 0..1, of an 8-bit sRGB sample.
pub(super) fn linear(sample: u8) -> f32 {
    static TABLE: LazyLock<[f32; 256]> = LazyLock::new(|| {
        std::array::from_fn(|sample| {
            let v = sample as f32 / 255.0;
            if v <= 0.040_45 {
                v / 12.92
            } else {
                ((v + 0.055) / 1.055).powf(2.4)
            }
        })
    });
    TABLE[usize::from(sample)]
}

/// The sRGB level, 0..255, not rounded, of linear light.
pub(super) fn level(linear: f32) -> f32 {
    let v = linear.clamp(0.0, 1.0);
    255.0
        * if v <= 0.003_130_8 {
            v * 12.92
        } else {
            1.055 * v.powf(1.0 / 2.4) - 0.055
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_survives_the_way_there_and_back() {
        for sample in 0..=255_u8 {
            assert!((level(linear(sample)) - f32::from(sample)).abs() < 0.01);
        }
    }
}
