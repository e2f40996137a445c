//! The picture of a sheet, with marks or lines to cut by.

use std::borrow::Cow;

use imaging::{Affine, RgbImage, warp};

use super::{Place, Sheet};
use catalogue::Mm;

/// What one cuts by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Cut {
    /// Short marks at each photo's corners.
    #[default]
    Marks,
    /// A thin line around each photo.
    Lines,
    /// Nothing.
    Nothing,
}

impl Cut {
    /// Every value.
    pub const ALL: [Self; 3] = [Self::Marks, Self::Lines, Self::Nothing];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Marks => "marks",
            Self::Lines => "lines",
            Self::Nothing => "none",
        }
    }
}

/// Length of a cut mark.
const MARK: Mm = Mm(0.8);
/// Distance of marks and lines from the photo.
const AWAY: Mm = Mm(0.15);
const COLOUR: [u8; 3] = [150, 150, 150];

impl Sheet {
    /// The sheet's picture. `photos` has one photo for each size that was laid out, in
    /// that order; one of another size in pixels is resampled.
    ///
    /// # Panics
    /// If there are fewer photos than sizes.
    #[must_use]
    pub fn draw(&self, photos: &[RgbImage], cut: Cut) -> RgbImage {
        let mut sheet = RgbImage::filled(self.width_px, self.height_px, [255; 3]);
        let mut scaled: Vec<Option<Cow<'_, RgbImage>>> = vec![None; photos.len()];
        for place in &self.places {
            let photo = scaled[place.size].get_or_insert_with(|| sized(&photos[place.size], place));
            put(&mut sheet, photo, place);
            match cut {
                Cut::Marks => self.edges(&mut sheet, place, self.px(AWAY) + self.px(MARK)),
                Cut::Lines => self.frame(&mut sheet, place),
                Cut::Nothing => {}
            }
        }
        sheet
    }

    /// At least one pixel.
    fn px(&self, length: Mm) -> u32 {
        length.to_px(self.dpi).0.round().max(1.0) as u32
    }

    /// Two short lines at each corner, outside the photo, along its edges.
    fn edges(&self, sheet: &mut RgbImage, place: &Place, to: u32) {
        let (left, top) = (place.left, place.top);
        let (right, bottom) = (left + place.width - 1, top + place.height - 1);
        for away in self.px(AWAY)..to {
            for edge in [top, bottom] {
                sheet.put(left.wrapping_sub(away), edge, COLOUR);
                sheet.put(right + away, edge, COLOUR);
            }
            for edge in [left, right] {
                sheet.put(edge, top.wrapping_sub(away), COLOUR);
                sheet.put(edge, bottom + away, COLOUR);
            }
        }
    }

    /// A line one pixel wide around the photo.
    fn frame(&self, sheet: &mut RgbImage, place: &Place) {
        let away = self.px(AWAY);
        let (left, top) = (place.left.wrapping_sub(away), place.top.wrapping_sub(away));
        let right = place.left + place.width - 1 + away;
        let bottom = place.top + place.height - 1 + away;
        for x in left..=right {
            sheet.put(x, top, COLOUR);
            sheet.put(x, bottom, COLOUR);
        }
        for y in top..=bottom {
            sheet.put(left, y, COLOUR);
            sheet.put(right, y, COLOUR);
        }
    }
}

fn sized<'a>(photo: &'a RgbImage, place: &Place) -> Cow<'a, RgbImage> {
    if (photo.width(), photo.height()) == (place.width, place.height) {
        return Cow::Borrowed(photo);
    }
    let mut map = Affine::IDENTITY;
    map.a = f64::from(place.width) / f64::from(photo.width());
    map.d = f64::from(place.height) / f64::from(photo.height());
    Cow::Owned(warp(photo, &map, place.width, place.height).image)
}

fn put(sheet: &mut RgbImage, photo: &RgbImage, place: &Place) {
    let (stride, length) = (sheet.width() as usize * 3, place.width as usize * 3);
    for (y, line) in photo.data().chunks_exact(length).enumerate() {
        let to = (place.top as usize + y) * stride + place.left as usize * 3;
        sheet.data_mut()[to..to + length].copy_from_slice(line);
    }
}
