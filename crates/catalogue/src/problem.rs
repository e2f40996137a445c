//! What is wrong with a data file, where, and the cure.

use std::fmt;

use serde::Serialize;

/// One thing wrong with the data.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Problem {
    /// The file, relative to the data folder.
    pub file: String,
    /// The key (`photo.file.min-kb`), or `line 12` where no key can be named;
    /// empty where the whole file is meant.
    pub key: String,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// What can be wrong with the data.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the fields are the values the cure names")]
pub enum ProblemKind {
    /// The file cannot be read as TOML or CSV.
    Syntax { message: String },
    /// Nothing reads a file of this name.
    UnknownFile,
    /// The file is not UTF-8 text.
    Encoding,
    /// No rule reads this key.
    UnknownKey { nearest: Option<String> },
    /// A key that must be there is not.
    MissingKey,
    /// The value is of another type.
    WrongType {
        expected: &'static str,
        found: &'static str,
    },
    /// The word is not one of those allowed.
    NotAllowed { found: String, allowed: Vec<String> },
    /// The number lies outside what is possible.
    OutOfRange { found: f64, min: f64, max: f64 },
    /// A text is empty.
    EmptyText,
    /// A text is there in one language only.
    MissingTranslation { language: &'static str },
    /// The id is not the file's name.
    IdNotFileName { found: String },
    /// The file's name cannot be a document's identifier.
    FileNameNotId { found: String },
    /// Two documents, or two rows, go by the same name.
    DuplicateName { name: String, other: String },
    /// No place of the tables is called so.
    UnknownPlace { name: String, nearest: Vec<String> },
    /// No entry of this name in the file's own list (sources, answers).
    UnknownReference { name: String, known: Vec<String> },
    /// `like` names no document, or one that is itself like another.
    BadLike { name: String },
    /// Pixels, millimetres and density do not agree within a pixel.
    SizesDisagree {
        axis: &'static str,
        px: u32,
        from_mm: f64,
    },
    /// The size window holds no file.
    EmptyWindow { min: f64, max: f64 },
    /// A rule has neither min nor max.
    NoLimit,
    /// The rule's least value is above its greatest.
    MinAboveMax { min: f64, max: f64 },
    /// The target lies outside its own range.
    TargetOutside {
        target: f64,
        min: Option<f64>,
        max: Option<f64>,
    },
    /// Two rules of a photo have the same priority.
    SamePriority { priority: u8, other: &'static str },
    /// Two reasons have the same digit on the inspector's keyboard.
    SameDigit { digit: u8, other: String },
    /// What passes a check reaches beyond what fails it.
    PassOutsideFail,
    /// No plausible head satisfies all rules together.
    NobodyFits,
    /// The digital photo does not lie inside its print.
    OutsidePrint,
    /// A document whose photo the city decides has no `[where]`, or one for
    /// abroad has.
    WhereAndScope,
}

impl ProblemKind {
    /// Stable code of the problem.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "syntax",
            Self::UnknownFile => "unknown-file",
            Self::Encoding => "encoding",
            Self::UnknownKey { .. } => "unknown-key",
            Self::MissingKey => "missing-key",
            Self::WrongType { .. } => "wrong-type",
            Self::NotAllowed { .. } => "not-allowed",
            Self::OutOfRange { .. } => "out-of-range",
            Self::EmptyText => "empty-text",
            Self::MissingTranslation { .. } => "missing-translation",
            Self::IdNotFileName { .. } => "id-not-file-name",
            Self::FileNameNotId { .. } => "file-name-not-id",
            Self::DuplicateName { .. } => "duplicate-name",
            Self::UnknownPlace { .. } => "unknown-place",
            Self::UnknownReference { .. } => "unknown-reference",
            Self::BadLike { .. } => "bad-like",
            Self::SizesDisagree { .. } => "sizes-disagree",
            Self::EmptyWindow { .. } => "empty-window",
            Self::NoLimit => "no-limit",
            Self::MinAboveMax { .. } => "min-above-max",
            Self::TargetOutside { .. } => "target-outside",
            Self::SamePriority { .. } => "same-priority",
            Self::SameDigit { .. } => "same-digit",
            Self::PassOutsideFail => "pass-outside-fail",
            Self::NobodyFits => "nobody-fits",
            Self::OutsidePrint => "outside-print",
            Self::WhereAndScope => "where-and-scope",
        }
    }

