//! Web pages and JSON API of the service.
//!
//! Takes a [`Web`] (the catalogue, the operator's settings, secrets); gives an
//! axum router whose pages work on a phone without JavaScript. Handlers are
//! thin: they read the request, call a use case, and render the result. No
//! rules about orders or photos are here.
//!
//! # How a page is written
//!
//! - One module a group of pages under `pages`, one file an endpoint. The group's
//!   `mod.rs` has `routes() -> Router<Web>` and `router.rs` merges the groups.
//!   The group sets what differs from the rule: a larger body with
//!   `axum::extract::DefaultBodyLimit`, a stricter rate with [`limited`].
//! - A handler takes [`Visit`] (language, cookies, tokens of this request) and
//!   `State<Web>`, and gives `Result<Page<T>, PageError>`, where `T` is an askama
//!   template with two fixed fields: `s: Speech` for texts and `frame: Frame` for
//!   title, tab and back link.
//! - Every text is `{{ s.say("key") }}`, or with arguments
//!   `{{ s.with("minutes", minutes).say("key") }}`; keys stand in
//!   `crates/messages/texts/<language>/web.ftl`, and a test reads all templates
//!   and sources for keys that have no text.
//! - `{% import "parts/cells.html" as cells %}` gives cells, notices, tiles and
//!   findings; `parts/forms.html` gives fields, buttons and the hidden token.
//! - What goes wrong is a [`PageError`]: a handler returns it, and the guard in
//!   `guard/error_pages.rs` draws the page in the visitor's language (JSON under
//!   `/api/`).
//! - A form that changes something is read by [`CsrfForm`] and carries
//!   `{{ forms::csrf(frame.csrf()) }}`. An upload sends the same token in the
//!   header `x-csrf-token` or as its first field; see [`Visit::check_csrf`].
//! - Styles are classes of `assets/app.css`; scripts are modules in `assets`. No
//!   inline style, script or `on…` attribute: the content security policy
//!   refuses them.
//! - Pages with personal data set `Cache-Control: no-store` themselves; the
//!   default is `private, no-cache`.
//! - Logs and metrics name the route's pattern, never the path that was asked for.

#[cfg(test)]
mod any_request;
mod api;
mod assets;
mod awaited;
mod backdrop;
mod brand;
mod by_hand;
mod chart;
mod china_time;
mod choices;
mod client;
mod closing;
mod confidence;
mod copy_body;
mod csrf;
mod frame;
mod from_site;
mod guard;
mod hours;
mod kept;
mod limits;
mod logs;
mod measured;
mod metrics;
mod money;
mod names;
mod page;
mod page_error;
mod pages;
mod pay_notices;
mod photo_facts;
mod proxied;
mod query_string;
mod questions;
mod receipt_words;
mod router;
mod secrets;
mod serve;
mod settings;
mod shares;
mod sheet_query;
mod speech;
mod staff;
mod state;
#[cfg(test)]
mod testing;
mod told;
mod upload;
mod verification;
mod visit;
mod waiting;
mod wechat_pictures;
mod wechat_pushes;
mod work_probes;

pub use assets::asset;
pub use brand::{Accent, Brand, BrandError, Logo, checked_text};
pub use client::Client;
pub use closing::Closing;
pub use csrf::{CSRF_FIELD, CSRF_HEADER, CsrfForm, Pressed};
pub use frame::{Frame, Tab};
pub use guard::{limited, timed};
pub use limits::{Counted, LimitClass, Limits, RateLimits};
pub use logs::{LogFormat, LogLevel, Logs, UnknownLogLevel, start_logs};
pub use metrics::Metrics;
pub use page::Page;
pub use page_error::{Link, PageError};
pub use router::router;
pub use secrets::Secrets;
pub use serve::{Peers, ServeLimits, serve};
pub use settings::{Operator, Settings};
pub use speech::{Argument, Speaking, Speech};
pub use state::Web;
pub use verification::{VerificationFileError, VerificationFiles};
pub use visit::{Visit, device_cookie};
pub use work_probes::work_probes;
