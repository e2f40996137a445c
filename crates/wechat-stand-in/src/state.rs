//! What the stand-in remembers.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::fault::Fault;

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
}

/// A refund, by the merchant's number.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Refund {
    pub(crate) request: Value,
    pub(crate) charge: String,
    pub(crate) refund: String,
    pub(crate) amount: i64,
    /// How often it was asked for: it is on its way the first time, and done afterwards.
    pub(crate) asked: u32,
}

#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) charges: BTreeMap<String, Charge>,
    pub(crate) refunds: BTreeMap<String, Refund>,
    /// Faults to come, with how often.
    pub(crate) faults: Vec<(Fault, u32)>,
    serial: u64,
}

impl State {
    /// A new number of the service's own.
    pub(crate) fn next(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    /// The fault that the next call meets.
    pub(crate) fn fault(&mut self) -> Option<Fault> {
        let (fault, left) = self.faults.first_mut()?;
        let fault = *fault;
        *left = left.saturating_sub(1);
        if *left == 0 {
            self.faults.remove(0);
        }
        Some(fault)
    }
}
