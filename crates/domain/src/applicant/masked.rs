//! Masking of personal data for display.

/// A number with its first 3 and last 4 characters shown; under 11 characters
/// the first and the last 2.
pub(crate) fn masked_number(number: &str) -> String {
    let length = number.chars().count();
    let (head, tail) = if length >= 11 { (3, 4) } else { (1, 2) };
    number
        .chars()
        .enumerate()
        .map(|(place, character)| {
            let shown = place < head || place + tail >= length;
            if shown { character } else { '*' }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_hidden() {
        let check = |number, expected| assert_eq!(masked_number(number), expected);
        check("11010519491231002X", "110***********002X");
        check("13800138000", "138****8000");
        check("H01234567", "H******67");
        check("AB123", "A**23");
    }
}
