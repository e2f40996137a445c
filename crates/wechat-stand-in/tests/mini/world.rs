//! A stand-in that listens, with a clock that a test moves.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::rsa::KeyPair;
use ring::signature::RSA_PKCS1_SHA256;
use rustls_pki_types::PrivatePkcs8KeyDer;
use rustls_pki_types::pem::PemObject;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use wechat_stand_in::{APPID, MCHID, MERCHANT_KEY, SECRET, SERIAL, StandIn};

/// 2026-11-23 08:00 in China.
pub(crate) const NOW: i64 = 1_795_392_000_000;
/// A user.
pub(crate) const OPENID: &str = "o9AgO5Kd5ggOC-bXrbNODIiE3bGY";

pub(crate) struct World {
    pub(crate) stand_in: StandIn,
    pub(crate) gateway: String,
    clock: Arc<AtomicI64>,
    agent: ureq::Agent,
    _runtime: Runtime,
}

/// An answer: its status, its type, its body.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) kind: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The errcode; 0 for an answer that has none.
    pub(crate) fn code(&self) -> i64 {
        assert_eq!(self.status, 200);
        self.json()["errcode"].as_i64().unwrap_or(0)
    }
}

impl World {
    pub(crate) fn new() -> Self {
        let clock = Arc::new(AtomicI64::new(NOW));
        let seen = Arc::clone(&clock);
        let stand_in = StandIn::new(Arc::new(move || seen.load(Ordering::SeqCst)));
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let gateway = runtime.block_on(stand_in.clone().start()).unwrap();
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .build();
        Self {
            stand_in,
            gateway,
            clock,
            agent: agent.into(),
            _runtime: runtime,
        }
    }

    /// One where [`OPENID`] signed in, and a token for calls.
    pub(crate) fn with_token() -> (Self, String) {
        let world = Self::new();
        let code = world.stand_in.code_for(OPENID);
        assert_eq!(world.sign_in(&code).json()["openid"], OPENID);
        let token = world.token();
        (world, token["access_token"].as_str().unwrap().to_owned())
    }

    pub(crate) fn pass_s(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        let got = self.agent.get(format!("{}{path}", self.gateway)).call();
        answer(got.unwrap())
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_text(path, &body.to_string())
    }

    pub(crate) fn post_text(&self, path: &str, body: &str) -> Answer {
        let to = format!("{}{path}", self.gateway);
        let request = self
            .agent
            .post(to)
            .header("Content-Type", "application/json");
        answer(request.send(body).unwrap())
    }

    pub(crate) fn sign_in(&self, code: &str) -> Answer {
        let grant = "grant_type=authorization_code";
        self.get(&format!(
            "/sns/jscode2session?appid={APPID}&secret={SECRET}&js_code={code}&{grant}"
        ))
    }

    pub(crate) fn token(&self) -> Value {
        let request = json!({ "grant_type": "client_credential", "appid": APPID,
            "secret": SECRET });
        self.post("/cgi-bin/stable_token", &request).json()
    }

    pub(crate) fn forced_token(&self) -> Value {
        let request = json!({ "grant_type": "client_credential", "appid": APPID,
            "secret": SECRET, "force_refresh": true });
        self.post("/cgi-bin/stable_token", &request).json()
    }

    /// A call of payments, signed by the merchant.
    pub(crate) fn merchant_post(&self, path: &str, body: &Value) -> (u16, Value) {
        let body = body.to_string();
        let at = self.clock.load(Ordering::SeqCst) / 1000;
        let message = format!("POST\n{path}\n{at}\nnonce\n{body}\n");
        let key = PrivatePkcs8KeyDer::from_pem_slice(MERCHANT_KEY.as_bytes()).unwrap();
        let key = KeyPair::from_pkcs8(key.secret_pkcs8_der()).unwrap();
        let mut signature = vec![0; key.public().modulus_len()];
        let random = SystemRandom::new();
        key.sign(
            &RSA_PKCS1_SHA256,
            &random,
            message.as_bytes(),
            &mut signature,
        )
        .unwrap();
        let signature = STANDARD.encode(signature);
        let authorization = format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"{MCHID}\",nonce_str=\"nonce\",timestamp=\"{at}\",serial_no=\"{SERIAL}\",signature=\"{signature}\""
        );
        let request = self
            .agent
            .post(format!("{}{path}", self.gateway))
            .header("Authorization", authorization)
            .header("Accept", "application/json");
        let answer = answer(request.send(&body).unwrap());
        (answer.status, answer.json())
    }

    /// A charge within the app.
    pub(crate) fn charge(&self, number: &str, openid: &str) -> (u16, Value) {
        let request = json!({ "mchid": MCHID, "appid": APPID, "out_trade_no": number,
            "description": "照片", "notify_url": "https://photo.example.org/notices",
            "amount": { "total": 1500, "currency": "CNY" }, "payer": { "openid": openid } });
        self.merchant_post("/v3/pay/transactions/jsapi", &request)
    }
}

fn answer(got: ureq::http::Response<ureq::Body>) -> Answer {
    let status = got.status().as_u16();
    let kind = got.headers()["content-type"].to_str().unwrap().to_owned();
    let body = got.into_body().read_to_vec().unwrap();
    Answer { status, kind, body }
}
