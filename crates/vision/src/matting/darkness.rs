//! How little a dark place tells.
//!
//! In shadow a camera's noise and the squares of a JPEG's quantiser are as
//! large as what dark hair and a dark wall differ by. Their steps would be edges
//! to the solver, and the outline would run along squares of eight pixels.

/// Mean of the channels below which a place is dark: 48 of 255 levels. Above,
/// dark hair differs from its wall by more than a quantiser's step.
const DARK: f32 = 48.0 / 255.0;

/// How dark a `colour` (0..1 a channel) is: 1 for black, 0 from `DARK` on.
pub(super) fn darkness(colour: [f32; 3]) -> f32 {
    let mean = colour.iter().sum::<f32>() / 3.0;
    (1.0 - mean / DARK).max(0.0).powi(2)
}
