//! A person's name: Chinese characters, Latin, Arabic-script and Tibetan letters,
//! and the separators between its parts.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::FieldError;
use super::radicals::unified;
use super::typed::{is_invisible, narrow};

/// Most characters of a name; variation selectors and combining accents do not
/// count.
const LONGEST: usize = 40;

/// A person's name, 1 to 40 characters.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Name(String);

impl Name {
    /// Parses a name as typed: trimmed, full-width letters narrowed, radicals as the
    /// characters they look like, what shows nothing left out, every kind of
    /// separating dot as `·`, runs of spaces reduced to one, spaces between Chinese
    /// characters removed, letters composed with their accents (NFC).
    ///
    /// # Errors
    ///
    /// The first character that is not allowed; then the length.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let mut name = String::with_capacity(text.len());
        let mut space_before = false;
        let typed = text.trim().chars().filter(|c| !is_invisible(*c));
        for character in typed.map(plain).nfc() {
            if character == ' ' {
                space_before = true;
                continue;
            }
            refuse_foreign(character)?;
            if std::mem::take(&mut space_before) && !name.is_empty() {
                let between_han = is_han(character) && name.chars().next_back().is_some_and(is_han);
                if !between_han {
                    name.push(' ');
                }
            }
            name.push(character);
        }
        if !name.chars().any(is_letter) {
            return Err(FieldError::NameEmpty);
        }
        if name.chars().filter(|c| !is_mark(*c)).count() > LONGEST {
            return Err(FieldError::NameLong);
        }
        Ok(Self(name))
    }

    /// What names are compared by: their letters alone, in lower case. Two spellings
    /// of one name, with this dot or that, with a space or a hyphen or neither, are
    /// the same here.
    #[must_use]
    pub fn folded(&self) -> String {
        let letters = self.0.chars().filter(|c| is_letter(*c) || is_accent(*c));
        letters.flat_map(char::to_lowercase).nfc().collect()
    }

    /// The name itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last character with a star for each one before it, at most three to
    /// hide the length of long names; a single character is hidden.
    #[must_use]
    pub fn masked(&self) -> String {
        let mut bases = self.0.char_indices().filter(|(_, c)| !is_mark(*c));
        let last = bases.next_back().map_or(0, |(at, _)| at);
        match bases.count() {
            0 => "*".to_owned(),
            before => format!("{}{}", "*".repeat(before.min(3)), &self.0[last..]),
        }
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Name(…)")
    }
}

/// Replaces variants of a character by one.
fn plain(typed: char) -> char {
    match typed {
        // Katakana dots, hyphenation point, bullet, Greek ano teleia, bullet
        // operator, word separator, full-width full stop.
        '\u{30fb}' | '\u{ff65}' | '\u{2027}' | '\u{2022}' | '\u{387}' | '\u{22c5}' | '\u{2219}'
        | '\u{2e31}' | '\u{ff0e}' | '\u{fe52}' => '·',
        '\u{2018}' | '\u{2019}' | '\u{2bc}' | '`' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => ' ',
        _ => narrow(unified(typed)),
    }
}

fn refuse_foreign(character: char) -> Result<(), FieldError> {
    match character {
        c if is_letter(c) || is_mark(c) || is_tsheg(c) => Ok(()),
        '·' | '\'' | '-' | '.' | ',' => Ok(()),
        c if c.is_numeric() => Err(FieldError::NameDigit),
        c if c.is_control() || is_line_end(c) => Err(FieldError::NameControl),
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => Err(FieldError::NamePrivate),
        c if c.is_alphabetic() => Err(FieldError::NameScript),
        _ => Err(FieldError::NameSymbol),
    }
}

/// Unified ideographs: extensions A to J and the unassigned rest of planes 2
/// and 3, compatibility ideographs, and 〇.
fn is_han(c: char) -> bool {
    matches!(
        c,
        '\u{4e00}'..='\u{9fff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{20000}'..='\u{3fffd}'
            | '\u{f900}'..='\u{faff}'
            | '\u{3007}'
    )
}

/// Latin letters, including accented ones, as in a passport's visual zone.
fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') && c.is_alphabetic())
}

/// Letters of Arabic, Uyghur, Kazakh and Kyrgyz in Arabic script: U+0620 to U+06FF
/// and the supplement.
fn is_arabic(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{6ff}' | '\u{750}'..='\u{77f}') && c.is_alphabetic()
}

/// Tibetan letters, with those that stand below others.
fn is_tibetan(c: char) -> bool {
    matches!(c, '\u{f40}'..='\u{f6c}' | '\u{f88}'..='\u{fbc}')
}

/// The marks between Tibetan syllables.
fn is_tsheg(c: char) -> bool {
    matches!(c, '\u{f0b}' | '\u{f0c}')
}

fn is_letter(c: char) -> bool {
    is_han(c) || is_latin(c) || is_arabic(c) || is_tibetan(c)
}

/// Combining accents and vowel signs: what they change is another letter.
fn is_accent(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{f71}'..='\u{f84}'
    )
}

