//! Lips: their gap, the teeth between them, their corners.

use imaging::{Point, RgbImage};
use vision::{Landmarks, points};

use super::lengths::{chin_to_eyes, eye_middles, widest_gap};
use super::polygon::pixels;

/// The lips' outer edge, clockwise from the right corner of the mouth; the
/// mesh's own order (Grishchenko et al. 2020).
const OUTER_LIPS: [usize; 20] = [
    61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146,
];

/// The middle of the right cheek and of the left.
const CHEEKS: [usize; 2] = [50, 280];

/// Half the side of the square a cheek's colour is read from, view px.
const CHEEK_REACH: u32 = 6;

/// Teeth are nearly as bright as the cheeks, or brighter, in the shade of the
/// mouth too …
const TOOTH_LIGHT: f64 = 0.7;
/// … and have less colour than skin; lips, gums and tongue have more.
const TOOTH_COLOUR: f64 = 0.75;

/// Chin up by a degree shows the corners of the mouth this share of T lower;
/// read off labelled portraits of −6° to 32° pitch that do not smile.
const LIFT_A_DEGREE: f64 = 0.002;

/// ISO/IEC 29794-5, "mouth closed": the widest gap between the lips over T.
/// 0 closed, up to 0.02 where the network draws a dark line of closed lips.
pub(super) fn gap(landmarks: &Landmarks) -> f64 {
    let gap = widest_gap(
        landmarks,
        &points::UPPER_LIP_INNER,
        &points::LOWER_LIP_INNER,
    );
    gap / chin_to_eyes(landmarks)
}

/// The lips' outer edge.
pub(super) fn outer_lips(landmarks: &Landmarks) -> Vec<Point> {
    landmarks.pick(&OUTER_LIPS).collect()
}

/// Tooth-coloured pixels between the lips, in percent of the mouth within the
/// lips' outer edge, 0…100.
pub(super) fn teeth(view: &RgbImage, landmarks: &Landmarks) -> f64 {
    let (width, height) = (view.width(), view.height());
    let between: Vec<Point> = landmarks
        .pick(&points::UPPER_LIP_INNER)
        .chain(
            points::LOWER_LIP_INNER
                .iter()
                .rev()
                .map(|i| landmarks.at(*i)),
        )
        .collect();
    let skin = cheek_colour(view, landmarks);
    let (skin_light, skin_colour) = (light(skin), colour(skin));
    let shown = pixels(&between, width, height)
        .into_iter()
        .map(|(x, y)| view.pixel(x, y).map(f64::from))
        .filter(|pixel| {
            light(*pixel) > TOOTH_LIGHT * skin_light && colour(*pixel) < TOOTH_COLOUR * skin_colour
        })
        .count();
    let mouth = pixels(&outer_lips(landmarks), width, height).len();
    100.0 * shown as f64 / mouth.max(shown).max(1) as f64
}

