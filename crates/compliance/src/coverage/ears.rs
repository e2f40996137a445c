//! Whether the ears are seen.
//!
//! Takes the look; gives for each ear the percent of its height at which no
//! ear is seen beside the face. An ear is skin that stands beside the face's
//! outline, a sideburn between them or not, and that ends at the lobe: where
//! there is no skin the ear is behind hair; where skin goes on much farther
//! outwards it is a hand; and where it goes on below the lobe it is hair of the
//! skin's colour, so that what is found there is taken off. The far ear of a
//! head turned well away is behind the cheek.

use imaging::Point;
use vision::points;

use super::area::{COLUMNS, ROWS, STEP, span};
use super::colour::Lab;
use super::look::{Look, PictureSide};
use super::value::{Place, percent};
use crate::WhyNot;

/// Root of the ear's upper end, beside the brow.
const TEMPLE_LEFT: usize = 127;
const TEMPLE_RIGHT: usize = 356;
/// An ear reaches from the brow to the base of the nose, as in the drawing
/// canon of the face; view px beyond either, chosen on the labelled portraits.
const ABOVE: f64 = 6.0;
const BELOW: f64 = 12.0;
/// Below the lobe, view px under the ear's end: half an ear's height, from where
/// a low lobe has ended.
const BELOW_LOBE: (f64, f64) = (8.0, 48.0);
/// How wide an ear is, in grid pixels: 3 % to 22 % of the face's width.
const WIDTH: (usize, usize) = (3, 22);
/// An ear begins at most so far from the outline, in grid pixels: the breadth
/// of a sideburn, a tenth of the face's width.
const SIDEBURN: usize = 10;
/// Yaw, degrees, up to which the ear is seen on the side turned away and on
/// the side turned near; beyond, the outline is no longer beside the ear.
const LARGEST_YAW: (f64, f64) = (13.0, 15.0);
/// From this yaw on the ear turned away is behind the cheek: an ear's rim
/// stands 22 mm farther out than the cheek bone and 70 mm farther back, and
/// arctan(22/70) is 17°.
const BEHIND_CHEEK: f64 = 17.5;

/// Percent of the ear on that side of the picture that is not seen.
pub(crate) fn ear(look: &Look<'_>, side: PictureSide) -> Place {
    let temple = look.at(side.of(TEMPLE_LEFT, TEMPLE_RIGHT));
    let root = look.at(side.of(points::RIGHT_EAR_ROOT, points::LEFT_EAR_ROOT));
    let (top, bottom) = (temple.y - ABOVE, look.at(points::NOSE_BASE).y + BELOW);
    let out = root.x + side.of(-1.0, 1.0) * (WIDTH.1 * STEP) as f64;
    let place = vec![
        Point::new(root.x, top),
        Point::new(out, top),
        Point::new(out, bottom),
        Point::new(root.x, bottom),
    ];
    let away = side.of(-look.yaw, look.yaw);
    if away > BEHIND_CHEEK {
        return (Ok(percent(1.0)), place);
    }
    if away > LARGEST_YAW.0 || away < -LARGEST_YAW.1 {
        return (Err(WhyNot::TurnedAway), place);
    }
    let there = look.share(&place, |_| true).is_some();
    // The jaw narrows below the lobe: there the ear's own column is the edge.
    let column = (root.x / STEP as f64).max(0.0) as usize;
    let outline = |row: usize| look.outline[row].map(|(first, last)| side.of(first, last));
    let beside = share(look, side, span(top, bottom, ROWS), outline).filter(|_| there);
    let lobe = span(bottom + BELOW_LOBE.0, bottom + BELOW_LOBE.1, ROWS);
    let below = share(look, side, lobe, |_| Some(column)).unwrap_or(0.0);
    let hidden = beside.map(|beside| percent(1.0 - (beside - below).max(0.0)));
    (hidden.ok_or(WhyNot::OutOfPicture), place)
}

/// The share of rows that have skin as wide as an ear beside the row's `edge`.
fn share(
    look: &Look<'_>,
    side: PictureSide,
    rows: std::ops::Range<usize>,
    edge: impl Fn(usize) -> Option<usize>,
) -> Option<f64> {
    let skin = look.cheek(side);
    let edges: Vec<(usize, usize)> = rows.filter_map(|row| Some((row, edge(row)?))).collect();
    let an_ear = |(row, edge): &&(usize, usize)| {
        (WIDTH.0..=WIDTH.1).contains(&widest(look, side, *row, *edge, skin))
    };
    let ears = edges.iter().filter(an_ear).count();
    (!edges.is_empty()).then(|| ears as f64 / edges.len() as f64)
}

/// Grid pixels of the widest piece of skin that begins beside `edge`, one
/// pixel's gaps passed over.
fn widest(look: &Look<'_>, side: PictureSide, row: usize, edge: usize, skin: Lab) -> usize {
    let is_skin = |step: usize| {
        edge.checked_add_signed(side.outward() * step as isize)
            .filter(|x| *x < COLUMNS)
            .map(|x| row * COLUMNS + x)
            .is_some_and(|i| look.alpha[i] > 0.5 && look.inside[i] && look.is_skin(i, skin))
    };
    let mut widest = 0;
    let (mut from, mut last) = (0, None);
    for step in (1..=SIDEBURN + WIDTH.1).filter(|step| is_skin(*step)) {
        if last.is_none_or(|last| step > last + 2) {
            from = step;
        }
        last = Some(step);
        if from <= SIDEBURN {
            widest = widest.max(step + 1 - from);
        }
    }
    widest
}
