//! Matting: from a coarse person probability to the coverage of each pixel.
//!
//! Takes a canvas, a coarse person probability and the face's place on it;
//! gives an alpha and the colours that person and background have of their
//! own, so that one can be shown without the other. Steps:
//! [`trimap`] marks the band where the outline may run, [`closed_form`] solves
//! the alpha there, [`corrected`] mends what a network finds wrong with it,
//! [`layers`] estimates the two colours.

mod closed_form;
mod colours;
mod correction;
mod darkness;
mod distance;
mod evidence;
mod gradients;
mod islands;
mod isolate;
mod laplacian;
mod layers;
mod mask;
mod polygon;
mod refine;
mod settled;
mod shown;
mod trimap;

pub use closed_form::closed_form;
pub use correction::{Corrected, corrected};
pub use isolate::isolate;
pub use layers::{MixedPixel, foreground, layers};
pub use shown::{SHOWN_HEIGHT, SHOWN_WIDTH, Shown};
pub use trimap::{HeadPlace, Region, Trimap, trimap};
