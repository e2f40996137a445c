//! The review desk over a real service: access and sign-in.

use axum::body::Body;
use axum::http::Request;
use domain::staff::Role;

use crate::testing::Service;

#[tokio::test]
async fn nobody_comes_in_without_signing_in() {
    let service = Service::start().await;
    let order = "/desk/orders/23456789ABC";
    for path in ["/desk", "/office", "/desk/account", order] {
        let answer = service.get(path).await;
        answer.redirects_to(&format!("/desk/sign-in?next={path}"));
    }
    for path in ["/desk/next", &format!("{order}/decide")] {
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::empty());
        service.ask(request.unwrap()).await.status(403);
    }
}

#[tokio::test]
async fn the_first_password_is_changed_first() {
    let service = Service::start().await;
    let first = service.first_password().await;
    let browser = service.browser();
    let wrong = browser.sign_in("operator", "not-it-at-all").await;
    wrong.status(200).contains("登录名或密码不对");
    let right = browser.sign_in("operator", &first).await;
    right.redirects_to("/desk");
    browser.get("/desk").await.redirects_to("/desk/account");

    let change = async |new: &str, again: &str| {
        let form = format!("old={first}&new={new}&again={again}");
        browser.post("/desk/account/password", &form).await
    };
    let weak = change("short", "short").await;
    weak.contains("field-error");
    let differs = change("violet-harbour-92", "violet-harbour-93").await;
    differs.contains("两遍新密码不一样");
    let changed = change("violet-harbour-92", "violet-harbour-92").await;
    changed.redirects_to("/desk/sign-in?changed=password");
    // The old session has ended.
    browser.get("/desk").await.status(303);
    let again = browser.sign_in("operator", "violet-harbour-92").await;
    again.status(303);
    let queue = browser.get("/desk").await;
    queue.status(200).contains("没有要审核的");
}

#[tokio::test]
async fn an_empty_queue_gives_nothing_to_take() {
    let service = Service::start().await;
    let browser = service.hire(Role::Inspector).await;
    browser.post("/desk/next", "").await.redirects_to("/desk");
    let missing = browser.get("/desk/orders/23456789ABC").await;
    missing.status(404);
    let forged = browser.with_forged_token();
    forged.post("/desk/next", "").await.status(403);
}
