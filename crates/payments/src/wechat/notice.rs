//! What a notice tells.

use serde::Deserialize;

use super::WechatPay;
use super::calls::{Refund, Transaction};
use super::resource::Resource;
use super::verifier::Signed;
use crate::{Notice, NoticeError, NoticeHeaders};

/// The body of a notice.
#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    event_type: String,
    resource: Resource,
}

impl WechatPay {
    pub(super) fn notice(
        &self,
        headers: &NoticeHeaders,
        body: &[u8],
        now_ms: i64,
    ) -> Result<Notice, NoticeError> {
        let signed = Signed {
            timestamp: &headers.timestamp,
            nonce: &headers.nonce,
            body,
            signature: &headers.signature,
            serial: &headers.serial,
        };
        self.account.platform.check(&signed, now_ms)?;
        let malformed = |_| NoticeError::Malformed;
        let body: Body = serde_json::from_slice(body).map_err(malformed)?;
        let plain = body.resource.open(&self.account.api_key)?;
        match body.resource.original_type.as_str() {
            "transaction" => {
                let paid: Transaction = serde_json::from_slice(&plain).map_err(malformed)?;
                let is_ours = paid.mchid == self.account.mchid && self.account.has(&paid.appid);
                if !is_ours {
                    return Err(NoticeError::OtherMerchant);
                }
                match paid.charge() {
                    Some(charge) if body.event_type == "TRANSACTION.SUCCESS" => {
                        Ok(Notice::Paid(charge))
                    }
                    _ => Ok(Notice::Other),
                }
            }
            "refund" => {
                let refund: Refund = serde_json::from_slice(&plain).map_err(malformed)?;
                if refund.mchid != self.account.mchid {
                    return Err(NoticeError::OtherMerchant);
                }
                refund
                    .found()
                    .map(Notice::Refund)
                    .ok_or(NoticeError::Malformed)
            }
            _ => Ok(Notice::Other),
        }
    }
}
