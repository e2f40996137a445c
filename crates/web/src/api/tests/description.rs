//! The OpenAPI document, compared with its snapshot.

use std::path::Path;

use serde_json::Value;

use crate::testing::Service;

/// Every operation: path, method in capitals, and its description.
async fn operations(service: &Service) -> Vec<(String, String, Value)> {
    let description = service.program("").get("/openapi.json").await.json();
    let mut operations = Vec::new();
    for (path, methods) in description["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let method = method.to_uppercase();
            operations.push((path.clone(), method, operation.clone()));
        }
    }
    operations
}

#[tokio::test]
async fn the_description_is_what_it_was() {
    let service = Service::start().await;
    let served = service.program("").get("/openapi.json").await;
    served.has("content-type", "application/json");
    let served = serde_json::to_string_pretty(&served.json()).unwrap();
    insta::assert_snapshot!("openapi", served);
}

#[tokio::test]
async fn every_call_has_a_name_of_its_own() {
    let operations = operations(&Service::start().await).await;
    let mut names: Vec<&str> = operations
        .iter()
        .map(|(_, _, operation)| operation["operationId"].as_str().unwrap())
        .collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), operations.len());
}

/// Names of the types with a schema, in the sources below `folder`.
fn schemas(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            schemas(&path, found);
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        for after in source.split(concat!("ToSchema", ")]")).skip(1) {
            let mut words = after.split_whitespace();
            let declared = words.find(|word| ["struct", "enum"].contains(word));
            let name = declared.and_then(|_| words.next()).unwrap();
            let letters = name.chars().take_while(|c| c.is_alphanumeric());
            found.push(letters.collect());
        }
    }
}

/// Of two schemas with one name the description would have one, and say of the other what
/// does not hold.
#[test]
fn every_schema_has_a_name_of_its_own() {
    let mut names = Vec::new();
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api");
    schemas(&sources, &mut names);
    assert!(names.len() > 60, "{names:?}");
    names.sort_unstable();
    let doubled: Vec<_> = names.windows(2).filter(|two| two[0] == two[1]).collect();
    assert!(doubled.is_empty(), "{doubled:?}");
}

/// Operations with a security scheme refuse callers without a token or key.
#[tokio::test]
async fn what_is_secured_refuses_strangers() {
    let service = Service::start().await;
    let mut secured = 0;
    for (path, method, operation) in operations(&service).await {
        let is_secured = operation.get("security").is_some();
        let says_so = operation["responses"].get("401").is_some();
        assert_eq!(says_so, is_secured, "{path}");
        if !is_secured {
            continue;
        }
        secured += 1;
        let path = path.strip_prefix("/api/v1").unwrap();
        let path = path
            .replace("{number}", "23456789ABC")
            .replace("{id}", "none");
        let line = format!("{method} {path}");
        for token in ["", "nobody's", "hzk_nobody's"] {
            let answer = service.program(token).call(&line, Value::Null).await;
            // An invalid order number is not found for anybody.
            if path.starts_with("/orders/") && !token.is_empty() {
                answer.status(404).has("www-authenticate", "");
            } else {
                answer.status(401).has("www-authenticate", "Bearer");
            }
        }
    }
    assert!(secured > 20, "{secured} calls were tried");
}
