//! What an inspector would object to, measured.
//!
//! Takes the upright picture, the photo made from it and the document's
//! limits; gives one [`Finding`] a requirement: what was measured, what it was
//! held against, and where in the picture. Changes no pixel.
//!
//! Inside: [`Sample`] draws the face at one known size, so that every measure
//! reads the same scale; the modules named after what they look at measure and
//! know no limit; [`judge`](fn@judge) holds the values against the catalogue's limits.

mod coverage;
mod evidence;
mod expression;
mod finding;
mod finished;
mod group;
mod judge;
mod light;
mod likeness;
mod limits;
mod measurable;
mod measured;
mod picture;
mod pose;
mod sample;
mod scene;
mod toning;
mod unmeasured;

pub use evidence::{Evidence, FileFacts};
pub use finding::{Finding, Judgement, Limit, Verdict};
pub use group::Group;
pub use judge::{judge, measure};
pub use measured::{Measured, Region, WhyNot};
pub use sample::{Sample, VIEW_FACE_WIDTH, VIEW_HEIGHT, VIEW_WIDTH};
