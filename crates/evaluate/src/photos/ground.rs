//! Whether the background is the one that was asked for: exactly before
//! encoding, within two levels after it where no person is near.

use imaging::{Plane, RgbImage};
use serde::Serialize;

/// How the background came out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Ground {
    /// Pixels without person.
    pub(crate) pixels: usize,
    /// Of these, how many had another colour before encoding.
    pub(crate) wrong_before: usize,
    /// Greatest difference after encoding in blocks without person, in levels;
    /// `None` when the person touches every block.
    pub(crate) off_after: Option<u8>,
}

/// Side of a JPEG block with its colour at half resolution.
const BLOCK: u32 = 16;
/// Readers that smooth the colour look this far into neighbouring blocks.
const MARGIN: u32 = 2;

/// Holds the photo before encoding and as it is `seen` after against `rgb`.
pub(super) fn check(alpha: &Plane, photo: &RgbImage, seen: &RgbImage, rgb: [u8; 3]) -> Ground {
    let (w, h) = (photo.width(), photo.height());
    let mut ground = Ground {
        pixels: 0,
        wrong_before: 0,
        off_after: None,
    };
    for y in 0..h {
        for x in 0..w {
            if alpha.at(x, y) == 0.0 {
                ground.pixels += 1;
                ground.wrong_before += usize::from(photo.pixel(x, y) != rgb);
            }
        }
    }
    for top in (0..h).step_by(BLOCK as usize) {
        for left in (0..w).step_by(BLOCK as usize) {
            let (right, bottom) = ((left + BLOCK).min(w), (top + BLOCK).min(h));
            let rows = top.saturating_sub(MARGIN)..(bottom + MARGIN).min(h);
            let columns = left.saturating_sub(MARGIN)..(right + MARGIN).min(w);
            let clear = rows
                .clone()
                .all(|y| columns.clone().all(|x| alpha.at(x, y) == 0.0));
            if clear {
                for y in top..bottom {
                    for x in left..right {
                        let off = seen
                            .pixel(x, y)
                            .iter()
                            .zip(rgb)
                            .map(|(s, r)| s.abs_diff(r))
                            .max();
                        ground.off_after = ground.off_after.max(off);
                    }
                }
            }
        }
    }
    ground
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_pixels_are_counted_and_blocks_with_person_passed_over() {
        let mut alpha = Plane::filled(48, 32, 0.0);
        alpha.data_mut()[5 * 48 + 5] = 1.0;
        let mut photo = RgbImage::filled(48, 32, [255; 3]);
        photo.put(5, 5, [9, 9, 9]);
        photo.put(40, 20, [250, 255, 255]);
        let mut seen = photo.clone();
        seen.put(1, 1, [200, 200, 200]);
        let got = check(&alpha, &photo, &seen, [255; 3]);
        assert_eq!(
            got,
            Ground {
                pixels: 48 * 32 - 1,
                wrong_before: 1,
                off_after: Some(5)
            }
        );
    }
}
