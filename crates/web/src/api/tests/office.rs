//! Staff and API keys.

use domain::staff::Role;
use serde_json::{Value, json};

use crate::testing::Service;

#[tokio::test]
async fn staff_are_added_changed_and_switched_off() {
    let service = Service::start().await;
    let operator = service.keyed(Role::Operator).await;
    let li = json!({ "name": "Li", "roles": ["inspector"] });
    let added = operator.post("/staff", li.clone()).await;
    let password = added.status(201).at("/password");
    assert!(password.len() > 15);
    let wu = |roles: &[&str]| json!({ "name": "wu", "roles": roles });
    let spaced = json!({ "name": "a b", "roles": ["clerk"] });
    for (body, status, code) in [
        (li, 409, "name-taken"),
        (spaced, 422, "text-length"),
        (wu(&[]), 422, "roles-none"),
        (wu(&["cook"]), 400, "body-unreadable"),
    ] {
        operator.post("/staff", body).await.refused(status, code);
    }
    let staff = operator.get("/staff").await;
    assert_eq!(staff.status(200).at("/0/name"), "li");
    assert_eq!(staff.json()[0]["roles"], json!(["inspector"]));

    let li = format!("/staff/{}", staff.at("/0/id"));
    let roles = |roles: &[&str]| json!({ "roles": roles });
    for (line, body, refused) in [
        (format!("PUT {li}/roles"), roles(&["operator"]), ""),
        // Nobody could manage staff any more, had there been somebody.
        (format!("PUT {li}/roles"), roles(&[]), "last-manager"),
        (format!("POST {li}/disable"), Value::Null, "last-manager"),
        (format!("POST {li}/enable"), Value::Null, ""),
    ] {
        let answer = operator.call(&line, body).await;
        match refused {
            "" => answer.status(204),
            code => answer.refused(409, code),
        };
    }
    let reset = operator.post(&format!("{li}/reset"), Value::Null).await;
    assert_ne!(reset.status(200).at("/password"), password);
    let nobody = operator.post("/staff/none/reset", Value::Null).await;
    nobody.refused(404, "not-found");
}

#[tokio::test]
async fn keys_are_made_and_revoked() {
    let service = Service::start().await;
    let operator = service.keyed(Role::Operator).await;
    let kiosk = json!({ "name": "kiosk", "roles": ["inspector"],
        "documents": ["us-visa"], "cities": ["440300"] });
    let made = operator.post("/keys", kiosk).await;
    assert!(made.status(201).at("/key").starts_with("hzk_"));
    for unknown in [
        json!({ "cities": ["440"] }),
        json!({ "documents": ["none"] }),
    ] {
        let mut body = json!({ "name": "x", "roles": ["clerk"] });
        let more = unknown.as_object().unwrap().clone();
        body.as_object_mut().unwrap().extend(more);
        let answer = operator.post("/keys", body).await;
        answer.refused(422, "unknown-name");
    }
    let kiosk = async || {
        let keys = operator.get("/keys").await.status(200).json();
        let mut keys = keys.as_array().unwrap().iter();
        keys.find(|key| key["name"] == "kiosk").unwrap().clone()
    };
    let key = kiosk().await;
    assert_eq!(key["cities"], json!(["440300"]));
    let revoke = format!("/keys/{}/revoke", key["id"].as_str().unwrap());
    operator.post(&revoke, Value::Null).await.status(204);
    assert!(kiosk().await["revoked_at"].is_i64());
}
