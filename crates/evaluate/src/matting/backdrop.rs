//! Walls and places to put a person in front of.
//!
//! Takes a kind, a size and a seed; gives linear light, one colour a pixel.
//! Lengths are in face widths, so that patterns are as large in every picture.

use imaging::{Affine, Point};
use serde::Serialize;

use super::scene::Scene;
use crate::light::linear;

/// What stands behind the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Backdrop {
    /// White wall, slightly uneven.
    White,
    /// Middle grey wall.
    Grey,
    /// The blue of ID photos.
    Blue,
    /// A wall of the colour of light skin.
    Skin,
    /// A wall nearly as dark as black hair.
    Dark,
    /// A lamp at one side: bright to dark.
    Lamp,
    /// Bricks with mortar.
    Brick,
    /// A poster: dark letters as high as half a face.
    Letters,
    /// Books on a shelf.
    Shelf,
    /// Folds of a curtain.
    Curtain,
    /// Leaves, in and out of focus.
    Foliage,
    /// What stood behind somebody else, as it was.
    Place,
    /// The same, out of focus.
    BlurredPlace,
}

impl Backdrop {
    pub(crate) const ALL: [Self; 13] = [
        Self::White,
        Self::Grey,
        Self::Blue,
        Self::Skin,
        Self::Dark,
        Self::Lamp,
        Self::Brick,
        Self::Letters,
        Self::Shelf,
        Self::Curtain,
        Self::Foliage,
        Self::Place,
        Self::BlurredPlace,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::White => "white",
            Self::Grey => "grey",
            Self::Blue => "blue",
            Self::Skin => "skin",
            Self::Dark => "dark",
            Self::Lamp => "lamp",
            Self::Brick => "brick",
            Self::Letters => "letters",
            Self::Shelf => "shelf",
            Self::Curtain => "curtain",
            Self::Foliage => "foliage",
            Self::Place => "place",
            Self::BlurredPlace => "blurred-place",
        }
    }
}

/// The picture a backdrop is painted for.
#[derive(Clone, Copy)]
pub(crate) struct Site {
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// In pixels.
    pub(crate) face_width: f64,
    pub(crate) face_centre: Point,
}

/// Blur of a place out of focus, in face widths.
const OUT_OF_FOCUS: f64 = 0.06;

/// Letters as strokes in their cell: left, top, right, bottom. E, H, T, L and a bar.
const LETTERS: [&[[f32; 4]]; 5] = [
    &[
        [0.1, 0.1, 0.32, 0.9],
        [0.1, 0.1, 0.8, 0.25],
        [0.1, 0.42, 0.7, 0.57],
        [0.1, 0.75, 0.8, 0.9],
    ],
    &[
        [0.1, 0.1, 0.32, 0.9],
        [0.62, 0.1, 0.84, 0.9],
        [0.1, 0.42, 0.84, 0.57],
    ],
    &[[0.08, 0.1, 0.88, 0.25], [0.37, 0.1, 0.59, 0.9]],
    &[[0.1, 0.1, 0.32, 0.9], [0.1, 0.75, 0.8, 0.9]],
    &[[0.38, 0.1, 0.6, 0.9]],
];

