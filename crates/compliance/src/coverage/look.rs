//! The view as colours, with what skin and hair look like on this very person.
//!
//! Takes the view, its alpha and the landmarks; gives L*a*b* on a grid of half
//! the view's size, and for each pixel whether it is rather skin or rather
//! hair. The references are medians of the person's own cheeks and nose, and
//! of what lies above the forehead, so that no skin tone is assumed.

use imaging::{Plane, Point, RgbImage};
use vision::{Landmarks, points};

use super::area::{self, COLUMNS, ROWS, STEP};
use super::colour::{Lab, apart, lab, median};
use crate::Sample;

/// A side of the picture, as the viewer sees it: the subject's own other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PictureSide {
    Left,
    Right,
}

impl PictureSide {
    /// −1 on the left, 1 on the right: outwards.
    pub(crate) fn outward(self) -> isize {
        match self {
            Self::Left => -1,
            Self::Right => 1,
        }
    }

    /// `left` or `right`.
    pub(crate) fn of<T>(self, left: T, right: T) -> T {
        match self {
            Self::Left => left,
            Self::Right => right,
        }
    }
}

/// Cheek to the jaw, on the picture's left and right.
const CHEEK_LEFT: [usize; 10] = [227, 116, 117, 118, 101, 36, 205, 187, 147, 123];
const CHEEK_RIGHT: [usize; 10] = [447, 345, 346, 347, 330, 266, 425, 411, 376, 352];
/// Middle of the cheeks and ridge of the nose: skin on all faces.
const SKIN: [&[usize]; 4] = [
    &[50, 101, 100, 47, 205],
    &[280, 330, 329, 277, 425],
    &[6, 197, 195, 5, 51, 3, 196],
    &[281, 248, 419, 6, 197, 195, 5],
];
/// The top of the face's outline, picture's left to right.
const OVAL_TOP: [usize; 9] = [54, 103, 67, 109, 10, 338, 297, 332, 284];
/// Hair is looked for between these multiples of the outline's radius.
const HAIR_BAND: (f64, f64) = (1.22, 1.5);
/// Grid pixels a reference needs.
const LEAST_REFERENCE: usize = 50;

/// Spread of skin in one light: brighter and darker than the reference.
const SKIN_SPREAD: (f32, Lab) = (12.0, [16.0, 5.0, 5.5]);
/// Spread of hair.
const HAIR_SPREAD: Lab = [12.0, 4.0, 5.0];
/// Hair where none is seen (cut off, shaved): near black.
const UNSEEN_HAIR: Lab = [15.0, 3.0, 4.0];
/// Nearer than this, squared, hair and skin are one colour: a bald head…
const SAME_COLOUR: f32 = 6.0;
/// …unless it is darker than this part of the skin's L*. Of the labelled
/// portraits a bald head came to 0.80, dark red hair to 0.57.
const DARKER: f32 = 0.7;
/// Farther than this, squared, a pixel is not skin.
const NO_SKIN: f32 = 14.0;
/// Nearer than this, squared, a pixel is skin in the shade, however near the hair's colour lies:
/// on dark skin the two are close.
const SHADED_SKIN: f32 = 2.0;

/// What measures of cover read.
#[derive(Clone, Debug)]
pub(crate) struct Look<'a> {
    /// The view.
    pub view: &'a RgbImage,
    /// The landmarks on it.
    pub landmarks: &'a Landmarks,
    /// Positive: the nose points to the picture's right, degrees.
    pub yaw: f64,
    /// Colours of the grid, row by row.
    pub lab: Vec<Lab>,
    /// How much of a grid pixel is the person, 0…1.
    pub alpha: Vec<f32>,
    /// Whether the picture has the grid pixel.
    pub inside: Vec<bool>,
    /// First and last grid column of the face's outline in each row.
    pub outline: Vec<Option<(usize, usize)>>,
    /// Skin of this person.
    pub skin: Lab,
    /// Hair of this person; `None` where none is seen or it is skin.
    pub hair: Option<Lab>,
    /// Whether what is seen over the forehead is skin.
    pub is_bald: bool,
}

impl<'a> Look<'a> {
    /// Prepares the sample's view.
    pub(crate) fn of(sample: &'a Sample<'_>) -> Self {
        let yaw = sample.evidence.photo.face.pose.yaw;
        Self::new(
            &sample.view,
            &sample.inside,
            &sample.alpha,
            &sample.landmarks,
            yaw,
        )
    }

    pub(crate) fn new(
        view: &'a RgbImage,
        inside: &Plane,
        alpha: &Plane,
        landmarks: &'a Landmarks,
        yaw: f64,
    ) -> Self {
        let mut look = Self {
            view,
            landmarks,
            yaw,
            lab: grid(|x, y| lab(mean_colour(view, x, y))),
            alpha: grid(|x, y| mean(alpha, x, y)),
            inside: grid(|x, y| mean(inside, x, y) > 0.9),
            outline: Vec::new(),
            skin: [0.0; 3],
            hair: None,
            is_bald: false,
        };
        look.outline = outline(&look.polygon(&points::FACE_OVAL));
        look.skin = look.reference(SKIN.iter().flat_map(|ids| area::inside(&look.polygon(ids))));
        let over_forehead = look.over_forehead();
        look.hair = over_forehead.filter(|colour| look.is_hair(*colour));
        look.is_bald = over_forehead.is_some() && look.hair.is_none();
        look
    }

