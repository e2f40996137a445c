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

use crate::{Group, Measured, Sample};
use look::{Look, PictureSide};
use value::Place;

/// The values of this group.
pub(crate) fn measure(sample: &Sample<'_>, look: &Look<'_>) -> Vec<Measured> {
    values(look, sample.source_density())
        .into_iter()
        .chain([("hand-on-face", hands::gap(sample))])
        .map(|(id, (value, place))| {
            Measured::new(Group::Coverage, id, value).seen_at(sample.in_source(&place))
        })
        .collect()
}

/// `density`: the picture's pixels a view pixel.
fn values(look: &Look<'_>, density: f64) -> Vec<(&'static str, Place)> {
    let spectacles = glasses::glasses(look, density);
    let (rim, glare, tint) = (
        glasses::before_eyes(look, &spectacles),
        glasses::glare(look, &spectacles),
        glasses::tint(look, &spectacles),
    );
    vec![
        ("brow-left-covered", brows::brow(look, PictureSide::Left)),
        ("brow-right-covered", brows::brow(look, PictureSide::Right)),
        ("eyes-covered", brows::eyes(look)),
        ("ear-left-hidden", ears::ear(look, PictureSide::Left)),
        ("ear-right-hidden", ears::ear(look, PictureSide::Right)),
        ("hair-over-shoulder", shoulders::hair(look)),
        ("glasses", spectacles),
        ("rim-before-eyes", rim),
        ("glare-on-glasses", glare),
        ("tinted-glasses", tint),
        ("headwear", head::headwear(look)),
        ("face-covered", head::lower_face(look)),
        ("earring", earring::earring(look)),
    ]
}
