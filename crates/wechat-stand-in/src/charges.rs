//! Charges: made, found, closed.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use crate::StandIn;
use crate::answer::{Forged, Problem};
use crate::fault::Fault;
use crate::keys::{APPID, MCHID};
use crate::mini::ACCOUNT_APPID;
use crate::request::Call;
use crate::state::Charge;

/// Who pays where the request does not say who.
const SOMEBODY: &str = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";

/// Runs a call: signature first, then a fault to come, then the call itself.
pub(crate) fn run(
    stand_in: &StandIn,
    call: &Call,
    work: impl FnOnce(&mut crate::state::State) -> Result<Option<Value>, Problem>,
) -> Response {
    if let Err(problem) = stand_in.is_signed(call) {
        return stand_in.problem(problem);
    }
    let down = || Problem(StatusCode::INTERNAL_SERVER_ERROR, "SYSTEM_ERROR");
    let fault = stand_in.state().faults.next();
    match fault {
        Some(Fault::Down) => return stand_in.problem(down()),
        Some(Fault::TooOften) => {
            let often = Problem(StatusCode::TOO_MANY_REQUESTS, "RATELIMIT_EXCEEDED");
            return stand_in.problem(often);
        }
        Some(Fault::NotEnough) => {
            return stand_in.problem(Problem(StatusCode::FORBIDDEN, "NOT_ENOUGH"));
        }
        Some(Fault::DoneAndDown | Fault::Forged) | None => {}
    }
    let done = work(&mut stand_in.state());
    match (done, fault) {
        (Ok(_), Some(Fault::DoneAndDown)) => stand_in.problem(down()),
        (Ok(answer), Some(Fault::Forged)) => stand_in.success(answer.as_ref(), Forged::Yes),
        (Ok(answer), _) => stand_in.success(answer.as_ref(), Forged::No),
        (Err(problem), _) => stand_in.problem(problem),
    }
}

/// `POST /v3/pay/transactions/{native, h5, jsapi}`.
pub(crate) async fn make(
    State(stand_in): State<StandIn>,
    Path(way): Path<String>,
    call: Call,
) -> Response {
    run(&stand_in, &call, |state| {
        let request = call.json()?;
        let total = checked(&way, &request)?;
        let payer = request["payer"]["openid"].as_str();
        if way == "jsapi" && !payer.is_some_and(|openid| state.mini.may_pay(openid)) {
            return Err(Problem(StatusCode::BAD_REQUEST, "PARAM_ERROR"));
        }
        let number = request["out_trade_no"].as_str().unwrap_or_default();
        if let Some(known) = state.charges.get(number) {
            let is_same = known.way == way && known.request == request;
            let refused = |code| Err(Problem(StatusCode::BAD_REQUEST, code));
            match known.state {
                "NOTPAY" if is_same => {}
                "NOTPAY" => return refused("INVALID_REQUEST"),
                "CLOSED" => return refused("ORDER_CLOSED"),
                _ => return refused("ORDER_PAID"),
            }
        }
        let answer = match way.as_str() {
            "native" => json!({ "code_url": format!("weixin://wxpay/bizpayurl?pr={number}") }),
            "h5" => json!({ "h5_url": format!(
                "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id={number}") }),
            _ => json!({ "prepay_id": format!("wx{number}") }),
        };
        state.charges.entry(number.to_owned()).or_insert(Charge {
            way: way.clone(),
            request: request.clone(),
            state: "NOTPAY",
            total,
            transaction: String::new(),
            refunded: 0,
            paid_at_ms: 0,
        });
        Ok(Some(answer))
    })
}

