//! The documents and cities that an API key is limited to.

use catalogue::{DivisionCode, DocumentId};

/// Documents and cities that a key, and what is done with it, is limited to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Documents; empty for all.
    pub documents: Vec<DocumentId>,
    /// Issuing cities; empty for all, and for documents without a city.
    pub cities: Vec<DivisionCode>,
}

impl Scope {
    /// Whether it is unlimited.
    #[must_use]
    pub const fn is_everything(&self) -> bool {
        self.documents.is_empty() && self.cities.is_empty()
    }

    /// Whether it covers `document` in `city`.
    #[must_use]
    pub fn covers(&self, document: &DocumentId, city: Option<DivisionCode>) -> bool {
        let in_city =
            self.cities.is_empty() || city.is_some_and(|city| self.cities.contains(&city));
        self.has_document(document) && in_city
    }

    /// Whether it covers `document` in at least one city.
    #[must_use]
    pub fn has_document(&self, document: &DocumentId) -> bool {
        self.documents.is_empty() || self.documents.contains(document)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_scope_covers() {
        let scope = |documents: &[&str], cities: &[u32]| Scope {
            documents: documents.iter().map(|id| id.parse().unwrap()).collect(),
            cities: cities
                .iter()
                .map(|code| DivisionCode::try_from(*code).unwrap())
                .collect(),
        };
        let check = |scope: &Scope, document: &str, city: Option<u32>, expected: bool| {
            let city = city.map(|code| DivisionCode::try_from(code).unwrap());
            let found = scope.covers(&document.parse().unwrap(), city);
            assert_eq!(found, expected, "{scope:?} {document} {city:?}");
        };
        let all = scope(&[], &[]);
        check(&all, "passport", Some(440_300), true);
        check(&all, "us-visa", None, true);
        let passports = scope(&["passport"], &[]);
        check(&passports, "passport", None, true);
        check(&passports, "us-visa", None, false);
        let shenzhen = scope(&[], &[440_300]);
        check(&shenzhen, "passport", Some(440_300), true);
        check(&shenzhen, "passport", Some(440_100), false);
        check(&shenzhen, "us-visa", None, false);
        assert!(all.is_everything() && !passports.is_everything());
    }
}
