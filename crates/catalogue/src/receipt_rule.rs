//! Receipts: how long, how often and where one is valid, and its printed form.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{DivisionCode, DocumentId, Source, Text};

/// How long, how often and where a receipt is valid.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReceiptRule {
    /// The [`ReceiptForm`] it is printed on.
    pub form: String,
    /// How long it is valid.
    pub validity: Validity,
    /// How often it may be used.
    pub uses: Uses,
    /// Where it is valid.
    pub counts_in: CountsIn,
    /// Ids of other documents that it serves there too.
    pub also_for: Vec<DocumentId>,
    /// Where the figures come from.
    pub source: Source,
}

/// How long a receipt is valid, from the day after the picture was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Validity {
    /// So many days: the last is the day of the picture and this.
    Days(u16),
    /// So many months of the calendar.
    Months(u8),
}

/// How often a receipt may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Uses {
    /// Handing the photo over ends it (核销).
    Once,
    /// As often as wanted while it lasts.
    Many,
}

/// Which counters take a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CountsIn {
    /// Those of the issuing city.
    City,
    /// Those of its province.
    Province,
    /// All.
    Country,
}

/// A form: what the paper says besides the applicant and the photo.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReceiptForm {
    /// Stable id, kebab-case.
    pub id: String,
    /// The heading; `{place}` stands for the issuing place.
    pub title: Text,
    /// What the form calls the number: 回执号, 相片图像号.
    pub number_name: Text,
    /// The standard that the photo meets, as a sentence.
    pub standard: Text,
    /// Where to take the paper, as a sentence.
    pub instruction: Text,
    /// The languages it is printed in.
    pub languages: Languages,
    /// The rows of its table, in order.
    pub rows: Vec<FormRow>,
    /// Whether there is a part to cut off and keep.
    pub stub: Stub,
    /// Where the shape comes from.
    pub source: Source,
}

/// The languages a form is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Languages {
    /// Chinese.
    Chinese,
    /// Chinese with English below.
    Both,
}

/// Whether a form has a part to cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stub {
    /// It has one.
    CutOff,
    /// It has none.
    None,
}

/// A row of a form's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FormRow {
    /// The receipt's number.
    Number,
    /// The document applied for.
    Document,
    /// The issuing place.
    Place,
    /// The applicant's name, masked.
    Applicant,
    /// The identity number, masked.
    Identity,
    /// When the picture was taken.
    Taken,
    /// When it was approved.
    Approved,
    /// The last day of its validity.
    ValidUntil,
    /// Who issued it.
    Issuer,
    /// How the picture was taken: by the applicant.
    Way,
}

/// The rule of one document: where no place has its own, and where one has.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rules {
    pub(crate) country: ReceiptRule,
    pub(crate) places: BTreeMap<DivisionCode, ReceiptRule>,
}

/// Everything about receipts.
#[derive(Debug, Clone)]
pub(crate) struct Receipts {
    pub(crate) fallback: ReceiptRule,
    pub(crate) rules: BTreeMap<String, Rules>,
    /// By id.
    pub(crate) forms: BTreeMap<String, ReceiptForm>,
}