/// The fields that the service insists on; the amount.
fn checked(way: &str, request: &Value) -> Result<i64, Problem> {
    let wrong = Err(Problem(StatusCode::BAD_REQUEST, "PARAM_ERROR"));
    let text = |name: &str| request[name].as_str().unwrap_or_default();
    let is_bound = text("appid") == APPID || way == "jsapi" && text("appid") == ACCOUNT_APPID;
    if text("mchid") != MCHID || !is_bound {
        return Err(Problem(StatusCode::BAD_REQUEST, "APPID_MCHID_NOT_MATCH"));
    }
    let number = text("out_trade_no");
    let is_of = |byte: u8| byte.is_ascii_alphanumeric() || b"_-|*".contains(&byte);
    let is_number = (6..=32).contains(&number.len()) && number.bytes().all(is_of);
    let description = text("description").chars().count();
    let notify = text("notify_url");
    let is_address = (notify.starts_with("https://") || notify.starts_with("http://127.0.0.1:"))
        && !notify.contains('?');
    let expires = text("time_expire");
    let is_instant = expires.is_empty()
        || expires.len() == "2018-06-08T10:34:56+08:00".len() && expires.contains('T');
    let total = request["amount"]["total"].as_i64().unwrap_or(0);
    let currency = request["amount"]["currency"].as_str().unwrap_or("CNY");
    let is_whole = is_number
        && (1..=127).contains(&description)
        && is_address
        && is_instant
        && total >= 1
        && currency == "CNY";
    let has_payer = match way {
        "native" => true,
        "h5" => {
            let scene = &request["scene_info"];
            scene["payer_client_ip"].is_string() && scene["h5_info"]["type"].is_string()
        }
        way => way == "jsapi",
    };
    match is_whole && has_payer {
        true => Ok(total),
        false => wrong,
    }
}

/// `GET /v3/pay/transactions/out-trade-no/{number}?mchid=`.
pub(crate) async fn find(
    State(stand_in): State<StandIn>,
    Path(number): Path<String>,
    call: Call,
) -> Response {
    let is_ours = call.uri.query() == Some(&format!("mchid={MCHID}"));
    run(&stand_in, &call, |state| {
        if !is_ours {
            return Err(Problem(StatusCode::BAD_REQUEST, "PARAM_ERROR"));
        }
        let charge = state.charges.get(&number);
        let charge = charge.ok_or(Problem(StatusCode::NOT_FOUND, "ORDER_NOT_EXIST"))?;
        Ok(Some(transaction(&number, charge)))
    })
}

/// A charge as the service tells of it.
pub(crate) fn transaction(number: &str, charge: &Charge) -> Value {
    let mut told = json!({
        "appid": charge.request["appid"],
        "mchid": MCHID,
        "out_trade_no": number,
        "trade_state": charge.state,
        "trade_state_desc": "stand-in",
    });
    if !charge.transaction.is_empty() {
        told["transaction_id"] = json!(charge.transaction);
        told["trade_type"] = json!(match charge.way.as_str() {
            "native" => "NATIVE",
            "h5" => "MWEB",
            _ => "JSAPI",
        });
        told["amount"] = json!({ "total": charge.total, "payer_total": charge.total,
            "currency": "CNY", "payer_currency": "CNY" });
        let of_request = charge.request["payer"]["openid"].as_str();
        told["payer"] = json!({ "openid": of_request.unwrap_or(SOMEBODY) });
    }
    told
}

/// `POST /v3/pay/transactions/out-trade-no/{number}/close`.
pub(crate) async fn close(
    State(stand_in): State<StandIn>,
    Path(number): Path<String>,
    call: Call,
) -> Response {
    run(&stand_in, &call, |state| {
        if call.json()?["mchid"] != MCHID {
            return Err(Problem(StatusCode::BAD_REQUEST, "PARAM_ERROR"));
        }
        let charge = state.charges.get_mut(&number);
        let charge = charge.ok_or(Problem(StatusCode::NOT_FOUND, "ORDER_NOT_EXIST"))?;
        match charge.state {
            "NOTPAY" | "CLOSED" => charge.state = "CLOSED",
            _ => return Err(Problem(StatusCode::BAD_REQUEST, "ORDER_PAID")),
        }
        Ok(None)
    })
}
