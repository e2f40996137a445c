//! Payment over the internet: an offer to pay that the payer's phone takes up, what
//! became of it, and giving money back.
//!
//! Takes a [`ChargeRequest`] and gives what the payer needs ([`Offered`]); asks what became
//! of it ([`Found`]), closes it, gives money back, and reads the service's signed notices.
//! Nothing is believed that is not signed: neither an answer nor a notice, and never what a
//! payer's browser says. Keeps no state and knows no order; amounts are whole fen.
//!
//! One way is behind [`PayService`]: WeChat Pay, API v3 ([`wechat`]).

mod pay_error;
mod service;
pub mod wechat;

pub use gateway::NotAGateway;
pub use pay_error::{PayError, Persistence};
pub use service::{
    BillLine, Charge, ChargeRequest, Found, Moved, Notice, NoticeError, NoticeHeaders, Offered,
    PayService, RefundFound, RefundRequest, RefundState, Scene,
};
