//! The wall behind the person: whether a cut-out can be expected to be clean.
//!
//! Takes the face view and the person's coverage on it; gives how uneven the
//! wall around the head is, and how bright. Both speak of the picture as it was
//! taken: a person can go and stand elsewhere.

use imaging::{Affine, Point};

use super::value::plain;
use crate::light::tone::luma;
use crate::{Measured, Sample, VIEW_HEIGHT, VIEW_WIDTH, WhyNot};

/// Coverage up to which a pixel is the wall's.
const WALL: f32 = 0.02;
/// Side of a patch of wall, px of the view: a sixteenth of a face.
const PATCH: usize = 12;
/// Fewer patches of wall tell nothing.
const LEAST_PATCHES: usize = 24;
/// One patch in ten may have a lamp or a switch on it.
const BUSIEST: f64 = 0.9;
const MEDIAN: f64 = 0.5;

const WIDTH: usize = VIEW_WIDTH as usize;
const HEIGHT: usize = VIEW_HEIGHT as usize;

/// `wall-busy` and `wall-dark`, in levels.
pub(super) fn measure(sample: &Sample<'_>) -> Vec<Measured> {
    let wall = Wall::of(sample);
    vec![
        plain("wall-busy", wall.busy()),
        plain("wall-dark", wall.brightness()),
    ]
}

/// The wall around the head, patch by patch.
struct Wall {
    across: usize,
    down: usize,
    /// Row by row; `None` where a patch is not wall alone.
    patches: Vec<Option<Patch>>,
}

impl Wall {
    fn of(sample: &Sample<'_>) -> Self {
        let (across, down) = (WIDTH / PATCH, HEIGHT / PATCH);
        let to_photo = sample.back.then(&sample.evidence.photo.frame.map);
        let patches = (0..across * down)
            .map(|at| patch(sample, &to_photo, at % across * PATCH, at / across * PATCH))
            .collect();
        Self {
            across,
            down,
            patches,
        }
    }

    /// How much brightness changes within or between neighbouring patches,
    /// levels: the 90th percentile over the patches.
    fn busy(&self) -> Result<f64, WhyNot> {
        let mut unrest: Vec<f64> = Vec::new();
        for (at, patch) in self.patches.iter().enumerate() {
            let Some(patch) = patch else { continue };
            let right = (at % self.across + 1 < self.across).then(|| at + 1);
            let below = (at / self.across + 1 < self.down).then(|| at + self.across);
            let step = [right, below]
                .into_iter()
                .flatten()
                .filter_map(|next| self.patches[next].as_ref())
                .map(|next| (next.mean - patch.mean).abs())
                .fold(0.0, f64::max);
            unrest.push(patch.deviation.max(step));
        }
        percentile(unrest, BUSIEST)
    }

    /// Brightness of the wall, levels: the median over the patches.
    fn brightness(&self) -> Result<f64, WhyNot> {
        let means = self.patches.iter().flatten().map(|patch| patch.mean);
        percentile(means.collect(), MEDIAN)
    }
}

/// A square of the view that is nothing but wall.
struct Patch {
    /// Brightness, levels: its mean and its standard deviation.
    mean: f64,
    deviation: f64,
}

/// The square at that corner of the view, when it is nothing but wall.
/// Coverage is known within the photo alone.
fn patch(sample: &Sample<'_>, to_photo: &Affine, left: usize, top: usize) -> Option<Patch> {
    let (right, bottom) = (
        f64::from(sample.cover.width()),
        f64::from(sample.cover.height()),
    );
    let (mut sum, mut squares) = (0.0, 0.0);
    for (x, y) in (top..top + PATCH).flat_map(|y| (left..left + PATCH).map(move |x| (x, y))) {
        let (column, row) = (x as u32, y as u32);
        let at = to_photo.apply(Point::new(x as f64 + 0.5, y as f64 + 0.5));
        let in_photo = (0.0..right).contains(&at.x) && (0.0..bottom).contains(&at.y);
        if !in_photo || sample.inside.at(column, row) < 0.5 || sample.alpha.at(column, row) > WALL {
            return None;
        }
        let value = f64::from(luma(sample.view.pixel(column, row)));
        sum += value;
        squares += value * value;
    }
    let n = (PATCH * PATCH) as f64;
    let mean = sum / n;
    Some(Patch {
        mean,
        deviation: (squares / n - mean * mean).max(0.0).sqrt(),
    })
}

/// The value that a share of `values` lies below.
fn percentile(mut values: Vec<f64>, share: f64) -> Result<f64, WhyNot> {
    if values.len() < LEAST_PATCHES {
        return Err(WhyNot::Hidden);
    }
    values.sort_by(f64::total_cmp);
    Ok(values[((values.len() - 1) as f64 * share).round() as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 8 × 6 patches of the brightness that `mean` gives for column and row.
    fn wall(mean: impl Fn(usize, usize) -> Option<f64>) -> Wall {
        let patch = |at: usize| {
            mean(at % 8, at / 8).map(|mean| Patch {
                mean,
                deviation: 1.5,
            })
        };
        Wall {
            across: 8,
            down: 6,
            patches: (0..48).map(patch).collect(),
        }
    }

    #[test]
    fn a_wall_is_busy_where_patches_differ_and_dark_where_most_are() {
        let check = |name: &str, wall: Wall, busy: Result<f64, WhyNot>, bright: f64| {
            assert_eq!(wall.busy(), busy, "{name}");
            let brightness = busy.map(|_| bright);
            assert_eq!(wall.brightness(), brightness, "{name}");
        };
        check("even", wall(|_, _| Some(200.0)), Ok(1.5), 200.0);
        check(
            "lit from one side",
            wall(|x, _| Some(120.0 + 3.0 * x as f64)),
            Ok(3.0),
            132.0,
        );
        let tiled = |x, y| Some(if (x + y) % 2 == 0 { 180.0 } else { 140.0 });
        check("tiled", wall(tiled), Ok(40.0), 180.0);
        let switch = |x, y| Some(if (x, y) == (6, 3) { 240.0 } else { 90.0 });
        check("a switch on it", wall(switch), Ok(1.5), 90.0);
        // Half of it behind the person: what is left still counts.
        let half = |x, _| (x >= 4).then_some(60.0);
        check("half hidden", wall(half), Ok(1.5), 60.0);
        let corner = |x, y| (x < 3 && y < 3).then_some(60.0);
        check("hardly seen", wall(corner), Err(WhyNot::Hidden), 0.0);
    }
}
