//! The solved alpha, corrected by a network that knows what people look like.
//!
//! Where the wall is plain the solver is right to a strand, and the network,
//! which sees a third of the detail, leaves it alone. Where letters, leaves or
//! a dark wall led the solver astray the network says so; there alpha is
//! solved once more towards what it says, so that the edge keeps to the
//! picture's own.

use imaging::{Plane, Point, RgbImage};
use rten_simd::SimdOp as _;

use super::HeadPlace;
use super::closed_form::EPSILON;
use super::colours::{Colours, colour, halved, pixels};
use super::darkness::darkness;
use super::gradients::System;
use super::islands::without_islands;
use super::laplacian::Laplacian;
use super::mask::around;
use super::polygon::Row;
use super::refine::{refine, window};
use super::settled::settle;
use super::shown::{SHOWN_HEIGHT, SHOWN_WIDTH, Shown};
use crate::engine::{Engine, EngineError, Network, ask};

/// An alpha and how far it is expected to be off.
#[derive(Clone, Debug)]
pub struct Corrected {
    /// Coverage of each pixel, 0..1.
    pub alpha: Plane,
    /// Expected absolute error of the alpha, 0..1.
    pub doubt: Plane,
}

/// A change less than this is none: the network sees alpha to about so much.
const SLIGHT: f32 = 0.06;
/// The alphas that the network calls 0 and 1: its last function reaches neither.
const EMPTY: f32 = 0.02;
const WHOLE: f32 = 0.98;
/// The expected error at which half of a change is made: at an edge of the solver's,
/// and where the solver is sure. What is sure to both is hardly ever wrong, and a network
/// that merely doubts would leave haze in the middle of a person: with 0.1 in place of 0.04 it
/// took pieces of dark hair before a black wall.
const HALF_AT_EDGE: f32 = 0.5;
const HALF_ELSEWHERE: f32 = 0.04;
/// Alpha is between these at an edge, and so many places of the frame around belong to it.
const EDGE: std::ops::Range<f32> = 0.03..0.97;
const EDGE_REACH: usize = 2;
/// Where the outline's probability and the solver's alpha are both below these, nobody but the network
/// sees a person, and it adds none: of 179 photos two lost a cloud beside a dark neck, one half of a leaf
/// above a bald head, and none anything of its person.
const UNLIKELY: f32 = 0.15;
const HARDLY_ANY: f32 = 0.05;
/// How much steeper what the network says is made for each unit of expected error above
/// `UNSURE`: where it cannot tell, the mean of 0 and 1 is haze, and the likelier of the two
/// an edge. Before plain walls it is surer than that, and a strand's alpha is between.
const STEEPER: f32 = 6.0;
const UNSURE: f32 = 0.05;
/// The face that nothing is taken from: the sure oval, which ends short of cheeks and forehead,
/// so many times as large.
const FACE: f64 = 1.1;
/// Weight of what the network says, beside the Laplacian's.
const WEIGHT: f32 = 0.2;
/// The expected error at which it counts half.
const HALF_ERROR: f32 = 0.1;
/// Darkness from which the solver's edges are believed as what it is sure of is: that of 24 levels.
const EDGES_BELIEVED: f32 = 0.25;
/// Its weight on black, whatever it expects: there the Laplacian knows nothing.
const DARK_WEIGHT: f32 = 1.0;
/// Pixels of half the canvas around a change that are solved with it.
const MARGIN: usize = 2;
const ITERATIONS: usize = 30;

