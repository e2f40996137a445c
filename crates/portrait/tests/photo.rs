//! A photo made from a real picture with the real networks.

#![expect(clippy::unwrap_used, reason = "helpers of a test panic like it")]
#![expect(clippy::print_stdout, reason = "the figures are what one runs it for")]

use catalogue::{Catalogue, PhotoSpec, Px};
use imaging::{Affine, JpegTarget, Limits, Plane, Point, RgbImage, decode, encode_jpeg, warp};
use portrait::{
    Edit, IdPhoto, MakeError, Nudge, Stroke, StrokeKind, Strokes, make, make_edited, most_doubted,
    most_smeared, provenance,
};
use vision::{RtenEngine, points};

fn spec() -> PhotoSpec {
    let catalogue = Catalogue::embedded().unwrap();
    let document = catalogue.document("身份证").unwrap();
    catalogue.specification(document, None)
}

/// NASA portrait, public domain: a face of 120 px before a busy background.
fn astronaut() -> RgbImage {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../assets/pictures/astronaut.png"
    );
    decode(&std::fs::read(path).unwrap(), &Limits::default())
        .unwrap()
        .image
}

fn made(picture: RgbImage, spec: &PhotoSpec) -> IdPhoto {
    make(&RtenEngine::default(), picture, spec, &mut |_| {}).unwrap()
}

#[test]
fn the_photo_is_what_the_specification_asks_for() {
    let spec = spec();
    let photo = made(astronaut(), &spec);
    for held in &photo.frame.held {
        assert_eq!(held.gave_px, 0.0, "{held:?}");
    }
    let image = photo.cut_out.on(spec.background.rgb);
    assert_eq!(
        (image.width(), image.height()),
        (spec.width_px, spec.height_px)
    );
    // The picture's face is half as wide as the photo's: said, not hidden.
    let lacks: Vec<_> = photo
        .shortfalls
        .iter()
        .map(portrait::Shortfall::code)
        .collect();
    assert_eq!(lacks, ["too-few-pixels"]);

    // Exactly the background where nobody is, before encoding; within two levels after it,
    // in blocks that hold nothing else.
    let alpha = photo.cut_out.alpha();
    let bare = |x: u32, y: u32| alpha.at(x, y) == 0.0;
    assert!(
        (0..20).all(|i| bare(i, i)),
        "the upper left corner is background"
    );
    let target = JpegTarget {
        dpi: spec.dpi.0,
        min_bytes: spec.file.min_bytes,
        max_bytes: spec.file.max_bytes,
        min_quality: spec.file.min_quality.unwrap_or(1),
    };
    let file = encode_jpeg(&image, &target).unwrap();
    let again = decode(&file.bytes, &Limits::default()).unwrap().image;
    let mut blocks = 0;
    for y in (0..image.height() - 16).step_by(16) {
        for x in (0..image.width() - 16).step_by(16) {
            let cells = || (y..y + 16).flat_map(|y| (x..x + 16).map(move |x| (x, y)));
            for (x, y) in cells().filter(|(x, y)| bare(*x, *y)) {
                assert_eq!(image.pixel(x, y), spec.background.rgb);
            }
            if cells().all(|(x, y)| bare(x, y)) {
                blocks += 1;
                for (x, y) in cells() {
                    for (got, want) in again.pixel(x, y).iter().zip(spec.background.rgb) {
                        assert!(got.abs_diff(want) <= 2, "{x},{y}: {got}");
                    }
                }
            }
        }
    }
    assert!(blocks > 20, "only {blocks} blocks of background");
}

#[test]
fn inside_the_face_the_photo_is_the_picture_resampled() {
    let spec = spec();
    let photo = made(astronaut(), &spec);
    let plain = warp(
        &astronaut(),
        &photo.frame.map,
        spec.width_px,
        spec.height_px,
    )
    .image;
    let image = photo.cut_out.on(spec.background.rgb);
    let chin = photo.frame.map.apply(photo.face.landmarks.at(points::CHIN));
    let eyes = photo.marks.eye_middle();
    let (mut sum, mut count, mut most) = (0.0, 0.0, 0);
    for y in eyes.y as u32..chin.y as u32 - 10 {
        for x in (eyes.x - 60.0) as u32..(eyes.x + 60.0) as u32 {
            for (a, b) in image.pixel(x, y).iter().zip(plain.pixel(x, y)) {
                let off = a.abs_diff(b);
                (sum, count, most) = (sum + f64::from(off), count + 1.0, most.max(off));
            }
        }
    }
    println!("mean {:.2}, greatest {most}", sum / count);
    assert!(
        sum / count < 1.0 && most < 24,
        "mean {:.2}, greatest {most}",
        sum / count
    );
}

