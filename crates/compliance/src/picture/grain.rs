//! Noise.
//!
//! Takes the skin on the view; gives the standard deviation of its grain.

use super::grid::Grid;
use super::value::plain;
use crate::light::zones;
use crate::{Measured, Sample, VIEW_HEIGHT, VIEW_WIDTH, WhyNot};

/// Fewest pixels worth reading.
const LEAST: usize = 400;
/// A Gaussian's standard deviation over its median absolute deviation.
const OF_MEDIAN: f64 = 1.4826;
/// Root of the sum of the mask's squared weights (1 −2 1 by 1 −2 1).
const MASK: f64 = 6.0;

/// Standard deviation of the noise on the view's cheeks and forehead, levels:
/// Immerkær 1996, "Fast noise variance estimation", with the median instead of
/// the mean, so that hairs, pores and wrinkles do not count.
pub(super) fn measure(sample: &Sample<'_>) -> Measured {
    let patches = zones::patches(sample);
    let indices: Vec<usize> = patches
        .into_iter()
        .flat_map(|(right, left)| [right, left])
        .filter_map(|zone| zone.seen(1).ok())
        .flat_map(|zone| zone.indices().to_vec())
        .collect();
    if indices.len() < LEAST {
        return plain("noise", Err(WhyNot::Hidden));
    }
    let grid = Grid::of(&sample.view, [0, 0, VIEW_WIDTH, VIEW_HEIGHT]);
    plain("noise", Ok(deviation(&grid, &indices)))
}

fn deviation(grid: &Grid, indices: &[usize]) -> f64 {
    let mut responses: Vec<f64> = indices
        .iter()
        .map(|index| (index % grid.width.max(1), index / grid.width.max(1)))
        .map(|(x, y)| f64::from(response(grid, x, y).abs()))
        .collect();
    if responses.is_empty() {
        return 0.0;
    }
    let middle = responses.len() / 2;
    let (_, median, _) = responses.select_nth_unstable_by(middle, f64::total_cmp);
    OF_MEDIAN * *median / MASK
}

/// What a second difference in both directions leaves.
fn response(grid: &Grid, x: usize, y: usize) -> f32 {
    let row = |y: usize| grid.at(x.saturating_sub(1), y) - 2.0 * grid.at(x, y) + grid.at(x + 1, y);
    row(y.saturating_sub(1)) - 2.0 * row(y) + row(y + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random, sum of twelve uniform ones: nearly Gaussian.
    fn noisy(sigma: f32, slope: f32) -> Grid {
        let mut state = 1_u32;
        let mut uniform = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 24) as f32
        };
        let mut gaussian = || (0..12).map(|_| uniform()).sum::<f32>() - 6.0;
        let data = (0..100 * 100)
            .map(|i| 100.0 + slope * (i % 100) as f32 + sigma * gaussian())
            .collect();
        Grid {
            width: 100,
            height: 100,
            data,
        }
    }

    #[track_caller]
    fn check(sigma: f32, slope: f32) {
        let all: Vec<usize> = (0..100 * 100).collect();
        let got = deviation(&noisy(sigma, slope), &all);
        assert!(
            (got - f64::from(sigma)).abs() < 0.05 * f64::from(sigma) + 0.01,
            "{sigma}: {got}"
        );
    }

    #[test]
    fn noise_is_found_on_plain_and_shaded_skin() {
        for sigma in [0.0, 1.0, 4.0, 12.0] {
            check(sigma, 0.0);
            check(sigma, 0.7);
        }
    }
}
