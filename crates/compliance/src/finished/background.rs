//! The composed background: its colour, and whether it is even.

use imaging::{Plane, RgbImage};

use crate::{Group, Measured, Sample, WhyNot};

/// The strips along the upper edge and the sides, as shares of the photo's
/// height and width.
const STRIP: f64 = 0.06;
/// The sides' strips reach down this share of the height: below come shoulders.
const SIDES_DOWN: f64 = 0.5;
/// Less coverage than this is background, or haze that an imperfect matte left
/// on it; more is hair.
const HAZE: f32 = 0.1;

/// `background-colour`, in levels 0…255: how far the worst channel of the
/// worst pixel without any of the person is from the colour asked for.
pub(super) fn colour(sample: &Sample<'_>) -> Measured {
    let evidence = &sample.evidence;

    let value = off_colour(
        evidence.composed,
        &sample.cover,
        evidence.spec.background.rgb,
    );
    Measured::new(
        Group::Finished,
        "background-colour",
        value.ok_or(WhyNot::Hidden),
    )
}

/// `background-evenness`, in levels: the standard deviation of the brightness
/// along the upper edge and the upper half of the sides.
pub(super) fn evenness(sample: &Sample<'_>) -> Measured {
    let evidence = &sample.evidence;

    let value = unevenness(evidence.composed, &sample.cover).ok_or(WhyNot::Hidden);
    Measured::new(Group::Finished, "background-evenness", value)
}

fn off_colour(composed: &RgbImage, alpha: &Plane, asked: [u8; 3]) -> Option<f64> {
    composed
        .data()
        .chunks_exact(3)
        .zip(alpha.data())
        .filter(|(_, alpha)| **alpha == 0.0)
        .flat_map(|(pixel, _)| {
            pixel
                .iter()
                .zip(asked)
                .map(|(is, asked)| is.abs_diff(asked))
        })
        .max()
        .map(f64::from)
}

fn unevenness(composed: &RgbImage, alpha: &Plane) -> Option<f64> {
    let (width, height) = (alpha.width(), alpha.height());
    if (composed.width(), composed.height()) != (width, height) {
        return None;
    }
    let part = |share: f64, of: u32| ((share * f64::from(of)).ceil() as u32).min(of);
    let (aside, down) = (part(STRIP, width), part(STRIP, height));
    let sides = part(SIDES_DOWN, height);
    let (mut count, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for y in 0..sides {
        for x in 0..width {
            let strip = y < down || x < aside || x >= width - aside;
            if strip && alpha.at(x, y) < HAZE {
                let light = luma(composed.pixel(x, y));
                count += 1.0;
                sum += light;
                squares += light * light;
            }
        }
    }
    let mean: f64 = sum / count;
    (count > 0.0).then(|| (squares / count - mean * mean).max(0.0).sqrt())
}

/// Rec. 709 luma, 0…255.
fn luma(pixel: [u8; 3]) -> f64 {
    let [r, g, b] = pixel.map(f64::from);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

#[cfg(test)]
mod tests {
    use super::*;

    /// White, with `spot` at the upper left where the coverage is `alpha`.
    fn photo(spot: [u8; 3], alpha: f32) -> (RgbImage, Plane) {
        let mut image = RgbImage::filled(50, 60, [255; 3]);
        let mut plane = Plane::filled(50, 60, 0.0);
        image.put(0, 0, spot);
        plane.data_mut()[0] = alpha;
        (image, plane)
    }

    #[track_caller]
    fn check(spot: [u8; 3], alpha: f32, colour: f64, even: bool) {
        let (image, plane) = photo(spot, alpha);
        assert_eq!(off_colour(&image, &plane, [255; 3]), Some(colour));
        let got = unevenness(&image, &plane);
        assert_eq!(got.map(|v| v < 1e-3), Some(even), "{spot:?}: {got:?}");
    }

    #[test]
    fn a_spot_counts_where_nobody_is() {
        check([255; 3], 0.0, 0.0, true);
        check([255, 250, 255], 0.0, 5.0, false);
        check([200; 3], 0.05, 0.0, false);
        check([20; 3], 1.0, 0.0, true);
    }

    #[test]
    fn no_background_is_not_measured() {
        let image = RgbImage::filled(1, 1, [0; 3]);
        let person = Plane::filled(1, 1, 1.0);
        assert_eq!(off_colour(&image, &person, [255; 3]), None);
        assert_eq!(unevenness(&image, &person), None);
    }
}