#[test]
fn a_photo_put_through_again_is_not_moved() {
    let spec = spec();
    let first = made(astronaut(), &spec).cut_out.on(spec.background.rgb);
    let second = made(first.clone(), &spec);
    for (x, y) in [(0.0, 0.0), (358.0, 0.0), (179.0, 200.0), (0.0, 441.0)] {
        let moved = second
            .frame
            .map
            .apply(Point::new(x, y))
            .distance(Point::new(x, y));
        assert!(moved <= 1.0, "({x}, {y}) moved by {moved:.2} px");
    }
    assert!(second.shortfalls.is_empty(), "{:?}", second.shortfalls);
    let again = second.cut_out.on(spec.background.rgb);
    let off: f64 = first
        .data()
        .iter()
        .zip(again.data())
        .map(|(a, b)| f64::from(a.abs_diff(*b)))
        .sum::<f64>()
        / first.data().len() as f64;
    assert!(off < 2.0, "mean change {off:.2} levels");
}

#[test]
fn the_same_picture_gives_the_same_photo() {
    let spec = spec();
    let on = |photo: IdPhoto| photo.cut_out.on(spec.background.rgb);
    assert!(on(made(astronaut(), &spec)) == on(made(astronaut(), &spec)));
}

#[test]
fn a_nudge_moves_the_frame_within_the_ranges() {
    let spec = spec();
    let nudged = |nudge| {
        make_edited(
            &RtenEngine::default(),
            astronaut(),
            &spec,
            &Edit::from(nudge),
            &mut |_| {},
        )
        .unwrap()
    };
    let still = made(astronaut(), &spec);
    let same = nudged(Nudge::NONE);
    assert!(still.cut_out.on([255; 3]) == same.cut_out.on([255; 3]));
    assert_eq!((same.nudge, same.frame), (Nudge::NONE, still.frame.clone()));

    // A little is granted whole; far too much ends where the ranges end.
    let little = Nudge {
        right: Px(1.0),
        down: Px(2.0),
        scale: 1.0,
    };
    let moved = nudged(little);
    // The head is measured again on another canvas: not to a hair.
    let by = |photo: &IdPhoto| {
        let (from, to) = (still.marks.eye_middle(), photo.marks.eye_middle());
        (to.x - from.x, to.y - from.y)
    };
    println!("{:?} granted, moved by {:?}", moved.nudge, by(&moved));
    assert_eq!(moved.nudge, little);
    assert!((by(&moved).0 - 1.0).abs() < 1.0 && (by(&moved).1 - 2.0).abs() < 1.5);
    let much = nudged(Nudge {
        right: Px(500.0),
        down: Px(-500.0),
        scale: 9.0,
    });
    println!("{:?} granted, moved by {:?}", much.nudge, by(&much));
    for held in &much.frame.held {
        assert_eq!(held.gave_px, 0.0, "{held:?}");
    }
    assert!(much.nudge.scale > 1.0 && much.nudge.right.0 > 0.0);
}

