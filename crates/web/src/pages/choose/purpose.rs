//! The purpose of choosing a document and a city, and the resulting URL paths.

use std::fmt::Display;

use catalogue::{Authority, City, Document};

use crate::{Link, PageError, Web};

/// The purpose of a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To begin an order.
    Apply,
    /// To see whether photos taken by applicants are accepted.
    CanIUse,
}

impl Purpose {
    /// Path of the list of documents.
    pub(crate) const fn documents(self) -> &'static str {
        match self {
            Self::Apply => "/apply",
            Self::CanIUse => "/can-i-use",
        }
    }

    /// A document's path: its cities, or the result if no city decides.
    pub(crate) fn document(self, id: impl Display) -> String {
        format!("{}/{id}", self.documents())
    }

    /// Path of a document in a city.
    pub(crate) fn city(self, id: impl Display, city: impl Display) -> String {
        format!("{}/{id}/{city}", self.documents())
    }

    /// The document of an identifier in the path.
    ///
    /// # Errors
    /// [`PageError::UnknownDocument`] with suggestions.
    pub(crate) fn find_document(self, web: &Web, id: &str) -> Result<Document, PageError> {
        if let Some(document) = web.catalogue.document_by_id(id) {
            return Ok(document.clone());
        }
        Err(match web.catalogue.document(id) {
            Ok(document) => PageError::UnknownDocument(vec![Link {
                href: self.document(&document.id),
                name: document.names.clone(),
            }]),
            Err(error) => PageError::no_document(&error, |id| self.document(id)),
        })
    }

    /// The city of a code in the path.
    ///
    /// # Errors
    /// [`PageError::UnknownCity`] with suggestions: the city of that name, or
    /// the cities of a province.
    pub(crate) fn find_city(
        self,
        web: &Web,
        document: &Document,
        code: &str,
    ) -> Result<City, PageError> {
        let link = |code: &str| self.city(&document.id, code);
        if document.authority != Authority::City {
            return Err(PageError::UnknownCity(vec![Link {
                href: self.document(&document.id),
                name: document.names.clone(),
            }]));
        }
        match web.catalogue.city(code) {
            Ok(city) if city.code.to_string() == code => Ok(city.clone()),
            Ok(city) => Err(PageError::UnknownCity(vec![Link {
                href: link(&city.code.to_string()),
                name: city.names.clone(),
            }])),
            Err(error) => Err(PageError::no_city(&error, link)),
        }
    }
}
