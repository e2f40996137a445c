//! Line breaking: between Chinese characters except before closing and after
//! opening marks, between words and numbers at spaces.

use crate::font::{Font, is_mark};

const NEVER_FIRST: &str = "，。、；：？！）》」』】”’,.;:?!)";
const NEVER_LAST: &str = "（《「『【“‘(";

/// Unbreakable pieces, each with the space before it.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces: Vec<&str> = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, character) in text.char_indices() {
        if let Some(before) = before {
            let joined = is_of_word(before) && is_of_word(character)
                || NEVER_FIRST.contains(character)
                || NEVER_LAST.contains(before);
            if !joined {
                pieces.push(&text[start..at]);
                start = at;
            }
        }
        before = Some(character);
    }
    pieces.push(&text[start..]);
    pieces
}

/// Letters and digits of scripts that write words, with what joins them.
fn is_of_word(character: char) -> bool {
    // From here on Chinese characters and their punctuation.
    const FIRST_EAST_ASIAN: char = '\u{2e80}';
    let letter = !character.is_ascii() && character < FIRST_EAST_ASIAN;
    character.is_ascii_graphic() || letter && (character.is_alphanumeric() || is_mark(character))
}

/// The lines of `text`, at most `width_em` ems wide; a wider piece gets a line
/// of its own.
pub(crate) fn lines(font: &Font, text: &str, width_em: f32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        let longer = format!("{line}{piece}");
        if line.is_empty() || font.width_em(longer.trim_end()) <= width_em {
            line = longer;
        } else {
            lines.push(line.trim_end().to_owned());
            piece.trim_start().clone_into(&mut line);
        }
    }
    if !line.trim_end().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_where_a_reader_expects() {
        let check = |text: &str, width: f32, expected: &[&str]| {
            let found = lines(Font::embedded(), text, width);
            assert_eq!(found, expected, "{text}");
        };
        check("", 10.0, &[]);
        check(
            "请持此回执，到窗口办理。",
            6.0,
            &["请持此回执，", "到窗口办理。"],
        );
        // A line does not begin with a comma or end with an opening bracket.
        check("请持此回执，到窗口", 5.0, &["请持此回", "执，到窗口"]);
        check("一二三四（五六）", 5.0, &["一二三四", "（五六）"]);
        check(
            "meets GA/T 461-2019 in full",
            6.0,
            &["meets GA/T", "461-2019 in", "full"],
        );
        check(
            "无法断开supercalifragilistic",
            4.0,
            &["无法断开", "supercalifragilistic"],
        );
        check("姓名Ivan Petrović", 4.0, &["姓名Ivan", "Petrović"]);
        check("ئايگۈل تۇرسۇن", 3.5, &["ئايگۈل", "تۇرسۇن"]);
    }
}
