//! A receipt on paper.
//!
//! Takes a [`Slip`], everything that is to stand on it; gives one A4 page as PDF
//! ([`pdf`]) or a picture for a phone ([`picture`]), and the signed words of its
//! two-dimensional code ([`token`]). The same slip gives the same bytes: no
//! clock, no randomness, no file.
//!
//! One layout (`layout/`) gives marks on a page in millimetres; two back-ends draw
//! them.

mod code39;
mod font;
mod layout;
mod mark;
mod pdf;
mod picture;
pub mod qr;
mod slip;
pub mod token;
mod wrap;

pub use font::Font;
pub use pdf::pdf;
pub use picture::picture;
pub use slip::{Applicant, Issuer, Slip, SlipError, photo_size};
