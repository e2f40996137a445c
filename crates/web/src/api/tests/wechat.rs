//! What the mini-programme calls, and what WeChat pushes, over the whole router.

use std::time::Duration;

use axum::http::Request;
use domain::staff::Role;
use domain::timestamp::days;
use serde_json::{Value, json};
use usecases::jobs;
use usecases::mini_programme::PUSH_PATH;
use wechat_stand_in::{self as stand_in, Fault};

use crate::testing::{Service, Stage, large_portrait};

const WEI: &str = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
const MEI: &str = "oUpF8uMEI__M2pxb1Q9zNjWeS6oA";
/// A boundary of a form.
const BOUNDARY: &str = "----a1b2c3";

/// A form with one file in this field.
fn form(field: &str, bytes: &[u8]) -> (String, Vec<u8>) {
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"a.jpg\"\r\n\
         Content-Type: image/jpeg\r\n\r\n"
    );
    let tail = format!("\r\n--{BOUNDARY}--\r\n");
    let body = [head.as_bytes(), bytes, tail.as_bytes()].concat();
    (format!("multipart/form-data; boundary={BOUNDARY}"), body)
}

/// The way of a phone: signing in, an order with a picture sent as a form, details, what it
/// takes of notices, handing in, the list on another phone.
#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_made_in_the_mini_programme() {
    let (service, wechat) = Service::start_in_wechat().await;
    let sign_in = async |openid: &str| {
        let code = json!({ "code": wechat.code_for(openid) });
        let session = service.program("").post("/wechat/session", code).await;
        service.program(&session.status(200).at("/token"))
    };
    let known = service.program("").get("/wechat").await.status(200).json();
    let consent = json!({ "version": "2026-11", "original_days": 30, "ended_days": 30,
        "given_days": 30 });
    let operator = json!({ "name": { "zh": "服务点", "en": "Photo office" },
        "phone": "0755-0000 0000", "email": "photo@example.org", "hours": null,
        "address": [] });
    let expected = json!({ "appid": stand_in::APPID, "pays": false,
        "notices": [{ "template": stand_in::TEMPLATES[2], "tells": ["approved"] }],
        "operator": operator, "waiting": { "zh": "约 10 分钟", "en": "about 10 minutes" },
        "review": null, "consent": consent, "asks_email": false, "sends_sms": false,
        "most_picture_bytes": 40_000_000, "safety": null, "safety_messages": null });
    assert_eq!(known, expected);
    let wei = sign_in(WEI).await;
    assert_eq!(
        wei.get("/wechat/orders").await.status(200).json(),
        json!([])
    );
    let phone = json!({ "code": wechat.phone_code("13800138000") });
    let phone = wei.post("/wechat/phone", phone).await;
    assert_eq!(phone.status(200).at("/phone"), "13800138000");

    let new = json!({ "document": "resident-id-card", "city": "440300" });
    let begun = wei.post("/orders", new).await.status(201).json();
    let number = begun["number"].as_str().unwrap();
    let order = format!("/orders/{number}");
    let picture = format!("POST {order}/picture");
    for (field, bytes, status, code) in [
        ("photo", large_portrait(), 400, "body-unreadable"),
        ("picture", Vec::new(), 400, "body-unreadable"),
        (
            "picture",
            b"no picture".to_vec(),
            422,
            "image-format-unknown",
        ),
    ] {
        let (kind, body) = form(field, &bytes);
        wei.send(&picture, &kind, body).await.refused(status, code);
    }
    let bare = wei.send(&picture, "image/jpeg", large_portrait()).await;
    bare.refused(415, "wrong-media-type");
    let (kind, body) = form("picture", &large_portrait());
    let put = wei.send(&picture, &kind, body).await.status(200).json();
    assert_eq!(put["fitness"], "advised", "{put}");
    let small = wei.get(&format!("{order}/photo/small")).await;
    small.is_jpeg();
    assert!(small.bytes.len() <= 6_000, "{} bytes", small.bytes.len());

    let details = json!({ "name": "李小明", "identity_kind": "chinese-id",
        "identity_number": "11010519491231002X", "phone": "13800138000",
        "consents": ["face-data"] });
    wei.put(&format!("{order}/details"), details)
        .await
        .status(200);
    let accepted = json!({ "accepted": [stand_in::TEMPLATES[2]] });
    let subscribe = format!("{order}/subscriptions");
    wei.post(&subscribe, accepted).await.status(204);
    wei.post(&subscribe, json!({ "accepted": ["another"] }))
        .await
        .refused(422, "unknown-name");
    wei.post(&format!("{order}/submit"), Value::Null)
        .await
        .status(200);

    let elsewhere = sign_in(WEI).await;
    let listed = elsewhere.get("/wechat/orders").await.status(200).json();
    assert_eq!(listed[0]["number"], number);
    assert_eq!(listed[0]["status"], "waiting");
    assert_eq!(listed[0]["document_name"]["zh"], "居民身份证");
    assert_eq!(listed[0]["city_name"]["zh"], "深圳市");
    assert_eq!(listed[0]["has_picture"], true);
    elsewhere.get(&order).await.status(200);
    let other = sign_in(MEI).await;
    other.get(&order).await.refused(404, "not-found");
    other
        .post(&format!("{order}/cancel"), Value::Null)
        .await
        .refused(404, "not-found");
    elsewhere
        .post(&format!("{order}/renew"), Value::Null)
        .await
        .refused(409, "order-wrong-state");
}

