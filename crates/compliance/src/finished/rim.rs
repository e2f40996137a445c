//! A rim of the old background around the person.
//!
//! Takes the composed photo, its coverage and the picture as the view shows
//! it; gives how far the pixels of the person's edge lie, on average, towards
//! the old background from what coverage, the person's colour just inside and
//! the new background make.

use imaging::{Affine, Plane, Point, RgbImage};
use portrait::{level_of_light, light_of_sample};

use crate::{Group, Measured, Sample, WhyNot};

/// Coverage that belongs to the edge.
const EDGE: std::ops::Range<f32> = 0.02..0.98;
/// How far inside and outside the person are looked at, px, and in which steps.
const REACH: i32 = 6;
const STEP: usize = 2;
/// Fewer samples of either side tell no colour.
const LEAST_SAMPLES: f32 = 3.0;
/// An old background this near to the new one leaves no rim to be seen, levels.
const ALIKE: f32 = 24.0;
/// Fewer edge pixels than this tell nothing.
const LEAST_EDGE: u32 = 50;

/// `rim`, in levels; 0 for a clean edge, positive for the old background's
/// colour left, negative for too much taken away.
pub(super) fn rim(sample: &Sample<'_>) -> Measured {
    let photo = sample.evidence.photo;
    let value = photo
        .frame
        .map
        .inverse()
        .and_then(|back| {
            excess(&Edge {
                composed: sample.evidence.composed,
                alpha: &sample.cover,
                old: &sample.view,
                to_old: back.then(&sample.map),
                background: sample.evidence.spec.background.rgb,
            })
        })
        .ok_or(WhyNot::Hidden);
    Measured::new(Group::Finished, "rim", value)
}

/// What the edge is judged by.
struct Edge<'a> {
    composed: &'a RgbImage,
    alpha: &'a Plane,
    /// The picture with its own background, and from the photo to there.
    old: &'a RgbImage,
    to_old: Affine,
    background: [u8; 3],
}

/// The mean over the edge; 0 where old and new background are alike, `None`
/// where there is no edge.
fn excess(edge: &Edge<'_>) -> Option<f64> {
    let (width, height) = (edge.alpha.width(), edge.alpha.height());
    if (edge.composed.width(), edge.composed.height()) != (width, height) {
        return None;
    }
    let new_levels = edge.background.map(f32::from);
    let new_light = edge.background.map(light_of_sample);
    let (mut sum, mut told, mut seen) = (0.0_f64, 0_u32, 0_u32);
    for y in 0..height {
        for x in 0..width {
            let alpha = edge.alpha.at(x, y);
            if !EDGE.contains(&alpha) {
                continue;
            }
            let Some((inner, old)) = around(edge, x, y) else {
                continue;
            };
            seen += 1;
            let apart: [f32; 3] = std::array::from_fn(|c| level_of_light(old[c]) - new_levels[c]);
            let length = apart.iter().map(|v| v * v).sum::<f32>().sqrt();
            if length < ALIKE {
                continue;
            }
            let pixel = edge.composed.pixel(x, y);
            let towards: f32 = (0..3)
                .map(|c| {
                    let clean = level_of_light(alpha * inner[c] + (1.0 - alpha) * new_light[c]);
                    (f32::from(pixel[c]) - clean) * apart[c] / length
                })
                .sum();
            sum += f64::from(towards);
            told += 1;
        }
    }
    (seen >= LEAST_EDGE).then(|| sum / f64::from(told.max(1)))
}

/// The person's own colour just inside the edge and the old background's just
/// outside, in linear light.
fn around(edge: &Edge<'_>, x: u32, y: u32) -> Option<([f32; 3], [f32; 3])> {
    let (width, height) = (edge.alpha.width() as i32, edge.alpha.height() as i32);
    let (mut inner, mut outer) = (Mean::default(), Mean::default());
    for dy in (-REACH..=REACH).step_by(STEP) {
        for dx in (-REACH..=REACH).step_by(STEP) {
            let (px, py) = (x as i32 + dx, y as i32 + dy);
            if px < 0 || py < 0 || px >= width || py >= height {
                continue;
            }
            let (px, py) = (px as u32, py as u32);
            let alpha = edge.alpha.at(px, py);
            if alpha >= EDGE.end {
                inner.add(edge.composed.pixel(px, py));
            } else if alpha < EDGE.start
                && let Some(pixel) = old_pixel(edge, px, py)
            {
                outer.add(pixel);
            }
        }
    }
    Some((inner.colour()?, outer.colour()?))
}

