//! Names of an order's document and city.

use catalogue::{DivisionCode, DocumentId};
use usecases::applicant::OrderSummary;

use crate::{Speech, Web, names};

/// Document and city by name.
pub(crate) struct About {
    pub(crate) document: String,
    pub(crate) city: Option<String>,
}

impl About {
    /// The names for `order`. A document or city that is no longer in the
    /// catalogue is shown by its identifier.
    pub(crate) fn new(s: Speech, web: &Web, order: &OrderSummary) -> Self {
        let (document, city) = names(s, web, &order.document, order.city);
        Self { document, city }
    }
}

/// Document and city by name.
pub(crate) fn names(
    s: Speech,
    web: &Web,
    document: &DocumentId,
    city: Option<DivisionCode>,
) -> (String, Option<String>) {
    (
        document_name(s, web, document),
        city.map(|code| place_name(s, web, code)),
    )
}

/// The address where an order for this document and city begins.
pub(crate) fn begin_anew(document: &DocumentId, city: Option<DivisionCode>) -> String {
    match city {
        Some(city) => format!("/apply/{document}/{city}"),
        None => format!("/apply/{document}"),
    }
}

/// A document's name, else its identifier.
pub(crate) fn document_name(s: Speech, web: &Web, id: &DocumentId) -> String {
    names::document_name(s, &web.catalogue, id)
}

/// A city's or province's name, else its code.
pub(crate) fn place_name(s: Speech, web: &Web, code: DivisionCode) -> String {
    names::place_name(s, &web.catalogue, code)
}
