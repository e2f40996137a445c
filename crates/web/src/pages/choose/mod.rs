//! Choice of a document and a city, for both purposes: an order, or the
//! question whether photos taken by applicants are accepted.

mod category;
mod cities;
mod city_rows;
mod documents;
mod places;
mod purpose;

pub(crate) use category::category_icon;
pub(crate) use cities::{CityQuery, city_page};
pub(crate) use documents::{DocumentQuery, documents_page};
pub(crate) use purpose::Purpose;
