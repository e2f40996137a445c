//! A finished photo in another size of nearly the same shape.

use catalogue::Mm;
use imaging::RgbImage;

/// Most of a side that is cut away. Studios print 一寸 (25 × 35) as 大一寸 (33 × 48) and
/// 小一寸 (22 × 32) from one photo, for which 3.75 % of the width is cut away; the head's
/// place moves by less than the tolerance of any of these sizes.
const MOST_CUT: f64 = 0.04;

/// The photo without what is too much for the shape of `size`: sides alike, else the
/// bottom, so that the space above the head stays. `None` if more than 4 % of a
/// side would go.
#[must_use]
pub fn reframed(photo: &RgbImage, size: (Mm, Mm)) -> Option<RgbImage> {
    let (kept_across, kept_down) = kept((photo.width(), photo.height()), size)?;
    let width = (kept_across.round() as u32).clamp(1, photo.width());
    let height = (kept_down.round() as u32).clamp(1, photo.height());
    let left = (photo.width() - width) / 2;
    let mut kept = RgbImage::filled(width, height, [255; 3]);
    let (line, length) = (photo.width() as usize * 3, width as usize * 3);
    for (y, to) in kept.data_mut().chunks_exact_mut(length).enumerate() {
        let from = y * line + left as usize * 3;
        to.copy_from_slice(&photo.data()[from..from + length]);
    }
    Some(kept)
}

/// Whether a photo of these pixels can be reframed to `size`.
#[must_use]
pub fn has_shape_of(photo: (u32, u32), size: (Mm, Mm)) -> bool {
    kept(photo, size).is_some()
}

/// Width and height that stay, in pixels; `None` if too much would go.
fn kept(photo: (u32, u32), (width, height): (Mm, Mm)) -> Option<(f64, f64)> {
    let (across, down) = (f64::from(photo.0), f64::from(photo.1));
    let shape = width.0 / height.0;
    let (kept_across, kept_down) = if across / down > shape {
        (down * shape, down)
    } else {
        (across, across / shape)
    };
    let stays = |kept: f64, side: f64| kept >= side * (1.0 - MOST_CUT);
    (stays(kept_across, across) && stays(kept_down, down)).then_some((kept_across, kept_down))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_in_another_size() {
        let check = |photo: (u32, u32), size: (f64, f64), expected: Option<(u32, u32)>| {
            let photo = RgbImage::filled(photo.0, photo.1, [9; 3]);
            let found = reframed(&photo, (Mm(size.0), Mm(size.1)));
            let found = found.map(|kept| (kept.width(), kept.height()));
            assert_eq!(found, expected, "{size:?}");
        };
        let one_inch = (295, 413);
        check(one_inch, (25.0, 35.0), Some((295, 413)));
        check(one_inch, (35.0, 49.0), Some((295, 413)));
        check(one_inch, (33.0, 48.0), Some((284, 413)));
        check(one_inch, (22.0, 32.0), Some((284, 413)));
        check(one_inch, (35.0, 45.0), None);
        check(one_inch, (35.0, 53.0), None);
        check(one_inch, (50.0, 50.0), None);
        check((413, 626), (35.0, 53.0), Some((413, 625)));
        check((390, 567), (25.0, 35.0), Some((390, 546)));
    }

    #[test]
    fn what_stays_is_the_middle_and_the_top() {
        let mut photo = RgbImage::filled(100, 100, [0; 3]);
        photo.put(2, 0, [1; 3]);
        photo.put(50, 0, [2; 3]);
        let narrower = reframed(&photo, (Mm(24.0), Mm(25.0))).unwrap();
        assert_eq!((narrower.width(), narrower.height()), (96, 100));
        assert_eq!(
            (narrower.pixel(0, 0), narrower.pixel(48, 0)),
            ([1; 3], [2; 3])
        );
        let lower = reframed(&photo, (Mm(25.0), Mm(24.0))).unwrap();
        assert_eq!((lower.width(), lower.height()), (100, 96));
        assert_eq!((lower.pixel(2, 0), lower.pixel(50, 0)), ([1; 3], [2; 3]));
    }
}
