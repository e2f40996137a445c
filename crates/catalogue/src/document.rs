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
    /// Schools and examinations.
    Education,
    /// Documents of other countries.
    Abroad,
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
