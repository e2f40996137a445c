//! A document that asks for a photo.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{Acceptance, Ask, DivisionCode, DocumentId, PhotoSpec, Text};

/// A document that asks for a photo.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    /// Stable id, kebab-case, the name of its file.
    pub id: DocumentId,
    /// Official name.
    pub names: Text,
    /// Other names in use.
    pub aliases: Vec<String>,
    /// Pinyin without tones or spaces, and initials, for search.
    pub pinyin: Vec<String>,
    /// The group in which it is listed.
    pub category: Category,
    /// Who decides on the photo.
    #[serde(rename = "scope")]
    pub authority: Authority,
    /// The specification where no place has its own.
    pub photo: PhotoSpec,
    /// Whole specifications of places that differ, by city or province; the city's
    /// counts before the province's.
    pub photo_in: BTreeMap<DivisionCode, PhotoSpec>,
    /// What an approved order of it gives.
    pub gives: Gives,
    /// What it asks of its applicant besides name, identity and phone, in the
    /// order of the form.
    pub asks: Vec<Ask>,
    /// The answer where no place has its own.
    pub elsewhere: Acceptance,
    /// Answers by city or province; the city's counts before the province's.
    pub accepted_in: BTreeMap<DivisionCode, Acceptance>,
}

/// The group in which a document is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Who a person is and where they live.
    Identity,
    /// Social security.
    Social,
    /// Driving.
    Transport,
    /// Crossing the border.
    Travel,
    /// Licences to work.
    Occupation,
    /// Schools and diplomas.
    Education,
    /// Examinations.
    Examination,
    /// Visas of other countries and regions.
    Visa,
    /// Passports and cards of other countries.
    Abroad,
    /// A size of photo, for whoever asks for it.
    Size,
}

impl Category {
    /// Every category, in the order in which they are listed.
    pub const ALL: [Self; 10] = [
        Self::Identity,
        Self::Social,
        Self::Transport,
        Self::Travel,
        Self::Occupation,
        Self::Education,
        Self::Examination,
        Self::Visa,
        Self::Abroad,
        Self::Size,
    ];

    /// The category's name in the data files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Social => "social",
            Self::Transport => "transport",
            Self::Travel => "travel",
            Self::Occupation => "occupation",
            Self::Education => "education",
            Self::Examination => "examination",
            Self::Visa => "visa",
            Self::Abroad => "abroad",
            Self::Size => "size",
        }
    }
}

/// What an approved order of a document gives its applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gives {
    /// A photo receipt, against which a counter fetches the photo.
    Receipt,
    /// The photo alone: it is uploaded or handed in on paper, and nobody knows
    /// what a receipt is.
    Photo,
}

/// The authority that decides on a document's photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Authority {
    /// The issuing city: one must be named.
    City,
    /// One rule for the whole country.
    National,
    /// An authority abroad.
    Abroad,
}
