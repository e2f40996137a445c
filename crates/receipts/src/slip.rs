//! The content of a receipt, and why it cannot be drawn.

use catalogue::{Mm, PhotoSpec, ReceiptForm, Text};
use domain::{OrderNumber, ReceiptNumber};
use jiff::civil::Date;

/// The content of one receipt.
#[derive(Clone)]
pub struct Slip<'a> {
    /// The form it is printed on.
    pub form: &'a ReceiptForm,
    /// The receipt's number.
    pub number: ReceiptNumber,
    /// The order's number.
    pub order: OrderNumber,
    /// The document applied for.
    pub document: Text,
    /// Issuing city; `None` for documents without a city.
    pub place: Option<Text>,
    /// The applicant, masked.
    pub applicant: Applicant,
    /// The approved photo's file, JPEG.
    pub photo: &'a [u8],
    /// Width and height of the photo on paper, in millimetres.
    pub photo_size: (Mm, Mm),
    /// When the picture was taken.
    pub taken: Date,
    /// When it was approved.
    pub approved: Date,
    /// Last day of validity.
    pub valid_until: Date,
    /// Issuer.
    pub issuer: Issuer,
    /// Text of the QR code.
    pub code: &'a str,
    /// Text of the Data Matrix that opens a sealed photo; `None` for a photo
    /// that is not sealed. Never printed in letters.
    pub photo_code: Option<&'a str>,
}

/// The applicant as printed: masked, so that a lost receipt reveals little.
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

/// Size of a document's photo on a receipt, in millimetres: its paper photo, or
/// its file's size if it has no paper photo.
#[must_use]
pub fn photo_size(spec: &PhotoSpec) -> (Mm, Mm) {
    match &spec.print {
        Some(print) => (print.width_mm, print.height_mm),
        None => (spec.width_mm, spec.height_mm),
    }
}

/// The issuer of receipts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Issuer {
    /// None is configured: every receipt is marked 样张 SAMPLE.
    Sample,
    /// An inspection centre.
    Named {
        /// Name.
        name: Text,
        /// Telephone or address, as printed.
        contact: Option<String>,
    },
}

/// Why a receipt cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum SlipError {
    /// The photo's file cannot be decoded.
    #[error("the photo does not decode")]
    Photo,
    /// The text of the QR code is too long.
    #[error("the code's text is too long")]
    CodeTooLong,
    /// Encoding the PDF or image failed; a fault of the program.
    #[error("the page could not be written")]
    Writing,
}

impl SlipError {
    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Photo => "paper-photo",
            Self::CodeTooLong => "paper-code-too-long",
            Self::Writing => "paper-writing",
        }
    }
}
