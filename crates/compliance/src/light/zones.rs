//! Parts of the face on the view.
//!
//! Takes the sample's landmarks; gives the view's pixels in a part of the face,
//! without those where the picture has nothing.

use imaging::Point;
use vision::points;

use crate::{Sample, VIEW_FACE_WIDTH, VIEW_HEIGHT, VIEW_WIDTH, WhyNot};

/// Pixels of the view: row-major indices, ascending.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Zone {
    indices: Vec<usize>,
    /// Pixels that the shape has whether the picture shows them or not.
    wanted: usize,
    outline: Vec<Point>,
}

impl Zone {
    /// The pixels whose middle lies in a closed polygon (even–odd rule).
    pub(crate) fn polygon(sample: &Sample<'_>, outline: &[Point]) -> Self {
        let mut indices = Vec::new();
        let mut wanted = 0;
        for y in rows(outline) {
            let middle = f64::from(y) + 0.5;
            let mut crossings: Vec<f64> = edges(outline)
                .filter(|(a, b)| (a.y <= middle) != (b.y <= middle))
                .map(|(a, b)| a.x + (middle - a.y) / (b.y - a.y) * (b.x - a.x))
                .collect();
            crossings.sort_by(f64::total_cmp);
            for pair in crossings.chunks_exact(2) {
                let from = (pair[0] - 0.5).ceil().clamp(0.0, f64::from(VIEW_WIDTH)) as u32;
                let to = (pair[1] - 0.5).ceil().clamp(0.0, f64::from(VIEW_WIDTH)) as u32;
                wanted += to.saturating_sub(from) as usize;
                let inside = (from..to).filter(|x| sample.inside.at(*x, y) > 0.5);
                indices.extend(inside.map(|x| y as usize * VIEW_WIDTH as usize + x as usize));
            }
        }
        Self {
            indices,
            wanted,
            outline: outline.to_vec(),
        }
    }

    /// A disc; `radius` in pixels of the view.
    pub(crate) fn disc(sample: &Sample<'_>, centre: Point, radius: f64) -> Self {
        let outline: Vec<Point> = (0..16)
            .map(|step| (f64::from(step) / 16.0 * std::f64::consts::TAU).sin_cos())
            .map(|(sin, cos)| Point::new(centre.x + radius * cos, centre.y + radius * sin))
            .collect();
        Self::polygon(sample, &outline)
    }

    /// This zone without the pixels of `other`.
    pub(crate) fn without(mut self, other: &Self) -> Self {
        let before = self.indices.len();
        // Both ascend: one walk through each is enough.
        let mut others = other.indices.iter().copied().peekable();
        self.indices.retain(|index| {
            while others.next_if(|other| other < index).is_some() {}
            others.peek() != Some(index)
        });
        self.wanted -= before - self.indices.len();
        self
    }

    /// The zone, where the picture shows nearly all of it and it has at least
    /// `least` pixels.
    pub(crate) fn seen(self, least: usize) -> Result<Self, WhyNot> {
        if self.indices.len() * 10 < self.wanted * 9 {
            Err(WhyNot::OutOfPicture)
        } else if self.indices.len() < least.max(1) {
            Err(WhyNot::Hidden)
        } else {
            Ok(self)
        }
    }

    /// Row-major indices of the view's pixels.
    pub(crate) fn indices(&self) -> &[usize] {
        &self.indices
    }

    /// The least rectangle around it on the view: left, top, right, bottom.
    pub(crate) fn bounds(&self) -> [u32; 4] {
        let rect = vision::Rect::bounding(self.outline.iter().copied());
        let whole = |value: f64, limit: u32| value.clamp(0.0, f64::from(limit)).round() as u32;
        rect.map_or([0; 4], |rect| {
            [
                whole(rect.left, VIEW_WIDTH),
                whole(rect.top, VIEW_HEIGHT),
                whole(rect.right, VIEW_WIDTH),
                whole(rect.bottom, VIEW_HEIGHT),
            ]
        })
    }

    /// Its colours.
    pub(crate) fn colours<'s>(&'s self, sample: &'s Sample<'_>) -> impl Iterator<Item = [u8; 3]> {
        let (pixels, _) = sample.view.data().as_chunks::<3>();
        self.indices
            .iter()
            .filter_map(|index| pixels.get(*index).copied())
    }

    /// Its outline in the upright picture.
    pub(crate) fn in_source(&self, sample: &Sample<'_>) -> Vec<Point> {
        sample.in_source(&self.outline)
    }
}

/// The rows that a polygon touches.
fn rows(outline: &[Point]) -> std::ops::Range<u32> {
    let low = outline.iter().map(|p| p.y).fold(f64::INFINITY, f64::min);
    let high = outline.iter().map(|p| p.y).fold(0.0, f64::max);
    let end = high.ceil().clamp(0.0, f64::from(VIEW_HEIGHT)) as u32;
    let start = low.floor().clamp(0.0, f64::from(end)) as u32;
    start..end
}

fn edges(outline: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    let next = outline.iter().skip(1).chain(outline.first());
    outline.iter().copied().zip(next.copied())
}

