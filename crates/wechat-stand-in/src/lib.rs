//! A stand-in for WeChat Pay, API v3, and for the server API and the message push of a
//! mini-programme, for tests and trials: nothing of WeChat can be reached from where the
//! program is built. One address serves as both hosts.
//!
//! It checks what the real one checks (the signature of a request, its clock, its fields,
//! numbers that were used) and answers as it does: signed, with all headers, errors as
//! `{"code", "message"}` or `{"errcode", "errmsg"}`. What the real one does by itself (somebody pays, a notice is
//! delivered up to fifteen times, a user's app has a code, a message is pushed, a fault) it does when it is told to, over [`StandIn`] or
//! `POST /stand-in/…`. It is itself held against clients that were not written here:
//! `scripts/wechat-stand-in-test`.
//!
//! Not shipped. Its keys are in `keys/` and open nothing anywhere.

mod answer;
mod bill;
mod charges;
mod control;
mod fault;
mod keys;
mod mini;
mod notice;
mod refunds;
mod request;
mod slow;
mod state;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tokio::net::TcpListener;

pub use fault::Fault;
pub use keys::{
    API_KEY, APPID, MCHID, MERCHANT_KEY, NEXT_KEY, NEXT_KEY_ID, PUBLIC_KEY, PUBLIC_KEY_ID, SERIAL,
    settings,
};
pub use mini::{
    ACCOUNT_APPID, ACCOUNT_SECRET, PAGE_READER, PUSH_KEY, PUSH_TOKEN, PictureAsked, Push, SECRET,
    TEMPLATES,
};
pub use notice::{Delivery, Twist};

use keys::Keys;
use state::State;

/// The time now, in milliseconds since 1970 UTC.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The stand-in. Cheap to clone.
#[derive(Clone)]
pub struct StandIn {
    keys: Arc<Keys>,
    state: Arc<Mutex<State>>,
    clock: Clock,
}

impl std::fmt::Debug for StandIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StandIn")
    }
}

impl StandIn {
    /// A stand-in on which nobody has paid yet.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self {
            keys: Arc::new(Keys::read()),
            state: Arc::default(),
            clock,
        }
    }

    /// Its routes.
    pub fn router(self) -> Router {
        Router::new()
            .route("/v3/pay/transactions/{way}", post(charges::make))
            .route(
                "/v3/pay/transactions/out-trade-no/{number}",
                get(charges::find),
            )
            .route(
                "/v3/pay/transactions/out-trade-no/{number}/close",
                post(charges::close),
            )
            .route("/v3/refund/domestic/refunds", post(refunds::make))
            .route("/v3/refund/domestic/refunds/{number}", get(refunds::find))
            .route("/v3/bill/tradebill", get(bill::place))
            .route("/v3/billdownload/file", get(bill::file))
            .route("/stand-in/charges", get(control::charges))
            .route("/stand-in/pay/{number}", post(control::pay))
            .merge(mini::routes())
            .layer(from_fn_with_state(self.clone(), slow::wait))
            .with_state(self)
    }

    /// Serves until its task is dropped; gives the gateway's address.
    ///
    /// # Errors
    /// If no port can be had.
    pub async fn start(self) -> std::io::Result<String> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        tokio::spawn(async move { axum::serve(listener, self.router()).await });
        Ok(format!("http://{address}"))
    }

    /// The next `count` calls of payments go wrong in this way.
    pub fn fail(&self, fault: Fault, count: u32) {
        self.state().faults.push(fault, count);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now_ms(&self) -> i64 {
        (self.clock)()
    }

    fn now_s(&self) -> i64 {
        self.now_ms().div_euclid(1000)
    }
}
