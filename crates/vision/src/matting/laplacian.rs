//! The matting Laplacian on the unknown pixels, and conjugate gradients on it.
//!
//! Levin, Lischinski and Weiss 2008, "A Closed-Form Solution to Natural Image
//! Matting", equation 12, with 3 × 3 windows. Only the rows of unknown pixels
//! are built; known pixels enter the right-hand side. A row has at most 25
//! entries, at fixed offsets, so it is kept as a 5 × 5 stencil.

use imaging::RgbImage;

use super::darkness::darkness;

/// A picture with samples in 0..1, row-major.
pub(super) struct Colours {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) data: Vec<[f32; 3]>,
}

impl Colours {
    /// The samples of `image`.
    pub(super) fn of(image: &RgbImage) -> Self {
        let (pixels, _) = image.data().as_chunks::<3>();
        Self {
            width: image.width() as usize,
            height: image.height() as usize,
            data: pixels
                .iter()
                .map(|c| c.map(|v| f32::from(v) / 255.0))
                .collect(),
        }
    }

    /// Half the size, each pixel the mean of four; at an odd edge the last counts twice.
    pub(super) fn halved(&self) -> Self {
        let mut data = Vec::with_capacity(self.width.div_ceil(2) * self.height.div_ceil(2));
        for four in fours(self.width, self.height) {
            let mut colour = [0.0; 3];
            for at in four {
                for (sum, value) in colour.iter_mut().zip(self.data[at]) {
                    *sum += value / 4.0;
                }
            }
            data.push(colour);
        }
        Self {
            width: self.width.div_ceil(2),
            height: self.height.div_ceil(2),
            data,
        }
    }

    /// One value a pixel of this picture, halved as [`Self::halved`].
    pub(super) fn halved_values(&self, values: &[f32]) -> Vec<f32> {
        fours(self.width, self.height)
            .map(|four| four.iter().map(|at| values[*at]).sum::<f32>() / 4.0)
            .collect()
    }
}

/// The four pixels that each pixel of half the size covers, row-major.
pub(super) fn fours(width: usize, height: usize) -> impl Iterator<Item = [usize; 4]> {
    (0..height.div_ceil(2)).flat_map(move |y| {
        let (y0, y1) = (2 * y, (2 * y + 1).min(height - 1));
        (0..width.div_ceil(2)).map(move |x| {
            let (x0, x1) = (2 * x, (2 * x + 1).min(width - 1));
            [
                y0 * width + x0,
                y0 * width + x1,
                y1 * width + x0,
                y1 * width + x1,
            ]
        })
    })
}

/// Added to a black window's regularisation: differences of two levels (squared, on a 0..1 scale,
/// for the mean of nine) are the picture's compression there.
const DARK_EPSILON: f32 = 6e-4;
/// The share of its say that a black window loses, so that what stands beside the Laplacian, the
/// outline or the alpha network, decides.
const DARK_LOSS: f32 = 0.98;

const REACH: usize = 2;
const STENCIL: usize = 5;

/// The rows of the Laplacian that belong to unknown pixels.
pub(super) struct Laplacian {
    /// Position of each unknown in the padded grid.
    at: Vec<u32>,
    stencils: Vec<[f32; STENCIL * STENCIL]>,
    /// Width of the grid with `REACH` pixels of padding on every side.
    padded_width: usize,
    padded_len: usize,
}

/// Value of the padded grid's index for pixel (`x`, `y`).
fn padded(x: usize, y: usize, padded_width: usize) -> usize {
    (y + REACH) * padded_width + x + REACH
}

