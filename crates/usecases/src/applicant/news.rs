//! The orders of a device, and which of them have unread notices.

use std::cmp::Reverse;

use domain::{Order, OrderId, Status};
use storage::Transaction;

use super::grant::granted_number;
use super::own_order::{Credentials, MOST_GRANTS, OrderSummary, OwnOrder, open, open_found};
use super::view::ReceiptGlance;
use crate::app::App;
use crate::error::AppError;

/// Most orders listed.
const MOST_SHOWN: u32 = 50;

/// An order in a device's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderLine {
    /// The order.
    pub summary: OrderSummary,
    /// How its receipt stands; `None` while it has none, and for whoever only
    /// found the order.
    pub receipt: Option<ReceiptGlance>,
    /// Whether it has unread notices.
    pub has_news: bool,
}

/// The orders begun on the device or opened on it, and those of the WeChat user, newest
/// first.
///
/// # Errors
/// Storage.
pub async fn orders_here(app: &App, shown: &Credentials) -> Result<Vec<OrderLine>, AppError> {
    let mut tx = app.read().await?;
    let mut orders = Vec::new();
    if let Some(device) = shown.device {
        orders = tx.orders_of_device(device, MOST_SHOWN).await?;
    }
    if let Some(user) = shown.wechat {
        orders.extend(tx.orders_of_wechat_user(user, MOST_SHOWN).await?);
    }
    if let Some(union) = shown.wechat_union {
        orders.extend(tx.orders_of_wechat_union(union, MOST_SHOWN).await?);
    }
    drop(tx);
    let mut found = Vec::new();
    for grant in shown.grants.iter().take(MOST_GRANTS) {
        let Some(number) = granted_number(grant) else {
            continue;
        };
        if let Some(own) = open(app, number, shown).await? {
            orders.push(own.order);
        } else if let Some(seen) = open_found(app, number, shown).await? {
            found.push(seen.order.id);
            orders.push(seen.order);
        }
    }
    orders.sort_by_key(|order| Reverse(order.id));
    orders.dedup_by_key(|order| order.id);
    let now = app.now();
    let mut tx = app.read().await?;
    let mut lines = Vec::with_capacity(orders.len());
    for order in orders {
        let summary = OrderSummary::of(&order, now);
        lines.push(if found.contains(&order.id) {
            OrderLine {
                receipt: None,
                has_news: false,
                summary: summary.found(),
            }
        } else {
            let receipt = match summary.status {
                Status::Approved => tx.receipt_of_order(order.id).await?,
                _ => None,
            };
            OrderLine {
                receipt: receipt.map(|receipt| ReceiptGlance::of(&receipt, now)),
                has_news: has_news(app, &mut *tx, &order).await?,
                summary,
            }
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
