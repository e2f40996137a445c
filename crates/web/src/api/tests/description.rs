//! The description that is served, held against what it was.

use serde_json::Value;

use super::service;

#[tokio::test]
async fn the_description_is_what_it_was() {
    let service = service().await;
    let served = service.call("GET /openapi.json", "", Value::Null).await;
    assert_eq!(served.header("content-type"), "application/json");
    let served = serde_json::to_string_pretty(&served.json()).unwrap();
    insta::assert_snapshot!("openapi", served);
}

#[tokio::test]
async fn every_call_has_a_name_of_its_own() {
    let service = service().await;
    let description = service
        .call("GET /openapi.json", "", Value::Null)
        .await
        .json();
    let paths = description["paths"].as_object().unwrap().values();
    let operations = paths.flat_map(|path| path.as_object().unwrap().values());
    let mut names: Vec<&str> = operations
        .map(|operation| operation["operationId"].as_str().unwrap())
        .collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

/// Whoever calls with a token or a key is told so when they do not.
#[tokio::test]
async fn what_is_secured_refuses_strangers() {
    let service = service().await;
    let description = service
        .call("GET /openapi.json", "", Value::Null)
        .await
        .json();
    let mut secured = 0;
    for (path, operations) in description["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let responses = operation["responses"].as_object().unwrap();
            let is_secured = operation.get("security").is_some();
            assert_eq!(responses.contains_key("401"), is_secured, "{path}");
            if !is_secured {
                continue;
            }
            secured += 1;
            let path = path.strip_prefix("/api/v1").unwrap();
            let path = path
                .replace("{number}", "23456789ABC")
                .replace("{id}", "none");
            let line = format!("{} {path}", method.to_uppercase());
            for token in ["", "nobody's", "hzk_nobody's"] {
                let answer = service.call(&line, token, Value::Null).await;
                // An order of a number that is none is not there for anybody.
                let is_token = token == "nobody's" || token == "hzk_nobody's";
                let is_order = path.starts_with("/orders/") && is_token;
                assert_eq!(answer.status, if is_order { 404 } else { 401 }, "{line}");
                let asks = answer.header("www-authenticate");
                assert_eq!(asks == "Bearer", !is_order, "{line}");
            }
        }
    }
    assert!(secured > 20, "{secured} calls were tried");
}
