//! Normalisation of typed, pasted and scanned text: full-width characters narrowed,
//! what shows nothing removed.

/// A full-width character (U+FF01 to U+FF5E, and U+3000) as its ASCII
/// equivalent.
pub(crate) fn narrow(typed: char) -> char {
    match typed {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(typed as u32 - 0xfee0).unwrap_or(typed),
        _ => typed,
    }
}

/// Characters that show nothing and come with text copied from pages, chats and
/// address books: zero-width space and joiners, byte order mark, soft hyphen, and
/// the marks and overrides of the reading direction, which without them cannot make
/// a text look like another.
pub(crate) fn is_invisible(typed: char) -> bool {
    matches!(
        typed,
        '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'
            | '\u{2066}'..='\u{2069}'
            | '\u{61c}'
            | '\u{feff}'
            | '\u{ad}'
    )
}

/// Dashes of keyboards, word processors and input methods.
pub(crate) fn is_dash(typed: char) -> bool {
    matches!(
        typed,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}'
    )
}

/// A normalised document number: upper case, half-width, without spaces and
/// without the hyphens that people group it with.
#[must_use]
pub fn document_number(text: &str) -> String {
    text.chars()
        .map(narrow)
        .filter(|c| !c.is_whitespace() && !is_invisible(*c) && !is_dash(*c))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// The end of a scanner's symbology identifier (ISO/IEC 15424), which some scanners
/// send before what they read: `]A0` for Code 39, `]Q3` for a QR code.
const IDENTIFIER_LETTERS: usize = 2;

/// Scanned text without the identifiers of its symbology, wherever one stands: a code
/// scanned twice has two.
#[must_use]
pub fn without_symbology(scanned: &str) -> String {
    let mut kept = String::with_capacity(scanned.len());
    let mut rest = scanned.chars();
    while let Some(character) = rest.next() {
        let mut ahead = rest.clone();
        let identifies = character == ']'
            && ahead.next().is_some_and(|c| c.is_ascii_alphabetic())
            && ahead.next().is_some_and(|c| c.is_ascii_alphanumeric());
        if identifies {
            rest.nth(IDENTIFIER_LETTERS - 1);
        } else {
            kept.push(character);
        }
    }
    kept
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
        check("110105-19491231-002X", "11010519491231002X");
        check("110105–19491231—002x", "11010519491231002X");
        check("\u{202a}\u{200e}H01234567\u{202c}", "H01234567");
    }

    #[test]
    fn a_scanner_says_what_it_read() {
        let check = |scanned, expected| assert_eq!(without_symbology(scanned), expected);
        check("]A0ABC", "ABC");
        check("]Q3HTTPS://X/V/HZ1", "HTTPS://X/V/HZ1");
        check("]A0ABC\n]A0ABC", "ABC\nABC");
        check("ABC", "ABC");
        check("]", "]");
        check("]A", "]A");
        check("a]b", "a]b");
    }
}
