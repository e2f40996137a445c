//! Ground truth: a person keyed off a plain wall.
//!
//! Takes a picture whose wall is plain; gives the person's coverage and own
//! colours in linear light. The wall's colour is known at every pixel, so the
//! coverage follows from the pixel's place between wall and person, without
//! the trimap, the solver and the layers that are to be measured. Whether the
//! result is the very matte of that picture matters little: composed over
//! another wall it *is* the truth of the composed picture, and has real hair's
//! shape and colours.

use imaging::{Affine, Plane, Point, RgbImage, warp};
use vision::{Engine, EngineError, Face, points};

use super::wall;
use crate::layer::Layer;
use crate::light::{levels, linear};
use crate::mask::{grown, reached, shrunk, spread};

/// A person without a wall.
pub(crate) struct Person {
    /// Premultiplied linear light and coverage.
    pub(crate) layer: Layer,
    /// Ear root to ear root, in pixels.
    pub(crate) face_width: f64,
    /// The face's middle.
    pub(crate) face_centre: Point,
}

/// Why a picture gives no ground truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoTruth {
    #[error("not one upright face")]
    Faces,
    #[error("the wall is not plain, or hardly visible")]
    Wall,
    #[error("hair or clothes are too much like the wall")]
    Alike,
}

/// Faces are reduced to this width: about what the engine's canvas gives them.
const FACE_PX: f64 = 420.0;
/// Around the rough outline, in face widths: the wall is surely clear of hair
/// beyond, the person surely whole within.
const CLEAR: f64 = 0.30;
const WHOLE: f64 = 0.07;
/// Person and wall differ by this many levels (Euclidean) at least ...
const DIFFERENCE: f32 = 55.0;
/// ... along this share of the outline.
const DIFFERING: f64 = 0.93;
/// Coverage below and above which noise and compression are all there is.
const LOW: f32 = 0.07;
const HIGH: f32 = 0.95;
/// In standard deviations of the wall's noise: from where on something stands
/// before the wall, and the same where the person is all around.
const VISIBLE: f32 = 4.0;
const ENCLOSED: f32 = 6.0;
/// Hair and clothes go on beyond what is surely person by this much, in face widths.
const REACH: f64 = 0.45;

/// Keys the person of an upright picture with one face.
pub(crate) fn key(
    engine: &dyn Engine,
    picture: &RgbImage,
    face: &Face,
) -> Result<Result<Person, NoTruth>, EngineError> {
    let at = |index| face.landmarks.at(index);
    let face_width = at(points::LEFT_EAR_ROOT).distance(at(points::RIGHT_EAR_ROOT));
    let scale = (FACE_PX / face_width).min(1.0);
    let (w, h) = (
        f64::from(picture.width()) * scale,
        f64::from(picture.height()) * scale,
    );
    let picture = if scale < 1.0 {
        let (w, h) = (w.floor().max(1.0) as u32, h.floor().max(1.0) as u32);
        warp(picture, &Affine::scaling(scale), w, h).image
    } else {
        picture.clone()
    };
    let probability = vision::segment(engine, &picture)?;
    let centre = face.bounds.centre();
    Ok(
        cut(&picture, &probability, face_width * scale).map(|layer| Person {
            layer,
            face_width: face_width * scale,
            face_centre: Point::new(centre.x * scale, centre.y * scale),
        }),
    )
}

