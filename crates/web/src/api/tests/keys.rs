//! Scope of API keys.

use domain::staff::Role;
use serde_json::Value;

use crate::testing::Service;

#[tokio::test]
async fn a_key_does_what_its_role_may() {
    let service = Service::start().await;
    let paths = ["/queue", "/threads", "/figures", "/log", "/staff", "/keys"];
    let visas: &[&str] = &["us-visa"];
    for (role, documents, expected) in [
        (Role::Inspector, &[][..], [200, 200, 403, 403, 403, 403]),
        (Role::Operator, &[], [403, 200, 200, 200, 200, 200]),
        (Role::Clerk, &[], [403; 6]),
        // Endpoints that cannot be filtered by documents are refused to limited
        // keys.
        (Role::Inspector, visas, [200, 403, 403, 403, 403, 403]),
        (Role::Operator, visas, [403; 6]),
    ] {
        let program = service.keyed_for(role, documents, &[]).await;
        for (path, expected) in paths.into_iter().zip(expected) {
            let found = program.get(path).await.code;
            assert_eq!(found, expected, "{role:?} {documents:?} {path}");
        }
    }
}

#[tokio::test]
async fn a_key_sees_its_documents_and_cities_only() {
    let service = Service::start().await;
    let (card, _) = service.begun("resident-id-card", Some("440300")).await;
    let (visa, _) = service.begun("us-visa", None).await;
    let check = async |documents: &[&str], cities: &[u32], number: &str, sees: bool| {
        let program = service.keyed_for(Role::Inspector, documents, cities).await;
        let taken = program
            .post(&format!("/reviews/{number}/take"), Value::Null)
            .await;
        // A draft cannot be claimed; an order outside the scope is not found.
        let expected = if sees { 409 } else { 404 };
        assert_eq!(taken.code, expected, "{documents:?} {cities:?} {number}");
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
    let service = Service::start().await;
    let inspector = service.keyed(Role::Inspector).await;
    let operator = service.keyed(Role::Operator).await;
    inspector.get("/queue").await.status(200);
    let keys = operator.get("/keys").await.json();
    let of_inspector = |key: &&Value| key["roles"][0] == "inspector";
    let key = keys.as_array().unwrap().iter().find(of_inspector).unwrap();
    let revoke = format!("/keys/{}/revoke", key["id"].as_str().unwrap());
    operator.post(&revoke, Value::Null).await.status(204);
    inspector.get("/queue").await.status(401);
}
