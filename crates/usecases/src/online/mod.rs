//! Paying over the internet: a charge is offered to whoever the order is of, and what
//! becomes of it is learned from the payment service alone, by its signed notice or by
//! asking; never from a browser.
//!
//! Paid once, whatever is told how often, in which order and at which instant: what the
//! service paid under one number of its own is one payment, and each is settled in one
//! transaction. What is paid beside the price (twice, too late, another amount) is given
//! back by itself, and the operator sees it.

mod ask;
mod close;
mod notice;
mod offer;
mod reconcile;
mod refund;
mod settle;

pub use notice::{NoticeRefused, take_notice};
pub use offer::{Device, offer};

pub(crate) use ask::ask_charge;
pub(crate) use close::{close_charges, plan_close};
pub(crate) use offer::description;
pub(crate) use reconcile::{next_bill, reconcile};
pub(crate) use refund::{plan_refund, refund};

use std::sync::Arc;

use domain::money::PayWay;
use payments::PayService;

use crate::app::App;

/// Path of the service that payment services tell of payments, below its public address.
pub const NOTICES_PATH: &str = "/pay/wechat/notices";

/// Where payment services tell of payments, below this public address.
#[must_use]
pub fn notices_url(public_url: &str) -> String {
    format!("{}{NOTICES_PATH}", public_url.trim_end_matches('/'))
}

impl App {
    /// The way to pay over the internet, if one is configured.
    #[must_use]
    pub fn pays_online(&self) -> Option<PayWay> {
        let mut ways = PayWay::ALL.into_iter();
        ways.find(|way| self.payer(*way).is_some() && self.parts().public_url.is_some())
    }

    /// The configured payment service of this way.
    pub(crate) fn payer(&self, way: PayWay) -> Option<&Arc<dyn PayService>> {
        let mut payers = self.parts().payers.iter();
        payers.find(|payer| payer.name() == way.code())
    }
}
