//! Whether the ears are seen.
//!
//! Takes the look; gives for each ear the percent of its height at which no
//! ear is seen beside the face. An ear is skin that juts out beyond the face's
//! outline by a little: where nothing juts out the ear is behind hair or turned
//! away, and where skin goes on much farther it is a hand, or hair of the
//! skin's colour.

use imaging::Point;
use vision::points;

use super::area::{COLUMNS, ROWS, STEP, span};
use super::colour::Lab;
use super::look::{Look, Side};
use super::{Place, percent};
use crate::WhyNot;

/// Root of the ear's upper end, beside the brow.
const TEMPLE_LEFT: usize = 127;
const TEMPLE_RIGHT: usize = 356;
/// An ear reaches from the brow to the base of the nose, as in the drawing
/// canon of the face; view px beyond either, chosen on the labelled portraits.
const ABOVE: f64 = 6.0;
const BELOW: f64 = 12.0;
/// How far an ear juts out, in grid pixels: 3 % to 22 % of the face's width.
const JUTS: (usize, usize) = (3, 22);
/// Yaw, degrees, up to which the ear is seen on the side turned away and on
/// the side turned near; beyond, the outline is no longer beside the ear.
const LARGEST_YAW: (f64, f64) = (13.0, 15.0);

/// Percent of the ear on that side of the picture that is not seen.
pub(crate) fn ear(look: &Look<'_>, side: Side) -> Place {
    let temple = look.at(side.of(TEMPLE_LEFT, TEMPLE_RIGHT));
    let root = look.at(side.of(points::RIGHT_EAR_ROOT, points::LEFT_EAR_ROOT));
    let (top, bottom) = (temple.y - ABOVE, look.at(points::NOSE_BASE).y + BELOW);
    let out = root.x + side.of(-1.0, 1.0) * (JUTS.1 * STEP) as f64;
    let place = vec![
        Point::new(root.x, top),
        Point::new(out, top),
        Point::new(out, bottom),
        Point::new(root.x, bottom),
    ];
    let away = side.of(-look.yaw, look.yaw);
    if away > LARGEST_YAW.0 || away < -LARGEST_YAW.1 {
        return (Err(WhyNot::TurnedAway), place);
    }
    let there = look.share(&place, |_| true).is_some();
    let seen = seen(look, side, span(top, bottom, ROWS)).filter(|_| there);
    let hidden = seen.map(|seen| percent(1.0 - seen));
    (hidden.ok_or(WhyNot::OutOfPicture), place)
}

/// The share of rows at which skin juts out as far as an ear does.
fn seen(look: &Look<'_>, side: Side, rows: std::ops::Range<usize>) -> Option<f64> {
    let skin = look.cheek(side);
    let (mut ears, mut all) = (0_u32, 0_u32);
    for row in rows {
        let Some((first, last)) = look.outline[row] else {
            continue;
        };
        all += 1;
        let reach = reach(look, side, row, side.of(first, last), skin);
        ears += u32::from((JUTS.0..=JUTS.1).contains(&reach));
    }
    (all > 0).then(|| f64::from(ears) / f64::from(all))
}

/// Grid pixels of skin outwards from the outline, one pixel's gaps passed over.
fn reach(look: &Look<'_>, side: Side, row: usize, edge: usize, skin: Lab) -> usize {
    let (mut reach, mut missed) = (0, 0);
    for step in 1..=JUTS.1 + 2 {
        let Some(x) = edge
            .checked_add_signed(side.outward() * step as isize)
            .filter(|x| *x < COLUMNS)
        else {
            break;
        };
        let i = row * COLUMNS + x;
        if look.alpha[i] > 0.5 && look.inside[i] && look.is_skin(i, skin) {
            (reach, missed) = (step, 0);
        } else {
            missed += 1;
            if missed > 1 {
                break;
            }
        }
    }
    reach
}
