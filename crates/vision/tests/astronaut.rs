//! The real networks on one committed portrait.

#![expect(clippy::unwrap_used, reason = "helpers of a test panic like it")]

use imaging::{Affine, Limits, QuarterTurn, RgbImage, decode, warp};
use vision::{Face, Movement, RtenEngine, Scene, look, points, segment};

fn portrait() -> RgbImage {
    let bytes = include_bytes!("../../../assets/pictures/astronaut.png");
    decode(bytes, &Limits::default()).unwrap().image
}

fn only_face(scene: &Scene) -> &Face {
    assert_eq!(scene.faces.len(), 1);
    &scene.faces[0]
}

/// Where a person marked the points in the 512 × 512 picture, px.
const MARKED: [(&str, usize, f64, f64); 5] = [
    ("right iris", points::RIGHT_IRIS_CENTRE, 203.7, 101.0),
    ("left iris", points::LEFT_IRIS_CENTRE, 246.7, 103.3),
    ("chin", points::CHIN, 223.0, 178.0),
    (
        "right corner of the mouth",
        points::MOUTH_RIGHT,
        203.7,
        140.0,
    ),
    ("left corner of the mouth", points::MOUTH_LEFT, 244.2, 141.2),
];

/// The marks were set by eye.
const MARKING_ERROR_PX: f64 = 2.5;

#[test]
fn the_landmarks_lie_where_a_person_marks_them() {
    let scene = look(&RtenEngine::new(), &portrait()).unwrap();
    assert_eq!(scene.turn, QuarterTurn::None);
    let face = only_face(&scene);
    for (name, index, x, y) in MARKED {
        let at = face.landmarks.at(index);
        let off = (at.x - x).hypot(at.y - y);
        assert!(
            off < MARKING_ERROR_PX,
            "{name}: {at:?} is {off:.1} px from ({x}, {y})"
        );
    }
    assert!(
        face.presence > 0.99 && face.score > 0.8,
        "{} {}",
        face.presence,
        face.score
    );
    assert!(face.pose.yaw.abs() < 5.0, "{:?}", face.pose);
    assert!(face.pose.pitch.abs() < 8.0, "{:?}", face.pose);
    assert!((face.pose.roll - 3.0).abs() < 2.0, "{:?}", face.pose);
}

#[test]
fn a_broad_smile_with_open_eyes_is_seen_as_that() {
    let scene = look(&RtenEngine::new(), &portrait()).unwrap();
    let seen = only_face(&scene).blendshapes.as_ref().unwrap();
    let both = |left, right| f32::midpoint(seen.of(left), seen.of(right));
    assert!(
        both(Movement::MouthSmileLeft, Movement::MouthSmileRight) > 0.6,
        "{seen:?}"
    );
    assert!(
        both(Movement::EyeBlinkLeft, Movement::EyeBlinkRight) < 0.4,
        "{seen:?}"
    );
}

#[test]
fn a_turned_picture_gives_the_same_face() {
    let engine = RtenEngine::new();
    let upright = look(&engine, &portrait()).unwrap();
    let turns = [
        (QuarterTurn::Right, QuarterTurn::Left),
        (QuarterTurn::Half, QuarterTurn::Half),
        (QuarterTurn::Left, QuarterTurn::Right),
    ];
    for (stored, righting) in turns {
        let scene = look(&engine, &portrait().turned(stored)).unwrap();
        assert_eq!(scene.turn, righting, "stored {stored:?}");
        let (face, expected) = (only_face(&scene), only_face(&upright));
        for (name, index, ..) in MARKED {
            let off = face
                .landmarks
                .at(index)
                .distance(expected.landmarks.at(index));
            assert!(off < 1.5, "stored {stored:?}: {name} is off by {off:.2} px");
        }
    }
}

/// The face's width over the picture's, and where its middle goes (0…1).
#[track_caller]
fn check_framing(engine: &RtenEngine, share: f64, x: f64, y: f64) {
    let (source, side) = (portrait(), 1000);
    let scene = look(engine, &source).unwrap();
    let bounds = only_face(&scene).bounds;
    let edge = f64::from(side);
    let map = Affine::translation(-bounds.centre().x, -bounds.centre().y)
        .then(&Affine::scaling(share * edge / bounds.width()))
        .then(&Affine::translation(x * edge, y * edge));
    let seen = look(engine, &warp(&source, &map, side, side).image).unwrap();
    let face = seen
        .faces
        .first()
        .unwrap_or_else(|| panic!("no face at {share} {x} {y}"));
    let expected = map.apply(bounds.centre());
    let off = face.bounds.centre().distance(expected) / (share * edge);
    assert!(off < 0.05, "{share} at {x}, {y}: {off:.3} face widths off");
}

#[test]
fn faces_of_every_size_and_place_are_found() {
    let engine = RtenEngine::new();
    check_framing(&engine, 0.05, 0.5, 0.5);
    check_framing(&engine, 0.05, 0.2, 0.7);
    check_framing(&engine, 0.1, 0.5, 0.3);
    check_framing(&engine, 0.2, 0.5, 0.5);
    check_framing(&engine, 0.2, 0.88, 0.5);
    check_framing(&engine, 0.4, 0.5, 0.5);
    check_framing(&engine, 0.6, 0.5, 0.5);
    check_framing(&engine, 0.8, 0.5, 0.55);
}

#[test]
fn the_person_and_the_wall_are_told_apart_on_any_canvas() {
    let engine = RtenEngine::new();
    let scene = look(&engine, &portrait()).unwrap();
    let face = only_face(&scene);
    for (width, height) in [(512, 512), (358, 441), (441, 358), (900, 300)] {
        let scale = f64::from(width.min(height)) / 512.0;
        let map = Affine::translation(-224.0, 0.0)
            .then(&Affine::scaling(scale))
            .then(&Affine::translation(f64::from(width) / 2.0, 0.0));
        let canvas = warp(&portrait(), &map, width, height).image;
        let person = segment(&engine, &canvas).unwrap();
        assert_eq!((person.width(), person.height()), (width, height));
        let at = |index: usize| {
            let p = map.apply(face.landmarks.at(index));
            person.at(p.x as u32, p.y as u32)
        };
        assert!(
            at(points::NOSE_TIP) > 0.9,
            "{width}×{height}: {}",
            at(points::NOSE_TIP)
        );
        assert!(at(points::CHIN) > 0.9, "{width}×{height}");
    }
}

#[test]
fn a_picture_without_a_face_is_no_error() {
    for image in [
        RgbImage::filled(640, 480, [128; 3]),
        RgbImage::filled(1, 1, [9, 9, 9]),
    ] {
        let scene = look(&RtenEngine::new(), &image).unwrap();
        assert_eq!(
            (scene.turn, scene.faces.len()),
            (QuarterTurn::None, 0),
            "{image:?}"
        );
    }
}
