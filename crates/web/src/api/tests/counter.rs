//! The counter, for clerks' keys.

use domain::staff::Role;
use serde_json::{Value, json};

use crate::testing::Service;

#[tokio::test]
async fn a_look_up_needs_a_clerk_a_number_and_one_person() {
    let service = Service::start().await;
    let (stranger, clerk) = (service.program(""), service.keyed(Role::Clerk).await);
    let inspector = service.keyed(Role::Inspector).await;
    let asked = |number: &str| json!({"number": number, "name": "李小明"});
    let unknown = "ZUG528PHP7ZH";
    let two = json!({"number": "7", "name": "a", "identity": "b"});
    let nowhere = json!({"number": "7", "name": "a", "city": "Shenzhen"});
    for (who, body, status, code) in [
        (&stranger, asked("7K4M"), 401, "credential-needed"),
        (&inspector, asked("7K4M"), 403, "forbidden"),
        (&clerk, asked("7K4M"), 422, "receipt-number"),
        (&clerk, asked("*ZUG5-28PH-P7ZH*"), 404, "not-found"),
        (&clerk, json!({"number": unknown}), 422, "person-one"),
        (&clerk, two, 422, "person-one"),
        (&clerk, nowhere, 422, "city-code"),
        (
            &clerk,
            json!({"number": unknown, "name": "😀"}),
            422,
            "person-unreadable",
        ),
        (
            &clerk,
            json!({"number": unknown, "identity": " "}),
            422,
            "person-unreadable",
        ),
        (&clerk, asked(unknown), 404, "not-found"),
        (&clerk, asked(unknown), 404, "not-found"),
        (&clerk, asked(unknown), 404, "not-found"),
        (&clerk, asked(unknown), 404, "not-found"),
        (&clerk, asked(unknown), 429, "too-many-requests"),
    ] {
        let answer = who.post("/counter/receipts", body).await;
        answer.status(status).contains(code);
    }
}

#[tokio::test]
async fn a_ticket_that_is_none_opens_nothing() {
    let service = Service::start().await;
    let clerk = service.keyed(Role::Clerk).await;
    let ticket = "/counter/tickets/01KAQS3Z3QTX5Y8W7Y5B9K6W2T.99.x";
    let photo = clerk.get(&format!("{ticket}/photo")).await;
    photo.status(404);
    let used = clerk.post(&format!("{ticket}/use"), Value::Null).await;
    used.status(404);
}