/// Paints a backdrop; `None` for a place when the folder had none to give.
pub(crate) fn paint(
    kind: Backdrop,
    site: Site,
    scene: Option<&Scene>,
    rng: &mut fastrand::Rng,
) -> Option<Vec<[f32; 3]>> {
    let seed = rng.u32(..);
    let flat = |base: [f32; 3]| {
        painted(site, |x, y| {
            // Light falls off a little, and plaster is not quite even.
            let shade = 1.0 - 0.05 * x / 4.0 - 0.04 * y / 4.0;
            let uneven = 1.0 + 0.02 * (noise(seed, x * 0.8, y * 0.8) - 0.5);
            base.map(|v| v * shade * uneven)
        })
    };
    Some(match kind {
        Backdrop::White => flat([238.0, 237.0, 233.0]),
        Backdrop::Grey => flat([142.0, 143.0, 146.0]),
        Backdrop::Blue => flat([67.0, 142.0, 219.0]),
        Backdrop::Skin => flat([214.0, 172.0, 146.0]),
        Backdrop::Dark => flat([58.0, 54.0, 52.0]),
        Backdrop::Lamp => painted(site, |x, y| {
            let light = 1.25 / (1.0 + 0.12 * ((x + 2.0).powi(2) + (y + 1.5).powi(2)));
            [225.0, 212.0, 190.0].map(|v| v * light.max(0.12))
        }),
        Backdrop::Brick => painted(site, |x, y| {
            let (bw, bh) = (0.62, 0.2);
            let row = (y / bh).floor();
            let shift = if row.rem_euclid(2.0) == 0.0 {
                0.0
            } else {
                bw / 2.0
            };
            let (u, v) = (
                ((x + shift) / bw).fract_positive() * bw,
                (y / bh).fract_positive() * bh,
            );
            let edge = u.min(bw - u).min(v).min(bh - v);
            let brick = (edge / 0.012).clamp(0.0, 1.0);
            let tone = hash(seed, ((x + shift) / bw).floor() as i32, row as i32);
            let rough = 0.85 + 0.3 * noise(seed, x * 14.0, y * 14.0);
            let stone = [150.0 + 40.0 * tone, 82.0 + 25.0 * tone, 66.0 + 15.0 * tone];
            let mortar = [198.0, 192.0, 182.0];
            [0, 1, 2].map(|c| rough * (brick * stone[c] + (1.0 - brick) * mortar[c]))
        }),
        Backdrop::Letters => painted(site, |x, y| {
            let (wide, high) = (0.42, 0.6);
            let (column, row) = ((x / wide).floor() as i32, (y / high).floor() as i32);
            let (u, v) = ((x / wide).fract_positive(), (y / high).fract_positive());
            let form = (hash(seed, column, row) * LETTERS.len() as f32) as usize;
            let stroke =
                LETTERS[form.min(LETTERS.len() - 1)]
                    .iter()
                    .any(|[left, top, right, bottom]| {
                        (*left..*right).contains(&u) && (*top..*bottom).contains(&v)
                    });
            if stroke {
                [38.0, 34.0, 40.0]
            } else {
                [226.0, 219.0, 204.0]
            }
        }),
        Backdrop::Shelf => painted(site, |x, y| {
            let high = 0.8;
            let row = (y / high).floor() as i32;
            let v = (y / high).fract_positive();
            if v > 0.93 {
                return [122.0, 88.0, 58.0];
            }
            // Books of unequal breadth: the boundary of each cell is moved a little.
            let cell = x / 0.13;
            let shift = |i: f32| i + 0.7 * (hash(seed ^ 31, i as i32, row) - 0.5);
            let mut book = cell.floor();
            if cell < shift(book) {
                book -= 1.0;
            } else if cell >= shift(book + 1.0) {
                book += 1.0;
            }
            let tone = |k: u32| hash(seed ^ k, book as i32, row);
            if v < 0.1 + 0.35 * tone(5) {
                return [30.0, 26.0, 24.0];
            }
            let edge = (cell - shift(book)).min(shift(book + 1.0) - cell);
            let shade = 0.55 + 0.45 * (edge / 0.25).clamp(0.0, 1.0);
            [11, 12, 13].map(|k| shade * (25.0 + 205.0 * tone(k)))
        }),
        Backdrop::Curtain => painted(site, |x, y| {
            let sway = 0.15 * noise(seed, x * 0.5, y * 0.7);
            let fold = ((x + sway) * 9.0).sin() + 0.5 * ((x + sway) * 23.0).sin();
            let light = 0.68 + 0.2 * fold;
            [168.0, 150.0, 176.0].map(|v| v * light)
        }),
        Backdrop::Foliage => painted(site, |x, y| {
            let mut sum = 0.0;
            for (scale, weight) in [(1.5, 0.4), (4.0, 0.3), (10.0, 0.2), (24.0, 0.1)] {
                sum += weight * noise(seed, x * scale, y * scale);
            }
            let sky = ((noise(seed ^ 77, x * 2.5, y * 2.5) - 0.68) * 12.0).clamp(0.0, 1.0);
            let t = ((sum - 0.3) * 2.2).clamp(0.0, 1.0);
            let leaf = [30.0 + 110.0 * t, 48.0 + 130.0 * t, 18.0 + 50.0 * t];
            [0, 1, 2].map(|c| (1.0 - sky) * leaf[c] + sky * [225.0, 232.0, 240.0][c])
        }),
        Backdrop::Place => placed(scene?, site, 0.0),
        Backdrop::BlurredPlace => placed(scene?, site, OUT_OF_FOCUS),
    })
}

