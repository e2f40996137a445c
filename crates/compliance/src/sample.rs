//! The face at one known size: what every measure reads.

use imaging::{Affine, Plane, Point, RgbImage, warp};
use vision::{Landmarks, points};

use crate::Evidence;

/// Face width on the view, ear root to ear root, px.
pub const VIEW_FACE_WIDTH: f64 = 200.0;
/// Width of the view, px.
pub const VIEW_WIDTH: u32 = 400;
/// Height of the view, px.
pub const VIEW_HEIGHT: u32 = 520;
/// Where the middle between the irises lies on the view.
const EYES_AT: Point = Point { x: 200.0, y: 220.0 };

/// A picture prepared for measuring.
#[derive(Clone, Debug)]
pub struct Sample<'a> {
    /// What it was prepared from.
    pub evidence: Evidence<'a>,
    /// Head and shoulders, eyes level, [`VIEW_FACE_WIDTH`] from ear root to ear
    /// root; where the picture ends, its edge goes on.
    pub view: RgbImage,
    /// 1 where the picture has something on the view.
    pub inside: Plane,
    /// How much of each view pixel is the person; 0 outside the photo's frame.
    pub alpha: Plane,
    /// The person's coverage at the photo's size.
    pub cover: Plane,
    /// Upright picture → view.
    pub map: Affine,
    /// View → upright picture.
    pub back: Affine,
    /// The landmarks on the view.
    pub landmarks: Landmarks,
}

impl<'a> Sample<'a> {
    /// Draws the view of `evidence`.
    #[must_use]
    pub fn new(evidence: &Evidence<'a>) -> Self {
        let face = &evidence.photo.face;
        let at = |index| face.landmarks.at(index);
        let width = at(points::LEFT_EAR_ROOT).distance(at(points::RIGHT_EAR_ROOT));
        let eyes = at(points::LEFT_IRIS_CENTRE).midpoint(at(points::RIGHT_IRIS_CENTRE));
        let map = Affine::translation(-eyes.x, -eyes.y)
            .then(&Affine::rotation(-face.landmarks.roll()))
            .then(&Affine::scaling(VIEW_FACE_WIDTH / width.max(1.0)))
            .then(&Affine::translation(EYES_AT.x, EYES_AT.y));
        let back = map.inverse().expect("its scale is positive");
        let warped = warp(&evidence.photo.upright, &map, VIEW_WIDTH, VIEW_HEIGHT);
        let cover = evidence.photo.cut_out.alpha();
        let to_photo = back.then(&evidence.photo.frame.map);
        Self {
            evidence: *evidence,
            view: warped.image,
            inside: warped.inside,
            alpha: carried(&cover, &to_photo),
            cover,
            landmarks: face.landmarks.mapped(&map),
            map,
            back,
        }
    }

    /// A landmark on the view.
    #[must_use]
    pub fn at(&self, index: usize) -> Point {
        self.landmarks.at(index)
    }

    /// Pixels of the upright picture per view pixel, by length: below 1 the view
    /// is an enlargement.
    #[must_use]
    pub fn source_density(&self) -> f64 {
        self.back.scale()
    }

    /// A polygon of the view, in the upright picture.
    #[must_use]
    pub fn in_source(&self, polygon: &[Point]) -> Vec<Point> {
        polygon.iter().map(|p| self.back.apply(*p)).collect()
    }
}

/// px; what lies further left of a photo or above it is outside, however it is rounded.
const BEYOND: i64 = 1 << 20;

/// A field on the photo, read at the view's pixels bilinearly; 0 outside.
fn carried(field: &Plane, to_field: &Affine) -> Plane {
    let (width, height) = (i64::from(field.width()), i64::from(field.height()));
    let value = |x: i64, y: i64| {
        if x < 0 || y < 0 || x >= width || y >= height {
            0.0
        } else {
            field.at(x as u32, y as u32)
        }
    };
    let mut out = Plane::filled(VIEW_WIDTH, VIEW_HEIGHT, 0.0);
    let columns = VIEW_WIDTH as usize;
    for (row, line) in out.data_mut().chunks_exact_mut(columns).enumerate() {
        for (column, slot) in line.iter_mut().enumerate() {
            let p = to_field.apply(Point::new(column as f64 + 0.5, row as f64 + 0.5));
            let (x, y) = (p.x - 0.5, p.y - 0.5);
            // Rounded down: `as` cuts towards zero, and `floor` is a call a coordinate.
            let (x0, y0) = (
                (x + BEYOND as f64) as i64 - BEYOND,
                (y + BEYOND as f64) as i64 - BEYOND,
            );
            let (fx, fy) = ((x - x0 as f64) as f32, (y - y0 as f64) as f32);
            let upper = value(x0, y0) * (1.0 - fx) + value(x0 + 1, y0) * fx;
            let lower = value(x0, y0 + 1) * (1.0 - fx) + value(x0 + 1, y0 + 1) * fx;
            *slot = upper * (1.0 - fy) + lower * fy;
        }
    }
    out
}
