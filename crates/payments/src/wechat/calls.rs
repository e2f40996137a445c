//! Calls of API v3: charges (JSAPI, Native, H5), how they stand, closing; refunds.

use async_trait::async_trait;
use gateway::Answer;
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::WechatPay;
use super::verifier::Signed;
use crate::{
    BillLine, Charge, ChargeRequest, Found, Notice, NoticeError, NoticeHeaders, Offered, PayError,
    PayService, RefundFound, RefundRequest, RefundState, Scene,
};

/// China's time, in which WeChat writes instants.
const CHINA: Offset = Offset::constant(8);

/// A transaction in an answer or a notice.
#[derive(Deserialize)]
pub(super) struct Transaction {
    #[serde(default)]
    pub(super) mchid: String,
    #[serde(default)]
    pub(super) appid: String,
    #[serde(default)]
    out_trade_no: String,
    #[serde(default)]
    transaction_id: String,
    #[serde(default)]
    trade_state: String,
    amount: Option<TransactionAmount>,
}

#[derive(Deserialize)]
struct TransactionAmount {
    total: i64,
}

impl Transaction {
    /// The charge, if it was paid; `REFUND` is one that was paid and given back.
    pub(super) fn charge(&self) -> Option<Charge> {
        let is_paid = matches!(self.trade_state.as_str(), "SUCCESS" | "REFUND");
        let amount = self.amount.as_ref()?;
        (is_paid && !self.transaction_id.is_empty()).then(|| Charge {
            number: self.out_trade_no.clone(),
            transaction: self.transaction_id.clone(),
            amount_fen: amount.total,
        })
    }
}

/// A refund in an answer (`status`) or a notice (`refund_status`).
#[derive(Deserialize)]
pub(super) struct Refund {
    #[serde(default)]
    pub(super) mchid: String,
    #[serde(default)]
    out_refund_no: String,
    #[serde(default)]
    refund_id: String,
    #[serde(alias = "refund_status")]
    status: String,
}

impl Refund {
    pub(super) fn found(self) -> Option<RefundFound> {
        let state = match self.status.as_str() {
            "PROCESSING" => RefundState::Processing,
            "SUCCESS" => RefundState::Done,
            "CLOSED" => RefundState::Closed,
            "ABNORMAL" => RefundState::Abnormal,
            _ => return None,
        };
        Some(RefundFound {
            number: self.out_refund_no,
            refund: self.refund_id,
            state,
        })
    }
}

/// An error's body.
#[derive(Default, Deserialize)]
struct Problem {
    #[serde(default)]
    code: String,
}

impl WechatPay {
    /// Sends a signed request; gives the verified answer of a success.
    pub(super) async fn call(
        &self,
        method: &'static str,
        path: &str,
        body: Option<Value>,
        now_ms: i64,
    ) -> Result<Vec<u8>, PayError> {
        let body = body.map(|body| serde_json::to_vec(&body));
        let body = body.transpose().map_err(|_| PayError::Malformed)?;
        let body = body.unwrap_or_default();
        let now_s = now_ms.div_euclid(1000);
        let nonce = self.new_nonce();
        let authorization = self
            .account
            .authorization(method, path, &body, &nonce, now_s)?;
        let mut headers = vec![
            ("Accept", "application/json".to_owned()),
            ("Authorization", authorization),
        ];
        if !body.is_empty() {
            headers.push(("Content-Type", "application/json".to_owned()));
        }
        // Which of its keys WeChat should answer with.
        if let Some(key) = self.account.platform.preferred() {
            headers.push(("Wechatpay-Serial", key.to_owned()));
        }
        let answer = self.gateway.send(method, path, headers, body).await?;
        match answer.status {
            200..=299 => {
                self.check(&answer, now_ms)?;
                Ok(answer.body)
            }
            status => {
                let problem: Problem = serde_json::from_slice(&answer.body).unwrap_or_default();
                let code = match problem.code.as_str() {
                    "" => status.to_string(),
                    _ => problem.code,
                };
                Err(match status {
                    429 | 500.. => PayError::Busy { code },
                    _ => PayError::Refused { code },
                })
            }
        }
    }

    /// Checks the signature of an answer.
    fn check(&self, answer: &Answer, now_ms: i64) -> Result<(), PayError> {
        let signed = Signed {
            timestamp: answer.header("Wechatpay-Timestamp"),
            nonce: answer.header("Wechatpay-Nonce"),
            body: &answer.body,
            signature: answer.header("Wechatpay-Signature"),
            serial: answer.header("Wechatpay-Serial"),
        };
        let checked = self.account.platform.check(&signed, now_ms);
        checked.map_err(|_| PayError::Unsigned)
    }

    fn charge_body(&self, charge: &ChargeRequest) -> Value {
        let mut body = json!({
            "appid": self.account.appid,
            "mchid": self.account.mchid,
            "description": charge.description,
            "out_trade_no": charge.number,
            "time_expire": in_china(charge.expires_at_ms),
            "notify_url": charge.notify_url,
            "amount": Amount::of(charge.amount_fen),
        });
        match &charge.scene {
            Scene::Scan => {}
            Scene::Browser { client_ip } => {
                body["scene_info"] =
                    json!({ "payer_client_ip": client_ip, "h5_info": { "type": "Wap" } });
            }
            Scene::InApp { appid, openid } => {
                body["appid"] = json!(appid);
                body["payer"] = json!({ "openid": openid });
            }
        }
        body
    }
}

