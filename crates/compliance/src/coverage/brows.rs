//! Hair over the brows and before the eyes.
//!
//! Takes the look; gives shares of hair where skin should be seen: in a band
//! just above each brow, which a fringe covers before it covers the brow, and
//! in a band under each eye, which no lash reaches.

use imaging::Point;
use vision::points;

use super::colour::Lab;
use super::look::{Look, PictureSide};
use super::value::{Place, percent};
use crate::WhyNot;

/// The band above a brow, view px above its upper edge. At 200 px of face
/// width brow hairs reach some 6 px over the landmarks.
const ABOVE_BROW: (f64, f64) = (8.0, 20.0);
/// Beyond so much yaw, degrees, the far brow is foreshortened.
const LARGEST_YAW: f64 = 25.0;

/// Under the eye, nose to temple and back: lower orbit, then the cheekbone.
pub(super) const UNDER_LEFT: [usize; 6] = [229, 230, 231, 120, 119, 118];
pub(super) const UNDER_RIGHT: [usize; 6] = [449, 450, 451, 349, 348, 347];

/// Percent of the band above the brow on that side of the picture that is hair.
pub(crate) fn brow(look: &Look<'_>, side: PictureSide) -> Place {
    hair_in(look, above_brow(look, side), look.cheek(side))
}

fn above_brow(look: &Look<'_>, side: PictureSide) -> Vec<Point> {
    let top = look.polygon(side.of(&points::RIGHT_BROW_TOP, &points::LEFT_BROW_TOP));
    let raised = |p: &Point, by: f64| Point::new(p.x, p.y - by);
    let near = top.iter().map(|p| raised(p, ABOVE_BROW.0));
    let far = top.iter().rev().map(|p| raised(p, ABOVE_BROW.1));
    near.chain(far).collect()
}

/// Percent of the band under the eyes that is hair, on the worse side, and no more than of the
/// band above the brow on that side: hair hangs down from the head, a shadow under the eye does
/// not.
pub(crate) fn eyes(look: &Look<'_>) -> Place {
    let [left, right] = [PictureSide::Left, PictureSide::Right].map(|side| {
        let band = look.polygon(side.of(&UNDER_LEFT, &UNDER_RIGHT));
        // Hair over one eye hangs over that cheek too: not the cheek's own skin.
        let (under, place) = hair_in(look, band, look.skin);
        let (above, _) = hair_in(look, above_brow(look, side), look.skin);
        (under.and_then(|under| Ok(under.min(above?))), place)
    });
    match (left.0, right.0) {
        (Ok(a), Ok(b)) if b > a => right,
        (Err(_), Ok(_)) => right,
        _ => left,
    }
}

fn hair_in(look: &Look<'_>, band: Vec<Point>, skin: Lab) -> Place {
    if look.yaw.abs() > LARGEST_YAW {
        return (Err(WhyNot::TurnedAway), band);
    }
    // No hair hangs from a bald head.
    let share = look.share(&band, |i| !look.is_bald && look.rather_hair(i, skin));
    (share.map(percent).ok_or(WhyNot::OutOfPicture), band)
}
