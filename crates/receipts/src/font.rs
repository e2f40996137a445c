//! The font: its characters, their widths and outlines.

use std::sync::LazyLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use crate::slip::SlipError;

const EMBEDDED: &[u8] = include_bytes!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../assets/fonts/NotoSansSC-Regular.ttf"
));

/// A font of one weight.
pub struct Font {
    bytes: &'static [u8],
    face: FontRef<'static>,
    krilla: krilla::text::Font,
}

impl std::fmt::Debug for Font {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Font({} bytes)", self.bytes.len())
    }
}

static FONT: LazyLock<Font> = LazyLock::new(|| {
    let face = FontRef::new(EMBEDDED).expect("a test opens the embedded font");
    let data = krilla::Data::from(EMBEDDED);
    Font {
        bytes: EMBEDDED,
        face,
        krilla: krilla::text::Font::new(data, 0).expect("a test opens the embedded font"),
    }
});

/// A glyph in a line of text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Placed {
    pub(crate) glyph: u32,
    /// Distance to the next glyph, in ems.
    pub(crate) advance_em: f32,
    /// The bytes of the text that it represents.
    pub(crate) from: usize,
    pub(crate) until: usize,
}

impl Font {
    /// Noto Sans SC, Regular; see `assets/fonts/README.md`.
    #[must_use]
    pub fn embedded() -> &'static Self {
        &FONT
    }

    pub(crate) fn krilla(&self) -> krilla::text::Font {
        self.krilla.clone()
    }

    fn metrics(&self) -> GlyphMetrics<'static> {
        self.face
            .glyph_metrics(Size::new(1.0), LocationRef::default())
    }

    /// Whether the font has a glyph for the character.
    #[must_use]
    pub fn has(&self, character: char) -> bool {
        self.face
            .charmap()
            .map(character)
            .is_some_and(|glyph| glyph != GlyphId::NOTDEF)
    }

    /// The glyphs of a line, one per character; the texts printed need no
    /// ligatures.
    ///
    /// # Errors
    /// [`SlipError::MissingGlyph`].
    pub(crate) fn place(&self, text: &str) -> Result<Vec<Placed>, SlipError> {
        let (charmap, metrics) = (self.face.charmap(), self.metrics());
        text.char_indices()
            .map(|(from, character)| {
                let glyph = charmap
                    .map(character)
                    .filter(|glyph| *glyph != GlyphId::NOTDEF)
                    .ok_or(SlipError::MissingGlyph { character })?;
                Ok(Placed {
                    glyph: glyph.to_u32(),
                    advance_em: metrics.advance_width(glyph).unwrap_or(1.0),
                    from,
                    until: from + character.len_utf8(),
                })
            })
            .collect()
    }

    /// A line's width in ems.
    ///
    /// # Errors
    /// [`SlipError::MissingGlyph`].
    pub(crate) fn width_em(&self, text: &str) -> Result<f32, SlipError> {
        Ok(self.place(text)?.iter().map(|glyph| glyph.advance_em).sum())
    }

    /// Draws a glyph's outline, in ems, y upwards.
    pub(crate) fn outline(&self, glyph: u32, pen: &mut impl OutlinePen) {
        let glyphs = self.face.outline_glyphs();
        if let Some(outline) = glyphs.get(GlyphId::new(glyph)) {
            let settings = DrawSettings::unhinted(Size::new(1.0), LocationRef::default());
            // Drawing a glyph of an opened font cannot fail; a blank one draws
            // nothing.
            let _drawn = outline.draw(settings, pen);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_names_and_what_is_missing() {
        let font = Font::embedded();
        let check = |text: &str, missing: Option<char>| {
            let found = match font.place(text) {
                Ok(_) => None,
                Err(SlipError::MissingGlyph { character }) => Some(character),
                Err(other) => panic!("{other}"),
            };
            assert_eq!(found, missing, "{text}");
        };
        check("张三 Zhang San 0123456789 ·*—–：，。（）《》", None);
        // Characters in names that older systems did not support.
        check("喆堃淼燊镕犇翀旻祎昇", None);
        check("䶮㛃", None);
        check("𠅤", None);
        check("𱍐", Some('𱍐'));
        check("😀", Some('😀'));
        check("\u{e000}", Some('\u{e000}'));
    }

    #[test]
    fn widths() {
        let font = Font::embedded();
        let check = |text: &str, ems: f32| {
            let found = font.width_em(text).unwrap();
            assert!((found - ems).abs() < 0.02, "{text}: {found}");
        };
        check("", 0.0);
        check("回执", 2.0);
        check("00", 1.11);
    }
}
