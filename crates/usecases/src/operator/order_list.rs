//! The list of orders: how each stands, and nothing of its person.

use catalogue::{DivisionCode, DocumentId};
use domain::log::LogAction;
use domain::money::{BillStatus, Price};
use domain::staff::right::FindOrders;
use domain::{Order, OrderId, OrderNumber, Status, Timestamp, china};
use jiff::civil::Date;
use storage::{OrderFilter, Transaction};

use crate::app::App;
use crate::applicant::ReceiptGlance;
use crate::error::AppError;
use crate::permit::Permit;

/// Which orders to list; everything that is `None` is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderQuery {
    /// Those begun before this order: the next page.
    pub before: Option<OrderNumber>,
    /// In this status, a decision counting from the moment it was made.
    pub status: Option<Status>,
    /// For this document.
    pub document: Option<DocumentId>,
    /// For this city, or the cities of this province.
    pub city: Option<DivisionCode>,
    /// Begun on this day in China or later.
    pub from: Option<Date>,
    /// Begun on this day in China or earlier.
    pub until: Option<Date>,
}

/// An order in a list for staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderLine {
    /// The order's number.
    pub number: OrderNumber,
    /// The document.
    pub document: DocumentId,
    /// Issuing city; `None` for documents without a city.
    pub city: Option<DivisionCode>,
    /// Its status, a decision counting from the moment it was made.
    pub status: Status,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// How often it was submitted.
    pub submissions: u16,
    /// What it costs, and how that stands; `None` if it is free.
    pub bill: Option<(Price, BillStatus)>,
    /// How its receipt stands; `None` while it has none.
    pub receipt: Option<ReceiptGlance>,
    /// When personal data and photos were deleted.
    pub erased_at: Option<Timestamp>,
}

/// A page of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderPage {
    /// Newest first.
    pub lines: Vec<OrderLine>,
    /// Value of `before` for the next page; `None` if this is the last.
    pub next: Option<OrderNumber>,
}

/// Orders, newest first, at most `most`.
///
/// # Errors
/// [`AppError::NotFound`] if there is no order `before`; storage.
pub async fn orders(
    app: &App,
    _: &Permit<FindOrders>,
    query: &OrderQuery,
    most: u32,
) -> Result<OrderPage, AppError> {
    let mut tx = app.read().await?;
    page(app, &mut *tx, query, most).await
}

/// The same for a file, which is logged with its filter.
///
/// # Errors
/// [`AppError::NotFound`] if there is no order `before`; storage.
pub async fn orders_for_file(
    app: &App,
    permit: &Permit<FindOrders>,
    query: &OrderQuery,
    most: u32,
) -> Result<OrderPage, AppError> {
    let mut tx = app.write().await?;
    let page = page(app, &mut *tx, query, most).await?;
    let by = permit.holder();
    let filter = in_words(query);
    app.log(&mut *tx, by, LogAction::OrdersExported, "", &filter)
        .await?;
    tx.save().await?;
    Ok(page)
}

async fn page(
    app: &App,
    tx: &mut dyn Transaction,
    query: &OrderQuery,
    most: u32,
) -> Result<OrderPage, AppError> {
    let before = match query.before {
        None => query.until.map(|day| OrderId::first_of(china::ends(day))),
        Some(number) => {
            let order = tx.order_by_number(number).await?;
            Some(order.ok_or(AppError::NotFound)?.id)
        }
    };
    let filter = OrderFilter {
        before,
        from: query.from.map(|day| OrderId::first_of(china::begins(day))),
        status: query.status,
        document: query.document.clone(),
        city: query.city,
    };
    // One more than is shown tells whether there is a next page.
    let mut orders = tx.orders_found(&filter, most.saturating_add(1)).await?;
    let is_last = orders.len() <= most as usize;
    orders.truncate(most as usize);
    let next = orders.last().map(|order| order.number);
    let mut lines = Vec::with_capacity(orders.len());
    for order in &orders {
        lines.push(line(app, tx, order).await?);
    }
    Ok(OrderPage {
        lines,
        next: next.filter(|_| !is_last),
    })
}

pub(super) async fn line(
    app: &App,
    tx: &mut dyn Transaction,
    order: &Order,
) -> Result<OrderLine, AppError> {
    let receipt = tx.receipt_of_order(order.id).await?;
    Ok(OrderLine {
        number: order.number,
        document: order.document.clone(),
        city: order.city,
        status: order.state.settled(),
        created_at: order.created_at,
        updated_at: order.updated_at,
        submissions: order.submissions,
        bill: order.bill.price().map(|price| (price, order.bill_status())),
        receipt: receipt.map(|receipt| ReceiptGlance::of(&receipt, app.now())),
        erased_at: order.erased_at,
    })
}

/// The filter for the log: codes and days.
fn in_words(query: &OrderQuery) -> String {
    let part = |name: &str, value: Option<String>| value.map(|value| format!("{name}={value}"));
    let parts = [
        part("status", query.status.map(|one| one.code().to_owned())),
        part("document", query.document.as_ref().map(ToString::to_string)),
        part("city", query.city.map(|one| one.to_string())),
        part("from", query.from.map(|day| day.to_string())),
        part("until", query.until.map(|day| day.to_string())),
        part("before", query.before.map(|one| one.to_string())),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
