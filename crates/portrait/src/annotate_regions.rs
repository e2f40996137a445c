//! A picture with the places of findings outlined.
//!
//! Takes the picture and closed polygons with a colour each; gives a copy that
//! is small enough to look at, with the polygons drawn over it.

use imaging::{Affine, Point, RgbImage, warp};

/// Longer side of the copy, px.
const LONGER_SIDE: f64 = 1600.0;
/// Half the thickness of a line, px of the copy.
const HALF_LINE: i64 = 1;

/// A closed polygon in pixels of the picture, and the colour to draw it in.
pub type Outline = (Vec<Point>, [u8; 3]);

/// Draws `outlines` over a copy of `picture`, at most 1600 px a side.
#[must_use]
pub fn annotate_regions(picture: &RgbImage, outlines: &[Outline]) -> RgbImage {
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let scale = (LONGER_SIDE / width.max(height)).min(1.0);
    let map = Affine::scaling(scale);
    let side = |length: f64| ((length * scale).round() as u32).max(1);
    let mut copy = warp(picture, &map, side(width), side(height)).image;
    for (polygon, colour) in outlines {
        let corners: Vec<Point> = polygon.iter().map(|p| map.apply(*p)).collect();
        for (from, to) in corners.iter().zip(corners.iter().cycle().skip(1)) {
            line(&mut copy, *from, *to, *colour);
        }
    }
    copy
}

fn line(image: &mut RgbImage, from: Point, to: Point, colour: [u8; 3]) {
    let steps = from.distance(to).ceil().clamp(1.0, 4.0 * LONGER_SIDE) as usize;
    for step in 0..=steps {
        let share = step as f64 / steps as f64;
        let x = (from.x + (to.x - from.x) * share) as i64;
        let y = (from.y + (to.y - from.y) * share) as i64;
        for (dx, dy) in square() {
            dot(image, x + dx, y + dy, colour);
        }
    }
}

fn square() -> impl Iterator<Item = (i64, i64)> {
    (-HALF_LINE..=HALF_LINE).flat_map(|dy| (-HALF_LINE..=HALF_LINE).map(move |dx| (dx, dy)))
}

fn dot(image: &mut RgbImage, x: i64, y: i64, colour: [u8; 3]) {
    let inside = |v: i64, limit: u32| u32::try_from(v).ok().filter(|v| *v < limit);
    if let (Some(x), Some(y)) = (inside(x, image.width()), inside(y, image.height())) {
        image.put(x, y, colour);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED: [u8; 3] = [200, 0, 0];

    fn drawn(side: u32, corners: &[(f64, f64)]) -> RgbImage {
        let polygon = corners.iter().map(|(x, y)| Point::new(*x, *y)).collect();
        annotate_regions(&RgbImage::filled(side, side, [9; 3]), &[(polygon, RED)])
    }

    #[test]
    fn an_outline_is_drawn_where_it_lies() {
        let image = drawn(
            100,
            &[(20.0, 20.0), (80.0, 20.0), (80.0, 60.0), (20.0, 60.0)],
        );
        for (x, y, expected) in [
            (50, 20, RED),
            (80, 40, RED),
            (20, 40, RED),
            (50, 40, [9; 3]),
            (5, 5, [9; 3]),
        ] {
            assert_eq!(image.pixel(x, y), expected, "at {x},{y}");
        }
    }

    #[test]
    fn a_large_picture_is_reduced_and_places_outside_are_left_away() {
        let image = drawn(3200, &[(-50.0, -50.0), (1e9, 1600.0), (f64::NAN, 3.0)]);
        assert_eq!((image.width(), image.height()), (1600, 1600));
    }
}
