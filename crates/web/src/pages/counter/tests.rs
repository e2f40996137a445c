//! The counter's pages over a real service: access, responses to input, and
//! what is never shown.

use domain::ReceiptNumber;
use domain::randomness::seeded;
use domain::staff::Role;

use crate::Settings;
use crate::testing::{Service, Stage, settings};
use serde_json::json;

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
        (
            format!("number={good}&person=%F0%9F%98%80"),
            422,
            "Neither a name",
        ),
        unknown(),
        (person.to_owned(), 404, "No such receipt"),
        unknown(),
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

/// A sealed photo: the applicant takes the paper, the service forgets its code,
/// and the counter asks for it.
#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_photo_asks_for_its_code() {
    let service = Service::start_sealing().await;
    let order = service.order(Stage::Approved).await;
    let applicant = order.applicant.speaking("en");
    let receipt = format!("/orders/{}/receipt", order.number);
    let page = applicant.get(&receipt).await;
    page.status(200)
        .contains("Take your receipt now")
        .contains("a new order");
    page.contains("/receipt/taken").lacks("receipt-card");
    let pdf = applicant.get(&format!("{receipt}.pdf")).await;
    assert!(pdf.status(200).bytes.starts_with(b"%PDF-"));
    let code = usecases::testing::photo_code(&service.web.app, &order.number).await;
    let code = code.expect("it is kept");
    applicant
        .post(&format!("{receipt}/taken"), "")
        .await
        .status(303);
    let page = applicant.get(&receipt).await;
    page.status(200)
        .contains("Only your receipt opens")
        .lacks("receipt.pdf");
    let gone = applicant.get(&format!("{receipt}.pdf")).await;
    gone.status(409).contains("no longer kept");

    let clerk = service.hire(Role::Clerk).await.speaking("en");
    let form = format!("number={}&person=11010519491231002X", order.receipt);
    let found = clerk.post("/counter", &form).await;
    let ticket = found.status(303).header("location").to_owned();
    let page = clerk.get(&ticket).await;
    page.status(200)
        .contains("Square code")
        .contains(&format!("{ticket}/open"));
    page.lacks("photo.jpg");
    clerk.get(&format!("{ticket}/photo.jpg")).await.status(409);
    for (code, words) in [
        ("7K4M", "not the square code"),
        (
            "HZP1AAAQEAYEAUDAOCAJBIFQYDIOB4IBCEQTCQKRMFYYDENBWHA5DYPQ",
            "does not open",
        ),
    ] {
        for deed in ["open", "photo.jpg"] {
            let answer = clerk
                .post(&format!("{ticket}/{deed}"), &format!("code={code}"))
                .await;
            answer.status(422).contains(words).lacks(code);
        }
    }
    let scanned = format!("code={code}");
    let opened = clerk.post(&format!("{ticket}/open"), &scanned).await;
    opened
        .status(200)
        .contains("src=\"data:image/jpeg;base64,")
        .contains(&format!("{ticket}/photo.jpg"));
    let saved = clerk.post(&format!("{ticket}/photo.jpg"), &scanned).await;
    assert!(saved.status(200).bytes.starts_with(&[0xff, 0xd8]));

    let kiosk = service.keyed(Role::Clerk).await;
    let asked = json!({ "number": order.receipt, "identity": "11010519491231002X" });
    let looked = kiosk
        .post("/counter/receipts", asked)
        .await
        .status(200)
        .json();
    assert_eq!(looked["lock"], "code");
    let photo = format!(
        "/counter/tickets/{}/photo",
        looked["ticket"].as_str().unwrap()
    );
    kiosk.get(&photo).await.refused(409, "photo-code-needed");
    let scanned = json!({ "code": "7K4M" });
    kiosk
        .post(&photo, scanned)
        .await
        .refused(422, "photo-code-unreadable");
    let handed = kiosk.post(&photo, json!({ "code": code })).await;
    assert_eq!(handed.status(200).bytes, saved.bytes);
}

/// A clerk chooses within what the operator gave, whatever the cookie says.
#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_chooses_within_what_was_given() {
    let service = Service::start_lenient().await;
    let number = service.order(Stage::Approved).await.receipt;
    let clerk = service.hire(Role::Clerk).await.speaking("en");
    let operator = service.keyed(Role::Operator).await;
    let boss = service.hire(Role::Operator).await.speaking("en");
    let staff = operator.get("/staff").await.status(200).json();
    let staff = staff.as_array().unwrap().iter();
    let id = |name: &str| {
        let found = staff.clone().find(|one| one["name"] == name);
        found.unwrap()["id"].as_str().unwrap().to_owned()
    };
    let window = format!("/staff/{}/window", id("clerk"));
    let form = format!("number={number}&person=11010519491231002X");
    let choice = "document=resident-id-card&city=%E6%B7%B1%E5%9C%B3";
    for (documents, cities, found, chosen) in [
        (json!(["passport"]), json!([]), 404, 303),
        (json!(["resident-id-card"]), json!(["360400"]), 404, 422),
        (json!([]), json!(["440300"]), 303, 303),
        (json!([]), json!([]), 303, 303),
    ] {
        let given = json!({ "documents": documents, "cities": cities });
        operator.put(&window, given.clone()).await.status(204);
        assert_eq!(operator.get(&window).await.status(200).json(), given);
        clerk.post("/counter/at", choice).await.status(chosen);
        let answer = clerk.post("/counter", &form).await;
        answer.status(found).lacks("**明");
    }
    let page = format!("/office/staff/{}/window", id("clerk"));
    boss.get(&page)
        .await
        .status(200)
        .contains("What the window serves");
    let set = boss.post(&page, "document=passport&cities=nowhere").await;
    set.status(422).contains("nowhere");
    boss.post(&page, "document=passport&cities=")
        .await
        .status(303);
    clerk.get("/counter").await.contains("Ordinary passport");
    let at = clerk.get("/counter/at").await;
    at.contains("The operator gave")
        .lacks("Resident identity card");
    clerk.post("/counter", &form).await.status(404);
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
