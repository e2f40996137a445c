//! What a requirement is about.

use serde::{Deserialize, Serialize};

/// What a requirement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// The picture as a picture: pixels, blur, noise.
    Picture,
    /// Light and colour.
    Light,
    /// Direction of head, gaze and shoulders.
    Pose,
    /// Facial expression.
    Expression,
    /// What covers the face, the ears or the shoulders.
    Coverage,
    /// Clothing and what else is in the picture.
    Scene,
    /// The finished photo.
    Finished,
}
