//! A report as it is stored: the places that its findings are drawn at stand once, beside it.
//!
//! Several findings are about one place, and each has it on the picture and on the photo. A
//! place is a line of differences in tenths of a pixel, which is how finely `studio` gives
//! them, so that they read back as they were.

use serde::{Deserialize, Serialize};

use crate::attempt_report::AttemptReport;

/// A closed polygon, in pixels.
type Polygon = Vec<[f64; 2]>;

/// The same: x and y of the first corner, then how far each next one is from the one before,
/// in tenths of a pixel.
type Line = Vec<i64>;

/// A report and the places of its findings.
#[derive(Serialize, Deserialize)]
pub(crate) struct StoredReport {
    report: AttemptReport,
    places: Vec<Line>,
    /// For each finding its places on the picture and on the photo, by number.
    drawn: Vec<[Vec<usize>; 2]>,
}

impl StoredReport {
    /// The report with its places apart.
    pub(crate) fn of(mut report: AttemptReport) -> Self {
        let (mut places, mut drawn) = (Vec::new(), Vec::new());
        for finding in report.findings.iter_mut().flat_map(|all| &mut all.findings) {
            let mut apart = |polygons: &mut Vec<Polygon>| -> Vec<usize> {
                let lines = std::mem::take(polygons).into_iter().map(|one| line(&one));
                lines.map(|line| number(&mut places, line)).collect()
            };
            drawn.push([
                apart(&mut finding.regions),
                apart(&mut finding.regions_on_photo),
            ]);
        }
        Self {
            report,
            places,
            drawn,
        }
    }

    /// The whole report; `None` if it names a place that is not there.
    pub(crate) fn whole(self) -> Option<AttemptReport> {
        let Self {
            mut report,
            places,
            drawn,
        } = self;
        let findings = report.findings.iter_mut().flat_map(|all| &mut all.findings);
        for (finding, [on_picture, on_photo]) in findings.zip(drawn) {
            let whole = |numbers: Vec<usize>| -> Option<Vec<Polygon>> {
                let lines = numbers.into_iter().map(|number| places.get(number));
                lines.map(|line| line.map(|line| polygon(line))).collect()
            };
            finding.regions = whole(on_picture)?;
            finding.regions_on_photo = whole(on_photo)?;
        }
        Some(report)
    }
}

/// The number of a place, which is added if it is new: there are some dozens.
fn number(places: &mut Vec<Line>, line: Line) -> usize {
    let known = places.iter().position(|known| *known == line);
    known.unwrap_or_else(|| {
        places.push(line);
        places.len() - 1
    })
}

fn line(polygon: &[[f64; 2]]) -> Line {
    let tenths = |length: f64| (length * 10.0).round() as i64;
    let (mut x, mut y) = (0, 0);
    let mut line = Vec::with_capacity(2 * polygon.len());
    for [to_x, to_y] in polygon.iter().map(|corner| corner.map(tenths)) {
        line.extend([to_x - x, to_y - y]);
        (x, y) = (to_x, to_y);
    }
    line
}

fn polygon(line: &[i64]) -> Polygon {
    let (mut x, mut y) = (0_i64, 0_i64);
    let corners = line.as_chunks::<2>().0.iter().map(|[by_x, by_y]| {
        // Saturating: what is stored may be anything.
        (x, y) = (x.saturating_add(*by_x), y.saturating_add(*by_y));
        [x, y].map(|tenths| tenths as f64 / 10.0)
    });
    corners.collect()
}

#[cfg(test)]
mod tests {
    use studio::{Findings, WordedFinding};

    use super::*;

    fn report(drawn: &[(&[Polygon], &[Polygon])]) -> AttemptReport {
        let finding = |(on_picture, on_photo): &(&[Polygon], &[Polygon])| WordedFinding {
            id: "pose".to_owned(),
            group: None,
            verdict: compliance::Verdict::Pass,
            value: None,
            unit: None,
            limit: None,
            not_measured: None,
            name: None,
            wrong: None,
            reason: None,
            remedy: None,
            regions: on_picture.to_vec(),
            regions_on_photo: on_photo.to_vec(),
        };
        AttemptReport {
            findings: Some(Findings {
                verdict: compliance::Verdict::Pass,
                findings: drawn.iter().map(finding).collect(),
            }),
            ..AttemptReport::default()
        }
    }

    #[test]
    fn places_stand_once_and_read_back() {
        let face = vec![[3021.3, 0.1], [3021.4, 99.9], [-0.7, 5.0]];
        let eye = vec![[0.0, 0.3]];
        let (face, eye) = (&[face][..], &[eye][..]);
        let both = [face, eye].concat();
        for (drawn, count) in [
            (&[][..], 0),
            (&[(&[][..], &[][..])], 0),
            (&[(face, eye)], 2),
            (&[(face, eye), (face, eye), (&both, eye), (&[], face)], 2),
        ] {
            let report = report(drawn);
            let stored = StoredReport::of(report.clone());
            assert_eq!(stored.places.len(), count);
            let read = stored.whole().expect("its places are there");
            assert_eq!(read.findings, report.findings);
        }
    }

    #[test]
    fn a_place_that_is_not_there_is_an_error() {
        let mut stored = StoredReport::of(report(&[(&[vec![[1.0, 2.0]]], &[])]));
        stored.places.clear();
        assert!(stored.whole().is_none());
    }
}
