//! The orders of a device, and which of them have unread notices.

use std::cmp::Reverse;

use domain::{Order, OrderId, OrderNumber};
use storage::Transaction;

use super::own_order::{Credentials, OrderSummary, OwnOrder, open};
use crate::app::App;
use crate::error::AppError;

/// Most orders listed.
const MOST_SHOWN: u32 = 50;

/// An order in a device's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderLine {
    /// The order.
    pub summary: OrderSummary,
    /// Whether it has unread notices.
    pub has_news: bool,
}

/// The orders begun on the device or opened on it, newest first.
///
/// # Errors
/// Storage.
pub async fn orders_here(app: &App, shown: &Credentials) -> Result<Vec<OrderLine>, AppError> {
    let Some(device) = shown.device else {
        return Ok(Vec::new());
    };
    let mut orders = app
        .read()
        .await?
        .orders_of_device(device, MOST_SHOWN)
        .await?;
    for grant in &shown.grants {
        let number = grant.split('.').next().unwrap_or_default();
        let Ok(number) = OrderNumber::parse(number) else {
            continue;
        };
        orders.extend(open(app, number, shown).await?.map(|own| own.order));
    }
    orders.sort_by_key(|order| Reverse(order.id));
    orders.dedup_by_key(|order| order.id);
    let now = app.now();
    let mut tx = app.read().await?;
    let mut lines = Vec::with_capacity(orders.len());
    for order in orders {
        lines.push(OrderLine {
            has_news: has_news(app, &mut *tx, &order).await?,
            summary: OrderSummary::of(&order, now),
        });
    }
    Ok(lines)
}

async fn has_news(app: &App, tx: &mut dyn Transaction, order: &Order) -> Result<bool, AppError> {
    if order.erased_at.is_some() {
        return Ok(false);
    }
    let notices = tx.notices_of(order.id, app.now()).await?;
    Ok(notices.iter().any(|notice| notice.read_at.is_none()))
}

/// Marks the order's notices as read.
///
/// # Errors
/// Storage.
pub async fn read_notices(app: &App, own: &OwnOrder) -> Result<(), AppError> {
    // Usually there are none, and reading costs less than writing.
    let mut tx = app.read().await?;
    let is_news = has_news(app, &mut *tx, &own.order).await?;
    drop(tx);
    if !is_news {
        return Ok(());
    }
    let id: OrderId = own.order.id;
    let mut tx = app.write().await?;
    tx.read_notices(id, app.now()).await?;
    tx.save().await?;
    Ok(())
}
