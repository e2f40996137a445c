//! What stands on a receipt, and why it cannot be drawn.

use catalogue::{Mm, PhotoSpec, ReceiptForm, Text};
use domain::ReceiptNumber;
use jiff::civil::Date;

/// Everything that stands on one receipt.
#[derive(Clone, Debug)]
pub struct Slip<'a> {
    /// The form.
    pub form: &'a ReceiptForm,
    /// Its number.
    pub number: ReceiptNumber,
    /// The document applied for.
    pub document: Text,
    /// Where it is issued; `None` for documents without a city.
    pub place: Option<Text>,
    /// Whose it is, masked.
    pub applicant: Applicant,
    /// The approved photo's file, JPEG.
    pub photo: &'a [u8],
    /// The photo's width and height on paper.
    pub photo_size: (Mm, Mm),
    /// When the picture was taken.
    pub taken: Date,
    /// When it was approved.
    pub approved: Date,
    /// The last day it is good for.
    pub valid_until: Date,
    /// Who issues it.
    pub issuer: Issuer,
    /// What the two-dimensional code says.
    pub code: &'a str,
}

/// An applicant as paper shows them: enough to tell whose it is, not enough to
/// use.
#[derive(Clone, PartialEq, Eq)]
pub struct Applicant {
    /// The name, masked.
    pub name: String,
    /// The identity number, masked.
    pub identity: String,
}

impl std::fmt::Debug for Applicant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Applicant")
    }
}

/// How large a document's photo is on a receipt: its paper photo, or the file at
/// its own size where it has none.
#[must_use]
pub fn photo_size(spec: &PhotoSpec) -> (Mm, Mm) {
    match &spec.print {
        Some(print) => (print.width_mm, print.height_mm),
        None => (spec.width_mm, spec.height_mm),
    }
}

/// Who issues receipts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Issuer {
    /// Nobody was set up: every receipt says 样张 SAMPLE.
    Sample,
    /// An inspection centre.
    Named {
        /// Its name.
        name: Text,
        /// Telephone or address, as it is to be printed.
        contact: Option<String>,
    },
}

/// Why a receipt cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum SlipError {
    /// The font has no such character: better no paper than an empty box.
    #[error("the font has no {character} (U+{:04X})", u32::from(*.character))]
    MissingGlyph {
        /// Which.
        character: char,
    },
    /// The photo's file does not decode.
    #[error("the photo does not decode")]
    Photo,
    /// What the two-dimensional code is to say is too long for one.
    #[error("the code's text is too long")]
    CodeTooLong,
    /// The PDF or the picture could not be written; a fault of the program.
    #[error("the page could not be written")]
    Writing,
}

impl SlipError {
    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::MissingGlyph { .. } => "paper-missing-glyph",
            Self::Photo => "paper-photo",
            Self::CodeTooLong => "paper-code-too-long",
            Self::Writing => "paper-writing",
        }
    }
}
