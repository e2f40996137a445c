//! What a picture lacks for a photo. It is reported, never stretched or invented.

use serde::{Deserialize, Serialize};

/// Why a picture cannot become the photo a document asks for. Lengths are in
/// pixels of the photo.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Shortfall {
    /// The head has too few pixels: the photo would have to be enlarged.
    TooFewPixels {
        /// Photo pixels a source pixel; more than 1 enlarges.
        enlargement: f64,
        /// The face's width in the picture.
        face_width_px: f64,
        /// The face's width the photo needs.
        needed_px: f64,
    },
    /// The picture's upper edge cuts the head off.
    HeadCut,
    /// The picture ends above the photo's lower edge.
    EndsTooEarly {
        /// Height of the strip without picture.
        missing_px: f64,
    },
    /// The picture's side edge cuts a shoulder off inside the photo.
    ShoulderCut {
        /// On which side of the picture.
        side: Side,
        /// Width of the strip without picture.
        missing_px: f64,
    },
}

/// A side of the picture, as seen by the viewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Left.
    Left,
    /// Right.
    Right,
}

impl Shortfall {
    /// Stable code, for programs and message files.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooFewPixels { .. } => "too-few-pixels",
            Self::HeadCut => "head-cut",
            Self::EndsTooEarly { .. } => "ends-too-early",
            Self::ShoulderCut { .. } => "shoulder-cut",
        }
    }
}
