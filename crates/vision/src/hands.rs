//! Hands near a face.
//!
//! Takes the upright picture and a face's bounds; gives the joints of every
//! hand that reaches into the square around the face. Palms are found first,
//! for a palm has one shape where fingers have many; the second network finds
//! the joints and tells what only looked like a hand.
//!
//! Zhang et al. 2020, "MediaPipe Hands: On-device Real-time Hand Tracking",
//! sections 2.1 and 2.2; the frame about a palm is that of its published graph.

use imaging::{Point, RgbImage};

use crate::Rect;
use crate::crop::Crop;
use crate::detector::{anchors, sigmoid};
use crate::engine::{Engine, EngineError, Network, ask};

/// Joints of a hand: the wrist, then four each of thumb, index, middle, ring
/// and little finger, from the palm to the tip.
pub const HAND_POINTS: usize = 21;

/// A hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Hand {
    /// The network's probability that this is a hand, 0…1.
    pub presence: f32,
    /// Its joints, in the upright picture.
    pub points: [Point; HAND_POINTS],
}

/// Side of the square that is looked at, over the longer side of the face's
/// bounds. In a wider one hands at the face get too small, in a narrower one
/// the palm of a hand at the chin is cut (the least score of ten pictures of
/// such hands: 0.69 at 2.0, 0.80 at 2.3).
const SQUARE_OVER_FACE: f64 = 2.3;
/// Side of the palm detector's input, px. It was published for 192, which takes
/// more than twice as long and sees those ten little better (0.94 at least).
const PALM_SIDE: u32 = 128;
/// Cells a side, and anchors a cell, of its two layers.
const PALM_LAYERS: [(usize, usize); 2] = [(16, 2), (8, 6)];
/// Numbers a palm has: centre, size, seven joints.
const PALM_NUMBERS: usize = 18;
/// Where in them the wrist and the root of the middle finger stand.
const WRIST: usize = 4;
const MIDDLE_ROOT: usize = 8;
/// Palms below this score are noise.
const LEAST_SCORE: f32 = 0.4;
/// Palms that overlap by more than this are the same.
const SAME_PALM: f64 = 0.3;
/// A person has two hands, and somebody else may hold the head.
const MOST_PALMS: usize = 3;

/// Side of the joints' network's input, px.
const HAND_SIDE: u32 = 224;
/// The hand's square over the palm's box, and how far it lies towards the
/// fingers, in sides of the box.
const HAND_OVER_PALM: f64 = 2.6;
const TOWARDS_FINGERS: f64 = 0.5;
/// Below this presence there is no hand. On 51 portraits in seven versions each
/// (also mirrored, dark, noisy, warm, turned, JPEG of quality 15) every hand at the
/// head stays above it and nothing else does.
const LEAST_PRESENCE: f32 = 0.7;

/// The hands in the square around `face`, the surest palm first.
///
/// # Errors
/// When a network cannot be run. A picture without a hand is no error.
pub fn hands(
    engine: &dyn Engine,
    upright: &RgbImage,
    face: &Rect,
) -> Result<Vec<Hand>, EngineError> {
    let square = Crop {
        centre: face.centre(),
        side: SQUARE_OVER_FACE * face.width().max(face.height()),
        roll: 0.0,
    };
    let mut hands = Vec::new();
    if square.side >= 1.0 {
        for palm in palms(engine, upright, &square)? {
            hands.extend(hand(engine, upright, &palm)?);
        }
    }
    Ok(hands)
}

/// A palm in the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Palm {
    score: f32,
    bounds: Rect,
    wrist: Point,
    middle_root: Point,
}

