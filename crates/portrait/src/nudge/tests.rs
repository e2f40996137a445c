//! What a nudge is granted on heads that are only marks.

use std::sync::LazyLock;

use catalogue::{Catalogue, Measure};
use proptest::prelude::*;

use super::*;
use crate::geometry::{ConstraintFit, Reach, solve};

static DOCUMENTS: LazyLock<Vec<PhotoSpec>> = LazyLock::new(|| {
    let catalogue = Catalogue::embedded().unwrap();
    let documents = catalogue.documents().iter();
    documents
        .map(|d| catalogue.specification(d, None))
        .collect()
});

fn id_card() -> PhotoSpec {
    let catalogue = Catalogue::embedded().unwrap();
    catalogue.specification(catalogue.document("身份证").unwrap(), None)
}

/// A head of face width 1000 about the middle between the eyes, hair `crown`
/// above it and the chin `chin` below.
fn head(crown: f64, chin: f64) -> HeadMarks {
    let at = Point::new;
    HeadMarks {
        crown: at(0.0, -crown),
        chin: at(0.0, chin),
        left_eye: at(-220.0, 0.0),
        right_eye: at(220.0, 0.0),
        left_ear_root: at(-500.0, 60.0),
        right_ear_root: at(500.0, 60.0),
        left_side: at(-560.0, 60.0),
        right_side: at(560.0, 60.0),
    }
}

fn solved(spec: &PhotoSpec, marks: &HeadMarks) -> Frame {
    let anywhere = Reach {
        left: f64::NEG_INFINITY,
        right: f64::INFINITY,
        bottom: f64::INFINITY,
    };
    solve(spec, marks, anywhere)
}

fn nudge(right: f64, down: f64, scale: f64) -> Nudge {
    Nudge {
        right: Px(right),
        down: Px(down),
        scale,
    }
}

/// Asks the identity card's frame of a usual head for `wanted`; expects what is
/// granted, to a tenth of a pixel and a thousandth of size.
#[track_caller]
fn check(wanted: Nudge, right: f64, down: f64, scale: f64) {
    let spec = id_card();
    let marks = head(780.0, 820.0);
    let Nudged { applied, frame } = nudged(&spec, &marks, solved(&spec, &marks), wanted);
    let off = [
        (applied.right.0 - right).abs() < 0.05,
        (applied.down.0 - down).abs() < 0.05,
        (applied.scale - scale).abs() < 5e-4,
    ];
    assert_eq!(off, [true; 3], "{wanted:?} was granted as {applied:?}");
    assert!(frame.held.iter().all(|h| h.gave_px == 0.0));
}

#[test]
fn ranges_hold_what_is_granted() {
    // Face 207 px of 193–221, hair 13.6 px of 7–21 below the edge.
    check(Nudge::NONE, 0.0, 0.0, 1.0);
    check(nudge(0.0, 3.0, 1.0), 0.0, 3.0, 1.0);
    check(nudge(0.0, -4.0, 1.0), 0.0, -4.0, 1.0);
    check(nudge(0.0, 0.0, 1.02), 0.0, 0.0, 1.02);
    // What is not a number asks for nothing.
    check(nudge(f64::NAN, 2.0, f64::INFINITY), 0.0, 2.0, 1.0);
}

/// Asks for far too much; expects `measure` at the end of its range.
#[track_caller]
fn ends_at(wanted: Nudge, measure: Measure, end: fn(&ConstraintFit) -> Option<f64>) {
    let spec = id_card();
    let marks = head(780.0, 820.0);
    let moved = nudged(&spec, &marks, solved(&spec, &marks), wanted);
    let held = moved.frame.held.iter().find(|h| h.measure == measure);
    let held = held.unwrap();
    let end = end(held).unwrap();
    assert!((held.px - end).abs() < 1e-6, "{wanted:?}: {held:?}");
}