/// `colour` gives sRGB levels at a place in face widths from the face's middle.
fn painted(site: Site, colour: impl Fn(f32, f32) -> [f32; 3]) -> Vec<[f32; 3]> {
    let mut out = Vec::with_capacity(site.width * site.height);
    for y in 0..site.height {
        for x in 0..site.width {
            let fx = (x as f64 + 0.5 - site.face_centre.x) / site.face_width;
            let fy = (y as f64 + 0.5 - site.face_centre.y) / site.face_width;
            let levels = colour(fx as f32, fy as f32);
            out.push(levels.map(|v| linear((v / 255.0).clamp(0.0, 1.0))));
        }
    }
    out
}

/// Another picture's surroundings, its face put behind this one.
fn placed(scene: &Scene, site: Site, blur: f64) -> Vec<[f32; 3]> {
    let scale = site.face_width / scene.face_width;
    let map = Affine::translation(-scene.face_centre.x, -scene.face_centre.y)
        .then(&Affine::scaling(scale))
        .then(&Affine::translation(site.face_centre.x, site.face_centre.y));
    let seen = imaging::warp(&scene.emptied, &map, site.width as u32, site.height as u32).image;
    let mut light: Vec<[f32; 3]> = seen
        .data()
        .chunks_exact(3)
        .map(|c| [c[0], c[1], c[2]].map(crate::light::linear_of_sample))
        .collect();
    let radius = (blur * site.face_width / 2.0).round() as usize;
    // Two boxes make a blur without a box's corners.
    for _ in 0..if radius > 0 { 2 } else { 0 } {
        let known = vec![true; light.len()];
        light = crate::mask::spread(&light, &known, site.width, site.height, radius);
    }
    light
}

trait FractPositive {
    fn fract_positive(self) -> Self;
}

impl FractPositive for f32 {
    fn fract_positive(self) -> Self {
        self - self.floor()
    }
}

/// A number 0..1 for a cell.
fn hash(seed: u32, x: i32, y: i32) -> f32 {
    let mut h = seed ^ (x as u32).wrapping_mul(0x9E37_79B1) ^ (y as u32).wrapping_mul(0x85EB_CA77);
    h = (h ^ (h >> 15)).wrapping_mul(0x2C1B_3C6D);
    h = (h ^ (h >> 12)).wrapping_mul(0x297A_2D39);
    ((h ^ (h >> 15)) >> 8) as f32 / (1 << 24) as f32
}

/// Value noise, 0..1, one cell a unit.
fn noise(seed: u32, x: f32, y: f32) -> f32 {
    let (cx, cy) = (x.floor(), y.floor());
    let ease = |t: f32| t * t * (3.0 - 2.0 * t);
    let (u, v) = (ease(x - cx), ease(y - cy));
    let (cx, cy) = (cx as i32, cy as i32);
    let upper = hash(seed, cx, cy) * (1.0 - u) + hash(seed, cx + 1, cy) * u;
    let lower = hash(seed, cx, cy + 1) * (1.0 - u) + hash(seed, cx + 1, cy + 1) * u;
    upper * (1.0 - v) + lower * v
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_paints_the_same_wall() {
        let site = Site {
            width: 40,
            height: 30,
            face_width: 15.0,
            face_centre: Point::new(20.0, 12.0),
        };
        for kind in Backdrop::ALL {
            let wall = |seed| paint(kind, site, None, &mut fastrand::Rng::with_seed(seed));
            assert_eq!(wall(7), wall(7), "{kind:?}");
            if let Some(wall) = wall(7) {
                assert_eq!(wall.len(), 1200);
                assert!(
                    wall.iter().flatten().all(|v| (0.0..=1.0).contains(v)),
                    "{kind:?}"
                );
            }
        }
    }
}
