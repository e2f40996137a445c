//! `GET /office/till`: bills that wait for their money, and money that waits to be given
//! back; `?number=` opens an order.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::OrderNumber;
use domain::money::{PayWay, PaymentStatus};
use serde::Deserialize;
use usecases::sign_in::SignedIn;
use usecases::till::{self, OpenBill, RefundDue};

use crate::china_time::shown;
use crate::pages::application::about;
use crate::staff::Permitted;
use crate::{Frame, Page, PageError, Speech, Web, money};
use domain::staff::right::TakeMoney;

#[derive(Template)]
#[template(path = "office/till.html")]
struct Till {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    number: String,
    error: String,
    bills: Vec<BillRow>,
    refunds: Vec<RefundRow>,
}

struct BillRow {
    href: String,
    number: String,
    document: String,
    city: String,
    status: String,
    price: String,
    since: String,
}

struct RefundRow {
    href: String,
    number: String,
    amount: String,
    slip: String,
    paid_at: String,
    since: String,
    why: String,
    /// What became of it, or who gives it back.
    state: String,
}

/// Query string of the page.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct TillQuery {
    #[serde(default)]
    number: String,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Permitted<TakeMoney>,
    Query(asked): Query<TillQuery>,
) -> Result<Response, PageError> {
    let s = visit.visit.speech();
    let typed = asked.number.trim();
    let error = match OrderNumber::parse(typed) {
        _ if typed.is_empty() => String::new(),
        Ok(number) => return Ok(Redirect::to(&super::till_order::address(number)).into_response()),
        Err(_) => s.say("till-number-wrong"),
    };
    let open = till::open(&web.app, &visit.permit).await?;
    let status = match error.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = Till {
        frame: Frame::new(&visit.visit, s.say("till-title")),
        me: visit.me,
        number: asked.number,
        error,
        bills: open
            .bills
            .iter()
            .map(|bill| bill_row(s, &web, bill))
            .collect(),
        refunds: open.refunds.iter().map(|due| refund_row(s, due)).collect(),
        s,
    };
    Ok((status, Page(page)).into_response())
}

fn bill_row(s: Speech, web: &Web, bill: &OpenBill) -> BillRow {
    let (document, city) = about::names(s, web, &bill.document, bill.city);
    BillRow {
        href: super::till_order::address(bill.number),
        number: bill.number.grouped(),
        document,
        city: city.unwrap_or_default(),
        status: s.say(&format!("application-status-{}", bill.status.code())),
        price: money::amount(s, bill.price.amount()),
        since: shown(bill.since),
    }
}

fn refund_row(s: Speech, due: &RefundDue) -> RefundRow {
    RefundRow {
        href: super::till_order::address(due.number),
        number: due.number.grouped(),
        amount: money::amount(s, due.amount),
        slip: due.reference.clone(),
        paid_at: shown(due.paid_at),
        since: shown(due.since),
        why: s.say(&format!("till-refund-{}", due.why.code())),
        state: match (due.way, due.status) {
            (PayWay::WechatPay, PaymentStatus::RefundAsked) => s.say("till-by-itself"),
            (_, status) => s.say(&format!("till-status-{}", status.code())),
        },
    }
}
