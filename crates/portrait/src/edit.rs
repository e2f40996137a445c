//! A correction of a photo by hand: the crop moved, the cut-out painted.
//!
//! Strokes lie in the upright picture, as fractions of its sides, so that they
//! stay on the person whatever the crop. Limits are checked where a value is
//! made or read: an [`Edit`] that exists may be used.

use serde::{Deserialize, Serialize};

use crate::Nudge;

/// Everything that is corrected by hand; always relative to the photo as it
/// was made without any hand, never to an earlier edit.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(try_from = "Written")]
pub struct Edit {
    /// How the crop is moved.
    pub nudge: Nudge,
    /// What is painted on the cut-out, in this order.
    pub strokes: Strokes,
}

/// An edit as it is written in a file: `{"right_px": 3, "strokes": [{"kind": "remove",
/// "radius": 0.01, "points": [[0.2, 0.4]]}]}`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    right_px: f64,
    down_px: f64,
    scale: f64,
    strokes: Vec<Stroke>,
}

impl Default for Written {
    fn default() -> Self {
        Self {
            right_px: 0.0,
            down_px: 0.0,
            scale: 1.0,
            strokes: Vec::new(),
        }
    }
}

impl TryFrom<Written> for Edit {
    type Error = EditError;

    fn try_from(written: Written) -> Result<Self, EditError> {
        let nudge = Nudge::new(written.right_px, written.down_px, written.scale);
        Ok(Self {
            nudge: nudge.ok_or(EditError::Nudge)?,
            strokes: Strokes::new(written.strokes)?,
        })
    }
}

impl From<Nudge> for Edit {
    fn from(nudge: Nudge) -> Self {
        let strokes = Strokes::default();
        Self { nudge, strokes }
    }
}

/// What a stroke does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StrokeKind {
    /// Makes background of it. The face is spared.
    Remove,
    /// Shows the picture's own pixels there.
    Restore,
}

/// One stroke of a round, soft brush.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stroke {
    /// What it does.
    pub kind: StrokeKind,
    /// Radius of the brush in longer sides of the upright picture:
    /// [`Stroke::LEAST_RADIUS`] to [`Stroke::MOST_RADIUS`]. It acts wholly up to
    /// half of it and fades to nothing at its edge.
    pub radius: f64,
    /// Where it went, at least one point: x in widths of the upright picture
    /// from its left edge, y in heights from its upper edge; 0 to 1.
    pub points: Vec<[f64; 2]>,
}

impl Stroke {
    /// About half a pixel of a picture from a telephone.
    pub const LEAST_RADIUS: f64 = 0.0001;
    /// A tenth of the longer side: wider than a head's half, no brush is needed.
    pub const MOST_RADIUS: f64 = 0.1;

    fn check(&self) -> Result<(), EditError> {
        let radii = Self::LEAST_RADIUS..=Self::MOST_RADIUS;
        // `contains` is false for what is not a number.
        if !radii.contains(&self.radius) {
            return Err(EditError::Radius);
        }
        if self.points.is_empty() {
            return Err(EditError::EmptyStroke);
        }
        let mut places = self.points.iter().flatten();
        match places.all(|at| (0.0..=1.0).contains(at)) {
            true => Ok(()),
            false => Err(EditError::Outside),
        }
    }
}

/// Strokes within the limits.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Stroke>", into = "Vec<Stroke>")]
pub struct Strokes(Vec<Stroke>);

impl Strokes {
    /// Most strokes of an edit.
    pub const MOST: usize = 200;
    /// Most points of all its strokes together.
    pub const MOST_POINTS: usize = 5_000;

    /// Checks the limits.
    ///
    /// # Errors
    /// The first limit that is passed.
    pub fn new(strokes: Vec<Stroke>) -> Result<Self, EditError> {
        if strokes.len() > Self::MOST {
            return Err(EditError::TooManyStrokes);
        }
        let points: usize = strokes.iter().map(|stroke| stroke.points.len()).sum();
        if points > Self::MOST_POINTS {
            return Err(EditError::TooManyPoints);
        }
        strokes.iter().try_for_each(Stroke::check)?;
        Ok(Self(strokes))
    }

    /// Whether nothing is painted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The strokes, the first painted coming first.
    pub fn iter(&self) -> impl Iterator<Item = &Stroke> {
        self.0.iter()
    }
}

