//! The bill of a day: where it is, and the file.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use serde::Deserialize;
use serde_json::json;

use crate::StandIn;
use crate::answer::Problem;
use crate::charges::run;
use crate::keys::{APPID, MCHID};
use crate::request::Call;

const DAY_MS: i64 = 86_400_000;
/// How far China's time is ahead of UTC.
const CHINA_MS: i64 = 8 * 3_600_000;
/// Bills are made at ten in the morning.
const MADE_MS: i64 = 10 * 3_600_000;

const NAMES: &str = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,\
    用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,\
    商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,\
    订单金额,申请退款金额,费率备注";

#[derive(Deserialize)]
pub(crate) struct Asked {
    bill_date: String,
}

/// `GET /v3/bill/tradebill?bill_date=`.
pub(crate) async fn place(
    State(stand_in): State<StandIn>,
    Query(asked): Query<Asked>,
    call: Call,
) -> Response {
    let file = stand_in.bill(&asked.bill_date);
    let is_made = stand_in.is_made(&asked.bill_date);
    run(&stand_in, &call, |_| {
        let refused = |code| Problem(StatusCode::BAD_REQUEST, code);
        match is_made {
            None => return Err(refused("PARAM_ERROR")),
            Some(false) => return Err(refused("STATEMENT_CREATING")),
            Some(true) => {}
        }
        let file = file.ok_or(refused("NO_STATEMENT_EXIST"))?;
        let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, file.as_bytes());
        let hash: String = hash.as_ref().iter().map(|b| format!("{b:02x}")).collect();
        let token = &asked.bill_date;
        Ok(Some(json!({
            "hash_type": "SHA1",
            "hash_value": hash,
            "download_url": format!("https://api.mch.weixin.qq.com/v3/billdownload/file?token={token}"),
        })))
    })
}

#[derive(Deserialize)]
pub(crate) struct Token {
    token: String,
}

/// `GET /v3/billdownload/file?token=`: the file, unsigned.
pub(crate) async fn file(
    State(stand_in): State<StandIn>,
    Query(asked): Query<Token>,
    call: Call,
) -> Response {
    if let Err(problem) = stand_in.is_signed(&call) {
        return stand_in.problem(problem);
    }
    match stand_in.bill(&asked.token) {
        Some(file) => file.into_response(),
        None => stand_in.problem(Problem(StatusCode::NOT_FOUND, "RESOURCE_NOT_EXISTS")),
    }
}

/// The day of an instant in China, as days since 1970.
const fn day_of(at_ms: i64) -> i64 {
    (at_ms + CHINA_MS).div_euclid(DAY_MS)
}

/// Days since 1970 of a date `YYYY-MM-DD` (Howard Hinnant, `days_from_civil`).
fn days(date: &str) -> Option<i64> {
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

impl StandIn {
    /// Whether there is a bill of the day yet; `None` for what is no day.
    fn is_made(&self, date: &str) -> Option<bool> {
        let day = days(date)?;
        let made = (day + 1) * DAY_MS - CHINA_MS + MADE_MS;
        Some(self.now_ms() >= made)
    }

    /// The bill of a day; `None` if nobody paid.
    fn bill(&self, date: &str) -> Option<String> {
        let day = days(date)?;
        let state = self.state();
        let mut rows = Vec::new();
        let row = |charge: &str, transaction: &str, what: &str, total: i64, back: (&str, i64)| {
            let (refund, amount) = back;
            format!(
                "`{date} 12:00:00,`{APPID},`{MCHID},`0,`,`{transaction},`{charge},`o,`JSAPI,`{what},\
                 `OTHERS,`CNY,`{total},`0.00,`,`{refund},`{amount},`0.00,`,`,`照片审核,`,`0.00000,\
                 `0.60%,`{total},`{amount},`",
                total = yuan(total),
                amount = yuan(amount),
            )
        };
        for (number, charge) in &state.charges {
            if charge.paid_at_ms != 0 && day_of(charge.paid_at_ms) == day {
                let paid = row(
                    number,
                    &charge.transaction,
                    "SUCCESS",
                    charge.total,
                    ("", 0),
                );
                rows.push(paid);
            }
        }
        for (number, refund) in &state.refunds {
            if day_of(refund.at_ms) == day {
                let charge = state.charges.get(&refund.charge)?;
                let back = (number.as_str(), refund.amount);
                let line = row(
                    &refund.charge,
                    &charge.transaction,
                    "REFUND",
                    charge.total,
                    back,
                );
                rows.push(line);
            }
        }
        if rows.is_empty() {
            return None;
        }
        let count = rows.len();
        let sums = format!("总交易单数,应结订单总金额\r\n`{count},`0.00\r\n");
        Some(format!(
            "\u{feff}{NAMES}\r\n{}\r\n{sums}",
            rows.join("\r\n")
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted() {
        let check = |date: &str, expected| assert_eq!(days(date), expected, "{date}");
        check("1970-01-01", Some(0));
        check("2000-03-01", Some(11_017));
        check("2026-11-23", Some(20_780));
        check("x", None);
    }
}
