//! Whether any plausible head satisfies all rules of geometry of a photo.
//!
//! A head is described by its face width (ear root to ear root) and four
//! proportions to it; for each combination the rules leave an interval of face
//! widths, and at each width an interval for the place of the hair's top. The
//! ranges of the proportions are wide: this finds slips of data entry, it does
//! not judge people. They come from measuring adult faces with short hair
//! (head height about 1.62 of the face width); confidence D.

use crate::{Constraint, Measure, Px};

/// Head height (hair top to chin) over face width: 1.62 ± 8 %.
const HEAD_HEIGHT: [f64; 9] = [1.62, 1.59, 1.65, 1.55, 1.69, 1.52, 1.72, 1.49, 1.75];
/// Head width, ears included, over face width.
const HEAD_WIDTH: [f64; 5] = [1.10, 1.05, 1.15, 1.02, 1.20];
/// Pupil distance over face width.
const INTER_EYE: [f64; 4] = [0.445, 0.43, 0.46, 0.42];
/// Hair top to eye line over head height.
const EYE_LINE: [f64; 5] = [0.50, 0.48, 0.52, 0.47, 0.53];
/// Face widths tried between the least and the greatest that the rules allow.
const WIDTH_STEPS: u16 = 40;

#[derive(Clone, Copy)]
struct Interval {
    min: f64,
    max: f64,
}

impl Interval {
    fn meet(self, min: f64, max: f64) -> Self {
        Self {
            min: self.min.max(min),
            max: self.max.min(max),
        }
    }

    /// The values of `x` for which `offset + scale * x` lies in the rule's range.
    fn within(self, rule: &Constraint, offset: f64, scale: f64) -> Self {
        let end = |limit: Option<Px>, open: f64| limit.map_or(open, |Px(v)| (v - offset) / scale);
        let (a, b) = (
            end(rule.min, f64::NEG_INFINITY * scale.signum()),
            end(rule.max, f64::INFINITY * scale.signum()),
        );
        self.meet(a.min(b), a.max(b))
    }

    fn is_empty(self) -> bool {
        self.min > self.max + 1e-9
    }
}

/// Whether some plausible head fits `constraints` in a picture of this size.
pub(crate) fn somebody_fits(constraints: &[Constraint], width: Px, height: Px) -> bool {
    centre_fits(constraints, width)
        && HEAD_HEIGHT.iter().any(|&head_height| {
            HEAD_WIDTH.iter().any(|&head_width| {
                INTER_EYE.iter().any(|&inter_eye| {
                    let start = Interval {
                        min: 1.0,
                        max: width.0 / head_width,
                    };
                    let widths = constraints.iter().fold(start, |widths, rule| {
                        let scale = match rule.measure {
                            Measure::FaceWidth => 1.0,
                            Measure::HeadWidth => head_width,
                            Measure::HeadHeight => head_height,
                            Measure::InterEye => inter_eye,
                            _ => return widths,
                        };
                        widths.within(rule, 0.0, scale)
                    });
                    !widths.is_empty()
                        && EYE_LINE.iter().any(|&eye_line| {
                            (0..=WIDTH_STEPS).any(|step| {
                                let share = f64::from(step) / f64::from(WIDTH_STEPS);
                                let face = widths.min + share * (widths.max - widths.min);
                                stands(constraints, height, face * head_height, eye_line)
                            })
                        })
                })
            })
        })
}

/// Whether a head of this height finds a place between the edges.
fn stands(constraints: &[Constraint], height: Px, head: f64, eye_line: f64) -> bool {
    // The chin stays in the picture; tall hair may leave it only where a rule says so.
    let start = Interval {
        min: 0.0,
        max: height.0 - head,
    };
    let eyes = head * eye_line;
    let crowns = constraints
        .iter()
        .fold(start, |crowns, rule| match rule.measure {
            Measure::CrownMargin => crowns.within(rule, 0.0, 1.0),
            Measure::EyesFromTop => crowns.within(rule, eyes, 1.0),
            Measure::EyesFromBottom => crowns.within(rule, height.0 - eyes, -1.0),
            Measure::ChinToBottom => crowns.within(rule, height.0 - head, -1.0),
            _ => crowns,
        });
    !crowns.is_empty()
}

/// Whether the face can be centred as the rules ask.
fn centre_fits(constraints: &[Constraint], width: Px) -> bool {
    let start = Interval {
        min: 0.0,
        max: width.0,
    };
    let places = constraints
        .iter()
        .fold(start, |places, rule| match rule.measure {
            Measure::FaceCentre => places.within(rule, -width.0 / 2.0, 1.0),
            Measure::EyeMidX => places.within(rule, 0.0, 1.0),
            _ => places,
        });
    !places.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Confidence, Source};

    fn rule(measure: Measure, min: f64, max: f64) -> Constraint {
        Constraint {
            measure,
            min: min.is_finite().then_some(Px(min)),
            max: max.is_finite().then_some(Px(max)),
            target: Px(0.0),
            priority: 1,
            source: Source {
                cite: "test".into(),
                confidence: Confidence::D,
                note: None,
            },
        }
    }

    #[test]
    fn ranges_together() {
        use Measure::*;
        const INF: f64 = f64::INFINITY;
        type Row = (&'static [(Measure, f64, f64)], bool);
        let rows: [Row; 11] = [
            (&[], true),
            (
                &[
                    (FaceWidth, 193., 221.),
                    (CrownMargin, 7., 21.),
                    (EyesFromBottom, 207., INF),
                ],
                true,
            ),
            // A face so wide that its eyes cannot be above the middle.
            (
                &[(FaceWidth, 300., 310.), (EyesFromBottom, 300., INF)],
                false,
            ),
            // Head height and face width of different people.
            (&[(FaceWidth, 200., 210.), (HeadHeight, 400., 420.)], false),
            (&[(FaceWidth, 200., 210.), (HeadHeight, 320., 340.)], true),
            (&[(InterEye, 82., 118.), (HeadWidth, 230., 283.)], true),
            (&[(InterEye, 150., 160.), (HeadWidth, 230., 240.)], false),
            (&[(CrownMargin, 100., 120.), (EyesFromTop, 10., 50.)], false),
            (
                &[
                    (CrownMargin, 10., 20.),
                    (HeadHeight, 300., 310.),
                    (ChinToBottom, 200., INF),
                ],
                false,
            ),
            (&[(EyeMidX, 162., 196.), (FaceCentre, -5., 5.)], true),
            (&[(EyeMidX, 100., 120.), (FaceCentre, -5., 5.)], false),
        ];
        for (rules, expected) in rows {
            let constraints: Vec<_> = rules
                .iter()
                .map(|&(m, min, max)| rule(m, min, max))
                .collect();
            assert_eq!(
                somebody_fits(&constraints, Px(358.0), Px(441.0)),
                expected,
                "{rules:?}"
            );
        }
    }
}
