//! How the measures of a photo follow when the head is moved on it by hand.
//!
//! Every measure is linear in the three freedoms of a frame, so that a page can
//! show what a nudge would measure before anything is made.

use catalogue::{Measure, Px};
use imaging::Point;
use serde::Serialize;

use super::{Nudge, all_at};
use crate::geometry::{Axis, ConstraintFit, depends_on};

/// One measure as a function of a further nudge: with the head grown by `scale`
/// about the middle between the eyes and moved by `(right, down)`, it reads
/// `at_none_px + (px - at_none_px) * scale + right_px * right + down_px * down`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Follow {
    /// What is measured.
    pub measure: Measure,
    /// What it reads now.
    pub px: f64,
    /// What it would read of a head of no size.
    pub at_none_px: f64,
    /// More for each pixel to the right.
    pub right_px: f64,
    /// More for each pixel down.
    pub down_px: f64,
    /// Least that the specification allows, if it says.
    pub min_px: Option<f64>,
    /// Most that it allows.
    pub max_px: Option<f64>,
    /// Least to which a nudge is granted: a rule that gave without a hand gives as
    /// much with one.
    pub least_px: Option<f64>,
    /// Most to which a nudge is granted.
    pub most_px: Option<f64>,
}

impl Follow {
    /// What it reads after a further nudge.
    #[must_use]
    pub fn after(&self, further: &Nudge) -> f64 {
        let grown = self.at_none_px + (self.px - self.at_none_px) * further.scale;
        grown + self.right_px * further.right.0 + self.down_px * further.down.0
    }
}

/// How `held` follows on a photo of `size` pixels with the middle between the
/// eyes at `eyes`, which was made with the nudge `granted`.
pub(crate) fn follow(
    held: &ConstraintFit,
    eyes: Point,
    size: (f64, f64),
    granted: &Nudge,
) -> Follow {
    let (right_px, down_px) = match depends_on(held.measure) {
        Axis::Scale => (0.0, 0.0),
        Axis::Down => (0.0, 1.0),
        Axis::Up => (0.0, -1.0),
        Axis::Right => (1.0, 0.0),
    };
    let follow = Follow {
        measure: held.measure,
        px: held.px,
        at_none_px: all_at(eyes).read(held.measure, size.0, size.1),
        right_px,
        down_px,
        min_px: held.min_px,
        max_px: held.max_px,
        least_px: None,
        most_px: None,
    };
    let solved = follow.after(&Nudge {
        right: Px(-granted.right.0),
        down: Px(-granted.down.0),
        scale: 1.0 / granted.scale,
    });
    Follow {
        least_px: held.min_px.map(|min| min.min(solved)),
        most_px: held.max_px.map(|max| max.max(solved)),
        ..follow
    }
}
