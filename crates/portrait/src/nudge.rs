//! A frame moved by hand, as far as the specification lets it.
//!
//! Takes a solved frame and a [`Nudge`]; gives the nudged frame and how much of
//! the nudge was granted. Every rule of the specification reads a value that is
//! linear in the three freedoms of a frame, so what its range leaves to them has
//! an exact answer: first the size is held, then at that size the two shifts.
//! A rule that had to give when the frame was solved may not give any more.

mod follow;

pub use follow::Follow;
pub(crate) use follow::follow;

use catalogue::{PhotoSpec, Px};
use imaging::{Affine, Point};
use serde::{Deserialize, Serialize};

use crate::HeadMarks;
use crate::geometry::{Axis, Frame, Interval, depends_on, measured};

/// A correction of the solved frame by hand; always relative to the solved
/// frame, never to an earlier nudge.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Nudge {
    /// How far the head moves to the right on the photo, in its pixels.
    pub right: Px,
    /// How far it moves down, in pixels of the photo.
    pub down: Px,
    /// By which factor it grows about the middle between the eyes; more than 0.
    pub scale: f64,
}

impl Nudge {
    /// Where a specification has no range, a head moves by at most this share of
    /// the photo's side: farther, another picture is wanted.
    pub const MOST_SHIFT: f64 = 0.25;
    /// And it shrinks to at least this.
    pub const LEAST_SCALE: f64 = 0.8;
    /// And it grows to at most this.
    pub const MOST_SCALE: f64 = 1.25;

    /// No correction.
    pub const NONE: Self = Self {
        right: Px(0.0),
        down: Px(0.0),
        scale: 1.0,
    };

    /// The nudge of these figures, as somebody gave them: the head moved so many
    /// pixels of the photo to the right and down, and grown by a factor. `None`
    /// where they can be none: not finite, beyond 10,000, or a factor of 0 or
    /// less.
    #[must_use]
    pub fn new(right: f64, down: f64, scale: f64) -> Option<Self> {
        const MOST: f64 = 10_000.0;
        let mut all = [right, down, scale].into_iter();
        let sane = all.all(|figure| figure.is_finite() && figure.abs() < MOST);
        (sane && scale > 0.0).then_some(Self {
            right: Px(right),
            down: Px(down),
            scale,
        })
    }

    /// Whether the frame stays as it was solved.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::NONE
    }

    /// The same with what is not a number, and a size that is none, left out.
    fn sensible(self) -> Self {
        let finite = |v: f64, otherwise| if v.is_finite() { v } else { otherwise };
        Self {
            right: Px(finite(self.right.0, 0.0)),
            down: Px(finite(self.down.0, 0.0)),
            scale: finite(self.scale, 1.0),
        }
    }
}

impl Default for Nudge {
    fn default() -> Self {
        Self::NONE
    }
}

/// A frame after a nudge.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Nudged {
    pub(crate) frame: Frame,
    /// What was granted.
    pub(crate) applied: Nudge,
}

/// Moves `frame`, which was solved for `marks`, by as much of `wanted` as the
/// ranges of `spec` leave. [`Nudge::NONE`] gives the frame itself.
pub(crate) fn nudged(spec: &PhotoSpec, marks: &HeadMarks, frame: Frame, wanted: Nudge) -> Nudged {
    let wanted = wanted.sensible();
    if wanted.is_none() {
        let applied = Nudge::NONE;
        return Nudged { frame, applied };
    }
    let room = Room::of(spec, marks, &frame);
    let scale = room.scale.nearest(wanted.scale);
    let right = room.right.at(scale).nearest(wanted.right.0);
    let down = room.down.at(scale).nearest(wanted.down.0);
    let applied = Nudge {
        right: Px(right),
        down: Px(down),
        scale,
    };
    if applied.is_none() {
        return Nudged { frame, applied };
    }
    let eyes = frame.map.apply(marks.eye_middle());
    let map = frame
        .map
        .then(&Affine::translation(-eyes.x, -eyes.y))
        .then(&Affine::scaling(scale))
        .then(&Affine::translation(eyes.x + right, eyes.y + down));
    Nudged {
        frame: Frame {
            held: measured(spec, marks, &map),
            map,
            turn: frame.turn,
            scale: frame.scale * scale,
        },
        applied,
    }
}

/// What the ranges leave to each freedom.
struct Room {
    /// Sizes at which both shifts still have room.
    scale: Interval,
    right: Shifts,
    down: Shifts,
}

