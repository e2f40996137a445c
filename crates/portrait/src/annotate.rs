//! A photo with what was measured on it drawn over it.
//!
//! Takes the photo, the marks on it and the measures; gives a picture of
//! twice the size: a line for every measure, its allowed range as a pale band,
//! its name and value in pixels and millimetres. Green is held, red gave.

use imaging::{Affine, RgbImage, warp};

use crate::HeadMarks;
use crate::geometry::ConstraintFit;
use crate::glyphs;
use crate::ruler::{Band, RulerLine, bands, lines};

/// Pixels of the drawing for one of the photo.
const ENLARGED: f64 = 2.0;
const HELD: [u8; 3] = [0, 120, 60];
const GAVE: [u8; 3] = [200, 20, 30];
/// How strongly a band covers what is under it.
const BAND: f64 = 0.14;
/// Height of the letters: 5 font pixels of this size.
const LETTER: u32 = 2;
/// Space around a label.
const PAD: u32 = 3;

/// Draws the measures over `photo`, in whose pixels `marks` are given. The
/// drawing is twice the photo's width and height.
#[must_use]
pub fn annotate(photo: &RgbImage, marks: &HeadMarks, measures: &[ConstraintFit]) -> RgbImage {
    let size = (f64::from(photo.width()), f64::from(photo.height()));
    let (width, height) = (
        photo.width() * ENLARGED as u32,
        photo.height() * ENLARGED as u32,
    );
    let image = warp(photo, &Affine::scaling(ENLARGED), width, height).image;
    let mut drawing = Drawing {
        image,
        labels: Vec::new(),
    };
    for held in measures {
        for band in bands(held, marks, size) {
            drawing.band(&band, colour(held));
        }
    }
    for held in measures {
        for line in lines(held, marks, size) {
            drawing.line(&line, colour(held));
        }
    }
    for held in measures {
        if let Some(line) = lines(held, marks, size).first() {
            drawing.label(held, line);
        }
    }
    drawing.image
}

fn colour(held: &ConstraintFit) -> [u8; 3] {
    if held.gave_px > 0.0 { GAVE } else { HELD }
}

/// Left, top, right, bottom in pixels of the drawing; the last two excluded.
type Area = (u32, u32, u32, u32);

struct Drawing {
    image: RgbImage,
    /// What labels cover already.
    labels: Vec<Area>,
}

impl Drawing {
    fn band(&mut self, band: &Band, colour: [u8; 3]) {
        let (width, height) = (self.image.width(), self.image.height());
        let (left, top, right, bottom) = match *band {
            Band::Level { from, to } => (0, pixel(from, height), width, pixel(to, height)),
            Band::Upright { from, to } => (pixel(from, width), 0, pixel(to, width), height),
        };
        for y in top..bottom {
            for x in left..right {
                let under = self.image.pixel(x, y);
                self.image.put(x, y, mixed(under, colour, BAND));
            }
        }
    }

    fn line(&mut self, line: &RulerLine, colour: [u8; 3]) {
        let (width, height) = (self.image.width(), self.image.height());
        match *line {
            RulerLine::Level { y, from, to } => {
                for x in pixel(from, width)..pixel(to, width) {
                    self.image.put(x, pixel(y, height), colour);
                }
            }
            RulerLine::Upright { x, from, to } => {
                for y in pixel(from, height)..pixel(to, height) {
                    self.image.put(pixel(x, width), y, colour);
                }
            }
        }
    }

