//! The rules of geometry, read on the finished photo.
//!
//! Takes the photo's measures and its specification; gives one finding a
//! rule, in pixels of the photo. A rule that had to give way to one held
//! before it (GA 461: the eyes' place before the margin above the hair) is
//! only advised against.

use catalogue::{Bounds, Measure, Unit};
use imaging::Affine;
use portrait::{ConstraintFit, Reach, TOLERANCE_PX, solve};

use crate::limits::against;
use crate::{Evidence, Finding, Group, Measured, Verdict};

/// A rule that gives way by no more than this beyond what it must, in pixels
/// of the photo, did not give way needlessly: the solver's grid and the marks
/// that it read on a coarser outline.
const NEEDLESS_PX: f64 = 1.0;

/// One finding a rule, in the order of priority.
pub(super) fn findings(evidence: &Evidence<'_>) -> Vec<Finding> {
    let (photo, spec) = (evidence.photo, evidence.spec);
    let anywhere = Reach {
        left: f64::NEG_INFINITY,
        right: f64::INFINITY,
        bottom: f64::INFINITY,
    };
    let best = solve(spec, &photo.marks, anywhere).held;
    // A photo found compliant within what measuring can tell is left as it was.
    let untouched = photo.frame.map == Affine::IDENTITY;
    let held = &photo.frame.held;
    held.iter()
        .map(|rule| {
            let mut finding = plain(rule);
            if finding.verdict == Verdict::Fail && (untouched || gave_way(rule, held, &best)) {
                finding.verdict = Verdict::Advise;
            }
            finding
        })
        .collect()
}

/// The rule against its own range.
fn plain(rule: &ConstraintFit) -> Finding {
    let range = Bounds {
        min: rule.min_px.map(|min| min - TOLERANCE_PX),
        max: rule.max_px.map(|max| max + TOLERANCE_PX),
    };
    let measured = Measured::new(Group::Finished, id(rule.measure), Ok(rule.px));
    against(measured, Unit::Px, range, Some(range))
}

/// Whether the rules before this one left no room for it: the best frame
/// (`best`) cannot hold it any better.
fn gave_way(rule: &ConstraintFit, held: &[ConstraintFit], best: &[ConstraintFit]) -> bool {
    let first = held.iter().all(|other| other.priority >= rule.priority);
    let least = best.iter().find(|other| other.measure == rule.measure);
    !first && least.is_some_and(|least| rule.gave_px <= least.gave_px + NEEDLESS_PX)
}

/// `geometry-` and the measure's key.
fn id(measure: Measure) -> &'static str {
    match measure {
        Measure::FaceWidth => "geometry-face-width",
        Measure::HeadWidth => "geometry-head-width",
        Measure::HeadHeight => "geometry-head-height",
        Measure::CrownMargin => "geometry-crown-margin",
        Measure::EyesFromBottom => "geometry-eyes-from-bottom",
        Measure::EyesFromTop => "geometry-eyes-from-top",
        Measure::EyeMidX => "geometry-eye-mid-x",
        Measure::FaceCentre => "geometry-face-centre",
        Measure::InterEye => "geometry-inter-eye",
        Measure::ChinToBottom => "geometry-chin-to-bottom",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(measure: Measure, px: f64, gave_px: f64, priority: u8) -> ConstraintFit {
        ConstraintFit {
            measure,
            px,
            mm: px,
            min_px: Some(7.0),
            max_px: Some(21.0),
            priority,
            gave_px,
        }
    }

    #[test]
    fn names_are_the_catalogues() {
        for measure in Measure::ALL {
            assert_eq!(id(measure).strip_prefix("geometry-"), Some(measure.key()));
        }
    }

    #[track_caller]
    fn check(px: f64, expected: Verdict) {
        let finding = plain(&rule(Measure::CrownMargin, px, 0.0, 3));
        assert_eq!(finding.verdict, expected, "{px}");
    }

    #[test]
    fn a_rule_is_held_within_half_a_pixel() {
        check(14.0, Verdict::Pass);
        check(6.5, Verdict::Pass);
        check(21.5, Verdict::Pass);
        check(6.4, Verdict::Fail);
        check(-30.0, Verdict::Fail);
    }

    #[test]
    fn only_a_later_rule_that_could_not_be_held_gives_way() {
        let eyes = rule(Measure::EyesFromBottom, 14.0, 0.0, 1);
        let check = |priority: u8, gave: f64, least: f64, expected: bool| {
            let crown = rule(Measure::CrownMargin, 7.0 - gave, gave, priority);
            let best = rule(Measure::CrownMargin, 7.0 - least, least, priority);
            let got = gave_way(&crown, &[eyes, crown], &[eyes, best]);
            assert_eq!(got, expected, "{priority} {gave} {least}");
        };
        check(3, 20.0, 20.0, true);
        check(3, 20.0, 19.5, true);
        check(3, 20.0, 0.0, false);
        check(1, 20.0, 20.0, false);
    }
}