impl Room {
    fn of(spec: &PhotoSpec, marks: &HeadMarks, frame: &Frame) -> Self {
        let (width, height) = (f64::from(spec.width_px), f64::from(spec.height_px));
        let placed = marks.mapped(&frame.map);
        let eyes = placed.eye_middle();
        let at_eyes = all_at(eyes);
        let mut scale = Interval {
            low: Nudge::LEAST_SCALE,
            high: Nudge::MOST_SCALE,
        };
        let mut right = Shifts::up_to(Nudge::MOST_SHIFT * width);
        let mut down = Shifts::up_to(Nudge::MOST_SHIFT * height);
        for c in &spec.constraints {
            let solved = placed.read(c.measure, width, height);
            let shrunk = at_eyes.read(c.measure, width, height);
            // What it reads at a size, without a shift.
            let reads = LinearLength {
                at_none: shrunk,
                slope: solved - shrunk,
            };
            let low = c.min.map_or(f64::NEG_INFINITY, |min| min.0.min(solved));
            let high = c.max.map_or(f64::INFINITY, |max| max.0.max(solved));
            match depends_on(c.measure) {
                Axis::Scale => {
                    scale = scale.where_at_most(LinearLength::flat(low), reads);
                    scale = scale.where_at_most(reads, LinearLength::flat(high));
                }
                Axis::Down => down.between(reads.up_to(low), reads.up_to(high)),
                Axis::Up => down.between(reads.down_to(high), reads.down_to(low)),
                Axis::Right => right.between(reads.up_to(low), reads.up_to(high)),
            }
        }
        for shifts in [&right, &down] {
            for (low, high) in shifts.pairs() {
                scale = scale.where_at_most(low, high);
            }
        }
        // The solved frame always has room; rounding must not say otherwise.
        scale.low = scale.low.min(1.0);
        scale.high = scale.high.max(1.0);
        Self { scale, right, down }
    }
}

/// All marks at one point: what a head of no size reads.
fn all_at(point: Point) -> HeadMarks {
    HeadMarks {
        crown: point,
        chin: point,
        left_eye: point,
        right_eye: point,
        left_ear_root: point,
        right_ear_root: point,
        left_side: point,
        right_side: point,
    }
}

/// A length as a linear function of the head's size.
#[derive(Clone, Copy)]
struct LinearLength {
    /// At size 0.
    at_none: f64,
    /// More for each 1 of size.
    slope: f64,
}

impl LinearLength {
    const fn flat(at_none: f64) -> Self {
        let slope = 0.0;
        Self { at_none, slope }
    }

    fn at(&self, scale: f64) -> f64 {
        self.at_none + self.slope * scale
    }

    /// The shift that brings a value which grows with it to `limit`.
    fn up_to(&self, limit: f64) -> Self {
        Self {
            at_none: limit - self.at_none,
            slope: -self.slope,
        }
    }

    /// The same for a value that falls with the shift.
    fn down_to(&self, limit: f64) -> Self {
        Self {
            at_none: self.at_none - limit,
            slope: self.slope,
        }
    }
}

/// Bounds of one shift, each depending on the size.
struct Shifts {
    low: Vec<LinearLength>,
    high: Vec<LinearLength>,
}

impl Shifts {
    fn up_to(most: f64) -> Self {
        Self {
            low: vec![LinearLength::flat(-most)],
            high: vec![LinearLength::flat(most)],
        }
    }

    /// Keeps to `low..=high`; an infinite end bounds nothing.
    fn between(&mut self, low: LinearLength, high: LinearLength) {
        self.low.extend(low.at_none.is_finite().then_some(low));
        self.high.extend(high.at_none.is_finite().then_some(high));
    }

    fn at(&self, scale: f64) -> Interval {
        let values =
            |lines: &[LinearLength]| -> Vec<f64> { lines.iter().map(|l| l.at(scale)).collect() };
        Interval {
            low: values(&self.low)
                .into_iter()
                .fold(f64::NEG_INFINITY, f64::max),
            high: values(&self.high).into_iter().fold(f64::INFINITY, f64::min),
        }
    }

    fn pairs(&self) -> impl Iterator<Item = (LinearLength, LinearLength)> {
        let each = move |low: &LinearLength| {
            let low = *low;
            self.high.iter().map(move |high| (low, *high))
        };
        self.low.iter().flat_map(each)
    }
}

impl Interval {
    /// The sizes of this interval at which `less` is at most `more`.
    fn where_at_most(self, less: LinearLength, more: LinearLength) -> Self {
        let slope = less.slope - more.slope;
        let cross = (more.at_none - less.at_none) / slope;
        if !cross.is_finite() {
            // Even lines, or a bound that is none.
            self
        } else if slope > 0.0 {
            let high = self.high.min(cross);
            Self { high, ..self }
        } else {
            let low = self.low.max(cross);
            Self { low, ..self }
        }
    }
}

#[cfg(test)]
mod tests;
