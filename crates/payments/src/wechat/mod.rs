//! WeChat Pay, API v3 (`https://pay.weixin.qq.com/doc/v3/merchant`).
//!
//! | file | what |
//! |---|---|
//! | [`account`] | a merchant's account, its keys read and checked |
//! | `request_signature` | the `Authorization` of a request, and what an app's window needs |
//! | `verifier` | signatures of answers and notices |
//! | `resource` | the encrypted part of a notice |
//! | `notice` | what a notice tells |
//! | `calls` | charges, refunds, and how they stand |
//! | `bill` | the bill of a day: fetched, held to its hash, read |

pub mod account;
mod bill;
mod calls;
mod notice;
mod request_signature;
mod resource;
mod verifier;

use std::fmt;
use std::time::Duration;

pub use account::{Account, AccountError, AccountInput};

use gateway::{Gateway, NotAGateway};

/// Where WeChat Pay answers.
pub const GATEWAY: &str = "https://api.mch.weixin.qq.com";

/// Bytes of a nonce; 32 hexadecimal characters, as in WeChat's own examples.
pub const NONCE_BYTES: usize = 16;

/// WeChat Pay for one merchant.
pub struct WechatPay {
    account: Account,
    gateway: Gateway,
    nonce: fn() -> [u8; NONCE_BYTES],
}

impl WechatPay {
    /// The account's payments over `gateway`, each call within `timeout`; `nonce` gives
    /// random bytes.
    ///
    /// # Errors
    /// [`NotAGateway`].
    pub fn new(
        account: Account,
        gateway: &str,
        timeout: Duration,
        nonce: fn() -> [u8; NONCE_BYTES],
    ) -> Result<Self, NotAGateway> {
        let gateway = Gateway::new(gateway, timeout)?;
        Ok(Self {
            account,
            gateway,
            nonce,
        })
    }

    fn new_nonce(&self) -> String {
        hex::encode_upper((self.nonce)())
    }
}

/// Without keys.
impl fmt::Debug for WechatPay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WechatPay").finish_non_exhaustive()
    }
}
