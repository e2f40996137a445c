//! Money: what an order costs, what was paid for it, and the book of every
//! movement. Amounts are whole fen (分) of CNY; nothing here is a fraction.
//!
//! | file | what |
//! |---|---|
//! | [`fen`] | an amount |
//! | [`price`] | what an order costs, and what is paid for |
//! | [`offers`] | the operator's prices by document and city |
//! | [`bill`] | how an order's price stands |
//! | [`bill_check`] | a day's book held against a payment service's bill |
//! | [`charge`] | an offer to pay over the internet |
//! | [`payment`] | one payment, its undoing and its refund |
//! | [`ledger`] | a movement of money, never changed once written; their sums by day |

pub mod bill;
pub mod bill_check;
pub mod charge;
pub mod fen;
pub mod ledger;
pub mod offers;
pub mod payment;
pub mod price;

pub use bill::{Bill, BillStatus};
pub use bill_check::{BillCheck, BillDifference, BillFault};
pub use charge::{Charge, ChargeStatus, PayScene};
pub use fen::{Fen, NotAnAmount};
pub use ledger::{LedgerEntry, Movement, Takings};
pub use offers::{Offer, Offers};
pub use payment::{
    PayWay, Payment, PaymentRefusal, PaymentStanding, PaymentStatus, PaymentStep, RefundFor,
};
pub use price::{NotAPrice, PaidFor, Price};
