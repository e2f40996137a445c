//! What is said of a query that names no city or several, and the cities that may
//! have been meant.

use catalogue::{Catalogue, City, LookupError};

use crate::Speech;

/// What is wrong with a query, and what to do.
pub(crate) struct Notice {
    pub(crate) what: String,
    pub(crate) remedy: String,
}

/// The cities matching a query; all of a province if it is named.
pub(crate) fn meant<'a>(catalogue: &'a Catalogue, error: &LookupError) -> Vec<&'a City> {
    let cities = catalogue.cities().iter();
    match error {
        LookupError::ProvinceNotCity {
            provinces, also, ..
        } => {
            let is_meant = |city: &&City| {
                provinces
                    .iter()
                    .any(|province| province.zh == city.province)
                    || also.iter().any(|c| c.id == city.code.to_string())
            };
            cities.filter(is_meant).collect()
        }
        _ => {
            let near = error.candidates().iter();
            let city = |id: &str| cities.clone().find(|city| city.code.to_string() == id);
            near.filter_map(|candidate| city(&candidate.id)).collect()
        }
    }
}

/// What is said of it.
pub(crate) fn notice(s: Speech, error: &LookupError) -> Notice {
    let query = match error {
        LookupError::UnknownCity { query, .. }
        | LookupError::AmbiguousCity { query, .. }
        | LookupError::ProvinceNotCity { query, .. }
        | LookupError::NoCityThere { query }
        | LookupError::CountyNotCity { query, .. }
        | LookupError::UnknownDocument { query, .. }
        | LookupError::AmbiguousDocument { query, .. } => query.as_str(),
        LookupError::EmptyQuery => "",
    };
    let names: Vec<&str> = error
        .candidates()
        .iter()
        .take(3)
        .map(|candidate| s.of(&candidate.names))
        .collect();
    let names = match s.locale {
        _ if names.is_empty() => "none".to_owned(),
        messages::Locale::Zh => names.join("、"),
        messages::Locale::En => names.join(", "),
    };
    let asked = s.with("query", query);
    let hint = s.with("examples", names);
    let (what, remedy) = match error {
        LookupError::ProvinceNotCity { .. } => (
            asked.say("choose-city-is-province"),
            hint.say("choose-city-is-province.remedy"),
        ),
        LookupError::CountyNotCity { .. } => (
            asked.say("choose-city-is-county"),
            hint.say("choose-city-is-county.remedy"),
        ),
        LookupError::AmbiguousCity { .. } => (
            asked.say("choose-city-ambiguous"),
            hint.say("choose-city-ambiguous.remedy"),
        ),
        LookupError::NoCityThere { .. } => (
            asked.say("choose-city-none-there"),
            hint.say("choose-city-none-there.remedy"),
        ),
        _ => (
            asked.say("choose-city-unknown"),
            hint.say("choose-city-unknown.remedy"),
        ),
    };
    Notice { what, remedy }
}
