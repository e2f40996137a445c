//! Glasses: a rim before the eyes, glare, dark lenses.
//!
//! Takes the look and whether glasses are worn; gives how dark a line runs across the eyes, in
//! percent of the skin's brightness, and what glares and darkens within the lenses. A line is a
//! dark stroke against what lies on either side of it; the best path through the strokes is
//! found by dynamic programming, each column's part capped, so that an unbroken faint line
//! counts for more than a few dark spots (Amini et al. 1990).

use imaging::Point;
use vision::{Worn, points};

use super::brows::{UNDER_LEFT, UNDER_RIGHT};
use super::look::{Look, PictureSide};
use super::value::{Place, percent};
use super::worn::SURE_OF_GLASSES;
use crate::{VIEW_HEIGHT, VIEW_WIDTH, WhyNot};

/// Half widths of the strokes looked for, view px: thin metal and thick rims.
const STROKES: [isize; 2] = [3, 6];
/// A column's largest part, percent of the skin's brightness: a rim before an eye is far darker
/// than lashes and corners.
const RIM_CAP: f64 = 40.0;
/// Beside an eye's corners, view px from the corner outwards: past the tear
/// duct towards the nose, and past the lashes towards the temple; no lens ends
/// before.
const BESIDE_INNER: (f64, f64) = (2.0, 11.0);
const BESIDE_OUTER: (f64, f64) = (3.0, 13.0);
/// A lid's own breadth, view px.
const LID: f64 = 2.0;
/// Places of plain skin.
const PLAIN: [usize; 8] = [50, 280, 101, 330, 197, 195, 36, 266];
/// Beyond so much yaw, degrees, a rim hides behind the nose.
const LARGEST_YAW: f64 = 25.0;
/// Below this share of the view's pixels in the picture thin rims are lost.
const LEAST_DENSITY: f64 = 0.5;
/// A pixel is glare from here on in all three channels, of 255.
const GLARE: u8 = 245;
/// The lens around the iris: half width and half height over the distance of
/// the irises.
const LENS: (f64, f64) = (0.40, 0.30);

/// The upper or lower rim's evidence is a rectangle `x0, x1, y0, y1`.
type Bounds = (f64, f64, f64, f64);

/// Where the glasses are, and whether a rim, glare or a tint can be looked for: `Ok(true)` with
/// glasses, `Ok(false)` without.
pub(crate) fn lenses(look: &Look<'_>, worn: &Worn, density: f64) -> Lenses {
    let [left, right] = [PictureSide::Left, PictureSide::Right].map(|side| lens(look, side));
    let there = if look.yaw.abs() > LARGEST_YAW {
        Err(WhyNot::TurnedAway)
    } else if density < LEAST_DENSITY {
        Err(WhyNot::TooSmall)
    } else {
        Ok(worn.glasses >= SURE_OF_GLASSES)
    };
    Lenses {
        there,
        place: vec![left[0], right[1], right[2], left[3]],
    }
}

/// Lenses before the eyes.
#[derive(Clone, Debug)]
pub(crate) struct Lenses {
    there: Result<bool, WhyNot>,
    /// Both, on the view.
    pub place: Vec<Point>,
}

/// How dark a line is that runs on at the height of the lids beside both
/// corners of an eye, percent of the skin's brightness, 0…40, mean of both
/// eyes: a rim that crosses the eye goes on past its corners, lashes do not. 0 without glasses.
pub(crate) fn before_eyes(look: &Look<'_>, lenses: &Lenses) -> Place {
    let value = lenses.there.map(|there| {
        if !there {
            return 0.0;
        }
        let skin = plain_skin(look);
        let rims = [PictureSide::Left, PictureSide::Right].map(|side| {
            beside_eye(look, side)
                .map(|bounds| line_in(look, bounds, skin))
                .into_iter()
                .fold(RIM_CAP, f64::min)
        });
        rims.into_iter().sum::<f64>() / 2.0
    });
    (value, lenses.place.clone())
}

/// Mean brightness of plain skin.
fn plain_skin(look: &Look<'_>) -> f64 {
    let sum: f64 = PLAIN.iter().map(|id| brightness(look, look.at(*id))).sum();
    (sum / PLAIN.len() as f64).max(1.0)
}

/// At the height of the lids, towards the nose and towards the temple.
fn beside_eye(look: &Look<'_>, side: PictureSide) -> [Bounds; 2] {
    let (inner, outer, upper, lower) = side.of(
        (
            points::RIGHT_EYE_INNER,
            points::RIGHT_EYE_OUTER,
            &points::RIGHT_UPPER_LID,
            &points::RIGHT_LOWER_LID,
        ),
        (
            points::LEFT_EYE_INNER,
            points::LEFT_EYE_OUTER,
            &points::LEFT_UPPER_LID,
            &points::LEFT_LOWER_LID,
        ),
    );
    let top = look
        .polygon(upper)
        .iter()
        .map(|p| p.y)
        .fold(f64::MAX, f64::min)
        - LID;
    let bottom = look
        .polygon(lower)
        .iter()
        .map(|p| p.y)
        .fold(f64::MIN, f64::max)
        + LID;
    let out = side.of(-1.0, 1.0);
    let beside = |corner: usize, towards: f64, (from, to): (f64, f64)| {
        let x = look.at(corner).x;
        let (a, b) = (x + towards * from, x + towards * to);
        (a.min(b), a.max(b), top, bottom)
    };
    [
        beside(inner, -out, BESIDE_INNER),
        beside(outer, out, BESIDE_OUTER),
    ]
}