fn cut(picture: &RgbImage, probability: &Plane, face_width: f64) -> Result<Layer, NoTruth> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let px = |share: f64| (share * face_width).round().max(1.0) as usize;
    let seen: Vec<[f32; 3]> = picture
        .data()
        .chunks_exact(3)
        .map(|c| [c[0], c[1], c[2]].map(f32::from))
        .collect();
    let maybe: Vec<bool> = probability.data().iter().map(|p| *p > 0.1).collect();
    let surely: Vec<bool> = probability.data().iter().map(|p| *p > 0.9).collect();
    let near = grown(&maybe, width, height, px(CLEAR));
    let clear: Vec<bool> = near.iter().map(|n| !n).collect();
    let wall = wall::fit(&seen, &clear, width, height, px(0.06)).ok_or(NoTruth::Wall)?;

    let inner = shrunk(&surely, width, height, px(WHOLE));
    // Certain where both the outline and the colour say so.
    let whole: Vec<bool> = (0..inner.len())
        .map(|at| inner[at] && distance(&seen[at], &wall.levels[at]) > DIFFERENCE / 2.0)
        .collect();
    let count = |mask: &[bool]| mask.iter().filter(|m| **m).count();
    if 2 * count(&whole) < count(&inner) || count(&whole) == 0 {
        return Err(NoTruth::Alike);
    }
    let palette = Palette::gather(&seen, &whole, width, height, px(0.04), px(REACH));
    let own = spread(&seen, &whole, width, height, px(0.04));

    let outer = grown(&inner, width, height, px(WHOLE));
    let outline: Vec<usize> = (0..outer.len())
        .filter(|at| outer[*at] && !inner[*at])
        .collect();
    let apart = outline
        .iter()
        .filter(|at| distance(&own[**at], &wall.levels[**at]) >= DIFFERENCE)
        .count();
    if outline.is_empty() || (apart as f64) < DIFFERING * outline.len() as f64 {
        return Err(NoTruth::Alike);
    }

    let mut alpha = vec![0.0_f32; width * height];
    for at in 0..alpha.len() {
        if inner[at] {
            alpha[at] = 1.0;
        } else if near[at] {
            // Within the wall's noise there is nothing.
            let off = distance(&seen[at], &wall.levels[at]);
            if off > VISIBLE * wall.noise.max(1.0) {
                let raw = palette.cover(at, &seen[at], &wall.levels[at]);
                alpha[at] = ((raw - LOW) / (HIGH - LOW)).clamp(0.0, 1.0);
            }
        }
    }
    // What the outline encloses and what is not the wall's own colour is person.
    let thin: Vec<bool> = alpha.iter().map(|a| *a < 0.6).collect();
    let outside = reached(&clear, &thin, width, height);
    for at in 0..alpha.len() {
        let off = distance(&seen[at], &wall.levels[at]);
        // Between strands of hair the wall does show.
        if !outside[at]
            && off > ENCLOSED * wall.noise.max(1.0)
            && palette.is_faint(at, &wall.levels[at])
        {
            alpha[at] = 1.0;
        }
    }
    // Specks on the wall hang together with nobody.
    let open: Vec<bool> = alpha.iter().map(|a| *a > 0.0).collect();
    let connected = reached(&inner, &open, width, height);
    for (a, c) in alpha.iter_mut().zip(&connected) {
        if !c {
            *a = 0.0;
        }
    }

    let data = (0..alpha.len())
        .map(|at| {
            let a = alpha[at];
            if a <= 0.0 {
                return [0.0; 4];
            }
            let (s, b, f) = (light(&seen[at]), light(&wall.levels[at]), light(&own[at]));
            // The colour that explains the pixel; the less of it there is, the
            // more the neighbourhood's stands in.
            let colour: [f32; 3] = std::array::from_fn(|c| {
                let solved = (b[c] + (s[c] - b[c]) / a).clamp(0.0, 1.0);
                let trust = if a >= 1.0 { 1.0 } else { a * a };
                trust * solved + (1.0 - trust) * f[c]
            });
            [a * colour[0], a * colour[1], a * colour[2], a]
        })
        .collect();
    Ok(Layer {
        width,
        height,
        data,
    })
}

/// The person's few main colours, each with its local shade: hair, skin,
/// shirt and coat are not to be averaged with one another.
struct Palette {
    shades: Vec<Shade>,
}

struct Shade {
    /// Whether the colour occurs nearby.
    near: Vec<bool>,
    /// Whether it occurs right beside.
    close: Vec<bool>,
    /// Its mean around each pixel, in levels.
    mean: Vec<[f32; 3]>,
}

