//! Lists, look-ups and help for a new visitor.

use domain::staff::Role;

use crate::testing::{Service, Stage};

/// Number and phone show how the order stands; the end of the identity number
/// opens the rest.
#[tokio::test(flavor = "multi_thread")]
async fn an_order_found_elsewhere_is_proved() {
    let service = Service::start_lenient().await;
    let number = service.order(Stage::Rejected).await.number;
    let order = format!("/orders/{number}");
    let page = |path: &str| format!("{order}{path}");
    let browser = service.browser().speaking("en");
    let wrong = format!("number={number}&phone=13800138001");
    let nobodys = domain::OrderNumber::generate(&mut domain::randomness::seeded(8));
    let nobodys = format!("number={nobodys}&phone=13800138000");
    for form in [&wrong, &nobodys] {
        let answer = browser.post("/orders/find", form).await;
        answer.status(404).contains("No such order");
    }
    let found = browser
        .post(
            "/orders/find",
            &format!("number={number}&phone=13800138000"),
        )
        .await;
    found.status(303);
    let seen = browser.get(&order).await;
    seen.status(200).contains("Ears").contains(&page("/prove"));
    seen.lacks("photo.jpg")
        .lacks("cell-text note")
        .lacks("/erase");
    browser.get("/orders").await.status(200).lacks("photo.jpg");
    for path in [
        "/erase",
        "/cancel",
        "/messages",
        "/details",
        "/photo.jpg",
        "/receipt",
    ] {
        let answer = browser.get(&page(path)).await;
        answer.redirects_to(&page("/prove"));
    }
    browser
        .get(&page("/prove"))
        .await
        .status(200)
        .contains("name=\"end\"");
    let wrong = browser.post(&page("/prove"), "end=310020").await;
    wrong.status(422).contains("not the end");
    let proven = browser.post(&page("/prove"), "end=31002X").await;
    proven.status(303);
    browser
        .get(&order)
        .await
        .status(200)
        .contains("cell-text note");
    browser.get(&page("/photo.jpg")).await.status(200);
    browser.get(&page("/prove")).await.status(303);
    // Nobody else, staff among them, is let in.
    let clerk = service.hire(Role::Clerk).await;
    clerk.get(&page("/prove")).await.status(404);
}

#[tokio::test]
async fn a_stranger_finds_help_and_no_orders() {
    let service = Service::start().await;
    for (path, status, words) in [
        ("/orders", 200, "还没有订单"),
        ("/orders/find", 200, "name=\"phone\""),
        ("/orders/23456789ABC/messages", 404, ""),
        ("/help", 200, "更换身份证可以使用电子照片吗"),
        (
            "/help?q=dianzizhaopian",
            200,
            "更换身份证可以使用电子照片吗",
        ),
        ("/help?q=zzzz", 200, "没有找到相关的问题"),
        ("/help/across-cities", 200, "相关问题"),
        ("/help/retention", 200, "30 天"),
        ("/help/no-such", 404, ""),
    ] {
        service.get(path).await.status(status).contains(words);
    }
}
