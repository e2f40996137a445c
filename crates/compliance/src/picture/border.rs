//! A frame around the picture: a scanned print, a screenshot.
//!
//! Takes the upright picture; gives how many of its sides have a band of one
//! colour that ends in a straight line.

use imaging::RgbImage;

use super::value::plain;
use crate::{Measured, Sample};

/// Places along a side that are looked at.
const PLACES: u32 = 97;
/// A frame is at most this share of the picture's side deep.
const DEEPEST: f64 = 0.2;
/// Levels within which a band is of one colour.
const SAME: i32 = 6;
/// Levels by which the picture behind the band differs…
const DIFFERENT: i32 = 24;
/// …along this share of the side. A plain wall ends at hair and shoulders
/// alone, never along a line.
const ALONG: f64 = 0.9;

/// Sides of the picture with a frame, 0…4.
pub(super) fn measure(sample: &Sample<'_>) -> Measured {
    plain("border", Ok(framed(&sample.evidence.photo.upright)))
}

#[derive(Clone, Copy)]
enum Edge {
    Top,
    Bottom,
    Left,
    Right,
}

fn framed(image: &RgbImage) -> f64 {
    let edges = [Edge::Top, Edge::Bottom, Edge::Left, Edge::Right];
    edges
        .into_iter()
        .filter(|edge| has_frame(image, *edge))
        .count() as f64
}

/// The colour `depth` pixels inside the edge, at `place` of [`PLACES`] along it.
fn colour(image: &RgbImage, edge: Edge, depth: u32, place: u32) -> [u8; 3] {
    let (last_x, last_y) = (image.width() - 1, image.height() - 1);
    let along = |last: u32| (u64::from(last) * u64::from(place) / u64::from(PLACES - 1)) as u32;
    match edge {
        Edge::Top => image.pixel(along(last_x), depth),
        Edge::Bottom => image.pixel(along(last_x), last_y - depth),
        Edge::Left => image.pixel(depth, along(last_y)),
        Edge::Right => image.pixel(last_x - depth, along(last_y)),
    }
}

fn difference(one: [u8; 3], other: [u8; 3]) -> i32 {
    let channels = one.into_iter().zip(other);
    channels
        .map(|(a, b)| (i32::from(a) - i32::from(b)).abs())
        .max()
        .unwrap_or(0)
}

fn has_frame(image: &RgbImage, edge: Edge) -> bool {
    let across = match edge {
        Edge::Top | Edge::Bottom => image.height(),
        Edge::Left | Edge::Right => image.width(),
    };
    let deepest = (f64::from(across) * DEEPEST) as u32;
    let frame = colour(image, edge, 0, PLACES / 2);
    let mut plain_rows = 0;
    for depth in 0..deepest {
        // The other two sides' frames lie at the ends.
        let places = PLACES / 5..PLACES - PLACES / 5;
        let wanted = f64::from(places.end - places.start) * ALONG;
        let differing = |least: i32| {
            let off = |place: &u32| difference(colour(image, edge, depth, *place), frame) > least;
            places.clone().filter(off).count() as f64
        };
        if differing(SAME) == 0.0 {
            plain_rows = depth + 1;
        } else if differing(DIFFERENT) >= wanted {
            return plain_rows > 0;
        } else if depth > plain_rows + 1 {
            // Two rows for a soft line, no more.
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of stripes with frames of the given depths: top, bottom, left, right.
    fn picture([top, bottom, left, right]: [u32; 4], frame: u8) -> RgbImage {
        let (width, height) = (200, 260);
        let mut image = RgbImage::filled(width, height, [frame; 3]);
        for y in top..height - bottom {
            for x in left..width - right {
                image.put(x, y, [(60 + (x + y) % 90) as u8, 120, 90]);
            }
        }
        image
    }

    #[track_caller]
    fn check(depths: [u32; 4], frame: u8, expected: f64) {
        let got = framed(&picture(depths, frame));
        assert!((got - expected).abs() < 1e-9, "{depths:?} {frame}: {got}");
    }

    #[test]
    fn frames_are_counted() {
        check([0; 4], 255, 0.0);
        check([10, 10, 10, 10], 255, 4.0);
        check([1, 1, 1, 1], 0, 4.0);
        check([30, 25, 0, 0], 0, 2.0);
        // A wall is no frame: too deep.
        check([100, 0, 0, 0], 255, 0.0);
    }

    #[test]
    fn a_plain_wall_around_a_person_is_no_frame() {
        let mut image = RgbImage::filled(200, 260, [240; 3]);
        for y in 20..260 {
            for x in 60..140 {
                image.put(x, y, [90, 60, 50]);
            }
        }
        assert!(framed(&image).abs() < 1e-9);
        assert!(framed(&RgbImage::filled(1, 1, [0; 3])).abs() < 1e-9);
    }
}
