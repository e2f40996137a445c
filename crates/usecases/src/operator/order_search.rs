//! Finding an order by a number or by whose it is. Each look names its reason and is
//! in the log, with what was sought by and never with what was typed.

use domain::applicant::{Phone, plain_number};
use domain::log::LogAction;
use domain::staff::right::FindOrders;
use domain::{LookReason, Order};
use storage::PersonDigests;

use super::order_list::{OrderLine, line};
use crate::app::App;
use crate::applicant::SoughtNumber;
use crate::counter::{identity_digest, name_digests};
use crate::error::AppError;
use crate::permit::Permit;

/// Most orders that a search gives.
const MOST_FOUND: u32 = 50;

/// By what an order was sought, in the log.
const BY_NUMBER: &str = "number";
const BY_PERSON: &str = "person";

/// The orders that `typed` is the number of, or the receipt number of, or what a
/// scanner reads from its paper; else those of whoever has this phone number, identity
/// number or name, newest first.
///
/// # Errors
/// [`AppError::Person`] for a text that can be none of these; storage.
pub async fn search_orders(
    app: &App,
    permit: &Permit<FindOrders>,
    typed: &str,
    reason: LookReason,
) -> Result<Vec<OrderLine>, AppError> {
    let number = SoughtNumber::parse(app, typed);
    let whose = digests(app, typed);
    if number.is_none() && whose.is_none() {
        return Err(AppError::Person);
    }
    let mut tx = app.write().await?;
    let mut orders: Vec<Order> = Vec::new();
    let mut sought_by = BY_NUMBER;
    if let Some(number) = number {
        orders.extend(number.stored(&mut *tx).await?.map(|(order, _)| order));
    }
    if let (true, Some(whose)) = (orders.is_empty(), whose) {
        sought_by = BY_PERSON;
        orders = tx.orders_of_person(&whose, MOST_FOUND).await?;
    }
    let (by, detail) = (permit.holder(), format!("{} {sought_by}", reason.code()));
    if orders.is_empty() {
        app.log(&mut *tx, by, LogAction::OrderSoughtInVain, "", &detail)
            .await?;
    }
    let mut lines = Vec::with_capacity(orders.len());
    for order in &orders {
        let subject = order.number.to_string();
        app.log(&mut *tx, by, LogAction::OrderSought, &subject, &detail)
            .await?;
        lines.push(line(app, &mut *tx, order).await?);
    }
    tx.save().await?;
    Ok(lines)
}

/// Digests of whatever of a person the text can be; `None` if it can be nothing.
fn digests(app: &App, typed: &str) -> Option<PersonDigests> {
    let mut whose = PersonDigests::default();
    if let Ok(phone) = Phone::parse(typed) {
        let earlier = phone.with_trunk_zero();
        let forms = std::iter::once(phone.as_str()).chain(earlier.as_deref());
        whose.phone = forms.map(|form| app.digest("phone", form)).collect();
    }
    let has_digits = typed.chars().any(char::is_numeric);
    if has_digits && !plain_number(typed).is_empty() {
        whose.identity = vec![identity_digest(app, typed)];
    }
    if !has_digits {
        whose.name = name_digests(app, typed).unwrap_or_default();
    }
    (whose != PersonDigests::default()).then_some(whose)
}