/// A side of the subject: their own left or right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SubjectSide {
    /// On the right of the picture.
    Left,
    /// On the left of the picture.
    Right,
}

impl SubjectSide {
    pub(crate) const BOTH: [Self; 2] = [Self::Right, Self::Left];
}

fn path(sample: &Sample<'_>, indices: impl IntoIterator<Item = usize>) -> Vec<Point> {
    indices.into_iter().map(|index| sample.at(index)).collect()
}

/// Brows to chin, ear root to ear root, without the forehead: ISO/IEC 29794-5's
/// landmarked region, there the convex hull of 98 points of which the topmost
/// are the brows'.
pub(crate) fn face(sample: &Sample<'_>) -> Zone {
    // From the left temple round the chin to the right temple.
    let oval = points::FACE_OVAL[7..=29].iter();
    let right_brow = points::RIGHT_BROW_TOP.iter().rev();
    let left_brow = points::LEFT_BROW_TOP.iter();
    let around = oval.chain(right_brow).chain(left_brow).copied();
    Zone::polygon(sample, &path(sample, around))
}

/// What lies between the lids.
pub(crate) fn eye(sample: &Sample<'_>, side: SubjectSide) -> Zone {
    let (inner, outer, upper, lower) = match side {
        SubjectSide::Left => (
            points::LEFT_EYE_INNER,
            points::LEFT_EYE_OUTER,
            points::LEFT_UPPER_LID,
            points::LEFT_LOWER_LID,
        ),
        SubjectSide::Right => (
            points::RIGHT_EYE_INNER,
            points::RIGHT_EYE_OUTER,
            points::RIGHT_UPPER_LID,
            points::RIGHT_LOWER_LID,
        ),
    };
    let around = std::iter::once(inner)
        .chain(upper)
        .chain(std::iter::once(outer))
        .chain(lower.into_iter().rev());
    Zone::polygon(sample, &path(sample, around))
}

/// Middle and radius of an iris, px of the view.
pub(crate) fn iris(sample: &Sample<'_>, side: SubjectSide) -> (Point, f64) {
    let (centre, rim) = match side {
        SubjectSide::Left => (points::LEFT_IRIS_CENTRE, points::LEFT_IRIS_RIM),
        SubjectSide::Right => (points::RIGHT_IRIS_CENTRE, points::RIGHT_IRIS_RIM),
    };
    let centre = sample.at(centre);
    let radius = rim
        .iter()
        .map(|index| sample.at(*index).distance(centre))
        .sum::<f64>();
    (centre, radius / 4.0)
}

/// The whites of both eyes. The iris is cut out with a margin: its rim is soft.
pub(crate) fn eye_whites(sample: &Sample<'_>) -> Vec<Zone> {
    SubjectSide::BOTH
        .into_iter()
        .map(|side| {
            let (centre, radius) = iris(sample, side);
            eye(sample, side).without(&Zone::disc(sample, centre, radius * 1.1))
        })
        .collect()
}

/// Skin: [`face`] and the middle of the forehead, without eyes, brows and lips.
pub(crate) fn skin(sample: &Sample<'_>) -> Zone {
    const LEFT_BROW: [usize; 10] = [336, 296, 334, 293, 300, 276, 283, 282, 295, 285];
    const RIGHT_BROW: [usize; 10] = [107, 66, 105, 63, 70, 46, 53, 52, 65, 55];
    const LIPS: [usize; 20] = [
        61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146,
    ];
    [&LEFT_BROW[..], &RIGHT_BROW[..], &LIPS[..]]
        .into_iter()
        .map(|part| Zone::polygon(sample, &path(sample, part.iter().copied())))
        .chain(SubjectSide::BOTH.map(|side| eye(sample, side)))
        .fold(face(sample), |skin, part| skin.without(&part))
}

/// A landmark of the cheek bone, of the cheek beside the nose, of the cheek
/// beside the mouth, and of the forehead above the brow.
const PATCHES: [(usize, usize); 4] = [(50, 280), (205, 425), (214, 434), (69, 299)];

/// Radius of a skin patch, px of the view.
const PATCH_RADIUS: f64 = 0.05 * VIEW_FACE_WIDTH;

/// Small patches of skin that lie opposite each other: right, left. Cheek bone,
/// cheek, beside the mouth, forehead.
pub(crate) fn patches(sample: &Sample<'_>) -> [(Zone, Zone); 4] {
    PATCHES.map(|(right, left)| {
        let [right, left] =
            [right, left].map(|index| Zone::disc(sample, sample.at(index), PATCH_RADIUS));
        (right, left)
    })
}

/// Landmarks of the inner cheek, below the eye and beside the nose and the
/// mouth: where neither hair nor the head's own form decides the shade.
const CHEEKS: [[usize; 3]; 2] = [[101, 36, 205], [330, 266, 425]];

/// Patches of the right and of the left inner cheek.
pub(crate) fn cheeks(sample: &Sample<'_>) -> [Vec<Zone>; 2] {
    CHEEKS.map(|side| {
        side.map(|index| Zone::disc(sample, sample.at(index), PATCH_RADIUS))
            .into()
    })
}
