//! How far a matte is from the truth.
//!
//! Rhemann et al. 2009, "A Perceptually Motivated Online Benchmark for Image
//! Matting", for the gradient error; the rest are plain means.

use std::cmp::Ordering;

use imaging::{Plane, RgbImage};
use serde::Serialize;

use crate::layer::Layer;
use crate::mask::grown;

/// Errors of one matte. Levels are 8-bit sRGB, the mean of three channels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(crate) struct MatteError {
    /// Mean squared error of alpha in the band, times 1000.
    pub(crate) mse_e3: f64,
    /// Mean absolute error of alpha in the band, times 1000.
    pub(crate) mad_e3: f64,
    /// Mean signed error of alpha in the band, times 1000; positive where too
    /// much counts as person.
    pub(crate) bias_e3: f64,
    /// Squared difference of the gradients, summed over the band, over 1000.
    pub(crate) gradient: f64,
    /// Mean error of the photo on white in the band, in levels.
    pub(crate) rim_mean: f64,
    /// Its 95th percentile.
    pub(crate) rim_p95: f64,
    /// The mean above the chin alone, where the hair is ...
    pub(crate) rim_hair: f64,
    /// ... and below it.
    pub(crate) rim_body: f64,
    /// Outside the band: pixels whose alpha is wrong by more than a half, in
    /// thousandths of the photo.
    pub(crate) gross_e3: f64,
    /// Pixels in the band.
    pub(crate) band_px: usize,
}

/// Pixels the band reaches beyond the truth's mixed pixels.
const BAND_PX: usize = 3;
/// Alpha is mixed between these.
const MIXED: std::ops::Range<f32> = 0.01..0.99;
/// Standard deviation of the Gaussian whose derivative is the gradient, in pixels.
const GRADIENT_SIGMA: f64 = 1.4;

/// The pixels in question: mixed ones and their surroundings.
pub(crate) fn band(truth: &Plane) -> Vec<bool> {
    let mixed: Vec<bool> = truth.data().iter().map(|a| MIXED.contains(a)).collect();
    grown(
        &mixed,
        truth.width() as usize,
        truth.height() as usize,
        BAND_PX,
    )
}

/// Compares a matte and the photo on white with the truth on the same grid.
/// `counts` tells which pixels the source covers; `chin_y` parts hair from body.
pub(crate) fn compare(
    alpha: &Plane,
    on_white: &RgbImage,
    truth: &Layer,
    counts: &[bool],
    chin_y: f64,
) -> MatteError {
    let true_alpha = truth.alpha();
    let want = truth.on([255; 3]);
    let in_band = band(&true_alpha);
    let gradient = gradient_difference(alpha, &true_alpha);
    let (mut squared, mut absolute, mut signed, mut steep) = (0.0, 0.0, 0.0, 0.0);
    let mut rims = Vec::new();
    let (mut hair, mut body) = (Mean::default(), Mean::default());
    let mut gross = 0_usize;
    for at in 0..counts.len() {
        if !counts[at] {
            continue;
        }
        let off = f64::from(alpha.data()[at] - true_alpha.data()[at]);
        if !in_band[at] {
            gross += usize::from(off.abs() > 0.5);
            continue;
        }
        squared += off * off;
        absolute += off.abs();
        signed += off;
        steep += gradient[at];
        let rim = (0..3)
            .map(|c| f64::from((f32::from(on_white.data()[at * 3 + c]) - want[at][c]).abs()))
            .sum::<f64>()
            / 3.0;
        rims.push(rim);
        let row = (at / truth.width) as f64;
        if row < chin_y {
            hair.add(rim)
        } else {
            body.add(rim)
        }
    }
    let n = rims.len().max(1) as f64;
    rims.sort_by(f64::total_cmp);
    MatteError {
        mse_e3: 1e3 * squared / n,
        mad_e3: 1e3 * absolute / n,
        bias_e3: 1e3 * signed / n,
        gradient: steep / 1e3,
        rim_mean: rims.iter().sum::<f64>() / n,
        rim_p95: crate::percentile::of_sorted(&rims, 0.95).unwrap_or(0.0),
        rim_hair: hair.value(),
        rim_body: body.value(),
        gross_e3: 1e3 * gross as f64 / counts.len() as f64,
        band_px: rims.len(),
    }
}

/// The mean of several pictures' errors, each counting alike.
pub(crate) fn mean<'a>(errors: impl Iterator<Item = &'a MatteError>) -> MatteError {
    let mut sum = MatteError::default();
    let mut n = 0_usize;
    for e in errors {
        sum.mse_e3 += e.mse_e3;
        sum.mad_e3 += e.mad_e3;
        sum.bias_e3 += e.bias_e3;
        sum.gradient += e.gradient;
        sum.rim_mean += e.rim_mean;
        sum.rim_p95 += e.rim_p95;
        sum.rim_hair += e.rim_hair;
        sum.rim_body += e.rim_body;
        sum.gross_e3 += e.gross_e3;
        sum.band_px += e.band_px;
        n += 1;
    }
    let over = n.max(1) as f64;
    MatteError {
        mse_e3: sum.mse_e3 / over,
        mad_e3: sum.mad_e3 / over,
        bias_e3: sum.bias_e3 / over,
        gradient: sum.gradient / over,
        rim_mean: sum.rim_mean / over,
        rim_p95: sum.rim_p95 / over,
        rim_hair: sum.rim_hair / over,
        rim_body: sum.rim_body / over,
        gross_e3: sum.gross_e3 / over,
        band_px: sum.band_px / n.max(1),
    }
}

