//! The measures on painted heads.

use imaging::{Plane, RgbImage};
use vision::{LANDMARKS, Landmark, Landmarks, points};

use super::look::Look;
use super::staged::{HAIR, SKIN, Stage};
use super::value::Place;
use super::values;
use crate::{VIEW_HEIGHT, VIEW_WIDTH, WhyNot};

fn all(stage: &Stage, yaw: f64, density: f64) -> Vec<(&'static str, Place)> {
    let whole = Plane::filled(VIEW_WIDTH, VIEW_HEIGHT, 1.0);
    let look = Look::new(&stage.view, &whole, &stage.alpha, &stage.landmarks, yaw);
    values(&look, &stage.worn, density)
}

fn value(stage: &Stage, id: &str) -> f64 {
    let all = all(stage, 0.0, 1.0);
    all.into_iter()
        .find(|(name, _)| *name == id)
        .unwrap()
        .1
        .0
        .unwrap()
}

/// Paints over the head and looks at one value.
#[track_caller]
fn check(id: &str, paint: impl Fn(&mut Stage), expected: std::ops::RangeInclusive<f64>) {
    let mut stage = Stage::new();
    paint(&mut stage);
    let got = value(&stage, id);
    assert!(expected.contains(&got), "{id}: {got}");
}

const NOTHING: fn(&mut Stage) = |_| {};

#[test]
fn a_clear_head_has_nothing_over_it() {
    check("brow-left-covered", NOTHING, 0.0..=10.0);
    check("brow-right-covered", NOTHING, 0.0..=10.0);
    check("eyes-covered", NOTHING, 0.0..=0.0);
    check("ear-left-hidden", NOTHING, 0.0..=40.0);
    check("ear-right-hidden", NOTHING, 0.0..=40.0);
    check("hair-over-shoulder", NOTHING, 0.0..=0.0);
    check("glasses", NOTHING, 0.0..=3.0);
    check("rim-before-eyes", NOTHING, 0.0..=5.0);
    check("glare-on-glasses", NOTHING, 0.0..=0.0);
    check("tinted-glasses", NOTHING, 0.0..=0.0);
    check("dark-glasses", NOTHING, 0.0..=0.0);
    check("headwear", NOTHING, 0.0..=0.0);
    check("face-covered", NOTHING, 0.0..=0.0);
    check("earring", NOTHING, 0.0..=0.0);
}

#[test]
fn sides_are_the_pictures() {
    let fringe: fn(&mut Stage) = |s| s.rectangle((100.0, 100.0), (190.0, 205.0), HAIR);
    check("brow-left-covered", fringe, 90.0..=100.0);
    check("brow-right-covered", fringe, 0.0..=10.0);
    let curtain: fn(&mut Stage) = |s| s.rectangle((300.0, 150.0), (350.0, 400.0), HAIR);
    check("ear-right-hidden", curtain, 90.0..=100.0);
    check("ear-left-hidden", curtain, 0.0..=40.0);
    check("hair-over-shoulder", curtain, 5.0..=60.0);
}

#[test]
fn skin_that_goes_on_beside_the_face_is_no_ear() {
    check(
        "ear-left-hidden",
        |s| s.rectangle((0.0, 150.0), (110.0, 330.0), SKIN),
        100.0..=100.0,
    );
}

#[test]
fn skin_that_goes_on_below_the_lobe_is_no_ear() {
    // A strand of fair hair from the temple to the shoulder.
    check(
        "ear-left-hidden",
        |s| s.rectangle((70.0, 150.0), (100.0, 400.0), SKIN),
        90.0..=100.0,
    );
}

#[test]
fn a_sideburn_hides_no_ear() {
    check(
        "ear-left-hidden",
        |s| s.rectangle((93.0, 150.0), (102.0, 290.0), HAIR),
        0.0..=40.0,
    );
}

#[test]
fn hair_before_an_eye() {
    check(
        "eyes-covered",
        |s| s.rectangle((220.0, 150.0), (300.0, 280.0), HAIR),
        80.0..=100.0,
    );
}

fn spectacles(stage: &mut Stage, lens: Option<[u8; 3]>) {
    stage.worn.glasses = 0.95;
    for x in [130.0, 210.0] {
        stage.rectangle((x, 195.0), (x + 60.0, 252.0), [20, 20, 20]);
        stage.rectangle((x + 4.0, 199.0), (x + 56.0, 248.0), lens.unwrap_or(SKIN));
    }
    stage.rectangle((186.0, 212.0), (214.0, 216.0), [20, 20, 20]);
}

