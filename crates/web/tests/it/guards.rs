//! Headers, limits, cross-site forms, large bodies, panics.

use std::num::NonZeroU32;

use axum::body::Body;
use axum::http::Request;
use web::{Limits, Settings};

use crate::service::{ask, get, service, settings, state};

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let service = service().await;
    for path in [
        "/",
        "/nowhere",
        "/assets/0/app.css",
        "/healthz",
        "/apply/us-visa",
        "/language",
    ] {
        let answer = get(&service, path, "").await;
        let check = |name: &str, expected: &str| {
            assert!(answer.header(name).contains(expected), "{path} {name}");
        };
        check("content-security-policy", "default-src 'none'");
        check("content-security-policy", "frame-ancestors 'none'");
        check("x-content-type-options", "nosniff");
        check("referrer-policy", "same-origin");
        check("permissions-policy", "camera=(self)");
        check("cross-origin-opener-policy", "same-origin");
        check("cross-origin-resource-policy", "same-origin");
        check("x-request-id", "0707070707070707");
        assert!(!answer.header("cache-control").is_empty(), "{path}");
        assert!(!answer.headers.contains_key("strict-transport-security"));
        assert!(!answer.body.contains(" style=") && !answer.body.contains(" onclick="));
    }
}

#[tokio::test]
async fn over_tls_cookies_and_browsers_insist_on_it() {
    let check = async |url: Option<&str>, insists: bool| {
        let service = web::router(
            state(Settings {
                public_url: url.map(str::to_owned),
                ..settings()
            })
            .await,
        );
        let answer = get(&service, "/apply/passport/440300", "").await;
        let cookies = answer.headers.get_all("set-cookie").iter();
        for cookie in cookies {
            assert_eq!(cookie.to_str().unwrap().contains("; Secure"), insists);
        }
        let hsts = answer.headers.contains_key("strict-transport-security");
        assert_eq!(hsts, insists, "{url:?}");
    };
    check(None, false).await;
    check(Some("http://photo.example.org"), false).await;
    check(Some("https://photo.example.org"), true).await;
}

#[tokio::test]
async fn a_device_is_made_only_where_a_form_needs_it() {
    let service = service().await;
    let check = async |path: &str, cookies: &str, made: bool| {
        let answer = get(&service, path, cookies).await;
        let cookies = answer.headers.get_all("set-cookie").iter();
        let found = cookies
            .filter(|line| line.to_str().unwrap().starts_with("device="))
            .count();
        assert_eq!(found, usize::from(made), "{path}");
    };
    let known = format!("device={}", "A".repeat(43));
    check("/", "", false).await;
    check("/apply", "", false).await;
    check("/apply/us-visa", "", true).await;
    check("/apply/us-visa", &known, false).await;
    check("/apply/us-visa", "device=short", true).await;
}

#[tokio::test]
async fn assets_may_be_kept_under_their_own_hash_only() {
    let service = service().await;
    let check = async |path: &str, keep: &str, kind: &str| {
        let answer = get(&service, path, "").await;
        assert_eq!(answer.header("cache-control"), keep, "{path}");
        assert_eq!(answer.header("content-type"), kind, "{path}");
    };
    let for_ever = "public, max-age=31536000, immutable";
    check(&web::asset("app.css"), for_ever, "text/css; charset=utf-8").await;
    check(
        &web::asset("filter.js"),
        for_ever,
        "text/javascript; charset=utf-8",
    )
    .await;
    check(&web::asset("icon.svg"), for_ever, "image/svg+xml").await;
    check(
        "/assets/0123456789abcdef/app.css",
        "no-cache",
        "text/css; charset=utf-8",
    )
    .await;
}

#[tokio::test]
async fn too_many_requests_wait() {
    let n = |n| NonZeroU32::new(n).unwrap();
    let service = web::router(
        state(Settings {
            limits: Limits {
                pages_per_minute: n(2),
                writes_per_minute: n(1),
                look_ups_per_minute: n(1),
            },
            ..settings()
        })
        .await,
    );
    let check = async |path: &str, status: u16| {
        let answer = get(&service, path, "").await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        if status == 429 {
            let wait: u64 = answer.header("retry-after").parse().unwrap();
            assert!((1..=60).contains(&wait));
            assert!(answer.body.contains(&format!("请等 {wait} 秒再试")));
        }
    };
    check("/", 200).await;
    check("/apply", 200).await;
    check("/", 429).await;
    check("/healthz", 200).await;
    check("/assets/0/app.css", 200).await;
}

#[tokio::test]
async fn changes_from_other_sites_are_refused() {
    let service = service().await;
    let check = async |site: &str, status: u16| {
        let request = Request::post("/language")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", site)
            .body(Body::from("lang=en"))
            .unwrap();
        let answer = ask(&service, request).await;
        assert_eq!(answer.status.as_u16(), status, "{site}");
    };
    check("same-origin", 303).await;
    check("none", 303).await;
    check("same-site", 403).await;
    check("cross-site", 403).await;
}

#[tokio::test]
async fn large_bodies_are_refused() {
    let service = service().await;
    let check = async |bytes: usize, status: u16| {
        let body = format!("lang=en&back=/&x={}", "x".repeat(bytes));
        let request = Request::post("/language")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        let answer = ask(&service, request).await;
        assert_eq!(answer.status.as_u16(), status, "{bytes}");
    };
    check(60_000, 303).await;
    check(70_000, 413).await;
}

#[tokio::test]
async fn metrics_are_not_for_strangers() {
    let check = async |forwarded: &str, status: u16| {
        let service = web::router(
            state(Settings {
                behind_proxy: true,
                ..settings()
            })
            .await,
        );
        let request = Request::get("/metrics").header("x-forwarded-for", forwarded);
        let answer = ask(&service, request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status.as_u16(), status, "{forwarded}");
    };
    check("10.0.0.9", 200).await;
    check("198.51.100.7", 404).await;
}

#[tokio::test]
async fn metrics_name_patterns_and_never_paths() {
    let service = service().await;
    get(&service, "/apply/resident-id-card/440300?q=secret", "").await;
    get(&service, "/no-such/secret", "").await;
    let text = get(&service, "/metrics", "").await.body;
    assert!(text.contains(r#"route="/apply/{document}/{city}",method="GET",status="200"} 1"#));
    assert!(text.contains(r#"route="unmatched",method="GET",status="404"} 1"#));
    assert!(!text.contains("secret") && !text.contains("440300"));
}
