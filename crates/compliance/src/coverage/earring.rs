//! Earrings.
//!
//! Takes the look; gives the percent of the place under the lobes that small
//! bright spots take. A hint alone: a sparkle of sun does the same, and a dark
//! earring goes unnoticed.

use imaging::Point;
use vision::points;

use super::area::{COLUMNS, ROWS};
use super::look::{Look, PictureSide};
use super::value::{Place, percent};
use crate::{VIEW_FACE_WIDTH, WhyNot};

/// L* by which a spot differs from what lies around it.
const SPOT: f32 = 14.0;
/// Grid pixels from a spot to its surroundings: 4 % of the face's width.
const AROUND: usize = 4;

/// Percent of the place under the lobes, on the worse side, in spots.
pub(crate) fn earring(look: &Look<'_>) -> Place {
    let sides = [PictureSide::Left, PictureSide::Right].map(|side| {
        let root = look.at(side.of(points::RIGHT_EAR_ROOT, points::LEFT_EAR_ROOT));
        let mouth = look.at(side.of(points::MOUTH_RIGHT, points::MOUTH_LEFT));
        let top = look.at(points::NOSE_BASE).y - 6.0;
        let out = side.of(-1.0, 1.0) * 0.11 * VIEW_FACE_WIDTH;
        let inward = side.of(-1.0, 1.0) * -0.02 * VIEW_FACE_WIDTH;
        let place: Vec<Point> = vec![
            Point::new(root.x + inward, top),
            Point::new(root.x + out, top),
            Point::new(root.x + out, mouth.y + 6.0),
            Point::new(root.x + inward, mouth.y + 6.0),
        ];
        let share = look.share(&place, |i| look.alpha[i] > 0.4 && spot(look, i));
        (share.map(percent).ok_or(WhyNot::OutOfPicture), place)
    });
    let [left, right] = sides;
    match (&left.0, &right.0) {
        (Ok(a), Ok(b)) if b > a => right,
        (Err(_), Ok(_)) => right,
        _ => left,
    }
}

/// Brighter than left and right of it, and above and below.
fn spot(look: &Look<'_>, i: usize) -> bool {
    let (x, row) = (i % COLUMNS, i / COLUMNS);
    if x < AROUND || x + AROUND >= COLUMNS || row < AROUND || row + AROUND >= ROWS {
        return false;
    }
    let here = look.lab[i][0];
    let over = |a: usize, b: usize| here - look.lab[a][0].max(look.lab[b][0]) > SPOT;
    over(i - AROUND, i + AROUND) && over(i - AROUND * COLUMNS, i + AROUND * COLUMNS)
}
