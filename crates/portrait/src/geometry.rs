//! Where the photo's frame lies in the picture: solved from the ranges and
//! priorities of the specification.
//!
//! The picture is turned so that the eyes are level; what is left is a scale
//! and a shift. For a given scale every vertical measure bounds the vertical
//! shift and every horizontal one the horizontal shift, so the shifts have an
//! exact answer; the scale is searched. Constraints are held in the order of
//! their priority: one gives only where those before it leave no room, and
//! then by as little as can be. Inside what is left the targets decide.

use catalogue::{Constraint, Measure, PhotoSpec};
use imaging::Affine;
use serde::{Deserialize, Serialize};

use crate::HeadMarks;

/// A range that could not be held is one exceeded by more than this, in
/// pixels of the photo: half a pixel is what measuring a mark can be off.
pub const TOLERANCE_PX: f64 = 0.5;

/// The extent of the picture that the frame may use; sides that the person does
/// not touch need not be covered and are infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// x of the picture's left edge, in levelled source coordinates, px.
    pub left: f64,
    /// x of its right edge.
    pub right: f64,
    /// y of its lower edge.
    pub bottom: f64,
}

/// One measure of the photo, beside what the specification wants of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConstraintFit {
    /// What is measured.
    pub measure: Measure,
    /// Its value, in pixels of the photo.
    pub px: f64,
    /// The same in millimetres on paper.
    pub mm: f64,
    /// Least value allowed, in pixels.
    pub min_px: Option<f64>,
    /// Greatest value allowed, in pixels.
    pub max_px: Option<f64>,
    /// 1 is held first.
    pub priority: u8,
    /// By how many pixels the value lies outside the range; 0 when it is held.
    pub gave_px: f64,
}

/// The frame: how source pixels become photo pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// From source coordinates to photo coordinates.
    pub map: Affine,
    /// The turn that levels the eyes, in radians, clockwise positive.
    pub turn: f64,
    /// Photo pixels a source pixel.
    pub scale: f64,
    /// Every constraint, in the order of priority.
    pub held: Vec<ConstraintFit>,
}

/// Solves the frame for a head. `reach` tells, for the turn that levels the
/// eyes (see [`levelling`]), where the picture ends.
#[must_use]
pub fn solve(spec: &PhotoSpec, marks: &HeadMarks, reach: Reach) -> Frame {
    let level = levelling(marks);
    let levelled = marks.mapped(&level);
    let size = (f64::from(spec.width_px), f64::from(spec.height_px));
    let mut constraints: Vec<&Constraint> = spec.constraints.iter().collect();
    constraints.sort_by_key(|c| c.priority);
    let problem = Problem {
        levelled,
        constraints,
        size,
        reach,
    };

    let usual = problem.usual_scale();
    let (mut low, mut high) = (usual * 0.5, usual * 1.6);
    let mut best = problem.at_scale(usual);
    // The cost is piecewise smooth in the scale; a grid finds the right
    // piece and finer grids its lowest point.
    for (steps, zoom) in [(400, 3.0), (60, 3.0), (60, 3.0), (60, 3.0)] {
        let step = (high - low) / f64::from(steps);
        for i in 0..=steps {
            let candidate = problem.at_scale(low + step * f64::from(i));
            if candidate.better_than(&best) {
                best = candidate;
            }
        }
        (low, high) = (
            (best.scale - zoom * step).max(1e-9),
            best.scale + zoom * step,
        );
    }

    let map = level
        .then(&Affine::scaling(best.scale))
        .then(&Affine::translation(best.shift_x, best.shift_y));
    Frame {
        held: measured(spec, marks, &map),
        map,
        turn: -marks.roll(),
        scale: best.scale,
    }
}

/// The rotation about the origin that levels the eyes.
#[must_use]
pub fn levelling(marks: &HeadMarks) -> Affine {
    Affine::rotation(-marks.roll())
}

