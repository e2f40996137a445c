//! A user's phone number by the code of WeChat's button
//! (<https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-info/phone-number/getPhoneNumber.html>).

use std::fmt;

use serde::Deserialize;
use serde_json::json;

use crate::sign_in::checked_code;
use crate::{Wechat, WechatError};

/// A phone number. Not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneFound {
    /// As people write it: the mainland's without a country code, others with `+`.
    pub number: String,
}

impl fmt::Debug for PhoneFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneFound")
    }
}

#[derive(Deserialize)]
struct Given {
    phone_info: Info,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Info {
    pure_phone_number: String,
    country_code: String,
}

impl Info {
    fn number(self) -> String {
        match self.country_code.as_str() {
            "" | "86" => self.pure_phone_number,
            code => format!("+{code}{}", self.pure_phone_number),
        }
    }
}

impl Wechat {
    /// The phone number that a user gave by the button; each code serves once, for five
    /// minutes.
    ///
    /// # Errors
    /// [`WechatError`].
    pub async fn phone(&self, code: &str, now_ms: i64) -> Result<PhoneFound, WechatError> {
        let body = json!({ "code": checked_code(code)? });
        let path = "/wxa/business/getuserphonenumber";
        let given: Given = self.authorized("POST", path, Some(&body), now_ms).await?;
        Ok(PhoneFound {
            number: given.phone_info.number(),
        })
    }
}
