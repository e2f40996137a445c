//! The matting Laplacian on the unknown pixels.
//!
//! Levin, Lischinski and Weiss 2008, "A Closed-Form Solution to Natural Image
//! Matting", equation 12, with 3 × 3 windows. Only the rows of unknown pixels
//! are built. A row has at most 25 entries, at fixed offsets, so it is kept as a
//! 5 × 5 stencil; those of pixels side by side are kept together, so that they are
//! applied in vectors.

use super::colours::Colours;
use super::darkness::darkness;
use super::mask::around;

/// Added to a black window's regularisation: differences of two levels (squared, on a 0..1 scale,
/// for the mean of nine) are the picture's compression there.
const DARK_EPSILON: f32 = 6e-4;
/// The share of its say that a black window loses, so that what stands beside the Laplacian, the
/// outline or the alpha network, decides.
const DARK_LOSS: f32 = 0.98;

const REACH: usize = 2;
const STENCIL: usize = 5;

/// Pixels of a stretch: two vectors of what every x86-64 has, one of AVX.
pub(super) const LANES: usize = 8;

/// One number for each pixel of a stretch.
pub(super) type Lanes = [f32; LANES];

/// The rows of the Laplacian that belong to unknown pixels.
///
/// Their columns are the places of a grid: the picture with at least `REACH` pixels of padding
/// around it. The rows are kept by stretches of [`LANES`] pixels side by side, from an unknown one
/// on; rows of known pixels among them are 0.
pub(super) struct Laplacian {
    /// Place of each stretch's first pixel in the grid.
    firsts: Vec<u32>,
    /// For each stretch the entries of its pixels, tap by tap.
    stencils: Vec<[Lanes; STENCIL * STENCIL]>,
    unknown: Vec<UnknownPixel>,
    grid_width: usize,
    grid_len: usize,
}

/// Where an unknown pixel is found.
#[derive(Clone, Copy, Debug)]
pub(super) struct UnknownPixel {
    /// In the picture.
    pub(super) pixel: u32,
    /// In the grid.
    pub(super) place: u32,
    pub(super) stretch: u32,
    pub(super) lane: u32,
}

impl Laplacian {
    /// Builds the rows for the pixels where `unknown` holds. `epsilon`
    /// keeps flat windows solvable (Levin et al., eq. 12); in squared
    /// intensities of a 0..1 scale.
    pub(super) fn new(colours: &Colours, unknown: &[bool], epsilon: f32) -> Self {
        let (width, height) = (colours.width, colours.height);
        // A stretch may begin at the picture's last column.
        let grid_width = REACH + width + LANES;
        let mut firsts: Vec<u32> = Vec::new();
        let mut pixels = Vec::new();
        let mut row_of = vec![KNOWN; width * height];
        for y in 0..height {
            let line = &unknown[y * width..][..width];
            let line_place = (y + REACH) * grid_width + REACH;
            let mut end = 0;
            for x in (0..width).filter(|x| line[*x]) {
                let place = line_place + x;
                if x >= end {
                    firsts.push(place as u32);
                    end = x + LANES;
                }
                let stretch = firsts.len() - 1;
                let lane = place - firsts[stretch] as usize;
                row_of[y * width + x] = (stretch * LANES + lane) as u32;
                pixels.push(UnknownPixel {
                    pixel: (y * width + x) as u32,
                    place: place as u32,
                    stretch: stretch as u32,
                    lane: lane as u32,
                });
            }
        }
        let mut stencils = vec![[[0.0; LANES]; STENCIL * STENCIL]; firsts.len()];
        // Centres of the windows that hold an unknown pixel.
        let touched = around(unknown, width);
        for cy in 1..height.saturating_sub(1) {
            for cx in 1..width.saturating_sub(1) {
                if touched[cy * width + cx] {
                    let corner = (cy - 1) * width + cx - 1;
                    let rows = [corner, corner + width, corner + 2 * width];
                    let window = window(colours, &rows, epsilon);
                    add(&mut stencils, &row_of, &rows, &window);
                }
            }
        }
        Self {
            firsts,
            stencils,
            unknown: pixels,
            grid_width,
            // What is read beyond the last row by the last stretch's known pixels.
            grid_len: grid_width * (height + 2 * REACH) + LANES,
        }
    }

    /// The unknown pixels, row-major.
    pub(super) fn unknown(&self) -> &[UnknownPixel] {
        &self.unknown
    }

    /// One number for each pixel of each stretch, 0.
    pub(super) fn zeros(&self) -> Vec<Lanes> {
        vec![[0.0; LANES]; self.firsts.len()]
    }

    /// `pixels`, one for each of the picture, on the grid; 0 around them.
    pub(super) fn grid_of(&self, pixels: &[f32], width: usize) -> Vec<f32> {
        let mut grid = vec![0.0; self.grid_len];
        let lines = grid.chunks_exact_mut(self.grid_width).skip(REACH);
        for (to, from) in lines.zip(pixels.chunks_exact(width)) {
            to[REACH..REACH + width].copy_from_slice(from);
        }
        grid
    }

