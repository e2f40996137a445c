//! Something before the lower face, by its colour.
//!
//! Takes the look; gives the percent of the lower face that is neither skin nor beard
//! nor lips. A hand before the face goes unnoticed, being the colour of skin.

use std::collections::HashSet;

use imaging::Point;

use super::area;
use super::colour::Lab;
use super::look::{Look, from_skin};
use super::value::{Place, percent};
use crate::WhyNot;

/// Least chroma, squared, of an unnatural colour.
const COLOURED: f32 = 18.0 * 18.0;
/// Jaw and cheeks from the base of the nose down.
const LOWER_FACE: [usize; 22] = [
    93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323,
    426, 2, 206,
];
/// Around the lips, which are no skin.
const LIPS: [usize; 10] = [212, 92, 164, 322, 432, 422, 406, 18, 182, 202];
/// Farther than this, squared, a pixel is not skin.
const NO_SKIN: f32 = 16.0;

/// Beyond so much yaw, degrees, the far cheek is no longer seen.
const LARGEST_YAW: f64 = 30.0;

/// Hair is black to yellow over brown and red: a* and b* rise together.
fn unnatural([_, a, b]: Lab) -> bool {
    a * a + b * b > COLOURED && (a > 1.1 * b + 8.0 || b < -8.0 || a < -6.0)
}

/// Percent of the lower face that is neither skin nor like hair.
pub(crate) fn lower_face(look: &Look<'_>) -> Place {
    let place = look.polygon(&LOWER_FACE);
    let lips: Vec<Point> = look.polygon(&LIPS);
    let lips: HashSet<usize> = area::inside(&lips).into_iter().collect();
    let share = look.share(&place, |i| {
        !lips.contains(&i) && from_skin(look.lab[i], look.skin) > NO_SKIN && !beard(look, i)
    });
    if look.yaw.abs() > LARGEST_YAW {
        return (Err(WhyNot::TurnedAway), place);
    }
    (share.map(percent).ok_or(WhyNot::OutOfPicture), place)
}

/// Darker than skin and without a colour of its own.
fn beard(look: &Look<'_>, i: usize) -> bool {
    let [l, a, b] = look.lab[i];
    l < look.skin[0] * 0.8 && !unnatural([l, a, b])
}
