//! `/office/till/{number}`: an order at the till. `POST` takes its price; `POST
//! …/payments/{id}` undoes a payment, has it given back, or records that it was.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::money::{BillStatus, PayWay, PaymentStatus, RefundFor};
use domain::{OrderNumber, PaymentId};
use serde::Deserialize;
use usecases::operator::{self, Names};
use usecases::sign_in::SignedIn;
use usecases::till::{self, PaymentView, TillOrder};
use usecases::{AppError, Permit};

use super::orders::Choice;
use super::whom::actor;
use crate::china_time::shown;
use crate::pages::application::about;
use crate::staff::Permitted;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Web, money};
use domain::staff::right::TakeMoney;

#[derive(Template)]
#[template(path = "office/till_order.html")]
struct TillOrderPage {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    action: String,
    document: String,
    city: String,
    status: String,
    /// The price and when it is paid.
    price: String,
    /// How the bill stands; `None` if it is free.
    bill: Option<String>,
    /// What the button says, if there is something to take.
    take: Option<String>,
    payments: Vec<PaymentRow>,
    reasons: Vec<Choice>,
    error: String,
}

struct PaymentRow {
    action: String,
    at: String,
    by: String,
    amount: String,
    slip: String,
    status: String,
    changed_at: String,
    may_be_undone: bool,
    is_kept: bool,
    /// Whether it is to be given back here, by hand.
    is_asked_back: bool,
    /// How it was paid.
    way: String,
    /// Why the payment service could not give it back, and what to do.
    failure: Option<String>,
}

/// The address of an order at the till.
pub(super) fn address(number: OrderNumber) -> String {
    format!("/office/till/{number}")
}

/// The form that takes the price.
#[derive(Deserialize)]
pub(crate) struct TakeForm {
    #[serde(default)]
    slip: String,
}

/// A form of a payment.
#[derive(Deserialize)]
pub(crate) struct PaymentForm {
    deed: Deed,
    #[serde(default)]
    why: String,
    #[serde(default)]
    slip: String,
}

/// What is done with a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Deed {
    Undo,
    Refund,
    /// Once more, where it failed; the reason is the one that was given.
    RefundAgain,
    GiveBack,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Permitted<TakeMoney>,
    Path(number): Path<String>,
) -> Result<Response, PageError> {
    let number = parse(&number)?;
    let page = drawn(&web, &visit, number, String::new()).await?;
    Ok(Page(page).into_response())
}

pub(crate) async fn take(
    State(web): State<Web>,
    visit: Permitted<TakeMoney>,
    Path(number): Path<String>,
    CsrfForm(form): CsrfForm<TakeForm>,
) -> Result<Response, PageError> {
    let number = parse(&number)?;
    let taken = till::take(&web.app, &visit.permit, number, &form.slip).await;
    answer(&web, &visit, number, taken).await
}

pub(crate) async fn change(
    State(web): State<Web>,
    visit: Permitted<TakeMoney>,
    Path((number, id)): Path<(String, String)>,
    CsrfForm(form): CsrfForm<PaymentForm>,
) -> Result<Response, PageError> {
    let number = parse(&number)?;
    let id: PaymentId = id.parse().map_err(|_| PageError::NotFound)?;
    let changed = deed(&web, &visit.permit, id, &form).await;
    answer(&web, &visit, number, changed).await
}

async fn deed(
    web: &Web,
    permit: &Permit<TakeMoney>,
    id: PaymentId,
    form: &PaymentForm,
) -> Result<TillOrder, AppError> {
    match form.deed {
        Deed::Undo => till::undo(&web.app, permit, id).await,
        Deed::Refund | Deed::RefundAgain => {
            let why = match form.deed {
                Deed::RefundAgain => RefundFor::Mistake,
                _ => RefundFor::chosen(&form.why).ok_or(AppError::UnknownName)?,
            };
            till::refund(&web.app, permit, id, why).await
        }
        Deed::GiveBack => till::give_back(&web.app, permit, id, &form.slip).await,
    }
}

/// The order's page afterwards, or the same with what stood in the way.
async fn answer(
    web: &Web,
    visit: &Permitted<TakeMoney>,
    number: OrderNumber,
    done: Result<TillOrder, AppError>,
) -> Result<Response, PageError> {
    let s = visit.visit.speech();
    let (status, error) = match done {
        Ok(order) => return Ok(Redirect::to(&address(order.number)).into_response()),
        Err(AppError::UnknownName) => (StatusCode::UNPROCESSABLE_ENTITY, s.say("till-choose")),
        Err(error @ (AppError::Refused(_) | AppError::Payment(_))) => {
            let key = format!("api-error-{}", error.code());
            let words = [s.say(&key), s.say(&format!("{key}.remedy"))];
            (StatusCode::CONFLICT, words.join(" "))
        }
        Err(error) => return Err(error.into()),
    };
    let page = drawn(web, visit, number, error).await?;
    Ok((status, Page(page)).into_response())
}

fn parse(number: &str) -> Result<OrderNumber, PageError> {
    OrderNumber::parse(number).map_err(|_| PageError::NotFound)
}

async fn drawn(
    web: &Web,
    visit: &Permitted<TakeMoney>,
    number: OrderNumber,
    error: String,
) -> Result<TillOrderPage, PageError> {
    let s = visit.visit.speech();
    let order = till::order(&web.app, &visit.permit, number).await?;
    let names = operator::names_for(&web.app, &visit.me).await?;
    let (document, city) = about::names(s, web, &order.document, order.city);
    let title = s.with("number", number.grouped()).say("till-order");
    let received = |price: domain::money::Price| {
        let amount = money::amount(s, price.amount());
        s.with("price", amount).say("till-take-yes")
    };
    let is_open = order.bill == BillStatus::Open;
    let reasons = RefundFor::BY_OPERATOR.into_iter().map(|why| Choice {
        name: s.say(&format!("till-refund-{}", why.code())),
        code: why.code().to_owned(),
        is_chosen: false,
    });
    Ok(TillOrderPage {
        frame: Frame::new(&visit.visit, title),
        me: visit.me.clone(),
        action: address(number),
        document,
        city: city.unwrap_or_default(),
        status: s.say(&format!("application-status-{}", order.status.code())),
        price: money::price(s, order.price),
        bill: order
            .price
            .map(|_| s.say(&format!("money-state-{}", order.bill.code()))),
        take: order.price.filter(|_| is_open).map(received),
        payments: order
            .payments
            .iter()
            .map(|payment| row(s, &names, number, payment))
            .collect(),
        reasons: reasons.collect(),
        error,
        s,
    })
}

fn row(s: Speech, names: &Names, number: OrderNumber, payment: &PaymentView) -> PaymentRow {
    PaymentRow {
        action: format!("{}/payments/{}", address(number), payment.id),
        at: shown(payment.at),
        by: actor(s, names, payment.by),
        amount: money::amount(s, payment.amount),
        slip: payment.reference.clone(),
        status: s.say(&format!("till-status-{}", payment.status.code())),
        changed_at: payment.changed_at.map(shown).unwrap_or_default(),
        may_be_undone: payment.may_be_undone,
        is_kept: payment.status == PaymentStatus::Taken,
        is_asked_back: match payment.way {
            PayWay::Till => payment.status == PaymentStatus::RefundAsked,
            PayWay::WechatPay => payment.status == PaymentStatus::RefundFailed,
        },
        way: s.say(&format!("till-way-{}", payment.way.code())),
        failure: payment
            .failure
            .as_ref()
            .map(|code| s.with("code", code).say("till-refund-again-hint")),
    }
}
