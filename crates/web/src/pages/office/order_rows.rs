//! Orders of a list for staff, in words.

use domain::{OrderNumber, ReceiptNumber};
use usecases::operator::OrderLine;

use crate::china_time::shown;
use crate::pages::application::about;
use crate::{Speech, Web, money};

/// A row of the list.
pub(crate) struct OrderRow {
    pub(crate) number: OrderNumber,
    pub(crate) document: String,
    pub(crate) city: String,
    pub(crate) status: String,
    pub(crate) begun: String,
    pub(crate) changed: String,
    pub(crate) submissions: u16,
    /// Price and how it stands; `None` if it is free.
    pub(crate) bill: Option<(String, String)>,
    pub(crate) receipt: Option<ReceiptCell>,
    pub(crate) is_erased: bool,
}

/// The receipt of an order.
pub(crate) struct ReceiptCell {
    /// Its number, in groups.
    pub(crate) number: String,
    pub(crate) status: String,
    pub(crate) valid_until: String,
}

/// An order in words.
pub(crate) fn row(s: Speech, web: &Web, line: &OrderLine) -> OrderRow {
    let (document, city) = about::names(s, web, &line.document, line.city);
    OrderRow {
        number: line.number,
        document,
        city: city.unwrap_or_default(),
        status: s.say(&format!("application-status-{}", line.status.code())),
        begun: shown(line.created_at),
        changed: shown(line.updated_at),
        submissions: line.submissions,
        bill: line.bill.map(|(price, status)| {
            let state = s.say(&format!("money-state-{}", status.code()));
            (money::amount(s, price.amount()), state)
        }),
        receipt: line.receipt.as_ref().map(|receipt| ReceiptCell {
            number: receipt
                .number
                .as_ref()
                .map_or_else(String::new, ReceiptNumber::grouped),
            status: s.say(&format!("receipt-{}", receipt.status.code())),
            valid_until: receipt.valid_until.to_string(),
        }),
        is_erased: line.erased_at.is_some(),
    }
}
