//! The working canvas, and the main person's rough outline on it.
//!
//! The canvas is framed by the specification, the frame needs the hair's top,
//! and the hair's top is seen on a canvas: a sketch around a frame guessed from
//! the landmarks tells it, and is drawn again only where the guess was far off.

use catalogue::PhotoSpec;
use imaging::{Affine, Plane, Point, RgbImage};
use vision::matting::{self, HeadPlace};
use vision::{Engine, Face, points};

use crate::HeadMarks;
use crate::canvas::{Canvas, SKETCH, WORKING};
use crate::compliant::{SKETCH_WANDER_PX, already_compliant};
use crate::crown;
use crate::frame_reach::reach;
use crate::geometry::{self, Frame, Reach};
use crate::make_error::MakeError;
use crate::nudge::{Nudge, Nudged, nudged};

pub(crate) struct Outlined {
    /// Drawn around the nudged frame.
    pub(crate) canvas: Canvas,
    /// The main person's, at canvas size. Beyond the picture's edge it goes on
    /// as the canvas does, so that the edge does not look like an outline.
    pub(crate) probability: Plane,
    pub(crate) head: HeadPlace,
    /// Solved with the outline's crown.
    pub(crate) frame: Frame,
    /// That frame as the nudge left it.
    pub(crate) nudged: Nudged,
}

/// The crown above the mesh's uppermost point, in distances from there to the
/// chin: a skull reaches about a quarter higher, hair some more.
const CROWN_GUESS: f64 = 0.30;

/// The head with its ears beside the face without, where the matte does not
/// tell: ears stand out by some 12 % of the face's width (breadths of
/// GB/T 2428 for adults); hair beyond the upper bound is not head.
const HEAD_BESIDE_FACE: f64 = 1.12;
const HEAD_AT_LEAST: f64 = 1.02;
const HEAD_AT_MOST: f64 = 1.20;

/// Sketches drawn before the last one is taken as it is.
const SKETCHES: usize = 3;

/// The mesh's oval reaches the cheek's very edge; this share of it is surely
/// person.
const SURE_OVAL: f64 = 0.93;

/// A bystander's oval grows by this to take the ears and the hair's beginning.
const BYSTANDER_OVAL: f64 = 1.15;

pub(crate) fn outline(
    engine: &dyn Engine,
    picture: &RgbImage,
    spec: &PhotoSpec,
    face: &Face,
    others: &[Face],
    nudge: Nudge,
) -> Result<Outlined, MakeError> {
    let everywhere = Reach {
        left: f64::NEG_INFINITY,
        right: f64::INFINITY,
        bottom: f64::INFINITY,
    };
    let guessed = guessed_marks(face);
    let mut frame = geometry::solve(spec, &guessed, everywhere);
    let mut around = nudged(spec, &guessed, frame.clone(), nudge);
    let bystanders_on = |canvas: &Canvas| -> Vec<Vec<Point>> {
        let ovals = others.iter().map(|other| oval(other, &canvas.map));
        ovals.map(|oval| scaled(&oval, BYSTANDER_OVAL)).collect()
    };
    let mut drawn = 0;
    loop {
        let sketch = Canvas::draw(picture, spec, &around.frame, SKETCH);
        drawn += 1;
        let person = vision::segment(engine, &sketch.image)?;
        let head = head_place(face, &sketch);
        let probability = matting::isolate(&sketch.image, &person, &head, &bystanders_on(&sketch));
        let marks = marks_on(&sketch, &probability, face).ok_or(MakeError::NoOutline)?;
        let size = (picture.width(), picture.height());
        let solved = already_compliant(spec, &marks, size, SKETCH_WANDER_PX)
            .unwrap_or_else(|| geometry::solve(spec, &marks, reach(&sketch, &probability, &marks)));
        let moved = nudged(spec, &marks, solved.clone(), nudge);
        let seen = sketch.surrounds(spec, &moved.frame);
        if seen || drawn < SKETCHES {
            (frame, around) = (solved, moved);
        }
        if !seen && drawn < SKETCHES {
            continue;
        }
        let canvas = Canvas::draw(picture, spec, &around.frame, WORKING);
        let head = head_place(face, &canvas);
        let probability = match engine.added() {
            None => sketch.carried(&probability, &canvas),
            // It sees more than the built-in one does, so it is shown more.
            Some(model) => {
                let person = model.outline(&canvas.image)?;
                matting::isolate(&canvas.image, &person, &head, &bystanders_on(&canvas))
            }
        };
        return Ok(Outlined {
            probability,
            head,
            canvas,
            frame,
            nudged: around,
        });
    }
}

