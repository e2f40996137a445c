//! Telling that what was paid for has been delivered: until then WeChat keeps the money of
//! a mini-programme that sells
//! (<https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/order-shipping/order-shipping.html>).

use std::fmt;

use jiff::tz::Offset;
use serde_json::{Value, json};

use crate::{Wechat, WechatError};

/// China's time.
const CHINA: Offset = Offset::constant(8);

/// `logistics_type` of what is delivered without a parcel.
const VIRTUAL: u8 = 3;
/// `delivery_mode` of everything at once.
const WHOLE: u8 = 1;
/// `order_number_type`: the shop's own number.
const OWN_NUMBER: u8 = 1;
/// Longest description, in characters.
const DESCRIPTION: usize = 120;

/// WeChat's codes where nothing is left to tell: delivered before (twice, once), given back
/// meanwhile, nothing new in what is told.
const NOTHING_TO_TELL: [i64; 4] = [10_060_002, 10_060_003, 10_060_004, 10_060_023];

/// A payment whose receipt or photo was given. Without the payer in `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Shipped {
    /// The merchant's number.
    pub mchid: String,
    /// The shop's number of the charge.
    pub number: String,
    /// Who paid.
    pub openid: String,
    /// What was delivered, as the payer sees it.
    pub description: String,
}

impl fmt::Debug for Shipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shipped")
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

impl Wechat {
    /// Tells that it was delivered, `now_ms`. Told again, it succeeds.
    ///
    /// # Errors
    /// [`WechatError`].
    pub async fn tell_shipped(&self, shipped: &Shipped, now_ms: i64) -> Result<(), WechatError> {
        let description: String = shipped.description.chars().take(DESCRIPTION).collect();
        let body = json!({
            "order_key": {
                "order_number_type": OWN_NUMBER,
                "mchid": shipped.mchid,
                "out_trade_no": shipped.number,
            },
            "logistics_type": VIRTUAL,
            "delivery_mode": WHOLE,
            "shipping_list": [{ "item_desc": description }],
            "upload_time": in_china(now_ms),
            "payer": { "openid": shipped.openid },
        });
        let path = "/wxa/sec/order/upload_shipping_info";
        let told = self.authorized::<Value>("POST", path, Some(&body), now_ms);
        match told.await {
            Ok(_) => Ok(()),
            Err(WechatError::Refused { errcode }) if NOTHING_TO_TELL.contains(&errcode) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// RFC 3339 in China's time.
fn in_china(at_ms: i64) -> String {
    let instant = jiff::Timestamp::from_millisecond(at_ms).unwrap_or_default();
    let civil = CHINA.to_datetime(instant);
    format!("{}+08:00", civil.strftime("%Y-%m-%dT%H:%M:%S%.3f"))
}
