//! Documents and places by name. What is no longer in the catalogue is shown by its
//! identifier.

use catalogue::{Catalogue, DivisionCode, DocumentId};

use crate::Speech;

/// A document's name, else its identifier.
pub(crate) fn document_name(s: Speech, catalogue: &Catalogue, id: &DocumentId) -> String {
    let known = catalogue.document_by_id(id.as_str());
    known.map_or_else(|| id.to_string(), |one| s.of(&one.names).to_owned())
}

/// A city's or province's name, else its code.
pub(crate) fn place_name(s: Speech, catalogue: &Catalogue, code: DivisionCode) -> String {
    let names = catalogue.place_names(code);
    names.map_or_else(|| code.to_string(), |names| s.of(names).to_owned())
}