/// Percent of the lenses that glare; 0 without glasses.
pub(crate) fn glare(look: &Look<'_>, lenses: &Lenses) -> Place {
    on_lenses(lenses, |side| {
        look.share(&lens(look, side), |i| {
            let p = super::area::middle(i);
            let colour = look.view.pixel(p.x as u32, p.y as u32);
            colour.iter().all(|v| *v >= GLARE)
        })
        .map(percent)
    })
}

/// By how many percent of L* the skin behind the lenses is darker than the
/// cheeks; 0 without glasses.
pub(crate) fn tint(look: &Look<'_>, lenses: &Lenses) -> Place {
    on_lenses(lenses, |side| {
        let under = look.polygon(side.of(&UNDER_LEFT, &UNDER_RIGHT));
        let pixels = super::area::inside(&under);
        let behind = super::colour::median(pixels.into_iter().map(|i| look.lab[i]).collect())?;
        let cheek = f64::from(look.skin[0]).max(1.0);
        Some(percent((1.0 - f64::from(behind[0]) / cheek).max(0.0)))
    })
}

/// The greater of what the two lenses give; 0 without glasses.
fn on_lenses(lenses: &Lenses, value: impl Fn(PictureSide) -> Option<f64>) -> Place {
    let worst = lenses.there.and_then(|there| {
        if !there {
            return Ok(0.0);
        }
        [PictureSide::Left, PictureSide::Right]
            .into_iter()
            .filter_map(value)
            .reduce(f64::max)
            .ok_or(WhyNot::OutOfPicture)
    });
    (worst, lenses.place.clone())
}

fn lens(look: &Look<'_>, side: PictureSide) -> Vec<Point> {
    let left = look.at(points::RIGHT_IRIS_CENTRE);
    let right = look.at(points::LEFT_IRIS_CENTRE);
    let (x, y) = (left.distance(right) * LENS.0, left.distance(right) * LENS.1);
    let c = side.of(left, right);
    [(-x, -y), (x, -y), (x, y), (-x, y)]
        .map(|(dx, dy)| Point::new(c.x + dx, c.y + dy))
        .to_vec()
}

/// The best line of dark strokes from the left to the right of `bounds`.
fn line_in(look: &Look<'_>, (x0, x1, y0, y1): Bounds, skin: f64) -> f64 {
    let pixel = |v: f64, end: u32| v.round().clamp(0.0, f64::from(end)) as isize;
    let columns = pixel(x0, VIEW_WIDTH)..pixel(x1, VIEW_WIDTH);
    let rows = pixel(y0, VIEW_HEIGHT)..pixel(y1, VIEW_HEIGHT);
    if columns.len() < 4 || rows.len() < 4 {
        return 0.0;
    }
    let margin = STROKES[1];
    let window: Vec<Vec<f64>> = columns
        .map(|x| {
            let column = rows.start - margin..rows.end + margin;
            column.map(|y| smooth(look, x, y) / skin * 100.0).collect()
        })
        .collect();
    STROKES
        .iter()
        .map(|stroke| path(&window, *stroke as usize))
        .fold(0.0, f64::max)
}

/// Mean of strokes along the best path, a row up or down a column.
fn path(window: &[Vec<f64>], stroke: usize) -> f64 {
    let margin = STROKES[1] as usize;
    let mut best: Vec<f64> = Vec::new();
    for column in window {
        let rows = column.len() - 2 * margin;
        let strokes = (0..rows).map(|row| {
            let y = row + margin;
            let dark = (column[y - stroke] + column[y + stroke]) / 2.0 - column[y];
            dark.clamp(0.0, RIM_CAP)
        });
        best = strokes
            .enumerate()
            .map(|(row, here)| {
                let near = best.iter().skip(row.saturating_sub(1));
                let near = near.take(if row == 0 { 2 } else { 3 });
                here + near.copied().fold(0.0, f64::max)
            })
            .collect();
    }
    best.into_iter().fold(0.0, f64::max) / window.len().max(1) as f64
}

/// Brightness (Rec. 601 luma) smoothed by 1-2-1 either way.
fn smooth(look: &Look<'_>, x: isize, y: isize) -> f64 {
    let weights = [(-1, 1.0), (0, 2.0), (1, 1.0)];
    let mut sum = 0.0;
    for (dy, vertical) in weights {
        for (dx, horizontal) in weights {
            let p = Point::new((x + dx) as f64, (y + dy) as f64);
            sum += vertical * horizontal * brightness(look, p);
        }
    }
    sum / 16.0
}

fn brightness(look: &Look<'_>, p: Point) -> f64 {
    let at = |v: f64, size: u32| v.clamp(0.0, f64::from(size - 1)) as u32;
    let [r, g, b] = look
        .view
        .pixel(at(p.x, VIEW_WIDTH), at(p.y, VIEW_HEIGHT))
        .map(f64::from);
    0.299 * r + 0.587 * g + 0.114 * b
}
