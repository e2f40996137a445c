//! Where faces may be: BlazeFace at two ranges.
//!
//! Takes a picture; gives candidates with a box, two eye positions and a
//! score. Candidates are cheap and not all of them are faces: the landmark
//! network judges them.
//!
//! Bazarevsky et al. 2019, "BlazeFace: Sub-millisecond Neural Face Detection
//! on Mobile GPUs": the anchors, and boxes that overlap blended by score
//! instead of the best one kept.

use std::borrow::Cow;

use imaging::{Affine, Point, QuarterTurn};

use crate::Rect;
use crate::engine::{Engine, EngineError, Network, ask};
use crate::turn::{roll_between, turning};
use crate::views::Views;

/// A place that looks like a face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Candidate {
    /// 0…1.
    pub score: f32,
    /// From brow to chin, about.
    pub bounds: Rect,
    /// The eye on the left of an upright face (the subject's right eye).
    pub left_in_view: Point,
    /// The other eye.
    pub right_in_view: Point,
}

impl Candidate {
    /// Clockwise roll of the line between the eyes, radians.
    pub(crate) fn roll(&self) -> f64 {
        roll_between(self.left_in_view, self.right_in_view)
    }

    /// The candidate seen through a map that keeps shapes.
    fn mapped(&self, map: &Affine) -> Self {
        let size = self.bounds.width().max(self.bounds.height()) * map.scale();
        Self {
            score: self.score,
            bounds: Rect::around(map.apply(self.bounds.centre()), size, size),
            left_in_view: map.apply(self.left_in_view),
            right_in_view: map.apply(self.right_in_view),
        }
    }
}

/// The two detectors: which network, the side of its input, its anchors.
struct Detector {
    network: Network,
    side: u32,
    /// Cells a side, and anchors a cell, of each layer.
    layers: &'static [(usize, usize)],
    /// Candidates below this score are noise.
    least_score: f32,
}

/// The ranges to look at.
const DETECTORS: [Detector; 2] = [
    Detector {
        network: Network::FaceDetectorShort,
        side: 128,
        layers: &[(16, 2), (8, 6)],
        least_score: 0.25,
    },
    Detector {
        network: Network::FaceDetectorFull,
        side: 192,
        layers: &[(48, 1)],
        least_score: 0.25,
    },
];

/// Boxes that overlap by more than this are the same face.
const SAME_FACE: f64 = 0.3;

/// Numbers a box has: centre, size, six key points of which two are eyes.
const BOX_NUMBERS: usize = 16;

/// Candidates in the picture, looked at when it is turned by `turn`; in
/// coordinates of the picture as it is.
pub(crate) fn candidates(
    engine: &dyn Engine,
    views: &Views<'_>,
    turn: QuarterTurn,
) -> Result<Vec<Candidate>, EngineError> {
    let mut found = Vec::new();
    for detector in &DETECTORS {
        let side = f64::from(detector.side);
        let square = views.whole(detector.side);
        let back = turning(turn, side, side)
            .inverse()
            .zip(square.inverse())
            .map(|(unturn, back)| unturn.then(&back))
            .expect("turns, scales and moves can be undone");
        let upright = views.input(&square, detector.side, -1.0, 1.0);
        let input = turned(&upright, turn, detector.side as usize);
        let [boxes, scores] = ask(engine, detector.network, &input)?;
        found.extend(
            decode(detector, &boxes, &scores)
                .iter()
                .map(|one| one.mapped(&back)),
        );
    }
    Ok(blend(found))
}

/// A square three-channel input, turned.
fn turned(input: &[f32], turn: QuarterTurn, side: usize) -> Cow<'_, [f32]> {
    let last = side - 1;
    let source: fn(usize, usize, usize) -> (usize, usize) = match turn {
        QuarterTurn::None => return Cow::Borrowed(input),
        QuarterTurn::Right => |x, y, last| (y, last - x),
        QuarterTurn::Half => |x, y, last| (last - x, last - y),
        QuarterTurn::Left => |x, y, last| (last - y, x),
    };
    (0..side)
        .flat_map(|y| (0..side).map(move |x| (x, y)))
        .flat_map(|(x, y)| {
            let (x, y) = source(x, y, last);
            let at = (y * side + x) * 3;
            [input[at], input[at + 1], input[at + 2]]
        })
        .collect()
}

