//! What was measured on a photo, as lines to draw over it and in words. Coordinates are
//! pixels of the picture drawn over.

use portrait::{Band, RulerLine, Rulers};
use usecases::AttemptReport;

use crate::Speech;

/// A measured line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct MeasuredLine {
    pub(crate) from: [f64; 2],
    pub(crate) to: [f64; 2],
    /// Whether its range is held.
    pub(crate) is_held: bool,
}

/// The range allowed for a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct AllowedBand {
    pub(crate) corner: [f64; 2],
    pub(crate) size: [f64; 2],
}

/// A measure and its range, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Measure {
    pub(crate) text: String,
    pub(crate) is_held: bool,
}

/// The measured lines and their allowed ranges.
pub(crate) fn drawn(rulers: &Rulers) -> (Vec<AllowedBand>, Vec<MeasuredLine>) {
    let [width, height] = rulers.size_px.map(f64::from);
    let bands = rulers.measures.iter().flat_map(|ruler| &ruler.bands);
    let bands = bands.map(|band| match *band {
        Band::Level { from, to } => AllowedBand {
            corner: [0.0, from],
            size: [width, to - from],
        },
        Band::Upright { from, to } => AllowedBand {
            corner: [from, 0.0],
            size: [to - from, height],
        },
    });
    let lines = rulers.measures.iter().flat_map(|ruler| {
        let is_held = ruler.held;
        ruler.lines.iter().map(move |line| match *line {
            RulerLine::Level { y, from, to } => MeasuredLine {
                from: [from, y],
                to: [to, y],
                is_held,
            },
            RulerLine::Upright { x, from, to } => MeasuredLine {
                from: [x, from],
                to: [x, to],
                is_held,
            },
        })
    });
    (bands.collect(), lines.collect())
}

/// The measures in words, the one held first coming first.
pub(crate) fn measures(s: Speech, report: &AttemptReport) -> Vec<Measure> {
    let rulers = report.rulers.iter().flat_map(|rulers| &rulers.measures);
    let measures = rulers.map(|ruler| {
        let fit = &ruler.measure;
        Measure {
            text: s
                .with("name", s.say(&format!("measure-{}", fit.measure.key())))
                .with("value", studio::short(fit.px))
                .with("range", studio::range(fit.min_px, fit.max_px))
                .say("application-measure"),
            is_held: ruler.held,
        }
    });
    measures.collect()
}

/// Width and height of the upright picture on which an applicant is shown the places of
/// findings. `None` without a photo: the upright size is uncertain then, and a wrong place
/// would be worse than none.
pub(crate) fn placed_on(report: &AttemptReport) -> Option<[u32; 2]> {
    report.provenance.as_ref().map(|made| made.upright_px)
}
