//! The fonts: which of them writes what, and where each glyph stands.
//!
//! One font writes all that is usual; four small ones write what names have besides:
//! rare Chinese characters, accented Latin, Arabic script, Tibetan. What none of them
//! has is written as [`BY_HAND`], and who prints it says so.

use std::sync::LazyLock;

use skrifa::outline::OutlinePen;

use crate::face::Face;

/// Stands for a character that no font has and that is written by hand: the empty
/// frame of forms.
pub const BY_HAND: char = '□';

/// The fonts that receipts are written with, in the order in which they are tried.
#[derive(Debug)]
pub struct Font {
    faces: Vec<Face>,
}

macro_rules! embedded {
    ($file:literal) => {
        include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../assets/fonts/",
            $file
        ))
    };
}

static FONT: LazyLock<Font> = LazyLock::new(|| Font {
    faces: vec![
        Face::plain(embedded!("NotoSansSC-Regular.ttf")),
        Face::plain(embedded!("NamesHanA.ttf")),
        Face::plain(embedded!("NamesHanB.ttf")),
        Face::shaping(embedded!("NamesLatin.ttf")),
        Face::shaping(embedded!("NamesArabic.ttf")),
        Face::shaping(embedded!("NamesTibetan.ttf")),
    ],
});

/// A glyph in a line of text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Placed {
    /// Which font draws it.
    pub(crate) face: FaceId,
    pub(crate) glyph: u32,
    /// Distance to the next glyph, in ems.
    pub(crate) advance_em: f32,
    /// Where it is drawn from the pen's place, in ems, y upwards.
    pub(crate) offset_em: (f32, f32),
    /// The bytes of the text that it represents.
    pub(crate) from: usize,
    pub(crate) until: usize,
}

/// One of the fonts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FaceId(usize);

const MAIN: FaceId = FaceId(0);

/// A piece of a line that one font writes.
struct Run {
    /// `None` where no font has it.
    face: Option<FaceId>,
    from: usize,
    until: usize,
}

impl Font {
    /// The embedded fonts; see `assets/fonts/README.md`.
    #[must_use]
    pub fn embedded() -> &'static Self {
        &FONT
    }

    pub(crate) fn krilla(&self, face: FaceId) -> krilla::text::Font {
        self.faces[face.0].krilla()
    }

    /// Whether any font has a glyph for the character.
    #[must_use]
    pub fn has(&self, character: char) -> bool {
        is_selector(character) || self.faces.iter().any(|face| face.has(character))
    }

    /// The characters of a text that no font has, each once.
    #[must_use]
    pub fn missing(&self, text: &str) -> Vec<char> {
        let mut missing: Vec<char> = Vec::new();
        for character in text.chars().filter(|c| !self.has(*c)) {
            if !missing.contains(&character) {
                missing.push(character);
            }
        }
        missing
    }

    /// The glyphs of a line, from left to right. What no font has becomes
    /// [`BY_HAND`].
    pub(crate) fn place(&self, text: &str) -> Vec<Placed> {
        let mut placed = Vec::with_capacity(text.len());
        for run in self.runs(text) {
            let (face, written) = match run.face {
                Some(face) => (face, &text[run.from..run.until]),
                None => (MAIN, ""),
            };
            if run.face.is_none() {
                let glyph = self.faces[MAIN.0].glyph(BY_HAND);
                placed.push(Placed {
                    face,
                    glyph: glyph.id,
                    advance_em: glyph.advance_em,
                    offset_em: (0.0, 0.0),
                    from: run.from,
                    until: run.until,
                });
                continue;
            }
            for glyph in self.faces[face.0].write(written) {
                placed.push(Placed {
                    face,
                    glyph: glyph.id,
                    advance_em: glyph.advance_em,
                    offset_em: glyph.offset_em,
                    from: run.from + glyph.from,
                    until: run.from + glyph.until,
                });
            }
        }
        placed
    }

    /// A line's width in ems.
    pub(crate) fn width_em(&self, text: &str) -> f32 {
        self.place(text).iter().map(|glyph| glyph.advance_em).sum()
    }

    /// Draws a glyph's outline, in ems, y upwards.
    pub(crate) fn outline(&self, placed: &Placed, pen: &mut impl OutlinePen) {
        self.faces[placed.face.0].outline(placed.glyph, pen);
    }

    /// The runs of a line: words are kept in one font where one has all of it, so that
    /// a letter does not look another in the middle of a word and Arabic joins.
    fn runs(&self, text: &str) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for (from, until) in words(text) {
            let whole = &text[from..until];
            if let Some(face) = self.face_of(whole) {
                push(&mut runs, Some(face), from, until);
                continue;
            }
            for (start, end) in clusters(whole) {
                let face = self.face_of(&whole[start..end]);
                push(&mut runs, face, from + start, from + end);
            }
        }
        runs
    }

    /// The first font that has all of the text.
    fn face_of(&self, text: &str) -> Option<FaceId> {
        let has_all = |face: &Face| text.chars().all(|c| is_selector(c) || face.has(c));
        self.faces.iter().position(has_all).map(FaceId)
    }
}

