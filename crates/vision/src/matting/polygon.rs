//! Which points lie in a closed polygon, by the even-odd rule.

use imaging::Point;

/// Whether `p` lies in the polygon.
pub(super) fn contains(polygon: &[Point], p: Point) -> bool {
    is_within(crossings(polygon, p.y), p.x)
}

/// Where a row crosses a polygon's outline; many points of a row are looked up at the price of one.
pub(super) struct Row(Vec<f64>);

impl Row {
    /// The row at `y`.
    pub(super) fn of(polygon: &[Point], y: f64) -> Self {
        Self(crossings(polygon, y).collect())
    }

    /// Whether the row's point at `x` lies in the polygon.
    pub(super) fn holds(&self, x: f64) -> bool {
        is_within(self.0.iter().copied(), x)
    }
}

fn crossings(polygon: &[Point], y: f64) -> impl Iterator<Item = f64> {
    let sides = polygon.iter().zip(polygon.iter().cycle().skip(1));
    sides
        .filter(move |(a, b)| (a.y > y) != (b.y > y))
        .map(move |(a, b)| a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x))
}

fn is_within(crossings: impl Iterator<Item = f64>, x: f64) -> bool {
    crossings.filter(|crossing| x < *crossing).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_bays_and_holes_are_told_apart() {
        // A square with a bay from above.
        let corners = [(0.0, 0.0), (3.0, 6.0), (6.0, 0.0), (6.0, 10.0), (0.0, 10.0)];
        let polygon = corners.map(|(x, y)| Point::new(x, y));
        let check = |x, y, expected| {
            assert_eq!(contains(&polygon, Point::new(x, y)), expected, "({x}, {y})");
            assert_eq!(Row::of(&polygon, y).holds(x), expected, "({x}, {y})");
        };
        check(0.5, 3.0, true);
        check(3.0, 3.0, false);
        check(5.5, 3.0, true);
        check(3.0, 8.0, true);
        check(-1.0, 8.0, false);
        check(7.0, 8.0, false);
        check(3.0, 11.0, false);
        assert!(!contains(&[], Point::new(0.0, 0.0)));
    }
}
