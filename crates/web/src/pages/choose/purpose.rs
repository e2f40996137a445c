//! What a document and a city are chosen for, and the addresses that follow.

use std::fmt::Display;

use catalogue::{Authority, City, Document};

use crate::{Link, PageError, Web};

/// What is being chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A photo receipt is to be applied for.
    Apply,
    /// Only whether a photo of one's own is accepted.
    CanIUse,
}

impl Purpose {
    /// Where the documents are listed.
    pub(crate) const fn documents(self) -> &'static str {
        match self {
            Self::Apply => "/apply",
            Self::CanIUse => "/can-i-use",
        }
    }

    /// A document's address: its cities, or what is wanted itself where no city
    /// decides.
    pub(crate) fn document(self, id: impl Display) -> String {
        format!("{}/{id}", self.documents())
    }

    /// A document's address in a city.
    pub(crate) fn city(self, id: impl Display, city: impl Display) -> String {
        format!("{}/{id}/{city}", self.documents())
    }

    /// The document that an address names.
    ///
    /// # Errors
    /// [`PageError::UnknownDocument`] with what may have been meant.
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

    /// The city that an address names by its code.
    ///
    /// # Errors
    /// [`PageError::UnknownCity`] with what may have been meant: a city that is
    /// named by its name, the cities of a province.
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
