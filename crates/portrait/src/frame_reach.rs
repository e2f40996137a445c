//! How far the picture reaches under the frame, and what it lacks there.

use catalogue::PhotoSpec;
use imaging::{Plane, Point};

use crate::HeadMarks;
use crate::canvas::Canvas;
use crate::geometry::{Frame, Reach, levelling};
use crate::head_cut::head_is_cut;
use crate::shortfall::{Shortfall, Side};

/// A face is enlarged by at most this much. Resampling to a slightly finer
/// grid cannot be seen; from about a fifth on, a photo looks soft.
const MOST_ENLARGEMENT: f64 = 1.2;

/// A strip this narrow, in photo pixels, is not missed at an edge.
const UNSEEN_STRIP_PX: f64 = 1.5;

/// Alpha from which the person counts as touching an edge.
const TOUCHES: f32 = 0.5;

/// The person is looked for this far inwards from the picture's edge, in photo
/// pixels: at the edge itself the outline is unsure of what goes on behind it.
const NEAR_EDGE_PX: f64 = 3.0;

/// [`NEAR_EDGE_PX`] on a canvas.
fn near_edge(canvas: &Canvas) -> usize {
    (NEAR_EDGE_PX * canvas.density).ceil() as usize
}

/// The person must touch an edge along this share of the canvas to count as
/// cut by it.
const CUT_SHARE: f64 = 0.015;

/// Where the picture ends and the person goes on, in canvas coordinates;
/// infinite where the person does not touch the picture's edge.
#[derive(Clone, Copy, Debug)]
struct Ends {
    left: f64,
    right: f64,
    bottom: f64,
}

fn ends(canvas: &Canvas, alpha: &Plane) -> Ends {
    let (width, height) = (alpha.width() as usize, alpha.height() as usize);
    let inwards = near_edge(canvas);
    let there = |x: usize, y: usize| canvas.inside.data()[y * width + x] >= 1.0;
    let touches = |x: usize, y: usize| alpha.data()[y * width + x] >= TOUCHES;
    // On a turned picture a row may also leave over the lower edge: only the
    // edge that is asked for counts.
    let back = canvas
        .map
        .inverse()
        .expect("a canvas is drawn at a positive scale");
    let source = |x: usize, y: usize| back.apply(Point::new(x as f64 + 0.5, y as f64 + 0.5));
    let (source_w, source_h) = canvas.source_size;
    // A source pixel, or a canvas pixel where that is larger.
    let near = back.scale().max(1.0);

    let mut left = Vec::new();
    let mut right = Vec::new();
    for y in 0..height {
        let first = (0..width).find(|x| there(*x, y)).filter(|x| *x > 0);
        if let Some(x) =
            first.filter(|x| touches((x + inwards).min(width - 1), y) && source(x - 1, y).x < near)
        {
            left.push(x as f64);
        }
        let last = (0..width)
            .rev()
            .find(|x| there(*x, y))
            .filter(|x| x + 1 < width);
        if let Some(x) = last.filter(|x| {
            touches(x.saturating_sub(inwards), y) && source(x + 1, y).x > source_w - near
        }) {
            right.push(x as f64 + 1.0);
        }
    }
    let mut bottom = Vec::new();
    for x in 0..width {
        let last = (0..height)
            .rev()
            .find(|y| there(x, *y))
            .filter(|y| y + 1 < height);
        if let Some(y) = last.filter(|y| {
            touches(x, y.saturating_sub(inwards)) && source(x, y + 1).y > source_h - near
        }) {
            bottom.push(y as f64 + 1.0);
        }
    }
    let enough = |n: usize, of: usize| n as f64 > CUT_SHARE * of as f64;
    let innermost = |values: &[f64], of: usize, pick: fn(f64, f64) -> f64, none: f64| {
        if enough(values.len(), of) {
            values.iter().copied().fold(none, pick)
        } else {
            none
        }
    };
    Ends {
        left: innermost(&left, height, f64::max, f64::NEG_INFINITY),
        right: innermost(&right, height, f64::min, f64::INFINITY),
        bottom: innermost(&bottom, width, f64::min, f64::INFINITY),
    }
}

/// Where the picture ends under the person, in levelled source coordinates.
pub(crate) fn reach(canvas: &Canvas, alpha: &Plane, marks: &HeadMarks) -> Reach {
    let ends = ends(canvas, alpha);
    // Canvas and levelled coordinates differ by a scale and a shift alone.
    let to_level = canvas
        .map
        .inverse()
        .expect("a canvas is drawn at a positive scale")
        .then(&levelling(marks));
    let x = |v: f64| to_level.a * v + to_level.tx;
    let y = |v: f64| to_level.d * v + to_level.ty;
    Reach {
        left: x(ends.left),
        right: x(ends.right),
        bottom: y(ends.bottom),
    }
}

/// What the picture lacks for the photo that `frame` cuts from it.
pub(crate) fn shortfalls(
    spec: &PhotoSpec,
    canvas: &Canvas,
    alpha: &Plane,
    frame: &Frame,
    marks: &HeadMarks,
) -> Vec<Shortfall> {
    let mut found = Vec::new();
    let placed = canvas.place(frame);
    let (left, top) = (placed.corner.x, placed.corner.y);
    let right = left + f64::from(spec.width_px) * placed.density;
    let bottom = top + f64::from(spec.height_px) * placed.density;
    let ends = ends(canvas, alpha);

    if frame.scale > MOST_ENLARGEMENT {
        let face_width_px = marks.left_ear_root.distance(marks.right_ear_root);
        found.push(Shortfall::TooFewPixels {
            enlargement: frame.scale,
            face_width_px,
            needed_px: face_width_px * frame.scale / MOST_ENLARGEMENT,
        });
    }
    if head_is_cut(canvas, alpha, marks, top + UNSEEN_STRIP_PX * placed.density) {
        found.push(Shortfall::HeadCut);
    }
    let missing = (bottom - ends.bottom) / placed.density;
    if missing > UNSEEN_STRIP_PX {
        found.push(Shortfall::EndsTooEarly {
            missing_px: missing,
        });
    }
    let strips = [
        (Side::Left, ends.left - left),
        (Side::Right, right - ends.right),
    ];
    for (side, strip) in strips {
        let missing_px = strip / placed.density;
        if missing_px > UNSEEN_STRIP_PX {
            found.push(Shortfall::ShoulderCut { side, missing_px });
        }
    }
    found
}
