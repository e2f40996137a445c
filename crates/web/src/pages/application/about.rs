//! What an order is for, in words, and whether its applicant may change it now.

use catalogue::DivisionCode;
use domain::{Order, Status, Timestamp};

use crate::{Speech, Web};

/// Document and city as a person reads them.
pub(crate) struct About {
    pub(crate) document: String,
    pub(crate) city: Option<String>,
}

impl About {
    /// Of `order`. A document or city that has left the catalogue is called by
    /// its identifier.
    pub(crate) fn new(s: Speech, web: &Web, order: &Order) -> Self {
        let (document, city) = names(s, web, &order.document, order.city);
        Self { document, city }
    }
}

/// Document and city by their names.
pub(crate) fn names(
    s: Speech,
    web: &Web,
    document: &str,
    city: Option<DivisionCode>,
) -> (String, Option<String>) {
    let known = web.catalogue.documents();
    let document = known.iter().find(|known| known.id == document).map_or_else(
        || document.to_owned(),
        |document| s.of(&document.names).to_owned(),
    );
    let city = city.map(|code| {
        let found = web.catalogue.cities().iter().find(|city| city.code == code);
        found.map_or_else(|| code.to_string(), |city| s.of(&city.names).to_owned())
    });
    (document, city)
}

/// Whether picture and details may still be put: a draft, or a rejection that is
/// final.
pub(crate) fn is_open(order: &Order, now: Timestamp) -> bool {
    order.erased_at.is_none() && matches!(order.status(now), Status::Draft | Status::Rejected)
}
