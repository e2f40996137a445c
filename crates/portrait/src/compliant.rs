//! A picture that already is such a photo stays where it is.

use catalogue::{Measure, PhotoSpec};
use imaging::{Affine, Plane, RgbImage};
use vision::matting::{Region, Trimap};

use crate::HeadMarks;
use crate::geometry::{self, Frame};

/// Eyes this nearly level need no turn, in radians (1.5°).
const LEVEL: f64 = 0.026;

/// A finished photo's marks, measured again on the matte, wander by this much,
/// in pixels.
pub(crate) const WANDER_PX: f64 = 4.0;

/// And this much on the sketch, whose pixels are twice as large as the photo's.
pub(crate) const SKETCH_WANDER_PX: f64 = 6.0;

/// The frame that moves nothing, where the picture already is such a photo:
/// its size, its eyes level, its ranges held as well as they can be measured.
/// Hair that the eye rule let the upper edge cut reaches that edge again.
pub(crate) fn already_compliant(
    spec: &PhotoSpec,
    marks: &HeadMarks,
    size: (u32, u32),
    wander_px: f64,
) -> Option<Frame> {
    if size != (spec.width_px, spec.height_px) || marks.roll().abs() > LEVEL {
        return None;
    }
    let held = geometry::measured(spec, marks, &Affine::IDENTITY);
    held.iter()
        .all(|h| {
            let cut_by_edge = h.measure == Measure::CrownMargin && h.px <= wander_px;
            h.gave_px <= wander_px || cut_by_edge
        })
        .then_some(Frame {
            map: Affine::IDENTITY,
            turn: 0.0,
            scale: 1.0,
            held,
        })
}

/// A channel this far from the background's is JPEG noise around an edge.
const NOISE_LEVELS: f32 = 24.0;
/// A channel this far from it is plainly something else.
const PLAIN_LEVELS: f32 = 64.0;
/// So much of what is surely background must have the background's colour.
const BACKGROUND_SHARE: f64 = 0.98;
const SAME_LEVELS: u8 = 6;

/// Raises `alpha` on a picture that already stands on the document's
/// background: there, what plainly has another colour is the person, and a
/// segmentation that doubts it (a collar, a helmet's ring) must not cut it off
/// a photo that was finished. On any other background nothing changes.
pub(crate) fn keep_what_stands_out(
    canvas: &RgbImage,
    background: [u8; 3],
    trimap: &Trimap,
    alpha: &mut Plane,
) {
    let (pixels, _) = canvas.data().as_chunks::<3>();
    let away = |pixel: &[u8; 3]| {
        let each = pixel.iter().zip(background).map(|(a, b)| a.abs_diff(b));
        each.max().unwrap_or(0)
    };
    let (mut sure, mut same) = (0.0, 0.0);
    // The upper half: below, what is surely background may be what was doubted.
    let upper = pixels.len() / 2;
    for (pixel, _) in pixels[..upper]
        .iter()
        .zip(trimap.regions())
        .filter(|(_, region)| **region == Region::Background)
    {
        sure += 1.0;
        if away(pixel) <= SAME_LEVELS {
            same += 1.0;
        }
    }
    if sure == 0.0 || same < BACKGROUND_SHARE * sure {
        return;
    }
    for (alpha, pixel) in alpha.data_mut().iter_mut().zip(pixels) {
        let stands_out = (f32::from(away(pixel)) - NOISE_LEVELS) / (PLAIN_LEVELS - NOISE_LEVELS);
        *alpha = alpha.max(stands_out.clamp(0.0, 1.0));
    }
}
