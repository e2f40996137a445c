//! Signed answers, and errors.

use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::signature::RSA_PKCS1_SHA256;
use serde_json::{Value, json};

use crate::StandIn;

const SIGNS: &str = "the committed key signs";

/// An error as the service gives it.
pub(crate) struct Problem(pub(crate) StatusCode, pub(crate) &'static str);

impl StandIn {
    /// A signature over time, nonce and body.
    pub(crate) fn signed(&self, timestamp: i64, nonce: &str, body: &[u8]) -> String {
        let mut message = format!("{timestamp}\n{nonce}\n").into_bytes();
        message.extend_from_slice(body);
        message.push(b'\n');
        let (key, _) = self.platform();
        let mut signature = vec![0; key.public().modulus_len()];
        key.sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            &message,
            &mut signature,
        )
        .expect(SIGNS);
        STANDARD.encode(signature)
    }

    /// A new nonce of 32 characters.
    pub(crate) fn nonce(&self) -> String {
        let number = self.state().next();
        format!("{number:032X}")
    }

    /// A success, signed; `forged` signs another text.
    pub(crate) fn success(&self, answer: Option<&Value>, forged: Forged) -> Response {
        let body = answer.map(ToString::to_string).unwrap_or_default();
        let status = match answer {
            Some(_) => StatusCode::OK,
            None => StatusCode::NO_CONTENT,
        };
        let (timestamp, nonce) = (self.now_s(), self.nonce());
        let signature = match forged {
            Forged::No => self.signed(timestamp, &nonce, body.as_bytes()),
            Forged::Yes => self.signed(timestamp, &nonce, b"another"),
        };
        let response = Response::builder()
            .status(status)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("Request-ID", format!("08{nonce}-0"))
            .header("Wechatpay-Timestamp", timestamp.to_string())
            .header("Wechatpay-Nonce", nonce)
            .header("Wechatpay-Signature", signature)
            .header("Wechatpay-Serial", self.platform().1)
            .header("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048");
        response.body(Body::from(body)).expect(SIGNS)
    }

    /// An error, which is not signed.
    pub(crate) fn problem(&self, Problem(status, code): Problem) -> Response {
        let body = json!({ "code": code, "message": "stand-in" }).to_string();
        let response = Response::builder()
            .status(status)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("Request-ID", format!("08{}-268435456", self.nonce()));
        response.body(Body::from(body)).expect(SIGNS)
    }
}

/// Whether a signature is to be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Forged {
    No,
    Yes,
}
