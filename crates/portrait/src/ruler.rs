//! The lines that show the measures on a photo.
//!
//! Takes the head's marks on the photo and what was measured; gives, in photo
//! pixels, a line for every measure, the band it may lie in, and the few lines
//! an inspector looks at first. All of it serialises both ways.

use catalogue::{Measure, PhotoSpec};
use serde::{Deserialize, Serialize};

use crate::geometry::ConstraintFit;
use crate::{HeadMarks, IdPhoto};

/// The lines to draw over one photo; positions in its pixels from the upper
/// left corner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rulers {
    /// Width and height of the photo.
    pub size_px: [u32; 2],
    /// y of the hair's top.
    pub crown_y: f64,
    /// y of the eye line.
    pub eyes_y: f64,
    /// y of the chin.
    pub chin_y: f64,
    /// x at which the left ear meets the face; left in the picture.
    pub left_ear_root_x: f64,
    /// x at which the right ear meets the face.
    pub right_ear_root_x: f64,
    /// Half-way between the two.
    pub face_middle_x: f64,
    /// One a rule of the specification, the one held first coming first.
    pub measures: Vec<Ruler>,
}

/// One rule of the specification as it shows on the photo.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ruler {
    /// What it measures and what its range is.
    pub measure: ConstraintFit,
    /// Whether the range is held.
    pub held: bool,
    /// The lines that show it; a label stands at the first.
    pub lines: Vec<RulerLine>,
    /// Where those lines may lie; empty for a range that is open at an end.
    pub bands: Vec<Band>,
}

/// The lines over a photo made for `spec`.
#[must_use]
pub fn rulers(photo: &IdPhoto, spec: &PhotoSpec) -> Rulers {
    let size = (f64::from(spec.width_px), f64::from(spec.height_px));
    let marks = &photo.marks;
    let ruler = |held: &ConstraintFit| Ruler {
        measure: *held,
        held: held.gave_px == 0.0,
        lines: lines(held, marks, size),
        bands: bands(held, marks, size),
    };
    Rulers {
        size_px: [spec.width_px, spec.height_px],
        crown_y: marks.crown.y,
        eyes_y: marks.eye_middle().y,
        chin_y: marks.chin.y,
        left_ear_root_x: marks.left_ear_root.x,
        right_ear_root_x: marks.right_ear_root.x,
        face_middle_x: marks.left_ear_root.midpoint(marks.right_ear_root).x,
        measures: photo.frame.held.iter().map(ruler).collect(),
    }
}

/// A straight line along an axis, in photo pixels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RulerLine {
    /// Horizontal.
    Level {
        /// Distance from the upper edge.
        y: f64,
        /// Left end.
        from: f64,
        /// Right end.
        to: f64,
    },
    /// Vertical.
    Upright {
        /// Distance from the left edge.
        x: f64,
        /// Upper end.
        from: f64,
        /// Lower end.
        to: f64,
    },
}

/// Where the line of a measure may lie, in photo pixels; only bounded ranges
/// have a band.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Band {
    /// Between two values of y.
    Level {
        /// Upper edge.
        from: f64,
        /// Lower edge.
        to: f64,
    },
    /// Between two values of x.
    Upright {
        /// Left edge.
        from: f64,
        /// Right edge.
        to: f64,
    },
}

/// The lines that show a measure; the label stands at the first.
pub(crate) fn lines(
    held: &ConstraintFit,
    marks: &HeadMarks,
    (width, height): (f64, f64),
) -> Vec<RulerLine> {
    let across = |y| {
        vec![RulerLine::Level {
            y,
            from: 0.0,
            to: width,
        }]
    };
    let between = |left: f64, right: f64, y: f64, reach: f64| {
        let end = |x| RulerLine::Upright {
            x,
            from: y - reach,
            to: y + reach,
        };
        vec![
            RulerLine::Level {
                y,
                from: left,
                to: right,
            },
            end(left),
            end(right),
        ]
    };
    let eyes = marks.eye_middle();
    match held.measure {
        Measure::CrownMargin => across(marks.crown.y),
        Measure::EyesFromBottom | Measure::EyesFromTop => across(eyes.y),
        Measure::ChinToBottom => across(marks.chin.y),
        Measure::HeadHeight => {
            let x = 0.04 * width;
            let end = |y| RulerLine::Level {
                y,
                from: 0.0,
                to: 2.0 * x,
            };
            let (from, to) = (marks.crown.y, marks.chin.y);
            vec![RulerLine::Upright { x, from, to }, end(from), end(to)]
        }
        Measure::FaceWidth => {
            let (left, right) = (marks.left_ear_root, marks.right_ear_root);
            between(left.x, right.x, left.midpoint(right).y, 0.12 * height)
        }
        Measure::HeadWidth => {
            let (left, right) = (marks.left_side, marks.right_side);
            between(left.x, right.x, left.midpoint(right).y, 0.10 * height)
        }
        Measure::InterEye => between(
            marks.left_eye.x,
            marks.right_eye.x,
            eyes.y + 0.02 * height,
            0.02 * height,
        ),
        Measure::EyeMidX => vec![RulerLine::Upright {
            x: eyes.x,
            from: 0.0,
            to: height,
        }],
        Measure::FaceCentre => {
            vec![RulerLine::Upright {
                x: width / 2.0 + held.px,
                from: 0.0,
                to: height,
            }]
        }
    }
}