fn palms(engine: &dyn Engine, upright: &RgbImage, square: &Crop) -> Result<Vec<Palm>, EngineError> {
    let map = square.map(PALM_SIDE);
    let back = map.inverse().expect("its scale is positive");
    let input = square.seen(upright, PALM_SIDE);
    let [boxes, scores] = ask(engine, Network::PalmDetector, &input)?;
    let side = f64::from(PALM_SIDE);
    let mut found: Vec<Palm> = anchors(&PALM_LAYERS)
        .zip(boxes.chunks_exact(PALM_NUMBERS).zip(&scores))
        .filter_map(|((x, y), (numbers, logit))| {
            let score = sigmoid(*logit);
            let point = |at: usize| {
                let (right, down) = (f64::from(numbers[at]), f64::from(numbers[at + 1]));
                back.apply(Point::new(x * side + right, y * side + down))
            };
            let size = f64::from(numbers[2].max(numbers[3])) * back.scale();
            (score >= LEAST_SCORE && size > 0.0).then(|| Palm {
                score,
                bounds: Rect::around(point(0), size, size),
                wrist: point(WRIST),
                middle_root: point(MIDDLE_ROOT),
            })
        })
        .collect();
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut distinct: Vec<Palm> = Vec::new();
    for palm in found {
        let is_known = |known: &Palm| known.bounds.overlap(&palm.bounds) > SAME_PALM;
        if distinct.len() < MOST_PALMS && !distinct.iter().any(is_known) {
            distinct.push(palm);
        }
    }
    Ok(distinct)
}

/// The square that holds a palm's whole hand, its fingers upwards.
fn frame(palm: &Palm) -> Crop {
    let (x, y) = (
        palm.middle_root.x - palm.wrist.x,
        palm.middle_root.y - palm.wrist.y,
    );
    // Not `-y`, which makes a half turn of two joints in one place.
    let roll = x.atan2(0.0 - y);
    let side = palm.bounds.width();
    let centre = palm.bounds.centre();
    let shift = TOWARDS_FINGERS * side;
    Crop {
        centre: Point::new(centre.x + shift * roll.sin(), centre.y - shift * roll.cos()),
        side: HAND_OVER_PALM * side,
        roll,
    }
}

