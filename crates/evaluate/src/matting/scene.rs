//! A picture's surroundings without the people in it.

use imaging::{Affine, Point, RgbImage, warp};
use vision::{Engine, EngineError, Face, points};

use crate::mask::{grown, spread};

/// Surroundings, with the person painted over from the sides.
pub(crate) struct Scene {
    pub(crate) emptied: RgbImage,
    /// In pixels of it.
    pub(crate) face_width: f64,
    pub(crate) face_centre: Point,
}

/// Pictures are reduced to this face width first: surroundings need no more.
const FACE_PX: f64 = 220.0;
/// The person is taken out with this much around, in face widths.
const AROUND: f64 = 0.15;
/// So much of the picture must be surroundings.
const LEAST_SHARE: f64 = 0.25;

/// Empties an upright picture; `None` when hardly anything but person is in it.
pub(crate) fn empty(
    engine: &dyn Engine,
    picture: &RgbImage,
    face: &Face,
) -> Result<Option<Scene>, EngineError> {
    let at = |index| face.landmarks.at(index);
    let face_width = at(points::LEFT_EAR_ROOT).distance(at(points::RIGHT_EAR_ROOT));
    let scale = (FACE_PX / face_width).min(1.0);
    let side = |n: u32| ((f64::from(n) * scale) as u32).max(1);
    let small = warp(
        picture,
        &Affine::scaling(scale),
        side(picture.width()),
        side(picture.height()),
    )
    .image;
    let (w, h) = (small.width() as usize, small.height() as usize);
    let probability = vision::segment(engine, &small)?;
    let person: Vec<bool> = probability.data().iter().map(|p| *p > 0.1).collect();
    let taken = grown(&person, w, h, (AROUND * face_width * scale) as usize);
    let left: Vec<bool> = taken.iter().map(|t| !t).collect();
    let share = left.iter().filter(|l| **l).count() as f64 / left.len() as f64;
    if share < LEAST_SHARE {
        return Ok(None);
    }
    let colours: Vec<[f32; 3]> = small
        .data()
        .chunks_exact(3)
        .map(|c| [c[0], c[1], c[2]].map(f32::from))
        .collect();
    let filled = spread(&colours, &left, w, h, 4);
    let mut emptied = small;
    for (at, sample) in emptied.data_mut().chunks_exact_mut(3).enumerate() {
        if taken[at] {
            sample.copy_from_slice(&filled[at].map(|v| v.round().clamp(0.0, 255.0) as u8));
        }
    }
    let centre = face.bounds.centre();
    Ok(Some(Scene {
        emptied,
        face_width: face_width * scale,
        face_centre: Point::new(centre.x * scale, centre.y * scale),
    }))
}
