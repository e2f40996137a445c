//! Every route, and the guards around them.

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;

use crate::{PageError, Web, api, assets, guard, pages};

/// Bytes of a form; routes that take files set their own limit.
const FORM_BYTES: usize = 64 * 1024;
/// How long a page may take.
const PAGE_TIME: Duration = Duration::from_secs(15);

/// The whole service.
pub fn router(web: Web) -> Router {
    let pages = guard::timed(pages::routes(&web), PAGE_TIME)
        .merge(pages::application::uploads())
        .merge(api::routes(&web));
    around(pages, web)
}

/// The guards around pages, and beside these the files and probes.
fn around(inner: Router<Web>, web: Web) -> Router {
    let guarded = inner
        .fallback(async || PageError::NotFound)
        .method_not_allowed_fallback(async || PageError::MethodNotAllowed)
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(from_fn(guard::same_site))
        .layer(from_fn_with_state(web.clone(), guard::rate));
    // Files and the operator's own probes are not counted against an address.
    guarded
        .merge(pages::operations::routes())
        .route("/assets/{hash}/{*name}", get(assets::serve))
        .layer(CatchPanicLayer::custom(guard::after_panic))
        .layer(from_fn_with_state(web.clone(), guard::error_pages))
        .layer(from_fn_with_state(web.clone(), guard::visitor))
        .layer(from_fn_with_state(web.clone(), guard::headers))
        .layer(from_fn_with_state(web.clone(), guard::observe))
        .with_state(web)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::body::Body;
    use axum::http::{Request, StatusCode};
    use http_body_util::BodyExt;
    use storage_sqlite::SqliteStorage;
    use tower::ServiceExt;

    use super::*;
    use crate::{LimitClass, Limits, Secrets, Settings};

    async fn broken() -> &'static str {
        panic!("somebody's name")
    }

    async fn service() -> Router {
        let n = |n| std::num::NonZeroU32::new(n).unwrap();
        let limits = Limits {
            look_ups_per_minute: n(1),
            ..Limits::default()
        };
        let settings = Settings {
            limits,
            ..Settings::default()
        };
        let storage = SqliteStorage::temporary().await.unwrap();
        let (app, _) = usecases::testing::app(Arc::new(storage));
        let web = Web::new(app, settings, Secrets::new([1; 32]));
        let slow = Router::new().route("/slow", get(std::future::pending::<()>));
        let looked_up = Router::new().route("/look-up", get(async || "found"));
        let routes = Router::new()
            .route("/broken", get(broken))
            .merge(guard::timed(slow, Duration::from_millis(1)))
            .merge(guard::limited(looked_up, &web, LimitClass::LookUps));
        around(routes, web)
    }

    async fn ask(service: &Router, path: &str) -> (StatusCode, String) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = service.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn what_goes_wrong_inside_gets_a_calm_page() {
        let service = service().await;
        let check = async |path: &str, status: StatusCode, words: &str| {
            let (found, body) = ask(&service, path).await;
            assert_eq!(found, status, "{path}");
            assert!(body.contains(words), "{path}: {body}");
            assert!(!body.contains("somebody"), "{path}");
        };
        check(
            "/broken",
            StatusCode::INTERNAL_SERVER_ERROR,
            "报告时请附上编号",
        )
        .await;
        check("/slow", StatusCode::SERVICE_UNAVAILABLE, "处理的时间太长").await;
        check("/look-up", StatusCode::OK, "found").await;
        check("/look-up", StatusCode::TOO_MANY_REQUESTS, "操作得太快").await;
        check("/", StatusCode::NOT_FOUND, "没有这个页面").await;
    }
}
