//! Several prints of one photo on a sheet of photographic paper.
//!
//! Takes the paper, the photo's size in millimetres and a density; gives where
//! the photos lie, and the sheet's picture with marks to cut by. Sizes on
//! paper are right when the sheet is printed at its own density, which the
//! file carries.

use catalogue::{Constraint, Dpi, FileWindow, Mm, PhotoSpec, Px};
use imaging::{Affine, RgbImage, warp};

/// A common paper size of print shops and home printers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Paper {
    /// 5 inch (3R): 89 × 127 mm.
    Inch5,
    /// 6 inch (4R): 102 × 152 mm.
    Inch6,
    /// A4: 210 × 297 mm.
    A4,
}

impl Paper {
    /// Short and long side, mm.
    #[must_use]
    pub const fn sides(self) -> (Mm, Mm) {
        match self {
            Self::Inch5 => (Mm(89.0), Mm(127.0)),
            Self::Inch6 => (Mm(102.0), Mm(152.0)),
            Self::A4 => (Mm(210.0), Mm(297.0)),
        }
    }

    /// The way the paper lies when both ways take as many photos.
    const fn usually_wide(self) -> bool {
        !matches!(self, Self::A4)
    }
}

/// The density print shops work at.
pub const PRINT_DPI: Dpi = Dpi(300);
/// Free paper along each edge: borderless printing loses up to this much.
const MARGIN: Mm = Mm(2.0);
/// Paper between photos, wide enough for a knife that is not quite straight.
const GAP: Mm = Mm(2.0);
/// Length of a cut mark, and its distance from the photo's corner.
const MARK: Mm = Mm(0.8);
const MARK_AWAY: Mm = Mm(0.15);
const MARK_COLOUR: [u8; 3] = [150, 150, 150];

/// Where the photos lie on a sheet. All lengths in pixels at `dpi`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Density of the sheet.
    pub dpi: Dpi,
    /// Width of the paper as it lies.
    pub width_px: u32,
    /// Height of the paper as it lies.
    pub height_px: u32,
    /// Width of one photo.
    pub photo_width_px: u32,
    /// Height of one photo.
    pub photo_height_px: u32,
    /// Upper left corners, row by row.
    pub places: Vec<(u32, u32)>,
    /// How many photos fit.
    pub room: usize,
}

/// Why there is no sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// Not one photo fits on the paper.
    #[error("the photo is larger than the paper")]
    PhotoTooLarge,
    /// More were asked for than fit; at least one must be.
    #[error("{asked} photos were asked for and 1 to {room} fit")]
    Count {
        /// How many were asked for.
        asked: usize,
        /// How many fit.
        room: usize,
    },
}

impl SheetError {
    /// Stable code, for programs and message files.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::PhotoTooLarge => "sheet-photo-too-large",
            Self::Count { .. } => "sheet-count",
        }
    }
}

/// Lays photos of `width` × `height` out on `paper`, turning the paper if more
/// fit that way; `count` of them, or as many as there is room for.
///
/// # Errors
/// [`SheetError`] when none fits, or not as many as asked for.
pub fn lay_out(
    paper: Paper,
    (width, height): (Mm, Mm),
    dpi: Dpi,
    count: Option<usize>,
) -> Result<Sheet, SheetError> {
    let (short, long) = paper.sides();
    let (usual, other) = if paper.usually_wide() {
        ((long, short), (short, long))
    } else {
        ((short, long), (long, short))
    };
    let grid = |(w, h): (Mm, Mm)| (fitting(w, width), fitting(h, height));
    let room = |side: (Mm, Mm)| grid(side).0 * grid(side).1;
    let side = if room(other) > room(usual) {
        other
    } else {
        usual
    };
    let ((columns, rows), room) = (grid(side), room(side));
    if room == 0 {
        return Err(SheetError::PhotoTooLarge);
    }
    let count = count.unwrap_or(room);
    if !(1..=room).contains(&count) {
        return Err(SheetError::Count { asked: count, room });
    }
    let px = |length: f64| Mm(length).to_px(dpi).0.round() as u32;
    // The corner of the block that stands in the middle of the paper.
    let start =
        |side: Mm, photo: Mm, n: usize| (side.0 - (photo.0 + GAP.0) * n as f64 + GAP.0) / 2.0;
    let (left, top) = (start(side.0, width, columns), start(side.1, height, rows));
    let places = (0..count).map(|i| {
        let (column, row) = ((i % columns) as f64, (i / columns) as f64);
        (
            px(left + column * (width.0 + GAP.0)),
            px(top + row * (height.0 + GAP.0)),
        )
    });
    Ok(Sheet {
        dpi,
        width_px: px(side.0.0),
        height_px: px(side.1.0),
        photo_width_px: px(width.0),
        photo_height_px: px(height.0),
        places: places.collect(),
        room,
    })
}

