//! One font file: its characters, their widths and outlines, and for scripts whose
//! letters join or stack the shaping of a run.

use harfrust::{ShapeOptions, ShaperData, UnicodeBuffer};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// A font of one weight.
pub(crate) struct Face {
    bytes: &'static [u8],
    font: FontRef<'static>,
    krilla: krilla::text::Font,
    /// For scripts that need it.
    shaping: Option<ShaperData>,
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Face({} bytes)", self.bytes.len())
    }
}

/// A glyph of a run, in ems.
pub(crate) struct Glyph {
    pub(crate) id: u32,
    pub(crate) advance_em: f32,
    /// y upwards.
    pub(crate) offset_em: (f32, f32),
    /// The bytes of the run that it represents.
    pub(crate) from: usize,
    pub(crate) until: usize,
}

impl Face {
    /// A font of characters that stand beside each other, each as it is.
    pub(crate) fn plain(bytes: &'static [u8]) -> Self {
        let font = FontRef::new(bytes).expect("a test opens the embedded fonts");
        let data = krilla::Data::from(bytes);
        Self {
            bytes,
            font,
            krilla: krilla::text::Font::new(data, 0).expect("a test opens the embedded fonts"),
            shaping: None,
        }
    }

    /// A font of letters that join, stack or carry marks.
    pub(crate) fn shaping(bytes: &'static [u8]) -> Self {
        let plain = Self::plain(bytes);
        Self {
            shaping: Some(ShaperData::new(&plain.font)),
            ..plain
        }
    }

    pub(crate) fn krilla(&self) -> krilla::text::Font {
        self.krilla.clone()
    }

    /// Whether it has a glyph for the character.
    pub(crate) fn has(&self, character: char) -> bool {
        self.id(character).is_some()
    }

    fn id(&self, character: char) -> Option<GlyphId> {
        let glyph = self.font.charmap().map(character)?;
        (glyph != GlyphId::NOTDEF).then_some(glyph)
    }

    fn metrics(&self) -> GlyphMetrics<'static> {
        self.font
            .glyph_metrics(Size::new(1.0), LocationRef::default())
    }

    /// A character's glyph alone; the empty one for a character that it lacks.
    pub(crate) fn glyph(&self, character: char) -> Glyph {
        let id = self.id(character).unwrap_or(GlyphId::NOTDEF);
        Glyph {
            id: id.to_u32(),
            advance_em: self.metrics().advance_width(id).unwrap_or(1.0),
            offset_em: (0.0, 0.0),
            from: 0,
            until: character.len_utf8(),
        }
    }

    /// The glyphs of a run, from left to right. Characters that it lacks, which
    /// variation selectors are, belong to the glyph before them.
    pub(crate) fn write(&self, run: &str) -> Vec<Glyph> {
        match &self.shaping {
            Some(data) => self.shaped(data, run),
            None => self.beside_each_other(run),
        }
    }

    fn beside_each_other(&self, run: &str) -> Vec<Glyph> {
        let metrics = self.metrics();
        let mut glyphs: Vec<Glyph> = Vec::with_capacity(run.len());
        for (from, character) in run.char_indices() {
            let until = from + character.len_utf8();
            match (self.id(character), glyphs.last_mut()) {
                (None, Some(last)) => last.until = until,
                (None, None) => {}
                (Some(id), _) => glyphs.push(Glyph {
                    id: id.to_u32(),
                    advance_em: metrics.advance_width(id).unwrap_or(1.0),
                    offset_em: (0.0, 0.0),
                    from,
                    until,
                }),
            }
        }
        glyphs
    }

    fn shaped(&self, data: &ShaperData, run: &str) -> Vec<Glyph> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(run);
        // Script and direction from the letters: a run is of one script.
        buffer.guess_segment_properties();
        let shaper = data.shaper(&self.font).build();
        let shaped = shaper.shape(buffer, ShapeOptions::new());
        let em = shaper.units_per_em() as f32;
        // A glyph represents the bytes from its cluster to the next one's.
        let mut starts: Vec<usize> = shaped
            .glyph_infos()
            .iter()
            .map(|info| info.cluster as usize)
            .collect();
        starts.push(run.len());
        starts.sort_unstable();
        starts.dedup();
        let next = |from: usize| starts.iter().copied().find(|start| *start > from);
        let infos = shaped.glyph_infos().iter();
        infos
            .zip(shaped.glyph_positions())
            .map(|(info, position)| {
                let from = info.cluster as usize;
                Glyph {
                    id: info.glyph_id,
                    advance_em: position.x_advance as f32 / em,
                    offset_em: (position.x_offset as f32 / em, position.y_offset as f32 / em),
                    from,
                    until: next(from).unwrap_or(run.len()),
                }
            })
            .collect()
    }

    /// Draws a glyph's outline, in ems, y upwards.
    pub(crate) fn outline(&self, glyph: u32, pen: &mut impl OutlinePen) {
        let glyphs = self.font.outline_glyphs();
        if let Some(outline) = glyphs.get(GlyphId::new(glyph)) {
            let settings = DrawSettings::unhinted(Size::new(1.0), LocationRef::default());
            // Drawing a glyph of an opened font cannot fail; a blank one draws
            // nothing.
            let _drawn = outline.draw(settings, pen);
        }
    }
}
