//! Out of focus, shaken.
//!
//! Takes the eyes and brows on the view; gives how far their edges are spread.
//!
//! A step edge spread by a Gaussian of radius b keeps, smoothed by s, slopes
//! whose energy falls as 1/√(b² + s²); the energies under two smoothings give
//! b whatever the edge's height (after Zhuo & Sim 2011, "Defocus map
//! estimation from a single image", there with the slopes themselves). Noise
//! and skin texture are subtracted as measured on the cheeks.

use vision::points;

use super::grid::Grid;
use super::value::plain;
use crate::light::zones;
use crate::{Measured, Sample, VIEW_HEIGHT, VIEW_WIDTH, WhyNot};

/// The two smoothings, px of the view.
const FINE: f32 = 1.0;
const COARSE: f32 = 2.5;
/// Directions in which slopes are taken: every 30° of half a turn.
const DIRECTIONS: usize = 6;
/// The largest spread told apart, px of the view.
const WIDEST: f64 = 8.0;
/// Mean squared slope that is taken for an edge, levels².
const LEAST_ENERGY: f64 = 0.5;
/// Room around brows and eyes, px of the view.
const ROOM: f64 = 8.0;

pub(super) fn measure(sample: &Sample<'_>) -> Vec<Measured> {
    let spreads = spreads(sample);
    let value = |of: fn(&[f64; DIRECTIONS]) -> f64| spreads.as_ref().map(of).map_err(|why| *why);
    vec![
        plain("blur", value(blur)),
        plain("motion-blur", value(motion)),
    ]
}

/// Spread in the middle of the directions, px of the view.
fn blur(spreads: &[f64; DIRECTIONS]) -> f64 {
    let squares = spreads.iter().map(|spread| spread * spread).sum::<f64>();
    (squares / DIRECTIONS as f64).sqrt()
}

/// What the direction of the greatest spread has more than the one across it,
/// px of the view.
fn motion(spreads: &[f64; DIRECTIONS]) -> f64 {
    (0..DIRECTIONS)
        .map(|i| spreads[i].powi(2) - spreads[(i + DIRECTIONS / 2) % DIRECTIONS].powi(2))
        .fold(0.0, f64::max)
        .sqrt()
}

fn spreads(sample: &Sample<'_>) -> Result<[f64; DIRECTIONS], WhyNot> {
    let brows = points::LEFT_BROW_TOP
        .into_iter()
        .chain(points::RIGHT_BROW_TOP);
    let lids = points::LEFT_LOWER_LID
        .into_iter()
        .chain(points::RIGHT_LOWER_LID);
    let corners = [points::LEFT_EYE_OUTER, points::RIGHT_EYE_OUTER];
    let eyes = rectangle(sample, brows.chain(lids).chain(corners))?;
    of_grids(&Grid::of(&sample.view, eyes), &cheeks(sample))
}

/// Squares of cheek skin, as far as the picture shows them.
fn cheeks(sample: &Sample<'_>) -> Vec<Grid> {
    let [bones, cheeks, ..] = zones::patches(sample);
    [bones.0, bones.1, cheeks.0, cheeks.1]
        .into_iter()
        .filter_map(|zone| zone.seen(1).ok())
        .map(|zone| Grid::of(&sample.view, zone.bounds()))
        .collect()
}

/// Bounds of landmarks with some room, when the picture shows all of it.
fn rectangle(
    sample: &Sample<'_>,
    indices: impl Iterator<Item = usize>,
) -> Result<[u32; 4], WhyNot> {
    let mut bounds = [f64::INFINITY, f64::INFINITY, 0.0, 0.0];
    for point in indices.map(|index| sample.at(index)) {
        bounds[0] = bounds[0].min(point.x - ROOM);
        bounds[1] = bounds[1].min(point.y - ROOM);
        bounds[2] = bounds[2].max(point.x + ROOM);
        bounds[3] = bounds[3].max(point.y + ROOM);
    }
    let limits = [VIEW_WIDTH, VIEW_HEIGHT, VIEW_WIDTH, VIEW_HEIGHT];
    let mut rectangle = [0; 4];
    for ((side, bound), limit) in rectangle.iter_mut().zip(bounds).zip(limits) {
        *side = bound.clamp(0.0, f64::from(limit - 1)).round() as u32;
    }
    let [left, top, right, bottom] = rectangle;
    let corners = [(left, top), (right, top), (left, bottom), (right, bottom)];
    if corners.iter().all(|(x, y)| sample.inside.at(*x, *y) > 0.5) {
        Ok(rectangle)
    } else {
        Err(WhyNot::OutOfPicture)
    }
}

