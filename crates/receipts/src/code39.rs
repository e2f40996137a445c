//! Code 39 barcodes (ISO/IEC 16388), as read by the scanners at counters.

/// Bars and spaces of a character, bar first: `1` wide, `0` narrow.
const PATTERNS: [(u8, &str); 37] = [
    (b'0', "000110100"),
    (b'1', "100100001"),
    (b'2', "001100001"),
    (b'3', "101100000"),
    (b'4', "000110001"),
    (b'5', "100110000"),
    (b'6', "001110000"),
    (b'7', "000100101"),
    (b'8', "100100100"),
    (b'9', "001100100"),
    (b'A', "100001001"),
    (b'B', "001001001"),
    (b'C', "101001000"),
    (b'D', "000011001"),
    (b'E', "100011000"),
    (b'F', "001011000"),
    (b'G', "000001101"),
    (b'H', "100001100"),
    (b'I', "001001100"),
    (b'J', "000011100"),
    (b'K', "100000011"),
    (b'L', "001000011"),
    (b'M', "101000010"),
    (b'N', "000010011"),
    (b'O', "100010010"),
    (b'P', "001010010"),
    (b'Q', "000000111"),
    (b'R', "100000110"),
    (b'S', "001000110"),
    (b'T', "000010110"),
    (b'U', "110000001"),
    (b'V', "011000001"),
    (b'W', "111000000"),
    (b'X', "010010001"),
    (b'Y', "110010000"),
    (b'Z', "011010000"),
    (b'*', "010010100"),
];

/// Ratio of wide to narrow bars: within the standard's 2 to 3, and whole pixels
/// where a narrow bar is an even number of pixels.
const WIDE: f32 = 2.5;

/// The bars of `*text*`, each as left edge and width, and the total width; in
/// narrow bars, without quiet zones.
pub(crate) fn bars(text: &str) -> (Vec<(f32, f32)>, f32) {
    let mut bars = Vec::new();
    let mut x = 0.0;
    let whole = [b'*'].into_iter().chain(text.bytes()).chain([b'*']);
    for (place, byte) in whole.enumerate() {
        let pattern = PATTERNS.iter().find(|(known, _)| *known == byte);
        let (_, pattern) = pattern.expect("numbers have upper-case letters and digits alone");
        if place > 0 {
            // The gap between characters.
            x += 1.0;
        }
        for (element, wide) in pattern.bytes().enumerate() {
            let width = if wide == b'1' { WIDE } else { 1.0 };
            if element % 2 == 0 {
                bars.push((x, width));
            }
            x += width;
        }
    }
    (bars, x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symbol_has_three_wide_elements_of_nine() {
        for (byte, pattern) in PATTERNS {
            let wide = pattern.bytes().filter(|b| *b == b'1').count();
            assert_eq!((pattern.len(), wide), (9, 3), "{}", char::from(byte));
        }
    }

    #[test]
    fn widths() {
        let check = |text: &str, symbols: u8| {
            let (bars, width) = bars(text);
            // Six narrow and three wide elements, and a gap, per character.
            let expected = f32::from(symbols) * (6.0 + 3.0 * WIDE + 1.0) - 1.0;
            assert!((width - expected).abs() < 1e-3, "{text}");
            assert_eq!(bars.len(), usize::from(symbols) * 5);
        };
        check("", 2);
        check("7K4M93QXABCD", 14);
    }
}
