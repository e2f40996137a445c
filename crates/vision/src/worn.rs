//! What is worn on the head: a mask, glasses, something over the hair.
//!
//! Takes the upright picture and the main face's landmarks; gives probabilities. One network
//! looks at the square around the head. It begins as the landmark network does, whose
//! features know faces that are half hidden, and goes on with a head of its own
//! (`scripts/worn`).

use imaging::{Affine, Point, RgbImage};

use crate::crop::Crop;
use crate::detector::sigmoid;
use crate::engine::{Engine, EngineError, Network, ask};
use crate::landmarks::Landmarks;
use crate::points;

/// What the network sees on a head; each a probability, 0…1.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Worn {
    /// Something over mouth and nose or mouth alone: a mask, a veil, a scarf.
    pub mask: f32,
    /// Glasses of any kind before the eyes.
    pub glasses: f32,
    /// Lenses through which the eyes cannot be seen.
    pub dark_lenses: f32,
    /// Something on the hair: a hat, a cap, a cloth, a band.
    pub headwear: f32,
}

/// Side of the network's input, px.
const SIDE: u32 = 256;

/// The square over the head's width, ear root to ear root: a face as large in the input as the
/// landmark network was made for, and room for a hat.
const SQUARE_OVER_FACE: f64 = 1.9;
/// The square's middle lies so far above the eyes, in the head's width.
const ABOVE_EYES: f64 = 0.05;
/// A head turned aside is as wide as this times its height from the forehead to the chin: its
/// ears' roots draw near each other.
const WIDTH_OVER_HEIGHT: f64 = 0.8;

/// The upright picture to a square of `side_px` around the head, its eyes level.
#[must_use]
pub fn around_head(landmarks: &Landmarks, side_px: u32) -> Affine {
    head(landmarks).map(side_px)
}

/// The square around the head.
fn head(landmarks: &Landmarks) -> Crop {
    let at = |index| landmarks.at(index);
    let width = at(points::LEFT_EAR_ROOT).distance(at(points::RIGHT_EAR_ROOT));
    let height = at(points::FOREHEAD_TOP).distance(at(points::CHIN));
    let width = width.max(WIDTH_OVER_HEIGHT * height).max(1.0);
    let eyes = at(points::LEFT_IRIS_CENTRE).midpoint(at(points::RIGHT_IRIS_CENTRE));
    let roll = landmarks.roll();
    let up = ABOVE_EYES * width;
    Crop {
        centre: Point::new(eyes.x + up * roll.sin(), eyes.y - up * roll.cos()),
        side: SQUARE_OVER_FACE * width,
        roll,
    }
}

/// What the person whose landmarks these are wears on the head.
///
/// # Errors
/// When the network cannot be run.
pub fn worn(
    engine: &dyn Engine,
    upright: &RgbImage,
    landmarks: &Landmarks,
) -> Result<Worn, EngineError> {
    let input = head(landmarks).seen(upright, SIDE);
    let [logits] = ask(engine, Network::Worn, &input)?;
    let [mask, glasses, dark_lenses, headwear] =
        std::array::from_fn(|index| sigmoid(logits[index]));
    Ok(Worn {
        mask,
        glasses,
        dark_lenses,
        headwear,
    })
}
