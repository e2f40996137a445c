//! `GET /many/{document}/{city}` and `GET /many/{document}`: photos of many people at
//! once, from a folder, a list or a ZIP file, for a school, a company or a shop. The
//! page's script does for each what the applicant's pages do; each becomes an order.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use catalogue::{Authority, City, Document};

use crate::pages::answer::AnswerView;
use crate::pages::choose::Purpose;
use crate::{Frame, Page, PageError, Speech, Tab, Visit, Web, money};
use domain::money::{PaidFor, Price};

/// Most people of one list: as many as a person can look through.
const MOST_PEOPLE: usize = 200;

#[derive(Template)]
#[template(path = "apply/many.html")]
struct Many {
    s: Speech,
    frame: Frame,
    document: String,
    city: Option<String>,
    /// Where each order begins.
    begin: String,
    most: usize,
    /// What each costs; `None` if it is free.
    price: Option<String>,
    /// What is said of one that was handed in.
    sent: String,
}

pub(crate) async fn in_city(
    State(web): State<Web>,
    visit: Visit,
    Path((id, code)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let document = Purpose::Apply.find_document(&web, &id)?;
    let city = Purpose::Apply.find_city(&web, &document, &code)?;
    page(&web, &visit, &document, Some(&city))
}

pub(crate) async fn anywhere(
    State(web): State<Web>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let document = Purpose::Apply.find_document(&web, &id)?;
    if document.authority == Authority::City {
        return Err(PageError::UnknownCity(Vec::new()));
    }
    page(&web, &visit, &document, None)
}

fn page(
    web: &Web,
    visit: &Visit,
    document: &Document,
    city: Option<&City>,
) -> Result<Response, PageError> {
    let s = visit.speech();
    // What a document asks beyond name, number and phone is asked one by one.
    let asks_more = !web.app.asks(&document.id).is_empty();
    let answer = AnswerView::new(s, &web.catalogue, document, city);
    if asks_more || !answer.goes_on() {
        return Err(PageError::NotFound);
    }
    let begin = match city {
        Some(city) => Purpose::Apply.city(&document.id, city.code),
        None => Purpose::Apply.document(&document.id),
    };
    let price = web.app.price(&document.id, city.map(|city| city.code));
    let page = Many {
        frame: Frame::new(visit, s.say("many-title"))
            .tab(Tab::Home)
            .back(begin.clone()),
        document: s.of(&document.names).to_owned(),
        city: city.map(|city| s.of(&city.names).to_owned()),
        begin,
        most: MOST_PEOPLE,
        price: price.map(|price| costs(web, s, price)),
        sent: match price {
            Some(price) if price.paid_for() == PaidFor::Applying => s.say("many-sent-unpaid"),
            _ => s.say("many-sent"),
        },
        s,
    };
    Ok(([(CACHE_CONTROL, "no-store")], Page(page)).into_response())
}

/// What each person pays, and where.
fn costs(web: &Web, s: Speech, price: Price) -> String {
    let price = money::price(s, Some(price));
    let said = s.with("price", price);
    match web.app.pays_online() {
        Some(_) => said.say("many-price-online"),
        None => said.say("many-price"),
    }
}
