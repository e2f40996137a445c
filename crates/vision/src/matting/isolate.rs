//! One person out of several: whose is each part of the person probability?
//!
//! The segmentation knows people, not persons. From the main face and torso
//! and from every bystander's face, fronts spread over what is probably
//! person, slower across strong colour edges; what a bystander's front reaches
//! first is theirs, and what none reaches belongs to nobody.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use imaging::{Plane, Point, RgbImage};

use super::HeadPlace;
use super::trimap::contains;

/// The fronts run on a grid this many times coarser than the canvas.
const GRID: usize = 4;
/// Below this probability a front does not pass.
const PASSABLE: f32 = 0.2;
/// Steps that a colour difference of a whole channel range is worth.
const EDGE_COST: f32 = 40.0;
/// Integer units a step, so that the queue orders exactly.
const UNITS: f32 = 16.0;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    Nobody,
    Main,
    Bystander,
}

/// `probability` with everything set to 0 that is not connected with the main
/// person or belongs to a bystander; `bystanders` are the outlines of the
/// other faces on the canvas.
///
/// # Panics
/// When canvas and probability differ in size.
#[must_use]
pub fn isolate(
    canvas: &RgbImage,
    probability: &Plane,
    main: &HeadPlace,
    bystanders: &[Vec<Point>],
) -> Plane {
    let (width, height) = (canvas.width() as usize, canvas.height() as usize);
    assert_eq!(
        probability.data().len(),
        width * height,
        "a probability of the canvas"
    );
    let (grid_w, grid_h) = (width.div_ceil(GRID), height.div_ceil(GRID));
    let centre = |cell: usize| {
        let x = (cell % grid_w * GRID + GRID / 2).min(width - 1);
        let y = (cell / grid_w * GRID + GRID / 2).min(height - 1);
        (x, y)
    };
    let sampled = |cell: usize| {
        let (x, y) = centre(cell);
        probability.data()[y * width + x]
    };
    let colour = |cell: usize| {
        let (x, y) = centre(cell);
        canvas.pixel(x as u32, y as u32).map(f32::from)
    };

    let mut owner = vec![Owner::Nobody; grid_w * grid_h];
    let mut reached = vec![u32::MAX; grid_w * grid_h];
    let mut fronts = BinaryHeap::new();
    for cell in 0..grid_w * grid_h {
        let (x, y) = centre(cell);
        let place = Point::new(x as f64, y as f64);
        let torso = (place.x - main.chin.x).abs() < 0.4 * main.face_width
            && place.y > main.chin.y
            && sampled(cell) > 0.5;
        let seed = if contains(&main.oval, place) || torso {
            Owner::Main
        } else if bystanders.iter().any(|oval| contains(oval, place)) {
            Owner::Bystander
        } else {
            continue;
        };
        owner[cell] = seed;
        reached[cell] = 0;
        fronts.push(Reverse((0_u32, cell)));
    }
    while let Some(Reverse((cost, cell))) = fronts.pop() {
        if cost > reached[cell] {
            continue;
        }
        let (x, y) = (cell % grid_w, cell / grid_w);
        let here = colour(cell);
        let neighbours = [
            (x > 0).then(|| cell - 1),
            (x + 1 < grid_w).then(|| cell + 1),
            (y > 0).then(|| cell - grid_w),
            (y + 1 < grid_h).then(|| cell + grid_w),
        ];
        for next in neighbours.into_iter().flatten() {
            if sampled(next) < PASSABLE {
                continue;
            }
            let there = colour(next);
            let difference = here
                .iter()
                .zip(there)
                .map(|(a, b)| (a - b).abs() / 255.0)
                .fold(0.0, f32::max);
            let total = cost + ((1.0 + EDGE_COST * difference) * UNITS) as u32;
            if total < reached[next] {
                reached[next] = total;
                owner[next] = owner[cell];
                fronts.push(Reverse((total, next)));
            }
        }
    }

    // A soft edge of the main person lies in cells that no front enters.
    const SOFT_EDGE: usize = 3;
    let kept: Vec<bool> = (0..grid_w * grid_h)
        .map(|cell| match owner[cell] {
            Owner::Main => true,
            Owner::Bystander => false,
            Owner::Nobody => {
                let (x, y) = (cell % grid_w, cell / grid_w);
                sampled(cell) < PASSABLE
                    && (y.saturating_sub(SOFT_EDGE)..(y + SOFT_EDGE + 1).min(grid_h)).any(|ny| {
                        let row = &owner[ny * grid_w..(ny + 1) * grid_w];
                        row[x.saturating_sub(SOFT_EDGE)..(x + SOFT_EDGE + 1).min(grid_w)]
                            .contains(&Owner::Main)
                    })
            }
        })
        .collect();
    let data = probability
        .data()
        .iter()
        .enumerate()
        .map(|(at, p)| {
            let cell = at / width / GRID * grid_w + at % width / GRID;
            if kept[cell] { *p } else { 0.0 }
        })
        .collect();
    Plane::new(canvas.width(), canvas.height(), data).expect("one probability a pixel")
}
