//! The specification of a photo on paper.

use catalogue::{Constraint, Dpi, FileWindow, PhotoSpec, Px};

/// The specification of the paper photo at `dpi`: the print's own crop where
/// the document has one, else the digital photo's.
#[must_use]
pub fn print_spec(spec: &PhotoSpec, dpi: Dpi) -> PhotoSpec {
    let (width_mm, height_mm, own_dpi, constraints) = match &spec.print {
        Some(print) => (
            print.width_mm,
            print.height_mm,
            print.dpi,
            &print.constraints,
        ),
        None => (spec.width_mm, spec.height_mm, spec.dpi, &spec.constraints),
    };
    let factor = f64::from(dpi.0) / f64::from(own_dpi.0);
    let scaled = |px: Px| Px(px.0 * factor);
    let constraints = constraints.iter().map(|c| Constraint {
        min: c.min.map(scaled),
        max: c.max.map(scaled),
        target: scaled(c.target),
        ..c.clone()
    });
    PhotoSpec {
        width_px: width_mm.to_px(dpi).0.round() as u32,
        height_px: height_mm.to_px(dpi).0.round() as u32,
        dpi,
        width_mm,
        height_mm,
        constraints: constraints.collect(),
        // A print is handed over on paper; its file has no window.
        file: FileWindow {
            min_bytes: 0,
            max_bytes: usize::MAX,
            ..spec.file.clone()
        },
        print: None,
        ..spec.clone()
    }
}
