//! What the picture lacked for the photo.
//!
//! Takes the shortfalls; gives one finding a kind: 0 where there is none, else
//! how many pixels are missing (1 for a head that is cut).

use catalogue::{Bounds, Unit};
use portrait::Shortfall;

use crate::limits::against;
use crate::{Finding, Group, Measured};

/// Every kind, by its code.
const KINDS: [(&str, Unit); 4] = [
    ("too-few-pixels", Unit::Px),
    ("head-cut", Unit::Number),
    ("ends-too-early", Unit::Px),
    ("shoulder-cut", Unit::Px),
];

/// One finding a kind.
pub(super) fn findings(shortfalls: &[Shortfall]) -> Vec<Finding> {
    KINDS
        .iter()
        .map(|(id, unit)| {
            let missing = shortfalls
                .iter()
                .filter(|shortfall| shortfall.code() == *id)
                .map(missing)
                .fold(0.0, f64::max);
            let nothing = Bounds {
                min: None,
                max: Some(0.0),
            };
            let measured = Measured::new(Group::Finished, id, Ok(missing));
            against(measured, *unit, nothing, Some(nothing))
        })
        .collect()
}

/// How much is missing; more than 0.
fn missing(shortfall: &Shortfall) -> f64 {
    let missing = match *shortfall {
        Shortfall::TooFewPixels {
            face_width_px,
            needed_px,
            ..
        } => needed_px - face_width_px,
        Shortfall::HeadCut => 1.0,
        Shortfall::EndsTooEarly { missing_px } | Shortfall::ShoulderCut { missing_px, .. } => {
            missing_px
        }
    };
    missing.max(f64::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use portrait::Side;

    use super::*;
    use crate::Verdict;

    #[track_caller]
    fn check(shortfalls: &[Shortfall], expected: [f64; 4]) {
        let found = findings(shortfalls);
        for ((finding, expected), (id, _)) in found.iter().zip(expected).zip(KINDS) {
            let verdict = if expected > 0.0 {
                Verdict::Fail
            } else {
                Verdict::Pass
            };
            assert_eq!(
                (finding.id, finding.value, finding.verdict),
                (id, Ok(expected), verdict),
                "{shortfalls:?}"
            );
        }
    }

    #[test]
    fn each_kind_is_said_once_with_the_most_that_is_missing() {
        let cut = |side, missing_px| Shortfall::ShoulderCut { side, missing_px };
        let small = Shortfall::TooFewPixels {
            enlargement: 2.0,
            face_width_px: 100.0,
            needed_px: 172.0,
        };
        check(&[], [0.0; 4]);
        check(&[small], [72.0, 0.0, 0.0, 0.0]);
        check(
            &[
                Shortfall::HeadCut,
                Shortfall::EndsTooEarly { missing_px: 8.0 },
            ],
            [0.0, 1.0, 8.0, 0.0],
        );
        check(
            &[cut(Side::Left, 3.0), cut(Side::Right, 5.0)],
            [0.0, 0.0, 0.0, 5.0],
        );
    }
}
