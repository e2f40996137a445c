//! The colours that person and background have of their own.
//!
//! Germer, Uelwer, Conrad and Harmeling 2020, "Fast Multi-Level Foreground
//! Estimation": both layers are solved together from a single pixel up to the
//! full size, each pixel a 2 × 2 system with its four neighbours. At the fine
//! levels only pixels in the neighbourhood of a mixed one are computed: a
//! whole pixel of person is the picture itself.

use imaging::{Plane, RgbImage};

use super::colours::{by_fours, colour, pixels};
use super::mask::{places, with_four_neighbours};

/// A pixel that both show in, and what it would be if only one did: samples in 0..1 of the sRGB
/// scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MixedPixel {
    /// Row-major.
    pub at: u32,
    /// The person's colour.
    pub foreground: [f32; 3],
    /// The background's colour.
    pub background: [f32; 3],
}

/// How strongly neighbours are alike where alpha does not change (Germer et al.: 1e-5).
const SMOOTHNESS: f32 = 1e-5;
/// How strongly they are alike for each unit that alpha changes.
const GRADIENT_WEIGHT: f32 = 1.0;
/// A side up to which a level is small and gets many iterations.
const SMALL_SIDE: usize = 32;
const SMALL_ITERATIONS: usize = 10;
const LARGE_ITERATIONS: usize = 2;
/// Above this side only what is near mixed pixels is computed.
const DENSE_SIDE: usize = 256;

/// Estimates both colours of the pixels of `image` whose `alpha`, the share of the person, lies
/// between 0 and 1; row-major. Every other pixel is one of the two.
///
/// # Panics
/// When the sizes differ.
#[must_use]
pub fn layers(image: &RgbImage, alpha: &Plane) -> Vec<MixedPixel> {
    let size = Size {
        width: image.width() as usize,
        height: image.height() as usize,
    };
    let (pixels, alpha) = (pixels(image), alpha.data());
    assert_eq!(alpha.len(), pixels.len(), "an alpha of the canvas");
    // Half the size each time, down to one pixel.
    let mut coarser: Vec<(Size, Vec<Seen>)> = Vec::new();
    let mut last = size;
    while last.width > 1 || last.height > 1 {
        let half = match coarser.last() {
            None => halved(last, |at| seen(pixels[at], alpha[at])),
            Some((_, finer)) => halved(last, |at| finer[at]),
        };
        last = last.half();
        coarser.push((last, half));
    }
    let mut solved: Option<Level> = None;
    for (size, all) in coarser.iter().rev() {
        solved = Some(level(*size, |at| all[at], solved.as_ref()));
    }
    let finest = level(size, |at| seen(pixels[at], alpha[at]), solved.as_ref());
    finest.mixed()
}

/// The person's colour of every pixel of `image`, of which `mixed` are mixed; of the background's
/// own pixels that is their colour.
#[must_use]
pub fn foreground(image: &RgbImage, mixed: &[MixedPixel]) -> Vec<[f32; 3]> {
    let mut own: Vec<[f32; 3]> = pixels(image).iter().map(|pixel| colour(*pixel)).collect();
    for pixel in mixed {
        own[pixel.at as usize] = pixel.foreground;
    }
    own
}

/// Red, green and blue, and the person's share.
type Seen = [f32; 4];

/// A colour, and a number of no use that makes it a vector.
type Colour = [f32; 4];

fn seen(pixel: [u8; 3], alpha: f32) -> Seen {
    let [r, g, b] = colour(pixel);
    [r, g, b, alpha]
}

/// The mean of each four pixels; at an odd edge the last counts twice.
fn halved(size: Size, seen: impl Fn(usize) -> Seen) -> Vec<Seen> {
    by_fours(size.width, size.height, |four| {
        four.iter()
            .fold([0.0; 4], |sum, at| with(sum, 0.25, seen(*at)))
    })
}

#[derive(Clone, Copy)]
struct Size {
    width: usize,
    height: usize,
}

impl Size {
    fn half(self) -> Self {
        Self {
            width: self.width.div_ceil(2),
            height: self.height.div_ceil(2),
        }
    }
}

/// `sum` and `share` of `more`.
#[inline(always)]
fn with(sum: [f32; 4], share: f32, more: [f32; 4]) -> [f32; 4] {
    std::array::from_fn(|n| sum[n] + share * more[n])
}

/// The part of a level that is computed, with the pixels around it.
struct Level {
    size: Size,
    /// Number of each pixel that is held.
    number: Vec<u32>,
    /// Those that are held, row-major.
    held: Vec<Held>,
    foreground: Vec<Colour>,
    background: Vec<Colour>,
}

