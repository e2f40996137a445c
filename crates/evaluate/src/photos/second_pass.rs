//! A photo put through again: it should come back as it was.

use catalogue::PhotoSpec;
use imaging::Point;
use portrait::IdPhoto;
use serde::Serialize;

/// How a photo made from a photo differs from it.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct SecondPass {
    /// How far the corner that moved most has moved, in pixels.
    pub(crate) moved_px: f64,
    /// Pixels that were background and are no longer, in thousandths of the photo.
    pub(crate) ground_changed_e3: f64,
    /// Mean change of coverage, in thousandths.
    pub(crate) alpha_e3: f64,
}

/// Compares two passes; `second` was made from `first`'s file.
pub(super) fn compare(spec: &PhotoSpec, first: &IdPhoto, second: &IdPhoto) -> SecondPass {
    let (w, h) = (f64::from(spec.width_px), f64::from(spec.height_px));
    let moved_px = [(0.0, 0.0), (w, 0.0), (0.0, h), (w, h)]
        .map(|(x, y)| Point::new(x, y))
        .iter()
        .map(|p| second.frame.map.apply(*p).distance(*p))
        .fold(0.0, f64::max);
    let (before, after) = (first.cut_out.alpha(), second.cut_out.alpha());
    let (mut changed, mut sum) = (0_usize, 0.0);
    for (a, b) in before.data().iter().zip(after.data()) {
        changed += usize::from(*a == 0.0 && *b > 0.0);
        sum += f64::from((a - b).abs());
    }
    let n = before.data().len() as f64;
    SecondPass {
        moved_px,
        ground_changed_e3: 1e3 * changed as f64 / n,
        alpha_e3: 1e3 * sum / n,
    }
}
