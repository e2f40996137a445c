//! A picture as its format's reader hands it over.

use super::flatten::Alpha;
use crate::RgbImage;
use crate::orientation::Orientation;
use crate::profile::Profile;

/// A picture as its format's reader hands it over.
pub(super) struct Stored {
    /// Upright, sRGB.
    pub(super) image: RgbImage,
    pub(super) stored_size: (u32, u32),
    pub(super) orientation: Orientation,
    /// In pixels as stored; see [`Source::focal_length_px`](super::Source::focal_length_px).
    pub(super) focal_length_px: Option<f64>,
    pub(super) profile: Profile,
    pub(super) alpha: Alpha,
    pub(super) bit_depth: u8,
    pub(super) grey: bool,
    /// Length of the picture within the file, in bytes.
    pub(super) length: usize,
}
