//! Prices, the till and the takings.

use domain::money::PaidFor;
use domain::staff::Role;
use domain::timestamp::minutes;
use payments::{ChargeRequest, PayService as _, Scene};
use serde_json::{Value, json};

use usecases::jobs;
use wechat_stand_in::Twist;

use crate::testing::{Service, Stage};

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_paid_and_paid_back_over_the_api() {
    let service = Service::start_costing(PaidFor::Applying).await;
    let number = service.order(Stage::Waiting).await.number;
    let shop = service.keyed(Role::Operator).await;
    let price = json!({ "amount_fen": 1500, "currency": "CNY", "paid_for": "applying" });
    let asked = shop.get("/documents/resident-id-card/cities/440300").await;
    assert_eq!(asked.json()["price"], price);
    let open = shop.get("/till/open").await.status(200).json();
    assert_eq!(open["bills"][0]["number"], number.as_str());
    assert_eq!(open["bills"][0]["price"], price);

    let order = format!("/till/orders/{number}");
    let pay = format!("{order}/payment");
    let slip = |number: &str| json!({ "reference": number });
    shop.post(&pay, slip(""))
        .await
        .refused(422, "payment-no-reference");
    let paid = shop.post(&pay, slip("A-17")).await.status(200).json();
    assert_eq!(paid["status"], "waiting");
    assert_eq!(paid["bill"], "paid");
    assert_eq!(paid["payments"][0]["by"], "program");
    shop.post(&pay, slip("A-17"))
        .await
        .refused(409, "order-nothing-to-pay");
    let payment = paid["payments"][0]["id"].as_str().unwrap();
    let payment = format!("/till/payments/{payment}");
    let refund = |why: &str| json!({ "why": why });
    let back = format!("{payment}/given-back");
    for (path, body, status, code) in [
        (
            format!("{payment}/refund"),
            refund("ended"),
            422,
            "unknown-name",
        ),
        (back.clone(), slip("B-1"), 409, "payment-no-refund-asked"),
        (
            "/till/payments/x/undo".to_owned(),
            Value::Null,
            404,
            "not-found",
        ),
    ] {
        shop.post(&path, body).await.refused(status, code);
    }
    let asked = shop
        .post(&format!("{payment}/refund"), refund("goodwill"))
        .await;
    assert_eq!(asked.status(200).at("/bill"), "returned");
    let open = shop.get("/till/open").await.json();
    assert_eq!(open["refunds"][0]["why"], "goodwill");
    let given = shop.post(&back, slip("B-1")).await.status(200).json();
    assert_eq!(given["payments"][0]["status"], "refunded");
    let undo = format!("{payment}/undo");
    shop.post(&undo, Value::Null)
        .await
        .refused(409, "payment-refunded");
    let takings = shop.get("/takings").await.status(200).json();
    let expected = json!([{ "day": "2026-11-23", "document": "resident-id-card",
        "way": "till", "payments": 1, "taken_fen": 1500, "refunds": 1,
        "refunded_fen": 1500 }]);
    assert_eq!(takings, expected);
    shop.get("/takings?from=2026-11-24")
        .await
        .refused(400, "query-unreadable");
}

/// The bill of the day before is held against the book, and page and API show what differs.
#[tokio::test(flavor = "multi_thread")]
async fn a_bill_that_differs_is_shown() {
    let (service, wechat, pay) = Service::start_paid_by_wechat().await;
    let shop = service.keyed(Role::Operator).await;
    // Another system of the merchant's is paid.
    let now = service.web.app.now();
    let others = ChargeRequest {
        number: "OTHERSYSTEM1".to_owned(),
        description: "x".to_owned(),
        amount_fen: 800,
        expires_at_ms: now.0 + 3_600_000,
        notify_url: "https://shop.example.org/notices".to_owned(),
        scene: Scene::Scan,
    };
    pay.offer(&others, now.0).await.unwrap();
    wechat.pay("OTHERSYSTEM1", Twist::None).unwrap();
    service.clock.advance(minutes(27 * 60));
    // The jobs of a day, once.
    jobs::work(&service.web.app, async {}).await;
    let days = "?from=2026-11-23&until=2026-11-24";
    let checks = shop.get(&format!("/takings/checks{days}")).await;
    let checks = checks.status(200).json();
    let difference = json!([{ "what": "not-ours", "transaction": checks[0]["differences"][0]["transaction"],
        "order": null, "there_fen": 800, "here_fen": null }]);
    assert_eq!(checks[0]["day"], "2026-11-23");
    assert_eq!(checks[0]["payments"], 1);
    assert_eq!(checks[0]["differences"], difference);
    assert_eq!(checks.as_array().unwrap().len(), 1);
    let operator = service.hire(Role::Operator).await.speaking("en");
    let page = operator.get(&format!("/office/takings{days}")).await;
    page.status(200).contains_all(&[
        "Held against the bill of WeChat Pay",
        "¥8.00 was not taken or given back by this system",
        "WeChat Pay’s number 4200001",
    ]);
    shop.get("/takings/checks?from=x")
        .await
        .refused(400, "query-unreadable");
}

/// An applicant sees what their order costs and how that stands.
#[tokio::test(flavor = "multi_thread")]
async fn a_bill_is_shown_to_its_applicant() {
    let service = Service::start_costing(PaidFor::Receipt).await;
    let (number, owner) = service.begun("resident-id-card", Some("440300")).await;
    let order = format!("/orders/{number}");
    let shown = owner.get(&order).await.status(200).json();
    assert_eq!(shown["bill"]["status"], "open");
    assert_eq!(shown["bill"]["price"]["amount_fen"], 1500);
    assert_eq!(shown["bill"]["until"], Value::Null);
    let cancelled = owner.post(&format!("{order}/cancel"), Value::Null).await;
    assert_eq!(cancelled.status(200).at("/bill/status"), "closed");
    // Free is free.
    let service = Service::start_sealing().await;
    let (number, owner) = service.begun("resident-id-card", Some("440300")).await;
    let shown = owner.get(&format!("/orders/{number}")).await.json();
    assert_eq!(shown["bill"], Value::Null);
}
