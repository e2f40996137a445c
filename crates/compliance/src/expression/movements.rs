//! Movements of the face that the blendshapes tell: a smile, a grimace.

use vision::{Blendshapes, Movement};

/// A lift of the mouth's corners that is a whole smile, as a share of T; most
/// smiles of the labelled portraits reach 0.05.
const WHOLE_LIFT: f64 = 0.04;

/// Full lips at rest pucker by this much in the network's eyes.
const PUCKER_AT_REST: f64 = 0.5;

/// How much of a smile there is, 0…1: what the network sees of it and how far
/// the mouth's corners stand up, since either alone takes broad mouths
/// or chins held up for smiles (geometric mean).
pub(super) fn smile(shapes: &Blendshapes, corner_lift: f64) -> f64 {
    let seen = mean(shapes, Movement::MouthSmileLeft, Movement::MouthSmileRight);
    (seen * (corner_lift / WHOLE_LIFT).clamp(0.0, 1.0)).sqrt()
}

/// The strongest movement of mouth and jaw that is no smile, 0…1. The
/// network's cheek, nose and jaw-forward coefficients stay 0 on every face
/// and are not asked.
pub(super) fn grimace(shapes: &Blendshapes) -> f64 {
    use Movement as M;
    let of = |movement| f64::from(shapes.of(movement));
    let no_smile = 1.0 - mean(shapes, M::MouthSmileLeft, M::MouthSmileRight);
    let movements = [
        of(M::JawOpen),
        // Sideways movements and funnels are drawn small: 0.1 is plainly seen.
        2.0 * of(M::JawLeft).max(of(M::JawRight)),
        2.0 * of(M::MouthLeft).max(of(M::MouthRight)),
        2.0 * of(M::MouthFunnel),
        (of(M::MouthPucker) - PUCKER_AT_REST) / (1.0 - PUCKER_AT_REST),
        mean(shapes, M::MouthLowerDownLeft, M::MouthLowerDownRight),
        mean(shapes, M::MouthStretchLeft, M::MouthStretchRight),
        no_smile * mean(shapes, M::MouthUpperUpLeft, M::MouthUpperUpRight),
    ];
    movements.into_iter().fold(0.0, f64::max).min(1.0)
}

/// The mean of a movement's two sides.
pub(super) fn mean(shapes: &Blendshapes, left: Movement, right: Movement) -> f64 {
    f64::from(shapes.of(left) + shapes.of(right)) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(movements: &[(Movement, f32)]) -> Blendshapes {
        let mut all = [0.0; 52];
        for (movement, strength) in movements {
            all[*movement as usize] = *strength;
        }
        Blendshapes::new(all)
    }

    #[track_caller]
    fn check_smile(seen: f32, lift: f64, expected: f64) {
        let both = [
            (Movement::MouthSmileLeft, seen),
            (Movement::MouthSmileRight, seen),
        ];
        let got = smile(&shapes(&both), lift);
        assert!((got - expected).abs() < 1e-6, "{seen} {lift}: {got}");
    }

    #[test]
    fn a_smile_is_seen_and_lifts_the_corners() {
        check_smile(0.0, 0.08, 0.0);
        check_smile(1.0, 0.0, 0.0);
        check_smile(1.0, -0.05, 0.0);
        check_smile(1.0, 0.04, 1.0);
        check_smile(0.5, 0.02, 0.5);
    }

    #[track_caller]
    fn check_grimace(movements: &[(Movement, f32)], expected: f64) {
        let got = grimace(&shapes(movements));
        assert!((got - expected).abs() < 1e-6, "{movements:?}: {got}");
    }

    #[test]
    fn the_strongest_movement_counts() {
        use Movement as M;
        check_grimace(&[], 0.0);
        check_grimace(&[(M::MouthPucker, 0.4)], 0.0);
        check_grimace(&[(M::MouthPucker, 1.0), (M::JawOpen, 0.3)], 1.0);
        check_grimace(&[(M::MouthLeft, 0.25)], 0.5);
        check_grimace(&[(M::JawRight, 0.9)], 1.0);
        let teeth = [(M::MouthUpperUpLeft, 0.8), (M::MouthUpperUpRight, 0.8)];
        check_grimace(&teeth, 0.8);
        let laugh = [
            teeth[0],
            teeth[1],
            (M::MouthSmileLeft, 1.0),
            (M::MouthSmileRight, 1.0),
        ];
        check_grimace(&laugh, 0.0);
    }
}