/// Middle of each anchor, 0…1, in the network's order.
pub(crate) fn anchors(layers: &'static [(usize, usize)]) -> impl Iterator<Item = (f64, f64)> {
    layers.iter().flat_map(|&(cells, each)| {
        (0..cells * cells).flat_map(move |cell| {
            let middle = |n: usize| (n as f64 + 0.5) / cells as f64;
            std::iter::repeat_n((middle(cell % cells), middle(cell / cells)), each)
        })
    })
}

/// The anchors that claim a face, in pixels of the network's input.
fn decode(detector: &Detector, boxes: &[f32], scores: &[f32]) -> Vec<Candidate> {
    let side = f64::from(detector.side);
    anchors(detector.layers)
        .zip(boxes.chunks_exact(BOX_NUMBERS).zip(scores))
        .filter_map(|((x, y), (numbers, logit))| {
            let score = sigmoid(*logit);
            let point = |at: usize| {
                Point::new(
                    x * side + f64::from(numbers[at]),
                    y * side + f64::from(numbers[at + 1]),
                )
            };
            (score >= detector.least_score).then(|| Candidate {
                score,
                bounds: Rect::around(point(0), f64::from(numbers[2]), f64::from(numbers[3])),
                left_in_view: point(4),
                right_in_view: point(6),
            })
        })
        .filter(|candidate| candidate.bounds.width() > 0.0 && candidate.bounds.height() > 0.0)
        .collect()
}

/// `1 / (1 + e⁻ˣ)`.
pub(crate) fn sigmoid(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}

