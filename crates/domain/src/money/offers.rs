//! The operator's prices: one for everything, for a document, or for a document in
//! a city or province.

use std::collections::BTreeMap;

use catalogue::{DivisionCode, DocumentId};

use crate::money::price::Price;

/// The prices of one document; `None` is free.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// Where no place below says otherwise.
    pub price: Option<Price>,
    /// In a city, or in the cities of a province.
    pub places: BTreeMap<DivisionCode, Option<Price>>,
}

/// All prices. Without any, everything is free.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offers {
    /// Where a document has none of its own.
    pub usual: Option<Price>,
    /// By document.
    pub documents: BTreeMap<DocumentId, Offer>,
}

impl Offers {
    /// The price of an order for `document` in `city`; `None` if it is free. A city's
    /// own price counts before its province's, and that before the document's.
    #[must_use]
    pub fn price(&self, document: &DocumentId, city: Option<DivisionCode>) -> Option<Price> {
        let Some(offer) = self.documents.get(document) else {
            return self.usual;
        };
        let place = city.and_then(|city| {
            let own = offer.places.get(&city);
            own.or_else(|| offer.places.get(&city.province()))
        });
        place.copied().unwrap_or(offer.price)
    }

    /// Whether anything has a price.
    #[must_use]
    pub fn ask_for_money(&self) -> bool {
        let mut documents = self.documents.values();
        self.usual.is_some()
            || documents
                .any(|offer| offer.price.is_some() || offer.places.values().any(Option::is_some))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{Fen, PaidFor};

    fn yuan(amount: i64) -> Option<Price> {
        Price::new(Fen(amount * 100), PaidFor::Applying).ok()
    }

    #[test]
    fn the_nearest_price_counts() {
        let place = |code: &str, price| (code.parse().unwrap(), price);
        let offers = Offers {
            usual: yuan(10),
            documents: BTreeMap::from([
                (
                    "passport".parse().unwrap(),
                    Offer {
                        price: yuan(20),
                        places: BTreeMap::from([
                            place("440000", yuan(30)),
                            place("440300", yuan(40)),
                            place("440100", None),
                        ]),
                    },
                ),
                ("japan-visa".parse().unwrap(), Offer::default()),
            ]),
        };
        let check = |document: &str, city: Option<&str>, expected: Option<Price>| {
            let city = city.map(|code| code.parse().unwrap());
            let found = offers.price(&document.parse().unwrap(), city);
            assert_eq!(found, expected, "{document} {city:?}");
        };
        check("resident-id-card", Some("440300"), yuan(10));
        check("passport", None, yuan(20));
        check("passport", Some("330100"), yuan(20));
        check("passport", Some("440600"), yuan(30));
        check("passport", Some("440300"), yuan(40));
        check("passport", Some("440100"), None);
        check("japan-visa", None, None);
    }

    #[test]
    fn whether_money_is_asked_for_at_all() {
        let check = |offers: Offers, expected| assert_eq!(offers.ask_for_money(), expected);
        check(Offers::default(), false);
        let usual = Offers {
            usual: yuan(1),
            ..Offers::default()
        };
        check(usual, true);
        let of = |offer| Offers {
            usual: None,
            documents: BTreeMap::from([("passport".parse().unwrap(), offer)]),
        };
        check(of(Offer::default()), false);
        let price = Offer {
            price: yuan(1),
            ..Offer::default()
        };
        check(of(price), true);
        let in_place = |price| Offer {
            price: None,
            places: BTreeMap::from([("440300".parse().unwrap(), price)]),
        };
        check(of(in_place(None)), false);
        check(of(in_place(yuan(1))), true);
    }
}
