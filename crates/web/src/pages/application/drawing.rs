//! Pictures with an SVG overlay: places of findings, measured lines.
//! Coordinates are pixels of the picture, so that the overlay fits at any size.

use studio::WordedFinding;
use usecases::AttemptReport;

use crate::measured::{AllowedBand, MeasuredLine};

/// A picture and its overlay; a template's `shot`.
pub(crate) struct Shot {
    pub(crate) src: String,
    pub(crate) alt: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) places: Vec<Place>,
    pub(crate) bands: Vec<AllowedBand>,
    pub(crate) lines: Vec<MeasuredLine>,
}

/// The place of a finding.
pub(crate) struct Place {
    /// SVG points: `x,y x,y …`.
    pub(crate) points: String,
    /// `fail`, `advise`, or `crop` where the photo lies.
    pub(crate) tone: &'static str,
}

/// The picture that the places refer to.
#[derive(Clone, Copy)]
pub(crate) enum Over {
    Picture,
    Photo,
}

/// The places of findings.
pub(crate) fn places<'a>(
    entries: impl Iterator<Item = &'a WordedFinding>,
    over: Over,
    tone: impl Fn(&WordedFinding) -> Option<&'static str>,
) -> Vec<Place> {
    let mut places = Vec::new();
    for entry in entries {
        let Some(tone) = tone(entry) else {
            continue;
        };
        let regions = match over {
            Over::Picture => &entry.regions,
            Over::Photo => &entry.regions_on_photo,
        };
        places.extend(regions.iter().map(|at| Place {
            points: corners(at),
            tone,
        }));
    }
    places
}

/// SVG points of these corners.
pub(crate) fn corners(at: &[[f64; 2]]) -> String {
    let pair = |[x, y]: &[f64; 2]| format!("{x},{y}");
    at.iter().map(pair).collect::<Vec<_>>().join(" ")
}

/// Width and height of the photo in pixels, if known.
pub(crate) fn photo_size(report: &AttemptReport) -> Option<(u32, u32)> {
    report.photo.map(|photo| (photo.width_px, photo.height_px))
}

/// Width and height of the upright uploaded picture in pixels: from the
/// provenance if there is a photo, else as stored.
pub(crate) fn picture_size(report: &AttemptReport) -> Option<(u32, u32)> {
    let upright = report.provenance.as_ref().map(|made| made.upright_px);
    let stored = report.picture.as_ref();
    upright
        .map(|[width, height]| (width, height))
        .or_else(|| stored.map(|picture| (picture.width_px, picture.height_px)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_as_svg_reads_them() {
        let check = |at: &[[f64; 2]], expected: &str| assert_eq!(corners(at), expected);
        check(&[], "");
        check(&[[1.0, 2.5]], "1,2.5");
        check(&[[0.0, -1.0], [10.5, 3.0]], "0,-1 10.5,3");
    }
}