/// Main colours told apart.
const COLOURS: usize = 6;
const ROUNDS: usize = 12;
/// A colour this near to the wall's (lit skin before white) does not tell
/// coverage from shade. Skin and cloth end sharply: this share of the way to
/// the colour counts as whole.
const FAINT: f32 = 130.0;
const FAINT_WHOLE: f32 = 0.4;
/// It has to explain a pixel better by so many levels than a colour that tells.
const FAINT_DOUBT: f32 = 6.0;

impl Palette {
    /// Finds the main colours by k-means, starting from evenly spaced lightness.
    fn gather(
        seen: &[[f32; 3]],
        person: &[bool],
        width: usize,
        height: usize,
        smooth: usize,
        reach: usize,
    ) -> Self {
        let mut own: Vec<usize> = (0..seen.len()).filter(|at| person[*at]).collect();
        own.sort_by(|a, b| {
            seen[*a]
                .iter()
                .sum::<f32>()
                .total_cmp(&seen[*b].iter().sum())
        });
        let Some(last) = own.len().checked_sub(1) else {
            return Self { shades: Vec::new() };
        };
        let mut centres: Vec<[f32; 3]> = (0..COLOURS)
            .map(|k| seen[own[last * (2 * k + 1) / (2 * COLOURS)]])
            .collect();
        let nearest = |centres: &[[f32; 3]], colour: &[f32; 3]| {
            (0..centres.len())
                .min_by(|a, b| {
                    distance(&centres[*a], colour).total_cmp(&distance(&centres[*b], colour))
                })
                .unwrap_or(0)
        };
        for _ in 0..ROUNDS {
            let mut sums = [[0.0_f64; 4]; COLOURS];
            for at in &own {
                let sum = &mut sums[nearest(&centres, &seen[*at])];
                for c in 0..3 {
                    sum[c] += f64::from(seen[*at][c]);
                }
                sum[3] += 1.0;
            }
            for (centre, sum) in centres.iter_mut().zip(&sums) {
                if sum[3] > 0.0 {
                    *centre = [0, 1, 2].map(|c| (sum[c] / sum[3]) as f32);
                }
            }
        }
        let mut members = vec![vec![false; seen.len()]; COLOURS];
        for at in &own {
            members[nearest(&centres, &seen[*at])][*at] = true;
        }
        let shades = members
            .into_iter()
            .filter(|m| m.contains(&true))
            .map(|m| Shade {
                near: grown(&m, width, height, reach),
                close: grown(&m, width, height, reach / 2),
                mean: spread(seen, &m, width, height, smooth),
            })
            .collect();
        Self { shades }
    }

    /// Whether a colour much like the wall's occurs right beside the pixel.
    fn is_faint(&self, at: usize, wall: &[f32; 3]) -> bool {
        self.shades
            .iter()
            .any(|s| s.close[at] && distance(&s.mean[at], wall) < FAINT)
    }

    /// The coverage that explains a pixel best, by whichever colour is near.
    fn cover(&self, at: usize, seen: &[f32; 3], wall: &[f32; 3]) -> f32 {
        let (s, b) = (light(seen), light(wall));
        let mut best = (f32::INFINITY, 0.0);
        for shade in self.shades.iter().filter(|shade| shade.near[at]) {
            if distance(&shade.mean[at], wall) < DIFFERENCE / 2.0 {
                continue;
            }
            let f = light(&shade.mean[at]);
            let a = along(&s, &b, &f);
            let held = a.clamp(0.0, 1.0);
            let mixed = [0, 1, 2].map(|c| levels(held * f[c] + (1.0 - held) * b[c]));
            let off = distance(&mixed, seen);
            let faint = distance(&shade.mean[at], wall) < FAINT;
            let off = if faint { off + FAINT_DOUBT } else { off };
            if off < best.0 && (!faint || shade.close[at]) {
                best = (off, if faint { a / FAINT_WHOLE } else { a });
            }
        }
        best.1
    }
}

