//! The marks of a head by which a specification measures.

use catalogue::Measure;
use imaging::{Affine, Point};

/// The head's marks in some pixel coordinates; "left" and "right" are the
/// picture's sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeadMarks {
    /// Topmost point of the hair (of the skin, where there is none).
    pub crown: Point,
    /// Lowest point of the chin.
    pub chin: Point,
    /// Centre of the left iris.
    pub left_eye: Point,
    /// Centre of the right iris.
    pub right_eye: Point,
    /// Where the left ear meets the face.
    pub left_ear_root: Point,
    /// Where the right ear meets the face.
    pub right_ear_root: Point,
    /// Widest place of the head at the left, ear included, hair not.
    pub left_side: Point,
    /// Widest place of the head at the right.
    pub right_side: Point,
}

impl HeadMarks {
    /// The marks mapped by `map`.
    #[must_use]
    pub fn mapped(&self, map: &Affine) -> Self {
        Self {
            crown: map.apply(self.crown),
            chin: map.apply(self.chin),
            left_eye: map.apply(self.left_eye),
            right_eye: map.apply(self.right_eye),
            left_ear_root: map.apply(self.left_ear_root),
            right_ear_root: map.apply(self.right_ear_root),
            left_side: map.apply(self.left_side),
            right_side: map.apply(self.right_side),
        }
    }

    /// By how much the line through the eyes leans, in radians; positive when
    /// the right eye stands lower.
    #[must_use]
    pub fn roll(&self) -> f64 {
        (self.right_eye.y - self.left_eye.y).atan2(self.right_eye.x - self.left_eye.x)
    }

    /// Half-way between the eyes.
    #[must_use]
    pub fn eye_middle(&self) -> Point {
        self.left_eye.midpoint(self.right_eye)
    }

    /// What `measure` reads on a photo of the given size whose pixel
    /// coordinates the marks are in.
    #[must_use]
    pub fn read(&self, measure: Measure, width: f64, height: f64) -> f64 {
        let eyes = self.eye_middle();
        match measure {
            Measure::FaceWidth => self.right_ear_root.x - self.left_ear_root.x,
            Measure::HeadWidth => self.right_side.x - self.left_side.x,
            Measure::HeadHeight => self.chin.y - self.crown.y,
            Measure::CrownMargin => self.crown.y,
            Measure::EyesFromBottom => height - eyes.y,
            Measure::EyesFromTop => eyes.y,
            Measure::EyeMidX => eyes.x,
            Measure::FaceCentre => self.left_ear_root.midpoint(self.right_ear_root).x - width / 2.0,
            Measure::InterEye => self.right_eye.distance(self.left_eye),
            Measure::ChinToBottom => height - self.chin.y,
        }
    }
}
