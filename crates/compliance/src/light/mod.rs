//! Light and colour on the face.
//!
//! Takes the face view; gives ISO/IEC 29794-5's raw values, and values judged
//! so that the tone of the skin does not decide: bright and dark are read at
//! the whites of the eyes and at the brightest skin together.

mod colour;
mod exposure;
mod iso;
mod shade;
pub(crate) mod tone;
mod value;
pub(crate) mod zones;

use crate::{Measured, Sample, WhyNot};
use tone::Histogram;
use value::{LEAST_CHEEK, LEAST_FACE, plain};
use zones::SubjectSide;

/// The values of this group.
pub(crate) fn measure(sample: &Sample<'_>) -> Vec<Measured> {
    let mut all = standard(sample);
    all.extend(exposure::measure(sample));
    all.extend(colour::measure(sample));
    all.extend(shade::measure(sample));
    all
}

/// The standard's raw values.
fn standard(sample: &Sample<'_>) -> Vec<Measured> {
    type OfFace = fn(&Histogram) -> f64;
    const OF_FACE: [(&str, OfFace); 5] = [
        ("luminance-mean", iso::luminance_mean),
        ("luminance-variance", iso::luminance_variance),
        ("dynamic-range", iso::dynamic_range),
        ("under-exposure", iso::under_exposure),
        ("over-exposure", iso::over_exposure),
    ];
    let face = zones::face(sample).seen(LEAST_FACE);
    let steps = face.map(|face| iso::steps(sample, &face));
    let mut all: Vec<Measured> = OF_FACE
        .into_iter()
        .map(|(id, of)| plain(id, steps.as_ref().map(of).map_err(|why| *why)))
        .collect();

    let cheek = |side| iso::cheek(sample, side).seen(LEAST_CHEEK);
    let cheeks = cheek(SubjectSide::Right).and_then(|right| Ok((right, cheek(SubjectSide::Left)?)));
    let uniformity = cheeks.as_ref().map(|(right, left)| {
        iso::illumination_uniformity(&iso::steps(sample, right), &iso::steps(sample, left))
    });
    let natural = cheeks
        .as_ref()
        .map_err(|why| *why)
        .and_then(|(right, left)| {
            let colour = iso::cheek_colour(sample, [right, left]).ok_or(WhyNot::Hidden)?;
            Ok(iso::natural_colour(colour))
        });
    all.push(plain(
        "illumination-uniformity",
        uniformity.map_err(|why| *why),
    ));
    all.push(plain("natural-colour", natural));
    all
}