fn light(levels: &[f32; 3]) -> [f32; 3] {
    levels.map(|v| linear(v / 255.0))
}

/// Euclidean distance.
fn distance(a: &[f32; 3], b: &[f32; 3]) -> f32 {
    (0..3).map(|c| (a[c] - b[c]).powi(2)).sum::<f32>().sqrt()
}

/// How far `seen` lies on the way from `from` to `to`, in linear light.
fn along(seen: &[f32; 3], from: &[f32; 3], to: &[f32; 3]) -> f32 {
    let (mut dot, mut length) = (0.0, 1e-9);
    for c in 0..3 {
        dot += (seen[c] - from[c]) * (to[c] - from[c]);
        length += (to[c] - from[c]).powi(2);
    }
    dot / length
}

/// The person over a wall in linear light, as samples with a sensor's noise.
pub(crate) fn over(
    person: &Layer,
    wall: &[[f32; 3]],
    noise_levels: f32,
    rng: &mut fastrand::Rng,
) -> RgbImage {
    let mut samples = Vec::with_capacity(wall.len() * 3);
    for (p, w) in person.data.iter().zip(wall) {
        for c in 0..3 {
            let clean = levels(p[c] + (1.0 - p[3]) * w[c]);
            let noisy = clean + noise_levels * gaussian(rng);
            samples.push(noisy.round().clamp(0.0, 255.0) as u8);
        }
    }
    RgbImage::new(person.width as u32, person.height as u32, samples)
        .expect("one wall colour a pixel")
}

/// Standard normal, by the sum of twelve uniforms.
pub(super) fn gaussian(rng: &mut fastrand::Rng) -> f32 {
    (0..12).map(|_| rng.f32()).sum::<f32>() - 6.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A dark disc with a soft edge before a lit wall, keyed.
    #[test]
    fn a_known_shape_is_keyed_back() {
        let (w, h) = (200_usize, 200_usize);
        let coverage = |x: usize, y: usize| {
            let r = (x as f32 + 0.5 - 100.0).hypot(y as f32 + 0.5 - 100.0);
            ((40.0 - r) / 5.0 + 0.5).clamp(0.0, 1.0)
        };
        let mut picture = RgbImage::filled(w as u32, h as u32, [0; 3]);
        let mut rough = Vec::new();
        for y in 0..h {
            for x in 0..w {
                let a = coverage(x, y);
                let wall = [215.0 - 0.1 * x as f32, 205.0, 190.0 + 0.1 * y as f32];
                let mixed = [60.0, 40.0, 35.0_f32]
                    .map(|v| linear(v / 255.0))
                    .iter()
                    .zip(wall)
                    .map(|(f, b)| levels(a * f + (1.0 - a) * linear(b / 255.0)).round() as u8)
                    .collect::<Vec<_>>();
                picture.put(x as u32, y as u32, [mixed[0], mixed[1], mixed[2]]);
                rough.push(a);
            }
        }
        let rough = Plane::new(w as u32, h as u32, rough).unwrap();
        let layer = cut(&picture, &rough, 60.0).unwrap();
        let worst = (0..w * h)
            .map(|at| (layer.data[at][3] - coverage(at % w, at / w)).abs())
            .fold(0.0, f32::max);
        assert!(worst < 0.08, "{worst}");
    }

    #[test]
    fn a_person_of_the_wall_s_colour_is_refused() {
        let picture = RgbImage::filled(200, 200, [120, 118, 116]);
        let rough: Vec<f32> = (0..40_000)
            .map(|at| {
                f32::from(u8::from(
                    (at % 200 - 100_i32).pow(2) + (at / 200 - 100).pow(2) < 1600,
                ))
            })
            .collect();
        let rough = Plane::new(200, 200, rough).unwrap();
        assert_eq!(cut(&picture, &rough, 60.0).err(), Some(NoTruth::Alike));
    }
}
