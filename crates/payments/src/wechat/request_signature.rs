//! Signing requests with the merchant's key (API v3, 签名生成), and the arguments of the
//! app's payment window (小程序调起支付).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::signature::RSA_PKCS1_SHA256;

use super::account::Account;
use crate::PayError;

impl Account {
    /// The value of `Authorization` for a request whose bytes are `body`. `path` has its
    /// query.
    ///
    /// # Errors
    /// [`PayError::Malformed`] if the key cannot sign.
    pub(super) fn authorization(
        &self,
        method: &str,
        path: &str,
        body: &[u8],
        nonce: &str,
        now_s: i64,
    ) -> Result<String, PayError> {
        let mut message = format!("{method}\n{path}\n{now_s}\n{nonce}\n").into_bytes();
        message.extend_from_slice(body);
        message.push(b'\n');
        let signature = self.sign(&message)?;
        let (mchid, serial) = (&self.mchid, &self.serial);
        Ok(format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"{mchid}\",nonce_str=\"{nonce}\",\
             timestamp=\"{now_s}\",serial_no=\"{serial}\",signature=\"{signature}\""
        ))
    }

    /// The arguments of the payment window for a payment prepared for this appid:
    /// `wx.requestPayment` in a mini-programme, `getBrandWCPayRequest` in a page.
    ///
    /// # Errors
    /// [`PayError::Malformed`] if the key cannot sign.
    pub(super) fn in_app(
        &self,
        appid: &str,
        prepay_id: &str,
        nonce: &str,
        now_s: i64,
    ) -> Result<Vec<(&'static str, String)>, PayError> {
        let package = format!("prepay_id={prepay_id}");
        let signature = self.sign(format!("{appid}\n{now_s}\n{nonce}\n{package}\n").as_bytes())?;
        Ok(vec![
            ("appId", appid.to_owned()),
            ("timeStamp", now_s.to_string()),
            ("nonceStr", nonce.to_owned()),
            ("package", package),
            ("signType", "RSA".to_owned()),
            ("paySign", signature),
        ])
    }

    fn sign(&self, message: &[u8]) -> Result<String, PayError> {
        let mut signature = vec![0; self.key.public().modulus_len()];
        // PKCS#1 v1.5 is deterministic; the generator only blinds.
        let blinding = SystemRandom::new();
        let signed = self
            .key
            .sign(&RSA_PKCS1_SHA256, &blinding, message, &mut signature);
        signed.map_err(|_| PayError::Malformed)?;
        Ok(STANDARD.encode(signature))
    }
}
