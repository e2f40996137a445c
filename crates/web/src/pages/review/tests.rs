//! The review desk over a real service: access and sign-in.

use axum::body::Body;
use axum::http::Request;
use domain::staff::Role;
use domain::timestamp::minutes;
use serde_json::{Value, json};

use crate::testing::{Service, Stage};

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

/// An open queue refreshes by itself, which does not keep its session alive.
#[tokio::test]
async fn a_page_that_looks_by_itself_is_signed_out_in_time() {
    let check = async |by_itself: bool, expected: u16| {
        let service = Service::start().await;
        let browser = service.hire(Role::Inspector).await;
        for _ in 0..4 {
            service.clock.advance(minutes(10));
            let mut request = Request::get("/desk");
            if by_itself {
                request = request.header("huizhi-by-itself", "1");
            }
            browser.send(request.body(Body::empty()).unwrap()).await;
        }
        browser.get("/desk").await.status(expected);
    };
    check(false, 200).await;
    check(true, 303).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_opinion_is_asked_for_and_taken_back_by_forms() {
    let service = Service::start_lenient().await;
    let number = service.order(Stage::Waiting).await.number;
    let case = format!("/desk/orders/{number}");
    let browser = service.hire(Role::Inspector).await;
    browser.post("/desk/next", "").await.redirects_to(&case);
    let ask = format!("{case}/second");
    let alone = browser.post(&ask, "note=brows%3F").await;
    alone
        .status(200)
        .contains_all(&["没有别的审核员", "brows?", "role=\"alert\""]);

    let program = service.keyed(Role::Inspector).await;
    let asked = browser.post(&ask, "note=brows%3F").await;
    asked.redirects_to(&format!("/desk?asked={number}"));
    let queue = browser.get(&format!("/desk?asked={number}")).await;
    queue.contains_all(&["可以收回", "等同事复核", "data-held"]);
    let own = browser.get(&case).await;
    own.contains_all(&["收回，自己审", "brows?"])
        .lacks("请您复核");
    let back = browser.post(&format!("{case}/undo"), "").await;
    back.redirects_to(&case);
    browser.get(&case).await.contains("data-reject");

    // The other way round: whoever looks at it sees who asked and why.
    browser.post(&format!("{case}/release"), "").await;
    let review = format!("/reviews/{number}");
    let taken = program.post(&format!("{review}/take"), Value::Null).await;
    taken.status(200);
    let note = json!({ "note": "眉毛？" });
    let asked = program
        .post(&format!("{review}/second-opinion"), note)
        .await;
    asked.status(200);
    let taken = browser.post("/desk/next", "").await;
    taken.redirects_to(&case);
    let shown = browser.get(&case).await;
    shown.contains_all(&["a program 请您复核", "：眉毛？"]);
}

/// Every reason is found by its name, by pinyin and by initials.
#[tokio::test(flavor = "multi_thread")]
async fn reasons_are_listed_with_what_finds_them() {
    let service = Service::start_lenient().await;
    let number = service.order(Stage::Waiting).await.number;
    let browser = service.hire(Role::Inspector).await;
    browser.post("/desk/next", "").await;
    let page = browser.get(&format!("/desk/orders/{number}")).await.text();
    let catalogue = &service.web.catalogue;
    for reason in catalogue.reasons() {
        let box_at = page.find(&format!("value=\"{}\"", reason.id));
        let before = &page[..box_at.unwrap()];
        let keys = before.rsplit("data-keys=\"").next().unwrap();
        let keys = keys.split('"').next().unwrap();
        assert_eq!(reason.pinyin.len(), 2, "{}", reason.id);
        for pinyin in &reason.pinyin {
            assert!(keys.contains(pinyin.as_str()), "{}: {keys}", reason.id);
        }
    }
}
