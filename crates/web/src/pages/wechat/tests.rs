//! Ways between pages and WeChat, over the whole router.

use axum::body::Body;
use axum::http::Request;
use domain::staff::Role;
use serde_json::json;
use usecases::mini_programme::PUSH_PATH;
use wechat_stand_in::{Fault, StandIn};

use crate::testing::{Answer, Service};

const WEI: &str = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
/// What WeChat's own browser says that it is.
const IN_WECHAT: &str = "Mozilla/5.0 (iPhone) Mobile/15E148 MicroMessenger/8.0.60";

/// A place's code and link; without a mini-programme nothing of it is there.
#[tokio::test(flavor = "multi_thread")]
async fn places_have_a_code_and_a_link() {
    let (service, wechat) = Service::start_in_wechat().await;
    service
        .get("/")
        .await
        .contains_all(&["/wechat/code", "在微信小程序里办"]);
    for (path, status) in [
        ("/wechat/code", 200),
        ("/wechat/code/resident-id-card", 200),
        ("/wechat/code/no-such", 404),
        ("/wechat/open/no-such", 404),
        ("/wechat/open", 303),
        ("/wechat/open/resident-id-card", 303),
        ("/wechat/jweixin.js", 404),
        ("/wechat/page?path=/", 404),
    ] {
        let answer = service.get(path).await;
        answer.status(status);
        if status == 303 {
            let to = answer.header("location");
            assert!(to.starts_with("https://wxaurl.cn/"), "{to}");
        }
    }
    let code = service.get("/wechat/code").await;
    code.is_jpeg().has("cache-control", "public, max-age=86400");
    wechat.fail_wechat(Fault::Down, 1);
    let silent = service.get("/wechat/open").await;
    silent.status(503).contains("请过 30 秒再试");

    let without = Service::start().await;
    without.get("/").await.lacks("小程序");
    for path in [
        "/wechat/code",
        "/wechat/open",
        "/wechat/code/resident-id-card",
    ] {
        without.get(path).await.status(404);
    }
}

/// The page of an order leads to it in WeChat, for whoever holds it and nobody else.
#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_opened_in_wechat() {
    let (service, wechat) = Service::start_in_wechat().await;
    let browser = service.browser();
    let order = browser.begin("/apply/japan-visa").await;
    let (code, open) = (format!("{order}/wechat.jpg"), format!("{order}/wechat"));
    browser
        .get(&order)
        .await
        .status(200)
        .contains_all(&[&code, &open]);
    let picture = browser.get(&code).await;
    picture
        .status(200)
        .is_jpeg()
        .has("cache-control", "private, no-store");
    let link = browser.get(&open).await;
    assert!(
        link.status(303)
            .header("location")
            .starts_with("https://wxaurl.cn/")
    );
    for path in [&code, &open] {
        let stranger = service.get(path).await;
        assert!(
            [303, 404].contains(&stranger.code),
            "{path} {}",
            stranger.code
        );
        stranger.lacks("wxaurl");
    }
    // What the code says, a phone takes.
    let asked = wechat.codes_asked();
    let scene = asked.last().unwrap()["scene"].as_str().unwrap().to_owned();
    let session = json!({ "code": wechat.code_for(WEI) });
    let session = service.program("").post("/wechat/session", session).await;
    let wei = service.program(&session.at("/token"));
    let take = |scene: &str| json!({ "scene": scene });
    let path = "/wechat/orders/scene";
    let wrong = wei.post(path, take("t.nothing")).await;
    wrong.refused(404, "not-found");
    let taken = wei.post(path, take(&scene)).await;
    let number = taken.status(200).at("/number");
    assert_eq!(order, format!("/orders/{number}"));
    wei.get(&order).await.status(200);
}

