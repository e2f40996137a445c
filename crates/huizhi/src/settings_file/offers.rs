//! `[offers.…]`: what orders cost. `[offers.usual]` holds for every document without
//! one of its own.

use std::collections::BTreeMap;

use catalogue::{Catalogue, Document, DocumentId};
use domain::money::{Fen, Offer, Offers, PaidFor, Price};
use serde::Deserialize;

/// Name of the offer for every document without one of its own.
const USUAL: &str = "usual";
/// How nothing to pay is written, where a place is cheaper than the rest.
const FREE: &str = "free";

/// The tables by document.
pub(super) type OffersSettings = BTreeMap<String, OfferSettings>;

/// One table.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct OfferSettings {
    /// Yuan with at most two decimals, or `free`; free unless given.
    price: Option<Written>,
    /// What is paid for; applying unless given.
    paid_for: Option<PaidFor>,
    /// Prices in cities and provinces, by name or code.
    cities: BTreeMap<String, Written>,
}

/// A price as it is written. Numbers are not taken: 0.1 is none that a computer holds
/// exactly.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    /// Anything else, to be refused with a hint.
    Other(toml::Value),
}

/// An offer that is wrong.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OfferFault {
    #[error("there is no document '{id}' to offer")]
    NoSuchDocument { id: String },
    #[error("no city or province of '{id}' is called '{place}'")]
    NoSuchPlace { id: String, place: String },
    #[error("'{written}' is not a price in yuan")]
    Price { written: String },
}

impl OfferFault {
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::NoSuchDocument { .. } => "settings-offer-document",
            Self::NoSuchPlace { .. } => "settings-offer-place",
            Self::Price { .. } => "settings-offer-price",
        }
    }
}

/// The offers as they are written, held against the catalogue.
///
/// # Errors
/// [`OfferFault`] for the first that cannot be.
pub(super) fn read(written: &OffersSettings, catalogue: &Catalogue) -> Result<Offers, OfferFault> {
    let mut offers = Offers::default();
    for (name, offer) in written {
        if name == USUAL {
            if let Some(place) = offer.cities.keys().next() {
                return Err(OfferFault::NoSuchPlace {
                    id: name.clone(),
                    place: place.clone(),
                });
            }
            offers.usual = offer.price()?;
            continue;
        }
        let document = catalogue.document_by_id(name);
        let document = document.ok_or_else(|| OfferFault::NoSuchDocument { id: name.clone() })?;
        let read = offer.of_document(document, catalogue)?;
        let id: DocumentId = document.id.clone();
        offers.documents.insert(id, read);
    }
    Ok(offers)
}

impl OfferSettings {
    fn of_document(&self, document: &Document, catalogue: &Catalogue) -> Result<Offer, OfferFault> {
        let mut places = BTreeMap::new();
        for (place, price) in &self.cities {
            let has_cities = document.authority == catalogue::Authority::City;
            let code = catalogue.place(place).filter(|_| has_cities);
            let code = code.ok_or_else(|| OfferFault::NoSuchPlace {
                id: document.id.to_string(),
                place: place.clone(),
            })?;
            places.insert(code, self.read(price)?);
        }
        Ok(Offer {
            price: self.price()?,
            places,
        })
    }

    fn price(&self) -> Result<Option<Price>, OfferFault> {
        self.price
            .as_ref()
            .map_or(Ok(None), |written| self.read(written))
    }

    fn read(&self, written: &Written) -> Result<Option<Price>, OfferFault> {
        let text = match written {
            Written::Text(text) if text.trim() == FREE => return Ok(None),
            Written::Text(text) => text.trim(),
            Written::Other(other) => {
                return Err(OfferFault::Price {
                    written: other.to_string(),
                });
            }
        };
        let paid_for = self.paid_for.unwrap_or(PaidFor::Applying);
        let amount = text.parse::<Fen>().ok();
        let price = amount.and_then(|amount| Price::new(amount, paid_for).ok());
        price.map(Some).ok_or_else(|| OfferFault::Price {
            written: text.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offers_are_read_exactly() {
        let catalogue = Catalogue::embedded().unwrap();
        let check = |text: &str, document: &str, city: &str, expected: Option<(i64, PaidFor)>| {
            let written: OffersSettings = toml::from_str(text).unwrap();
            let offers = read(&written, &catalogue).unwrap();
            let price = offers.price(&document.parse().unwrap(), city.parse().ok());
            let found = price.map(|price| (price.amount().0, price.paid_for()));
            assert_eq!(found, expected, "{text} {document} {city}");
        };
        let applying = |fen| Some((fen, PaidFor::Applying));
        check("", "passport", "440300", None);
        check(
            "[usual]\nprice = '0.29'",
            "passport",
            "440300",
            applying(29),
        );
        check(
            "[passport]\nprice = '15'",
            "passport",
            "440300",
            applying(1_500),
        );
        check(
            "[passport]\nprice = '15'",
            "resident-id-card",
            "440300",
            None,
        );
        check(
            "[usual]\nprice = '15'\n[passport]\nprice = 'free'",
            "passport",
            "440300",
            None,
        );
        let cities = "[passport]\nprice = '20'\npaid_for = 'receipt'\n\
                      cities = { 440300 = '25.50', '广东' = '18', beijing = 'free' }";
        let receipt = |fen| Some((fen, PaidFor::Receipt));
        check(cities, "passport", "440300", receipt(2_550));
        check(cities, "passport", "440100", receipt(1_800));
        check(cities, "passport", "110000", None);
        check(cities, "passport", "330100", receipt(2_000));
    }
}