fn hand(engine: &dyn Engine, upright: &RgbImage, palm: &Palm) -> Result<Option<Hand>, EngineError> {
    let crop = frame(palm);
    let map = crop.map(HAND_SIDE);
    let back = map.inverse().expect("its scale is positive");
    let input = crop.seen(upright, HAND_SIDE);
    let [numbers, presence] = ask(engine, Network::HandLandmarks, &input)?;
    let presence = presence[0];
    Ok((presence >= LEAST_PRESENCE).then(|| Hand {
        presence,
        points: std::array::from_fn(|joint| {
            let [x, y] = [0, 1].map(|axis| f64::from(numbers[3 * joint + axis]));
            back.apply(Point::new(x, y))
        }),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::EngineVersion;

    /// Sees these palms in any picture: anchor, score before the sigmoid, and
    /// wrist and middle finger's root from the anchor. Joint `n` of any hand lies
    /// `n` px below and right of the crop's middle.
    struct Fake {
        palms: Vec<(usize, f32, [f32; 2], [f32; 2])>,
        presence: f32,
    }

    impl Engine for Fake {
        fn run(&self, network: Network, _: &[f32]) -> Result<Vec<Vec<f32>>, EngineError> {
            let mut outputs: Vec<Vec<f32>> = network
                .output_lengths()
                .iter()
                .map(|length| vec![0.0; *length])
                .collect();
            if network == Network::PalmDetector {
                outputs[1].fill(-9.0);
                for (anchor, logit, wrist, middle) in &self.palms {
                    outputs[1][*anchor] = *logit;
                    let numbers = &mut outputs[0][anchor * PALM_NUMBERS..][..PALM_NUMBERS];
                    numbers[2..4].fill(40.0);
                    numbers[WRIST..WRIST + 2].copy_from_slice(wrist);
                    numbers[MIDDLE_ROOT..MIDDLE_ROOT + 2].copy_from_slice(middle);
                }
            } else {
                outputs[1][0] = self.presence;
                for (joint, place) in outputs[0].chunks_exact_mut(3).enumerate() {
                    place[..2].fill(112.0 + joint as f32);
                }
            }
            Ok(outputs)
        }

        fn version(&self) -> EngineVersion {
            EngineVersion {
                runtime: "fake",
                networks: "none",
            }
        }
    }

    /// The square around it is 128 px a side, from (36, 36): a pixel of the palm
    /// network is a pixel of the picture.
    fn face() -> Rect {
        let side = f64::from(PALM_SIDE) / SQUARE_OVER_FACE;
        Rect::around(Point::new(100.0, 100.0), side, side * 0.8)
    }

    /// Wrist and crop's middle of each hand that is found.
    #[track_caller]
    fn check(fake: &Fake, expected: &[(f64, f64)]) {
        let picture = RgbImage::filled(200, 200, [90; 3]);
        let found = hands(fake, &picture, &face()).unwrap();
        let wrists: Vec<Point> = found.iter().map(|hand| hand.points[0]).collect();
        assert_eq!(wrists.len(), expected.len(), "{wrists:?}");
        for (wrist, (x, y)) in wrists.iter().zip(expected) {
            let off = wrist.distance(Point::new(*x, *y));
            assert!(off < 1e-3, "{wrist:?} and not {x} {y}");
        }
    }

    const DOWN: [f32; 2] = [0.0, 10.0];
    const UP: [f32; 2] = [0.0, -10.0];
    const RIGHT: [f32; 2] = [10.0, 0.0];
    const LEFT: [f32; 2] = [-10.0, 0.0];
    /// At (4, 4) of the input: (40, 40) of the picture.
    const FIRST: usize = 0;
    /// At (68, 68) of the input: (104, 104) of the picture.
    const MIDDLE: usize = (8 * 16 + 8) * 2;

    #[test]
    fn a_hand_lies_towards_its_fingers() {
        let palm = |anchor, wrist, middle| Fake {
            palms: vec![(anchor, 3.0, wrist, middle)],
            presence: 1.0,
        };
        check(&palm(MIDDLE, DOWN, UP), &[(104.0, 84.0)]);
        check(&palm(MIDDLE, UP, DOWN), &[(104.0, 124.0)]);
        check(&palm(MIDDLE, LEFT, RIGHT), &[(124.0, 104.0)]);
        check(&palm(MIDDLE, RIGHT, LEFT), &[(84.0, 104.0)]);
        check(&palm(FIRST, DOWN, UP), &[(40.0, 20.0)]);
        // Without a direction the hand is taken for upright.
        check(&palm(MIDDLE, DOWN, DOWN), &[(104.0, 84.0)]);
    }

    #[test]
    fn what_is_a_hand() {
        let fake = |logits: [f32; 3], presence| Fake {
            // The first two anchors are one place.
            palms: [FIRST, FIRST + 1, MIDDLE]
                .into_iter()
                .zip(logits)
                .map(|(anchor, logit)| (anchor, logit, DOWN, UP))
                .collect(),
            presence,
        };
        let (first, middle) = ((40.0, 20.0), (104.0, 84.0));
        check(&fake([-9.0, -9.0, -9.0], 1.0), &[]);
        check(&fake([-0.5, -9.0, -0.3], 1.0), &[middle]);
        check(&fake([2.0, 3.0, 1.0], 1.0), &[first, middle]);
        check(&fake([1.0, -9.0, 2.0], 1.0), &[middle, first]);
        check(&fake([2.0, 3.0, 1.0], 0.69), &[]);
    }

    #[test]
    fn a_face_without_size_has_no_hands() {
        let fake = Fake {
            palms: vec![(MIDDLE, 3.0, DOWN, UP)],
            presence: 1.0,
        };
        let picture = RgbImage::filled(20, 20, [90; 3]);
        assert_eq!(hands(&fake, &picture, &Rect::default()), Ok(Vec::new()));
    }
}
