//! One picture to one ID photo, step by step.

use catalogue::PhotoSpec;
use imaging::{Affine, Plane, QuarterTurn, RgbImage};
use vision::matting;
use vision::{Engine, Face, Scene};

use crate::HeadMarks;
use crate::brush;
use crate::compliant::{WANDER_PX, already_compliant, keep_what_stands_out};
use crate::compose::CutOut;
use crate::doubt::on_photo;
use crate::edit::{Edit, Strokes};
use crate::frame_reach::{reach, shortfalls};
use crate::geometry::{self, Frame};
use crate::make_error::MakeError;
use crate::nudge::{Nudge, Nudged, nudged};
use crate::outline::{Outlined, marks_on, outline};
use crate::shortfall::Shortfall;

/// A step of [`make`] that has just ended, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Faces and landmarks are known.
    Look,
    /// The working canvas is drawn and the person's rough outline is known.
    Canvas,
    /// Alpha is solved.
    Matting,
    /// Person and background have their own colours.
    Foreground,
    /// The photo's pixels are computed.
    Compose,
}

/// An ID photo before it is encoded, with its geometry and what the picture
/// lacked.
#[derive(Clone, Debug)]
pub struct IdPhoto {
    /// The person alone, at the photo's size.
    pub cut_out: CutOut,
    /// Expected absolute error of its coverage, 0..1, at the photo's size; 0 where somebody
    /// painted.
    pub doubt: Plane,
    /// How the picture had to be turned to stand upright.
    pub turn: QuarterTurn,
    /// The picture, upright.
    pub upright: RgbImage,
    /// How the upright picture's pixels became the photo's.
    pub frame: Frame,
    /// The head's marks on the photo.
    pub marks: HeadMarks,
    /// What the picture lacks; a photo with any is not fit to be handed in.
    pub shortfalls: Vec<Shortfall>,
    /// The main person's face, in the upright picture.
    pub face: Face,
    /// Faces in the picture that are not the main person's.
    pub bystanders: usize,
    /// Those of them that are about as large as the main person's: nobody can
    /// tell whose photo it is to be.
    pub rivals: usize,
    /// What was granted of the nudge that was asked for.
    pub nudge: Nudge,
    /// What was painted on the cut-out by hand.
    pub strokes: Strokes,
}

/// A canvas with its alpha as solved, to learn from where that is wrong.
#[derive(Clone, Debug)]
pub struct Solved {
    /// Head and shoulders.
    pub canvas: RgbImage,
    /// The person's rough probability on it.
    pub outline: Plane,
    /// What closed-form matting makes of it.
    pub alpha: Plane,
    /// From the picture, which stands upright, to the canvas.
    pub map: Affine,
}

/// What [`make`] solves for an upright `picture` before any correction.
///
/// # Errors
/// As [`make`].
pub fn solved(
    engine: &dyn Engine,
    picture: &RgbImage,
    spec: &PhotoSpec,
) -> Result<Solved, MakeError> {
    let Scene { faces, turn } = vision::look(engine, picture)?;
    let (Some(face), QuarterTurn::None) = (faces.first(), turn) else {
        return Err(MakeError::NoFace);
    };
    let Outlined {
        canvas,
        probability,
        head,
        ..
    } = outline(engine, picture, spec, face, &faces[1..], Nudge::default())?;
    let trimap = matting::trimap(&probability, &head);
    Ok(Solved {
        alpha: matting::closed_form(&canvas.image, &trimap, &probability),
        outline: probability,
        map: canvas.map,
        canvas: canvas.image,
    })
}

/// A face this wide, in widths of the main one, is not in the background.
const RIVAL_WIDTH: f64 = 0.5;

/// Makes the photo `spec` asks for from `picture`; calls `ended` after each step.
///
/// # Errors
/// When there is no face, no person, or the networks fail. What merely lacks
/// is told in [`IdPhoto::shortfalls`].
pub fn make(
    engine: &dyn Engine,
    picture: RgbImage,
    spec: &PhotoSpec,
    ended: &mut dyn FnMut(Stage),
) -> Result<IdPhoto, MakeError> {
    make_edited(engine, picture, spec, &Edit::default(), ended)
}

