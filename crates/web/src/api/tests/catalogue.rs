//! What everybody may read.

use serde_json::Value;

use super::service;

#[tokio::test]
async fn documents_cities_and_what_they_ask() {
    let service = service().await;
    let check = async |path: &str, status: u16, pointer: &str, expected: &str| {
        let answer = service.call(&format!("GET {path}"), "", Value::Null).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.at(pointer), expected, "{path} {pointer}");
        let is_ok = status == 200;
        let kind = answer.header("content-type");
        assert_eq!(kind == "application/json", is_ok, "{path}: {kind}");
        let kept = answer.header("cache-control");
        assert!(!is_ok || kept == "no-store", "{path}: {kept}");
    };
    let card = "/documents/resident-id-card";
    check(card, 200, "/specification/width_px", "358").await;
    check(card, 200, "/specification/height_px", "441").await;
    check(card, 200, "/asks", "[]").await;
    let graduation = "/documents/graduation-photo";
    check(graduation, 200, "/asks/0/id", "school").await;
    check(graduation, 200, "/asks/1/need", "may").await;
    let shenzhen = format!("{card}/cities/440300");
    check(&shenzhen, 200, "/acceptance/answer", "yes").await;
    let beijing = format!("{card}/cities/110000");
    check(&beijing, 200, "/acceptance/answer", "no").await;
    check(&format!("{card}/cities/999999"), 404, "/code", "not-found").await;
    check(&format!("{card}/cities/深圳"), 404, "/code", "not-found").await;
    check("/documents/none", 404, "/code", "not-found").await;
    check("/cities?q=shenzh", 200, "/0/code", "440300").await;
    check("/cities?q=%E6%B7%B1", 200, "/0/names/zh", "深圳市").await;
    check("/cities?q=zzzz", 200, "", "[]").await;
    check("/nothing", 404, "/code", "not-found").await;

    let documents = service.call("GET /documents", "", Value::Null).await.json();
    let known = service.app.catalogue().documents();
    assert_eq!(documents.as_array().unwrap().len(), known.len());
    let reasons = service.call("GET /reasons", "", Value::Null).await.json();
    for reason in reasons.as_array().unwrap() {
        for text in ["name", "why", "cure"] {
            let text = reason[text]["zh"].as_str().unwrap();
            assert!(!text.is_empty() && !text.contains("reason-"), "{reason}");
        }
    }
}
