//! Hair that hangs over the shoulders.
//!
//! Takes the look; gives the percent of the person beside the neck that is hair
//! hanging down without a break from beside the mouth.

use std::ops::Range;

use imaging::Point;
use vision::points;

use super::area::{COLUMNS, ROWS, STEP, span};
use super::look::Look;
use super::value::{Place, percent};
use crate::{VIEW_FACE_WIDTH, WhyNot};

/// From the chin down, as a part of the face's width: what an ID photo shows.
const BELOW_CHIN: f64 = 0.35;
/// Within this part of the face's width beside the chin hair is a beard.
const BEARD: f64 = 0.2;
/// Nearer than this, squared, a pixel is hair.
const HAIR: f32 = 6.0;
/// Grid pixels of shoulder that there must be: 2 % of the grid.
const LEAST: usize = 250;
/// With fewer grid pixels of hair beside the mouth none hangs down: what looks
/// like hair below is dark clothes.
const LEAST_SEED: usize = 3;

/// Beyond so much yaw, degrees, hair at the back hangs beside the face.
const LARGEST_YAW: f64 = 20.0;

/// Percent of the shoulders, beside the neck, under hair.
pub(crate) fn hair(look: &Look<'_>) -> Place {
    let chin = look.at(points::CHIN);
    let bottom = chin.y + BELOW_CHIN * VIEW_FACE_WIDTH;
    let mouth = look
        .at(points::MOUTH_LEFT)
        .y
        .min(look.at(points::MOUTH_RIGHT).y)
        - 12.0;
    let place = [
        (0.0, chin.y),
        (400.0, chin.y),
        (400.0, bottom),
        (0.0, bottom),
    ]
    .map(|(x, y)| Point::new(x, y))
    .to_vec();
    if look.yaw.abs() > LARGEST_YAW {
        return (Err(WhyNot::TurnedAway), place);
    }
    let rows = span(chin.y, bottom, ROWS);
    let hanging = hanging(look, span(mouth, bottom, ROWS));
    let beside = |i: &usize| {
        let x = (i % COLUMNS * STEP) as f64;
        (x - chin.x).abs() > BEARD * VIEW_FACE_WIDTH
    };
    let shoulders: Vec<usize> = (rows.start * COLUMNS..rows.end * COLUMNS)
        .filter(|i| look.alpha[*i] > 0.6 && look.inside[*i] && beside(i))
        .collect();
    if shoulders.len() < LEAST {
        return (Err(WhyNot::OutOfPicture), place);
    }
    let covered = shoulders.iter().filter(|i| hanging[**i]).count();
    (Ok(percent(covered as f64 / shoulders.len() as f64)), place)
}

/// Hair reached downwards or sideways from the first rows of `rows`.
fn hanging(look: &Look<'_>, rows: Range<usize>) -> Vec<bool> {
    let mut reached = vec![false; ROWS * COLUMNS];
    if look.hair.is_none() {
        return reached;
    }
    let is_hair = |i: usize| {
        let (x, row) = (i % COLUMNS, i / COLUMNS);
        let face = look.outline[row].is_some_and(|(a, b)| (a..=b).contains(&x));
        !face
            && look.alpha[i] > 0.6
            && look.inside[i]
            && look.hair_distance(i) < HAIR
            && look.rather_hair(i, look.skin)
    };
    let seed = rows.start..rows.end.min(rows.start + 6);
    let mut open: Vec<usize> = (seed.start * COLUMNS..seed.end * COLUMNS)
        .filter(|i| is_hair(*i))
        .collect();
    if open.len() < LEAST_SEED {
        return reached;
    }
    for i in &open {
        reached[*i] = true;
    }
    while let Some(i) = open.pop() {
        let x = i % COLUMNS;
        let next = [
            (x > 0).then(|| i - 1),
            (x + 1 < COLUMNS).then(|| i + 1),
            (i >= COLUMNS).then(|| i - COLUMNS),
            (i / COLUMNS + 1 < rows.end).then(|| i + COLUMNS),
        ];
        for to in next.into_iter().flatten() {
            if !reached[to] && to / COLUMNS >= rows.start && is_hair(to) {
                reached[to] = true;
                open.push(to);
            }
        }
    }
    reached
}