/// A pixel of a level.
struct Held {
    at: u32,
    is_computed: bool,
    seen: Seen,
}

const NOT_HELD: u32 = u32::MAX;

/// Solves a level from `coarse`, the one half as large.
fn level(size: Size, seen: impl Fn(usize) -> Seen, coarse: Option<&Level>) -> Level {
    let is_dense = size.width.max(size.height) <= DENSE_SIDE;
    let pixels = size.width * size.height;
    let (computed, held) = if is_dense {
        (vec![true; pixels], vec![true; pixels])
    } else {
        let mixed: Vec<bool> = (0..pixels).map(|at| is_mixed(seen(at)[3])).collect();
        let computed = with_four_neighbours(&mixed, size.width);
        let held = with_four_neighbours(&computed, size.width);
        (computed, held)
    };
    let mut level = Level {
        size,
        number: vec![NOT_HELD; pixels],
        held: Vec::new(),
        foreground: Vec::new(),
        background: Vec::new(),
    };
    for at in places(&held) {
        let seen = seen(at);
        level.number[at] = level.held.len() as u32;
        let under = coarse.and_then(|c| c.colours_under(at % size.width, at / size.width));
        let (mut foreground, mut background) = under.unwrap_or((seen, seen));
        if !is_dense && seen[3] >= 1.0 {
            foreground = seen;
        }
        if !is_dense && seen[3] <= 0.0 {
            background = seen;
        }
        level.foreground.push(foreground);
        level.background.push(background);
        level.held.push(Held {
            at: at as u32,
            is_computed: computed[at],
            seen,
        });
    }
    let iterations = if size.width.max(size.height) <= SMALL_SIDE {
        SMALL_ITERATIONS
    } else {
        LARGE_ITERATIONS
    };
    for _ in 0..iterations {
        level.relax();
    }
    level
}

fn is_mixed(alpha: f32) -> bool {
    alpha > 0.0 && alpha < 1.0
}

impl Level {
    /// Both colours of the pixel under (`x`, `y`) of the level twice as large.
    ///
    /// A pixel that is held there lies at most two steps from a mixed one, so that this one lies
    /// as near to one that is mixed too, and is held; unless the mean of four was rounded to a
    /// whole one.
    fn colours_under(&self, x: usize, y: usize) -> Option<(Colour, Colour)> {
        let number = self.number[y / 2 * self.size.width + x / 2] as usize;
        Some((*self.foreground.get(number)?, self.background[number]))
    }

    /// One sweep of 2 × 2 solves.
    fn relax(&mut self) {
        let Size { width, height } = self.size;
        for (number, held) in self.held.iter().enumerate() {
            if !held.is_computed {
                continue;
            }
            let at = held.at as usize;
            let (x, y) = (at % width, at / width);
            let alpha = held.seen[3];
            let rest = 1.0 - alpha;
            let mut pull = 0.0;
            let mut f = with([0.0; 4], alpha, held.seen);
            let mut b = with([0.0; 4], rest, held.seen);
            let neighbours = [
                if x > 0 { number - 1 } else { number },
                if x + 1 < width { number + 1 } else { number },
                if y > 0 {
                    self.number[at - width] as usize
                } else {
                    number
                },
                if y + 1 < height {
                    self.number[at + width] as usize
                } else {
                    number
                },
            ];
            for near in neighbours {
                let difference = (alpha - self.held[near].seen[3]).abs();
                let weight = SMOOTHNESS + GRADIENT_WEIGHT * difference;
                pull += weight;
                f = with(f, weight, self.foreground[near]);
                b = with(b, weight, self.background[near]);
            }
            let (ff, fb, bb) = (alpha * alpha + pull, alpha * rest, rest * rest + pull);
            let scale = 1.0 / (ff * bb - fb * fb);
            self.foreground[number] =
                std::array::from_fn(|n| ((bb * f[n] - fb * b[n]) * scale).clamp(0.0, 1.0));
            self.background[number] =
                std::array::from_fn(|n| ((ff * b[n] - fb * f[n]) * scale).clamp(0.0, 1.0));
        }
    }

    fn mixed(&self) -> Vec<MixedPixel> {
        let colours = self.foreground.iter().zip(&self.background);
        let mixed = self.held.iter().zip(colours);
        mixed
            .filter(|(held, _)| is_mixed(held.seen[3]))
            .map(|(held, ([fr, fg, fb, _], [br, bg, bb, _]))| MixedPixel {
                at: held.at,
                foreground: [*fr, *fg, *fb],
                background: [*br, *bg, *bb],
            })
            .collect()
    }
}
