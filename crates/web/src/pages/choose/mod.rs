//! Choosing a document and a city: shared by the pages that lead to an order and
//! those that only answer whether a photo of one's own is accepted.

mod category;
mod cities;
mod documents;
mod purpose;
mod search;

pub(crate) use category::{category_icon, category_name};
pub(crate) use cities::{CityQuery, city_page};
pub(crate) use documents::{DocumentQuery, documents_page};
pub(crate) use purpose::Purpose;