impl Laplacian {
    /// Builds the rows for the pixels where `unknown` holds. `epsilon`
    /// keeps flat windows solvable (Levin et al., eq. 12); in squared
    /// intensities of a 0..1 scale.
    pub(super) fn new(colours: &Colours, unknown: &[bool], epsilon: f32) -> Self {
        let (width, height) = (colours.width, colours.height);
        let padded_width = width + 2 * REACH;
        const KNOWN: u32 = u32::MAX;
        let mut index = vec![KNOWN; width * height];
        let mut at = Vec::new();
        for (pixel, _) in unknown.iter().enumerate().filter(|(_, u)| **u) {
            index[pixel] = at.len() as u32;
            at.push(padded(pixel % width, pixel / width, padded_width) as u32);
        }
        let mut stencils = vec![[0.0_f32; STENCIL * STENCIL]; at.len()];
        let touched = windows_over(unknown, width, height);
        for cy in 1..height.saturating_sub(1) {
            for cx in 1..width.saturating_sub(1) {
                if !touched[cy * width + cx] {
                    continue;
                }
                let corner = (cy - 1) * width + cx - 1;
                let rows = [corner, corner + width, corner + 2 * width];
                let Window {
                    centred,
                    solved,
                    weight,
                } = window(colours, &rows, epsilon);
                for i in 0..9 {
                    let row = index[rows[i / 3] + i % 3];
                    if row == KNOWN {
                        continue;
                    }
                    let stencil = &mut stencils[row as usize];
                    // Where window pixel 0 lies in the stencil of pixel i.
                    let origin = (REACH - i / 3) * STENCIL + REACH - i % 3;
                    for j in 0..9 {
                        let dot = solved[i][0] * centred[j][0]
                            + solved[i][1] * centred[j][1]
                            + solved[i][2] * centred[j][2];
                        stencil[origin + (j / 3) * STENCIL + j % 3] -= weight * (1.0 + dot) / 9.0;
                    }
                    stencil[REACH * STENCIL + REACH] += weight;
                }
            }
        }
        let padded_len = padded_width * (height + 2 * REACH);
        Self {
            at,
            stencils,
            padded_width,
            padded_len,
        }
    }

    /// Applies row `i` to a padded grid.
    fn row_times(&self, i: usize, grid: &[f32]) -> f32 {
        let first = self.at[i] as usize - REACH * self.padded_width - REACH;
        let stencil = &self.stencils[i];
        let mut sum = 0.0;
        for line in 0..STENCIL {
            let from = first + line * self.padded_width;
            let values = &grid[from..from + STENCIL];
            let weights = &stencil[line * STENCIL..(line + 1) * STENCIL];
            for (w, v) in weights.iter().zip(values) {
                sum += w * v;
            }
        }
        sum
    }

    /// Solves `(L + diag(weight)) α = diag(weight) target` for the unknown
    /// pixels of `alpha`, starting from what stands there; known pixels keep
    /// their value. Jacobi-preconditioned conjugate gradients, until the
    /// residual has fallen to `tolerance` of where α = 0 would start, or
    /// `iterations` are done.
    pub(super) fn solve(
        &self,
        alpha: &mut [f32],
        width: usize,
        weight: &[f32],
        target: &[f32],
        tolerance: f64,
        iterations: usize,
    ) -> usize {
        let n = self.at.len();
        if n == 0 {
            return 0;
        }
        let pixel = |i: usize| {
            let a = self.at[i] as usize;
            (a / self.padded_width - REACH) * width + a % self.padded_width - REACH
        };
        let pixels: Vec<usize> = (0..n).map(pixel).collect();
        // Right-hand side: the prior and what the known pixels contribute.
        let mut grid = vec![0.0_f32; self.padded_len];
        for (y, line) in alpha.chunks_exact(width).enumerate() {
            let from = padded(0, y, self.padded_width);
            grid[from..from + width].copy_from_slice(line);
        }
        let start: Vec<f32> = pixels.iter().map(|p| alpha[*p]).collect();
        // b − A·x0 in one pass over the grid that holds known and guessed values.
        let mut residual: Vec<f32> = (0..n)
            .map(|i| {
                let p = pixels[i];
                weight[p] * (target[p] - start[i]) - self.row_times(i, &grid)
            })
            .collect();
        for at in &self.at {
            grid[*at as usize] = 0.0;
        }
        let scale: f64 = (0..n)
            .map(|i| {
                let b = f64::from(weight[pixels[i]] * target[pixels[i]] - self.row_times(i, &grid));
                b * b
            })
            .sum();
        grid.fill(0.0);

        let centre = REACH * STENCIL + REACH;
        let inverse_diagonal: Vec<f32> = (0..n)
            .map(|i| 1.0 / (self.stencils[i][centre] + weight[pixels[i]]).max(1e-9))
            .collect();
        let dot = |a: &[f32], b: &[f32]| -> f64 {
            a.iter()
                .zip(b)
                .map(|(x, y)| f64::from(*x) * f64::from(*y))
                .sum()
        };
        let mut x = start;
        let mut z: Vec<f32> = residual
            .iter()
            .zip(&inverse_diagonal)
            .map(|(r, d)| r * d)
            .collect();
        let mut direction = z.clone();
        let mut rz = dot(&residual, &z);
        let stop = tolerance * tolerance * scale;
        let mut product = vec![0.0_f32; n];
        let mut done = 0;
        while done < iterations && dot(&residual, &residual) > stop {
            for (at, d) in self.at.iter().zip(&direction) {
                grid[*at as usize] = *d;
            }
            for i in 0..n {
                product[i] = self.row_times(i, &grid) + weight[pixels[i]] * direction[i];
            }
            let curvature = dot(&direction, &product);
            if curvature <= 0.0 {
                break;
            }
            let step = (rz / curvature) as f32;
            for i in 0..n {
                x[i] += step * direction[i];
                residual[i] -= step * product[i];
                z[i] = residual[i] * inverse_diagonal[i];
            }
            let next = dot(&residual, &z);
            let keep = (next / rz) as f32;
            rz = next;
            for (d, z) in direction.iter_mut().zip(&z) {
                *d = z + keep * *d;
            }
            done += 1;
        }
        for (p, value) in pixels.iter().zip(x) {
            alpha[*p] = value.clamp(0.0, 1.0);
        }
        done
    }
}

