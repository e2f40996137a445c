//! Glasses: the bridge over the nose and the lower rims, a rim before the eyes,
//! glare, dark lenses.
//!
//! Takes the look; gives how much of a line runs unbroken from side to side
//! over the bridge and under both eyes, in percent of the skin's brightness.
//! A line is a dark or light stroke against what lies on either side of it;
//! the best path through the strokes is found by dynamic programming, each
//! column's part capped, so that an unbroken faint line counts for more than
//! a few dark spots. After Jing & Mariani 2000, "Glasses detection and
//! extraction by deformable contour" (bridge and rims are the evidence), and
//! Amini et al. 1990 for the path.

use imaging::Point;
use vision::points;

use super::brows::{UNDER_LEFT, UNDER_RIGHT};
use super::look::{Look, PictureSide};
use super::value::{Place, percent};
use crate::{VIEW_HEIGHT, VIEW_WIDTH, WhyNot};

/// Half widths of the strokes looked for, view px: thin metal and thick rims.
const STROKES: [isize; 2] = [3, 6];
/// A column's largest part, percent of the skin's brightness.
const CAP: f64 = 15.0;
/// A light stroke counts for less: skin shines, and rims are dark as a rule.
const LIGHT_STROKE: f64 = 0.8;
/// The same for a rim before an eye: it is far darker than lashes and corners.
const RIM_CAP: f64 = 40.0;
/// Beside an eye's corners, view px from the corner outwards: past the tear
/// duct towards the nose, and past the lashes towards the temple; no lens ends
/// before.
const BESIDE_INNER: (f64, f64) = (2.0, 11.0);
const BESIDE_OUTER: (f64, f64) = (3.0, 13.0);
/// A lid's own breadth, view px.
const LID: f64 = 2.0;
/// Between the brows, and the middle of the nose's ridge.
const GLABELLA: usize = 8;
const RIDGE: usize = 197;
/// Places of plain skin.
const PLAIN: [usize; 8] = [50, 280, 101, 330, 197, 195, 36, 266];
/// Beyond so much yaw, degrees, a rim hides behind the nose.
const LARGEST_YAW: f64 = 25.0;
/// Below this share of the view's pixels in the picture thin rims are lost.
const LEAST_DENSITY: f64 = 0.5;
/// Below this value there are no lenses to have glare or a tint: 34 of 40
/// portraits labelled as without glasses come below.
const NO_GLASSES: f64 = 9.0;
/// A pixel is glare from here on in all three channels, of 255.
const GLARE: u8 = 245;
/// The lens around the iris: half width and half height over the distance of
/// the irises.
const LENS: (f64, f64) = (0.40, 0.30);

/// The upper or lower rim's evidence is a rectangle `x0, x1, y0, y1`.
type Bounds = (f64, f64, f64, f64);

/// Index of lines where glasses have them, 0…15; and where the glasses are.
pub(crate) fn glasses(look: &Look<'_>, density: f64) -> Place {
    let lenses = [PictureSide::Left, PictureSide::Right].map(|side| lens(look, side));
    let place = vec![lenses[0][0], lenses[1][1], lenses[1][2], lenses[0][3]];
    if look.yaw.abs() > LARGEST_YAW {
        return (Err(WhyNot::TurnedAway), place);
    }
    if density < LEAST_DENSITY {
        return (Err(WhyNot::TooSmall), place);
    }
    let skin = plain_skin(look);
    let line = |bounds| line_in(look, bounds, skin, [1.0, -LIGHT_STROKE], CAP);
    let rims = [PictureSide::Left, PictureSide::Right].map(|side| line(under_eye(look, side)));
    let bridge = line(bridge(look));
    (Ok((bridge * rims[0].min(rims[1])).sqrt()), place)
}

