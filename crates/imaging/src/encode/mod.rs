//! Pixels → files. Only pixels and density are written, no metadata of a source.

mod error;
mod jpeg;
mod png;

pub use error::EncodeError;
pub use jpeg::{EncodedJpeg, JpegTarget, Subsampling, encode_jpeg};
pub use png::{encode_png, encode_png_rgba};