impl TryFrom<Vec<Stroke>> for Strokes {
    type Error = EditError;

    fn try_from(strokes: Vec<Stroke>) -> Result<Self, EditError> {
        Self::new(strokes)
    }
}

impl From<Strokes> for Vec<Stroke> {
    fn from(Strokes(strokes): Strokes) -> Self {
        strokes
    }
}

/// Why strokes cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// Figures that move no crop: see [`Nudge::new`].
    #[error("the crop cannot be moved by these figures")]
    Nudge,
    /// More than [`Strokes::MOST`] strokes.
    #[error("there are more than {} strokes", Strokes::MOST)]
    TooManyStrokes,
    /// More than [`Strokes::MOST_POINTS`] points.
    #[error("the strokes have more than {} points", Strokes::MOST_POINTS)]
    TooManyPoints,
    /// A radius beyond its limits, or not a number.
    #[error("a brush's radius is beyond its limits")]
    Radius,
    /// A stroke without a point.
    #[error("a stroke has no point")]
    EmptyStroke,
    /// A point outside the picture, or not a number.
    #[error("a point lies outside the picture")]
    Outside,
}

impl EditError {
    /// Stable code, for programs and message files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Nudge => "edit-nudge",
            Self::TooManyStrokes => "too-many-strokes",
            Self::TooManyPoints => "too-many-points",
            Self::Radius => "stroke-radius",
            Self::EmptyStroke => "empty-stroke",
            Self::Outside => "stroke-outside",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stroke(radius: f64, points: &[[f64; 2]]) -> Stroke {
        Stroke {
            kind: StrokeKind::Remove,
            radius,
            points: points.to_vec(),
        }
    }

    #[test]
    fn an_edit_is_read_as_written() {
        let check = |text: &str, expected: Result<Edit, &str>| {
            let read = serde_json::from_str::<Edit>(text).map_err(|error| error.to_string());
            match expected {
                Ok(edit) => assert_eq!(read, Ok(edit), "{text}"),
                Err(words) => {
                    let error = read.expect_err(text);
                    assert!(error.contains(words), "{text}: {error}");
                }
            }
        };
        let moved = |right, scale| Edit::from(Nudge::new(right, 0.0, scale).expect("a nudge"));
        check("{}", Ok(Edit::default()));
        check(r#"{"right_px": 3, "scale": 1.1}"#, Ok(moved(3.0, 1.1)));
        let painted = Edit {
            strokes: Strokes::new(vec![stroke(0.01, &[[0.5, 0.25]])]).expect("a stroke"),
            ..Edit::default()
        };
        check(
            r#"{"strokes": [{"kind": "remove", "radius": 0.01, "points": [[0.5, 0.25]]}]}"#,
            Ok(painted),
        );
        check(r#"{"scale": 0}"#, Err("crop cannot be moved"));
        check(r#"{"turn": 3}"#, Err("unknown field"));
        check(
            r#"{"strokes": [{"kind": "remove", "radius": 1, "points": [[0.5, 0.25]]}]}"#,
            Err("radius is beyond"),
        );
    }

    #[test]
    fn strokes_are_held_to_their_limits() {
        let check = |strokes: Vec<Stroke>, expected: Option<&str>| {
            let error = Strokes::new(strokes).err();
            assert_eq!(error.map(EditError::code), expected);
        };
        let good = stroke(0.01, &[[0.5, 0.5]]);
        check(Vec::new(), None);
        check(vec![good.clone(); Strokes::MOST], None);
        check(vec![good; Strokes::MOST + 1], Some("too-many-strokes"));
        check(vec![stroke(0.01, &[[0.5, 0.5]; 5_000])], None);
        check(
            vec![stroke(0.01, &[[0.5, 0.5]; 5_001])],
            Some("too-many-points"),
        );
        for radius in [0.0, -0.01, 0.00009, 0.11, f64::NAN, f64::INFINITY] {
            check(vec![stroke(radius, &[[0.5, 0.5]])], Some("stroke-radius"));
        }
        check(vec![stroke(0.01, &[])], Some("empty-stroke"));
        for at in [[-0.01, 0.5], [0.5, 1.01], [f64::NAN, 0.5]] {
            check(vec![stroke(0.01, &[at])], Some("stroke-outside"));
        }
        check(vec![stroke(0.1, &[[0.0, 1.0]])], None);
    }
}