/// Adds a run, to the last one where the font is the same; what is missing stays
/// one frame a character.
fn push(runs: &mut Vec<Run>, face: Option<FaceId>, from: usize, until: usize) {
    match runs.last_mut() {
        Some(last) if last.face == face && face.is_some() => last.until = until,
        _ => runs.push(Run { face, from, until }),
    }
}

/// The pieces of a line that belong together: a run of letters, marks, spaces and
/// what else stands in a name of letters; every other character by itself.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words: Vec<(usize, usize)> = Vec::new();
    let mut in_letters = false;
    for (from, until) in clusters(text) {
        let letters = text[from..].chars().next().is_some_and(is_of_letters);
        match words.last_mut() {
            Some(last) if letters && in_letters => last.1 = until,
            _ => words.push((from, until)),
        }
        in_letters = letters;
    }
    words
}

/// Before this point stand the scripts that are written in letters.
const FIRST_EAST_ASIAN: char = '\u{2e80}';

fn is_of_letters(character: char) -> bool {
    character < FIRST_EAST_ASIAN
}

/// Each character with the marks that are set over or under it.
fn clusters(text: &str) -> Vec<(usize, usize)> {
    let mut clusters: Vec<(usize, usize)> = Vec::new();
    for (from, character) in text.char_indices() {
        let until = from + character.len_utf8();
        match clusters.last_mut() {
            Some(last) if is_mark(character) || is_selector(character) => last.1 = until,
            _ => clusters.push((from, until)),
        }
    }
    clusters
}

/// Accents and vowel signs of the scripts that names are written in.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{f71}'..='\u{f84}'
            | '\u{f8d}'..='\u{fbc}'
    )
}

/// Chooses between two drawings of the character before it, and draws nothing: the
/// fonts have one drawing each.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_names_are_written_and_what_is_missing_is_known() {
        let font = Font::embedded();
        let check = |text: &str, missing: &str| {
            let found: String = font.missing(text).into_iter().collect();
            assert_eq!(found, missing, "{text}");
            let by_hand = font.faces[MAIN.0].glyph(BY_HAND).id;
            let frames = font
                .place(text)
                .iter()
                .filter(|p| p.glyph == by_hand)
                .count();
            assert_eq!(frames, missing.chars().count(), "{text}");
        };
        check("张三 Zhang San 0123456789 ·*—–：，。（）《》", "");
        // Characters in names that older systems did not support.
        check("喆堃淼燊镕犇翀旻祎昇", "");
        check("䶮㛃", "");
        check("𠅤", "");
        check("吉野𠮷 王𫍢 王𬹪", "");
        check(
            "Ivan Petrović Bartoš Lukáš Ahmet Şığ Łukasz Nguyễn Þóra",
            "",
        );
        check("A\u{30a}\u{331}", "");
        check("ئايگۈل تۇرسۇن", "");
        check("བཀྲ་ཤིས", "");
        check("辻\u{e0101}", "");
        check("𱍐", "𱍐");
        check("张\u{2ebf0}", "\u{2ebf0}");
        check("陈\u{4dbf}", "\u{4dbf}");
        check("😀", "😀");
        check("\u{e000}", "\u{e000}");
    }

    #[test]
    fn widths() {
        let font = Font::embedded();
        let check = |text: &str, ems: f32| {
            let found = font.width_em(text);
            assert!((found - ems).abs() < 0.02, "{text}: {found}");
        };
        check("", 0.0);
        check("回执", 2.0);
        check("00", 1.11);
        check("辻\u{e0101}", 1.0);
        check("𠮷", 1.0);
    }

    #[test]
    fn letters_are_joined_and_stand_from_left_to_right() {
        let font = Font::embedded();
        // One font a word.
        let word = font.place("Petrović");
        assert!(word.iter().all(|placed| placed.face == word[0].face));
        assert_eq!(word.len(), 8);
        // An accent takes no room of its own.
        let (bare, accented) = (font.width_em("x\u{331}"), font.width_em("x\u{331}\u{301}"));
        assert!((bare - accented).abs() < 0.01);
        // Arabic: the last letter of the text stands first, and joined letters are
        // drawn otherwise than alone.
        let arabic = font.place("بب");
        assert_eq!(arabic.first().map(|placed| placed.from), Some(2));
        let alone = font.place("ب")[0].glyph;
        assert!(arabic.iter().any(|placed| placed.glyph != alone));
        assert!(font.width_em("بب") < 2.0 * font.width_em("ب") - 0.05);
        // Tibetan: a stack is as wide as its widest letter.
        assert!(font.width_em("རྐ") < font.width_em("ར") + font.width_em("ཀ"));
    }

    #[test]
    fn every_byte_of_a_text_is_of_a_glyph() {
        let font = Font::embedded();
        for text in [
            "张三",
            "ئايگۈل تۇرسۇن",
            "བཀྲ་ཤིས",
            "王\u{2ebf0}a",
            "Petrovic\u{301}",
        ] {
            let mut placed = font.place(text);
            placed.sort_by_key(|one| one.from);
            let mut at = 0;
            for one in &placed {
                assert!(one.from <= at && one.until <= text.len(), "{text}: {one:?}");
                assert!(text.is_char_boundary(one.from) && text.is_char_boundary(one.until));
                at = at.max(one.until);
            }
            assert_eq!(at, text.len(), "{text}");
        }
    }
}
