//! Holding the book of a day against the payment service's own bill: what was paid there and
//! not booked is settled, and every other difference is shown to the operator.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::log::LogAction;
use domain::money::{BillCheck, BillDifference, BillFault, Fen, Movement, PayWay, PaymentStanding};
use domain::timestamp::minutes;
use domain::{Actor, ChargeId, OrderNumber, PaymentId, Timestamp, china};
use jiff::ToSpan as _;
use jiff::civil::Date;
use payments::{BillLine, Found, Moved, PayError, PayService};
use storage::{Period, Transaction};

use super::offer::failed;
use super::settle::settle;
use crate::app::App;
use crate::error::AppError;

/// When a day's bill is asked for, on the morning after it: WeChat Pay makes it by ten.
const MADE: std::time::Duration = minutes(10 * 60 + 30);

/// Most days that are made up for at once; bills are kept for three months.
const MOST_DAYS: i32 = 31;

/// Most payments of other systems that are listed for a day: the others are in the sums.
const MOST_OTHERS: usize = 100;

/// Most entries of the book that a day is thought to have.
const MOST_ENTRIES: u32 = 100_000;

/// The last day whose bill is made.
fn last_billed(now: Timestamp) -> Date {
    china::date(now.minus(MADE)).saturating_sub(1.day())
}

/// When the next bill is made.
pub(crate) fn next_bill(now: Timestamp) -> Timestamp {
    let today = china::begins(china::date(now)).plus(MADE);
    match today > now {
        true => today,
        false => china::ends(china::date(now)).plus(MADE),
    }
}

/// Checks every day since the last that was checked, or the last day alone.
///
/// # Errors
/// [`AppError::Pay`]: the day is checked later; storage.
pub(crate) async fn reconcile(app: &App) -> Result<(), AppError> {
    let last = last_billed(app.now());
    for way in PayWay::ALL {
        let Some(payer) = app.payer(way).cloned() else {
            continue;
        };
        let checked = app.read().await?.last_bill_check(way).await?;
        let earliest = last.saturating_sub((MOST_DAYS - 1).days());
        let mut day = checked.map_or(last, |day| day.saturating_add(1.day()));
        day = day.max(earliest);
        while day <= last {
            check(app, way, &payer, day).await?;
            day = day.saturating_add(1.day());
        }
    }
    Ok(())
}

async fn check(
    app: &App,
    way: PayWay,
    payer: &Arc<dyn PayService>,
    day: Date,
) -> Result<(), AppError> {
    let lines = payer.bill(&day.to_string(), app.now().0).await;
    let mut found = BillCheck {
        day,
        way,
        at: app.now(),
        payments: 0,
        taken: Fen::ZERO,
        refunds: 0,
        refunded: Fen::ZERO,
        differences: Vec::new(),
    };
    let lines = match lines {
        Ok(lines) => lines,
        // It would not read tomorrow either: the days after it are gone through.
        Err(error @ PayError::Malformed) => {
            failed(error);
            found.differences.push(unreadable(String::new()));
            return keep(app, &found).await;
        }
        Err(error) => return Err(failed(error).into()),
    };
    for line in &lines {
        let yuan = match &line.moved {
            Moved::Paid { yuan } | Moved::Refunded { yuan, .. } => yuan,
        };
        let Ok(amount) = yuan.parse::<Fen>() else {
            found.differences.push(unreadable(line.transaction.clone()));
            continue;
        };
        let difference = match &line.moved {
            Moved::Paid { .. } => {
                found.payments += 1;
                found.taken = found.taken + amount;
                paid(app, way, payer, line, amount).await?
            }
            Moved::Refunded { refund, .. } => {
                found.refunds += 1;
                found.refunded = found.refunded + amount;
                refunded(app, way, line, refund, amount).await?
            }
        };
        found.differences.extend(difference);
    }
    let missing = not_in_bill(app, way, payer, day, &lines).await?;
    found.differences.extend(missing);
    let mut others = 0;
    found.differences.retain(|one| {
        others += usize::from(one.what == BillFault::NotOurs);
        one.what != BillFault::NotOurs || others <= MOST_OTHERS
    });
    keep(app, &found).await
}

/// A bill, or a line of it, that does not read.
const fn unreadable(transaction: String) -> BillDifference {
    BillDifference {
        what: BillFault::Unreadable,
        transaction,
        order: None,
        there: None,
        here: None,
    }
}

/// Keeps what was found, and logs it.
async fn keep(app: &App, found: &BillCheck) -> Result<(), AppError> {
    let count = found.differences.len();
    if count > 0 {
        tracing::warn!(count, "the payment service's bill differs from the book");
    }
    let mut tx = app.write().await?;
    tx.keep_bill_check(found).await?;
    let subject = found.day.to_string();
    let detail = format!("{} {count}", found.way.code());
    let action = LogAction::BillChecked;
    app.log(&mut *tx, Actor::System, action, &subject, &detail)
        .await?;
    Ok(tx.save().await?)
}

/// A line of the bill of which the book has something else: an order and an amount, where it
/// has any.
fn differing(
    line: &BillLine,
    there: Fen,
    what: BillFault,
    (order, here): (Option<OrderNumber>, Option<Fen>),
) -> BillDifference {
    BillDifference {
        what,
        transaction: line.transaction.clone(),
        order,
        there: Some(there),
        here,
    }
}

