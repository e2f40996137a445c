//! Whether the face is the picture's own: inside its oval the photo is held
//! against the picture resampled through the same map.

use imaging::{Affine, Point, RgbImage};
use portrait::IdPhoto;
use serde::Serialize;
use vision::points;

use crate::layer::Layer;

/// How far the photo's face is from the picture's, in levels a sample.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct FaceChange {
    pub(crate) mean: f64,
    /// 99.9th percentile.
    pub(crate) p999: f64,
    pub(crate) max: f64,
    /// Pixels of the face that the matte did not count as person altogether.
    pub(crate) holes: usize,
}

/// The mesh's oval touches hair and background here and there; this share of
/// it is face alone.
const OVAL: f64 = 0.9;

/// Compares `photo`'s pixels with `source`, the upright picture.
pub(super) fn change(source: &RgbImage, made: &IdPhoto, photo: &RgbImage) -> FaceChange {
    let map = &made.frame.map;
    let oval: Vec<Point> = made
        .face
        .landmarks
        .pick(&points::FACE_OVAL)
        .map(|p| map.apply(p))
        .collect();
    let n = oval.len() as f64;
    let middle = oval.iter().fold(Point::default(), |m, p| {
        Point::new(m.x + p.x / n, m.y + p.y / n)
    });
    let oval: Vec<Point> = oval
        .iter()
        .map(|p| {
            Point::new(
                middle.x + OVAL * (p.x - middle.x),
                middle.y + OVAL * (p.y - middle.y),
            )
        })
        .collect();
    let reach = |of: fn(&Point) -> f64, limit: u32| {
        let low = oval
            .iter()
            .map(of)
            .fold(f64::INFINITY, f64::min)
            .max(0.0)
            .floor();
        let high = oval
            .iter()
            .map(of)
            .fold(0.0, f64::max)
            .min(f64::from(limit))
            .ceil();
        (low as usize, high as usize)
    };
    let (left, right) = reach(|p| p.x, photo.width());
    let (top, bottom) = reach(|p| p.y, photo.height());
    let shifted = map.then(&Affine::translation(-(left as f64), -(top as f64)));
    let (w, h) = (right.saturating_sub(left), bottom.saturating_sub(top));
    let want = Layer::opaque(source).resampled(&shifted, w, h);
    let own = want.on([0; 3]);
    let alpha = made.cut_out.alpha();
    let (mut off, mut holes) = (Vec::new(), 0);
    for y in 0..h {
        for x in 0..w {
            let at = Point::new((left + x) as f64 + 0.5, (top + y) as f64 + 0.5);
            if want.data[y * w + x][3] > 0.0 && contains(&oval, at) {
                let (column, row) = ((left + x) as u32, (top + y) as u32);
                holes += usize::from(alpha.at(column, row) < 1.0);
                let shown = photo.pixel(column, row);
                for c in 0..3 {
                    off.push(f64::from((f32::from(shown[c]) - own[y * w + x][c]).abs()));
                }
            }
        }
    }
    off.sort_by(f64::total_cmp);
    FaceChange {
        mean: off.iter().sum::<f64>() / off.len().max(1) as f64,
        p999: crate::percentile::of_sorted(&off, 0.999).unwrap_or(0.0),
        max: off.last().copied().unwrap_or(0.0),
        holes,
    }
}

/// Whether `p` lies in the closed polygon, by the even-odd rule.
fn contains(polygon: &[Point], p: Point) -> bool {
    let next = polygon.iter().cycle().skip(1);
    polygon
        .iter()
        .zip(next)
        .filter(|(a, b)| {
            (a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x)
        })
        .count()
        % 2
        == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inside_and_outside() {
        let triangle = [
            Point::new(0.0, 0.0),
            Point::new(10.0, 0.0),
            Point::new(0.0, 10.0),
        ];
        for (x, y, expected) in [
            (2.0, 2.0, true),
            (8.0, 8.0, false),
            (-1.0, 2.0, false),
            (4.9, 4.9, true),
        ] {
            assert_eq!(contains(&triangle, Point::new(x, y)), expected, "{x} {y}");
        }
    }
}