/// Every constraint of the specification, measured on the photo that `map`
/// (source to photo) makes, in the order of priority.
#[must_use]
pub fn measured(spec: &PhotoSpec, marks: &HeadMarks, map: &Affine) -> Vec<ConstraintFit> {
    let placed = marks.mapped(map);
    let mut constraints: Vec<&Constraint> = spec.constraints.iter().collect();
    constraints.sort_by_key(|c| c.priority);
    constraints
        .into_iter()
        .map(|c| {
            let px = placed.read(
                c.measure,
                f64::from(spec.width_px),
                f64::from(spec.height_px),
            );
            let (min_px, max_px) = (c.min.map(|p| p.0), c.max.map(|p| p.0));
            let below = min_px.map_or(0.0, |min| min - px);
            let above = max_px.map_or(0.0, |max| px - max);
            let outside = below.max(above);
            ConstraintFit {
                measure: c.measure,
                px,
                mm: px * 25.4 / f64::from(spec.dpi.0),
                min_px,
                max_px,
                priority: c.priority,
                gave_px: if outside > TOLERANCE_PX { outside } else { 0.0 },
            }
        })
        .collect()
}

struct Problem<'a> {
    levelled: HeadMarks,
    /// By priority.
    constraints: Vec<&'a Constraint>,
    size: (f64, f64),
    reach: Reach,
}

/// Having picture under the frame comes after all that the specification
/// asks: the room its ranges leave is used for it, and what still lacks is
/// said, since nothing is invented.
const COVER: u8 = u8::MAX;

impl Problem<'_> {
    /// The scale at which the first measure that depends on the scale alone
    /// meets its target.
    fn usual_scale(&self) -> f64 {
        self.constraints
            .iter()
            .filter(|c| depends_on(c.measure) == Axis::Scale)
            .map(|c| c.target.0 / self.levelled.read(c.measure, 0.0, 0.0))
            .find(|s| s.is_finite() && *s > 0.0)
            .unwrap_or_else(|| {
                // Without any size rule the head fills half the height.
                0.5 * self.size.1
                    / (self.levelled.chin.y - self.levelled.crown.y)
                        .abs()
                        .max(1.0)
            })
    }

    fn at_scale(&self, scale: f64) -> Candidate {
        let marks = self.levelled.mapped(&Affine::scaling(scale));
        let (width, height) = self.size;
        let mut given = Given::default();
        let mut preference = 0.0;
        let mut vertical = Interval::EVERYWHERE;
        let mut horizontal = Interval::EVERYWHERE;
        // For a shift of 0; a shift moves the value by itself, up or down.
        for c in &self.constraints {
            let value = marks.read(c.measure, width, height);
            let (min, max) = bounds(c);
            let gap = match depends_on(c.measure) {
                Axis::Scale => (min - value).max(value - max).max(0.0),
                Axis::Down => vertical.restrict(min - value, max - value),
                Axis::Up => vertical.restrict(value - max, value - min),
                Axis::Right => horizontal.restrict(min - value, max - value),
            };
            given.add(c.priority, gap);
        }
        given.add(
            COVER,
            vertical.restrict(height - self.reach.bottom * scale, f64::INFINITY),
        );
        given.add(
            COVER,
            horizontal.restrict(f64::NEG_INFINITY, -self.reach.left * scale),
        );
        given.add(
            COVER,
            horizontal.restrict(width - self.reach.right * scale, f64::INFINITY),
        );
        let (mut wish_x, mut wish_y) = (Wish::default(), Wish::default());
        for c in &self.constraints {
            let value = marks.read(c.measure, width, height);
            let weight = 1.0 / tolerance(c).powi(2);
            match depends_on(c.measure) {
                Axis::Scale => preference += weight * (value - c.target.0).powi(2),
                Axis::Down => wish_y.add(c.target.0 - value, weight),
                Axis::Up => wish_y.add(value - c.target.0, weight),
                Axis::Right => wish_x.add(c.target.0 - value, weight),
            }
        }
        // A specification that says nothing of one direction gets the middle.
        let head = marks.crown.midpoint(marks.chin);
        wish_x.or(width / 2.0 - marks.eye_middle().x);
        wish_y.or(height / 2.0 - head.y);
        let shift_x = horizontal.nearest(wish_x.best());
        let shift_y = vertical.nearest(wish_y.best());
        preference += wish_x.cost(shift_x) + wish_y.cost(shift_y);
        Candidate {
            scale,
            shift_x,
            shift_y,
            given,
            preference,
        }
    }
}

