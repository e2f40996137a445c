//! Refunds: on their way when they are first asked for, done afterwards.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use crate::StandIn;
use crate::answer::Problem;
use crate::charges::run;
use crate::request::Call;
use crate::state::Refund;

/// `POST /v3/refund/domestic/refunds`.
pub(crate) async fn make(State(stand_in): State<StandIn>, call: Call) -> Response {
    let at_ms = stand_in.now_ms();
    run(&stand_in, &call, |state| {
        let request = call.json()?;
        let number = request["out_refund_no"].as_str().unwrap_or_default();
        let is_number = (1..=64).contains(&number.len());
        let amount = request["amount"]["refund"].as_i64().unwrap_or(0);
        let total = request["amount"]["total"].as_i64().unwrap_or(0);
        let wrong = |code| Problem(StatusCode::BAD_REQUEST, code);
        if !is_number || amount < 1 || request["amount"]["currency"] != "CNY" {
            return Err(wrong("PARAM_ERROR"));
        }
        if let Some(known) = state.refunds.get_mut(number) {
            if known.request != request {
                return Err(wrong("INVALID_REQUEST"));
            }
            known.asked += 1;
            let told = told(number, known);
            return Ok(Some(told));
        }
        let of_number = request["out_trade_no"].as_str();
        let of_transaction = request["transaction_id"].as_str();
        let found = state.charges.iter_mut().find(|(number, charge)| {
            of_number == Some(number.as_str())
                || of_transaction.is_some_and(|id| !id.is_empty() && charge.transaction == id)
        });
        let (charge, paid) = found.ok_or(Problem(StatusCode::NOT_FOUND, "RESOURCE_NOT_EXISTS"))?;
        let is_possible = matches!(paid.state, "SUCCESS" | "REFUND")
            && total == paid.total
            && paid.refunded + amount <= paid.total;
        if !is_possible {
            return Err(wrong("INVALID_REQUEST"));
        }
        paid.refunded += amount;
        paid.state = "REFUND";
        let charge = charge.clone();
        let serial = state.next();
        let refund = Refund {
            request: request.clone(),
            charge,
            refund: format!("5030000712{serial:018}"),
            amount,
            at_ms,
            asked: 1,
        };
        let told = told(number, &refund);
        state.refunds.insert(number.to_owned(), refund);
        Ok(Some(told))
    })
}

/// `GET /v3/refund/domestic/refunds/{number}`.
pub(crate) async fn find(
    State(stand_in): State<StandIn>,
    Path(number): Path<String>,
    call: Call,
) -> Response {
    run(&stand_in, &call, |state| {
        let refund = state.refunds.get_mut(&number);
        let refund = refund.ok_or(Problem(StatusCode::NOT_FOUND, "RESOURCE_NOT_EXISTS"))?;
        refund.asked += 1;
        Ok(Some(told(&number, refund)))
    })
}

impl StandIn {
    /// How much of a charge was given back, in fen.
    #[must_use]
    pub fn refunded(&self, number: &str) -> i64 {
        let state = self.state();
        state
            .charges
            .get(number)
            .map_or(0, |charge| charge.refunded)
    }
}

fn told(number: &str, refund: &Refund) -> Value {
    json!({
        "out_refund_no": number,
        "refund_id": refund.refund,
        "out_trade_no": refund.charge,
        "channel": "ORIGINAL",
        "user_received_account": "支付用户零钱",
        "create_time": "2026-11-23T08:00:00+08:00",
        "status": if refund.asked > 1 { "SUCCESS" } else { "PROCESSING" },
        "amount": { "refund": refund.amount, "total": refund.amount, "currency": "CNY" },
    })
}
