//! Whose an order is in WeChat.

use crate::sealed::{Digest, Sealed};

/// A user of the operator's mini-programme, as an order keeps them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WechatUser {
    /// Digest of the mini-programme's appid and the user's openid, for look-up.
    pub digest: Digest,
    /// Digest of the unionid, which the user has in all accounts of the operator's; `None`
    /// where the accounts are not tied.
    pub union: Option<Digest>,
    /// The openid, sealed under the order's key; `None` once erased.
    pub openid: Option<Sealed>,
}