    /// Landmarks as a polygon of the view.
    pub(crate) fn polygon(&self, ids: &[usize]) -> Vec<Point> {
        self.landmarks.pick(ids).collect()
    }

    /// A landmark on the view.
    pub(crate) fn at(&self, index: usize) -> Point {
        self.landmarks.at(index)
    }

    /// The median colour of grid pixels.
    fn reference(&self, pixels: impl Iterator<Item = usize>) -> Lab {
        median(pixels.map(|i| self.lab[i]).collect()).unwrap_or_default()
    }

    /// Skin on one side of the face: light from the side makes the two differ.
    pub(crate) fn cheek(&self, side: PictureSide) -> Lab {
        let cheek = area::inside(&self.polygon(side.of(&CHEEK_LEFT, &CHEEK_RIGHT)));
        if cheek.len() < LEAST_REFERENCE {
            return self.skin;
        }
        self.reference(cheek.into_iter())
    }

    /// A band around the top of the head, between multiples of the outline.
    pub(crate) fn crown(&self, (near, far): (f64, f64)) -> Vec<Point> {
        let oval = self.polygon(&points::FACE_OVAL);
        let count = oval.len() as f64;
        let sum = oval.iter().fold((0.0, 0.0), |(x, y), p| (x + p.x, y + p.y));
        let centre = Point::new(sum.0 / count, sum.1 / count);
        let out = |p: Point, by: f64| {
            Point::new(
                centre.x + (p.x - centre.x) * by,
                centre.y + (p.y - centre.y) * by,
            )
        };
        let near = OVAL_TOP.iter().map(|id| out(self.at(*id), near));
        let far = OVAL_TOP.iter().rev().map(|id| out(self.at(*id), far));
        near.chain(far).collect()
    }

    /// The median colour of the person over the forehead; `None` where too little is seen.
    fn over_forehead(&self) -> Option<Lab> {
        let seen: Vec<Lab> = area::inside(&self.crown(HAIR_BAND))
            .into_iter()
            .filter(|i| self.alpha[*i] > 0.95 && self.inside[*i])
            .map(|i| self.lab[i])
            .collect();
        let enough = seen.len() > LEAST_REFERENCE;
        median(seen).filter(|_| enough)
    }

    fn is_hair(&self, colour: Lab) -> bool {
        colour[0] < DARKER * self.skin[0] || from_skin(colour, self.skin) > SAME_COLOUR
    }

    /// Whether a grid pixel is nearer to this person's hair than to `skin`.
    pub(crate) fn rather_hair(&self, index: usize, skin: Lab) -> bool {
        let from_skin = from_skin(self.lab[index], skin);
        from_skin > SHADED_SKIN && self.hair_distance(index) < from_skin
    }

    /// Squared distance to this person's hair.
    pub(crate) fn hair_distance(&self, index: usize) -> f32 {
        apart(
            self.lab[index],
            self.hair.unwrap_or(UNSEEN_HAIR),
            HAIR_SPREAD,
        )
    }

    /// Whether a grid pixel is skin like `skin`.
    pub(crate) fn is_skin(&self, index: usize, skin: Lab) -> bool {
        !self.rather_hair(index, skin) && from_skin(self.lab[index], skin) < NO_SKIN
    }

    /// The share of a polygon, 0…1, that `counts`; `None` where the picture
    /// has under half of it, or it is too small.
    pub(crate) fn share(&self, polygon: &[Point], counts: impl Fn(usize) -> bool) -> Option<f64> {
        let all = area::inside(polygon);
        let there: Vec<usize> = all.iter().copied().filter(|i| self.inside[*i]).collect();
        if there.len() < 10 || there.len() * 2 < all.len() {
            return None;
        }
        let counted = there.iter().filter(|i| counts(**i)).count();
        Some(counted as f64 / there.len() as f64)
    }
}

/// Squared distance to skin; shade darkens more than light brightens.
pub(crate) fn from_skin(colour: Lab, skin: Lab) -> f32 {
    let (brighter, mut spread) = SKIN_SPREAD;
    if colour[0] > skin[0] {
        spread[0] = brighter;
    }
    apart(colour, skin, spread)
}

fn outline(oval: &[Point]) -> Vec<Option<(usize, usize)>> {
    let mut rows = vec![None; ROWS];
    for index in area::inside(oval) {
        let (x, row) = (index % COLUMNS, index / COLUMNS);
        let (first, last) = rows[row].unwrap_or((x, x));
        rows[row] = Some((x.min(first), x.max(last)));
    }
    rows
}

fn grid<T>(of: impl Fn(u32, u32) -> T) -> Vec<T> {
    let step = STEP as u32;
    (0..ROWS * COLUMNS)
        .map(|i| of((i % COLUMNS) as u32 * step, (i / COLUMNS) as u32 * step))
        .collect()
}

fn mean(plane: &Plane, x: u32, y: u32) -> f32 {
    let (upper, lower) = (plane.row(y), plane.row(y + 1));
    let x = x as usize;
    (upper[x] + upper[x + 1] + lower[x] + lower[x + 1]) / 4.0
}

fn mean_colour(view: &RgbImage, x: u32, y: u32) -> [u8; 3] {
    let four = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(dx, dy)| view.pixel(x + dx, y + dy));
    std::array::from_fn(|c| (four.iter().map(|p| u32::from(p[c])).sum::<u32>() / 4) as u8)
}