/// Corrects `solved`, the alpha of `image` that was solved from `outline`; all three as large
/// as the canvas. The face of `head` stays whole.
///
/// # Errors
/// When the network cannot be run.
pub fn corrected(
    engine: &dyn Engine,
    image: &RgbImage,
    outline: &Plane,
    solved: &Plane,
    head: &HeadPlace,
) -> Result<Corrected, EngineError> {
    let (width, height) = (image.width(), image.height());
    let shown = Shown::of(width, height);
    let seen = shown.plane(solved);
    let outline = shown.plane(outline);
    let input = [shown.image(image), outline.clone(), seen.clone()].concat();
    let [said, error] = ask(engine, Network::Alpha, &input)?;
    let edge = edge_of(&seen);
    // In darkness the solver followed the outline, and what the network doubts would be a shadow
    // around the hair.
    let places = seen.len();
    let dark = |at: usize| {
        let colour = [0, 1, 2].map(|channel| input[channel * places + at]);
        (darkness(colour) / EDGES_BELIEVED).min(1.0)
    };
    let mut becomes: Vec<f32> = (0..seen.len())
        .map(|at| {
            if said[at] > seen[at] && seen[at] < HARDLY_ANY && outline[at] < UNLIKELY {
                return seen[at];
            }
            let half = if edge[at] {
                HALF_AT_EDGE + (HALF_ELSEWHERE - HALF_AT_EDGE) * dark(at)
            } else {
                HALF_ELSEWHERE
            };
            let differs = ((said[at] - seen[at]).abs() / SLIGHT).min(1.0).powi(2);
            let trust = differs / (1.0 + (error[at] / half).powi(4));
            let steep = 1.0 + STEEPER * (error[at] - UNSURE).max(0.0);
            let said = 0.5 + (said[at] - 0.5) * steep / (WHOLE - EMPTY);
            seen[at] + trust * (said.clamp(0.0, 1.0) - seen[at])
        })
        .collect();
    only_from_edges(&edge, &seen, &mut becomes);
    let same = |(is, was): (&f32, &f32)| (is - was).abs() < SLIGHT;
    let alpha = if becomes.iter().zip(&seen).all(same) {
        solved.clone()
    } else {
        solved_again(
            image,
            solved,
            &Change::between(&shown, &seen, &becomes, &error, (width, height)),
            head,
        )
    };
    // Where the solver went its own way the network's alpha is as good a guess of the truth.
    let doubt: Vec<f32> = shown
        .plane(&alpha)
        .iter()
        .zip(&said)
        .zip(&error)
        .map(|((alpha, said), error)| error.max((alpha - said).abs() - EMPTY).clamp(0.0, 1.0))
        .collect();
    Ok(Corrected {
        alpha,
        doubt: shown.back(&doubt, width, height),
    })
}

/// The places of the frame at which the solver drew an edge, and those around them.
fn edge_of(solved: &[f32]) -> Vec<bool> {
    let mut edge: Vec<bool> = solved.iter().map(|a| EDGE.contains(a)).collect();
    for _ in 0..EDGE_REACH {
        edge = around(&edge, SHOWN_WIDTH as usize);
    }
    edge
}

/// Takes back the changes that do not hang together with an edge of the solver's: a hole in the
/// middle of a person and a piece in the middle of a wall are the network's mistakes.
fn only_from_edges(edge: &[bool], seen: &[f32], becomes: &mut [f32]) {
    let (width, height) = (SHOWN_WIDTH as usize, SHOWN_HEIGHT as usize);
    let mut reached = edge.to_vec();
    let mut open: Vec<usize> = (0..edge.len()).filter(|at| edge[*at]).collect();
    while let Some(at) = open.pop() {
        let (pixels, count) = window(at % width, at / width, width, height);
        for near in pixels.into_iter().take(count) {
            if !reached[near] && (becomes[near] - seen[near]).abs() >= SLIGHT {
                reached[near] = true;
                open.push(near);
            }
        }
    }
    for ((becomes, seen), reached) in becomes.iter_mut().zip(seen).zip(reached) {
        if !reached {
            *becomes = *seen;
        }
    }
}

/// The face's outline once more as large as `FACE` says.
fn enlarged(oval: &[Point]) -> Vec<Point> {
    let n = oval.len().max(1) as f64;
    let (x, y) = oval.iter().fold((0.0, 0.0), |(x, y), p| (x + p.x, y + p.y));
    let middle = Point::new(x / n, y / n);
    let away = |from: f64, at: f64| from + FACE * (at - from);
    oval.iter()
        .map(|p| Point::new(away(middle.x, p.x), away(middle.y, p.y)))
        .collect()
}

/// What is to change, at half the canvas's size.
struct Change {
    /// Alpha is multiplied by this.
    keeps: Plane,
    /// What is left of the background is multiplied by this.
    leaves: Plane,
    /// Alpha's change, as the network's frame has it.
    by: Plane,
    /// The expected error.
    error: Plane,
}

impl Change {
    /// Factors carry over to a finer grid what a difference would not: nothing stays nothing.
    fn between(
        shown: &Shown,
        was: &[f32],
        becomes: &[f32],
        error: &[f32],
        (width, height): (u32, u32),
    ) -> Self {
        let share = |is: f32, of: f32| if is < of { is / of } else { 1.0 };
        let pairs = || was.iter().zip(becomes);
        let keeps: Vec<f32> = pairs().map(|(was, is)| share(*is, *was)).collect();
        let leaves: Vec<f32> = pairs()
            .map(|(was, is)| share(1.0 - is, 1.0 - was))
            .collect();
        let by: Vec<f32> = pairs().map(|(was, is)| is - was).collect();
        let back = |values: &[f32]| shown.back(values, width.div_ceil(2), height.div_ceil(2));
        Self {
            keeps: back(&keeps),
            leaves: back(&leaves),
            by: back(&by),
            error: back(error),
        }
    }