/// How many photos of `photo` fit along `side`.
fn fitting(side: Mm, photo: Mm) -> usize {
    // Exact fits are common (two of 48 mm on 102 mm) and must not be lost to rounding.
    const ROUNDING: f64 = 1e-9;
    ((side.0 - 2.0 * MARGIN.0 + GAP.0) / (photo.0 + GAP.0) + ROUNDING) as usize
}

impl Sheet {
    /// The sheet's picture. A photo of another size is resampled to the
    /// sheet's.
    #[must_use]
    pub fn draw(&self, photo: &RgbImage) -> RgbImage {
        let (width, height) = (self.photo_width_px, self.photo_height_px);
        let scaled;
        let photo = if (photo.width(), photo.height()) == (width, height) {
            photo
        } else {
            let mut map = Affine::IDENTITY;
            map.a = f64::from(width) / f64::from(photo.width());
            map.d = f64::from(height) / f64::from(photo.height());
            scaled = warp(photo, &map, width, height).image;
            &scaled
        };
        let mut sheet = RgbImage::filled(self.width_px, self.height_px, [255; 3]);
        for &(left, top) in &self.places {
            for y in 0..height {
                let from = (y * width * 3) as usize;
                let to = (((top + y) * self.width_px + left) * 3) as usize;
                let length = (width * 3) as usize;
                sheet.data_mut()[to..to + length]
                    .copy_from_slice(&photo.data()[from..from + length]);
            }
            self.mark(&mut sheet, left, top);
        }
        sheet
    }

