//! Lengths on a photo and the density that joins them.

use serde::{Deserialize, Serialize};

/// Millimetres in an inch.
pub const MM_PER_INCH: f64 = 25.4;

/// A length or a position in pixels of the picture it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Px(pub f64);

/// A length on paper, in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Mm(pub f64);

/// Dots (pixels) per inch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Dpi(pub u16);

impl Mm {
    /// The same length in pixels at `dpi`, not rounded.
    pub fn to_px(self, dpi: Dpi) -> Px {
        Px(self.0 / MM_PER_INCH * f64::from(dpi.0))
    }
}

impl Px {
    /// The same length on paper at `dpi`, which must not be zero.
    pub fn to_mm(self, dpi: Dpi) -> Mm {
        Mm(self.0 * MM_PER_INCH / f64::from(dpi.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_sizes() {
        for (mm, dpi, px) in [
            (26.0, 350, 358.3),
            (32.0, 350, 440.9),
            (30.0, 300, 354.3),
            (40.0, 300, 472.4),
            (50.8, 300, 600.0),
            (0.0, 300, 0.0),
        ] {
            let found = Mm(mm).to_px(Dpi(dpi));
            assert!((found.0 - px).abs() < 0.05, "{mm} mm at {dpi} is {found:?}");
            assert!((found.to_mm(Dpi(dpi)).0 - mm).abs() < 1e-9);
        }
    }
}
