//! Conjugate gradients on the matting Laplacian.
//!
//! Numbers of known pixels that lie in a stretch are 0 throughout. Sums are made lane by lane, in
//! an order that is the same on every machine.

use rten_simd::{Isa, SimdOp};

use super::laplacian::{LANES, Lanes, Laplacian};

/// `(L + diag(weight)) α = diag(weight) target` for the unknown pixels of an `alpha`; all but
/// `laplacian` one a pixel, rows of `width`.
pub(super) struct System<'a> {
    pub(super) laplacian: &'a Laplacian,
    pub(super) width: usize,
    pub(super) weight: &'a [f32],
    pub(super) target: &'a [f32],
    /// What is begun with, and what it is solved to. Known pixels keep their value.
    pub(super) alpha: &'a mut [f32],
    /// At most so many.
    pub(super) iterations: usize,
}

/// The residual, relative to where α = 0 would start, at which a system is solved.
const TOLERANCE: f64 = 1e-4;

/// Solves it by Jacobi-preconditioned conjugate gradients.
///
/// Compiled for each kind of vectors. Nothing is multiplied and added in one step, so that the
/// numbers are the same with all of them.
impl SimdOp for System<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, _: I) {
        self.solve();
    }
}

impl System<'_> {
    #[inline(always)]
    fn solve(self) {
        let Self {
            laplacian,
            width,
            weight,
            target,
            alpha,
            iterations,
        } = self;
        let gathered = |values: &[f32]| {
            let mut lanes = laplacian.zeros();
            for at in laplacian.unknown() {
                lanes[at.stretch as usize][at.lane as usize] = values[at.pixel as usize];
            }
            lanes
        };
        let (weight, target) = (gathered(weight), gathered(target));
        let mut x = gathered(alpha);
        let stretches = 0..x.len();

        // b − A·x0 in one pass over the grid that holds known and guessed values.
        let mut grid = laplacian.grid_of(alpha, width);
        let mut residual: Vec<Lanes> = stretches
            .clone()
            .map(|s| {
                let times = laplacian.times(s, &grid);
                lanes(|l| weight[s][l] * (target[s][l] - x[s][l]) - times[l])
            })
            .collect();
        for at in laplacian.unknown() {
            grid[at.place as usize] = 0.0;
        }
        let right_hand_side: Vec<Lanes> = stretches
            .clone()
            .map(|s| {
                let times = laplacian.times(s, &grid);
                lanes(|l| weight[s][l] * target[s][l] - times[l])
            })
            .collect();
        let stop = TOLERANCE * TOLERANCE * dot(&right_hand_side, &right_hand_side);
        grid.fill(0.0);

        let inverse_diagonal: Vec<Lanes> = laplacian
            .diagonal()
            .zip(&weight)
            .map(|(entry, weight)| lanes(|l| 1.0 / (entry[l] + weight[l]).max(1e-9)))
            .collect();
        let mut z: Vec<Lanes> = residual
            .iter()
            .zip(&inverse_diagonal)
            .map(|(residual, inverse)| lanes(|l| residual[l] * inverse[l]))
            .collect();
        let mut direction = z.clone();
        let mut rz = dot(&residual, &z);
        let mut product = laplacian.zeros();
        for _ in 0..iterations {
            if dot(&residual, &residual) <= stop {
                break;
            }
            laplacian.put(&direction, &mut grid);
            for (s, product) in product.iter_mut().enumerate() {
                let times = laplacian.times(s, &grid);
                *product = lanes(|l| times[l] + weight[s][l] * direction[s][l]);
            }
            let curvature = dot(&direction, &product);
            if curvature <= 0.0 {
                break;
            }
            let step = (rz / curvature) as f32;
            for s in stretches.clone() {
                for l in 0..LANES {
                    x[s][l] += step * direction[s][l];
                    residual[s][l] -= step * product[s][l];
                    z[s][l] = residual[s][l] * inverse_diagonal[s][l];
                }
            }
            let next = dot(&residual, &z);
            let keep = (next / rz) as f32;
            rz = next;
            for (direction, z) in direction.iter_mut().zip(&z) {
                *direction = lanes(|l| z[l] + keep * direction[l]);
            }
        }
        for at in laplacian.unknown() {
            alpha[at.pixel as usize] = x[at.stretch as usize][at.lane as usize].clamp(0.0, 1.0);
        }
    }
}

