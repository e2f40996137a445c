//! The picture as a picture: pixels on the face, blur, noise, compression.
//!
//! Takes the face view and, where the file's own pixels matter, the upright
//! picture; gives what a camera, a messenger or a scanner did to it. Blur and
//! noise are read on the view: it has the size of the finished photo's face,
//! so a large picture that is soft at its own pixels is not blamed for it.

mod blocks;
mod border;
mod edges;
mod grain;
mod grid;
mod nearness;
mod raster;
mod value;
mod wall;

use vision::points;

use crate::light::zones::{self, Zone};
use crate::{Measured, Sample};
use value::plain;

/// Fewest pixels of the view that the face's colour is read from.
const LEAST_FACE: usize = 2_000;

/// The values of this group.
pub(crate) fn measure(sample: &Sample<'_>) -> Vec<Measured> {
    let face_width_px = face_width_px(sample);
    let mut all = vec![plain("face-pixels", Ok(face_width_px))];
    all.extend(edges::measure(sample));
    all.push(grain::measure(sample));
    all.extend(blocks::measure(sample));
    all.push(colourfulness(sample));
    all.push(border::measure(sample));
    all.extend(wall::measure(sample));
    all.push(nearness::measure(sample, face_width_px));
    all.push(raster::measure(sample));
    all
}

/// Width of the face in the upright picture, ear root to ear root, px.
fn face_width_px(sample: &Sample<'_>) -> f64 {
    let landmarks = &sample.evidence.photo.face.landmarks;
    let [right, left] = [points::RIGHT_EAR_ROOT, points::LEFT_EAR_ROOT];
    landmarks.at(right).distance(landmarks.at(left))
}

/// Mean difference between the greatest and the least channel over the skin,
/// levels: near 0 in a black-and-white picture.
fn colourfulness(sample: &Sample<'_>) -> Measured {
    let value = zones::skin(sample).seen(LEAST_FACE).map(|skin: Zone| {
        let spread = |colour: [u8; 3]| {
            let most = colour.iter().max().copied().unwrap_or(0);
            let least = colour.iter().min().copied().unwrap_or(0);
            f64::from(most) - f64::from(least)
        };
        skin.colours(sample).map(spread).sum::<f64>() / skin.indices().len().max(1) as f64
    });
    plain("grey", value)
}
