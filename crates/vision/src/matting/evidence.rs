//! What a pixel's colour and the rough outline say of its alpha, each by itself.
//!
//! Around every place in the band the sure person and the sure background
//! have a mean colour and a spread. Where the two are well apart, a pixel's
//! place between them is evidence of its alpha (sampling, as in Wang and Cohen
//! 2007, "Optimized Color Sampling for Robust Matting"); where they are alike,
//! as dark hair on a dark wall, the outline is all there is. Closed-form
//! matting takes both as a prior and decides the rest.

use super::Region;
use super::colours::Colours;
use super::darkness::darkness;

/// Mean colour and spread of known pixels around a place.
#[derive(Clone, Copy, Debug, Default)]
struct Around {
    mean: [f32; 3],
    /// Variance, summed over the channels.
    variance: f32,
    /// Whether there were any known pixels.
    known: bool,
}

impl Around {
    /// How much the colours vary, 0..1; a quarter at a variance of `half`.
    fn patterned(&self, half: f32) -> f32 {
        (self.variance / (self.variance + half)).powi(2)
    }
}

/// How sure an outline's `probability` is that there is wall, 0..1.
fn surely_wall(probability: f32) -> f32 {
    (1.0 - probability / SURELY_WALL).max(0.0)
}

/// The colours of person and background around each cell of a coarse grid.
pub(super) struct LocalColours {
    width: usize,
    height: usize,
    person: Vec<Around>,
    background: Vec<Around>,
}

/// Evidence of one pixel's alpha.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Evidence {
    /// The alpha it speaks for, 0..1.
    pub(super) alpha: f32,
    /// How much it counts.
    pub(super) weight: f32,
}

/// Variance of a picture's noise, summed over three channels: 3 of 255 levels each.
const NOISE: f32 = 3.0 * (3.0 / 255.0) * (3.0 / 255.0);
/// Squared distance between person and background, in their spreads, at
/// which colour and outline are trusted alike.
const APART: f32 = 12.0;
/// Weight of a colour that leaves no doubt.
const COLOUR_WEIGHT: f32 = 5.0;
/// Standard deviation of the alpha a colour tells at which it counts half.
const DOUBT: f32 = 0.05;
/// Weight of the outline where colours tell nothing.
const OUTLINE_WEIGHT: f32 = 0.5;
/// Weight of the outline where the two are apart but this colour is neither's:
/// strong enough to keep a patterned wall out, too weak to cut strands off.
const OUTLINE_HINT: f32 = 0.005;
/// Weight of the outline where colours tell everything: keeps the system definite.
const OUTLINE_FLOOR: f32 = 1e-4;
/// Weight of the outline on black where the two are alike.
const DARK_WEIGHT: f32 = 4.0;
/// Weight of the outline before a wall whose colours vary, where it is sure that there is wall:
/// a mark's colour may be that of hair, and a strand so far out is not missed before such a wall.
const PATTERNED_WEIGHT: f32 = 0.5;
/// Variance of a wall's colours, summed over the channels, at which it counts a quarter: 10 levels each.
const PATTERNED: f32 = 3.0 * (10.0 / 255.0) * (10.0 / 255.0);
/// The same for what is left on the finest level, where a mark's edge is not yet averaged away: 5 levels each.
const MARKED: f32 = 3.0 * (5.0 / 255.0) * (5.0 / 255.0);
/// The outline is sure of the wall where its probability is nearer to 0 than this.
const SURELY_WALL: f32 = 0.02;
/// A weaker second look goes this many times farther, for places that have
/// nothing known nearby.
const FAR: usize = 4;
const FAR_SHARE: f32 = 1e-3;
/// The outline's probability runs from background to person between these;
/// beyond them the segmentation is hardly ever wrong by a hair's breadth.
const OUTLINE_STEP: (f32, f32) = (0.4, 0.6);

impl LocalColours {
    /// Gathers from the known regions within `radius` cells of each place.
    pub(super) fn gather(colours: &Colours, regions: &[Region], radius: usize) -> Self {
        let around = |wanted: Region| {
            let near = sums(colours, regions, wanted, radius);
            let far = sums(colours, regions, wanted, radius * FAR);
            near.iter()
                .zip(&far)
                .map(|(near, far)| {
                    let sum: [f32; 5] = std::array::from_fn(|i| near[i] + FAR_SHARE * far[i]);
                    let [count, r, g, b, squares] = sum;
                    if count <= 0.0 {
                        return Around::default();
                    }
                    let mean = [r / count, g / count, b / count];
                    let square = mean.iter().map(|m| m * m).sum::<f32>();
                    Around {
                        mean,
                        variance: (squares / count - square).max(0.0),
                        known: true,
                    }
                })
                .collect()
        };
        Self {
            width: colours.width,
            height: colours.height,
            person: around(Region::Foreground),
            background: around(Region::Background),
        }
    }

