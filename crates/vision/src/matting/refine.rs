//! From a solved level to one twice as fine, without solving again.
//!
//! Within a small window alpha is an affine function of colour; that is what
//! the matting Laplacian holds to (Levin et al. 2008, equation 2). The
//! functions are read off the solved level (regularised least squares, as in
//! He, Sun and Tang 2010, "Guided Image Filtering", equations 5 and 6) and
//! applied to the finer level's own colours (Levin et al., section 4.1).

use super::colours::Colours;
use super::darkness::darkness;
use super::mask::{around, places};

/// alpha ≈ slope · colour + offset around a pixel: the slope's three numbers, then the offset.
type AlphaOfColour = [f32; 4];

/// Regularisation of a window's covariance, in squared intensities of a 0..1
/// scale. Much more than the solver's: a slope is multiplied by the finer
/// level's noise, twice as strong as that of the level it was read off.
const EPSILON: f32 = 1e-4;
/// Added to that of a black window: differences of eight levels are its compression's there.
const DARK_EPSILON: f32 = 1e-3;

/// Alpha of the pixels where `unknown` (rows of `width`) holds, from `alpha` on `coarse`, half the
/// size; other pixels keep what stands in `out`. `colour_at`: the finer level's colours.
pub(super) fn refine(
    coarse: &Colours,
    alpha: &[f32],
    width: usize,
    colour_at: impl Fn(usize) -> [f32; 3],
    unknown: &[bool],
    out: &mut [f32],
) {
    let (cw, ch) = (coarse.width, coarse.height);
    // A fine pixel reads four coarse ones, and those are means over windows.
    let mut wanted = vec![false; cw * ch];
    for at in places(unknown) {
        wanted[at / width / 2 * cw + at % width / 2] = true;
    }
    let near = around(&wanted, cw);
    let mut own = vec![AlphaOfColour::default(); cw * ch];
    for at in places(&around(&near, cw)) {
        own[at] = fitted(coarse, alpha, at % cw, at / cw);
    }
    let mut mean = vec![AlphaOfColour::default(); cw * ch];
    for at in places(&near) {
        mean[at] = averaged(&own, cw, ch, at % cw, at / cw);
    }
    for at in places(unknown) {
        let (x, y) = (at % width, at / width);
        let (x0, x1) = nearest_two(x, cw);
        let (y0, y1) = nearest_two(y, ch);
        let mut here = AlphaOfColour::default();
        for (row, by_row) in [(y0, 0.75), (y1, 0.25)] {
            for (column, by_column) in [(x0, 0.75), (x1, 0.25)] {
                let share = by_row * by_column;
                let one = mean[row * cw + column];
                here = std::array::from_fn(|n| here[n] + share * one[n]);
            }
        }
        let colour = colour_at(at);
        let value = here[0] * colour[0] + here[1] * colour[1] + here[2] * colour[2] + here[3];
        out[at] = value.clamp(0.0, 1.0);
    }
}

/// The coarse pixel a fine one lies in, and the next nearest.
fn nearest_two(fine: usize, coarse_length: usize) -> (usize, usize) {
    let near = fine / 2;
    let other = if fine.is_multiple_of(2) {
        near.saturating_sub(1)
    } else {
        (near + 1).min(coarse_length - 1)
    };
    (near, other)
}

/// The up to nine pixels around (`x`, `y`), and how many they are.
pub(super) fn window(x: usize, y: usize, width: usize, height: usize) -> ([usize; 9], usize) {
    let mut pixels = [0; 9];
    let mut count = 0;
    for row in y.saturating_sub(1)..(y + 2).min(height) {
        for column in x.saturating_sub(1)..(x + 2).min(width) {
            pixels[count] = row * width + column;
            count += 1;
        }
    }
    (pixels, count)
}

fn fitted(colours: &Colours, alpha: &[f32], x: usize, y: usize) -> AlphaOfColour {
    let (width, height) = (colours.width, colours.height);
    let (pixels, count) = window(x, y, width, height);
    let pixels = pixels[..count].iter().copied();
    let n = count as f32;
    let (mut mean_alpha, mut mean) = (0.0_f32, [0.0_f32; 3]);
    for at in pixels.clone() {
        mean_alpha += alpha[at];
        for (sum, value) in mean.iter_mut().zip(colours.data[at]) {
            *sum += value;
        }
    }
    mean_alpha /= n;
    let mean = mean.map(|sum| sum / n);
    let (mut rr, mut rg, mut rb, mut gg, mut gb, mut bb) = (0.0_f32, 0.0, 0.0, 0.0, 0.0, 0.0);
    let mut with_alpha = [0.0_f32; 3];
    for at in pixels {
        let own = colours.data[at];
        let [r, g, b] = [own[0] - mean[0], own[1] - mean[1], own[2] - mean[2]];
        let a = alpha[at] - mean_alpha;
        rr += r * r;
        rg += r * g;
        rb += r * b;
        gg += g * g;
        gb += g * b;
        bb += b * b;
        with_alpha = [
            with_alpha[0] + r * a,
            with_alpha[1] + g * a,
            with_alpha[2] + b * a,
        ];
    }
    let e = (EPSILON + DARK_EPSILON * darkness(mean)) * n;
    let (rr, gg, bb) = (rr + e, gg + e, bb + e);
    let i_rr = gg * bb - gb * gb;
    let i_rg = rb * gb - rg * bb;
    let i_rb = rg * gb - rb * gg;
    let determinant = rr * i_rr + rg * i_rg + rb * i_rb;
    let scale = 1.0 / determinant;
    let i_gg = rr * bb - rb * rb;
    let i_gb = rb * rg - rr * gb;
    let i_bb = rr * gg - rg * rg;
    let [r, g, b] = with_alpha;
    let slope = [
        (i_rr * r + i_rg * g + i_rb * b) * scale,
        (i_rg * r + i_gg * g + i_gb * b) * scale,
        (i_rb * r + i_gb * g + i_bb * b) * scale,
    ];
    let offset = mean_alpha - slope[0] * mean[0] - slope[1] * mean[1] - slope[2] * mean[2];
    [slope[0], slope[1], slope[2], offset]
}

fn averaged(
    own: &[AlphaOfColour],
    width: usize,
    height: usize,
    x: usize,
    y: usize,
) -> AlphaOfColour {
    let (pixels, count) = window(x, y, width, height);
    let mut sum = AlphaOfColour::default();
    for at in &pixels[..count] {
        let one = own[*at];
        sum = std::array::from_fn(|n| sum[n] + one[n]);
    }
    sum.map(|total| total / count as f32)
}
