//! A hand at the face: how near its joints come to the face's outline.

use imaging::Point;
use vision::{HAND_POINTS, Hand, points};

use super::value::{Place, percent};
use crate::Sample;

/// A gap as wide as the face is high, or no hand at all, percent.
const FAR: f64 = 100.0;
/// Joints around the outside of a hand: wrist, the thumb's two, and the other
/// fingers' tips and the little finger's root.
const OUTLINE: [usize; 8] = [0, 1, 4, 8, 12, 16, 20, 17];

/// From the face's outline to the nearest joint of a hand, in percent of the
/// face's height; negative inside the face, [`FAR`] at most.
pub(super) fn gap(sample: &Sample<'_>) -> Place {
    let oval: Vec<Point> = sample.landmarks.pick(&points::FACE_OVAL).collect();
    let hands = sample.evidence.hands.iter();
    nearest(&oval, hands.map(|hand| on_view(hand, sample)))
}

fn on_view(hand: &Hand, sample: &Sample<'_>) -> [Point; HAND_POINTS] {
    hand.points.map(|joint| sample.map.apply(joint))
}

fn nearest(oval: &[Point], hands: impl Iterator<Item = [Point; HAND_POINTS]>) -> Place {
    let rows = oval.iter().map(|p| p.y);
    let (top, bottom) = (
        rows.clone().fold(f64::INFINITY, f64::min),
        rows.fold(f64::NEG_INFINITY, f64::max),
    );
    let height = (bottom - top).max(1.0);
    let mut found = (FAR, Vec::new());
    for hand in hands {
        for joint in hand {
            let gap = percent(distance(oval, joint) / height);
            if gap < found.0 {
                found = (gap, OUTLINE.map(|at| hand[at]).to_vec());
            }
        }
    }
    (Ok(found.0), found.1)
}

/// From a point to a polygon's edge, negative inside (even-odd rule).
fn distance(polygon: &[Point], point: Point) -> f64 {
    let mut least = f64::INFINITY;
    let mut inside = false;
    let next = polygon.iter().cycle().skip(1);
    for (a, b) in polygon.iter().zip(next) {
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let along = ((point.x - a.x) * dx + (point.y - a.y) * dy) / (dx * dx + dy * dy);
        // An edge without length is its corner.
        let along = if along.is_finite() {
            along.clamp(0.0, 1.0)
        } else {
            0.0
        };
        let foot = Point::new(a.x + along * dx, a.y + along * dy);
        least = least.min(point.distance(foot));
        if (a.y <= point.y) != (b.y <= point.y) && point.x < a.x + (point.y - a.y) / dy * dx {
            inside = !inside;
        }
    }
    if inside { -least } else { least }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A face 100 px wide and 200 px high.
    const OVAL: [Point; 4] = [
        Point { x: 100.0, y: 100.0 },
        Point { x: 200.0, y: 100.0 },
        Point { x: 200.0, y: 300.0 },
        Point { x: 100.0, y: 300.0 },
    ];

    #[track_caller]
    fn check(hands: &[(f64, f64)], expected: f64) {
        let all_at = |(x, y): &(f64, f64)| [Point::new(*x, *y); HAND_POINTS];
        let (gap, place) = nearest(&OVAL, hands.iter().map(all_at));
        assert_eq!(gap, Ok(expected), "{hands:?}");
        assert_eq!(place.is_empty(), expected == FAR, "{hands:?}");
    }

    #[test]
    fn how_near_the_nearest_joint_comes() {
        check(&[], 100.0);
        check(&[(900.0, 200.0)], 100.0);
        check(&[(240.0, 200.0)], 20.0);
        check(&[(100.0, 330.0)], 15.0);
        check(&[(230.0, 340.0)], 25.0);
        check(&[(200.0, 200.0)], 0.0);
        check(&[(190.0, 200.0)], -5.0);
        check(&[(150.0, 200.0)], -25.0);
        check(&[(240.0, 200.0), (210.0, 200.0)], 5.0);
    }

    #[test]
    fn a_face_without_size_breaks_nothing() {
        let flat = [Point::new(5.0, 5.0); 4];
        let (gap, _) = nearest(&flat, [[Point::new(5.0, 5.0); HAND_POINTS]].into_iter());
        assert_eq!(gap, Ok(0.0));
        assert_eq!(
            nearest(&[], [[Point::new(5.0, 5.0); HAND_POINTS]].into_iter()).0,
            Ok(FAR)
        );
    }
}
