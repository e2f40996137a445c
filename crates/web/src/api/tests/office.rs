//! Staff and keys.

use domain::staff::Role;
use serde_json::{Value, json};

use super::service;

#[tokio::test]
async fn staff_and_keys() {
    let service = service().await;
    let key = service.key(Role::Operator, &[], &[]).await;
    let check = async |line: &str, body: Value, status: u16, code: &str| {
        let answer = service.call(line, &key, body).await;
        let found = (answer.status, &*answer.at("/code"));
        assert_eq!(found, (status, code), "{line}: {}", answer.json());
        answer.json()
    };
    let none = || Value::Null;
    let li = json!({ "name": "Li", "roles": ["inspector"] });
    let added = check("POST /staff", li.clone(), 201, "").await;
    assert!(added["password"].as_str().unwrap().len() > 15);
    check("POST /staff", li, 409, "name-taken").await;
    check(
        "POST /staff",
        json!({"name": "a b", "roles": ["clerk"]}),
        422,
        "text-length",
    )
    .await;
    check(
        "POST /staff",
        json!({"name": "wu", "roles": []}),
        422,
        "roles-none",
    )
    .await;
    check(
        "POST /staff",
        json!({"name": "wu", "roles": ["cook"]}),
        400,
        "body-unreadable",
    )
    .await;
    let staff = check("GET /staff", none(), 200, "").await;
    assert_eq!(
        (&staff[0]["name"], &staff[0]["roles"]),
        (&json!("li"), &json!(["inspector"]))
    );
    let id = staff[0]["id"].as_str().unwrap();
    // Nobody could manage staff any more, had there been somebody.
    let roles = |roles: &[&str]| json!({ "roles": roles });
    let line = format!("PUT /staff/{id}/roles");
    check(&line, roles(&["operator"]), 204, "").await;
    check(&line, roles(&[]), 409, "last-manager").await;
    check(
        &format!("POST /staff/{id}/disable"),
        none(),
        409,
        "last-manager",
    )
    .await;
    check(&format!("POST /staff/{id}/enable"), none(), 204, "").await;
    let reset = check(&format!("POST /staff/{id}/reset"), none(), 200, "").await;
    assert_ne!(reset["password"], added["password"]);
    check("POST /staff/none/reset", none(), 404, "not-found").await;

    let wanted = json!({ "name": "kiosk", "roles": ["inspector"],
        "documents": ["us-visa"], "cities": ["440300"] });
    let made = check("POST /keys", wanted, 201, "").await;
    assert!(made["key"].as_str().unwrap().starts_with("hzk_"));
    let unknown = json!({ "name": "x", "roles": ["clerk"], "cities": ["440"] });
    check("POST /keys", unknown, 422, "unknown-name").await;
    let unknown = json!({ "name": "x", "roles": ["clerk"], "documents": ["none"] });
    check("POST /keys", unknown, 422, "unknown-name").await;
    let keys = check("GET /keys", none(), 200, "").await;
    let kiosk = keys
        .as_array()
        .unwrap()
        .iter()
        .find(|key| key["name"] == "kiosk")
        .unwrap();
    assert_eq!(kiosk["cities"], json!(["440300"]));
    let id = kiosk["id"].as_str().unwrap();
    check(&format!("POST /keys/{id}/revoke"), none(), 204, "").await;
    let keys = check("GET /keys", none(), 200, "").await;
    let revoked = |key: &Value| key["id"] == id && key["revoked_at"].is_i64();
    assert!(keys.as_array().unwrap().iter().any(revoked), "{keys}");
}
