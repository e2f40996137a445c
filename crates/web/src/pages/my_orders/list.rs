//! `GET /orders`: the orders begun on this device or opened on it by number and
//! phone, newest first.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use domain::Status;
use usecases::applicant::{self, OrderLine, OrderSummary};

use crate::china_time;
use crate::pages::application::{about, credentials};
use crate::{Frame, Page, PageError, Speech, Tab, Visit, Web};

#[derive(Template)]
#[template(path = "my_orders/list.html")]
struct ListPage {
    s: Speech,
    frame: Frame,
    rows: Vec<OrderRow>,
    /// Drafts for a document and city of which a newer one stands above.
    older_drafts: Vec<OrderRow>,
}

struct OrderRow {
    href: String,
    document: String,
    city: String,
    status: String,
    tone: &'static str,
    at: String,
    /// Last day and number of its receipt.
    receipt: Option<String>,
    photo: Option<String>,
    /// Whether there are unread notices.
    is_news: bool,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<impl IntoResponse, PageError> {
    let s = visit.speech();
    let orders = orders_here(&web, &visit, &headers).await?;
    let (older_drafts, shown): (Vec<_>, Vec<_>) = (0..orders.len())
        .partition(|place| is_older_draft(&orders[..*place], &orders[*place].summary));
    let rows = |places: Vec<usize>| places.into_iter().map(|place| row(s, &web, &orders[place]));
    let page = ListPage {
        frame: Frame::new(&visit, s.say("my-orders-title"))
            .tab(Tab::Orders)
            .news(with_news(&orders)),
        rows: rows(shown).collect(),
        older_drafts: rows(older_drafts).collect(),
        s,
    };
    Ok(([(CACHE_CONTROL, "no-store")], Page(page)))
}

/// Whether it is a draft like one of the `newer` orders, which is the one to go on with.
fn is_older_draft(newer: &[OrderLine], order: &OrderSummary) -> bool {
    let is_draft = |one: &OrderSummary| one.status == Status::Draft;
    let is_like = |one: &OrderSummary| (&one.document, one.city) == (&order.document, order.city);
    let mut newer = newer.iter().map(|line| &line.summary);
    is_draft(order) && newer.any(|one| is_draft(one) && is_like(one))
}

/// The orders begun on this device or opened on it, newest first.
pub(crate) async fn orders_here(
    web: &Web,
    visit: &Visit,
    headers: &HeaderMap,
) -> Result<Vec<OrderLine>, PageError> {
    let shown = credentials(web, visit, headers);
    Ok(applicant::orders_here(&web.app, &shown).await?)
}

/// Number of orders with unread notices.
pub(crate) fn with_news(orders: &[OrderLine]) -> usize {
    orders.iter().filter(|line| line.has_news).count()
}

fn row(s: Speech, web: &Web, line: &OrderLine) -> OrderRow {
    let summary = &line.summary;
    let (document, city) = about::names(s, web, &summary.document, summary.city);
    let over = line.receipt.as_ref().filter(|receipt| receipt.is_over());
    let tone = match summary.status {
        _ if over.is_some() => "plain",
        Status::Approved => "good",
        Status::Rejected => "bad",
        Status::Draft | Status::Unpaid | Status::Waiting | Status::InReview => "unsure",
        Status::Cancelled | Status::Lapsed => "plain",
    };
    let number = summary.number;
    OrderRow {
        href: format!("/orders/{number}"),
        document,
        city: city.unwrap_or_default(),
        status: match over {
            Some(receipt) => s.say(&format!("receipt-{}", receipt.status.code())),
            None => s.say(&format!("application-status-{}", summary.status.code())),
        },
        receipt: line.receipt.as_ref().and_then(|receipt| {
            let number = receipt.number?.grouped();
            let words = s.with("until", receipt.valid_until.to_string());
            Some(words.with("number", number).say("my-orders-receipt"))
        }),
        tone,
        at: china_time::shown(summary.updated_at),
        photo: summary
            .picture
            .map(|id| format!("/orders/{number}/photo.jpg?attempt={id}")),
        is_news: line.has_news,
    }
}
