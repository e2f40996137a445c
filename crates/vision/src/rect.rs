//! Axis-aligned rectangles in continuous pixel coordinates.

use imaging::Point;

/// A rectangle in px; `right >= left` and `bottom >= top` for every one made here.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Rect {
    /// Left edge, px.
    pub left: f64,
    /// Upper edge, px.
    pub top: f64,
    /// Right edge, px.
    pub right: f64,
    /// Lower edge, px.
    pub bottom: f64,
}

impl Rect {
    /// The rectangle of `width × height` about `centre`.
    #[must_use]
    pub fn around(centre: Point, width: f64, height: f64) -> Self {
        Self {
            left: centre.x - width / 2.0,
            top: centre.y - height / 2.0,
            right: centre.x + width / 2.0,
            bottom: centre.y + height / 2.0,
        }
    }

    /// The smallest rectangle that holds all `points`; `None` without points.
    #[must_use]
    pub fn bounding(points: impl IntoIterator<Item = Point>) -> Option<Self> {
        points.into_iter().fold(None, |bounds: Option<Self>, p| {
            let b = bounds.unwrap_or(Self {
                left: p.x,
                top: p.y,
                right: p.x,
                bottom: p.y,
            });
            Some(Self {
                left: b.left.min(p.x),
                top: b.top.min(p.y),
                right: b.right.max(p.x),
                bottom: b.bottom.max(p.y),
            })
        })
    }

    /// Width in px.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Height in px.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Area in px².
    #[must_use]
    pub fn area(&self) -> f64 {
        self.width() * self.height()
    }

    /// The centre.
    #[must_use]
    pub fn centre(&self) -> Point {
        Point::new(
            (self.left + self.right) / 2.0,
            (self.top + self.bottom) / 2.0,
        )
    }

    /// Area shared with `other`, px².
    #[must_use]
    pub fn shared(&self, other: &Self) -> f64 {
        let width = self.right.min(other.right) - self.left.max(other.left);
        let height = self.bottom.min(other.bottom) - self.top.max(other.top);
        width.max(0.0) * height.max(0.0)
    }

    /// Shared area over the area of both together, 0…1 (Jaccard index).
    #[must_use]
    pub fn overlap(&self, other: &Self) -> f64 {
        let shared = self.shared(other);
        let union = self.area() + other.area() - shared;
        if union > 0.0 { shared / union } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(other: (f64, f64, f64, f64), overlap: f64) {
        let unit = Rect {
            left: 0.0,
            top: 0.0,
            right: 2.0,
            bottom: 2.0,
        };
        let (left, top, right, bottom) = other;
        let got = unit.overlap(&Rect {
            left,
            top,
            right,
            bottom,
        });
        assert!((got - overlap).abs() < 1e-12, "{other:?}: {got}");
    }

    #[test]
    fn overlap() {
        check((0.0, 0.0, 2.0, 2.0), 1.0);
        check((1.0, 0.0, 3.0, 2.0), 1.0 / 3.0);
        check((1.0, 1.0, 3.0, 3.0), 1.0 / 7.0);
        check((0.5, 0.5, 1.5, 1.5), 0.25);
        check((2.0, 0.0, 4.0, 2.0), 0.0);
        check((5.0, 5.0, 6.0, 6.0), 0.0);
        check((1.0, 1.0, 1.0, 1.0), 0.0);
    }
}
