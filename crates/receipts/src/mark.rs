//! Marks on a page, in millimetres from its upper left corner.

/// A page and what stands on it, in the order of drawing.
pub(crate) struct Page {
    pub(crate) width_mm: f32,
    pub(crate) height_mm: f32,
    pub(crate) marks: Vec<Mark>,
}

/// One mark.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Mark {
    /// A line of text whose baseline begins at `x`, `y`.
    Text {
        x: f32,
        y: f32,
        /// Height of an em.
        size: f32,
        text: String,
    },
    /// A line.
    Line {
        from: (f32, f32),
        to: (f32, f32),
        width: f32,
        dash: Dash,
    },
    /// A black box.
    Box {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
    },
    /// The photo.
    Photo {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
    },
    /// Translucent red words around a centre, rising to the right.
    Stamp {
        centre: (f32, f32),
        size: f32,
        text: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dash {
    Solid,
    /// Where to cut.
    Cut,
}

/// How far a stamp rises, in degrees.
pub(crate) const STAMP_RISES: f32 = 30.0;
/// How much of what is under a stamp it hides.
pub(crate) const STAMP_OPACITY: f32 = 0.2;
/// Its colour.
pub(crate) const STAMP_RGB: [u8; 3] = [214, 30, 30];
/// Lengths of the strokes and gaps where to cut.
pub(crate) const CUT_MM: [f32; 2] = [2.0, 1.5];
