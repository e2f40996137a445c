//! What is offered to somebody who chooses a document and a city: how both are called and
//! found, and what is said of a query that names none. Pages and API offer the same.

mod category;
mod city_lists;
mod city_notice;
mod document_names;
mod document_search;

pub(crate) use category::category_name;
pub(crate) use city_lists::{beginning, by_pinyin, large, large_to_apply, short_city_name};
pub(crate) use city_notice::{Notice, meant, notice};
pub(crate) use document_names::{also, short_document_name};
pub(crate) use document_search::{keys, matching, read_query};
