use std::sync::Arc;

use domain::staff::Role;
use serde_json::json;
use storage_sqlite::{SaveRefused, SqliteStorage};
use usecases::testing::orders_begun;

use crate::testing::{Answer, PASSWORD, Service};

async fn begun_by_program(service: &Service) -> Answer {
    let body = json!({ "document": "one-inch", "city": null });
    service.program("").post("/orders", body).await
}

async fn begun_on_a_page(service: &Service) -> Answer {
    let browser = service.browser();
    browser.get("/apply/one-inch").await;
    browser.post("/apply/one-inch", "").await
}

#[tokio::test]
async fn what_was_refused_is_done_once() {
    // How often the save is refused; the status, and how many orders there are.
    for (refuse, done, there_are) in [(0, true, 1), (1, true, 1), (3, true, 1), (4, false, 0)] {
        let (service, storage) = Service::start_refusing().await;
        let check = async |answer: Answer, is_done: u16, count: usize| {
            let status = if done { is_done } else { 503 };
            answer.status(status);
            if !done {
                answer.has("retry-after", "3");
            }
            assert_eq!(orders_begun(&service.web.app).await, Some(count));
        };
        storage.refuse_saves(0, refuse, SaveRefused::Again);
        let answer = begun_by_program(&service).await;
        if !done {
            answer.refused(503, "try-again");
        }
        check(answer, 201, there_are).await;
        storage.refuse_saves(0, refuse, SaveRefused::Again);
        let answer = begun_on_a_page(&service).await;
        if !done {
            answer.contains("什么都没有改动");
        }
        check(answer, 303, 2 * there_are).await;
    }
}

#[tokio::test]
async fn a_request_that_runs_again_counts_once() {
    // The settings of tests allow five look-ups.
    let (service, storage) = Service::start_refusing().await;
    let number = begun_by_program(&service).await.at("/number");
    let found = async || {
        let sought = json!({ "number": number, "phone": "13800138000" });
        service.program("").post("/orders/find", sought).await
    };
    let mut statuses = Vec::new();
    for _ in 0..6 {
        storage.refuse_saves(0, 3, SaveRefused::Again);
        statuses.push(found().await.code);
    }
    assert_eq!(statuses, [404, 404, 404, 404, 404, 429]);
}

/// Signing in counts the try in a transaction of its own, so that a refusal of the second
/// does not begin again.
#[tokio::test]
async fn what_left_something_is_not_done_again() {
    let (service, storage) = Service::start_refusing().await;
    let _hired = service.hire(Role::Inspector).await;
    let tried = async |storage: &Arc<SqliteStorage>, pass, refuse| {
        storage.refuse_saves(pass, refuse, SaveRefused::Again);
        let browser = service.browser();
        browser.get("/desk/sign-in").await;
        browser.sign_in(Role::Inspector.code(), PASSWORD).await
    };
    tried(&storage, 0, 3).await.status(303);
    let half = tried(&storage, 1, 1).await;
    half.status(503).contains("可能已经办好了");
    half.has("retry-after", "10");
    tried(&storage, 0, 0).await.status(303);
}
