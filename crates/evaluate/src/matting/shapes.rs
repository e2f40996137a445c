//! Shapes with known coverage and colours: the matting steps alone.
//!
//! The trimap is given, so this measures the solver and the layers, not the
//! networks. Colours mix in sRGB values, as the solver assumes; the error is
//! counted on white in levels.

use imaging::{Plane, RgbImage};
use serde::Serialize;
use vision::matting::{Region, Trimap, closed_form, foreground, layers};

/// A shape and how its rim came out.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct ShapeError {
    pub(crate) shape: &'static str,
    /// Mean error in the band on white, in levels.
    pub(crate) rim_mean: f64,
    /// Its 95th percentile.
    pub(crate) rim_p95: f64,
    /// Mean absolute error of alpha in the band, times 1000.
    pub(crate) mad_e3: f64,
}

const SIDE: u32 = 240;
const MIDDLE: f64 = SIDE as f64 / 2.0;
const RADIUS: f64 = 72.0;

type Coverage = fn(f64, f64) -> f64;
type Colour = fn(f64, f64) -> [f64; 3];

struct Shape {
    name: &'static str,
    coverage: Coverage,
    person: Colour,
    wall: Colour,
    /// Half the width of the unknown band, in pixels.
    band: f64,
    /// Standard deviation of the noise, in levels.
    noise: f32,
}

fn disc(x: f64, y: f64, softness: f64) -> f64 {
    ((RADIUS - (x - MIDDLE).hypot(y - MIDDLE)) / softness + 0.5).clamp(0.0, 1.0)
}

/// `count` straight strands, `half` pixels to each side, tapering off.
fn strands(x: f64, y: f64, count: f64, half: f64, length: f64) -> f64 {
    let (dx, dy) = (x - MIDDLE, y - MIDDLE);
    let r = dx.hypot(dy);
    let turn = dy.atan2(dx) * count / std::f64::consts::TAU;
    let across = (turn - turn.round()).abs() * std::f64::consts::TAU / count * r;
    let taper = ((RADIUS + length - r) / 6.0).clamp(0.0, 1.0);
    disc(x, y, 2.0).max((half + 0.5 - across).clamp(0.0, 1.0).min(2.0 * half) * taper)
}

fn skin(_: f64, _: f64) -> [f64; 3] {
    [205.0, 160.0, 135.0]
}
fn shaded_skin(x: f64, y: f64) -> [f64; 3] {
    [150.0 + 0.25 * x, 110.0 + 0.18 * y, 90.0]
}
fn hair(x: f64, y: f64) -> [f64; 3] {
    let v = 8.0 * (x * 0.9 + y * 0.2).sin();
    [48.0 + v, 36.0 + v, 30.0 + v]
}
fn blue(_: f64, _: f64) -> [f64; 3] {
    [70.0, 110.0, 190.0]
}
fn lit(x: f64, y: f64) -> [f64; 3] {
    [225.0 - 0.15 * x, 215.0 - 0.1 * y, 200.0]
}
fn checked(x: f64, y: f64) -> [f64; 3] {
    if ((x / 25.0).floor() + (y / 25.0).floor()) % 2.0 == 0.0 {
        [210.0, 190.0, 120.0]
    } else {
        [90.0, 150.0, 110.0]
    }
}

const SHAPES: [Shape; 8] = [
    Shape {
        name: "sharp skin on blue",
        coverage: |x, y| disc(x, y, 1.5),
        person: skin,
        wall: blue,
        band: 12.0,
        noise: 0.0,
    },
    Shape {
        name: "soft skin on blue",
        coverage: |x, y| disc(x, y, 8.0),
        person: skin,
        wall: blue,
        band: 12.0,
        noise: 0.0,
    },
    Shape {
        name: "very soft skin on blue",
        coverage: |x, y| disc(x, y, 16.0),
        person: skin,
        wall: blue,
        band: 16.0,
        noise: 0.0,
    },
    Shape {
        name: "soft shaded skin on lit wall",
        coverage: |x, y| disc(x, y, 8.0),
        person: shaded_skin,
        wall: lit,
        band: 12.0,
        noise: 0.0,
    },
    Shape {
        name: "sharp hair on checks",
        coverage: |x, y| disc(x, y, 1.5),
        person: hair,
        wall: checked,
        band: 12.0,
        noise: 0.0,
    },
    Shape {
        name: "strands on lit wall",
        coverage: |x, y| strands(x, y, 24.0, 0.9, 16.0),
        person: hair,
        wall: lit,
        band: 20.0,
        noise: 0.0,
    },
    Shape {
        name: "fine strands on blue",
        coverage: |x, y| strands(x, y, 40.0, 0.4, 14.0),
        person: hair,
        wall: blue,
        band: 20.0,
        noise: 0.0,
    },
    Shape {
        name: "strands on lit wall, noise 2",
        coverage: |x, y| strands(x, y, 24.0, 0.9, 16.0),
        person: hair,
        wall: lit,
        band: 20.0,
        noise: 2.0,
    },
];

/// Solves every shape back.
pub(crate) fn measure() -> Vec<ShapeError> {
    SHAPES.iter().map(solve).collect()
}

fn solve(shape: &Shape) -> ShapeError {
    let mut rng = fastrand::Rng::with_seed(super::SEED);
    let mut picture = RgbImage::filled(SIDE, SIDE, [0; 3]);
    let (mut truth, mut coverage) = (Vec::new(), Vec::new());
    let (mut regions, mut rough) = (Vec::new(), Vec::new());
    for y in 0..SIDE {
        for x in 0..SIDE {
            let (fx, fy) = (f64::from(x) + 0.5, f64::from(y) + 0.5);
            let a = (shape.coverage)(fx, fy);
            let (f, b) = ((shape.person)(fx, fy), (shape.wall)(fx, fy));
            let mixed = [0, 1, 2].map(|c| {
                let noise = shape.noise * super::key::gaussian(&mut rng);
                (a * f[c] + (1.0 - a) * b[c] + f64::from(noise))
                    .round()
                    .clamp(0.0, 255.0) as u8
            });
            picture.put(x, y, mixed);
            truth.push([0, 1, 2].map(|c| a * f[c] + (1.0 - a) * 255.0));
            coverage.push(a);
            let r = (fx - MIDDLE).hypot(fy - MIDDLE);
            regions.push(if r < RADIUS - shape.band {
                Region::Foreground
            } else if r > RADIUS + shape.band {
                Region::Background
            } else {
                Region::Unknown
            });
            rough.push(disc(fx, fy, shape.band) as f32);
        }
    }
    let side = SIDE as usize;
    let trimap = Trimap::new(side, side, regions).expect("one region a pixel");
    let rough = Plane::new(SIDE, SIDE, rough).expect("one value a pixel");
    let alpha = closed_form(&picture, &trimap, &rough);
    let own = foreground(&picture, &layers(&picture, &alpha));
    let (mut rims, mut off) = (Vec::new(), 0.0);
    for (at, want) in truth.iter().enumerate() {
        if trimap.regions()[at] == Region::Unknown {
            let a = f64::from(alpha.data()[at]);
            off += (a - coverage[at]).abs();
            let rim: f64 = (0..3)
                .map(|c| (255.0 * (a * f64::from(own[at][c]) + 1.0 - a) - want[c]).abs())
                .sum();
            rims.push(rim / 3.0);
        }
    }
    let n = rims.len() as f64;
    ShapeError {
        shape: shape.name,
        rim_mean: rims.iter().sum::<f64>() / n,
        rim_p95: crate::percentile::of(&rims, 0.95).unwrap_or(0.0),
        mad_e3: 1e3 * off / n,
    }
}
