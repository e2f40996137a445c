//! What is worn, with the real network on one committed portrait and things painted on it.

#![expect(clippy::unwrap_used, reason = "helpers of a test panic like it")]

use imaging::{Limits, Point, RgbImage, decode};
use vision::{Landmarks, RtenEngine, Worn, look, points, worn};

/// Fills a polygon (even-odd rule).
fn fill(picture: &mut RgbImage, corners: &[Point], colour: [u8; 3]) {
    for y in 0..picture.height() {
        let middle = f64::from(y) + 0.5;
        let next = corners.iter().cycle().skip(1);
        let mut crossings: Vec<f64> = corners
            .iter()
            .zip(next)
            .filter(|(a, b)| (a.y <= middle) != (b.y <= middle))
            .map(|(a, b)| a.x + (middle - a.y) / (b.y - a.y) * (b.x - a.x))
            .collect();
        crossings.sort_by(f64::total_cmp);
        for pair in crossings.chunks_exact(2) {
            for x in pair[0].max(0.0) as u32..(pair[1].max(0.0) as u32).min(picture.width()) {
                picture.put(x, y, colour);
            }
        }
    }
}

/// From under the eyes to the chin, as a medical mask lies.
fn mask(picture: &mut RgbImage, face: &Landmarks, colour: [u8; 3]) {
    const OUTLINE: [usize; 17] = [
        93, 117, 118, 197, 347, 346, 323, 361, 397, 379, 400, 152, 176, 150, 172, 132, 93,
    ];
    let corners: Vec<Point> = face.pick(&OUTLINE).collect();
    fill(picture, &corners, colour);
}

/// Round lenses with a bridge.
fn lenses(picture: &mut RgbImage, face: &Landmarks, colour: [u8; 3]) {
    let [right, left] = [points::RIGHT_IRIS_CENTRE, points::LEFT_IRIS_CENTRE].map(|i| face.at(i));
    let radius = 0.36 * right.distance(left);
    for eye in [right, left] {
        let disc: Vec<Point> = (0..24)
            .map(|step| (f64::from(step) / 24.0 * std::f64::consts::TAU).sin_cos())
            .map(|(sin, cos)| Point::new(eye.x + radius * cos, eye.y + 0.8 * radius * sin))
            .collect();
        fill(picture, &disc, colour);
    }
    let bridge = [(right, -3.0), (left, -3.0), (left, 3.0), (right, 3.0)];
    let bridge = bridge.map(|(eye, down)| Point::new(eye.x, eye.y + down));
    fill(picture, &bridge, colour);
}

/// `paint` on the portrait, and what is seen: mask, glasses, dark lenses.
#[track_caller]
fn check(what: &str, paint: impl Fn(&mut RgbImage, &Landmarks), expected: [bool; 3]) {
    let engine = RtenEngine::new();
    let bytes = include_bytes!("../../../assets/pictures/astronaut.png");
    let mut picture = decode(bytes, &Limits::default()).unwrap().image;
    let scene = look(&engine, &picture).unwrap();
    let landmarks = &scene.faces[0].landmarks;
    paint(&mut picture, landmarks);
    let Worn {
        mask,
        glasses,
        dark_lenses,
        ..
    } = worn(&engine, &picture, landmarks).unwrap();
    let seen = [mask, glasses, dark_lenses];
    for (probability, expected) in seen.into_iter().zip(expected) {
        let sure = if expected {
            probability > 0.9
        } else {
            probability < 0.5
        };
        assert!(sure, "{what}: mask, glasses, dark lenses {seen:?}");
    }
}

#[test]
fn masks_and_glasses_are_told_apart() {
    check("nothing", |_, _| {}, [false, false, false]);
    for colour in [[245; 3], [130, 180, 215], [30, 30, 32], [150; 3]] {
        let paint = |p: &mut RgbImage, face: &Landmarks| mask(p, face, colour);
        check(&format!("a mask {colour:?}"), paint, [true, false, false]);
    }
    check(
        "black lenses",
        |p, face| lenses(p, face, [8, 8, 10]),
        [false, true, true],
    );
    check(
        "both",
        |p, face| {
            lenses(p, face, [8, 8, 10]);
            mask(p, face, [245; 3]);
        },
        [true, true, true],
    );
}
