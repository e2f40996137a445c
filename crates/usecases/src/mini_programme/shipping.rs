//! Telling WeChat that what was paid for inside it was given: the receipt, or the photo.

use domain::money::{Charge, ChargeStatus, PayScene, PayWay};
use domain::{Due, Job, OrderId, Timestamp};
use storage::Transaction;
use wechat::Shipped;

use super::session::{failed, openid_of};
use crate::app::App;
use crate::error::AppError;
use crate::online::description;

/// Whether it was paid inside WeChat.
fn is_due(charge: &Charge) -> bool {
    charge.way == PayWay::WechatPay
        && charge.scene == PayScene::InApp
        && charge.status == ChargeStatus::Paid
}

/// Plans to tell it, for an order that was paid inside WeChat.
pub(crate) async fn plan_shipping(
    app: &App,
    tx: &mut dyn Transaction,
    order: OrderId,
    now: Timestamp,
) -> Result<(), AppError> {
    let charges = tx.charges_of(order).await?;
    if app.mini_programme().is_err() || !charges.iter().any(is_due) {
        return Ok(());
    }
    let job = Job::TellShipped { order };
    app.enqueue(tx, &Due { job, at: now }, now).await
}

/// Tells it. An order that its applicant erased meanwhile has no payer to name any more: the
/// operator tells it by hand on the merchant platform, where the money is seen to wait.
///
/// # Errors
/// [`AppError::Wechat`]; storage.
pub(crate) async fn tell_shipped(app: &App, id: OrderId) -> Result<(), AppError> {
    let Ok(mini) = app.mini_programme() else {
        return Ok(());
    };
    let mut tx = app.read().await?;
    let Some(order) = tx.order(id).await? else {
        return Ok(());
    };
    let charges = tx.charges_of(id).await?;
    drop(tx);
    let payer = app.payer(PayWay::WechatPay);
    let (Some(openid), Some(payer)) = (openid_of(app, &order)?, payer) else {
        tracing::warn!(number = %order.number, "WeChat could not be told of a delivery");
        return Ok(());
    };
    for charge in charges.iter().filter(|charge| is_due(charge)) {
        let shipped = Shipped {
            mchid: payer.shop().to_owned(),
            number: charge.id.to_string(),
            openid: openid.clone(),
            description: description(app, &order),
        };
        let told = mini.wechat.tell_shipped(&shipped, app.now().0).await;
        told.map_err(failed)?;
    }
    Ok(())
}
