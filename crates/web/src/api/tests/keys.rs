//! How far a key reaches.

use domain::staff::Role;
use serde_json::Value;
use usecases::operator;

use super::{Service, service};

async fn status(service: &Service, line: &str, key: &str) -> u16 {
    service.call(line, key, Value::Null).await.status
}

#[tokio::test]
async fn a_key_does_what_its_role_may() {
    let service = service().await;
    let check = async |role: Role, limited: bool, expected: [u16; 6]| {
        let documents: &[&str] = if limited { &["us-visa"] } else { &[] };
        let key = service.key(role, documents, &[]).await;
        let lines = [
            "GET /queue",
            "GET /threads",
            "GET /figures",
            "GET /log",
            "GET /staff",
            "GET /keys",
        ];
        for (line, expected) in lines.into_iter().zip(expected) {
            let found = status(&service, line, &key).await;
            assert_eq!(found, expected, "{role:?} {limited} {line}");
        }
    };
    check(Role::Inspector, false, [200, 200, 403, 403, 403, 403]).await;
    check(Role::Operator, false, [403, 200, 200, 200, 200, 200]).await;
    check(Role::Clerk, false, [403; 6]).await;
    // What cannot be cut down to some documents is not for a key limited to them.
    check(Role::Inspector, true, [200, 403, 403, 403, 403, 403]).await;
    check(Role::Operator, true, [403; 6]).await;
}

#[tokio::test]
async fn a_key_sees_its_documents_and_cities_only() {
    let service = service().await;
    let (card, _) = service.begun("resident-id-card", Some("440300")).await;
    let (visa, _) = service.begun("us-visa", None).await;
    let check = async |documents: &[&str], cities: &[u32], number: &str, sees: bool| {
        let key = service.key(Role::Inspector, documents, cities).await;
        // A draft cannot be taken; one outside the scope is not there at all.
        let line = format!("POST /reviews/{number}/take");
        let expected = if sees { 409 } else { 404 };
        let found = status(&service, &line, &key).await;
        assert_eq!(found, expected, "{documents:?} {cities:?} {number}");
    };
    check(&[], &[], &card, true).await;
    check(&[], &[], &visa, true).await;
    check(&["resident-id-card"], &[], &card, true).await;
    check(&["resident-id-card"], &[], &visa, false).await;
    check(&["us-visa"], &[], &card, false).await;
    check(&[], &[440_300], &card, true).await;
    check(&[], &[440_100], &card, false).await;
    check(&[], &[440_300], &visa, false).await;
    check(&["resident-id-card"], &[440_100], &card, false).await;
}

#[tokio::test]
async fn a_revoked_key_opens_nothing() {
    let service = service().await;
    let key = service.key(Role::Inspector, &[], &[]).await;
    assert_eq!(status(&service, "GET /queue", &key).await, 200);
    let manager = usecases::Manager::house();
    let id = operator::api_keys(&service.app, &manager).await.unwrap()[0].id;
    operator::revoke_api_key(&service.app, &manager, id)
        .await
        .unwrap();
    assert_eq!(status(&service, "GET /queue", &key).await, 401);
}

#[tokio::test]
async fn the_counter_is_for_clerks_keys() {
    let service = service().await;
    let clerk = service.key(Role::Clerk, &[], &[]).await;
    let inspector = service.key(Role::Inspector, &[], &[]).await;
    let check = async |key: &str, body: Value, status: u16, code: &str| {
        let answer = service
            .call("POST /counter/receipts", key, body.clone())
            .await;
        assert_eq!(answer.status, status, "{body}");
        let text = answer.json().to_string();
        assert!(text.contains(code), "{body}: {text}");
    };
    let asked = |number: &str| serde_json::json!({"number": number, "name": "李小明"});
    check("", asked("7K4M"), 401, "credential-needed").await;
    check(&inspector, asked("7K4M"), 403, "forbidden").await;
    check(&clerk, asked("7K4M"), 422, "receipt-number").await;
    check(&clerk, asked("*ZUG5-28PH-P7ZH*"), 404, "not-found").await;
    let alone = serde_json::json!({"number": "ZUG528PHP7ZH"});
    check(&clerk, alone, 422, "person-one").await;
    let two = serde_json::json!({"number": "7", "name": "a", "identity": "b"});
    check(&clerk, two, 422, "person-one").await;
    let place = serde_json::json!({"number": "7", "name": "a", "city": "Shenzhen"});
    check(&clerk, place, 422, "city-code").await;
    for _ in 0..4 {
        check(&clerk, asked("ZUG528PHP7ZH"), 404, "not-found").await;
    }
    check(&clerk, asked("ZUG528PHP7ZH"), 429, "too-many-requests").await;
    let none = "/counter/tickets/01KAQS3Z3QTX5Y8W7Y5B9K6W2T.99.x";
    assert_eq!(
        status(&service, &format!("GET {none}/photo"), &clerk).await,
        404
    );
    assert_eq!(
        status(&service, &format!("POST {none}/use"), &clerk).await,
        404
    );
}
