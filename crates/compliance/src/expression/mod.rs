//! What the face does: eyes, mouth, brows.
//!
//! Takes a [`Sample`]; gives `eyes-open`, `mouth-open`, `teeth`, `smile`,
//! `frown`, `brows-raised` and `grimace`. Lengths are shares of T, the distance
//! from the chin to the middle between the eyes (ISO/IEC 29794-5), so that
//! neither the picture's size nor the face's matters; movements are the
//! blendshapes' coefficients, 0…1.

mod brows;
mod eyes;
mod lengths;
mod mouth;
mod movements;
mod polygon;

use imaging::Point;

use crate::measurable::{eyes_measurable, measurable, mouth_measurable};
use crate::{Group, Measured, Sample, WhyNot};

pub(crate) use eyes::{OPENING_SHOWS_IRIS, eye_opening, eye_outlines};

/// The values of this group.
pub(crate) fn measure(sample: &Sample<'_>) -> Vec<Measured> {
    let (face, eyes_seen, mouth_seen) = (
        measurable(sample),
        eyes_measurable(sample),
        mouth_measurable(sample),
    );
    let landmarks = &sample.landmarks;
    let shapes = |possible: Result<(), WhyNot>| {
        let face = &sample.evidence.photo.face;
        possible.and(face.blendshapes.as_ref().ok_or(WhyNot::Hidden))
    };
    let eyes = eye_outlines(landmarks);
    let brows = brows::outlines(landmarks);
    let lips = [mouth::outer_lips(landmarks)];
    let at = |id, value, places: &[Vec<Point>]| {
        places.iter().map(|place| sample.in_source(place)).fold(
            Measured::new(Group::Expression, id, value),
            Measured::seen_at,
        )
    };
    vec![
        at(
            "eyes-open",
            eyes_seen.map(|()| eye_opening(landmarks)),
            &eyes,
        ),
        at(
            "mouth-open",
            mouth_seen.map(|()| mouth::gap(landmarks)),
            &lips,
        ),
        at(
            "teeth",
            mouth_seen.map(|()| mouth::teeth(&sample.view, landmarks)),
            &lips,
        ),
        at(
            "smile",
            shapes(mouth_seen).map(|shapes| {
                let pitch = sample.evidence.photo.face.pose.pitch;
                movements::smile(shapes, mouth::corner_lift(landmarks, pitch))
            }),
            &lips,
        ),
        at(
            "frown",
            shapes(face).map(|shapes| brows::frown(shapes, landmarks)),
            &brows,
        ),
        at("brows-raised", shapes(face).map(brows::raised), &brows),
        at("grimace", shapes(mouth_seen).map(movements::grimace), &lips),
    ]
}

/// Faces made of a few points, for the tests of this group.
#[cfg(test)]
mod drawn {
    use imaging::Point;
    use vision::{LANDMARKS, Landmark, Landmarks, points};

    /// A face whose T is 100 px, eyes at (150, 100) and (250, 100), mouth at
    /// (200, 160), with `changes` applied.
    pub(super) fn face(changes: &[(usize, Point)]) -> Landmarks {
        let mut all = [Landmark::default(); LANDMARKS];
        let mut put = |index: usize, x, y| all[index].at = Point::new(x, y);
        for (upper, lower, middle) in [
            (points::LEFT_UPPER_LID, points::LEFT_LOWER_LID, 250.0),
            (points::RIGHT_UPPER_LID, points::RIGHT_LOWER_LID, 150.0),
        ] {
            for (above, below) in upper.into_iter().zip(lower) {
                put(above, middle, 96.0);
                put(below, middle, 104.0);
            }
        }
        put(points::LEFT_EYE_INNER, 235.0, 100.0);
        put(points::LEFT_EYE_OUTER, 265.0, 100.0);
        put(points::RIGHT_EYE_INNER, 165.0, 100.0);
        put(points::RIGHT_EYE_OUTER, 135.0, 100.0);
        put(points::CHIN, 200.0, 200.0);
        for (at, (above, below)) in points::UPPER_LIP_INNER
            .into_iter()
            .zip(points::LOWER_LIP_INNER)
            .enumerate()
        {
            let x = 180.0 + 5.0 * at as f64;
            put(above, x, 160.0);
            put(below, x, 160.0);
        }
        put(points::MOUTH_RIGHT, 175.0, 160.0);
        put(points::MOUTH_LEFT, 225.0, 160.0);
        for (index, point) in changes {
            all[*index].at = *point;
        }
        Landmarks::new(all)
    }
}