    /// Writes `values` to the grid, those of known pixels too.
    pub(super) fn put(&self, values: &[Lanes], grid: &mut [f32]) {
        for (first, values) in self.firsts.iter().zip(values) {
            grid[*first as usize..][..LANES].copy_from_slice(values);
        }
    }

    /// The diagonal's entries.
    pub(super) fn diagonal(&self) -> impl Iterator<Item = Lanes> {
        self.stencils.iter().map(|s| s[REACH * STENCIL + REACH])
    }

    /// What the rows of a stretch make of `grid`.
    #[inline(always)]
    pub(super) fn times(&self, stretch: usize, grid: &[f32]) -> Lanes {
        let corner = self.firsts[stretch] as usize - REACH * self.grid_width - REACH;
        let mut sum = [0.0; LANES];
        for (line, taps) in self.stencils[stretch]
            .as_chunks::<STENCIL>()
            .0
            .iter()
            .enumerate()
        {
            let seen: &[f32; LANES + STENCIL - 1] = grid[corner + line * self.grid_width..]
                .first_chunk()
                .expect("the grid goes on beyond its last stretch");
            for (column, entries) in taps.iter().enumerate() {
                for lane in 0..LANES {
                    sum[lane] += entries[lane] * seen[column + lane];
                }
            }
        }
        sum
    }
}

/// Row of a pixel that is known.
const KNOWN: u32 = u32::MAX;

/// Adds what the window whose rows begin at `rows` has to say of its unknown pixels.
fn add(
    stencils: &mut [[Lanes; STENCIL * STENCIL]],
    row_of: &[u32],
    rows: &[usize; 3],
    window: &Window,
) {
    let share = window.weight / 9.0;
    for i in 0..9 {
        let row = row_of[rows[i / 3] + i % 3];
        if row == KNOWN {
            continue;
        }
        let stencil = &mut stencils[row as usize / LANES];
        let lane = row as usize % LANES;
        // Where window pixel 0 lies in the stencil of pixel i.
        let origin = (REACH - i / 3) * STENCIL + REACH - i % 3;
        let solved = window.solved.map(|channel| channel[i]);
        let says: [f32; 9] = std::array::from_fn(|j| {
            let [r, g, b] = window.centred;
            share * (1.0 + solved[0] * r[j] + solved[1] * g[j] + solved[2] * b[j])
        });
        for (j, says) in says.iter().enumerate() {
            stencil[origin + (j / 3) * STENCIL + j % 3][lane] -= says;
        }
        stencil[REACH * STENCIL + REACH][lane] += window.weight;
    }
}

/// A 3 × 3 window, its numbers channel by channel.
struct Window {
    /// Its nine colours less their mean.
    centred: [[f32; 9]; 3],
    /// Each of these multiplied by the inverse of the regularised covariance.
    solved: [[f32; 9]; 3],
    /// How much it has to say, 0..1.
    weight: f32,
}

/// The window whose three rows begin at `rows`, its covariance regularised by `epsilon`
/// (Levin et al., eq. 12) and by how dark it is.
fn window(colours: &Colours, rows: &[usize; 3], epsilon: f32) -> Window {
    let mut centred = [[0.0_f32; 9]; 3];
    for i in 0..9 {
        let colour = colours.data[rows[i / 3] + i % 3];
        for (channel, sample) in centred.iter_mut().zip(colour) {
            channel[i] = sample;
        }
    }
    let mean = centred.map(|channel| channel.iter().sum::<f32>() / 9.0);
    for (channel, mean) in centred.iter_mut().zip(mean) {
        for sample in channel {
            *sample -= mean;
        }
    }
    let [red, green, blue] = &centred;
    let product = |a: &[f32; 9], b: &[f32; 9]| -> f64 {
        let products = a.iter().zip(b).map(|(a, b)| a * b);
        f64::from(products.sum::<f32>()) / 9.0
    };
    // In double precision: windows on one colour line make the matrix nearly singular.
    let dark = darkness(mean);
    let e = f64::from(epsilon + DARK_EPSILON * dark) / 9.0;
    let (rr, gg, bb) = (
        product(red, red) + e,
        product(green, green) + e,
        product(blue, blue) + e,
    );
    let (rg, rb, gb) = (
        product(red, green),
        product(red, blue),
        product(green, blue),
    );
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
    let solved = inverse.map(|[by_red, by_green, by_blue]| {
        std::array::from_fn(|i| by_red * red[i] + by_green * green[i] + by_blue * blue[i])
    });
    Window {
        centred,
        solved,
        weight: 1.0 - DARK_LOSS * dark,
    }
}