/// An amount of a charge.
#[derive(Serialize)]
struct Amount {
    total: i64,
    currency: &'static str,
}

impl Amount {
    const fn of(total: i64) -> Self {
        Self {
            total,
            currency: "CNY",
        }
    }
}

/// RFC 3339 in China's time, as in `2018-06-08T10:34:56+08:00`.
fn in_china(at_ms: i64) -> String {
    let instant = jiff::Timestamp::from_millisecond(at_ms).unwrap_or_default();
    let civil = CHINA.to_datetime(instant);
    format!("{}+08:00", civil.strftime("%Y-%m-%dT%H:%M:%S"))
}

/// A field of a JSON object, as text.
fn text_of(answer: &[u8], field: &str) -> Result<String, PayError> {
    let body: Value = serde_json::from_slice(answer).map_err(|_| PayError::Malformed)?;
    let text = body[field].as_str().filter(|text| !text.is_empty());
    text.map(str::to_owned).ok_or(PayError::Malformed)
}

#[async_trait]
impl PayService for WechatPay {
    fn name(&self) -> &'static str {
        "wechat-pay"
    }

    fn shop(&self) -> &str {
        &self.account.mchid
    }

    async fn offer(&self, charge: &ChargeRequest, now_ms: i64) -> Result<Offered, PayError> {
        let way = match charge.scene {
            Scene::Scan => "native",
            Scene::Browser { .. } => "h5",
            Scene::InApp { .. } => "jsapi",
        };
        let path = format!("/v3/pay/transactions/{way}");
        let body = self.charge_body(charge);
        let answer = self.call("POST", &path, Some(body), now_ms).await?;
        match &charge.scene {
            Scene::Scan => text_of(&answer, "code_url").map(Offered::Code),
            Scene::Browser { .. } => text_of(&answer, "h5_url").map(Offered::Link),
            Scene::InApp { appid, .. } => {
                let prepared = text_of(&answer, "prepay_id")?;
                let (nonce, now_s) = (self.new_nonce(), now_ms.div_euclid(1000));
                let arguments = self.account.in_app(appid, &prepared, &nonce, now_s)?;
                Ok(Offered::InApp(arguments))
            }
        }
    }

    async fn find(&self, number: &str, now_ms: i64) -> Result<Found, PayError> {
        let mchid = &self.account.mchid;
        let path = format!("/v3/pay/transactions/out-trade-no/{number}?mchid={mchid}");
        let answer = match self.call("GET", &path, None, now_ms).await {
            Ok(answer) => answer,
            Err(PayError::Refused { code })
                if matches!(code.as_str(), "ORDER_NOT_EXIST" | "RESOURCE_NOT_EXISTS") =>
            {
                return Ok(Found::Unknown);
            }
            Err(error) => return Err(error),
        };
        let found: Transaction =
            serde_json::from_slice(&answer).map_err(|_| PayError::Malformed)?;
        if found.out_trade_no != number || found.mchid != *mchid {
            return Err(PayError::Malformed);
        }
        Ok(match found.trade_state.as_str() {
            "SUCCESS" | "REFUND" => Found::Paid(found.charge().ok_or(PayError::Malformed)?),
            "CLOSED" | "REVOKED" | "PAYERROR" => Found::Closed,
            _ => Found::Open,
        })
    }

    async fn close(&self, number: &str, now_ms: i64) -> Result<(), PayError> {
        let path = format!("/v3/pay/transactions/out-trade-no/{number}/close");
        let body = json!({ "mchid": self.account.mchid });
        self.call("POST", &path, Some(body), now_ms).await.map(drop)
    }

    async fn refund(&self, refund: &RefundRequest, now_ms: i64) -> Result<RefundFound, PayError> {
        let body = json!({
            "transaction_id": refund.transaction,
            "out_refund_no": refund.number,
            "reason": refund.reason,
            "amount": {
                "refund": refund.amount_fen,
                "total": refund.total_fen,
                "currency": "CNY",
            },
        });
        let path = "/v3/refund/domestic/refunds";
        let answer = self.call("POST", path, Some(body), now_ms).await?;
        let found: Refund = serde_json::from_slice(&answer).map_err(|_| PayError::Malformed)?;
        let found = found.found().ok_or(PayError::Malformed)?;
        match found.number == refund.number {
            true => Ok(found),
            false => Err(PayError::Malformed),
        }
    }

    async fn bill(&self, day: &str, now_ms: i64) -> Result<Vec<BillLine>, PayError> {
        self.bill_of(day, now_ms).await
    }

    fn read_notice(
        &self,
        headers: &NoticeHeaders,
        body: &[u8],
        now_ms: i64,
    ) -> Result<Notice, NoticeError> {
        self.notice(headers, body, now_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_in_chinas_time() {
        assert_eq!(in_china(0), "1970-01-01T08:00:00+08:00");
        assert_eq!(in_china(1_795_392_185_999), "2026-11-23T08:03:05+08:00");
    }
}
