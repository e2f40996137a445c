//! What the operator's mini-programme in WeChat calls besides an order's own calls: signing
//! in, the user's orders, their phone number.

mod operator;
pub(crate) mod orders;
pub(crate) mod phone;
pub(crate) mod session;
pub(crate) mod show;
pub(crate) mod subscriptions;