fn head_place(face: &Face, canvas: &Canvas) -> HeadPlace {
    HeadPlace {
        oval: scaled(&oval(face, &canvas.map), SURE_OVAL),
        face_width: face_width(face) * canvas.map.scale(),
        chin: canvas.map.apply(face.landmarks.at(points::CHIN)),
    }
}

/// The head's marks in the source, with crown and sides read from a matte on
/// the canvas; `None` when the matte has no person at the face.
pub(crate) fn marks_on(canvas: &Canvas, alpha: &Plane, face: &Face) -> Option<HeadMarks> {
    let marks = guessed_marks(face);
    let placed = marks.mapped(&canvas.map);
    let eyes = placed.eye_middle();
    let face_width = placed.left_ear_root.distance(placed.right_ear_root);
    let middle_x = placed.left_ear_root.midpoint(placed.right_ear_root).x;
    // The person goes on beyond the picture's edge, the head's marks do not.
    let seen = alpha
        .data()
        .iter()
        .zip(canvas.inside.data())
        .map(|(a, i)| a * i)
        .collect();
    let alpha = &Plane::new(alpha.width(), alpha.height(), seen)?;
    let crown_y = crown::crown_row(alpha, middle_x, face_width, eyes.y)?;

    // Ears lie between the eye line and a third of the way to the chin.
    let rows = [0.0, 0.1, 0.2, 0.3].map(|share| eyes.y + share * (placed.chin.y - eyes.y));
    let mut reaches = [Vec::new(), Vec::new()];
    for (left, right) in rows
        .iter()
        .filter_map(|y| crown::sides(alpha, middle_x, *y))
    {
        reaches[0].push(middle_x - left);
        reaches[1].push(right - middle_x);
    }
    let half = |mut reaches: Vec<f64>| {
        reaches.sort_by(f64::total_cmp);
        let seen = reaches
            .last()
            .copied()
            .unwrap_or(HEAD_BESIDE_FACE * face_width / 2.0);
        seen.clamp(
            HEAD_AT_LEAST * face_width / 2.0,
            HEAD_AT_MOST * face_width / 2.0,
        )
    };
    let [left, right] = reaches.map(half);
    let back = canvas
        .map
        .inverse()
        .expect("a canvas is drawn at a positive scale");
    let side_y = rows[1];
    Some(HeadMarks {
        crown: back.apply(Point::new(middle_x, crown_y)),
        left_side: back.apply(Point::new(middle_x - left, side_y)),
        right_side: back.apply(Point::new(middle_x + right, side_y)),
        ..marks
    })
}

/// The marks that the landmarks tell, with crown and sides guessed. The
/// landmarks' left is the subject's own and lies at the picture's right.
fn guessed_marks(face: &Face) -> HeadMarks {
    let at = |index| face.landmarks.at(index);
    let (chin, top) = (at(points::CHIN), at(points::FOREHEAD_TOP));
    let (left_root, right_root) = (at(points::RIGHT_EAR_ROOT), at(points::LEFT_EAR_ROOT));
    let beyond = |from: Point, to: Point, share: f64| {
        Point::new(
            to.x + (to.x - from.x) * share,
            to.y + (to.y - from.y) * share,
        )
    };
    let ear = HEAD_BESIDE_FACE / 2.0 - 0.5;
    HeadMarks {
        crown: beyond(chin, top, CROWN_GUESS),
        chin,
        left_eye: at(points::RIGHT_IRIS_CENTRE),
        right_eye: at(points::LEFT_IRIS_CENTRE),
        left_ear_root: left_root,
        right_ear_root: right_root,
        left_side: beyond(right_root, left_root, ear),
        right_side: beyond(left_root, right_root, ear),
    }
}

fn face_width(face: &Face) -> f64 {
    let at = |index| face.landmarks.at(index);
    at(points::LEFT_EAR_ROOT).distance(at(points::RIGHT_EAR_ROOT))
}

fn oval(face: &Face, map: &Affine) -> Vec<Point> {
    face.landmarks
        .pick(&points::FACE_OVAL)
        .map(|p| map.apply(p))
        .collect()
}

/// A polygon enlarged about the mean of its corners.
fn scaled(polygon: &[Point], by: f64) -> Vec<Point> {
    let n = polygon.len() as f64;
    let sum = polygon
        .iter()
        .fold(Point::default(), |s, p| Point::new(s.x + p.x, s.y + p.y));
    let mean = Point::new(sum.x / n, sum.y / n);
    polygon
        .iter()
        .map(|p| Point::new(mean.x + (p.x - mean.x) * by, mean.y + (p.y - mean.y) * by))
        .collect()
}
