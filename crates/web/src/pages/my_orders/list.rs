//! `GET /orders`: every order begun on this device or opened on it by number
//! and phone, newest first.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use domain::{Order, OrderNumber, Status};
use usecases::applicant;

use crate::china_time;
use crate::pages::application::{about, grants};
use crate::{Frame, Page, PageError, Speech, Tab, Visit, Web};

#[derive(Template)]
#[template(path = "my_orders/list.html")]
struct ListPage {
    s: Speech,
    frame: Frame,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    document: String,
    city: String,
    status: String,
    tone: &'static str,
    at: String,
    photo: Option<String>,
    /// Something happened that was not looked at yet.
    is_news: bool,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<impl IntoResponse, PageError> {
    let s = visit.speech();
    let orders = orders_here(&web, &visit, &headers).await?;
    let news = applicant::with_news(&web.app, &orders).await?;
    let row = |order: &Order| Row {
        is_news: news.contains(&order.id),
        ..row(s, &web, order)
    };
    let page = ListPage {
        frame: Frame::new(&visit, s.say("my-orders-title"))
            .tab(Tab::Orders)
            .news(news.len()),
        rows: orders.iter().map(row).collect(),
        s,
    };
    Ok(([(CACHE_CONTROL, "no-store")], Page(page)))
}

/// The orders begun on this device or opened on it, newest first.
pub(crate) async fn orders_here(
    web: &Web,
    visit: &Visit,
    headers: &HeaderMap,
) -> Result<Vec<Order>, PageError> {
    let Some(device) = visit.known_device() else {
        return Ok(Vec::new());
    };
    let device = web.app.digest_device(device);
    let mut orders = applicant::orders_of(&web.app, device).await?;
    let grants = grants(headers);
    for grant in &grants {
        let number = grant.split('.').next().unwrap_or_default();
        let Ok(number) = OrderNumber::parse(number) else {
            continue;
        };
        let own = applicant::open(&web.app, number, Some(device), &grants).await?;
        orders.extend(own.map(|own| own.order().clone()));
    }
    orders.sort_by_key(|order| std::cmp::Reverse(order.id));
    orders.dedup_by(|a, b| a.id == b.id);
    Ok(orders)
}

fn row(s: Speech, web: &Web, order: &Order) -> Row {
    let (document, city) = about::names(s, web, &order.document, order.city);
    let status = order.status(web.app.now());
    let tone = match status {
        Status::Approved => "good",
        Status::Rejected => "bad",
        Status::Draft | Status::Waiting | Status::InReview => "unsure",
        Status::Cancelled | Status::Lapsed => "plain",
    };
    let attempt = order.attempt.filter(|_| order.key.is_some());
    Row {
        href: format!("/orders/{}", order.number),
        document,
        city: city.unwrap_or_default(),
        status: s.say(&format!("application-status-{}", status.code())),
        tone,
        at: china_time::shown(order.updated_at),
        photo: attempt.map(|id| format!("/orders/{}/photo.jpg?attempt={id}", order.number)),
        is_news: false,
    }
}
