//! Alpha by closed-form matting, from coarse to fine.
//!
//! The coarsest level is solved over the whole band; each finer level takes
//! over what is plainly person or plainly background there, and starts from
//! the coarser one [refined](super::refine) by its own colours. On the finest
//! level that is the answer: solving it as well costs four times as much and
//! made the error against known alpha larger, not smaller (mean square 29.5
//! to 23.2 thousandths over 44 composed portraits). What is left there of marks
//! on the wall goes last ([`islands`](super::islands)).

use imaging::{Plane, RgbImage};
use rten_simd::SimdOp as _;

use super::colours::{Colours, by_fours, colour, halved, pixels};
use super::evidence::LocalColours;
use super::gradients::System;
use super::islands::without_islands;
use super::laplacian::Laplacian;
use super::mask::places;
use super::refine::refine;
use super::settled::settle;
use super::{Region, Trimap};

/// Regularisation of the windows' covariance; Levin et al. use 1e-7 on clean
/// pictures. Phone pictures are noisy and compressed (σ ≈ 1–2 levels, squared
/// on a 0..1 scale ≈ 3e-5), and a value near that keeps noise out of the alpha.
pub(super) const EPSILON: f32 = 1e-5;

/// What has a shorter side is not halved, px. Two levels are solved else, half and a quarter of
/// the picture's size.
const SMALL_SIDE: usize = 64;

/// Iterations on the coarsest level, and on those between it and the finest.
const COARSEST_ITERATIONS: usize = 60;
const MIDDLE_ITERATIONS: usize = 20;

/// Coverage that marks on the wall leave: less than the first goes where it is doubted
/// ([`LocalColours::doubted`]), more than the second stays, for hair that the outline missed is whole.
const FAINT: (f32, f32) = (0.3, 0.7);

/// Colours are gathered within this share of the canvas's longer side.
const NEIGHBOURHOOD: f64 = 0.045;

/// Solves the alpha of `image` in the unknown region of `trimap`; the rest
/// keeps 0 or 1. `outline` is the person's rough probability at canvas size.
///
/// # Panics
/// When trimap or outline have another size than the picture.
#[must_use]
pub fn closed_form(image: &RgbImage, trimap: &Trimap, outline: &Plane) -> Plane {
    let (width, height) = (image.width() as usize, image.height() as usize);
    assert_eq!(
        (trimap.width(), trimap.height()),
        (width, height),
        "a trimap of the canvas"
    );
    assert_eq!(
        outline.data().len(),
        width * height,
        "an outline of the canvas"
    );
    let whole = Known {
        width,
        height,
        regions: trimap.regions(),
        outline: outline.data(),
    };
    let levels = whole.levels(image);
    let coarsest = &levels[levels.len() - 1];
    let longest = coarsest.colours.width.max(coarsest.colours.height);
    let radius = ((longest as f64 * NEIGHBOURHOOD) as usize).max(2);
    let local = LocalColours::gather(&coarsest.colours, &coarsest.regions, radius);

    let mut solved = Vec::new();
    for (depth, level) in levels.iter().enumerate().rev() {
        let above = levels.get(depth + 1).map(|coarser| (coarser, &solved[..]));
        let shrink = 1 << (levels.len() - 1 - depth);
        solved = level.solved(above, &local, shrink);
    }
    let finest = &levels[0].colours;
    let mut shrink = 1 << (levels.len() - 1);
    let mut alpha = if (finest.width, finest.height) == (width, height) {
        solved
    } else {
        shrink *= 2;
        let (mut unknown, mut alpha) = whole.begin();
        settle(&mut unknown, &mut alpha, width, &solved, finest.width);
        let pixels = pixels(image);
        let colour_at = |at: usize| colour(pixels[at]);
        refine(finest, &solved, width, colour_at, &unknown, &mut alpha);
        alpha
    };
    for (at, value) in alpha.iter_mut().enumerate() {
        if *value > 0.0 && *value < FAINT.1 {
            let doubt = local.doubted(at % width, at / width, shrink, outline.data()[at]);
            *value *= 1.0 - doubt * (1.0 - smooth_step(FAINT, *value));
        }
    }
    without_islands(&mut alpha, width);
    Plane::new(image.width(), image.height(), alpha).expect("one alpha a pixel")
}

