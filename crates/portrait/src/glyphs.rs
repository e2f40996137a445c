//! A bitmap font of 3 × 5 pixels, for figures on an annotated photo.
//!
//! A font file would be a dependency and a licence for a few numbers.

use imaging::RgbImage;

const COLUMNS: u32 = 3;
const ROWS: u32 = 5;
/// From one character to the next, before enlargement.
const ADVANCE: u32 = COLUMNS + 1;

/// Five rows of a character, the left pixel in the highest of three bits;
/// `None` for characters the font has not.
const fn rows(c: char) -> Option<[u8; 5]> {
    Some(match c {
        '0' => [0b111, 0b101, 0b101, 0b101, 0b111],
        '1' => [0b010, 0b110, 0b010, 0b010, 0b111],
        '2' => [0b111, 0b001, 0b111, 0b100, 0b111],
        '3' => [0b111, 0b001, 0b011, 0b001, 0b111],
        '4' => [0b101, 0b101, 0b111, 0b001, 0b001],
        '5' => [0b111, 0b100, 0b111, 0b001, 0b111],
        '6' => [0b111, 0b100, 0b111, 0b101, 0b111],
        '7' => [0b111, 0b001, 0b010, 0b010, 0b010],
        '8' => [0b111, 0b101, 0b111, 0b101, 0b111],
        '9' => [0b111, 0b101, 0b111, 0b001, 0b111],
        'a' => [0b010, 0b101, 0b111, 0b101, 0b101],
        'b' => [0b110, 0b101, 0b110, 0b101, 0b110],
        'c' => [0b011, 0b100, 0b100, 0b100, 0b011],
        'd' => [0b110, 0b101, 0b101, 0b101, 0b110],
        'e' => [0b111, 0b100, 0b110, 0b100, 0b111],
        'f' => [0b111, 0b100, 0b110, 0b100, 0b100],
        'g' => [0b011, 0b100, 0b101, 0b101, 0b011],
        'h' => [0b101, 0b101, 0b111, 0b101, 0b101],
        'i' => [0b111, 0b010, 0b010, 0b010, 0b111],
        'm' => [0b101, 0b111, 0b111, 0b101, 0b101],
        'n' => [0b110, 0b101, 0b101, 0b101, 0b101],
        'o' => [0b010, 0b101, 0b101, 0b101, 0b010],
        'p' => [0b110, 0b101, 0b110, 0b100, 0b100],
        'r' => [0b110, 0b101, 0b110, 0b101, 0b101],
        's' => [0b011, 0b100, 0b010, 0b001, 0b110],
        't' => [0b111, 0b010, 0b010, 0b010, 0b010],
        'w' => [0b101, 0b101, 0b111, 0b111, 0b101],
        'x' => [0b101, 0b101, 0b010, 0b101, 0b101],
        'y' => [0b101, 0b101, 0b010, 0b010, 0b010],
        '-' => [0b000, 0b000, 0b111, 0b000, 0b000],
        '.' => [0b000, 0b000, 0b000, 0b000, 0b010],
        ' ' => [0; 5],
        _ => return None,
    })
}

/// Width and height of `text`, each font pixel `enlarged` times.
pub(crate) fn extent(text: &str, enlarged: u32) -> (u32, u32) {
    let characters = text.chars().count() as u32;
    (
        (characters * ADVANCE).saturating_sub(1) * enlarged,
        ROWS * enlarged,
    )
}

/// Writes `text` with its upper left corner at (`left`, `top`); what the font
/// has not is left blank, what lies outside the picture is not drawn.
pub(crate) fn write(
    image: &mut RgbImage,
    text: &str,
    (left, top): (u32, u32),
    enlarged: u32,
    colour: [u8; 3],
) {
    for (i, c) in (0..).zip(text.chars()) {
        let Some(rows) = rows(c) else { continue };
        let left = left + i * ADVANCE * enlarged;
        for (y, row) in (0..ROWS * enlarged).map(|y| (y, rows[(y / enlarged) as usize])) {
            for x in
                (0..COLUMNS * enlarged).filter(|x| row >> (COLUMNS - 1 - x / enlarged) & 1 == 1)
            {
                image.put(left + x, top + y, colour);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalogue::Measure;

    #[test]
    fn every_label_can_be_written() {
        let labels = Measure::ALL.map(Measure::key).join("") + "0123456789. pxmm-";
        let missing: Vec<char> = labels.chars().filter(|c| rows(*c).is_none()).collect();
        assert_eq!(missing, []);
    }

    #[test]
    fn characters_differ() {
        let all: Vec<(char, [u8; 5])> = ('!'..='~').filter_map(|c| Some((c, rows(c)?))).collect();
        for (i, (c, rows)) in all.iter().enumerate() {
            let twin = all[..i].iter().find(|(_, other)| other == rows);
            assert!(
                twin.is_none_or(|(t, _)| (*t, *c) == ('0', 'o')),
                "{twin:?} {c}"
            );
        }
    }

    #[test]
    fn text_stays_inside_its_extent_and_the_picture() {
        let (width, height) = extent("12.5 mm", 3);
        let mut image = RgbImage::filled(width + 2, height + 2, [255; 3]);
        write(&mut image, "12.5 mm", (1, 1), 3, [0; 3]);
        for x in 0..width + 2 {
            assert_eq!(image.pixel(x, 0), [255; 3]);
            assert_eq!(image.pixel(x, height + 1), [255; 3]);
        }
        assert_eq!(
            image.pixel(width, 1 + 4 * 3),
            [0; 3],
            "the last leg of the last m"
        );
        write(&mut image, "888", (width, height), 3, [0; 3]);
    }
}
