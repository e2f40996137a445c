//! `POST /pay/wechat/notices`: WeChat Pay tells of payments and refunds. Outside the rate
//! limits and forms' tokens: what is not signed by WeChat's key is refused before anything
//! is read of it.

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use domain::money::PayWay;
use payments::{NoticeError, NoticeHeaders};
use serde_json::json;
use usecases::AppError;
use usecases::online::{self, NoticeRefused};

use crate::Web;

/// Largest notice that is read, in bytes; those of WeChat Pay have about two thousand.
const MOST_BYTES: usize = 64 * 1024;

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/pay/wechat/notices", post(take))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
}

/// 204 once what it tells is done; else `{"code": "FAIL"}`, and WeChat tells it again.
async fn take(State(web): State<Web>, headers: HeaderMap, body: Bytes) -> Response {
    let text = |name: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    let signed = NoticeHeaders {
        timestamp: text("wechatpay-timestamp"),
        nonce: text("wechatpay-nonce"),
        signature: text("wechatpay-signature"),
        serial: text("wechatpay-serial"),
    };
    let taken = online::take_notice(&web.app, PayWay::WechatPay, &signed, &body).await;
    let refused = match taken {
        Ok(()) => return StatusCode::NO_CONTENT.into_response(),
        Err(refused) => refused,
    };
    let code = refused.code();
    let status = match refused {
        // WeChat sees by it whether signatures are checked.
        NoticeRefused::Notice(NoticeError::SignatureTest) => StatusCode::UNAUTHORIZED,
        NoticeRefused::Notice(_) => {
            tracing::warn!(code, "a notice of a payment is not believed");
            StatusCode::UNAUTHORIZED
        }
        NoticeRefused::App(AppError::NotFound) => StatusCode::NOT_FOUND,
        NoticeRefused::App(_) => {
            tracing::error!(code, "a notice of a payment could not be taken");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    };
    (status, Json(json!({ "code": "FAIL", "message": code }))).into_response()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use usecases::online::NOTICES_PATH;

    use crate::testing::Service;

    /// Without WeChat Pay in the settings there is nothing to tell; what is too large is not
    /// read. What is believed is tested in `usecases`.
    #[tokio::test]
    async fn notices_are_answered_as_wechat_expects() {
        let service = Service::start().await;
        let browser = service.browser();
        let check = async |body: Vec<u8>, status: u16, code: &str| {
            let request = axum::http::Request::post(NOTICES_PATH)
                .header("content-type", "application/json")
                .body(body.into())
                .unwrap();
            let answer = browser.send(request).await;
            answer.status(status);
            if !code.is_empty() {
                let told: Value = answer.json();
                assert_eq!(told, json!({ "code": "FAIL", "message": code }));
            }
        };
        check(b"{}".to_vec(), 404, "not-found").await;
        check(vec![b' '; 64 * 1024 + 1], 413, "").await;
    }
}