/// Centres of the 3 × 3 windows that hold an unknown pixel.
fn windows_over(unknown: &[bool], width: usize, height: usize) -> Vec<bool> {
    let mut across = vec![false; unknown.len()];
    let mut touched = vec![false; unknown.len()];
    let rows = unknown
        .chunks_exact(width)
        .zip(across.chunks_exact_mut(width));
    for (row, out) in rows {
        for x in 1..width.saturating_sub(1) {
            out[x] = row[x - 1] | row[x] | row[x + 1];
        }
    }
    for y in 1..height.saturating_sub(1) {
        for x in 0..width {
            let at = y * width + x;
            touched[at] = across[at - width] | across[at] | across[at + width];
        }
    }
    touched
}

/// A 3 × 3 window.
struct Window {
    /// Its nine colours less their mean.
    centred: [[f32; 3]; 9],
    /// Each of these multiplied by the inverse of the regularised covariance.
    solved: [[f32; 3]; 9],
    /// How much it has to say, 0..1.
    weight: f32,
}

/// The window whose three rows begin at `rows`, its covariance regularised by `epsilon`
/// (Levin et al., eq. 12) and by how dark it is.
fn window(colours: &Colours, rows: &[usize; 3], epsilon: f32) -> Window {
    let mut centred = [[0.0_f32; 3]; 9];
    let mut mean = [0.0_f32; 3];
    for (i, slot) in centred.iter_mut().enumerate() {
        *slot = colours.data[rows[i / 3] + i % 3];
        for channel in 0..3 {
            mean[channel] += slot[channel];
        }
    }
    for colour in &mut centred {
        for channel in 0..3 {
            colour[channel] -= mean[channel] / 9.0;
        }
    }
    let (mut rr, mut rg, mut rb, mut gg, mut gb, mut bb) = (0.0_f32, 0.0, 0.0, 0.0, 0.0, 0.0);
    for [r, g, b] in &centred {
        rr += r * r;
        rg += r * g;
        rb += r * b;
        gg += g * g;
        gb += g * b;
        bb += b * b;
    }
    // In double precision: windows on one colour line make the matrix nearly singular.
    let dark = darkness(mean.map(|sum| sum / 9.0));
    let e = f64::from(epsilon + DARK_EPSILON * dark) / 9.0;
    let [rr, rg, rb, gg, gb, bb] = [rr, rg, rb, gg, gb, bb].map(|v| f64::from(v) / 9.0);
    let (rr, gg, bb) = (rr + e, gg + e, bb + e);
    let i_rr = gg * bb - gb * gb;
    let i_rg = rb * gb - rg * bb;
    let i_rb = rg * gb - rb * gg;
    let i_gg = rr * bb - rb * rb;
    let i_gb = rb * rg - rr * gb;
    let i_bb = rr * gg - rg * rg;
    let determinant = rr * i_rr + rg * i_rg + rb * i_rb;
    let scale = 1.0 / determinant;
    let inverse = [
        [i_rr * scale, i_rg * scale, i_rb * scale].map(|v| v as f32),
        [i_rg * scale, i_gg * scale, i_gb * scale].map(|v| v as f32),
        [i_rb * scale, i_gb * scale, i_bb * scale].map(|v| v as f32),
    ];
    let solved = centred.map(|c| {
        [0, 1, 2]
            .map(|row| inverse[row][0] * c[0] + inverse[row][1] * c[1] + inverse[row][2] * c[2])
    });
    Window {
        centred,
        solved,
        weight: 1.0 - DARK_LOSS * dark,
    }
}
