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
use super::mask::around;
use super::polygon::Row;

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
/// other faces on the canvas. Meant for a canvas of the segmentation's own
/// size, some 256 px: the fronts visit every pixel.
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
    let sampled = |at: usize| probability.data()[at];
    let colour = |at: usize| {
        canvas
            .pixel((at % width) as u32, (at / width) as u32)
            .map(f32::from)
    };

    let mut owner = vec![Owner::Nobody; width * height];
    let mut reached = vec![u32::MAX; width * height];
    let mut fronts = BinaryHeap::new();
    for y in 0..height {
        let main_face = Row::of(&main.oval, y as f64);
        let other_faces = bystanders.iter().map(|oval| Row::of(oval, y as f64));
        let other_faces: Vec<Row> = other_faces.collect();
        for x in 0..width {
            let at = y * width + x;
            let torso = (x as f64 - main.chin.x).abs() < 0.4 * main.face_width
                && y as f64 > main.chin.y
                && sampled(at) > 0.5;
            let seed = if main_face.holds(x as f64) || torso {
                Owner::Main
            } else if other_faces.iter().any(|face| face.holds(x as f64)) {
                Owner::Bystander
            } else {
                continue;
            };
            owner[at] = seed;
            reached[at] = 0;
            fronts.push(Reverse((0_u32, at)));
        }
    }
    let neighbours = |at: usize| {
        let (x, y) = (at % width, at / width);
        [
            (x > 0).then(|| at - 1),
            (x + 1 < width).then(|| at + 1),
            (y > 0).then(|| at - width),
            (y + 1 < height).then(|| at + width),
        ]
        .into_iter()
        .flatten()
        .filter(|next| sampled(*next) >= PASSABLE)
    };
    if bystanders.is_empty() {
        // Nobody competes: what is connected is the main person's.
        let mut open: Vec<usize> = fronts.drain().map(|Reverse((_, at))| at).collect();
        while let Some(at) = open.pop() {
            for next in neighbours(at) {
                if owner[next] == Owner::Nobody {
                    owner[next] = Owner::Main;
                    open.push(next);
                }
            }
        }
    }
    while let Some(Reverse((cost, at))) = fronts.pop() {
        if cost > reached[at] {
            continue;
        }
        let here = colour(at);
        for next in neighbours(at) {
            let there = colour(next);
            let difference = here
                .iter()
                .zip(there)
                .map(|(a, b)| (a - b).abs() / 255.0)
                .fold(0.0, f32::max);
            let total = cost + ((1.0 + EDGE_COST * difference) * UNITS) as u32;
            if total < reached[next] {
                reached[next] = total;
                owner[next] = owner[at];
                fronts.push(Reverse((total, next)));
            }
        }
    }

    // A soft edge of the main person lies in cells that no front enters.
    const SOFT_EDGE: usize = 3;
    let mut near_main: Vec<bool> = owner.iter().map(|owner| *owner == Owner::Main).collect();
    for _ in 0..SOFT_EDGE {
        near_main = around(&near_main, width);
    }
    let kept: Vec<bool> = (0..width * height)
        .map(|at| match owner[at] {
            Owner::Main => true,
            Owner::Bystander => false,
            Owner::Nobody => near_main[at] && sampled(at) < PASSABLE,
        })
        .collect();
    let data = probability
        .data()
        .iter()
        .enumerate()
        .map(|(at, p)| if kept[at] { *p } else { 0.0 })
        .collect();
    Plane::new(canvas.width(), canvas.height(), data).expect("one probability a pixel")
}
