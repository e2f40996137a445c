//! What is judged.

use catalogue::PhotoSpec;
use imaging::RgbImage;
use portrait::IdPhoto;
use vision::{Hand, Worn};

/// Properties of the encoded file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileFacts {
    /// Size in bytes.
    pub bytes: usize,
    /// Pixels an inch written into it.
    pub dpi: u16,
    /// Width and height, px.
    pub size: (u32, u32),
}

/// What is judged.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// The photo, with the upright picture it was made from.
    pub photo: &'a IdPhoto,
    /// The lens's focal length in pixels of the upright picture, where the picture's file tells
    /// it ([`imaging::Source::focal_length_px`](imaging::Source)).
    pub focal_length_px: Option<f64>,
    /// The photo's pixels on the document's background.
    pub composed: &'a RgbImage,
    /// The hands near the face ([`vision::hands`]), in the upright picture.
    pub hands: &'a [Hand],
    /// What is worn on the head ([`vision::worn`]).
    pub worn: Worn,
    /// The encoded photo's facts; `None` where no file was made.
    pub file: Option<FileFacts>,
    /// What the document asks for.
    pub spec: &'a PhotoSpec,
}