/// How a payment of the bill differs from the book. One that was not booked is settled, as
/// the service tells of it now.
async fn paid(
    app: &App,
    way: PayWay,
    payer: &Arc<dyn PayService>,
    line: &BillLine,
    amount: Fen,
) -> Result<Option<BillDifference>, AppError> {
    let mut tx = app.read().await?;
    let booked = tx.payment_of_transaction(way, &line.transaction).await?;
    let differs = |what, order, here| differing(line, amount, what, (order, here));
    if let Some(booked) = booked {
        let what = BillFault::OtherAmount;
        let is_same = booked.amount == amount;
        return Ok((!is_same).then(|| differs(what, Some(booked.number), Some(booked.amount))));
    }
    let charge = match line.number.parse::<ChargeId>() {
        Ok(id) => tx.charge(id).await?,
        Err(_) => None,
    };
    let Some(charge) = charge else {
        return Ok(Some(differs(BillFault::NotOurs, None, None)));
    };
    let order = tx.order(charge.order).await?.map(|order| order.number);
    drop(tx);
    let told = payer.find(&line.number, app.now().0).await;
    let what = match told.map_err(failed)? {
        Found::Paid(told) => {
            settle(app, way, &told).await?;
            BillFault::NotBooked
        }
        _ => BillFault::NotSettled,
    };
    Ok(Some(differs(what, order, None)))
}

/// How a refund of the bill differs from the book.
async fn refunded(
    app: &App,
    way: PayWay,
    line: &BillLine,
    refund: &str,
    amount: Fen,
) -> Result<Option<BillDifference>, AppError> {
    let mut tx = app.read().await?;
    let payment = match refund.parse::<PaymentId>() {
        Ok(id) => tx.payment(id).await?,
        Err(_) => None,
    };
    let differs = |what, order, here| differing(line, amount, what, (order, here));
    let Some(payment) = payment else {
        // Somebody gave it back on the merchant platform, or it is another system's.
        let booked = tx.payment_of_transaction(way, &line.transaction).await?;
        return Ok(Some(match booked {
            Some(booked) => differs(BillFault::RefundNotBooked, Some(booked.number), None),
            None => differs(BillFault::NotOurs, None, None),
        }));
    };
    // What a person gave back at the till and the service too went back twice.
    let is_booked = match payment.standing {
        PaymentStanding::RefundAsked { .. } => true,
        PaymentStanding::Refunded { by, .. } => by == Actor::System,
        _ => false,
    };
    Ok(match (is_booked, payment.amount == amount) {
        (true, true) => None,
        (true, false) => Some(differs(
            BillFault::OtherAmount,
            Some(payment.number),
            Some(payment.amount),
        )),
        (false, _) => Some(differs(
            BillFault::RefundNotBooked,
            Some(payment.number),
            None,
        )),
    })
}

/// Payments that the book has on this day and the service knows nothing of. One that is in
/// the bill of a neighbouring day is known: what is paid before midnight may be booked after.
async fn not_in_bill(
    app: &App,
    way: PayWay,
    payer: &Arc<dyn PayService>,
    day: Date,
    lines: &[BillLine],
) -> Result<Vec<BillDifference>, AppError> {
    let known: BTreeSet<&str> = lines.iter().map(|line| line.transaction.as_str()).collect();
    let period = Period {
        from: china::begins(day),
        until: china::ends(day),
    };
    let mut tx = app.read().await?;
    let booked = tx.ledger(period, MOST_ENTRIES).await?;
    let taken = booked.into_iter().filter(|entry| {
        entry.way == way
            && entry.movement == Movement::Taken
            && !known.contains(entry.reference.as_str())
    });
    let mut unknown = Vec::new();
    for entry in taken {
        let charge = charge_of(&mut *tx, entry.payment).await?;
        unknown.push((entry, charge));
    }
    drop(tx);
    let mut missing = Vec::new();
    for (entry, charge) in unknown {
        let is_known = match charge {
            None => false,
            Some(charge) => {
                let told = payer.find(&charge.to_string(), app.now().0).await;
                let told = told.map_err(failed)?;
                matches!(told, Found::Paid(paid) if paid.transaction == entry.reference)
            }
        };
        if !is_known {
            missing.push(BillDifference {
                what: BillFault::NotInBill,
                transaction: entry.reference,
                order: Some(entry.number),
                there: None,
                here: Some(entry.amount),
            });
        }
    }
    Ok(missing)
}

/// The charge that led to a payment.
async fn charge_of(
    tx: &mut dyn Transaction,
    payment: PaymentId,
) -> Result<Option<ChargeId>, AppError> {
    let Some(of) = tx.payment(payment).await? else {
        return Ok(None);
    };
    let charges = tx.charges_of(of.order).await?;
    let charge = charges.into_iter().find(|one| one.payment == Some(payment));
    Ok(charge.map(|charge| charge.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bill_is_there_from_half_past_ten() {
        // 2026-11-23 00:00 in China.
        let midnight = 1_795_363_200_000_i64;
        let check = |minute: i64, last: &str, next_in_minutes: i64| {
            let now = Timestamp(midnight + minute * 60_000);
            assert_eq!(last_billed(now).to_string(), last, "{minute}");
            let next = Timestamp(now.0 + next_in_minutes * 60_000);
            assert_eq!(next_bill(now), next, "{minute}");
        };
        check(0, "2026-11-21", 630);
        check(629, "2026-11-21", 1);
        check(630, "2026-11-22", 1_440);
        check(1_439, "2026-11-22", 631);
    }
}