/// Chance that a value of `above` is larger than one of `below`, ties counting half
/// (Hanley and McNeil 1982); `None` where either is empty.
pub(crate) fn area_under_curve(above: &[f64], below: &[f64]) -> Option<f64> {
    if above.is_empty() || below.is_empty() {
        return None;
    }
    let wins: f64 = above
        .iter()
        .flat_map(|a| below.iter().map(move |b| a.total_cmp(b)))
        .map(|order| match order {
            Ordering::Greater => 1.0,
            Ordering::Equal => 0.5,
            Ordering::Less => 0.0,
        })
        .sum();
    Some(wins / (above.len() * below.len()) as f64)
}

#[derive(Default)]
struct Mean {
    sum: f64,
    n: usize,
}

impl Mean {
    fn add(&mut self, value: f64) {
        self.sum += value;
        self.n += 1;
    }

    fn value(&self) -> f64 {
        self.sum / self.n.max(1) as f64
    }
}

/// Squared difference of the two gradients' magnitudes, a pixel.
fn gradient_difference(a: &Plane, b: &Plane) -> Vec<f64> {
    let (ga, gb) = (gradient(a), gradient(b));
    ga.iter().zip(&gb).map(|(a, b)| (a - b).powi(2)).collect()
}

/// Magnitude of the gradient of a plane, by Gaussian derivatives.
fn gradient(plane: &Plane) -> Vec<f64> {
    let reach = (3.0 * GRADIENT_SIGMA).ceil() as i64;
    let smooth: Vec<f64> = (-reach..=reach)
        .map(|i| (-0.5 * (i as f64 / GRADIENT_SIGMA).powi(2)).exp())
        .collect();
    let total: f64 = smooth.iter().sum();
    let smooth: Vec<f64> = smooth.iter().map(|v| v / total).collect();
    let steep: Vec<f64> = (-reach..=reach)
        .zip(&smooth)
        .map(|(i, g)| i as f64 / GRADIENT_SIGMA.powi(2) * g)
        .collect();
    let (w, h) = (plane.width() as i64, plane.height() as i64);
    let values: Vec<f64> = plane.data().iter().map(|v| f64::from(*v)).collect();
    let pass = |from: &[f64], kernel: &[f64], step: (i64, i64)| -> Vec<f64> {
        let mut out = Vec::with_capacity(from.len());
        for y in 0..h {
            for x in 0..w {
                let mut sum = 0.0;
                for (k, weight) in (-reach..=reach).zip(kernel) {
                    let nx = (x + k * step.0).clamp(0, w - 1);
                    let ny = (y + k * step.1).clamp(0, h - 1);
                    sum += weight * from[(ny * w + nx) as usize];
                }
                out.push(sum);
            }
        }
        out
    };
    let across = pass(&pass(&values, &steep, (1, 0)), &smooth, (0, 1));
    let down = pass(&pass(&values, &smooth, (1, 0)), &steep, (0, 1));
    across.iter().zip(&down).map(|(x, y)| x.hypot(*y)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disc(radius: f32) -> Layer {
        let data = (0..64 * 64)
            .map(|at| {
                let r = ((at % 64) as f32 - 31.5).hypot((at / 64) as f32 - 31.5);
                let a = (radius - r + 0.5).clamp(0.0, 1.0);
                [0.0, 0.0, 0.0, a]
            })
            .collect();
        Layer {
            width: 64,
            height: 64,
            data,
        }
    }

    fn shown(layer: &Layer) -> RgbImage {
        let samples = layer
            .on([255; 3])
            .iter()
            .flatten()
            .map(|v| v.round() as u8)
            .collect();
        RgbImage::new(64, 64, samples).unwrap()
    }

    #[test]
    fn the_truth_has_no_error() {
        let truth = disc(20.0);
        let got = compare(&truth.alpha(), &shown(&truth), &truth, &[true; 4096], 30.0);
        assert!(got.mse_e3 == 0.0 && got.gradient == 0.0 && got.gross_e3 == 0.0);
        assert!(got.rim_mean < 0.5 && got.band_px > 200);
    }

    #[test]
    fn errors_grow_with_what_is_wrong() {
        let truth = disc(20.0);
        let at = |r: f32| {
            let d = disc(r);
            compare(&d.alpha(), &shown(&d), &truth, &[true; 4096], 30.0)
        };
        let (slight, more, wrong) = (at(20.5), at(21.5), at(28.0));
        assert!(slight.mad_e3 < more.mad_e3 && slight.gradient < more.gradient);
        assert!(slight.bias_e3 > 0.0 && at(19.0).bias_e3 < 0.0);
        assert!(more.gross_e3 == 0.0 && wrong.gross_e3 > 0.0);
    }

    #[test]
    fn the_area_under_the_curve_is_the_share_of_pairs_in_order() {
        let check = |above: &[f64], below: &[f64], expected| {
            assert_eq!(area_under_curve(above, below), expected);
        };
        check(&[3.0, 4.0], &[1.0, 2.0], Some(1.0));
        check(&[1.0, 2.0], &[3.0, 4.0], Some(0.0));
        check(&[1.0], &[1.0], Some(0.5));
        check(&[2.0, 4.0], &[1.0, 3.0], Some(0.75));
        check(&[], &[1.0], None);
        check(&[1.0], &[], None);
    }

    #[test]
    fn a_slope_s_gradient_is_its_slope() {
        let ramp: Vec<f32> = (0..32 * 32).map(|at| (at % 32) as f32 * 0.02).collect();
        let got = gradient(&Plane::new(32, 32, ramp).unwrap());
        assert!((got[16 * 32 + 16] - 0.02).abs() < 1e-4);
    }
}