/// What is painted beside the head changes coverage there and no colour of the
/// face; no stroke changes nothing.
#[test]
fn strokes_change_the_cut_out_alone() {
    let spec = spec();
    let edited = |strokes: Vec<Stroke>| {
        let edit = Edit {
            strokes: Strokes::new(strokes).unwrap(),
            ..Edit::default()
        };
        let engine = RtenEngine::default();
        make_edited(&engine, astronaut(), &spec, &edit, &mut |_| {}).unwrap()
    };
    let still = made(astronaut(), &spec);
    let none = edited(Vec::new());
    assert!(still.cut_out.on([0; 3]) == none.cut_out.on([0; 3]));
    let plain = provenance(&none, &spec);
    assert!(plain.strokes.is_empty());

    // A place on the photo, in fractions of the picture.
    let back = still.frame.map.inverse().unwrap();
    let picture = (
        f64::from(still.upright.width()),
        f64::from(still.upright.height()),
    );
    let stroke = |kind, x: f64, y: f64| {
        let at = back.apply(Point::new(x, y));
        let points = vec![[at.x / picture.0, at.y / picture.1]];
        let radius = 0.02;
        Stroke {
            kind,
            radius,
            points,
        }
    };
    let coverage = |photo: &IdPhoto, x: f64, y: f64| {
        let alpha = photo.cut_out.alpha();
        alpha.data()[y as usize * alpha.width() as usize + x as usize]
    };
    let (width, eyes) = (f64::from(spec.width_px), still.marks.eye_middle());
    let beside = (width - 12.0, 30.0);
    assert_eq!(coverage(&still, beside.0, beside.1), 0.0);
    let shown = edited(vec![stroke(StrokeKind::Restore, beside.0, beside.1)]);
    assert_eq!(coverage(&shown, beside.0, beside.1), 1.0);
    assert_eq!(provenance(&shown, &spec).strokes, shown.strokes);
    assert_eq!(shown.strokes.iter().count(), 1);

    // The face stays whatever is removed there.
    let spared = edited(vec![stroke(StrokeKind::Remove, eyes.x, eyes.y)]);
    assert!(still.cut_out.on([0; 3]) == spared.cut_out.on([0; 3]));
    // The shoulder goes.
    let shoulder = (width / 2.0, f64::from(spec.height_px) - 8.0);
    assert_eq!(coverage(&still, shoulder.0, shoulder.1), 1.0);
    let gone = edited(vec![stroke(StrokeKind::Remove, shoulder.0, shoulder.1)]);
    assert_eq!(coverage(&gone, shoulder.0, shoulder.1), 0.0);
}

#[test]
fn nobody_gives_no_photo() {
    let mut wall = RgbImage::filled(640, 480, [180, 170, 160]);
    for i in 0..400 {
        wall.put(i, i, [20, 20, 20]);
    }
    let result = make(&RtenEngine::default(), wall, &spec(), &mut |_| {});
    assert!(matches!(result, Err(MakeError::NoFace)), "{result:?}");
}

/// Pictures that lack something, cut from the one that does not lack it.
#[test]
fn what_a_picture_lacks_is_said() {
    let cut = |left: f64, top: f64, width: u32, height: u32| {
        let picture = astronaut();
        // Enlarged, so that pixels are not what lacks.
        let map = Affine::translation(-left, -top).then(&Affine::scaling(2.4));
        let at = |n: u32| (f64::from(n) * 2.4) as u32;
        warp(&picture, &map, at(width), at(height)).image
    };
    // Leaning, with an upper edge that levelling turns.
    let aslant = |degrees: f64, top: f64| {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let turned = Affine {
            a: cos,
            b: -sin,
            c: sin,
            d: cos,
            tx: 0.0,
            ty: 0.0,
        };
        let middle = turned.apply(Point::new(222.0, 100.0));
        let map = turned
            .then(&Affine::translation(
                240.0 - middle.x,
                110.0 - top - middle.y,
            ))
            .then(&Affine::scaling(2.4));
        warp(&astronaut(), &map, 1150, 1000).image
    };
    let spec = spec();
    for (name, picture, expected) in [
        ("whole", cut(0.0, 0.0, 512, 512), &[][..]),
        ("head cut", cut(0.0, 45.0, 512, 467), &["head-cut"]),
        ("head cut aslant", aslant(13.0, 40.0), &["head-cut"]),
        ("hair close to the edge", aslant(0.0, 20.0), &[]),
        ("hair close to the edge aslant", aslant(-13.0, 20.0), &[]),
        (
            "ends at the chin",
            cut(0.0, 0.0, 512, 170),
            &["ends-too-early"],
        ),
        (
            "ends at the left cheek",
            cut(180.0, 0.0, 332, 512),
            &["shoulder-cut"],
        ),
    ] {
        let photo = made(picture, &spec);
        let lacks: Vec<_> = photo
            .shortfalls
            .iter()
            .map(portrait::Shortfall::code)
            .collect();
        assert_eq!(lacks, expected, "{name}: {:?}", photo.shortfalls);
    }
}

