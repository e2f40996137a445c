//! Cities by name, pinyin or code.

use axum::Json;
use axum::extract::State;
use catalogue::{Catalogue, City};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::Web;
use crate::api::body::QueryParams;
use crate::api::error::Answer;
use crate::api::words::Words;
use crate::choices::{beginning, short_city_name};
use crate::names::place_name;

/// An issuing city.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CityLine {
    /// Six digits of GB/T 2260.
    #[schema(example = "440300")]
    code: String,
    /// Names.
    names: Words,
    /// A name for where there is little room.
    short: Words,
    /// The names of its province; a municipality's are its own.
    province: Words,
    /// Its name in pinyin, without tones.
    pinyin: String,
}

impl CityLine {
    /// The lines of these cities.
    pub(super) fn all(catalogue: &Catalogue, cities: Vec<&City>) -> Vec<Self> {
        let line = |city: &City| Self {
            code: city.code.to_string(),
            names: (&city.names).into(),
            short: Words::spoken(|s| short_city_name(s, city)),
            province: Words::spoken(|s| place_name(s, catalogue, city.code.province())),
            pinyin: city.pinyin.clone(),
        };
        cities.into_iter().map(line).collect()
    }
}

/// The search.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// The beginning of a name, of its pinyin or initials, or of the code;
    /// without it, all cities.
    q: Option<String>,
}

/// Cities whose name, pinyin, initials or code begin with the query.
#[utoipa::path(get, path = "/api/v1/cities", operation_id = "search_cities", tag = "catalogue", params(Wanted),
    responses((status = 200, description = "In the order of their codes.", body = [CityLine])))]
pub(crate) async fn search(
    State(web): State<Web>,
    QueryParams(wanted): QueryParams<Wanted>,
) -> Answer<Json<Vec<CityLine>>> {
    let found = beginning(&web.catalogue, &wanted.q.unwrap_or_default());
    Ok(Json(CityLine::all(&web.catalogue, found)))
}