    /// What is wrong, without a full stop.
    fn complaint(&self) -> String {
        match self {
            Self::Syntax { message } => format!("cannot be read: {}", message.replace('\n', " ")),
            Self::UnknownFile => "is not a file of the catalogue".into(),
            Self::Encoding => "is not UTF-8 text".into(),
            Self::UnknownKey { .. } => "is not a key of this file".into(),
            Self::MissingKey => "is missing".into(),
            Self::WrongType { expected, found } => format!("is {found}, not {expected}"),
            Self::NotAllowed { found, .. } => format!("'{found}' is not a word known here"),
            Self::OutOfRange { found, min, max } => {
                format!("{found} lies outside {min} to {max}")
            }
            Self::EmptyText => "is empty".into(),
            Self::MissingTranslation { language } => format!("has no {language} text"),
            Self::IdNotFileName { found } => format!("'{found}' is not the file's name"),
            Self::FileNameNotId { found } => format!("'{found}' cannot be an identifier"),
            Self::DuplicateName { name, other } => {
                format!("'{name}' is also the name of {other}")
            }
            Self::UnknownPlace { name, .. } => format!("no city or province is called '{name}'"),
            Self::UnknownReference { name, .. } => format!("'{name}' is not in this file's list"),
            Self::BadLike { name } => format!("'{name}' cannot be followed"),
            Self::SizesDisagree { axis, px, from_mm } => format!(
                "the {axis} of {px} px disagrees with the millimetres, which make {from_mm:.1} px"
            ),
            Self::EmptyWindow { min, max } => format!("no file is between {min} and {max} KB"),
            Self::NoLimit => "has neither min nor max".into(),
            Self::MinAboveMax { min, max } => format!("min {min} is above max {max}"),
            Self::TargetOutside { target, min, max } => {
                let side = |limit: &Option<f64>| limit.map_or("open".into(), |v| v.to_string());
                format!(
                    "target {target} lies outside {} to {}",
                    side(min),
                    side(max)
                )
            }
            Self::SamePriority { priority, other } => {
                format!("priority {priority} is also that of {other}")
            }
            Self::SameDigit { digit, other } => format!("digit {digit} is also that of {other}"),
            Self::PassOutsideFail => "what passes reaches beyond what fails".into(),
            Self::NobodyFits => "nobody can satisfy these ranges together".into(),
            Self::OutsidePrint => "the digital photo does not lie inside the print".into(),
            Self::WhereAndScope => "does not go with the scope".into(),
        }
    }

    /// What to do about it, a sentence.
    fn cure(&self) -> String {
        match self {
            Self::Syntax { .. } => {
                "Look for a missing quotation mark, bracket or equals sign in that line.".into()
            }
            Self::UnknownFile => {
                "Corrections to a document go to documents/<id>.toml; otherwise take it away."
                    .into()
            }
            Self::Encoding => "Save the file as UTF-8 (in Excel: CSV UTF-8).".into(),
            Self::UnknownKey {
                nearest: Some(near),
            } => {
                format!("Write '{near}', or take the line out.")
            }
            Self::UnknownKey { nearest: None } => "Take the line out.".into(),
            Self::MissingKey => "Add it; the README beside the data shows how.".into(),
            Self::WrongType { expected, .. } => format!("Write {expected}."),
            Self::NotAllowed { allowed, .. } => format!("Write one of: {}.", allowed.join(", ")),
            Self::OutOfRange { min, max, .. } => format!("Write a number from {min} to {max}."),
            Self::EmptyText => "Write the text, or take the line out.".into(),
            Self::MissingTranslation { language } => format!("Add the {language} text."),
            Self::FileNameNotId { .. } => {
                "Name the file in small letters a to z, digits and hyphens.".into()
            }
            Self::IdNotFileName { .. } => {
                "Give the id the file's name without its ending, or rename the file.".into()
            }
            Self::DuplicateName { .. } => "Take one of the two out.".into(),
            Self::UnknownPlace { nearest, .. } if nearest.is_empty() => {
                "Use the full name as in cities.csv or provinces.csv, or the six-digit code.".into()
            }
            Self::UnknownPlace { nearest, .. } => {
                format!(
                    "Perhaps {}; or write the six-digit code.",
                    nearest.join(", ")
                )
            }
            Self::UnknownReference { known, .. } if known.is_empty() => {
                "Add an entry of that name.".into()
            }
            Self::UnknownReference { known, .. } => {
                format!(
                    "Use one of {}, or add an entry of that name.",
                    known.join(", ")
                )
            }
            Self::BadLike { .. } => {
                "Name a document that has its own figures, not one that follows another.".into()
            }
            Self::SizesDisagree { .. } => {
                "Correct pixels, millimetres or dpi: px = mm / 25.4 * dpi.".into()
            }
            Self::EmptyWindow { .. } => "Make min-kb smaller than max-kb.".into(),
            Self::NoLimit => "Add min, max or both.".into(),
            Self::MinAboveMax { .. } => "Swap or correct the two.".into(),
            Self::TargetOutside { .. } => "Choose a target between min and max.".into(),
            Self::SamePriority { .. } => "Give each rule its own number; 1 is held first.".into(),
            Self::SameDigit { .. } => {
                "Choose a free digit, or take the other's away with key = \"none\".".into()
            }
            Self::PassOutsideFail => {
                "Set the fail limits outside the pass limits, or leave the fail limits away.".into()
            }
            Self::NobodyFits => {
                "Check each range against its source; a unit or a digit is likely wrong.".into()
            }
            Self::OutsidePrint => "Correct the print's size or image-left-mm, image-top-mm.".into(),
            Self::WhereAndScope => {
                "Scope 'city' and 'national' need [where]; 'abroad' must not have it.".into()
            }
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, key, kind } = self;
        let separator = if key.is_empty() { "" } else { ": " };
        write!(
            f,
            "{file}: {key}{separator}{}. {}",
            kind.complaint(),
            kind.cure()
        )
    }
}