/// Where those lines may lie; empty for a range that is open at an end.
pub(crate) fn bands(
    held: &ConstraintFit,
    marks: &HeadMarks,
    (width, height): (f64, f64),
) -> Vec<Band> {
    let (Some(min), Some(max)) = (held.min_px, held.max_px) else {
        return Vec::new();
    };
    let level = |from, to| vec![Band::Level { from, to }];
    let both_sides = |middle: f64| {
        let right = Band::Upright {
            from: middle + min / 2.0,
            to: middle + max / 2.0,
        };
        vec![
            Band::Upright {
                from: middle - max / 2.0,
                to: middle - min / 2.0,
            },
            right,
        ]
    };
    match held.measure {
        Measure::CrownMargin | Measure::EyesFromTop => level(min, max),
        Measure::EyesFromBottom | Measure::ChinToBottom => level(height - max, height - min),
        Measure::HeadHeight => level(marks.crown.y + min, marks.crown.y + max),
        Measure::FaceWidth => both_sides(marks.left_ear_root.midpoint(marks.right_ear_root).x),
        Measure::HeadWidth => both_sides(marks.left_side.midpoint(marks.right_side).x),
        Measure::InterEye => both_sides(marks.eye_middle().x),
        Measure::EyeMidX => vec![Band::Upright { from: min, to: max }],
        Measure::FaceCentre => {
            vec![Band::Upright {
                from: width / 2.0 + min,
                to: width / 2.0 + max,
            }]
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use imaging::Point;

    /// A head in a photo of 100 by 120 pixels.
    pub(crate) fn marks() -> HeadMarks {
        HeadMarks {
            crown: Point::new(50.0, 10.0),
            chin: Point::new(50.0, 90.0),
            left_eye: Point::new(35.0, 50.0),
            right_eye: Point::new(65.0, 50.0),
            left_ear_root: Point::new(20.0, 55.0),
            right_ear_root: Point::new(80.0, 55.0),
            left_side: Point::new(15.0, 55.0),
            right_side: Point::new(85.0, 55.0),
        }
    }

    /// A measure of `px` held to a range, of which it gave so much.
    pub(crate) fn held(
        measure: Measure,
        px: f64,
        (min_px, max_px): (Option<f64>, Option<f64>),
        gave_px: f64,
    ) -> ConstraintFit {
        ConstraintFit {
            measure,
            px,
            mm: px / 10.0,
            min_px,
            max_px,
            priority: 1,
            gave_px,
        }
    }

    #[test]
    fn lines_and_bands_lie_where_the_measure_is() {
        let size = (100.0, 120.0);
        let check = |measure, px, range: (f64, f64), line: RulerLine, band: Band| {
            let held = held(measure, px, (Some(range.0), Some(range.1)), 0.0);
            assert_eq!(lines(&held, &marks(), size)[0], line, "{measure:?}");
            assert_eq!(bands(&held, &marks(), size)[0], band, "{measure:?}");
        };
        let across = |y| RulerLine::Level {
            y,
            from: 0.0,
            to: 100.0,
        };
        use Measure::*;
        check(
            CrownMargin,
            10.0,
            (5.0, 15.0),
            across(10.0),
            Band::Level {
                from: 5.0,
                to: 15.0,
            },
        );
        check(
            EyesFromTop,
            50.0,
            (45.0, 60.0),
            across(50.0),
            Band::Level {
                from: 45.0,
                to: 60.0,
            },
        );
        check(
            EyesFromBottom,
            70.0,
            (60.0, 80.0),
            across(50.0),
            Band::Level {
                from: 40.0,
                to: 60.0,
            },
        );
        check(
            ChinToBottom,
            30.0,
            (20.0, 40.0),
            across(90.0),
            Band::Level {
                from: 80.0,
                to: 100.0,
            },
        );
        check(
            FaceWidth,
            60.0,
            (56.0, 64.0),
            RulerLine::Level {
                y: 55.0,
                from: 20.0,
                to: 80.0,
            },
            Band::Upright {
                from: 18.0,
                to: 22.0,
            },
        );
        check(
            FaceCentre,
            -2.0,
            (-5.0, 5.0),
            RulerLine::Upright {
                x: 48.0,
                from: 0.0,
                to: 120.0,
            },
            Band::Upright {
                from: 45.0,
                to: 55.0,
            },
        );
    }
}