/// Whoever reads an order, its receipt or its messages has seen what is new of it.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_read_is_news_no_more() {
    let (service, wechat) = Service::start_in_wechat().await;
    let code = json!({ "code": wechat.code_for(WEI) });
    let session = service.program("").post("/wechat/session", code).await;
    let wei = service.program(&session.at("/token"));
    let inspector = service.keyed(Role::Inspector).await;
    for read in ["", "/messages"] {
        let number = service.order(Stage::Waiting).await.number;
        let take = json!({ "number": number, "token": "d".repeat(42) + "A" });
        wei.post("/wechat/orders", take).await.status(204);
        let take = format!("/reviews/{number}/take");
        inspector.post(&take, Value::Null).await.status(200);
        let reject = json!({ "verdict": "rejected", "reasons": ["ears-hidden"] });
        let decision = format!("/reviews/{number}/decision");
        inspector.post(&decision, reject).await.status(200);
        service.clock.advance(Duration::from_secs(11));
        jobs::run_due(&service.web.app).await.unwrap();
        let has_news = async || wei.get("/wechat/orders").await.at("/0/has_news");
        assert_eq!(has_news().await, "true", "{read}");
        wei.get(&format!("/orders/{number}{read}"))
            .await
            .status(200);
        assert_eq!(has_news().await, "false", "{read}");
    }
}

/// An order of the web is taken by the token that it was begun with.
#[tokio::test(flavor = "multi_thread")]
async fn an_order_of_the_web_is_taken() {
    let (service, wechat) = Service::start_in_wechat().await;
    let code = json!({ "code": wechat.code_for(WEI) });
    let session = service.program("").post("/wechat/session", code).await;
    let wei = service.program(&session.at("/token"));
    let new = json!({ "document": "japan-visa" });
    let begun = service
        .program("")
        .post("/orders", new)
        .await
        .status(201)
        .json();
    let take = |number: &Value, token: &str| json!({ "number": number, "token": token });
    let number = &begun["number"];
    for (body, status, code) in [
        (take(number, "another"), 404, "not-found"),
        (take(&json!("1"), "another"), 404, "not-found"),
        (json!({ "number": number }), 400, "body-unreadable"),
    ] {
        wei.post("/wechat/orders", body).await.refused(status, code);
    }
    let token = begun["token"].as_str().unwrap();
    wei.post("/wechat/orders", take(number, token))
        .await
        .status(204);
    let order = format!("/orders/{}", number.as_str().unwrap());
    wei.get(&order).await.status(200);
    service.program(token).get(&order).await.status(200);
}

