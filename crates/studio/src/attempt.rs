//! The outcome of one picture.

use compliance::Judgement;
use imaging::{EncodedJpeg, Source};
use portrait::IdPhoto;

use crate::failure::Failure;
use crate::findings::{Findings, findings, nothing_to_judge};
use crate::wrong::{Wrong, lacks, wrongs};

/// The outcome of one picture, as far as it was reached.
#[derive(Default)]
pub struct Attempt {
    /// Properties of the file; there as soon as it was decoded.
    pub source: Option<Source>,
    /// The photo before it was encoded; there as soon as a person was found.
    pub photo: Option<IdPhoto>,
    /// The photo's file.
    pub file: Option<PhotoFile>,
    /// A JPEG of the picture, at most 200 pixels a side.
    pub thumbnail: Option<Vec<u8>>,
    /// A PNG of the photo with its measures drawn over it.
    pub annotated: Option<Vec<u8>>,
    /// What an inspector would object to; there as soon as there is a photo.
    pub compliance: Option<Judgement>,
    /// Why there is no file.
    pub failure: Option<Failure>,
}

impl Attempt {
    /// Whether the photo may be handed in: there is one, the picture lacked
    /// nothing, and no finding fails.
    #[must_use]
    pub fn usable(&self) -> bool {
        let lacks = |photo: &IdPhoto| !photo.shortfalls.is_empty();
        let passes = |report: &Judgement| report.verdict().may_be_handed_in();
        self.file.is_some()
            && self.failure.is_none()
            && !self.photo.as_ref().is_some_and(lacks)
            && self.compliance.as_ref().is_some_and(passes)
    }

    /// The findings, to be stored: those of the photo; where there was no
    /// photo to judge, what was wrong. `None` before either is known.
    #[must_use]
    pub fn findings(&self) -> Option<Findings> {
        match (&self.compliance, &self.photo, &self.failure) {
            (Some(report), Some(photo), _) => Some(findings(report, &photo.frame.map)),
            (_, _, Some(failure)) => Some(nothing_to_judge(failure)),
            _ => None,
        }
    }

    /// What is wrong, to be stored; also what a draft lacks. Empty for a
    /// usable photo.
    #[must_use]
    pub fn wrongs(&self) -> Vec<Wrong> {
        match (&self.failure, &self.photo) {
            (Some(failure), _) => wrongs(failure),
            (None, Some(photo)) => lacks(&photo.shortfalls),
            (None, None) => Vec::new(),
        }
    }
}

/// A photo's file.
#[derive(Clone)]
pub enum PhotoFile {
    /// On a background.
    Jpeg(EncodedJpeg),
    /// The person alone.
    Png(Vec<u8>),
}

impl PhotoFile {
    /// The file as it is to be stored.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Jpeg(jpeg) => &jpeg.bytes,
            Self::Png(bytes) => bytes,
        }
    }
}

// No picture in a log: only how large it is.
impl std::fmt::Debug for PhotoFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let form = match self {
            Self::Jpeg(_) => "Jpeg",
            Self::Png(_) => "Png",
        };
        write!(f, "{form}({} bytes)", self.bytes().len())
    }
}
