//! A real picture through the studio, and what is kept of it.

#![expect(clippy::unwrap_used, reason = "helpers of a test panic like it")]

use std::sync::LazyLock;

use catalogue::{Catalogue, PhotoSpec, Px};
use compliance::Verdict;
use imaging::Limits;
use messages::Locale;
use portrait::{Nudge, Provenance, Rulers, provenance, rulers};
use serde::Serialize;
use serde::de::DeserializeOwned;
use studio::{
    Attempt, Extras, Failure, Findings, Form, Lacking, Request, Stopwatch, Wrong, line, photograph,
};
use vision::RtenEngine;

static SPEC: LazyLock<PhotoSpec> = LazyLock::new(|| {
    let catalogue = Catalogue::embedded().unwrap();
    catalogue.specification(catalogue.document("身份证").unwrap(), None)
});

/// NASA portrait, public domain: too few pixels for the photo.
const ASTRONAUT: &[u8] = include_bytes!("../../../assets/pictures/astronaut.png");

fn made(bytes: &[u8], lacking: Lacking, nudge: Nudge) -> Attempt {
    let request = Request {
        spec: SPEC.clone(),
        limits: Limits::default(),
        form: Form::Jpeg(SPEC.background.rgb),
        lacking,
        extras: Extras::default(),
        edit: nudge.into(),
    };
    photograph(&RtenEngine::new(), bytes, &request, &mut Stopwatch::start())
}

fn stored<T: Serialize + DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

#[test]
fn what_a_picture_lacks_is_kept_with_its_words() {
    let refused = made(ASTRONAUT, Lacking::Refuse, Nudge::NONE);
    assert!(refused.file.is_none() && !refused.usable());
    assert_eq!(
        refused.failure.as_ref().map(Failure::code),
        Some("too-few-pixels")
    );
    let wrongs = refused.wrongs();
    let read: Vec<Wrong> = stored(&wrongs);
    assert_eq!(read, wrongs);
    let [wrong] = &read[..] else {
        panic!("{read:?}");
    };
    assert_eq!(wrong.code, "too-few-pixels");
    assert_ne!(wrong.words(Locale::Zh), wrong.words(Locale::En));
    assert!(Locale::ALL.iter().all(|l| wrong.words(*l).remedy.is_some()));

    // A draft lacks the same, and is no photo to be handed in.
    let draft = made(ASTRONAUT, Lacking::Draft, Nudge::NONE);
    assert!(draft.file.is_some() && !draft.usable());
    assert_eq!(draft.wrongs(), wrongs);
}

#[test]
fn findings_and_lines_are_kept_as_they_were() {
    let draft = made(ASTRONAUT, Lacking::Draft, Nudge::NONE);
    let found = draft.findings().unwrap();
    let read: Findings = stored(&found);
    assert_eq!(read, found);
    assert_eq!(read.verdict, Verdict::Fail);
    let report = draft.compliance.as_ref().unwrap();
    for (finding, entry) in report.findings.iter().zip(&read.findings) {
        assert_eq!(entry.line(Locale::En), line(finding, Locale::En));
    }
    let photo = draft.photo.as_ref().unwrap();
    let lines: Rulers = stored(&rulers(photo, &SPEC));
    assert!(lines.crown_y < lines.eyes_y && lines.eyes_y < lines.chin_y);
    assert!(lines.left_ear_root_x < lines.face_middle_x);
    assert_eq!(lines.measures.len(), SPEC.constraints.len());
    assert!(lines.measures.iter().all(|m| m.held && !m.lines.is_empty()));
    let kept: Provenance = stored(&provenance(photo, &SPEC));
    assert_eq!((kept.turn.as_str(), kept.nudge), ("none", Nudge::NONE));
}

#[test]
fn a_nudge_is_granted_and_kept() {
    let nudge = Nudge {
        down: Px(2.0),
        ..Nudge::NONE
    };
    let draft = made(ASTRONAUT, Lacking::Draft, nudge);
    let kept: Provenance = stored(&provenance(draft.photo.as_ref().unwrap(), &SPEC));
    assert_eq!(kept.nudge, nudge);
}

#[test]
fn what_is_no_picture_is_said() {
    let attempt = made(b"no picture", Lacking::Refuse, Nudge::NONE);
    assert!(attempt.source.is_none() && attempt.photo.is_none());
    let found = attempt.findings().unwrap();
    assert_eq!(found.verdict, Verdict::Fail);
    assert_eq!(found.findings[0].id, attempt.wrongs()[0].code);
}
