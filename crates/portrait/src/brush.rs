//! Strokes on a matte.
//!
//! A pixel of the canvas is covered by a stroke as much as the soft brush
//! covers it at the stroke's nearest point: going over a place twice in one
//! stroke does not paint it twice. Strokes follow on each other. The same
//! strokes give the same bytes.

mod cover;

use imaging::{Affine, Plane, Point};

use crate::edit::{Stroke, StrokeKind, Strokes};
use cover::Cover;

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
    let removes = |stroke: &Stroke| stroke.kind == StrokeKind::Remove;
    let width = alpha.width() as usize;
    // 0 where the face is, else 1. Asked once a pixel, however many strokes go over it:
    // the face is a polygon.
    let removable: Vec<f32> = match strokes.iter().any(removes) {
        false => Vec::new(),
        true => (0..alpha.data().len())
            .map(|nth| f32::from(!spared(middle(nth % width, nth / width))))
            .collect(),
    };
    let mut room = Vec::new();
    for stroke in strokes.iter() {
        one(stroke, alpha, map, size, &removable, &mut room);
    }
}

/// Sets `doubt` to 0 as far as `strokes` cover it: whoever painted there has looked.
pub(crate) fn settle(strokes: &Strokes, doubt: &mut Plane, map: &Affine, size: (f64, f64)) {
    let everywhere = vec![1.0; doubt.data().len()];
    let mut room = Vec::new();
    for stroke in strokes.iter() {
        let stroke = Stroke {
            kind: StrokeKind::Remove,
            ..stroke.clone()
        };
        one(&stroke, doubt, map, size, &everywhere, &mut room);
    }
}

fn middle(column: usize, row: usize) -> Point {
    Point::new(column as f64 + 0.5, row as f64 + 0.5)
}

fn one(
    stroke: &Stroke,
    alpha: &mut Plane,
    map: &Affine,
    size: (f64, f64),
    removable: &[f32],
    room: &mut Vec<f32>,
) {
    let radius = stroke.radius * size.0.max(size.1) * map.scale();
    let place = |[x, y]: &[f64; 2]| map.apply(Point::new(x * size.0, y * size.1));
    let points: Vec<Point> = stroke.points.iter().map(place).collect();
    let (width, height) = (alpha.width() as usize, alpha.height() as usize);
    let Some(cover) = Cover::of(&points, radius, (width, height), room) else {
        return;
    };
    let values = alpha.data_mut();
    cover.each_row(|row, columns, covered| {
        let here = row * width + columns.start..row * width + columns.end;
        let values = values[here.clone()].iter_mut().zip(covered);
        match stroke.kind {
            StrokeKind::Restore => {
                values.for_each(|(value, cover)| *value += (1.0 - *value) * cover);
            }
            StrokeKind::Remove => values
                .zip(&removable[here])
                .for_each(|((value, cover), removable)| *value *= 1.0 - cover * removable),
        }
    });
    *room = cover.room();
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
