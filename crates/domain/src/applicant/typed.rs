//! Normalisation of typed and pasted text: full-width characters narrowed,
//! invisible characters removed.

/// A full-width character (U+FF01 to U+FF5E, and U+3000) as its ASCII
/// equivalent.
pub(crate) fn narrow(typed: char) -> char {
    match typed {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(typed as u32 - 0xfee0).unwrap_or(typed),
        _ => typed,
    }
}

/// Zero-width characters that come with text copied from pages and chats:
/// zero-width space and joiners, byte order mark, soft hyphen.
pub(crate) fn is_invisible(typed: char) -> bool {
    matches!(
        typed,
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
    )
}

/// A normalised document number: upper case, half-width, without spaces.
#[must_use]
pub fn document_number(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !is_invisible(*c))
        .map(|c| narrow(c).to_ascii_uppercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_numbers_come_to_one_form() {
        let check = |typed, expected| assert_eq!(document_number(typed), expected);
        check(" 1101 0519 ", "11010519");
        check("１１０１０５\u{3000}ｘ", "110105X");
        check("e1234\u{200b}5678\u{feff}", "E12345678");
        check("H\t0123\n4567", "H01234567");
        check("张", "张");
    }
}
