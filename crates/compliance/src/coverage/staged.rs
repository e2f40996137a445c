//! Painted heads for the tests: the canonical face, frontal, in flat colours.

use imaging::{Plane, Point, RgbImage};
use vision::{LANDMARKS, Landmark, Landmarks, Worn, points};

use super::area::{COLUMNS, STEP, inside};
use crate::{VIEW_FACE_WIDTH, VIEW_HEIGHT, VIEW_WIDTH};

pub(crate) const SKIN: [u8; 3] = [214, 170, 145];
pub(crate) const HAIR: [u8; 3] = [40, 32, 28];
pub(crate) const CLOTHES: [u8; 3] = [30, 40, 90];

/// The canonical face with the irises' middle at (200, 220).
pub(crate) fn landmarks() -> Landmarks {
    let text = include_str!("../../../../assets/models/canonical-face.txt");
    let corners: Vec<Point> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let numbers: Vec<f64> = line.split(' ').map(|n| n.parse().unwrap()).collect();
            Point::new(numbers[0], -numbers[1])
        })
        .collect();
    let width = corners[points::LEFT_EAR_ROOT].distance(corners[points::RIGHT_EAR_ROOT]);
    let scale = VIEW_FACE_WIDTH / width;
    let eye = |a: usize, b: usize| corners[a].midpoint(corners[b]);
    let left = eye(points::LEFT_EYE_INNER, points::LEFT_EYE_OUTER);
    let right = eye(points::RIGHT_EYE_INNER, points::RIGHT_EYE_OUTER);
    let middle = left.midpoint(right);
    let all: [Landmark; LANDMARKS] = std::array::from_fn(|i| {
        let iris = if i >= 473 { left } else { right };
        let p = corners.get(i).copied().unwrap_or(iris);
        Landmark {
            at: Point::new(
                200.0 + scale * (p.x - middle.x),
                220.0 + scale * (p.y - middle.y),
            ),
            z: 0.0,
        }
    });
    Landmarks::new(all)
}

/// A painted view.
pub(crate) struct Stage {
    pub view: RgbImage,
    pub alpha: Plane,
    pub landmarks: Landmarks,
    /// What the network would see; nothing.
    pub worn: Worn,
}

impl Stage {
    /// A head with short hair and both ears, in a dark top before grey.
    pub(crate) fn new() -> Self {
        let mut stage = Self {
            view: RgbImage::filled(VIEW_WIDTH, VIEW_HEIGHT, [200, 200, 205]),
            alpha: Plane::filled(VIEW_WIDTH, VIEW_HEIGHT, 0.0),
            landmarks: landmarks(),
            worn: Worn::default(),
        };
        let chin = stage.landmarks.at(points::CHIN);
        let oval: Vec<Point> = stage.landmarks.pick(&points::FACE_OVAL).collect();
        stage.rectangle((95.0, 60.0), (305.0, 200.0), HAIR);
        stage.rectangle((150.0, chin.y - 20.0), (250.0, chin.y + 40.0), SKIN);
        stage.rectangle((20.0, chin.y + 36.0), (380.0, 520.0), CLOTHES);
        for root in [points::LEFT_EAR_ROOT, points::RIGHT_EAR_ROOT] {
            let x = stage.landmarks.at(root).x;
            stage.rectangle((x - 18.0, 190.0), (x + 18.0, 275.0), SKIN);
        }
        stage.fill(&oval, SKIN);
        for top in [points::LEFT_BROW_TOP, points::RIGHT_BROW_TOP] {
            let brow: Vec<Point> = stage.landmarks.pick(&top).collect();
            let below = brow.iter().rev().map(|p| Point::new(p.x, p.y + 6.0));
            stage.fill(&brow.iter().copied().chain(below).collect::<Vec<_>>(), HAIR);
        }
        stage
    }

    pub(crate) fn rectangle(&mut self, from: (f64, f64), to: (f64, f64), colour: [u8; 3]) {
        let corners = [from, (to.0, from.1), to, (from.0, to.1)];
        self.fill(&corners.map(|(x, y)| Point::new(x, y)), colour);
    }

    pub(crate) fn fill(&mut self, polygon: &[Point], colour: [u8; 3]) {
        for i in inside(polygon) {
            let (x, y) = ((i % COLUMNS * STEP) as u32, (i / COLUMNS * STEP) as u32);
            for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                self.view.put(x + dx, y + dy, colour);
                let at = (y + dy) as usize * VIEW_WIDTH as usize + (x + dx) as usize;
                self.alpha.data_mut()[at] = 1.0;
            }
        }
    }
}
