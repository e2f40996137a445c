//! All routes, and the middleware around them.

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    PageError, Web, api, assets, brand, guard, pages, pay_notices, verification, wechat_pictures,
    wechat_pushes,
};

/// Maximum size of a form, in bytes; uploads set their own limit.
const FORM_BYTES: usize = 64 * 1024;
/// Time limit of a page.
const PAGE_TIME: Duration = Duration::from_secs(15);

/// The whole service.
pub fn router(web: Web) -> Router {
    let pages = guard::timed(guard::repeated(pages::routes(&web), &web), PAGE_TIME)
        .merge(pages::application::uploads())
        .merge(api::routes(&web));
    around(pages, web)
}

/// Middleware around pages; assets and probes are outside of it.
fn around(inner: Router<Web>, web: Web) -> Router {
    let guarded = inner
        .fallback(verification::serve)
        .method_not_allowed_fallback(async || PageError::MethodNotAllowed)
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(from_fn_with_state(web.clone(), guard::bodies))
        .layer(from_fn(guard::same_site))
        .layer(from_fn_with_state(web.clone(), guard::rate));
    // Assets, probes and what a payment service tells do not count for rate limits.
    guarded
        .merge(pages::operations::routes())
        .merge(pay_notices::routes())
        .merge(wechat_pushes::routes())
        .merge(wechat_pictures::routes())
        .route("/assets/{hash}/{*name}", get(assets::serve))
        .route("/brand/{hash}/{name}", get(brand::serve))
        .layer(CatchPanicLayer::custom(guard::after_panic))
        .layer(from_fn_with_state(web.clone(), guard::error_pages))
        .layer(from_fn_with_state(web.clone(), guard::visitor))
        .layer(from_fn_with_state(web.clone(), guard::headers))
        .layer(from_fn_with_state(web.clone(), guard::observe))
        .with_state(web)
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;
    use crate::testing::{Service, settings};
    use crate::{LimitClass, Limits, Settings};

    async fn broken() -> &'static str {
        panic!("somebody's name")
    }

    /// Test routes for failures inside the middleware.
    fn wrongs(web: Web) -> Router {
        let slow = Router::new().route("/slow", get(std::future::pending::<()>));
        let looked_up = Router::new().route("/look-up", get(async || "found"));
        let routes = Router::new()
            .route("/broken", get(broken))
            .merge(guard::timed(slow, Duration::from_millis(1)))
            .merge(guard::limited(looked_up, &web, LimitClass::LookUps));
        around(routes, web)
    }

    #[tokio::test]
    async fn what_goes_wrong_inside_gets_a_calm_page() {
        let settings = Settings {
            limits: Limits {
                look_ups_per_minute: NonZeroU32::MIN,
                ..Limits::default()
            },
            ..settings()
        };
        let service = Service::start_with(settings).await.routed(wrongs);
        for (path, status, words) in [
            ("/broken", 500, "报告时请附上编号"),
            ("/slow", 503, "处理的时间太长"),
            ("/look-up", 200, "found"),
            ("/look-up", 429, "操作得太快"),
            ("/", 404, "没有这个页面"),
        ] {
            let answer = service.get(path).await;
            answer.status(status).contains(words).lacks("somebody");
        }
    }
}
