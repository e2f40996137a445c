//! Choice of the city: the last one, a search, the provinces, a province's
//! cities.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use catalogue::{Catalogue, City, Document, LookupError, Province};
use serde::Deserialize;

use super::Purpose;
use crate::{Frame, Page, PageError, Speech, Tab, Visit, Web};

/// Query string of the page: `?q=` or `?province=`.
#[derive(Debug, Deserialize)]
pub(crate) struct CityQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    province: String,
}

#[derive(Template)]
#[template(path = "choose/cities.html")]
struct CitiesPage {
    s: Speech,
    frame: Frame,
    document: String,
    change: &'static str,
    action: String,
    query: String,
    notice: Option<Notice>,
    last: Option<CityRow>,
    list: Vec<CityRow>,
    heading: String,
    /// Whether the list is filtered while typing: only a list of cities is.
    narrows: bool,
}

struct Notice {
    what: String,
    remedy: String,
}

struct CityRow {
    href: String,
    name: String,
    value: String,
    keys: String,
}

/// The page, or a redirect to the city that was searched for.
pub(crate) fn city_page(
    web: &Web,
    visit: &Visit,
    purpose: Purpose,
    document: &Document,
    query: &CityQuery,
) -> Result<Response, PageError> {
    let s = visit.speech();
    let asked = query.q.trim();
    let row = |city: &City| row(s, purpose, document, city);
    let mut page = CitiesPage {
        s,
        frame: Frame::new(visit, s.say("choose-city-title"))
            .tab(Tab::Home)
            .back(purpose.documents()),
        document: s.of(&document.names).to_owned(),
        change: purpose.documents(),
        action: purpose.document(&document.id),
        query: asked.to_owned(),
        notice: None,
        last: None,
        list: Vec::new(),
        heading: String::new(),
        narrows: true,
    };
    if !asked.is_empty() {
        match web.catalogue.city(asked) {
            Ok(city) => {
                return Ok(Redirect::to(&purpose.city(&document.id, city.code)).into_response());
            }
            Err(error) => {
                page.list = meant(&web.catalogue, &error).map(row).collect();
                page.heading = if page.list.is_empty() {
                    String::new()
                } else {
                    s.say("choose-city-candidates")
                };
                page.notice = Some(notice(s, &error));
            }
        }
    } else if !query.province.is_empty() {
        let province = web
            .catalogue
            .provinces()
            .iter()
            .find(|province| province.code.to_string() == query.province)
            .ok_or(PageError::NotFound)?;
        page.frame = page.frame.back(purpose.document(&document.id));
        page.list = cities_of(&web.catalogue, province).map(row).collect();
        page.heading = s.of(&province.names).to_owned();
    }
    if page.list.is_empty() {
        page.narrows = false;
        page.heading = s.say("choose-city-provinces");
        page.list = provinces(s, &web.catalogue, purpose, document);
        let last = visit.last_city();
        let last = last.and_then(|code| web.catalogue.cities().iter().find(|c| c.code == code));
        page.last = last.map(row);
    }
    Ok(Page(page).into_response())
}

fn row(s: Speech, purpose: Purpose, document: &Document, city: &City) -> CityRow {
    let is_own_province = city.province == city.names.zh;
    CityRow {
        href: purpose.city(&document.id, city.code),
        name: s.of(&city.names).to_owned(),
        value: match s.locale {
            messages::Locale::Zh if !is_own_province => city.province.clone(),
            _ => String::new(),
        },
        keys: format!(
            "{} {} {} {} {}",
            city.names.zh,
            city.pinyin,
            city.initials,
            city.names.en.to_lowercase(),
            city.code
        ),
    }
}

fn cities_of<'a>(
    catalogue: &'a Catalogue,
    province: &'a Province,
) -> impl Iterator<Item = &'a City> {
    let cities = catalogue.cities().iter();
    cities.filter(|city| city.code.province() == province.code)
}

/// Provinces in which the document is issued; a municipality links to its city
/// directly.
fn provinces(
    s: Speech,
    catalogue: &Catalogue,
    purpose: Purpose,
    document: &Document,
) -> Vec<CityRow> {
    let rows = catalogue.provinces().iter().filter_map(|province| {
        let mut cities = cities_of(catalogue, province);
        let first = cities.next()?;
        let href = if cities.next().is_none() {
            purpose.city(&document.id, first.code)
        } else {
            let base = purpose.document(&document.id);
            format!("{base}?province={}", province.code)
        };
        Some(CityRow {
            href,
            name: s.of(&province.names).to_owned(),
            value: String::new(),
            keys: String::new(),
        })
    });
    rows.collect()
}

/// The cities matching a query; all of a province if it is named.
fn meant<'a>(
    catalogue: &'a Catalogue,
    error: &'a LookupError,
) -> Box<dyn Iterator<Item = &'a City> + 'a> {
    let cities = catalogue.cities().iter();
    match error {
        LookupError::ProvinceNotCity {
            provinces, also, ..
        } => Box::new(cities.filter(move |city| {
            provinces
                .iter()
                .any(|province| province.zh == city.province)
                || also.iter().any(|c| c.id == city.code.to_string())
        })),
        _ => {
            let near = error.candidates();
            Box::new(near.iter().filter_map(move |candidate| {
                let mut cities = catalogue.cities().iter();
                cities.find(|city| city.code.to_string() == candidate.id)
            }))
        }
    }
}

fn notice(s: Speech, error: &LookupError) -> Notice {
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
