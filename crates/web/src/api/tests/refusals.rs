//! Errors and their bodies.

use domain::staff::Role;
use serde_json::{Value, json};

use crate::testing::{Service, rows};

/// Status, code, and a body that begins no order.
const BEGINNINGS: &str = r#"
400 | body-unreadable |
400 | body-unreadable | {}
400 | body-unreadable | {"document": "us-visa", "x": 1}
404 | not-found       | {"document": "none"}
404 | not-found       | {"document": "resident-id-card"}
404 | not-found       | {"document": "us-visa", "city": "440300"}
404 | not-found       | {"document": "resident-id-card", "city": "x"}
409 | not-accepted    | {"document": "resident-id-card", "city": "110000"}
"#;

/// Status, code, caller, call, body. The order is `owner`'s, a draft.
const CALLS: &str = r#"
401 | credential-needed    | stranger  | GET {order}               |
404 | not-found            | other     | GET {order}               |
404 | not-found            | inspector | GET {order}               |
404 | not-found            | owner     | GET /orders/nonsense      |
404 | not-found            | owner     | GET {order}/photo         |
404 | not-found            | owner     | GET {order}/preview       |
409 | order-no-picture     | owner     | POST {order}/submit       |
404 | not-found            | owner     | POST {order}/pay          | {"device": "screen"}
400 | body-unreadable      | owner     | POST {order}/pay          | {"device": "gold"}
400 | body-unreadable      | owner     | PUT {order}/picture       |
422 | image-format-unknown | owner     | PUT {order}/picture       | "no picture"
422 | text-length          | owner     | POST {order}/messages     | {"text": " "}
422 | text-length          | owner     | POST {order}/messages     | {"text": "{1001 letters}"}
422 | text-length          | owner     | POST {order}/messages     | {"text": "a{1000 unseen}"}
413 | too-large            | owner     | POST {order}/messages     | {"text": "{70000 letters}"}
401 | credential-needed    | owner     | GET /queue                |
404 | not-found            | inspector | POST /queue/next          |
403 | forbidden            | inspector | GET /log                  |
403 | forbidden            | inspector | GET /figures              |
400 | body-unreadable      | inspector | POST {review}/decision    | {"verdict": "maybe"}
422 | unknown-name         | inspector | POST {review}/decision    | {"verdict": "rejected", "reasons": ["none"]}
409 | order-no-picture     | inspector | POST {review}/decision    | {"verdict": "approved"}
409 | order-wrong-state    | inspector | POST {review}/take        |
400 | body-unreadable      | inspector | POST {review}/remake      | {"scale": 0}
400 | body-unreadable      | inspector | POST {review}/remake      | {"strokes": [{"kind": "blur", "radius": 0.01, "points": [[0, 0]]}]}
400 | body-unreadable      | inspector | POST {review}/remake      | {"strokes": [{"kind": "remove", "radius": 9, "points": [[0, 0]]}]}
400 | query-unreadable     | operator  | GET /figures?days=0       |
400 | query-unreadable     | operator  | GET /log?before=x         |
400 | query-unreadable     | operator  | GET /takings?until=x      |
409 | order-nothing-to-pay | operator  | POST /till/orders/{number}/payment | {"reference": "A-1"}
404 | not-found            | operator  | POST /threads/23456789ABC | {"text": "a"}
"#;

