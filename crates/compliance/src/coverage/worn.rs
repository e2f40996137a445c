//! What the network sees on the head, as values.
//!
//! Takes its probabilities and the look; gives each in percent, with the place it speaks of.

use imaging::Point;
use vision::Worn;

use super::glasses::Lenses;
use super::head;
use super::look::Look;
use super::value::{Place, percent};

/// Where hair or headwear is, in multiples of the face's outline.
const CROWN: (f64, f64) = (1.2, 1.6);
/// From this probability on the mouth or the eyes are taken to be hidden by whatever measures
/// them.
const SURE: f32 = 0.5;

/// From this probability on there are lenses to look for glare and a tint in. Of 29 people with
/// glasses all reach 0.96, of 164 without one does.
pub(crate) const SURE_OF_GLASSES: f32 = 0.9;

/// How sure it is that glasses are worn, percent.
pub(crate) fn glasses(worn: &Worn, lenses: &Lenses) -> Place {
    (Ok(certainty(worn.glasses)), lenses.place.clone())
}

/// How sure it is that lenses hide the eyes, percent.
pub(crate) fn dark_glasses(worn: &Worn, lenses: &Lenses) -> Place {
    (Ok(certainty(worn.dark_lenses)), lenses.place.clone())
}

/// How sure it is that something is worn on the hair, percent.
pub(crate) fn headwear(look: &Look<'_>, worn: &Worn) -> Place {
    (Ok(certainty(worn.headwear)), look.crown(CROWN))
}

/// How sure it is that mouth or nose are covered, or how much of the lower face has a colour
/// that is neither skin nor beard, percent: whichever is more. The network knows masks of the
/// skin's colour, the colours know what it has never seen. What it is not sure of is not said.
pub(crate) fn covered(look: &Look<'_>, worn: &Worn) -> Place {
    let (share, place): (_, Vec<Point>) = head::lower_face(look);
    let seen = if hides_mouth(worn) {
        certainty(worn.mask)
    } else {
        0.0
    };
    (share.map(|share| share.max(seen)).or(Ok(seen)), place)
}

fn certainty(probability: f32) -> f64 {
    percent(f64::from(probability))
}

/// Whether the eyes are behind lenses that nobody sees through.
pub(crate) fn hides_eyes(worn: &Worn) -> bool {
    worn.dark_lenses >= SURE
}

/// Whether the mouth is behind a mask.
pub(crate) fn hides_mouth(worn: &Worn) -> bool {
    worn.mask >= SURE
}
