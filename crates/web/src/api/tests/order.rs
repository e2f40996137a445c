//! What an order's answer says besides its state: names, what may be done, how the result is
//! told, what is drawn over the photo.

use serde_json::{Value, json};

use crate::testing::{Program, Service, Stage, large_portrait, rows};

/// Secret of the device on which `Service::order` begins orders.
fn owner(service: &Service) -> Program {
    service.program(&("d".repeat(42) + "A"))
}

/// Stage, what is allowed, sentences on how the result is told, whether there is a consent
/// code, whether the original is kept.
const STAGES: &str = "
draft     | change cancel erase write | 0 | false | null
waiting   | cancel erase write | 1 | true  | true
in-review | erase write               | 1 | true  | true
rejected  | change cancel erase write | 0 | true  | false
approved  | erase write renew         | 0 | true  | false
cancelled | erase write               | 0 | false | null
";

#[tokio::test(flavor = "multi_thread")]
async fn an_order_says_what_may_be_done_and_how_it_is_told() {
    let service = Service::start_lenient().await;
    for [stage, allows, told, consented, kept] in rows(STAGES) {
        let at = match stage {
            "draft" => Stage::Draft,
            "waiting" => Stage::Waiting,
            "in-review" => Stage::InReview,
            "rejected" => Stage::Rejected,
            "approved" => Stage::Approved,
            _ => Stage::Cancelled,
        };
        let number = service.order(at).await.number;
        let order = owner(&service).get(&format!("/orders/{number}")).await;
        let order = order.status(200).json();
        assert_eq!(order["status"], stage);
        let names = [&order["document_name"]["zh"], &order["city_name"]["en"]];
        assert_eq!(names, ["居民身份证", "Shenzhen"], "{stage}");
        let allowed = order["allows"].as_array().unwrap().iter();
        let allowed: Vec<&str> = allowed.map(|deed| deed.as_str().unwrap()).collect();
        assert_eq!(allowed.join(" "), allows, "{stage}");
        assert_eq!(order["told"].as_array().unwrap().len().to_string(), told);
        assert_eq!(order["consent_code"].is_string().to_string(), consented);
        let original = &order["picture"]["has_original"];
        assert_eq!(original.to_string(), kept, "{stage}");
    }
}

/// A deed's answer is of the order as it is after it.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_is_in_its_answer() {
    let service = Service::start_lenient().await;
    let (number, owner) = service.begun("resident-id-card", Some("440300")).await;
    let order = format!("/orders/{number}");
    let picture = format!("{order}/picture");
    let put = owner.put_bytes(&picture, large_portrait()).await;
    put.status(200);
    let details = json!({ "name": "李小明", "identity_kind": "chinese-id",
        "identity_number": "11010519491231002X", "phone": "13800138000",
        "consents": ["face-data"] });
    let given = owner.put(&format!("{order}/details"), details).await;
    let given = given.status(200).json();
    assert!(given["consent_code"].is_string(), "{given}");
    let mut before = given["consent_code"].clone();
    for (deed, told, has_code) in [("submit", 1, true), ("erase", 0, false)] {
        let done = owner.post(&format!("{order}/{deed}"), Value::Null).await;
        let done = done.status(200).json();
        assert_eq!(done["told"].as_array().unwrap().len(), told, "{deed}");
        if !has_code {
            before = Value::Null;
        }
        assert_eq!(done["consent_code"], before, "{deed}");
    }
}

/// Whoever found an order may do nothing, and is told of nobody's address.
#[tokio::test(flavor = "multi_thread")]
async fn a_found_order_says_nothing_of_its_person() {
    let service = Service::start_lenient().await;
    let number = service.order(Stage::Waiting).await.number;
    let sought = json!({ "number": number, "phone": "13800138000" });
    let finder = service.program("").post("/orders/find", sought).await;
    let finder = service.program(&finder.status(200).at("/token"));
    let order = format!("/orders/{number}");
    let seen = finder.get(&order).await.status(200).json();
    assert_eq!(seen["document_name"]["zh"], "居民身份证");
    for (field, expected) in [
        ("allows", json!([])),
        ("told", json!([])),
        ("consent_code", Value::Null),
        ("picture", Value::Null),
    ] {
        assert_eq!(seen[field], expected, "{field}");
    }
    let proof = json!({ "identity_end": "31002X" });
    let proven = finder.post(&format!("{order}/prove"), proof).await;
    let proven = service.program(&proven.status(200).at("/token"));
    let seen = proven.get(&order).await.status(200).json();
    assert!(seen["consent_code"].is_null(), "only where it was begun");
    assert_eq!(seen["told"].as_array().unwrap().len(), 1);
}

