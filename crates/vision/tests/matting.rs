//! Matting on shapes whose coverage and colours are known.

#![expect(clippy::unwrap_used, reason = "helpers of a test panic like it")]
#![expect(clippy::print_stdout, reason = "the figures are what one runs it for")]

use imaging::{Plane, RgbImage};
use vision::matting::{Region, Trimap, closed_form, foreground, layers};

const SIDE: u32 = 200;

/// A scene made of two known layers and a known coverage.
struct Scene {
    alpha: fn(f64, f64) -> f64,
    person: fn(f64, f64) -> [f64; 3],
    wall: fn(f64, f64) -> [f64; 3],
}

fn disc(x: f64, y: f64, softness: f64) -> f64 {
    let r = (x - 100.0).hypot(y - 100.0);
    ((60.0 - r) / softness + 0.5).clamp(0.0, 1.0)
}

/// Strands of one to two pixels that stick out of a disc.
fn hair(x: f64, y: f64) -> f64 {
    let (dx, dy) = (x - 100.0, y - 100.0);
    let r = dx.hypot(dy);
    let turn = dy.atan2(dx) * 24.0 / std::f64::consts::TAU;
    let across = (turn - turn.round()).abs() * std::f64::consts::TAU / 24.0 * r;
    let strand = (1.4 - across).clamp(0.0, 1.0) * ((76.0 - r) / 6.0).clamp(0.0, 1.0);
    disc(x, y, 2.0).max(strand)
}

/// Renders a scene and solves it back. Returns the mean and the greatest of
/// the errors, in 8-bit levels, that the band shows on white.
fn solve(scene: &Scene, band: f64) -> (f64, f64) {
    let mut picture = RgbImage::filled(SIDE, SIDE, [0; 3]);
    let mut truth = Vec::new();
    let mut regions = Vec::new();
    for y in 0..SIDE {
        for x in 0..SIDE {
            let (fx, fy) = (f64::from(x) + 0.5, f64::from(y) + 0.5);
            let a = (scene.alpha)(fx, fy);
            let (f, b) = ((scene.person)(fx, fy), (scene.wall)(fx, fy));
            picture.put(
                x,
                y,
                [0, 1, 2].map(|c| (a * f[c] + (1.0 - a) * b[c]).round() as u8),
            );
            truth.push([0, 1, 2].map(|c| a * f[c] + (1.0 - a) * 255.0));
            let r = (fx - 100.0).hypot(fy - 100.0);
            regions.push(if r < 60.0 - band {
                Region::Foreground
            } else if r > 60.0 + band {
                Region::Background
            } else {
                Region::Unknown
            });
        }
    }
    let trimap = Trimap::new(SIDE as usize, SIDE as usize, regions).unwrap();
    let rough: Vec<f32> = (0..SIDE * SIDE)
        .map(|i| disc(f64::from(i % SIDE) + 0.5, f64::from(i / SIDE) + 0.5, band) as f32)
        .collect();
    let rough = Plane::new(SIDE, SIDE, rough).unwrap();
    let alpha = closed_form(&picture, &trimap, &rough);
    let own = foreground(&picture, &layers(&picture, &alpha));
    let (mut sum, mut count, mut most) = (0.0, 0.0, 0.0_f64);
    for (at, want) in truth.iter().enumerate() {
        if trimap.regions()[at] != Region::Unknown {
            continue;
        }
        let a = f64::from(alpha.data()[at]);
        for (own, want) in own[at].iter().zip(want) {
            let shown = 255.0 * (a * f64::from(*own) + 1.0 - a);
            let error = (shown - want).abs();
            sum += error;
            count += 1.0;
            most = most.max(error);
        }
    }
    (sum / count, most)
}

#[track_caller]
fn check(name: &str, scene: Scene, band: f64, mean_at_most: f64) {
    let (mean, most) = solve(&scene, band);
    println!("{name}: mean {mean:.2} levels, greatest {most:.1}");
    assert!(
        mean <= mean_at_most,
        "{name}: mean error {mean:.2} levels, greatest {most:.1}"
    );
}

