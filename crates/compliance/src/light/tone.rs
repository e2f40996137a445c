//! Numbers of colours: luminance, levels, Lab, order statistics.

use std::sync::LazyLock;

/// sRGB levels as linear light, 0…1 (IEC 61966-2-1).
static LINEAR: LazyLock<[f64; 256]> = LazyLock::new(|| {
    std::array::from_fn(|level| {
        let value = level as f64 / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    })
});

/// Linear luminance, 0…1 (Rec. 709 primaries).
pub(crate) fn luminance([r, g, b]: [u8; 3]) -> f64 {
    let linear = |level: u8| LINEAR[usize::from(level)];
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/// Linear luminance in 256 steps, as ISO/IEC 29794-5 counts them.
pub(crate) fn luminance_step(colour: [u8; 3]) -> u8 {
    (255.0 * luminance(colour) + 0.5).floor() as u8
}

/// How many pixels have each of 256 levels.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Histogram {
    counts: [u32; 256],
    total: u32,
}

impl Histogram {
    pub(crate) fn of(levels: impl IntoIterator<Item = u8>) -> Self {
        let mut counts = [0; 256];
        let mut total = 0;
        for level in levels {
            counts[usize::from(level)] += 1;
            total += 1;
        }
        Self { counts, total }
    }

    /// Share of each level; all 0 where nothing was counted.
    pub(crate) fn shares(&self) -> [f64; 256] {
        let total = f64::from(self.total.max(1));
        self.counts.map(|count| f64::from(count) / total)
    }

    /// Share of the levels from `low` to `high`, both counted.
    pub(crate) fn share(&self, low: u8, high: u8) -> f64 {
        self.shares()[usize::from(low)..]
            .iter()
            .take(usize::from(high.saturating_sub(low)) + 1)
            .sum()
    }

    /// Least level that `share` (0…1) of the pixels do not exceed.
    pub(crate) fn quantile(&self, share: f64) -> u8 {
        let wanted = share * f64::from(self.total);
        let mut seen = 0.0;
        for (level, count) in (0u8..=255).zip(self.counts) {
            seen += f64::from(count);
            if count > 0 && seen >= wanted {
                return level;
            }
        }
        255
    }
}

/// Middle of some values; `None` of none.
pub(crate) fn median(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.into_iter().collect();
    let middle = values.len() / 2;
    if values.is_empty() {
        return None;
    }
    let (_, median, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    Some(*median)
}

/// Mean of colours in levels; `None` of none.
pub(crate) fn mean(colours: impl IntoIterator<Item = [u8; 3]>) -> Option<[f64; 3]> {
    let mut sum = [0.0; 3];
    let mut count = 0.0;
    for colour in colours {
        for (sum, level) in sum.iter_mut().zip(colour) {
            *sum += f64::from(level);
        }
        count += 1.0;
    }
    (count > 0.0).then(|| sum.map(|sum| sum / count))
}

/// CIE Lab (D50) of an sRGB colour in levels, with the matrix that ISO/IEC
/// 29794-5 names for natural colour.
pub(crate) fn lab(colour: [f64; 3]) -> [f64; 3] {
    const TO_XYZ: [[f64; 3]; 3] = [
        [0.43605, 0.38508, 0.14309],
        [0.22249, 0.71689, 0.06062],
        [0.01393, 0.09710, 0.71419],
    ];
    const WHITE: [f64; 3] = [0.964_221, 1.0, 0.825_211];
    const EPSILON: f64 = 216.0 / 24389.0;
    const KAPPA: f64 = 24389.0 / 27.0;
    let linear = colour.map(|level| {
        let value = (level / 255.0).clamp(0.0, 1.0);
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    });
    let f = |row: usize| {
        let value: f64 = TO_XYZ[row].iter().zip(linear).map(|(m, v)| m * v).sum();
        let relative = value / WHITE[row];
        if relative > EPSILON {
            relative.cbrt()
        } else {
            (KAPPA * relative + 16.0) / 116.0
        }
    };
    let [x, y, z] = [f(0), f(1), f(2)];
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(colour: [f64; 3], expected: [f64; 3]) {
        for (got, expected) in lab(colour).into_iter().zip(expected) {
            assert!(
                (got - expected).abs() < 0.3,
                "{colour:?}: {got}, {expected}"
            );
        }
    }

    #[test]
    fn lab_of_known_colours() {
        check([255.0; 3], [100.0, 0.0, 0.0]);
        check([0.0; 3], [0.0, 0.0, 0.0]);
        check([119.0; 3], [50.0, 0.0, 0.0]);
        // Bruce Lindbloom's calculator, sRGB adapted to D50.
        check([255.0, 0.0, 0.0], [54.3, 80.8, 69.9]);
    }

    #[test]
    fn quantiles() {
        let histogram = Histogram::of([10, 20, 30, 40]);
        let got = [0.0, 0.25, 0.5, 0.51, 1.0].map(|share| histogram.quantile(share));
        assert_eq!(got, [10, 10, 20, 30, 40]);
        assert_eq!(Histogram::of([]).quantile(0.5), 255);
        assert!((histogram.share(20, 30) - 0.5).abs() < 1e-12);
        assert_eq!(median([3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median([]), None);
    }

    #[test]
    fn luminance_is_linear() {
        assert_eq!(luminance_step([255; 3]), 255);
        assert_eq!(luminance_step([128; 3]), 55);
    }
}
