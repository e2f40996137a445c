//! 478 points on a face.
//!
//! Takes a place in the picture; gives the points there, and how sure the
//! network is that they are on a face at all.
//!
//! Grishchenko et al. 2020, "Attention Mesh: High-fidelity Face Mesh
//! Prediction in Real-time", for the points and their order.

use imaging::{Affine, Point};

use crate::Rect;
use crate::crop::Crop;
use crate::detector::{Candidate, sigmoid};
use crate::engine::{Engine, EngineError, Network, ask};
use crate::points;
use crate::turn::roll_between;
use crate::views::Views;

/// Points on a face.
pub const LANDMARKS: usize = 478;

/// A point on a face.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Landmark {
    /// Where it is in the picture, px.
    pub at: Point,
    /// Depth in px of the picture, from about the middle of the head;
    /// smaller is nearer to the viewer.
    pub z: f64,
}

/// The points of one face; [`points`] names them.
#[derive(Clone, Debug, PartialEq)]
pub struct Landmarks([Landmark; LANDMARKS]);

impl Landmarks {
    /// Wraps points in the network's order.
    #[must_use]
    pub const fn new(points: [Landmark; LANDMARKS]) -> Self {
        Self(points)
    }

    /// Point `index`, in the picture.
    ///
    /// # Panics
    /// From [`LANDMARKS`] on.
    #[must_use]
    pub fn at(&self, index: usize) -> Point {
        self.0[index].at
    }

    /// All points, in the network's order.
    #[must_use]
    pub fn all(&self) -> &[Landmark; LANDMARKS] {
        &self.0
    }

    /// The points at `indices`.
    pub fn pick<'a>(&'a self, indices: &'a [usize]) -> impl Iterator<Item = Point> + 'a {
        indices.iter().map(|index| self.at(*index))
    }

    /// The smallest upright rectangle that holds every point.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        Rect::bounding(self.0.iter().map(|point| point.at)).unwrap_or_default()
    }

    /// Clockwise roll of the line through the outer corners of the eyes, radians.
    #[must_use]
    pub fn roll(&self) -> f64 {
        roll_between(
            self.at(points::RIGHT_EYE_OUTER),
            self.at(points::LEFT_EYE_OUTER),
        )
    }

    /// The points mapped by a similarity; depths are scaled alike.
    #[must_use]
    pub fn mapped(&self, map: &Affine) -> Self {
        let scale = map.scale();
        Self(self.0.map(|point| Landmark {
            at: map.apply(point.at),
            z: point.z * scale,
        }))
    }
}

/// Side of the network's input, px.
const SIDE: u32 = 256;

/// The crop is this many times as large as the box of the face.
const CROP_OVER_BOX: f64 = 1.5;

/// Where to look for landmarks: around a detector's box.
pub(crate) fn around_candidate(candidate: &Candidate) -> Crop {
    let bounds = candidate.bounds;
    Crop {
        centre: bounds.centre(),
        side: CROP_OVER_BOX * bounds.width().max(bounds.height()),
        roll: candidate.roll(),
    }
}

/// Where to look for landmarks: around those that were found before.
pub(crate) fn around_landmarks(landmarks: &Landmarks) -> Crop {
    let roll = landmarks.roll();
    let (level, back) = (Affine::rotation(-roll), Affine::rotation(roll));
    let bounds = landmarks.mapped(&level).bounds();
    Crop {
        centre: back.apply(bounds.centre()),
        side: CROP_OVER_BOX * bounds.width().max(bounds.height()),
        roll,
    }
}

/// Landmarks, and the probability that there is a face (0…1).
pub(crate) struct ScoredLandmarks {
    pub landmarks: Landmarks,
    pub presence: f32,
}

/// Runs the network on a place; `None` when the place has no size to speak of.
pub(crate) fn landmarks(
    engine: &dyn Engine,
    views: &Views<'_>,
    place: &Crop,
) -> Result<Option<ScoredLandmarks>, EngineError> {
    let map = place.map(SIDE);
    let Some(back) = map.inverse().filter(|_| place.side >= 1.0) else {
        return Ok(None);
    };
    let input = views.input(&map, SIDE, 0.0, 1.0);
    let [numbers, presence] = ask(engine, Network::FaceLandmarks, &input)?;
    let landmarks = Landmarks(std::array::from_fn(|index| {
        let [x, y, z] = std::array::from_fn(|axis| f64::from(numbers[index * 3 + axis]));
        Landmark {
            at: Point::new(x, y),
            z,
        }
    }));
    Ok(Some(ScoredLandmarks {
        landmarks: landmarks.mapped(&back),
        presence: sigmoid(presence[0]),
    }))
}