/// How a measure answers to the frame's three freedoms.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Axis {
    /// By the scale alone.
    Scale,
    /// Grows as the head moves down.
    Down,
    /// Grows as the head moves up.
    Up,
    /// Grows as the head moves to the right.
    Right,
}

pub(crate) fn depends_on(measure: Measure) -> Axis {
    match measure {
        Measure::FaceWidth | Measure::HeadWidth | Measure::HeadHeight | Measure::InterEye => {
            Axis::Scale
        }
        Measure::CrownMargin | Measure::EyesFromTop => Axis::Down,
        Measure::EyesFromBottom | Measure::ChinToBottom => Axis::Up,
        Measure::EyeMidX | Measure::FaceCentre => Axis::Right,
    }
}

fn bounds(c: &Constraint) -> (f64, f64) {
    (
        c.min.map_or(f64::NEG_INFINITY, |p| p.0),
        c.max.map_or(f64::INFINITY, |p| p.0),
    )
}

/// A deviation from the target that weighs 1: half the range, or a tenth of
/// the target where the range is open.
fn tolerance(c: &Constraint) -> f64 {
    let (min, max) = bounds(c);
    let half = (max - min) / 2.0;
    if half.is_finite() {
        half.max(1.0)
    } else {
        (c.target.0.abs() / 4.0).max(10.0)
    }
}

/// Shifts that are still allowed.
#[derive(Clone, Copy)]
pub(crate) struct Interval {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Interval {
    pub(crate) const EVERYWHERE: Self = Self {
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
    };

    /// Keeps what also lies in `low..=high`; where nothing does, keeps the
    /// nearest point and returns how far off it is.
    fn restrict(&mut self, low: f64, high: f64) -> f64 {
        if low > self.high {
            let gap = low - self.high;
            self.low = self.high;
            gap
        } else if high < self.low {
            let gap = self.low - high;
            self.high = self.low;
            gap
        } else {
            self.low = self.low.max(low);
            self.high = self.high.min(high);
            0.0
        }
    }

    pub(crate) fn nearest(&self, wish: f64) -> f64 {
        // Not `clamp`: rounding may leave `low` a hair above `high`.
        wish.max(self.low).min(self.high)
    }
}

/// Weighted targets of one shift.
#[derive(Default)]
struct Wish {
    weight: f64,
    sum: f64,
    squares: f64,
}

impl Wish {
    fn add(&mut self, shift: f64, weight: f64) {
        self.weight += weight;
        self.sum += weight * shift;
        self.squares += weight * shift * shift;
    }

    /// A wish where there is none yet.
    fn or(&mut self, shift: f64) {
        if self.weight == 0.0 {
            self.add(shift, 1e-6);
        }
    }

    fn best(&self) -> f64 {
        self.sum / self.weight
    }

    fn cost(&self, shift: f64) -> f64 {
        self.weight * shift * shift - 2.0 * self.sum * shift + self.squares
    }
}

/// How much had to give, in pixels, for each priority in turn.
#[derive(Clone, Default)]
struct Given(Vec<(u8, f64)>);

impl Given {
    fn add(&mut self, priority: u8, gap: f64) {
        match self.0.iter_mut().find(|(p, _)| *p == priority) {
            Some((_, total)) => *total += gap,
            None => self.0.push((priority, gap)),
        }
    }
}

struct Candidate {
    scale: f64,
    shift_x: f64,
    shift_y: f64,
    given: Given,
    preference: f64,
}

impl Candidate {
    /// Less given at the first priority that differs; then nearer to the targets.
    fn better_than(&self, other: &Self) -> bool {
        // Differences below a thousandth of a pixel are rounding.
        for ((_, mine), (_, theirs)) in self.given.0.iter().zip(&other.given.0) {
            if (mine - theirs).abs() > 1e-3 {
                return mine < theirs;
            }
        }
        self.preference < other.preference
    }
}