/// From 0 to 1 as `value` goes from one end to the other, level at both.
fn smooth_step((from, to): (f32, f32), value: f32) -> f32 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// What is known of a picture before it is solved, one of each a pixel.
#[derive(Clone, Copy)]
struct Known<'a> {
    width: usize,
    height: usize,
    regions: &'a [Region],
    outline: &'a [f32],
}

impl Known<'_> {
    /// The levels of `image` that are solved, the finest first.
    fn levels(&self, image: &RgbImage) -> Vec<Level> {
        if self.width.min(self.height) < SMALL_SIDE {
            return vec![Level {
                colours: Colours::of(image),
                regions: self.regions.to_vec(),
                outline: self.outline.to_vec(),
            }];
        }
        let first = self.halved(Colours::half_of(image));
        if first.colours.width.min(first.colours.height) < SMALL_SIDE {
            return vec![first];
        }
        let second = first.known().halved(first.colours.halved());
        vec![first, second]
    }

    /// Half the size, with `colours`: the outline averaged, a region known only where
    /// all four pixels agree.
    fn halved(&self, colours: Colours) -> Level {
        let regions = by_fours(self.width, self.height, |four| {
            let region = self.regions[four[0]];
            let agree = four.iter().all(|at| self.regions[*at] == region);
            if agree { region } else { Region::Unknown }
        });
        Level {
            colours,
            regions,
            outline: halved(self.outline, self.width, self.height),
        }
    }

    /// Where alpha is unknown, and the alpha to begin with: there the outline's.
    fn begin(&self) -> (Vec<bool>, Vec<f32>) {
        let unknown = self.regions.iter().map(|r| *r == Region::Unknown);
        let known = self.regions.iter().zip(self.outline);
        let alpha = known.map(|(region, outline)| match region {
            Region::Foreground => 1.0,
            Region::Background => 0.0,
            Region::Unknown => *outline,
        });
        (unknown.collect(), alpha.collect())
    }
}

/// A level that is solved.
struct Level {
    colours: Colours,
    regions: Vec<Region>,
    outline: Vec<f32>,
}

impl Level {
    fn known(&self) -> Known<'_> {
        Known {
            width: self.colours.width,
            height: self.colours.height,
            regions: &self.regions,
            outline: &self.outline,
        }
    }

    /// This level's alpha, begun from that of the coarser level `above`; this one is `shrink`
    /// times finer than the grid of `local`.
    fn solved(
        &self,
        above: Option<(&Self, &[f32])>,
        local: &LocalColours,
        shrink: usize,
    ) -> Vec<f32> {
        let (w, h) = (self.colours.width, self.colours.height);
        let (mut unknown, mut alpha) = self.known().begin();
        let iterations = match above {
            None => COARSEST_ITERATIONS,
            Some((coarser, coarse)) => {
                let coarser = &coarser.colours;
                settle(&mut unknown, &mut alpha, w, coarse, coarser.width);
                let colour_at = |at: usize| self.colours.data[at];
                refine(coarser, coarse, w, colour_at, &unknown, &mut alpha);
                MIDDLE_ITERATIONS
            }
        };
        let mut weight = vec![0.0; w * h];
        let mut target = vec![0.0; w * h];
        for at in places(&unknown) {
            let colour = self.colours.data[at];
            let said = local.evidence(at % w, at / w, shrink, colour, self.outline[at]);
            (target[at], weight[at]) = (said.alpha, said.weight);
        }
        let laplacian = Laplacian::new(&self.colours, &unknown, EPSILON);
        System {
            laplacian: &laplacian,
            width: w,
            weight: &weight,
            target: &target,
            alpha: &mut alpha,
            iterations,
        }
        .dispatch();
        alpha
    }
}
