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

use super::evidence::LocalColours;
use super::islands::without_islands;
use super::laplacian::{Colours, Laplacian, fours};
use super::refine::refine;
use super::{Region, Trimap};

/// Regularisation of the windows' covariance; Levin et al. use 1e-7 on clean
/// pictures. Phone pictures are noisy and compressed (σ ≈ 1–2 levels, squared
/// on a 0..1 scale ≈ 3e-5), and a value near that keeps noise out of the alpha.
pub(super) const EPSILON: f32 = 1e-5;

/// Alpha beyond these is settled at a coarse level, if its neighbours agree.
const SETTLED: f32 = 0.06;

/// Levels, each half the size of the one before.
const LEVELS: usize = 3;

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
    let finest = Level {
        colours: Colours::of(image),
        regions: trimap.regions().to_vec(),
        outline: outline.data().to_vec(),
    };
    let mut levels = vec![finest];
    while levels.len() < LEVELS {
        let finer = &levels[levels.len() - 1];
        if finer.colours.width.min(finer.colours.height) < 64 {
            break;
        }
        levels.push(finer.halved());
    }
    let coarsest = &levels[levels.len() - 1];
    let longest = coarsest.colours.width.max(coarsest.colours.height);
    let radius = ((longest as f64 * NEIGHBOURHOOD) as usize).max(2);
    let local = LocalColours::gather(&coarsest.colours, &coarsest.regions, radius);

    let mut above: Option<Vec<f32>> = None;
    for (depth, level) in levels.iter().enumerate().rev() {
        let (w, h) = (level.colours.width, level.colours.height);
        let mut unknown: Vec<bool> = level
            .regions
            .iter()
            .map(|r| *r == Region::Unknown)
            .collect();
        let mut alpha: Vec<f32> = level
            .regions
            .iter()
            .zip(&level.outline)
            .map(|(region, outline)| match region {
                Region::Foreground => 1.0,
                Region::Background => 0.0,
                Region::Unknown => *outline,
            })
            .collect();
        if let Some(coarse) = &above {
            let coarser = &levels[depth + 1].colours;
            settle(&mut unknown, &mut alpha, &level.colours, coarse, coarser);
            refine(coarser, coarse, &level.colours, &unknown, &mut alpha);
        }
        if depth == 0 && above.is_some() {
            above = Some(alpha);
            break;
        }
        let mut weight = vec![0.0; w * h];
        let mut target = vec![0.0; w * h];
        let shrink = 1 << (levels.len() - 1 - depth);
        for (at, _) in unknown.iter().enumerate().filter(|(_, u)| **u) {
            let colour = level.colours.data[at];
            let said = local.evidence(at % w, at / w, shrink, colour, level.outline[at]);
            (target[at], weight[at]) = (said.alpha, said.weight);
        }
        let laplacian = Laplacian::new(&level.colours, &unknown, EPSILON);
        let iterations = if above.is_none() {
            COARSEST_ITERATIONS
        } else {
            MIDDLE_ITERATIONS
        };
        laplacian.solve(&mut alpha, w, &weight, &target, 1e-4, iterations);
        above = Some(alpha);
    }
    let mut alpha = above.expect("there is at least the finest level");
    let shrink = 1 << (levels.len() - 1);
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

/// One level of the pyramid.
struct Level {
    colours: Colours,
    regions: Vec<Region>,
    outline: Vec<f32>,
}

impl Level {
    /// Half the size: colours and outline averaged, a region known only where
    /// all four pixels agree.
    fn halved(&self) -> Self {
        let (w, h) = (self.colours.width, self.colours.height);
        let regions = fours(w, h).map(|four| {
            let region = self.regions[four[0]];
            let agree = four.iter().all(|at| self.regions[*at] == region);
            if agree { region } else { Region::Unknown }
        });
        Self {
            regions: regions.collect(),
            outline: self.colours.halved_values(&self.outline),
            colours: self.colours.halved(),
        }
    }
}

/// Takes out of `unknown` what the coarser level has settled: pixels within
/// a neighbourhood there that is plainly 0 or plainly 1. They get that value
/// in `alpha`.
pub(super) fn settle(
    unknown: &mut [bool],
    alpha: &mut [f32],
    fine: &Colours,
    coarse_alpha: &[f32],
    coarse: &Colours,
) {
    // 0, 1, or open.
    let plain: Vec<Option<bool>> = coarse_alpha
        .iter()
        .map(|a| match *a {
            a if a <= SETTLED => Some(false),
            a if a >= 1.0 - SETTLED => Some(true),
            _ => None,
        })
        .collect();
    let agreed = |x: usize, y: usize| {
        let own = plain[y * coarse.width + x]?;
        let columns = x.saturating_sub(1)..(x + 2).min(coarse.width);
        (y.saturating_sub(1)..(y + 2).min(coarse.height))
            .all(|row| {
                plain[row * coarse.width..][columns.clone()]
                    .iter()
                    .all(|other| *other == Some(own))
            })
            .then_some(own)
    };
    for y in 0..fine.height {
        for x in 0..fine.width {
            let at = y * fine.width + x;
            if unknown[at]
                && let Some(person) = agreed(x / 2, y / 2)
            {
                unknown[at] = false;
                alpha[at] = f32::from(u8::from(person));
            }
        }
    }
}
