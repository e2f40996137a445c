//! Notices: encrypted, signed, and delivered as often as it is told.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::aead::{Aad, Nonce};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::StandIn;
use crate::charges::transaction;

const SEALS: &str = "a nonce of twelve bytes seals";

/// What is wrong with a notice, on purpose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Twist {
    /// Nothing.
    #[default]
    None,
    /// The signature begins with `WECHATPAY/SIGNTEST/`.
    SignatureTest,
    /// The signature is of another text.
    Forged,
    /// It is signed by a key that nobody knows.
    UnknownKey,
    /// It was signed six minutes ago.
    Old,
    /// It says less than was paid.
    OtherAmount,
    /// It is another merchant's.
    OtherMerchant,
    /// It is another app's.
    OtherApp,
}

/// A notice as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// `Wechatpay-Timestamp`.
    pub timestamp: String,
    /// `Wechatpay-Nonce`.
    pub nonce: String,
    /// `Wechatpay-Signature`.
    pub signature: String,
    /// `Wechatpay-Serial`.
    pub serial: String,
    /// The body.
    pub body: Vec<u8>,
}

impl StandIn {
    /// Somebody pays the charge; `None` if it cannot be paid. Gives where the notice goes,
    /// and the notice.
    pub fn pay(&self, number: &str, twist: Twist) -> Option<(String, Delivery)> {
        let at_ms = self.now_ms();
        let told = {
            let mut state = self.state();
            let serial = state.next();
            let charge = state.charges.get_mut(number)?;
            match charge.state {
                "NOTPAY" => {
                    charge.state = "SUCCESS";
                    charge.paid_at_ms = at_ms;
                    charge.transaction = format!("4200001{serial:021}");
                }
                "SUCCESS" | "REFUND" => {}
                _ => return None,
            }
            let mut told = transaction(number, charge);
            told["trade_state"] = json!("SUCCESS");
            match twist {
                Twist::OtherAmount => told["amount"]["total"] = json!(charge.total - 1),
                Twist::OtherMerchant => told["mchid"] = json!("1900000110"),
                Twist::OtherApp => told["appid"] = json!("wx0000000000000000"),
                _ => {}
            }
            let to = charge.request["notify_url"].as_str().unwrap_or_default();
            (to.to_owned(), told)
        };
        let (to, told) = told;
        let delivery = self.delivery("TRANSACTION.SUCCESS", "transaction", &told, twist);
        Some((to, delivery))
    }

    fn delivery(&self, event: &str, kind: &str, told: &Value, twist: Twist) -> Delivery {
        let unique = self.nonce();
        let nonce = &unique[unique.len() - 12..];
        let aad = "transaction";
        let mut sealed = told.to_string().into_bytes();
        let once = Nonce::try_assume_unique_for_key(nonce.as_bytes()).expect(SEALS);
        let key = &self.keys.api;
        key.seal_in_place_append_tag(once, Aad::from(aad.as_bytes()), &mut sealed)
            .expect(SEALS);
        let body = json!({
            "id": format!("EV-{unique}"),
            "create_time": "2026-11-23T08:00:00+08:00",
            "resource_type": "encrypt-resource",
            "event_type": event,
            "summary": "支付成功",
            "resource": {
                "original_type": kind,
                "algorithm": "AEAD_AES_256_GCM",
                "ciphertext": STANDARD.encode(sealed),
                "associated_data": aad,
                "nonce": nonce,
            },
        });
        let body = body.to_string().into_bytes();
        let timestamp = match twist {
            Twist::Old => self.now_s() - 360,
            _ => self.now_s(),
        };
        let nonce = self.nonce();
        let signature = match twist {
            Twist::SignatureTest => {
                let real = self.signed(timestamp, &nonce, &body);
                format!("WECHATPAY/SIGNTEST/{real}")
            }
            Twist::Forged => self.signed(timestamp, &nonce, b"another"),
            _ => self.signed(timestamp, &nonce, &body),
        };
        let serial = match twist {
            Twist::UnknownKey => "PUB_KEY_ID_0000000000000000000000000000",
            _ => self.platform().1,
        };
        Delivery {
            timestamp: timestamp.to_string(),
            nonce,
            signature,
            serial: serial.to_owned(),
            body,
        }
    }
}

impl Delivery {
    /// Delivers it over HTTP; the status of the answer, 0 for none. Blocks.
    #[must_use]
    pub fn send(&self, to: &str) -> u16 {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .build();
        self.send_by(&agent.into(), to)
    }

    /// The same over a connection that may be open already.
    #[must_use]
    pub fn send_by(&self, agent: &ureq::Agent, to: &str) -> u16 {
        let sent = agent
            .post(to)
            .header("Content-Type", "application/json")
            .header("Wechatpay-Timestamp", &self.timestamp)
            .header("Wechatpay-Nonce", &self.nonce)
            .header("Wechatpay-Signature", &self.signature)
            .header("Wechatpay-Serial", &self.serial)
            .header("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048")
            .send(&self.body);
        sent.map_or(0, |answer| answer.status().as_u16())
    }
}