    /// What becomes of `alpha` at a place.
    fn of(&self, at: usize, alpha: f32) -> f32 {
        1.0 - (1.0 - alpha * self.keeps.data()[at]) * self.leaves.data()[at]
    }
}

/// Alpha solved anew where it is to change, towards what it is to become.
fn solved_again(image: &RgbImage, solved: &Plane, change: &Change, head: &HeadPlace) -> Plane {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let coarse = Colours::half_of(image);
    let (w, h) = (coarse.width, coarse.height);
    let begin = halved(solved.data(), width, height);
    let changes = change.by.data().iter().map(|by| by.abs() >= SLIGHT);
    let mut unknown: Vec<bool> = changes.collect();
    for _ in 0..MARGIN {
        unknown = around(&unknown, w);
    }
    let face = enlarged(&head.oval);
    let mut alpha = begin.clone();
    let mut target = vec![0.0; w * h];
    let mut weight = vec![0.0; w * h];
    for y in 0..h {
        let face = Row::of(&face, (2 * y + 1) as f64);
        for x in 0..w {
            let at = y * w + x;
            unknown[at] &= !face.holds((2 * x + 1) as f64);
            if unknown[at] {
                target[at] = change.of(at, begin[at]).clamp(0.0, 1.0);
                alpha[at] = target[at];
                weight[at] = WEIGHT / (1.0 + (change.error.data()[at] / HALF_ERROR).powi(2))
                    + DARK_WEIGHT * darkness(coarse.data[at]);
            }
        }
    }
    let laplacian = Laplacian::new(&coarse, &unknown, EPSILON);
    System {
        laplacian: &laplacian,
        width: w,
        weight: &weight,
        target: &target,
        alpha: &mut alpha,
        iterations: ITERATIONS,
    }
    .dispatch();

    let mut out = solved.data().to_vec();
    let mut open: Vec<bool> = (0..width * height)
        .map(|at| unknown[at / width / 2 * w + at % width / 2])
        .collect();
    settle(&mut open, &mut out, width, &alpha, w);
    let pixels = pixels(image);
    refine(
        &coarse,
        &alpha,
        width,
        |at| colour(pixels[at]),
        &open,
        &mut out,
    );
    without_islands(&mut out, width);
    Plane::new(image.width(), image.height(), out).expect("one alpha a pixel")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::EngineVersion;

    /// A canvas of the network's shape, twice its size, so that a place there is four pixels.
    const WIDTH: u32 = 2 * SHOWN_WIDTH;
    const HEIGHT: u32 = 2 * SHOWN_HEIGHT;
    const PLACES: usize = (SHOWN_WIDTH * SHOWN_HEIGHT) as usize;

    /// Says `alpha` and `error` of what it is shown.
    struct Says {
        alpha: fn(usize, usize, f32) -> f32,
        error: f32,
    }

    impl Engine for Says {
        fn run(&self, network: Network, input: &[f32]) -> Result<Vec<Vec<f32>>, EngineError> {
            assert_eq!((network, input.len()), (Network::Alpha, 5 * PLACES));
            let width = SHOWN_WIDTH as usize;
            let solved = &input[4 * PLACES..];
            let said = solved
                .iter()
                .enumerate()
                .map(|(at, alpha)| (self.alpha)(at % width, at / width, *alpha));
            Ok(vec![said.collect(), vec![self.error; PLACES]])
        }

        fn version(&self) -> EngineVersion {
            EngineVersion {
                runtime: "fake",
                networks: "none",
            }
        }
    }

    /// A dark person, the middle third of the canvas, before a light wall with a dark block
    /// beside it that the solver took for the person's.
    fn canvas() -> (RgbImage, Plane) {
        let mut image = RgbImage::filled(WIDTH, HEIGHT, [220; 3]);
        let mut alpha = Plane::filled(WIDTH, HEIGHT, 0.0);
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let person = (128..256).contains(&x);
                let block = (60..110).contains(&x) && (100..160).contains(&y);
                if person || block {
                    image.put(x, y, [40, 30, 30]);
                    alpha.data_mut()[(y * WIDTH + x) as usize] = 1.0;
                }
            }
        }
        (image, alpha)
    }

    fn head(oval: Vec<Point>) -> HeadPlace {
        HeadPlace {
            oval,
            face_width: 100.0,
            chin: Point::new(190.0, 300.0),
        }
    }

    fn corrected_by(says: &Says, oval: Vec<Point>) -> (Plane, Corrected) {
        let (image, solved) = canvas();
        let corrected = corrected(says, &image, &solved, &solved, &head(oval)).unwrap();
        (solved, corrected)
    }

    /// Nothing of the block, which lies left of column 64 of the frame; the person begins there.
    const WITHOUT_THE_BLOCK: Says = Says {
        alpha: |x, _, alpha| if x < 62 { 0.0 } else { alpha },
        error: 0.02,
    };

    #[test]
    fn what_the_network_agrees_with_stays_to_the_bit() {
        let slightly = Says {
            alpha: |x, _, alpha| alpha + if x % 2 == 0 { 0.02 } else { -0.02 },
            error: 0.1,
        };
        let (solved, got) = corrected_by(&slightly, Vec::new());
        assert_eq!(got.alpha.data(), solved.data());
    }

    #[test]
    fn a_piece_of_the_wall_goes_and_the_person_beside_it_stays() {
        let (solved, got) = corrected_by(&WITHOUT_THE_BLOCK, Vec::new());
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let expected = (128..256).contains(&x);
                let alpha = got.alpha.at(x, y);
                assert!(
                    (alpha - f32::from(u8::from(expected))).abs() < 0.03,
                    "({x}, {y}): {alpha}"
                );
            }
        }
        // Far from the change not a bit is another.
        assert_eq!(got.alpha.row(400), solved.row(400));
    }

    #[test]
    fn a_hole_in_the_middle_of_a_person_is_not_believed() {
        let hole = Says {
            alpha: |x, y, alpha| {
                if (80..100).contains(&x) && (180..200).contains(&y) {
                    0.0
                } else {
                    alpha
                }
            },
            error: 0.0,
        };
        let (solved, got) = corrected_by(&hole, Vec::new());
        assert_eq!(got.alpha.data(), solved.data());
        // That the two disagree there is told.
        assert!(got.doubt.at(180, 380) > 0.9);
    }

    #[test]
    fn a_piece_is_added_where_somebody_else_has_seen_it() {
        // Beside the person, whose left edge is at column 64 of the frame.
        let adds = Says {
            alpha: |x, y, alpha| {
                if (56..64).contains(&x) && (100..130).contains(&y) {
                    0.98
                } else {
                    alpha
                }
            },
            error: 0.01,
        };
        let check = |probability: f32, expected: bool| {
            let (image, solved) = canvas();
            let mut outline = solved.clone();
            for (y, x) in (200..260).flat_map(|y| (112..128).map(move |x| (y, x))) {
                outline.data_mut()[(y * WIDTH + x) as usize] = probability;
            }
            let head = head(Vec::new());
            let got = corrected(&adds, &image, &outline, &solved, &head).unwrap();
            assert_eq!(got.alpha.at(120, 230) > 0.5, expected, "{probability}");
            // That the two disagree there is told.
            assert!(expected || got.doubt.at(120, 230) > 0.9);
        };
        check(0.0, false);
        check(0.1, false);
        check(0.3, true);
        check(0.6, true);
    }

    #[test]
    fn the_face_stays_whole_whatever_the_network_says() {
        let nobody = Says {
            alpha: |_, _, _| 0.0,
            error: 0.0,
        };
        let [left, right, top, bottom] = [150.0, 230.0, 120.0, 300.0];
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        let oval = corners.map(|(x, y)| Point::new(x, y)).into();
        let (_, got) = corrected_by(&nobody, oval);
        for y in 126..294 {
            for x in 156..224 {
                assert!(got.alpha.at(x, y) == 1.0, "({x}, {y})");
            }
        }
        // That the two disagree there is told.
        assert!(got.doubt.at(190, 200) > 0.9);
        assert!(got.alpha.at(30, 200) == 0.0 && got.doubt.at(30, 200) == 0.0);
    }

    #[test]
    fn the_expected_error_is_told_where_they_agree() {
        let (_, got) = corrected_by(&WITHOUT_THE_BLOCK, Vec::new());
        assert!((got.doubt.at(300, 50) - 0.02).abs() < 1e-3);
    }

    #[test]
    fn an_answer_that_makes_no_sense_is_an_error() {
        for error in [f32::NAN, f32::INFINITY] {
            let nonsense = Says {
                alpha: |_, _, alpha| alpha,
                error,
            };
            let (image, solved) = canvas();
            let head = head(Vec::new());
            let failed = corrected(&nonsense, &image, &solved, &solved, &head).unwrap_err();
            assert_eq!(failed.code(), "network-output");
        }
    }
}