/// No body for an empty cell.
fn body(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

#[tokio::test]
async fn what_cannot_begin_is_refused() {
    let service = Service::start().await;
    let stranger = service.program("");
    for [status, code, text] in rows(BEGINNINGS) {
        let answer = stranger.post("/orders", body(text)).await;
        answer.refused(status.parse().unwrap(), code);
    }
    let deleted = stranger.call("DELETE /orders", Value::Null).await;
    deleted.refused(405, "method-not-allowed");
    let kind = "text/plain";
    let form = stranger.send("POST /orders", kind, b"{}".to_vec()).await;
    form.refused(415, "wrong-media-type");
}

#[tokio::test]
async fn what_somebody_may_not_is_refused() {
    let service = Service::start().await;
    let (number, owner) = service.begun("resident-id-card", Some("440300")).await;
    let (_, other) = service.begun("us-visa", None).await;
    let stranger = service.program("");
    let inspector = service.keyed(Role::Inspector).await;
    let operator = service.keyed(Role::Operator).await;
    for [status, code, who, line, text] in rows(CALLS) {
        let who = match who {
            "owner" => &owner,
            "other" => &other,
            "inspector" => &inspector,
            "operator" => &operator,
            _ => &stranger,
        };
        let line = line
            .replace("{order}", &format!("/orders/{number}"))
            .replace("{review}", &format!("/reviews/{number}"))
            .replace("{number}", &number);
        let text = text
            .replace("{1001 letters}", &"长".repeat(1001))
            // Left out of what is kept, and counted as it was sent.
            .replace("{1000 unseen}", &"\\u0088".repeat(1000))
            .replace("{70000 letters}", &"x".repeat(70_000));
        let answer = who.call(&line, body(&text)).await;
        answer.refused(status.parse().unwrap(), code);
    }
}

#[tokio::test]
async fn guessing_is_slow() {
    let service = Service::start().await;
    let stranger = service.program("");
    let guess = json!({ "number": "23456789ABC", "phone": "13800138000" });
    for _ in 0..5 {
        let answer = stranger.post("/orders/find", guess.clone()).await;
        answer.status(404);
    }
    let answer = stranger.post("/orders/find", guess).await;
    let wait = answer
        .refused(429, "too-many-requests")
        .header("retry-after");
    assert!(wait.parse::<u64>().unwrap() > 0);
}

#[tokio::test]
async fn details_say_all_that_is_wrong_at_once() {
    let service = Service::start().await;
    let (number, owner) = service.begun("resident-id-card", Some("440300")).await;
    let path = format!("/orders/{number}/details");
    let check = async |change: Value, expected: &[(&str, &str)]| {
        let mut body = json!({ "name": "张三", "identity_kind": "chinese-id",
            "identity_number": "11010519491231002X", "phone": "13800138000",
            "consents": ["face-data"] });
        let changed = change.as_object().unwrap().clone();
        body.as_object_mut().unwrap().extend(changed);
        let answer = owner.put(&path, body).await;
        if expected.is_empty() {
            assert_eq!(answer.status(200).at("/has_details"), "true");
            return;
        }
        let about = answer.refused(422, "fields").json()["about"].clone();
        let found = about.as_array().unwrap().iter().map(|entry| {
            assert!(!entry["message"]["zh"].as_str().unwrap().contains("field-"));
            (
                entry["name"].as_str().unwrap(),
                entry["code"].as_str().unwrap(),
            )
        });
        assert_eq!(found.collect::<Vec<_>>(), expected, "{change}");
    };
    let passport = |birth: &str, consents: &[&str]| {
        json!({ "identity_kind": "passport", "identity_number": "E12345678",
            "birth": birth, "consents": consents })
    };
    let (own, both) = (&["face-data"][..], &["face-data", "guardian"][..]);
    check(json!({}), &[]).await;
    check(json!({"email": "wei@example.org"}), &[]).await;
    check(json!({"email": "wei@"}), &[("email", "email-shape")]).await;
    let school = json!({"further": {"school": "第一中学"}});
    check(school, &[("further.school", "further-unknown")]).await;
    check(json!({"name": ""}), &[("name", "name-empty")]).await;
    let two = json!({"identity_number": "110105194912310021", "phone": ""});
    let number = ("identity_number", "id-check-digit");
    check(two, &[number, ("phone", "phone-empty")]).await;
    let rare = json!({"identity_number": "321119199001010019"});
    check(rare, &[("identity_number", "id-region-unconfirmed")]).await;
    let rare = json!({"identity_number": "321119199001010019", "identity_number_confirmed": true});
    check(rare, &[]).await;
    let none = json!({"consents": []});
    check(none, &[("consents", "consent-face-data")]).await;
    let no_birth = json!({"identity_kind": "passport", "identity_number": "E12345678"});
    check(no_birth, &[("birth", "birth-empty")]).await;
    let guardian = ("consents", "consent-guardian");
    check(passport("2020-02-03", own), &[guardian]).await;
    check(passport("2020-02-03", both), &[]).await;
}

/// Calls of staff, each with a query or a path that cannot be read, and who may
/// not make them.
const STAFF_CALLS: &str = "
operator  | GET /queue
operator  | POST /queue/next
operator  | GET /reviews/{number}
operator  | GET /reviews/{number}/original
operator  | GET /reviews/{number}/photo
operator  | POST /reviews/{number}/take
operator  | POST /reviews/{number}/release
operator  | POST /reviews/{number}/second-opinion
operator  | POST /reviews/{number}/undo
operator  | POST /reviews/{number}/decision
operator  | POST /reviews/{number}/remake
operator  | POST /counter/receipts
operator  | GET /counter/tickets/x/photo
operator  | POST /counter/tickets/x/photo
operator  | POST /counter/tickets/x/use
inspector | GET /till/open
inspector | GET /till/orders/{number}
inspector | POST /till/orders/{number}/payment
inspector | POST /till/payments/x/undo
inspector | POST /till/payments/x/refund
inspector | POST /till/payments/x/given-back
inspector | GET /takings?from=x
inspector | GET /takings/checks?from=x
inspector | GET /figures?days=x
inspector | GET /log?before=x
inspector | POST /log/verify
clerk     | GET /threads
clerk     | GET /threads/{number}
clerk     | POST /threads/{number}
clerk     | GET /letters
clerk     | GET /letters/{number}
clerk     | POST /letters/{number}
inspector | GET /staff
inspector | POST /staff
inspector | PUT /staff/x/roles
inspector | GET /staff/x/window
inspector | PUT /staff/x/window
inspector | POST /staff/x/disable
inspector | POST /staff/x/enable
inspector | POST /staff/x/reset
inspector | GET /keys
inspector | POST /keys
inspector | POST /keys/x/revoke
";

#[tokio::test]
async fn the_right_is_asked_before_anything_is_read() {
    let service = Service::start().await;
    let stranger = service.program("");
    let inspector = service.keyed(Role::Inspector).await;
    let operator = service.keyed(Role::Operator).await;
    let clerk = service.keyed(Role::Clerk).await;
    for [who, line] in rows(STAFF_CALLS) {
        let who = match who {
            "inspector" => &inspector,
            "operator" => &operator,
            _ => &clerk,
        };
        let line = line.replace("{number}", "nonsense");
        for (kind, body) in [("application/json", &b"{"[..]), ("text/plain", b"x")] {
            let answer = stranger.send(&line, kind, body.to_vec()).await;
            answer.refused(401, "credential-needed");
            let answer = who.send(&line, kind, body.to_vec()).await;
            answer.refused(403, "forbidden");
        }
    }
    // Every call of staff stands in the table.
    let described = stranger.get("/openapi.json").await.json();
    let paths = described["paths"].as_object().unwrap().values();
    let methods = paths.flat_map(|path| path.as_object().unwrap().values());
    let of_staff = methods.filter(|call| call["security"][0].get("api-key").is_some());
    assert_eq!(of_staff.count(), rows::<2>(STAFF_CALLS).len());
}