#[test]
fn the_rim_of_known_shapes_is_off_by_two_levels_at_most() {
    let skin = |_: f64, _: f64| [205.0, 160.0, 135.0];
    let dark_hair = |x: f64, y: f64| {
        let v = 8.0 * (x * 0.9 + y * 0.2).sin();
        [48.0 + v, 36.0 + v, 30.0 + v]
    };
    let shaded = |x: f64, y: f64| [150.0 + 0.3 * x, 110.0 + 0.2 * y, 90.0];
    let blue = |_: f64, _: f64| [70.0, 110.0, 190.0];
    let lit_wall = |x: f64, y: f64| [225.0 - 0.15 * x, 215.0 - 0.1 * y, 200.0];
    let pattern = |x: f64, y: f64| {
        if ((x / 25.0).floor() + (y / 25.0).floor()) % 2.0 == 0.0 {
            [210.0, 190.0, 120.0]
        } else {
            [90.0, 150.0, 110.0]
        }
    };
    let sharp = |x: f64, y: f64| disc(x, y, 1.5);
    let soft = |x: f64, y: f64| disc(x, y, 8.0);

    check(
        "sharp on blue",
        Scene {
            alpha: sharp,
            person: skin,
            wall: blue,
        },
        12.0,
        2.0,
    );
    check(
        "soft on blue",
        Scene {
            alpha: soft,
            person: skin,
            wall: blue,
        },
        12.0,
        2.0,
    );
    check(
        "soft shaded on lit wall",
        Scene {
            alpha: soft,
            person: shaded,
            wall: lit_wall,
        },
        12.0,
        2.0,
    );
    check(
        "strands on lit wall",
        Scene {
            alpha: hair,
            person: dark_hair,
            wall: lit_wall,
        },
        20.0,
        2.0,
    );
    check(
        "sharp on pattern",
        Scene {
            alpha: sharp,
            person: dark_hair,
            wall: pattern,
        },
        12.0,
        2.0,
    );
}

/// The greatest difference between the alpha of a disc and its rough outline, which is right,
/// in the band, and how much of it lies more than six pixels outside.
fn beside_the_outline(picture: &RgbImage) -> (f32, f32) {
    let at = |i: u32| (f64::from(i % SIDE) + 0.5, f64::from(i / SIDE) + 0.5);
    let away = |i: u32| {
        let (x, y) = at(i);
        (x - 100.0).hypot(y - 100.0) - 60.0
    };
    let regions = (0..SIDE * SIDE).map(|i| match away(i) {
        out if out < -12.0 => Region::Foreground,
        out if out > 24.0 => Region::Background,
        _ => Region::Unknown,
    });
    let trimap = Trimap::new(SIDE as usize, SIDE as usize, regions.collect()).unwrap();
    let outline = (0..SIDE * SIDE).map(|i| (0.5 - away(i) / 6.0).clamp(0.0, 1.0) as f32);
    let outline = Plane::new(SIDE, SIDE, outline.collect()).unwrap();
    let alpha = closed_form(picture, &trimap, &outline);
    let (mut most, mut outside, mut count) = (0.0_f32, 0.0, 0.0);
    for (i, alpha) in (0..SIDE * SIDE).zip(alpha.data()) {
        let out = away(i);
        if out.abs() > 6.0 {
            most = most.max((alpha - f32::from(u8::from(out < 0.0))).abs());
        }
        if (6.0..24.0).contains(&out) {
            outside += alpha;
            count += 1.0;
        }
    }
    (most, outside / count)
}

#[test]
fn squares_that_compression_made_of_black_hair_before_black_are_no_outline() {
    // Within a square the quantiser left one level; squares differ by one or two, whoever
    // they belong to.
    let mut picture = RgbImage::filled(SIDE, SIDE, [0; 3]);
    for y in 0..SIDE {
        for x in 0..SIDE {
            let level = 4 + ((x / 8) * 7 + (y / 8) * 5) % 3;
            picture.put(x, y, [level as u8; 3]);
        }
    }
    let (most, outside) = beside_the_outline(&picture);
    assert!(most < 0.25 && outside < 0.02, "{most} {outside}");
}

#[test]
fn dark_bars_of_a_wall_are_no_strands_of_dark_hair() {
    let mut picture = RgbImage::filled(SIDE, SIDE, [0; 3]);
    for y in 0..SIDE {
        for x in 0..SIDE {
            let away = (f64::from(x) - 99.5).hypot(f64::from(y) - 99.5) - 60.0;
            let bar = x % 20 < 7;
            let colour = match (away < 0.0, bar) {
                (true, _) => [45, 35, 30],
                (false, true) => [60, 50, 45],
                (false, false) => [190, 170, 150],
            };
            picture.put(x, y, colour);
        }
    }
    let (_, outside) = beside_the_outline(&picture);
    assert!(outside < 0.09, "{outside}");
}