/// What is no character of its own: accents, and variation selectors, which choose
/// between two drawings of one character.
fn is_mark(c: char) -> bool {
    is_accent(c) || matches!(c, '\u{fe00}'..='\u{fe0e}' | '\u{e0100}'..='\u{e01ef}')
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_read_as_people_write_them() {
        let check = |typed: &str, expected: Result<&str, FieldError>| {
            let name = Name::parse(typed);
            assert_eq!(
                name.as_ref().map(Name::as_str),
                expected.as_ref().copied(),
                "{typed}"
            );
        };
        check("张三", Ok("张三"));
        check(" 张\u{3000}三\n", Ok("张三"));
        check("李", Ok("李"));
        check("阿卜杜拉•买买提", Ok("阿卜杜拉·买买提"));
        check("阿卜杜拉．买买提", Ok("阿卜杜拉·买买提"));
        // Extensions A, B, C, G, H, and a character of the compatibility block, which
        // is another code of a unified one.
        check("㛃䶮", Ok("㛃䶮"));
        check(
            "\u{20bb7}\u{2a700}\u{30000}\u{31350}\u{f900}",
            Ok("\u{20bb7}\u{2a700}\u{30000}\u{31350}\u{8c48}"),
        );
        // As PDF readers copy them.
        check("⾼⽅", Ok("高方"));
        check("马⻢", Ok("马马"));
        // A letter and its accent, apart and composed.
        check("Petrovic\u{301}", Ok("Petrović"));
        check("ئايگۈل تۇرسۇن", Ok("ئايگۈل تۇرسۇن"));
        check("བཀྲ་ཤིས", Ok("བཀྲ་ཤིས"));
        check("\u{202e}张三", Ok("张三"));
        check("\u{2068}张三\u{2069}\u{200e}", Ok("张三"));
        check("辻\u{e0101}", Ok("辻\u{e0101}"));
        check("〇一", Ok("〇一"));
        check("Anne-Marie  O’Neill", Ok("Anne-Marie O'Neill"));
        check("Ｊｏｈｎ Smith, Jr.", Ok("John Smith, Jr."));
        check("Zoë Łukasz Nguyễn", Ok("Zoë Łukasz Nguyễn"));
        check("张\u{200b}三", Ok("张三"));
        check("李 John", Ok("李 John"));
        check("", Err(FieldError::NameEmpty));
        check(" \u{3000} ", Err(FieldError::NameEmpty));
        check("·", Err(FieldError::NameEmpty));
        check("张3", Err(FieldError::NameDigit));
        check("张３", Err(FieldError::NameDigit));
        check("张①", Err(FieldError::NameDigit));
        check("张😀", Err(FieldError::NameSymbol));
        check("张×", Err(FieldError::NameSymbol));
        check("<b>", Err(FieldError::NameSymbol));
        check("张\u{0}三", Err(FieldError::NameControl));
        check("张\n三", Err(FieldError::NameControl));
        check("张\u{2028}三", Err(FieldError::NameControl));
        check("张\u{e863}", Err(FieldError::NamePrivate));
        check("张\u{f0001}", Err(FieldError::NamePrivate));
        check("Иван", Err(FieldError::NameScript));
        check("たなか", Err(FieldError::NameScript));
        check(&"张".repeat(40), Ok(&"张".repeat(40)));
        check(&"张".repeat(41), Err(FieldError::NameLong));
    }

    #[test]
    fn spellings_of_one_name_are_compared_as_one() {
        let folded = |typed: &str| Name::parse(typed).unwrap().folded();
        let check = |one: &str, other: &str, same: bool| {
            assert_eq!(folded(one) == folded(other), same, "{one} {other}");
        };
        for dot in ["·", "•", "・", ".", "．", "‧", "･", " ", "\u{200b}"] {
            check("古丽米热·艾比布力", &format!("古丽米热{dot}艾比布力"), true);
        }
        check("张三", "张\u{3000}三\u{200b}", true);
        check("⾼⽅", "高方", true);
        check("辻\u{e0101}", "辻", true);
        check("John Smith", "ＪＯＨＮ  ｓｍｉｔｈ", true);
        check("Anne-Marie O’Neill", "anne marie oneill", true);
        check("Petrović", "PETROVIC\u{301}", true);
        check("Petrović", "Petrovic", false);
        check("张三", "张山", false);
        check("张三", "张三三", false);
    }

    #[test]
    fn a_masked_name_keeps_its_last_character() {
        let check = |name, expected| {
            assert_eq!(Name::parse(name).unwrap().masked(), expected);
        };
        check("李", "*");
        check("张三", "*三");
        check("欧阳小明", "***明");
        check("张辻\u{e0101}", "*辻\u{e0101}");
        check("John Smith", "***h");
    }

    proptest! {
        #[test]
        fn what_was_taken_is_taken_again_unchanged(text: String) {
            if let Ok(name) = Name::parse(&text) {
                prop_assert_eq!(Name::parse(name.as_str()), Ok(name));
            }
        }
    }
}