/// A piece a sixteenth of a face wide fills a quarter of the square.
#[test]
fn a_doubted_piece_of_an_eighth_of_the_face_counts_whole() {
    let mut photo = made(astronaut(), &spec());
    let (width, height) = (photo.doubt.width(), photo.doubt.height());
    let marks = &photo.marks;
    let face = marks.left_ear_root.distance(marks.right_ear_root);
    let mut check = |side: f64, expected: f64| {
        let side = (side * face).round() as u32;
        photo.doubt = Plane::filled(width, height, 0.0);
        for y in 60..60 + side {
            for x in 100..100 + side {
                photo.doubt.data_mut()[(y * width + x) as usize] = 1.0;
            }
        }
        let worst = most_doubted(&photo);
        assert!((worst.mean - expected).abs() < 0.05, "{side} px: {worst:?}");
    };
    check(0.0, 0.0);
    check(1.0 / 16.0, 0.25);
    check(1.0 / 8.0, 1.0);
    check(1.0 / 4.0, 1.0);
}

/// Doubt counts by its root, and only where the photo is half-transparent.
#[test]
fn what_is_doubted_shows_where_the_cut_out_is_soft() {
    let mut photo = made(astronaut(), &spec());
    let (width, height) = (photo.doubt.width(), photo.doubt.height());
    let alpha = photo.cut_out.alpha();
    let soft = |a: f32| a > 0.0 && a < 1.0;
    let mut shown = |doubt: &dyn Fn(f32) -> f32| {
        let doubts = alpha.data().iter().map(|a| doubt(*a)).collect();
        photo.doubt = Plane::new(width, height, doubts).unwrap();
        most_smeared(&photo, [255; 3])
    };
    let all = shown(&|_| 1.0);
    assert!(all.mean > 0.05, "{all:?}");
    let mut check = |doubt: &dyn Fn(f32) -> f32, share: f64| {
        let got = shown(doubt).mean / all.mean;
        assert!((got - share).abs() < 1e-6, "{got}, not {share}");
    };
    check(&|_| 0.0, 0.0);
    check(&|_| 0.25, 0.5);
    check(&|a| if soft(a) { 1.0 } else { 0.0 }, 1.0);
    check(&|a| if soft(a) { 0.0 } else { 1.0 }, 0.0);
}

/// The alpha of a plane lies in 0..=1.
#[test]
fn coverage_is_a_share() {
    let alpha: Plane = made(astronaut(), &spec()).cut_out.alpha();
    assert!(alpha.data().iter().all(|a| (0.0..=1.0).contains(a)));
}

/// How much longer solving alpha takes where strokes at their limits are painted on it:
/// 200 of together 5,000 points, on a picture of 12 megapixels. Run alone, with
/// `--ignored --nocapture`.
#[test]
#[ignore = "prints times"]
fn the_time_of_an_edit_at_its_limits() {
    let small = astronaut();
    let (width, height) = (small.width() * 7, small.height() * 7);
    let large = warp(&small, &Affine::scaling(7.0), width, height).image;
    let (spec, engine) = (spec(), RtenEngine::default());
    let matting_ms = |edit: &Edit| {
        let once = || {
            let mut ended = std::time::Instant::now();
            let mut took = 0.0;
            make_edited(&engine, large.clone(), &spec, edit, &mut |stage| {
                if stage == portrait::Stage::Matting {
                    took = ended.elapsed().as_secs_f64() * 1e3;
                }
                ended = std::time::Instant::now();
            })
            .unwrap();
            took
        };
        (0..5).map(|_| once()).fold(f64::INFINITY, f64::min)
    };
    let without = matting_ms(&Edit::default());
    // About the head, here and there.
    let at = |nth: usize, of: f64, from: f64, length: f64| {
        from + length * ((nth as f64 * of).sin() * 0.5 + 0.5)
    };
    for (name, radius, reach) in [
        ("hair", 0.001, 0.01),
        ("usual", 0.005, 0.05),
        ("widest", Stroke::MOST_RADIUS, 0.3),
        ("across", 0.004, 0.3),
    ] {
        let stroke = |nth: usize| Stroke {
            kind: [StrokeKind::Remove, StrokeKind::Restore][nth % 2],
            radius,
            points: (nth * 25..(nth + 1) * 25)
                .map(|point| {
                    let (x, y) = (at(nth, 1.7, 0.3, 0.3), at(nth, 2.9, 0.0, 0.4));
                    [
                        x + at(point, 3.1, 0.0, reach),
                        y + at(point, 5.3, 0.0, reach),
                    ]
                })
                .collect(),
        };
        let strokes = Strokes::new((0..Strokes::MOST).map(stroke).collect()).unwrap();
        let edit = Edit {
            strokes,
            ..Edit::default()
        };
        println!("{name}: {:.0} ms more", matting_ms(&edit) - without);
    }
}