#[test]
fn glasses_glare_and_tint() {
    check("glasses", |s| spectacles(s, None), 94.0..=96.0);
    check("dark-glasses", |s| s.worn.dark_lenses = 0.75, 75.0..=75.0);
    check("glare-on-glasses", |s| spectacles(s, None), 0.0..=1.0);
    check(
        "glare-on-glasses",
        |s| spectacles(s, Some([255; 3])),
        50.0..=100.0,
    );
    check(
        "tinted-glasses",
        |s| spectacles(s, Some([60, 45, 40])),
        40.0..=100.0,
    );
}

#[test]
fn a_rim_before_the_eyes() {
    let rims = |colour: [u8; 3], y: f64, thick: f64| {
        move |s: &mut Stage| {
            s.worn.glasses = 0.95;
            for eye in [points::RIGHT_IRIS_CENTRE, points::LEFT_IRIS_CENTRE] {
                let c = s.landmarks.at(eye);
                s.rectangle((c.x - 36.0, c.y + y), (c.x + 36.0, c.y + y + thick), colour);
            }
        }
    };
    for thick in [4.0, 8.0] {
        check("rim-before-eyes", rims([20; 3], -2.0, thick), 25.0..=40.0);
        // Where rims belong: over the lids and under the eyes.
        check("rim-before-eyes", rims([20; 3], -28.0, thick), 0.0..=5.0);
        check("rim-before-eyes", rims([20; 3], 24.0, thick), 0.0..=5.0);
    }
    check(
        "rim-before-eyes",
        rims([200, 160, 138], -2.0, 4.0),
        0.0..=8.0,
    );
    // Folds beside the eyes of a bare face are none.
    check(
        "rim-before-eyes",
        |s| {
            rims([20; 3], -2.0, 8.0)(s);
            s.worn.glasses = 0.4;
        },
        0.0..=0.0,
    );
}

#[test]
fn masks_and_bands() {
    let mask: fn(&mut Stage) = |s| {
        let y = s.landmarks.at(points::NOSE_TIP).y;
        s.rectangle((110.0, y), (290.0, y + 120.0), [150, 190, 225]);
    };
    check("face-covered", mask, 40.0..=100.0);
    check("face-covered", |s| s.worn.mask = 0.8, 79.0..=81.0);
    check("headwear", |s| s.worn.headwear = 0.25, 25.0..=25.0);
}

#[test]
fn what_cannot_be_seen_is_said() {
    #[track_caller]
    fn check(id: &str, yaw: f64, density: f64, expected: Option<WhyNot>) {
        let all = all(&Stage::new(), yaw, density);
        let got = all.into_iter().find(|(name, _)| *name == id).unwrap().1.0;
        assert_eq!(got.err(), expected, "{id} at {yaw}, {density}");
    }
    // The nose to the picture's right: the right ear turns away first.
    check("ear-right-hidden", 14.0, 1.0, Some(WhyNot::TurnedAway));
    check("ear-left-hidden", 14.0, 1.0, None);
    check("ear-left-hidden", -14.0, 1.0, Some(WhyNot::TurnedAway));
    // Far enough to be behind the cheek, which is no doubt.
    check("ear-right-hidden", 20.0, 1.0, None);
    check("hair-over-shoulder", 30.0, 1.0, Some(WhyNot::TurnedAway));
    check("tinted-glasses", 0.0, 0.3, Some(WhyNot::TooSmall));
    check("glare-on-glasses", 0.0, 0.3, Some(WhyNot::TooSmall));
}

#[test]
fn no_picture_makes_it_panic() {
    let flat = Landmarks::new([Landmark::default(); LANDMARKS]);
    for (colour, landmarks) in [([0; 3], flat), ([255; 3], super::staged::landmarks())] {
        let stage = Stage {
            view: RgbImage::filled(VIEW_WIDTH, VIEW_HEIGHT, colour),
            alpha: Plane::filled(VIEW_WIDTH, VIEW_HEIGHT, 0.0),
            landmarks,
            worn: vision::Worn::default(),
        };
        for (id, (value, _)) in all(&stage, 0.0, 1.0) {
            assert!(
                value.is_err() || value.is_ok_and(f64::is_finite),
                "{id}: {value:?}"
            );
        }
    }
}
