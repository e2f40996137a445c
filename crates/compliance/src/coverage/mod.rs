//! What lies over the face, the ears and the shoulders.
//!
//! Takes the sample; gives one value a requirement. `left` and `right` in these
//! ids are the **picture's** sides, as the person who looks at the photo sees
//! them; the subject's own left ear is on the picture's right.

pub(crate) mod area;
mod brows;
pub(crate) mod colour;
mod earring;
mod ears;
mod glasses;
mod hands;
mod head;
pub(crate) mod look;
mod shoulders;
#[cfg(test)]
pub(crate) mod staged;
#[cfg(test)]
mod tests;
pub(crate) mod value;
pub(crate) mod worn;

use vision::Worn;

use crate::{Group, Measured, Sample};
use look::{Look, PictureSide};
use value::Place;

/// The values of this group.
pub(crate) fn measure(sample: &Sample<'_>, look: &Look<'_>) -> Vec<Measured> {
    values(look, &sample.evidence.worn, sample.source_density())
        .into_iter()
        .chain([("hand-on-face", hands::gap(sample))])
        .map(|(id, (value, place))| {
            Measured::new(Group::Coverage, id, value).seen_at(sample.in_source(&place))
        })
        .collect()
}

/// `density`: the picture's pixels a view pixel.
fn values(look: &Look<'_>, worn: &Worn, density: f64) -> Vec<(&'static str, Place)> {
    let lenses = glasses::lenses(look, worn, density);
    vec![
        ("brow-left-covered", brows::brow(look, PictureSide::Left)),
        ("brow-right-covered", brows::brow(look, PictureSide::Right)),
        ("eyes-covered", brows::eyes(look)),
        ("ear-left-hidden", ears::ear(look, PictureSide::Left)),
        ("ear-right-hidden", ears::ear(look, PictureSide::Right)),
        ("hair-over-shoulder", shoulders::hair(look)),
        ("glasses", worn::glasses(worn, &lenses)),
        ("rim-before-eyes", glasses::before_eyes(look, &lenses)),
        ("glare-on-glasses", glasses::glare(look, &lenses)),
        ("tinted-glasses", glasses::tint(look, &lenses)),
        ("dark-glasses", worn::dark_glasses(worn, &lenses)),
        ("headwear", worn::headwear(look, worn)),
        ("face-covered", worn::covered(look, worn)),
        ("earring", earring::earring(look)),
    ]
}
