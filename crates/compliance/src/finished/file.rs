//! The encoded file: its sides, its density, its size.

use catalogue::{Bounds, PhotoSpec, Unit};

use crate::limits::against;
use crate::{FileFacts, Finding, Group, Measured, WhyNot};

/// Bytes of a kilobyte, as the catalogue counts.
const KB: f64 = 1024.0;

/// `dimensions` (px that the worse side is off), `density` (pixels an inch)
/// and `file-bytes` (kb); not measured while there is no file.
pub(super) fn findings(spec: &PhotoSpec, file: Option<FileFacts>) -> Vec<Finding> {
    let file = file.ok_or(WhyNot::NoFile);
    let asked = &spec.file;
    let dpi = f64::from(spec.dpi.0);
    let off = |file: FileFacts| {
        let (width, height) = file.size;
        let side = |is: u32, asked: u32| f64::from(is.abs_diff(asked));
        side(width, spec.width_px).max(side(height, spec.height_px))
    };
    let rows = [
        ("dimensions", file.map(off), Unit::Px, (None, Some(0.0))),
        (
            "density",
            file.map(|file| f64::from(file.dpi)),
            Unit::Dpi,
            (Some(dpi), Some(dpi)),
        ),
        (
            "file-bytes",
            file.map(|file| file.bytes as f64 / KB),
            Unit::Kb,
            (
                (asked.min_bytes > 0).then_some(asked.min_bytes as f64 / KB),
                Some(asked.max_bytes as f64 / KB),
            ),
        ),
    ];
    rows.into_iter()
        .map(|(id, value, unit, (min, max))| {
            let range = Bounds { min, max };
            against(
                Measured::new(Group::Finished, id, value),
                unit,
                range,
                Some(range),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use catalogue::Catalogue;

    use super::*;
    use crate::Verdict;

    const RIGHT: FileFacts = FileFacts {
        bytes: 18 * 1024,
        dpi: 350,
        size: (358, 441),
    };

    #[track_caller]
    fn check(file: Option<FileFacts>, expected: [Verdict; 3]) {
        let catalogue = Catalogue::embedded().unwrap();
        let document = catalogue.document("resident-id-card").unwrap();
        let spec = catalogue.specification(document, None);
        let verdicts: Vec<Verdict> = findings(&spec, file).iter().map(|f| f.verdict).collect();
        assert_eq!(verdicts, expected, "{file:?}");
    }

    #[test]
    fn sides_density_and_size_are_the_documents() {
        use Verdict::{Fail, NotMeasured, Pass};
        check(None, [NotMeasured; 3]);
        check(Some(RIGHT), [Pass; 3]);
        let larger = FileFacts {
            size: (358, 442),
            ..RIGHT
        };
        check(Some(larger), [Fail, Pass, Pass]);
        check(Some(FileFacts { dpi: 300, ..RIGHT }), [Pass, Fail, Pass]);
        check(
            Some(FileFacts {
                bytes: 31 * 1024,
                ..RIGHT
            }),
            [Pass, Pass, Fail],
        );
        check(
            Some(FileFacts {
                bytes: 9 * 1024,
                ..RIGHT
            }),
            [Pass, Pass, Fail],
        );
    }
}
