//! The finished photo against its specification.
//!
//! Takes a [`Sample`] with the composed photo; gives one finding a rule of
//! geometry, one a way a picture can fall short, and those of background and
//! file. That the face is the picture's own is no finding: nobody who hands a
//! picture in can do anything about it, so it is the engine's promise, and the
//! tests of `portrait` hold it. What the specification names as a number is the limit
//! itself; the rest is held against the catalogue's checks.

mod background;
mod cut_out;
mod file;
mod geometry;
mod shortfalls;

use crate::limits::held;
use crate::{Finding, Sample};

/// One finding a rule of the specification, and those of the file.
pub(crate) fn findings(sample: &Sample<'_>) -> Vec<Finding> {
    let checked = [
        background::colour(sample),
        background::evenness(sample),
        cut_out::cut_out(sample),
        cut_out::smear(sample),
    ];
    let checks = &sample.evidence.spec.checks;
    let mut findings = geometry::findings(&sample.evidence);
    findings.extend(shortfalls::findings(&sample.evidence.photo.shortfalls));
    findings.extend(checked.into_iter().filter_map(|value| held(checks, value)));
    findings.extend(file::findings(sample.evidence.spec, sample.evidence.file));
    findings
}