/// As [`make`], corrected by hand: the strokes of `edit` are painted on alpha
/// before anything is measured on it or coloured by it, and the frame is moved
/// by its nudge as far as the ranges of `spec` let it. What was granted is in
/// [`IdPhoto::nudge`]; what the picture lacks then is a shortfall like any other.
///
/// # Errors
/// As [`make`].
pub fn make_edited(
    engine: &dyn Engine,
    picture: RgbImage,
    spec: &PhotoSpec,
    edit: &Edit,
    ended: &mut dyn FnMut(Stage),
) -> Result<IdPhoto, MakeError> {
    let nudge = edit.nudge;
    let Scene { turn, faces } = vision::look(engine, &picture)?;
    let picture = picture.turned(turn);
    let mut faces = faces.into_iter();
    let face = faces.next().ok_or(MakeError::NoFace)?;
    let others: Vec<Face> = faces.collect();
    let rivals = others
        .iter()
        .filter(|other| other.bounds.width() >= RIVAL_WIDTH * face.bounds.width())
        .count();
    ended(Stage::Look);

    let Outlined {
        canvas,
        probability,
        head,
        frame: rough,
        nudged: drawn_around,
    } = outline(engine, &picture, spec, &face, &others, nudge)?;
    let source_size = (picture.width(), picture.height());
    ended(Stage::Canvas);

    let trimap = matting::trimap(&probability, &head);
    let solved = matting::closed_form(&canvas.image, &trimap, &probability);
    let matting::Corrected {
        mut alpha,
        mut doubt,
    } = matting::corrected(engine, &canvas.image, &probability, &solved, &head)?;
    if rough.map == Affine::IDENTITY {
        keep_what_stands_out(&canvas.image, spec.background.rgb, &trimap, &mut alpha);
    }
    let size = canvas.source_size;
    brush::paint(&edit.strokes, &mut alpha, &canvas.map, size, |at| {
        head.holds(at)
    });
    brush::settle(&edit.strokes, &mut doubt, &canvas.map, size);
    ended(Stage::Matting);

    let mixed = matting::layers(&canvas.image, &alpha);
    ended(Stage::Foreground);

    let marks = marks_on(&canvas, &alpha, &face).ok_or(MakeError::NoOutline)?;
    let holds = |moved: &Nudged| canvas.holds(spec, &moved.frame);
    let finished = already_compliant(spec, &marks, source_size, WANDER_PX)
        .map(|frame| nudged(spec, &marks, frame, nudge))
        .filter(holds);
    let Nudged {
        frame,
        applied: nudge,
    } = finished.unwrap_or_else(|| {
        let solved = geometry::solve(spec, &marks, reach(&canvas, &alpha, &marks));
        let moved = nudged(spec, &marks, solved, nudge);
        if holds(&moved) {
            moved
        } else {
            // The matte's crown is further from the outline's than the
            // margins allow: the frame the canvas was drawn for stays.
            let Nudged { frame, applied } = drawn_around;
            let held = geometry::measured(spec, &marks, &frame.map);
            let frame = Frame { held, ..frame };
            Nudged { frame, applied }
        }
    });
    let placed = canvas.place(&frame);
    let cut_out = CutOut::new(
        &canvas,
        &alpha,
        &mixed,
        placed,
        spec.width_px,
        spec.height_px,
    );
    ended(Stage::Compose);

    let doubt = on_photo(&doubt, placed, spec.width_px, spec.height_px);
    let shortfalls = shortfalls(spec, &canvas, &alpha, &frame, &marks);
    Ok(IdPhoto {
        cut_out,
        doubt,
        turn,
        upright: picture,
        marks: marks.mapped(&frame.map),
        frame,
        shortfalls,
        face,
        bystanders: others.len(),
        rivals,
        nudge,
        strokes: edit.strokes.clone(),
    })
}
