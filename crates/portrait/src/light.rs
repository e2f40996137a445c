//! Between sRGB samples and linear light (IEC 61966-2-1).

use std::sync::{LazyLock, OnceLock};

/// Linear light, 0..1, of an sRGB value, 0..1.
#[must_use]
pub(crate) fn to_linear(srgb: f32) -> f32 {
    const STEPS: usize = 4096;
    static TABLE: OnceLock<Vec<f32>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        (0..=STEPS + 1)
            .map(|i| decode(i as f64 / STEPS as f64))
            .collect()
    });
    let at = srgb.clamp(0.0, 1.0) * STEPS as f32;
    let low = at as usize;
    table[low] + (table[low + 1] - table[low]) * (at - low as f32)
}

/// The 8-bit sRGB value of linear light, 0..1.
#[must_use]
pub(crate) fn to_srgb8(linear: f32) -> u8 {
    const STEPS: usize = 65_535;
    static TABLE: OnceLock<Vec<u8>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        (0..=STEPS)
            .map(|i| (encode(i as f64 / STEPS as f64) * 255.0).round() as u8)
            .collect()
    });
    table[(linear.clamp(0.0, 1.0) * STEPS as f32 + 0.5) as usize]
}

/// Linear light, 0..1, of an 8-bit sRGB sample.
#[must_use]
pub fn light_of_sample(sample: u8) -> f32 {
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
#[must_use]
pub fn level_of_light(light: f32) -> f32 {
    let v = light.clamp(0.0, 1.0);
    255.0
        * if v <= 0.003_130_8 {
            v * 12.92
        } else {
            1.055 * v.powf(1.0 / 2.4) - 0.055
        }
}

fn decode(v: f64) -> f32 {
    let linear = if v <= 0.040_45 {
        v / 12.92
    } else {
        ((v + 0.055) / 1.055).powf(2.4)
    };
    linear as f32
}

fn encode(v: f64) -> f64 {
    if v <= 0.003_130_8 {
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
        for v in 0..=255_u8 {
            assert_eq!(to_srgb8(to_linear(f32::from(v) / 255.0)), v);
            assert!((level_of_light(light_of_sample(v)) - f32::from(v)).abs() < 0.01);
            assert!((light_of_sample(v) - to_linear(f32::from(v) / 255.0)).abs() < 1e-6);
        }
    }
}
