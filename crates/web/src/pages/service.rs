//! `GET /service`: 客服, contact data, and the messages of each order.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;

use domain::ApplicantAction;
use usecases::applicant::OrderLine;

use super::application::about;
use super::my_orders::{orders_here, with_news};
use crate::frame::lines;
use crate::{Frame, Page, PageError, Speech, Tab, Visit, Web, hours};

#[derive(Template)]
#[template(path = "service.html")]
pub(crate) struct Service {
    s: Speech,
    frame: Frame,
    name: Option<String>,
    phone: Option<Phone>,
    email: Option<String>,
    hours: Option<String>,
    /// Lines of the address; empty where none is given.
    address: Vec<String>,
    /// Whether somebody is there to review now, and the hours; empty where none are
    /// set.
    reviewed: String,
    review_hours: Vec<(String, String)>,
    threads: Vec<Thread>,
}

/// The messages of one order.
struct Thread {
    href: String,
    order: String,
    status: String,
}

struct Phone {
    shown: String,
    dialled: String,
}

impl Service {
    fn is_silent(&self) -> bool {
        self.phone.is_none() && self.email.is_none() && self.address.is_empty()
    }
}

/// Older orders are listed under 订单.
const MOST_THREADS: usize = 5;

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<impl IntoResponse, PageError> {
    let s = visit.speech();
    let operator = &web.settings.operator;
    let phone = operator.phone.as_ref().map(|shown| Phone {
        shown: shown.clone(),
        dialled: shown
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect(),
    });
    let orders = orders_here(&web, &visit, &headers).await?;
    let news = with_news(&orders);
    let open = orders
        .iter()
        .filter(|line| line.summary.allows(ApplicantAction::Write));
    let thread = |line: &OrderLine| {
        let order = &line.summary;
        let (document, city) = about::names(s, &web, &order.document, order.city);
        let city = city.map(|city| format!(" · {city}"));
        let status = order.status.code();
        Thread {
            href: format!("/orders/{}/messages", order.number),
            order: document + &city.unwrap_or_default(),
            status: s.say(&format!("application-status-{status}")),
        }
    };
    let (now, opening) = (web.app.now(), web.app.opening());
    let page = Service {
        threads: open.take(MOST_THREADS).map(thread).collect(),
        s,
        frame: Frame::new(&visit, s.say("tab-service"))
            .tab(Tab::Service)
            .news(news),
        name: operator.name.as_ref().map(|name| s.of(name).to_owned()),
        phone,
        email: operator.email.clone(),
        address: lines(s, operator.address.as_ref()),
        reviewed: opening.map_or_else(String::new, |opening| hours::now(s, opening, now)),
        review_hours: opening.map_or_else(Vec::new, |opening| hours::lines(s, opening, now)),
        hours: operator.hours.as_ref().map(|hours| s.of(hours).to_owned()),
    };
    Ok(([(CACHE_CONTROL, "no-store")], Page(page)))
}
