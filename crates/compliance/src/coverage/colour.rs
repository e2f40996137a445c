//! CIE L*a*b* (D65) of sRGB: the space in which skin and hair are told apart.
//!
//! Takes 8-bit sRGB; gives lightness 0…100 and the two chroma axes.
//! IEC 61966-2-1 for the transfer curve, CIE 15:2018 §8.2 for the space.

use std::sync::LazyLock;

/// L* (0…100), a* (green to red), b* (blue to yellow).
pub(crate) type Lab = [f32; 3];

/// Linear light, 0…1, of each 8-bit sRGB value.
static LINEAR: LazyLock<[f32; 256]> = LazyLock::new(|| {
    std::array::from_fn(|value| {
        let v = value as f32 / 255.0;
        if v <= 0.04045 {
            v / 12.92
        } else {
            ((v + 0.055) / 1.055).powf(2.4)
        }
    })
});

/// CIE 15:2018, the function before the three differences.
fn compressed(t: f32) -> f32 {
    if t > 0.008_856 {
        t.cbrt()
    } else {
        7.787 * t + 16.0 / 116.0
    }
}

/// One pixel.
pub(crate) fn lab(rgb: [u8; 3]) -> Lab {
    let [r, g, b] = rgb.map(|v| LINEAR[usize::from(v)]);
    let x = compressed((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
    let y = compressed(0.2126 * r + 0.7152 * g + 0.0722 * b);
    let z = compressed((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// Squared distance, each axis in units of its own spread.
pub(crate) fn apart(colour: Lab, reference: Lab, spread: Lab) -> f32 {
    (0..3)
        .map(|axis| ((colour[axis] - reference[axis]) / spread[axis]).powi(2))
        .sum()
}

/// The median on each axis; `None` without colours.
pub(crate) fn median(mut colours: Vec<Lab>) -> Option<Lab> {
    let middle = colours.len() / 2;
    if colours.is_empty() {
        return None;
    }
    Some(std::array::from_fn(|axis| {
        colours
            .select_nth_unstable_by(middle, |a, b| a[axis].total_cmp(&b[axis]))
            .1[axis]
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rgb: [u8; 3], expected: Lab) {
        let got = lab(rgb);
        assert!(apart(got, expected, [0.3; 3]) < 1.0, "{rgb:?}: {got:?}");
    }

    #[test]
    fn known_colours() {
        check([0, 0, 0], [0.0, 0.0, 0.0]);
        check([255, 255, 255], [100.0, 0.0, 0.0]);
        check([255, 0, 0], [53.2, 80.1, 67.2]);
        check([0, 0, 255], [32.3, 79.2, -107.9]);
    }

    #[test]
    fn the_median_is_taken_axis_by_axis() {
        let colours = vec![[1.0, 5.0, 0.0], [2.0, 4.0, 0.0], [3.0, 3.0, 9.0]];
        assert_eq!(median(colours), Some([2.0, 4.0, 0.0]));
        assert_eq!(median(Vec::new()), None);
    }
}