    /// How little a faint `alpha` at (`x`, `y`) of a level `shrink` times finer than the grid is
    /// believed, 0..1: before a wall with marks on it, where the outline is sure of the wall.
    pub(super) fn doubted(&self, x: usize, y: usize, shrink: usize, probability: f32) -> f32 {
        surely_wall(probability) * self.background[self.cell(x, y, shrink)].patterned(MARKED)
    }

    fn cell(&self, x: usize, y: usize, shrink: usize) -> usize {
        (y / shrink).min(self.height - 1) * self.width + (x / shrink).min(self.width - 1)
    }

    /// The evidence of a pixel at (`x`, `y`) of a level `shrink` times finer
    /// than the grid, with its `colour` and the outline's `probability`.
    pub(super) fn evidence(
        &self,
        x: usize,
        y: usize,
        shrink: usize,
        colour: [f32; 3],
        probability: f32,
    ) -> Evidence {
        let cell = self.cell(x, y, shrink);
        let (person, background) = (&self.person[cell], &self.background[cell]);
        let step = (probability - OUTLINE_STEP.0) / (OUTLINE_STEP.1 - OUTLINE_STEP.0);
        let outline = step.clamp(0.0, 1.0);
        if !person.known || !background.known {
            return Evidence {
                alpha: outline,
                weight: OUTLINE_WEIGHT,
            };
        }
        let (mut span, mut along) = (0.0, 0.0);
        for ((p, b), own) in person.mean.iter().zip(background.mean).zip(colour) {
            span += (p - b) * (p - b);
            along += (p - b) * (own - b);
        }
        let place = (along / span.max(1e-6)).clamp(0.0, 1.0);
        let spread = place * person.variance + (1.0 - place) * background.variance + NOISE;
        let off: f32 = (0..3)
            .map(|c| {
                let on_line = background.mean[c] + place * (person.mean[c] - background.mean[c]);
                (colour[c] - on_line).powi(2)
            })
            .sum();
        let distance = span / (person.variance + background.variance + NOISE);
        let apart = distance / (distance + APART);
        let fits = (-off / (2.0 * spread)).exp();
        // How far the spread of the colours alone may shift the place.
        let doubt = spread / span.max(1e-6);
        let confidence = fits / (1.0 + (doubt / (DOUBT * DOUBT)).powi(2));
        let by_colour = COLOUR_WEIGHT * apart * confidence;
        let patterned = background.patterned(PATTERNED);
        let surely = surely_wall(probability);
        let by_outline = (OUTLINE_WEIGHT + DARK_WEIGHT * darkness(colour)) * (1.0 - apart).powi(2)
            + PATTERNED_WEIGHT * surely * patterned
            + OUTLINE_HINT * (1.0 - confidence).powi(2)
            + OUTLINE_FLOOR;
        let weight = by_colour + by_outline;
        Evidence {
            alpha: (by_colour * place + by_outline * outline) / weight,
            weight,
        }
    }
}

/// Count, colour and squared colour of the `wanted` pixels in the square of
/// `radius` around each pixel.
fn sums(colours: &Colours, regions: &[Region], wanted: Region, radius: usize) -> Vec<[f32; 5]> {
    let (width, height) = (colours.width, colours.height);
    let mut values: Vec<[f32; 5]> = colours
        .data
        .iter()
        .zip(regions)
        .map(|([r, g, b], region)| {
            if *region == wanted {
                [1.0, *r, *g, *b, r * r + g * g + b * b]
            } else {
                [0.0; 5]
            }
        })
        .collect();
    let mut line = vec![[0.0_f64; 5]; width.max(height) + 1];
    let mut slide = |values: &mut [[f32; 5]], first: usize, stride: usize, n: usize| {
        // Prefix sums in double precision, so that far differences stay exact.
        for i in 0..n {
            let v = values[first + i * stride];
            line[i + 1] = std::array::from_fn(|k| line[i][k] + f64::from(v[k]));
        }
        for i in 0..n {
            let (from, to) = (i.saturating_sub(radius), (i + radius + 1).min(n));
            values[first + i * stride] =
                std::array::from_fn(|k| (line[to][k] - line[from][k]) as f32);
        }
    };
    for y in 0..height {
        slide(&mut values, y * width, 1, width);
    }
    for x in 0..width {
        slide(&mut values, x, width, height);
    }
    values
}
