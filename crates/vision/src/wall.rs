//! The wall behind a person, patch by patch: how uneven it is, and how bright.
//!
//! Takes the brightness of whatever pixels are wall; gives levels. Before a plain light wall hair and
//! wall differ at every strand, and colour tells the outline.

use imaging::{RgbImage, luma};

/// With fewer patches the wall is not known.
const LEAST_PATCHES: usize = 24;
/// One patch in ten may have a lamp or a switch on it.
const BUSIEST: f64 = 0.9;
const MEDIAN: f64 = 0.5;

/// The wall's brightness in squares of one size.
#[derive(Clone, Debug)]
pub struct Wall {
    across: usize,
    /// Row by row; `None` where a square is not wall alone.
    patches: Vec<Option<Patch>>,
}

/// Brightness of a square that is nothing but wall, levels.
#[derive(Clone, Copy, Debug)]
struct Patch {
    mean: f64,
    deviation: f64,
}

impl Wall {
    /// The wall of a picture of `width` × `height` px in squares of `side` px. `level` is the brightness
    /// of the pixel at column and row, 0…255, and `None` where there is no wall.
    #[must_use]
    pub fn of(
        width: usize,
        height: usize,
        side: usize,
        level: impl Fn(usize, usize) -> Option<u8>,
    ) -> Self {
        let (across, down) = (width / side, height / side);
        let patch = |left: usize, top: usize| {
            let (mut sum, mut squares) = (0.0, 0.0);
            for (x, y) in (top..top + side).flat_map(|y| (left..left + side).map(move |x| (x, y))) {
                let value = f64::from(level(x, y)?);
                sum += value;
                squares += value * value;
            }
            let count = (side * side) as f64;
            let mean = sum / count;
            Some(Patch {
                mean,
                deviation: (squares / count - mean * mean).max(0.0).sqrt(),
            })
        };
        Self {
            across,
            patches: (0..across * down)
                .map(|at| patch(at % across * side, at / across * side))
                .collect(),
        }
    }

    /// How much brightness changes within or between neighbouring squares, levels: the 90th
    /// percentile over the squares. `None` when too little of the wall is seen.
    #[must_use]
    pub fn unrest(&self) -> Option<f64> {
        let mut unrest: Vec<f64> = Vec::with_capacity(self.patches.len());
        for (at, patch) in self.patches.iter().enumerate() {
            let Some(patch) = patch else { continue };
            let right = (at % self.across + 1 < self.across).then_some(at + 1);
            let step = [right, Some(at + self.across)]
                .into_iter()
                .flatten()
                .filter_map(|next| self.patches.get(next)?.as_ref())
                .map(|next| (next.mean - patch.mean).abs())
                .fold(0.0, f64::max);
            unrest.push(patch.deviation.max(step));
        }
        percentile(unrest, BUSIEST)
    }

    /// Brightness, levels: the median over the squares. `None` when too little of the wall is seen.
    #[must_use]
    pub fn brightness(&self) -> Option<f64> {
        let means = self.patches.iter().flatten().map(|patch| patch.mean);
        percentile(means.collect(), MEDIAN)
    }
}

/// The value that a share of `values` lies below.
fn percentile(mut values: Vec<f64>, share: f64) -> Option<f64> {
    if values.len() < LEAST_PATCHES {
        return None;
    }
    values.sort_by(f64::total_cmp);
    Some(values[((values.len() - 1) as f64 * share).round() as usize])
}

/// Probability of a person up to which a pixel is the wall's.
const WALL: f32 = 0.02;
/// Side of a square in a picture of head and shoulders 256 px long: a tenth of a face.
const SIDE: usize = 8;
/// Unrest of a plain wall: paint in the light of a window stays below, plaster and curtains do not
/// (`wall-busy` advises from 8 on).
const PLAIN: f64 = 6.0;
/// Brightness of a light wall: dark hair stands out from it. A grey wall of 143 levels still gains
/// by a second look (error of coverage 46.9 in place of 48.8 thousandths), a white one does not (31.4, 31.4).
const LIGHT: f64 = 165.0;

