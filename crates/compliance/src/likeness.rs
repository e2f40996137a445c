//! Whether this is a person or a likeness: a drawing, a statue.
//!
//! Takes the look; gives the percent of the face that has one single tone, and
//! how much colour the skin has. A face is round and lit from somewhere, so its
//! skin runs through many tones, and a filter that smooths pores leaves them; a
//! drawing fills the face with one. Stone has no colour where skin has. A
//! drawing with finely graded shades, and a painted statue, go unnoticed.

use std::collections::{BTreeMap, HashSet};

use imaging::Point;
use vision::points;

use crate::coverage::area::{self, COLUMNS, ROWS};
use crate::coverage::colour::{Lab, apart};
use crate::coverage::look::Look;
use crate::coverage::value::{Place, percent};
use crate::{Group, Measured, Sample, WhyNot};

/// The lips' outline.
const LIPS: [usize; 20] = [
    61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146,
];
/// Two colours no farther apart than this part of the tone's L* + 16 are one
/// tone: 2 units at the lightness of light skin. L* + 16 grows as the cube root
/// of light, and so do a* and b*: an exposure changes all three by one factor.
const ONE_TONE: f32 = 0.0234;
/// L* + 16 of an exposure that colour is compared at, where the skin reflects
/// 40 % of the light.
const EXPOSED: f32 = 85.5;
/// From this L* on skin is burnt out, and flat for that reason.
const BURNT_OUT: f32 = 96.0;
/// Grid pixels of skin that there must be: a tenth of a face.
const LEAST: usize = 500;
/// Steps to the middle of the commonest tone; it hardly moves after two.
const STEPS: usize = 4;
/// A picture whose most coloured twentieth has less chroma is black and white.
const COLOURED: f32 = 10.0;

/// The values of this group.
pub(crate) fn measure(sample: &Sample<'_>, look: &Look<'_>) -> Vec<Measured> {
    values(look)
        .into_iter()
        .map(|(id, (value, place))| {
            Measured::new(Group::Picture, id, value).seen_at(sample.in_source(&place))
        })
        .collect()
}

fn values(look: &Look<'_>) -> [(&'static str, Place); 2] {
    let place = look.polygon(&points::FACE_OVAL);
    let skin = skin(look, &place);
    let colours = smoothed(look, &skin);
    [
        ("drawn", (one_tone(&colours), place.clone())),
        ("stone", (chroma(look, &colours), place)),
    ]
}

/// Grid pixels of the face without eyes and lips, where the picture has them.
fn skin(look: &Look<'_>, face: &[Point]) -> Vec<usize> {
    let eye = |upper: &[usize], lower: &[usize], corners: [usize; 2]| {
        let ids = [&corners[..1], upper, &corners[1..]].concat();
        let back = lower.iter().rev().copied();
        look.polygon(&ids.into_iter().chain(back).collect::<Vec<_>>())
    };
    let others = [
        eye(
            &points::LEFT_UPPER_LID,
            &points::LEFT_LOWER_LID,
            [points::LEFT_EYE_INNER, points::LEFT_EYE_OUTER],
        ),
        eye(
            &points::RIGHT_UPPER_LID,
            &points::RIGHT_LOWER_LID,
            [points::RIGHT_EYE_INNER, points::RIGHT_EYE_OUTER],
        ),
        look.polygon(&LIPS),
    ];
    let others: HashSet<usize> = others.iter().flat_map(|part| area::inside(part)).collect();
    area::inside(face)
        .into_iter()
        .filter(|i| look.inside[*i] && !others.contains(i))
        .collect()
}