    /// Name and value beside `line`, moved down past labels that are there.
    fn label(&mut self, held: &ConstraintFit, line: &RulerLine) {
        let text = format!(
            "{} {:.1} px {:.2} mm",
            held.measure.key(),
            without_sign_of_zero(held.px, 0.1),
            without_sign_of_zero(held.mm, 0.01)
        );
        let (width, height) = glyphs::extent(&text, LETTER);
        let (width, height) = (width + 2 * PAD, height + 2 * PAD);
        let (all_width, all_height) = (self.image.width(), self.image.height());
        let (left, mut top) = match *line {
            // At the edge, where it hides nothing of the face.
            RulerLine::Level { y, from: 0.0, .. } => (PAD, pixel(y, all_height) + PAD),
            RulerLine::Level { y, from, to } => {
                let middle = pixel((from + to) / 2.0, all_width);
                (middle.saturating_sub(width / 2), pixel(y, all_height) + PAD)
            }
            RulerLine::Upright { x, to, .. } => (
                pixel(x, all_width) + PAD,
                pixel(to, all_height).saturating_sub(height + PAD),
            ),
        };
        let left = left.min(all_width.saturating_sub(width));
        let lowest = all_height.saturating_sub(height);
        top = top.min(lowest);
        let overlaps = |top: u32, area: &Area| {
            left < area.2 && area.0 < left + width && top < area.3 && area.1 < top + height
        };
        // Downwards while something is in the way, then from the top on.
        let mut tries = self.labels.len() + 1;
        while let Some(area) = self.labels.iter().find(|area| overlaps(top, area)) {
            top = if area.3 > lowest { 0 } else { area.3 };
            tries -= 1;
            if tries == 0 {
                break;
            }
        }
        for y in top..top + height {
            for x in left..left + width {
                self.image.put(x, y, [255; 3]);
            }
        }
        glyphs::write(
            &mut self.image,
            &text,
            (left + PAD, top + PAD),
            LETTER,
            colour(held),
        );
        self.labels.push((left, top, left + width, top + height));
    }
}

/// Rounded to `step`, and 0 in place of −0.
fn without_sign_of_zero(value: f64, step: f64) -> f64 {
    (value / step).round() * step + 0.0
}

/// A photo coordinate in the drawing, held inside `0..=size`.
fn pixel(at: f64, size: u32) -> u32 {
    (at * ENLARGED).round().clamp(0.0, f64::from(size)) as u32
}

fn mixed(under: [u8; 3], over: [u8; 3], share: f64) -> [u8; 3] {
    std::array::from_fn(|i| {
        (f64::from(under[i]) * (1.0 - share) + f64::from(over[i]) * share).round() as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruler::tests::{held, marks};
    use catalogue::Measure;
    use imaging::Point;
    use proptest::prelude::*;

    #[test]
    fn what_gave_is_red() {
        let photo = RgbImage::filled(200, 240, [255; 3]);
        let check = |gave, present, absent| {
            let drawn = annotate(
                &photo,
                &marks(),
                &[held(Measure::CrownMargin, 10.0, (None, None), gave)],
            );
            assert_eq!((drawn.width(), drawn.height()), (400, 480));
            let pixels = drawn.data().as_chunks::<3>().0;
            assert!(
                pixels.contains(&present) && !pixels.contains(&absent),
                "{gave}"
            );
        };
        check(0.0, HELD, GAVE);
        check(3.0, GAVE, HELD);
    }

    proptest! {
        #[test]
        fn any_marks_can_be_drawn(
            xs in prop::array::uniform8(-300.0..300.0_f64),
            ys in prop::array::uniform8(-300.0..300.0_f64),
            size in (1_u32..80, 1_u32..80),
        ) {
            let at = |i: usize| Point::new(xs[i], ys[i]);
            let marks = HeadMarks {
                crown: at(0), chin: at(1), left_eye: at(2), right_eye: at(3),
                left_ear_root: at(4), right_ear_root: at(5), left_side: at(6), right_side: at(7),
            };
            let photo = RgbImage::filled(size.0, size.1, [90; 3]);
            let all = Measure::ALL.map(|m| held(m, xs[0], (Some(-5.0), Some(ys[0].abs())), 0.0));
            let drawn = annotate(&photo, &marks, &all);
            prop_assert_eq!((drawn.width(), drawn.height()), (size.0 * 2, size.1 * 2));
        }
    }
}
