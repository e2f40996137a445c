//! Files made in code, decoded and encoded through the public functions.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests fail the test; what was passed over is said"
)]

mod bad_input;
mod colour;
mod encoding;
mod fixtures;
mod formats;
#[cfg(feature = "heic")]
mod heic_work;
mod limits;
mod orientation;
mod photos;
mod reduced;
mod tiff;
mod truncation;