/// Spread of the edges in each direction, without what the calmest of the
/// `plain` grids has as well.
fn of_grids(edges: &Grid, plain: &[Grid]) -> Result<[f64; DIRECTIONS], WhyNot> {
    let tensors = |grid: &Grid| [FINE, COARSE].map(|sigma| tensor(&grid.smoothed(sigma)));
    let energy = |[[xx, _, yy], _]: &[[f64; 3]; 2]| xx + yy;
    let noise = plain
        .iter()
        .map(tensors)
        .min_by(|a, b| energy(a).total_cmp(&energy(b)))
        .unwrap_or_default();
    let [fine, coarse] = tensors(edges);
    let less = |own: [f64; 3], noise: [f64; 3]| std::array::from_fn(|i| own[i] - noise[i]);
    let (fine, coarse) = (less(fine, noise[0]), less(coarse, noise[1]));
    let mut spreads = [0.0; DIRECTIONS];
    for (step, spread) in spreads.iter_mut().enumerate() {
        let angle = std::f64::consts::PI * step as f64 / DIRECTIONS as f64;
        let [fine, coarse] = [fine, coarse].map(|tensor| along(tensor, angle));
        if fine < LEAST_ENERGY {
            return Err(WhyNot::Hidden);
        }
        *spread = from_energies(fine, coarse);
    }
    Ok(spreads)
}

/// Mean products of the slopes: xx, xy, yy.
fn tensor(grid: &Grid) -> [f64; 3] {
    let mut sums = [0.0; 3];
    for y in 0..grid.height {
        for x in 0..grid.width {
            let (dx, dy) = grid.slope(x, y);
            for (sum, product) in sums.iter_mut().zip([dx * dx, dx * dy, dy * dy]) {
                *sum += f64::from(product);
            }
        }
    }
    sums.map(|sum| sum / grid.data.len().max(1) as f64)
}

/// Mean squared slope in a direction.
fn along([xx, xy, yy]: [f64; 3], angle: f64) -> f64 {
    let (sin, cos) = angle.sin_cos();
    cos * cos * xx + 2.0 * sin * cos * xy + sin * sin * yy
}

/// The spread b of `fine / coarse = √((b² + COARSE²) / (b² + FINE²))`.
fn from_energies(fine: f64, coarse: f64) -> f64 {
    let (s1, s2) = (f64::from(FINE).powi(2), f64::from(COARSE).powi(2));
    let ratio = (fine / coarse.max(f64::MIN_POSITIVE)).powi(2);
    if ratio <= 1.0 {
        return WIDEST;
    }
    ((s2 - s1 * ratio) / (ratio - 1.0))
        .max(0.0)
        .sqrt()
        .min(WIDEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bright and dark discs, spread by a Gaussian, and noise over all.
    fn discs(sigma: f32, noise: f32) -> Grid {
        let mut state = 7_u32;
        let mut uniform = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 24) as f32
        };
        let (width, height) = (180, 90);
        let level = |i: usize| {
            let (x, y) = ((i % width) % 45, (i / width) % 45);
            let far = (x as f32 - 22.0).hypot(y as f32 - 22.0);
            150.0 - 90.0 * (14.5 - far).clamp(0.0, 1.0)
        };
        let sharp = Grid {
            width,
            height,
            data: (0..width * height).map(level).collect(),
        };
        let mut grid = if sigma > 0.0 {
            sharp.smoothed(sigma)
        } else {
            sharp
        };
        for value in &mut grid.data {
            *value += noise * 3.46 * (uniform() - 0.5);
        }
        grid
    }

    #[track_caller]
    fn check(sigma: f32, noise: f32, tolerance: f64) {
        let mut plain = discs(50.0, noise);
        plain.data.truncate(180 * 40);
        plain.height = 40;
        let spreads = of_grids(&discs(sigma, noise), &[plain]).unwrap();
        let (blur, motion) = (blur(&spreads), motion(&spreads));
        assert!(
            (blur - f64::from(sigma)).abs() < tolerance,
            "{sigma} {noise}: {blur}"
        );
        assert!(motion < 0.4 + tolerance, "{sigma} {noise}: motion {motion}");
    }

    #[test]
    fn the_spread_of_edges_is_found_under_noise() {
        for sigma in [0.7, 1.0, 1.5, 2.0, 3.0] {
            check(sigma, 0.0, 0.35);
            check(sigma, 4.0, 0.5);
        }
    }

    #[test]
    fn shaking_spreads_one_direction_alone() {
        let sharp = discs(0.7, 0.0);
        let mut shaken = sharp.clone();
        for (i, value) in shaken.data.iter_mut().enumerate() {
            let (x, y) = (i % sharp.width, i / sharp.width);
            *value = (0..9)
                .map(|step| sharp.at((x + step).saturating_sub(4), y))
                .sum::<f32>()
                / 9.0;
        }
        // A run of nine pixels has a standard deviation of 2.58.
        let motion = motion(&of_grids(&shaken, &[]).unwrap());
        assert!((1.6..3.4).contains(&motion), "{motion}");
    }

    #[test]
    fn a_plain_area_has_no_edges() {
        let flat = discs(50.0, 0.0);
        let empty = Grid {
            width: 0,
            height: 0,
            data: Vec::new(),
        };
        assert_eq!(of_grids(&empty, &[]), Err(WhyNot::Hidden));
        assert_eq!(
            of_grids(&flat, std::slice::from_ref(&flat)),
            Err(WhyNot::Hidden)
        );
    }
}
