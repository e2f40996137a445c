//! Quarter turns as maps of points.

use imaging::{Affine, Point, QuarterTurn};

/// Where a picture of `width × height` px puts its points when it is turned.
pub(crate) fn turning(turn: QuarterTurn, width: f64, height: f64) -> Affine {
    let none = Affine::IDENTITY;
    match turn {
        QuarterTurn::None => none,
        QuarterTurn::Right => Affine {
            a: 0.0,
            b: -1.0,
            tx: height,
            c: 1.0,
            d: 0.0,
            ..none
        },
        QuarterTurn::Half => Affine {
            a: -1.0,
            tx: width,
            d: -1.0,
            ty: height,
            ..none
        },
        QuarterTurn::Left => Affine {
            a: 0.0,
            b: 1.0,
            c: -1.0,
            d: 0.0,
            ty: width,
            ..none
        },
    }
}

/// The turn that brings a face rolled by `roll` radians (clockwise) nearest
/// to upright.
pub(crate) fn righting(roll: f64) -> QuarterTurn {
    let quarters = (-roll / std::f64::consts::FRAC_PI_2).round() as i64;
    match quarters.rem_euclid(4) {
        1 => QuarterTurn::Right,
        2 => QuarterTurn::Half,
        3 => QuarterTurn::Left,
        _ => QuarterTurn::None,
    }
}

/// The clockwise angle from `from` to `to` against the horizontal, radians in −π…π.
pub(crate) fn roll_between(from: Point, to: Point) -> f64 {
    (to.y - from.y).atan2(to.x - from.x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_turn(turn: QuarterTurn, expected: (f64, f64)) {
        let got = turning(turn, 40.0, 30.0).apply(Point::new(1.0, 2.0));
        assert_eq!((got.x, got.y), expected, "{turn:?}");
    }

    #[test]
    fn points_go_with_the_pixels() {
        check_turn(QuarterTurn::None, (1.0, 2.0));
        check_turn(QuarterTurn::Right, (28.0, 1.0));
        check_turn(QuarterTurn::Half, (39.0, 28.0));
        check_turn(QuarterTurn::Left, (2.0, 39.0));
    }

    #[track_caller]
    fn check_righting(roll_degrees: f64, expected: QuarterTurn) {
        assert_eq!(
            righting(roll_degrees.to_radians()),
            expected,
            "{roll_degrees}°"
        );
    }

    #[test]
    fn the_nearest_quarter_turn_rights_a_face() {
        check_righting(0.0, QuarterTurn::None);
        check_righting(44.0, QuarterTurn::None);
        check_righting(-44.0, QuarterTurn::None);
        check_righting(46.0, QuarterTurn::Left);
        check_righting(90.0, QuarterTurn::Left);
        check_righting(-90.0, QuarterTurn::Right);
        check_righting(136.0, QuarterTurn::Half);
        check_righting(180.0, QuarterTurn::Half);
        check_righting(-179.0, QuarterTurn::Half);
    }
}
