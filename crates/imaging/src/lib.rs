//! Untrusted bytes → upright sRGB pixels, and pixels → files.
//!
//! The only crate that parses bytes from outside, always under [`Limits`].
//! Knows nothing of faces or documents.

mod affine;
mod decode;
mod encode;
mod limits;
mod luma;
mod metadata;
mod orientation;
mod profile;
mod raster;
mod resample;
mod turn;

pub use affine::{Affine, Point};
pub use decode::{DecodeError, Feature, ForeignFormat, Format, Picture, Source, decode};
pub use encode::{
    EncodeError, EncodedJpeg, JpegTarget, Subsampling, encode_jpeg, encode_png, encode_png_rgba,
};
pub use limits::Limits;
pub use luma::luma;
pub use orientation::Orientation;
pub use profile::Profile;
pub use raster::{Plane, RgbImage};
pub use resample::{Warped, glimpse, reduced, warp};
pub use turn::QuarterTurn;
