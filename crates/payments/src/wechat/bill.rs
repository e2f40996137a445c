//! The bill of a day (交易账单,
//! <https://pay.weixin.qq.com/doc/v3/merchant/4012791883>): a signed answer tells where the
//! file is and its hash; the file itself is not signed.

use std::fmt::Write as _;

use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use serde::Deserialize;

use super::WechatPay;
use crate::{BillLine, Moved, PayError};

/// Longest bill that is read, in bytes: some 100 000 lines.
const LONGEST: u64 = 48 * 1024 * 1024;

/// The day had no payments.
const NONE: &str = "NO_STATEMENT_EXIST";
/// The bill is being made; that of a day is there from ten in the morning after it.
const BEING_MADE: &str = "STATEMENT_CREATING";

/// What the lines end with: the names of the sums.
const SUMS: &str = "总交易单数";

#[derive(Deserialize)]
struct Where {
    hash_type: String,
    hash_value: String,
    download_url: String,
}

impl WechatPay {
    pub(super) async fn bill_of(&self, day: &str, now_ms: i64) -> Result<Vec<BillLine>, PayError> {
        let path = format!("/v3/bill/tradebill?bill_date={day}&bill_type=ALL");
        let told = match self.call("GET", &path, None, now_ms).await {
            Ok(told) => told,
            Err(PayError::Refused { code }) if code == NONE => return Ok(Vec::new()),
            Err(PayError::Refused { code }) if code == BEING_MADE => {
                return Err(PayError::Busy { code });
            }
            Err(error) => return Err(error),
        };
        let place: Where = serde_json::from_slice(&told).map_err(|_| PayError::Malformed)?;
        // Asked of the same host, whatever the address says: the request is signed.
        let path = path_of(&place.download_url).ok_or(PayError::Malformed)?;
        let (nonce, now_s) = (self.new_nonce(), now_ms.div_euclid(1000));
        let authorization = self
            .account
            .authorization("GET", path, &[], &nonce, now_s)?;
        let headers = vec![
            ("Accept", "*/*".to_owned()),
            ("Authorization", authorization),
        ];
        let file = self
            .gateway
            .send_for("GET", path, headers, Vec::new(), LONGEST);
        let file = file.await?;
        if file.status != 200 {
            let code = file.status.to_string();
            return Err(PayError::Busy { code });
        }
        if place.hash_type != "SHA1" || sha1(&file.body) != place.hash_value.to_lowercase() {
            return Err(PayError::Unsigned);
        }
        let text = String::from_utf8(file.body).map_err(|_| PayError::Malformed)?;
        lines(&text).ok_or(PayError::Malformed)
    }
}

/// Path and query of an address.
fn path_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.find('/').map(|at| &rest[at..])
}

fn sha1(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in digest(&SHA1_FOR_LEGACY_USE_ONLY, bytes).as_ref() {
        // Writing to a string does not fail.
        let _infallible = write!(text, "{byte:02x}");
    }
    text
}

/// Reads a bill: a line of names, a line for each payment or refund whose fields each begin
/// with a grave accent, then sums. `None` for what is none.
fn lines(text: &str) -> Option<Vec<BillLine>> {
    let mut rows = text.trim_start_matches('\u{feff}').lines();
    let names: Vec<&str> = rows.next()?.trim_end().split(',').collect();
    let place = |name: &str| names.iter().position(|one| *one == name);
    let transaction = place("微信订单号")?;
    let number = place("商户订单号")?;
    let state = place("交易状态")?;
    // What the payer paid: coupons of the shop are not used here.
    let paid = place("订单金额").or_else(|| place("应结订单金额"))?;
    let refund = place("商户退款单号")?;
    let refunded = place("退款金额")?;
    let mut found = Vec::new();
    for row in rows {
        if row.starts_with(SUMS) {
            return Some(found);
        }
        let Some(row) = row.strip_prefix('`') else {
            // Another system's text with a line break in it.
            continue;
        };
        let fields: Vec<&str> = row.trim_end().split(",`").collect();
        // What a line lacks is empty, and nothing that anybody paid.
        let field = |at: usize| fields.get(at).copied().unwrap_or_default().to_owned();
        let moved = match field(state).as_str() {
            "SUCCESS" => Moved::Paid { yuan: field(paid) },
            "REFUND" => Moved::Refunded {
                refund: field(refund),
                yuan: field(refunded),
            },
            // Revoked: no money moved.
            _ => continue,
        };
        found.push(BillLine {
            transaction: field(transaction),
            number: field(number),
            moved,
        });
    }
    // It ends before its sums.
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: &str = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,\
        用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,\
        商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,\
        订单金额,申请退款金额,费率备注";

    fn row(state: &str, refund: &str, back: &str) -> String {
        format!(
            "`2026-11-22 10:00:00,`wx1,`19,`0,`,`4200001,`01J,`o1,`JSAPI,`{state},`OTHERS,`CNY,\
             `15.00,`0.00,`50,`{refund},`{back},`0.00,`,`,`身份证,照片,`,`0.09000,`0.60%,`15.00,`0.00,`"
        )
    }

    #[test]
    fn a_bill_is_read() {
        let check = |text: &str, expected: Option<&[Moved]>| {
            let found = lines(text);
            let found = found.map(|found| found.into_iter().map(|one| one.moved).collect());
            assert_eq!(found, expected.map(<[Moved]>::to_vec), "{text}");
        };
        let sums = "总交易单数,应结订单总金额\n`2,`30.00\n";
        let paid = Moved::Paid {
            yuan: "15.00".to_owned(),
        };
        let back = Moved::Refunded {
            refund: "R1".to_owned(),
            yuan: "7.50".to_owned(),
        };
        let both = [row("SUCCESS", "", "0.00"), row("REFUND", "R1", "7.50")].join("\r\n");
        let whole = format!("\u{feff}{NAMES}\r\n{both}\r\n{sums}");
        check(&whole, Some(&[paid.clone(), back]));
        check(&format!("{NAMES}\n{sums}"), Some(&[]));
        // Cut off.
        check(NAMES, None);
        check(&format!("{NAMES}\n{}", row("SUCCESS", "", "")), None);
        let revoked = row("REVOKED", "", "");
        let broken = "`a,`b\nof another system,`c";
        let others = format!(
            "{NAMES}\n{revoked}\n{broken}\n{}\n{sums}",
            row("SUCCESS", "", "")
        );
        check(&others, Some(&[paid]));
        check("", None);
        check("<html>", None);
    }

    #[test]
    fn the_file_is_asked_of_the_same_host() {
        let check = |url: &str, expected| assert_eq!(path_of(url), expected, "{url}");
        let url = "https://api.mch.weixin.qq.com/v3/billdownload/file?token=a";
        check(url, Some("/v3/billdownload/file?token=a"));
        check("https://example.org", None);
        check("/v3/x", None);
    }
}