/// Inside WeChat pages carry its script, and their signature is of their own address.
#[tokio::test(flavor = "multi_thread")]
async fn pages_inside_wechat_are_signed() {
    let (service, ..) = Service::start_paid_by_wechat().await;
    let inside = async |path: &str| {
        let request = Request::get(path).header("user-agent", IN_WECHAT);
        service.ask(request.body(Body::empty()).unwrap()).await
    };
    let public = inside("/").await;
    public.contains_all(&["/wechat/jweixin.js", "name=\"share\" content=\"open\""]);
    inside("/orders").await.contains("content=\"closed\"");
    service.get("/").await.lacks("jweixin");
    let script = service.get("/wechat/jweixin.js").await;
    script.status(200).contains("WeChat's");
    let signed = service
        .get("/wechat/page?path=/apply?q=1")
        .await
        .status(200)
        .json();
    assert_eq!(signed["appId"], wechat_stand_in::ACCOUNT_APPID);
    assert_eq!(signed["signature"].as_str().map(str::len), Some(40));
    let again = service.get("/wechat/page?path=/apply?q=1").await.json();
    assert_ne!(signed["nonceStr"], again["nonceStr"]);
    for path in ["apply", "https://elsewhere.example", ""] {
        let path = format!("/wechat/page?path={path}");
        service.get(&path).await.status(400);
    }
}

/// What somebody without an order writes is answered at the office.
#[tokio::test(flavor = "multi_thread")]
async fn letters_are_answered_at_the_office() {
    let (service, wechat) = Service::start_in_wechat().await;
    let operator = service.hire(Role::Operator).await;
    operator
        .get("/office/messages")
        .await
        .lacks("/office/letters/");
    written(&service, &wechat, "还没下单，能问问吗？").await;
    let listed = operator.get("/office/messages").await;
    let letter = listed.link("/office/letters/", "没有订单的微信用户");
    let page = operator.get(&letter).await;
    page.status(200)
        .contains_all(&["还没下单，能问问吗？", "48 小时"]);
    service.get(&letter).await.lacks("能问问吗");
    let answered = async |text: &str| operator.post(&letter, &format!("text={text}")).await;
    answered("").await.status(422);
    wechat.fail_wechat(Fault::Down, 1);
    let silent = answered("keyi").await;
    silent.status(503).contains_all(&["没有发出去", "keyi"]);
    answered("keyi").await.redirects_to(&letter);
    operator.get(&letter).await.contains("keyi");
    for _ in 0..4 {
        answered("more").await.status(303);
    }
    answered("late")
        .await
        .status(409)
        .contains_all(&["微信不让回了", "late"]);
    assert_eq!(wechat.replies().len(), 5);
}

async fn written(service: &Service, wechat: &StandIn, words: &str) -> Answer {
    let push = wechat.writes(WEI, words);
    let request = Request::post(format!("{PUSH_PATH}?{}", push.query));
    let request = request.body(Body::from(push.body)).unwrap();
    let answer = service.ask(request).await;
    assert_eq!(answer.text(), "success");
    answer
}

/// Whoever reads pages inside WeChat comes back to their orders: signed in on the device that
/// they left from, with a code that serves once; else nothing is opened.
#[tokio::test(flavor = "multi_thread")]
async fn a_reader_comes_back_to_their_orders() {
    let (service, wechat, _) = Service::start_paid_by_wechat().await;
    let browser = service.browser();
    let left = browser.get("/wechat/orders").await;
    let to = left.status(303).header("location").to_owned();
    assert!(to.starts_with("https://open.weixin.qq.com/"), "{to}");
    assert!(to.contains("scope=snsapi_userinfo"), "{to}");
    let state = to.split("state=").nth(1).unwrap();
    let state = state.split('#').next().unwrap();
    let reader = wechat_stand_in::PAGE_READER;
    let union = wechat.union_code_of(reader);
    let base = wechat.page_code_of(reader);
    for (code, state, signed_in) in [
        // Refused: without a code.
        ("", state, false),
        (union.as_str(), "another", false),
        ("made-up", state, false),
        // Accounts that are not bound tell no unionid.
        (base.as_str(), state, false),
        (union.as_str(), state, true),
        (union.as_str(), state, false),
    ] {
        let back = format!("/wechat/orders?code={code}&state={state}");
        let answer = browser.get(&back).await;
        answer.redirects_to("/orders");
        let cookies = answer.cookies();
        let has = cookies.iter().any(|cookie| cookie.starts_with("wechat="));
        assert_eq!(has, signed_in, "{back} {cookies:?}");
    }
    let page = browser.get("/orders/leave").await;
    page.status(200);
    let gone = browser.post("/orders/leave", "").await;
    gone.redirects_to("/orders").sets_cookie("wechat=;");
}