/// Lines, bands and places, as the result page draws them.
#[tokio::test(flavor = "multi_thread")]
async fn a_judged_picture_says_what_is_drawn_over_it() {
    let service = Service::start_lenient().await;
    let (number, owner) = service.begun("resident-id-card", Some("440300")).await;
    let picture = format!("/orders/{number}/picture");
    let judged = owner.put_bytes(&picture, large_portrait()).await;
    let judged = judged.status(200).json();
    assert_eq!(judged["has_original"], true);
    let judgement = &judged["judgement"];
    assert_eq!(judgement["upright_px"], json!([1536, 1536]));
    let all = |of: &str| judgement[of].as_array().unwrap().clone();
    let inside = |point: &Value, [width, height]: [f64; 2]| {
        let [x, y] = [0, 1].map(|axis| point[axis].as_f64().unwrap());
        (-1.0..=width + 1.0).contains(&x) && (-1.0..=height + 1.0).contains(&y)
    };
    let photo = [358.0, 441.0];
    assert!(!all("photo_lines").is_empty() && !all("photo_bands").is_empty());
    for line in all("photo_lines") {
        let is_inside = inside(&line["from"], photo) && inside(&line["to"], photo);
        assert!(is_inside && line["held"].is_boolean(), "{line}");
    }
    for band in all("photo_bands") {
        assert!(
            inside(&band["corner"], photo) && inside(&band["size"], photo),
            "{band}"
        );
    }
    for measure in all("measures") {
        assert!(
            measure["text"]["zh"].as_str().unwrap().contains("px"),
            "{measure}"
        );
        assert!(measure["held"].is_boolean(), "{measure}");
    }
    let findings = all("findings");
    let regions = |finding: &Value| finding["regions"].as_array().unwrap().clone();
    let placed: Vec<Value> = findings.iter().flat_map(regions).collect();
    assert!(!placed.is_empty());
    for point in placed.iter().flat_map(|region| region.as_array().unwrap()) {
        assert!(inside(point, [1536.0, 1536.0]), "{point}");
    }
}

/// A rejection says which findings it means, and an issued receipt how it is used.
#[tokio::test(flavor = "multi_thread")]
async fn reasons_and_receipts_are_said_whole() {
    let service = Service::start_lenient().await;
    let owner = owner(&service);
    let rejected = service.order(Stage::Rejected).await.number;
    let rejected = owner.get(&format!("/orders/{rejected}")).await;
    let known = service.web.catalogue.reason("ears-hidden").unwrap();
    assert!(!known.findings.is_empty());
    assert_eq!(
        rejected.json()["reasons"][0]["findings"],
        json!(known.findings)
    );

    let approved = service.order(Stage::Approved).await.number;
    let order = format!("/orders/{approved}");
    let receipt = owner.get(&format!("{order}/receipt")).await;
    let receipt = receipt.status(200);
    assert_eq!(receipt.at("/uses/zh"), "一份回执只能用一次。");
    assert_eq!(receipt.at("/number_name/zh"), "相片图像号");
    let line = owner.get(&order).await.json()["receipt"].clone();
    assert!(
        line["ended_at"].is_null() && line["revoked_for"].is_null(),
        "{line}"
    );
    let erased = owner.post(&format!("{order}/erase"), Value::Null).await;
    let line = erased.status(200).json()["receipt"].clone();
    assert!(line["ended_at"].is_i64(), "{line}");
    assert_eq!(line["revoked_for"]["zh"], "应申请人要求删除了资料");
}
