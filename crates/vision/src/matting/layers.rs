//! The colours that person and background have of their own.
//!
//! Germer, Uelwer, Conrad and Harmeling 2020, "Fast Multi-Level Foreground
//! Estimation": both layers are solved together from a single pixel up to the
//! full size, each pixel a 2 × 2 system with its four neighbours. At the fine
//! levels only pixels in the neighbourhood of a mixed one are computed: a
//! whole pixel of person is the picture itself.

use imaging::{Plane, RgbImage};

/// Both layers at canvas size, samples in 0..1 of the sRGB scale.
#[derive(Clone, Debug)]
pub struct Layers {
    /// The person's colour; the picture itself where alpha is 1.
    pub foreground: Vec<[f32; 3]>,
    /// The background's colour; the picture itself where alpha is 0.
    pub background: Vec<[f32; 3]>,
}

/// How strongly neighbours are alike where alpha does not change (Germer et al.: 1e-5).
const SMOOTHNESS: f32 = 1e-5;
/// How strongly they are alike for each unit that alpha changes.
const GRADIENT_WEIGHT: f32 = 1.0;
/// A side up to which a level is small and gets many iterations.
const SMALL_SIDE: usize = 32;
const SMALL_ITERATIONS: usize = 10;
const LARGE_ITERATIONS: usize = 2;
/// Above this side only the mixed pixels are computed.
const DENSE_SIDE: usize = 256;

/// Estimates both layers of `image`, of which `alpha` is person.
///
/// # Panics
/// When the sizes differ.
#[must_use]
pub fn layers(image: &RgbImage, alpha: &Plane) -> Layers {
    let (width, height) = (image.width() as usize, image.height() as usize);
    assert_eq!(alpha.data().len(), width * height, "an alpha of the canvas");
    let picture: Vec<[f32; 3]> = image
        .data()
        .chunks_exact(3)
        .map(|c| [c[0], c[1], c[2]].map(|v| f32::from(v) / 255.0))
        .collect();

    // The chain of sizes, finest first, each half of the one before.
    let mut chain = vec![Size { width, height }];
    while let Some(last) = chain
        .last()
        .filter(|s| s.width > 1 || s.height > 1)
        .copied()
    {
        chain.push(Size {
            width: last.width.div_ceil(2),
            height: last.height.div_ceil(2),
        });
    }
    let mut inputs = vec![(picture, alpha.data().to_vec())];
    for pair in chain.windows(2) {
        let (colours, alphas) = &inputs[inputs.len() - 1];
        inputs.push(halve(colours, alphas, pair[0], pair[1]));
    }

    let mut previous: Option<(Layers, Size)> = None;
    for (size, (colours, alphas)) in chain.iter().zip(&inputs).rev() {
        let mut current = match &previous {
            None => Layers {
                foreground: colours.clone(),
                background: colours.clone(),
            },
            Some((coarse, coarse_size)) => enlarge(coarse, *coarse_size, *size),
        };
        let longest = size.width.max(size.height);
        let todo: Vec<u32> = if longest <= DENSE_SIDE {
            (0..alphas.len() as u32).collect()
        } else {
            for (at, a) in alphas.iter().enumerate() {
                if *a >= 1.0 {
                    current.foreground[at] = colours[at];
                }
                if *a <= 0.0 {
                    current.background[at] = colours[at];
                }
            }
            mixed(alphas, *size)
        };
        let iterations = if longest <= SMALL_SIDE {
            SMALL_ITERATIONS
        } else {
            LARGE_ITERATIONS
        };
        for _ in 0..iterations {
            relax(&mut current, colours, alphas, *size, &todo);
        }
        previous = Some((current, *size));
    }
    let (mut layers, _) = previous.expect("the chain has at least one level");
    let (picture, alphas) = &inputs[0];
    for (at, a) in alphas.iter().enumerate() {
        if *a >= 1.0 {
            layers.foreground[at] = picture[at];
        }
        if *a <= 0.0 {
            layers.background[at] = picture[at];
        }
    }
    layers
}

