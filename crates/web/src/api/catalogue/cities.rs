//! Cities by name, pinyin or code.

use axum::Json;
use axum::extract::State;
use catalogue::fold;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::Web;
use crate::api::body::QueryParams;
use crate::api::error::Answer;
use crate::api::words::Words;

/// An issuing city.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CityLine {
    /// Six digits of GB/T 2260.
    #[schema(example = "440300")]
    code: String,
    /// Names.
    names: Words,
    /// Its name in pinyin, without tones.
    pinyin: String,
}

impl From<&catalogue::City> for CityLine {
    fn from(city: &catalogue::City) -> Self {
        Self {
            code: city.code.to_string(),
            names: (&city.names).into(),
            pinyin: city.pinyin.clone(),
        }
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
    let q = fold(&wanted.q.unwrap_or_default());
    let begins = |text: &str| fold(text).starts_with(&q);
    let found = web.catalogue.cities().iter().filter(|city| {
        begins(&city.names.zh)
            || begins(&city.names.en)
            || begins(&city.pinyin)
            || begins(&city.initials)
            || begins(&city.code.to_string())
    });
    Ok(Json(found.map(Into::into).collect()))
}
