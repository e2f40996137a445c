//! The finished photo against its specification: geometry, background, file,
//! and that the face is the picture's own.

use catalogue::{Bounds, Unit};
use imaging::warp;
use portrait::{Held, Shortfall, TOLERANCE_PX};
use vision::points;

use crate::judge::{against, held};
use crate::{Finding, Group, Measured, Sample, WhyNot};

/// One finding a rule of the specification, and those of the file.
pub(crate) fn findings(sample: &Sample<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = sample
        .evidence
        .photo
        .frame
        .held
        .iter()
        .map(geometry)
        .collect();
    findings.extend(shortfalls(sample));
    findings.extend(file(sample));
    let checks = &sample.evidence.spec.checks;
    findings.extend(
        [background(sample), face_altered(sample)]
            .into_iter()
            .filter_map(|measured| held(checks, measured)),
    );
    findings
}

fn of(id: &'static str, value: Result<f64, WhyNot>) -> Measured {
    Measured::new(Group::Finished, id, value)
}

/// A rule of geometry. One that gave way to a rule held before it is the
/// specification's own choice: told, but no failure.
fn geometry(held: &Held) -> Finding {
    let bounds = Bounds {
        min: held.min_px.map(|px| px - TOLERANCE_PX),
        max: held.max_px.map(|px| px + TOLERANCE_PX),
    };
    let first = held.priority == 1;
    let measured = of(geometry_id(held), Ok(held.px));
    against(measured, Unit::Px, bounds, first.then_some(bounds))
}

fn geometry_id(held: &Held) -> &'static str {
    use catalogue::Measure as M;
    match held.measure {
        M::FaceWidth => "geometry-face-width",
        M::HeadWidth => "geometry-head-width",
        M::HeadHeight => "geometry-head-height",
        M::CrownMargin => "geometry-crown-margin",
        M::EyesFromBottom => "geometry-eyes-from-bottom",
        M::EyesFromTop => "geometry-eyes-from-top",
        M::EyeMidX => "geometry-eye-mid-x",
        M::FaceCentre => "geometry-face-centre",
        M::InterEye => "geometry-inter-eye",
        M::ChinToBottom => "geometry-chin-to-bottom",
    }
}

/// What the picture lacked, each 0 where it did not.
fn shortfalls(sample: &Sample<'_>) -> [Finding; 4] {
    let mut enlargement = 0.0;
    let (mut head, mut below, mut beside) = (0.0, 0.0, 0.0);
    for shortfall in &sample.evidence.photo.shortfalls {
        match shortfall {
            Shortfall::TooFewPixels {
                enlargement: by, ..
            } => enlargement = *by,
            Shortfall::HeadCut => head = 1.0,
            Shortfall::EndsTooEarly { missing_px } => below = *missing_px,
            Shortfall::ShoulderCut { missing_px, .. } => beside = f64::max(beside, *missing_px),
        }
    }
    let none = Bounds {
        min: None,
        max: Some(0.0),
    };
    [
        ("too-few-pixels", enlargement, Unit::Number),
        ("head-cut", head, Unit::Number),
        ("ends-too-early", below, Unit::Px),
        ("shoulder-cut", beside, Unit::Px),
    ]
    .map(|(id, value, unit)| against(of(id, Ok(value)), unit, none, Some(none)))
}

/// Sides, density and size of the file.
fn file(sample: &Sample<'_>) -> [Finding; 3] {
    let spec = sample.evidence.spec;
    let facts = sample.evidence.file.ok_or(WhyNot::NoFile);
    let exactly = |value: f64| Bounds {
        min: Some(value),
        max: Some(value),
    };
    let kb = |bytes: usize| bytes as f64 / 1024.0;
    let off = facts.map(|f| {
        let across = f.size.0.abs_diff(spec.width_px);
        f64::from(across.max(f.size.1.abs_diff(spec.height_px)))
    });
    let window = Bounds {
        min: Some(kb(spec.file.min_bytes)),
        max: Some(kb(spec.file.max_bytes)),
    };
    [
        ("dimensions", off, Unit::Px, exactly(0.0)),
        (
            "density",
            facts.map(|f| f64::from(f.dpi)),
            Unit::Dpi,
            exactly(f64::from(spec.dpi.0)),
        ),
        ("file-size", facts.map(|f| kb(f.bytes)), Unit::Kb, window),
    ]
    .map(|(id, value, unit, bounds)| against(of(id, value), unit, bounds, Some(bounds)))
}

/// The largest difference from the document's background, in levels, where
/// the photo has no person.
fn background(sample: &Sample<'_>) -> Measured {
    let evidence = &sample.evidence;
    let alpha = evidence.photo.cut_out.alpha();
    let wanted = evidence.spec.background.rgb;
    let (pixels, _) = evidence.composed.data().as_chunks::<3>();
    let most = pixels
        .iter()
        .zip(alpha.data())
        .filter(|(_, alpha)| **alpha <= 0.0)
        .flat_map(|(pixel, _)| pixel.iter().zip(wanted).map(|(a, b)| a.abs_diff(b)))
        .max();
    of(
        "background-colour",
        most.map(f64::from).ok_or(WhyNot::Hidden),
    )
}

/// The oval shrunk to this is face and nothing else.
const INNER_FACE: f64 = 0.9;

/// Mean difference, in levels, between the photo and the picture laid into the
/// same frame by another way of resampling, inside the face.
fn face_altered(sample: &Sample<'_>) -> Measured {
    let evidence = &sample.evidence;
    let (photo, map) = (evidence.composed, evidence.photo.frame.map);
    let plain = warp(&evidence.photo.upright, &map, photo.width(), photo.height());
    let oval: Vec<_> = evidence
        .photo
        .face
        .landmarks
        .pick(&points::FACE_OVAL)
        .map(|p| map.apply(p))
        .collect();
    let n = oval.len().max(1) as f64;
    let (x, y) = oval
        .iter()
        .fold((0.0, 0.0), |s, p| (s.0 + p.x / n, s.1 + p.y / n));
    let (mut sum, mut count) = (0.0, 0.0);
    let (rx, ry) = oval.iter().fold((0.0_f64, 0.0_f64), |r, p| {
        (r.0.max((p.x - x).abs()), r.1.max((p.y - y).abs()))
    });
    for row in 0..photo.height() {
        for column in 0..photo.width() {
            let (dx, dy) = (f64::from(column) + 0.5 - x, f64::from(row) + 0.5 - y);
            let (ex, ey) = (
                dx / (INNER_FACE * rx).max(1.0),
                dy / (INNER_FACE * ry).max(1.0),
            );
            if ex * ex + ey * ey > 1.0 || plain.inside.at(column, row) < 1.0 {
                continue;
            }
            for (a, b) in photo
                .pixel(column, row)
                .iter()
                .zip(plain.image.pixel(column, row))
            {
                sum += f64::from(a.abs_diff(b));
                count += 1.0;
            }
        }
    }
    let value = if count > 0.0 {
        Ok(sum / count)
    } else {
        Err(WhyNot::OutOfPicture)
    };
    of("face-altered", value)
}
