//! What a format's files may use that is not read here.

use std::fmt;

/// What a file uses that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Feature {
    /// PQ or HLG, beyond a screen's white.
    HighDynamicRange,
    /// CMYK in a scan for each ink.
    InksApart,
    /// A picture made by laying others over each other.
    Overlay,
    /// AV1 inside HEIF.
    Av1,
    /// An item of HEIF that is no coded picture.
    PictureItem,
    /// More tiles than any phone writes.
    ManyTiles,
    /// Tiles that are themselves grids or overlays.
    TilesOfPictures,
    /// More turns and mirrorings than any phone writes.
    ManyTurns,
    /// Data that lies in other items.
    StoredWithin,
    /// Colours of BT.2020.
    Bt2020,
    /// What the HEVC reader does not know.
    RareHevc,
    /// What the HEIF reader does not know.
    RareHeif,
    /// More scans than any writer makes.
    ManyScans,
    /// Other than one, three or four components.
    Components,
    /// Lossless JPEG.
    Lossless,
    /// Hierarchical JPEG.
    Hierarchical,
    /// Arithmetic coding.
    Arithmetic,
    /// The DNL marker.
    HeightBehind,
    /// More tables than any writer makes.
    ManyTables,
    /// JPEG of 12 bits.
    DeepSamples,
    /// Samples that are no whole numbers.
    FloatingPoint,
    /// Colours by their numbers.
    Palette,
    /// Luma and differences, without JPEG.
    YCbCr,
    /// CIE L*a*b*.
    Lab,
    /// Samples of other than 8 or 16 bits.
    SampleKind,
    /// Packed otherwise than by LZW, Deflate or PackBits.
    Packing,
    /// Parts larger than is unpacked at once.
    LargeParts,
}

impl Feature {
    /// All of them.
    pub const ALL: [Self; 27] = [
        Self::HighDynamicRange,
        Self::InksApart,
        Self::Overlay,
        Self::Av1,
        Self::PictureItem,
        Self::ManyTiles,
        Self::TilesOfPictures,
        Self::ManyTurns,
        Self::StoredWithin,
        Self::Bt2020,
        Self::RareHevc,
        Self::RareHeif,
        Self::ManyScans,
        Self::Components,
        Self::Lossless,
        Self::Hierarchical,
        Self::Arithmetic,
        Self::HeightBehind,
        Self::ManyTables,
        Self::DeepSamples,
        Self::FloatingPoint,
        Self::Palette,
        Self::YCbCr,
        Self::Lab,
        Self::SampleKind,
        Self::Packing,
        Self::LargeParts,
    ];

    /// A stable name for programs and message files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::HighDynamicRange => "high-dynamic-range",
            Self::InksApart => "inks-apart",
            Self::Overlay => "overlay",
            Self::Av1 => "av1",
            Self::PictureItem => "picture-item",
            Self::ManyTiles => "many-tiles",
            Self::TilesOfPictures => "tiles-of-pictures",
            Self::ManyTurns => "many-turns",
            Self::StoredWithin => "stored-within",
            Self::Bt2020 => "bt-2020",
            Self::RareHevc => "rare-hevc",
            Self::RareHeif => "rare-heif",
            Self::ManyScans => "many-scans",
            Self::Components => "components",
            Self::Lossless => "lossless",
            Self::Hierarchical => "hierarchical",
            Self::Arithmetic => "arithmetic",
            Self::HeightBehind => "height-behind",
            Self::ManyTables => "many-tables",
            Self::DeepSamples => "deep-samples",
            Self::FloatingPoint => "floating-point",
            Self::Palette => "palette",
            Self::YCbCr => "ycbcr",
            Self::Lab => "lab",
            Self::SampleKind => "sample-kind",
            Self::Packing => "packing",
            Self::LargeParts => "large-parts",
        }
    }
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
