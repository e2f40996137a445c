//! Headers, rate limits, cross-site forms, large bodies, panics.

use std::num::NonZeroU32;

use axum::body::Body;
use axum::http::Request;

use crate::testing::{Answer, Service, settings};
use crate::{Limits, Settings, asset};

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let service = Service::start_with_sevens().await;
    for path in [
        "/",
        "/nowhere",
        "/assets/0/app.css",
        "/healthz",
        "/apply/us-visa",
        "/language",
    ] {
        let answer = service.get(path).await;
        for (name, expected) in [
            ("content-security-policy", "default-src 'none'"),
            ("content-security-policy", "frame-ancestors 'none'"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("permissions-policy", "camera=(self)"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-request-id", "0707070707070707"),
        ] {
            assert!(answer.header(name).contains(expected), "{path} {name}");
        }
        assert!(!answer.header("cache-control").is_empty(), "{path}");
        answer.has("strict-transport-security", "");
        answer.lacks(" style=").lacks(" onclick=");
    }
}

#[tokio::test]
async fn over_tls_cookies_and_browsers_insist_on_it() {
    for (url, insists) in [
        (None, false),
        (Some("http://photo.example.org"), false),
        (Some("https://photo.example.org"), true),
    ] {
        let settings = Settings {
            public_url: url.map(str::to_owned),
            ..settings()
        };
        let service = Service::start_with(settings).await;
        let answer = service.get("/apply/passport/440300").await;
        for cookie in answer.cookies() {
            assert_eq!(cookie.contains("; Secure"), insists, "{cookie}");
        }
        let hsts = answer.headers.contains_key("strict-transport-security");
        assert_eq!(hsts, insists, "{url:?}");
    }
}

#[tokio::test]
async fn a_device_is_made_only_where_a_form_needs_it() {
    let service = Service::start().await;
    let secret = "A".repeat(43);
    let known = crate::visit::device_cookie(&service.web.secrets, &secret);
    for (path, device, made) in [
        ("/", "", false),
        ("/apply", "", false),
        ("/apply/us-visa", "", true),
        ("/apply/us-visa", &known, false),
        ("/apply/us-visa", "short", true),
        // Made elsewhere: the form of a secret alone is no device.
        ("/apply/us-visa", &secret, true),
    ] {
        let browser = service.browser().with_cookie("device", device);
        let answer = browser.get(path).await;
        let cookies = answer.cookies().into_iter();
        let found = cookies.filter(|line| line.starts_with("device=")).count();
        assert_eq!(found, usize::from(made), "{path} {device}");
    }
}

#[tokio::test]
async fn assets_may_be_kept_under_their_own_hash_only() {
    let service = Service::start().await;
    let (for_ever, again) = ("public, max-age=31536000, immutable", "no-cache");
    let (css, script) = ("text/css; charset=utf-8", "text/javascript; charset=utf-8");
    let another = "/assets/0123456789abcdef/app.css".to_owned();
    for (path, kept, kind) in [
        (asset("app.css"), for_ever, css),
        (asset("filter.js"), for_ever, script),
        (asset("icon.svg"), for_ever, "image/svg+xml"),
        (another, again, css),
    ] {
        let answer = service.get(&path).await;
        answer.has("cache-control", kept).has("content-type", kind);
    }
}

#[tokio::test]
async fn too_many_requests_wait() {
    let settings = Settings {
        limits: Limits {
            pages_per_minute: NonZeroU32::new(2).unwrap(),
            writes_per_minute: NonZeroU32::MIN,
            look_ups_per_minute: NonZeroU32::MIN,
        },
        ..settings()
    };
    let service = Service::start_with(settings).await;
    for (path, status) in [
        ("/", 200),
        ("/apply", 200),
        ("/", 429),
        ("/healthz", 200),
        ("/assets/0/app.css", 200),
    ] {
        let answer = service.get(path).await;
        answer.status(status);
        if status == 429 {
            let wait: u64 = answer.header("retry-after").parse().unwrap();
            assert!((1..=60).contains(&wait));
            answer.contains(&format!("请等 {wait} 秒再试"));
        }
    }
}

/// Submits the language form, from a page of `site`.
async fn choose(service: &Service, site: &str, form: String) -> Answer {
    let request = Request::post("/language")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", site);
    service.ask(request.body(Body::from(form)).unwrap()).await
}

#[tokio::test]
async fn changes_from_other_sites_are_refused() {
    let service = Service::start().await;
    for (site, status) in [
        ("same-origin", 303),
        ("none", 303),
        ("same-site", 403),
        ("cross-site", 403),
    ] {
        let answer = choose(&service, site, "lang=en".to_owned()).await;
        answer.status(status);
    }
}

#[tokio::test]
async fn large_bodies_are_refused() {
    let service = Service::start().await;
    for (bytes, status) in [(60_000, 303), (70_000, 413)] {
        let form = format!("lang=en&back=/&x={}", "x".repeat(bytes));
        choose(&service, "none", form).await.status(status);
    }
}

#[tokio::test]
async fn metrics_are_not_for_strangers() {
    let settings = Settings {
        behind_proxy: true,
        ..settings()
    };
    let service = Service::start_with(settings).await;
    for (forwarded, status) in [("10.0.0.9", 200), ("198.51.100.7", 404)] {
        let request = Request::get("/metrics").header("x-forwarded-for", forwarded);
        let request = request.body(Body::empty()).unwrap();
        service.ask(request).await.status(status);
    }
}

#[tokio::test]
async fn metrics_name_patterns_and_never_paths() {
    let service = Service::start().await;
    service
        .get("/apply/resident-id-card/440300?q=secret")
        .await
        .status(200);
    service.get("/no-such/secret").await.status(404);
    let metrics = service.get("/metrics").await;
    metrics
        .contains(r#"route="/apply/{document}/{city}",method="GET",status="200"} 1"#)
        .contains(r#"route="unmatched",method="GET",status="404"} 1"#)
        .lacks("secret")
        .lacks("440300");
}
