//! Shipping: the money of a charge is the merchant's once it is told what was shipped.

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

use crate::StandIn;
use crate::charges::transaction;
use crate::keys::MCHID;
use crate::mini::answer::{Refusal, Told, run};
use crate::mini::request::Asked;
use crate::state::Charge;

/// `POST /wxa/sec/order/upload_shipping_info`.
pub(crate) async fn upload(State(stand_in): State<StandIn>, asked: Asked) -> Response {
    run(&stand_in, |state, now| {
        state.mini.tokens.check(&asked, now)?;
        let request = asked.json()?;
        let key = Key::read(&request["order_key"])?;
        is_whole(&request)?;
        let mut charges = state.charges.iter();
        let found = charges.find(|(number, charge)| key.is_of(number, charge));
        let unknown = || Refusal::new(10_060_001, "支付单不存在");
        let (number, charge) = found.ok_or_else(unknown)?;
        if charge.state != "SUCCESS" {
            return Err(Refusal::new(10_060_004, "支付单处于不可发货的状态"));
        }
        let payer = &transaction(number, charge)["payer"]["openid"];
        if request["payer"]["openid"] != *payer {
            let text = "该笔支付单不属于 openid 所指定的用户";
            return Err(Refusal::new(10_060_031, text));
        }
        if state.mini.shipped.contains_key(number) {
            return Err(Refusal::new(10_060_003, "支付单已使用重新发货机会"));
        }
        state.mini.shipped.insert(number.clone(), request.clone());
        Ok(Told::ok(json!({})))
    })
}

/// What names a charge.
enum Key {
    Number(String),
    Transaction(String),
}

impl Key {
    fn read(key: &Value) -> Result<Self, Refusal> {
        let text = |name: &str| key[name].as_str().filter(|text| !text.is_empty());
        let missing = |code, name| Refusal::new(code, format!("{name} 字段不能为空"));
        match key["order_number_type"].as_i64() {
            Some(1) => {
                let mchid = text("mchid").ok_or_else(|| missing(268_485_196, "mchid"))?;
                let number = text("out_trade_no");
                let number = number.ok_or_else(|| missing(268_485_197, "out_trade_no"))?;
                match mchid == MCHID {
                    true => Ok(Self::Number(number.to_owned())),
                    false => Err(Refusal::new(10_060_001, "支付单不存在")),
                }
            }
            Some(2) => {
                let id = text("transaction_id");
                let id = id.ok_or_else(|| missing(268_485_195, "transaction_id"))?;
                Ok(Self::Transaction(id.to_owned()))
            }
            _ => Err(Refusal::new(268_485_194, "订单单号类型非法")),
        }
    }

    fn is_of(&self, number: &str, charge: &Charge) -> bool {
        match self {
            Self::Number(named) => named == number,
            Self::Transaction(named) => *named == charge.transaction,
        }
    }
}

/// Whether it tells all that is told of something that is not sent by post.
fn is_whole(request: &Value) -> Result<(), Refusal> {
    let wrong = |code, text: &str| Err(Refusal::new(code, text));
    if request["logistics_type"] != 3 {
        return wrong(10_060_005, "物流类型有误");
    }
    if request["delivery_mode"] != 1 {
        return wrong(268_485_224, "发货模式非法");
    }
    let list = request["shipping_list"].as_array().map(Vec::as_slice);
    let Some([item]) = list else {
        return wrong(268_485_228, "统一发货模式下，物流信息列表长度必须为 1");
    };
    match item["item_desc"]
        .as_str()
        .unwrap_or_default()
        .chars()
        .count()
    {
        0 => return wrong(10_060_008, "商品描述 item_desc 字段不能为空"),
        1..=120 => {}
        _ => return wrong(10_060_009, "商品描述 item_desc 字段太长"),
    }
    if !is_instant(request["upload_time"].as_str().unwrap_or_default()) {
        return wrong(268_485_216, "上传时间非法，请按照 RFC 3339 格式填写");
    }
    match request["payer"]["openid"].as_str() {
        Some(openid) if (1..=128).contains(&openid.len()) => Ok(()),
        _ => wrong(10_060_014, "参数错误"),
    }
}

/// Whether it is an instant of RFC 3339, with fractions of a second or not.
fn is_instant(text: &str) -> bool {
    const SHAPE: &[u8] = b"0000-00-00T00:00:00";
    let is_like = |text: &[u8], shape: &[u8]| {
        let is_at = |(given, like): (&u8, &u8)| match like {
            b'0' => given.is_ascii_digit(),
            _ => given == like,
        };
        text.len() == shape.len() && text.iter().zip(shape).all(is_at)
    };
    let Some((instant, rest)) = text.as_bytes().split_at_checked(SHAPE.len()) else {
        return false;
    };
    let offset = match rest.split_first() {
        Some((b'.', fraction)) => {
            let digits = fraction.iter().take_while(|c| c.is_ascii_digit()).count();
            match digits {
                0 => return false,
                _ => &fraction[digits..],
            }
        }
        _ => rest,
    };
    let is_offset = offset == b"Z" || is_like(offset, b"+00:00") || is_like(offset, b"-00:00");
    is_like(instant, SHAPE) && is_offset
}

impl StandIn {
    /// What was told of shipping, as it was told, in the order of the charges' numbers.
    #[must_use]
    pub fn shipped(&self) -> Vec<Value> {
        self.state().mini.shipped.values().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::is_instant;

    #[test]
    fn an_instant_has_an_offset() {
        for good in ["2022-12-15T13:29:35.120+08:00", "2022-12-15T13:29:35Z"] {
            assert!(is_instant(good), "{good}");
        }
        let bad = [
            "",
            "2022-12-15T13:29:35",
            "2022-12-15 13:29:35+08:00",
            "2022-12-15T13:29:35.+08:00",
            "2022-12-15T13:29:35+0800",
            "1671082175",
        ];
        for bad in bad {
            assert!(!is_instant(bad), "{bad}");
        }
    }
}
