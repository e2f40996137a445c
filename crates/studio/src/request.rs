//! What a photo must be.

use catalogue::PhotoSpec;
use imaging::Limits;
use portrait::Edit;

/// What a run asks of each photo.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// What the document, in its city, requires of the photo.
    pub spec: PhotoSpec,
    /// Limits on the picture's size.
    pub limits: Limits,
    /// The file that is wanted.
    pub form: Form,
    /// What to do when the picture lacks something.
    pub lacking: Lacking,
    /// What is wanted besides.
    pub extras: Extras,
    /// What is corrected by hand.
    pub edit: Edit,
}

/// The file a photo becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A JPEG inside the document's size window, on a background in sRGB.
    Jpeg([u8; 3]),
    /// A PNG of the person alone.
    Transparent,
}

impl Form {
    /// The background in force; `None` for transparency.
    #[must_use]
    pub fn background(self) -> Option<[u8; 3]> {
        match self {
            Self::Jpeg(background) => Some(background),
            Self::Transparent => None,
        }
    }
}

/// What to do when the picture lacks something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// Make no photo.
    Refuse,
    /// Make one nevertheless; it is not fit to be handed in.
    Draft,
}

/// What is drawn besides the photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Extras {
    /// Whether a small copy of the picture is wanted.
    pub thumbnail: bool,
    /// Whether the photo with its measures drawn over it is wanted.
    pub annotated: bool,
}
