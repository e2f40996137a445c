//! A value before it is held against a limit.

use imaging::Point;
use serde::{Deserialize, Serialize};

use crate::Group;

/// Why a value could not be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhyNot {
    /// The face has too few pixels for it.
    TooSmall,
    /// The head is turned too far away.
    TurnedAway,
    /// What would be measured is hidden.
    Hidden,
    /// It lies outside the picture.
    OutOfPicture,
    /// There is no file yet to measure.
    NoFile,
    /// The eyes are closed.
    EyesClosed,
    /// The file does not tell of the camera.
    NoCameraData,
    /// No automatic measure is reliable.
    NoMeasure,
}

impl WhyNot {
    /// Stable name, the end of the message key `not-measured-…`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TooSmall => "too-small",
            Self::TurnedAway => "turned-away",
            Self::Hidden => "hidden",
            Self::OutOfPicture => "out-of-picture",
            Self::NoFile => "no-file",
            Self::EyesClosed => "eyes-closed",
            Self::NoCameraData => "no-camera-data",
            Self::NoMeasure => "no-measure",
        }
    }
}

/// A closed polygon, in pixels of the upright picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Region(pub Vec<Point>);

/// One requirement's value, and where it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Stable name, kebab-case.
    pub id: &'static str,
    /// What it is about.
    pub group: Group,
    /// In the unit that the catalogue's limits name.
    pub value: Result<f64, WhyNot>,
    /// In the upright picture.
    pub regions: Vec<Region>,
}

impl Measured {
    /// A value without a place.
    pub(crate) fn new(group: Group, id: &'static str, value: Result<f64, WhyNot>) -> Self {
        Self {
            id,
            group,
            value,
            regions: Vec::new(),
        }
    }

    /// The same value, seen at `polygon` of the upright picture.
    pub(crate) fn seen_at(mut self, polygon: Vec<Point>) -> Self {
        self.regions.push(Region(polygon));
        self
    }
}
