//! How a photo was made.
//!
//! Takes an [`IdPhoto`] and its specification; gives plain numbers that
//! serialise. Holds nothing of the picture's content.

use std::collections::BTreeMap;

use catalogue::PhotoSpec;
use imaging::{Point, QuarterTurn};
use serde::{Deserialize, Serialize};

use crate::geometry::ConstraintFit;
use crate::nudge::follow;
use crate::{Follow, HeadMarks, IdPhoto, Nudge, Shortfall, Strokes};

/// What was done to the picture's geometry, and what the photo measures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The quarter turn that put the person upright, beyond what the file's
    /// own orientation said: `none`, `right` (clockwise), `half` or `left`.
    pub turn: String,
    /// Width and height of the picture after that turn, in pixels.
    pub upright_px: [u32; 2],
    /// The turn that levelled the eyes, in degrees, clockwise positive.
    pub angle_degrees: f64,
    /// Photo pixels a picture pixel.
    pub scale: f64,
    /// The photo's corners in the upright picture: upper left, upper right,
    /// lower right, lower left; pixels from its upper left corner.
    pub crop_px: [[f64; 2]; 4],
    /// Where the head's marks lie on the photo, in its pixels.
    pub marks_px: BTreeMap<String, [f64; 2]>,
    /// The head's attitude in the picture, in degrees; signs as in
    /// [`vision::Pose`].
    pub pose_degrees: PoseDegrees,
    /// Every measure the specification names, the one held first coming first.
    pub measures: Vec<ConstraintFit>,
    /// What the picture lacks; empty for a photo fit to be handed in.
    pub shortfalls: Vec<Shortfall>,
    /// Faces in the picture besides the main person's.
    pub bystanders: usize,
    /// What was granted of a nudge; left out where there was none.
    #[serde(default, skip_serializing_if = "Nudge::is_none")]
    pub nudge: Nudge,
    /// What was painted on the cut-out by hand; left out where nothing was.
    #[serde(default, skip_serializing_if = "Strokes::is_empty")]
    pub strokes: Strokes,
}

impl Provenance {
    /// The middle between the eyes on the photo, in its pixels; `None` in what was
    /// written without the marks.
    #[must_use]
    pub fn eyes_px(&self) -> Option<[f64; 2]> {
        let eye = |name| {
            let [x, y] = *self.marks_px.get(name)?;
            Some(Point::new(x, y))
        };
        Some(pair(eye("left-eye")?.midpoint(eye("right-eye")?)))
    }

    /// How every measure follows a further nudge on a photo of `size_px`; empty
    /// where the eyes are not known.
    #[must_use]
    pub fn follows(&self, size_px: [u32; 2]) -> Vec<Follow> {
        let [width, height] = size_px.map(f64::from);
        let Some([x, y]) = self.eyes_px() else {
            return Vec::new();
        };
        let eyes = Point::new(x, y);
        let one = |held| follow(held, eyes, (width, height), &self.nudge);
        self.measures.iter().map(one).collect()
    }
}

/// [`vision::Pose`] in a form that serialises; degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "as in vision::Pose")]
pub struct PoseDegrees {
    pub yaw: f64,
    pub pitch: f64,
    pub roll: f64,
}

/// Reads the provenance of a photo made for `spec`.
#[must_use]
pub fn provenance(photo: &IdPhoto, spec: &PhotoSpec) -> Provenance {
    let (right, bottom) = (f64::from(spec.width_px), f64::from(spec.height_px));
    let back = photo
        .frame
        .map
        .inverse()
        .expect("a frame's scale is positive");
    let corner = |x, y| pair(back.apply(Point::new(x, y)));
    let pose = photo.face.pose;
    Provenance {
        turn: match photo.turn {
            QuarterTurn::None => "none",
            QuarterTurn::Right => "right",
            QuarterTurn::Half => "half",
            QuarterTurn::Left => "left",
        }
        .to_owned(),
        upright_px: [photo.upright.width(), photo.upright.height()],
        angle_degrees: photo.frame.turn.to_degrees(),
        scale: photo.frame.scale,
        crop_px: [
            corner(0.0, 0.0),
            corner(right, 0.0),
            corner(right, bottom),
            corner(0.0, bottom),
        ],
        marks_px: named(&photo.marks),
        pose_degrees: PoseDegrees {
            yaw: pose.yaw,
            pitch: pose.pitch,
            roll: pose.roll,
        },
        measures: photo.frame.held.clone(),
        shortfalls: photo.shortfalls.clone(),
        bystanders: photo.bystanders,
        nudge: photo.nudge,
        strokes: photo.strokes.clone(),
    }
}

fn named(marks: &HeadMarks) -> BTreeMap<String, [f64; 2]> {
    [
        ("crown", marks.crown),
        ("chin", marks.chin),
        ("left-eye", marks.left_eye),
        ("right-eye", marks.right_eye),
        ("left-ear-root", marks.left_ear_root),
        ("right-ear-root", marks.right_ear_root),
        ("left-side", marks.left_side),
        ("right-side", marks.right_side),
    ]
    .map(|(name, at)| (name.to_owned(), pair(at)))
    .into()
}

fn pair(at: Point) -> [f64; 2] {
    [at.x, at.y]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kept before there were strokes, or a nudge.
    #[test]
    fn what_was_kept_before_strokes_is_read() {
        let kept = r#"{"turn": "none", "upright_px": [900, 1200], "angle_degrees": 0.5,
            "scale": 0.4, "crop_px": [[0, 0], [358, 0], [358, 441], [0, 441]],
            "marks_px": {"left-eye": [150, 200], "right-eye": [210, 204]},
            "pose_degrees": {"yaw": 0, "pitch": 1, "roll": 0},
            "measures": [], "shortfalls": [], "bystanders": 0}"#;
        let read: Provenance = serde_json::from_str(kept).unwrap();
        assert!(read.strokes.is_empty() && read.nudge.is_none());
        assert_eq!(read.eyes_px(), Some([180.0, 202.0]));
        // And where nothing was painted, nothing of it is written.
        let written = serde_json::to_value(&read).unwrap();
        assert_eq!(written.get("strokes"), None);
        assert_eq!(written.get("nudge"), None);
    }
}
