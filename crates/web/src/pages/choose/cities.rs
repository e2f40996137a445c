//! Choice of the city: the last one, the large ones, a search, all cities by their
//! letter, or a province's.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use catalogue::{Catalogue, City, Document};
use serde::Deserialize;

use super::Purpose;
use super::city_rows::{CityRow, Shown, by_letter, large, provinces, row};
use super::places::{Places, places};
use crate::choices::{Notice, meant, notice};
use crate::{Frame, Page, PageError, Speech, Tab, Visit, Web};

/// Query string of the page: `?q=`, `?province=` or `?by=province`.
#[derive(Debug, Deserialize)]
pub(crate) struct CityQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    province: String,
    #[serde(default)]
    by: String,
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
    large: Vec<CityRow>,
    /// Where photos taken by applicants are accepted, where that is the question.
    places: Option<Places>,
    /// Where that list is, where it is not.
    places_at: Option<String>,
    /// The list by provinces.
    by_province: Option<String>,
    /// The letters to jump to; empty for a list that has none.
    letters: Vec<String>,
    groups: Vec<Group>,
    /// Whether the list is filtered while typing: only a list of cities is.
    narrows: bool,
}

/// Rows under a heading: a letter, a province, what was meant.
pub(super) struct Group {
    pub(super) id: String,
    pub(super) heading: String,
    pub(super) rows: Vec<CityRow>,
}

impl Group {
    /// A group to which no address jumps.
    fn only(heading: String, rows: Vec<CityRow>) -> Vec<Self> {
        vec![Self {
            id: "list".to_owned(),
            heading,
            rows,
        }]
    }
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
    let catalogue = &web.catalogue;
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
        large: Vec::new(),
        places: None,
        places_at: None,
        by_province: None,
        letters: Vec::new(),
        groups: Vec::new(),
        narrows: true,
    };
    if !asked.is_empty() {
        match catalogue.city(asked) {
            Ok(city) => {
                return Ok(Redirect::to(&purpose.city(&document.id, city.code)).into_response());
            }
            Err(error) => {
                // From several provinces: each says which.
                let rows = meant(catalogue, &error)
                    .into_iter()
                    .map(|city| row(s, purpose, document, city, Shown::WithProvince))
                    .collect::<Vec<_>>();
                if !rows.is_empty() {
                    page.groups = Group::only(s.say("choose-city-candidates"), rows);
                }
                page.notice = Some(notice(s, &error));
            }
        }
    } else if !query.province.is_empty() {
        let province = catalogue
            .provinces()
            .iter()
            .find(|province| province.code.to_string() == query.province)
            .ok_or(PageError::NotFound)?;
        page.frame = page.frame.back(purpose.document(&document.id));
        let cities = catalogue.cities().iter();
        let inside = cities.filter(|city| city.code.province() == province.code);
        let rows = inside.map(|city| row(s, purpose, document, city, Shown::Alone));
        page.groups = Group::only(s.of(&province.names).to_owned(), rows.collect());
    } else if query.by == "province" {
        page.frame = page.frame.back(purpose.document(&document.id));
        page.narrows = false;
        let rows = provinces(s, catalogue, purpose, document);
        page.groups = Group::only(s.say("choose-city-provinces"), rows);
    }
    if page.groups.is_empty() {
        all(&mut page, web, visit, purpose, document);
    }
    Ok(Page(page).into_response())
}

/// The whole choice: the last city, the large ones, and all by their letter.
fn all(page: &mut CitiesPage, web: &Web, visit: &Visit, purpose: Purpose, document: &Document) {
    let (s, catalogue) = (page.s, &web.catalogue);
    let last = visit.last_city();
    let last = last.and_then(|code| catalogue.city_by_code(code));
    page.last = last.map(|city| row(s, purpose, document, city, Shown::Alone));
    page.large = large(s, catalogue, purpose, document);
    let base = purpose.document(&document.id);
    page.by_province = Some(format!("{base}?by=province"));
    match purpose {
        Purpose::Apply => {
            page.places_at = Some(Purpose::CanIUse.document(&document.id));
        }
        Purpose::CanIUse => page.places = Some(places(s, catalogue, document)),
    }
    page.groups = groups(by_letter(s, catalogue, purpose, document));
    page.letters = page
        .groups
        .iter()
        .map(|group| group.heading.clone())
        .collect();
}

fn groups(by_letter: BTreeMap<char, Vec<CityRow>>) -> Vec<Group> {
    let groups = by_letter.into_iter().map(|(letter, rows)| Group {
        id: format!("letter-{letter}"),
        heading: letter.to_string(),
        rows,
    });
    groups.collect()
}

/// Whether two cities have this English name.
pub(super) fn is_doubled(catalogue: &Catalogue, city: &City) -> bool {
    let same = catalogue.cities().iter();
    same.filter(|other| other.names.en == city.names.en).count() > 1
}