#[derive(Clone, Copy)]
struct Size {
    width: usize,
    height: usize,
}

fn halve(colours: &[[f32; 3]], alphas: &[f32], from: Size, to: Size) -> (Vec<[f32; 3]>, Vec<f32>) {
    let mut half_colours = Vec::with_capacity(to.width * to.height);
    let mut half_alphas = Vec::with_capacity(to.width * to.height);
    for y in 0..to.height {
        let rows = [2 * y, (2 * y + 1).min(from.height - 1)];
        for x in 0..to.width {
            let columns = [2 * x, (2 * x + 1).min(from.width - 1)];
            let mut colour = [0.0_f32; 3];
            let mut alpha = 0.0;
            for row in rows {
                for column in columns {
                    let at = row * from.width + column;
                    alpha += alphas[at] / 4.0;
                    for channel in 0..3 {
                        colour[channel] += colours[at][channel] / 4.0;
                    }
                }
            }
            half_colours.push(colour);
            half_alphas.push(alpha);
        }
    }
    (half_colours, half_alphas)
}

fn enlarge(coarse: &Layers, from: Size, to: Size) -> Layers {
    let pick = |layer: &[[f32; 3]]| {
        let mut out = Vec::with_capacity(to.width * to.height);
        for y in 0..to.height {
            let row = &layer[(y / 2) * from.width..(y / 2 + 1) * from.width];
            out.extend((0..to.width).map(|x| row[x / 2]));
        }
        out
    };
    Layers {
        foreground: pick(&coarse.foreground),
        background: pick(&coarse.background),
    }
}

/// The pixels whose alpha, or a neighbour's, lies between 0 and 1.
fn mixed(alphas: &[f32], size: Size) -> Vec<u32> {
    let is_mixed = |at: usize| alphas[at] > 0.0 && alphas[at] < 1.0;
    let mut out = Vec::new();
    for y in 0..size.height {
        for x in 0..size.width {
            let at = y * size.width + x;
            if is_mixed(at)
                || x > 0 && is_mixed(at - 1)
                || x + 1 < size.width && is_mixed(at + 1)
                || y > 0 && is_mixed(at - size.width)
                || y + 1 < size.height && is_mixed(at + size.width)
            {
                out.push(at as u32);
            }
        }
    }
    out
}

/// One sweep of 2 × 2 solves over the pixels of `todo`.
fn relax(layers: &mut Layers, colours: &[[f32; 3]], alphas: &[f32], size: Size, todo: &[u32]) {
    let Size { width, height } = size;
    for at in todo.iter().map(|at| *at as usize) {
        let (x, y) = (at % width, at / width);
        let alpha = alphas[at];
        let rest = 1.0 - alpha;
        let mut pull = 0.0;
        let mut f = colours[at].map(|c| alpha * c);
        let mut b = colours[at].map(|c| rest * c);
        let neighbours = [
            if x > 0 { at - 1 } else { at },
            if x + 1 < width { at + 1 } else { at },
            if y > 0 { at - width } else { at },
            if y + 1 < height { at + width } else { at },
        ];
        for n in neighbours {
            let weight = SMOOTHNESS + GRADIENT_WEIGHT * (alpha - alphas[n]).abs();
            pull += weight;
            for channel in 0..3 {
                f[channel] += weight * layers.foreground[n][channel];
                b[channel] += weight * layers.background[n][channel];
            }
        }
        let (ff, fb, bb) = (alpha * alpha + pull, alpha * rest, rest * rest + pull);
        let scale = 1.0 / (ff * bb - fb * fb);
        for channel in 0..3 {
            layers.foreground[at][channel] =
                ((bb * f[channel] - fb * b[channel]) * scale).clamp(0.0, 1.0);
            layers.background[at][channel] =
                ((ff * b[channel] - fb * f[channel]) * scale).clamp(0.0, 1.0);
        }
    }
}
