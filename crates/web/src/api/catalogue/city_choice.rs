//! The choice of the city that issues a document.

use axum::Json;
use axum::extract::{Path, State};
use catalogue::{Catalogue, City, LookupError, fold};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::cities::CityLine;
use super::requirements::document_of_cities;
use crate::Web;
use crate::api::body::QueryParams;
use crate::api::error::Answer;
use crate::api::words::Words;
use crate::choices::{self, beginning, by_pinyin, large_to_apply, meant, read_query};

/// The cities to choose from.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CityChoice {
    /// What is said of a query that names no city, or several; absent otherwise.
    notice: Option<NoticeAnswer>,
    /// The large cities in which an order can be begun, the largest first; at most twelve.
    /// Empty with a query.
    large: Vec<CityLine>,
    /// Without a query all cities, by their pinyin. Else the one that is meant and those
    /// that begin with it, or, with a notice, those that may have been meant.
    cities: Vec<CityLine>,
}

/// What is wrong with a query.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NoticeAnswer {
    /// What is wrong.
    message: Words,
    /// What to do.
    remedy: Words,
}

impl From<&LookupError> for NoticeAnswer {
    fn from(error: &LookupError) -> Self {
        Self {
            message: Words::spoken(|s| choices::notice(s, error).what),
            remedy: Words::spoken(|s| choices::notice(s, error).remedy),
        }
    }
}

/// The search.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// The beginning of a city's name, of its pinyin or initials, or of its code. A city
    /// with its province before it, or a county, finds its city; a province alone is
    /// answered with a notice and its cities.
    q: Option<String>,
}

/// What a query finds.
struct Found<'a> {
    cities: Vec<&'a City>,
    notice: Option<NoticeAnswer>,
}

impl<'a> Found<'a> {
    fn of(catalogue: &'a Catalogue, query: &str) -> Self {
        let begin = beginning(catalogue, query);
        match catalogue.city(query) {
            // The one that is meant stands first: 深圳 for `sz`.
            Ok(city) => {
                let others = begin.into_iter().filter(|other| other.code != city.code);
                Self {
                    cities: [city].into_iter().chain(others).collect(),
                    notice: None,
                }
            }
            // A province is no city, though a city's name may begin with its name.
            Err(error) if begin.is_empty() || is_province(&error) => Self {
                notice: Some((&error).into()),
                cities: meant(catalogue, &error),
            },
            Err(_) => Self {
                cities: begin,
                notice: None,
            },
        }
    }
}

const fn is_province(error: &LookupError) -> bool {
    matches!(error, LookupError::ProvinceNotCity { .. })
}

/// The cities in which a document is issued, for choosing one. 404 for a document on which
/// no city decides.
#[utoipa::path(get, path = "/api/v1/documents/{document}/cities", operation_id = "choose_city", tag = "catalogue",
    params(("document" = String, Path, description = "Identifier of the document"), Wanted),
    responses((status = 200, description = "The cities.", body = CityChoice)))]
pub(crate) async fn choose(
    State(web): State<Web>,
    Path(document): Path<String>,
    QueryParams(wanted): QueryParams<Wanted>,
) -> Answer<Json<CityChoice>> {
    let catalogue = &web.catalogue;
    let document = document_of_cities(&web, &document)?;
    let query = read_query(wanted.q.as_deref().unwrap_or_default());
    if fold(&query).is_empty() {
        return Ok(Json(CityChoice {
            notice: None,
            large: CityLine::all(catalogue, large_to_apply(catalogue, document)),
            cities: CityLine::all(catalogue, by_pinyin(catalogue)),
        }));
    }
    let found = Found::of(catalogue, &query);
    Ok(Json(CityChoice {
        notice: found.notice,
        large: Vec::new(),
        cities: CityLine::all(catalogue, found.cities),
    }))
}