/// How dark a line is that runs on at the height of the lids beside both
/// corners of an eye, percent of the skin's brightness, 0…40, mean of both
/// eyes: a rim that crosses the eye goes on past its corners, lashes do not.
pub(crate) fn before_eyes(look: &Look<'_>, (found, place): &Place) -> Place {
    let value = found.map(|_| {
        let skin = plain_skin(look);
        let rims = [PictureSide::Left, PictureSide::Right].map(|side| {
            beside_eye(look, side)
                .map(|bounds| line_in(look, bounds, skin, [1.0], RIM_CAP))
                .into_iter()
                .fold(RIM_CAP, f64::min)
        });
        rims.into_iter().sum::<f64>() / 2.0
    });
    (value, place.clone())
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
pub(crate) fn glare(look: &Look<'_>, glasses: &Place) -> Place {
    on_lenses(glasses, |side| {
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
pub(crate) fn tint(look: &Look<'_>, glasses: &Place) -> Place {
    on_lenses(glasses, |side| {
        let under = look.polygon(side.of(&UNDER_LEFT, &UNDER_RIGHT));
        let pixels = super::area::inside(&under);
        let behind = super::colour::median(pixels.into_iter().map(|i| look.lab[i]).collect())?;
        let cheek = f64::from(look.skin[0]).max(1.0);
        Some(percent((1.0 - f64::from(behind[0]) / cheek).max(0.0)))
    })
}

/// The greater of what the two lenses give; 0 without glasses.
fn on_lenses((found, place): &Place, value: impl Fn(PictureSide) -> Option<f64>) -> Place {
    let worst = match *found {
        Err(why) => Err(why),
        Ok(found) if found < NO_GLASSES => Ok(0.0),
        Ok(_) => [PictureSide::Left, PictureSide::Right]
            .into_iter()
            .filter_map(value)
            .reduce(f64::max)
            .ok_or(WhyNot::OutOfPicture),
    };
    (worst, place.clone())
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

/// Over the ridge of the nose, from between the brows downwards.
fn bridge(look: &Look<'_>) -> Bounds {
    let inner = look
        .at(points::RIGHT_EYE_INNER)
        .distance(look.at(points::LEFT_EYE_INNER));
    let x = look.at(points::NOSE_BRIDGE).x;
    (
        x - 0.3 * inner,
        x + 0.3 * inner,
        look.at(GLABELLA).y - 2.0,
        look.at(RIDGE).y,
    )
}

/// Under the eye, below the shadow of the lower lid.
fn under_eye(look: &Look<'_>, side: PictureSide) -> Bounds {
    let lid = look.polygon(side.of(&points::RIGHT_LOWER_LID, &points::LEFT_LOWER_LID));
    let corner = side.of(points::RIGHT_EYE_OUTER, points::LEFT_EYE_OUTER);
    let inner = side.of(points::RIGHT_EYE_INNER, points::LEFT_EYE_INNER);
    let (a, b) = (look.at(corner).x, look.at(inner).x);
    let (low, high, width) = (a.min(b), a.max(b), (a - b).abs());
    let lowest = lid.iter().map(|p| p.y).fold(f64::MIN, f64::max);
    (
        low + 0.1 * width,
        high - 0.1 * width,
        lowest + 0.16 * width,
        lowest + 0.8 * width,
    )
}

/// The best line from the left to the right of `bounds`, of dark strokes (sign
/// 1) or light ones (−1 and what they weigh), a column's part at most `cap`.
fn line_in<const N: usize>(
    look: &Look<'_>,
    (x0, x1, y0, y1): Bounds,
    skin: f64,
    signs: [f64; N],
    cap: f64,
) -> f64 {
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
        .flat_map(|stroke| signs.map(|sign| path(&window, *stroke as usize, sign, cap)))
        .fold(0.0, f64::max)
}

/// Mean of strokes along the best path, a row up or down a column.
fn path(window: &[Vec<f64>], stroke: usize, sign: f64, cap: f64) -> f64 {
    let margin = STROKES[1] as usize;
    let mut best: Vec<f64> = Vec::new();
    for column in window {
        let rows = column.len() - 2 * margin;
        let strokes = (0..rows).map(|row| {
            let y = row + margin;
            let dark = (column[y - stroke] + column[y + stroke]) / 2.0 - column[y];
            (sign * dark).clamp(0.0, cap)
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
