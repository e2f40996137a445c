//! Endpoints without authentication.

use crate::testing::{Service, rows};

/// Path, JSON pointer, expected value.
const ANSWERS: &str = "
/documents/resident-id-card               | /specification/width_px  | 358
/documents/resident-id-card               | /specification/height_px | 441
/documents/resident-id-card               | /asks                    | []
/documents/graduation-photo               | /asks/0/id               | school
/documents/graduation-photo               | /asks/1/need             | may
/documents/resident-id-card/cities/440300 | /acceptance/answer       | yes
/documents/resident-id-card/cities/110000 | /acceptance/answer       | no
/documents/resident-id-card               | /gives                   | receipt
/documents/japan-visa                     | /gives                   | photo
/documents/one-inch                       | /specification/background_choices/0/names/zh | 蓝色
/cities?q=%E5%BB%A3%E5%B7%9E              | /0/names/zh              | 广州市
/cities?q=shenzh                          | /0/code                  | 440300
/cities?q=%E6%B7%B1                       | /0/names/zh              | 深圳市
/cities?q=zzzz                            |                          | []
";

#[tokio::test]
async fn documents_and_cities_say_what_they_ask() {
    let service = Service::start().await;
    let everybody = service.program("");
    for [path, pointer, expected] in rows(ANSWERS) {
        let answer = everybody.get(path).await;
        answer
            .status(200)
            .has("content-type", "application/json")
            .has("cache-control", "no-store");
        assert_eq!(answer.at(pointer), expected, "{path} {pointer}");
    }
    for path in [
        "/documents/none",
        "/documents/resident-id-card/cities/999999",
        "/documents/us-visa/cities/440300",
        "/documents/resident-id-card/cities/深圳",
        "/nothing",
    ] {
        everybody.get(path).await.refused(404, "not-found");
    }
}

#[tokio::test]
async fn every_document_is_listed() {
    let service = Service::start().await;
    let listed = service.program("").get("/documents").await.json();
    let known = service.web.catalogue.documents();
    assert_eq!(listed.as_array().unwrap().len(), known.len());
}

#[tokio::test]
async fn every_reason_says_why_and_how_it_is_cured() {
    let service = Service::start().await;
    let reasons = service.program("").get("/reasons").await.json();
    for reason in reasons.as_array().unwrap() {
        for text in ["name", "why", "cure"] {
            let text = reason[text]["zh"].as_str().unwrap();
            assert!(!text.is_empty() && !text.contains("reason-"), "{reason}");
        }
    }
}
