//! Shadows across the face and shine on it.
//!
//! Takes patches of skin that lie opposite each other, and all skin; gives how
//! unevenly the light falls on them.

use imaging::luma;

use super::tone::{luminance, median};
use super::value::{LEAST_FACE, plain};
use super::zones::{self, Zone};
use crate::{Group, Measured, Sample, VIEW_HEIGHT, VIEW_WIDTH, WhyNot};

/// Fewest pixels of a patch.
const LEAST_PATCH: usize = 60;
/// Turned further, one side of the face is seen from the side; its shade is
/// the head's own form. Degrees.
const LARGEST_YAW: f64 = 25.0;
/// Linear luminance that is added to both sides: what lenses and cameras scatter over the
/// picture, and where their curves make dark tones differ more than the light does. Without it
/// the same light casts a deeper shadow on dark skin.
const VEIL: f64 = 0.015;
/// A reflection is this bright at least, levels.
const SHINE_LUMA: u8 = 200;
/// It raises the least channel over the skin around by so much, levels…
const SHINE_GAIN: f64 = 36.0;
/// …and makes it so much paler (least channel over greatest): it has the
/// light's colour, not the skin's (Shafer 1985, dichromatic reflection).
const SHINE_PALER: f64 = 0.1;
/// How far around a pixel the skin is compared with, px of the view.
const AROUND: usize = 24;

pub(super) fn measure(sample: &Sample<'_>) -> Vec<Measured> {
    let skin = zones::skin(sample).seen(LEAST_FACE);
    let shine = skin.map(|skin| shine(sample, &skin));
    vec![shadow(sample), plain("hot-spot", shine)]
}

/// How much brighter one cheek is than the other, in exposure steps (factors
/// of two of linear light); seen at the darker one.
fn shadow(sample: &Sample<'_>) -> Measured {
    const ID: &str = "face-shadow";
    if sample.evidence.photo.face.pose.yaw.abs() > LARGEST_YAW {
        return Measured::new(Group::Light, ID, Err(WhyNot::TurnedAway));
    }
    let [right, left] = zones::cheeks(sample);
    match (brightness(sample, &right), brightness(sample, &left)) {
        (Some(of_right), Some(of_left)) => {
            let steps = (of_right / of_left).log2();
            let darker = if steps < 0.0 { right } else { left };
            darker.into_iter().fold(
                Measured::new(Group::Light, ID, Ok(steps.abs())),
                |measured, zone| measured.seen_at(zone.in_source(sample)),
            )
        }
        _ => Measured::new(Group::Light, ID, Err(WhyNot::OutOfPicture)),
    }
}

/// Median linear luminance of a side's patches; `None` where the picture does
/// not show them.
fn brightness(sample: &Sample<'_>, zones: &[Zone]) -> Option<f64> {
    let all_seen = zones
        .iter()
        .all(|zone| zone.clone().seen(LEAST_PATCH).is_ok());
    let colours = zones.iter().flat_map(|zone| zone.colours(sample));
    let light = median(colours.map(luminance)).filter(|_| all_seen)?;
    Some(light + VEIL)
}

/// Hundredths of the skin that mirror the light: brighter and paler than the
/// skin around.
fn shine(sample: &Sample<'_>, skin: &Zone) -> f64 {
    let colours: Vec<[u8; 3]> = skin.colours(sample).collect();
    let around = Around::new(skin.indices(), &colours);
    let shines = |(index, colour): &(&usize, &[u8; 3])| {
        around
            .at(**index)
            .is_some_and(|around| mirrors(**colour, around))
    };
    let count = skin.indices().iter().zip(&colours).filter(shines).count();
    100.0 * count as f64 / colours.len().max(1) as f64
}