/// Means over 3 × 3 grid pixels: noise, paper's grain and compression go.
pub(crate) fn smoothed(look: &Look<'_>, pixels: &[usize]) -> Vec<Lab> {
    let around = |i: &usize| {
        let (x, row) = (i % COLUMNS, i / COLUMNS);
        let columns = x.saturating_sub(1)..=(x + 1).min(COLUMNS - 1);
        let rows = row.saturating_sub(1)..=(row + 1).min(ROWS - 1);
        let near = rows.flat_map(|row| columns.clone().map(move |x| row * COLUMNS + x));
        let (mut sum, mut count) = ([0.0_f32; 3], 0.0_f32);
        for j in near {
            count += 1.0;
            for (total, value) in sum.iter_mut().zip(look.lab[j]) {
                *total += value;
            }
        }
        sum.map(|total| total / count)
    };
    pixels.iter().map(around).collect()
}

/// Percent of the skin in its commonest tone.
fn one_tone(skin: &[Lab]) -> Result<f64, WhyNot> {
    let seen: Vec<Lab> = skin.iter().copied().filter(|c| c[0] < BURNT_OUT).collect();
    if seen.len() < LEAST {
        return Err(WhyNot::Hidden);
    }
    let reach = ONE_TONE * exposure(&seen);
    let mut cells: BTreeMap<[i32; 3], u32> = BTreeMap::new();
    for colour in &seen {
        *cells
            .entry(colour.map(|v| (v / reach).floor() as i32))
            .or_default() += 1;
    }
    let fullest = cells.iter().max_by_key(|(_, count)| **count);
    let mut tone = fullest.map_or([0.0; 3], |(cell, _)| cell.map(|v| (v as f32 + 0.5) * reach));
    let near = |tone: Lab| {
        seen.iter()
            .filter(move |c| apart(**c, tone, [reach; 3]) <= 1.0)
    };
    for _ in 0..STEPS {
        let (sum, count) = near(tone).fold(([0.0_f32; 3], 0.0_f32), |(sum, count), c| {
            (std::array::from_fn(|axis| sum[axis] + c[axis]), count + 1.0)
        });
        if count < 1.0 {
            break;
        }
        tone = sum.map(|total| total / count);
    }
    Ok(percent(near(tone).count() as f64 / skin.len() as f64))
}

/// Median L* + 16, at least that of black.
fn exposure(skin: &[Lab]) -> f32 {
    16.0 + middle(skin.iter().map(|c| c[0]).collect(), 0.5).max(0.0)
}

/// Median chroma of the skin that is not burnt out, exposed alike.
fn chroma(look: &Look<'_>, skin: &[Lab]) -> Result<f64, WhyNot> {
    let seen: Vec<Lab> = skin.iter().copied().filter(|c| c[0] < BURNT_OUT).collect();
    if seen.len() < LEAST || seen.len() * 2 < skin.len() {
        return Err(WhyNot::Hidden);
    }
    let exposed = EXPOSED / exposure(&seen);
    let of = |c: &Lab| exposed * c[1].hypot(c[2]);
    let all = look.lab.iter().zip(&look.inside);
    let all = all.filter(|(_, inside)| **inside).map(|(c, _)| of(c));
    if middle(all.collect(), 0.95) < COLOURED {
        return Err(WhyNot::NoMeasure);
    }
    Ok(f64::from(middle(seen.iter().map(of).collect(), 0.5)))
}

/// The value that a `share` of all is below; 0 without values.
pub(crate) fn middle(mut values: Vec<f32>, share: f64) -> f32 {
    let at = ((values.len() as f64 * share) as usize).min(values.len().saturating_sub(1));
    if values.is_empty() {
        return 0.0;
    }
    *values.select_nth_unstable_by(at, f32::total_cmp).1
}

#[cfg(test)]
mod tests {
    use imaging::Plane;

    use super::*;
    use crate::coverage::staged::{SKIN, Stage};
    use crate::{VIEW_HEIGHT, VIEW_WIDTH};

    /// How the face of a painted head is finished.
    #[derive(Clone, Copy, Debug)]
    enum Face {
        /// One colour, as painted.
        Flat,
        /// Lit from the upper left, as a round thing.
        Round,
        /// Two tones with a hard edge between them, a third in the shade.
        Cel,
        /// One colour on paper: lit aslant, and with grain.
        Scanned,
        /// Round, and smoothed by nothing but its own form.
        RoundGrainy,
    }

