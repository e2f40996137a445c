//! Strokes on a matte.
//!
//! A pixel of the canvas is covered by a stroke as much as the soft brush
//! covers it at the stroke's nearest point: going over a place twice in one
//! stroke does not paint it twice. Strokes follow on each other. The same
//! strokes give the same bytes.

use imaging::{Affine, Plane, Point};

use crate::edit::{Stroke, StrokeKind, Strokes};

/// Paints `strokes` on `alpha`, which lies on a canvas that `map` leads to from
/// the upright picture of `size` pixels. Where `spared` says so (the face),
/// nothing is removed.
pub(crate) fn paint(
    strokes: &Strokes,
    alpha: &mut Plane,
    map: &Affine,
    size: (f64, f64),
    spared: impl Fn(Point) -> bool,
) {
    for stroke in strokes.iter() {
        one(stroke, alpha, map, size, &spared);
    }
}

fn one(
    stroke: &Stroke,
    alpha: &mut Plane,
    map: &Affine,
    size: (f64, f64),
    spared: &impl Fn(Point) -> bool,
) {
    let radius = stroke.radius * size.0.max(size.1) * map.scale();
    let place = |[x, y]: &[f64; 2]| map.apply(Point::new(x * size.0, y * size.1));
    let points: Vec<Point> = stroke.points.iter().map(place).collect();
    let (width, height) = (alpha.width() as usize, alpha.height() as usize);
    let mut covered = vec![0.0_f64; width * height];
    // A single point is a line of no length.
    let last = points.last().copied();
    let ends = points.iter().skip(1).copied().chain(last);
    for (from, to) in points.iter().copied().zip(ends) {
        let columns = pixels(from.x, to.x, radius, width);
        for row in pixels(from.y, to.y, radius, height) {
            for column in columns.clone() {
                let middle = Point::new(column as f64 + 0.5, row as f64 + 0.5);
                let here = coverage(away(middle, from, to) / radius);
                let most = &mut covered[row * width + column];
                *most = most.max(here);
            }
        }
    }
    for (nth, (value, cover)) in alpha.data_mut().iter_mut().zip(&covered).enumerate() {
        if *cover == 0.0 {
            continue;
        }
        let cover = *cover as f32;
        match stroke.kind {
            StrokeKind::Restore => *value += (1.0 - *value) * cover,
            StrokeKind::Remove => {
                let (row, column) = (nth / width, nth % width);
                if !spared(Point::new(column as f64 + 0.5, row as f64 + 0.5)) {
                    *value *= 1.0 - cover;
                }
            }
        }
    }
}

/// Pixels of a row or column within `radius` of a line's ends.
fn pixels(from: f64, to: f64, radius: f64, count: usize) -> std::ops::Range<usize> {
    let most = count as f64;
    let first = (from.min(to) - radius).floor().clamp(0.0, most);
    let end = (from.max(to) + radius).ceil().clamp(0.0, most);
    first as usize..end as usize
}

/// How far `point` is from the line between two points.
fn away(point: Point, from: Point, to: Point) -> f64 {
    let (x, y) = (to.x - from.x, to.y - from.y);
    let length = x * x + y * y;
    let along = match length > 0.0 {
        true => ((point.x - from.x) * x + (point.y - from.y) * y) / length,
        false => 0.0,
    };
    let along = along.clamp(0.0, 1.0);
    point.distance(Point::new(from.x + along * x, from.y + along * y))
}

/// The brush's profile: whole up to half its radius, then smoothly to nothing.
fn coverage(radii: f64) -> f64 {
    let rest = ((1.0 - radii) / 0.5).clamp(0.0, 1.0);
    rest * rest * (3.0 - 2.0 * rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIDE: u32 = 20;

    /// A canvas twice as fine as the picture, of which it shows the upper left.
    fn painted(before: f32, strokes: &[(StrokeKind, f64, &[[f64; 2]])]) -> Plane {
        let strokes = strokes.iter().map(|(kind, radius, points)| Stroke {
            kind: *kind,
            radius: *radius,
            points: points.to_vec(),
        });
        let strokes = Strokes::new(strokes.collect()).unwrap();
        let data = vec![before; (SIDE * SIDE) as usize];
        let mut alpha = Plane::new(SIDE, SIDE, data).unwrap();
        // Its lower rows are face.
        let spared = |at: Point| at.y > 15.0;
        let map = Affine::scaling(2.0);
        paint(&strokes, &mut alpha, &map, (20.0, 40.0), spared);
        alpha
    }

    #[test]
    fn strokes_change_alpha() {
        use StrokeKind::{Remove, Restore};
        type Row<'a> = (StrokeKind, f64, &'a [[f64; 2]]);
        let check = |before: f32, strokes: &[Row], at: (usize, usize), expected: f32| {
            let alpha = painted(before, strokes);
            let found = alpha.data()[at.1 * SIDE as usize + at.0];
            assert!((found - expected).abs() < 1e-3, "{at:?}: {found}");
        };
        // (0.25, 0.125) is (5, 5) in the picture and (10, 10) on the canvas; the
        // radius is 4 px of the picture's 40, 8 on the canvas.
        let dot: &[[f64; 2]] = &[[0.25, 0.125]];
        let line: &[[f64; 2]] = &[[0.0, 0.125], [0.5, 0.125]];
        let there_and_back: &[[f64; 2]] = &[[0.0, 0.125], [0.5, 0.125], [0.0, 0.125]];
        check(0.4, &[], (10, 10), 0.4);
        check(0.4, &[(Restore, 0.1, dot)], (10, 10), 1.0);
        check(1.0, &[(Remove, 0.1, dot)], (10, 10), 0.0);
        check(0.4, &[(Restore, 0.1, dot)], (0, 0), 0.4);
        check(1.0, &[(Remove, 0.1, dot)], (19, 19), 1.0);
        // On a line, far from its ends.
        check(1.0, &[(Remove, 0.05, line)], (4, 10), 0.0);
        check(1.0, &[(Remove, 0.05, line)], (4, 4), 1.0);
        // On the soft edge, 2.5 px from the line of radius 4: once or there and back.
        check(1.0, &[(Remove, 0.05, line)], (4, 12), 0.156);
        check(1.0, &[(Remove, 0.05, there_and_back)], (4, 12), 0.156);
        // What follows wins; the face is spared from removal, not from restoring.
        let (gone, back) = ((Remove, 0.1, dot), (Restore, 0.1, dot));
        check(0.4, &[gone, back], (10, 10), 1.0);
        check(0.4, &[back, gone], (10, 10), 0.0);
        check(1.0, &[gone], (10, 16), 1.0);
        check(0.4, &[(Restore, 0.1, &[[0.25, 0.2]])], (10, 16), 1.0);
    }

    #[test]
    fn the_same_strokes_give_the_same_bytes() {
        let strokes: &[(StrokeKind, f64, &[[f64; 2]])] = &[
            (StrokeKind::Remove, 0.03, &[[0.1, 0.1], [0.3, 0.2]]),
            (StrokeKind::Restore, 0.02, &[[0.2, 0.1]]),
        ];
        let bits =
            |plane: Plane| -> Vec<u32> { plane.data().iter().map(|v| v.to_bits()).collect() };
        assert_eq!(bits(painted(0.7, strokes)), bits(painted(0.7, strokes)));
        assert_eq!(bits(painted(0.7, &[])), bits(painted(0.7, &[]).clone()));
    }
}
