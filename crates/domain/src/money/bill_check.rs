//! A day's book held against the bill of a payment service.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::check_code::OrderNumber;
use crate::coded::coded;
use crate::money::fen::Fen;
use crate::money::payment::PayWay;
use crate::timestamp::Timestamp;

coded! {
    /// Where bill and book differ.
    pub enum BillFault {
        /// It was paid there for an order of ours and was not booked; it is settled now.
        NotBooked = "not-booked",
        /// The bill says that it was paid for an order of ours, and the service, asked for it,
        /// that it was not.
        NotSettled = "not-settled",
        /// The bill, or a line of it, does not read.
        Unreadable = "unreadable",
        /// It was paid there under a number that is none of ours: another system's, or of a
        /// database that was put back.
        NotOurs = "not-ours",
        /// Another amount was booked than was paid there.
        OtherAmount = "other-amount",
        /// It is booked here, and the service knows of no such payment.
        NotInBill = "not-in-bill",
        /// It was given back there and not booked as that.
        RefundNotBooked = "refund-not-booked",
    }
}

/// A line of the bill or the book that has no like in the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillDifference {
    /// How they differ.
    pub what: BillFault,
    /// The service's number of the payment.
    pub transaction: String,
    /// The order, where it is known.
    pub order: Option<OrderNumber>,
    /// What the bill says.
    pub there: Option<Fen>,
    /// What the book says.
    pub here: Option<Fen>,
}

/// The bill of a day, held against the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillCheck {
    /// The day in China.
    pub day: Date,
    /// The payment service.
    pub way: PayWay,
    /// When it was checked.
    pub at: Timestamp,
    /// Payments in the bill.
    pub payments: u32,
    /// What they add up to.
    pub taken: Fen,
    /// Refunds in the bill.
    pub refunds: u32,
    /// What they add up to; not negative.
    pub refunded: Fen,
    /// Where bill and book differ; empty if they agree.
    pub differences: Vec<BillDifference>,
}
