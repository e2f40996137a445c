//! Too strong compression, and pixels that were only enlarged.
//!
//! Takes the face in the upright picture's own pixels; gives how far the
//! borders of JPEG's 8 × 8 blocks stand out (after Wang, Bovik & Evan 2000,
//! "Blind measurement of blocking artifacts in images").

use imaging::Point;
use vision::Rect;

use super::grid::Grid;
use super::value::plain;
use crate::{Measured, Sample, WhyNot};

/// Side of a block, px.
const BLOCK: usize = 8;
/// Largest side of what is looked at, px: enough blocks, little time.
const LARGEST: f64 = 384.0;
/// Fewest pixels on a side: ten blocks.
const LEAST: usize = 80;
/// A jump counts this much at most, levels: edges are no block borders.
const CAP: f32 = 12.0;

pub(super) fn measure(sample: &Sample<'_>) -> Vec<Measured> {
    let upright = &sample.evidence.photo.upright;
    let bounds = sample.evidence.photo.face.landmarks.bounds();
    let centre = bounds.centre();
    let side = |length: f64| length.min(LARGEST);
    let part = Rect::around(centre, side(bounds.width()), side(bounds.height()));
    let corner = |p: Point| {
        let within = |value: f64, limit: u32| value.clamp(0.0, f64::from(limit)).round() as u32;
        [within(p.x, upright.width()), within(p.y, upright.height())]
    };
    let [left, top] = corner(Point::new(part.left, part.top));
    let [right, bottom] = corner(Point::new(part.right, part.bottom));
    let grid = Grid::of(upright, [left, top, right, bottom]);
    let grid = if grid.width < LEAST || grid.height < LEAST {
        Err(WhyNot::TooSmall)
    } else {
        Ok(grid)
    };
    // Blocks smaller than they are in the file show less.
    let shown = sample.source_density().max(1.0);
    let value = |of: fn(&Grid) -> f64| grid.as_ref().map(of).map_err(|why| *why);
    vec![
        plain("compression", value(blockiness).map(|jump| jump / shown)),
        plain("upscaling", value(enlarged)),
    ]
}

/// Columns in which [`enlarged`] compares neighbours.
const WINDOW: usize = 24;
/// Pixels doubled alone leave half of the columns without a step; this share
/// of the columns lies among them.
const QUIET: f64 = 0.4;

/// Hundredths by which the quieter columns and rows have smaller steps than
/// all: 0 where every pixel is its own, towards 100 where pixels were repeated.
fn enlarged(grid: &Grid) -> f64 {
    let across = repeated(grid, |x, y| (x, y), grid.width, grid.height);
    let down = repeated(grid, |x, y| (y, x), grid.height, grid.width);
    100.0 * across.min(down)
}

fn repeated(
    grid: &Grid,
    place: fn(usize, usize) -> (usize, usize),
    columns: usize,
    rows: usize,
) -> f64 {
    let mut steps = vec![0.0_f64; columns.saturating_sub(1)];
    for y in 0..rows {
        for (x, sum) in steps.iter_mut().enumerate() {
            let ((x0, y0), (x1, y1)) = (place(x, y), place(x + 1, y));
            *sum += f64::from((grid.at(x1, y1) - grid.at(x0, y0)).abs());
        }
    }
    let (mut quiet, mut all) = (0.0, 0.0);
    for window in steps.chunks_exact_mut(WINDOW) {
        window.sort_by(f64::total_cmp);
        quiet += window[(QUIET * WINDOW as f64) as usize];
        all += window.iter().sum::<f64>() / WINDOW as f64;
    }
    if all > 0.0 { 1.0 - quiet / all } else { 0.0 }
}

/// Levels by which the jumps at block borders exceed those beside them. Where
/// the borders lie is found, for turning and cropping move them.
fn blockiness(grid: &Grid) -> f64 {
    let across = strongest(jumps(grid, |x, y| (x, y), grid.width, grid.height));
    let down = strongest(jumps(grid, |x, y| (y, x), grid.height, grid.width));
    across.midpoint(down)
}

/// Mean excess of the jump after each column, by the column's place in a block.
fn jumps(
    grid: &Grid,
    place: fn(usize, usize) -> (usize, usize),
    columns: usize,
    rows: usize,
) -> [f64; BLOCK] {
    let mut sums = [0.0_f64; BLOCK];
    let mut counts = [0.0_f64; BLOCK];
    for y in 0..rows {
        for x in 1..columns.saturating_sub(2) {
            let level = |x: usize| {
                let (x, y) = place(x, y);
                grid.at(x, y)
            };
            let step = |from: usize| (level(from + 1) - level(from)).abs().min(CAP);
            let excess = step(x) - 0.5 * (step(x - 1) + step(x + 1));
            sums[x % BLOCK] += f64::from(excess);
            counts[x % BLOCK] += 1.0;
        }
    }
    std::array::from_fn(|phase| sums[phase] / counts[phase].max(1.0))
}

/// The strongest phase over the middle of the phases.
fn strongest(phases: [f64; BLOCK]) -> f64 {
    let mut sorted = phases;
    sorted.sort_by(f64::total_cmp);
    (sorted[BLOCK - 1] - sorted[BLOCK / 2]).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A shaded area whose blocks of `side` px, from `offset` on, are `step` apart.
    fn blocks(side: usize, offset: usize, step: f32) -> Grid {
        let data = (0..160 * 120)
            .map(|i| ((i % 160 + offset) / side, (i / 160 + offset) / side, i))
            .map(|(x, y, i)| 80.0 + 0.2 * (i % 160) as f32 + step * ((x + y) % 2) as f32)
            .collect();
        Grid {
            width: 160,
            height: 120,
            data,
        }
    }

    #[track_caller]
    fn check(side: usize, offset: usize, step: f32, low: f64, high: f64) {
        let got = blockiness(&blocks(side, offset, step));
        assert!((low..=high).contains(&got), "{side} {offset} {step}: {got}");
    }

    #[test]
    fn blocks_of_eight_are_found_wherever_they_lie() {
        check(8, 0, 0.0, 0.0, 0.05);
        for offset in 0..8 {
            check(8, offset, 2.0, 1.5, 2.5);
        }
        check(8, 3, 5.0, 4.0, 6.0);
        check(7, 0, 5.0, 0.0, 1.0);
    }

    #[track_caller]
    fn check_enlarged(times: usize, low: f64, high: f64) {
        let level = |x: usize, y: usize| ((x * 37 + y * 53) * 7919 % 251) as f32;
        let data = (0..160 * 120).map(|i| level(i % 160 / times, i / 160 / times));
        let got = enlarged(&Grid {
            width: 160,
            height: 120,
            data: data.collect(),
        });
        assert!((low..=high).contains(&got), "{times}: {got}");
    }

    #[test]
    fn repeated_pixels_are_found() {
        check_enlarged(1, 0.0, 30.0);
        check_enlarged(2, 90.0, 100.0);
        check_enlarged(5, 90.0, 100.0);
    }
}