#[test]
fn too_much_ends_where_the_range_ends() {
    use Measure as M;
    ends_at(nudge(0.0, 500.0, 1.0), M::CrownMargin, |h| h.max_px);
    ends_at(nudge(0.0, -500.0, 1.0), M::CrownMargin, |h| h.min_px);
    ends_at(nudge(500.0, 0.0, 1.0), M::FaceCentre, |h| h.max_px);
    ends_at(nudge(-500.0, 0.0, 1.0), M::FaceCentre, |h| h.min_px);
    ends_at(nudge(0.0, 0.0, 9.0), M::FaceWidth, |h| h.max_px);
    ends_at(nudge(0.0, 0.0, 0.0), M::FaceWidth, |h| h.min_px);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn measures_follow_a_nudge(
        document in 0_usize..100, crown in 600.0..1400.0_f64,
        right in -20.0..20.0_f64, down in -20.0..20.0_f64, scale in 0.8..1.2_f64,
    ) {
        let spec = &DOCUMENTS[document % DOCUMENTS.len()];
        let marks = head(crown, 820.0);
        let frame = solved(spec, &marks);
        let eyes = marks.mapped(&frame.map).eye_middle();
        let size = (f64::from(spec.width_px), f64::from(spec.height_px));
        let moved = nudged(spec, &marks, frame.clone(), nudge(right, down, scale));
        for (before, after) in frame.held.iter().zip(&moved.frame.held) {
            let follows = follow(before, eyes, size, &Nudge::NONE);
            prop_assert!((follows.after(&Nudge::NONE) - before.px).abs() < 1e-9);
            let reads = follows.after(&moved.applied);
            prop_assert!((reads - after.px).abs() < 1e-6, "{follows:?} {after:?}");
            // Read off the moved photo, the same is granted.
            let eyes = marks.mapped(&moved.frame.map).eye_middle();
            let again = follow(after, eyes, size, &moved.applied);
            let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
                (Some(a), Some(b)) => (a - b).abs() < 1e-6,
                (a, b) => a == b,
            };
            prop_assert!(near(follows.least_px, again.least_px), "{follows:?} {again:?}");
            prop_assert!(near(follows.most_px, again.most_px), "{follows:?} {again:?}");
        }
    }

    #[test]
    fn no_rule_gives_more_than_it_did(
        document in 0_usize..100, crown in 600.0..1400.0_f64, chin in 700.0..950.0_f64,
        right in -200.0..200.0_f64, down in -200.0..200.0_f64, scale in 0.3..3.0_f64,
    ) {
        let spec = &DOCUMENTS[document % DOCUMENTS.len()];
        let marks = head(crown, chin);
        let frame = solved(spec, &marks);
        let moved = nudged(spec, &marks, frame.clone(), nudge(right, down, scale));
        for (before, after) in frame.held.iter().zip(&moved.frame.held) {
            prop_assert!(after.gave_px <= before.gave_px + 1e-6, "{before:?} {after:?}");
        }
        // The frame moved by what is said to be granted, and by nothing else.
        let eyes = |frame: &Frame| frame.map.apply(marks.eye_middle());
        let (from, to) = (eyes(&frame), eyes(&moved.frame));
        prop_assert!((to.x - from.x - moved.applied.right.0).abs() < 1e-6);
        prop_assert!((to.y - from.y - moved.applied.down.0).abs() < 1e-6);
        prop_assert!((moved.frame.scale / frame.scale - moved.applied.scale).abs() < 1e-9);
        prop_assert!((moved.frame.map.scale() - moved.frame.scale).abs() < 1e-9);
        // What was granted once is granted again, whole.
        let again = nudged(spec, &marks, frame, moved.applied).applied;
        prop_assert!((again.right.0 - moved.applied.right.0).abs() < 1e-6);
        prop_assert!((again.down.0 - moved.applied.down.0).abs() < 1e-6);
        prop_assert!((again.scale - moved.applied.scale).abs() < 1e-9);
    }

    #[test]
    fn a_shift_alone_goes_no_farther_than_asked(
        document in 0_usize..100, right in -200.0..200.0_f64, down in -200.0..200.0_f64,
    ) {
        let spec = &DOCUMENTS[document % DOCUMENTS.len()];
        let marks = head(780.0, 820.0);
        let granted = nudged(spec, &marks, solved(spec, &marks), nudge(right, down, 1.0)).applied;
        prop_assert_eq!(granted.scale, 1.0);
        for (granted, asked) in [(granted.right.0, right), (granted.down.0, down)] {
            let (least, most) = (asked.min(0.0) - 1e-6, asked.max(0.0) + 1e-6);
            prop_assert!(least <= granted && granted <= most, "{granted} of {asked}");
        }
    }

    #[test]
    fn no_nudge_is_the_solved_frame(crown in 600.0..1400.0_f64, chin in 700.0..950.0_f64) {
        let spec = &DOCUMENTS[0];
        let marks = head(crown, chin);
        let frame = solved(spec, &marks);
        let same = nudged(spec, &marks, frame.clone(), Nudge::NONE);
        prop_assert_eq!(same, Nudged { frame, applied: Nudge::NONE });
    }
}