/// Rec. 709 luma, 0…255.
fn light([r, g, b]: [f64; 3]) -> f64 {
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// Saturation, 0…1.
fn colour(pixel: [f64; 3]) -> f64 {
    let (least, most) = pixel
        .into_iter()
        .fold((255.0_f64, 0.0_f64), |(low, high), v| {
            (low.min(v), high.max(v))
        });
    (most - least) / most.max(1.0)
}

/// The mean of the brighter cheek: the other may lie in the shade.
fn cheek_colour(view: &RgbImage, landmarks: &Landmarks) -> [f64; 3] {
    let mean = |index: usize| {
        let at = landmarks.at(index);
        let (x, y) = (at.x.max(0.0) as u32, at.y.max(0.0) as u32);
        let columns = x.saturating_sub(CHEEK_REACH)..(x + CHEEK_REACH).min(view.width());
        let rows = y.saturating_sub(CHEEK_REACH)..(y + CHEEK_REACH).min(view.height());
        let count = (columns.len() * rows.len()).max(1) as f64;
        let mut sum = [0.0; 3];
        for y in rows {
            for x in columns.clone() {
                for (sum, v) in sum.iter_mut().zip(view.pixel(x, y)) {
                    *sum += f64::from(v);
                }
            }
        }
        sum.map(|v| v / count)
    };
    let [right, left] = CHEEKS.map(mean);
    if light(right) > light(left) {
        right
    } else {
        left
    }
}

/// How much higher the corners of the mouth stand than its middle, as a share
/// of T, with what the head's pitch does to it taken off. Neutral faces stay
/// below 0.03, smiles reach 0.03…0.1.
pub(super) fn corner_lift(landmarks: &Landmarks, pitch: f64) -> f64 {
    let corners = landmarks
        .at(points::MOUTH_LEFT)
        .midpoint(landmarks.at(points::MOUTH_RIGHT));
    let middle = landmarks
        .at(points::UPPER_LIP_BOTTOM)
        .midpoint(landmarks.at(points::LOWER_LIP_TOP));
    let [left, right] = eye_middles(landmarks);
    // Down the face: across the line of the eyes.
    let (dx, dy) = (left.x - right.x, left.y - right.y);
    let length = dx.hypot(dy).max(f64::MIN_POSITIVE.sqrt());
    let lift = (middle.y - corners.y) * (dx / length) - (middle.x - corners.x) * (dy / length);
    lift / chin_to_eyes(landmarks) + LIFT_A_DEGREE * pitch
}

#[cfg(test)]
mod tests {
    use super::super::drawn::face;
    use super::*;

    #[test]
    fn the_widest_gap_over_t() {
        assert!(gap(&face(&[])).abs() < 1e-9);
        let open = [(points::LOWER_LIP_TOP, Point::new(200.0, 175.0))];
        assert!((gap(&face(&open)) - 0.15).abs() < 1e-9);
    }

    /// A mouth 50 px wide, open by 10 px, with `between` in the gap.
    #[track_caller]
    fn check_teeth(between: [u8; 3], expected: bool) {
        let mut changes: Vec<(usize, Point)> = Vec::new();
        for (at, index) in points::LOWER_LIP_INNER.into_iter().enumerate() {
            changes.push((index, Point::new(180.0 + 5.0 * at as f64, 170.0)));
        }
        for (at, index) in OUTER_LIPS.into_iter().enumerate() {
            let turn = at as f64 / 20.0 * std::f64::consts::TAU;
            let rim = Point::new(200.0 - 25.0 * turn.cos(), 165.0 - 12.0 * turn.sin());
            changes.push((index, rim));
        }
        for (index, x) in CHEEKS.into_iter().zip([140.0, 260.0]) {
            changes.push((index, Point::new(x, 140.0)));
        }
        for index in points::UPPER_LIP_INNER {
            assert!(changes.iter().all(|change| change.0 != index));
        }
        let mut view = RgbImage::filled(400, 300, [200, 150, 120]);
        for y in 155..175 {
            for x in 170..230 {
                view.put(x, y, between);
            }
        }
        let got = teeth(&view, &face(&changes));
        assert_eq!(got > 20.0, expected, "{between:?}: {got}");
    }

    #[test]
    fn teeth_are_bright_and_have_little_colour() {
        check_teeth([225, 215, 200], true);
        check_teeth([150, 140, 128], true);
        check_teeth([40, 10, 10], false);
        check_teeth([190, 90, 90], false);
        check_teeth([60, 58, 56], false);
    }

    #[test]
    fn no_teeth_without_a_picture() {
        let black = RgbImage::filled(1, 1, [0; 3]);
        assert!(teeth(&black, &face(&[])).abs() < 1e-9);
    }

    #[test]
    fn corners_are_lifted_against_the_middle() {
        assert!(corner_lift(&face(&[]), 0.0).abs() < 1e-9);
        let raised = [
            (points::MOUTH_LEFT, Point::new(225.0, 154.0)),
            (points::MOUTH_RIGHT, Point::new(175.0, 154.0)),
        ];
        assert!((corner_lift(&face(&raised), 0.0) - 0.06).abs() < 1e-9);
        assert!((corner_lift(&face(&raised), 10.0) - 0.08).abs() < 1e-9);
    }
}
