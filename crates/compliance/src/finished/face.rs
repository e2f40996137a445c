//! Whether the face is still the picture's own.
//!
//! Takes the composed photo and the picture; gives how far the face's pixels
//! are from the picture's, resampled to the same place. What is left is the
//! difference between two resampling filters: no pixel was painted.

use imaging::{Affine, Plane, Point, RgbImage, warp};
use vision::points;

use crate::expression::pixels;
use crate::{Group, Measured, Sample, WhyNot};

/// The face's oval is compared up to this share of its size: at its very edge
/// the old background shines through fine hair and is rightly taken away.
const COMPARED: f64 = 0.9;

/// `face-altered`, in levels 0…255: the mean absolute difference inside the
/// face.
pub(super) fn face_altered(sample: &Sample<'_>) -> Measured {
    let photo = sample.evidence.photo;
    let oval: Vec<Point> = photo
        .face
        .landmarks
        .pick(&points::FACE_OVAL)
        .map(|p| photo.frame.map.apply(p))
        .collect();
    let oval = shrunk(&oval, COMPARED);
    let value = difference(
        sample.evidence.composed,
        &photo.upright,
        &photo.frame.map,
        &oval,
    );
    let measured = Measured::new(
        Group::Finished,
        "face-altered",
        value.ok_or(WhyNot::OutOfPicture),
    );
    match photo.frame.map.inverse() {
        Some(back) => measured.seen_at(oval.iter().map(|p| back.apply(*p)).collect()),
        None => measured,
    }
}

/// The mean absolute difference inside `oval`, in the photo's pixels.
fn difference(
    composed: &RgbImage,
    picture: &RgbImage,
    to_photo: &Affine,
    oval: &[Point],
) -> Option<f64> {
    let inside = pixels(oval, composed.width(), composed.height());
    let columns = || inside.iter().map(|(x, _)| *x);
    let rows = || inside.iter().map(|(_, y)| *y);
    let (left, right) = (columns().min()?, columns().max()?);
    let (top, bottom) = (rows().min()?, rows().max()?);
    to_photo.inverse()?;
    // Only the face is resampled: a phone's whole picture would cost far more.
    let to_part = to_photo.then(&Affine::translation(-f64::from(left), -f64::from(top)));
    let own = warp(picture, &to_part, right - left + 1, bottom - top + 1);
    let seen = |plane: &Plane, x, y| plane.at(x, y) >= 1.0;
    let (mut sum, mut count) = (0_u64, 0_u64);
    for (x, y) in inside {
        let (column, row) = (x - left, y - top);
        if seen(&own.inside, column, row) {
            let (is, was) = (composed.pixel(x, y), own.image.pixel(column, row));
            sum += is
                .iter()
                .zip(was)
                .map(|(is, was)| u64::from(is.abs_diff(was)))
                .sum::<u64>();
            count += 3;
        }
    }
    (count > 0).then(|| sum as f64 / count as f64)
}

/// A polygon made smaller about the mean of its corners.
fn shrunk(polygon: &[Point], by: f64) -> Vec<Point> {
    let n = polygon.len().max(1) as f64;
    let sum = polygon
        .iter()
        .fold(Point::default(), |s, p| Point::new(s.x + p.x, s.y + p.y));
    let mean = Point::new(sum.x / n, sum.y / n);
    polygon
        .iter()
        .map(|p| Point::new(mean.x + (p.x - mean.x) * by, mean.y + (p.y - mean.y) * by))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: [Point; 4] = [
        Point::new(10.0, 10.0),
        Point::new(30.0, 10.0),
        Point::new(30.0, 30.0),
        Point::new(10.0, 30.0),
    ];

    fn picture() -> RgbImage {
        let mut image = RgbImage::filled(80, 80, [0; 3]);
        for y in 0..80 {
            for x in 0..80 {
                image.put(x, y, [(2 * x) as u8, (3 * y) as u8, (x + y) as u8]);
            }
        }
        image
    }

    #[track_caller]
    fn check(change: impl Fn([u8; 3]) -> [u8; 3], expected: f64) {
        let map = Affine::scaling(0.5).then(&Affine::rotation(0.05));
        let mut photo = warp(&picture(), &map, 40, 40).image;
        for y in 0..40 {
            for x in 0..40 {
                photo.put(x, y, change(photo.pixel(x, y)));
            }
        }
        let got = difference(&photo, &picture(), &map, &SQUARE);
        assert!(
            got.is_some_and(|got| (got - expected).abs() < 0.6),
            "{got:?} instead of {expected}"
        );
    }

    #[test]
    fn geometry_alone_changes_nothing() {
        check(|pixel| pixel, 0.0);
        check(|pixel| pixel.map(|v| v.saturating_add(10)), 10.0);
        check(|[r, g, b]| [r.saturating_add(9), g, b], 3.0);
    }

    #[test]
    fn a_face_outside_the_photo_is_not_compared() {
        let map = Affine::translation(500.0, 0.0);
        assert_eq!(difference(&picture(), &picture(), &map, &SQUARE), None);
        assert_eq!(difference(&picture(), &picture(), &map, &[]), None);
    }

    #[test]
    fn half_a_square_about_its_middle() {
        let half = shrunk(&SQUARE, 0.5);
        assert_eq!(half[0], Point::new(15.0, 15.0));
        assert_eq!(half[2], Point::new(25.0, 25.0));
    }
}