    /// Two short lines at each corner, outside the photo, along its edges.
    fn mark(&self, sheet: &mut RgbImage, left: u32, top: u32) {
        let px = |length: Mm| length.to_px(self.dpi).0.round().max(1.0) as u32;
        let (from, to) = (px(MARK_AWAY), px(MARK_AWAY) + px(MARK));
        let (right, bottom) = (
            left + self.photo_width_px - 1,
            top + self.photo_height_px - 1,
        );
        for away in from..to {
            for edge in [top, bottom] {
                sheet.put(left.wrapping_sub(away), edge, MARK_COLOUR);
                sheet.put(right + away, edge, MARK_COLOUR);
            }
            for edge in [left, right] {
                sheet.put(edge, top.wrapping_sub(away), MARK_COLOUR);
                sheet.put(edge, bottom + away, MARK_COLOUR);
            }
        }
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn papers() -> impl Strategy<Value = Paper> {
        prop_oneof![Just(Paper::Inch5), Just(Paper::Inch6), Just(Paper::A4)]
    }

    #[test]
    fn how_many_fit() {
        let check = |paper, width, height, room, wide: bool| {
            let sheet = lay_out(paper, (Mm(width), Mm(height)), PRINT_DPI, None).unwrap();
            assert_eq!(sheet.places.len(), room, "{paper:?} {width}×{height}");
            assert_eq!(
                sheet.width_px > sheet.height_px,
                wide,
                "{paper:?} {width}×{height}"
            );
        };
        check(Paper::Inch5, 26.0, 32.0, 9, false);
        check(Paper::Inch6, 26.0, 32.0, 12, false);
        check(Paper::Inch5, 33.0, 48.0, 4, false);
        check(Paper::Inch6, 33.0, 48.0, 8, true);
        check(Paper::Inch5, 35.0, 45.0, 4, false);
        check(Paper::Inch6, 50.8, 50.8, 2, true);
        check(Paper::A4, 35.0, 45.0, 30, false);
    }

    #[test]
    fn what_does_not_fit_is_said() {
        let check = |size: (f64, f64), count, expected| {
            let found = lay_out(Paper::Inch5, (Mm(size.0), Mm(size.1)), PRINT_DPI, count);
            assert_eq!(
                found.map_err(|e| e.code()).err(),
                expected,
                "{size:?} {count:?}"
            );
        };
        check((90.0, 90.0), None, Some("sheet-photo-too-large"));
        check((26.0, 32.0), Some(10), Some("sheet-count"));
        check((26.0, 32.0), Some(0), Some("sheet-count"));
        check((26.0, 32.0), Some(9), None);
    }

    #[test]
    fn the_sheet_shows_the_photos_and_their_corners() {
        let sheet = lay_out(Paper::Inch5, (Mm(26.0), Mm(32.0)), PRINT_DPI, Some(2)).unwrap();
        let blue = [10, 20, 200];
        let photo = RgbImage::filled(358, 441, blue);
        let drawn = sheet.draw(&photo);
        let (left, top) = sheet.places[1];
        let (right, bottom) = (
            left + sheet.photo_width_px - 1,
            top + sheet.photo_height_px - 1,
        );
        for (x, y) in [(left, top), (right, top), (left, bottom), (right, bottom)] {
            assert_eq!(drawn.pixel(x, y), blue);
        }
        for (x, y) in [(left - 1, top - 1), (right + 1, bottom + 1), (0, 0)] {
            assert_eq!(drawn.pixel(x, y), [255; 3]);
        }
        assert_eq!(drawn.pixel(right + 4, bottom), MARK_COLOUR);
        assert_eq!(drawn.pixel(left, top - 4), MARK_COLOUR);
        let blues = drawn
            .data()
            .as_chunks::<3>()
            .0
            .iter()
            .filter(|p| **p == blue)
            .count();
        assert_eq!(
            blues as u32,
            2 * sheet.photo_width_px * sheet.photo_height_px
        );
    }

    proptest! {
        #[test]
        fn photos_keep_their_size_their_distance_and_the_paper(
            paper in papers(),
            width in 15.0..85.0_f64,
            height in 15.0..85.0_f64,
            dpi in 250_u16..=600,
            count in 1_usize..200,
        ) {
            let dpi = Dpi(dpi);
            let size = (Mm(width), Mm(height));
            let full = lay_out(paper, size, dpi, None).unwrap();
            let sheet = lay_out(paper, size, dpi, Some(count.min(full.room))).unwrap();
            let mm = |px: u32| Px(f64::from(px)).to_mm(dpi).0;
            prop_assert!((mm(sheet.photo_width_px) - width).abs() < 0.1);
            prop_assert!((mm(sheet.photo_height_px) - height).abs() < 0.1);
            let (short, long) = paper.sides();
            let sides = (sheet.width_px.min(sheet.height_px), sheet.width_px.max(sheet.height_px));
            prop_assert!((mm(sides.0) - short.0).abs() < 0.1 && (mm(sides.1) - long.0).abs() < 0.1);
            for (i, &(x, y)) in sheet.places.iter().enumerate() {
                let near = MARGIN.0 - 0.1;
                prop_assert!(mm(x) >= near && mm(y) >= near);
                prop_assert!(mm(sheet.width_px - x - sheet.photo_width_px) >= near);
                prop_assert!(mm(sheet.height_px - y - sheet.photo_height_px) >= near);
                for &(other_x, other_y) in &sheet.places[..i] {
                    let apart_x = mm(x.abs_diff(other_x)) - width;
                    let apart_y = mm(y.abs_diff(other_y)) - height;
                    prop_assert!(apart_x.max(apart_y) >= GAP.0 - 0.2);
                }
            }
        }
    }
}
