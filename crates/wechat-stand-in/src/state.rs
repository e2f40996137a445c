//! What the stand-in remembers.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::fault::Faults;
use crate::mini::Mini;
use crate::slow::Late;

/// A charge, by the merchant's number.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Charge {
    pub(crate) way: String,
    /// The request, to which a repetition is held.
    pub(crate) request: Value,
    /// `NOTPAY`, `SUCCESS`, `CLOSED` or `REFUND`.
    pub(crate) state: &'static str,
    pub(crate) total: i64,
    pub(crate) transaction: String,
    pub(crate) refunded: i64,
    /// When it was paid; 0 while it is not.
    pub(crate) paid_at_ms: i64,
}

/// A refund, by the merchant's number.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Refund {
    pub(crate) request: Value,
    pub(crate) charge: String,
    pub(crate) refund: String,
    pub(crate) amount: i64,
    pub(crate) at_ms: i64,
    /// How often it was asked for: it is on its way the first time, and done afterwards.
    pub(crate) asked: u32,
}

#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) charges: BTreeMap<String, Charge>,
    pub(crate) refunds: BTreeMap<String, Refund>,
    /// Faults to come, for payments.
    pub(crate) faults: Faults,
    pub(crate) mini: Mini,
    /// Whether the next key signs.
    pub(crate) is_rotated: bool,
    /// Answers to come that are late, and by how much.
    pub(crate) late: Late,
    serial: u64,
}

impl State {
    /// A new number of the service's own.
    pub(crate) fn next(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }
}