    /// The head under so much light, 1 as painted.
    fn values_of(face: Face, light: f64, tint: [f64; 3]) -> [Result<f64, WhyNot>; 2] {
        let mut stage = Stage::new();
        let oval: Vec<Point> = stage.landmarks.pick(&points::FACE_OVAL).collect();
        let mut state = 1_u32;
        for i in area::inside(&oval) {
            let p = area::middle(i);
            let (x, y) = ((p.x - 200.0) / 130.0, (p.y - 240.0) / 170.0);
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let grain = f64::from(state >> 8) / f64::from(1_u32 << 24) - 0.5;
            let shade = match face {
                Face::Flat => 1.0,
                Face::Round => round(x, y),
                Face::Cel => f64::from(u8::from(x < 0.35)) * 0.25 + 0.75,
                Face::Scanned => 1.0 + 0.04 * x + 0.04 * y + 0.08 * grain,
                Face::RoundGrainy => round(x, y) + 0.08 * grain,
            };
            let colour: [u8; 3] = std::array::from_fn(|c| {
                (f64::from(SKIN[c]) * tint[c] * shade * light).round() as u8
            });
            let (left, top) = (p.x as u32 - 1, p.y as u32 - 1);
            for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                stage.view.put(left + dx, top + dy, colour);
            }
        }
        let whole = Plane::filled(VIEW_WIDTH, VIEW_HEIGHT, 1.0);
        let look = Look::new(&stage.view, &whole, &stage.alpha, &stage.landmarks, 0.0);
        values(&look).map(|(_, (value, _))| value)
    }

    /// Lambert's law on half an ellipsoid.
    fn round(x: f64, y: f64) -> f64 {
        let z = (1.0 - x * x - y * y).max(0.0).sqrt();
        (0.3 + 0.7 * (0.75 * z - 0.45 * x - 0.45 * y).max(0.0)).min(1.1)
    }

    #[test]
    fn a_drawn_face_has_one_tone() {
        #[track_caller]
        fn check(face: Face, light: f64, expected: std::ops::RangeInclusive<f64>) {
            let [drawn, _] = values_of(face, light, [1.0; 3]);
            assert!(
                drawn.is_ok_and(|v| expected.contains(&v)),
                "{face:?} in {light}: {drawn:?}"
            );
        }
        for light in [0.3, 1.0] {
            check(Face::Flat, light, 85.0..=100.0);
            check(Face::Cel, light, 50.0..=90.0);
            check(Face::Scanned, light, 50.0..=100.0);
            check(Face::Round, light, 0.0..=25.0);
            check(Face::RoundGrainy, light, 0.0..=25.0);
        }
    }

    #[test]
    fn burnt_out_skin_is_no_drawing() {
        let [drawn, _] = values_of(Face::Round, 3.0, [1.0; 3]);
        assert!(drawn.is_err() || drawn.is_ok_and(|v| v < 30.0), "{drawn:?}");
        let [drawn, _] = values_of(Face::Flat, 9.0, [1.0; 3]);
        assert_eq!(drawn, Err(WhyNot::Hidden));
    }

    #[test]
    fn stone_has_no_colour() {
        #[track_caller]
        fn check(tint: [f64; 3], light: f64, expected: std::ops::RangeInclusive<f64>) {
            let [_, stone] = values_of(Face::RoundGrainy, light, tint);
            assert!(
                stone.is_ok_and(|v| expected.contains(&v)),
                "{tint:?} in {light}: {stone:?}"
            );
        }
        // What takes the painted skin to grey.
        let grey = SKIN.map(|v| 170.0 / f64::from(v));
        for light in [0.4, 1.0] {
            check([1.0; 3], light, 12.0..=40.0);
            check(grey, light, 0.0..=3.0);
        }
    }
}