#[inline(always)]
fn lanes(value: impl FnMut(usize) -> f32) -> Lanes {
    std::array::from_fn(value)
}

#[inline(always)]
fn dot(a: &[Lanes], b: &[Lanes]) -> f64 {
    let mut sums = [0.0_f64; LANES];
    for (a, b) in a.iter().zip(b) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += f64::from(*a) * f64::from(*b);
        }
    }
    sums.iter().sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::matting::colours::Colours;

    const EPSILON: f32 = 1e-3;

    /// What equation 12 of Levin et al. makes of `alpha`, window by window.
    fn defined(colours: &Colours, alpha: &[f32]) -> Vec<f64> {
        let (width, height) = (colours.width, colours.height);
        let mut out = vec![0.0; alpha.len()];
        for (y, x) in (2..height).flat_map(|y| (2..width).map(move |x| (y, x))) {
            let around = |i: usize| (y - 2 + i / 3) * width + x - 2 + i % 3;
            let colour = |i: usize| colours.data[around(i)].map(f64::from);
            let mean = [0, 1, 2].map(|c| (0..9).map(|i| colour(i)[c]).sum::<f64>() / 9.0);
            let off = |i: usize| [0, 1, 2].map(|c| colour(i)[c] - mean[c]);
            let covariance = [0, 1, 2].map(|r| {
                [0, 1, 2].map(|c| {
                    let own = if r == c {
                        f64::from(EPSILON) / 9.0
                    } else {
                        0.0
                    };
                    own + (0..9).map(|i| off(i)[r] * off(i)[c]).sum::<f64>() / 9.0
                })
            });
            for i in 0..9 {
                let solved = solved(covariance, off(i));
                for j in 0..9 {
                    let dot: f64 = (0..3).map(|c| solved[c] * off(j)[c]).sum();
                    let own = f64::from(u8::from(i == j));
                    let entry = own - (1.0 + dot) / 9.0;
                    out[around(i)] += entry * f64::from(alpha[around(j)]);
                }
            }
        }
        out
    }

    /// `v` with `matrix · v = right`, by elimination.
    fn solved(mut matrix: [[f64; 3]; 3], mut right: [f64; 3]) -> [f64; 3] {
        for at in 0..3 {
            for below in at + 1..3 {
                let share = matrix[below][at] / matrix[at][at];
                let pivot = matrix[at];
                for (entry, above) in matrix[below].iter_mut().zip(pivot) {
                    *entry -= share * above;
                }
                right[below] -= share * right[at];
            }
        }
        for at in (0..3).rev() {
            let known: f64 = (at + 1..3).map(|c| matrix[at][c] * right[c]).sum();
            right[at] = (right[at] - known) / matrix[at][at];
        }
        right
    }

    proptest! {
        /// Whatever is known, and however it lies between what is not.
        #[test]
        fn what_is_solved_fulfils_the_equation(
            (width, height, pixels) in (3..24_usize, 3..8_usize).prop_flat_map(|(w, h)| {
                let colour = prop::array::uniform3(0.3..1.0_f32);
                let pixel = (colour, any::<bool>(), 0.45..0.55_f32, 0.05..1.0_f32);
                (Just(w), Just(h), prop::collection::vec(pixel, w * h))
            }),
        ) {
            let colours = Colours { width, height, data: pixels.iter().map(|p| p.0).collect() };
            let unknown: Vec<bool> = pixels.iter().map(|p| p.1).collect();
            let target: Vec<f32> = pixels.iter().map(|p| p.2).collect();
            let weight: Vec<f32> = pixels.iter().map(|p| p.3).collect();
            let mut alpha = target.clone();
            let laplacian = Laplacian::new(&colours, &unknown, EPSILON);
            System {
                laplacian: &laplacian,
                width,
                weight: &weight,
                target: &target,
                alpha: &mut alpha,
                iterations: 400,
            }
            .dispatch();
            // What is cut off at 0 and 1 fulfils none.
            prop_assume!(alpha.iter().all(|a| *a > 0.0 && *a < 1.0));
            let left = defined(&colours, &alpha);
            for at in 0..alpha.len() {
                if unknown[at] {
                    let off = left[at] + f64::from(weight[at] * (alpha[at] - target[at]));
                    prop_assert!(off.abs() < 1e-3, "{}: {}", at, off);
                } else {
                    prop_assert_eq!(alpha[at], target[at]);
                }
            }
        }
    }
}