/// Weighted non-maximum suppression: each group of overlapping candidates
/// becomes their mean, weighted by score, with the score of the best.
pub(crate) fn blend(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut blended = Vec::new();
    while !candidates.is_empty() {
        let best = candidates.remove(0);
        let (mut group, rest): (Vec<_>, Vec<_>) = candidates
            .into_iter()
            .partition(|one| one.bounds.overlap(&best.bounds) > SAME_FACE);
        group.push(best);
        candidates = rest;
        let weight: f64 = group.iter().map(|one| f64::from(one.score)).sum();
        let mean = |of: &dyn Fn(&Candidate) -> f64| {
            group
                .iter()
                .map(|one| f64::from(one.score) * of(one))
                .sum::<f64>()
                / weight
        };
        blended.push(Candidate {
            score: best.score,
            bounds: Rect {
                left: mean(&|one| one.bounds.left),
                top: mean(&|one| one.bounds.top),
                right: mean(&|one| one.bounds.right),
                bottom: mean(&|one| one.bounds.bottom),
            },
            left_in_view: Point::new(
                mean(&|one| one.left_in_view.x),
                mean(&|one| one.left_in_view.y),
            ),
            right_in_view: Point::new(
                mean(&|one| one.right_in_view.x),
                mean(&|one| one.right_in_view.y),
            ),
        });
    }
    blended
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: &Detector = &DETECTORS[0];
    const FULL: &Detector = &DETECTORS[1];

    #[track_caller]
    fn check_anchor(detector: &Detector, index: usize, expected_px: (f64, f64)) {
        let side = f64::from(detector.side);
        let (x, y) = anchors(detector.layers).nth(index).unwrap();
        assert_eq!((x * side, y * side), expected_px, "anchor {index}");
    }

    #[test]
    fn anchors_lie_in_the_middle_of_their_cells() {
        for detector in &DETECTORS {
            let count = anchors(detector.layers).count();
            assert_eq!(
                detector.network.output_lengths(),
                [count * BOX_NUMBERS, count]
            );
        }
        check_anchor(SHORT, 0, (4.0, 4.0));
        check_anchor(SHORT, 1, (4.0, 4.0));
        check_anchor(SHORT, 2, (12.0, 4.0));
        check_anchor(SHORT, 32, (4.0, 12.0));
        check_anchor(SHORT, 511, (124.0, 124.0));
        check_anchor(SHORT, 512, (8.0, 8.0));
        check_anchor(SHORT, 518, (24.0, 8.0));
        check_anchor(SHORT, 895, (120.0, 120.0));
        check_anchor(FULL, 0, (2.0, 2.0));
        check_anchor(FULL, 1, (6.0, 2.0));
        check_anchor(FULL, 2303, (190.0, 190.0));
    }

    /// One anchor fires with these first eight numbers.
    fn decoded(anchor: usize, logit: f32, numbers: [f32; 8]) -> Vec<Candidate> {
        let mut boxes = vec![0.0; 896 * BOX_NUMBERS];
        boxes[anchor * BOX_NUMBERS..][..8].copy_from_slice(&numbers);
        let mut scores = vec![-9.0; 896];
        scores[anchor] = logit;
        decode(SHORT, &boxes, &scores)
    }

    #[test]
    fn boxes_and_eyes_are_offsets_from_the_anchor() {
        let numbers = [10.0, -2.0, 40.0, 30.0, 0.0, -10.0, 20.0, -8.0];
        let [found] = decoded(512, 0.0, numbers)[..] else {
            panic!("one candidate")
        };
        assert_eq!(found.score, 0.5);
        assert_eq!(
            found.bounds,
            Rect {
                left: -2.0,
                top: -9.0,
                right: 38.0,
                bottom: 21.0
            }
        );
        assert_eq!(found.left_in_view, Point::new(8.0, -2.0));
        assert_eq!(found.right_in_view, Point::new(28.0, 0.0));
        assert!((found.roll().to_degrees() - 5.7).abs() < 0.1);
    }

    #[test]
    fn what_scores_low_or_has_no_size_is_no_candidate() {
        let sized = [0.0, 0.0, 40.0, 40.0, 0.0, 0.0, 9.0, 0.0];
        let flat = [0.0, 0.0, 40.0, 0.0, 0.0, 0.0, 9.0, 0.0];
        let turned_out = [0.0, 0.0, -40.0, 40.0, 0.0, 0.0, 9.0, 0.0];
        for (logit, numbers, count) in [
            (1.0, sized, 1),
            (-1.0, sized, 1),
            (-1.2, sized, 0),
            (3.0, flat, 0),
            (3.0, turned_out, 0),
        ] {
            assert_eq!(
                decoded(600, logit, numbers).len(),
                count,
                "{logit} {numbers:?}"
            );
        }
    }

    fn candidate(score: f32, x: f64, width: f64) -> Candidate {
        Candidate {
            score,
            bounds: Rect::around(Point::new(x, 50.0), width, width),
            left_in_view: Point::new(x - 5.0, 45.0),
            right_in_view: Point::new(x + 5.0, 45.0),
        }
    }

    /// `expected`: score and middle of each face, the best first.
    #[track_caller]
    fn check_blend(candidates: &[(f32, f64, f64)], expected: &[(f32, f64)]) {
        let given = candidates
            .iter()
            .map(|(score, x, width)| candidate(*score, *x, *width));
        let got: Vec<_> = blend(given.collect())
            .iter()
            .map(|one| (one.score, one.bounds.centre().x))
            .collect();
        assert_eq!(got.len(), expected.len(), "{got:?}");
        for (got, expected) in got.iter().zip(expected) {
            assert!(
                got.0 == expected.0 && (got.1 - expected.1).abs() < 1e-6,
                "{got:?} {expected:?}"
            );
        }
    }

    #[test]
    fn overlapping_candidates_become_their_mean_by_score() {
        check_blend(&[], &[]);
        check_blend(&[(0.9, 50.0, 20.0)], &[(0.9, 50.0)]);
        check_blend(&[(0.25, 54.0, 20.0), (0.75, 50.0, 20.0)], &[(0.75, 51.0)]);
        check_blend(
            &[(0.5, 50.0, 20.0), (0.9, 90.0, 20.0)],
            &[(0.9, 90.0), (0.5, 50.0)],
        );
        // Overlap 1/3 is one face, 1/4 of a small box within a large one two.
        check_blend(&[(0.5, 50.0, 20.0), (0.5, 60.0, 20.0)], &[(0.5, 55.0)]);
        check_blend(
            &[(0.8, 50.0, 40.0), (0.5, 50.0, 20.0)],
            &[(0.8, 50.0), (0.5, 50.0)],
        );
        check_blend(
            &[(0.8, 50.0, 0.0), (0.5, 50.0, 0.0)],
            &[(0.8, 50.0), (0.5, 50.0)],
        );
    }

    #[test]
    fn an_input_turns_like_its_points() {
        let side = 4;
        let input: Vec<f32> = (0..side * side * 3).map(|n| n as f32).collect();
        let red = |of: &[f32], x: f64, y: f64| of[(y as usize * side + x as usize) * 3];
        for turn in [
            QuarterTurn::None,
            QuarterTurn::Right,
            QuarterTurn::Half,
            QuarterTurn::Left,
        ] {
            let out = turned(&input, turn, side);
            let map = turning(turn, side as f64, side as f64);
            for (x, y) in [(0.5, 0.5), (2.5, 0.5), (1.5, 3.5)] {
                let to = map.apply(Point::new(x, y));
                assert_eq!(red(&out, to.x, to.y), red(&input, x, y), "{turn:?}");
            }
        }
    }
}
