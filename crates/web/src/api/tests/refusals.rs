//! What is refused, and how it is said.

use domain::staff::Role;
use messages::Locale;
use serde_json::{Value, json};

use super::{Answer, service};

fn held_against_the_form(answer: &Answer, status: u16, code: &str) {
    let problem = answer.json();
    assert_eq!(
        (answer.status, &*answer.at("/code")),
        (status, code),
        "{problem}"
    );
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(problem["status"], status);
    assert_eq!(problem["title"], problem["message"]["en"]);
    assert_eq!(answer.at("/request"), answer.header("x-request-id"));
    for locale in Locale::ALL {
        for part in ["message", "remedy"] {
            let text = problem[part][locale.tag()].as_str().unwrap();
            assert!(!text.is_empty() && !text.contains("-error-"), "{problem}");
        }
    }
}

#[tokio::test]
async fn refusals_have_code_and_words() {
    let service = service().await;
    let (number, token) = service.begun("resident-id-card", Some("440300")).await;
    let (_, others) = service.begun("us-visa", None).await;
    let key = service.key(Role::Inspector, &[], &[]).await;
    let order = format!("/orders/{number}");
    let review = format!("/reviews/{number}");
    let purpose = |document: &str, city: Value| json!({ "document": document, "city": city });
    let approved = || json!({ "verdict": "approved" });
    let check = async |line: &str, token: &str, body: Value, status: u16, code: &str| {
        let answer = service.call(line, token, body).await;
        held_against_the_form(&answer, status, code);
    };
    let none = || Value::Null;
    // Beginning.
    check("POST /orders", "", none(), 400, "body-unreadable").await;
    check("POST /orders", "", json!({}), 400, "body-unreadable").await;
    check(
        "POST /orders",
        "",
        json!({"document": "us-visa", "x": 1}),
        400,
        "body-unreadable",
    )
    .await;
    check(
        "POST /orders",
        "",
        purpose("none", none()),
        404,
        "not-found",
    )
    .await;
    check(
        "POST /orders",
        "",
        purpose("resident-id-card", none()),
        404,
        "not-found",
    )
    .await;
    check(
        "POST /orders",
        "",
        purpose("us-visa", json!("440300")),
        404,
        "not-found",
    )
    .await;
    check(
        "POST /orders",
        "",
        purpose("resident-id-card", json!("x")),
        404,
        "not-found",
    )
    .await;
    let beijing = purpose("resident-id-card", json!("110000"));
    check("POST /orders", "", beijing, 409, "not-accepted").await;
    check("DELETE /orders", "", none(), 405, "method-not-allowed").await;
    // An order of one's own and of others.
    let show = format!("GET {order}");
    check(&show, "", none(), 401, "credential-needed").await;
    check(&show, &others, none(), 404, "not-found").await;
    check(&show, &key, none(), 404, "not-found").await;
    check("GET /orders/nonsense", &token, none(), 404, "not-found").await;
    check(
        &format!("GET {order}/photo"),
        &token,
        none(),
        404,
        "not-found",
    )
    .await;
    check(
        &format!("GET {order}/preview"),
        &token,
        none(),
        404,
        "not-found",
    )
    .await;
    check(
        &format!("POST {order}/submit"),
        &token,
        none(),
        409,
        "order-no-picture",
    )
    .await;
    let picture = format!("PUT {order}/picture");
    check(&picture, &token, none(), 400, "body-unreadable").await;
    check(
        &picture,
        &token,
        json!("no picture"),
        422,
        "image-format-unknown",
    )
    .await;
    let messages = format!("POST {order}/messages");
    check(&messages, &token, json!({"text": " "}), 422, "text-length").await;
    let long = json!({ "text": "长".repeat(1001) });
    check(&messages, &token, long, 422, "text-length").await;
    let large = json!({ "text": "x".repeat(70_000) });
    check(&messages, &token, large, 413, "too-large").await;
    // Programs.
    check("GET /queue", &token, none(), 401, "credential-needed").await;
    check("POST /queue/next", &key, none(), 404, "not-found").await;
    check("GET /log", &key, none(), 403, "forbidden").await;
    check("GET /figures", &key, none(), 403, "forbidden").await;
    let decision = format!("POST {review}/decision");
    check(
        &decision,
        &key,
        json!({"verdict": "maybe"}),
        400,
        "body-unreadable",
    )
    .await;
    let unknown = json!({ "verdict": "rejected", "reasons": ["none"] });
    check(&decision, &key, unknown, 422, "unknown-name").await;
    check(&decision, &key, approved(), 409, "order-no-picture").await;
    check(
        &format!("POST {review}/take"),
        &key,
        none(),
        409,
        "order-wrong-state",
    )
    .await;
    check(
        &format!("POST {review}/remake"),
        &key,
        json!({"scale": 0}),
        400,
        "body-unreadable",
    )
    .await;
    let operator = service.key(Role::Operator, &[], &[]).await;
    check(
        "GET /figures?days=0",
        &operator,
        none(),
        400,
        "query-unreadable",
    )
    .await;
    check(
        "GET /log?before=x",
        &operator,
        none(),
        400,
        "query-unreadable",
    )
    .await;
    let threads = "POST /threads/23456789ABC";
    check(threads, &operator, json!({"text": "a"}), 404, "not-found").await;

    let form = service
        .send("POST /orders", "", "text/plain", b"{}".to_vec())
        .await;
    held_against_the_form(&form, 415, "wrong-media-type");
    // Guessing is slow.
    let guess = json!({ "number": "23456789ABC", "phone": "13800138000" });
    let mut last = 404;
    for _ in 0..6 {
        let answer = service.call("POST /orders/find", "", guess.clone()).await;
        last = answer.status;
        if last == 429 {
            held_against_the_form(&answer, 429, "too-many-requests");
            assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0);
        }
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn details_say_all_that_is_wrong_at_once() {
    let service = service().await;
    let (number, token) = service.begun("resident-id-card", Some("440300")).await;
    let line = format!("PUT /orders/{number}/details");
    let good = || {
        json!({ "name": "张三", "identity_kind": "chinese-id",
            "identity_number": "11010519491231002X", "phone": "13800138000",
            "consents": ["face-data"] })
    };
    let check = async |change: Value, expected: &[(&str, &str)]| {
        let mut body = good();
        for (key, value) in change.as_object().unwrap() {
            body[key] = value.clone();
        }
        let answer = service.call(&line, &token, body).await;
        if expected.is_empty() {
            assert_eq!(answer.at("/has_details"), "true", "{}", answer.json());
            return;
        }
        held_against_the_form(&answer, 422, "fields");
        let about = answer.json()["about"].clone();
        let found = about.as_array().unwrap().iter().map(|entry| {
            assert!(!entry["message"]["zh"].as_str().unwrap().contains("field-"));
            (
                entry["name"].as_str().unwrap(),
                entry["code"].as_str().unwrap(),
            )
        });
        assert_eq!(found.collect::<Vec<_>>(), expected, "{change}");
    };
    check(json!({}), &[]).await;
    check(json!({"email": "wei@example.org"}), &[]).await;
    check(json!({"email": "wei@"}), &[("email", "email-shape")]).await;
    check(
        json!({"further": {"school": "第一中学"}}),
        &[("further.school", "further-unknown")],
    )
    .await;
    check(json!({"name": ""}), &[("name", "name-empty")]).await;
    check(
        json!({"identity_number": "110105194912310021", "phone": ""}),
        &[
            ("identity_number", "id-check-digit"),
            ("phone", "phone-empty"),
        ],
    )
    .await;
    check(
        json!({"consents": []}),
        &[("consents", "consent-face-data")],
    )
    .await;
    check(
        json!({"identity_kind": "passport", "identity_number": "E12345678"}),
        &[("birth", "birth-empty")],
    )
    .await;
    check(
        json!({"identity_kind": "passport", "identity_number": "E12345678",
            "birth": "2020-02-03"}),
        &[("consents", "consent-guardian")],
    )
    .await;
    check(
        json!({"identity_kind": "passport", "identity_number": "E12345678",
            "birth": "2020-02-03", "consents": ["face-data", "guardian"]}),
        &[],
    )
    .await;
}