/// Whether the wall of `picture` is plain and light; `person` has one probability a pixel, row by row.
pub(crate) fn plain_and_light(picture: &RgbImage, person: &[f32]) -> bool {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let wall = Wall::of(width, height, SIDE, |x, y| {
        (person[y * width + x] <= WALL).then(|| luma(picture.pixel(x as u32, y as u32)))
    });
    wall.unrest().is_some_and(|unrest| unrest <= PLAIN)
        && wall.brightness().is_some_and(|level| level >= LIGHT)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A wall of 8 × 6 squares of the brightness that `mean` gives for column and row, each of them
    /// a chequer of levels 2 up and 2 down.
    #[track_caller]
    fn check_wall(mean: impl Fn(usize, usize) -> Option<u8>, expected: Option<(f64, f64)>) {
        let wall = Wall::of(32, 24, 4, |x, y| {
            mean(x / 4, y / 4).map(|level| {
                if (x + y) % 2 == 0 {
                    level + 2
                } else {
                    level - 2
                }
            })
        });
        assert_eq!(wall.unrest().zip(wall.brightness()), expected);
    }

    #[test]
    fn a_wall_is_busy_where_squares_differ_and_dark_where_most_are() {
        check_wall(|_, _| Some(200), Some((2.0, 200.0)));
        // Lit from one side; tiled; with a switch on it.
        check_wall(|x, _| Some(120 + 3 * x as u8), Some((3.0, 132.0)));
        let tiled = |x, y| Some(if (x + y) % 2 == 0 { 180 } else { 140 });
        check_wall(tiled, Some((40.0, 180.0)));
        let switch = |x, y| Some(if (x, y) == (6, 3) { 240 } else { 90 });
        check_wall(switch, Some((2.0, 90.0)));
        // Half of it behind the person: what is left still counts. Hardly seen at all.
        check_wall(|x, _| (x >= 4).then_some(60), Some((2.0, 60.0)));
        check_wall(|x, y| (x < 3 && y < 3).then_some(60), None);
    }

    const WHOLE: u32 = 128;

    /// A wall whose brightness `level` tells, with a person over the middle third.
    #[track_caller]
    fn check(level: impl Fn(u32, u32) -> u8, expected: bool) {
        let mut picture = RgbImage::filled(WHOLE, WHOLE, [0; 3]);
        let mut person = vec![0.0; (WHOLE * WHOLE) as usize];
        for (y, x) in (0..WHOLE).flat_map(|y| (0..WHOLE).map(move |x| (y, x))) {
            if (44..84).contains(&x) && y > 20 {
                picture.put(x, y, [40, 20, 10]);
                person[(y * WHOLE + x) as usize] = 1.0;
            } else {
                picture.put(x, y, [level(x, y); 3]);
            }
        }
        assert_eq!(plain_and_light(&picture, &person), expected);
    }

    #[test]
    fn a_wall_is_plain_and_light_or_not() {
        // White; in the light of a window; with noise; with a switch on it.
        check(|_, _| 235, true);
        check(|x, _| 180 + (x / 2) as u8, true);
        check(|x, y| 200 + ((x * 7 + y * 13) % 8) as u8, true);
        check(|x, y| if x < 12 && y < 20 { 120 } else { 220 }, true);
        // Grey; dark; tiles; stripes as fine as a pixel; a shelf at one side.
        check(|_, _| 143, false);
        check(|_, _| 50, false);
        check(
            |x, y| if (x / 16 + y / 16) % 2 == 0 { 200 } else { 230 },
            false,
        );
        check(|x, _| if x % 2 == 0 { 190 } else { 230 }, false);
        check(
            |x, y| {
                if x < 30 {
                    [90, 220][(y / 10 % 2) as usize]
                } else {
                    220
                }
            },
            false,
        );
    }

    #[test]
    fn a_wall_that_is_hardly_seen_is_not_known() {
        let picture = RgbImage::filled(WHOLE, WHOLE, [230; 3]);
        let mut person = vec![1.0; (WHOLE * WHOLE) as usize];
        assert!(!plain_and_light(&picture, &person));
        person.fill(0.0);
        assert!(plain_and_light(&picture, &person));
    }
}
