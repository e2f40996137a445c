//! Polygons on the grid of the look: which of its pixels they hold.
//!
//! Takes corners in view pixels; gives pixel indices. A grid pixel stands for
//! 2×2 of the view.

use imaging::Point;

use crate::{VIEW_HEIGHT, VIEW_WIDTH};

/// View pixels to a grid pixel, along each side.
pub(crate) const STEP: usize = 2;
/// Grid pixels in a row.
pub(crate) const COLUMNS: usize = VIEW_WIDTH as usize / STEP;
/// Rows of the grid.
pub(crate) const ROWS: usize = VIEW_HEIGHT as usize / STEP;

/// Where a grid pixel's middle lies on the view.
pub(crate) fn middle(index: usize) -> Point {
    let (x, y) = (index % COLUMNS, index / COLUMNS);
    Point::new((x * STEP + 1) as f64, (y * STEP + 1) as f64)
}

/// Grid columns (or rows) `from..to` of a stretch of view pixels, at most `end`.
pub(crate) fn span(from: f64, to: f64, end: usize) -> std::ops::Range<usize> {
    let cell = |v: f64| ((v / STEP as f64).max(0.0) as usize).min(end);
    cell(from)..cell(to).max(cell(from))
}

/// The grid pixels whose middle lies inside the polygon (even-odd rule).
pub(crate) fn inside(polygon: &[Point]) -> Vec<usize> {
    let (low, high) = polygon.iter().fold((f64::MAX, f64::MIN), |(low, high), p| {
        (low.min(p.y), high.max(p.y))
    });
    let mut held = Vec::new();
    for row in span(low, high + STEP as f64, ROWS) {
        let y = middle(row * COLUMNS).y;
        let edges = polygon.iter().zip(polygon.iter().cycle().skip(1));
        let mut crossings: Vec<f64> = edges
            .filter(|(a, b)| (a.y <= y) != (b.y <= y))
            .map(|(a, b)| a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x))
            .collect();
        crossings.sort_by(f64::total_cmp);
        for pair in crossings.chunks_exact(2) {
            // A pixel's middle lies at an odd view pixel.
            held.extend(span(pair[0] + 1.0, pair[1] + 1.0, COLUMNS).map(|x| row * COLUMNS + x));
        }
    }
    held
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(corners: &[(f64, f64)], expected: usize) {
        let polygon: Vec<Point> = corners.iter().map(|(x, y)| Point::new(*x, *y)).collect();
        assert_eq!(inside(&polygon).len(), expected, "{corners:?}");
    }

    #[test]
    fn pixels_of_polygons() {
        check(&[(0.0, 0.0), (20.0, 0.0), (20.0, 10.0), (0.0, 10.0)], 50);
        check(&[(-50.0, -50.0), (4.0, -50.0), (4.0, 4.0), (-50.0, 4.0)], 4);
        check(&[(500.0, 0.0), (600.0, 0.0), (600.0, 10.0)], 0);
        check(
            &[(0.0, 0.0), (400.0, 0.0), (400.0, 520.0), (0.0, 520.0)],
            COLUMNS * ROWS,
        );
        check(&[], 0);
        check(&[(f64::NAN, 1.0), (3.0, f64::NAN), (9.0, 9.0)], 0);
    }
}