/// The picture's pixel under the photo's.
fn old_pixel(edge: &Edge<'_>, x: u32, y: u32) -> Option<[u8; 3]> {
    let at = edge
        .to_old
        .apply(Point::new(f64::from(x) + 0.5, f64::from(y) + 0.5));
    let (width, height) = (f64::from(edge.old.width()), f64::from(edge.old.height()));
    (at.x >= 0.0 && at.y >= 0.0 && at.x < width && at.y < height)
        .then(|| edge.old.pixel(at.x as u32, at.y as u32))
}

/// A mean in linear light.
#[derive(Default)]
struct Mean {
    sum: [f32; 3],
    count: f32,
}

impl Mean {
    fn add(&mut self, pixel: [u8; 3]) {
        for (sum, sample) in self.sum.iter_mut().zip(pixel) {
            *sum += light_of_sample(sample);
        }
        self.count += 1.0;
    }

    fn colour(&self) -> Option<[f32; 3]> {
        (self.count >= LEAST_SAMPLES).then(|| self.sum.map(|v| v / self.count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: [u8; 3] = [90, 60, 50];
    const SIZE: u32 = 80;

    /// A person at the right whose edge is four pixels wide; `left_over` of the
    /// old background stays in it.
    fn value(old: [u8; 3], left_over: f32) -> Option<f64> {
        let mut alpha = Plane::filled(SIZE, SIZE, 0.0);
        let mut composed = RgbImage::filled(SIZE, SIZE, [255; 3]);
        let mut picture = RgbImage::filled(SIZE, SIZE, old);
        for y in 0..SIZE {
            for x in 0..SIZE {
                let cover = ((x as f32 - 37.5) / 5.0).clamp(0.0, 1.0);
                let behind = (1.0 - cover) * left_over * f32::from(u8::from(cover > 0.0));
                let mix = |c: usize, old_share: f32| {
                    let light = cover * light_of_sample(PERSON[c])
                        + old_share * light_of_sample(old[c])
                        + (1.0 - cover - old_share) * light_of_sample(255);
                    level_of_light(light).round() as u8
                };
                alpha.data_mut()[(y * SIZE + x) as usize] = cover;
                composed.put(x, y, std::array::from_fn(|c| mix(c, behind)));
                picture.put(x, y, std::array::from_fn(|c| mix(c, 1.0 - cover)));
            }
        }
        excess(&Edge {
            composed: &composed,
            alpha: &alpha,
            old: &picture,
            to_old: Affine::IDENTITY,
            background: [255; 3],
        })
    }

    #[track_caller]
    fn check(old: [u8; 3], left_over: f32, expected: std::ops::Range<f64>) {
        let got = value(old, left_over);
        assert!(
            got.is_some_and(|got| expected.contains(&got)),
            "{old:?} {left_over}: {got:?}"
        );
    }

    #[test]
    fn what_is_left_of_the_old_background_is_seen() {
        check([20, 40, 120], 0.0, -1.0..1.0);
        check([20, 40, 120], 0.3, 8.0..60.0);
        check([20, 40, 120], 1.0, 60.0..260.0);
        // White on white leaves nothing to see.
        check([250, 250, 250], 1.0, -0.1..0.1);
    }

    #[test]
    fn without_an_edge_there_is_no_rim() {
        let edge = Edge {
            composed: &RgbImage::filled(1, 1, [0; 3]),
            alpha: &Plane::filled(1, 1, 0.5),
            old: &RgbImage::filled(1, 1, [0; 3]),
            to_old: Affine::IDENTITY,
            background: [255; 3],
        };
        assert_eq!(excess(&edge), None);
    }
}
