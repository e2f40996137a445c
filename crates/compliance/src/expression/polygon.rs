//! The pixels inside a polygon.

use imaging::Point;

/// Pixels of a `width × height` picture whose centres lie inside `polygon`
/// (even-odd rule), row by row.
pub(crate) fn pixels(polygon: &[Point], width: u32, height: u32) -> Vec<(u32, u32)> {
    let mut inside = Vec::new();
    let mut crossings = Vec::new();
    let rows = polygon.iter().map(|p| p.y);
    let top = rows.clone().fold(f64::INFINITY, f64::min).max(0.0) as u32;
    let bottom = rows.fold(0.0, f64::max).ceil().min(f64::from(height)) as u32;
    for row in top..bottom {
        let y = f64::from(row) + 0.5;
        crossings.clear();
        let next = polygon.iter().cycle().skip(1);
        for (a, b) in polygon.iter().zip(next) {
            if (a.y <= y) != (b.y <= y) {
                crossings.push(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
            }
        }
        crossings.sort_by(f64::total_cmp);
        for pair in crossings.chunks_exact(2) {
            let from = (pair[0] - 0.5).ceil().max(0.0) as u32;
            let to = (pair[1] - 0.5).ceil().clamp(0.0, f64::from(width)) as u32;
            inside.extend((from..to).map(|column| (column, row)));
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(corners: &[(f64, f64)], expected: usize) {
        let polygon: Vec<Point> = corners.iter().map(|(x, y)| Point::new(*x, *y)).collect();
        assert_eq!(pixels(&polygon, 10, 8).len(), expected, "{corners:?}");
    }

    #[test]
    fn pixels_whose_centres_lie_inside() {
        check(&[], 0);
        check(&[(3.0, 3.0)], 0);
        check(&[(1.0, 1.0), (4.0, 1.0), (4.0, 3.0), (1.0, 3.0)], 6);
        // Cut at the picture's edges.
        check(
            &[(-5.0, -5.0), (50.0, -5.0), (50.0, 50.0), (-5.0, 50.0)],
            80,
        );
        check(&[(-9.0, 1.0), (-4.0, 1.0), (-4.0, 3.0)], 0);
        check(&[(20.0, 20.0), (24.0, 20.0), (24.0, 30.0)], 0);
        // A triangle is half of its rectangle.
        check(&[(0.0, 0.0), (8.0, 0.0), (0.0, 8.0)], 28);
    }
}
