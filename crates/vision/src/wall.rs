//! Whether the wall behind a person is plain and light.
//!
//! Takes a picture and the probability of a person at each of its pixels. Before such a wall hair
//! and wall differ at every strand, and colour tells the outline.

use imaging::RgbImage;

/// Probability of a person up to which a pixel is the wall's.
const WALL: f32 = 0.02;
/// Side of a patch of wall, px.
const PATCH: usize = 8;
/// With fewer patches the wall is not known.
const LEAST_PATCHES: usize = 24;
/// One patch in ten may have a lamp or a switch on it.
const MOST_UNEVEN: f64 = 0.9;
/// How much brightness changes within or between neighbouring patches of a plain wall, levels: paint
/// in the light of a window stays below, plaster and curtains do not (`wall-busy` advises from 8 on).
const PLAIN: f32 = 6.0;
/// Brightness of a light wall, levels: dark hair stands out from it. A grey wall of 143 levels still gains
/// by a second look (error of coverage 46.9 in place of 48.8 thousandths), a white one does not (31.4, 31.4).
const LIGHT: f32 = 165.0;

/// Whether the wall of `picture` is plain and light; `person` has one probability a pixel, row by row.
pub(crate) fn plain_and_light(picture: &RgbImage, person: &[f32]) -> bool {
    let (across, down) = (
        picture.width() as usize / PATCH,
        picture.height() as usize / PATCH,
    );
    let patches: Vec<Option<Patch>> = (0..across * down)
        .map(|at| patch(picture, person, at % across * PATCH, at / across * PATCH))
        .collect();
    let mut means: Vec<f32> = patches.iter().flatten().map(|patch| patch.mean).collect();
    if means.len() < LEAST_PATCHES {
        return false;
    }
    let mut unrest: Vec<f32> = Vec::with_capacity(means.len());
    for (at, patch) in patches.iter().enumerate() {
        let Some(patch) = patch else { continue };
        let right = (at % across + 1 < across).then_some(at + 1);
        let below = (at / across + 1 < down).then_some(at + across);
        let step = [right, below]
            .into_iter()
            .flatten()
            .filter_map(|next| patches[next].as_ref())
            .map(|next| (next.mean - patch.mean).abs())
            .fold(0.0, f32::max);
        unrest.push(patch.deviation.max(step));
    }
    percentile(&mut unrest, MOST_UNEVEN) <= PLAIN && percentile(&mut means, 0.5) >= LIGHT
}

/// A square that is nothing but wall.
struct Patch {
    /// Brightness, levels: its mean and its standard deviation.
    mean: f32,
    deviation: f32,
}

/// The square with that corner, when it is nothing but wall.
fn patch(picture: &RgbImage, person: &[f32], left: usize, top: usize) -> Option<Patch> {
    let width = picture.width() as usize;
    let (mut sum, mut squares) = (0.0, 0.0);
    for y in top..top + PATCH {
        let row = y * width + left..y * width + left + PATCH;
        if person[row.clone()].iter().any(|p| *p > WALL) {
            return None;
        }
        for pixel in picture.data()[3 * row.start..3 * row.end].chunks_exact(3) {
            let [r, g, b] = [pixel[0], pixel[1], pixel[2]].map(f32::from);
            // Luma of ITU-R BT.601, as the wall's findings have it.
            let value = 0.299 * r + 0.587 * g + 0.114 * b;
            sum += value;
            squares += value * value;
        }
    }
    let count = (PATCH * PATCH) as f32;
    let mean = sum / count;
    Some(Patch {
        mean,
        deviation: (squares / count - mean * mean).max(0.0).sqrt(),
    })
}

/// The value that a share of `values` lies below; there is at least one.
fn percentile(values: &mut [f32], share: f64) -> f32 {
    values.sort_by(f32::total_cmp);
    values[((values.len() - 1) as f64 * share).round() as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIDE: u32 = 128;

    /// A wall whose brightness `level` tells, with a person over the middle third.
    #[track_caller]
    fn check(level: impl Fn(u32, u32) -> u8, expected: bool) {
        let mut picture = RgbImage::filled(SIDE, SIDE, [0; 3]);
        let mut person = vec![0.0; (SIDE * SIDE) as usize];
        for (y, x) in (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (y, x))) {
            if (44..84).contains(&x) && y > 20 {
                picture.put(x, y, [40, 20, 10]);
                person[(y * SIDE + x) as usize] = 1.0;
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
        let picture = RgbImage::filled(SIDE, SIDE, [230; 3]);
        let mut person = vec![1.0; (SIDE * SIDE) as usize];
        assert!(!plain_and_light(&picture, &person));
        person.fill(0.0);
        assert!(plain_and_light(&picture, &person));
    }
}
