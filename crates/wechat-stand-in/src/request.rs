//! Requests: their signature is checked before anything else.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use webpki::RawPublicKeyEntity;
use webpki::ring::RSA_PKCS1_2048_8192_SHA256;

use crate::StandIn;
use crate::answer::Problem;
use crate::keys::{MCHID, SERIAL};

/// How far apart two clocks may be, in seconds.
const FRESH_S: u64 = 300;
const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048 ";

/// A request as it came, whole: what its signature is over.
pub(crate) struct Call {
    method: Method,
    pub(crate) uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

impl FromRequest<StandIn> for Call {
    type Rejection = Response;

    async fn from_request(request: Request, state: &StandIn) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let request = Request::new(body);
        let body = Bytes::from_request(request, state).await;
        Ok(Self {
            method: parts.method,
            uri: parts.uri,
            headers: parts.headers,
            body: body.map_err(|rejection| rejection.into_response())?,
        })
    }
}

impl Call {
    /// The body as JSON: 400 `PARAM_ERROR` else.
    pub(crate) fn json(&self) -> Result<Value, Problem> {
        let wrong = |_| Problem(StatusCode::BAD_REQUEST, "PARAM_ERROR");
        serde_json::from_slice(&self.body).map_err(wrong)
    }
}

impl StandIn {
    /// Checks that the merchant sent the request: 401 `SIGN_ERROR` else.
    pub(crate) fn is_signed(&self, call: &Call) -> Result<(), Problem> {
        let Call {
            method,
            uri,
            headers,
            body,
        } = call;
        let refused = || Problem(StatusCode::UNAUTHORIZED, "SIGN_ERROR");
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let given = text("authorization").and_then(|value| value.strip_prefix(SCHEME));
        let given = given.ok_or_else(refused)?;
        let field = |name: &str| {
            let mut fields = given.split(',').map(str::trim);
            let start = format!("{name}=\"");
            let field = fields.find_map(|field| field.strip_prefix(start.as_str()));
            field
                .and_then(|rest| rest.strip_suffix('"'))
                .ok_or_else(refused)
        };
        let (timestamp, nonce) = (field("timestamp")?, field("nonce_str")?);
        let at: i64 = timestamp.parse().map_err(|_| refused())?;
        let is_fresh = at.abs_diff(self.now_s()) <= FRESH_S;
        let is_known = field("mchid")? == MCHID && field("serial_no")? == SERIAL;
        let has_agent = text("user-agent").is_some();
        let accepts = text("accept").is_some_and(|value| value.contains("json") || value == "*/*");
        if !is_fresh || !is_known || !has_agent || !accepts {
            return Err(refused());
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let mut message = format!("{method}\n{path}\n{timestamp}\n{nonce}\n").into_bytes();
        message.extend_from_slice(body);
        message.push(b'\n');
        let signature = STANDARD
            .decode(field("signature")?)
            .map_err(|_| refused())?;
        let key = RawPublicKeyEntity::try_from(&self.keys.merchant).map_err(|_| refused())?;
        key.verify_signature(RSA_PKCS1_2048_8192_SHA256, &message, &signature)
            .map_err(|_| refused())
    }
}
