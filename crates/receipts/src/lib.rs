//! Drawing and signing of receipts.
//!
//! Takes a [`Slip`], the content of a receipt; gives one A4 page as PDF
//! ([`pdf`]) or an image for a phone ([`picture`]), and the signed text of its
//! QR code ([`token`]). The same slip gives the same bytes: no clock, no
//! randomness, no files.
//!
//! One layout (`layout/`) gives marks on a page in millimetres; two back ends
//! draw them.

mod code39;
mod face;
mod font;
mod layout;
mod mark;
mod pdf;
mod photo_code;
mod picture;
pub mod qr;
mod slip;
pub mod token;
mod wrap;

pub use font::{BY_HAND, Font};
pub use pdf::pdf;
pub use picture::picture;
pub use slip::{Applicant, Issuer, Slip, SlipError, photo_size};