/// What a phone meets when signing in fails, and when a session has ended.
#[tokio::test(flavor = "multi_thread")]
async fn failures_say_what_to_do() {
    let (service, wechat) = Service::start_in_wechat().await;
    let sign_in = async |code: &str| {
        let code = json!({ "code": code });
        service.program("").post("/wechat/session", code).await
    };
    let code = wechat.code_for(WEI);
    let session = sign_in(&code).await.status(200).at("/token");
    sign_in(&code).await.refused(422, "wechat-code");
    wechat.mark_risky(MEI);
    sign_in(&wechat.code_for(MEI))
        .await
        .refused(403, "wechat-high-risk");
    wechat.fail_wechat(Fault::Down, 1);
    sign_in(&wechat.code_for(WEI))
        .await
        .refused(503, "wechat-silent");
    wechat.fail_wechat(Fault::TooOften, 1);
    sign_in(&wechat.code_for(WEI))
        .await
        .refused(429, "wechat-too-often");
    let wei = service.program(&session);
    wei.get("/wechat/orders").await.status(200);
    service.clock.advance(days(1));
    let new = json!({ "document": "japan-visa" });
    wei.get("/wechat/orders")
        .await
        .refused(401, "session-over")
        .has("www-authenticate", "Bearer");
    wei.get("/orders/23456789ABC")
        .await
        .refused(401, "session-over");
    wei.post("/orders", new).await.refused(401, "session-over");

    let without = Service::start().await;
    without
        .program("")
        .get("/wechat")
        .await
        .refused(404, "not-found");
    let code = json!({ "code": "x" });
    without
        .program("")
        .post("/wechat/session", code)
        .await
        .refused(404, "not-found");
}

/// Whoever asks again and again gets no body while nothing has changed.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_known_is_not_sent_again() {
    let service = Service::start_lenient().await;
    let (number, owner) = service.begun("resident-id-card", Some("440300")).await;
    let path = format!("/orders/{number}");
    let first = owner.get(&path).await;
    let tag = first.status(200).header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.len() == 34, "{tag}");
    let again = owner.get_unless(&path, &tag).await;
    again
        .status(304)
        .has("etag", &tag)
        .has("cache-control", "no-store");
    assert!(again.bytes.is_empty());
    owner
        .get_unless(&path, "\"another\"")
        .await
        .status(200)
        .has("etag", &tag);
    owner
        .post(&format!("{path}/cancel"), Value::Null)
        .await
        .status(200);
    let changed = owner.get_unless(&path, &tag).await;
    assert_ne!(changed.status(200).header("etag"), tag);
    // Refusals and deeds have none.
    owner
        .get("/orders/23456789ABC")
        .await
        .status(404)
        .has("etag", "");
    owner
        .post(&format!("{path}/cancel"), Value::Null)
        .await
        .has("etag", "");
}

/// WeChat's pushes: answered as it expects, and the address's check too.
#[tokio::test(flavor = "multi_thread")]
async fn pushes_are_answered_as_wechat_expects() {
    let (service, wechat) = Service::start_in_wechat().await;
    let browser = service.browser();
    let (query, echo) = wechat.echo();
    let checked = browser.get(&format!("{PUSH_PATH}?{query}")).await;
    assert_eq!(checked.status(200).text(), echo);
    let forged = query.replace("nonce=", "nonce=0");
    browser
        .get(&format!("{PUSH_PATH}?{forged}"))
        .await
        .status(401);
    browser.get(PUSH_PATH).await.status(401);
    let check = async |query: &str, body: Vec<u8>, status: u16, says: &str| {
        let request = Request::post(format!("{PUSH_PATH}?{query}")).body(body.into());
        let answer = browser.send(request.unwrap()).await;
        assert_eq!(answer.status(status).text(), says);
    };
    let push = wechat.push(&json!({ "FromUserName": WEI, "MsgType": "text", "Content": "在吗" }));
    check(&push.query, push.body.clone(), 200, "success").await;
    check(&push.query, push.body.clone(), 200, "success").await;
    let refused = |code: &str| json!({ "code": code }).to_string();
    let malformed = refused("wechat-push-malformed");
    check(&push.query, b"{}".to_vec(), 401, &malformed).await;
    service.clock.advance(Duration::from_secs(360));
    check(&push.query, push.body, 401, &refused("wechat-push-stale")).await;
    let without = Service::start().await;
    without.get(PUSH_PATH).await.status(404);
}
