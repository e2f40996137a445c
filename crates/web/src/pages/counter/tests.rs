//! The counter's pages over a real service: access, responses to input, and
//! what is never shown.

use domain::ReceiptNumber;
use domain::randomness::seeded;
use domain::staff::Role;

use crate::Settings;
use crate::testing::{Service, settings};

#[tokio::test]
async fn the_window_is_the_clerks() {
    let service = Service::start().await;
    for (role, status) in [
        (Role::Clerk, 200),
        (Role::Inspector, 403),
        (Role::Operator, 403),
    ] {
        let browser = service.hire(role).await;
        browser.get("/counter").await.status(status);
    }
}

#[tokio::test]
async fn what_is_typed_is_answered_and_not_shown_again() {
    let service = Service::start().await;
    let clerk = service.hire(Role::Clerk).await.speaking("en");
    let good = ReceiptNumber::generate(&mut seeded(3));
    let person = "person=11010519491231002X";
    let with = |number: &str| format!("number={number}&{person}");
    let unknown = || (with(good.as_str()), 404, "No such receipt");
    let alone = format!("number={good}");
    for (form, status, words) in [
        (alone, 200, "A number alone shows no photo"),
        (with("7K4M"), 422, "wrong length"),
        (with("7K4M93QXAB0D"), 422, "no receipt number has"),
        (with("232323232324"), 422, "does not agree"),
        unknown(),
        (person.to_owned(), 404, "No such receipt"),
        unknown(),
        unknown(),
        unknown(),
        (with(good.as_str()), 429, "Too many misses"),
    ] {
        let answer = clerk.post("/counter", &form).await;
        answer.status(status).contains(words).lacks("002X");
    }
}

#[tokio::test]
async fn a_window_is_for_one_document_and_city() {
    let service = Service::start().await;
    let clerk = service.hire(Role::Clerk).await.speaking("en");
    let chosen = "document=resident-id-card&city=深圳";
    let chosen = clerk.post("/counter/at", chosen).await;
    chosen
        .status(303)
        .sets_cookie("window=resident-id-card.440300;");
    let page = clerk.get("/counter").await;
    page.contains("This window: Resident identity card");
    let nowhere = clerk.post("/counter/at", "document=&city=nowhere").await;
    nowhere.status(422).contains("no such city");
    let province = clerk.post("/counter/at", "document=&city=广东").await;
    province.status(303).sets_cookie("window=.440000;");
}

#[tokio::test]
async fn the_window_is_kept_over_tls_only_where_there_is_tls() {
    for (public_url, is_secure) in [
        (None, false),
        (Some("http://photo.example.org"), false),
        (Some("https://photo.example.org"), true),
    ] {
        let service = Service::start_with(Settings {
            public_url: public_url.map(str::to_owned),
            ..settings()
        })
        .await;
        let clerk = service.hire(Role::Clerk).await;
        let chosen = clerk.post("/counter/at", "document=&city=").await;
        let cookies = chosen.cookies();
        let window = cookies.iter().find(|line| line.contains("window="));
        assert_eq!(window.unwrap().contains("; Secure"), is_secure);
    }
}

#[tokio::test]
async fn a_ticket_that_is_none_opens_nothing() {
    let service = Service::start().await;
    let clerk = service.hire(Role::Clerk).await;
    let none = "/counter/receipt/01KAQS3Z3QTX5Y8W7Y5B9K6W2T.9999999999999.abc";
    clerk.get(none).await.status(404);
    let photo = format!("{none}/photo.jpg?save=1");
    clerk.get(&photo).await.status(404);
    for act in ["use", "undo"] {
        let answer = clerk.post(&format!("{none}/{act}"), "").await;
        answer.status(404);
    }
}
