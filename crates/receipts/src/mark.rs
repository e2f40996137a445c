//! Marks on a page, in millimetres from its upper left corner.

/// A page and its marks, in drawing order.
pub(crate) struct Page {
    pub(crate) width_mm: f32,
    pub(crate) height_mm: f32,
    pub(crate) marks: Vec<Mark>,
}

/// One mark.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Mark {
    /// A line of text whose baseline starts at `x`, `y`.
    Text {
        x: f32,
        y: f32,
        /// Font size: height of an em.
        size: f32,
        text: String,
    },
    /// A straight line.
    Line {
        from: (f32, f32),
        to: (f32, f32),
        width: f32,
        dash: Dash,
    },
    /// A filled black rectangle.
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
    /// Translucent red text around a centre, rising to the right.
    Stamp {
        centre: (f32, f32),
        size: f32,
        text: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dash {
    Solid,
    /// A cutting line.
    Cut,
}

/// Slope of a stamp, in degrees.
pub(crate) const STAMP_RISES: f32 = 30.0;
/// Opacity of a stamp, 0 to 1.
pub(crate) const STAMP_OPACITY: f32 = 0.2;
/// Colour of a stamp, sRGB.
pub(crate) const STAMP_RGB: [u8; 3] = [214, 30, 30];
/// Lengths of the strokes and gaps of a cutting line, in millimetres.
pub(crate) const CUT_MM: [f32; 2] = [2.0, 1.5];
