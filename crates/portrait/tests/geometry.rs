//! The frame is solved from the specification's ranges and priorities.

#![expect(clippy::unwrap_used, reason = "helpers of a test panic like it")]

use std::sync::LazyLock;

use catalogue::{Catalogue, Measure, PhotoSpec};
use imaging::{Affine, Point};
use portrait::{HeadMarks, Reach, solve};
use proptest::prelude::*;

const OPEN: Reach = Reach {
    left: f64::NEG_INFINITY,
    right: f64::INFINITY,
    bottom: f64::INFINITY,
};

fn spec(document: &str) -> PhotoSpec {
    let catalogue = Catalogue::embedded().unwrap();
    let document = catalogue.document(document).unwrap();
    catalogue.specification(document, None)
}

static ID_CARD: LazyLock<PhotoSpec> = LazyLock::new(|| spec("身份证"));

/// A head of face width 1000 about (0, 0), which is the middle between the
/// eyes; lengths in thousandths of the face's width.
struct Head {
    /// Hair top above the eyes.
    crown: f64,
    /// Chin below the eyes.
    chin: f64,
}

const USUAL: Head = Head {
    crown: 780.0,
    chin: 820.0,
};

impl Head {
    fn marks(&self) -> HeadMarks {
        HeadMarks {
            crown: Point::new(0.0, -self.crown),
            chin: Point::new(0.0, self.chin),
            left_eye: Point::new(-220.0, 0.0),
            right_eye: Point::new(220.0, 0.0),
            left_ear_root: Point::new(-500.0, 60.0),
            right_ear_root: Point::new(500.0, 60.0),
            left_side: Point::new(-560.0, 60.0),
            right_side: Point::new(560.0, 60.0),
        }
    }
}

/// Solves and prints what each constraint reads, those that gave with by how much.
fn held(document: &str, head: &Head, reach: Reach) -> String {
    solve(&spec(document), &head.marks(), reach)
        .held
        .iter()
        .map(|h| {
            let gave = if h.gave_px > 0.0 {
                format!(" gave {:.0}", h.gave_px)
            } else {
                String::new()
            };
            // Adding 0 turns −0 into 0.
            format!("{} {:.0}{gave}", h.measure.key(), h.px.round() + 0.0)
        })
        .collect::<Vec<_>>()
        .join(", ")
}

#[track_caller]
fn check(document: &str, head: Head, expected: &str) {
    assert_eq!(held(document, &head, OPEN), expected, "{document}");
}

#[test]
fn what_has_to_give_gives_in_the_order_of_priority() {
    // A usual head: everything holds.
    check(
        "身份证",
        USUAL,
        "eyes-from-bottom 265, face-width 207, crown-margin 14, face-centre 0",
    );
    // Hair piled up: the face becomes as small as allowed, then hair is cut; the eye rule holds.
    check(
        "身份证",
        Head {
            crown: 1_300.0,
            ..USUAL
        },
        "eyes-from-bottom 207, face-width 193, crown-margin -17 gave 24, face-centre 0",
    );
    // Somewhat high hair: the face's width gives way inside its range.
    check(
        "身份证",
        Head {
            crown: 1_100.0,
            ..USUAL
        },
        "eyes-from-bottom 207, face-width 201, crown-margin 13, face-centre 0",
    );
}

#[test]
fn a_picture_that_ends_early_uses_the_room_the_ranges_leave() {
    // 1.35 face widths of picture below the eyes are more than the photo needs at 207 px.
    let enough = Reach {
        bottom: 1_350.0,
        ..OPEN
    };
    let free = held("身份证", &USUAL, OPEN);
    assert_eq!(held("身份证", &USUAL, enough), free);
    // 1.22 are too few at 207 px, but not at a slightly larger face and smaller margin.
    let short = solve(
        &spec("身份证"),
        &USUAL.marks(),
        Reach {
            bottom: 1_220.0,
            ..OPEN
        },
    );
    assert!(
        short.held.iter().all(|h| h.gave_px == 0.0),
        "{:?}",
        short.held
    );
    let end = short.map.apply(Point::new(0.0, 1_220.0)).y;
    assert!(end >= 441.0 - 1e-3, "the picture ends at {end:.1} of 441");
    // 0.9 are too few for any frame: the ranges hold, the strip stays and is said elsewhere.
    let cut = solve(
        &spec("身份证"),
        &USUAL.marks(),
        Reach {
            bottom: 900.0,
            ..OPEN
        },
    );
    assert!(cut.held.iter().all(|h| h.gave_px == 0.0), "{:?}", cut.held);
}

#[test]
fn every_document_holds_for_some_usual_head() {
    let catalogue = Catalogue::embedded().unwrap();
    for document in catalogue.documents() {
        let spec = catalogue.specification(document, None);
        let fits = (70..=85).any(|crown| {
            let head = Head {
                crown: f64::from(crown) * 10.0,
                ..USUAL
            };
            solve(&spec, &head.marks(), OPEN)
                .held
                .iter()
                .all(|h| h.gave_px == 0.0)
        });
        assert!(
            fits,
            "{}: {:?}",
            document.id,
            solve(&spec, &USUAL.marks(), OPEN).held
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_photo_does_not_depend_on_where_the_head_was(
        scale in 0.05..5.0_f64, roll in -0.6..0.6_f64, x in -3000.0..3000.0_f64,
        y in -3000.0..3000.0_f64, crown in 650.0..1400.0_f64, chin in 700.0..950.0_f64,
    ) {
        let spec = &ID_CARD;
        let marks = Head { crown, chin }.marks();
        let moved = Affine::scaling(scale)
            .then(&Affine::rotation(roll))
            .then(&Affine::translation(x, y));
        let (still, turned) = (solve(spec, &marks, OPEN), solve(spec, &marks.mapped(&moved), OPEN));
        for (a, b) in still.held.iter().zip(&turned.held) {
            prop_assert!((a.px - b.px).abs() < 0.05, "{a:?} {b:?}");
        }
        let placed = marks.mapped(&moved).mapped(&turned.map);
        prop_assert!(placed.roll().abs() < 1e-6);
        prop_assert!((turned.map.scale() - turned.scale).abs() < 1e-9);
    }

    #[test]
    fn nothing_gives_before_what_comes_after_it_has(
        crown in 500.0..1800.0_f64, chin in 600.0..1100.0_f64,
    ) {
        let frame = solve(&ID_CARD, &Head { crown, chin }.marks(), OPEN);
        let gave = |m: Measure| frame.held.iter().find(|h| h.measure == m).unwrap().gave_px;
        prop_assert_eq!(gave(Measure::EyesFromBottom), 0.0);
        prop_assert_eq!(gave(Measure::FaceWidth), 0.0);
    }
}