/// Whether a colour is a reflection on skin whose mean colour (levels) is `around`.
fn mirrors(colour: [u8; 3], around: [f64; 3]) -> bool {
    let of_light = colour.map(f64::from);
    let [_, _, least] = sorted(of_light);
    let [most_around, _, least_around] = sorted(around);
    luma(colour) >= SHINE_LUMA
        // A reflection adds the same to all channels: the least gains most.
        && least - least_around >= SHINE_GAIN
        && least / sorted(of_light)[0].max(1.0) >= least_around / most_around.max(1.0) + SHINE_PALER
}

fn sorted(mut colour: [f64; 3]) -> [f64; 3] {
    colour.sort_by(|a, b| b.total_cmp(a));
    colour
}

/// Means of the skin around places, from a table of sums (Crow 1984).
struct Around {
    /// Sums of red, green, blue and the number of skin pixels above and left
    /// of a corner; one column and row more than the view.
    sums: Vec<[u32; 4]>,
}

const STRIDE: usize = VIEW_WIDTH as usize + 1;

impl Around {
    fn new(indices: &[usize], colours: &[[u8; 3]]) -> Self {
        let (width, height) = (VIEW_WIDTH as usize, VIEW_HEIGHT as usize);
        let mut sums = vec![[0; 4]; STRIDE * (height + 1)];
        for (index, [r, g, b]) in indices.iter().zip(colours) {
            if let Some(slot) = sums.get_mut((index / width + 1) * STRIDE + index % width + 1) {
                *slot = [u32::from(*r), u32::from(*g), u32::from(*b), 1];
            }
        }
        for row in 1..=height {
            let mut line = [0; 4];
            for column in 1..=width {
                let place = row * STRIDE + column;
                for channel in 0..4 {
                    line[channel] += sums[place][channel];
                    sums[place][channel] = line[channel] + sums[place - STRIDE][channel];
                }
            }
        }
        Self { sums }
    }

    /// Mean colour of the skin within [`AROUND`] of a pixel.
    fn at(&self, index: usize) -> Option<[f64; 3]> {
        let (x, y) = (index % VIEW_WIDTH as usize, index / VIEW_WIDTH as usize);
        let (left, top) = (x.saturating_sub(AROUND), y.saturating_sub(AROUND));
        let right = (x + AROUND + 1).min(VIEW_WIDTH as usize);
        let bottom = (y + AROUND + 1).min(VIEW_HEIGHT as usize);
        let sum = |x: usize, y: usize, channel: usize| {
            self.sums
                .get(y * STRIDE + x)
                .map_or(0.0, |sums| f64::from(sums[channel]))
        };
        let total = |channel: usize| {
            sum(right, bottom, channel) + sum(left, top, channel)
                - sum(left, bottom, channel)
                - sum(right, top, channel)
        };
        let count = total(3);
        (count > 0.0).then(|| [0, 1, 2].map(|channel| total(channel) / count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(skin: [f64; 3], spot: [u8; 3], expected: bool) {
        assert_eq!(mirrors(spot, skin), expected, "{spot:?} on {skin:?}");
    }

    #[test]
    fn shine_is_brighter_and_paler_than_the_skin() {
        check([190.0, 140.0, 115.0], [250, 240, 235], true);
        check([90.0, 60.0, 45.0], [230, 215, 205], true);
        // Brighter but of the same colour: light, not a reflection.
        check([150.0, 110.0, 90.0], [250, 183, 150], false);
        // Paler but no brighter.
        check([190.0, 140.0, 115.0], [170, 160, 155], false);
        check([190.0, 140.0, 115.0], [190, 140, 115], false);
    }

    #[test]
    fn the_mean_around_is_of_skin_alone() {
        let width = VIEW_WIDTH as usize;
        let indices = [5 * width + 5, 5 * width + 7, 200 * width + 390];
        let around = Around::new(&indices, &[[10, 20, 30], [30, 40, 50], [99, 99, 99]]);
        assert_eq!(around.at(5 * width + 6), Some([20.0, 30.0, 40.0]));
        assert_eq!(around.at(200 * width + 399), Some([99.0; 3]));
        assert_eq!(around.at(400 * width), None);
    }
}
