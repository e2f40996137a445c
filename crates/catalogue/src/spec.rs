//! The specification of a photo: everything the crop, the encoder and the
//! checks are driven by.

use serde::{Deserialize, Serialize};

use crate::{Checks, Dpi, Mm, Px, Source, Text};

/// What one document, in one place, asks of the photo.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PhotoSpec {
    /// Version of the catalogue these figures were read from; an order keeps it.
    pub version: String,
    /// The standard to cite to a person, for instance `GA/T 461-2019`.
    pub standard: String,
    /// Width of the digital file.
    pub width_px: u32,
    /// Height of the digital file.
    pub height_px: u32,
    /// Density to write into the file.
    pub dpi: Dpi,
    /// Width on paper of what the digital file shows.
    pub width_mm: Mm,
    /// Height on paper of what the digital file shows.
    pub height_mm: Mm,
    /// Where the size comes from.
    pub source: Source,
    /// What stands behind the person.
    pub background: Background,
    /// What the file must be.
    pub file: FileWindow,
    /// Rules of geometry in pixels of the digital file, the one held first
    /// coming first; priorities are distinct.
    pub constraints: Vec<Constraint>,
    /// What the compliance checks' values are held against.
    pub checks: Checks,
    /// The paper photo, where it is cropped differently from the file; `None`
    /// means that the file itself is printed at `width_mm` × `height_mm`.
    pub print: Option<PrintSpec>,
}

impl PhotoSpec {
    /// The rule for one measure, if there is one.
    pub fn constraint(&self, measure: Measure) -> Option<&Constraint> {
        self.constraints.iter().find(|c| c.measure == measure)
    }
}

/// The background that is composed, and what else would pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Background {
    /// sRGB, 0..=255 a channel.
    pub rgb: [u8; 3],
    /// Other backgrounds that may be had instead, where the document leaves the
    /// choice.
    pub choices: Vec<Shade>,
    /// Other backgrounds the document tolerates, but which are not made.
    pub tolerated: Vec<Shade>,
    /// Where it comes from.
    pub source: Source,
}

/// A colour with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shade {
    /// sRGB, 0..=255 a channel.
    pub rgb: [u8; 3],
    /// What it is called, with its limits where the source gives any.
    pub name: Text,
}

/// The format and the size window of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileWindow {
    /// The only format accepted.
    pub format: FileFormat,
    /// Least size in bytes; 0 where there is no lower limit. A kilobyte of the
    /// data files has 1024 bytes.
    pub min_bytes: usize,
    /// What a file usually stays below, in bytes, where the document tells; a
    /// photo that cannot be made so small may be larger.
    pub usual_max_bytes: Option<usize>,
    /// Greatest size in bytes; more than `min_bytes`.
    pub max_bytes: usize,
    /// Least JPEG quality, 1..=100, where the document names one.
    pub min_quality: Option<u8>,
    /// Where it comes from.
    pub source: Source,
}

/// Formats a document may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileFormat {
    /// Baseline JPEG in a JFIF container.
    Jpeg,
}

/// One rule of geometry: `min <= measure <= max`, as near to `target` as the
/// rules before it leave room for. At least one of `min` and `max` is there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Constraint {
    /// What is measured.
    pub measure: Measure,
    /// Least value.
    pub min: Option<Px>,
    /// Greatest value.
    pub max: Option<Px>,
    /// What a planner aims at; inside the range.
    pub target: Px,
    /// 1 is held first.
    pub priority: u8,
    /// Where it comes from.
    pub source: Source,
}

/// What a rule of geometry measures, in the upright picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Width of the face from ear root to ear root.
    FaceWidth,
    /// Greatest width of the head, ears included, hair not.
    HeadWidth,
    /// Top of the hair to the chin.
    HeadHeight,
    /// Upper edge of the picture to the top of the hair.
    CrownMargin,
    /// Eye line to the lower edge.
    EyesFromBottom,
    /// Upper edge to the eye line.
    EyesFromTop,
    /// Left edge to the middle between the eyes.
    EyeMidX,
    /// Middle of the face from the vertical middle line; right is positive.
    FaceCentre,
    /// Pupil to pupil.
    InterEye,
    /// Chin to the lower edge.
    ChinToBottom,
}

impl Measure {
    /// Every measure, in the order of declaration.
    pub const ALL: [Self; 10] = [
        Self::FaceWidth,
        Self::HeadWidth,
        Self::HeadHeight,
        Self::CrownMargin,
        Self::EyesFromBottom,
        Self::EyesFromTop,
        Self::EyeMidX,
        Self::FaceCentre,
        Self::InterEye,
        Self::ChinToBottom,
    ];

    /// The measure's name in the data files and in messages.
    pub fn key(self) -> &'static str {
        match self {
            Self::FaceWidth => "face-width",
            Self::HeadWidth => "head-width",
            Self::HeadHeight => "head-height",
            Self::CrownMargin => "crown-margin",
            Self::EyesFromBottom => "eyes-from-bottom",
            Self::EyesFromTop => "eyes-from-top",
            Self::EyeMidX => "eye-mid-x",
            Self::FaceCentre => "face-centre",
            Self::InterEye => "inter-eye",
            Self::ChinToBottom => "chin-to-bottom",
        }
    }
}

/// The paper photo, where it is another crop than the digital file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PrintSpec {
    /// Width of the paper photo.
    pub width_mm: Mm,
    /// Height of the paper photo.
    pub height_mm: Mm,
    /// Density at which the print is made and its rules are expressed.
    pub dpi: Dpi,
    /// Left edge of the paper to the left edge of what the digital file shows.
    pub image_left_mm: Mm,
    /// Upper edge of the paper to the upper edge of what the digital file shows.
    pub image_top_mm: Mm,
    /// Where size and place come from.
    pub source: Source,
    /// Rules of geometry in pixels of the print at `dpi`, the one held first
    /// coming first.
    pub constraints: Vec<Constraint>,
}
